"""The table of regions and industries."""

from collections import Counter
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Count
from django.http import HttpRequest

from bureaus.edition import edition
from bureaus.models import Region
from bureaus.search.gazetteer import PLACES, gazetteer
from policies.lists.counts import STATED, catalogue
from policies.lists.provinces import choose_year_of_provinces
from policies.models import Industry, Priority


@dataclass(frozen=True)
class TableRow:
    """A region of the table, its number of priorities per industry.

    ``level`` is set in the row of the region that the whole table is about: its cells count only
    its own priorities, not those inside it. ``is_cut`` tells that another part of China begins.
    """

    region: Region
    cells: list[tuple[Industry, int]]
    level: str = ""
    is_cut: bool = False

    @property
    def most_first(self) -> list[tuple[Industry, int]]:
        """List the industries that are named, the most named first."""
        return sorted((cell for cell in self.cells if cell[1]), key=lambda cell: -cell[1])


def industry_table(year: int, scope: Region, industries: list[Industry]) -> list[TableRow]:
    """Count the priorities of a year per region inside ``scope`` and industry.

    Each region counts everything inside it, as the list of priorities does under the same filter.
    Regions without priorities are left out; the others stand in the order of the official codes.
    """
    tables = [*STATED, *PLACES]
    cells_of = f"cells of {year} in {scope.pk}"
    own, inside = edition.kept(cells_of, lambda: _count_cells(year, scope), tables)
    found = [(scope, own, scope.level)] if own else []
    children = [child for child in gazetteer().inside(scope.pk) if child.pk in inside]
    in_order = sorted(children, key=lambda child: child.code or "9")
    found += [(child, inside[child.pk], "") for child in in_order]
    rows = []
    before = ""
    for region, counts, level in found:
        part = _part_of_china(region)
        cells = [(industry, counts[industry.pk]) for industry in industries]
        rows.append(TableRow(region, cells, level, is_cut=bool(before) and part != before))
        before = part
    return rows


def most_wanted_left(rows: list[TableRow]) -> list[TableRow]:
    """Put the industries first that the most rows name."""
    naming = Counter(industry.pk for row in rows for industry, count in row.cells if count)

    def in_order(cells: list[tuple[Industry, int]]) -> list[tuple[Industry, int]]:
        return sorted(cells, key=lambda cell: -naming[cell[0].pk])

    return [replace(row, cells=in_order(row.cells)) for row in rows]


def _part_of_china(region: Region) -> str:
    """Give the first digit of a code, by which GB/T 2260 tells the parts of China.

    North, northeast, east, centre and south, southwest, northwest; Taiwan, Hong Kong and Macao.
    """
    return (region.code or "9")[0].replace("8", "7")


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
    choice = choose_year_of_provinces(request)
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
