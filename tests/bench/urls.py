"""The project's addresses, the empty view that every page is compared with, and one of memory.

The two stand first, so that finding them costs nothing.
"""

import resource

from django.conf.urls.i18n import i18n_patterns
from django.http import HttpRequest, HttpResponse
from django.urls import path

from config import urls

handler400, handler404, handler500 = urls.handler400, urls.handler404, urls.handler500


def empty(request: HttpRequest) -> HttpResponse:
    return HttpResponse("Nothing here.")


def peak_memory(request: HttpRequest) -> HttpResponse:
    """Give the most memory in MB that this process has had so far."""
    return HttpResponse(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000)


urlpatterns = [
    *i18n_patterns(path("bench/empty/", empty), path("bench/memory/", peak_memory)),
    *urls.urlpatterns,
]
