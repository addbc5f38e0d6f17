"""What ends checks beside the contacts of a bureau itself, and where that is said."""

import pytest
from django.core.management import call_command
from django.utils import timezone

from bureaus.models import Bureau, Change, Check, ContactPoint
from bureaus.upkeep.closing import ClosingPlan, carry_out
from bureaus.upkeep.lifecycle import reopen
from tests.factories import make_bureau, make_check, make_contact_point, make_region

pytestmark = [pytest.mark.django_db, pytest.mark.either_database]

CONTACTS = {"phone": "0758-3611228", "fax": "0758-3611188", "email": "office@sihui.example"}
OTHER = "0758-3611229"


@pytest.fixture(scope="module")
def sihui(once):
    return make_region(name="Sihui", dial_code="0758")


@pytest.fixture(scope="module")
def bureau(once, sihui):
    bureau = make_bureau(region=sihui, ref="bbbbb", **CONTACTS)
    make_check(bureau)
    return bureau


def is_checked(bureau):
    return Bureau.objects.checked().filter(pk=bureau.pk).exists()


def saved(bureau, **values):
    bureau = Bureau.objects.get(pk=bureau.pk)
    for field, value in values.items():
        setattr(bureau, field, value)
    bureau.save()


DESKS = {
    "added": (False, lambda desk: make_contact_point(desk.bureau, phone="0758-3611230")),
    "added without contacts": (True, lambda desk: make_contact_point(desk.bureau)),
    "deleted": (False, lambda desk: desk.delete()),
    "deleted in bulk": (False, lambda desk: ContactPoint.objects.all().delete()),
    "another phone": (False, lambda desk: ContactPoint.objects.update(phone="0758-3611231")),
    "another fax": (False, lambda desk: ContactPoint.objects.update(fax="0758-3611231")),
    "another email": (False, lambda desk: ContactPoint.objects.update(email="b@sihui.example")),
    "another print": (True, lambda desk: ContactPoint.objects.update(phone="3990000")),
    "another name": (True, lambda desk: ContactPoint.objects.update(name_en="Second Section")),
    "other languages": (True, lambda desk: ContactPoint.objects.update(languages=["ja"])),
    "another place in the list": (True, lambda desk: ContactPoint.objects.update(position=3)),
}


@pytest.mark.parametrize(("stays", "act"), DESKS.values(), ids=DESKS)
def test_desks_are_among_what_was_checked(bureau, stays, act):
    desk = make_contact_point(bureau, phone="0758-3990000")
    make_check(bureau)

    act(desk)
    assert is_checked(bureau) is stays

    Check.objects.filter(bureau=bureau).update(note="Counted anew")
    assert is_checked(bureau) is stays


def test_number_without_code_is_another_one_in_another_region(sihui):
    bureau = make_bureau(region=sihui, phone="3611228")
    whole = make_bureau(region=sihui, phone="0758-3611228")
    for each in (bureau, whole):
        make_check(each)

    for each in (bureau, whole):
        saved(each, region=make_region(dial_code="0757"))

    assert (is_checked(bureau), is_checked(whole)) == (False, True)


def test_mended_dialling_code_of_the_region_is_no_change_of_the_bureau(sihui):
    bureau = make_bureau(region=sihui, phone="3611228")
    make_contact_point(bureau, phone="3990000")
    make_check(bureau)

    sihui.dial_code = "0757"
    sihui.save()

    assert is_checked(bureau)


def test_contacts_handed_over_by_a_merger_are_not_checked_and_stay_so_when_it_is_undone(bureau):
    old = make_bureau(region=bureau.region, phone="0758-3690000")
    plan = ClosingPlan("merged", timezone.localdate(), "Notice", [bureau], ["phone"])

    names = carry_out(old, plan)
    merged = is_checked(bureau)
    reopen(old, "By mistake")

    bureau.refresh_from_db()
    assert names and not merged
    assert bureau.phone == CONTACTS["phone"] and not is_checked(bureau)


def test_checks_that_are_taken_over_with_the_contacts_count_for_the_successor(bureau):
    new = make_bureau(region=bureau.region)
    taken = {"fields": list(CONTACTS), "with_checks": True}
    plan = ClosingPlan("renamed", timezone.localdate(), "Notice", [new], **taken)

    carry_out(bureau, plan)

    assert is_checked(new) and not is_checked(bureau)
    saved(new, phone=OTHER)
    Check.objects.update(note="Counted anew")
    assert not is_checked(new)


def test_feed_and_history_say_when_it_stopped_being_checked(client, bureau):
    saved(bureau, phone=OTHER)

    change = Change.objects.newest_first().first()
    page = client.get(bureau.get_absolute_url()).content.decode()
    record = client.get("/api/v1/bureaus/bbbbb/").json()
    assert change.action == "changed"
    assert set(change.fields) == {"phones", "is_checked", "checked_on", "next_check_on"}
    assert (record["is_checked"], record["checked_on"], record["next_check_on"]) == (
        False,
        None,
        None,
    )
    assert "phone changed; no longer checked" in page and "Not confirmed yet" in page


def test_what_was_changed_past_the_models_is_made_up_for(bureau, capsys):
    other = make_bureau(region=bureau.region, phone="0758-3611228")
    make_check(other)
    Bureau._base_manager.filter(pk=bureau.pk).update(phone=OTHER)
    last = Change.objects.last_cursor()

    call_command("record_changes")
    call_command("record_changes")

    assert (is_checked(bureau), is_checked(other)) == (False, True)
    assert [change.key for change in Change.objects.after(last)] == ["bbbbb"]
    assert capsys.readouterr().out.splitlines() == [
        "0 created, 0 deleted",
        "1 no longer checked",
        "0 created, 0 deleted",
    ]
