"""The public pages."""

from collections import Counter
from functools import partial
from typing import Any

from django.conf import settings
from django.db.models import Prefetch, QuerySet, prefetch_related_objects
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language
from django.views.decorators.http import require_safe
from django.views.generic import DetailView

from bureaus.edition import edition
from bureaus.edition.pieces import shown
from bureaus.lists.counts import coverage
from bureaus.lists.facets import BureauFacets, RegionFacets
from bureaus.lists.filters import LETTERS, BureauFilter, RegionFilter
from bureaus.lists.paging import BureauPaginator
from bureaus.lists.views import FacetedListView
from bureaus.models import Bureau, Region
from bureaus.pages.concerning import concerning, nearby_bureaus
from bureaus.search.gazetteer import attach_regions, gazetteer
from bureaus.upkeep.freshness import freshness_by_province, handled_corrections
from bureaus.upkeep.lifecycle import standing_successors, standing_twin

BUREAUS_ON_REGION_PAGE = 40


def provinces_with_counts(counts: Counter[int]) -> list[tuple[Region, int]]:
    """List the province-level regions A to Z, each with its count."""
    return [(province, counts[province.pk]) for province in gazetteer().provinces]


def letters() -> list[tuple[str, str, bool]]:
    """Give (value, label, whether a listed place begins with it) for each letter."""
    used = edition.kept("letters", _letters_used)
    return [(value, label, value in used) for value, label in LETTERS]


def _letters_used() -> set[str]:
    slugs = Region.objects.listed().below_provinces().values_list("slug", flat=True)
    return {slug[0] for slug in slugs}


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    covered = coverage()
    context = {
        "total": covered.total,
        "checked": covered.checked,
        "provinces": provinces_with_counts(covered.total_by_region),
        "letters": letters(),
        "closed": edition.kept("closed lately", _closed_lately),
        "check_months": settings.CHECK_VALID_MONTHS,
    }
    return render(request, "bureaus/home.html", context)


def _closed_lately() -> list[Bureau]:
    return list(Bureau.objects.recently_closed()[:3])


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    covered = coverage()
    context = {
        "total": covered.total,
        "checked": covered.checked,
        "regions": len(gazetteer().regions),
        "years": edition.kept("source years", _source_years),
        "check_months": settings.CHECK_VALID_MONTHS,
    }
    return render(request, "bureaus/about.html", context)


def _source_years() -> list[tuple[str, int]]:
    return list(Bureau.objects.published().per_source_year())


@require_safe
def freshness(request: HttpRequest) -> HttpResponse:
    total, provinces = freshness_by_province()
    context = {"total": total, "provinces": provinces, "handled": handled_corrections()}
    return render(request, "bureaus/freshness.html", context)


class BureauListView(FacetedListView):
    queryset = Bureau.objects.public().with_public_columns()
    filterset_class = BureauFilter
    facets_class = BureauFacets
    paginator_class = BureauPaginator
    template_name = "bureaus/bureau_list.html"
    paginate_by = 25

    def complete(self, rows: QuerySet[Bureau]) -> list[Bureau]:
        bureaus = attach_regions(rows)
        if "yes" in self.filterset.picked("closed").found:
            prefetch_related_objects(bureaus, Prefetch("successors", Bureau.objects.public()))
        return bureaus


class RegionListView(FacetedListView):
    filterset_class = RegionFilter
    facets_class = RegionFacets
    template_name = "bureaus/region_list.html"
    paginate_by = 100

    def get_queryset(self) -> QuerySet[Region]:
        is_search = bool(self.request.GET.get("q", "").strip())
        return Region.objects.browsed(is_search=is_search).with_parents().order_by("slug")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            provinces=provinces_with_counts(coverage().total_by_region),
            letters=letters(),
            **kwargs,
        )


class RegionDetailView(DetailView):
    """One region: 200 at its slug, 301 from any other name, code or slug that leads to it."""

    queryset = Region.objects.with_parents()
    template_name = "bureaus/region_detail.html"
    context_object_name = "region"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return super().get(request, *args, **kwargs)
        except Http404:
            return _renamed_region(kwargs["slug"])

    def get_object(self, queryset: QuerySet | None = None) -> Region:
        return gazetteer().at(self.kwargs["slug"]) or super().get_object(queryset)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        region: Region = self.object
        counts = coverage().total_by_region
        places = gazetteer()
        aliases = places.aliases(region)
        overlaps = list(region.overlaps.all()) if region.level == Region.Level.ZONE else []
        return super().get_context_data(
            concerning=partial(concerning, region, BUREAUS_ON_REGION_PAGE),
            total=counts[region.pk],
            places=[(place, counts[place.pk]) for place in places.inside(region.pk)],
            aliases=aliases,
            overlaps=overlaps,
            content=(places.content(region), [shown(item) for item in (*aliases, *overlaps)]),
            **kwargs,
        )


def _renamed_region(value: str) -> HttpResponse:
    found = Region.objects.called(value)
    if not found:
        raise Http404
    if len(found) == 1:
        return redirect(found[0], permanent=True)
    choice = reverse("region-permalink", kwargs={"value": value})
    return redirect(f"{choice}?lang={get_language()}")


class BureauDetailView(DetailView):
    """One bureau: 200, 301 to its right address or from a duplicate, 410 once it is closed."""

    queryset = Bureau.objects.public().with_public_columns()
    slug_field = slug_url_kwarg = "ref"
    template_name = "bureaus/bureau_detail.html"
    context_object_name = "bureau"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        (bureau,) = attach_regions([self.get_object()])
        if bureau.is_closed:
            return closed_bureau(request, bureau)
        if kwargs["slug"] != bureau.slug:
            return redirect(bureau, permanent=True)
        self.object = bureau
        return self.render_to_response(self.get_context_data())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        bureau: Bureau = self.object
        check = SimpleLazyObject(lambda: bureau.last_good_check)

        def content() -> tuple:
            prefetch_related_objects([bureau], "contact_points", "aliases")
            desks, aliases = bureau.contact_points.all(), bureau.aliases.all()
            parts = [*desks, *aliases, *([check] if check else [])]
            region = gazetteer().content(bureau.region)
            return shown(bureau), region, [shown(part) for part in parts]

        nearby = nearby_bureaus(bureau)
        names = [(n.ref, n.name_en, n.name_zh_hans, n.name_zh_hant, n.region.slug) for n in nearby]
        return super().get_context_data(
            check=check,
            nearby=nearby,
            content=content,
            nearby_content=names,
            **kwargs,
        )


@require_safe
def bureau_called(request: HttpRequest, value: str) -> HttpResponse:
    """Lead from a former name or slug without a reference, by way of the permanent address."""
    if not Bureau.objects.public().called(value):
        raise Http404
    address = reverse("bureau-called", kwargs={"value": value})
    return redirect(f"{address}?lang={get_language()}")


def closed_bureau(request: HttpRequest, bureau: Bureau) -> HttpResponse:
    """Say what became of a closed bureau and whom to turn to; a duplicate just leads on."""
    successors = standing_successors(bureau)
    if twin := standing_twin(bureau, successors):
        return redirect(twin, permanent=True)
    context = {"bureau": bureau, "successors": successors}
    return render(request, "bureaus/bureau_closed.html", context, status=410)
