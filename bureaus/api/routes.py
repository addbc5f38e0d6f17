"""How every view of the API is mounted: one place for what all of them share."""

from collections.abc import Callable, Iterator
from functools import lru_cache, wraps
from typing import Any

from django.http import HttpRequest, HttpResponseBase, QueryDict
from django.urls import URLPattern, path
from django.utils import translation
from rest_framework.views import APIView

from bureaus.api.handling import Fault, problem
from bureaus.edition.http_cache import by_edition

Handler = Callable[..., HttpResponseBase]


def route(pattern: str, view: type[APIView], name: str, *, is_kept: bool = True) -> URLPattern:
    """Mount a view: English throughout, and an unknown parameter is refused, not passed over.

    A mistyped or empty filter that is passed over would widen the result without a word. What may
    be long and is hardly asked twice need not be kept.
    """
    keys = known_keys(view)
    handler = by_edition(view.as_view(), keys) if is_kept else view.as_view()
    return path(pattern, _strict(handler, keys), name=name)


def known_keys(view: type[Any]) -> frozenset[str]:
    """Collect the query parameters of a view: its own, those of its filters and of its pages."""
    keys = set(getattr(view, "query_keys", ()))
    if filterset := getattr(view, "filterset_class", None):
        keys |= set(filterset.base_filters)
    if hasattr(view, "list"):
        keys |= {"page", "page_size"}
    return frozenset(keys)


def _strict(handler: Handler, keys: frozenset[str]) -> Handler:
    @wraps(handler)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        with translation.override("en"):
            if faults := _faults(request.META.get("QUERY_STRING", ""), keys):
                known = ", ".join(sorted(keys)) or "none"
                detail = f"Some parameters are not right; known here are: {known}."
                return problem(400, detail, faults)
            return handler(request, *args, **kwargs)

    return answer


@lru_cache(maxsize=512)
def _faults(query: str, keys: frozenset[str]) -> tuple[Fault, ...]:
    """Judge the query of an address, which is asked for again and again, once."""
    # WSGI hands bytes over as if they were Latin-1 (PEP 3333)
    return tuple(_found_faults(QueryDict(query.encode("latin-1")), keys))


def _found_faults(parameters: QueryDict, keys: frozenset[str]) -> Iterator[Fault]:
    """Name unknown parameters, and known ones without a value, which may be a slip too."""
    for key, values in parameters.lists():
        if key not in keys:
            yield Fault(key[:80], values[0], "There is no such parameter.")
        elif not all(text.strip() for text in values):
            yield Fault(key, "", "It is empty; leave it out instead.")
