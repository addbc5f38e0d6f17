"""The contact ladder: who is near, which hotline stands for a place, what to search for."""

import pytest
from django.utils.translation import override

from bureaus.lists.distances import CLOSEST, distance, nearest_with_phone, on_the_sphere
from bureaus.lists.hotlines import hotline_of
from bureaus.lists.ladder import other_ways, steps
from bureaus.lists.nearest import nearest_bureaus
from bureaus.models import Region
from tests.factories import make_bureau, make_country, make_region

pytestmark = pytest.mark.django_db


def place(name, parent=None, level="prefecture", at=None, **values):
    if at:
        values["latitude"], values["longitude"] = at
    if parent:
        values["parent"] = parent
    return make_region(name=name, level=level, **values)


@pytest.fixture
def east(db):
    return place("East", level="province")


@pytest.fixture
def city(east):
    return place("City", east, at=(26.0, 119.0), dial_code="0593", code="350900")


def ways(region, bureau=None):
    return other_ways(Region.objects.with_parents().get(pk=region.pk), bureau)


def near(region, bureau=None):
    return [found.bureau.region.name_en for found in ways(region, bureau).near]


# Nearest by distance


@pytest.mark.parametrize(
    ("one", "other", "km"),
    [
        ((39.90, 116.41), (31.23, 121.47), 1067),  # Beijing and Shanghai
        ((26.66, 119.55), (28.46, 119.92), 204),  # Ningde and Lishui
        ((0.0, 0.0), (0.0, 0.0), 0),
    ],
)
def test_distance_is_that_of_a_great_circle(one, other, km):
    assert distance(on_the_sphere(one), on_the_sphere(other)) == pytest.approx(km, abs=3)


def test_nearest_of_the_province_comes_before_nearer_ones_elsewhere(east, city):
    make_bureau(region=place("Far", east, at=(20.0, 110.0)), phone="0591-81234567")
    west = place("West", level="province")
    make_bureau(region=place("Close", west, at=(26.1, 119.1)), phone="0591-81234567")

    found = nearest_with_phone([Region.objects.with_parents().get(pk=city.pk)], 2)

    assert [near.region.name_en for near in found[city.pk]] == ["Far", "Close"]


def test_distance_is_given_and_whether_it_is_in_the_province(east, city):
    make_bureau(region=place("Other", east, at=(27.0, 119.0)), phone="0591-81234567")

    (found,) = ways(city).near

    assert (found.distance, found.is_in_province) == (111, True)


def test_bureau_without_a_phone_is_passed_over(east, city):
    make_bureau(region=place("Silent", east, at=(26.1, 119.0)), phone="")
    make_bureau(region=place("Loud", east, at=(27.0, 119.0)), phone="0591-81234567")

    assert near(city) == ["Loud"]


def test_own_bureaus_and_those_on_the_way_up_are_not_near(east, city):
    for region in (city, east, place("Inside", city, "county", at=(26.0, 119.1))):
        make_bureau(region=region, phone="0591-81234567")

    assert near(city) == []


def test_county_without_a_seat_takes_that_of_its_city(east, city):
    county = place("County", city, "county")
    make_bureau(region=place("Other", east, at=(27.0, 119.0)), phone="0591-81234567")

    assert [found.distance for found in ways(county).near] == [111]


def test_zone_in_no_city_takes_the_seat_of_a_district_it_reaches_into(east, city):
    zone = place("Zone", east, "zone")
    zone.overlaps.add(place("District", city, "county", at=(26.0, 119.0)))
    make_bureau(region=place("Other", east, at=(27.0, 119.0)), phone="0591-81234567")

    assert [found.distance for found in ways(zone).near] == [111]


def test_province_takes_the_seat_of_its_capital(east, city):
    east.capital = city
    east.save()
    make_bureau(region=place("Other", place("West", level="province"), at=(27.0, 119.0)), phone="1")

    assert [found.distance for found in ways(east).near] == [111]


def test_bureau_is_found_behind_many_places_without_one(east, city):
    for number in range(CLOSEST):
        place(f"Empty {number}", east, at=(26.0 + number / 100, 119.0))
    make_bureau(region=place("Far", east, at=(20.0, 110.0)), phone="0591-81234567")

    assert near(city) == ["Far"]


def test_place_that_nobody_has_a_point_of_is_near_to_nothing(east):
    lost = place("Lost", east)
    make_bureau(region=place("Other", east, at=(27.0, 119.0)), phone="0591-81234567")

    assert near(lost) == []


@pytest.mark.parametrize(("phone", "expected"), [("0593-1234567", []), ("", ["Other"])])
def test_what_is_near_stands_beside_a_bureau_without_a_phone_only(east, city, phone, expected):
    bureau = make_bureau(region=city, phone=phone)
    make_bureau(region=place("Other", east, at=(27.0, 119.0)), phone="0591-81234567")

    assert near(city, bureau) == expected


def test_beside_a_bureau_stand_the_others_of_its_place_and_no_agency_of_the_country(city):
    bureau, other = make_bureau(region=city), make_bureau(region=city)
    make_bureau(region=make_country(), kind="national-agency")

    found = ways(city, bureau)

    assert (found.around, found.nation) == ([other], [])


# The hotline


def test_hotline_is_the_dialling_code_of_the_city_and_12345(city):
    assert hotline_of(city).number == "0593-12345"


def test_county_names_the_hotline_of_its_city(city):
    county = place("County", city, "county", dial_code="0594")

    assert hotline_of(county) == (city, "0593-12345", None)


def test_province_names_that_of_its_capital(east, city):
    east.capital = city
    east.save()

    assert hotline_of(east).city == city


def test_municipality_has_its_own_and_says_in_how_many_languages():
    beijing = make_region(
        name="Beijing", kind="municipality", code="110000", dial_code="010", level="province"
    )
    district = place("District", beijing, "county", dial_code="010")

    assert hotline_of(district) == (beijing, "010-12345", (8, 2021))


def test_county_directly_under_a_province_has_its_own(east):
    county = place("Tianmen", east, "county", dial_code="0728")

    assert hotline_of(county).number == "0728-12345"


@pytest.mark.parametrize("code", ["852", "853", "886", ""])
def test_place_outside_the_mainland_has_none(code):
    assert hotline_of(make_region(name="Region", dial_code=code)) is None


def test_country_has_none():
    assert hotline_of(make_country()) is None


# The whole ladder


def test_agencies_of_the_country_come_last(city):
    agency = make_bureau(region=make_country(), kind="national-agency")

    assert ways(city).nation == [agency]
    assert ways(make_country()).nation == []


def test_searches_name_the_place_in_chinese_and_look_at_gov_cn_on_the_mainland(city):
    words = [search.words for search in ways(city).searches]

    assert words[0] == f"{city.full_name_zh_hans} 商务局 电话"
    assert words[-1].endswith("site:gov.cn")
    assert ways(make_country()).searches == []


def test_searches_for_a_province_ask_for_its_kind_of_office_and_look_at_gov_cn(east):
    capital = place("Capital", east, at=(26.0, 119.0), dial_code="0591")
    east.capital = capital
    east.save()
    abroad = make_region(name="Abroad", code="990000", dial_code="852")

    words = [search.words for search in ways(east).searches]

    assert words[0].endswith("商务厅 电话")
    assert words[-1].endswith("site:gov.cn")
    assert not any("商务" in search.words for search in ways(abroad).searches)


def test_steps_for_programs_come_in_order_with_their_kinds(east, city):
    own = make_bureau(region=east)
    other = place("Other", east, at=(27.0, 119.0))
    neighbour = make_bureau(region=other, phone="0591-81234567")
    agency = make_bureau(region=make_country())
    found = nearest_bureaus(Region.objects.with_parents().filter(pk=city.pk))

    listed = steps(found.values())[city.pk]

    assert listed == [
        ("above", east, [own.ref], "", None),
        ("hotline", city, [], "0593-12345", None),
        ("near", other, [neighbour.ref], "", 111),
        ("nation", agency.region, [agency.ref], "", None),
    ]


def test_nearest_stands_in_where_no_level_above_has_a_bureau(east, city):
    make_bureau(region=place("Other", east, at=(27.0, 119.0)), phone="0591-81234567")

    found = nearest_bureaus(Region.objects.with_parents().filter(pk=city.pk))[city.pk]

    assert found.where == "near"
    with override("en"):
        assert found.remark == "No bureau of City is listed; this one is 111 km away."


@pytest.mark.parametrize("with_bureau", [True, False])
def test_page_of_a_place_leads_on(client, lang, east, city, with_bureau):
    make_bureau(region=city if with_bureau else east, phone="0591-81234567")

    page = client.get(f"/{lang}/regions/city/").content.decode()

    assert "0593-12345" in page
    assert "tel:+8659181234567" in page
    assert "tel:059312345" not in page
    assert "baidu.com/s?wd=" in page
