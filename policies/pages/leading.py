"""The part of a very long list of priorities that a page lies in, so that only it is sorted.

Sorting a million rows takes seconds. The counts beside the filters tell which years and regions
fill a page, and the index of documents which of them are the newest; the rest is left out before
sorting.
"""

from functools import reduce
from operator import or_

from django.db.models import Exists, OuterRef, Q, QuerySet

from bureaus.lists.paging import BoundedPaginator, chosen, covering
from policies.lists.facets import PriorityFacets
from policies.models import Document, Priority

MOST_SORTED = 2000  # rows that are sorted faster than anything is left out


class PriorityPaginator(BoundedPaginator):
    """Pages of the priorities that were counted by ``facets``, in one of the list's own orders."""

    facets: PriorityFacets

    def rows_between(self, start: int, end: int) -> QuerySet[Priority]:
        rows: QuerySet[Priority] = self.object_list  # type: ignore[assignment]
        sort = self.facets.filterset.sort_in_use
        if sort == "date":
            if self.facets.total <= MOST_SORTED:
                return rows[start:end]
            return chosen(rows, rows.filter(document__in=_newest(rows, end))[start:end])
        skipped, wanted = covering(self.facets.counted[sort], start, end)
        of_year: dict[int, list[int]] = {}
        for year, region in wanted:
            of_year.setdefault(year, []).append(region)
        lies_there = (Q(year=year, region__in=regions) for year, regions in of_year.items())
        return rows.filter(reduce(or_, lies_there, Q(pk__in=[])))[start - skipped : end - skipped]


def _newest(rows: QuerySet[Priority], most: int) -> QuerySet:
    """Find the newest documents that state any of the rows; that many state as many rows."""
    stating = Exists(rows.filter(document=OuterRef("pk")).order_by())
    return Document.objects.published().filter(stating).order_by("-date", "pk").values("pk")[:most]
