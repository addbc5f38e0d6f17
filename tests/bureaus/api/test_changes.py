"""The change feed: one entry for each public change, drafts in none."""

import pytest
from django.utils import timezone

from bureaus.changes.batch import together
from bureaus.models import Bureau, BureauAlias, Change, ContactPoint
from bureaus.upkeep.lifecycle import close
from policies.models import Document
from tests.factories import (
    make_bureau,
    make_check,
    make_closed_bureau,
    make_contact_point,
    make_document,
    make_industry,
    make_key_point,
    make_priority,
    make_region,
)
from tests.forms import save

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def office(once, sihui):
    return make_bureau(region=sihui, ref="bbbbb", phone="3611228")


@pytest.fixture
def since(sihui):
    """Give a function that lists what was written since the last time."""

    def news():
        found = [
            (change.noun, change.key, change.action, change.fields)
            for change in Change.objects.after(news.cursor)
        ]
        news.cursor = Change.objects.last_cursor()
        return found

    news.cursor = Change.objects.last_cursor()
    return news


def test_new_bureau_is_created(since, sihui):
    make_bureau(region=sihui, ref="bbbbb")

    assert since() == [("bureau", "bbbbb", "created", [])]


def test_draft_is_never_mentioned(since, sihui):
    draft = make_bureau(region=sihui, status="draft")
    draft.phone = "0758-3611228"
    draft.save()
    make_contact_point(draft)
    make_check(draft)
    draft.delete()

    assert since() == []


def test_publishing_is_creating_and_taking_back_is_deleting(since, sihui):
    bureau = make_bureau(region=sihui, ref="bbbbb", status="draft")

    bureau.status = "published"
    bureau.save()
    bureau.status = "draft"
    bureau.save()

    assert [action for _noun, _key, action, _fields in since()] == ["created", "deleted"]


def test_change_names_its_fields(office, since):
    office.phone, office.email, office.notes = "0758-3611229", "a@example.org", "internal"
    office.save()

    assert since() == [("bureau", "bbbbb", "changed", ["phones", "email"])]


def test_what_the_public_never_sees_is_no_change(office, since):
    office.notes = "internal"
    office.save()
    office.save()
    Bureau.objects.update(notes="other")

    assert since() == []


def test_check_is_told_apart_from_a_change(office, since):
    make_check(office)

    assert since() == [
        ("bureau", "bbbbb", "checked", ["is_checked", "checked_on", "next_check_on"])
    ]


@pytest.mark.parametrize(
    ("closure", "action"),
    [("replaced", "closed"), ("renamed", "closed"), ("merged", "merged"), ("duplicate", "merged")],
)
def test_closing_says_into_what(office, since, sihui, closure, action):
    bureau = make_bureau(region=sihui, ref="ccccc")
    since()

    close(bureau, closure, timezone.localdate(), [office])

    (change,) = Change.objects.after(since.cursor)
    assert (change.key, change.action, change.into) == ("ccccc", action, ["bbbbb"])


@pytest.mark.parametrize("add", [make_contact_point, lambda b: b.aliases.create(value="Old")])
def test_what_belongs_to_a_bureau_changes_it(office, since, add):
    part = add(office)
    added = since()
    type(part).objects.filter(pk=part.pk).delete()

    assert [entry[:3] for entry in added] == [("bureau", "bbbbb", "changed")]
    assert since() == added


def test_part_that_moves_changes_both(office, since, sihui):
    second = make_bureau(region=sihui, ref="ccccc")
    desk = make_contact_point(office)
    alias = BureauAlias.objects.create(bureau=office, kind="former_name", value="Old")
    since()

    desk.bureau = second
    desk.save()
    by_save = since()
    BureauAlias.objects.filter(pk=alias.pk).update(bureau=second)
    by_update = since()
    desk.bureau = office
    ContactPoint.objects.bulk_update([desk], ["bureau"])
    by_bulk_update = since()

    for news in (by_save, by_update, by_bulk_update):
        assert sorted(key for _noun, key, _action, _fields in news) == ["bbbbb", "ccccc"]


def test_name_of_a_region_changes_its_own_record_alone(office, since, sihui):
    make_region(name="Town", parent=sihui, level="prefecture")
    make_priority(region=sihui, document=make_document(region=sihui))
    since()

    with together():
        sihui.name_en = "Szewui"
        sihui.save()
        office.postal_code = "526200"
        office.save()

    assert since() == [
        ("region", str(sihui.pk), "changed", ["name"]),
        ("bureau", "bbbbb", "changed", ["postal_code"]),
    ]


def test_dialling_code_of_a_region_changes_the_numbers_of_its_bureaus(office, since, sihui):
    sihui.dial_code = "0759"
    sihui.save()

    assert since() == [
        ("region", str(sihui.pk), "changed", ["dial_code"]),
        ("bureau", "bbbbb", "changed", ["phones"]),
    ]


def test_overlap_that_goes_with_its_region_changes_the_other(since, sihui):
    zone = make_region(level="zone", parent=sihui)
    zone.overlaps.add(gone := make_region(parent=sihui, level="county"))
    since()

    gone.delete()

    assert ("region", str(zone.pk), "changed", ["overlaps"]) in since()


def test_document_taken_back_takes_its_priorities_along(since, sihui):
    document = make_document(region=sihui)
    priority = make_priority(region=sihui, document=document)
    since()

    Document.objects.update(status="draft")

    assert [entry[:3] for entry in since()] == [
        ("document", str(document.pk), "deleted"),
        ("priority", str(priority.pk), "deleted"),
    ]


def test_links_between_rows_are_seen(since, sihui):
    tea = make_industry(slug="tea")
    priority = make_priority(region=sihui)
    point = make_key_point(priority)
    zone = make_region(level="zone", parent=sihui)
    since()

    priority.industries.add(tea)
    tea.key_points.add(point)
    zone.overlaps.set([sihui])
    tea.slug = "green-tea"
    tea.save()
    tea.priorities.clear()

    key = str(priority.pk)
    assert since() == [
        ("priority", key, "changed", ["industries"]),
        ("priority", key, "changed", ["key_points"]),
        ("region", str(zone.pk), "changed", ["overlaps"]),
        ("industry", str(tea.pk), "changed", ["slug", "links"]),
        ("priority", key, "changed", ["industries", "key_points"]),
        ("priority", key, "changed", ["industries"]),
    ]


def test_successor_that_becomes_public_changes_its_predecessor(since, sihui):
    successor = make_bureau(region=sihui, ref="bbbbb", status="draft")
    make_closed_bureau(successor, region=sihui, ref="ccccc")
    since()

    successor.status = "published"
    successor.save()

    assert since() == [
        ("bureau", "bbbbb", "created", []),
        ("bureau", "ccccc", "changed", ["successors"]),
    ]


def test_many_rows_at_once_are_seen(since, sihui):
    Bureau.objects.bulk_create(
        [
            Bureau(ref=ref, name_en="New", kind="commerce", status=status, region=sihui)
            for ref, status in [("bbbbb", "published"), ("ccccc", "draft")]
        ]
    )
    created = since()
    bureaus = list(Bureau.objects.all())
    for bureau in bureaus:
        bureau.email = "a@example.org"
    Bureau.objects.bulk_update(bureaus, ["email"])
    changed = since()
    Bureau.objects.all().delete()

    assert created == [("bureau", "bbbbb", "created", [])]
    assert changed == [("bureau", "bbbbb", "changed", ["email"])]
    assert since() == [("bureau", "bbbbb", "deleted", [])]


def test_changes_together_are_one_entry(office, since):
    with together():
        office.email = "a@example.org"
        office.save()
        make_contact_point(office)

    assert since() == [("bureau", "bbbbb", "changed", ["email", "contact_points"])]


def test_nothing_is_written_of_what_is_rolled_back(since, sihui):
    with pytest.raises(ZeroDivisionError), together():
        make_bureau(region=sihui)
        _ = 1 / 0

    assert since() == []


def test_admin_form_is_one_entry(admin_client, office, since):
    desk = {"TOTAL_FORMS": 1, "0-name_en": "Desk", "0-position": 1}
    typed = {f"contact_points-{name}": value for name, value in desk.items()}

    response = save(admin_client, office, email="a@example.org", **typed)

    assert response.status_code == 302, response.context["errors"]
    assert since() == [("bureau", "bbbbb", "changed", ["email", "contact_points"])]
