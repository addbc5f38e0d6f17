"""Lists as files: the rows of the page, whatever their number, safe in a spreadsheet."""

import csv
import io
import json

import pytest

from tests.factories import (
    make_bureau,
    make_closed_bureau,
    make_document,
    make_industry,
    make_priority,
    make_region,
)

pytestmark = pytest.mark.django_db
LISTS = {
    "bureaus": "ref",
    "regions": "id",
    "priorities": "id",
    "documents": "id",
    "industries": "slug",
}


def read(response, name):
    """Give the rows of a CSV or JSON answer."""
    if response["Content-Type"] == "application/json":
        return json.loads(response.getvalue())[name]
    return list(csv.DictReader(io.StringIO(response.getvalue().decode("utf-8-sig"))))


@pytest.fixture(scope="module")
def sihui(once):
    sihui = make_region(name="Sihui", level="county", code="441284")
    make_bureau(region=sihui, ref="bbbbb", phone="+86-758-3611228", name_zh_hans="四会局")
    make_bureau(region=sihui, ref="ccccc", name_en="Secret", status="draft")
    make_closed_bureau(region=sihui, closure="abolished", ref="ddddd")
    make_priority(region=sihui, industries=[make_industry(slug="tea")])
    make_document(region=sihui, title_en="Secret", status="draft")
    return sihui


@pytest.mark.parametrize("extension", ["csv", "json"])
@pytest.mark.parametrize("name", LISTS)
def test_each_list_has_its_files(client, sihui, name, extension):
    response = client.get(f"/en/{name}/list.{extension}")

    rows = read(response, name)
    assert response.status_code == 200
    assert not response.cookies
    assert len(rows) == 1
    assert rows[0][LISTS[name]]
    assert rows[0]["url"].startswith("http://testserver/")


@pytest.mark.parametrize(
    ("query", "refs"),
    [
        ("", ["bbbbb"]),
        ("?closed=yes", ["bbbbb", "ddddd"]),
        ("?region=441284", ["bbbbb"]),
        ("?kind=commerce", []),
        ("?region=atlantis", []),
    ],
)
@pytest.mark.parametrize("extension", ["csv", "json"])
def test_filters_are_those_of_the_page(client, sihui, query, refs, extension):
    rows = read(client.get(f"/en/bureaus/list.{extension}{query}"), "bureaus")

    assert sorted(row["ref"] for row in rows) == refs


def test_unknown_value_is_named_in_json(client, sihui):
    body = json.loads(client.get("/en/bureaus/list.json?region=atlantis").getvalue())

    assert "atlantis" in body["notices"][0]
    assert body["licence"] == "https://creativecommons.org/licenses/by/4.0/"


@pytest.mark.parametrize(
    ("query", "has_mark"), [("", True), ("?bom=yes", True), ("?bom=no", False)]
)
def test_mark_for_excel_can_be_left_out(client, sihui, query, has_mark):
    content = client.get(f"/en/bureaus/list.csv{query}").getvalue()

    assert content.startswith(b"\xef\xbb\xbf") is has_mark
    assert "四会局" in content.decode()


def test_number_is_not_taken_for_a_formula(client, sihui):
    (row,) = read(client.get("/en/bureaus/list.csv"), "bureaus")

    assert row["phone"] == "'+86-758-3611228"


@pytest.mark.parametrize("page", ["bureaus/", "regions/", "documents/", "industries/"])
def test_page_links_to_its_files(client, sihui, page):
    text = client.get(f"/en/{page}").text

    assert f'href="/en/{page}list.csv' in text
    assert f'href="/en/{page}list.json' in text
