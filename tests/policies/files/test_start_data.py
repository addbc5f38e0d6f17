"""What the data files become: the founding article and the priorities read from public pages."""

from collections import Counter

import pytest
from django.db.models import Q

from bureaus.search.query import matching
from policies.models import (
    Document,
    DocumentTokens,
    Evidence,
    Industry,
    KeyPoint,
    Priority,
    PriorityTokens,
)
from policies.search.query import find_industries

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("real_data")]

SEED_REGIONS = {
    "china": 4,
    "xiangcheng": 4,
    "qingpu": 3,
    "wuxi-high-tech-zone": 7,
    "qinhuangdao": 11,
    "shenzhen": 4,
}


def seed():
    """Give the priorities of the founding article."""
    return Priority.objects.exclude(document__reported_in=None)


def session():
    return Document.objects.get(title_en__contains="13th Qinhuangdao Municipal Party Committee")


# Industries


def test_every_industry_is_there_in_three_languages():
    assert Industry.objects.count() == 36
    assert not Industry.objects.filter(name_zh_hant="").exists()


def test_industry_has_its_group_codes_and_search_words():
    parts = Industry.objects.get(slug="auto-parts")

    assert (parts.name_zh_hans, parts.name_zh_hant) == ("汽车零部件", "汽車零部件")
    assert parts.group == "vehicles"
    assert "C36" in parts.gbt4754_divisions
    assert parts.isic_sections == "C"


def test_word_does_not_count_inside_those_of_its_line():
    food = Industry.objects.get(slug="food-processing")

    assert "|(?<!美)食品(?!安全|药品)|" in food.keywords_zh
    assert find_industries("速冻食品")[0].industry == food
    assert food not in [match.industry for match in find_industries("药店食品药品")]


# The founding article


def test_seed_has_33_priorities_in_the_order_of_their_documents():
    found = {}
    for slug, rank in seed().order_by("rank").values_list("region__slug", "rank"):
        found.setdefault(slug, []).append(rank)

    assert {slug: len(ranks) for slug, ranks in found.items()} == SEED_REGIONS
    assert seed().count() == 33
    assert found.pop("qinhuangdao") == list(range(11))
    for ranks in found.values():
        assert ranks == list(range(1, len(ranks) + 1))


def test_four_national_themes_have_fifteen_key_points():
    national = Priority.objects.national().published().for_year(2024)

    assert [p.key_points.count() for p in national.order_by("rank")] == [6, 5, 1, 3]
    assert KeyPoint.objects.filter(industries__slug="low-altitude-economy").count() == 1


def test_qinhuangdao_wants_auto_parts_as_its_fourth_priority():
    priority = Priority.objects.get(region__slug="qinhuangdao", rank=4)

    assert (priority.title_en, priority.title_zh_hans) == ("Auto parts", "汽车零部件")
    assert [industry.slug for industry in priority.industries.all()] == ["auto-parts"]
    assert priority.document == session()


def test_session_has_its_date_its_speakers_and_where_it_was_read():
    document = session()

    assert (document.date, document.kind) == ("2023-12-25", "conference")
    assert [speaker.name for speaker in document.speakers.all()] == ["Wang Xi", "Ding Wei"]
    assert document.speakers.first().office.startswith("Secretary, Qinhuangdao")
    assert document.reported_in.kind == "article"


def test_article_has_its_credit_and_both_dates():
    article = Document.objects.exclude(reports=None).distinct().get()

    assert article.kind == "article"
    assert article.credit == "Practical platform for attracting investment"
    assert (article.date, article.published_on) == ("2024-01-17", "2024-01-24")
    assert article.reports.count() == 6


def test_seed_titles_are_chinese_too_and_not_reviewed():
    assert not seed().filter(title_zh_hans="").exists()
    assert not seed().filter(title_zh_hant="").exists()
    assert not seed().filter(is_translation_reviewed=True).exists()


def test_local_priorities_are_in_line_with_national_ones_of_their_year():
    answering = Priority.objects.exclude(answers=None)

    assert answering.count() == 126
    for priority in answering:
        priority.full_clean()


def test_everything_loaded_is_public_and_valid():
    assert Priority.objects.published().count() == Priority.objects.count() == 345
    for row in [*Priority.objects.all(), *Document.objects.all()]:
        row.full_clean()


def test_what_is_loaded_is_indexed():
    assert Priority.objects.filter(matching("auto parts 2023", PriorityTokens)).exists()
    assert Document.objects.filter(matching("苏州", DocumentTokens)).exists()


# Read from public pages


def test_read_priorities_have_a_page_with_address_and_date():
    read = Priority.objects.exclude(pk__in=seed()).exclude(year=2026, document__kind="report")

    assert read.count() == 56
    assert not read.filter(document__url="").exists()
    assert not read.filter(document__date="").exists()
    assert set(read.values_list("year", flat=True)) == {*range(2021, 2027)}


def test_remark_about_a_date_is_a_note_and_the_credit_stands_apart():
    document = Document.objects.get(url__contains="eurochinesedaily")

    assert (document.date, document.credit) == ("2023-03", "China Daily")
    assert document.notes == "date inferred from the event named"


# The reports of 2026


def of_2026():
    return Priority.objects.filter(year=2026, document__kind="report")


def test_country_and_31_provinces_have_eight_priorities_for_2026():
    counts = Counter(of_2026().values_list("region__code", flat=True))

    assert len(counts) == 32
    assert set(counts.values()) == {8}
    for column in ("title_en", "title_zh_hans", "summary_en", "summary_zh_hans"):
        assert not of_2026().filter(**{column: ""}).exists()


def test_every_industry_of_2026_has_evidence_in_both_languages():
    links = Priority.industries.through.objects.filter(priority__in=of_2026())
    evidence = Evidence.objects.filter(priority__in=of_2026())

    assert set(links.values_list("priority", "industry")) == set(
        evidence.values_list("priority", "industry")
    )
    assert not evidence.filter(Q(text_en="") | Q(text_zh_hans="") | Q(text_zh_hant="")).exists()


@pytest.mark.parametrize("text", ["EV", "led", "pc"])
def test_latin_word_of_chinese_texts_counts_only_as_a_whole(text):
    found = [match.industry.slug for match in find_industries(text)]

    assert "low-altitude-economy" not in found
    assert ("electronic-information" in found) == (text in {"led", "pc"})
