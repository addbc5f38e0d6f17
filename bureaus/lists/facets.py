"""Counts beside filter values: exact, without their own key, with all the others.

A constant number of queries, however many rows there are: one for all keys that are columns of
the row itself, which are counted together as cells of a cube, one for places, one for each other
key. What was counted is kept by edition.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db import router
from django.db.models import Count, Q
from django.db.models.functions import Substr
from django.utils import timezone

from bureaus.edition import edition
from bureaus.lists.counts import count_by_own_region, with_regions_above
from bureaus.lists.filters import CLOSED, PublicFilterSet
from bureaus.lists.paging import of_all_pages
from bureaus.models import Bureau, BureauTokens, Region
from bureaus.search.gazetteer import PLACES, gazetteer
from bureaus.search.query import prepared

Raw = Any  # what a column of the cube holds
Counts = dict[str, list[tuple[Any, Any]]]


@dataclass(frozen=True)
class FacetValue:
    value: str
    label: Any
    count: int
    is_on: bool


@dataclass(frozen=True)
class Facet:
    """One key of a filter form with its values; ``inside`` holds places to narrow down to."""

    name: str
    label: Any
    values: list[FacetValue]
    inside: list[FacetValue]


class Facets:
    """The counts for one FilterSet; ``total`` is the number of rows of its result.

    ``cube`` maps keys to the columns or expressions that decide them, ``value_of`` turns what such
    a column holds into one of the key's values. Counts are kept by edition, whatever page or order
    is asked for.
    """

    cube: dict[str, Any] = {}
    tables: edition.Tables = None  # that the counts come from, by any filter

    def __init__(self, filterset: PublicFilterSet) -> None:
        self.filterset = filterset
        parameters = filterset.parameters.copy()
        for name in filterset.not_filters & parameters.keys():
            del parameters[name]
        name = f"{type(self).__name__}?{parameters.urlencode()}"
        self.counted = edition.kept(name, self._count_quickly, self.tables)
        self.cells = [
            (dict(zip(self.cube, values, strict=True)), n) for values, n in self.counted["cube"]
        ]
        self.total = sum(count for cell, count in self.cells if self._passes_all(cell))

    def _count_quickly(self) -> Counts:
        search: Any = self.filterset.filters.get("q")
        searched = search.condition(self.filterset.cleaned["q"]) if search else Q()
        with prepared(searched, router.db_for_read(self.filterset.queryset.model)) as found:
            return self.count() | {"found": list(found.items())}

    def count(self) -> Counts:
        """Count what the facets need, as plain (key, number) pairs that can be kept."""
        if "region" not in self.filterset.filters:
            return {"cube": self._count_cells()}
        own_counts = count_by_own_region(self.filterset.narrowed(without={"region", "sort"}))
        return {"cube": self._count_cells()} | self.of_regions(own_counts)

    def of_regions(self, own_counts: Counter[int]) -> Counts:
        """Give what follows from the rows of each region, whatever place is picked."""
        return {"region": self.shown_of(with_regions_above(own_counts))}

    def _count_cells(self) -> list[tuple[tuple[str, ...], int]]:
        rows = (
            self.filterset.narrowed(without={*self.cube, "sort"})
            .order_by()
            .values_list(*self.cube.values())
            .annotate(Count("pk"))
        )
        cells: Counter[tuple[str, ...]] = Counter()
        for *raws, count in rows:
            cells[tuple(map(self.value_of, self.cube, raws))] += count
        return list(cells.items())

    def shown_of(self, by_region: Counter[int]) -> list[tuple[int, int]]:
        """Keep the counts of the places that the facet shows, of those that have any."""
        shown = {region.pk for region in (*gazetteer().provinces, *self._narrower())}
        return [(pk, by_region[pk]) for pk in shown | self._chosen if by_region[pk]]

    def value_of(self, name: str, raw: Raw) -> str:
        return str(raw)

    @property
    def facets(self) -> list[Facet]:
        """List the facets in the order of the form, those without any value left out."""
        raise NotImplementedError

    def passes(self, name: str, value: Any) -> bool:
        """Tell whether a cell with this value of the key belongs to the result."""
        picked = self.filterset.picked(name)
        return not picked.matches_nothing and (not picked.found or str(value) in picked.found)

    def counts(self, name: str) -> Counter[str]:
        found: Counter[str] = Counter()
        for cell, count in self.cells:
            if self._passes_all(cell, ignoring=name):
                found[str(cell[name])] += count
        return found

    def facet(self, name: str, counts: dict[str, int], choices: Iterable[Any] = ()) -> Facet:
        """Put counts beside the choices of a key; a choice without rows shows only when on."""
        item = self.filterset.filters[name]
        picked = self.filterset.picked(name).found
        values = [
            FacetValue(str(value), label, counts.get(value, 0), value in picked)
            for value, label in (choices or item.extra.get("choices", ()))
            if counts.get(value, 0) or value in picked
        ]
        return Facet(name, item.label, values, [])

    def region_facet(self) -> Facet:
        """Count the provinces, the picked places, and what lies in the only picked one."""
        counts = Counter(dict(self.counted["region"]))
        narrower = {region.pk: region for region in self._narrower()}
        others = [region for region in gazetteer().provinces if region.pk not in narrower]

        def offered(regions: Iterable[Region]) -> list[FacetValue]:
            return [
                FacetValue(region.slug, region.name, counts[region.pk], False)
                for region in regions
                if counts[region.pk] and region.pk not in self._chosen
            ]

        own = [
            FacetValue(text, label_of(regions), sum(counts[r.pk] for r in regions), True)
            for text, regions in self.filterset.picked("region").found.items()
        ]
        label = self.filterset.filters["region"].label
        return Facet("region", label, own + offered(others), offered(narrower.values()))

    def lies_in_picked(self, trail: set[int]) -> bool:
        """Tell it of the region that these are the keys of, and of all above it."""
        picked = self.filterset.picked("region")
        return not picked.matches_nothing and (not picked.found or bool(trail & self._chosen))

    @cached_property
    def _chosen(self) -> set[int]:
        return {region.pk for region in self.filterset.regions}

    def _narrower(self) -> list[Region]:
        chosen = self._chosen
        return gazetteer().inside(next(iter(chosen))) if len(chosen) == 1 else []

    def _passes_all(self, cell: dict[str, Any], ignoring: str = "") -> bool:
        return all(self.passes(name, cell[name]) for name in self.cube if name != ignoring)


class BureauFacets(Facets):
    tables = (Bureau, BureauTokens, *PLACES)
    cube = {"closed": "status", "kind": "kind", "checked": "next_check_on", "language": "languages"}

    def of_regions(self, own_counts: Counter[int]) -> Counts:
        """Give also the places, A to Z, that the rows of all pages lie in."""
        trails = gazetteer().trails
        inside = (pk for pk in gazetteer().regions if self.lies_in_picked(trails[pk]))
        places = of_all_pages((pk, own_counts[pk]) for pk in inside)
        return super().of_regions(own_counts) | {"place": list(places)}

    @property
    def facets(self) -> list[Facet]:
        found = [
            self.region_facet(),
            self.facet("kind", self.counts("kind")),
            self.facet("language", self._language_counts()),
            self.facet("checked", self.counts("checked")),
            self._closed_facet(),
        ]
        return [facet for facet in found if facet.values or facet.inside]

    def value_of(self, name: str, raw: Raw) -> str:
        if name == "kind":
            return raw
        if name == "language":
            return " ".join(raw)
        if name == "closed":
            return "yes" if raw == Bureau.Status.CLOSED else "no"
        return "yes" if raw and raw >= timezone.localdate() else "no"

    def passes(self, name: str, value: Any) -> bool:
        """Let closed bureaus in only when they are asked for; one language of several is enough."""
        picked = self.filterset.picked(name)
        if name == "language" and picked.found:
            return not picked.found.keys().isdisjoint(value.split())
        if name == "closed" and not picked.matches_nothing:
            return value == "no" or "yes" in picked.found
        return super().passes(name, value)

    def _closed_facet(self) -> Facet:
        """Offer to include closed bureaus; without them is how the list is anyway."""
        picked = self.filterset.picked("closed").found
        choices = [choice for choice in CLOSED if choice[0] == "yes" or choice[0] in picked]
        return self.facet("closed", self.counts("closed"), choices)

    def _language_counts(self) -> Counter[str]:
        """Count speakers of each language; the combinations of languages are few."""
        counts: Counter[str] = Counter()
        for tags, count in self.counts("language").items():
            counts.update(dict.fromkeys(tags.split(), count))
        return counts


class RegionFacets(Facets):
    cube = {"letter": Substr("slug", 1, 1), "level": "level"}

    @property
    def facets(self) -> list[Facet]:
        found = [self.facet(name, self.counts(name)) for name in ("level", "letter")]
        return [facet for facet in found if facet.values]


def label_of(regions: Iterable[Region]) -> str:
    """Name the regions that one value means; a split one means several."""
    return " / ".join(region.name for region in regions)
