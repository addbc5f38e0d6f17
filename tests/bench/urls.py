"""The project's addresses, the empty view that every page is compared with, and one to forget."""

from django.conf.urls.i18n import i18n_patterns
from django.http import HttpRequest, HttpResponse
from django.urls import path

from config import urls
from tests.bench import EMPTY, FORGET
from tests.bench.states import forget_pages

handler400, handler404, handler500 = urls.handler400, urls.handler404, urls.handler500


def empty(request: HttpRequest) -> HttpResponse:
    return HttpResponse("Nothing here.")


def forget(request: HttpRequest) -> HttpResponse:
    forget_pages()
    return HttpResponse("Forgotten.")


urlpatterns = [
    *i18n_patterns(
        path(EMPTY.removeprefix("/en/"), empty),
        path(FORGET.removeprefix("/en/"), forget),
    ),
    *urls.urlpatterns,
]
