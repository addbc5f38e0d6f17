"""Closing a bureau and opening it again, and finding out who does its work today.

What the end of a region has in common with that stands here too.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _

from bureaus.changes.batch import lock, together
from bureaus.changes.history import LOADED, versions_of
from bureaus.changes.undoing import take_back
from bureaus.models import Bureau, Region, Succession
from bureaus.models.alias import Alias
from bureaus.models.bureau_queryset import BureauQuerySet

NAMES = ("name_en", "name_zh_hans", "name_zh_hant")
FULL_NAMES = tuple(f"full_{name}" for name in NAMES)  # of regions
LANGUAGES = dict(zip(NAMES + FULL_NAMES, ("en", "zh-Hans", "zh-Hant") * 2, strict=True))
ONE_SUCCESSOR: set[str] = {
    *(Bureau.Closure.RENAMED, Bureau.Closure.MERGED),
    *(Bureau.Closure.REPLACED, Bureau.Closure.DUPLICATE),
    Region.Ending.RE_CODED,  # which merges, splits and is renamed as bureaus are
}
STILL_THERE = {Bureau: ~Q(status=Bureau.Status.CLOSED), Region: Q(ended_on="")}  # of versions


def check_successor_count(closure: str, count: int) -> None:
    """Raise ValidationError when an end of this kind cannot have ``count`` successors."""
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
    named = list(dict.fromkeys(successors))
    check_successor_count(closure, len(named))
    bureau.status, bureau.closure, bureau.closed_on = Bureau.Status.CLOSED, closure, on
    bureau.full_clean()
    with together():
        bureau.save()
        bureau.successions.all().delete()
        for successor in named:
            Succession.objects.create(predecessor=bureau, successor=successor)


def closing_of(row: Bureau | Region) -> Any:
    """Give the version in which a bureau was closed or a region ended, if people did that here.

    What came with the files of ``data/`` has none that can be taken back: they change all at once.
    """
    versions = versions_of(type(row)).objects.filter(id=row.pk).order_by("pk")
    last_open = versions.filter(STILL_THERE[type(row)]).last()
    made = versions.filter(pk__gt=last_open.pk).first() if last_open else None
    return None if made and made.history_change_reason == LOADED else made


def reopen(bureau: Bureau, reason: str) -> list[str]:
    """Publish a closed bureau again and take back what its closing did to others.

    Gives what stays as it is because it was changed since. Raises ValidationError when it is not
    closed, or when another office of the region has taken its name; one of its own successors may
    have it, for then things are as they were.
    """
    with together(reason=reason):
        lock()
        bureau = Bureau.objects.select_related("region").get(pk=bureau.pk)
        if not bureau.is_closed:
            raise ValidationError(_("This bureau is not closed."), code="open")
        if found := namesakes(bureau).exclude(pk__in=bureau.successors.values("pk")).first():
            text = _("Another bureau of this place has the same name today: %(bureau)s (%(ref)s).")
            values = {"bureau": found, "ref": found.ref}
            raise ValidationError(text, code="namesake", params=values)
        closing = closing_of(bureau)
        bureau.status, bureau.closure, bureau.closed_on = Bureau.Status.PUBLISHED, "", None
        bureau.full_clean()
        bureau.successions.all().delete()
        bureau.save()
        return take_back(closing) if closing else []


def rename(row: Any, values: dict[str, Any], on: date | str, reason: str) -> list[Any]:
    """Give an office or a place new names from a day; the old ones still find it.

    What keeps its address may have other ``values`` too. Gives the names that were kept. Raises
    ValidationError when all are the same as before or no name is left.
    """
    old = {name: getattr(row, name) for name in values}
    if values == old:
        raise ValidationError(_("These are the names that it has."), code="same")
    with together(reason=reason):
        for name, value in values.items():
            setattr(row, name, value)
        row.full_clean()
        saved_at = {"updated_at"} & {field.name for field in row._meta.fields}
        row.save(update_fields=[*values, *saved_at])
        names = {name: value for name, value in old.items() if name in LANGUAGES}
        return remember_names(row, names, Alias.Kind.FORMER_NAME, str(on))


def remember_names(
    row: Any, names: dict[str, str], kind: str, until: str, note: str = ""
) -> list[Any]:
    """Let other names, by their fields, find a row too, and give the aliases made for them.

    What finds it already is left out, and so is what is too long for an alias.
    """
    known = {getattr(row, name, "") for name in LANGUAGES}
    known |= set(row.aliases.values_list("value", flat=True))
    longest = Alias._meta.get_field("value").max_length or 0
    made = []
    for name, value in names.items():
        if value and value not in known and len(value) <= longest:
            about = {"kind": kind, "language": LANGUAGES[name], "valid_until": until, "note": note}
            made.append(row.aliases.create(value=value, **about))
            known.add(value)
    return made


def namesakes(bureau: Bureau) -> BureauQuerySet:
    """Find the other published bureaus of its region with a name that it has too."""
    same = Q(pk__in=[])
    for column in NAMES:
        if name := getattr(bureau, column):
            same |= Q(**{column: name})
    return Bureau.objects.published().filter(same, region=bureau.region_id).exclude(pk=bureau.pk)


@dataclass(frozen=True)
class Fate:
    """What became of a bureau: it is open, or led on to its ``original``, or is gone.

    A duplicate has an original, to which all its addresses lead; ``successors`` are the published
    bureaus that do the work of a closed one today.
    """

    is_open: bool = True
    original: Bureau | None = None
    successors: list[Bureau] = field(default_factory=list)


def what_became_of(bureau: Bureau) -> Fate:
    if not bureau.is_closed:
        return Fate()
    successors = _open_successors(bureau)
    # Several need a page that explains them
    is_duplicate = bureau.closure == Bureau.Closure.DUPLICATE and len(successors) == 1
    return Fate(False, successors[0] if is_duplicate else None, successors)


def _open_successors(bureau: Bureau) -> list[Bureau]:
    still_open: dict[int, Bureau] = {}
    seen = closed = {bureau.pk}
    public = Bureau.objects.public().with_region().prefetch_related("contact_points")
    while closed:
        # Each once: several of the closed ones may have led to it
        found = public.filter(predecessors__in=closed).exclude(pk__in=seen).distinct()
        closed = {successor.pk for successor in found if successor.is_closed}
        seen = seen | {successor.pk for successor in found}
        still_open |= {successor.pk: successor for successor in found if not successor.is_closed}
    return list(still_open.values())
