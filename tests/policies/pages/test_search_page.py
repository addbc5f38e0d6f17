"""The page that searches everything, and the suggestions while typing."""

import gzip
from urllib.parse import quote

import pytest

from bureaus.models import BureauAlias, RegionAlias
from policies.pages import search
from tests.factories import (
    make_bureau,
    make_closed_bureau,
    make_document,
    make_industry,
    make_priority,
    make_region,
)

pytestmark = pytest.mark.django_db
MOST_QUERIES = 18


@pytest.fixture(scope="module")
def names(once, jade):
    """Give Jade a code and former names."""
    jade.code = "990000"
    jade.save()
    RegionAlias.objects.create(region=jade, kind="former_name", value="Old Coast")
    RegionAlias.objects.create(region=jade, kind="former_code", value="980000")
    bureau = search.Bureau.objects.get(ref="bbbbb")
    BureauAlias.objects.create(bureau=bureau, kind="former_name", value="Counter of old")


def groups(client, text, lang="en"):
    response = client.get(f"/{lang}/search/", {"q": text})
    assert response.status_code == 200
    return {group.kind.name: group for group in response.context["groups"]}


def test_results_are_grouped_with_their_number(client, jade, lang):
    found = groups(client, "jade", lang)

    assert list(found) == ["region", "bureau", "industry", "priority", "document"]
    assert {name: group.total for name, group in found.items()} == {
        "region": 2,
        "bureau": 1,
        "industry": 1,
        "priority": 1,
        "document": 2,
    }


def test_group_leads_to_the_full_list_with_the_same_number(client, jade):
    for number in range(6):
        make_region(name=f"Jade {number}", parent=jade, level="county")
        make_bureau(region=jade, name_en=f"Jade Office {number}")
        make_priority(region=jade, title_en=f"Jade {number}")
    make_closed_bureau(region=jade, name_en="Jade of old", closure="abolished")

    for name, group in groups(client, "jade").items():
        if name != "industry":
            listed = client.get(group.address).context["paginator"].count
            assert (name, listed) == (name, group.total)
            assert len(group.rows) == search.SHOWN < group.total


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("Jade Coast", "regions/jade-coast/"),
        ("jade-coast", "regions/jade-coast/"),
        ("玉海", "regions/jade-coast/"),
        ("yuhai", "regions/jade-coast/"),
        ("Old Coast", "regions/jade-coast/"),
        ("990000", "regions/jade-coast/"),
        ("980000", "regions/jade-coast/"),
        ("bbbbb", "bureaus/jade-promotion-bureau-bbbbb/"),
        ("jade promotion bureau", "bureaus/jade-promotion-bureau-bbbbb/"),
        ("Counter of old", "bureaus/jade-promotion-bureau-bbbbb/"),
        ("+86 (758) 3611228", "bureaus/jade-promotion-bureau-bbbbb/"),
        ("0758-3611228", "bureaus/jade-promotion-bureau-bbbbb/"),
        ("JADE CARVING", "industries/carving/"),
    ],
)
def test_single_exact_hit_leads_straight_to_its_page(client, names, lang, text, address):
    response = client.get(f"/{lang}/search/", {"q": text})

    assert response.status_code == 302
    assert response["Location"] == f"/{lang}/{address}"


def test_two_of_one_name_are_both_shown(client, jade):
    other = make_region(name="Jade Coast", slug="jade-coast-2")

    assert groups(client, "jade coast")["region"].rows[:2] == [jade, other]


def test_exact_names_come_before_beginnings_and_those_before_the_rest(client):
    outer = make_region(name="Zed")
    inside = make_region(name="Amber", level="county", parent=outer)
    begins = make_region(name="Amberfield", level="prefecture", parent=outer)
    namesake = make_region(name="Amber", slug="amber-2", level="prefecture", parent=outer)
    holds = make_region(name="New Amber")

    found = groups(client, "amber")["region"].rows

    assert found[:4] in ([inside, namesake, begins, holds], [namesake, inside, begins, holds])
    assert [row.likeness for row in found] == sorted(row.likeness for row in found)


def test_wider_regions_come_before_narrower_ones(client):
    province = make_region(name="Opal Coast")
    city = make_region(name="Opal City", level="prefecture", parent=province)
    county = make_region(name="Opal County", level="county", parent=city)
    narrow = make_bureau(region=county, name_en="Opal A")
    wide = make_bureau(region=province, name_en="Opal Z")

    found = groups(client, "opal")

    assert found["region"].rows == [province, city, county]
    assert found["bureau"].rows == [wide, narrow]


def test_drafts_are_nowhere(client, lang):
    region = make_region(name="Quiet Place")
    make_bureau(region=region, name_en="Secret Bureau", ref="ccccc", status="draft")
    make_priority(region=region, title_en="Secret aim", status="draft")
    draft = make_document(region=region, title_en="Secret paper", status="draft")
    make_priority(region=region, title_en="Secret wish", document=draft)

    for text in ("secret", "ccccc", "secret bureau"):
        assert groups(client, text, lang) == {}
        suggested = client.get(f"/{lang}/search/suggest/", {"q": text}).json()
        assert suggested == {"items": []}


@pytest.mark.parametrize("text", ["Zhaoqin", "肇青", "zhaoqnig nowhere"])
def test_nothing_found_offers_near_places_without_taking_one(client, lang, text):
    names = {"name_zh_hans": "肇庆", "name_zh_hant": "肇慶"}
    make_bureau(region=make_region(name="Zhaoqing", **names))
    if text == "Zhaoqin":
        text = "Zhaoqgin"

    response = client.get(f"/{lang}/search/", {"q": text})

    assert response.status_code == 200
    assert f'href="/{lang}/regions/zhaoqing/"' in response.content.decode()


def test_word_that_finds_nothing_is_named_and_the_rest_is_shown(client, jade):
    response = client.get("/en/search/", {"q": "jade <b>nowhere</b>"})

    page = response.content.decode()
    assert "“&lt;b&gt;nowhere&lt;/b&gt;” finds nothing here." in page
    assert "<b>nowhere" not in page
    assert response.context["groups"] != []


def test_visitor_can_tell_what_is_missing(client, settings):
    without_address = client.get("/en/search/", {"q": "zzzz"}).content.decode()
    settings.CONTACT_EMAIL = "desk@directory.example"
    with_address = client.get("/en/search/", {"q": "zz&zz"}).content.decode()

    assert "mailto:" not in without_address
    assert 'href="/en/about/"' in without_address
    assert 'href="mailto:desk@directory.example?subject=zz%26zz"' in with_address


@pytest.mark.parametrize("text", ["", "   ", "…", '"', "*"])
def test_queries_without_a_word_find_nothing(client, jade, text):
    assert groups(client, text) == {}


@pytest.mark.parametrize(
    "query",
    [
        "q=" + "a" * 10_000,
        "q=" + "a+" * 5_000,
        "q=" + "%E5%9B%9B" * 3_400,
        "q=" + "+".join(f"word{number}" for number in range(200)),
        "&".join(f"q=word-{number}" for number in range(200)),
        "q=%FF%FE%ED%A0%80",
        "q=" + quote("'\"\\:*(){}[]^~&|!<->NEAR/2 AND OR NOT"),
        "q=" + quote("\u202e\u200b\ufeff\U0010ffff\ue000zed"),
        "q[]=x&page=-1",
    ],
)
@pytest.mark.parametrize("path", ["search/", "search/suggest/"])
def test_hostile_queries_are_answered(client, jade, path, query):
    assert client.get(f"/en/{path}?{query}").status_code in {200, 302}


def test_pages_of_search_are_not_for_robots_and_only_read(client, jade):
    response = client.get("/en/search/?q=jade")

    assert '<meta name="robots" content="noindex">' in response.content.decode()
    assert not response.cookies
    assert client.post("/en/search/").status_code == 405
    assert client.head("/en/search/?q=jade").status_code == 200
    assert len(gzip.compress(response.content)) < 10_000


def test_number_of_queries_does_not_grow(client, jade, count_queries):
    asked = [
        f"/en/{path}?q={text}" for path in ("search/", "search/suggest/") for text in ("jade", "玉")
    ]
    few = [count_queries(client.get, url) for url in asked]
    for number in range(8):
        town = make_region(name=f"Jade {number}", name_zh_hans=f"玉{number}", parent=jade)
        make_bureau(region=town)
        make_closed_bureau(region=town, closure="abolished")
        make_priority(region=town, title_en="Jade", industries=[make_industry()])

    assert [count_queries(client.get, url) for url in asked] == few
    assert max(few) <= MOST_QUERIES


def test_number_of_queries_is_small_when_nothing_is_found(
    client, jade, django_assert_max_num_queries
):
    with django_assert_max_num_queries(MOST_QUERIES + 4):
        client.get("/en/search/", {"q": "jade coats"})


def test_suggestions_are_few_and_the_best_first(client, jade, lang):
    for number in range(12):
        make_region(name=f"Jade {number}", parent=jade, level="county")

    response = client.get(f"/{lang}/search/suggest/", {"q": "jade co"})
    items = client.get(f"/{lang}/search/suggest/", {"q": "jade"}).json()["items"]

    assert response["Content-Type"] == "application/json"
    assert response.json()["items"][0]["url"] == f"/{lang}/regions/jade-coast/"
    assert len(items) == 8
    assert all(set(item) == {"label", "url", "kind"} for item in items)
    assert {client.get(item["url"]).status_code for item in items} == {200}


def test_initials_suggest_a_place(client):
    make_region(name="Zhaoqing", name_zh_hans="肇庆")

    items = client.get("/zh-hans/search/suggest/?q=zq").json()["items"]

    assert [item["url"] for item in items] == ["/zh-hans/regions/zhaoqing/"]


@pytest.mark.parametrize("url", ["/en/", "/zh-hans/", "/zh-hant/", "/en/search/", "/en/nothing/"])
def test_search_boxes_lead_to_the_page(client, url):
    lang = url.split("/")[1]

    assert f'action="/{lang}/search/"' in client.get(url).content.decode()
