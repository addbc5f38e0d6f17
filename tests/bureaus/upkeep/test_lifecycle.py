"""Closing a bureau, and who does its work today."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from bureaus.models import Bureau, Succession
from bureaus.upkeep.lifecycle import check_successor_count, close, what_became_of
from tests.factories import make_bureau, make_closed_bureau

pytestmark = pytest.mark.django_db

DAY = date(2024, 3, 1)
ALLOWED = {
    "renamed": {1},
    "merged": {1},
    "replaced": {1},
    "duplicate": {1},
    "split": {2, 3},
    "abolished": {0},
}
CLOSURES = [(closure, count) for closure in ALLOWED for count in range(4)]


@pytest.mark.parametrize(
    ("closure", "count"), [(closure, n) for closure, n in CLOSURES if n in ALLOWED[closure]]
)
def test_bureau_closes_with_the_successors_its_reason_needs(closure, count):
    bureau, successors = make_bureau(), [make_bureau() for _ in range(count)]

    close(bureau, closure, DAY, successors)

    bureau.refresh_from_db()
    assert (bureau.status, bureau.closure, bureau.closed_on) == ("closed", closure, DAY)
    assert set(bureau.successors.all()) == set(successors)


@pytest.mark.parametrize(
    ("closure", "count"), [(closure, n) for closure, n in CLOSURES if n not in ALLOWED[closure]]
)
def test_wrong_number_of_successors_changes_nothing(closure, count):
    bureau, successors = make_bureau(), [make_bureau() for _ in range(count)]

    with pytest.raises(ValidationError) as caught:
        close(bureau, closure, DAY, successors)

    assert caught.value.code == "successors"
    assert_untouched(bureau)


def test_every_reason_for_closing_is_covered():
    assert set(ALLOWED) == set(Bureau.Closure.values)


def test_open_bureau_has_no_successors():
    check_successor_count("", 0)

    with pytest.raises(ValidationError):
        check_successor_count("", 1)


@pytest.mark.parametrize("closure", ["", "eaten"])
def test_closing_needs_a_known_reason(closure):
    bureau = make_bureau()

    with pytest.raises(ValidationError):
        close(bureau, closure, DAY)

    assert_untouched(bureau)


def test_closing_again_replaces_the_successors():
    first, second = make_bureau(), make_bureau()
    bureau = make_closed_bureau(first)

    close(bureau, "merged", DAY, [second])

    assert list(bureau.successors.all()) == [second]


def test_bureau_cannot_close_in_the_future():
    bureau = make_bureau()

    with pytest.raises(ValidationError) as caught:
        close(bureau, "abolished", timezone.localdate() + timedelta(1))

    assert set(caught.value.message_dict) == {"closed_on"}
    assert_untouched(bureau)


@pytest.mark.parametrize("length", [0, 1, 2, 3])
def test_succession_in_a_circle_changes_nothing(length):
    last = make_bureau()
    first = last
    for _ in range(length):
        first = make_closed_bureau(first)

    with pytest.raises(ValidationError):
        close(last, "split", DAY, [make_bureau(), first])

    assert_untouched(last)
    assert Succession.objects.count() == length


def test_two_may_be_merged_into_one():
    successor = make_bureau()

    for _ in range(2):
        close(make_bureau(), "merged", DAY, [successor])

    assert successor.predecessors.count() == 2


def test_split_into_the_same_successor_twice_is_refused():
    successor = make_bureau()

    with pytest.raises(ValidationError, match="at least two"):
        close(make_bureau(), "split", DAY, [successor, successor])


# Who does its work today


def test_work_is_followed_through_any_number_of_closures():
    today = make_bureau()
    first = make_closed_bureau(make_closed_bureau(make_closed_bureau(today)))

    assert what_became_of(first).successors == [today]


def test_every_branch_of_a_split_is_followed_and_named_once():
    north, south, both = make_bureau(), make_bureau(), make_bureau()
    west = make_closed_bureau(north, both, closure="split")
    east = make_closed_bureau(south, both, closure="split")
    bureau = make_closed_bureau(west, east, closure="split")

    found = what_became_of(bureau).successors

    assert len(found) == 3
    assert set(found) == {north, south, both}


def test_draft_is_never_named_as_successor():
    published = make_bureau()
    bureau = make_closed_bureau(make_bureau(status="draft"), published, closure="split")

    assert what_became_of(bureau).successors == [published]


def test_nobody_does_the_work_of_an_abolished_bureau():
    bureau = make_closed_bureau(make_closed_bureau(closure="abolished"))

    assert what_became_of(bureau).successors == []


def test_circle_left_by_an_import_ends_the_search():
    first, second = make_closed_bureau(), make_closed_bureau()
    Succession.objects.bulk_create(
        [
            Succession(predecessor=first, successor=second),
            Succession(predecessor=second, successor=first),
        ]
    )

    assert what_became_of(first).successors == []


def assert_untouched(bureau):
    bureau = Bureau.objects.get(pk=bureau.pk)
    assert (bureau.status, bureau.closure, bureau.closed_on) == ("published", "", None)
    assert not bureau.successors.exists()
