"""Addresses without a language: partners print them, so they must lead on for ever."""

import pytest

from tests.factories import make_bureau, make_renamed_regions

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module", autouse=True)
def places(once):
    sihui = make_renamed_regions()
    sihui.aliases.create(kind="former_name", value="四会县")
    make_bureau(region=sihui, name_en="Bureau of Sihui", ref="rwdrb")


@pytest.mark.parametrize(
    ("url", "target"),
    [
        ("/", "/en/"),
        ("/b/rwdrb/", "/en/bureaus/bureau-of-sihui-rwdrb/"),
        ("/r/四会县/", "/en/regions/sihui/"),
    ],
)
def test_permanent_address_leads_to_the_english_page_by_default(client, url, target):
    response = client.get(url)

    assert response.status_code == 302
    assert response["Location"] == target


@pytest.mark.parametrize("value", ["441284", "szewui"])
@pytest.mark.parametrize("url", ["/embed/v1/region/{}/?lang=en", "/r/{}.png?lang=en"])
def test_card_and_picture_of_a_region_are_found_by_any_name(client, url, value):
    response = client.get(url.format(value))

    assert (response.status_code, response["Location"]) == (301, url.format("sihui"))


@pytest.mark.parametrize("header", ["zh-TW,zh;q=0.9", "", "garbage"])
@pytest.mark.parametrize(
    ("url", "target"),
    [
        ("/?lang=en", "/en/"),
        ("/?lang=zh-hans", "/zh-hans/"),
        ("/?lang=zh-Hant", "/zh-hant/"),
        ("/b/rwdrb/?lang=zh-hans", "/zh-hans/bureaus/bureau-of-sihui-rwdrb/"),
        ("/r/441284/?lang=zh-hant", "/zh-hant/regions/sihui/"),
    ],
)
def test_lang_decides_whatever_the_browser_says(client, header, url, target):
    response = client.get(url, HTTP_ACCEPT_LANGUAGE=header)

    assert response.status_code == 302
    assert response["Location"] == target


@pytest.mark.parametrize(
    ("header", "lang"),
    [
        ("en-GB,en;q=0.5", "en"),
        ("zh-CN,zh;q=0.9,en;q=0.8", "zh-hans"),
        ("zh-SG", "zh-hans"),
        ("zh", "zh-hans"),
        ("zh-TW,zh;q=0.9,en;q=0.8", "zh-hant"),
        ("zh-HK", "zh-hant"),
        ("zh-MO", "zh-hant"),
        ("zh-Hant-HK", "zh-hant"),
        ("de", "en"),
        ("de-DE,de;q=0.9,zh-CN;q=0.3", "zh-hans"),
        ("en;q=0.1,zh-CN", "zh-hans"),
        ("*", "en"),
        ("garbage;;;q=x,,%%", "en"),
        ("é" * 300, "en"),
        ("", "en"),
    ],
)
@pytest.mark.parametrize("query", ["", "?lang=", "?lang=tlh"])
def test_browser_decides_the_language_where_lang_does_not(client, header, lang, query):
    for url, path in [("/", ""), ("/r/sihui/", "regions/sihui/")]:
        response = client.get(f"{url}{query}", HTTP_ACCEPT_LANGUAGE=header)

        assert response.status_code == 302
        assert response["Location"] == f"/{lang}/{path}"


@pytest.mark.parametrize("url", ["/", "/b/rwdrb/", "/r/sihui/", "/r/320586/", "/?lang=en"])
def test_caches_are_told_that_the_browser_language_matters(client, url):
    assert "accept-language" in client.get(url)["Vary"].lower()


@pytest.mark.parametrize(
    ("url", "link"), [("/r/320586/", "/{}/regions/"), ("/embed/v1/region/320586/", "/r/")]
)
def test_split_code_offers_each_successor(client, lang, url, link):
    response = client.get(f"{url}?lang={lang}")
    page = response.content.decode()

    assert response.status_code == 300
    for successor in ("wuzhong", "xiangcheng"):
        assert f'href="{link.format(lang)}{successor}/"' in page
    assert "sihui" not in page


def test_permanent_address_survives_a_new_name(client):
    bureau = make_bureau(name_en="First Name", ref="bbbbb")
    bureau.name_en = "Second Name"
    bureau.save()

    assert client.get("/b/bbbbb/")["Location"] == "/en/bureaus/second-name-bbbbb/"


@pytest.mark.parametrize(
    "url",
    ["/b/zzzzz/", "/b/rwdr/", "/b/aeiou/", "/b/", "/r/", "/r/atlantis/", "/r/999999/"],
)
def test_unknown_address_is_not_found(client, url):
    response = client.get(url)

    assert response.status_code == 404
    assert b'role="search"' in response.content
