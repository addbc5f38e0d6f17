"""Loading the files of industries, documents and priorities again and again."""

import shutil

import pytest
from django.conf import settings

from policies.models import Document, Industry, KeyPoint, Priority, Speaker
from tests.bureaus.data_files import edit, load_all, records, rewrite, stored

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("real_data")]

ARTICLE = "seed-article"  # in which the others of its year were read about
OF_REGIONS = {"regions.csv", "neighbours.csv"}  # which say less in the copy
OF_A_DOCUMENT = ("speakers", "priority_industries", "answers", "key_points")
FIRST = "guangdong-2023-eurochinesedaily"  # the document of the first priority of a page


@pytest.fixture
def folder(tmp_path):
    """A copy of ``data/`` to make changes in: what is older than 2026, and the regions it names."""
    folder = shutil.copytree(settings.BASE_DIR / "data", tmp_path / "data")
    for name in ("bureaus", "region_aliases", "neighbours"):
        rewrite(folder / f"{name}.csv", lambda _rows: [])
    rewrite(folder / "priorities.csv", lambda rows: [row for row in rows if row["year"] < "2026"])
    stating = {row["document_key"] for row in records(folder / "priorities.csv")}
    for name, key in (("documents", "key"), *((name, "document_key") for name in OF_A_DOCUMENT)):
        rewrite(
            folder / f"{name}.csv",
            lambda rows, key=key: [r for r in rows if r[key] in stating or r[key] == ARTICLE],
        )
    documents = records(folder / "documents.csv")
    named = {place for row in documents for place in row["region"].split("zone:")}
    rewrite(folder / "zones.csv", lambda rows: [row for row in rows if row["slug"] in named])
    for row in records(folder / "zones.csv"):
        named |= {row["parent_code"], *row["overlaps_codes"].split()}
    rewrite(folder / "regions.csv", lambda rows: with_those_above(rows, named))
    edit(folder / "regions.csv", capital_code="", successor_codes="")
    return folder


def with_those_above(rows, named):
    """Keep the named regions and those above them."""
    kept = []
    for row in reversed(rows):
        if row["code"] in named:
            named.add(row["parent_code"])
            kept.insert(0, row)
    return kept


def everything():
    links = (Priority.industries.through, KeyPoint.industries.through)
    return stored(Industry, Document, Speaker, Priority, KeyPoint, many=links)


def test_second_load_changes_nothing(folder):
    before = everything()

    reports = load_all(folder)

    assert everything() == before
    about = [report for name, report in reports.items() if name not in OF_REGIONS]
    assert {outcome for report in about for outcome in report.counts} == {"unchanged"}


def test_staff_edits_of_title_and_industries_survive(folder):
    priority = Priority.objects.get(region__slug="qinhuangdao", rank=4)
    Priority.objects.filter(pk=priority.pk).update(title_en="Wheels")
    priority.industries.set([Industry.objects.get(slug="hydrogen")])

    reports = load_all(folder)

    priority.refresh_from_db()
    assert priority.title_en == "Wheels"
    assert [industry.slug for industry in priority.industries.all()] == ["hydrogen"]
    kept = "qinhuangdao-2024 4 was edited here and keeps its"
    assert reports["priorities.csv"].remarks[0].endswith(f"{kept} title_en")
    assert reports["priority_industries.csv"].remarks[0].endswith(f"{kept} industries")


def test_edited_links_are_an_edit_of_the_row(folder):
    priority = Priority.objects.get(region__slug="qinhuangdao", rank=4)
    priority.industries.add(Industry.objects.get(slug="hydrogen"))
    edit(folder / "priorities.csv", "qinhuangdao-2024", "130300", "2024", "4", title_en="Wheels")

    load_all(folder)

    priority.refresh_from_db()
    assert priority.title_en == "Auto parts"


def test_reviewed_translation_stays_reviewed(folder):
    translated = Priority.objects.exclude(title_zh_hans="")
    translated.update(is_translation_reviewed=True)

    load_all(folder)

    assert not translated.filter(is_translation_reviewed=False).exists()


def test_changed_files_change_what_nobody_touched(folder):
    edit(folder / "industries.csv", "8", name_en="Parts of cars")
    edit(folder / "documents.csv", "qinhuangdao-2024", held_on="2023-12-26", title_en="Session")
    count = Document.objects.count()
    document = Document.objects.get(key="qinhuangdao-2024")

    reports = load_all(folder)

    assert Industry.objects.get(position=8).name_en == "Parts of cars"
    assert reports["industries.csv"].counts == {"changed": 1, "unchanged": 35}
    document.refresh_from_db()
    assert (document.title_en, document.date) == ("Session", "2023-12-26")
    assert Document.objects.count() == count


def test_industries_and_answers_changed_in_the_files_are_changed(folder):
    first = Priority.objects.get(document__key=FIRST, rank=1)
    edit(folder / "priority_industries.csv", FIRST, "1", industry="hydrogen")
    rewrite(folder / "answers.csv", lambda rows: rows[1:])

    reports = load_all(folder)

    assert [industry.slug for industry in first.industries.all()] == ["hydrogen"]
    assert Priority.objects.get(document__key="xiangcheng-2024", rank=1).answers is None
    assert reports["priority_industries.csv"].counts["changed"] == 1
    assert reports["answers.csv"].counts["changed"] == 1


NATIONAL = {"answers_document_key": "cewc-2023", "answers_rank": "1"}


@pytest.mark.parametrize(
    ("name", "values", "reason"),
    [
        ("priorities.csv", {"region": "999999"}, ", region: no region is called 999999"),
        ("priorities.csv", {"document_key": "new"}, ", document_key: no document is called new"),
        ("priorities.csv", {"title_en": ""}, ", title_en: This field cannot be blank."),
        ("priorities.csv", {"rank": "x"}, ", rank: “x” is no whole number"),
        ("priorities.csv", {"year": "3000"}, ", year: "),
        ("priority_industries.csv", {"industry": "alchemy"}, ", industry: no industry is called"),
        ("priority_industries.csv", {"rank": "77"}, ", document_key rank: no priority is called"),
        ("industry_words.csv", {"language": "fr"}, ", language word unless: “fr” is neither"),
        ("industry_words.csv", {"word": "储{9}"}, ", language word unless: This cannot be read"),
        ("answers.csv", {"answers_rank": "77"}, ", answers_document_key answers_rank: no priority"),
        (
            "answers.csv",
            {**NATIONAL, "document_key": "cewc-2023", "rank": "2"},
            ", answers_document_key answers_rank: A national priority is in line with no other.",
        ),
        ("key_points.csv", {"industries": "hydrogen alchemy"}, ", industries: no industry"),
        ("speakers.csv", {"office": ""}, ", office: This field cannot be blank."),
    ],
)
def test_refused_line_names_file_line_and_column_and_nothing_else_is_lost(
    folder, name, values, reason
):
    key = {"priorities.csv": {"rank": "9"}, "speakers.csv": {"name": "New"}}
    new = key.get(name, {}) | ({"position": "9"} if name == "key_points.csv" else {})
    rewrite(folder / name, lambda rows: [*rows, rows[-1] | new | values])
    before = everything()

    report = load_all(folder)[name]

    lines = len((folder / name).read_text(encoding="utf-8").splitlines())
    assert report.counts["refused"] == len(report.remarks) == 1
    assert report.remarks[0].startswith(f"{name}, line ")
    assert reason in report.remarks[0]
    assert f"line {lines}," in report.remarks[0] or "cannot be read" in report.remarks[0]
    assert everything() == before


@pytest.mark.parametrize("word", ["储(", "(储+)+$", "储?储?储?储?储?储?", "储{9}"])
def test_word_that_cannot_be_read_is_refused(folder, word):
    edit(folder / "industry_words.csv", "batteries-storage", "zh", "储能", word=word)

    report = load_all(folder)["industry_words.csv"]

    assert report.counts == {"unchanged": 35, "refused": 1}
    assert Industry.objects.get(slug="batteries-storage").keywords_zh.startswith("储能|")
