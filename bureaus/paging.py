"""Pages of lists, up to a depth."""

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.utils.functional import cached_property

DEEP = 1_000  # rows before a page, from which on it is faster to skip keys than whole rows


class BoundedPaginator(Paginator):
    """Pages up to a depth that a database can still skip to quickly; ``count`` counts all rows."""

    deepest_row = 10_000

    @cached_property
    def num_pages(self) -> int:
        return min(super().num_pages, self.deepest_row // self.per_page)

    @property
    def is_cut(self) -> bool:
        return self.count > self.num_pages * self.per_page

    def page(self, number: int | str) -> Page:
        number = self.validate_number(number)
        start = (number - 1) * self.per_page
        return Page(self.rows_between(start, min(start + self.per_page, self.count)), number, self)

    def rows_between(self, start: int, end: int) -> QuerySet:
        """Give the rows from ``start`` to ``end``."""
        rows: QuerySet = self.object_list  # type: ignore[assignment]
        return chosen(rows, rows[start:end]) if start >= DEEP else rows[start:end]


def chosen(rows: QuerySet, few: QuerySet) -> QuerySet:
    """Look up whole rows only for the few; sorting and skipping would carry them all along."""
    return rows.filter(pk__in=list(few.values_list("pk", flat=True)))
