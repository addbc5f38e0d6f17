"""What ``q`` finds on the lists of priorities, documents and places."""

import pytest

from policies.models import Document, Priority
from tests.factories import make_industry, make_key_point, make_speaker

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("text", "is_found"),
    [
        ("exports", True),
        ("Nephrite stones", True),
        ("polish better", True),
        ("Jade carving", True),
        ("Mining", True),
        ("Annual plan", True),
        ("Jade Coast", True),
        ("2024", True),
        ("2023", False),
    ],
)
def test_priority_is_found_by_all_that_it_says(client, jade, text, is_found):
    priority = Priority.objects.get()
    priority.summary_en = "Nephrite and other stones"
    priority.save()
    point = make_key_point(priority, text_en="Polish it better")
    point.industries.add(make_industry(name_en="Mining"))
    priority.document.title_en = "Annual plan"
    priority.document.save()

    found = list(client.get("/en/priorities/", {"q": text}).context["object_list"])

    assert found == ([priority] if is_found else [])


@pytest.mark.parametrize(
    ("text", "is_found"),
    [
        ("jade report", True),
        ("Lin Mei", True),
        ("deputy mayor", True),
        ("Jade Coast", True),
        ("Office of Trade", True),
        ("2024-03", True),
        ("2024-03-05", True),
        ("absent", False),
    ],
)
def test_document_is_found_by_all_that_it_says(client, jade, text, is_found):
    document = Document.objects.get(title_en="Jade report")
    document.issuer, document.date = "Office of Trade", "2024-03-05"
    document.save()
    make_speaker(document, name="Lin Mei", office="Deputy mayor")

    found = list(client.get("/en/documents/", {"q": text}).context["object_list"])

    assert (document in found) is is_found


def test_list_of_places_searches_those_not_listed_too(client, jade):
    found = client.get("/en/regions/?q=jade").context["object_list"]

    assert [region.slug for region in found] == ["jade-city", "jade-coast"]
