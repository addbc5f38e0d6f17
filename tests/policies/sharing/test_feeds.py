"""The feeds of priorities and of a region's documents, read with a feed reader of other people."""

import re
from urllib.parse import parse_qs, urlsplit
from xml.etree import ElementTree

import feedparser
import pytest

from policies.models import Document, Priority
from tests.factories import make_document, make_industry, make_priority, make_region

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"
TAG_URI = re.compile(r"tag:bureau-directory,2026:[\w:/?=&%+.-]+", re.ASCII)  # RFC 4151
MOMENT = re.compile(
    r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)", re.ASCII
)  # RFC 3339
FEEDS = [
    *("changes.atom", "priorities/list.atom", "priorities/list.atom?region=north&year=2024"),
    *("priorities/list.atom?year=1990", "priorities/list.atom?region=atlantis&q=a%26b"),
    *("regions/north/documents.atom", "regions/empty/documents.atom"),
]


@pytest.fixture(scope="module")
def world(once):
    north = make_region(name="North")
    document = make_document(region=north, title_en="Report <1> & more")
    industries = [make_industry(slug="tea")]
    make_priority(region=north, document=document, title_en="Tea & <b>", industries=industries)
    make_priority(region=north, document=document, status="draft", title_en="Hidden", rank=2)
    make_document(region=north, status="draft", title_en="Hidden")
    south = make_region(name="South", name_zh_hans="南方")
    south.aliases.create(kind="former_slug", value="midday")
    make_priority(region=south, title_en="Elsewhere", summary_en="5 < 6 & <b>7</b>")
    make_region(name="Empty")


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


def texts(element, name):
    return [child.text for child in element.findall(ATOM + name)]


def links(element, rel):
    return [e.get("href") for e in element.findall(f"{ATOM}link") if e.get("rel") == rel]


@pytest.mark.parametrize("path", FEEDS)
def test_feed_has_what_rfc_4287_demands(client, world, lang, path):
    feed = ElementTree.fromstring(client.get(f"/{lang}/{path}").content)  # noqa: S314 - our own
    entries = feed.findall(f"{ATOM}entry")

    assert feed.find(f"{ATOM}author/{ATOM}name").text
    for element in (feed, *entries):
        for name, form in (("id", TAG_URI), ("updated", MOMENT), ("title", re.compile(".+"))):
            (text,) = texts(element, name)
            assert form.fullmatch(text), text
        (alternate,) = links(element, "alternate")
        assert alternate.startswith(f"http://testserver/{lang}/")
        assert {child.tag.removeprefix(ATOM) for child in element} <= {
            *("id", "title", "updated", "link", "author", "summary", "entry"),
        }
    (own,) = links(feed, "self")
    assert client.get(own).content == client.get(f"/{lang}/{path}").content
    ids = [*texts(feed, "id"), *(text for entry in entries for text in texts(entry, "id"))]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("path", FEEDS)
def test_ids_and_times_depend_on_nothing_but_the_data(client, world, settings, path):
    settings.ALLOWED_HOSTS = ["*"]
    asked = [("en", "a.example", False), ("zh-hans", "b.example:8000", True)]

    feeds = [
        ElementTree.fromstring(  # noqa: S314 - our own
            client.get(f"/{lang}/{path}", HTTP_HOST=host, secure=secure).content
        )
        for lang, host, secure in asked
    ]

    first, second = (
        [[*texts(e, "id"), *texts(e, "updated")] for e in (feed, *feed.findall(f"{ATOM}entry"))]
        for feed in feeds
    )
    assert first == second


@pytest.mark.parametrize(
    ("query", "title"),
    [
        ("", "What the regions of China want"),
        ("?region=south", "What the regions of China want · South"),
        ("?region=midday", "What the regions of China want · South"),
        ("?region=south&year=2024", "What the regions of China want · 2024 · South"),
        ("?region=north&region=south", "What the regions of China want · North · South"),
        ("?industry=tea", "What the regions of China want · Industry"),
        ("?level=county", "What the regions of China want · County level"),
        ("?q=tea%20%3Cb%3E", "What the regions of China want · “tea <b>”"),
        ("?region=atlantis", "What the regions of China want · “atlantis”"),
        ("?sort=year&page=2&x=1", "What the regions of China want"),
    ],
)
def test_title_and_own_address_name_the_filters(client, world, query, title):
    feed = read(client, f"/en/priorities/list.atom{query}").feed

    asked = {k: v for k, v in parse_qs(query[1:]).items() if k not in {"page", "x"}}
    (own,) = (link.href for link in feed.links if link.rel == "self")
    assert (
        ElementTree.fromstring(  # noqa: S314 - our own
            client.get(f"/en/priorities/list.atom{query}").content
        )
        .findtext(f"{ATOM}title")
        .startswith(title)
    )
    assert urlsplit(own).path == "/en/priorities/list.atom"
    assert parse_qs(urlsplit(own).query) == asked
    assert parse_qs(urlsplit(feed.link).query) == asked
    assert feed.author == "Bureau Directory"


def test_title_names_the_filters_in_the_language_of_the_feed(client, world):
    feed = read(client, "/zh-hans/priorities/list.atom?region=south&year=2024").feed

    assert feed.title == "中国各地招商重点 · 2024 · 南方"
    assert feed.author == "招商机构名录"


def feed_id(client, query):
    return read(client, f"/en/priorities/list.atom?{query}").feed.id


@pytest.mark.parametrize(
    ("query", "other"),
    [
        ("region=south", "region=midday"),
        ("region=south&year=2024", "year=2024&region=south"),
        ("region=south&region=north", "region=north&region=south&region=north"),
        ("year=2024&sort=year", "year=2024&sort=date"),
        ("year=2024", "year=2024&q=&utm_source=x&page=2"),
    ],
)
def test_feed_that_holds_the_same_has_the_same_id(client, world, query, other):
    assert feed_id(client, query) == feed_id(client, other)


def test_feeds_that_hold_something_else_have_other_ids(client, world):
    queries = ["", "year=2024", "year=2025", "region=south", "region=north", "region=atlantis"]
    queries += ["region=south&year=2024", "q=tea", "q=Tea+leaf", "industry=tea", "level=county"]

    assert len({feed_id(client, query) for query in queries}) == len(queries)


def test_ids_stay_when_a_place_is_renamed(client, world):
    region = Priority.objects.get(title_en="Elsewhere").region
    feeds = "priorities/list.atom?region={}", "regions/{}/documents.atom"
    before = [read(client, f"/en/{path.format('south')}") for path in feeds]

    region.aliases.create(kind="former_slug", value="south")
    region.name_en, region.slug = "Deep South", "deep-south"
    region.save()

    for path, old in zip(feeds, before, strict=True):
        new = read(client, f"/en/{path.format('deep-south')}")
        assert new.feed.id == old.feed.id
        assert [entry.id for entry in new.entries] == [entry.id for entry in old.entries]


@pytest.mark.parametrize(
    ("path", "change"),
    [
        ("priorities/list.atom", lambda: Priority.objects.first().save()),
        ("priorities/list.atom?year=1990", lambda: make_priority()),
        ("regions/north/documents.atom", lambda: Document.objects.first().save()),
        ("regions/empty/documents.atom", lambda: make_document()),
    ],
)
@pytest.mark.either_database
def test_time_of_feed_and_entries_stays_while_nothing_changed_in_them(client, world, path, change):
    before = read(client, f"/en/{path}")

    change()
    after = read(client, f"/en/{path}")

    if "1990" not in path and "empty" not in path:
        assert before.entries
    assert after.feed.updated == before.feed.updated
    assert [(e.id, e.updated) for e in after.entries] == [(e.id, e.updated) for e in before.entries]


def test_note_for_colleagues_does_not_move_the_time_but_a_new_title_does(client, world):
    path = "/en/regions/north/documents.atom"
    document = Document.objects.get(title_en="Report <1> & more")
    before = read(client, path)

    document.notes = "Asked twice"
    document.save()
    noted = read(client, path)
    document.title_en = "Another"
    document.save()
    changed = read(client, path)

    assert noted.entries[0].updated == noted.feed.updated == before.feed.updated
    assert changed.entries[0].updated == changed.feed.updated > before.feed.updated
    assert changed.entries[0].id == before.entries[0].id


def test_summary_is_the_text_and_no_markup(client, world):
    page = client.get("/en/priorities/list.atom?region=south").text

    assert '<summary type="html">5 &amp;lt; 6 &amp;amp; &amp;lt;b&amp;gt;7' in page


def test_queries_of_a_feed_do_not_grow_with_the_rows(client, world, count_queries):
    before = count_queries(read, client, "/en/priorities/list.atom")
    for _ in range(4):
        make_priority(region=make_region())

    assert count_queries(read, client, "/en/priorities/list.atom") == before
