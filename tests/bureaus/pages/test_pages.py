"""What the public pages show."""

from datetime import timedelta

import pytest
from django.utils import timezone
from django.utils.formats import date_format

from bureaus.lists.counts import count_by_own_region
from bureaus.lists.ladder import other_ways
from bureaus.models import Bureau, BureauAlias
from bureaus.pages.regions import bureaus_inside
from tests.factories import make_bureau, make_check, make_contact_point, make_region

LANGUAGES = [("en", "en"), ("zh-hans", "zh-Hans"), ("zh-hant", "zh-Hant")]
pytestmark = pytest.mark.django_db
in_every_language = pytest.mark.parametrize(("lang", "tag"), LANGUAGES)


def read(client, url, status=200):
    response = client.get(url)
    assert response.status_code == status
    return response.content.decode()


@pytest.fixture(scope="module")
def zhaoqing(once):
    names = {"name": "Zhaoqing", "name_zh_hans": "肇庆", "name_zh_hant": "肇慶"}
    guangdong = make_region(name="Guangdong", name_zh_hans="广东", name_zh_hant="廣東")
    return make_region(**names, parent=guangdong, level="prefecture", kind="prefecture-level-city")


@pytest.fixture(scope="module")
def sihui(once, zhaoqing):
    names = {"name": "Sihui", "name_zh_hans": "四会", "name_zh_hant": "四會"}
    return make_region(**names, full_name_en="Sihui City", level="county", parent=zhaoqing)


@in_every_language
@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("", "/regions/guangdong/"),
        ("bureaus/", "Sihui Bureau"),
        ("bureaus/sihui-bureau-rwdrb/", "Sihui Bureau"),
        ("regions/", "/regions/sihui/"),
        ("regions/?letter=s", "/regions/sihui/"),
        ("regions/?level=county", "/regions/sihui/"),
        ("regions/sihui/", "Sihui Bureau"),
        ("about/", "2024"),
    ],
)
def test_pages_open_in_every_language(client, sihui, lang, tag, path, text):
    make_bureau(region=sihui, name_en="Sihui Bureau", ref="rwdrb", source_date="2024-01-24")

    page = read(client, f"/{lang}/{path}")

    assert f'<html lang="{tag}">' in page
    assert text in page
    for code, other in LANGUAGES:
        assert f'hreflang="{other}" href="http://testserver/{code}/{path}"' in page


@pytest.mark.parametrize(
    ("lang", "names", "shown"),
    [
        ("en", {"name_en": "", "name_zh_hans": "四会局"}, '<span lang="zh-Hans">四会局</span>'),
        ("zh-hans", {"name_en": "Only E"}, '<span lang="en">Only E</span>'),
        ("zh-hant", {"name_en": "Only E"}, '<span lang="en">Only E</span>'),
        ("zh-hant", {"name_zh_hans": "四会局"}, '<span lang="zh-Hans">四会局</span>'),
        ("zh-hans", {"name_zh_hant": "四會局"}, '<span lang="zh-Hant">四會局</span>'),
    ],
)
@pytest.mark.parametrize("path", ["bureaus/", "bureaus/x-rwdrb/", "regions/sihui/"])
def test_name_in_another_language_is_marked(client, sihui, lang, names, shown, path):
    bureau = make_bureau(region=sihui, ref="rwdrb", **names)

    page = read(client, f"/{lang}/{path.replace('x-', f'{bureau.slug}-')}")

    assert shown in page


@in_every_language
def test_name_in_the_language_of_the_page_is_not_marked(client, lang, tag):
    names = {"name_en": "Sihui Bureau", "name_zh_hans": "四会局", "name_zh_hant": "四會局"}
    make_bureau(**names, ref="rwdrb")

    page = read(client, f"/{lang}/bureaus/sihui-bureau-rwdrb/")

    own = names[f"name_{lang.replace('-', '_')}"]
    assert f'<h1>{own}<span class="also" lang=' in page


@pytest.mark.parametrize(("days", "words"), [(10, "Checked"), (400, "Not checked since")])
def test_seal_tells_fresh_checks_from_old_ones(client, days, words):
    day = timezone.localdate() - timedelta(days=days)
    make_check(make_bureau(name_en="A", ref="rwdrb"), date=day)

    page = read(client, "/en/bureaus/a-rwdrb/")

    assert f"{words} {date_format(day, 'j F Y')}" in page
    assert "Not confirmed yet" not in page


def test_what_is_missing_is_said_or_left_out(client):
    make_bureau(name_en="Bare", ref="rwdrb")

    page = read(client, "/en/bureaus/bare-rwdrb/")

    assert "No phone number yet" in page
    assert "Add the number" in page
    assert "Source not recorded" in page
    assert "from an undated source" in page
    for absent in ("Fax", "Email", "Website", "Hours", "Address", "Find it on"):
        assert f">{absent}" not in page


def test_row_shows_a_phone_else_an_email_else_the_website(client):
    ways = {"phone": "0758-3611228", "email": "a@office.example", "website": "https://o.example/"}
    make_bureau(**ways, phone_label="general-office")
    make_bureau(**ways | {"phone": ""})
    make_bureau(website="https://last.example/")

    page = read(client, "/en/bureaus/")

    assert page.count('href="tel:+867583611228"') == page.count("General office") == 1
    assert page.count('href="mailto:a@office.example"') == 1
    assert 'href="https://last.example/"' in page
    assert "https://o.example/" not in page


def test_chinese_pages_begin_with_what_is_used_inside_the_country(client):
    make_bureau(
        name_en="A",
        ref="rwdrb",
        phone="0758-3611228",
        address_en="1 Tea Road",
        address_zh_hans="茶路1号",
    )

    chinese = read(client, "/zh-hans/bureaus/a-rwdrb/").partition("<main")[2]
    english = read(client, "/en/bureaus/a-rwdrb/").partition("<main")[2]

    assert chinese.index("0758-3611228") < chinese.index("+86 758 3611228")
    assert chinese.index('id="a-zh"') < chinese.index('id="a-en"')
    assert english.index("+86 758 3611228") < english.index("0758-3611228")
    assert english.index('id="a-en"') < english.index('id="a-zh"')


def test_maps_are_asked_for_the_address_by_its_text_in_plain_links(client):
    make_bureau(name_en="A", ref="rwdrb", address_en="1 Tea & Rice Road", address_zh_hans="茶路")

    page = read(client, "/en/bureaus/a-rwdrb/")
    page = page.partition('id="address"')[2].partition("</section>")[0]

    for start in ("uri.amap.com/search?keyword", "output=html", "maps.apple.com/?q"):
        assert start in page
    assert page.count("%E8%8C%B6%E8%B7%AF") == 3
    assert page.count('rel="external nofollow"') == 4


def test_unreadable_phone_is_shown_as_printed_without_a_link(client):
    make_bureau(name_en="A", ref="rwdrb", phone="ask at the gate")

    page = read(client, "/en/bureaus/a-rwdrb/")

    assert '<span id="no1">ask at the gate</span>' in page
    assert "tel:" not in page
    assert ">Call<" not in page


def test_bureau_page_shows_desks_aliases_and_hours(client):
    bureau = make_bureau(name_en="A", ref="rwdrb", hours="Mo-Fr 09:00-17:00", notes="Private")
    make_contact_point(bureau, name_en="Foreign Investment Section", phone="0758-3990000")
    BureauAlias.objects.create(bureau=bureau, kind="former_name", value="旧局", language="zh-Hans")

    page = read(client, "/en/bureaus/a-rwdrb/")

    assert "Foreign Investment Section" in page
    assert "+86 758 3990000" in page
    assert '<li lang="zh-Hans">旧局</li>' in page
    assert "09:00" in page
    assert "Private" not in page


def test_website_and_hours_are_told_of_the_bureau_and_not_of_its_desks(client):
    website = "https://office.example/"
    bureau = make_bureau(name_en="A", ref="bbbbb", hours="Mo-Fr 09:00-12:00", website=website)
    make_contact_point(bureau)

    page = read(client, "/en/bureaus/a-bbbbb/")

    assert page.count(f'href="{website}"') == 1
    assert page.count("09:00–12:00") == 1


def test_region_page_gives_own_then_inside_then_overlapping_and_above_as_steps(
    client, zhaoqing, sihui
):
    zone = make_region(name="Gem Zone", level="zone", kind="industrial-park", parent=sihui)
    park = make_region(name="Big Park", level="zone", kind="industrial-park", parent=zhaoqing)
    park.overlaps.add(sihui)
    places = [sihui, zone, park, zhaoqing, zhaoqing.parent]
    for place in [*places, make_region(name="Elsewhere")]:
        make_bureau(region=place, name_en=f"{place.name_en} Office")

    page = read(client, "/en/regions/sihui/")

    order = [page.index(f">{place.name_en} Office<") for place in places]
    assert order == sorted(order)
    assert "Elsewhere" not in page
    steps = [part.split("</h3>")[0] for part in page.split("<h3>Ask ")[1:]]
    assert steps[:3] == ["Big Park", "Zhaoqing", zhaoqing.parent.name_en]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["changsha", "sihui", "sleepy", "songjiang", "zhaoqing"]),
        ("letter=s", ["sihui", "sleepy", "songjiang"]),
        ("letter=s&letter=c", ["changsha", "sihui", "sleepy", "songjiang"]),
        ("level=county", ["sihui"]),
        ("letter=s&level=prefecture", ["sleepy", "songjiang"]),
        ("letter=1", []),
        ("level=galaxy", []),
    ],
)
def test_region_list_holds_all_places_by_letter_and_level(client, sihui, query, expected):
    make_bureau(region=sihui)
    for name in ("Changsha", "Songjiang"):
        make_bureau(region=make_region(name=name, level="prefecture"))
    make_region(name="Sleepy", level="prefecture")

    response = client.get(f"/en/regions/?{query}")

    assert [place.slug for place in response.context["object_list"]] == expected
    assert len(response.context["notices"]) == ("1" in query or "galaxy" in query)


def test_list_without_results_offers_one_link_per_filter(client):
    make_bureau(kind="commerce")

    page = read(client, "/en/bureaus/?q=nowhere&kind=commerce&checked=yes")

    help_ = page[page.index("Nothing matches all of this") :]
    assert help_.count(">Without ") == 3
    assert 'href="?kind=commerce&amp;checked=yes"' in help_
    assert 'href="?q=nowhere&amp;checked=yes"' in help_
    assert 'href="?q=nowhere&amp;kind=commerce"' in help_


@pytest.mark.parametrize(
    ("lang", "tag", "name"),
    [("en", "zh-Hans", "肇庆"), ("zh-hans", "zh-Hans", "肇庆"), ("zh-hant", "zh-Hant", "肇慶")],
)
def test_title_slip_is_in_the_characters_of_the_page(client, zhaoqing, lang, tag, name):
    make_bureau(region=zhaoqing, name_en="Bureau", ref="rwdrb")

    page = read(client, f"/{lang}/bureaus/bureau-rwdrb/")

    assert f'<p class="slip" lang="{tag}" aria-hidden="true">{name}</p>' in page


def test_place_shows_some_inside_and_leads_to_those_around_from_narrow_to_wide():
    province = make_region(name="Guangdong")
    city = make_region(level="prefecture", parent=province)
    county = make_region(level="county", parent=city)
    zone = make_region(level="zone", parent=make_region(level="county", parent=province))
    zone.overlaps.add(city)
    own, inside, beyond = make_bureau(region=city), make_bureau(region=county), make_bureau()
    make_bureau(region=county, name_en="Too many")
    wide, reaching = make_bureau(region=province), make_bureau(region=zone)

    own_counts = count_by_own_region(Bureau.objects.published().within(city))
    shown, around = bureaus_inside(city, own_counts, most=2), other_ways(city).around

    assert (shown, set(around)) == ([own, inside], {reaching, wide})
    assert beyond not in [*shown, *around]
