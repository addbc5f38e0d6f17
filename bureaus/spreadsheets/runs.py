"""An import from upload to the end: received, previewed, confirmed, applied or not."""

import hashlib
import logging
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from bureaus.files.data_files import BadFileError, RefusedError
from bureaus.models import ImportRun
from bureaus.spreadsheets.bases import ExchangeResource, reason
from bureaus.spreadsheets.plan import ImportPlan, Planner
from bureaus.spreadsheets.reading import read_upload
from bureaus.spreadsheets.writing import StaleError, apply

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Step:
    """One step of a long work, for whoever waits: compared or written, so many of all rows."""

    name: str
    done: int
    total: int


Steps = Iterator[Step | ImportPlan | ImportRun]


def receive(name: str, content: bytes, resource: ExchangeResource, user: User) -> ImportRun:
    """Keep an uploaded file until it is confirmed, or note why it cannot be read."""
    ImportRun.objects.forget_files()
    run = ImportRun(
        noun=resource.model._meta.label_lower,
        user=user,
        file_name=name[-200:],  # its end tells how it is read
        digest=hashlib.sha256(content).hexdigest(),
    )
    try:
        rows = read_upload(name, content, resource.columns, resource.key)
    except BadFileError as error:
        run.finish(ImportRun.State.REFUSED, str(error))
    else:
        run.content, run.counts = content, {"rows": len(rows)}
        run.save()
    return run


def preview_plan(run: ImportRun, resource: ExchangeResource, *, may_add: bool) -> Steps:
    """Yield steps, then the plan."""
    content = bytes(run.content or b"")
    rows = read_upload(run.file_name, content, resource.columns, resource.key)
    planner = Planner(resource, may_add)
    for done in planner.run(rows):
        yield Step("compared", done, len(rows))
    yield planner.plan


def apply_plan(
    run: ImportRun, resource: ExchangeResource, *, may_add: bool, seen: str, **wish: Any
) -> Steps:
    """Apply the plan that was seen, whose digest is given: all of it or nothing, see ``_claim``.

    Yield steps, then the run as it ended; or the plan as it is now if that is another than was
    seen. Until the end the run counts as failed, so that one whose process dies is known to have
    failed; two who confirm it at once apply it once.
    """
    plan = ImportPlan([])
    for it in preview_plan(run, resource, may_add=may_add):
        if isinstance(it, ImportPlan):
            plan = it
        else:
            yield it
    if plan.digest != seen:
        yield plan
        return
    if not _claim(run, plan, **wish):
        yield ImportRun.objects.get(pk=run.pk)
        return
    try:
        yield from _apply(run, plan, resource)
    except StaleError:
        ImportRun.objects.filter(pk=run.pk).update(state=ImportRun.State.PREVIEWED, error="")
        yield from preview_plan(run, resource, may_add=may_add)
        return
    except Exception as error:  # whatever it was, the rows are as before and staff are told
        logger.exception("Import %s failed", run.pk)
        run.finish(ImportRun.State.FAILED, _why(error))
    yield run


def _claim(run: ImportRun, plan: ImportPlan, source: str, *, without_similar: bool = False) -> bool:
    """Take the run for oneself; False if it was confirmed before."""
    if without_similar:
        plan.leave_out_similar()
    run.source, run.counts = source, plan.counts
    return bool(
        ImportRun.objects.filter(pk=run.pk, state=ImportRun.State.PREVIEWED).update(
            state=ImportRun.State.FAILED,
            error=_("It was interrupted; nothing was written."),
            source=source,
            counts=plan.counts,
        )
    )


def _apply(run: ImportRun, plan: ImportPlan, resource: ExchangeResource) -> Steps:
    total = plan.counts["created"] + plan.counts["changed"]
    with transaction.atomic():
        for done in apply(plan, resource, run.user, f"{run.file_name}: {run.source}"):
            yield Step("written", done, total)
        run.finish(ImportRun.State.APPLIED)


def _why(error: Exception) -> str:
    nothing = _("Nothing was written.")
    if isinstance(error, RefusedError | ValidationError):
        return f"{reason(error)} {nothing}"
    return _("The database did not accept the rows.") + f" {nothing}"
