"""``q`` finds the same on a list, in its files, its feed and the API, together with filters."""

import csv
import io
import xml.etree.ElementTree as ET

import pytest

from tests.factories import make_bureau, make_document, make_priority, make_region

pytestmark = pytest.mark.django_db

LISTS = [
    ("bureaus", "q=willow", 2),
    ("bureaus", "q=willow&kind=commerce", 1),
    ("bureaus", "q=柳", 2),
    ("regions", "q=willow", 2),
    ("regions", "q=willow&level=county", 1),
    ("priorities", "q=willow", 2),
    ("priorities", "q=willow&year=2023", 1),
    ("documents", "q=willow", 2),
    ("documents", "q=willow&kind=plan", 1),
]


@pytest.fixture(scope="module", autouse=True)
def world(once):
    """Make two rows of each kind in a city called Willow, and one of each elsewhere."""
    willow = make_region(name="Willow", name_zh_hans="柳", level="prefecture")
    make_region(name="Bend", level="county", parent=willow)
    elsewhere = make_region(name="Birch", level="county")
    for region, kind, year in ((willow, "commerce", 2023), (willow, "investment-promotion", 2024)):
        make_bureau(region=region, kind=kind)
        document = make_document(region=region, kind="plan" if year == 2023 else "report")
        make_priority(region=region, document=document, year=year)
    make_bureau(region=elsewhere, kind="commerce")
    make_priority(region=elsewhere, year=2023)


@pytest.mark.parametrize(("name", "query", "count"), LISTS)
def test_list_files_and_api_find_the_same(client, name, query, count):
    page = client.get(f"/en/{name}/?{query}").context
    text = client.get(f"/en/{name}/list.csv?{query}&bom=no").getvalue().decode()
    records = client.get(f"/en/{name}/list.json?{query}")
    api = client.get(f"/api/v1/{name}/?{query}").json()

    assert page["paginator"].count == len(page["object_list"]) == count
    assert len(list(csv.DictReader(io.StringIO(text)))) == count
    assert records.getvalue().decode().count('"url"') == count
    assert api["count"] == count


@pytest.mark.parametrize(("query", "count"), [("q=willow", 2), ("q=willow&year=2023", 1)])
def test_feed_finds_the_same(client, query, count):
    feed = ET.fromstring(client.get(f"/en/priorities/list.atom?{query}").content)  # noqa: S314

    assert len(feed.findall("{http://www.w3.org/2005/Atom}entry")) == count
