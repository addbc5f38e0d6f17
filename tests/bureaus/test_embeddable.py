"""Which address of ours stands for which embed, and that none makes an embed fail."""

from urllib.parse import urlencode

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.factories import make_bureau, make_industry, make_region

pytestmark = pytest.mark.django_db
ADDRESSES = [
    "/embed/v1/",
    "/embed/v1/bureau/rwdrb/",
    "/embed/v1/bureau/rwdrb/badge.svg",
    "/embed/v1/region/sihui/",
    "/embed/v1/industry/tea/",
    "/b/rwdrb.vcf",
    "/b/rwdrb.svg",
    "/b/rwdrb.json",
]


@pytest.fixture(scope="module")
def bureau(once):
    make_industry(slug="tea")
    sihui = make_region(name="Sihui", code="441284")
    return make_bureau(region=sihui, ref="rwdrb", name_en="Sihui Office")


@pytest.mark.parametrize(
    ("url", "embed"),
    [
        ("http://testserver/b/rwdrb/", "/embed/v1/bureau/rwdrb/"),
        ("https://testserver/b/rwdrb/?utm=1#top", "/embed/v1/bureau/rwdrb/"),
        ("http://testserver/en/bureaus/any-name-rwdrb/", "/embed/v1/bureau/rwdrb/?lang=en"),
        ("http://testserver/zh-hant/bureaus/rwdrb/", "/embed/v1/bureau/rwdrb/?lang=zh-hant"),
        ("http://testserver/r/441284/", "/embed/v1/region/sihui/"),
        (
            "http://testserver/zh-hans/regions/sihui/?year=2024",
            "/embed/v1/region/sihui/?lang=zh-hans",
        ),
        ("http://testserver/en/industries/tea/", "/embed/v1/industry/tea/?lang=en"),
        ("http://testserver/embed/v1/region/sihui/?theme=dark", "/embed/v1/region/sihui/"),
    ],
)
def test_any_address_of_a_page_leads_to_its_embed(client, bureau, url, embed):
    response = client.get(f"/embed/v1/?{urlencode({'url': url})}")

    assert response.status_code == 302
    assert response["Location"] == embed


def test_options_beside_an_address_are_kept(client, bureau):
    url = "http://testserver/en/bureaus/sihui-office-rwdrb/"
    query = urlencode({"url": url, "lang": "zh-hans", "theme": "dark", "parts": "name"})

    response = client.get(f"/embed/v1/?{query}")

    assert response["Location"] == "/embed/v1/bureau/rwdrb/?lang=zh-hans&theme=dark&parts=name"


@pytest.mark.parametrize(
    "url",
    [
        "http://elsewhere.example/b/rwdrb/",
        "//testserver/b/rwdrb/",
        "javascript:alert(1)",
        "http://testserver/en/",
        "http://testserver/en/about/",
        "http://testserver/b/zzzzz/",
        "http://testserver/admin/",
        "http://testserver/r/%00/",
        "http://[::1/",
        "http://testserver:port/b/rwdrb/x",
    ],
)
def test_address_without_an_embed_is_answered_politely(client, bureau, url):
    response = client.get(f"/embed/v1/?{urlencode({'url': url})}")

    assert response.status_code == 404
    assert "There is nothing to show at this address." in response.content.decode()


TEXT = st.text(max_size=40) | st.sampled_from(
    ["name", "dark", "zh-hans", "http://testserver/b/rwdrb/"]
)


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    url=st.sampled_from(ADDRESSES),
    query=st.lists(
        st.tuples(st.sampled_from(["lang", "theme", "parts", "url", "of", "version"]), TEXT),
        max_size=5,
    ),
)
def test_any_query_is_answered(client, bureau, url, query):
    response = client.get(f"{url}?{urlencode(query)}")

    assert response.status_code in {200, 302, 400, 404}


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(kind=st.sampled_from(["bureau", "region", "industry"]), key=st.text(min_size=1, max_size=30))
def test_any_path_is_answered(client, bureau, kind, key):
    assert client.get(f"/embed/v1/{kind}/{key}/").status_code < 500
