"""Closing a bureau for good reasons, with all that goes to its successors."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.utils.translation import gettext

from bureaus.changes.batch import lock, rehearsal, together
from bureaus.models import Bureau, BureauAlias
from bureaus.upkeep.lifecycle import NAMES, Fate, close, remember_names, what_became_of

CARRIED = (  # what one bureau can take over from another
    *NAMES,
    *("phone", "fax", "email", "website", "hours", "languages"),
    *("address_en", "address_zh_hans", "address_zh_hant", "postal_code"),
    *("source", "source_url", "source_date", "notes"),
)


@dataclass(frozen=True)
class ClosingPlan:
    """How a bureau is to be closed; only a single successor can take something over."""

    closure: str
    on: date
    reason: str
    successors: Sequence[Bureau] = ()
    fields: Sequence[str] = ()
    with_contact_points: bool = False
    with_checks: bool = False


def differing_fields(one: Bureau, other: Bureau) -> list[str]:
    """Name the fields that ``one`` has filled in and ``other`` has not, or has otherwise."""
    filled = (name for name in CARRIED if getattr(one, name))
    return [name for name in filled if getattr(one, name) != getattr(other, name)]


def carry_out(bureau: Bureau, plan: ClosingPlan) -> list[BureauAlias]:
    """Close a published bureau as planned, all or nothing, and give the names made for others.

    Raises ValidationError as ``close`` does, when the bureau is not published any more, or when
    the successor cannot take a value over.
    """
    with together(reason=plan.reason):
        lock()
        bureau = Bureau.objects.get(pk=bureau.pk)
        successors = list(Bureau.objects.filter(pk__in=[one.pk for one in plan.successors]))
        if bureau.status != Bureau.Status.PUBLISHED:
            raise ValidationError(gettext("Only a published bureau can be closed."), code="state")
        close(bureau, plan.closure, plan.on, successors)
        names = [name for each in successors for name in _leave_names(bureau, each, plan)]
        if len(successors) == 1:
            _hand_over(bureau, successors[0], plan)
    return names


def preview_closing(bureau: Bureau, plan: ClosingPlan) -> tuple[Fate, list[BureauAlias]]:
    """Tell what becomes of the bureau and which names find others, by doing it and going back.

    Raises ValidationError as ``carry_out`` does.
    """
    with rehearsal():
        names = carry_out(bureau, plan)
        fate = what_became_of(Bureau.objects.get(pk=bureau.pk))
    return fate, names


def _leave_names(bureau: Bureau, successor: Bureau, plan: ClosingPlan) -> list[BureauAlias]:
    names = {name: getattr(bureau, name) for name in NAMES}
    kind, until = BureauAlias.Kind.FORMER_NAME, plan.on.isoformat()
    if plan.closure == Bureau.Closure.DUPLICATE:  # which never was an office of its own
        kind, until = BureauAlias.Kind.ALTERNATIVE_NAME, ""
    return remember_names(successor, names, kind, until, note=bureau.ref)


def _hand_over(bureau: Bureau, successor: Bureau, plan: ClosingPlan) -> None:
    for name in plan.fields:
        setattr(successor, name, getattr(bureau, name))
    if plan.fields:
        successor.full_clean()
        successor.save()
    desks = bureau.contact_points.all() if plan.with_contact_points else ()
    checks = bureau.checks.all() if plan.with_checks else ()
    for row in (*desks, *checks):  # one by one, as much follows from each
        row.bureau = successor
        row.save()
