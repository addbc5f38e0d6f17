"""The seal is true: whatever changes contacts ends the checks made before, and only that."""

from datetime import timedelta

import pytest
from django.utils import timezone

from bureaus.models import Bureau, Check
from bureaus.upkeep.lifecycle import rename
from tests.factories import (
    at_once,
    make_bureau,
    make_check,
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
