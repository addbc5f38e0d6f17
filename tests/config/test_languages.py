"""Language tags of BCP 47, as people and programs write them, in addresses and headers."""

import pytest

from tests.factories import make_bureau, make_industry, make_region

pytestmark = pytest.mark.django_db

SPELLINGS = [
    *(("zh-CN", "zh-hans"), ("zh_CN", "zh-hans"), ("zh", "zh-hans"), ("ZH", "zh-hans")),
    *(("zh-SG", "zh-hans"), ("zh-MY", "zh-hans"), ("zh-Hans", "zh-hans"), ("zho", "zh-hans")),
    *(("zh-Hans-CN", "zh-hans"), ("zh-Hans-HK", "zh-hans"), ("cmn", "zh-hans")),
    *(("cmn-Hans-CN", "zh-hans"), ("yue-CN", "zh-hans"), ("yue-Hans", "zh-hans")),
    *(("wuu", "zh-hans"), ("nan", "zh-hans"), ("hak-CN", "zh-hans"), ("lzh", "zh-hans")),
    *(("zh-TW", "zh-hant"), ("zh_TW", "zh-hant"), ("zh-tw", "zh-hant"), ("ZH-HK", "zh-hant")),
    *(("zh-MO", "zh-hant"), ("zh-Hant", "zh-hant"), ("zh_Hant_HK", "zh-hant")),
    *(("zh-Hant-CN", "zh-hant"), ("cmn-Hant-TW", "zh-hant"), ("yue", "zh-hant")),
    *(("yue-HK", "zh-hant"), ("zh-yue", "zh-hant"), ("nan-TW", "zh-hant"), ("hak-TW", "zh-hant")),
    *(("en-US", "en"), ("en_GB", "en"), ("EN", "en"), ("eng", "en"), ("en-Latn-CN", "en")),
]
NO_TAGS = ["de", "ja", "tlh", "english", "zhong", "zh-", "zh--CN", "zh.CN", "中文", "x-zh", "e"]


@pytest.fixture(scope="module", autouse=True)
def world(once):
    sihui = make_region(name="Sihui", name_zh_hans="四会", name_zh_hant="四會")
    names = {"name_zh_hans": "四会局", "name_zh_hant": "四會局"}
    make_bureau(region=sihui, ref="rwdrb", name_en="Office", languages=["zh", "yue"], **names)
    make_bureau(region=sihui, ref="bbbbb", name_en="Other", languages=["en"])
    make_industry(slug="tea", name_zh_hans="茶", name_zh_hant="茶葉")


@pytest.mark.parametrize(("tag", "lang"), SPELLINGS)
def test_page_under_another_spelling_of_a_language_is_led_to(client, tag, lang):
    response = client.get(f"/{tag}/bureaus/?region=sihui&q=a%26b+%E5%9B%9B")

    assert response.status_code == 301
    assert response["Location"] == f"/{lang}/bureaus/?region=sihui&q=a%26b+%E5%9B%9B"
    assert response["Content-Language"] == lang


@pytest.mark.parametrize(("tag", "lang"), SPELLINGS)
def test_language_may_be_asked_for_in_any_spelling(client, tag, lang):
    name = {"en": "Office", "zh-hans": "四会局", "zh-hant": "四會局"}[lang]
    card, embed, record = (
        client.get(f"/{path}?lang={tag}")
        for path in ("b/rwdrb.vcf", "embed/v1/bureau/rwdrb/", "b/rwdrb.json")
    )
    oembed = client.get(f"/oembed/?url=http://testserver/b/rwdrb/&lang={tag}").json()

    assert client.get(f"/b/rwdrb/?lang={tag}")["Location"] == f"/{lang}/bureaus/office-rwdrb/"
    assert client.get(f"/r/sihui/?lang={tag}")["Location"] == f"/{lang}/regions/sihui/"
    assert f"FN:{name}\r\n" in client.get(f"/b/rwdrb.vcf?lang={tag}&version=3.0").text
    assert [a["Content-Language"].lower() for a in (card, embed, record)] == [lang] * 3
    assert name in embed.text
    assert record.json()["name"] == name
    assert oembed["title"].startswith(name)
    assert f"/embed/v1/bureau/rwdrb/?lang={lang}" in oembed["html"]


@pytest.mark.parametrize("path", ["r/sihui.png", "b/rwdrb.png", "b/rwdrb.svg"])
@pytest.mark.parametrize("tag", ["zh-CN", "zh_TW", "zh", "EN", "yue"])
def test_pictures_take_every_spelling_too(client, path, tag):
    assert client.get(f"/{path}?lang={tag}").status_code == 200


@pytest.mark.parametrize("path", ["region/sihui/", "industry/tea/", "bureau/rwdrb/badge.svg"])
@pytest.mark.parametrize(
    ("tag", "lang"), [("zh-CN", "zh-Hans"), ("zh_TW", "zh-Hant"), ("yue", "zh-Hant")]
)
def test_cards_take_every_spelling_too(client, path, tag, lang):
    response = client.get(f"/embed/v1/{path}?lang={tag}")

    assert (response.status_code, response["Content-Language"]) == (200, lang)


@pytest.mark.parametrize("tag", NO_TAGS)
def test_other_languages_are_no_page_and_are_refused_by_name(client, tag):
    assert client.get(f"/{tag}/bureaus/").status_code == 404
    for path in ("b/rwdrb.vcf", "embed/v1/bureau/rwdrb/", "embed/v1/region/sihui/"):
        response = client.get(f"/{path}?lang={tag}")

        assert response.status_code == 400
        assert "Known: en, zh-hans, zh-hant" in response.text
    header = {"accept-language": "zh-TW"}
    assert client.get(f"/b/rwdrb/?lang={tag}", headers=header)["Location"].startswith("/zh-hant/")


@pytest.mark.parametrize(
    ("address", "target"),
    [
        ("/zh-CN", "/zh-hans/"),
        ("/zh-CN/", "/zh-hans/"),
        ("/EN/about", "/en/about"),
        ("/zh-TW/regions/四会/", "/zh-hant/regions/%E5%9B%9B%E4%BC%9A/"),
        ("/zh-TW/bureaus/a%3Fb-rwdrb/?x=1", "/zh-hant/bureaus/a%3Fb-rwdrb/?x=1"),
        ("/zh%5FTW/?a=1&a=2", "/zh-hant/?a=1&a=2"),
        ("/zh-HK/changes.atom", "/zh-hant/changes.atom"),
        ("/zh-CN//evil.example/", "/zh-hans//evil.example/"),
        ("/zh-CN/%2F/evil.example/", "/zh-hans///evil.example/"),
        ("/zh-CN/\\evil.example/", "/zh-hans/%5Cevil.example/"),
        ("/zh-CN/https://evil.example/", "/zh-hans/https://evil.example/"),
        ("/zh-CN/a%0D%0ASet-Cookie:x", "/zh-hans/a%0D%0ASet-Cookie:x"),
        ("/zh-CN/nothing/", "/zh-hans/nothing/"),
    ],
)
def test_redirect_keeps_what_was_asked_for_and_stays_on_the_site(client, address, target):
    response = client.get(address)

    assert (response.status_code, response["Location"]) == (301, target)


@pytest.mark.parametrize("address", ["//zh-CN/", "///zh-CN/x", "//evil.example/zh-CN/"])
def test_language_that_does_not_come_first_leads_nowhere(client, address):
    assert client.get("/", PATH_INFO=address).status_code == 404


@pytest.mark.parametrize("method", ["get", "head"])
def test_reading_is_led_on_for_good(client, method):
    assert getattr(client, method)("/zh-CN/about/").status_code == 301


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch", "options"])
def test_what_is_sent_is_sent_again_and_not_lost(client, method):
    response = getattr(client, method)("/zh-TW/bureaus/add/?region=sihui")

    assert response.status_code == 308
    assert response["Location"] == "/zh-hant/bureaus/add/?region=sihui"


def test_scripts_of_other_sites_may_follow_to_a_file(client):
    response = client.get("/zh-CN/bureaus/list.json", headers={"origin": "https://a.example"})

    assert response["Access-Control-Allow-Origin"] == "*"
    assert client.get(response["Location"]).status_code == 200


def test_present_spelling_is_not_led_anywhere_and_depends_on_no_header(client, lang):
    response = client.get(f"/{lang}/about/", headers={"accept-language": "yue"})

    assert response.status_code == 200
    assert response["Content-Language"] == lang
    assert "accept-language" not in response["Vary"].lower()


@pytest.mark.parametrize(
    ("header", "lang"),
    [
        *SPELLINGS,
        ("yue, en;q=0.5", "zh-hant"),
        ("de, yue;q=0.8, en;q=0.9", "en"),
        ("zh-TW, zh-CN", "zh-hant"),
        ("zh-CN, zh-TW", "zh-hans"),
        ("zh-TW;q=0.5, zh-CN;q=0.9, en;q=0.1", "zh-hans"),
        ("zh;q=0, en", "en"),
        ("zh;q=0", "en"),
        ("zh;q=0.0, zh-TW", "zh-hant"),
        ("zh-CN, zh;q=0", "zh-hans"),
        ("en;q=0", "en"),
        ("en;q=0, *", "zh-hans"),
        ("en;q=0, *;q=0", "en"),
        ("de, *;q=0.1", "en"),
        ("*", "en"),
        ("*;q=0", "en"),
        ("en-US;Q=0.3 , zh-hk ; q=0.4", "zh-hant"),
        ("zh;q=0.001", "zh-hans"),
        ("zh;q=, en;q=x, yue;q=9", "en"),
        ("zh;;q=1, zh-TW", "zh-hant"),
        ("日本語, zh-TW", "zh-hant"),
        (",,, zh-CN ,", "zh-hans"),
        ("de-DE, fr;q=0.5", "en"),
        ("zh-" + "a" * 500, "en"),
        ("zh-TW;q=1." + "0" * 5000, "zh-hant"),
    ],
)
@pytest.mark.parametrize(("address", "rest"), [("/", ""), ("/about/", "about/")])
def test_browser_says_its_languages_in_any_spelling(client, header, lang, address, rest):
    response = client.get(address, headers={"accept-language": header})

    assert (response.status_code, response["Location"]) == (302, f"/{lang}/{rest}")


@pytest.mark.parametrize(
    ("url", "frame"),
    [
        ("http://testserver/zh-CN/regions/sihui/", "region/sihui/?lang=zh-hans"),
        ("http://testserver/zh_TW/bureaus/office-rwdrb/", "bureau/rwdrb/?lang=zh-hant"),
        ("http://testserver/EN-us/industries/tea/", "industry/tea/?lang=en"),
        ("http://testserver/b/rwdrb/?lang=zh-TW", "bureau/rwdrb/?lang=zh-hant"),
        ("http://testserver/r/sihui/?x=1&lang=zh", "region/sihui/?lang=zh-hans"),
        ("http://testserver/r/sihui/?lang=de", "region/sihui/"),
        ("http://testserver/yue/regions/sihui/?lang=en", "region/sihui/?lang=zh-hant"),
    ],
)
def test_card_is_found_by_an_address_in_any_spelling(client, url, frame):
    response = client.get("/embed/v1/", {"url": url})
    answer = client.get("/oembed/", {"url": url}).json()

    assert response["Location"] == f"/embed/v1/{frame}"
    assert f"/embed/v1/{frame}" in answer["html"]


@pytest.mark.parametrize(
    ("address", "to"),
    [
        ("/zh-CN/regions/sihui/", "/zh-hans/regions/sihui/"),
        ("http://testserver/zh_TW/bureaus/office-rwdrb/", "/zh-hant/bureaus/office-rwdrb/"),
        ("/zh/bureaus/old-name-rwdrb/?a=1", "/zh-hans/bureaus/office-rwdrb/?a=1"),
        ("/yue/about", "/zh-hant/about/"),
        ("/EN", "/en/"),
        ("/de/about/", None),
    ],
)
def test_link_check_knows_where_another_spelling_leads(client, address, to):
    (result,) = client.get("/api/v1/links/check", {"url": address}).json()["results"]

    assert result["status"] == ("moved" if to else "unknown")
    assert result["to"] == (to and f"http://testserver{to}")


@pytest.mark.parametrize(
    ("tag", "refs"),
    [
        *(("zh", ["rwdrb"]), ("zh-CN", ["rwdrb"]), ("zh_TW", ["rwdrb"]), ("ZH", ["rwdrb"])),
        *(("cmn", ["rwdrb"]), ("cmn-Hant", ["rwdrb"]), ("zh-Hans", ["rwdrb"])),
        *(("yue", ["rwdrb"]), ("zh-yue-HK", ["rwdrb"]), ("YUE-Hant", ["rwdrb"])),
        *(("EN", ["bbbbb"]), ("en_GB", ["bbbbb"]), ("ja-JP", [])),
    ],
)
@pytest.mark.either_database
def test_spoken_language_is_filtered_by_in_any_spelling(client, tag, refs):
    page = client.get(f"/en/bureaus/?language={tag}")
    answer = client.get(f"/api/v1/bureaus/?language={tag}").json()

    assert [bureau.ref for bureau in page.context["object_list"]] == refs
    assert not page.context["notices"]
    assert [record["ref"] for record in answer["results"]] == refs
    assert all("language=" not in chip.without for chip in page.context["chips"])


@pytest.mark.parametrize("tag", ["tlh", "wuu", "zh-", "chinese"])
def test_unknown_spoken_language_is_named_as_it_was_written(client, tag):
    page = client.get(f"/en/bureaus/?language={tag}")
    answer = client.get(f"/api/v1/bureaus/?language={tag}")

    assert not page.context["object_list"]
    assert f"“{tag}” is not a known value" in page.context["notices"][0]
    assert (answer.status_code, answer.json()["errors"][0]["value"]) == (400, tag)
