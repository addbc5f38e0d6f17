"""The tree of places: where a region lies, what it is called, what lies inside it."""

import pytest
from django.core.exceptions import ValidationError
from django.utils.translation import override

from bureaus.models import Region, RegionAlias
from tests.factories import make_bureau, make_closed_bureau, make_country, make_region

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def guangdong(once):
    names = {"name": "Guangdong", "name_zh_hans": "广东"}
    full = {"full_name_en": "Guangdong Province", "full_name_zh_hans": "广东省"}
    return make_region(**names, **full, code="440000")


@pytest.fixture(scope="module")
def zhaoqing(once, guangdong):
    names = {"name": "Zhaoqing", "name_zh_hans": "肇庆"}
    full = {"full_name_en": "Zhaoqing City", "full_name_zh_hans": "肇庆市"}
    where = {"level": "prefecture", "kind": "prefecture-level-city", "parent": guangdong}
    return make_region(**names, **full, **where, code="441200")


@pytest.fixture(scope="module")
def sihui(once, zhaoqing):
    names = {"name": "Sihui", "name_zh_hans": "四会"}
    full = {"full_name_en": "Sihui City", "full_name_zh_hans": "四会市"}
    where = {"level": "county", "kind": "county-level-city", "parent": zhaoqing}
    return make_region(**names, **full, **where, code="441284")


@pytest.fixture(scope="module")
def high_tech_zone(once, sihui):
    names = {"name": "Zhaoqing High-tech Zone", "name_zh_hans": "肇庆高新区"}
    where = {"level": "zone", "kind": "national-high-tech-zone", "parent": sihui}
    return make_region(
        **names,
        **where,
        full_name_en="Zhaoqing National High-tech Industrial Development Zone",
        full_name_zh_hans="肇庆国家高新技术产业开发区",
    )


def paths(*regions):
    return [Region.objects.get(pk=region.pk).path for region in regions]


def path_of(*regions):
    return f"/{'/'.join(str(region.pk) for region in regions)}/"


# Paths


def test_new_region_knows_its_path(guangdong, zhaoqing, sihui):
    country = make_country()

    assert paths(sihui) == [path_of(country, guangdong, zhaoqing, sihui)]
    assert sihui.path == path_of(country, guangdong, zhaoqing, sihui)


def test_move_rewrites_the_paths_of_everything_inside(zhaoqing, sihui, high_tech_zone):
    country, hunan = make_country(), make_region(name="Hunan")
    zhaoqing.parent = hunan

    zhaoqing.save()

    assert paths(zhaoqing, sihui, high_tech_zone) == [
        path_of(country, hunan, zhaoqing),
        path_of(country, hunan, zhaoqing, sihui),
        path_of(country, hunan, zhaoqing, sihui, high_tech_zone),
    ]


def test_move_leaves_the_neighbours_alone(guangdong, zhaoqing):
    neighbour = make_region(level="prefecture", parent=guangdong)
    zhaoqing.parent = make_region(name="Hunan")

    zhaoqing.save()

    assert paths(neighbour) == [path_of(make_country(), guangdong, neighbour)]


def test_move_confuses_no_keys_that_start_alike(guangdong):
    short = make_region(pk=7000, level="prefecture", parent=guangdong)
    longer = make_region(pk=70001, level="prefecture", parent=guangdong)
    short.parent = make_region(name="Hunan")

    short.save()

    assert paths(longer) == [path_of(make_country(), guangdong, longer)]


def test_saving_a_loaded_region_keeps_its_path(sihui):
    loaded = Region.objects.get(pk=sihui.pk)
    loaded.name_en = "Szewui"

    loaded.save()

    assert paths(sihui) == [sihui.path]


@pytest.mark.parametrize("target", ["itself", "child", "grandchild"])
def test_region_cannot_move_into_itself(zhaoqing, sihui, high_tech_zone, target):
    before = paths(zhaoqing, sihui, high_tech_zone)
    zhaoqing.parent = {"itself": zhaoqing, "child": sihui, "grandchild": high_tech_zone}[target]

    with pytest.raises(ValidationError) as caught:
        zhaoqing.save()

    assert set(caught.value.message_dict) == {"parent"}
    assert paths(zhaoqing, sihui, high_tech_zone) == before


def test_region_cannot_lie_in_one_of_a_narrower_level(guangdong, sihui):
    county = make_region(level="county", kind="county", parent=sihui)
    county.full_clean()
    city = make_region(level="prefecture", kind="prefecture", parent=sihui)

    with pytest.raises(ValidationError) as caught:
        city.full_clean()

    assert set(caught.value.message_dict) == {"parent"}


def test_circle_of_regions_of_one_level_is_refused_by_the_form():
    outer = make_region()
    inner = make_region(parent=outer)
    outer.parent = inner

    with pytest.raises(ValidationError, match="inside itself"):
        outer.full_clean()


def test_code_in_full_width_digits_is_refused():
    region = make_region()
    region.code = "４４１２８４"

    with pytest.raises(ValidationError, match="six digits"):
        region.full_clean()


# Querysets


def test_within_keeps_the_region_and_everything_inside(zhaoqing, sihui, high_tech_zone):
    make_region(name="Hunan")

    assert list(Region.objects.within(zhaoqing)) == [zhaoqing, sihui, high_tech_zone]
    assert list(Region.objects.within(high_tech_zone)) == [high_tech_zone]


def test_listed_keeps_regions_with_a_published_bureau_in_or_below_them(guangdong, zhaoqing, sihui):
    make_bureau(region=sihui)
    make_bureau(region=make_region(name="Hunan"), status="draft")
    make_closed_bureau(region=make_region(name="Hubei"), closure="abolished")

    assert list(Region.objects.listed()) == [make_country(), guangdong, zhaoqing, sihui]


def test_below_provinces_leaves_out_the_widest_levels(zhaoqing, sihui):
    assert list(Region.objects.below_provinces()) == [zhaoqing, sihui]


@pytest.mark.parametrize(
    "value",
    ["sihui", "Sihui", "441284", "441283", "四會縣", "Sihui County", "sihui-county", "szewui"],
)
def test_region_is_found_by_each_of_its_names_and_codes(sihui, value):
    make_region(name="Hunan", code="430000")
    for kind, alias in [
        ("former_code", "441283"),
        ("former_name", "四會縣"),
        ("former_name", "Sihui County"),
        ("former_slug", "szewui"),
    ]:
        RegionAlias.objects.create(region=sihui, kind=kind, value=alias)

    assert Region.objects.called(value) == [sihui]


@pytest.mark.parametrize("value", ["", "nowhere", "44128", "sih", "四", "%"])
def test_unknown_or_partial_name_finds_nothing(sihui, high_tech_zone, value):
    assert Region.objects.called(value) == []


def test_names_that_differ_only_in_capitals_are_found_in_one_go(sihui, high_tech_zone):
    RegionAlias.objects.create(region=sihui, kind="former_slug", value="szewui")
    zone = high_tech_zone.slug
    asked = ["Sihui", "sihui", "SZEWUI", "szewui", zone, ""]

    found = Region.objects.called_any(asked)

    assert found == {name: [sihui] for name in asked[:4]} | {zone: [high_tech_zone]}


def test_code_that_was_split_finds_each_successor(sihui, zhaoqing):
    for region in (sihui, zhaoqing):
        RegionAlias.objects.create(region=region, kind="former_code", value="320586")

    assert Region.objects.called("320586") == [zhaoqing, sihui]


def test_current_name_goes_before_a_former_one(sihui, zhaoqing):
    RegionAlias.objects.create(region=zhaoqing, kind="former_slug", value="sihui")

    assert Region.objects.called("sihui") == [sihui]


def test_two_matching_aliases_find_a_region_once(sihui):
    for kind in ("former_name", "pinyin"):
        RegionAlias.objects.create(region=sihui, kind=kind, value="Szewui")

    assert Region.objects.called("szewui") == [sihui]


# Where it lies


def test_levels_above_are_listed_both_ways(guangdong, zhaoqing, sihui):
    assert sihui.above == [zhaoqing, guangdong, make_country()]
    assert sihui.breadcrumbs == [guangdong, zhaoqing]
    assert sihui.trail == [guangdong, zhaoqing, sihui]
    assert guangdong.breadcrumbs == make_country().breadcrumbs == []


def test_levels_above_cost_no_query_once_joined(high_tech_zone, django_assert_num_queries):
    with django_assert_num_queries(1):
        region = Region.objects.with_parents().get(pk=high_tech_zone.pk)

        assert len(region.above) == 4


@pytest.mark.parametrize(
    ("language", "place", "zone"),
    [
        ("en", "Sihui City, Zhaoqing, Guangdong", "Zhaoqing High-tech Zone, Sihui, "),
        ("zh-hans", "广东肇庆四会市", "广东肇庆四会肇庆高新区"),
        ("zh-hant", "广东肇庆四会市", "广东肇庆四会肇庆高新区"),
    ],
)
def test_place_is_written_in_the_order_of_the_language(
    sihui, high_tech_zone, language, place, zone
):
    with override(language):
        assert sihui.place == place
        assert high_tech_zone.place.startswith(zone)


def test_place_of_province_and_country_is_their_own_name(guangdong):
    assert guangdong.place == "Guangdong Province"
    assert make_country().place == "China"


@pytest.mark.parametrize("address", ["/en/regions/sihui/", "/r/sihui/", "/r/441284/"])
def test_slug_and_code_that_changed_go_on_leading_to_the_region(client, address):
    region = make_region(name="Sihui", code="441284")

    Region.objects.filter(pk=region.pk).get().save()
    region.slug, region.code = "szewui", "441299"
    region.save()

    response = client.get(address)
    assert response["Location"] == "/en/regions/szewui/"
    assert sorted(region.aliases.values_list("kind", "value")) == [
        ("former_code", "441284"),
        ("former_slug", "sihui"),
    ]


def test_slug_may_change_back(client):
    region = make_region(name="Sihui")
    for slug in ("szewui", "sihui", "szewui"):
        region.slug = slug
        region.save()

    assert client.get("/en/regions/szewui/").status_code == 200
    assert client.get("/en/regions/sihui/")["Location"] == "/en/regions/szewui/"


def test_slug_that_links_to_another_region_have_is_refused():
    region = make_region(name="Sihui")
    region.slug = "szewui"
    region.save()
    other = make_region(name="Other")

    other.slug = "sihui"

    with pytest.raises(ValidationError, match="Links to another region have this slug"):
        other.full_clean()
