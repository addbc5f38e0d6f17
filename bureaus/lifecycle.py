"""Closing a bureau, and finding out who does its work today."""

from collections.abc import Iterable
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from bureaus.models import Bureau, Succession

ONE_SUCCESSOR = {
    Bureau.Closure.RENAMED,
    Bureau.Closure.MERGED,
    Bureau.Closure.REPLACED,
    Bureau.Closure.DUPLICATE,
}


def check_successor_count(closure: str, count: int) -> None:
    """Raise ValidationError when a closure of this kind cannot have ``count`` successors."""
    if closure in ONE_SUCCESSOR and count != 1:
        raise ValidationError(_("This reason needs exactly one successor."), code="successors")
    if closure == Bureau.Closure.SPLIT and count < 2:
        raise ValidationError(_("A split needs at least two successors."), code="successors")
    if closure == Bureau.Closure.ABOLISHED and count:
        raise ValidationError(_("An abolished bureau has no successor."), code="successors")
    if not closure and count:
        raise ValidationError(_("Only a closed bureau has successors."), code="successors")


def close(bureau: Bureau, closure: str, on: date, successors: Iterable[Bureau] = ()) -> None:
    """Close a bureau on a day for a reason and name its successors, all or nothing.

    Raises ValidationError when the number of successors does not fit the reason, when one of them
    leads back to this bureau, or when the day is in the future.
    """
    heirs = list(dict.fromkeys(successors))
    check_successor_count(closure, len(heirs))
    bureau.status, bureau.closure, bureau.closed_on = Bureau.Status.CLOSED, closure, on
    bureau.full_clean()
    with transaction.atomic():
        bureau.save()
        bureau.successions.all().delete()
        for heir in heirs:
            Succession.objects.create(predecessor=bureau, successor=heir)


def standing_successors(bureau: Bureau) -> list[Bureau]:
    """List the published bureaus that do its work today, through any number of closures."""
    standing: dict[int, Bureau] = {}
    seen = {bureau.pk}
    closed = {bureau.pk}
    while closed:
        heirs = (
            Bureau.objects.public()
            .filter(predecessors__in=closed)
            .exclude(pk__in=seen)
            .with_region()
            .prefetch_related("contact_points")
            .distinct()
        )
        closed = {heir.pk for heir in heirs if heir.is_closed}
        seen |= {heir.pk for heir in heirs}
        standing |= {heir.pk: heir for heir in heirs if not heir.is_closed}
    return list(standing.values())
