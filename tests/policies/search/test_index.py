"""Industries, documents and priorities in the search index follow every change."""

import pytest
from django.core.management import call_command

from bureaus.search.query import matching
from policies.models import (
    Document,
    DocumentTokens,
    Industry,
    IndustryTokens,
    Priority,
    PriorityTokens,
)
from tests.factories import (
    make_document,
    make_industry,
    make_key_point,
    make_priority,
    make_region,
    make_speaker,
)

pytestmark = pytest.mark.django_db


def priorities(text):
    return list(Priority.objects.filter(matching(text, PriorityTokens)).order_by("pk"))


def documents(text):
    return list(Document.objects.filter(matching(text, DocumentTokens)))


@pytest.fixture(scope="module")
def priority(once):
    return make_priority(title_en="Jade exports")


@pytest.fixture(autouse=True)
def index_is_right(db):
    yield
    call_command("check_index")


def test_industries_named_come_and_go_from_either_side(priority):
    carving, mining = make_industry(name_en="Carving"), make_industry(name_en="Mining")
    priority.industries.add(carving)
    mining.priorities.add(priority)
    added = priorities("carving mining")
    priority.industries.remove(carving)
    mining.priorities.clear()

    assert added == [priority]
    assert priorities("carving") == priorities("mining") == []


def test_industries_of_key_points_come_and_go(priority):
    mining = make_industry(name_en="Mining")
    point = make_key_point(priority, industries=[mining])
    added = priorities("mining")
    mining.key_points.clear()

    assert added == [priority]
    assert priorities("mining") == []

    point.industries.set([mining])
    point.delete()

    assert priorities("mining") == []


def test_industry_renamed_or_deleted_changes_the_priorities_that_name_it(priority):
    mining = make_industry(name_en="Mining", keywords_zh="采矿|矿(?!泉)")
    priority.industries.add(mining)
    mining.name_en = "Quarrying"
    mining.save()
    renamed = priorities("quarrying")
    by_word = list(Industry.objects.filter(matching("采矿", IndustryTokens)))
    mining.delete()

    assert renamed == [priority]
    assert by_word == [Industry(pk=by_word[0].pk)]
    assert priorities("quarrying") == []


def test_key_points_come_change_and_go(priority):
    point = make_key_point(priority, text_en="Polish it")
    added = priorities("polish")
    point.text_en = "Cut it"
    point.save()

    assert added == priorities("cut") == [priority]
    assert priorities("polish") == []


def test_document_renamed_changes_its_priorities(priority):
    priority.document.title_en = "Annual plan"
    priority.document.save()

    assert priorities("annual") == [priority]
    assert documents("annual") == [priority.document]


def test_speakers_come_and_go():
    document = make_document()
    speaker = make_speaker(document, name="Lin Mei")
    added = documents("lin mei")
    speaker.delete()

    assert added == [document]
    assert documents("lin mei") == []


def test_region_renamed_or_moved_changes_priorities_and_documents(priority):
    region = priority.region
    region.name_en = region.full_name_en = "Opal"
    region.save()
    renamed = priorities("opal"), documents("opal")
    region.parent = make_region(name="Amber")
    region.level = "prefecture"
    region.save()

    assert renamed == ([priority], [priority.document])
    assert priorities("amber") == [priority]
    assert documents("amber") == [priority.document]


def test_deleted_priority_and_its_points_leave_no_entry(priority):
    make_key_point(priority)

    priority.delete()

    assert not PriorityTokens.objects.exists()


def test_deleted_document_leaves_no_entry():
    document = make_document()
    make_speaker(document)

    document.delete()

    assert documents("report") == []
