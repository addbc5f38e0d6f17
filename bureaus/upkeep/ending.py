"""Ending a region, giving one that stays another name or code, and taking either back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from bureaus.changes.batch import lock, together
from bureaus.changes.history import AS_FOUND, CHANGED, LOADED, versions_of
from bureaus.changes.undoing import take_back
from bureaus.models import Bureau, Correction, Region, RegionAlias
from bureaus.upkeep.lifecycle import (
    FULL_NAMES,
    NAMES,
    check_successor_count,
    closing_of,
    namesakes,
    remember_names,
    rename,
)
from bureaus.upkeep.placing import Move, located, move, questions

RE_CODED = (*NAMES, *FULL_NAMES, "code", "level", "kind", "parent")  # what the same place can get
FORMER = (RegionAlias.Kind.FORMER_NAME, RegionAlias.Kind.FORMER_CODE)


@dataclass(frozen=True)
class EndingPlan:
    """How a region is to end; ``told`` maps questions to what was chosen, see ``placing``."""

    ending: str
    on: str
    reason: str
    successors: Sequence[Region]
    told: Mapping[str, str] = field(default_factory=dict)


@dataclass
class Outcome:
    """What came of an act: what finds whom, what went where, and what somebody should look at.

    After undoing, ``left`` names what stays as it is because it was changed since, and ``inside``
    says how much of each kind the region has.
    """

    names: list[RegionAlias] = field(default_factory=list)
    moves: list[Move] = field(default_factory=list)
    zones: list[Region] = field(default_factory=list)
    successors: list[Region] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)
    inside: dict[str, int] = field(default_factory=dict)


def carry_out(region: Region, plan: EndingPlan) -> Outcome:
    """End a region as planned, all or nothing.

    Raises ValidationError as ``check_end`` does, or when something in it can not go where it was
    told to, or goes nowhere.
    """
    with together(reason=plan.reason):
        lock()
        region = Region.objects.with_parents().get(pk=region.pk)
        found = Region.objects.with_parents().in_bulk([one.pk for one in plan.successors])
        plan = replace(plan, successors=[found[one.pk] for one in plan.successors])
        check_end(region, plan.ending, plan.on, plan.successors)
        asked = questions(region, plan.ending, plan.successors)
        region.ended_on, region.ending = plan.on, plan.ending
        region.save()
        region.successors.set(plan.successors)
        outcome = Outcome(moves=move(asked, plan.told), zones=_lead_links_on(region, plan))
        _refuse_left(region)
        outcome.names = _offered(
            [n for each in plan.successors for n in _names(region, each, plan)]
        )
        outcome.successors = Region.objects.successors_of([region])[region.pk]
        outcome.remarks = _remarks(region, outcome)
    return outcome


def check_end(region: Region, ending: str, on: str, successors: Sequence[Region]) -> None:
    """Raise ValidationError when a region cannot end so, with the field that is wrong."""
    if region.is_ended:
        raise ValidationError(_("This region has ended already."), code="ended")
    if region.parent is None:
        raise ValidationError(_("The country does not end."), code="country")
    check_day(region, on)
    try:
        check_successor_count(ending, len(successors))
        for successor in successors:
            _check_successor(region, successor)
    except ValidationError as error:
        raise ValidationError({"successors": error.messages}) from error


def check_day(region: Region, on: str) -> None:
    """Raise ValidationError for a day to come, or one before the region was what it is."""
    if on > timezone.localdate().isoformat()[: len(on)]:
        raise ValidationError({"on": _("This day has not come yet.")})
    days = [*region.predecessors.values_list("ended_on", flat=True)]
    former = region.aliases.filter(kind__in=FORMER)
    days += [day for two in former.values_list("valid_from", "valid_until") for day in two]
    if later := [day for day in days if _is_before(on, day)]:
        text = _("It has been what it is since %(day)s; this is before.") % {"day": max(later)}
        raise ValidationError({"on": text})


def _is_before(day: str, other: str) -> bool:
    """Compare two dates as far as both are known."""
    known = min(len(day), len(other))
    return day[:known] < other[:known]


def _check_successor(region: Region, successor: Region) -> None:
    if successor == region:
        raise ValidationError(_("A region cannot succeed itself."))
    if not successor.is_ended:
        return
    today = Region.objects.successors_of([successor])[successor.pk]
    if region in today:
        text = _("This would be a circle: %(region)s was succeeded by this one.")
        raise ValidationError(text, params={"region": successor})
    text = _("%(region)s has ended itself. What is there today: %(today)s.")
    names = "; ".join(map(str, today)) or "–"
    raise ValidationError(text, params={"region": successor, "today": names})


def _refuse_left(region: Region) -> None:
    left = Region.objects.present().with_parents().within(region).exclude(pk=region.pk)
    if names := [str(place) for place in left[:10]]:
        text = _("These would lie in a region that has ended: %(places)s.")
        raise ValidationError(text, params={"places": "; ".join(names)})


def _lead_links_on(region: Region, plan: EndingPlan) -> list[Region]:
    """Let zones that reach into it, and its neighbours, know its successors instead."""
    region.overlaps.clear()  # it reaches into nothing any more
    zones = list(region.overlapping_zones.present())
    for zone in zones:
        zone.overlaps.remove(region)
        zone.overlaps.add(*(each for each in plan.successors if each != zone))
    for other in Region.objects.filter(neighbours=region):
        new = [each for each in plan.successors if each != other]
        other.neighbours.remove(region)
        other.neighbours.add(*new)
        for each in new:
            each.neighbours.add(other)
    return zones


def _names(region: Region, successor: Region, plan: EndingPlan) -> list[RegionAlias]:
    """Let its full names and its code find a successor, with all that lies in that."""
    names = {name: getattr(region, name) for name in FULL_NAMES}
    kind, note = RegionAlias.Kind.FORMER_NAME, region.slug
    made = remember_names(successor, names, kind, plan.on, note)
    return made + _remember_code(successor, region.code, plan.on, note)


def _remember_code(region: Region, code: str, until: str, note: str = "") -> list[RegionAlias]:
    about = {"valid_until": until, "note": note}
    kind = RegionAlias.Kind.FORMER_CODE
    if not code:
        return []
    alias, is_new = region.aliases.get_or_create(kind=kind, value=code, defaults=about)
    return [alias] if is_new else []


def _offered(made: list[RegionAlias]) -> list[RegionAlias]:
    """Mark the names that lead to several, or that another place bears too."""
    values = [alias.value for alias in made]
    borne = {name: Q(**{f"{name}__in": values}) for name in FULL_NAMES}
    bearers: set[str] = set()
    for name, condition in borne.items():
        bearers |= set(Region.objects.present().filter(condition).values_list(name, flat=True))
    for alias in made:
        if alias.value in bearers or values.count(alias.value) > 1:
            alias.use = RegionAlias.Use.OFFER
            alias.save()
    return made


def _remarks(region: Region, outcome: Outcome) -> list[str]:
    """Name what is possible, but seldom meant."""
    levels = (each for each in outcome.successors if each.level != region.level)
    level = _("%(place)s is of another level: %(other)s, not %(level)s.")
    found = [
        level % {"place": s, "other": s.get_level_display(), "level": region.get_level_display()}
        for s in levels
    ]
    moved = (row for m in outcome.moves if not m.stays for row in m.question.rows)
    for bureau in (row for row in moved if isinstance(row, Bureau)):
        if same := namesakes(bureau).first():
            text = _("%(bureau)s has the same name as another there (%(ref)s): merge them.")
            found.append(text % {"bureau": bureau, "ref": same.ref})
    if number := Correction.objects.open().filter(region=region).count():
        text = _("Proposals of missing bureaus that stay with it, to be decided: %(number)s.")
        found.append(text % {"number": number})
    return found


def revive(region: Region, reason: str) -> list[str]:
    """Let a region that has ended be there again, and take back what its end did to others.

    Gives what stays as it is because it was changed since. Raises ValidationError when it has not
    ended, or when what it lay in has.
    """
    with together(reason=reason):
        lock()
        region = Region.objects.select_related("parent").get(pk=region.pk)
        if not region.is_ended:
            raise ValidationError(_("This region has not ended."), code="present")
        if region.parent and region.parent.is_ended:
            text = _("%(region)s, in which it lay, has ended too: take that back first.")
            raise ValidationError(text, params={"region": region.parent})
        made = closing_of(region)
        region.ended_on = region.ending = ""
        region.save()
        region.successors.clear()
        return take_back(made) if made else []


def recode(region: Region, values: Mapping[str, Any], on: str, reason: str) -> Outcome:
    """Give a place that stays the same other names, another code, kind or place in the tree.

    Its address stays, and what it had before leads to it. Raises ValidationError when nothing is
    different, for a wrong day, and when the code is another region's.
    """
    with together(reason=reason):
        lock()
        region = Region.objects.get(pk=region.pk)
        if region.is_ended:
            raise ValidationError(_("This region has ended already."), code="ended")
        check_day(region, on)
        if (parent := values["parent"]) and parent.is_ended:
            text = _("%(region)s has ended.")
            raise ValidationError({"parent": text % {"region": parent}})
        codes = [] if region.code == values["code"] else _remember_code(region, region.code, on)
        names = rename(region, dict(values), on, reason)
        return Outcome(names=_offered(names + codes))


def recoding_of(region: Region) -> Any:
    """Give the newest version with other names, code or place, if people changed it alone."""
    columns = [Region._meta.get_field(name).attname for name in RE_CODED]  # type: ignore[union-attr]
    versions = versions_of(Region).objects.filter(id=region.pk).order_by("-history_id")
    for new, old in pairwise(versions.iterator(chunk_size=20)):
        if any(getattr(new, column) != getattr(old, column) for column in columns):
            moment = versions_of(Region).objects.filter(history_date=new.history_date)
            with_it = moment.exclude(history_change_reason=AS_FOUND).count()
            is_own = new.history_type == CHANGED and new.history_change_reason != LOADED
            return new if is_own and with_it == 1 else None
    return None


def take_recoding_back(region: Region, reason: str) -> list[str]:
    """Give a region the names, the code and the place back that it had before the last change."""
    with together(reason=reason):
        lock()
        if (made := recoding_of(region)) is None:
            raise ValidationError(_("There is nothing to take back."), code="nothing")
        known = list(region.aliases.values_list("pk", flat=True))
        left = take_back(made)
        # What it never was is no former code, though it has just lost it
        region.aliases.filter(kind=RegionAlias.Kind.FORMER_CODE).exclude(pk__in=known).delete()
        return left


def undo(region: Region, reason: str) -> Outcome:
    is_ended = Region.objects.get(pk=region.pk).is_ended
    left = (revive if is_ended else take_recoding_back)(region, reason)
    rows: dict[str, QuerySet] = {
        _("places inside it"): Region.objects.present().filter(parent=region)
    }
    for model in located():
        rows[str(model._meta.verbose_name_plural)] = model._default_manager.filter(region=region)
    return Outcome(left=left, inside={name: found.count() for name, found in rows.items()})
