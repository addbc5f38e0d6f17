"""The seal is true: whatever changes contacts ends the checks made before, and only that."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.utils import timezone

from bureaus.models import Bureau, Change, Check, ContactPoint
from bureaus.upkeep.closing import ClosingPlan, carry_out
from bureaus.upkeep.lifecycle import rename, reopen
from tests.factories import (
    at_once,
    make_bureau,
    make_check,
    make_contact_point,
    make_region,
)

pytestmark = [pytest.mark.django_db, pytest.mark.either_database]

CONTACTS = {
    "phone": "0758-3611228",
    "fax": "0758-3611188",
    "email": "office@sihui.example",
    "address_en": "3F, Administrative Centre, Sihui",
    "address_zh_hans": "四会市东城街道行政中心三楼",
    "postal_code": "526200",
}
OTHER = {
    "phone": "0758-3611229",
    "fax": "0758-3611189",
    "email": "invest@sihui.example",
    "address_en": "4F, Administrative Centre, Sihui",
    "address_zh_hans": "四会市东城街道行政中心四楼",
    "address_zh_hant": "四會市東城街道行政中心四樓",
    "postal_code": "526201",
}
SAME = {
    "phone": ["+86 758 3611228", " 0758 - 3611228 ", "０７５８－３６１１２２８", "3611228"],
    "fax": ["(0758) 3611188", "86-758-3611188"],
    "email": ["Office@Sihui.Example"],
    "address_en": ["3F Administrative Centre,  Sihui", "3f, administrative centre, sihui."],
    "address_zh_hans": ["四会市 东城街道 行政中心三楼"],
    "address_zh_hant": ["四會市東城街道行政中心三樓"],
}
UNCHECKED = [
    *OTHER.items(),
    *((field, "") for field in CONTACTS),
    ("phone", "0758-3611228/3611229"),
    ("phone", "0758-3611228转8001"),
]
NO_CONTACTS = {
    "name_en": "Another name",
    "hours": "Mo-Fr 09:00-12:00",
    "languages": ["en"],
    "notes": "Who answers: Ms Lin",
    "website": "https://sihui.example/invest",
    "source": "Yearbook",
    "kind": "commerce",
}


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


def updated(bureau, **values):
    Bureau.objects.filter(pk=bureau.pk).update(**values)


def bulk_updated(bureau, **values):
    row = Bureau.objects.get(pk=bureau.pk)
    for field, value in values.items():
        setattr(row, field, value)
    Bureau.objects.bulk_update([row], list(values))


def upserted(bureau, **values):
    row = Bureau.objects.get(pk=bureau.pk)
    for field, value in values.items():
        setattr(row, field, value)
    about = {"unique_fields": ["pk"], "update_fields": list(values)}
    Bureau.objects.bulk_create([row], update_conflicts=True, **about)


WAYS = [saved, updated, bulk_updated, upserted]


@pytest.mark.parametrize("write", WAYS)
@pytest.mark.parametrize(("field", "value"), UNCHECKED)
def test_changed_contact_is_no_longer_checked(bureau, write, field, value):
    write(bureau, **{field: value})

    bureau.refresh_from_db()
    assert (bureau.checked_on, bureau.next_check_on) == (None, None)
    assert bureau.last_good_check is None


@pytest.mark.parametrize(
    ("field", "value"), [(field, value) for field, values in SAME.items() for value in values]
)
def test_another_print_of_the_same_contact_leaves_it_checked(bureau, field, value):
    saved(bureau, **{field: value})

    assert is_checked(bureau)


@pytest.mark.parametrize("write", WAYS)
@pytest.mark.parametrize(("field", "value"), NO_CONTACTS.items())
def test_what_is_no_contact_leaves_it_checked(bureau, write, field, value):
    write(bureau, **{field: value})

    assert is_checked(bureau)


def test_renamed_bureau_stays_checked(bureau):
    rename(bureau, {"name_en": "New", "name_zh_hans": "新"}, timezone.localdate(), "Notice")

    assert is_checked(bureau)


def test_contact_put_back_has_not_been_checked_again(bureau):
    saved(bureau, phone=OTHER["phone"])
    saved(bureau, phone=CONTACTS["phone"])

    assert not is_checked(bureau)


def test_row_in_memory_from_before_does_not_bring_the_seal_back(bureau):
    old = Bureau.objects.get(pk=bureau.pk)
    saved(bureau, phone=OTHER["phone"])
    old.refresh_from_db(fields=["phone"])

    old.name_en = "Another name"
    old.save()

    assert not is_checked(bureau)


@pytest.mark.parametrize("outcome", ["confirmed", "mended"])
@pytest.mark.parametrize("is_first", [True, False])
def test_change_that_comes_with_a_check_is_checked(bureau, outcome, is_first):
    with at_once():
        if is_first:
            make_check(bureau, outcome=outcome)
        saved(bureau, phone=OTHER["phone"])
        if not is_first:
            make_check(bureau, outcome=outcome)

    assert is_checked(bureau)
    make_check(bureau, outcome="unreachable")
    assert is_checked(bureau)


@pytest.mark.parametrize("outcome", ["unreachable", "wrong"])
def test_change_that_comes_with_a_bad_check_is_not_checked(bureau, outcome):
    with at_once():
        saved(bureau, phone=OTHER["phone"])
        make_check(bureau, outcome=outcome)

    assert not is_checked(bureau)


def test_change_that_comes_with_a_check_of_yesterday_is_checked(bureau):
    yesterday = timezone.localdate() - timedelta(1)
    Check.objects.all().delete()

    with at_once():
        saved(bureau, phone=OTHER["phone"])
        make_check(bureau, date=yesterday, outcome="mended")

    bureau.refresh_from_db()
    assert bureau.checked_on == yesterday


def test_check_of_a_day_before_the_change_says_nothing_of_it(bureau):
    saved(bureau, phone=OTHER["phone"])

    make_check(bureau, date=timezone.localdate() - timedelta(7))
    assert not is_checked(bureau)

    make_check(bureau)
    assert is_checked(bureau)


ENDED = {
    "its note is edited": lambda check: Check.objects.filter(pk=check.pk).update(note="Ms Lin"),
    "it is saved again": lambda check: check.save(),
    "a bad one follows": lambda check: make_check(check.bureau, outcome="unreachable"),
    "a bad one is deleted": lambda check: make_check(check.bureau, outcome="wrong").delete(),
    "an older one follows": lambda check: make_check(
        check.bureau, date=timezone.localdate() - timedelta(9)
    ),
}


@pytest.mark.parametrize("act", ENDED.values(), ids=ENDED)
def test_old_check_does_not_come_back(bureau, act):
    check = bureau.checks.get()
    saved(bureau, phone=OTHER["phone"])

    act(Check.objects.get(pk=check.pk))

    assert not is_checked(bureau)


def test_newer_check_that_is_taken_back_leaves_nothing_if_contacts_changed_between(bureau):
    saved(bureau, phone=OTHER["phone"])
    newer = make_check(bureau)
    assert is_checked(bureau)

    newer.delete()

    assert not is_checked(bureau)


@pytest.mark.parametrize("field", ["phone", "fax"])
def test_what_was_never_there_was_not_checked(sihui, field):
    bureau = make_bureau(region=sihui, **CONTACTS | {field: ""})
    make_check(bureau)

    saved(bureau, **{field: "0758-3633333"})

    assert not is_checked(bureau)


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
    fields = [field for field in CONTACTS if CONTACTS[field]]
    plan = ClosingPlan("renamed", timezone.localdate(), "Notice", [new], fields, with_checks=True)

    carry_out(bureau, plan)

    assert is_checked(new) and not is_checked(bureau)
    saved(new, phone=OTHER["phone"])
    Check.objects.update(note="Counted anew")
    assert not is_checked(new)


def test_feed_and_history_say_when_it_stopped_being_checked(client, bureau):
    saved(bureau, phone=OTHER["phone"])

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
    Bureau._base_manager.filter(pk=bureau.pk).update(phone=OTHER["phone"])
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


METHODS = [
    ("phone", {}, False),
    ("phone", {"phone": "0758-3611228"}, True),
    ("phone", {"fax": "0758-3611188", "email": "a@example.org"}, False),
    ("website", {}, False),
    ("website", {"website": "https://sihui.example/"}, True),
    ("letter", {"phone": "0758-3611228"}, False),
    ("letter", {"email": "a@example.org"}, True),
    ("letter", {"address_zh_hans": "行政中心"}, True),
    ("visit", {"phone": "0758-3611228"}, False),
    ("visit", {"address_en": "3F"}, True),
    ("bureau", {}, False),
    ("bureau", {"website": "https://sihui.example/"}, True),
]


@pytest.mark.parametrize(("method", "contacts", "is_possible"), METHODS)
def test_bureau_is_checked_only_by_what_it_has(method, contacts, is_possible):
    check = Check(bureau=make_bureau(**contacts), method=method, outcome="confirmed")

    if is_possible:
        check.full_clean()
    else:
        with pytest.raises(ValidationError) as refused:
            check.full_clean()
        assert set(refused.value.message_dict) == {"method"}


def test_phone_of_a_desk_can_be_called_and_a_page_is_evidence():
    bureau = make_bureau()
    make_contact_point(bureau, phone="0758-3990000")

    Check(bureau=bureau, method="phone", outcome="confirmed").full_clean()
    page = {"evidence_url": "https://sihui.example/"}
    Check(bureau=bureau, method="website", outcome="confirmed", **page).full_clean()


def test_old_check_can_be_edited_once_its_phone_is_gone(bureau):
    saved(bureau, phone="")
    check = Check.objects.get(bureau=bureau)
    check.note = "Ms Lin answered"

    check.full_clean()

    check.method = "visit"
    check.bureau = make_bureau()
    with pytest.raises(ValidationError):
        check.full_clean()
