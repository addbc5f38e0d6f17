"""Closing a bureau for good reasons, with all that goes to its successors, and undoing it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext

from bureaus.changes.batch import lock, together
from bureaus.models import Bureau, BureauAlias, Check, Closing, ContactPoint
from bureaus.upkeep.lifecycle import NAMES, close, remember_names, reopen, what_became_of

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


@dataclass(frozen=True)
class Preview:
    """What visitors will see: where the page leads, and which names find which successor."""

    has_moved: bool
    successors: list[Bureau] = field(default_factory=list)
    names: list[BureauAlias] = field(default_factory=list)


def differing_fields(one: Bureau, other: Bureau) -> list[str]:
    """Name the fields that ``one`` has filled in and ``other`` has not, or has otherwise."""
    filled = (name for name in CARRIED if getattr(one, name))
    return [name for name in filled if getattr(one, name) != getattr(other, name)]


def carry_out(bureau: Bureau, plan: ClosingPlan, user: User) -> Closing:
    """Close a published bureau as planned and note what is needed to undo it, all or nothing.

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
        closing = Closing(bureau=bureau, reason=plan.reason, made_by=user)
        closing.aliases = [
            alias.pk for successor in successors for alias in _leave_names(bureau, successor, plan)
        ]
        if len(successors) == 1:
            _hand_over(bureau, successors[0], plan, closing)
        Closing.objects.filter(bureau=bureau).delete()
        closing.save()
    return closing


def preview_closing(bureau: Bureau, plan: ClosingPlan, user: User) -> Preview:
    """Tell what the plan leads to, by carrying it out and taking it back at once.

    Raises ValidationError as ``carry_out`` does.
    """
    with transaction.atomic():
        closing = carry_out(bureau, plan, user)
        fate = what_became_of(closing.bureau)
        aliases = BureauAlias.objects.filter(pk__in=closing.aliases)
        names = list(aliases.select_related("bureau__region"))
        transaction.set_rollback(True)
    return Preview(fate.original is not None, fate.successors, names)


def undo(bureau: Bureau, reason: str) -> list[str]:
    """Open a closed bureau again and take back what its closing did to others.

    Gives the fields of its successor that stay as they are, because they were changed since.
    Raises ValidationError as ``reopen`` does.
    """
    with together(reason=reason):
        lock()
        bureau = Bureau.objects.select_related("region").get(pk=bureau.pk)
        closing = Closing.objects.select_related("into").filter(bureau=bureau).first()
        reopen(bureau)
        if closing is None:
            return []
        BureauAlias.objects.filter(pk__in=closing.aliases).delete()
        left = _take_back(closing)
        closing.delete()
    return left


def _leave_names(bureau: Bureau, successor: Bureau, plan: ClosingPlan) -> list[BureauAlias]:
    """Let the names of a closed bureau find its successor."""
    names = {name: getattr(bureau, name) for name in NAMES}
    if plan.closure == Bureau.Closure.DUPLICATE:
        kind, until = BureauAlias.Kind.ALTERNATIVE_NAME, ""
    else:
        kind, until = BureauAlias.Kind.FORMER_NAME, plan.on.isoformat()
    return remember_names(successor, names, kind, until, note=bureau.ref)


def _hand_over(bureau: Bureau, successor: Bureau, plan: ClosingPlan, closing: Closing) -> None:
    """Give the successor the chosen values, desks and checks of a closed bureau."""
    for name in plan.fields:
        closing.carried[name] = [getattr(successor, name), getattr(bureau, name)]
        setattr(successor, name, getattr(bureau, name))
    closing.into = successor
    if plan.fields:
        successor.full_clean()
        successor.save()
    if plan.with_contact_points:
        closing.contact_points = _move(bureau.contact_points.all(), successor)
    if plan.with_checks:
        closing.checks = _move(bureau.checks.all(), successor)


def _move(rows: Any, to: Bureau) -> list[int]:
    """Give contact points or checks to another bureau, one by one, as much follows from each."""
    found = list(rows)
    for row in found:
        row.bureau = to
        row.save()
    return [row.pk for row in found]


def _take_back(closing: Closing) -> list[str]:
    """Undo what the successor took over, as far as nobody changed it since."""
    successor = closing.into
    if successor is None:
        return []
    carried: dict[str, list[Any]] = closing.carried
    left = [name for name, (_old, new) in carried.items() if getattr(successor, name) != new]
    for name in carried.keys() - set(left):
        setattr(successor, name, carried[name][0])
    if carried:
        successor.full_clean()
        successor.save()
    _move(
        ContactPoint.objects.filter(pk__in=closing.contact_points, bureau=successor), closing.bureau
    )
    _move(Check.objects.filter(pk__in=closing.checks, bureau=successor), closing.bureau)
    return left
