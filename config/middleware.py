"""What every request passes before and after the views."""

from collections.abc import Awaitable, Callable
from contextlib import suppress

from corsheaders.middleware import CorsMiddleware
from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, InterfaceError, OperationalError, connections
from django.db.migrations.executor import MigrationExecutor
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponsePermanentRedirect,
    JsonResponse,
)
from django.middleware.locale import LocaleMiddleware
from django.utils import translation

from bureaus.apps import foreign_migrations
from bureaus.edition.http_cache import not_modified
from bureaus.pages.errors import bad_request, service_unavailable
from bureaus.values.addresses import with_site_language
from bureaus.values.localized import preferred_language

GetResponse = Callable[[HttpRequest], HttpResponseBase]


class Middleware:
    """What takes a request and hands it on."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)


class HealthMiddleware(Middleware):
    """Answer the probes of an operator before hosts, HTTPS or the database can interfere.

    ``/healthz`` is 200 while the process answers; ``/readyz`` is 200 when the database can be
    reached and no migration is waiting, else 503 with the reason. Both are JSON.
    """

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.path == "/healthz":
            return JsonResponse({"status": "ok"})
        if request.path == "/readyz":
            problem = not_ready()
            body = {"status": "unavailable", "reason": problem} if problem else {"status": "ok"}
            return JsonResponse(body, status=503 if problem else 200)
        return self.get_response(request)


def not_ready() -> str:
    """Say why this process cannot serve pages yet; empty when it can."""
    connection = connections[DEFAULT_DB_ALIAS]
    try:
        executor = MigrationExecutor(connection)
        waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except (OperationalError, InterfaceError):
        return "the database cannot be reached"
    if names := foreign_migrations(executor.loader):
        return f"the database has migrations of another version: {', '.join(names)}"
    return f"{len(waiting)} migrations are not applied" if waiting else ""


class OpenDataMiddleware(CorsMiddleware):
    """Tell everybody that pages of any site may read what ``CORS_URLS_REGEX`` names.

    The package tells only those requests that name a site, with ``Vary: origin``. A cache in front
    of us would keep an answer for each site, or if it heeds no ``Vary``, one that no site may read.
    """

    def add_response_headers(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        if request.method == "OPTIONS":
            super().add_response_headers(request, response)
        if self.is_enabled(request):
            response["Access-Control-Allow-Origin"] = "*"
            response["Access-Control-Expose-Headers"] = ", ".join(settings.CORS_EXPOSE_HEADERS)
            response["Cross-Origin-Resource-Policy"] = "cross-origin"
        return response


class NotModifiedMiddleware(OpenDataMiddleware):
    """Answer who has a page or a file already before any other work is done for it."""

    def __call__(self, request: HttpRequest) -> HttpResponseBase | Awaitable[HttpResponseBase]:
        with suppress(OperationalError, InterfaceError):  # those below know what to say
            if answer := not_modified(request):
                return self.add_response_headers(request, answer)
        return self.get_response(request)


class RefuseNulMiddleware(Middleware):
    """Answer 400 to a NUL in the address: PostgreSQL cannot hold one, so nothing can match it."""

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if "\0" in request.path or "%00" in request.META.get("QUERY_STRING", ""):
            return bad_request(request)
        return self.get_response(request)


class LanguageMiddleware(LocaleMiddleware):
    """Django's own, but for how tags are read: in the address, in any spelling, and the header."""

    def process_request(self, request: HttpRequest) -> HttpResponse | None:  # type: ignore[override]
        path = with_site_language(request.path_info)
        language = translation.get_language_from_path(path)
        translation.activate(
            language or preferred_language(request.headers.get("Accept-Language", ""))
        )
        request.LANGUAGE_CODE = translation.get_language()
        if path == request.path_info:
            return None
        request.path_info = path
        # Any site may follow it, as a file may be at its end. A form that was sent is sent again
        return HttpResponsePermanentRedirect(
            request.get_full_path_info(),
            preserve_request=request.method not in {"GET", "HEAD"},
            headers={"Access-Control-Allow-Origin": "*"},
        )


class DatabaseDownMiddleware(Middleware):
    """Turn a lost database into 503 with ``Retry-After``, which proxies and robots understand."""

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if settings.DEBUG or not isinstance(exception, OperationalError | InterfaceError):
            return None
        return service_unavailable(request)
