"""The bureau to ring for a region: its own, else one inside it, else one of the next level up."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Window
from django.db.models.functions import Length, RowNumber
from django.utils.translation import gettext as _

from bureaus.models import Bureau, Region
from bureaus.models.tree import path_ids
from bureaus.search.gazetteer import attach_regions, gazetteer

MOST_SHOWN = 5


@dataclass
class Nearest:
    """The published bureaus nearest to ``region``, and where they are seen from there.

    ``where`` is "own", "inside", "above", or "none" where no bureau is known at all.
    """

    region: Region
    where: str = "none"
    bureaus: list[Bureau] = field(default_factory=list)

    @property
    def remark(self) -> str:
        """Say in the active language whose bureaus these are, if not the region's own."""
        place = {"place": self.region.name}
        if self.where == "inside":
            return _("No bureau of %(place)s itself is listed; these are inside it.") % place
        if self.where == "above":
            wider = {"wider": self.bureaus[0].region.name}
            return _("No bureau of %(place)s is listed; %(wider)s’s is.") % {**place, **wider}
        if self.where == "none":
            return _("No bureau is listed for %(place)s or any level above.") % place
        return ""


def nearest_bureaus(regions: Iterable[Region]) -> dict[int, Nearest]:
    """Find the nearest bureaus of each region, by its primary key, in three queries.

    ``regions`` need their parents joined (``with_parents``). At most ``MOST_SHOWN`` bureaus are
    given for each, and none inside the country, which would be any.
    """
    found = {region.pk: Nearest(region) for region in regions}
    by_region = _bureaus_by_region(path_ids(item.region.path for item in found.values()))
    lacking = [i for pk, i in found.items() if pk not in by_region and i.region.parent_id]
    inside = _bureaus_inside(lacking)
    for pk, item in found.items():
        above = next((by_region[a.pk] for a in item.region.above if a.pk in by_region), [])
        choices = (("own", by_region.get(pk)), ("inside", inside.get(pk)), ("above", above))
        item.where, item.bureaus = next(
            ((where, bureaus) for where, bureaus in choices if bureaus), ("none", [])
        )
    attach_regions(bureau for item in found.values() for bureau in item.bureaus)
    return found


def _bureaus_by_region(region_ids: set[int]) -> dict[int, list[Bureau]]:
    grouped: dict[int, list[Bureau]] = {}
    order = ("kind", "name_en", "ref")
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
    nearest_first = inside.order_by(Length("region__path"), "region__slug", "name_en", "ref")
    pks: dict[int, list[int]] = {}
    for bureau, place in nearest_first.values_list("pk", "region"):
        for region in (pk for pk, inner in below.items() if place in inner):
            pks.setdefault(region, []).append(bureau)
    first = {region: found[:MOST_SHOWN] for region, found in pks.items()}
    bureaus = Bureau.objects.in_bulk([pk for found in first.values() for pk in found])
    return {
        region: [bureaus[pk] for pk in found if pk in bureaus]  # not what was deleted meanwhile
        for region, found in first.items()
    }
