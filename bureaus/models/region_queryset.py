"""Which regions: every rule about many of them."""

from typing import TYPE_CHECKING, Any

from django.db.models import F, Q

from bureaus.models.called import CalledQuerySet
from bureaus.models.tree import inside, listed_paths, path_ids

if TYPE_CHECKING:
    from bureaus.models.region import Region


LEADING = ("redirect", "offer")  # uses of names by which a region is found, not only searched


class RegionQuerySet(CalledQuerySet["Region"]):
    in_order = "path"

    def within(self, region: "Region") -> "RegionQuerySet":
        """Keep the region itself and everything inside it."""
        return self.filter(inside([region]))

    def present(self) -> "RegionQuerySet":
        """Leave out the regions that have ended."""
        return self.filter(ended_on="")

    def listed(self) -> "RegionQuerySet":
        """Keep regions that have a published bureau or priority, or have one inside."""
        return self.present().filter(pk__in=path_ids(listed_paths()))

    def below_provinces(self) -> "RegionQuerySet":
        return self.exclude(level__in=[self.model.Level.COUNTRY, self.model.Level.PROVINCE])

    def browsed(self, *, is_search: bool) -> "RegionQuerySet":
        """Keep the places below provinces; a search may find any."""
        return self.present() if is_search else self.present().below_provinces()

    def with_parents(self) -> "RegionQuerySet":
        """Join the four levels above, so that ``above`` costs no query."""
        return self.select_related("parent__parent__parent__parent")

    def in_full(self) -> "RegionQuerySet":
        """Join and prefetch all that a record for others holds."""
        return self.select_related("parent").prefetch_related("aliases", "overlaps", "successors")

    def called_any(self, values: list[str]) -> dict[str, list["Region"]]:
        """Find what each of the values names; several where a former region was split.

        What names a region that has ended names those that took it over.
        """
        found = super(RegionQuerySet, self.with_parents()).called_any(values)
        ended = [region for regions in found.values() for region in regions if region.is_ended]
        today = self.model.objects.successors_of(ended) if ended else {}
        return {
            value: list(dict.fromkeys(each for r in regions for each in today.get(r.pk, [r])))
            for value, regions in found.items()
        }

    def successors_of(self, ended: list["Region"]) -> dict[int, list["Region"]]:
        """Find the regions of today that took over, by the key of what ended; none may be known."""
        taken: dict[int, list[Region]] = {region.pk: [] for region in ended}
        after: Any = self.with_parents().filter(predecessors__in=taken).order_by("path")
        for region in after.annotate(predecessor=F("predecessors")):
            taken[region.predecessor].append(region)
        later = [region for regions in taken.values() for region in regions if region.is_ended]
        further = self.successors_of(later) if later else {}
        return {
            pk: [each for region in regions for each in further.get(region.pk, [region])]
            for pk, regions in taken.items()
        }

    def _known_as(self, condition: Q) -> "RegionQuerySet":
        """Leave out names that only help the search."""
        return super()._known_as(condition & Q(aliases__use__in=LEADING))

    def _called_now(self, values: list[str]) -> dict[str, list["Region"]]:
        asked = {value: value.lower() for value in values}
        wanted = set(asked.values())
        bearers: dict[str, Region] = {}
        for region in self.filter(Q(slug__in=wanted) | Q(code__in=wanted)):
            bearers |= dict.fromkeys({region.slug, region.code}, region)
        return {value: [bearers[name]] for value, name in asked.items() if name in bearers}
