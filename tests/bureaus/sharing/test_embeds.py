"""What other sites show in frames: cards of bureaus and regions, badges, the script."""

import pytest

from tests.factories import make_bureau, make_check, make_closed_bureau, make_region

pytestmark = pytest.mark.django_db
EMBEDS = [
    *("bureau/rwdrb/", "region/sihui/", "industry/tea/", "?url=http://testserver/b/rwdrb/"),
    *("bureau/zzzzz/", "region/atlantis/", "bureau/rwdrb/?theme=pink", ""),  # refused or unknown
]


@pytest.mark.parametrize("path", EMBEDS)
def test_embed_may_be_framed_everywhere_and_sets_no_cookie(client, bureau, path):
    response = client.get(f"/embed/v1/{path}")

    assert "X-Frame-Options" not in response
    assert "frame-ancestors" not in response["Content-Security-Policy"]
    assert "default-src 'none'" in response["Content-Security-Policy"]
    assert response["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert response["Cross-Origin-Embedder-Policy"] == "require-corp"
    assert response["X-Robots-Tag"] == "noindex"
    assert not response.cookies


def test_bureau_shows_all_there_is_in_the_language_asked_for(client, bureau, lang):
    response = client.get(f"/embed/v1/bureau/rwdrb/?lang={lang.upper()}")
    page = response.content.decode()

    fax = "+86 758 3611188" if lang == "en" else "0758-3611188"
    for text in (
        *("Sihui Office", "四会局", "3F, Centre", "行政中心三楼", "Government page"),
        *("tel:+867583611228", fax, "a@example.org", "https://example.org/"),
        *("Foreign Section", "tel:+867583990000", f'href="/{lang}/bureaus/sihui-office-rwdrb/"'),
    ):
        assert text in page
    assert response["Content-Language"].lower() == lang
    assert "tel:+867583611188" not in page


def test_bureau_shows_only_the_parts_asked_for(client, bureau):
    page = client.get("/embed/v1/bureau/rwdrb/?parts=phone,name&parts=seal").content.decode()

    assert "Sihui Office" in page
    assert "+86 758 3611228" in page
    assert "Not confirmed yet" in page
    for text in ("3611188", "a@example.org", "3F, Centre", "Foreign Section", "Government page"):
        assert text not in page


@pytest.mark.parametrize("theme", ["auto", "light", "dark"])
def test_theme_is_chosen_by_the_page_around(client, bureau, theme):
    page = client.get(f"/embed/v1/bureau/rwdrb/?theme={theme}").content.decode()

    assert f'<html lang="en" class="{theme}">' in page


@pytest.mark.parametrize(
    "query", ["theme=pink", "parts=name,soul", "lang=fr", "parts=%3Cscript%3E"]
)
@pytest.mark.parametrize("thing", ["bureau/rwdrb", "region/sihui", "industry/tea"])
def test_unknown_option_is_refused_with_what_is_known(client, bureau, thing, query):
    response = client.get(f"/embed/v1/{thing}/?{query}")

    assert response.status_code == 400
    assert b"is not a known value of" in response.content
    assert b"Known: " in response.content
    assert b"<script>" not in response.content


def test_embed_of_a_closed_bureau_shows_its_successors(client, bureau):
    make_closed_bureau(bureau, closure="merged", name_en="Old Office", ref="ccccc")

    response = client.get("/embed/v1/bureau/ccccc/?parts=name,phone")
    page = response.content.decode()

    assert response.status_code == 200
    assert "Old Office" in page
    assert "Merged into another" in page
    assert "Sihui Office" in page
    assert "tel:+867583611228" in page
    assert "3F, Centre" not in page


def test_embed_of_an_abolished_bureau_leads_to_its_place(client):
    sihui = make_region(name="Sihui")
    make_closed_bureau(closure="abolished", region=sihui, ref="ccccc")

    response = client.get("/embed/v1/bureau/ccccc/")

    assert response.status_code == 410
    assert b'href="/en/regions/sihui/"' in response.content
    assert "X-Frame-Options" not in response


def test_region_shows_bureaus_and_what_it_wants(client, bureau):
    page = client.get("/embed/v1/region/sihui/").content.decode()

    for text in (
        "Sihui Office",
        "tel:+867583611228",
        "Green tea",
        "Target industries in Sihui, 2024",
    ):
        assert text in page


def test_row_without_phone_and_email_shows_the_website(client):
    sihui = make_region(name="Sihui")
    make_bureau(region=sihui, website="https://office.example/")
    make_bureau(region=sihui, website="https://other.example/", email="a@other.example")

    page = client.get("/embed/v1/region/sihui/").content.decode()

    assert 'href="https://office.example/"' in page
    assert "mailto:a@other.example" in page
    assert "https://other.example/" not in page


def test_region_shows_only_the_parts_asked_for(client, bureau):
    page = client.get("/embed/v1/region/sihui/?parts=bureaus").content.decode()

    assert "Sihui Office" in page
    assert "tel:" not in page
    assert "Green tea" not in page


def test_region_shows_ten_bureaus_and_leads_to_the_rest(client):
    sihui = make_region(name="Sihui")
    for number in range(12):
        make_bureau(region=sihui, name_en=f"Office {number:02}")

    page = client.get("/embed/v1/region/sihui/?parts=bureaus").content.decode()

    assert "Office 09" in page
    assert "Office 10" not in page
    assert "All 12 bureaus in Sihui" in page


@pytest.mark.parametrize(
    ("state", "text"),
    [("new", "Not confirmed yet"), ("checked", "Checked "), ("closed", "Closed")],
)
def test_badge_says_whether_the_contacts_are_checked(client, state, text):
    bureau = make_bureau(ref="bbbbb")
    if state == "checked":
        make_check(bureau)
    if state == "closed":
        make_closed_bureau(bureau, ref="rwdrb")

    svg = client.get(f"/embed/v1/bureau/{'rwdrb' if state == 'closed' else 'bbbbb'}/badge.svg")

    assert svg["Content-Type"] == "image/svg+xml"
    assert f"<title>{text}" in svg.content.decode()


def test_script_fits_two_kilobytes_and_may_be_kept_for_a_day(client):
    response = client.get("/embed/v1/embed.js")

    assert len(response.content) <= 2000
    assert response["Content-Type"] == "text/javascript; charset=utf-8"
    assert response["Cache-Control"] == "public, max-age=86400"


def test_card_of_a_place_without_bureaus_leads_to_the_next_one_and_the_hotline(client):
    province = make_region(name="Fujian")
    city = make_region(name="Ningde", level="prefecture", parent=province, dial_code="0593")
    make_bureau(region=province, name_en="Department", phone="0591-87826719")

    card = client.get(f"/embed/v1/region/{city.slug}/?lang=en").content.decode()

    assert "No bureau of Ningde is listed; Fujian’s is." in card
    assert "tel:+8659187826719" in card
    assert "0593-12345" in card
