"""The list of priorities, one priority, and how national ones are carried out."""

from typing import Any

from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe
from django.views.generic import DetailView

from bureaus.lists.nearest import nearest_bureaus
from bureaus.lists.views import FacetedListView
from bureaus.search.gazetteer import attach_regions
from policies.lists.facets import PriorityFacets
from policies.lists.filters import PriorityFilter
from policies.lists.years import choose_year, years_of
from policies.models import Industry, KeyPoint, Priority
from policies.pages.leading import PriorityPaginator

INDUSTRIES: Any = Prefetch("industries", Industry.objects.order_by("position"))
KEY_POINTS = Prefetch("key_points", KeyPoint.objects.prefetch_related(INDUSTRIES))


class PriorityListView(FacetedListView):
    queryset = Priority.objects.published().with_document()
    filterset_class = PriorityFilter
    facets_class = PriorityFacets
    paginator_class = PriorityPaginator
    template_name = "policies/priority_list.html"
    paginate_by = 25

    def complete(self, rows: QuerySet[Priority]) -> list[Priority]:
        return attach_regions(rows)


class PriorityDetailView(DetailView):
    queryset = Priority.objects.published().with_document().prefetch_related(KEY_POINTS)
    template_name = "policies/priority_detail.html"
    context_object_name = "priority"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        priority: Priority = self.object
        published = Priority.objects.published().with_document()
        attach_regions([priority])
        return super().get_context_data(
            national=attach_regions(published.filter(answered_by=priority)[:1]),
            answered_by=attach_regions(published.filter(answers=priority).in_order()[:50]),
            nearest=nearest_bureaus([priority.region])[priority.region_id],
            **kwargs,
        )


@require_safe
def national(request: HttpRequest) -> HttpResponse:
    """Show each national priority of a year with the local ones that carry it out."""
    themes = Priority.objects.published().national()
    choice = choose_year(request, years_of(themes))
    local = Priority.objects.published().with_details().in_order()
    context = {
        "choice": choice,
        "themes": themes.for_year(choice.year)
        .with_details()
        .prefetch_related(KEY_POINTS, Prefetch("answered_by", local))
        .order_by("document", "rank"),
    }
    return render(request, "policies/national.html", context)
