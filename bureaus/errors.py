"""The pages for requests that cannot be answered."""

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from bureaus.models import Region
from bureaus.spelling import similar_regions


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return HttpResponse(render_to_string("400.html"), status=400)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer 404 with the places whose names come nearest to the address."""
    try:
        near = near_matches(request.path)
    except (OperationalError, InterfaceError):
        return service_unavailable(request)
    return render(request, "404.html", {"near": near}, status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer 500 without touching the database or the request, either of which may be broken."""
    return HttpResponse(render_to_string("500.html"), status=500)


def service_unavailable(request: HttpRequest) -> HttpResponse:
    """Answer 503 while the database cannot be reached."""
    page = render_to_string("503.html")
    return HttpResponse(page, status=503, headers={"Retry-After": "30"})


def near_matches(path: str) -> list[Region]:
    """Find listed places whose name is like the last word of an address."""
    return similar_regions(path.strip("/").rpartition("/")[2].replace("-", " "))
