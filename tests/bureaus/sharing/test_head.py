"""What the head of a page tells machines."""

import json
import re
from html import unescape

import pytest
from rdflib import Graph, Literal, URIRef
from rdflib.namespace import RDF, SDO

from tests.factories import make_bureau, make_closed_bureau

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated"),  # rdflib's own affair
]
BUREAU = "bureaus/sihui-office-rwdrb/"


def head(client, url):
    return client.get(url).content.decode().partition("<body>")[0]


def canonical(client, url):
    found = re.findall(r'<link rel="canonical" href="([^"]*)">', head(client, url))
    return unescape(found[0]) if found else None


def linked_data(client, url):
    """Read the JSON-LD of a page with rdflib, with the terms of schema.org and no network."""
    block = re.search(r'<script type="application/ld\+json">(.*?)</script>', head(client, url))
    return graph(json.loads(block[1]))


def graph(data):
    assert data["@context"] == "https://schema.org"
    return Graph().parse(
        data=json.dumps(data | {"@context": {"@vocab": str(SDO)}}), format="json-ld"
    )


@pytest.mark.parametrize(
    ("url", "right"),
    [
        ("/en/", "/en/"),
        (f"/en/{BUREAU}", f"/en/{BUREAU}"),
        (f"/en/{BUREAU}?utm_source=x&q=1", f"/en/{BUREAU}"),
        ("/en/regions/sihui/?year=2024", "/en/regions/sihui/"),
        ("/zh-hans/bureaus/", "/zh-hans/bureaus/"),
        ("/en/bureaus/?sort=name&page=1&fbclid=x", "/en/bureaus/"),
        ("/en/bureaus/?region=sihui&region=atlantis&kind=", "/en/bureaus/?region=sihui"),
        ("/en/bureaus/?q=office&sort=name", "/en/bureaus/?q=office"),
        ("/en/industries/tea/?year=2024&inherited=yes", "/en/industries/tea/?year=2024"),
        ("/en/industries/table/?year=2024&x=1", "/en/industries/table/?year=2024"),
        ("/en/compare/?region=sihui&year=2024", "/en/compare/?region=sihui&year=2024"),
        ("/en/priorities/?year=2024&sort=rank", "/en/priorities/?year=2024"),
        ("/en/priorities/?year=nonsense", "/en/priorities/"),
    ],
)
def test_canonical_address_keeps_only_what_matters(client, bureau, url, right):
    assert canonical(client, url) == f"http://testserver{right}"


def test_canonical_address_names_the_page_of_a_list(client, bureau):
    for _ in range(30):
        make_bureau(region=bureau.region)

    assert canonical(client, "/en/bureaus/?page=2") == "http://testserver/en/bureaus/?page=2"
    assert canonical(client, "/en/bureaus/?page=99") == "http://testserver/en/bureaus/?page=2"


def test_translations_of_a_page_point_to_one_another(client, bureau, lang):
    text = head(client, f"/{lang}/bureaus/?region=sihui&sort=name")

    links = dict(re.findall(r'<link rel="alternate" hreflang="([^"]*)" href="([^"]*)">', text))
    assert links == {
        "en": "http://testserver/en/bureaus/?region=sihui",
        "zh-Hans": "http://testserver/zh-hans/bureaus/?region=sihui",
        "zh-Hant": "http://testserver/zh-hant/bureaus/?region=sihui",
        "x-default": "http://testserver/en/bureaus/?region=sihui",
    }


def test_pages_that_are_no_page_have_no_canonical_address(client, bureau):
    make_closed_bureau(bureau, name_en="Old", ref="ccccc")

    for url in ("/en/nothing/", "/en/bureaus/old-ccccc/"):
        text = head(client, url)

        assert 'rel="canonical"' not in text
        assert "hreflang" not in text
        assert "oembed" not in text
        assert '<meta name="robots" content="noindex">' in text


@pytest.mark.parametrize("path", [BUREAU, "regions/sihui/", "industries/tea/"])
def test_embeddable_page_is_discovered_by_oembed_consumers(client, bureau, lang, path):
    text = head(client, f"/{lang}/{path}")

    for form in ("json", "xml"):
        address = re.search(rf'type="(?:application|text)/{form}\+oembed" href="([^"]*)"', text)[1]
        answer = client.get(unescape(address))
        assert answer.status_code == 200
        assert f"lang={lang}" in answer.content.decode()
    assert text.index("+oembed") < text.index("stylesheet")


@pytest.mark.parametrize(
    ("path", "picture"), [(BUREAU, "/b/rwdrb.png"), ("regions/sihui/", "/r/sihui.png")]
)
def test_open_graph_names_a_picture_that_is_there(client, bureau, lang, path, picture):
    text = head(client, f"/{lang}/{path}")

    tags = dict(re.findall(r'<meta property="og:([a-z_:]*)" content="([^"]*)">', text))
    assert tags["image"] == f"http://testserver{picture}?lang={lang}"
    assert (tags["image:width"], tags["image:height"]) == ("1200", "630")
    assert tags["url"] == f"http://testserver/{lang}/{path}"
    assert tags["locale"] == {"en": "en_US", "zh-hans": "zh_CN", "zh-hant": "zh_TW"}[lang]
    assert tags["title"]
    assert tags["description"]
    assert client.get(tags["image"]).status_code == 200


@pytest.mark.parametrize("path", [BUREAU, "regions/sihui/", "about/"])
def test_page_describes_itself_in_terms_of_schema_org(client, bureau, lang, path):
    told = linked_data(client, f"/{lang}/{path}")

    assert all(term in SDO for term in told.predicates() if term != RDF.type)
    assert all(kind in SDO for kind in told.objects(None, RDF.type))


def test_page_of_a_bureau_describes_the_office_and_the_way_to_it(client, bureau):
    told = linked_data(client, f"/en/{BUREAU}")

    office = URIRef("http://testserver/b/rwdrb/")
    assert (office, RDF.type, SDO.GovernmentOffice) in told
    assert (office, SDO.telephone, Literal("+86 758 3611228")) in told
    steps = told.subjects(RDF.type, SDO.ListItem)
    way = sorted((told.value(s, SDO.position).value, str(told.value(s, SDO.name))) for s in steps)
    names = ["Home", "Places", "Guangdong", "Sihui", "Sihui Office"]
    assert way == list(enumerate(names, start=1))


def test_json_file_says_of_a_bureau_what_the_page_says(client, bureau):
    told = graph(client.get("/b/rwdrb.json").json())

    office = URIRef("http://testserver/b/rwdrb/")
    assert (office, RDF.type, SDO.GovernmentOffice) in told
    assert (office, SDO.telephone, Literal("+86 758 3611228")) in told
    assert {str(text) for text in told.objects(office, SDO.openingHours)} == {
        "Mo-Fr 09:00-12:00",
        "Mo-Fr 13:30-17:00",
        "Sa 09:00-12:00",
    }
    terms = (SDO.address, SDO.contactPoint, SDO.areaServed)
    address, desk, area = (told.value(office, term) for term in terms)
    assert told.value(address, SDO.streetAddress) == Literal("3F, Centre")
    assert told.value(desk, SDO.telephone) == Literal("+86 758 3990000")
    assert told.value(desk, SDO.availableLanguage) == Literal("ja")
    assert told.value(area, SDO.identifier) == Literal("441284")
    assert all(term in SDO for term in told.predicates() if term != RDF.type)
    assert all(kind in SDO for kind in told.objects(None, RDF.type))


def test_about_page_describes_the_data_set(client, bureau):
    told = linked_data(client, "/en/about/")

    data = told.value(None, RDF.type, SDO.Dataset)
    licence = told.value(data, SDO.license)
    assert str(licence) == "https://creativecommons.org/licenses/by/4.0/"
    download = str(told.value(told.value(data, SDO.distribution), SDO.contentUrl))
    assert client.get(download).status_code == 200


def test_text_of_a_bureau_cannot_leave_the_data_block(client, bureau):
    bureau.name_en = '</script><script>alert("x")</script> & <b>'
    bureau.save()

    page = client.get(bureau.get_absolute_url()).content.decode()

    assert "<script>alert" not in page
    block = re.search(r'<script type="application/ld\+json">(.*?)</script>', page)[1]
    assert json.loads(block)["@graph"][0]["name"] == bureau.name_en


def test_every_page_offers_the_search_to_the_browser(client, bureau):
    address = re.search(r'rel="search" type="[^"]*" href="([^"]*)"', head(client, "/zh-hans/"))[1]

    assert address == "/zh-hans/opensearch.xml"
    assert client.get(address).status_code == 200
