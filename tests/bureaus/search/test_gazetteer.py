"""Regions that a process keeps for an edition."""

import pytest

from bureaus.edition import edition
from bureaus.models import Bureau
from bureaus.search.gazetteer import attach_regions, gazetteer
from tests.factories import make_bureau, make_region

pytestmark = pytest.mark.django_db


@pytest.fixture
def serving(kept):
    """Keep things of an edition of the test's own."""
    with edition.serving(edition.Numbers(-1)):
        yield
    edition._in_process.clear()


def test_rows_get_their_region_and_those_above_without_a_query(django_assert_num_queries):
    city = make_region(level="prefecture", parent=make_region(name="North"), name="Port")
    make_bureau(region=city)
    rows = attach_regions(Bureau.objects.all())

    with django_assert_num_queries(0):
        place = rows[0].region.place

    assert place == "Port, North"


def test_region_made_while_an_older_edition_is_served_is_looked_up(serving):
    gazetteer()
    bureau = make_bureau(region=make_region(name="New"))

    rows = attach_regions(Bureau.objects.all())

    assert rows == [bureau]
    assert rows[0].region.name_en == "New"


def test_provinces_and_what_lies_inside_come_from_a_to_z():
    south, north = make_region(name="South"), make_region(name="North")
    town = make_region(level="county", parent=south)

    places = gazetteer()

    assert places.provinces == [north, south]
    assert places.inside(south.pk) == [town]
    assert places.inside(None) == []
