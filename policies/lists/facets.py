"""Facets of the lists of priorities and documents."""

from collections.abc import Iterable
from typing import Any

from bureaus.lists.facets import Facets
from policies.lists.counting import DocumentCounting, PriorityCounting
from policies.lists.counts import catalogue


class YearlyFacets(Facets):
    def choices(self, name: str) -> Iterable[tuple[Any, Any]]:
        """List the years newest first, and the industries in their own order."""
        if name == "year":
            years = {*self.numbers["year"], *self.filterset.picked("year").found}
            return [(year, year) for year in sorted(years, reverse=True)]
        if name == "industry":
            return [(industry.slug, industry.name) for industry in catalogue()]
        return super().choices(name)


class PriorityFacets(YearlyFacets):
    counting = PriorityCounting
    shown = ("year", "region", "level", "industry")


class DocumentFacets(YearlyFacets):
    counting = DocumentCounting
    shown = ("year", "region", "kind")
