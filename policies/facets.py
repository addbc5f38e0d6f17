"""Counts beside the filters of priorities."""

from typing import Any

from django.db.models import Count

from bureaus.facets import Counts, Facet, Facets
from policies.models import Industry


class PriorityFacets(Facets):
    cube = {"year": "year", "level": "region__level"}

    @property
    def facets(self) -> list[Facet]:
        years = self.counts("year")
        picked = self.filterset.picked("year").found
        shown = sorted({*years, *picked}, reverse=True)
        found = [
            self.facet("year", years, [(year, year) for year in shown]),
            self.region_facet(),
            self.facet("level", self.counts("level")),
            self.facet("industry", dict(self.counted["industry"]), self._industries()),
        ]
        return [facet for facet in found if facet.values or facet.inside]

    def count(self) -> Counts:
        rows = self.filterset.narrowed(without={"industry", "sort"}).order_by()
        industries = rows.values_list("industries__slug").annotate(Count("pk"))
        return super().count() | {"industry": list(industries)}

    def _industries(self) -> list[tuple[str, Any]]:
        return [
            (industry.slug, industry.name) for industry in Industry.objects.order_by("position")
        ]
