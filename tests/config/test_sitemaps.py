"""The sitemaps, read with a parser of other people."""

from pathlib import Path
from xml.etree import ElementTree

import pytest
import xmlschema
from usp.tree import sitemap_from_str

from bureaus.sharing import well_known
from tests.factories import (
    make_bureau,
    make_closed_bureau,
    make_document,
    make_industry,
    make_priority,
    make_region,
)

pytestmark = pytest.mark.django_db
NAMESPACES = {
    "s": "http://www.sitemaps.org/schemas/sitemap/0.9",
    "x": "http://www.w3.org/1999/xhtml",
}
SECTIONS = ["pages", "lists", "regions", "bureaus", "industries", "documents", "priorities"]


@pytest.fixture(scope="module")
def world(once):
    north = make_region(name="North")
    make_region(name="Empty")
    make_bureau(region=north, name_en="Office", ref="bbbbb")
    make_bureau(region=make_region(name="Hidden"), status="draft", ref="ccccc")
    make_closed_bureau(closure="abolished", ref="ddddd")
    document = make_document(region=north)
    make_priority(region=north, document=document, industries=[make_industry(slug="tea")])
    make_priority(region=north, document=document, status="draft", rank=2)
    make_document(status="draft")


def read(client, section, query=""):
    """Give the pages of a sitemap as a parser reads them: address → page."""
    response = client.get(f"/sitemap-{section}.xml{query}")
    assert response.status_code == 200
    assert response["Content-Type"] == "application/xml"
    return {page.url: page for page in sitemap_from_str(response.content.decode()).pages}


def test_index_lists_a_file_for_each_section(client, world):
    root = ElementTree.fromstring(client.get("/sitemap.xml").content)  # noqa: S314 - our own

    files = [element.text for element in root.iterfind("s:sitemap/s:loc", NAMESPACES)]
    assert files == [f"http://testserver/sitemap-{section}.xml" for section in SECTIONS]
    for file in files:
        assert client.get(file).status_code == 200


def test_sitemaps_hold_every_public_page_in_every_language_and_no_other(client, world):
    addresses = {address for section in SECTIONS for address in read(client, section)}

    for path in ("", "about/", "bureaus/office-bbbbb/", "regions/north/", "industries/tea/"):
        for lang in ("en", "zh-hans", "zh-hant"):
            assert f"http://testserver/{lang}/{path}" in addresses
    for text in ("ccccc", "ddddd", "hidden", "empty"):
        assert not [address for address in addresses if text in address]
    assert {client.get(address).status_code for address in addresses} == {200}


@pytest.mark.parametrize("section", SECTIONS)
def test_each_page_names_its_translations(client, world, section):
    for address, page in read(client, section).items():
        path = address.split("/", 4)[4]

        assert page.alternates == [
            ("en", f"http://testserver/en/{path}"),
            ("zh-hans", f"http://testserver/zh-hans/{path}"),
            ("zh-hant", f"http://testserver/zh-hant/{path}"),
            ("x-default", f"http://testserver/en/{path}"),
        ]


@pytest.mark.parametrize("section", ["bureaus", "regions", "industries", "priorities", "documents"])
def test_each_page_says_when_it_changed(client, world, section):
    assert all(page.last_modified for page in read(client, section).values())


@pytest.fixture(scope="session")
def protocol():
    return xmlschema.XMLSchema(Path(__file__).parent / "sitemap.xsd")


@pytest.mark.parametrize("file", ["sitemap.xml", *[f"sitemap-{s}.xml" for s in SECTIONS]])
def test_file_fits_the_schema_of_the_protocol(client, world, protocol, file):
    content = client.get(f"/{file}").content

    assert [str(error) for error in protocol.iter_errors(content)] == []


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("<loc>http://testserver/en/</loc>", "<loc>/en/</loc>"),
        ("<loc>http://testserver/en/</loc>", ""),
        ('hreflang="zh-hans"', 'hreflang="zh-CN"'),
        ('rel="alternate"', 'rel="canonical"'),
        ("</url>", "<lastmod>today</lastmod></url>"),
    ],
)
def test_schema_of_the_protocol_finds_faults(client, world, protocol, right, wrong):
    content = client.get("/sitemap-pages.xml").content.decode()

    assert protocol.is_valid(content)
    assert not protocol.is_valid(content.replace(right, wrong, 1))


def test_long_section_is_cut_into_files(client, world, monkeypatch):
    monkeypatch.setattr(well_known.RowPages, "limit", 2)
    for _ in range(4):
        make_bureau()

    index = client.get("/sitemap.xml").content.decode()
    files = [read(client, "bureaus", f"?p={number}") for number in (1, 2, 3)]

    assert "sitemap-bureaus.xml?p=3" in index
    assert "sitemap-bureaus.xml?p=4" not in index
    assert [len(file) for file in files] == [6, 6, 3]
    assert len({address for file in files for address in file}) == 15


def test_number_of_queries_is_small_and_does_not_grow(client, world, count_queries):
    urls = ["/sitemap.xml", *[f"/sitemap-{section}.xml" for section in SECTIONS]]
    few = [count_queries(client.get, url) for url in urls]
    for _ in range(8):
        make_priority(region=make_bureau().region, industries=[make_industry()])

    assert [count_queries(client.get, url) for url in urls] == few
    assert max(few) <= 2 * len(SECTIONS)  # two for each noun in the index, and four more


@pytest.mark.parametrize(
    "file",
    ["nothing.xml", *(f"bureaus.xml?p={number}" for number in ("2", "x", "-1", "9" * 300))],
)
def test_sitemap_that_is_none_is_not_found(client, world, file):
    assert client.get(f"/sitemap-{file}").status_code == 404


def test_empty_directory_has_sitemaps_too(client):
    assert client.get("/sitemap.xml").status_code == 200
    assert client.get("/sitemap-bureaus.xml").status_code == 200
