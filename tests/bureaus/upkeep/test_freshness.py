"""The public page about coverage and freshness by province."""

from datetime import timedelta

import pytest
from django.utils import timezone

from bureaus.models import Correction
from bureaus.upkeep.freshness import freshness_by_province, handled_corrections
from tests.factories import (
    make_bureau,
    make_check,
    make_closed_bureau,
    make_correction,
    make_country,
    make_region,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def north(once):
    north = make_region(name="North")
    town = make_region(name="Town", parent=north, level="county")
    make_check(make_bureau(region=town, phone="1", fax="2", address_en="A"))
    overdue = make_bureau(region=north, phone="1", address_zh_hant="處")
    make_check(overdue, date=timezone.localdate() - timedelta(days=400))
    make_bureau(region=north)
    make_bureau(region=north, status="draft")
    make_closed_bureau(closure="abolished", region=north)
    make_bureau(region=make_country(), phone="1")
    make_region(name="South")
    return north


def settle(after):
    correction = make_correction(make_bureau())
    now = timezone.now()
    Correction.objects.filter(pk=correction.pk).update(settled_at=now, sent_at=now - after)


def test_numbers_are_those_of_published_bureaus_in_the_whole_province(north):
    total, provinces = freshness_by_province()

    numbers = {province.slug: vars(row) for province, row in provinces}
    assert numbers["north"] == {
        "total": 3,
        "checked": 1,
        "overdue": 1,
        "never": 1,
        "phone": 2,
        "fax": 1,
        "address_en": 1,
        "address_zh": 1,
    }
    assert numbers["south"]["total"] == 0
    assert (total.total, total.phone) == (4, 3)


def test_numbers_lead_to_the_same_number_of_bureaus(client, north, lang):
    page = client.get(f"/{lang}/freshness/").content.decode()

    for query, number in (("", 3), ("&checked=yes", 1), ("&checked=no", 2)):
        address = f"/{lang}/bureaus/?region=north{query}"
        assert f'href="{address.replace("&", "&amp;")}">{number}<' in page
        assert client.get(address).context["paginator"].count == number


@pytest.mark.parametrize(
    ("days", "number", "median"),
    [([], 0, 0), ([0.1], 1, 1), ([1, 2, 30], 3, 2), ([1, 2, 3, 30], 4, 2)],
)
def test_corrections_are_counted_with_their_median(days, number, median):
    for some in days:
        settle(timedelta(days=some))

    handled = handled_corrections()

    assert (handled.number, handled.days) == (number, median)


def test_only_settled_corrections_of_the_last_year_count(client):
    make_correction(make_bureau())
    settle(timedelta(days=1))
    settle(timedelta(days=2))
    long_ago = timezone.now() - timedelta(days=366)
    Correction.objects.filter(sent_at__gt=timezone.now() - timedelta(days=1.5)).exclude(
        settled_at=None
    ).update(settled_at=long_ago, sent_at=long_ago - timedelta(days=1))

    assert handled_corrections().number == 1
    assert "1 correction from visitors was decided" in client.get("/en/freshness/").content.decode()
