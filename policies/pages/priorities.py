"""The list of priorities, one priority, and how national ones are carried out."""

from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe
from django.views.generic import DetailView

from bureaus.lists.nearest import nearest_bureaus
from bureaus.lists.paging import BoundedPaginator, chosen, covering
from bureaus.lists.views import FacetedListView
from bureaus.search.gazetteer import attach_regions
from policies.lists.facets import PriorityFacets
from policies.lists.filters import PriorityFilter
from policies.lists.years import choose_year, years_of
from policies.models import Document, Priority

MOST_SORTED = 2000  # rows that are sorted faster than anything is left out


class PriorityPaginator(BoundedPaginator):
    """Pages of the priorities that were counted by ``facets``, in one of the list's own orders."""

    facets: PriorityFacets

    def rows_between(self, start: int, end: int) -> QuerySet[Priority]:
        rows: QuerySet[Priority] = self.object_list  # type: ignore[assignment]
        sort = self.facets.filterset.sort_in_use
        if sort == "date":
            if self.facets.total <= MOST_SORTED:
                return rows[start:end]
            # The newest so many documents that state any of the rows state at least as many rows.
            stating = Exists(rows.filter(document=OuterRef("pk")).order_by())
            newest = Document.objects.published().filter(stating).order_by("-date", "pk")
            of_newest = rows.filter(document__in=newest.values("pk")[:end])
            return chosen(rows, of_newest[start:end])
        skipped, wanted = covering(self.facets.counted[sort], start, end)
        of_year: dict[int, list[int]] = {}
        for year, region in wanted:
            of_year.setdefault(year, []).append(region)
        lies_there = (Q(year=year, region__in=regions) for year, regions in of_year.items())
        return rows.filter(reduce(or_, lies_there, Q(pk__in=[])))[start - skipped : end - skipped]


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
    queryset = (
        Priority.objects.published().with_document().prefetch_related("key_points__industries")
    )
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
        .prefetch_related("key_points__industries", Prefetch("answered_by", local))
        .order_by("document", "rank"),
    }
    return render(request, "policies/national.html", context)
