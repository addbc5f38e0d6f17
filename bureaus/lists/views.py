"""Pages of a list with filters, the counts beside their values, and chips to drop one."""

from contextlib import nullcontext
from typing import Any, NamedTuple

from django.core.paginator import InvalidPage, Page, Paginator
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django_filters.views import FilterView

from bureaus.lists.facets import Facets, label_of
from bureaus.lists.fields import with_present_names
from bureaus.lists.filters import PublicFilterSet
from bureaus.lists.paging import BoundedPaginator
from bureaus.search.query import index_first


class FacetedListView(FilterView):
    """A list under filters; odd page numbers lead to the nearest page, with a notice."""

    facets_class: type[Facets]
    paginator_class = BoundedPaginator

    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> HttpResponse:
        """Lead a link that names a region as it was once called to the same list, for good."""
        asked = self.request.GET
        found = self.filterset.picked("region").found if "region" in asked else {}
        renamed = with_present_names(asked, found)
        if renamed is not None:
            return redirect(f"{self.request.path}?{renamed.urlencode()}", permanent=True)
        return super().render_to_response(context, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        regions = self.filterset.regions
        region = regions[0] if len(regions) == 1 else None
        is_search = "q" in self.filterset.parameters
        with index_first(self.filterset.queryset.db) if is_search else nullcontext():
            self.facets = self.facets_class(self.filterset)
            context = super().get_context_data(facets=self.facets, region=region, **kwargs)
        page = context["page_obj"]
        context["chips"] = chips(self.filterset)
        context["notices"] = [*self.filterset.notices, *self._page_notices(page)]
        context["page_numbers"] = page.paginator.get_elided_page_range(page.number, on_ends=1)
        return context

    def paginate_queryset(self, queryset: Any, page_size: int) -> tuple[Paginator, Page, Any, bool]:
        paginator = self.get_paginator(queryset, page_size)
        page = paginator.get_page(self.request.GET.get("page"))
        page.object_list = self.complete(page.object_list)
        return paginator, page, page.object_list, page.has_other_pages()

    def get_paginator(self, *args: Any, **kwargs: Any) -> Paginator:
        """Spare the paginator a query: the facets have counted the rows already."""
        paginator: Any = super().get_paginator(*args, **kwargs)
        paginator.facets, paginator.count = self.facets, self.facets.total
        return paginator

    def complete(self, rows: Any) -> Any:
        """Give the rows of a page what their lines show; the default needs nothing more."""
        return rows

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


class Chip(NamedTuple):
    """A filter that is on: what it is, and the query string without it."""

    label: Any
    without: str


def chips(filterset: PublicFilterSet) -> list[Chip]:
    """List the filters that are on, each with the address that drops just it."""
    found = [("q", text, f"“{text[:80]}”") for text in filterset.parameters.getlist("q")]
    for name in filterset.picks:
        if name not in filterset.not_filters:
            picked = filterset.picked(name)
            label = filterset.filters[name].label
            for text, meaning in picked.found.items():
                found.append((name, text, _chip_label(label, name, meaning)))
            for text in picked.unknown[:5]:
                found.append((name, text, f"“{text[:80]}”"))
    return [Chip(label, _without_value(filterset, name, text)) for name, text, label in found]


def _chip_label(filter_label: Any, name: str, meaning: Any) -> Any:
    if name == "region":
        return label_of(meaning)
    if name in {"industry", "ref"}:
        return meaning.name
    return f"{filter_label}: {meaning}" if name == "letter" else meaning


def _without_value(filterset: PublicFilterSet, name: str, text: str) -> str:
    rest = filterset.parameters.copy()
    rest.setlist(name, [value for value in rest.getlist(name) if value != text])
    return f"?{rest.urlencode()}"
