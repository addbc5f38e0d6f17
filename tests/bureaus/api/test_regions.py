"""Regions as JSON, by any current or former name or code."""

import pytest

from tests.factories import make_bureau, make_region, make_renamed_regions

pytestmark = pytest.mark.django_db
LIST = "/api/v1/regions/"


@pytest.fixture(scope="module", autouse=True)
def places(once):
    province = make_region(name="Guangdong", code="440000")
    make_bureau(region=make_renamed_regions(parent=province))


def test_record_names_parent_and_former_codes(client):
    record = client.get(f"{LIST}sihui/").json()

    assert record["code"] == "441284"
    assert record["parent"]["slug"] == "guangdong"
    assert ("former_code", "441223") in [(n["kind"], n["value"]) for n in record["other_names"]]
    assert record["links"]["permalink"] == "http://testserver/r/sihui/"


def test_split_code_offers_each_successor(client):
    response = client.get(f"{LIST}320586/")

    assert response.status_code == 300
    assert [choice["slug"] for choice in response.json()["choices"]] == ["wuzhong", "xiangcheng"]


@pytest.mark.parametrize(
    ("query", "slugs"),
    [
        ("", ["china", "guangdong", "sihui", "wuzhong", "xiangcheng"]),
        ("?listed=yes", ["china", "guangdong", "sihui"]),
        ("?listed=no", ["wuzhong", "xiangcheng"]),
        ("?listed=no&listed=yes&level=county", ["sihui", "wuzhong", "xiangcheng"]),
        ("?region=440000&letter=s", ["sihui"]),
        ("?region=441223", ["sihui"]),
    ],
)
def test_list_is_narrowed(client, query, slugs):
    results = client.get(LIST + query).json()["results"]

    assert [record["slug"] for record in results] == slugs


def test_api_and_page_never_disagree(client):
    page = client.get("/en/regions/?letter=s").context["object_list"]
    levels = "&level=prefecture&level=county&level=zone"

    results = client.get(f"{LIST}?letter=s&listed=yes{levels}").json()["results"]

    assert [record["slug"] for record in results] == [region.slug for region in page]
