"""Carrying priorities over to the next year."""

import pytest

from policies.models import Priority
from policies.upkeep import copy_to_next_year
from tests.factories import make_country, make_industry, make_key_point, make_priority, make_region

pytestmark = pytest.mark.django_db


def test_copy_is_an_unreviewed_draft_of_the_next_year_without_source():
    original = make_priority(answers=make_priority(region=make_country()), rank=3)

    assert copy_to_next_year([original]) == (1, 0)

    copy = Priority.objects.get(year=2025)
    assert (copy.region, copy.rank, copy.status) == (original.region, 3, "draft")
    assert (copy.document, copy.answers) == (None, None)
    assert copy.is_translation_reviewed is False


def test_copy_keeps_texts_industries_and_key_points():
    industries = [make_industry(), make_industry()]
    texts = {
        "title_en": "Auto parts",
        "title_zh_hans": "汽车零部件",
        "title_zh_hant": "汽車零部件",
        "summary_en": "Wheels.",
        "summary_zh_hans": "车轮",
        "summary_zh_hant": "車輪",
    }
    original = make_priority(industries=industries, **texts)
    make_key_point(original, text_en="Light wheels", position=2, industries=industries[:1])
    before = Priority.objects.values().get()

    copy_to_next_year([original])

    copy = Priority.objects.get(year=2025)
    point = copy.key_points.get()
    assert {name: getattr(copy, name) for name in texts} == texts
    assert list(copy.industries.all()) == industries
    assert (point.text_en, point.position) == ("Light wheels", 2)
    assert list(point.industries.all()) == industries[:1]
    assert Priority.objects.filter(year=2024).values().get() == before
    assert original.industries.count() == 2


def test_what_the_next_year_has_already_is_skipped():
    region = make_region()
    make_priority(region=region, title_en="Auto parts")
    make_priority(region=region, title_en="New energy")
    there = make_priority(region=region, title_en="Auto parts", year=2025)

    result = copy_to_next_year(Priority.objects.for_year(2024))

    assert result == (1, 1)
    assert Priority.objects.get(year=2025, title_en="Auto parts") == there


@pytest.mark.parametrize("changes", [{"rank": 2}, {"title_en": "Parts"}, {"year": 2026}])
def test_what_differs_in_region_year_rank_or_title_is_not_the_same(changes):
    original = make_priority(title_en="Auto parts")
    other = {"region": original.region, "title_en": "Auto parts", "year": 2025} | changes
    make_priority(**other)
    make_priority(title_en="Auto parts", year=2025)

    assert copy_to_next_year([original]) == (1, 0)


def test_each_year_is_copied_to_its_own_next_year():
    for year in (2023, 2024):
        make_priority(year=year)

    originals = list(Priority.objects.order_by("year"))

    assert [copy_to_next_year(some) for some in (originals, originals, [])] == [
        (2, 0),
        (0, 2),
        (0, 0),
    ]

    drafts = Priority.objects.filter(status="draft")
    assert sorted(drafts.values_list("year", flat=True)) == [2024, 2025]
