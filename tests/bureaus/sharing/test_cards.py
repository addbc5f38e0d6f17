"""One bureau as contact file, JSON and QR code, at its permanent address."""

import html
import re

import pytest
import vobject

from tests.factories import make_bureau, make_closed_bureau

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
def test_format_says_what_it_is_and_may_not_be_framed(client, bureau, url, media_type):
    response = client.get(url)

    assert response.status_code == 200
    assert response["Content-Type"] == media_type
    assert response["X-Frame-Options"] == "DENY"


@pytest.mark.parametrize("url", [*FILES, "/b/rwdrb.png"])
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


@pytest.mark.parametrize(
    ("query", "version"),
    [
        *(("", "3.0"), ("?lang=zh-hans", "3.0"), ("?version=", "3.0"), ("?version=3.0", "3.0")),
        *(("?version=4.0", "4.0"), ("?lang=zh-TW&version=4.0", "4.0")),
    ],
)
def test_contact_file_is_what_every_phone_reads_unless_4_is_asked_for(
    client, bureau, query, version
):
    own = client.get(f"/b/rwdrb.vcf{query}").content.decode()
    listed = client.get(f"/en/bureaus/list.vcf{query}").getvalue().decode()

    assert vobject.readOne(own).version.value == vobject.readOne(listed).version.value == version


def test_button_gives_3_and_4_is_offered_beside(client, bureau, lang):
    page = client.get(client.get(f"/b/rwdrb/?lang={lang}")["Location"]).text

    button, offer = (
        html.unescape(address) for address in re.findall(r'<a href="(/b/rwdrb\.vcf[^"]*)"', page)
    )
    assert "VERSION:3.0" in client.get(button).text
    assert "VERSION:4.0" in client.get(offer).text
    assert {client.get(address)["Content-Language"].lower() for address in (button, offer)} == {
        lang
    }


def test_contact_file_is_named_after_the_bureau_in_plain_letters(client, bureau):
    bureau.name_en = 'Büro "of"\r\n../Sihui'
    bureau.save()

    response = client.get("/b/rwdrb.vcf")

    assert response["Content-Disposition"] == 'attachment; filename="buro-of-sihui-rwdrb.vcf"'


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
