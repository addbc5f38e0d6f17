"""Bureaus as JSON: what a record holds, and what becomes of every way to ask for one."""

import pytest

from bureaus.models import BureauAlias
from tests.factories import (
    make_bureau,
    make_check,
    make_closed_bureau,
    make_contact_point,
    make_region,
)

pytestmark = pytest.mark.django_db
LIST = "/api/v1/bureaus/"


def refs(response):
    return [record["ref"] for record in response.json()["results"]]


@pytest.fixture
def full(sihui):
    """Make a bureau of which everything is known."""
    whole = make_bureau(region=sihui, ref="bbbbb")
    bureau = make_bureau(
        region=sihui,
        ref="rwdrb",
        parent=whole,
        name_en="Bureau of Sihui",
        name_zh_hans="四会市投资促进局",
        phone="3611228 转 08/400-800-1234",
        fax="0758-3611188",
        email="a@example.org",
        languages=["en", "ja"],
        source_url="https://example.org/page",
        source_date="2024-01",
        notes="Secret note",
    )
    make_contact_point(bureau, name_en="Desk", phone="0758-3990000")
    make_check(bureau)


def test_record_holds_what_the_page_shows(client, full):
    record = client.get(f"{LIST}rwdrb/").json()

    assert record["name"] == {"en": "Bureau of Sihui", "zh-Hans": "四会市投资促进局"}
    assert record["parent"] == "bbbbb"
    assert record["region"]["code"] == "441284"
    assert record["phones"][0] == {
        "printed": "3611228 转 08",
        "e164": "+867583611228",
        "extension": "08",
        "hotline": None,
        "uri": "tel:+867583611228;ext=08",
    }
    assert [number["uri"] for number in record["faxes"]] == [None]
    assert record["contact_points"][0]["phones"][0]["e164"] == "+867583990000"
    assert record["is_checked"] is True
    assert record["checked_on"] < record["next_check_on"]
    assert record["source"] == {"title": None, "url": "https://example.org/page", "date": "2024-01"}
    assert record["licence"] == "https://creativecommons.org/licenses/by/4.0/"
    assert record["links"]["permalink"] == "http://testserver/b/rwdrb/"
    assert record["links"]["vcard"] == "http://testserver/b/rwdrb.vcf"
    assert record["links"]["embed"] == "http://testserver/embed/v1/bureau/rwdrb/"
    assert record["links"]["pages"]["zh-Hant"].startswith("http://testserver/zh-hant/bureaus/")
    assert "Secret" not in str(record)


@pytest.mark.parametrize("query", ["", "?closed=yes", "?q=Secret", "?region=sihui"])
def test_draft_is_on_no_list(client, sihui, query):
    make_bureau(region=sihui, ref="bbbbb")
    make_bureau(region=sihui, ref="ccccc", name_en="Secret", status="draft")

    response = client.get(LIST + query)

    assert response.status_code == 200
    assert "ccccc" not in response.text


def test_draft_parent_and_successor_are_not_named(client, sihui):
    draft = make_bureau(region=sihui, ref="ccccc", status="draft")
    make_bureau(region=sihui, ref="bbbbb", parent=draft)
    make_closed_bureau(draft, region=sihui, ref="ddddd")

    response = client.get(f"{LIST}?closed=yes")

    assert sorted(refs(response)) == ["bbbbb", "ddddd"]
    assert "ccccc" not in response.text


@pytest.fixture(scope="module")
def thirty(once, sihui):
    """Make bureaus of all sorts, half of them in Sihui."""
    for number in range(30):
        bureau = make_bureau(
            region=sihui if number % 2 else make_region(),
            kind="commerce" if number % 3 else "investment-promotion",
            languages=["ja"] if number % 5 else [],
            phone="0758-3611228" if number % 4 else "",
        )
        if number % 2:
            make_check(bureau)
    make_closed_bureau(region=sihui, closure="abolished")


@pytest.mark.parametrize(
    "query",
    [
        *("", "?closed=yes", "?region=sihui", "?checked=yes", "?checked=no&language=ja"),
        "?region=441284&kind=commerce&kind=investment-promotion",
        *("?q=3611228", "?sort=name", "?sort=checked&page=2"),
    ],
)
def test_api_and_page_never_disagree(client, thirty, query):
    joint = "&" if query else "?"

    page = client.get(f"/en/bureaus/{query}")
    answer = client.get(f"{LIST}{query}{joint}page_size=25")

    assert refs(answer) == [bureau.ref for bureau in page.context["object_list"]]
    assert answer.json()["count"] == page.context["paginator"].count


@pytest.mark.parametrize(
    ("query", "key", "value"),
    [
        ("region=atlantis", "region", "atlantis"),
        ("region=sihui&region=atlantis", "region", "atlantis"),
        ("kind=bank", "kind", "bank"),
        ("checked=maybe", "checked", "maybe"),
        ("sort=size", "sort", "size"),
        ("page=0", "page", "0"),
        ("page=two", "page", "two"),
        ("page=²", "page", "²"),
        ("page_size=201", "page_size", "201"),
        ("page_size=-1", "page_size", "-1"),
        ("regoin=sihui", "regoin", "sihui"),
        ("region=", "region", ""),
        ("region=sihui&page=", "page", ""),
    ],
)
def test_unknown_value_is_refused_and_named(client, sihui, query, key, value):
    response = client.get(f"{LIST}?{query}")

    assert response.status_code == 400
    assert response["Content-Type"] == "application/problem+json"
    (fault,) = response.json()["errors"]
    assert (fault["key"], fault["value"]) == (key, value)


def test_closed_bureau_is_gone_with_its_successors_in_full(client, sihui):
    successor = make_bureau(region=sihui, ref="bbbbb", phone="0758-3611228")
    middle = make_closed_bureau(successor, region=sihui, ref="ccccc")
    make_closed_bureau(middle, closure="merged", region=sihui, ref="rwdrb", name_en="Old")

    response = client.get(f"{LIST}rwdrb/")
    problem = response.json()

    assert response.status_code == problem["status"] == 410
    assert problem["bureau"]["name"] == {"en": "Old"}
    assert problem["bureau"]["successors"] == ["ccccc"]
    assert [successor["ref"] for successor in problem["successors"]] == ["bbbbb"]
    assert problem["successors"][0]["phones"][0]["e164"] == "+867583611228"


@pytest.mark.parametrize(
    ("name", "status", "target"),
    [
        ("twin0", 404, None),
        ("ddddd", 301, "bbbbb"),
        ("any-slug-bbbbb", 301, "bbbbb"),
        ("old-office", 301, "bbbbb"),
        ("Old Office", 301, "bbbbb"),
        ("旧局", 301, "bbbbb"),
        ("ccccc", 404, None),
        ("secret-name", 404, None),
        ("BBBBB", 301, "bbbbb"),
        ("x" * 3000, 404, None),
    ],
)
def test_any_name_leads_to_the_bureau(client, sihui, name, status, target):
    bureau = make_bureau(region=sihui, ref="bbbbb")
    draft = make_bureau(region=sihui, ref="ccccc", status="draft")
    make_closed_bureau(bureau, closure="duplicate", region=sihui, ref="ddddd")
    BureauAlias.objects.create(bureau=bureau, kind="former_name", value="Old Office")
    BureauAlias.objects.create(bureau=bureau, kind="former_name", value="旧局")
    BureauAlias.objects.create(bureau=draft, kind="former_slug", value="secret-name")

    response = client.get(f"{LIST}{name}/")

    assert response.status_code == status
    assert response.get("Location") == (target and f"http://testserver{LIST}{target}/")


def test_name_of_several_bureaus_offers_each(client, sihui):
    for ref in ("bbbbb", "ccccc"):
        bureau = make_bureau(region=sihui, ref=ref)
        BureauAlias.objects.create(bureau=bureau, kind="former_name", value="Old Office")

    response = client.get(f"{LIST}old-office/")

    assert response.status_code == 300
    assert [choice["ref"] for choice in response.json()["choices"]] == ["bbbbb", "ccccc"]


def test_pages_are_linked_and_counted(client, sihui):
    for _ in range(5):
        make_bureau(region=sihui)

    response = client.get(f"{LIST}?region=sihui&page_size=2&page=2")
    body = response.json()

    assert (body["count"], body["page"], body["pages"]) == (5, 2, 3)
    assert body["next"] == f"http://testserver{LIST}?page=3&page_size=2&region=sihui"
    for rel, page in [("first", 1), ("prev", 1), ("next", 3), ("last", 3)]:
        target = f"<http://testserver{LIST}?page={page}&page_size=2&region=sihui>"
        assert f'{target}; rel="{rel}"' in response["Link"]
    assert client.get(f"{LIST}?page=999").status_code == 404
