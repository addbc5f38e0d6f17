"""Writing down what a plan says, all of it or nothing, as forms would have saved it."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.contrib.admin.models import ADDITION, CHANGE, LogEntry
from django.contrib.auth.models import User
from django.utils.translation import gettext as _

from bureaus.changes.batch import lock, together
from bureaus.files.data_files import RefusedError
from bureaus.spreadsheets.bases import ExchangeResource, version
from bureaus.spreadsheets.plan import CHANGED, CREATED, ImportPlan, PlannedRow, changing_rows
from bureaus.values.batches import in_batches


class StaleError(RefusedError):
    """Rows are not as they were when the plan was made."""


def apply(
    plan: ImportPlan, resource: ExchangeResource, user: User | None, why: str
) -> Iterator[int]:
    """Write a plan in the transaction that the caller has begun; yield how many rows are done.

    Raises StaleError when a row that the file is about was changed after the plan was made.
    """
    with together(reason=why):
        lock()
        _refuse_stale(plan, resource)
        _free_places(plan, resource)
        done = 0
        for some in in_batches(it for it in plan.outcomes if it.row is not None):
            _save_rows(some, resource)
            _log(some, user, why)
            done += len(some)
            yield done


def _refuse_stale(plan: ImportPlan, resource: ExchangeResource) -> None:
    seen = {it.key: it.version for it in plan.outcomes if it.version}
    for some in in_batches(seen):
        rows = resource.find(some)
        now = {key: version(resource.texts(row)) for key, row in rows.items()}
        if any(now.get(key) != seen[key] for key in some):
            raise StaleError(_("Rows were changed since the preview; nothing was written."))


def _free_places(plan: ImportPlan, resource: ExchangeResource) -> None:
    """Move the rows that leave their places out of the way of those that take them."""
    names = {column.removesuffix("_id") for columns in resource.unique for column in columns}
    leaving = [it.row.pk for it in changing_rows(plan.outcomes, names) if it.row.pk]
    for some in in_batches(leaving):
        resource.model._default_manager.filter(pk__in=some).update(**resource.parked)


def _save_rows(outcomes: Sequence[PlannedRow], resource: ExchangeResource) -> None:
    """Save rows; the one place where imported rows are written."""
    at_once: list[PlannedRow] = []
    for it in outcomes:
        if resource.is_saved_alone(it.row, it.changed):
            resource.settle(it.row)
            it.row.save()
        else:
            at_once.append(it)
    rows = [it.row for it in at_once]
    derived = resource.prepare(rows)
    manager = resource.model._default_manager
    manager.bulk_create([row for row in rows if not row.pk])
    old = [it for it in at_once if it.row.pk]
    columns = {column for it in old for column in it.changed} - resource.many | derived
    if columns:
        # One upsert for all takes a third of the time of ``bulk_update``
        manager.bulk_create(
            [it.row for it in old],
            update_conflicts=True,
            unique_fields=["pk"],
            update_fields=sorted(columns),
        )
    for it in outcomes:
        for name, linked in it.many.items():
            getattr(it.row, name).set(linked)


def _log(outcomes: Sequence[PlannedRow], user: User | None, why: str) -> None:
    for kind, flag in ((CREATED, ADDITION), (CHANGED, CHANGE)):
        rows: Any = [it.row for it in outcomes if it.kind == kind]
        if rows and user:
            LogEntry.objects.log_actions(user.pk, rows, flag, why)
