"""The list of bureaus, the page of one, its card to print and its address to show a driver."""

from collections.abc import Iterable
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Prefetch, prefetch_related_objects
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe
from django.views.generic import DetailView

from bureaus.lists.bureau_filters import BureauFilter
from bureaus.lists.facets import BureauFacets
from bureaus.lists.ladder import other_ways
from bureaus.lists.paging import phone_first
from bureaus.lists.views import FacetedListView
from bureaus.models import Bureau
from bureaus.search.gazetteer import attach_regions, gazetteer
from bureaus.upkeep.lifecycle import what_became_of
from bureaus.values.localized import in_every_language

MOST_INSIDE = 24


class BureauListView(FacetedListView):
    queryset = Bureau.objects.public().with_public_columns()
    filterset_class = BureauFilter
    facets_class = BureauFacets
    template_name = "bureaus/bureau_list.html"
    paginate_by = 25

    def paginate_queryset(self, queryset: Any, page_size: int) -> tuple[Paginator, Page, Any, bool]:
        counted = (
            None if "has" in self.filterset.parameters else self.facets.numbers["has"]["phone"]
        )
        return super().paginate_queryset(phone_first(queryset, counted), page_size)

    def complete(self, rows: Iterable[Bureau]) -> list[Bureau]:
        bureaus = attach_regions(rows)
        if "yes" in self.filterset.picked("closed").found:
            prefetch_related_objects(bureaus, Prefetch("successors", Bureau.objects.public()))
        return bureaus


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
        if request.path != bureau.get_absolute_url():
            return redirect(bureau, permanent=True)
        self.object = bureau
        return self.render_to_response(self.get_context_data())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        bureau: Bureau = self.object
        prefetch_related_objects([bureau], "contact_points", "aliases")
        return super().get_context_data(
            check=bureau.checked_on and bureau.last_good_check,
            inside=gazetteer().inside(bureau.region_id)[:MOST_INSIDE],
            ways=other_ways(bureau.region, bureau),
            **kwargs,
        )


@require_safe
def bureau_by_name(request: HttpRequest, value: str) -> HttpResponse:
    """Lead from a former name or slug without a reference, by way of the permanent address."""
    if not Bureau.objects.public().called(value):
        raise Http404
    return redirect(reverse("bureau-called", args=[value], query={"lang": get_language()}))


def closed_bureau(request: HttpRequest, bureau: Bureau) -> HttpResponse:
    """Say what became of a closed bureau and whom to turn to; a duplicate just leads on."""
    fate = what_became_of(bureau)
    if fate.original:
        return redirect(fate.original, permanent=True)
    context = {"bureau": bureau, "successors": fate.successors}
    return render(request, "bureaus/bureau_closed.html", context, status=410)


@require_safe
def card(request: HttpRequest, slug: str, ref: str) -> HttpResponse:
    return _card_page(request, slug, ref, "card")


@require_safe
def taxi(request: HttpRequest, slug: str, ref: str) -> HttpResponse:
    return _card_page(request, slug, ref, "taxi")


def _card_page(request: HttpRequest, slug: str, ref: str, card: str) -> HttpResponse:
    """Show an open bureau at its right address: 301 from a former one, 410 once it is closed."""
    bureau = get_object_or_404(Bureau.objects.public().with_region(), ref=ref)
    if bureau.is_closed:
        return closed_bureau(request, bureau)
    if slug != bureau.slug:
        return redirect(f"bureaus:{card}", slug=bureau.slug, ref=ref, permanent=True)
    if card == "taxi" and not bureau.chinese_address:
        raise Http404
    names = in_every_language(bureau, "name")
    chinese_name = next((text for text in names if text.lang != "en"), "")
    context = {"bureau": bureau, "chinese_name": chinese_name}
    return render(request, f"cards/{card}.html", context)
