"""Imports that do not come to their end leave all as it was, and are known to have failed."""

import pytest
from django.db import DatabaseError

from bureaus.models import Bureau, BureauTokens, Change, Edition, ImportRun
from bureaus.spreadsheets import runs
from bureaus.spreadsheets.plan import ImportPlan
from bureaus.spreadsheets.resources import BureauResource
from tests.bureaus.spreadsheets.files import as_csv
from tests.factories import make_bureau

INTERRUPTED = "It was interrupted; nothing was written."


def state():
    tables = (Bureau, BureauTokens, Change, Edition)
    return [list(table.objects.order_by("pk").values()) for table in tables]


def received(user, *rows):
    content = as_csv(["ref", "phone"], *rows)
    return runs.receive("a.csv", content, BureauResource(user), user)


def steps(run, resource=BureauResource):
    """Preview a run and begin to confirm it."""
    going = runs.preview_plan(run, resource(run.user), may_add=True)
    plan = next(step for step in going if isinstance(step, ImportPlan))
    return runs.apply_plan(run, resource(run.user), may_add=True, seen=plan.digest, source="x")


@pytest.mark.django_db(transaction=True)
def test_import_raises_the_edition(admin_user):
    bureau = make_bureau(phone="1")
    edition = Edition.objects.get().number

    list(steps(received(admin_user, [bureau.ref, "2"])))

    assert ImportRun.objects.get().state == "applied"
    assert Edition.objects.get().number > edition


@pytest.mark.django_db(transaction=True)
def test_visitor_who_leaves_in_the_middle_changes_nothing(admin_user):
    bureau = make_bureau(phone="1")
    run = received(admin_user, [bureau.ref, "2"])
    before = state()
    going = steps(run)
    while next(going).name != "written":
        pass

    going.close()

    assert state() == before
    run = ImportRun.objects.get()
    assert (run.state, run.error) == ("failed", INTERRUPTED)


@pytest.mark.django_db(transaction=True)
def test_row_changed_while_it_is_written_is_noticed(admin_user):
    bureau = make_bureau(phone="1", fax="1")
    run = received(admin_user, [bureau.ref, "2"])
    going = steps(run)
    next(going)  # compared, not yet locked
    Bureau.objects.update(fax="2")

    last = list(going)[-1]

    assert isinstance(last, ImportPlan)
    assert Bureau.objects.get().phone == "1"
    assert ImportRun.objects.get().state == "previewed"


@pytest.mark.django_db(transaction=True)
def test_row_that_the_database_refuses_fails_the_whole_import(admin_user):
    first, second = make_bureau(phone="1"), make_bureau(phone="1")
    run = received(admin_user, [first.ref, "2"], [second.ref, "2"])
    before = state()

    class Refusing(BureauResource):
        def prepare(self, rows):
            raise DatabaseError("no")

    list(steps(run, Refusing))

    assert state() == before
    run = ImportRun.objects.get(state="failed")
    assert run.error == "The database did not accept the rows. Nothing was written."


@pytest.mark.django_db
def test_files_that_nobody_confirmed_are_thrown_away(admin_user, settings):
    old = received(admin_user, ["", "2"])
    ImportRun.objects.update(started_at="2020-01-01T00:00:00Z")

    received(admin_user, ["", "2"])

    old.refresh_from_db()
    assert (old.content, old.state) == (None, "previewed")
