"""Who wants an industry: the page of one, the ranking of all, and the table of provinces."""

import re

import pytest

from tests.factories import (
    make_bureau,
    make_document,
    make_evidence,
    make_industry,
    make_national_priority,
    make_priority,
    make_region,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def tea(once):
    return make_industry(slug="tea", name_en="Tea")


@pytest.fixture(scope="module")
def provinces(once, tea):
    """Make three provinces: two have reports for 2026, of which one names tea; one has none."""
    names = {"Anhui": "340000", "Hebei": "130000", "Taiwan": "710000"}
    anhui, hebei, taiwan = (make_region(name=name, code=code) for name, code in names.items())
    for region, industries in ((anhui, [tea]), (hebei, [])):
        make_priority(region=region, year=2026, industries=industries)
    return anhui, hebei, taiwan


def make_news(region, **values):
    return make_priority(
        region=region, document=make_document(region=region, kind="article"), **values
    )


def show(client, address="/en/industries/tea/"):
    response = client.get(address)
    assert response.status_code == 200
    return response, " ".join(response.content.decode().split())


def names(rows):
    return [row["region"].name for row in rows]


def test_share_names_its_whole(client, provinces):
    _response, page = show(client)

    assert "1 of the 2 provinces with a report for 2026 names it." in page
    assert 'content="Tea: 1 of the 2 provinces with a report for 2026 names it.' in page


def test_what_is_no_report_is_called_a_document(client, provinces, tea):
    taiwan = provinces[2]
    plan = make_document(region=taiwan, kind="plan")
    make_priority(region=taiwan, document=plan, year=2026, industries=[tea])

    _response, page = show(client)

    assert "2 of the 3 provinces with a document for 2026 name it." in page


def test_news_makes_no_province_count_and_is_called_news(client, provinces, tea):
    make_news(provinces[2], year=2026, industries=[tea])

    response, page = show(client)

    assert "1 of the 2 provinces with a report for 2026 names it." in page
    assert names(response.context["rows"]) == ["Anhui"]
    assert names(response.context["others"]) == ["Taiwan"]
    assert '<span class="tag">2026, news</span>' in page


def test_squares_tell_wanting_silent_and_unknown_provinces_apart(client, provinces):
    response, page = show(client)

    shown = {tile.region.name: (tile.shade, tile.text) for tile in response.context["tiles"]}
    assert shown == {"Anhui": ("l1", "1"), "Hebei": ("l0", "–"), "Taiwan": ("none", "")}
    assert '<a class="l1" href="#anhui">AH<span lang="zh-Hans">皖</span>' in page
    assert "<small>Anhui: 1 priority for 2026 names it</small>" in page
    assert "<small>Hebei: not named for 2026</small>" in page
    assert "<small>Taiwan: no document for 2026 yet</small>" in page
    assert 'id="anhui"' in page


def test_page_opens_with_the_newest_year_in_which_a_place_names_it(client, provinces, tea):
    make_national_priority(year=2027, industries=[tea])

    response, _page = show(client)

    assert response.context["choice"].year == 2026


def test_older_records_are_of_places_that_have_nothing_for_the_year(client, provinces, tea):
    anhui, hebei, taiwan = provinces
    city = make_region(name="Tea City", parent=anhui, level="prefecture")
    for region in (anhui, hebei, taiwan, city):
        make_priority(region=region, year=2024, industries=[tea])
    make_priority(region=city, year=2023, industries=[tea])

    response, page = show(client)

    found = [(row["region"].name, row["priorities"][0].year) for row in response.context["others"]]
    assert found == [("Tea City", 2024), ("Taiwan", 2024)]
    assert "Other places and older records" in page


def test_other_places_of_the_year_are_counted_and_come_before_older_ones(client, provinces, tea):
    anhui, _hebei, taiwan = provinces
    make_priority(region=taiwan, year=2025, industries=[tea])
    for name in ("B Town", "A Town"):
        town = make_region(name=name, parent=anhui, level="county")
        make_priority(region=town, year=2026, industries=[tea])

    response, page = show(client)

    assert names(response.context["others"]) == ["A Town", "B Town", "Taiwan"]
    assert "2 other places name it." in page


def test_evidence_is_marked_and_never_shown_twice_for_one_province(client, provinces, tea):
    anhui = provinces[0]
    for clause in ("Grow green tea", "Grow green tea", "Sell tea"):
        priority = make_priority(region=anhui, year=2026, industries=[tea])
        make_evidence(priority, tea, text_en=clause)
    first = anhui.priorities.get(evidence=None)
    first.delete()

    _response, page = show(client)

    assert page.count("Grow green <mark>tea</mark>") == 1
    assert page.count("Sell <mark>tea</mark>") == 1


def test_rows_with_a_phone_come_first_and_say_whom_it_serves(client, provinces, tea):
    anhui, hebei, _taiwan = provinces
    make_priority(region=hebei, year=2026, industries=[tea])
    make_bureau(region=anhui, name_en="Anhui Office", website="https://anhui.example/")
    city = make_region(name="Tea City", parent=hebei, level="prefecture")
    make_bureau(region=hebei, name_en="Hebei Office", email="office@hebei.example")
    make_bureau(region=city, name_en="City Office", phone="0758-3611228")

    response, page = show(client)

    assert names(response.context["rows"]) == ["Hebei", "Anhui"]
    rows = page[page.index('id="rows"') :]
    found = re.findall(r"Office</a>|serves [A-Za-z, ]+|tel:\+\d+|mailto:\w+@|https://anhui", rows)
    assert found == [
        *("Office</a>", "serves Tea City, Hebei", "tel:+867583611228"),
        *("Office</a>", "serves all of Hebei", "mailto:office@"),
        *("Office</a>", "serves all of Anhui", "https://anhui"),
    ]
    assert response.context["with_phone"] == 1


def test_nothing_is_said_of_joining_or_leaving(client, provinces, tea):
    make_priority(region=provinces[1], year=2025, industries=[tea])

    _response, page = show(client)

    assert not re.search(r"\b(Joined|Left|Stayed|Dropped|Year by year)\b", page)


def test_ranking_counts_provinces_and_other_places_apart(client, provinces, tea):
    silk = make_industry(slug="silk", name_en="Silk")
    town = make_region(name="Town", parent=provinces[0], level="county")
    make_priority(region=town, year=2026, industries=[silk])

    response, page = show(client, "/en/industries/")

    found = [(industry.slug, count) for industry, count in response.context["rows"]]
    assert found == [("tea", 1), ("silk", 0)]
    assert response.context["others"] == {silk.pk: 1}
    assert "How many of the 2 provinces with a report for 2026 name it." in page
    assert "No document for 2026 yet: Taiwan." in page
    assert ">0<" not in page


def test_industry_of_the_national_report_is_told(client, provinces, tea):
    make_national_priority(year=2026, industries=[tea])

    assert "national too" in show(client, "/en/industries/")[1]
    assert "At the national level:" in show(client)[1]


def test_table_has_the_most_wanted_left_and_cells_that_are_no_links(client, provinces, tea):
    silk = make_industry(slug="silk", name_en="Silk")
    for province in provinces[:2]:
        make_priority(region=province, year=2026, industries=[silk])

    response, page = show(client, "/en/industries/table/")

    table = page[page.index('<table class="matrix">') : page.index("</table>")]
    heads = re.findall(r'<th scope="col"><a href="/en/industries/(\w+)/', table)
    assert heads == ["silk", "tea"]
    assert [row.region.name for row in response.context["rows"]] == ["Hebei", "Anhui"]
    assert [row.is_cut for row in response.context["rows"]] == [False, True]
    cells = re.findall(r"<td.*?</td>", table)
    assert cells == [
        *('<td class="l1">1</td>', "<td></td>"),
        *('<td class="l1">1</td>', '<td class="l1">1</td>'),
    ]
    assert page.count("<details>") == 2


def test_search_for_an_industry_in_everyday_words_leads_to_its_page(client, lang):
    make_industry(
        slug="batteries", name_en="Batteries", search_words_en="lithium", keywords_zh="锂电|电池"
    )

    for text in ("lithium batteries", "Lithium", "锂电池", "鋰電池"):
        response = client.get(f"/{lang}/search/", {"q": text})
        assert response.headers.get("Location") == f"/{lang}/industries/batteries/", text


def test_words_that_say_more_than_an_industry_list_it_instead(client):
    make_industry(slug="batteries", name_en="Batteries", search_words_en="lithium, battery")

    groups = client.get("/en/search/", {"q": "we make batteries"}).context["groups"]

    assert [(group.kind.name, [row.slug for row in group.rows]) for group in groups] == [
        ("industry", ["batteries"])
    ]


def test_place_of_that_name_is_not_hidden_by_an_industry(client):
    make_region(name="Lithium Town")
    make_industry(slug="batteries", name_en="Batteries and lithium", search_words_en="lithium ion")

    response = client.get("/en/search/", {"q": "lithium"})

    assert {group.kind.name for group in response.context["groups"]} >= {"region", "industry"}


def test_words_are_marked_in_traditional_characters_too(client, provinces, tea):
    tea.keywords_zh = "茶叶"
    tea.save()
    priority = provinces[0].priorities.get()
    make_evidence(priority, tea, text_zh_hans="发展茶叶", text_zh_hant="發展茶葉")

    _response, page = show(client, "/zh-hant/industries/tea/")

    assert "發展<mark>茶葉</mark>" in page
