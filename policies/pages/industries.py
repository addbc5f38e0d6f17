"""Industries: all of them, the table of regions, and who wants one of them."""

from collections import Counter
from functools import partial
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from bureaus.lists.counts import coverage
from bureaus.lists.tile_map import NONE, shade, tile_map
from bureaus.models import Bureau, Region
from policies.lists.counts import catalogue, others_naming, regions_naming, wanting_rows
from policies.lists.provinces import (
    YearOfProvinces,
    choose_year_of_provinces,
    other_places,
    year_of_provinces,
)
from policies.lists.table import most_wanted_left, table_context
from policies.lists.years import choose_year
from policies.models import Evidence, Industry, Priority
from policies.models.priority import PriorityQuerySet
from policies.search.query import find_industries

OTHERS_PER_PAGE = 25
MOST_CALLED = 2


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
    industry = get_object_or_404(Industry, slug=slug)
    by_year = regions_naming(industry)
    newest = max((year for year, regions in by_year.items() if regions), default=0)
    choice = choose_year(request, sorted(by_year, reverse=True), newest)
    of_year = year_of_provinces(choice.year)
    naming = of_year.naming(industry)
    named = Priority.objects.published().naming(industry)
    others = others_naming(by_year, choice.year, naming)
    paginator = Paginator(others, OTHERS_PER_PAGE)
    page = paginator.get_page(request.GET.get("page"))
    provinces = [place for place in of_year.speaking() if naming[place.pk]]
    asked = {**dict.fromkeys(provinces, choice.year), **dict(page)}
    rows = _rows(industry, named.stated_in(asked), list(asked))
    context = {
        "industry": industry,
        "choice": choice,
        "of_year": of_year,
        "naming": naming,
        "with_phone": sum(coverage().phones_by_region[pk] > 0 for pk in naming),
        "themes": named.for_year(choice.year).national().with_document().in_order(),
        "tiles": tile_map(partial(_square, of_year, naming)),
        "rows": sorted(rows[: len(provinces)], key=_calls_last),
        "others": rows[len(provinces) :],
        "places_of_year": sum(year == choice.year for _place, year in others),
        "has_older": any(year < choice.year for _place, year in others),
        "page": page,
        "page_numbers": paginator.get_elided_page_range(page.number, on_ends=1),
    }
    return render(request, "policies/industry_detail.html", context)


def _rows(industry: Industry, stated: PriorityQuerySet, regions: list[Region]) -> list[dict]:
    """Join regions with what they say of an industry and the bureaus to call, phones first."""
    clauses = Prefetch("evidence", Evidence.objects.filter(industry=industry))
    rows = wanting_rows(regions, stated.prefetch_related(clauses))
    for row in rows:
        row["bureaus"] = sorted(row["nearest"].bureaus, key=has_no_phone)[:MOST_CALLED]
    return rows


def has_no_phone(bureau: Bureau) -> bool:
    return not bureau.phone


def _calls_last(row: dict[str, Any]) -> bool:
    """Put those places last for which no phone is known."""
    return all(map(has_no_phone, row["bureaus"]))


def _square(of_year: YearOfProvinces, naming: Counter[int], province: Region) -> tuple[str, str]:
    if province.pk not in of_year.stating:
        return "none", ""
    number = naming[province.pk]
    return shade(number, 1, 2, 3), str(number or NONE)
