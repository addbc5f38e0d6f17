"""Pages of lists, up to a depth."""

from collections.abc import Iterable, Iterator
from typing import Any, TypeVar

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.utils.functional import cached_property

Part = TypeVar("Part")

DEEPEST = 10_000  # rows that a database can still skip to quickly
DEEP = 1_000  # rows before a page, from which on it is faster to skip keys than whole rows


class BoundedPaginator(Paginator):
    """Pages up to the deepest row; ``count`` counts all rows."""

    @cached_property
    def num_pages(self) -> int:
        return min(super().num_pages, DEEPEST // self.per_page)

    @property
    def is_cut(self) -> bool:
        return self.count > self.num_pages * self.per_page

    def page(self, number: int | str) -> Page:
        number = self.validate_number(number)
        start = (number - 1) * self.per_page
        return Page(self.rows_between(start, min(start + self.per_page, self.count)), number, self)

    def rows_between(self, start: int, end: int) -> QuerySet:
        rows: QuerySet = self.object_list  # type: ignore[assignment]
        return chosen(rows, rows[start:end]) if start >= DEEP else rows[start:end]


class BureauPaginator(BoundedPaginator):
    """Pages of the bureaus that were counted by ``facets``.

    The counts tell which places, A to Z, a page lies in, so that only their bureaus are looked at.
    """

    facets: Any

    def rows_between(self, start: int, end: int) -> QuerySet:
        if self.facets.filterset.sort_in_use != "place":
            return super().rows_between(start, end)
        skipped, wanted = covering(self.facets.counted["place"], start, end)
        rows = self.facets.filterset.narrowed(without={"region"})  # the wanted ones are picked
        return rows.filter(region__in=wanted)[start - skipped : end - skipped]


def of_all_pages(parts: Iterable[tuple[Part, int]]) -> Iterator[tuple[Part, int]]:
    """Keep those parts, out of (part, rows) in the order of a list, that any page can lie in."""
    rows = 0
    for part, count in parts:
        if rows >= DEEPEST:
            return
        if count:
            rows += count
            yield part, count


def covering(parts: Iterable[tuple[Part, int]], start: int, end: int) -> tuple[int, list[Part]]:
    """Find the parts, out of (part, rows) in the order of the list, that these rows lie in.

    Tells too how many rows the parts before have.
    """
    skipped, before, wanted = 0, 0, []
    for part, count in parts:
        if before + count <= start:
            skipped += count
        elif before < end:
            wanted.append(part)
        before += count
    return skipped, wanted


def chosen(rows: QuerySet, few: QuerySet) -> QuerySet:
    """Look up whole rows only for the few; sorting and skipping would carry them all along."""
    return rows.filter(pk__in=list(few.values_list("pk", flat=True)))
