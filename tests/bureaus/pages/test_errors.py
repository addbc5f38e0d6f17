"""Wrong addresses, a lost database and faults of our own."""

from urllib.parse import quote

import pytest
from django.db import InterfaceError, OperationalError, connection
from django.test import Client, RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from bureaus.pages.errors import server_error
from tests.factories import make_bureau, make_region

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def zhaoqing(once):
    zhaoqing = make_region(name="Zhaoqing", level="prefecture")
    make_bureau(region=zhaoqing, name_en="A", ref="rwdrb")
    return zhaoqing


@pytest.mark.parametrize("path", ["regions/zhaoqin/", "regions/Zhaoqong/", "nothing/zhao-qing/"])
def test_missing_page_offers_the_search_box_and_near_places(client, zhaoqing, lang, path):
    response = client.get(f"/{lang}/{path}")
    page = response.content.decode()

    assert response.status_code == 404
    assert f'role="search" action="/{lang}/search/"' in page
    assert f'href="/{lang}/regions/zhaoqing/"' in page
    assert '<meta name="robots" content="noindex">' in page


@pytest.mark.parametrize(
    "url", ["/zhaoqin/", "/nothing/zhaoqin", "/r/zhaoqin/", "/b/zhaoqin/", "/xx/regions/zhaoqin/"]
)
@pytest.mark.parametrize(("header", "lang"), [("en", "en"), ("zh-TW", "zh-hant")])
def test_missing_page_outside_the_language_folders_speaks_the_browser_language(
    client, zhaoqing, url, header, lang
):
    response = client.get(url, HTTP_ACCEPT_LANGUAGE=header)
    page = response.content.decode()

    assert response.status_code == 404
    assert f'role="search" action="/{lang}/search/"' in page
    assert f'href="/{lang}/regions/zhaoqing/"' in page


def test_every_place_that_is_alike_is_offered_and_no_other(client, zhaoqing):
    make_region(name="Zhaoyuan")

    page = client.get("/en/regions/zhaoyua/").content.decode()
    other = client.get("/en/regions/xxxxxxxxxxxx/").content.decode()

    assert "/regions/zhaoyuan/" in page
    assert "/regions/zhaoqing/" not in other


@pytest.mark.parametrize(
    "url",
    [
        *("/%00", "/en/%00/", "/en/regions/%00/", "/en/bureaus/a%00-rwdrb/", "/r/%00/"),
        *("/en/?q=%00", "/en/bureaus/?q=%00", "/en/bureaus/?q=Si%00hui", "/en/search/?q=a%00b"),
        *("/en/bureaus/?region=%00", "/en/bureaus/?%00=1", "/en/regions/?letter=%00", "/?lang=%00"),
    ],
)
def test_nul_is_a_bad_request(client, url):
    response = client.get(url)

    assert response.status_code == 400
    assert b"<h1>" in response.content


def test_unknown_host_is_a_bad_request(client):
    response = client.get("/en/", HTTP_HOST="evil.example")

    assert response.status_code == 400
    assert b"<h1>" in response.content


def refuse(error):
    """Give a wrapper of the connection that fails every query."""

    def fail(execute, sql, params, many, context):
        raise error

    return connection.execute_wrapper(fail)


@pytest.mark.parametrize("error", [OperationalError("gone"), InterfaceError("closed")])
@pytest.mark.parametrize(
    "url",
    [
        *("/en/", "/zh-hans/about/", "/en/nothing/", "/nothing/", "/b/rwdrb/", "/r/zhaoqing/"),
        *("/en/bureaus/", "/en/bureaus/?region=zhaoqing&q=a", "/en/bureaus/a-rwdrb/"),
        *("/en/regions/", "/zh-hant/regions/zhaoqing/"),
    ],
)
def test_lost_database_is_unavailable_for_a_moment(client, zhaoqing, error, url):
    with refuse(error):
        response = client.get(url)

    assert response.status_code == 503
    assert response["Retry-After"] == "30"
    assert b"Back in a moment" in response.content


def test_page_without_data_needs_no_database(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        response = client.get("/")

    assert response.status_code == 302


def test_fault_of_ours_shows_a_page_that_needs_nothing(client, zhaoqing):
    client.raise_request_exception = False

    with refuse(RuntimeError("broken")):
        response = client.get("/en/")

    assert response.status_code == 500
    assert b"Something went wrong here" in response.content
    assert b"broken" not in response.content


def test_error_page_needs_no_context_and_no_query(django_assert_num_queries):
    with django_assert_num_queries(0):
        response = server_error(RequestFactory().get("/"))

    assert response.status_code == 500
    assert '<span lang="zh-Hans">出错了</span>' in response.content.decode()


@given(page=st.sampled_from(["/en/bureaus/", "/zh-hant/regions/"]), query=st.binary(max_size=60))
def test_any_bytes_in_a_query_are_answered(zhaoqing, page, query):
    response = Client().get(f"{page}?q={quote(query)}&region={quote(query)}&page={quote(query)}")

    assert response.status_code in {200, 400}
