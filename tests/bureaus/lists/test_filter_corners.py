"""Corners of the filters: many values, values that mean several places, links that keep filters."""

import pytest

from bureaus.models import Region, RegionAlias
from tests.factories import make_bureau, make_country, make_region, make_renamed_regions
from tests.redirects import followed

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def successors(once):
    """Make two regions into which a former one was split, each with a bureau."""
    make_renamed_regions()
    for region in Region.objects.filter(aliases__value="320586"):
        make_bureau(region=region, name_en=f"{region.name_en} Bureau")


def facet(response, name):
    return next(facet for facet in response.context["facets"].facets if facet.name == name)


def test_split_region_leads_to_all_its_successors_each_with_its_count(client, successors):
    own = facet(followed(client, "/en/bureaus/?region=320586"), "region").values[:2]

    assert {(value.label, value.count, value.is_on) for value in own} == {
        ("Wuzhong", 1, True),
        ("Xiangcheng", 1, True),
    }


def test_country_is_not_offered_as_a_narrower_place(client, successors):
    make_bureau(region=make_country())

    assert facet(client.get("/en/bureaus/"), "region").inside == []


def test_many_unknown_regions_cost_no_more_queries(client, successors, count_queries):
    query = "&".join(f"region=a{number}" for number in range(200))

    assert count_queries(client.get, f"/en/bureaus/?{query}") <= 8


def test_every_former_name_is_found(client):
    for number in range(8):
        region = make_region()
        make_bureau(region=region)
        RegionAlias.objects.create(region=region, kind="former_slug", value=f"old-{number}")
    query = "&".join(f"region=old-{number}" for number in range(8))

    response = followed(client, f"/en/bureaus/?{query}")

    assert response.context["paginator"].count == 8
    assert response.context["notices"] == []


def test_repeated_search_means_or_and_each_chip_drops_one(client, successors):
    response = client.get("/en/bureaus/?q=Wuzhong&q=Xiangcheng")

    assert response.context["paginator"].count == 2
    assert [chip.without for chip in response.context["chips"]] == ["?q=Xiangcheng", "?q=Wuzhong"]


def test_link_to_a_narrower_place_keeps_the_other_filters(client):
    province = make_region(name="Guangdong")
    city = make_region(name="Zhaoqing", parent=province, level="prefecture")
    make_bureau(region=city, kind="commerce")
    make_bureau(region=city)

    page = client.get("/en/bureaus/?region=guangdong&kind=commerce").content.decode()

    assert 'href="/en/bureaus/?region=zhaoqing&amp;kind=commerce"' in page


def test_values_past_the_limit_are_named_not_dropped(client, successors):
    query = "&".join(f"kind=k{number}" for number in range(120))

    response = client.get(f"/en/bureaus/?{query}")

    assert response.context["paginator"].count == 0
    assert len(response.context["notices"]) == 5


@pytest.mark.parametrize("page", ["01", "1", "last", ""])
def test_page_that_exists_needs_no_notice(client, successors, page):
    notices = client.get(f"/en/bureaus/?page={page}").context["notices"]

    assert len(notices) == (page == "last")


def test_national_bureau_counts_on_the_home_page(client):
    make_bureau(region=make_country())

    assert client.get("/en/").context["covered"].total == 1


def test_zone_inside_a_region_is_shown_once(client):
    city = make_region(name="City")
    zone = make_region(parent=city, level="zone", kind="industrial-park")
    zone.overlaps.add(city)
    make_bureau(region=zone, name_en="Zone Office")

    page = client.get("/en/regions/city/").content.decode()

    assert page.count("Zone Office</a>") == 1
