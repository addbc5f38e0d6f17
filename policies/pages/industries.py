"""Industries: all of them, the table of regions, and who wants one of them."""

from collections import Counter
from functools import partial
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from bureaus.lists.nearest import first_phones_inside
from bureaus.models import Region
from bureaus.search.gazetteer import gazetteer
from bureaus.search.tile_map import NONE, shade, tile_map
from policies.lists.counts import (
    catalogue,
    industries_called,
    others_naming,
    regions_naming,
    with_nearest,
)
from policies.lists.provinces import (
    YearOfProvinces,
    choose_year_of_provinces,
    other_places,
    year_of_provinces,
)
from policies.lists.table import most_wanted_left, table_context
from policies.lists.years import choose_year
from policies.models import Evidence, Industry, Priority
from policies.search.query import find_industries

OTHERS_PER_PAGE = 25


@require_safe
def industry_list(request: HttpRequest) -> HttpResponse:
    """Rank the industries by how many provinces name them in a year."""
    choice = choose_year_of_provinces(request)
    of_year = year_of_provinces(choice.year)
    others = other_places(of_year)
    ranked = of_year.ranked(catalogue())
    context = {
        "choice": choice,
        "of_year": of_year,
        "others": others,
        "rows": sorted(ranked, key=lambda row: (-row[1], -others[row[0].pk])),
    }
    return render(request, "policies/industry_list.html", context)


@require_safe
def industry_find(request: HttpRequest) -> HttpResponse:
    """Tell a company which of the industries its own words describe."""
    text = request.GET.get("q", "").strip()
    context = {"text": text[:200], "matches": find_industries(text)}
    return render(request, "policies/industry_find.html", context)


@require_safe
def table(request: HttpRequest) -> HttpResponse:
    context = table_context(request)
    context["rows"] = most_wanted_left(context["rows"])
    context["of_year"] = year_of_provinces(context["choice"].year)
    return render(request, "policies/industry_table.html", context)


@require_safe
def industry_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """Say which regions want an industry in a year, from which document, and whom to call.

    Provinces come first, then the other places, then the newest record of those that have nothing
    for the year.
    """
    industry = industries_called([slug]).get(slug)
    if industry is None:
        raise Http404
    if slug != industry.slug:
        return redirect(industry, permanent=True)
    by_year = regions_naming(industry)
    newest = max((year for year, regions in by_year.items() if regions), default=0)
    choice = choose_year(request, sorted(by_year, reverse=True), newest)
    of_year = year_of_provinces(choice.year)
    naming = of_year.naming(industry)
    others = others_naming(by_year, choice.year, naming)
    paginator = Paginator(others, OTHERS_PER_PAGE)
    page = paginator.get_page(request.GET.get("page"))
    provinces = [place for place in of_year.speaking() if naming[place.pk]]
    context = {
        "industry": industry,
        "choice": choice,
        "of_year": of_year,
        "naming": naming,
        "tiles": tile_map(partial(_square, of_year, naming)),
        "places_of_year": sum(year == choice.year for _place, year in others),
        "has_older": any(year < choice.year for _place, year in others),
        "page": page,
        "page_numbers": paginator.get_elided_page_range(page.number, on_ends=1),
        **_rows(industry, choice.year, provinces, list(page)),
    }
    return render(request, "policies/industry_detail.html", context)


def _rows(
    industry: Industry, year: int, provinces: list[Region], page: list[tuple[Region, int]]
) -> dict[str, Any]:
    """Read what the nation, provinces and other places say of an industry, and whom to call."""
    countries = gazetteer().countries
    asked = dict.fromkeys([*countries, *provinces], year) | dict(page)
    named = Priority.objects.published().naming(industry).stated_in(asked)
    clauses = Prefetch("evidence", Evidence.objects.filter(industry=industry))
    stated = list(named.select_related("document").prefetch_related(clauses).in_order())
    others = [region for region, _year in page]
    rows = with_nearest([*provinces, *others], stated)
    of_provinces = phones_first(rows[: len(provinces)])
    national = {country.pk for country in countries}
    return {
        "themes": [priority for priority in stated if priority.region_id in national],
        "rows": of_provinces,
        "with_phone": sum(has_phone(row) for row in of_provinces),
        "others": rows[len(provinces) :],
    }


def phones_first(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Put provinces first that have a phone, if only that of a place inside, which is added."""
    without = [row for row in rows if not has_phone(row)]
    inside = first_phones_inside(row["region"] for row in without)
    for row in without:
        if bureau := inside.get(row["region"].pk):
            row["nearest"].bureaus = [bureau, *row["nearest"].bureaus]
    return sorted(rows, key=has_phone, reverse=True)


def has_phone(row: dict[str, Any]) -> bool:
    """Tell whether a bureau of the region or inside it is shown with a phone."""
    place: Region = row["region"]
    phones = (bureau.region for bureau in row["nearest"].bureaus if bureau.phone)
    return any(region == place or place.is_above(region) for region in phones)


def _square(of_year: YearOfProvinces, naming: Counter[int], province: Region) -> tuple[str, str]:
    if province.pk not in of_year.stating:
        return "none", ""
    number = naming[province.pk]
    return shade(number, 1, 2, 3), str(number or NONE)
