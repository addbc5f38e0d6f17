"""The front page: its numbers, and the map of provinces."""

import re

import pytest

from tests.factories import make_bureau, make_check, make_region

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def provinces(once):
    """Make three provinces: one with phones, one with a website, one with nothing."""
    names = {"Anhui": "340000", "Hebei": "130000", "Taiwan": "710000"}
    anhui, hebei, taiwan = (make_region(name=name, code=code) for name, code in names.items())
    city = make_region(name="Hefei", parent=anhui, level="prefecture")
    make_region(name="Anqing", parent=anhui, level="prefecture")
    make_bureau(region=city, phone="0551-65372699")
    make_bureau(region=anhui)
    make_bureau(region=hebei, website="https://hebei.example/")
    make_bureau(region=hebei, phone="12345", status="draft")
    return anhui, hebei, taiwan


def show(client, lang="en"):
    return " ".join(client.get(f"/{lang}/").content.decode().split())


def figures(page):
    found = re.findall(r'<li><b class="num">(\w+)</b> ([^<]+?) ?</li>', page)
    return [" ".join(pair) for pair in found]


def test_figures_are_counted(client, provinces):
    page = show(client)

    assert figures(page) == [
        *("3 bureaus so far", "1 with a phone", "2 of 3 provinces", "none confirmed yet")
    ]
    assert "1 of 2 cities and prefectures have no bureau here yet." in page
    assert "2 of 3 bureaus have no phone yet." in page
    assert "3 bureaus that receive investors in China: 1 with a phone." in page


def test_confirmed_ones_are_counted(client, provinces):
    make_check(make_bureau(region=provinces[0]))

    page = show(client)

    assert figures(page)[-1] == "1 confirmed"
    assert "Confirmed in the past 6 months: 1 of 4" in page


def test_each_square_says_how_many_bureaus_have_a_phone(client, provinces):
    page = show(client)

    tiles = page[page.index('<ol class="tiles"') : page.index("</figure>")]
    assert re.findall(
        r'<a class="(\w+)" href="([^"]+)".*?<b>(.*?)</b><small>(.*?)</small>', tiles
    ) == [
        ("l0", "/en/regions/hebei/", "web", "Hebei: 1 bureau, none with a phone"),
        ("l1", "/en/regions/anhui/", "1", "Anhui: 2 bureaus, 1 with a phone"),
        ("l0", "/en/regions/taiwan/", "–", "Taiwan: no bureau listed yet"),
    ]


def test_list_beside_the_map_says_the_same(client, provinces):
    page = show(client)

    listed = page[page.index('<ul class="cols">') :]
    *others, taiwan = re.findall(r'<i class="num">(.*?)</i>', listed)
    assert others == ["1 of 2", "web only"]
    assert 'href="/en/bureaus/add/?region=taiwan"' in taiwan
    assert ">add one<" in taiwan


def test_chinese_list_stands_in_the_official_order(client, provinces):
    found = client.get("/zh-hans/").context["provinces"]

    assert [province.code for province in found] == ["130000", "340000", "710000"]


def test_there_is_one_search_box(client, lang):
    page = show(client, lang)

    assert page.count("<form") == 1
    assert f'action="/{lang}/search/"' in page
