"""The project's addresses and the empty view that every page is compared with.

The latter stands first, so that finding it costs nothing.
"""

from django.conf.urls.i18n import i18n_patterns
from django.http import HttpRequest, HttpResponse
from django.urls import path

from config import urls

handler400, handler404, handler500 = urls.handler400, urls.handler404, urls.handler500


def empty(request: HttpRequest) -> HttpResponse:
    return HttpResponse("Nothing here.")


urlpatterns = [*i18n_patterns(path("bench/empty/", empty)), *urls.urlpatterns]
