"""Which regions: every rule about many of them."""

from typing import TYPE_CHECKING

from django.db.models import Q

from bureaus.models.called import CalledQuerySet
from bureaus.models.tree import inside, listed_paths, path_ids

if TYPE_CHECKING:
    from bureaus.models.region import Region


class RegionQuerySet(CalledQuerySet["Region"]):
    in_order = "path"

    def within(self, region: "Region") -> "RegionQuerySet":
        """Keep the region itself and everything inside it."""
        return self.filter(inside([region]))

    def listed(self) -> "RegionQuerySet":
        """Keep regions that have a published bureau or priority, or have one inside."""
        return self.filter(pk__in=path_ids(listed_paths()))

    def below_provinces(self) -> "RegionQuerySet":
        return self.exclude(level__in=[self.model.Level.COUNTRY, self.model.Level.PROVINCE])

    def browsed(self, *, is_search: bool) -> "RegionQuerySet":
        """Keep the listed places below provinces; a search may find any, as each has a page."""
        return self if is_search else self.listed().below_provinces()

    def with_parents(self) -> "RegionQuerySet":
        """Join the four levels above, so that ``above`` costs no query."""
        return self.select_related("parent__parent__parent__parent")

    def in_full(self) -> "RegionQuerySet":
        """Join and prefetch all that a record for others holds."""
        return self.select_related("parent").prefetch_related("aliases", "overlaps")

    def called_any(self, values: list[str]) -> dict[str, list["Region"]]:
        """Find what each of the values names; several where a former region was split."""
        return super(RegionQuerySet, self.with_parents()).called_any(values)

    def _called_now(self, values: list[str]) -> dict[str, list["Region"]]:
        asked = {value: value.lower() for value in values}
        wanted = set(asked.values())
        bearers: dict[str, Region] = {}
        for region in self.filter(Q(slug__in=wanted) | Q(code__in=wanted)):
            bearers |= dict.fromkeys({region.slug, region.code}, region)
        return {value: [bearers[name]] for value, name in asked.items() if name in bearers}
