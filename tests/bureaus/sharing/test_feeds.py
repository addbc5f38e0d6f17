"""The Atom feed of changes, read as other people's readers do."""

import feedparser
import pytest

from tests.factories import make_bureau, make_region

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def bureau(once):
    return make_bureau(region=make_region(name="Sihui"), name_zh_hans="四会局", ref="bbbbb")


@pytest.mark.parametrize(
    ("lang", "title", "page"),
    [
        ("en", "(Bureau of Sihui)", "/en/bureaus/bureau-of-sihui-bbbbb/"),
        ("zh-hans", "(四会局)", "/zh-hans/bureaus/bureau-of-sihui-bbbbb/"),
        ("zh-hant", "(四会局)", "/zh-hant/bureaus/bureau-of-sihui-bbbbb/"),
    ],
)
def test_feed_reader_finds_each_change(client, bureau, lang, title, page):
    bureau.name_en = "Bureau of Sihui"
    bureau.save()

    response = client.get(f"/{lang}/changes.atom")
    feed = feedparser.parse(response.content)

    assert not feed.bozo
    assert feed.version == "atom10"
    assert title in feed.entries[0].title
    assert feed.entries[0].link == f"http://testserver{page}"
    assert len({entry.id for entry in feed.entries}) == len(feed.entries) == 4
    assert not response.cookies


def test_draft_and_deleted_bureaus_are_not_named(client, bureau):
    make_bureau(region=bureau.region, name_en="Secret", status="draft")
    gone = make_bureau(region=bureau.region, name_en="Withdrawn", ref="ccccc")
    gone.status = "draft"
    gone.save()

    page = client.get("/en/changes.atom").text

    assert "Secret" not in page
    assert "Withdrawn" not in page
    assert feedparser.parse(page).entries[0].title == "Bureau ccccc: deleted"


def test_queries_are_few(client, bureau, django_assert_max_num_queries):
    for _ in range(5):
        make_bureau(region=make_region())

    with django_assert_max_num_queries(10):
        client.get("/en/changes.atom")
