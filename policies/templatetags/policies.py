"""What templates show of priorities: on pages and in embeds of bureaus, and on pages of our own.

The latter also draw numbers by year, bars, and the table of regions and industries.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from typing import Any

from django import template
from django.db.models import Max
from django.http import HttpRequest
from django.template import Context
from django.template.loader import render_to_string
from django.utils.html import escape
from django.utils.http import urlencode
from django.utils.safestring import SafeString

from bureaus.edition.pieces import piece, pieces, shown
from bureaus.lists.nearest import Nearest
from bureaus.models import Region
from bureaus.search.gazetteer import gazetteer
from bureaus.templatetags.directory import bureau_content
from policies.lists.counts import TableRow, catalogue, regions_by_industry
from policies.lists.stated import stated_by
from policies.lists.years import published_years
from policies.models import Priority

register = template.Library()

SHOWN_ON_HOME = 8
SHOWN_IN_EMBED = 10
SHOWN_ON_REGION_PAGE = 5
_escaped = lru_cache(maxsize=256)(escape)
WIDTH, TOP, BOTTOM = 320, 20, 116  # in units of the drawing; the labels stand outside TOP, BOTTOM
WIDEST = 40
MOST_YEARS = 10


@register.simple_tag(takes_context=True)
def region_priorities(context: Context, region: Region) -> str:
    """Show what a region wants in the year of ``?year=``, by default in its newest one."""
    request: HttpRequest = context["request"]
    stated = stated_by(region, request, SHOWN_ON_REGION_PAGE)
    content = (
        gazetteer().content(region),
        stated.choice,
        request.GET.urlencode(),
        [(_content(priority), shown(priority.document)) for priority in stated.priorities],
        [shown(document) for document in stated.documents],
    )
    values = {"region": region, **vars(stated)}
    template = "policies/_region_priorities.html"
    return piece("region priorities", content, lambda: render_to_string(template, values, request))


@register.inclusion_tag("policies/_priorities.html")
def priority_entries(
    priorities: Iterable[Priority], with_place: bool = False, with_document: bool = False
) -> dict[str, list[str]]:
    rows, places = list(priorities), gazetteer()
    contents = [
        (
            _content(priority),
            with_place and places.content(priority.region),
            with_document and shown(priority.document),
        )
        for priority in rows
    ]

    def render(number: int) -> str:
        context = {"with_place": with_place, "with_document": with_document}
        return render_to_string("policies/_priority.html", {"priority": rows[number], **context})

    return {"entries": pieces("priority", contents, render)}


@register.simple_tag
def nearest_list(nearest: Nearest) -> str:
    places = gazetteer()
    content = (nearest.remark, [bureau_content(bureau, places) for bureau in nearest.bureaus])
    context = {"nearest": nearest}
    return piece("nearest", content, lambda: render_to_string("policies/_nearest.html", context))


def _content(priority: Priority) -> tuple:
    """Tell apart whatever an entry may show of a priority but its place and document."""
    return shown(priority), [shown(industry) for industry in priority.industries.all()]


@register.inclusion_tag("embeds/_priorities.html")
def newest_priorities(region: Region) -> dict[str, Any]:
    """Show in an embed what a region wants in its newest year."""
    own = Priority.objects.published().filter(region=region)
    year = own.aggregate(year=Max("year"))["year"]
    return {
        "region": region,
        "year": year,
        "priorities": own.for_year(year).in_order()[:SHOWN_IN_EMBED] if year else [],
    }


@register.inclusion_tag("policies/_wanted.html")
def wanted_industries() -> dict[str, Any]:
    """Show the industries that most regions name in the newest year."""
    counted = (regions_by_industry(year).items() for year in published_years())
    year, counts = next(chain.from_iterable(counted), (0, Counter[int]()))
    named = [(i, counts[i.pk]) for i in catalogue().industries if counts[i.pk]]
    rows = sorted(named, key=lambda row: -row[1])[:SHOWN_ON_HOME]
    return {"year": year, "most": rows[0][1] if rows else 1, "rows": rows}


@register.simple_tag
def table_cells(row: TableRow, year: int, list_url: str) -> str:
    """Write a row of the table of regions and industries, which has too many cells for a template.

    Each number leads to the priorities that it counts, in the list at ``list_url``.
    """
    query: dict[str, str | int] = {"year": year, "region": row.region.slug}
    query |= {"level": row.level} if row.level else {}
    start = escape(f"{list_url}?{urlencode(query)}&industry=")
    cells = [
        f'<td class="l{1 + (count > 1) + (count > 4)}">'
        f'<a href="{start}{_escaped(industry.slug)}">{count}</a></td>'
        if count
        else "<td>0</td>"
        for industry, count in row.cells
    ]
    return SafeString("".join(cells))


@register.filter
def percent(part: int, whole: int) -> int:
    """Give the length of a bar, 0 to 100."""
    return round(100 * part / whole) if whole else 0


@register.inclusion_tag("policies/_trend.html")
def trend(by_year: Mapping[int, int], label: str) -> dict[str, Any]:
    """Draw numbers by year, with the table of all years behind the drawing."""
    return {
        "label": label,
        "columns": year_columns(by_year),
        "pairs": sorted(by_year.items(), reverse=True),
    }


@dataclass(frozen=True)
class YearColumn:
    """A year's column: ``middle`` is where it and its labels stand, ``y`` is its upper edge."""

    year: int
    count: int
    middle: int
    x: int
    y: int
    width: int
    height: int


def year_columns(counts: Mapping[int, int]) -> list[YearColumn]:
    """Lay out the last ``MOST_YEARS`` years up to the newest, those without a number too."""
    if not counts:
        return []
    last = max(counts)
    years = range(max(min(counts), last - MOST_YEARS + 1), last + 1)
    pitch = WIDTH / max(len(years), 4)
    width = min(round(pitch * 0.6), WIDEST)
    most = max(counts.get(year, 0) for year in years) or 1
    found = []
    for place, year in enumerate(years):
        count = counts.get(year, 0)
        middle = round(pitch * (place + 0.5))
        height = round((BOTTOM - TOP) * count / most)
        x = middle - width // 2
        found.append(YearColumn(year, count, middle, x, BOTTOM - height, width, height))
    return found
