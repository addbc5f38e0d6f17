"""What people type for a place, and the codes that must be among the first five found."""

import csv
from pathlib import Path

import pytest

from bureaus.search.gazetteer import gazetteer

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("read_only"),
    pytest.mark.either_database,
]

QUERIES = Path(__file__).parents[2] / "place_queries.csv"
# Where the file does not agree with the regions of data/: a Xinhua District is 130105 and 130102
# is Chang'an; 两江新区 is a district since 2025; 无锡新区 is a name of the zone
OTHERWISE = {"新华区": "130105", "两江新区": "500157", "无锡新区": "zone"}

with QUERIES.open(encoding="utf-8", newline="") as lines:
    ASKED = [(row["query"], row["codes"].split(",")) for row in csv.DictReader(lines)]


def code_of(region):
    return "zone" if region.level == region.Level.ZONE else region.code


def first_five(client, query):
    answer = client.get("/en/search/", {"q": query})
    if answer.status_code == 302:
        return [gazetteer().at(answer.headers["Location"].rstrip("/").rpartition("/")[2])]
    groups = {group.kind.name: group.rows for group in answer.context["groups"]}
    return (groups.get("region", []) + answer.context["near"])[:5]


@pytest.mark.parametrize(("query", "codes"), ASKED)
def test_query_finds_its_places_among_the_first_five(client, query, codes):
    codes = [OTHERWISE.get(query, code.strip()) for code in codes]

    found = {code_of(region) for region in first_five(client, query)}

    assert found >= set(codes)


@pytest.mark.parametrize(
    ("name", "slugs"),
    [
        ("四会市", ["sihui"]),
        ("四會", ["sihui"]),
        ("Sihui City", ["sihui"]),
        ("sihui city, guangdong", ["sihui"]),
        ("广东省肇庆市四会市", ["sihui"]),
        ("广东肇庆四会市", ["sihui"]),
        ("中国广东省四会市", ["sihui"]),
        ("肇庆", ["zhaoqing"]),
        ("南京鼓楼区", ["gulou"]),
        ("北京朝阳", ["chaoyang-beijing"]),
        ("Chaoyang District, Beijing", ["chaoyang-beijing"]),
        ("广西南宁", ["nanning"]),
        ("内蒙古呼和浩特", ["hohhot"]),
        ("延边州", ["yanbian"]),
        ("香港", ["hong-kong"]),
        ("Lyuliang", ["lvliang", "luliang"]),
        ("朝阳区", ["chaoyang-beijing", "chaoyang-changchun"]),
        ("北京鼓楼", []),
        ("四会招商局", []),
        ("", []),
    ],
)
def test_names_lead_to_the_places_that_bear_them_together(name, slugs):
    assert [region.slug for region in gazetteer().named(name)] == slugs


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("四会招商局", "Investment Promotion Bureau of Sihui City"),
        ("四会 招商", "Investment Promotion Bureau of Sihui City"),
        ("苏州 生物医药", "Life sciences &amp; biomedicine in Suzhou City, Jiangsu"),
        ("苏州生物医药", "Life sciences &amp; biomedicine in Suzhou City, Jiangsu"),
        ("Suzhou biotech", "Life sciences &amp; biomedicine in Suzhou City, Jiangsu"),
        ("battery Fujian", "/en/priorities/?industry=batteries-storage&amp;region=fujian"),
        ("四会12345", "12345 is the number of local governments’ service lines"),
        ("12345", "Choose a place"),
        ("MOFCOM", "Investment Promotion Agency of the Ministry of Commerce"),
        ("free trade zone", "Beijing FTZ"),
        ("四会 xyzzy", "“xyzzy” finds nothing here. These are the results without it."),
        ("Hangzou biotech", "Hangzhou City, Zhejiang"),
        ("四会市商务局", "“商务局” finds nothing here. These are the results without it."),
    ],
)
def test_places_go_with_offices_industries_and_words_too_many(client, query, expected):
    assert expected in client.get("/en/search/", {"q": query}).content.decode()


@pytest.mark.parametrize(
    ("address", "target"),
    [
        ("/r/四会/", "/en/regions/sihui/"),
        ("/r/四會市/", "/en/regions/sihui/"),
        ("/r/广东省肇庆市四会市/", "/en/regions/sihui/"),
        ("/r/Sihui City/", "/en/regions/sihui/"),
        ("/b/RWDRB/", "/en/bureaus/investment-promotion-bureau-of-sihui-city-rwdrb/"),
        ("/en/regions/肇庆/", "/en/regions/zhaoqing/"),
        ("/en/bureaus/?region=肇庆", "/en/bureaus/?region=zhaoqing"),
        ("/en/industries/Semiconductors/", "/en/industries/semiconductors/"),
        ("/zh-hans/industries/生物制造/", "/zh-hans/industries/biomanufacturing/"),
        ("/api/v1/regions/四会/", "http://testserver/api/v1/regions/sihui/"),
        ("/api/v1/bureaus/RWDRB/", "http://testserver/api/v1/bureaus/rwdrb/"),
        ("/embed/v1/region/四会/", "/embed/v1/region/sihui/"),
        ("/en/bureaus/x-RWDRB/", "/en/bureaus/investment-promotion-bureau-of-sihui-city-rwdrb/"),
    ],
)
def test_current_names_lead_on(client, address, target):
    answer = client.get(address)

    assert answer.status_code in {301, 302}
    assert answer.headers["Location"] == target


def test_name_that_several_bear_offers_each(client):
    answer = client.get("/r/朝阳区/")

    assert answer.status_code == 300
    assert "/en/regions/chaoyang-beijing/" in answer.content.decode()
    assert "/en/regions/chaoyang-changchun/" in answer.content.decode()
