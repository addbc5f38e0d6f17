"""Documents and priorities from files and in files."""

import pytest

from policies.models import Document, Priority
from tests.bureaus.spreadsheets.files import MAKERS, apply, as_csv, exported, preview, refusal
from tests.factories import make_country, make_document, make_industry, make_priority, make_region

pytestmark = pytest.mark.django_db

DOCUMENTS = "/admin/policies/document/"
PRIORITIES = "/admin/policies/priority/"


@pytest.mark.parametrize("extension", ["csv", "xlsx"])
@pytest.mark.parametrize("address", [DOCUMENTS, PRIORITIES])
def test_whole_rows_survive(admin_client, address, extension):
    country = make_country()
    national = make_priority(region=country, document=make_document(region=country))
    reporting = make_document(notes="-", is_translation_reviewed=False)
    document = make_document(reported_in=reporting, date="2024-01", title_zh_hans="报告")
    industries = [make_industry(slug="auto-parts"), make_industry(slug="batteries")]
    make_priority(document=document, answers=national, industries=industries, rank=0)

    lines = exported(admin_client, extension, address)
    page = preview(admin_client, MAKERS[extension](*lines), f"a.{extension}", address)

    assert f"<b>{len(lines) - 1}</b> unchanged" in page
    assert len(lines) - 1 == {DOCUMENTS: 3, PRIORITIES: 2}[address]


def test_priority_takes_industries_document_and_year(admin_client):
    make_industry(slug="auto-parts")
    make_industry(slug="batteries")
    document = make_document(url="https://example.org/report")
    priority = make_priority(industries=[make_industry()])
    head = ["id", "industries", "document", "year", "is_translation_reviewed"]
    row = [priority.pk, "auto-parts, batteries", "https://example.org/report", "2025", "no"]

    apply(admin_client, as_csv(head, row), address=PRIORITIES)

    priority.refresh_from_db()
    assert set(priority.industries.values_list("slug", flat=True)) == {"auto-parts", "batteries"}
    assert (priority.document, priority.year) == (document, 2025)
    assert not priority.is_translation_reviewed


def test_new_priority_and_document_are_drafts(admin_client):
    make_region(name="Sihui")
    title = ["id", "region", "title_en"]

    apply(admin_client, as_csv([*title, "kind"], ["", "sihui", "A", "report"]), address=DOCUMENTS)
    apply(admin_client, as_csv([*title, "year"], ["", "sihui", "B", "2024"]), address=PRIORITIES)

    assert Document.objects.get().status == "draft"
    assert Priority.objects.get().status == "draft"


def test_priorities_swap_ranks(admin_client):
    document = make_document()
    place = {"document": document, "region": document.region}
    first, second = (make_priority(rank=rank, **place) for rank in (1, 2))

    apply(admin_client, as_csv(["id", "rank"], [first.pk, 2], [second.pk, 1]), address=PRIORITIES)

    assert list(Priority.objects.order_by("rank")) == [second, first]


@pytest.mark.parametrize(
    ("column", "cell", "why"),
    [
        ("rank", "2", "Another row has the same document, rank, region, year."),
        ("document", "(clear)", "A priority can be published only with its document."),
        ("document", "999999999", "Nothing is called “999999999”."),
        ("document", "9" * 40, "Nothing is called"),
        ("industries", "auto-parts, nothing", "Nothing is called “auto-parts”."),
        ("answers", "1", "Nothing is called “1”."),
        ("year", "1066", "year: Ensure this value"),
        ("year", "x", "“x” is not a whole number."),
        ("year", "(clear)", "year: "),
        ("is_translation_reviewed", "maybe", "neither yes nor no"),
        ("status", "gone", "“gone” is none of: draft, published."),
    ],
)
def test_bad_value_is_refused_with_what_was_meant(admin_client, column, cell, why):
    document = make_document()
    place = {"document": document, "region": document.region}
    first, _second = (make_priority(rank=rank, **place) for rank in (1, 2))

    page = preview(admin_client, as_csv(["id", column], [first.pk, cell]), address=PRIORITIES)

    assert why in refusal(page)


@pytest.mark.parametrize("key", ["999999999", "9" * 40, "-1", "x", "１"])
def test_row_that_is_not_there_is_refused(admin_client, key):
    page = preview(admin_client, as_csv(["id", "year"], [key, "2024"]), address=PRIORITIES)

    assert "that you may change" in refusal(page)


def test_national_priority_that_others_are_in_line_with_stays(admin_client):
    country = make_country()
    national = make_priority(region=country, document=make_document(region=country))
    make_priority(answers=national)

    page = preview(admin_client, as_csv(["id", "year"], [national.pk, "2025"]), address=PRIORITIES)

    assert "Others are in line with it" in refusal(page)


def test_address_of_several_documents_is_refused_with_their_numbers(admin_client):
    same = [make_document(url="https://example.org/report") for _number in range(2)]
    priority = make_priority()
    row = [priority.pk, "https://example.org/report"]

    page = preview(admin_client, as_csv(["id", "document"], row), address=PRIORITIES)

    assert f"may mean any of: {same[0].pk}, {same[1].pk}." in refusal(page)
