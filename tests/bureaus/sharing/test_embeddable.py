"""Which address of ours stands for which embed, and what is answered where none does."""

from urllib.parse import urlencode

import pytest

pytestmark = pytest.mark.django_db


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
        *("http://elsewhere.example/b/rwdrb/", "//testserver/b/rwdrb/", "javascript:alert(1)"),
        *(f"http://testserver/{path}" for path in ("en/", "en/about/", "admin/")),
        *("http://testserver/b/zzzzz/", "http://testserver/r/%00/"),
        *("http://[::1/", "http://testserver:port/b/rwdrb/x"),
    ],
)
def test_address_without_an_embed_is_answered_politely(client, bureau, url):
    response = client.get(f"/embed/v1/?{urlencode({'url': url})}")

    assert response.status_code == 404
    assert "There is nothing to show at this address." in response.content.decode()
