"""Industries: all of them, the table of regions, and who wants one of them."""

from collections import Counter
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from bureaus.gazetteer import gazetteer
from bureaus.models import Bureau, Region
from bureaus.models.paths import path_ids
from bureaus.nearest import nearest_bureaus
from policies.catalogue import catalogue
from policies.counts import industry_table, regions_by_industry, regions_naming
from policies.models import Industry, Priority
from policies.models.priority import PriorityQuerySet
from policies.search import find_industries
from policies.years import YearChoice, change, choose_year, published_years

REGIONS_PER_PAGE = 25


@require_safe
def industry_list(request: HttpRequest) -> HttpResponse:
    counts = regions_by_industry()
    choice = choose_year(request, sorted(counts, reverse=True))
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
    context = table_context(request)
    return render(request, "policies/industry_table.html", context)


def table_context(request: HttpRequest) -> dict[str, Any]:
    """Gather the table of regions and industries that the address asks for.

    ``?region=`` names the region whose parts are the rows, default China.
    """
    choice = choose_year(request, published_years())
    asked = request.GET.get("region", "").strip()
    places, industries = gazetteer(), catalogue().industries
    found = places.called_any([asked]).get(asked, []) if asked else places.countries
    scope = found[0] if len(found) == 1 else None
    return {
        "choice": choice,
        "scope": scope,
        "asked": asked[:80],
        "industries": industries,
        "content": catalogue().content,
        "rows": industry_table(choice.year, scope, industries) if scope else [],
    }


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
    paths = {pk for region in regions for pk in (region.pk, *(above.pk for above in region.above))}
    for priority in wanted.filter(region__in=paths).select_related("document").in_order():
        of_region.setdefault(priority.region_id, []).append(priority)
    rows = []
    for region in regions:
        wider = next((above for above in region.above if above.pk in of_region), None)
        is_inherited = region.pk not in of_region
        source = wider if is_inherited and wider else region
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


def regions_joined(by_year: dict[int, set[int]], choice: YearChoice) -> dict[str, Any]:
    """Compare the regions that name an industry with those of the year before it that has any."""
    earlier = [year for year in choice.years if year < choice.year]
    if not earlier or choice.year not in choice.years:
        return {}
    before, after = (
        gazetteer().along_the_tree(by_year[year]) for year in (earlier[0], choice.year)
    )
    return {"before": earlier[0], "change": change(before, after)}
