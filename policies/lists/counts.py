"""Industries and the regions that name them.

How many regions do, by year; which do, with their priorities and nearest bureaus; the table of
regions and industries; the catalogue of all industries.
"""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Model
from django.http import HttpRequest

from bureaus.edition import edition
from bureaus.lists.nearest import nearest_bureaus
from bureaus.models import Bureau, Region
from bureaus.models.tree import path_ids
from bureaus.search.gazetteer import PLACES, gazetteer
from policies.lists.years import choose_year, published_years
from policies.models import Document, Industry, Priority
from policies.models.priority import PriorityQuerySet

# What tells who wants an industry
STATED: tuple[type[Model], ...] = (Priority, Priority.industries.through, Document)


def regions_by_industry(year: int) -> Counter[int]:
    """Count the local regions that name each industry in a year, by its primary key."""

    def count() -> Counter[int]:
        countries = [country.pk for country in gazetteer().countries]
        local = Priority.objects.published().for_year(year).exclude(region__in=countries)
        naming = local.order_by().values_list("industries")
        found = naming.annotate(number=Count("region", distinct=True))
        return Counter({industry: number for industry, number in found if industry})

    return edition.kept(f"regions by industry in {year}", count, [*STATED, *PLACES])


def regions_naming(industry: Industry) -> dict[int, set[int]]:
    """Find the local regions that name an industry: year → their primary keys.

    A year in which only national priorities name it has none.
    """

    def read() -> dict[int, set[int]]:
        regions: dict[int, set[int]] = {}
        countries = {country.pk for country in gazetteer().countries}
        naming = Priority.objects.published().naming(industry).order_by()
        for year, region in naming.values_list("year", "region").distinct():
            regions.setdefault(year, set()).update({region} - countries)
        return regions

    return edition.kept(f"regions naming {industry.pk}", read, [*STATED, *PLACES])


@dataclass(frozen=True)
class TableRow:
    """A region of the table, its number of priorities per industry.

    ``level`` is set in the row of the region that the whole table is about: its cells count only
    its own priorities, not those inside it.
    """

    region: Region
    cells: list[tuple[Industry, int]]
    level: str = ""


def industry_table(year: int, scope: Region, industries: list[Industry]) -> list[TableRow]:
    """Count the priorities of a year per region inside ``scope`` and industry.

    Each region counts everything inside it, as the list of priorities does under the same filter.
    Regions without priorities are left out.
    """
    tables = [*STATED, *PLACES]
    cells_of = f"cells of {year} in {scope.pk}"
    own, inside = edition.kept(cells_of, lambda: _count_cells(year, scope), tables)
    found = [(scope, own, scope.level)] if own else []
    children = [child for child in gazetteer().inside(scope.pk) if child.pk in inside]
    found += [(child, inside[child.pk], "") for child in children]
    return [
        TableRow(region, [(industry, counts[industry.pk]) for industry in industries], level)
        for region, counts, level in found
    ]


def _count_cells(year: int, scope: Region) -> tuple[Counter[int], dict[int, Counter[int]]]:
    """Count per industry in the region alone, and in each next below it with all inside that."""
    own: Counter[int] = Counter()
    below = {region.pk for region in gazetteer().inside(scope.pk)}
    inside: dict[int, Counter[int]] = {}
    trails = gazetteer().trails
    next_below = {pk: below.intersection(trail) for pk, trail in trails.items()}
    rows = Priority.objects.published().for_year(year).within(scope).order_by()
    for region, industry, count in rows.values_list("region", "industries").annotate(Count("pk")):
        if region == scope.pk:
            own[industry] += count
        for pk in next_below.get(region, ()):
            inside.setdefault(pk, Counter())[industry] += count
    return own, inside


def table_context(request: HttpRequest) -> dict[str, Any]:
    """Gather the table of regions and industries that the address asks for.

    ``?region=`` names the region whose parts are the rows, default China.
    """
    choice = choose_year(request, published_years())
    asked = request.GET.get("region", "").strip()
    places, industries = gazetteer(), catalogue()
    found = places.called_any([asked]).get(asked, []) if asked else places.countries
    scope = found[0] if len(found) == 1 else None
    return {
        "choice": choice,
        "scope": scope,
        "asked": asked[:80],
        "industries": industries,
        "rows": industry_table(choice.year, scope, industries) if scope else [],
    }


def wanting_regions(
    by_year: dict[int, set[int]], year: int, *, include_inherited: bool
) -> set[int]:
    """Give those of a year out of what ``regions_naming`` gives.

    With ``include_inherited``, also those that have a bureau of their own and lie inside a
    wanting region.
    """
    wanting = set(by_year.get(year, ()))
    if include_inherited:
        bureaus = Bureau.objects.published().order_by()
        served = bureaus.values_list("region", "region__path").distinct()
        wanting |= {pk for pk, path in served if path_ids([path]) & wanting}
    return wanting


def wanting_rows(regions: list[Region], wanted: PriorityQuerySet) -> list[dict[str, Any]]:
    """Join regions with their priorities and nearest bureaus, for one page of a list."""
    nearest = nearest_bureaus(regions)
    of_region: dict[int, list[Priority]] = {}
    places = {place for region in regions for place in (region, *region.above)}
    for priority in wanted.filter(region__in=places).select_related("document").in_order():
        of_region.setdefault(priority.region_id, []).append(priority)
    rows = []
    for region in regions:
        stating = (place for place in (region, *region.above) if place.pk in of_region)
        source = next(stating, region)
        rows.append(
            {
                "region": region,
                "province": (region.breadcrumbs or [region])[0],
                "inherited_from": source if source is not region else None,
                "priorities": of_region.get(source.pk, []),
                "nearest": nearest[region.pk],
            }
        )
    return rows


def catalogue() -> list[Industry]:
    """List all industries."""
    industries = Industry.objects.order_by("position", "slug")
    return edition.kept_in_process("industries", lambda: list(industries), of=[Industry])
