"""What an address may do to the cache: nothing but ask for the page it names."""

import pytest
from django.core.cache import cache
from django.test import RequestFactory

from bureaus.edition.http_cache import LONGEST_VALUE, MOST_VALUES, normalise
from tests.factories import make_bureau

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def two_hosts(kept, settings):
    settings.ALLOWED_HOSTS = ["testserver", "other.example"]


def entries():
    return [key for key in cache._cache if ":answer:" in key]


def normalised(query):
    request = RequestFactory().get(f"/en/bureaus/?{query}")
    normalise(request, frozenset({"q", "kind", "page"}))
    return request.META["QUERY_STRING"]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ""),
        ("q=a&kind=b", "kind=b&q=a"),
        ("kind=b&kind=a", "kind=b&kind=a"),
        ("kind=&q=+&page=2", "page=2"),
        ("utm_source=x&q=a&fbclid=1", "q=a"),
        ("Q=a&q[]=b", ""),
        ("q=%E5%9B%9B", "q=%E5%9B%9B"),
        ("q=%FF", "q=%EF%BF%BD"),
        ("q=" + "a" * 10_000, "q=" + "a" * LONGEST_VALUE),
        ("kind=a&" * 200, "&".join(["kind=a"] * MOST_VALUES)),
    ],
)
def test_address_is_brought_to_one_form(query, expected):
    assert normalised(query) == expected


def test_same_page_by_other_addresses_is_one_entry(client):
    make_bureau()
    for query in ("", "?x=1", "?utm_source=a&b=c", "?kind=", "?sort=%20", "?&&"):
        client.get(f"/en/bureaus/{query}")

    assert len(entries()) == 1


def test_question_mark_in_a_path_does_not_begin_a_query(client):
    make_bureau(ref="bbbbb")

    assert client.get("/en/bureaus/%3Fx-bbbbb/").status_code == 301
    assert client.get("/en/bureaus/?x-bbbbb/?").status_code == 200


def test_junk_in_the_address_does_not_get_into_the_page(client):
    first = client.get("/en/bureaus/?evil=%3Cscript%3E&q=a").content.decode()

    assert "evil" not in first
    assert first == client.get("/en/bureaus/?q=a").content.decode()


@pytest.mark.parametrize(
    "headers",
    [
        {"X-Forwarded-Host": "evil.example"},
        {"X-Forwarded-Proto": "https"},
        {"X-Original-URL": "/en/about/"},
        {"Accept-Language": "zh-Hant"},
        {"Cookie": "sessionid=x; django_language=zh-hant"},
        {"User-Agent": "evil"},
        {"X-HTTP-Method-Override": "POST"},
        {"Range": "bytes=0-1"},
    ],
)
def test_headers_change_nothing_that_others_get(client, headers):
    poisoned = client.get("/en/", headers=headers)

    page = client.get("/en/")

    assert poisoned.content == page.content
    assert b"evil" not in page.content
    assert page["Content-Language"] == "en"


def test_hosts_have_pages_of_their_own_and_unknown_ones_none(client):
    ours = client.get("/en/", headers={"Host": "testserver"}).content.decode()
    other = client.get("/en/", headers={"Host": "other.example"}).content.decode()
    evil = client.get("/en/", headers={"Host": "evil.example"})

    assert "other.example" in other
    assert "other.example" not in ours
    assert evil.status_code == 400
    assert len(entries()) == 2


def test_missing_pages_fill_nothing(client):
    for number in range(20):
        client.get(f"/en/regions/nowhere-{number}/")
        client.get(f"/en/bureaus/?q={number}", headers={"Host": "evil.example"})

    assert entries() == []


def test_head_is_kept_as_get_is(client):
    head = client.head("/en/about/")
    page = client.get("/en/about/")

    assert head["ETag"] == page["ETag"]
    assert page.content


def test_posting_is_never_kept(client):
    assert client.post("/en/about/").status_code == 405
    assert entries() == []


def test_visitor_who_has_the_page_gets_nothing_but_that(client):
    address = "/en/bureaus/?kind=commerce&q=a&x=1"
    etag = client.get(address)["ETag"]

    again = client.get(address, headers={"If-None-Match": etag})
    with_others = client.get(address, headers={"If-None-Match": f'"b", {etag}, W/"c"'})
    elsewhere = client.get("/en/bureaus/?kind=commerce&q=b", headers={"If-None-Match": etag})

    assert [again.status_code, with_others.status_code, elsewhere.status_code] == [304, 304, 200]
    assert again["ETag"] == with_others["ETag"] == etag
    assert again.content == b""


@pytest.mark.parametrize(
    "path",
    [
        *("/en/", "/en/partners/", "/api/v1/bureaus/", "/en/bureaus/list.csv"),
        *("/en/bureaus/list.vcf", "/b/rwdrb.vcf", "/b/rwdrb.json", "/b/rwdrb.svg"),
        "/embed/v1/bureau/rwdrb/",
    ],
)
def test_304_contradicts_no_header_of_the_answer_it_stands_for(client, path):
    make_bureau(ref="rwdrb")
    answer = client.get(path)
    condition = {"If-None-Match": answer["ETag"]}

    current = client.get(path, headers=condition)
    make_bureau()
    changed = client.get(path, headers=condition)

    assert [current.status_code, changed.status_code] == [304, 200]
    # What it leaves out, such as who may frame it, stands in the answer that the visitor has
    assert current.headers.items() <= answer.headers.items()
    assert current.headers.keys() >= {"ETag", "Vary", "Cache-Control"} | {
        name for name in answer.headers if name.startswith("Access-Control")
    }


def test_post_is_never_answered_early(client):
    etag = client.get("/api/v1/bureaus/")["ETag"]
    for _time in range(2):
        client.get("/api/v1/bureaus/", headers={"If-None-Match": etag})

    assert client.post("/api/v1/bureaus/", headers={"If-None-Match": etag}).status_code == 405


def test_search_that_leads_on_is_kept_until_an_edit(client, django_assert_num_queries):
    bureau = make_bureau(name_en="Bureau of Weaving")
    page = bureau.get_absolute_url()
    address = "/en/search/?q=Bureau+of+Weaving"
    first = client.get(address)

    with django_assert_num_queries(1):
        again = client.get(address)
    bureau.name_en = "Bureau of Spinning"
    bureau.save()
    after = client.get(address)

    assert first.status_code == again.status_code == 302
    assert first["Location"] == again["Location"] == page
    assert after.status_code == 200


def test_condition_does_not_open_the_door_to_unknown_hosts(client):
    etag = client.get("/en/about/")["ETag"]

    evil = client.get("/en/about/", headers={"Host": "evil.example", "If-None-Match": etag})

    assert evil.status_code == 400


def test_page_of_one_language_is_not_current_in_another(client):
    etag = client.get("/en/about/")["ETag"]
    client.get("/zh-hans/about/")

    chinese = client.get("/zh-hans/about/", headers={"If-None-Match": etag})

    assert chinese.status_code == 200
