"""The project's addresses, and the empty view that every page is compared with."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from config import urls
from tests.bench.states import forget_pages

handler400, handler404, handler500 = urls.handler400, urls.handler404, urls.handler500

EMPTY = "/bench/empty/"
FORGET = "/bench/forget/"


def empty(request: HttpRequest) -> HttpResponse:
    return HttpResponse("Nothing here.")


def forget(request: HttpRequest) -> HttpResponse:
    forget_pages()
    return HttpResponse("Forgotten.")


urlpatterns = [
    path(EMPTY.removeprefix("/"), empty),
    path(FORGET.removeprefix("/"), forget),
    *urls.urlpatterns,
]
