"""Lists of the API: numbered pages with totals and a ``Link`` header, filtered as the pages are."""

from typing import TYPE_CHECKING, Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.utils.encoding import force_str
from django_filters import Filter
from rest_framework.exceptions import NotFound
from rest_framework.filters import BaseFilterBackend
from rest_framework.pagination import PageNumberPagination
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.urls import replace_query_param

from bureaus.api.handling import BadParametersError, Fault, whole_number_parameter
from bureaus.lists.filters import PickFilter
from bureaus.values.licence import LICENCE_URL

if TYPE_CHECKING:  # its module reads the settings that name this one
    from rest_framework.views import APIView


LAST_PAGE = 10**9 - 1
EXAMPLES = {
    "region": ("sihui", "A region by its slug, or by any current or former name or code"),
    "q": ("会展中心", "Words in any script"),
    "year": ("2024", "Four digits"),
    "industry": ("auto-parts", "The slug of an industry"),
}


class NumberedPages(PageNumberPagination):
    """``?page=`` from 1 and ``?page_size=`` from 1 to ``max_page_size``.

    What is not such a number is answered with 400, a page after the last one with 404.
    """

    page_size = 50
    max_page_size = 200
    page_size_query_param = "page_size"
    page_query_description = "Number of the page, from 1"

    def get_page_size(self, request: Request) -> int:
        return whole_number_parameter(request, "page_size", self.page_size, 1, self.max_page_size)

    def get_page_number(self, request: Request, paginator: Paginator) -> int:
        number = whole_number_parameter(request, "page", 1, 1, LAST_PAGE)
        if number > paginator.num_pages:
            raise NotFound(f"There is no page {number}; the last one is {paginator.num_pages}.")
        return number

    def get_paginated_response(self, data: Any) -> Response:
        links = self._links()
        header = ", ".join(f'<{url}>; rel="{rel}"' for rel, url in links.items())
        body = {
            "count": self.page.paginator.count,
            "page": self.page.number,
            "pages": self.page.paginator.num_pages,
            "next": links.get("next"),
            "previous": links.get("prev"),
            "licence": LICENCE_URL,
            "results": data,
        }
        return Response(body, headers={"Link": header})

    def _links(self) -> dict[str, str]:
        last = self.page.paginator.num_pages
        numbers = {"first": 1, "last": last}
        if self.page.has_previous():
            numbers["prev"] = self.page.number - 1
        if self.page.has_next():
            numbers["next"] = self.page.number + 1
        here = self.request.build_absolute_uri()
        found = {rel: replace_query_param(here, "page", number) for rel, number in numbers.items()}
        return found | {"license": LICENCE_URL}

    def get_schema_operation_parameters(self, view: "APIView") -> list[dict[str, Any]]:
        page, size = super().get_schema_operation_parameters(view)
        size["description"] = f"Rows of a page, at most {self.max_page_size}"
        page["schema"] |= {"minimum": 1, "maximum": LAST_PAGE, "default": 1}
        size["schema"] |= {"minimum": 1, "maximum": self.max_page_size, "default": self.page_size}
        return [page, size]

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        link = {"type": ["string", "null"], "format": "uri"}
        properties = {
            "count": {"type": "integer", "description": "Rows on all pages"},
            "page": {"type": "integer"},
            "pages": {"type": "integer"},
            "next": link,
            "previous": link,
            "licence": {"type": "string", "format": "uri"},
            "results": schema,
        }
        return {"type": "object", "required": list(properties), "properties": properties}


class PublicFilterBackend(BaseFilterBackend):
    """Narrow a list by ``filterset_class``; refuse what a page would name in a notice."""

    def filter_queryset(self, request: Request, queryset: QuerySet, view: "APIView") -> QuerySet:
        filterset_class = getattr(view, "filterset_class", None)
        if filterset_class is None:
            return queryset
        filterset = filterset_class(request.GET, queryset)
        faults = [
            Fault(name, text, f"“{text[:80]}” is not a known value of “{name}”.")
            for name in filterset.picks
            for text in filterset.picked(name).unknown
        ]
        if faults:
            raise BadParametersError(faults)
        return filterset.qs

    def get_schema_operation_parameters(self, view: "APIView") -> list[dict[str, Any]]:
        filterset_class = getattr(view, "filterset_class", None)
        filters = filterset_class.base_filters if filterset_class else {}
        return [_filter_parameter(name, item) for name, item in filters.items()]


def _filter_parameter(name: str, item: Filter) -> dict[str, Any]:
    choices = dict(item.extra.get("choices", ()))
    value: dict[str, Any] = {"type": "string", "minLength": 1}
    if choices:
        value["enum"] = list(choices)
    texts = [f"`{key}`: {force_str(label)}" for key, label in choices.items() if key != label]
    about = f"{force_str(item.label)}. " + ("; ".join(texts) + "." if texts else "")
    if isinstance(item, PickFilter):
        about += " An unknown value is answered with 400."
    described = {
        "name": name,
        "in": "query",
        "required": False,
        "description": " ".join(about.split()),
        "schema": {"type": "array", "items": value},
        "explode": True,
        "style": "form",
    }
    if name in EXAMPLES:
        example, summary = EXAMPLES[name]
        described["examples"] = {name: {"summary": summary, "value": [example]}}
    return described
