"""The pages for requests that cannot be answered."""

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from bureaus.api.handling import problem
from bureaus.search.spelling import similar_regions

API = "/api/"


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    if request.path.startswith(API):
        return problem(400)
    return HttpResponse(render_to_string("400.html"), status=400)


def forged(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer 403 to a form that was not filled in on our own page, or without its cookie."""
    return HttpResponse(render_to_string("403_csrf.html"), status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    if request.path.startswith(API):
        return problem(404, "There is nothing at this address.")
    try:
        near = similar_regions(request.path.strip("/").rpartition("/")[2].replace("-", " "))
    except (OperationalError, InterfaceError):
        return service_unavailable(request)
    return render(request, "404.html", {"near": near}, status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer 500 without touching the database, which may be broken."""
    if request.path.startswith(API):
        return problem(500)
    return HttpResponse(render_to_string("500.html"), status=500)


def service_unavailable(request: HttpRequest) -> HttpResponse:
    headers = {"Retry-After": "30"}
    if request.path.startswith(API):
        return problem(503, "The database cannot be reached.", headers=headers)
    return HttpResponse(render_to_string("503.html"), status=503, headers=headers)
