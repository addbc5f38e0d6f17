"""Whom to call for a place."""

import pytest

from bureaus.lists.nearest import nearest_bureaus
from bureaus.models import Region
from tests.factories import make_bureau, make_region

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def city(once):
    return make_region(parent=make_region(name="Province"), level="prefecture", name="City")


def nearest(region):
    return nearest_bureaus(Region.objects.with_parents().filter(pk=region.pk))[region.pk]


def test_own_bureau_comes_first(city):
    own = make_bureau(region=city)
    make_bureau(region=city.parent)
    make_bureau(region=make_region(parent=city, level="county"))

    found = nearest(city)

    assert (found.where, found.bureaus, found.remark) == ("own", [own], "")


def test_bureaus_inside_come_next_the_nearest_level_first(city):
    county = make_region(parent=city, level="county")
    deep = make_bureau(region=make_region(parent=county, level="zone"))
    near = make_bureau(region=county)
    make_bureau(region=city.parent)

    found = nearest(city)

    assert (found.where, found.bureaus) == ("inside", [near, deep])
    assert found.remark == "No bureau of City itself is listed; these are inside it."


def test_next_level_up_comes_last_and_is_named(city):
    wide = make_bureau(region=city.parent)
    county = make_region(parent=city, level="county", name="County")

    found = nearest(county)

    assert (found.where, found.bureaus) == ("above", [wide])
    assert found.remark == "No bureau of County is listed; Province’s is."


def test_drafts_and_closed_bureaus_are_passed_over(city):
    make_bureau(region=city, status="draft")
    make_bureau(region=city, status="closed", closure="abolished", closed_on="2024-01-01")

    found = nearest(city)

    assert (found.where, found.bureaus) == ("none", [])
    assert found.remark == "No bureau is listed for City or any level above."


def test_number_of_bureaus_is_limited(city):
    for _ in range(8):
        make_bureau(region=city)

    assert len(nearest(city).bureaus) == 5


def test_queries_do_not_grow_with_regions(city, django_assert_max_num_queries):
    regions = [make_region(parent=city, level="county") for _ in range(30)]
    for region in regions[:10]:
        make_bureau(region=region)

    with django_assert_max_num_queries(11):
        nearest_bureaus(Region.objects.with_parents().filter(pk__in=[r.pk for r in regions]))
