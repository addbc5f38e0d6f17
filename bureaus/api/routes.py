"""How every view of the API is mounted: one place for what all of them share."""

from functools import lru_cache, wraps
from typing import Any

from django.http import HttpRequest, HttpResponseBase, QueryDict
from django.urls import URLPattern, path
from django.utils import translation
from rest_framework.generics import ListAPIView
from rest_framework.views import APIView

from bureaus.api.handling import Fault, problem
from bureaus.edition.http_cache import by_edition


def route(pattern: str, view: type[APIView], name: str, *, is_kept: bool = True) -> URLPattern:
    """Mount a view: English throughout, and an unknown parameter is refused, not passed over.

    A mistyped or empty filter that is passed over would widen the result without a word. What may
    be long and is hardly asked twice need not be kept.
    """
    own_keys = getattr(view, "query_keys", ())
    filterset = getattr(view, "filterset_class", None)
    filter_keys = filterset.base_filters if filterset else ()
    page_keys = ("page", "page_size") if issubclass(view, ListAPIView) else ()
    keys = frozenset([*own_keys, *filter_keys, *page_keys])
    handler = by_edition(view.as_view(), keys) if is_kept else view.as_view()

    @wraps(handler)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        with translation.override("en"):
            if faults := _faults(request.META.get("QUERY_STRING", ""), keys):
                known = ", ".join(sorted(keys)) or "none"
                detail = f"Some parameters are not right; known here are: {known}."
                return problem(400, detail, faults)
            return handler(request, *args, **kwargs)

    return path(pattern, answer, name=name)


@lru_cache(maxsize=512)  # the same addresses are asked for again and again
def _faults(query: str, keys: frozenset[str]) -> tuple[Fault, ...]:
    """Name unknown parameters, and known ones without a value, which may be a slip too."""
    faults = []
    # WSGI hands bytes over as if they were Latin-1 (PEP 3333)
    for key, values in QueryDict(query.encode("latin-1")).lists():
        if key not in keys:
            faults.append(Fault(key[:80], values[0], "There is no such parameter."))
        elif not all(text.strip() for text in values):
            faults.append(Fault(key, "", "It is empty; leave it out instead."))
    return tuple(faults)
