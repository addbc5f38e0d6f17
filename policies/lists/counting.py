"""What is counted beside the filters of priorities and documents."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Count, QuerySet

from bureaus.lists.counting import Counted, Counting, Numbers, counted
from bureaus.lists.counts import with_regions_above
from bureaus.models import Region
from bureaus.search.gazetteer import PLACES, gazetteer
from policies.lists.counts import STATED, catalogue
from policies.models import Document, DocumentTokens, Industry, Priority, PriorityTokens


class PriorityCounting(Counting):
    tables = (*STATED, Industry, PriorityTokens, *PLACES)

    def count(self) -> Counted:
        """Count by year, place and industry; levels follow from places."""
        regions, trails = gazetteer().regions, gazetteer().trails
        chosen = {region.pk for region in self.filterset.regions}
        is_any = not chosen and not self.filterset.picked("region").matches_nothing
        passing = {level for level in Region.Level.values if self.passes("level", level)}
        levels: Counter[str] = Counter()
        of_levels: Counter[int] = Counter()
        for pk, number in self.count_by("region", without=["region", "level"]).items():
            level = regions[pk].level if pk in regions else ""  # it came after the edition
            if level and (is_any or not chosen.isdisjoint(trails[pk])):
                levels[level] += number
            if level in passing:
                of_levels[pk] = number
        numbers: Numbers = {
            "year": by_text(self.count_by("year", without=["year"])),
            "region": with_regions_above(of_levels),
            "level": levels,
            "industry": self._count_industries(),
        }
        return Counted(sum(levels[level] for level in passing), numbers)

    def count_by(self, column: str, without: Iterable[str]) -> Counter[Any]:
        """Count all rows but those of drafts where nothing else narrows them.

        What drafts of documents state is little; looking up the document of each row takes as long
        as counting.
        """
        if self.filterset.parameters.keys() - {*without, "sort"}:
            return super().count_by(column, without)
        rows: QuerySet = Priority.objects.marked_published()
        hidden: QuerySet = Priority.objects.marked_published().of_drafts()
        if column == "industries":  # are told by the table that joins both
            column, rows = "industry", Priority.industries.through.objects.all()
            hidden = rows.filter(priority__in=Priority.objects.unpublished())
        numbers = Counter(dict(counted(rows, column)))
        numbers.subtract(dict(counted(hidden, column)))
        return numbers

    def _count_industries(self) -> Counter[str]:
        found = self.count_by("industries", without=["industry"])
        return Counter({one.slug: found[one.pk] for one in catalogue()})


class DocumentCounting(Counting):
    tables = (Document, Priority, DocumentTokens, *PLACES)
    cube = {"kind": "kind"}

    def count(self) -> Counted:
        """Count documents for each year that they state priorities for, once for each."""
        total, numbers = super().count()
        stating = Priority.objects.published().order_by()
        if self.filterset.parameters.keys() - {"year", "sort"}:
            stating = stating.filter(document__in=self.narrowed(["year"]).order_by())
        years = stating.values_list("year").annotate(Count("document", distinct=True))
        return Counted(total, numbers | {"year": by_text(dict(years))})


def by_text(numbers: Mapping[int, int]) -> Counter[str]:
    """Key years as addresses write them."""
    return Counter({str(year): number for year, number in numbers.items()})
