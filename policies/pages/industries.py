"""Industries: all of them, the table of regions, and who wants one of them."""

from collections import Counter
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from bureaus.search.gazetteer import gazetteer
from policies.lists.counts import (
    regions_by_industry,
    regions_naming,
    table_context,
    wanting_regions,
    wanting_rows,
)
from policies.lists.years import YearChoice, choose_year, published_years
from policies.models import Industry, Priority
from policies.search.query import find_industries

REGIONS_PER_PAGE = 25


@require_safe
def industry_list(request: HttpRequest) -> HttpResponse:
    counted = ((year, regions_by_industry(year)) for year in published_years())
    counts = {year: numbers for year, numbers in counted if numbers}
    choice = choose_year(request, list(counts))
    shown = counts.get(choice.year, Counter())
    context = {
        "choice": choice,
        "rows": [
            {
                "industry": industry,
                "count": shown.get(industry.pk, 0),
                "by_year": [(year, counts[year][industry.pk]) for year in choice.years],
            }
            for industry in Industry.objects.in_groups()
        ],
        "most": max(shown.values(), default=0) or 1,
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
    return render(request, "policies/industry_table.html", table_context(request))


@require_safe
def industry_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """Say which regions want an industry in a year, from which document, and whom to call."""
    industry = get_object_or_404(Industry, slug=slug)
    naming = Priority.objects.published().naming(industry)
    by_year = regions_naming(industry)
    choice = choose_year(request, sorted(by_year, reverse=True))
    wanted = naming.for_year(choice.year)
    is_inherited_shown = request.GET.get("inherited") == "yes"
    wanting = wanting_regions(by_year, choice.year, include_inherited=is_inherited_shown)
    paginator = Paginator(gazetteer().along_the_tree(wanting), REGIONS_PER_PAGE)
    page = paginator.get_page(request.GET.get("page"))
    context = {
        "industry": industry,
        "choice": choice,
        "themes": wanted.national().with_document().order_by("document", "rank"),
        "page": page,
        "page_numbers": paginator.get_elided_page_range(page.number, on_ends=1),
        "rows": wanting_rows(list(page), wanted),
        "is_inherited_shown": is_inherited_shown,
        "by_year": {year: len(regions) for year, regions in by_year.items()},
        "joined": regions_joined(by_year, choice),
    }
    return render(request, "policies/industry_detail.html", context)


def regions_joined(by_year: dict[int, set[int]], choice: YearChoice) -> dict[str, Any]:
    """Compare the regions that name an industry with those of the year before it that has any."""
    earlier = [year for year in choice.years if year < choice.year]
    if not earlier or choice.year not in choice.years:
        return {}
    before, after = by_year[earlier[0]], by_year[choice.year]
    change = {"added": after - before, "kept": after & before, "dropped": before - after}
    along = gazetteer().along_the_tree
    return {"before": earlier[0], "change": {what: along(pks) for what, pks in change.items()}}
