"""The years of priorities: which there are, which one a page shows, what changed between two."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _

from bureaus.edition import edition
from bureaus.values.texts import whole_number
from policies.models import Document, Industry, Priority


@dataclass(frozen=True)
class YearChoice:
    """The year that a page shows, out of those with priorities, newest first.

    ``year`` is 0 when the address asks for something that is no year; nothing is of year 0.
    """

    year: int
    years: list[int]
    notices: list[str]


def is_year(text: str) -> bool:
    """Tell whether a text is a year; one without priorities is a year all the same."""
    return len(text) == 4 and whole_number(text) is not None


def choose_year(request: HttpRequest, years: list[int], default: int = 0) -> YearChoice:
    """Read ``?year=``; without it, take ``default`` or the first of ``years``, newest first."""
    asked = request.GET.get("year", "").strip()
    if not asked:
        return YearChoice(default or (years[0] if years else 0), years, [])
    if is_year(asked):
        return YearChoice(int(asked), years, [])
    notice = _("“%(value)s” is not a year.") % {"value": asked[:80]}
    return YearChoice(0, years, [notice])


def years_of(priorities: QuerySet[Priority]) -> list[int]:
    return list(priorities.order_by("-year").values_list("year", flat=True).distinct())


def published_years() -> list[int]:
    priorities = Priority.objects.published()
    return edition.kept("years", lambda: years_of(priorities), of=[Priority, Document])


def compare_sets(before: Iterable, after: Iterable) -> dict[str, list]:
    """List what was added, kept and dropped, each in the order given."""
    old, new = dict.fromkeys(before), dict.fromkeys(after)
    return {
        "added": [item for item in new if item not in old],
        "kept": [item for item in new if item in old],
        "dropped": [item for item in old if item not in new],
    }


def industries_of(priorities: QuerySet[Priority]) -> QuerySet[Industry]:
    naming = Priority.industries.through.objects.filter(priority__in=priorities.order_by())
    return Industry.objects.filter(pk__in=naming.values("industry"))
