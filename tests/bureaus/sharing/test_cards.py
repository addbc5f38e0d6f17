"""One bureau as contact file, JSON and QR code, at its permanent address."""

import json

import pytest
import vobject
from rdflib import Graph, Literal, URIRef
from rdflib.namespace import RDF, SDO

from tests.factories import make_bureau, make_closed_bureau, make_contact_point

pytestmark = pytest.mark.django_db
FILES = ["/b/rwdrb.vcf", "/b/rwdrb.json", "/b/rwdrb.svg"]


@pytest.mark.parametrize(
    ("url", "media_type"),
    [
        ("/b/rwdrb.vcf", "text/vcard; charset=utf-8"),
        ("/b/rwdrb.json", "application/ld+json"),
        ("/b/rwdrb.svg", "image/svg+xml"),
    ],
)
def test_format_may_be_read_by_every_site_and_sets_no_cookie(client, bureau, url, media_type):
    response = client.get(url)

    assert response.status_code == 200
    assert response["Content-Type"] == media_type
    assert response["Access-Control-Allow-Origin"] == "*"
    assert response["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert response["X-Frame-Options"] == "DENY"
    assert not response.cookies


@pytest.mark.parametrize("url", [*FILES, "/en/bureaus/list.vcf", "/embed/v1/bureau/rwdrb/"])
def test_answer_that_nothing_changed_may_be_read_by_every_site_too(client, bureau, url):
    etag = client.get(url)["ETag"]

    response = client.get(url, headers={"If-None-Match": etag})

    assert response.status_code == 304
    assert response["Cross-Origin-Resource-Policy"] == "cross-origin"


@pytest.mark.parametrize("url", FILES)
def test_format_of_a_draft_does_not_exist(client, bureau, url):
    bureau.status = "draft"
    bureau.save()

    response = client.get(url)

    assert response.status_code == 404
    assert b"Sihui Office" not in response.content


@pytest.mark.parametrize("url", FILES)
def test_format_of_a_closed_bureau_is_gone_and_names_the_successors(client, url):
    successor = make_bureau(ref="bbbbb")
    make_closed_bureau(successor, make_bureau(ref="ccccc"), closure="split", ref="rwdrb")

    response = client.get(url)

    assert response.status_code == 410
    assert "http://testserver/b/bbbbb/" in response.content.decode()
    assert response["Link"] == (
        '<http://testserver/b/bbbbb/>; rel="successor-version", '
        '<http://testserver/b/ccccc/>; rel="successor-version"'
    )


def test_closed_bureau_says_what_happened_as_json(client):
    make_closed_bureau(ref="rwdrb", closure="abolished", closed_on="2024-03-01")

    response = client.get("/b/rwdrb.json")

    assert response.json() == {
        "status": "closed",
        "closure": "abolished",
        "closed_on": "2024-03-01",
        "successors": [],
    }


@pytest.mark.parametrize("end", [".vcf?version=3.0", ".json", ".svg"])
def test_format_of_a_duplicate_leads_to_the_same_one_of_the_other(client, end):
    make_closed_bureau(make_bureau(ref="bbbbb"), closure="duplicate", ref="rwdrb")

    response = client.get(f"/b/rwdrb{end}")

    assert response.status_code == 301
    assert response["Location"] == f"/b/bbbbb{end}"


@pytest.mark.parametrize(
    "query",
    ["version=2.1", "version=%27", "of=vcard", "of=4&version=5", "lang=fr", "version=%F0%9F%98%80"],
)
def test_unknown_parameter_is_refused_with_what_is_known(client, bureau, query):
    answers = [client.get(f"{url}?{query}") for url in FILES]

    assert 400 in {answer.status_code for answer in answers} <= {200, 400}
    for answer in answers:
        assert answer.status_code == 200 or b"Known: " in answer.content


def test_language_of_a_format_depends_on_its_address_alone(client, bureau):
    asked = client.get("/b/rwdrb.json?lang=ZH-Hans")
    plain = client.get("/b/rwdrb.json", headers={"Accept-Language": "zh-TW"})

    assert asked.json()["name"] == "四会局"
    assert asked["Content-Language"] == "zh-Hans"
    assert plain.json()["name"] == "Sihui Office"


def test_contact_file_is_named_after_the_bureau_in_plain_letters(client, bureau):
    bureau.name_en = 'Büro "of"\r\n../Sihui'
    bureau.save()

    response = client.get("/b/rwdrb.vcf")

    assert response["Content-Disposition"] == 'attachment; filename="buro-of-sihui-rwdrb.vcf"'


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")  # rdflib's own affair
def test_json_says_in_terms_of_schema_org_what_the_page_says(client, bureau):
    data = client.get("/b/rwdrb.json").json()
    assert data.pop("@context") == "https://schema.org"

    graph = Graph().parse(
        data=json.dumps(data | {"@context": {"@vocab": str(SDO)}}), format="json-ld"
    )

    office = URIRef("http://testserver/b/rwdrb/")
    assert (office, RDF.type, SDO.GovernmentOffice) in graph
    assert (office, SDO.telephone, Literal("+86 758 3611228")) in graph
    assert {str(text) for text in graph.objects(office, SDO.openingHours)} == {
        "Mo-Fr 09:00-12:00",
        "Mo-Fr 13:30-17:00",
        "Sa 09:00-12:00",
    }
    address, desk, area = (
        graph.value(office, term) for term in (SDO.address, SDO.contactPoint, SDO.areaServed)
    )
    assert graph.value(address, SDO.streetAddress) == Literal("3F, Centre")
    assert graph.value(desk, SDO.telephone) == Literal("+86 758 3990000")
    assert graph.value(desk, SDO.availableLanguage) == Literal("ja")
    assert graph.value(area, SDO.identifier) == Literal("441284")
    assert all(term in SDO for term in graph.predicates() if term != RDF.type)
    assert all(kind in SDO for kind in graph.objects(None, RDF.type))


def test_qr_code_of_the_phone_needs_one_that_can_be_dialled(client, bureau):
    make_bureau(ref="bbbbb", phone="ask the porter")

    assert client.get("/b/rwdrb.svg?of=phone").status_code == 200
    assert client.get("/b/bbbbb.svg?of=phone").status_code == 404


def test_list_of_contact_files_obeys_the_filters_of_the_list(client, bureau):
    make_bureau(ref="bbbbb", kind="commerce", name_en="Other")
    make_closed_bureau(closure="abolished", name_en="Old")

    everything = client.get("/en/bureaus/list.vcf").getvalue().decode()
    some = client.get("/en/bureaus/list.vcf?kind=commerce&version=3.0").getvalue().decode()
    none = client.get("/en/bureaus/list.vcf?kind=nonsense").getvalue().decode()

    assert {card.fn.value for card in vobject.readComponents(everything)} == {
        "Sihui Office",
        "Other",
    }
    assert [card.fn.value for card in vobject.readComponents(some)] == ["Other"]
    assert none == ""


def test_list_of_contact_files_is_written_in_the_language_of_its_address(client, bureau):
    cards = client.get("/zh-hans/bureaus/list.vcf?version=3.0").getvalue().decode()

    assert vobject.readOne(cards).fn.value == "四会局"


@pytest.mark.parametrize("url", [*FILES, "/en/bureaus/list.vcf"])
def test_queries_do_not_grow_with_rows(client, bureau, count_queries, url):
    def get():
        client.get(url).getvalue()

    few = count_queries(get)
    for _ in range(5):
        make_contact_point(bureau)
        make_contact_point(make_bureau(phone="0758-3990000"))

    assert count_queries(get) == few <= 4
