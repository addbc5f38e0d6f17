"""Checks, and the two dates of a bureau that follow from them."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from bureaus.models import Bureau, Check
from tests.factories import make_bureau, make_check, make_contact_point

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def bureau(once):
    return make_bureau(phone="0758-3611228")


def dates(bureau):
    bureau.refresh_from_db()
    return bureau.checked_on, bureau.next_check_on


@pytest.mark.parametrize("outcome", ["confirmed", "mended"])
def test_good_check_sets_both_dates(bureau, outcome):
    make_check(bureau, date=date(2024, 1, 24), outcome=outcome)

    assert dates(bureau) == (date(2024, 1, 24), date(2024, 7, 24))


@pytest.mark.parametrize(
    ("day", "due"),
    [
        (date(2023, 8, 31), date(2024, 2, 29)),
        (date(2022, 8, 30), date(2023, 2, 28)),
        (date(2024, 3, 31), date(2024, 9, 30)),
        (date(2023, 12, 31), date(2024, 6, 30)),
        (date(2024, 6, 30), date(2024, 12, 30)),
        (date(2023, 7, 1), date(2024, 1, 1)),
    ],
)
def test_next_check_is_due_six_months_later(bureau, day, due):
    make_check(bureau, date=day)

    assert dates(bureau) == (day, due)


def test_how_long_a_check_is_good_is_a_setting(bureau, settings):
    settings.CHECK_VALID_MONTHS = 14

    make_check(bureau, date=date(2023, 11, 30))

    assert dates(bureau) == (date(2023, 11, 30), date(2025, 1, 30))


@pytest.mark.parametrize("outcome", ["unreachable", "wrong"])
def test_bad_outcome_confirms_nothing(bureau, outcome):
    make_check(bureau, outcome=outcome)

    assert dates(bureau) == (None, None)


def test_bad_outcome_leaves_the_last_good_check_standing(bureau):
    good = make_check(bureau, date=date(2024, 1, 24))

    make_check(bureau, date=date(2024, 3, 1), outcome="unreachable")

    assert dates(bureau) == (date(2024, 1, 24), date(2024, 7, 24))
    assert bureau.last_good_check == good


def test_newest_good_check_counts_whatever_was_entered_last(bureau):
    make_check(bureau, date=date(2024, 3, 1))

    make_check(bureau, date=date(2023, 3, 1))

    assert dates(bureau)[0] == date(2024, 3, 1)


def test_changed_check_is_counted_anew(bureau):
    check = make_check(bureau, date=date(2024, 3, 1))
    check.outcome = "wrong"

    check.save()

    assert dates(bureau) == (None, None)


@pytest.mark.parametrize(
    "delete",
    [
        lambda check: check.delete(),
        lambda check: Check.objects.filter(pk=check.pk).delete(),
    ],
    ids=["one", "queryset"],
)
def test_deleted_check_gives_way_to_the_one_before(bureau, delete):
    make_check(bureau, date=date(2023, 3, 1))
    newest = make_check(bureau, date=date(2024, 3, 1))

    delete(newest)

    assert dates(bureau) == (date(2023, 3, 1), date(2023, 9, 1))


def test_bureau_without_any_check_left_is_not_yet_checked(bureau):
    make_check(bureau)
    make_check(bureau)

    bureau.checks.all().delete()

    assert dates(bureau) == (None, None)


def test_check_of_one_bureau_leaves_the_others_alone(bureau):
    other = make_bureau()

    make_check(other)

    assert dates(bureau) == (None, None)
    assert dates(other)[0] == timezone.localdate()


def test_bureau_with_checks_can_be_deleted(bureau):
    make_check(bureau)

    bureau.delete()

    assert not Bureau.objects.exists()
    assert not Check.objects.exists()


def test_check_keeps_other_edits_of_the_bureau(bureau):
    Bureau.objects.filter(pk=bureau.pk).update(email="office@example.org")

    make_check(bureau)

    bureau.refresh_from_db()
    assert bureau.email == "office@example.org"


def test_check_cannot_lie_in_the_future(bureau):
    today = timezone.localdate()
    values = {"bureau": bureau, "method": "phone", "outcome": "confirmed"}
    Check(**values, date=today).full_clean()

    with pytest.raises(ValidationError) as caught:
        Check(**values, date=today + timedelta(1)).full_clean()

    assert set(caught.value.message_dict) == {"date"}


def test_check_that_moves_takes_its_date_along():
    first, second = make_bureau(), make_bureau()
    make_check(first)
    check = first.checks.get()

    check.bureau = second
    check.save()

    first.refresh_from_db()
    second.refresh_from_db()
    assert first.checked_on is None
    assert second.checked_on == timezone.localdate()


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
    make_check(bureau)
    Bureau.objects.update(phone="")
    check = Check.objects.get(bureau=bureau)
    check.note = "Ms Lin answered"

    check.full_clean()

    check.method = "visit"
    check.bureau = make_bureau()
    with pytest.raises(ValidationError):
        check.full_clean()
