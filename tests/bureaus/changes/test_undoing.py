"""Taking back what a transaction did, as closing a bureau is undone."""

import pytest
from django.core.exceptions import ValidationError

from bureaus.changes.batch import together
from bureaus.changes.undoing import take_back
from bureaus.models import Bureau, Change, ContactPoint
from policies.models import KeyPoint, Priority
from tests.factories import (
    make_bureau,
    make_contact_point,
    make_document,
    make_industry,
    make_key_point,
    make_priority,
)

pytestmark = pytest.mark.django_db


def newest(row):
    return type(row).history.filter(id=row.pk).order_by("history_id").last()


def state():
    """Give all priorities and their key points, but for when they were saved."""
    priorities = [{**row, "updated_at": None} for row in Priority.objects.values()]
    return priorities, list(KeyPoint.objects.values()), list(KeyPoint.objects.values("industries"))


def test_changed_rows_and_their_links_are_what_they_were():
    bureau, industry = make_bureau(phone="1", fax="3"), make_industry()
    priority, other = make_priority(industries=[industry]), make_industry()
    with together():
        Bureau.objects.update(phone="2", fax="4")
        priority.industries.set([other])
    last = Change.objects.last_cursor()

    with together(reason="undone"):
        left = take_back(newest(bureau))

    bureau.refresh_from_db()
    assert left == []
    assert (bureau.phone, bureau.fax) == ("1", "3")
    assert list(priority.industries.all()) == [industry]
    reasons = {newest(row).history_change_reason for row in (bureau, priority)}
    written = {change.key for change in Change.objects.after(last)}
    assert (reasons, written) == ({"undone"}, {bureau.ref, str(priority.pk)})


def test_new_rows_go_and_deleted_ones_come_back_with_what_hangs_on_them():
    old = make_priority(status="draft", document=None)
    make_key_point(old, industries=[make_industry()])
    before = state()
    with together():
        new = make_priority(document=make_document())
        make_key_point(new)
        Priority.objects.get(pk=old.pk).delete()

    take_back(newest(new))

    assert state() == before


def test_what_was_changed_since_stays_and_is_named():
    bureau, gone = make_bureau(name_en="Office", phone="1"), make_bureau(name_en="Gone", phone="1")
    with together():
        Bureau.objects.update(phone="2", fax="2")
        new = make_contact_point(bureau, name_en="Desk")
        make_contact_point(bureau, name_en="Other")
    Bureau.objects.filter(pk=bureau.pk).update(phone="3", email="a@example.org")
    ContactPoint.objects.filter(pk=new.pk).update(position=7)
    gone_as_it_was = newest(gone)
    gone.delete()

    left = take_back(gone_as_it_was)

    bureau.refresh_from_db()
    assert sorted(left) == [
        "bureau Gone (fax, phone)",
        "bureau Office (phone)",
        "contact point Desk (position)",
    ]
    assert (bureau.phone, bureau.fax, bureau.email) == ("3", "", "a@example.org")
    assert bureau.contact_points.get() == new


def test_row_from_before_history_was_kept_becomes_what_it_was_found_as():
    bureau = make_bureau(phone="1")
    Bureau.history.all().delete()
    Bureau.objects.update(phone="2")

    take_back(newest(bureau))

    assert Bureau.objects.get().phone == "1"


def test_nothing_is_taken_back_where_a_row_cannot_be_what_it_was():
    bureau = make_bureau(name_en="", name_zh_hans="局")
    with together():
        Bureau.objects.update(name_en="Office")
        make_contact_point(bureau)
    named = newest(bureau)
    Bureau.objects.update(name_zh_hans="")

    with pytest.raises(ValidationError, match="needs a name"):
        take_back(named)

    assert ContactPoint.objects.count() == 1
