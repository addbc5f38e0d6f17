"""Counts beside filter values: exact, without their own key, with all the others.

A constant number of queries, however many rows there are: one for kind, check state and closure
together, one for languages, two for places.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db.models import Case, CharField, Count, Q, QuerySet, Value, When
from django.http import QueryDict
from django.utils import timezone

from bureaus.filters import BureauFilter, Picked, PublicFilterSet
from bureaus.languages import SPOKEN, speaks
from bureaus.models import Bureau, Region
from bureaus.models.region import path_ids


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


class Chip(NamedTuple):
    """A filter that is on: what it is, and the query string without it."""

    label: Any
    without: str


@dataclass(frozen=True)
class _Cell:
    kind: str
    checked: str
    closed: str
    count: int


class BureauFacets:
    """The counts for one BureauFilter; ``total`` is the number of rows of its result."""

    def __init__(self, filterset: BureauFilter) -> None:
        self.filterset = filterset
        self.cells = self._count_cells()
        self.total = self._sum(lambda cell: True)

    @property
    def facets(self) -> list[Facet]:
        found = [self._region(), self._kind(), self._language(), self._checked(), self._closed()]
        return [facet for facet in found if facet.values or facet.inside]

    def _count_cells(self) -> list[_Cell]:
        today = timezone.localdate()
        rows = (
            self.filterset.narrowed(without={"kind", "checked", "closed", "sort"})
            .annotate(
                checked=_yes_no(Q(next_check_on__gte=today)),
                closed=_yes_no(Q(status=Bureau.Status.CLOSED)),
            )
            .order_by()
            .values_list("kind", "checked", "closed")
            .annotate(count=Count("pk"))
        )
        return [_Cell(*row) for row in rows]

    def _sum(self, wanted: Callable[[_Cell], bool], ignoring: str = "") -> int:
        """Add up the cells that are wanted and pass every filter but the ignored one."""
        tests = {
            "kind": lambda cell: _passes(self.filterset.picked("kind"), cell.kind),
            "checked": lambda cell: _passes(self.filterset.picked("checked"), cell.checked),
            "closed": lambda cell: self._passes_closed(cell),
        }
        return sum(
            cell.count
            for cell in self.cells
            if wanted(cell) and all(test(cell) for key, test in tests.items() if key != ignoring)
        )

    def _passes_closed(self, cell: _Cell) -> bool:
        picked = self.filterset.picked("closed")
        return not picked.matches_nothing and (cell.closed == "no" or "yes" in picked.found)

    def _facet(
        self, name: str, counts: dict[str, int], inside: list[FacetValue] | None = None
    ) -> Facet:
        item = self.filterset.filters[name]
        picked = self.filterset.picked(name).found
        values = [
            FacetValue(str(value), label, counts.get(value, 0), value in picked)
            for value, label in item.extra.get("choices", ())
            if counts.get(value, 0) or value in picked
        ]
        return Facet(name, item.label, values, inside or [])

    def _kind(self) -> Facet:
        counts = {k: self._sum(lambda c, k=k: c.kind == k, "kind") for k in Bureau.Kind.values}  # type: ignore[misc]
        return self._facet("kind", counts)

    def _checked(self) -> Facet:
        counts = {v: self._sum(lambda c, v=v: c.checked == v, "checked") for v in ("yes", "no")}  # type: ignore[misc]
        return self._facet("checked", counts)

    def _closed(self) -> Facet:
        return self._facet("closed", {"yes": self._sum(lambda c: c.closed == "yes", "closed")})

    def _language(self) -> Facet:
        counts = self.filterset.narrowed(without={"language", "sort"}).aggregate(
            **{tag: Count("pk", filter=speaks(tag)) for tag in SPOKEN}
        )
        return self._facet("language", counts)

    def _region(self) -> Facet:
        counts = count_by_region(self.filterset.narrowed(without={"region", "sort"}))
        picked = self.filterset.picked("region")
        chosen = {region.pk for region in self.filterset.regions}
        scope = next(iter(chosen)) if len(chosen) == 1 else None
        filled = Region.objects.filter(pk__in=[pk for pk, count in counts.items() if count])
        shown = filled.filter(Q(parent__level=Region.Level.COUNTRY) | Q(parent=scope))
        others = [region for region in shown.order_by("slug") if region.pk not in chosen]
        own = [
            FacetValue(text, regions[0].name, counts[regions[0].pk], True)
            for text, regions in picked.found.items()
        ]
        places = {
            is_inside: [
                FacetValue(region.slug, region.name, counts[region.pk], False)
                for region in others
                if (region.parent_id == scope) is is_inside
            ]
            for is_inside in (True, False)
        }
        label = self.filterset.filters["region"].label
        return Facet("region", label, own + places[False], places[True])


def count_by_region(bureaus: QuerySet) -> Counter[int]:
    """Count bureaus per region, each one in its own region and in all above; keys are pks."""
    counts: Counter[int] = Counter()
    rows = bureaus.order_by().values_list("region__path").annotate(Count("pk"))
    for path, count in rows:
        for pk in path_ids([path]):
            counts[pk] += count
    return counts


def chips(filterset: PublicFilterSet) -> list[Chip]:
    """List the filters that are on, each with the address that drops just it."""
    parameters = filterset.parameters
    found = []
    if text := parameters.get("q"):
        found.append(Chip(f"“{text[:80]}”", _without(parameters, "q", text)))
    for name in filterset.picks:
        if name in filterset.not_filters:
            continue
        picked = filterset.picked(name)
        for text, meaning in picked.found.items():
            label = _chip_label(filterset.filters[name].label, name, meaning)
            found.append(Chip(label, _without(parameters, name, text)))
        for text in picked.unknown[:5]:
            found.append(Chip(f"“{text[:80]}”", _without(parameters, name, text)))
    return found


def _chip_label(filter_label: Any, name: str, meaning: Any) -> Any:
    if name == "region":
        return " / ".join(region.name for region in meaning)
    return f"{filter_label}: {meaning}" if name == "letter" else meaning


def _without(parameters: QueryDict, name: str, text: str) -> str:
    rest = parameters.copy()
    rest.setlist(name, [value for value in rest.getlist(name) if value != text])
    return f"?{rest.urlencode()}"


def _yes_no(condition: Q) -> Case:
    return Case(When(condition, then=Value("yes")), default=Value("no"), output_field=CharField())


def _passes(picked: Picked, value: str) -> bool:
    return not picked.matches_nothing and (not picked.found or value in picked.found)
