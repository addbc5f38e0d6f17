"""Counts beside the filters of priorities."""

from django.db.models import Count, F

from bureaus.facets import Facet, Facets
from policies.models import Industry


class PriorityFacets(Facets):
    cube = {"year": F("year"), "level": F("region__level")}

    @property
    def facets(self) -> list[Facet]:
        years = self.counts("year")
        picked = self.filterset.picked("year").found
        shown = sorted({*years, *picked}, reverse=True)
        found = [
            self.facet("year", years, [(year, year) for year in shown]),
            self.region_facet(),
            self.facet("level", self.counts("level")),
            self._industries(),
        ]
        return [facet for facet in found if facet.values or facet.inside]

    def _industries(self) -> Facet:
        rows = self.filterset.narrowed(without={"industry", "sort"}).order_by()
        counts = dict(rows.values_list("industries__slug").annotate(Count("pk")))
        industries = Industry.objects.order_by("position")
        return self.facet("industry", counts, [(item.slug, item.name) for item in industries])
