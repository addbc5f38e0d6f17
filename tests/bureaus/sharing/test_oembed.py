"""The oEmbed provider: https://oembed.com."""

from urllib.parse import urlencode
from xml.etree import ElementTree

import pytest

from tests.factories import make_closed_bureau

pytestmark = pytest.mark.django_db


def ask(client, url="http://testserver/b/rwdrb/", **parameters):
    return client.get(f"/oembed/?{urlencode({'url': url} | parameters)}")


def test_answer_holds_a_frame_with_the_card(client, quoted):
    response = ask(client)

    assert response["Content-Type"] == "application/json"
    assert response.json() == {
        "version": "1.0",
        "type": "rich",
        "title": 'Sihui "Office" & Co 四会局',
        "provider_name": "Bureau Directory",
        "provider_url": "http://testserver/en/",
        "cache_age": 86400,
        "html": '<iframe src="http://testserver/embed/v1/bureau/rwdrb/?lang=en" '
        'title="Sihui &quot;Office&quot; &amp; Co 四会局" width="480" height="420" '
        'frameborder="0"></iframe>',
        "width": 480,
        "height": 420,
    }


def test_answer_is_the_same_in_xml(client, quoted):
    response = ask(client, format="xml")

    root = ElementTree.fromstring(response.content)  # noqa: S314 - our own
    assert response["Content-Type"] == "text/xml; charset=utf-8"
    assert root.tag == "oembed"
    assert {child.tag: child.text for child in root} == {
        name: str(value) for name, value in ask(client).json().items()
    }


@pytest.mark.parametrize(
    ("url", "frame", "title"),
    [
        ("http://testserver/en/bureaus/x-rwdrb/", "bureau/rwdrb/?lang=en", "Office"),
        ("http://testserver/zh-hans/bureaus/x-rwdrb/", "bureau/rwdrb/?lang=zh-hans", "四会局"),
        ("https://testserver/b/rwdrb/", "bureau/rwdrb/?lang=en", "Office"),
        ("http://testserver/r/441284/", "region/sihui/?lang=en", "Sihui"),
        ("http://testserver/zh-hant/regions/sihui/?q=1", "region/sihui/?lang=zh-hant", "地区"),
        ("http://testserver/en/industries/tea/", "industry/tea/?lang=en", "Tea"),
    ],
)
def test_any_address_in_any_language_has_a_card(client, quoted, url, frame, title):
    answer = ask(client, url).json()

    assert f'src="http://testserver/embed/v1/{frame}"' in answer["html"]
    assert title in answer["title"]


def test_language_of_a_permanent_address_may_be_asked_for(client, quoted):
    answer = ask(client, lang="zh-hans").json()

    assert answer["title"].startswith("四会局")
    assert "bureau/rwdrb/?lang=zh-hans" in answer["html"]


@pytest.mark.parametrize(
    ("sizes", "width", "height"),
    [
        ({"maxwidth": "300"}, 300, 420),
        ({"maxheight": "200"}, 480, 200),
        ({"maxwidth": "9000", "maxheight": "9000"}, 480, 420),
    ],
)
def test_frame_keeps_to_the_greatest_size(client, quoted, sizes, width, height):
    answer = ask(client, **sizes).json()

    assert (answer["width"], answer["height"]) == (width, height)
    assert f'width="{width}" height="{height}"' in answer["html"]


def test_closed_bureau_keeps_its_card_which_names_the_successor(client, quoted):
    make_closed_bureau(quoted, ref="ccccc")

    assert "embed/v1/bureau/ccccc/" in ask(client, "http://testserver/b/ccccc/").json()["html"]


@pytest.mark.parametrize(
    ("url", "parameters", "status"),
    [
        ("", {}, 400),
        ("http://testserver/b/rwdrb/", {"maxwidth": "-1"}, 400),
        ("http://testserver/b/rwdrb/", {"maxheight": "٣٠٠"}, 400),
        ("http://testserver/b/rwdrb/", {"maxwidth": "0"}, 400),
        ("http://testserver/b/rwdrb/", {"maxwidth": "9" * 400}, 400),
        ("http://testserver/b/rwdrb/", {"lang": "fr"}, 400),
        ("http://testserver/b/rwdrb/", {"format": "yaml"}, 501),
        ("http://testserver/b/zzzzz/", {}, 404),
        ("http://testserver/en/about/", {}, 404),
        ("http://elsewhere.example/b/rwdrb/", {}, 404),
        ("not an address", {}, 404),
    ],
)
def test_what_cannot_be_answered_says_so_with_the_right_status(
    client, quoted, url, parameters, status
):
    assert ask(client, url, **parameters).status_code == status
