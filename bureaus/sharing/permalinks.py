"""Addresses without a language: they lead to the page in the visitor's language.

``?lang=`` decides, else ``Accept-Language``, else English.
"""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from bureaus.models import Bureau, Region
from bureaus.search.gazetteer import gazetteer
from bureaus.values.localized import site_language


@require_safe
def root(request: HttpRequest) -> HttpResponseBase:
    return _redirect(request, "bureaus:home")


@require_safe
def bureau_permalink(request: HttpRequest, ref: str) -> HttpResponseBase:
    bureaus = Bureau.objects.public().select_related("region")
    return _redirect(request, get_object_or_404(bureaus, ref=ref))


@require_safe
def bureau_permalink_by_name(request: HttpRequest, value: str) -> HttpResponseBase:
    found = Bureau.objects.public().select_related("region").called(value)
    if not found:
        raise Http404
    if len(found) == 1:
        return _redirect(request, found[0])
    with translation.override(_language(request)):
        return _varying(redirect(reverse("bureaus:list", query={"q": value, "closed": "yes"})))


@require_safe
def region_permalink(request: HttpRequest, value: str) -> HttpResponseBase:
    """Lead to the region of this current or former code or slug; offer each one of a split."""
    found = gazetteer().called(value)
    if not found:
        raise Http404
    if len(found) == 1:
        return _redirect(request, found[0])
    with translation.override(_language(request)):
        context = {"value": value, "regions": found}
        return _varying(render(request, "bureaus/region_choice.html", context, status=300))


def _redirect(request: HttpRequest, to: str | Bureau | Region) -> HttpResponseBase:
    with translation.override(_language(request)):
        return _varying(redirect(to))


def _language(request: HttpRequest) -> str:
    return site_language(request.GET.get("lang", "")) or translation.get_language()


def redirect_to_permalink(request: HttpRequest, view: str, key: str) -> HttpResponse:
    """Lead to another permanent address with the same parameters, for good."""
    return redirect(reverse(view, args=[key], query=request.GET), permanent=True)


def _varying(response: HttpResponse) -> HttpResponse:
    patch_vary_headers(response, ["Accept-Language"])
    return response
