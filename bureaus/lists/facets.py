"""Showing what was counted beside the values of a filter form."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from bureaus.lists.counting import BureauCounting, Counting, RegionCounting
from bureaus.lists.filters import PublicFilterSet
from bureaus.models import Region
from bureaus.search.gazetteer import gazetteer


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
    """The facets of one FilterSet in the order of ``shown``; ``total`` rows are in its result."""

    counting: type[Counting]
    shown: tuple[str, ...]

    def __init__(self, filterset: PublicFilterSet) -> None:
        self.filterset = filterset
        self.total, self.numbers = self.counting(filterset).kept()

    @property
    def facets(self) -> list[Facet]:
        """List the facets, those without any value left out."""
        facets = (self.region_facet() if key == "region" else self.facet(key) for key in self.shown)
        return [facet for facet in facets if facet.values or facet.inside]

    def choices(self, name: str) -> Iterable[tuple[Any, Any]]:
        """List the values that a key may have, with their labels."""
        return self.filterset.filters[name].extra["choices"]

    def facet(self, name: str) -> Facet:
        """Put counts beside the choices of a key; a choice without rows shows only when on."""
        picked, numbers = self.filterset.picked(name).found, self.numbers[name]
        values = [
            FacetValue(str(value), label, numbers[value], str(value) in picked)
            for value, label in self.choices(name)
            if numbers[value] or str(value) in picked
        ]
        return Facet(name, self.filterset.filters[name].label, values, [])

    def region_facet(self) -> Facet:
        """Count the provinces, the picked places, and what lies in the only picked one."""
        numbers, found = self.numbers["region"], self.filterset.picked("region").found
        chosen = {region.pk for region in self.filterset.regions}
        inside = gazetteer().inside(next(iter(chosen))) if len(chosen) == 1 else []

        def offered(regions: Iterable[Region]) -> list[FacetValue]:
            return [
                FacetValue(region.slug, region.name, numbers[region.pk], False)
                for region in regions
                if numbers[region.pk] and region.pk not in chosen
            ]

        own = [
            FacetValue(text, label_of(regions), sum(numbers[r.pk] for r in regions), True)
            for text, regions in found.items()
        ]
        others = [region for region in gazetteer().provinces if region not in inside]
        label = self.filterset.filters["region"].label
        return Facet("region", label, own + offered(others), offered(inside))


class BureauFacets(Facets):
    counting = BureauCounting
    shown = ("region", "has", "kind", "language", "checked", "closed")

    def choices(self, name: str) -> Iterable[tuple[Any, Any]]:
        """Offer to include closed bureaus; without them is how the list is anyway."""
        choices = super().choices(name)
        picked = self.filterset.picked(name).found
        return [c for c in choices if name != "closed" or c[0] == "yes" or c[0] in picked]


class RegionFacets(Facets):
    counting = RegionCounting
    shown = ("level", "letter")


def label_of(regions: Iterable[Region]) -> str:
    """Name the regions that one value means; a split one means several."""
    return " / ".join(region.name for region in regions)
