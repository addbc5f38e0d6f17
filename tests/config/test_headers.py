"""What protects the readers of public pages, and what pages of other sites may read."""

import pytest

from tests.config.programs import PRODUCTION, settings_of
from tests.factories import make_bureau, make_closed_bureau, make_region

PAGES = [
    *("/", "/b/bbbbb/", "/en/", "/zh-hans/about/", "/en/nothing/"),
    *("/zh-hant/bureaus/?q=sihui", "/en/bureaus/a-bbbbb/", "/en/bureaus/old-ccccc/"),
    *("/en/regions/", "/en/regions/sihui/"),
]


@pytest.fixture(scope="module")
def sihui(once):
    sihui = make_region(name="Sihui")
    make_bureau(region=sihui, name_en="A", ref="bbbbb")
    make_closed_bureau(closure="abolished", region=sihui, name_en="Old", ref="ccccc")


@pytest.mark.parametrize("url", PAGES)
def test_pages_carry_the_protecting_headers(client, sihui, url):
    headers = client.get(url).headers

    assert headers["X-Frame-Options"] == "DENY"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "strict-origin-when-cross-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "geolocation=()" in headers["Permissions-Policy"]
    assert "camera=()" in headers["Permissions-Policy"]


@pytest.mark.parametrize("url", PAGES)
def test_pages_may_load_only_from_this_host(client, sihui, url):
    policy = client.get(url).headers["Content-Security-Policy"]

    directives = dict(part.strip().split(" ", 1) for part in policy.split(";"))
    assert directives["default-src"] == "'none'"
    assert directives["base-uri"] == directives["frame-ancestors"] == "'none'"
    assert directives["script-src"] == directives["style-src"] == directives["img-src"] == "'self'"
    assert directives["form-action"] == "'self'"
    assert "unsafe" not in policy


@pytest.mark.parametrize("url", [url for url in PAGES if url not in {"/", "/b/bbbbb/"}])
def test_pages_hold_no_inline_style_or_script(client, sihui, url):
    page = client.get(url).content.decode()

    assert "<style" not in page
    assert " style=" not in page
    assert " onclick=" not in page
    data_blocks = page.count('<script type="application/ld+json">')  # browsers run none of it
    assert page.count("<script") - data_blocks == page.count("<script src=") == 1


READABLE = [
    *("/b/bbbbb.json", "/b/bbbbb.vcf", "/b/bbbbb.svg", "/b/bbbbb.png", "/r/sihui.png"),
    *("/embed/v1/embed.js", "/embed/v1/bureau/bbbbb/badge.svg", "/oembed/?url=/b/bbbbb/"),
    *("/en/bureaus/list.csv", "/zh-hans/regions/list.json", "/zh-hant/bureaus/list.vcf"),
    *("/en/changes.atom", "/en/priorities/list.atom", "/en/regions/sihui/documents.atom"),
    *("/en/links/redirects.csv", "/en/industries/table.csv"),
]
CLOSED = [
    *("/b/bbbbb/", "/r/sihui/", "/en/opensearch.xml", "/en/search/suggest/?q=sihui", "/robots.txt"),
    *("/embed/v1/bureau/bbbbb/", "/admin/bureaus/bureau/export/csv/", "/static/site.js"),
    *("/embed/v1/?url=/b/bbbbb/", "/sitemap.xml", "/healthz", "/admin/login/"),
]


@pytest.mark.parametrize("url", [*READABLE, "/b/zzzzz.json", "/r/nowhere.png"])
def test_pages_of_any_site_may_read_data_and_the_same_is_sent_to_each(client, sihui, url):
    response = client.get(url)

    assert response["Access-Control-Allow-Origin"] == "*"
    assert {"ETag", "Link"} <= set(response["Access-Control-Expose-Headers"].split(", "))
    assert response["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert not response.cookies
    assert "origin" not in response.get("Vary", "").lower()
    other = client.get(url, headers={"origin": "https://other.example"})
    assert other.headers == response.headers


@pytest.mark.parametrize("url", [*PAGES, *CLOSED])
def test_pages_of_other_sites_read_nothing_else(client, sihui, url):
    response = client.get(url, headers={"origin": "https://other.example"})

    assert "Access-Control-Allow-Origin" not in response


@pytest.fixture
def production(settings, client):
    """Give a client of a site that is secured as production is."""
    found = vars(settings_of(**PRODUCTION))
    for name in ("ALLOWED_HOSTS", *(name for name in found if name.startswith("SECURE_"))):
        setattr(settings, name, found[name])
    client.defaults["SERVER_NAME"] = "directory.example"
    return client


def test_production_tells_browsers_to_stay_with_https(production):
    response = production.get("/", secure=True)

    assert response.status_code == 302
    policy = response["Strict-Transport-Security"]
    assert policy == "max-age=31536000; includeSubDomains; preload"
    assert response["X-Frame-Options"] == "DENY"


def test_production_moves_http_to_https(production):
    response = production.get("/en/bureaus/?q=a")

    assert response.status_code == 301
    assert response["Location"] == "https://directory.example/en/bureaus/?q=a"
