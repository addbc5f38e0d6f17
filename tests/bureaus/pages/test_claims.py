"""No page of a place claims more than the data hold, and every place leads to somebody."""

import re
from html import unescape

import pytest

from bureaus.lists.hotlines import hotline_of
from bureaus.models import Bureau, Region
from bureaus.values.phones import parse_phones
from policies.models import Priority
from tests.thorough import IS_LONG

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("real_data")]

STEP = 1 if IS_LONG else 25  # of all pages of places
CAPITALS = [  # and municipalities of the mainland
    *("Beijing", "Tianjin", "Shijiazhuang", "Taiyuan", "Hohhot", "Shenyang", "Changchun"),
    *("Harbin", "Shanghai", "Nanjing", "Hangzhou", "Hefei", "Fuzhou", "Nanchang", "Jinan"),
    *("Zhengzhou", "Wuhan", "Changsha", "Guangzhou", "Nanning", "Haikou", "Chongqing", "Chengdu"),
    *("Guiyang", "Kunming", "Lhasa", "Xi'an", "Lanzhou", "Xining", "Yinchuan", "Urumqi"),
]
CITIES = [*CAPITALS, "Zhaoqing", "Kunshan", "Yiwu", "Ningde", "Foshan", "Ordos"]
ZONES = [
    *("TEDA", "Beijing ETDZ", "Zhangjiang", "Suzhou Industrial Park", "Lingang", "Hengqin"),
    *("Xiong'an", "Zhongguancun", "Optics Valley", "Tianfu New Area"),
]
SPECIAL = ["Hong Kong", "Macao"]  # administrative regions, which no hotline of the mainland serves
LINK = re.compile(r'href="(?:/en)?(/(?:regions|bureaus|priorities)/[^"?#]+)"')


def page_of(client, path):
    response = client.get(path)
    assert response.status_code == 200, path
    return unescape(response.content.decode()), response


def reached(client, name):
    """Type a name into the box of the front page; go to the first place if there are several."""
    response = client.get("/en/search/", {"q": name})
    if response.status_code == 302:
        return response["Location"]
    places = [p for p in LINK.findall(response.content.decode()) if p.startswith("/regions/")]
    assert places, name
    return f"/en{places[0]}"


@pytest.mark.either_database
@pytest.mark.parametrize(
    "names", [CITIES, ZONES, SPECIAL], ids=["cities", "zones", "special regions"]
)
def test_place_and_somebody_to_turn_to_are_two_actions_away(client, kept, names):
    for name in names:
        path = reached(client, name)
        page, response = page_of(client, path)
        region = response.context["region"]

        words = {alias.value for alias in region.aliases.all()}
        words |= {region.name_en, region.full_name_en}
        assert any(name.lower() in word.lower() for word in words), (path, words)
        assert 'href="tel:' in page or 'rel="external">' in page, path
        line = hotline_of(region)
        assert (line is None) == (names is SPECIAL), path
        assert line is None or line.number in page, path


def numbers_of(page):
    return set(re.findall(r'href="tel:(\+[0-9]+)', page))


@pytest.mark.either_database
def test_pages_of_places_say_only_what_the_data_hold(client, kept):
    known = {}
    for bureau in Bureau.objects.published().with_region():
        numbers = {n.e164 for n in parse_phones(bureau.phone, bureau.dial_code)}
        known[f"/bureaus/{bureau.slug}-{bureau.ref}/"] = (bureau, numbers)
    dialled = set().union(*(numbers for _bureau, numbers in known.values()))
    states = set(Priority.objects.published().filter(year=2026).values_list("region", flat=True))

    regions = Region.objects.present().with_parents().order_by("slug")
    for region in regions[::STEP]:
        page, response = page_of(client, f"/en/regions/{region.slug}/")
        inside = [b for b, _numbers in known.values() if region.is_above(b.region)]
        with_phone = [bureau for bureau in inside if bureau.phone]

        if inside:
            assert re.search(rf">{len(inside)} bureaus? listed in ", page), region
            assert (f"{len(with_phone)} with a phone" in page) == bool(with_phone), region
        else:
            assert "We list no investment bureau of" in page, region
        assert numbers_of(page) <= dialled, region
        offices = {p for p in LINK.findall(page) if p.startswith("/bureaus/") and "-" in p}
        assert {p for p in offices if not p.endswith("/correct/")} <= known.keys(), region
        line = hotline_of(region)
        assert set(re.findall(r"0\d{2,3}-12345", page)) == ({line.number} if line else set())
        wider = [place.pk for place in region.above if place.parent_id]
        says_none = f"No document of {region.name_en} for 2026 yet" in page
        assert says_none == (region.pk not in states and not states.isdisjoint(wider)), region
        assert ("noindex" in page) != response.context["is_listed"], region


@pytest.mark.parametrize("lang", ["en", "zh-hans", "zh-hant"])
def test_batteries_open_with_2026_and_lead_to_somebody_in_each_row(client, lang):
    page, _response = page_of(client, f"/{lang}/industries/batteries-storage/")

    wanting = Priority.objects.published().filter(year=2026, industries__slug="batteries-storage")
    provinces = set(wanting.filter(region__level="province").values_list("region", flat=True))
    assert len(provinces) >= 10
    assert "2026" in page
    assert page.count("<mark>") >= len(provinces)
