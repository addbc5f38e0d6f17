"""What must never be false of documents and priorities, and what may be shown."""

import pytest
from django.core.exceptions import ValidationError

from policies.models import Priority
from tests.factories import (
    make_country,
    make_document,
    make_industry,
    make_national_priority,
    make_priority,
    make_region,
)

pytestmark = pytest.mark.django_db


def test_drafts_may_share_a_rank_until_they_have_a_document():
    region = make_region()

    for _copy in range(2):
        make_priority(region=region, document=None, status="draft", rank=1)

    assert Priority.objects.filter(region=region, rank=1).count() == 2


def test_same_rank_in_another_region_year_or_document_is_free():
    region = make_region()
    document = make_document(region=region)

    make_priority(region=region, document=document, rank=1, year=2024)
    make_priority(region=region, document=document, rank=1, year=2025)
    make_priority(region=region, document=make_document(region=region), rank=1, year=2024)
    make_priority(region=make_region(), document=document, rank=1, year=2024)

    assert Priority.objects.filter(rank=1).count() == 4


# What a priority is in line with


def test_local_priority_carries_out_a_national_one_of_its_year():
    national = make_national_priority()

    local = make_priority(answers=national)

    local.full_clean()
    assert list(national.answered_by.all()) == [local]


@pytest.mark.parametrize("check", ["clean", "save"])
@pytest.mark.parametrize(
    ("make_own", "make_answered", "message"),
    [
        (make_priority, make_priority, "It can be in line only with a national priority"),
        (
            make_priority,
            lambda: make_national_priority(year=2023),
            "It can be in line only with a national priority",
        ),
        (
            make_national_priority,
            lambda: make_national_priority(rank=2),
            "A national priority is in line with no other",
        ),
    ],
    ids=["not national", "other year", "itself national"],
)
def test_priority_is_in_line_with_nothing_else(check, make_own, make_answered, message):
    priority = make_own()
    priority.answers = make_answered()

    with pytest.raises(ValidationError, match=message) as caught:
        getattr(priority, check)()

    assert set(caught.value.error_dict) == {"answers"}
    priority.refresh_from_db()
    assert priority.answers is None


def test_national_priority_made_local_is_not_in_line_with_itself():
    priority = make_national_priority()
    priority.region = make_region()
    priority.answers = Priority.objects.get(pk=priority.pk)

    with pytest.raises(ValidationError, match="in line with no other"):
        priority.clean()


# Choosing priorities


def test_priorities_are_chosen_by_place_year_and_industry():
    city = make_region(level="prefecture")
    district = make_region(level="county", parent=city)
    industry = make_industry()
    inside = make_priority(region=district, industries=[industry])
    make_priority(industries=[industry], year=2023)
    make_priority(region=make_region(parent=make_country()))

    assert list(Priority.objects.within(city)) == [inside]
    assert list(Priority.objects.naming(industry).for_year(2024)) == [inside]


def test_national_priorities_are_those_of_the_country():
    national, local = make_national_priority(), make_priority()

    assert list(Priority.objects.national()) == [national]
    assert list(Priority.objects.local()) == [local]


def test_priorities_stand_in_the_order_of_their_document():
    document = make_document()
    own = {"document": document, "region": document.region}
    last, first, preamble = (make_priority(rank=rank, **own) for rank in (10, 2, 0))

    assert list(Priority.objects.in_order()) == [preamble, first, last]


# Fields


@pytest.mark.parametrize("year", [1977, 2101])
def test_year_is_one_of_the_reform_era(year):
    priority = make_priority()
    priority.year = year

    with pytest.raises(ValidationError, match="year"):
        priority.full_clean()


@pytest.mark.parametrize("date", ["2024-13", "24-01-05", "5 January"])
def test_date_of_a_document_is_a_partial_date(date):
    document = make_document()
    document.date = date

    with pytest.raises(ValidationError, match="Write a date such as"):
        document.full_clean()
