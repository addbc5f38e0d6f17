"""The public pages."""

from collections import Counter
from typing import Any

from django.conf import settings
from django.core.paginator import InvalidPage, Page, Paginator
from django.db.models import Prefetch, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from django.views.generic import DetailView
from django_filters.views import FilterView

from bureaus import edition
from bureaus.counts import coverage
from bureaus.facets import BureauFacets, Facets, chips
from bureaus.filters import LETTERS, BureauFilter, RegionFilter
from bureaus.gazetteer import attach_regions
from bureaus.lifecycle import standing_successors
from bureaus.models import Bureau, Region

BUREAUS_ON_REGION_PAGE = 40


def provinces_with_counts(counts: Counter[int]) -> list[tuple[Region, int]]:
    """List the province-level regions A to Z, each with its count."""
    provinces = Region.objects.filter(level=Region.Level.PROVINCE).order_by("slug")
    return [(province, counts[province.pk]) for province in provinces]


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
        "closed": Bureau.objects.recently_closed()[:3],
        "check_months": settings.CHECK_VALID_MONTHS,
    }
    return render(request, "bureaus/home.html", context)


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    covered = coverage()
    context = {
        "total": covered.total,
        "checked": covered.checked,
        "regions": Region.objects.count(),
        "years": Bureau.objects.published().per_source_year(),
        "check_months": settings.CHECK_VALID_MONTHS,
    }
    return render(request, "bureaus/about.html", context)


class BoundedPaginator(Paginator):
    """Pages up to a depth that a database can still skip to quickly; ``count`` counts all rows."""

    deepest_row = 10_000

    @cached_property
    def num_pages(self) -> int:
        return min(super().num_pages, self.deepest_row // self.per_page)

    @property
    def is_cut(self) -> bool:
        return self.count > self.num_pages * self.per_page


class ListView(FilterView):
    """A filterable list whose odd page numbers lead to the nearest page, with a notice."""

    paginator_class = BoundedPaginator

    def paginate_queryset(
        self, queryset: QuerySet, page_size: int
    ) -> tuple[Paginator, Page, Any, bool]:
        paginator = self.get_paginator(queryset, page_size)
        page = paginator.get_page(self.request.GET.get("page"))
        page.object_list = self.complete(page.object_list)
        return paginator, page, page.object_list, page.has_other_pages()

    def complete(self, rows: Any) -> Any:
        """Give the rows of a page what their lines show; the default needs nothing more."""
        return rows

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        page = context["page_obj"]
        context["chips"] = chips(self.filterset)
        context["notices"] = [*self.filterset.notices, *self._page_notices(page)]
        context["page_numbers"] = page.paginator.get_elided_page_range(page.number, on_ends=1)
        return context

    def _page_notices(self, page: Page) -> list[str]:
        paginator: Any = page.paginator
        notices = []
        asked = self.request.GET.get("page", "")
        try:
            paginator.validate_number(asked or 1)
        except InvalidPage:
            notices = [
                _("There is no page “%(asked)s”; this is page %(number)s of %(last)s.")
                % {"asked": asked[:20], "number": page.number, "last": paginator.num_pages}
            ]
        if paginator.is_cut and page.number == paginator.num_pages:
            notices.append(
                _("The list goes on, but not page by page: filter it or search in it to see more.")
            )
        return notices


class FacetedListView(ListView):
    """A list with counts beside the values of its filters, which has a ``region`` filter."""

    facets_class: type[Facets]

    def get_paginator(self, *args: Any, **kwargs: Any) -> Paginator:
        """Spare the paginator a query: the facets have counted the rows already."""
        paginator = super().get_paginator(*args, **kwargs)
        paginator.count = self.facets.total
        return paginator

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        self.facets = self.facets_class(self.filterset)
        regions = self.filterset.regions
        return super().get_context_data(
            facets=self.facets, region=regions[0] if len(regions) == 1 else None, **kwargs
        )


class BureauListView(FacetedListView):
    queryset = Bureau.objects.public().prefetch_related(
        Prefetch("successors", Bureau.objects.public())
    )
    filterset_class = BureauFilter
    facets_class = BureauFacets
    template_name = "bureaus/bureau_list.html"
    paginate_by = 25

    def complete(self, rows: QuerySet[Bureau]) -> list[Bureau]:
        return attach_regions(rows)


class RegionListView(ListView):
    filterset_class = RegionFilter
    template_name = "bureaus/region_list.html"
    paginate_by = 100

    def get_queryset(self) -> QuerySet[Region]:
        """List what can be browsed; a search may find any region, as each has a page."""
        if self.request.GET.get("q", "").strip():
            return Region.objects.with_parents().order_by("slug")
        return Region.objects.listed().below_provinces().with_parents().order_by("slug")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            provinces=provinces_with_counts(coverage().total_by_region),
            letters=letters(),
            **kwargs,
        )


class RegionDetailView(DetailView):
    """One region: 200 at its slug, 301 from any other name, code or slug that leads to it."""

    queryset = Region.objects.with_parents().prefetch_related("aliases")
    template_name = "bureaus/region_detail.html"
    context_object_name = "region"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return super().get(request, *args, **kwargs)
        except Http404:
            return _renamed_region(kwargs["slug"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        region: Region = self.object
        counts = coverage().total_by_region
        bureaus = list(Bureau.objects.published().concerning(region, BUREAUS_ON_REGION_PAGE))
        return super().get_context_data(
            bureaus=[bureau for bureau in bureaus if region.is_above(bureau.region)],
            total=counts[region.pk],
            around=[bureau for bureau in bureaus if not region.is_above(bureau.region)],
            places=[(place, counts[place.pk]) for place in region.children.order_by("slug")],
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

    queryset = Bureau.objects.public().with_region().prefetch_related("contact_points", "aliases")
    slug_field = slug_url_kwarg = "ref"
    template_name = "bureaus/bureau_detail.html"
    context_object_name = "bureau"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        bureau: Bureau = self.get_object()
        if bureau.is_closed:
            return closed_bureau(request, bureau)
        if kwargs["slug"] != bureau.slug:
            return redirect(bureau, permanent=True)
        self.object = bureau
        return self.render_to_response(self.get_context_data())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        bureau: Bureau = self.object
        others = Bureau.objects.published().with_region().exclude(pk=bureau.pk)
        around = bureau.region.above[0] if bureau.region.parent_id else bureau.region
        return super().get_context_data(
            check=bureau.last_good_check,
            nearby=others.within(around).by_place()[:6],
            **kwargs,
        )


def closed_bureau(request: HttpRequest, bureau: Bureau) -> HttpResponse:
    """Say what became of a closed bureau and whom to turn to; a duplicate just leads on."""
    successors = standing_successors(bureau)
    if bureau.closure == Bureau.Closure.DUPLICATE and len(successors) == 1:
        return redirect(successors[0], permanent=True)
    context = {"bureau": bureau, "successors": successors}
    return render(request, "bureaus/bureau_closed.html", context, status=410)
