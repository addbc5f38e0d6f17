"""Every shape of address that was ever given out, replayed in three languages.

A line of issued_urls.csv is never removed: partners have it. New shapes are added at their place.
"""

import csv
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.factories import (
    make_bureau,
    make_closed_bureau,
    make_document,
    make_industry,
    make_priority,
    make_renamed_regions,
)

pytestmark = pytest.mark.django_db
with (Path(__file__).parent / "issued_urls.csv").open(encoding="utf-8", newline="") as file:
    ISSUED = list(csv.DictReader(file))


@pytest.fixture(scope="module")
def world(once):
    sihui = make_renamed_regions()
    names = {"name_en": "Bureau of Sihui", "address_zh_hans": "四会市东城街道"}
    bureau = make_bureau(region=sihui, ref="rwdrb", **names)
    bureau.aliases.create(kind="former_slug", value="old-office")
    make_closed_bureau(bureau, region=sihui, name_en="Closed Office", ref="ccccc")
    make_closed_bureau(bureau, region=sihui, closure="duplicate", name_en="Twin", ref="ddddd")
    document = make_document(pk=7, region=sihui)
    make_priority(pk=7, region=sihui, document=document, industries=[make_industry(slug="tea")])


def parts(address):
    """Take an address apart, as the order of its parameters means nothing."""
    parsed = urlsplit(address)
    return parsed.netloc, parsed.path, parse_qs(parsed.query)


@pytest.mark.either_database
@pytest.mark.parametrize("issued", ISSUED, ids=lambda issued: issued["address"])
def test_address_leads_where_it_should(client, world, lang, issued):
    address = issued["address"].replace("{lang}", lang)
    target = issued["target"].replace("{lang}", lang)

    response = client.get(address, headers={"accept-language": lang})

    assert response.status_code == int(issued["status"])
    location = response.get("Location", "").removeprefix("http://testserver")
    assert location == target


def test_renamed_filter_narrows_as_the_present_name_does(client, world, lang):
    make_bureau(name_en="Elsewhere")

    for former in ("441223", "szewui", "441284", "sihui"):
        response = client.get(f"/{lang}/bureaus/?region={former}")
        if response.status_code == 301:
            response = client.get(response["Location"])

        found = response.context["object_list"]
        assert [bureau.ref for bureau in found] == ["rwdrb"]


def test_link_check_agrees_with_what_the_site_does(client, world, lang):
    agreed = {200: {"ok", "moved"}, 300: {"moved"}, 301: {"moved"}, 410: {"closed"}}
    agreed |= {404: {"unknown"}, 302: {"ok", "moved", "closed"}}
    addresses = [issued["address"].replace("{lang}", lang) for issued in ISSUED]

    answer = client.post(
        "/api/v1/links/check", {"urls": addresses}, content_type="application/json"
    ).json()

    for issued, result in zip(ISSUED, answer["results"], strict=True):
        assert result["status"] in agreed[int(issued["status"])], issued
        if issued["status"] == "301":
            target = issued["target"].replace("{lang}", lang)
            assert parts(result["to"]) == parts(f"http://testserver{target}")


@pytest.mark.parametrize("page", ["bureaus", "priorities", "documents"])
def test_filter_by_a_code_that_was_split_leads_to_all_its_successors(client, world, lang, page):
    response = client.get(f"/{lang}/{page}/?region=320586&region=sihui&region=atlantis")

    expected = f"/{lang}/{page}/?region=wuzhong&region=xiangcheng&region=sihui&region=atlantis"
    assert response.status_code == 301
    assert response["Location"] == expected
    assert client.get(expected).status_code == 200


def test_filter_whose_only_value_is_unknown_is_not_widened_by_a_redirect(client, world):
    response = client.get("/en/bureaus/?region=atlantis")

    assert response.status_code == 200
    assert list(response.context["object_list"]) == []
