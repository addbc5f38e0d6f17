"""Which bureaus may be one office entered twice, however they are written."""

import pytest

from bureaus.models import Bureau
from bureaus.upkeep.duplicates import Lookup, near_same
from tests.factories import make_bureau, make_closed_bureau, make_region

pytestmark = [pytest.mark.django_db, pytest.mark.either_database]


@pytest.fixture(scope="module")
def sihui(once):
    names = {"name_zh_hans": "广东", "full_name_zh_hans": "广东省", "full_name_en": "Guangdong"}
    guangdong = make_region(name="Guangdong", **names)
    names = {"name_zh_hans": "肇庆", "full_name_zh_hans": "肇庆市", "full_name_en": "Zhaoqing City"}
    zhaoqing = make_region(name="Zhaoqing", level="prefecture", parent=guangdong, **names)
    names = {"name_zh_hans": "四会", "full_name_zh_hans": "四会市", "full_name_en": "Sihui City"}
    return make_region(name="Sihui", level="county", parent=zhaoqing, dial_code="0758", **names)


def kinds(region, there, typed):
    """Say in what a bureau that is typed is the same as one that is there."""
    bureau = make_bureau(region=region, **{"name_en": "Some Office"} | there)
    found = near_same(Bureau(region=region, kind="commerce", **typed))
    assert {near.bureau for near in found} <= {bureau}
    return [kind for near in found for kind in near.kinds]


CHINESE = [
    ("四会市投资促进局", "四会市投资促进局", True),
    ("四会市投资促进局", "四會市投資促進局", True),
    ("四会市投资促进局", " 四会市 投资促进局　", True),
    ("四会市投资促进局", "投资促进局", True),
    ("投资促进局", "广东省肇庆市四会市投资促进局", True),
    ("四会市投资促进局", "四会投资促进局", True),
    ("四会市投资促进局", "广东四会市投资促进局", True),
    ("四会市投资促进局（招商局）", "四会市投资促进局(招商局)", True),
    ("四会市ＣＢＤ管委会", "四会市cbd管委会", True),
    ("四会市投资促进局", "四会市招商局", False),
    ("四会市投资促进局", "四会市商务局", False),
    ("四会市投资促进局", "四会市投资促进局外资科", False),
    ("四会市", "四会", False),
]
ENGLISH = [
    ("Investment Promotion Centre", "Investment Promotion Center", True),
    ("Investment Promotion Bureau of Sihui City", "Sihui Investment Promotion Bureau", True),
    ("Sihui Investment Promotion Bureau", "INVESTMENT PROMOTION BUREAU", True),
    ("Sihui City Bureau of Commerce", "The Commerce Bureau of Sihui, Zhaoqing", True),
    ("Bureau of Trade & Investment", "Bureau of Trade and Investment", True),
    ("Sihui Hi-Tech Zone", "Sihui Hi Tech Zone", True),
    ("Sihui Hi-Tech Zone", "Sihui Hitech  Zone.", True),
    ("Sihui Municipal Bureau of Commerce", "Bureau of Commerce, Sihui City", True),
    ("Bureau for Investors’ Services", "Bureau of Investors' Services", True),
    ("Café Office", "Cafe Office", True),
    ("Ｉｎｖｅｓｔ Sihui", "Invest Sihui", True),
    ("Investment Promotion Bureau", "Investment Bureau", False),
    ("Bureau of Commerce", "Bureau of Trade", False),
    ("Sihui", "Zhaoqing", False),
]


@pytest.mark.parametrize(("there", "typed", "is_same"), CHINESE)
def test_chinese_names(sihui, there, typed, is_same):
    found = kinds(sihui, {"name_zh_hans": there}, {"name_zh_hans": typed})

    assert found == (["name"] if is_same else [])


@pytest.mark.parametrize(("there", "typed", "is_same"), ENGLISH)
def test_english_names(sihui, there, typed, is_same):
    found = kinds(sihui, {"name_en": there}, {"name_en": typed})

    assert found == (["name"] if is_same else [])


@pytest.mark.parametrize("column", ["name_en", "name_zh_hans", "name_zh_hant"])
def test_column_of_a_name_does_not_matter(sihui, column):
    assert kinds(sihui, {"name_zh_hans": "四会市商务局"}, {column: "四會市商務局"}) == ["name"]


PHONES = [
    ("0758-3611228", "+86 758 3611228", True),
    ("0758-3611228", "3611228", True),
    ("0758-3611228", "（0758）3611228", True),
    ("0758-3611228", "０７５８－３６１１２２８", True),
    ("0758-3611228", "0758-3611228转8001", True),
    ("0758-3611228转8002", "0758-3611228转8001", True),
    ("0758-3611228/3611229", "0758-3611229", True),
    ("400-800-8888", "4008008888", True),
    ("0758-3611228", "0758-3611229", False),
    ("0758-3611228", "0757-3611228", False),
    ("12345", "12345", False),
    ("0758-12345", "0758-12345", False),
    ("", "", False),
]


@pytest.mark.parametrize(("there", "typed", "is_same"), PHONES)
def test_phones(sihui, there, typed, is_same):
    found = kinds(sihui, {"phone": there}, {"name_en": "Another", "phone": typed})

    assert found == (["phone"] if is_same else [])


def test_fax_is_no_phone(sihui):
    assert kinds(sihui, {"fax": "0758-3611228"}, {"name_en": "B", "phone": "0758-3611228"}) == []


WEBSITES = [
    ("https://sihui.example/", "http://www.sihui.example", True),
    ("https://sihui.example/", "https://SIHUI.example/index.html", True),
    ("https://sihui.example/", "http://sihui.example:80/Default.aspx", True),
    ("https://sihui.example/swj/", "http://sihui.example/swj", True),
    ("https://sihui.example/swj/", "sihui.example/swj/index.htm#top", True),
    ("https://sihui.example/%E6%8B%9B", "https://sihui.example/招", True),
    ("https://sihui.example/swj/", "https://sihui.example/", False),
    ("https://sihui.example/?id=1", "https://sihui.example/?id=2", False),
    ("https://sihui.example/", "https://zhaoqing.example/", False),
    ("", "", False),
]


@pytest.mark.parametrize(("there", "typed", "is_same"), WEBSITES)
def test_websites(sihui, there, typed, is_same):
    found = kinds(sihui, {"website": there}, {"name_en": "Another", "website": typed})

    assert found == (["website"] if is_same else [])


def test_all_that_is_the_same_is_said(sihui):
    same = {"name_en": "Office", "phone": "0758-3611228", "website": "https://sihui.example"}
    there = same | {"name_zh_hans": "四会局"}

    assert kinds(sihui, there, same) == ["name", "phone", "website"]


def test_former_names_count_and_other_regions_do_not(sihui):
    bureau = make_bureau(region=sihui, name_zh_hans="新局")
    bureau.aliases.create(kind="former_name", value="四会市老局")

    assert [n.bureau for n in near_same(Bureau(region=sihui, name_zh_hans="老局"))] == [bureau]
    assert near_same(Bureau(region=sihui.parent, name_zh_hans="老局")) == []


def test_drafts_and_closed_bureaus_are_found_too(sihui):
    draft = make_bureau(region=sihui, ref="bbbbb", name_en="Office", status="draft")
    closed = make_closed_bureau(closure="abolished", region=sihui, ref="ccccc", name_en="Office")

    found = near_same(Bureau(region=sihui, name_en="Office"))

    assert [near.bureau for near in found] == [draft, closed]


def test_only_what_is_new_about_a_bureau_is_asked_about_until_it_is_published(sihui):
    make_bureau(region=sihui, name_en="Office", phone="0758-3611228")
    draft = make_bureau(region=sihui, name_en="Desk", phone="0758-3611228", status="draft")

    draft.hours = "Mo-Fr 09:00-12:00"
    assert near_same(draft) == []
    draft.name_en = "The Office"
    assert [near.kinds for near in near_same(draft)] == [("name",)]
    draft.status = "published"
    assert [near.kinds for near in near_same(draft)] == [("name", "phone")]


def test_bureau_is_not_its_own_second(sihui):
    bureau = make_bureau(region=sihui, name_en="Office", phone="0758-3611228")

    bureau.phone = "+86 758 3611229"

    assert near_same(bureau) == []


def test_thousands_cost_as_many_queries_as_one(sihui, count_queries):
    regions = [make_region(parent=sihui.parent, level="county") for _number in range(3)]
    for region in [sihui, *regions]:
        make_bureau(region=region, name_en="Office").aliases.create(value="Old", kind="former_name")

    def look_up(places):
        lookup = Lookup(place.pk for place in places)
        for place in places:
            assert lookup.like(Bureau(region_id=place.pk, name_en="old"))

    assert count_queries(look_up, [sihui]) == count_queries(look_up, [sihui, *regions]) == 3
