"""What must never be false in the database, tried without the models' own validation."""

import pytest
from django.apps import apps
from django.contrib.auth.models import User
from django.db import IntegrityError
from django.db.models import CheckConstraint

from bureaus.models import (
    Assignment,
    Bureau,
    BureauAlias,
    ContactPoint,
    Edition,
    Region,
    RegionAlias,
    Succession,
)
from policies.models import Evidence, Industry, Priority
from tests.factories import (
    make_bureau,
    make_closed_bureau,
    make_contact_point,
    make_correction,
    make_document,
    make_industry,
    make_priority,
    make_region,
)


def update_region(**values):
    Region.objects.filter(pk=make_region().pk).update(**values)


def update_bureau(**values):
    Bureau.objects.filter(pk=make_bureau().pk).update(**values)


def give_two_regions_one_code():
    make_region(code="440000")
    update_region(code="440000")


def update_priority(**values):
    Priority.objects.filter(pk=make_priority().pk).update(**values)


def give_two_priorities_one_rank():
    document = make_document()
    own = {"region": document.region, "document": document}
    make_priority(**own, rank=1)
    other = make_priority(**own, rank=2)
    Priority.objects.filter(pk=other.pk).update(rank=1)


def lead_to_itself(instance, field):
    type(instance).objects.filter(pk=instance.pk).update(**{field: instance})


def add_twice(model, **values):
    model.objects.bulk_create([model(**values), model(**values)])


def succeed_itself():
    bureau = make_bureau()
    Succession.objects.bulk_create([Succession(predecessor=bureau, successor=bureau)])


def succeed_twice():
    add_twice(Succession, predecessor=make_bureau(), successor=make_bureau())


def unname_contact_point():
    desk = make_contact_point(make_bureau())
    ContactPoint.objects.filter(pk=desk.pk).update(name_en="")


def reopen_with_reason():
    closed = make_closed_bureau(closure="abolished")
    Bureau.objects.filter(pk=closed.pk).update(status="published", closed_on=None)


def assign_twice():
    add_twice(Assignment, user=User.objects.create_user("lin"), region=make_region())


def give_evidence_twice():
    add_twice(Evidence, priority=make_priority(), industry=make_industry())


BROKEN = [
    ("region_code_unique", give_two_regions_one_code),
    ("region_code_six_digits", lambda: update_region(code="44128")),
    ("region_code_six_digits", lambda: update_region(code="44128x")),
    ("region_only_country_has_no_parent", lambda: update_region(parent=None)),
    ("region_only_country_has_no_parent", lambda: update_region(level="country")),
    ("region_not_its_own_parent", lambda: lead_to_itself(make_region(), "parent")),
    ("region_ended_with_day_and_reason", lambda: update_region(ended_on="2025")),
    ("region_ended_with_day_and_reason", lambda: update_region(ending="merged")),
    ("region_seat_has_both_coordinates", lambda: update_region(latitude=23.3)),
    ("region_alias_unique", lambda: add_twice(RegionAlias, region=make_region(), value="Canton")),
    ("bureau_alias_unique", lambda: add_twice(BureauAlias, bureau=make_bureau(), value="Old")),
    ("bureau_ref_form", lambda: update_bureau(ref="")),
    ("bureau_ref_form", lambda: update_bureau(ref="abcde")),
    ("bureau_ref_form", lambda: update_bureau(ref="NTCBB")),
    ("bureau_has_a_name", lambda: update_bureau(name_en="")),
    ("bureau_closed_with_date_and_reason", lambda: update_bureau(status="closed")),
    ("bureau_closed_with_date_and_reason", lambda: update_bureau(closed_on="2024-01-01")),
    ("bureau_closed_with_date_and_reason", lambda: update_bureau(closure="abolished")),
    (
        "bureau_closed_with_date_and_reason",
        lambda: update_bureau(status="closed", closed_on="2024-01-01"),
    ),
    (
        "bureau_closed_with_date_and_reason",
        lambda: update_bureau(status="closed", closure="abolished"),
    ),
    ("bureau_closed_with_date_and_reason", reopen_with_reason),
    ("bureau_not_its_own_parent", lambda: lead_to_itself(make_bureau(), "parent")),
    ("bureau_check_dates_together", lambda: update_bureau(next_check_on="2024-01-01")),
    (
        "bureau_check_dates_together",
        lambda: update_bureau(checked_on="2024-01-01", next_check_on="2024-01-01"),
    ),
    ("contact_point_has_a_name", unname_contact_point),
    ("succession_unique", succeed_twice),
    ("succession_not_itself", succeed_itself),
    ("edition_is_one_row", lambda: Edition.objects.bulk_create([Edition(pk=2, number=1)])),
    ("correction_has_a_place", lambda: make_correction(None, values={})),
    ("assignment_only_once", assign_twice),
    ("document_key_unique", lambda: [make_document(key="x") for _twice in range(2)]),
    ("priority_rank_unique", give_two_priorities_one_rank),
    ("priority_published_with_document", lambda: update_priority(document=None)),
    ("priority_not_answering_itself", lambda: lead_to_itself(make_priority(), "answers")),
    ("document_has_a_title", lambda: make_document(title_en="")),
    ("evidence_once_for_an_industry", give_evidence_twice),
    ("document_not_in_itself", lambda: lead_to_itself(make_document(), "reported_in")),
]


def constraints():
    labels = ("bureaus", "policies")
    models = [model for label in labels for model in apps.get_app_config(label).get_models()]
    return {constraint.name: constraint for m in models for constraint in m._meta.constraints}


@pytest.mark.django_db
@pytest.mark.parametrize(("name", "break_it"), BROKEN)
def test_database_refuses(name, break_it):
    # SQLite names the column of a broken unique constraint, not the constraint
    message = name if isinstance(constraints()[name], CheckConstraint) else "(?i)unique"

    with pytest.raises(IntegrityError, match=message):
        break_it()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("model", "make", "field"),
    [
        (Bureau, make_bureau, "ref"),
        (Region, make_region, "slug"),
        (Industry, make_industry, "slug"),
    ],
)
def test_database_refuses_what_links_are_built_on_twice(model, make, field):
    taken = getattr(make(), field)
    other = make()

    with pytest.raises(IntegrityError):
        model.objects.filter(pk=other.pk).update(**{field: taken})


@pytest.mark.django_db
def test_regions_without_a_code_do_not_clash():
    make_region(code="")
    make_region(code="")

    assert Region.objects.filter(code="", level="province").count() == 2


def test_every_constraint_is_tried():
    assert {name for name, _break_it in BROKEN} == set(constraints())
