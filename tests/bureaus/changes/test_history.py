"""Every change of what staff keep leaves one version: who, when, why, and all values."""

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction

from bureaus.changes.batch import together
from bureaus.changes.history import AS_FOUND, KeptVersions, states_of, versioned_columns
from bureaus.edition import triggers
from bureaus.models import Bureau, BureauAlias, Change, Region
from policies.models import Industry, KeyPoint, Priority
from tests.factories import (
    make_bureau,
    make_check,
    make_contact_point,
    make_industry,
    make_key_point,
    make_priority,
    make_region,
)

pytestmark = pytest.mark.django_db


def kinds(row):
    """List (type, reason) of the versions of a row, the oldest first."""
    versions = type(row).history.filter(id=row.pk).order_by("history_id")
    return list(versions.values_list("history_type", "history_change_reason"))


def forget(row):
    """Leave a row as one that was there before history was kept."""
    type(row).history.filter(id=row.pk).delete()


def test_saving_updating_and_deleting_leave_versions_with_their_reason():
    bureau = make_bureau(phone="1")
    pk = bureau.pk

    with together(reason="seal seen"):
        bureau.phone = "2"
        bureau.save()
    with together(reason="moved"):
        Bureau.objects.filter(pk=pk).update(fax="3")
    with together(reason="twice"):
        bureau.delete()

    versions = Bureau.history.filter(id=pk).order_by("history_id")
    assert [(v.history_type, v.history_change_reason, v.phone, v.fax) for v in versions] == [
        ("+", "", "1", ""),
        ("~", "seal seen", "2", ""),
        ("~", "moved", "2", "3"),
        ("-", "twice", "2", "3"),
    ]


def test_one_transaction_makes_one_version_of_a_row():
    bureau = make_bureau()

    with together():
        bureau.phone = "1"
        bureau.save()
        bureau.fax = "2"
        bureau.save()
        make_check(bureau)

    assert len(kinds(bureau)) == 2
    assert Bureau.history.first().fax == "2"


def test_what_changes_nothing_or_only_what_follows_leaves_no_version():
    bureau = make_bureau()

    bureau.save()
    make_check(bureau)
    Region.objects.get(pk=bureau.region_id).save()

    assert (len(kinds(bureau)), len(kinds(bureau.region))) == (1, 1)
    assert {"checked_on", "phone_digits", "updated_at"}.isdisjoint(versioned_columns(Bureau))


def test_private_notes_are_in_the_history_and_not_in_the_change_feed():
    bureau = make_bureau()
    before = Change.objects.count()

    bureau.notes = "Ask for Ms Li"
    bureau.save()
    Bureau.objects.update(notes="Ask for Mr Wu")

    assert list(Bureau.history.order_by("history_id").values_list("notes", flat=True)) == [
        "",
        "Ask for Ms Li",
        "Ask for Mr Wu",
    ]
    assert Change.objects.count() == before


@pytest.mark.parametrize("is_together", [True, False])
def test_links_to_other_rows_are_part_of_a_version(is_together):
    first, second = make_industry(), make_industry()
    priority = make_priority(industries=[first])

    if is_together:
        with together():
            priority.industries.set([second])
    else:
        second.priorities.add(priority)

    states = states_of(list(Priority.history.filter(id=priority.pk).order_by("history_id")))
    expected = [second.pk] if is_together else [first.pk, second.pk]
    assert [state["industries"] for state in states.values()] == [[], [first.pk], expected]


def test_link_that_goes_with_its_other_end_makes_a_version():
    industry = make_industry()
    priority = make_priority(industries=[industry])

    Industry.objects.all().delete()

    states = states_of(list(Priority.history.filter(id=priority.pk).order_by("history_id")))
    assert [state["industries"] for state in states.values()] == [[], [industry.pk], []]


def test_parts_are_kept_too_and_go_with_their_owner():
    priority = make_priority(status="draft", document=None)
    point = make_key_point(priority, industries=[make_industry()])

    priority.delete()

    last = KeyPoint.history.filter(id=point.pk).latest()
    assert (last.history_type, last.text_en) == ("-", "A point")
    assert states_of([last])[last.history_id]["industries"] != []


def test_row_from_before_history_was_kept_gets_the_state_it_was_found_in():
    bureau = make_bureau(phone="1")
    forget(bureau)

    with together(reason="called"):
        bureau.phone = "2"
        bureau.save()

    assert kinds(bureau) == [("~", AS_FOUND), ("~", "called")]
    assert Bureau.history.filter(id=bureau.pk).earliest().phone == "1"


def test_change_past_the_models_is_told_apart_from_the_next_one():
    bureau = make_bureau(phone="1")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE bureaus_bureau SET phone = 'x'")

    Bureau.objects.update(fax="2")

    assert [reason for _type, reason in kinds(bureau)] == ["", AS_FOUND, ""]


def test_rolled_back_part_leaves_no_version():
    bureau = make_bureau()

    with together():
        with pytest.raises(IntegrityError), transaction.atomic():
            Bureau.objects.create(region=bureau.region, kind="commerce", name_en="")
        make_contact_point(bureau)

    assert Bureau.history.count() == 1


def test_bulk_writes_leave_versions():
    bureau = make_bureau()

    aliases = BureauAlias.objects.bulk_create(
        [BureauAlias(bureau=bureau, kind="former_name", value=value) for value in "ab"]
    )
    for alias in aliases:
        alias.value += "!"
    BureauAlias.objects.bulk_update(aliases, ["value"])

    values = BureauAlias.history.order_by("history_id").values_list("history_type", "value")
    assert list(values) == [("+", "a"), ("+", "b"), ("~", "a!"), ("~", "b!")]


def test_number_of_queries_does_not_grow_with_the_rows(django_assert_max_num_queries):
    for _ in range(30):
        make_bureau()

    with django_assert_max_num_queries(25):
        Bureau.objects.update(notes="x")

    assert Bureau.history.filter(notes="x").count() == 30


def test_moving_a_region_is_one_version_of_it_and_none_of_what_lies_inside():
    outer, inner = make_region(), make_region(level="prefecture")
    below = make_region(level="county", parent=inner)

    inner.parent = outer
    inner.save()

    assert (len(kinds(inner)), len(kinds(below))) == (2, 1)


def test_deleting_a_user_keeps_the_history(django_user_model):
    user = django_user_model.objects.create_user("gone")
    bureau = make_bureau()
    Bureau.history.update(history_user=user)

    user.delete()

    assert Bureau.history.get(id=bureau.pk).history_user is None


def test_no_table_of_versions_is_public():
    versions = [model for model in apps.get_models() if issubclass(model, KeptVersions)]
    tables = {
        name
        for label in ("bureaus", "policies")
        for name in triggers.public_tables(apps.get_app_config(label))
    }

    assert len(versions) >= 15
    assert tables.isdisjoint(model._meta.db_table for model in versions)
