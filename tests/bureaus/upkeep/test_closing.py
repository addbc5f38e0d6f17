"""What closing a bureau does to its successors, how it is undone, and renaming."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from bureaus.changes.batch import together
from bureaus.models import Bureau, Change, Succession
from bureaus.upkeep.closing import ClosingPlan, carry_out, differing_fields, preview_closing
from bureaus.upkeep.lifecycle import close, rename, reopen
from tests.factories import (
    make_bureau,
    make_check,
    make_closed_bureau,
    make_contact_point,
    make_region,
)

pytestmark = pytest.mark.django_db

DAY = date(2024, 3, 1)
NAMES = {"name_en": "Old Office", "name_zh_hans": "旧局", "name_zh_hant": "舊局"}


def plan(*successors, closure="merged", **more):
    return ClosingPlan(closure, DAY, "https://example.org/notice", successors, **more)


def state():
    """Give everything that a closing or its undoing may change."""
    rows = [Bureau.objects.order_by("pk").values(), Succession.objects.values()]
    found = [[{**row, "updated_at": None} for row in some] for some in rows]
    for bureau in Bureau.objects.order_by("pk"):
        for relation in (bureau.aliases, bureau.contact_points, bureau.checks):
            found.append(list(relation.order_by("pk").values()))
    return found


@pytest.fixture(scope="module")
def pair(once):
    """Two entries of one office, as they come into being by accident."""
    region = make_region(name="Sihui")
    old = make_bureau(region=region, phone="1", fax="3", languages=["en", "ja"], **NAMES)
    new = make_bureau(region=region, name_en="New Office", phone="2")
    make_contact_point(old)
    make_check(old)
    return old, new


@pytest.mark.parametrize("closure", ["renamed", "merged", "replaced", "split"])
def test_names_of_a_closed_bureau_find_each_successor(pair, closure):
    old, new = pair
    successors = [new, make_bureau()] if closure == "split" else [new]

    carry_out(old, plan(*successors, closure=closure))

    for successor in successors:
        found = successor.aliases.order_by("pk").values_list(
            "kind", "value", "language", "valid_until"
        )
        assert list(found) == [
            ("former_name", "Old Office", "en", "2024-03-01"),
            ("former_name", "旧局", "zh-Hans", "2024-03-01"),
            ("former_name", "舊局", "zh-Hant", "2024-03-01"),
        ]


def test_name_of_a_duplicate_is_just_another_one_and_known_names_are_left_out(pair):
    old, new = pair
    Bureau.objects.filter(pk=new.pk).update(name_zh_hans="旧局")

    carry_out(old, plan(new, closure="duplicate"))

    kinds = dict(new.aliases.values_list("value", "kind"))
    assert kinds == {"Old Office": "alternative_name", "舊局": "alternative_name"}


def test_name_too_long_for_an_alias_does_not_hinder_closing(pair):
    old, new = pair
    Bureau.objects.filter(pk=old.pk).update(name_en="x" * 200)

    carry_out(old, plan(new))

    assert not new.aliases.filter(language="en").exists()


def test_only_what_is_filled_in_and_different_is_offered(pair):
    old, new = pair

    assert differing_fields(old, new) == [*NAMES, "phone", "fax", "languages"]
    assert differing_fields(new, old) == ["name_en", "phone"]


def test_successor_takes_over_what_was_chosen(pair):
    old, new = pair
    chosen = {"fields": ["fax", "languages"], "with_contact_points": True, "with_checks": True}

    carry_out(old, plan(new, **chosen))

    new.refresh_from_db()
    assert (new.phone, new.fax, new.languages) == ("2", "3", ["en", "ja"])
    assert new.is_checked
    assert new.contact_points.count() == new.checks.count() == 1
    old.refresh_from_db()
    assert (old.checked_on, old.fax) == (None, "3")


def test_feed_says_that_it_was_merged_and_into_what(pair):
    old, new = pair
    last = Change.objects.last_cursor()

    with together():
        carry_out(old, plan(new, fields=["fax"]))

    written = {change.key: change for change in Change.objects.after(last)}
    assert set(written) == {old.ref, new.ref}
    assert (written[old.ref].action, written[old.ref].into) == ("merged", [new.ref])


def test_preview_changes_nothing(pair):
    old, new = pair
    before, last = state(), Change.objects.last_cursor()

    fate, names = preview_closing(old, plan(new, fields=["fax"], with_checks=True))

    assert state() == before
    assert Change.objects.last_cursor() == last
    assert (fate.original, fate.successors) == (None, [new])
    assert [alias.value for alias in names] == ["Old Office", "旧局", "舊局"]


def test_preview_of_a_duplicate_leads_on(pair):
    old, new = pair

    fate, _names = preview_closing(old, plan(new, closure="duplicate"))

    assert fate.original == new


def test_circle_is_refused_and_changes_nothing(pair):
    old, _new = pair
    middle = make_closed_bureau(old)
    before = state()

    with pytest.raises(ValidationError, match="circle"):
        carry_out(old, plan(middle, fields=["name_en"]))

    assert state() == before


@pytest.mark.parametrize("status", ["draft", "closed"])
def test_only_a_published_bureau_is_closed(status):
    closed = {"closure": "abolished", "closed_on": DAY} if status == "closed" else {}
    bureau = make_bureau(status=status, **closed)

    with pytest.raises(ValidationError):
        carry_out(bureau, plan(closure="abolished"))


# Undoing


def test_undo_brings_back_what_was_there_before(pair):
    old, new = pair
    before = state()
    fields = ["name_zh_hans", "phone", "fax", "languages"]
    carry_out(old, plan(new, fields=fields, with_contact_points=True, with_checks=True))

    left = reopen(old, "A mistake")

    assert left == []
    assert state() == before


def test_undo_leaves_what_was_changed_since(pair):
    old, new = pair
    carry_out(old, plan(new, fields=["phone", "fax"]))
    Bureau.objects.filter(pk=new.pk).update(phone="9")

    left = reopen(old, "A mistake")

    new.refresh_from_db()
    assert left == ["bureau New Office (phone)"]
    assert (new.phone, new.fax) == ("9", "")


def test_desks_and_checks_come_back_unless_they_moved_on_or_are_gone(pair):
    old, new = pair
    desk, third = make_contact_point(old, name_en="Moved on"), make_bureau()
    check = make_check(old)
    carry_out(old, plan(new, with_contact_points=True, with_checks=True))
    desk.refresh_from_db()
    desk.bureau = third
    desk.save()
    check.delete()

    left = reopen(old, "A mistake")

    assert left == ["contact point Moved on (bureau)", f"check {check.date} (bureau)"]
    assert (old.contact_points.count(), old.checks.count()) == (1, 1)
    assert (third.contact_points.get(), new.checks.count()) == (desk, 0)


def test_bureau_can_be_closed_undone_and_closed_otherwise(pair):
    old, new = pair
    carry_out(old, plan(new))
    reopen(old, "A mistake")

    carry_out(old, plan(closure="abolished"))

    old.refresh_from_db()
    assert (old.closure, old.successors.count(), new.aliases.count()) == ("abolished", 0, 0)


def test_closing_without_a_version_before_is_undone_too():
    bureau = make_closed_bureau(make_bureau())

    assert reopen(bureau, "From a file") == []

    bureau.refresh_from_db()
    assert (bureau.status, bureau.closure, bureau.closed_on) == ("published", "", None)
    assert not bureau.successors.exists()


def test_closing_that_a_file_brought_is_undone_without_the_rest_of_the_file(pair):
    old, new = pair
    with together(reason="load_data"):
        close(old, "merged", DAY, [new])
        Bureau.objects.filter(pk=new.pk).update(phone="9")

    assert reopen(old, "A mistake") == []

    new.refresh_from_db()
    assert (new.phone, new.predecessors.count()) == ("9", 0)


def test_reopening_is_refused_when_another_bureau_has_the_name(pair):
    old, new = pair
    carry_out(old, plan(new))
    other = make_bureau(region=old.region, name_zh_hans="旧局")

    with pytest.raises(ValidationError) as caught:
        reopen(old, "A mistake")

    assert other.ref in caught.value.messages[0]
    old.refresh_from_db()
    assert old.is_closed
    assert new.aliases.exists()


def test_duplicate_of_the_same_name_can_be_reopened(pair):
    old, new = pair
    Bureau.objects.filter(pk=new.pk).update(**NAMES)
    carry_out(old, plan(new, closure="duplicate"))

    reopen(old, "They are two")

    old.refresh_from_db()
    assert old.status == "published"


def test_open_bureau_cannot_be_reopened():
    with pytest.raises(ValidationError):
        reopen(make_bureau(), "A mistake")


# Renaming


def test_renamed_office_keeps_its_reference_and_is_found_by_its_old_names(client, pair):
    old, _new = pair
    names = {"name_en": "Renamed", "name_zh_hans": "旧局", "name_zh_hant": ""}

    rename(old, names, DAY, "https://example.org/notice")

    assert set(old.aliases.values_list("value", "valid_until")) == {
        ("Old Office", "2024-03-01"),
        ("舊局", "2024-03-01"),
    }
    answer = client.get(f"/en/bureaus/old-office-{old.ref}/")
    assert (answer.status_code, answer["Location"]) == (301, f"/en/bureaus/renamed-{old.ref}/")


@pytest.mark.parametrize("names", [NAMES, dict.fromkeys(NAMES, "")])
def test_renaming_to_the_same_or_to_nothing_is_refused(pair, names):
    with pytest.raises(ValidationError):
        rename(pair[0], names, DAY, "")

    assert not pair[0].aliases.exists()
