"""The list of regions, and the page of one: its bureaus, those around it, and what lies inside."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.generic import DetailView

from bureaus.lists.counts import coverage, covering
from bureaus.lists.facets import RegionFacets
from bureaus.lists.filters import RegionFilter
from bureaus.lists.ladder import other_ways
from bureaus.lists.views import FacetedListView
from bureaus.models import Bureau, Region
from bureaus.models.contacts import PHONE_FIRST
from bureaus.models.tree import listed_paths, path_ids
from bureaus.pages.home import letters, provinces_with_counts
from bureaus.search.gazetteer import attach_regions, gazetteer

BUREAUS_ON_REGION_PAGE = 40


def bureaus_inside(region: Region, own_counts: Counter[int], most: int) -> list[Bureau]:
    """Give at most so many published bureaus inside a region, in one query.

    Its own come first, then those with a phone, along the tree. ``own_counts`` are those of the
    places inside.
    """
    places = list(_first_places(region, own_counts, most))
    found = Bureau.objects.published().filter(region__in=[place.pk for place in places])
    in_order = found.with_public_columns().order_by(PHONE_FIRST, "name_en", "ref")
    bureaus = attach_regions(in_order if places else ())
    bureaus.sort(key=lambda b: (b.region_id != region.pk, not b.phone, b.region.path))
    return bureaus[:most]


def _first_places(region: Region, own_counts: Counter[int], most: int) -> Iterator[Region]:
    """Yield places inside a region, itself first, until so many bureaus must be among theirs."""
    number = 0
    for place in (region, *gazetteer().below(region)):
        if number >= most:
            return
        if own_counts[place.pk]:
            number += own_counts[place.pk]
            yield place


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
            listed=path_ids(listed_paths()),
            **kwargs,
        )


class RegionDetailView(DetailView):
    """One region: 200 at its slug, 301 from what else leads to it, 410 once it has ended."""

    queryset = Region.objects.with_parents()
    template_name = "bureaus/region_detail.html"
    context_object_name = "region"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            region = self.object = self.get_object()
        except Http404:
            value = kwargs["slug"]
            found = gazetteer().called(value)
            if not found:
                raise
            if len(found) == 1:
                return redirect(found[0], permanent=True)
            query = {"lang": get_language()}
            return redirect(reverse("region-permalink", args=[value], query=query))
        if region.is_ended:
            return ended_region(request, region)
        return self.render_to_response(self.get_context_data(object=region))

    def get_object(self, queryset: QuerySet | None = None) -> Region:
        return gazetteer().at(self.kwargs["slug"]) or super().get_object(queryset)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        region: Region = self.object
        places = gazetteer()
        covered = covering(Bureau.objects.published().within(region))
        counts = covered.total_by_region
        return super().get_context_data(
            neighbours=places.neighbours(region),
            bureaus=bureaus_inside(region, covered.own, BUREAUS_ON_REGION_PAGE),
            ways=other_ways(region),
            is_listed=bool(covered.total) or region.pk in path_ids(listed_paths()),
            total=covered.total,
            with_phone=covered.with_phone,
            places=[(place, counts[place.pk]) for place in places.inside(region.pk)],
            aliases=[alias for alias in places.aliases(region) if alias.is_printed],
            overlaps=places.reached_by(region),
            **kwargs,
        )


def ended_region(request: HttpRequest, region: Region) -> HttpResponse:
    """Say what became of a region that has ended, and lead to those that took it over."""
    successors = Region.objects.successors_of([region])[region.pk]
    context = {"region": region, "successors": successors}
    return render(request, "bureaus/region_ended.html", context, status=410)
