"""The page for partner sites: what to copy, with a preview."""

import re
from html import unescape

import pytest

from tests.factories import make_bureau, make_closed_bureau

pytestmark = pytest.mark.django_db


def snippets(page):
    return [
        unescape(code) for code in re.findall(r"<pre[^>]*><code>(.*?)</code></pre>", page, re.S)
    ]


def preview(page):
    return unescape(re.search(r'<iframe src="([^"]*)"', page)[1])


def test_page_is_there_before_anything_else_is(client, lang):
    response = client.get(f"/{lang}/partners/")

    assert response.status_code == 200
    assert b"<iframe" not in response.content


def test_what_to_copy_is_shown_as_text_and_works(client, quoted):
    page = client.get("/en/partners/?bureau=rwdrb&theme=dark").content.decode()

    title = "Sihui &quot;Office&quot; &amp; Co 四会局"
    address, link, frame, script, badge, oembed = snippets(page)
    assert address == "http://testserver/b/rwdrb/"
    assert link == f'<a href="http://testserver/b/rwdrb/">{title}</a>'
    assert frame == (
        '<iframe src="http://testserver/embed/v1/bureau/rwdrb/?lang=en&amp;theme=dark" '
        f'title="{title}" width="100%" height="420" frameborder="0"></iframe>'
    )
    assert script == (
        '<a class="bureau-directory" href="http://testserver/b/rwdrb/" data-lang="en" '
        f'data-theme="dark">{title}</a>\n'
        '<script src="http://testserver/embed/v1/embed.js" async></script>'
    )
    assert badge == (
        '<a href="http://testserver/b/rwdrb/"><img '
        'src="http://testserver/embed/v1/bureau/rwdrb/badge.svg?lang=en&amp;theme=dark" '
        f'alt="{title}" height="28"></a>'
    )
    assert client.get(oembed).json()["type"] == "rich"
    for source in re.findall(r'src="([^"]*)"', frame + badge + script):
        assert client.get(unescape(source)).status_code == 200


@pytest.mark.parametrize(
    ("query", "frame"),
    [
        ("bureau=rwdrb", "bureau/rwdrb/?lang=en"),
        ("region=sihui", "region/sihui/?lang=en"),
        ("region=441284", "region/sihui/?lang=en"),
        ("industry=tea", "industry/tea/?lang=en"),
        ("q=rwdrb", "bureau/rwdrb/?lang=en"),
        ("q=http://testserver/zh-hans/regions/sihui/", "region/sihui/?lang=en"),
        ("q=sihui&lang=zh-hant", "region/sihui/?lang=zh-hant"),
        ("q=office", "bureau/rwdrb/?lang=en"),
        ("", "bureau/rwdrb/?lang=en"),
        ("bureau=zzzzz", "bureau/rwdrb/?lang=en"),
    ],
)
def test_preview_shows_what_is_asked_for(client, quoted, query, frame):
    page = client.get(f"/en/partners/?{query}").content.decode()

    assert preview(page) == f"/embed/v1/{frame}"
    assert client.get(preview(page)).status_code == 200


def test_preview_speaks_the_language_of_the_page(client, quoted, lang):
    page = client.get(f"/{lang}/partners/").content.decode()

    assert preview(page) == f"/embed/v1/bureau/rwdrb/?lang={lang}"


def test_search_lists_places_and_bureaus_to_choose_from(client, quoted):
    make_bureau(region=quoted.region, name_en="Second", ref="bbbbb")
    make_bureau(region=quoted.region, name_en="Secret", ref="ccccc", status="draft")

    page = client.get("/en/partners/?q=sihui").content.decode()

    for link in ('href="?region=sihui"', 'href="?bureau=rwdrb"', 'href="?bureau=bbbbb"'):
        assert link in page
    assert "Secret" not in page


@pytest.mark.parametrize("query", ["bureau=ccccc", "region=atlantis", "theme=pink", "lang=fr"])
def test_unknown_value_is_named(client, quoted, query):
    make_bureau(name_en="Secret", ref="ccccc", status="draft")

    page = client.get(f"/en/partners/?{query}").content.decode()

    assert 'class="notice"' in page
    assert query.partition("=")[2] in page
    assert "Secret" not in page


def test_closed_bureau_can_still_be_shown(client, quoted):
    make_closed_bureau(quoted, ref="ccccc")

    page = client.get("/en/partners/?bureau=ccccc").content.decode()

    assert preview(page) == "/embed/v1/bureau/ccccc/?lang=en"


def test_page_may_frame_our_own_cards_and_nothing_may_frame_it(client, quoted):
    response = client.get("/en/partners/")

    policy = response["Content-Security-Policy"]
    assert "frame-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert response["X-Frame-Options"] == "DENY"
    assert not response.cookies


def test_every_page_leads_to_it(client, quoted):
    assert b'href="/en/partners/"' in client.get("/en/").content
    assert b'href="/en/partners/?bureau=rwdrb"' in client.get(quoted.get_absolute_url()).content
    assert b'href="/en/partners/?region=sihui"' in client.get("/en/regions/sihui/").content


def test_page_leads_to_everything_that_can_be_taken(client, quoted, lang):
    page = client.get(f"/{lang}/partners/").content.decode()

    own = ("changes.atom", "bureaus/list.csv", "bureaus/list.vcf", "links/", "links/redirects.csv")
    for address in ("/api/v1/docs/", "/api/v1/changes/", *(f"/{lang}/{path}" for path in own)):
        assert f'href="{address}"' in page
        assert client.get(address).status_code == 200


def test_page_of_a_bureau_names_its_other_forms(client, quoted):
    address = client.get("/b/rwdrb/?lang=zh-hans")["Location"]

    page = client.get(address).content.decode()

    found = re.findall(r'rel="alternate" type="([^"]+)" href="(/[^"]+)"', page)
    assert found == [
        ("text/vcard", "/b/rwdrb.vcf?lang=zh-hans"),
        ("application/ld+json", "/b/rwdrb.json?lang=zh-hans"),
        ("application/json", "/api/v1/bureaus/rwdrb/"),
    ]
    assert {client.get(href)["Content-Type"].partition(";")[0] for _type, href in found} == {
        kind for kind, _href in found
    }
