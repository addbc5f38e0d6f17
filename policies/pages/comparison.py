"""Regions side by side, and one region in two years."""

from typing import Any

from django.db.models.functions import Length
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from bureaus.lists.fields import MAX_VALUES
from bureaus.lists.nearest import nearest_bureaus
from bureaus.models import Bureau, Region
from bureaus.search.gazetteer import gazetteer
from policies.lists.years import choose_year, compare_sets, industries_of, years_of
from policies.models import Industry, Priority

MOST_REGIONS = 4


@require_safe
def compare(request: HttpRequest) -> HttpResponse:
    """Show up to four regions side by side for a year: ``?region=…&region=…&year=…``.

    With ``?ref=…`` as from a shortlist of bureaus, lead to their regions.
    """
    if refs := request.GET.getlist("ref"):
        return redirect(f"{request.path}?{_regions_of(request.GET, refs).urlencode()}")
    regions, notices = _asked_regions(request)
    of_regions = Priority.objects.published().filter(region__in=regions)
    choice = choose_year(request, years_of(of_regions))
    shown = of_regions.for_year(choice.year).with_document().in_order()
    columns = _columns(regions, list(shown), choice.year)
    naming: dict[Industry, list[Region]] = {}
    for column in columns:
        for industry in column["industries"]:
            naming.setdefault(industry, []).append(column["region"])
    for column in columns:
        column["distinct"] = [i for i in column["industries"] if len(naming[i]) == 1]
    in_order = sorted(naming, key=lambda industry: industry.position)
    context = {
        "columns": columns,
        "shared": [(i, naming[i]) for i in in_order if len(naming[i]) > 1],
        "choice": choice,
        "notices": [*notices, *choice.notices],
        "suggestions": _suggestions(regions, choice.year),
        "kept": [region.slug for region in regions],
        "can_add": len(regions) < MOST_REGIONS,
    }
    return render(request, "policies/compare.html", context)


def _regions_of(asked: QueryDict, refs: list[str]) -> QueryDict:
    """Name the regions of bureaus instead of these, each once, in the order asked for."""
    wanted = [ref.lower() for ref in refs][:MAX_VALUES]
    slugs = dict(Bureau.objects.public().filter(ref__in=wanted).values_list("ref", "region__slug"))
    parameters = asked.copy()
    del parameters["ref"]
    known = [slugs[ref] for ref in wanted if ref in slugs]
    parameters.setlist("region", list(dict.fromkeys([*asked.getlist("region"), *known])))
    return parameters


def _asked_regions(request: HttpRequest) -> tuple[list[Region], list[str]]:
    """Find the regions asked for, once each, and name what is not one or is too many."""
    regions: dict[int, Region] = {}
    notices = []
    given = dict.fromkeys(text.strip() for text in request.GET.getlist("region"))
    asked = [text for text in given if text][: 2 * MOST_REGIONS]
    called = gazetteer().called_any(asked)
    for text in asked:
        found = called.get(text, [])
        if len(found) != 1:
            notices.append(_("“%(value)s” is not the name of one region.") % {"value": text[:80]})
        elif len(regions) == MOST_REGIONS and found[0].pk not in regions:
            notices.append(
                _("Only %(number)s regions fit side by side.") % {"number": MOST_REGIONS}
            )
        else:
            regions[found[0].pk] = found[0]
    return list(regions.values()), notices


def _columns(regions: list[Region], priorities: list[Priority], year: int) -> list[dict[str, Any]]:
    nearest = nearest_bureaus(regions)
    columns = []
    for region in regions:
        own = [priority for priority in priorities if priority.region_id == region.pk]
        named = {industry for priority in own for industry in priority.industries.all()}
        without = QueryDict(mutable=True)
        without.setlist("region", [other.slug for other in regions if other is not region])
        without["year"] = str(year)
        columns.append(
            {
                "region": region,
                "priorities": own,
                "industries": sorted(named, key=lambda industry: industry.position),
                "nearest": nearest[region.pk],
                "without": f"?{without.urlencode()}",
            }
        )
    return columns


def _suggestions(regions: list[Region], year: int) -> list[Region]:
    """Offer regions that have priorities in the year, wide ones first."""
    stating = Priority.objects.published().local()
    if year:
        stating = stating.for_year(year)
    chosen = [region.pk for region in regions]
    found = Region.objects.filter(pk__in=stating.values("region")).exclude(pk__in=chosen)
    return list(found.order_by(Length("path"), "slug")[:12])


@require_safe
def region_years(request: HttpRequest, slug: str) -> HttpResponse:
    """Show which industries a region added, kept and dropped between two years."""
    region = Region.objects.with_parents().filter(slug=slug).first()
    if region is None:
        found = gazetteer().called(slug)
        if len(found) != 1:
            raise Http404
        return redirect("policies:region-years", slug=found[0].slug, permanent=True)
    own = Priority.objects.published().filter(region=region)
    years = years_of(own)
    later = _asked_year(request, "to", years, default=years[0] if years else 0)
    before = [year for year in years if year < later]
    earlier = _asked_year(request, "from", years, default=before[0] if before else 0)
    named = [industries_of(own.for_year(year)) for year in (earlier, later)]
    context = {
        "region": region,
        "years": years,
        "earlier": earlier,
        "later": later,
        "change": compare_sets(*named),
    }
    return render(request, "policies/region_years.html", context)


def _asked_year(request: HttpRequest, name: str, years: list[int], default: int) -> int:
    asked = request.GET.get(name, "")
    return next((year for year in years if str(year) == asked), 0 if asked else default)
