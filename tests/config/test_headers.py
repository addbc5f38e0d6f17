"""What protects the readers of public pages."""

import json

import pytest

from tests.config.programs import PRODUCTION, evaluate
from tests.factories import make_bureau, make_closed_bureau, make_region

PAGES = [
    "/",
    "/en/",
    "/zh-hans/about/",
    "/zh-hant/bureaus/?q=sihui",
    "/en/bureaus/a-bbbbb/",
    "/en/bureaus/old-ccccc/",
    "/en/regions/",
    "/en/regions/sihui/",
    "/b/bbbbb/",
    "/en/nothing/",
]


@pytest.fixture
def sihui(db):
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


def answer(path, **options):
    """Give status and headers of a request to production's settings."""
    code = (
        "import json; from django.test import Client;"
        f"r = Client(headers={{'host': 'directory.example'}}).get({path!r}, **{options!r});"
        "print(json.dumps([r.status_code, dict(r.headers)]))"
    )
    environment = PRODUCTION | {"LOG_LEVEL": "ERROR"}
    return json.loads(evaluate(code, **environment).splitlines()[-1])


def test_production_tells_browsers_to_stay_with_https():
    status, headers = answer("/", secure=True)

    assert status == 302
    assert headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains; preload"
    assert headers["X-Frame-Options"] == "DENY"


def test_production_moves_http_to_https():
    status, headers = answer("/en/bureaus/?q=a")

    assert status == 301
    assert headers["Location"] == "https://directory.example/en/bureaus/?q=a"
