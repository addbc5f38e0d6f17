"""“Has this moved?” for people: a page to paste addresses into, and all redirects as a file."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from bureaus.files.downloads import csv_response
from bureaus.pages.redirects import HEAD, redirects
from bureaus.sharing import moved

MOST_BYTES = 1024 * 1024


@csrf_exempt  # it changes nothing and knows nobody, so there is nothing to forge, and no cookie
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest) -> HttpResponseBase:
    """Tell what became of the addresses that were pasted, one a line, as a page or as CSV."""
    if request.method != "POST":
        return render(request, "bureaus/links.html", {"most": moved.MOST_ADDRESSES})
    length = request.META.get("CONTENT_LENGTH") or "0"
    if length.isascii() and length.isdigit() and int(length) > MOST_BYTES:
        notice = _("That is too much at once.")
        return _refused(request, notice, HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    lines = [line.strip() for line in request.POST.get("urls", "").splitlines()]
    addresses = [line for line in lines if line]
    if len(addresses) > moved.MOST_ADDRESSES:
        notice = _("Please give at most %(most)s addresses at once; these are %(number)s.")
        values = {"most": moved.MOST_ADDRESSES, "number": len(addresses)}
        return _refused(request, notice % values, HTTPStatus.BAD_REQUEST)
    found = moved.check(addresses, request.get_host())
    site = f"{request.scheme}://{request.get_host()}"
    if request.POST.get("format") == "csv":
        return csv_response(request, HEAD, moved.written(found, site), "redirects")
    context = {"most": moved.MOST_ADDRESSES, "given": "\n".join(addresses), "found": found}
    return render(request, "bureaus/links.html", context)


def _refused(request: HttpRequest, notice: str, status: int) -> HttpResponse:
    context = {"most": moved.MOST_ADDRESSES, "notices": [notice]}
    return render(request, "bureaus/links.html", context, status=status)


@require_safe
def all_redirects(request: HttpRequest) -> HttpResponseBase:
    """Give every address of a page that leads elsewhere today: old, new and status, as CSV."""
    site = f"{request.scheme}://{request.get_host()}"
    lines = [
        (f"{site}{old}", f"{site}{new}" if new else "", status) for old, new, status in redirects()
    ]
    return csv_response(request, HEAD, lines, "redirects")
