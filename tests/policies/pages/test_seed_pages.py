"""What the pages say with the real data."""

import csv
import gzip
import io
import json
import re

import pytest
from django.conf import settings

from tests.bureaus.data_files import records
from tests.thorough import IS_LONG

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("real_data")]


def read(client, url):
    response = client.get(url)
    assert response.status_code == 200
    return response.content.decode()


def ranks(response):
    return [priority.rank for priority in response.context["object_list"]]


def test_auto_parts_names_qinhuangdao_and_its_plenary_session(client):
    page = read(client, "/en/industries/auto-parts/?year=2024")

    assert "Qinhuangdao City" in page
    assert "8th Plenary Session of the 13th Qinhuangdao Municipal Party Committee" in page
    assert "25 December 2023" in page


def test_life_health_names_qingpu_qinhuangdao_and_the_national_themes(client):
    response = client.get("/en/industries/life-health/?year=2024")

    tagged = {row["region"].slug: row["priorities"][0].year for row in response.context["others"]}
    regions = [slug for slug, year in tagged.items() if year == 2024]
    themes = [theme.rank for theme in response.context["themes"]]
    assert sorted(regions) == ["qingpu", "qinhuangdao"]
    assert themes == [2, 4]


def test_zhaoqings_priorities_in_auto_parts_come_with_a_phone_and_whom_it_serves(client):
    page = read(client, "/en/industries/auto-parts/?year=2023")

    assert 'href="tel:+86758' in page
    assert "District, Zhaoqing, Guangdong" in page


def test_phone_number_is_two_clicks_from_home(client):
    assert 'href="/en/industries/' in read(client, "/en/")
    assert 'href="/en/industries/auto-parts/?year=' in read(client, "/en/industries/?year=2023")
    assert 'href="tel:+86' in read(client, "/en/industries/auto-parts/?year=2023")


def test_jiangsu_includes_wuxi_high_tech_zone_and_xiangcheng(client):
    response = client.get("/en/priorities/?year=2024&region=jiangsu")

    slugs = [priority.region.slug for priority in response.context["object_list"]]
    assert slugs.count("wuxi-high-tech-zone") == 7
    assert slugs.count("xiangcheng") == 4


def test_shenzhen_and_qinhuangdao_share_what_both_name(client):
    named = {"shenzhen": set(), "qinhuangdao": set()}
    slugs = {"440300": "shenzhen", "130300": "qinhuangdao"}
    stated = {
        (row["document_key"], row["rank"]): slugs[row["region"]]
        for row in records(settings.BASE_DIR / "data" / "priorities.csv")
        if row["year"] == "2024" and row["region"] in slugs
    }
    for row in records(settings.BASE_DIR / "data" / "priority_industries.csv"):
        if slug := stated.get((row["document_key"], row["rank"])):
            named[slug].add(row["industry"])

    response = client.get("/en/compare/?region=shenzhen&region=qinhuangdao&year=2024")

    shared = {industry.slug for industry, _regions in response.context["shared"]}
    assert shared == named["shenzhen"] & named["qinhuangdao"]
    for column in response.context["columns"]:
        slug = column["region"].slug
        only = {industry.slug for industry in column["distinct"]}
        assert only == named[slug] - shared


def test_national_themes_come_with_what_is_in_line_with_them(client):
    response = client.get("/en/priorities/national/?year=2024")

    themes = list(response.context["themes"])
    assert [theme.rank for theme in themes] == [1, 2, 3, 4]
    assert [len(theme.key_points.all()) for theme in themes] == [6, 5, 1, 3]
    assert [bool(theme.answered_by.all()) for theme in themes] == [True, True, False, True]
    assert "No local priority listed here is in line with it yet." in response.content.decode()


def test_conference_page_says_who_spoke(client):
    page = read(client, "/en/industries/auto-parts/?year=2024")
    address = page.split("8th Plenary Session")[0].rpartition('href="')[2].partition('"')[0]

    document = read(client, address)

    assert "Wang Xi" in document
    assert "Deputy Secretary and Mayor" in document
    assert "Auto parts" in document
    assert "Get started and introduce projects" in document


def test_region_page_shows_its_newest_year_and_leads_to_earlier_ones(client):
    page = read(client, "/en/regions/zhaoqing/")

    assert "Target industries in Zhaoqing, 2024" in page
    assert "?year=2023" in page
    assert "Target industries in Zhaoqing, 2023" in read(client, "/en/regions/zhaoqing/?year=2023")


def test_chinese_titles_stand_on_chinese_pages(client):
    assert "汽车零部件" in read(client, "/zh-hans/regions/qinhuangdao/")
    assert "汽車零部件" in read(client, "/zh-hant/regions/qinhuangdao/")


def test_table_counts_lead_to_lists_of_the_same_length(client):
    response = client.get("/en/industries/table/?year=2024")

    rows = response.context["rows"]
    filled = [(row, *cell) for row in rows for cell in row.cells if cell[1]]
    assert filled
    for row, industry, count in filled[:: 1 if IS_LONG else 5]:
        level = f"&level={row.level}" if row.level else ""
        query = f"year=2024&region={row.region.slug}&industry={industry.slug}{level}"
        listed = client.get(f"/en/priorities/?{query}")
        assert listed.context["paginator"].count == count, query


def test_table_downloads_as_csv(client):
    response = client.get("/en/industries/table.csv?year=2024")

    rows = list(csv.reader(io.StringIO(response.getvalue().decode("utf-8-sig"))))
    assert rows[0][:2] == ["Region", "Artificial intelligence"]
    assert len(rows[0]) == 37
    assert {len(row) for row in rows} == {37}


@pytest.mark.parametrize("extension", ["csv", "json"])
def test_download_holds_exactly_the_filtered_rows(client, extension):
    listed = client.get("/en/priorities/?year=2024&region=jiangsu").context["object_list"]

    response = client.get(f"/en/priorities/list.{extension}?year=2024&region=jiangsu")

    if extension == "csv":
        text = response.getvalue().decode("utf-8-sig")
        ids = [int(row["id"]) for row in csv.DictReader(io.StringIO(text))]
    else:
        ids = [row["id"] for row in json.loads(response.getvalue())["priorities"]]
    assert ids == [priority.pk for priority in listed]


def test_years_of_shenzhen_differ_by_what_was_added_and_dropped(client):
    response = client.get("/en/regions/shenzhen/years/?from=2021&to=2024")

    change = {name: {i.slug for i in found} for name, found in response.context["change"].items()}
    assert {"digital-economy", "headquarters-economy"} <= change["kept"]
    assert "ocean-economy" in change["added"]
    assert "commercial-aerospace" in change["dropped"]


@pytest.mark.parametrize(
    ("page", "feed"),
    [
        ("regions/qinhuangdao/", "regions/qinhuangdao/documents.atom"),
        ("priorities/?year=2024&region=jiangsu", "priorities/list.atom?year=2024&region=jiangsu"),
    ],
)
def test_page_names_its_feed_to_feed_readers(client, page, feed):
    html = read(client, f"/en/{page}")

    link = re.search(r'<link rel="alternate" type="application/atom\+xml"[^>]*>', html)[0]
    assert f'href="/en/{feed}"'.replace("&", "&amp;") in link
    assert client.get(f"/en/{feed}")["Content-Type"].startswith("application/atom+xml")


def provinces_naming(year):
    """Read from the files which provinces name each industry in reports: slug → their codes."""
    data = settings.BASE_DIR / "data"
    reports = {
        row["key"]
        for row in records(data / "documents.csv")
        if row["kind"] == "report" and row["region"].endswith("0000") and row["region"] != "000000"
    }
    stated = {
        (row["document_key"], row["rank"]): row["region"]
        for row in records(data / "priorities.csv")
        if row["document_key"] in reports and row["year"] == str(year)
    }
    naming = {}
    for row in records(data / "priority_industries.csv"):
        if region := stated.get((row["document_key"], row["rank"])):
            naming.setdefault(row["industry"], set()).add(region)
    return set(stated.values()), naming


def test_batteries_open_with_2026_with_evidence_and_somebody_to_turn_to_in_each_row(client, lang):
    response = client.get(f"/{lang}/industries/batteries-storage/")

    page = response.content.decode()
    rows = response.context["rows"]
    assert response.context["choice"].year == 2026
    assert len(rows) >= 10
    entries = page[page.index('<ol class="entries trio">') :].split("</ol>")[0].split("<li id=")[1:]
    assert len(entries) == len(rows)
    for entry in entries:
        assert "<mark>" in entry
        assert re.search(r'href="(tel:\+86|mailto:|https?://)', entry)
        clauses = re.findall(r"<br>(.*?)</p>", entry)
        assert len(clauses) == len(set(clauses))


def test_every_number_of_industries_is_that_of_the_files(client):
    stating, naming = provinces_naming(2026)
    total = len(stating)
    assert total == 31

    ranked = client.get("/en/industries/").context["rows"]

    assert {industry.slug: count for industry, count in ranked} == {
        industry.slug: len(naming.get(industry.slug, ())) for industry, _count in ranked
    }
    for industry, count in ranked[:: 1 if IS_LONG else 6]:
        response = client.get(f"/en/industries/{industry.slug}/?year=2026")
        page = response.content.decode()
        name = "names" if count == 1 else "name"
        assert f"{count} of the {total} provinces with a report for 2026 {name} it." in page
        shown = {row["region"].code for row in response.context["rows"]}
        assert shown == naming.get(industry.slug, set())


def test_front_page_says_what_is_wanted_of_how_many(client):
    page = " ".join(read(client, "/en/").split())

    stating, naming = provinces_naming(2026)
    counts = sorted((len(codes) for codes in naming.values()), reverse=True)[:8]
    assert re.findall(r'<span class="num muted">(\d+) of (\d+)</span>', page) == [
        (str(count), str(len(stating))) for count in counts
    ]


@pytest.mark.parametrize("path", ["", "industries/batteries-storage/"])
def test_map_has_a_square_for_each_province_that_says_a_whole_sentence(client, lang, path):
    page = read(client, f"/{lang}/{path}")

    tiles = page[page.index('<ol class="tiles"') : page.index("</figure>")]
    squares = re.findall(r'<a class="\w+" href="(.+?)">.*?<small>(.+?)</small></a>', tiles)
    assert len(squares) == 34
    assert len({sentence for _href, sentence in squares}) == 34
    anchors = {href[1:] for href, _sentence in squares if href.startswith("#")}
    assert anchors <= set(re.findall(r'id="([^"]+)"', page))


def test_pages_of_industries_stay_small(client):
    for path in ("", "industries/", "industries/table/", "industries/digital-economy/"):
        assert len(gzip.compress(client.get(f"/zh-hant/{path}").content)) < 12_000, path


@pytest.mark.parametrize("path", ["", "industries/", "industries/table/", "industries/hydrogen/"])
def test_pages_ask_the_real_data_at_most_twelve_times(client, count_queries, path):
    assert count_queries(client.get, f"/en/{path}") <= 12
