"""The feeds of priorities and of a region's documents, read with a feed reader of other people."""

import feedparser
import pytest

from tests.factories import make_document, make_industry, make_priority, make_region

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def world(once):
    north = make_region(name="North")
    document = make_document(region=north, title_en="Report <1> & more")
    industries = [make_industry(slug="tea")]
    make_priority(region=north, document=document, title_en="Tea & <b>", industries=industries)
    make_priority(region=north, document=document, status="draft", title_en="Hidden", rank=2)
    make_document(region=north, status="draft", title_en="Hidden")
    make_priority(region=make_region(name="South"), title_en="Elsewhere")


def read(client, address):
    response = client.get(address)
    assert response.status_code == 200
    feed = feedparser.parse(response.getvalue())
    assert not feed.bozo, feed.bozo_exception
    assert feed.version == "atom10"
    return feed


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("priorities/list.atom?region=north&industry=tea", "Tea & <b>"),
        ("regions/north/documents.atom", "Report <1> & more"),
    ],
)
def test_feed_reader_finds_what_is_public_and_no_more(client, world, lang, path, words):
    feed = read(client, f"/{lang}/{path}")

    assert len(feed.entries) == 1
    assert words in feed.entries[0].title
    assert feed.entries[0].link.startswith(f"http://testserver/{lang}/")
    assert client.get(feed.entries[0].link).status_code == 200
    assert feed.entries[0].updated_parsed
    assert feed.feed.language == {"en": "en", "zh-hans": "zh-hans", "zh-hant": "zh-hant"}[lang]


@pytest.mark.parametrize("path", ["priorities/list.atom", "regions/north/documents.atom"])
def test_characters_that_no_xml_can_hold_are_left_out(client, path):
    north = make_region(name="North", full_name_en="No\x0brth")
    document = make_document(region=north, title_en="Re\x0bport")
    make_priority(region=north, document=document, title_en="T\x0bea", summary_en="\x01Leaf")

    feed = read(client, f"/en/{path}")

    assert "\x0b" not in feed.entries[0].title
    assert feed.entries[0].title.endswith(("Tea", "Report"))


def test_changes_with_such_characters_are_read_too(client):
    make_region(name="North", name_en="No\x0brth")

    feed = read(client, "/en/changes.atom")

    assert "(North)" in feed.entries[0].title
