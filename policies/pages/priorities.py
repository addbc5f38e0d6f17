"""The list of priorities, one priority, and what is in line with national ones."""

from typing import Any

from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe
from django.views.generic import DetailView

from bureaus.lists.nearest import nearest_bureaus
from bureaus.lists.paging import BoundedPaginator
from bureaus.lists.views import FacetedListView
from bureaus.search.gazetteer import attach_regions
from policies.lists.facets import PriorityFacets
from policies.lists.filters import PriorityFilter
from policies.lists.years import choose_year, years_of
from policies.models import Document, Priority


class PriorityPaginator(BoundedPaginator):
    """Pages that are looked for only in the years that they lie in, or from the newest document on.

    To sort all of 300,000 rows takes SQLite 200 ms; those of one year, 10.
    """

    facets: PriorityFacets

    def rows_between(self, start: int, end: int) -> list[Priority]:
        """Find them by their keys: sorting would carry whole rows along."""
        pks = self._pks_between(start, end)
        rows = self.facets.filterset.queryset.in_bulk(pks)
        return [rows[pk] for pk in pks if pk in rows]

    def _pks_between(self, start: int, end: int) -> list[int]:
        listed: QuerySet[Priority] = self.object_list  # type: ignore[assignment]
        rows = listed.values_list("pk", flat=True)
        filterset = self.facets.filterset
        if filterset.sort_in_use == "date":
            return list(rows.filter(document__status=Document.Status.PUBLISHED)[start:end])
        picked, numbers = filterset.picked("year").found, self.facets.numbers["year"]
        before, skipped, wanted = 0, 0, []
        for year in sorted(numbers, reverse=filterset.sort_in_use == "place"):
            number = numbers[year] if year in (picked or numbers) else 0
            if before + number <= start:
                skipped += number
            elif before < end:
                wanted.append(year)
            before += number
        return list(rows.filter(year__in=wanted)[start - skipped : end - skipped])


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
        Priority.objects.published()
        .with_document()
        .prefetch_related("key_points__industries", "evidence")
    )
    template_name = "policies/priority_detail.html"
    context_object_name = "priority"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        priority: Priority = self.object
        published = Priority.objects.published().with_document()
        attach_regions([priority])
        if priority.region.parent_id:
            wider, local = published.filter(answered_by=priority)[:1], published.none()
        else:
            wider, local = published.none(), published.filter(answers=priority).in_order()[:50]
        return super().get_context_data(
            national=attach_regions(wider),
            answered_by=attach_regions(local),
            nearest=nearest_bureaus([priority.region])[priority.region_id],
            **kwargs,
        )


@require_safe
def national(request: HttpRequest) -> HttpResponse:
    """Show each national priority of a year with the local ones in line with it."""
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
