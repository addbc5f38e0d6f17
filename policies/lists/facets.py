"""Counts beside the filters of priorities and documents."""

from collections import Counter

from django.db.models import Count

from bureaus.lists.facets import Counts, Facet, Facets
from bureaus.lists.paging import of_all_pages
from bureaus.search.gazetteer import PLACES, gazetteer
from policies.lists.counts import STATED, catalogue
from policies.models import Document, DocumentTokens, Industry, Priority, PriorityTokens


class PriorityFacets(Facets):
    tables = (*STATED, Industry, PriorityTokens, *PLACES)
    cube = {"year": "year", "level": "region__level"}

    @property
    def facets(self) -> list[Facet]:
        found = [
            year_facet(self, self.counts("year")),
            self.region_facet(),
            self.facet("level", self.counts("level")),
            self._industry_facet(),
        ]
        return [facet for facet in found if facet.values or facet.inside]

    def count(self) -> Counts:
        """Count by year and region at once; all but the industries follows from these."""
        rows = self.filterset.narrowed(without={"region", "sort", *self.cube}).order_by()
        years: dict[int, Counter[int]] = {}
        for year, own, count in rows.values_list("year", "region").annotate(Count("pk")):
            years.setdefault(year, Counter())[own] = count
        years_in_use = [year for year in years if self.passes("year", year)]
        cube: Counter[tuple[str, str]] = Counter()
        by_region: Counter[int] = Counter()
        found: set[int] = set()
        trails = gazetteer().trails
        for pk, region in gazetteer().regions.items():
            trail, level = trails[pk], region.level
            inside, passing = self.lies_in_picked(trail), self.passes("level", level)
            if inside and passing:
                found.add(pk)
            for year, counts in years.items():
                if inside and counts[pk]:
                    cube[str(year), level] += counts[pk]
            if passing and (own := sum(years[year][pk] for year in years_in_use)):
                by_region.update(dict.fromkeys(trail, own))
        places = [region.pk for region in gazetteer().along_the_tree(found)]
        return {
            "cube": list(cube.items()),
            "region": self.shown_of(by_region),
            "industry": list(self._industry_counts().items()),
            "place": _parts(years, sorted(years_in_use, reverse=True), places),
            "year": _parts(years, sorted(years_in_use), places),
        }

    def _industry_counts(self) -> Counter[int]:
        """Count by primary key of the industry; without filters, less those of drafts."""
        naming = Priority.industries.through.objects.order_by().values_list("industry")
        if self.filterset.parameters.keys() - {"industry", "sort"}:
            rows = self.filterset.narrowed(without={"industry", "sort"}).order_by()
            return Counter(dict(rows.values_list("industries").annotate(Count("pk"))))
        hidden = naming.filter(priority__in=Priority.objects.unpublished().order_by())
        all_of_them = Counter(dict(naming.annotate(Count("pk"))))
        return all_of_them - Counter(dict(hidden.annotate(Count("pk"))))

    def _industry_facet(self) -> Facet:
        counted = dict(self.counted["industry"])
        industries = catalogue()
        counts = {industry.slug: counted.get(industry.pk, 0) for industry in industries}
        return self.facet("industry", counts, [(i.slug, i.name) for i in industries])


class DocumentFacets(Facets):
    tables = (Document, Priority, DocumentTokens, *PLACES)
    cube = {"kind": "kind"}

    @property
    def facets(self) -> list[Facet]:
        found = [
            year_facet(self, {str(year): n for year, n in self.counted["year"]}),
            self.region_facet(),
            self.facet("kind", self.counts("kind")),
        ]
        return [facet for facet in found if facet.values or facet.inside]

    def count(self) -> Counts:
        return super().count() | {"year": list(self._year_counts().items())}

    def _year_counts(self) -> Counter[int]:
        """Count the documents that state priorities for a year, each once for each such year."""
        stating = Priority.objects.published().order_by()
        if self.filterset.parameters.keys() - {"year", "sort"}:
            documents = self.filterset.narrowed(without={"year", "sort"})
            stating = stating.filter(document__in=documents.order_by())
        years = stating.values_list("year").annotate(Count("document", distinct=True))
        return Counter(dict(years))


def _parts(
    counts: dict[int, Counter[int]], years: list[int], places: list[int]
) -> list[tuple[tuple[int, int], int]]:
    """List what the rows of all pages lie in, place by place in each year: ((year, pk), rows)."""
    parts = (((year, pk), counts[year][pk]) for year in years for pk in places)
    return list(of_all_pages(parts))


def year_facet(facets: Facets, counts: dict[str, int]) -> Facet:
    """List the years newest first."""
    shown = sorted({*counts, *facets.filterset.picked("year").found}, reverse=True)
    return facets.facet("year", counts, [(year, year) for year in shown])
