"""The bureaus to turn to for a place: its own, else the next that are listed for it."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Case, IntegerField, Q, When, Window
from django.db.models.functions import Length, RowNumber
from django.utils.translation import gettext as _

from bureaus.lists.distances import nearest_with_phone
from bureaus.lists.hotlines import Hotline, hotline_of
from bureaus.models import Bureau, Region
from bureaus.models.contacts import PHONE_FIRST
from bureaus.models.tree import of_regions, path_ids
from bureaus.search.gazetteer import attach_regions, gazetteer

MOST_SHOWN = 5
OWN, INSIDE, ABOVE, NEAR, NATION, NONE = "own", "inside", "above", "near", "nation", "none"


@dataclass
class Nearest:
    """The published bureaus to turn to first for ``region``, and where they are seen from there.

    ``where`` is "own", "inside", "above" (the next wider region that has one), "near" (by distance,
    ``distance`` in km), "nation" (the agencies of the country), or "none" where no bureau is known.
    """

    region: Region
    where: str = NONE
    bureaus: list[Bureau] = field(default_factory=list)
    distance: float | None = None

    @property
    def hotline(self) -> Hotline | None:
        return hotline_of(self.region)

    @property
    def remark(self) -> str:
        """Say in the active language whose bureaus these are, if not the region's own."""
        place = {"place": self.region.name}
        if self.where == INSIDE:
            return _("No bureau of %(place)s itself is listed; these are inside it.") % place
        if self.where == ABOVE:
            wider = {"wider": self.bureaus[0].region.name}
            return _("No bureau of %(place)s is listed; %(wider)s’s is.") % {**place, **wider}
        if self.where == NEAR:
            km = {"distance": round(self.distance or 0)}
            text = _("No bureau of %(place)s is listed; this one is %(distance)s km away.")
            return text % {**place, **km}
        if self.where == NATION:
            return _("No bureau of %(place)s is listed; these serve the whole country.") % place
        if self.where == NONE:
            return _("No bureau is listed for %(place)s or any level above.") % place
        return ""


def nearest_bureaus(regions: Iterable[Region]) -> dict[int, Nearest]:
    """Find the bureaus to turn to for each region, by its primary key, in six queries at most.

    ``regions`` need their parents joined (``with_parents``). At most ``MOST_SHOWN`` bureaus are
    given for each, and none inside the country, which would be any.
    """
    found = {region.pk: Nearest(region) for region in regions}
    by_region = _bureaus_by_region(path_ids(item.region.path for item in found.values()))
    lacking = [i for pk, i in found.items() if pk not in by_region and i.region.parent_id]
    inside = _bureaus_inside(lacking)
    for pk, item in found.items():
        *above, nation = [by_region.get(wider.pk) for wider in item.region.above] or [None]
        choices = (
            (OWN, by_region.get(pk)),
            (INSIDE, inside.get(pk)),
            (ABOVE, next(filter(None, above), None)),
        )
        item.where, item.bureaus = next(
            ((where, bureaus) for where, bureaus in choices if bureaus), (NONE, [])
        )
        if item.where == NONE and nation:
            item.where, item.bureaus = NATION, nation
    _fill_in_the_nearest([item for item in found.values() if item.where in {NATION, NONE}])
    attach_regions(bureau for item in found.values() for bureau in item.bureaus)
    return found


def _fill_in_the_nearest(items: list[Nearest]) -> None:
    """Give what has nothing of its own a bureau of the place that is nearest by distance."""
    nearest = nearest_with_phone([item.region for item in items], 1) if items else {}
    near = {pk: found[0] for pk, found in nearest.items() if found}
    bureaus = _bureaus_by_region({one.region.pk for one in near.values()}) if near else {}
    for item in items:
        one = near.get(item.region.pk)
        if one and one.region.pk in bureaus:
            item.where, item.bureaus = NEAR, bureaus[one.region.pk][:1]
            item.distance = one.distance


def _bureaus_by_region(region_ids: set[int]) -> dict[int, list[Bureau]]:
    """Give the first of each region, those with a phone first."""
    grouped: dict[int, list[Bureau]] = {}
    order = (PHONE_FIRST, "kind", "name_en", "ref")
    number = Window(RowNumber(), partition_by="region", order_by=order)
    bureaus = Bureau.objects.published().filter(region__in=region_ids).annotate(number=number)
    nearest = bureaus.filter(number__lte=MOST_SHOWN).with_public_columns()
    for bureau in nearest.order_by(*order):
        grouped.setdefault(bureau.region_id, []).append(bureau)
    return grouped


def _bureaus_inside(lacking: list[Nearest]) -> dict[int, list[Bureau]]:
    places = gazetteer()
    below = {item.region.pk: {r.pk for r in places.below(item.region)} for item in lacking}
    inside = Bureau.objects.published().filter(region__in=set().union(*below.values()))
    order = (Length("region__path"), PHONE_FIRST, "region__slug", "name_en")
    pks: dict[int, list[int]] = {}
    for bureau, place in inside.order_by(*order, "ref").values_list("pk", "region"):
        for region in (pk for pk, inner in below.items() if place in inner):
            pks.setdefault(region, []).append(bureau)
    first = {region: found[:MOST_SHOWN] for region, found in pks.items()}
    bureaus = Bureau.objects.in_bulk([pk for found in first.values() for pk in found])
    return {
        region: [bureaus[pk] for pk in found if pk in bureaus]  # not what was deleted meanwhile
        for region, found in first.items()
    }


def first_phones_inside(regions: Iterable[Region]) -> dict[int, Bureau]:
    """Find for each region the widest bureau inside it that has a phone, in one query.

    For where a region's own bureaus have none; no region may lie inside another.
    """
    lacking = list(regions)
    if not lacking:
        return {}
    cases = [When(region__path__startswith=one.path, then=one.pk) for one in lacking]
    outer = Case(*cases, output_field=IntegerField())
    order = (Length("region__path"), "region__slug", "name_en", "ref")
    number = Window(RowNumber(), partition_by=outer, order_by=order)
    rows = Bureau.objects.published().filter(of_regions(lacking), ~Q(phone=""))
    first = rows.annotate(outer=outer, number=number).filter(number=1).with_public_columns()
    found = {bureau.outer: bureau for bureau in first}  # type: ignore[attr-defined]
    attach_regions(found.values())
    return found
