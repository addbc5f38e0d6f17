"""Which regions: every rule about many of them."""

from typing import TYPE_CHECKING

from django.db.models import F, Q

from bureaus.changes.tracked import RecordedQuerySet
from bureaus.models.tree import inside, listed_paths, path_ids

if TYPE_CHECKING:
    from bureaus.models.region import Region


class RegionQuerySet(RecordedQuerySet["Region"]):
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

    def called(self, value: str) -> list["Region"]:
        """Find what ``value`` names: a current slug or code, else a former name, code or slug.

        Several regions are found when a former one was split.
        """
        return self.called_any([value]).get(value, [])

    def called_any(self, values: list[str]) -> dict[str, list["Region"]]:
        """Find what each of the values names, as ``called`` does, in at most two queries."""
        asked = {value: value.lower() for value in values if value}
        wanted = set(asked.values())
        current = Q(slug__in=wanted) | Q(code__in=wanted)
        bearers: dict[str, Region] = {}
        for region in self.with_parents().filter(current) if wanted else ():
            bearers |= dict.fromkeys({region.slug, region.code}, region)
        found = {value: [bearers[name]] for value, name in asked.items() if name in bearers}
        rest = [value for value in asked if value not in found]
        return found | (self._once_called(rest) if rest else {})

    def _once_called(self, values: list[str]) -> dict[str, list["Region"]]:
        """Look among former and other names; a slug may stand for a name with blanks."""
        found: dict[str, list[Region]] = {}
        spellings: dict[str, list[str]] = {}
        condition = Q()
        for value in values:
            for spelling in {value, value.replace("-", " ")}:
                spellings.setdefault(spelling.lower(), []).append(value)
                condition |= Q(aliases__value__iexact=spelling)
        known_as = self.with_parents().filter(condition).annotate(known_as=F("aliases__value"))
        for region in known_as.distinct().order_by("path"):
            for value in spellings.get(region.known_as.lower(), []):  # type: ignore[attr-defined]
                if region not in found.setdefault(value, []):
                    found[value].append(region)
        return found
