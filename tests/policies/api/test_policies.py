"""Priorities, documents and industries as JSON, and who wants an industry."""

import pytest

from tests.factories import (
    at_once,
    make_bureau,
    make_country,
    make_document,
    make_industry,
    make_key_point,
    make_priority,
    make_region,
    make_speaker,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def north(once):
    return make_region(name="North")


@pytest.fixture(scope="module")
def tea(once, north):
    return make_industry(slug="tea", name_en="Tea", gbt4754_divisions="A01 C15")


def ids(response):
    return [record["id"] for record in response.json()["results"]]


def test_priority_names_its_source_and_what_it_carries_out(client, tea, north):
    national = make_priority(region=make_country(), rank=1)
    document = make_document(region=north, title_en="Plan", url="https://example.org/", date="2024")
    priority = make_priority(region=north, document=document, industries=[tea], answers=national)
    make_key_point(priority, text_en="Green tea", industries=[tea])

    record = client.get(f"/api/v1/priorities/{priority.pk}/").json()

    assert record["industries"] == ["tea"]
    assert record["key_points"] == [{"text": {"en": "Green tea"}, "industries": ["tea"]}]
    assert record["answers"] == national.pk
    assert record["source"] == {
        "document": document.pk,
        "title": {"en": "Plan"},
        "url": "https://example.org/",
        "date": "2024",
    }


def test_drafts_are_nowhere(client, tea, north):
    draft = make_document(region=north, title_en="Hidden", status="draft")
    hidden = [
        make_priority(region=north, title_en="Hidden", status="draft", industries=[tea]),
        make_priority(region=north, title_en="Hidden", document=draft, industries=[tea]),
    ]
    make_document(region=north, reported_in=draft)

    for path in ("priorities/", "documents/", "match/?industry=tea"):
        assert "Hidden" not in client.get(f"/api/v1/{path}").text
    for priority in hidden:
        assert client.get(f"/api/v1/priorities/{priority.pk}/").status_code == 404
    assert client.get(f"/api/v1/documents/{draft.pk}/").status_code == 404
    assert client.get("/api/v1/documents/").json()["results"][0]["reported_in"] is None


@pytest.mark.parametrize(
    "query", ["", "?year=2024", "?region=north&industry=tea", "?level=province&sort=date", "?q=two"]
)
def test_api_and_page_list_the_same_priorities(client, tea, north, query):
    for number in range(8):
        make_priority(
            region=north if number % 2 else make_region(),
            year=2023 + number % 3,
            title_en="One" if number % 3 else "Two",
            industries=[tea] if number % 4 else [],
        )

    page = client.get(f"/en/priorities/{query}").context["object_list"]

    assert ids(client.get(f"/api/v1/priorities/{query}")) == [priority.pk for priority in page]


@pytest.mark.parametrize("query", ["", "?year=2024", "?region=north"])
def test_api_and_page_list_the_same_documents(client, north, query):
    for year in (2023, 2024):
        make_priority(region=north, year=year)
        make_document(date=str(year))

    page = client.get(f"/en/documents/{query}").context["object_list"]

    assert ids(client.get(f"/api/v1/documents/{query}")) == [document.pk for document in page]


def test_document_names_who_spoke(client, north):
    document = make_document(region=north)
    make_speaker(document, name="Somebody", office="Mayor")

    record = client.get(f"/api/v1/documents/{document.pk}/").json()

    assert record["speakers"] == [{"name": "Somebody", "office": "Mayor"}]


def test_industry_has_its_codes_as_lists(client, tea):
    record = client.get("/api/v1/industries/tea/").json()

    assert record["gbt4754_divisions"] == ["A01", "C15"]
    assert client.get("/api/v1/industries/cheese/").status_code == 404


def test_match_says_who_wants_it_and_whom_to_call(client, tea, north):
    town = make_region(name="Town", parent=north, level="prefecture")
    make_priority(region=town, industries=[tea])
    bureau = make_bureau(region=north, phone="0758-3611228")

    body = client.get("/api/v1/match/?industry=tea").json()
    (match,) = body["results"]

    assert (body["industry"], body["year"], body["count"]) == ("tea", 2024, 1)
    assert match["region"]["slug"] == "town"
    assert match["inherited_from"] is None
    assert match["where"] == "above"
    assert [(step["kind"], step["bureaus"]) for step in match["steps"]] == [("above", [bureau.ref])]
    assert match["bureaus"][0]["ref"] == bureau.ref
    assert match["bureaus"][0]["phones"][0]["e164"] == "+867583611228"


@pytest.mark.parametrize("query", ["", "&year=2023", "&year=1999"])
def test_match_and_page_never_disagree(client, tea, north, query):
    for year in (2023, 2024):
        make_priority(region=north, year=year, industries=[tea])
    for _ in range(3):
        make_bureau(region=make_region(parent=north, level="prefecture"))

    page = client.get(f"/en/industries/tea/?{query}").context["rows"]
    results = client.get(f"/api/v1/match/?industry=tea{query}").json()["results"]

    assert [
        (
            match["region"]["slug"],
            match["where"],
            [bureau["ref"] for bureau in match["bureaus"]],
            [priority["id"] for priority in match["priorities"]],
        )
        for match in results
    ] == [
        (
            row["region"].slug,
            row["nearest"].where,
            [bureau.ref for bureau in row["nearest"].bureaus],
            [priority.pk for priority in row["priorities"]],
        )
        for row in page
    ]


@pytest.mark.parametrize(
    ("path", "key"),
    [
        ("match/", "industry"),
        ("match/?industry=cheese", "industry"),
        ("match/?industry=tea&year=soon", "year"),
        ("match/?industry=tea&inherited=perhaps", "inherited"),
        ("match/?industry=tea&page_size=51", "page_size"),
        ("priorities/?year=soon", "year"),
        ("priorities/?industry=cheese", "industry"),
        ("documents/?region=atlantis", "region"),
        ("industries/?year=2024", "year"),
    ],
)
def test_unknown_value_is_refused_and_named(client, tea, path, key):
    response = client.get(f"/api/v1/{path}")

    assert response.status_code == 400
    assert [fault["key"] for fault in response.json()["errors"]] == [key]


def make_all_of_a_region(parent, industry):
    region = make_region(parent=parent, level="prefecture")
    document = make_document(region=region)
    make_speaker(document)
    priority = make_priority(region=region, document=document, industries=[industry])
    make_key_point(priority, industries=[industry])
    make_bureau(region=region)


@pytest.mark.parametrize(
    ("path", "number"),
    [("priorities/", 9), ("documents/", 5), ("industries/", 3), ("match/?industry=tea", 20)],
)
def test_queries_do_not_grow_with_rows(
    client, tea, north, path, number, django_assert_max_num_queries
):
    for count in (2, 6):
        with at_once():
            for _ in range(count):
                make_all_of_a_region(north, tea)
        with django_assert_max_num_queries(number):
            client.get(f"/api/v1/{path}")
