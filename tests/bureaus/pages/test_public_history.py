"""The short history on public pages: days and names of fields, never people or reasons."""

from datetime import UTC, datetime

import pytest

from bureaus.changes.batch import together
from bureaus.changes.nouns import nouns
from bureaus.models import Bureau, Change
from bureaus.pages.history import FIELD_NAMES, history_lines
from policies.models import Priority
from tests.factories import make_bureau, make_check, make_document, make_priority, make_region

pytestmark = pytest.mark.django_db


def happened(noun, key, day, action, fields=()):
    at = datetime.fromisoformat(f"{day}T12:00:00").replace(tzinfo=UTC)
    Change.objects.create(noun=noun, key=key, at=at, action=action, fields=list(fields))


def told(noun, key):
    return [tuple(line) for line in history_lines(noun, key)]


def test_changes_of_a_day_are_told_together_newest_first():
    happened("bureau", "bbbbb", "2026-01-01", "created")
    happened("bureau", "bbbbb", "2026-02-11", "checked", ["checked_on"])
    happened("bureau", "bbbbb", "2026-03-01", "changed", ["phones"])
    happened("bureau", "bbbbb", "2026-03-01", "changed", ["address", "phones"])
    happened("bureau", "bbbbb", "2026-03-01", "closed", ["status"])
    happened("bureau", "ccccc", "2026-03-02", "created")

    assert told("bureau", "bbbbb") == [
        ("2026-03-01", "address, phone changed; closed"),
        ("2026-02-11", "checked"),
        ("2026-01-01", "added"),
    ]


def test_only_the_newest_days_are_told():
    for day in range(10, 30):
        happened("region", "7", f"2026-01-{day}", "changed", ["name"])

    assert [day for day, _text in told("region", 7)] == [
        f"2026-01-{day}" for day in range(29, 23, -1)
    ]


def test_field_without_a_name_for_visitors_is_passed_over():
    happened("bureau", "bbbbb", "2026-01-01", "changed", ["api_url"])

    assert told("bureau", "bbbbb") == []


@pytest.mark.parametrize("language", ["en", "zh-hans", "zh-hant"])
def test_pages_show_it_without_people_reasons_and_notes(client, language):
    bureau = make_bureau(status="draft")
    with together(reason="Ms Li said so"):
        bureau.status, bureau.notes = "published", "Ask for Mr Wu"
        bureau.save()
        make_check(bureau)
    Bureau.objects.update(fax="0758-3611188")
    text = {"en": "fax changed", "zh-hans": "传真", "zh-hant": "傳真"}[language]

    page = client.get(f"/{language}/bureaus/{bureau.slug}-{bureau.ref}/").content.decode()

    assert text in page
    assert "Ms Li" not in page
    assert "Mr Wu" not in page


def test_regions_priorities_and_documents_have_one(client):
    region = make_region(name="Sihui")
    priority = make_priority(region=region, document=make_document(region=region))
    Priority.objects.update(title_en="Ships")

    pages = ["regions/sihui/", f"priorities/{priority.pk}/", f"documents/{priority.document_id}/"]

    for page in pages:
        assert "Page history" in client.get(f"/en/{page}").content.decode()
    assert "title changed" in client.get(f"/en/{pages[1]}").content.decode()


def test_what_was_changed_in_a_draft_is_not_told(client):
    bureau = make_bureau(status="draft")
    Bureau.objects.update(phone="1")
    Bureau.objects.update(status="published")

    assert [text for _day, text in told("bureau", bureau.ref)] == ["added"]


def test_every_field_that_changes_has_a_name():
    quiet = {"ref", "id", "is_checked", "checked_on", "next_check_on", "links", "licence"}
    quiet |= {"is_translation_reviewed", "position", "group", "gbt4754_divisions", "isic_sections"}
    fields = {name for noun in nouns() for name in noun.serializer().fields}

    assert fields - quiet - set(FIELD_NAMES) == set()
