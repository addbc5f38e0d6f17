"""Pages of lists, up to a depth."""

from typing import Any

from django.core.paginator import Page, Paginator
from django.utils.functional import cached_property

DEEPEST = 10_000  # rows that a database can still skip to quickly


class BoundedPaginator(Paginator):
    """Pages up to the deepest row of what ``facets`` have counted."""

    facets: Any

    @cached_property
    def num_pages(self) -> int:
        return min(super().num_pages, DEEPEST // self.per_page)

    @property
    def is_cut(self) -> bool:
        return self.count > self.num_pages * self.per_page

    def page(self, number: int | str) -> Page:
        number = self.validate_number(number)
        start = (number - 1) * self.per_page
        rows = self.rows_between(start, min(start + self.per_page, self.count))
        return Page(rows, number, self)

    def rows_between(self, start: int, end: int) -> Any:
        return self.object_list[start:end]
