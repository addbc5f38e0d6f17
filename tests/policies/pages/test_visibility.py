"""Drafts are nowhere, and bad input says so."""

import pytest

from tests.factories import (
    make_document,
    make_industry,
    make_priority,
    make_region,
)

pytestmark = pytest.mark.django_db

PATHS = [
    *("", "regions/north/", "regions/north/years/", "regions/north/documents.atom"),
    *("priorities/", "priorities/national/"),
    *(f"priorities/list.{extension}" for extension in ("atom", "csv", "json")),
    "priorities/?year=2024&region=north&level=province&industry=tea&q=tea&sort=date",
    *("industries/", "industries/tea/", "industries/tea/?year=2024&inherited=yes"),
    *("industries/find/?q=tea", "industries/table/", "industries/table/?region=north"),
    *("industries/table.csv", "documents/", "documents/?region=north&year=2024"),
    "compare/?region=north&region=china",
]


@pytest.fixture(scope="module")
def north(once):
    return make_region(name="North")


@pytest.fixture(scope="module")
def tea(once, north):
    return make_industry(slug="tea", name_en="Tea")


def body(response):
    return response.getvalue().decode()


@pytest.mark.parametrize("path", PATHS)
def test_draft_priorities_and_documents_are_nowhere(client, tea, north, path):
    draft = make_document(region=north, title_en="Hidden paper", status="draft")
    values = {"region": north, "year": 2024, "industries": [tea]}
    make_priority(title_en="Hidden draft", status="draft", **values)
    make_priority(title_en="Hidden by its document", document=draft, **values)

    page = body(client.get(f"/en/{path}"))

    assert "Hidden" not in page
    assert "What North wants in" not in page


def test_pages_of_drafts_are_not_found(client, north):
    document = make_document(region=north, status="draft")
    priority = make_priority(region=north, status="draft")

    assert client.get(f"/en/priorities/{priority.pk}/").status_code == 404
    assert client.get(f"/en/documents/{document.pk}/").status_code == 404


@pytest.mark.parametrize(("status", "listed"), [("published", ["town"]), ("draft", [])])
def test_region_with_a_published_priority_is_listed(client, north, status, listed):
    town = make_region(name="Town", parent=north, level="prefecture")
    make_priority(region=town, status=status)

    response = client.get("/en/regions/")

    shown, marked = response.context["object_list"], response.context["listed"]
    assert [place.slug for place in shown if place.pk in marked] == listed


def test_draft_counts_nowhere(client, tea, north):
    make_priority(region=north, year=2024, industries=[tea])
    make_priority(region=north, year=2024, industries=[tea], status="draft")

    listed = client.get("/en/priorities/").context
    table = client.get("/en/industries/table/?year=2024").context

    assert listed["paginator"].count == 1
    assert {v.count for facet in listed["facets"].facets for v in facet.values} == {1}
    assert [count for row in table["rows"] for _industry, count in row.cells] == [1]


@pytest.mark.parametrize(
    "path",
    ["industries/tea/?year=soon", "industries/?year=-1", "industries/table/?year=20x4"],
)
def test_unknown_year_is_named_and_shows_nothing(client, tea, north, path):
    make_priority(region=north, year=2024, industries=[tea])

    response = client.get(f"/en/{path}")

    assert "is not a year." in response.context["choice"].notices[0]
    assert response.context["choice"].year == 0


def test_comparing_names_unknown_and_surplus_regions(client, north):
    others = [make_region(name=f"Place {letter}") for letter in "abcd"]
    slugs = "&".join(f"region={region.slug}" for region in [north, *others])

    response = client.get(f"/en/compare/?region=atlantis&{slugs}")

    assert len(response.context["columns"]) == 4
    assert any("atlantis" in notice for notice in response.context["notices"])
    assert any("4 regions" in notice for notice in response.context["notices"])


def test_industry_that_some_of_the_regions_name_says_which(client):
    tea, rice, silk = (make_industry(slug=s, name_en=s.title()) for s in ("tea", "rice", "silk"))
    for name, industries in {
        "East": [tea, rice],
        "West": [tea, rice],
        "South": [tea, silk],
    }.items():
        make_priority(region=make_region(name=name), industries=industries)

    response = client.get("/en/compare/?region=east&region=west&region=south&year=2024")

    shared = {i.slug: [r.slug for r in regions] for i, regions in response.context["shared"]}
    assert shared == {"tea": ["east", "west", "south"], "rice": ["east", "west"]}
    assert "(East / West)" in response.content.decode()
    distinct = [[i.slug for i in column["distinct"]] for column in response.context["columns"]]
    assert distinct == [[], [], ["silk"]]


def test_compare_links_add_and_remove_regions(client, tea, north):
    south = make_region(name="South")
    for region in (north, south, make_region(name="West")):
        make_priority(region=region, year=2024, industries=[tea])

    page = body(client.get("/en/compare/?region=north&region=south&year=2024"))

    assert 'href="?region=south&amp;year=2024"' in page
    assert 'href="?region=north&amp;year=2024"' in page
    assert 'href="?region=north&amp;region=south&amp;region=west&amp;year=2024"' in page


def test_formulas_are_neutral_in_csv(client, north):
    make_priority(region=north, title_en='=HYPERLINK("http://x")')

    assert "\"'=HYPERLINK" in body(client.get("/en/priorities/list.csv"))
