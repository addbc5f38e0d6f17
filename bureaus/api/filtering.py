"""The filters of the pages as parameters of the API."""

from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet
from django.utils.encoding import force_str
from django_filters import Filter
from rest_framework.filters import BaseFilterBackend
from rest_framework.request import Request

from bureaus.api.handling import BadParametersError
from bureaus.api.problems import Fault
from bureaus.lists.filters import PickFilter, PublicFilterSet

if TYPE_CHECKING:  # its module reads the settings that name this one
    from rest_framework.views import APIView


class PublicFilterBackend(BaseFilterBackend):
    """Narrow a list by ``filterset_class``; refuse what a page would name in a notice."""

    def filter_queryset(self, request: Request, queryset: QuerySet, view: "APIView") -> QuerySet:
        filterset_class = getattr(view, "filterset_class", None)
        if filterset_class is None:
            return queryset
        filterset = filterset_class(request.GET, queryset)
        if faults := unknown_values(filterset):
            raise BadParametersError(faults)
        return filterset.qs

    def get_schema_operation_parameters(self, view: "APIView") -> list[dict[str, Any]]:
        filterset_class = getattr(view, "filterset_class", None)
        filters = filterset_class.base_filters if filterset_class else {}
        return [_parameter(name, item) for name, item in filters.items()]


def unknown_values(filterset: PublicFilterSet) -> list[Fault]:
    """Name every value that the filters do not know."""
    return [
        Fault(name, text, f"“{text[:80]}” is not a known value of “{name}”.")
        for name in filterset.picks
        for text in filterset.picked(name).unknown
    ]


def _parameter(name: str, item: Filter) -> dict[str, Any]:
    """Describe one filter in OpenAPI: any number of values, which mean *or*."""
    choices = dict(item.extra.get("choices", ()))
    value: dict[str, Any] = {"type": "string", "minLength": 1}
    if choices:
        value["enum"] = list(choices)
    texts = [f"`{key}`: {force_str(label)}" for key, label in choices.items() if key != label]
    about = f"{force_str(item.label)}. " + ("; ".join(texts) + "." if texts else "")
    if isinstance(item, PickFilter):
        about += " An unknown value is answered with 400."
    return {
        "name": name,
        "in": "query",
        "required": False,
        "description": " ".join(about.split()),
        "schema": {"type": "array", "items": value},
        "explode": True,
        "style": "form",
    } | _examples(name)


EXAMPLES = {
    "region": ("sihui", "A region by its slug, or by any current or former name or code"),
    "q": ("会展中心", "Words in any script"),
    "year": ("2024", "Four digits"),
    "industry": ("auto-parts", "The slug of an industry"),
}


def _examples(name: str) -> dict[str, Any]:
    if name not in EXAMPLES:
        return {}
    value, summary = EXAMPLES[name]
    return {"examples": {name: {"summary": summary, "value": [value]}}}
