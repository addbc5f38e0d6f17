"""One box for everything: places, bureaus, industries, priorities and documents."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from bureaus.search.spelling import similar_regions
from bureaus.search.tokens import MAX_LENGTH
from policies.search import results

MOST_SUGGESTED = 8
MOST_WORDS = 8


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Show what ``?q=`` finds by kind, or lead to the one thing that is called so."""
    text = _asked(request)
    groups = results.search(text) if text else []
    if exact := results.only_exact(groups):
        return redirect(exact)
    context: dict[str, Any] = {"text": text, "groups": groups}
    if text and not groups:
        context |= {
            "near": similar_regions(text),
            "without": _without_each_word(text),
            "contact_email": settings.CONTACT_EMAIL,
        }
    return render(request, "policies/search.html", context)


@require_safe
def suggest(request: HttpRequest) -> JsonResponse:
    """Answer ``?q=`` with up to eight things it may mean, as label, url and kind."""
    text = _asked(request)
    found = results.suggestions(text, MOST_SUGGESTED) if text else []
    body = [
        {"label": _label(row), "url": row.get_absolute_url(), "kind": str(kind.label)}
        for kind, row in found
    ]
    return JsonResponse({"items": body}, json_dumps_params={"ensure_ascii": False})


def _asked(request: HttpRequest) -> str:
    return " ".join(request.GET.get("q", "").split())[:MAX_LENGTH]


def _label(row: Any) -> str:
    """Name a row in the language of the page; a place with those that it lies in."""
    return getattr(row, "place", "") or str(row.name)


def _without_each_word(text: str) -> list[tuple[str, str]]:
    """Give (word, query string without it) for each word of a query that has several."""
    words = list(dict.fromkeys(text.split()))[:MOST_WORDS]
    if len(words) < 2:
        return []
    rests = [" ".join(other for other in text.split() if other != word) for word in words]
    return [(word, urlencode({"q": rest})) for word, rest in zip(words, rests, strict=True)]
