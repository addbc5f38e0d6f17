"""What templates show of priorities: on pages and in embeds of bureaus, and on pages of our own."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Max, Model
from django.http import HttpRequest

from bureaus.edition import edition
from bureaus.models import Region
from bureaus.search.gazetteer import PLACES
from policies.lists.counts import catalogue
from policies.lists.provinces import newest_year_of_provinces
from policies.lists.stated import Stated, stated_by
from policies.lists.years import published_years
from policies.models import Document, Priority

SHOWN_ON_HOME = 8
SHOWN_IN_EMBED = 10
SHOWN_ON_REGION_PAGE = 5


def region_priorities(region: Region, request: HttpRequest) -> Stated:
    """Read what a region wants in the year of ``?year=``, by default in its newest one."""
    return stated_by(region, request, SHOWN_ON_REGION_PAGE)


def newest_year() -> int:
    """Give the newest year of which anything is known, 0 if there is none."""
    return next(iter(published_years()), 0)


@dataclass(frozen=True)
class Wanted:
    """What a region wants in a year; ``region`` is the one that says so, None if none does."""

    year: int
    region: Region | None
    priorities: list[Priority]


def wanted_at(region: Region, *, is_wider: bool = False) -> Wanted:
    """Read what a place wants in the newest year of all, else what the next wider region does.

    With ``is_wider`` only what wider regions want, without the country. One query, whose rows are
    kept: every page of a bureau shows them.
    """
    places = [place for place in (region, *region.above) if place.parent_id][int(is_wider) :]
    name = f"wanted {'above' if is_wider else 'at'} {region.pk}"
    tables: list[type[Model]] = [Priority, Document, *PLACES]
    year, stating, priorities = edition.kept(name, lambda: _read_wanted(places), of=tables)
    return Wanted(year, next((p for p in places if p.pk == stating), None), priorities)


def _read_wanted(places: list[Region]) -> tuple[int, int, list[Priority]]:
    """Give the newest year, and the key and priorities of the first that says anything, or 0."""
    year = newest_year()
    rows = Priority.objects.published().for_year(year).filter(region__in=places)
    of_region: dict[int, list[Priority]] = {}
    for priority in rows.order_by("-document__date", "document", "rank", "pk") if places else ():
        of_region.setdefault(priority.region_id, []).append(priority)
    stating = next((place.pk for place in places if place.pk in of_region), 0)
    return year, stating, of_region.get(stating, [])


def newest_priorities(region: Region) -> dict[str, Any]:
    """Show in an embed what a region wants in its newest year."""
    own = Priority.objects.published().filter(region=region)
    year = own.aggregate(year=Max("year"))["year"]
    return {
        "year": year,
        "priorities": own.for_year(year).in_order()[:SHOWN_IN_EMBED] if year else [],
    }


def wanted_industries() -> dict[str, Any]:
    """Show the industries that most provinces name in the newest year."""
    of_year = newest_year_of_provinces()
    rows = of_year.ranked(catalogue()) if of_year else []
    named = [(industry, count) for industry, count in rows[:SHOWN_ON_HOME] if count]
    return {"of_year": of_year, "rows": named, "industries": len(rows)}


def percent(part: int, whole: int) -> int:
    """Give the length of a bar, 0 to 100."""
    return round(100 * part / whole) if whole else 0
