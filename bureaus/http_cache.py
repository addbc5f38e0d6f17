"""Public answers kept by edition: computed once, then repeated at the cost of one small query.

What an answer may depend on is its key: edition, day, release, scheme, host, path and the
parameters that the view knows. The address is brought to a standard form before the view sees
it, so nothing else in a request can get into an answer, or fill the cache.
"""

import gzip
from collections.abc import Callable, Iterable, Iterator
from functools import wraps
from typing import Any, cast

from django.conf import settings
from django.core.cache import cache
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseNotModified,
    QueryDict,
    StreamingHttpResponse,
)
from django.template.response import SimpleTemplateResponse
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.utils.http import parse_etags

from bureaus import edition, replica

View = Callable[..., HttpResponseBase]
Stored = tuple[int, list[tuple[str, str]], bytes]  # status, headers, compressed body

KEPT_STATUSES = {200, 301, 410}
MOST_VALUES = 100  # of one key
LONGEST_VALUE = 200  # characters
LARGEST_BODY = 512 * 1024  # bytes before compression; anything larger is computed each time


def by_edition(view: View, keys: Iterable[str] = ()) -> View:
    """Keep what a public view answers to GET and HEAD; ``keys`` are the parameters it knows.

    Decorators that mark the response object, such as ``xframe_options_exempt``, go outside.
    """
    known = frozenset(keys)

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method not in {"GET", "HEAD"}:
            return view(request, *args, **kwargs)
        normalise(request, known)
        number = edition.current()
        place = (request.scheme or "", request.get_host(), request.get_full_path())
        digest = edition.digest(number, *place)
        etag = f'W/"{digest}"'
        if etag in parse_etags(request.headers.get("If-None-Match", "")):
            return _marked(HttpResponseNotModified(), etag)
        key = f"answer:{digest}"
        if stored := cache.get(key):
            return _marked(_restored(stored, request), etag)
        with edition.serving(number), replica.reading(number):
            response = view(request, *args, **kwargs)
            if isinstance(response, SimpleTemplateResponse):
                response.render()
        if response.status_code not in KEPT_STATUSES:
            return response
        return _marked(_kept(response, key, request), etag)

    return answer


def normalise(request: HttpRequest, known: frozenset[str]) -> None:
    """Leave only known parameters with a value, sorted by key, in a bounded number and length."""
    query = QueryDict(mutable=True)
    for name in sorted(known & request.GET.keys()):
        values = [text[:LONGEST_VALUE] for text in request.GET.getlist(name) if text.strip()]
        if values:
            query.setlist(name, values[:MOST_VALUES])
    request.META["QUERY_STRING"] = query.urlencode()
    request.GET = QueryDict(request.META["QUERY_STRING"])


def _kept(response: HttpResponseBase, key: str, request: HttpRequest) -> HttpResponseBase:
    if isinstance(response, StreamingHttpResponse):
        if request.method == "GET":
            parts = cast(Iterable[bytes], response.streaming_content)
            response.streaming_content = _keeping(response, parts, key)
        return response
    if not isinstance(response, HttpResponse) or len(response.content) > LARGEST_BODY:
        return response
    stored = _stored(response, response.content)
    cache.set(key, stored)
    return _restored(stored, request)


def _keeping(response: StreamingHttpResponse, parts: Iterable[bytes], key: str) -> Iterator[bytes]:
    """Pass a stream on, and keep it once it has ended and was not too long."""
    body = bytearray()
    is_short = True
    for part in parts:
        is_short = is_short and len(body) + len(part) <= LARGEST_BODY
        if is_short:
            body += part
        yield part
    if is_short:
        cache.set(key, _stored(response, bytes(body)))


def _stored(response: HttpResponseBase, body: bytes) -> Stored:
    return response.status_code, list(response.items()), gzip.compress(body, 6, mtime=0)


def _restored(stored: Stored, request: HttpRequest) -> HttpResponse:
    """Make a response, its body as it was kept if the client takes gzip.

    A compressed public page gives nothing away by its length: it holds no secret.
    """
    status, headers, body = stored
    takes_gzip = "gzip" in request.headers.get("Accept-Encoding", "")
    response = HttpResponse(body if takes_gzip else gzip.decompress(body), status=status)
    for name, value in headers:
        response[name] = value
    if takes_gzip:
        response["Content-Encoding"] = "gzip"
    return response


def _marked(response: HttpResponseBase, etag: str) -> HttpResponseBase:
    """Say how long others may keep it: for ever, but asking each time, unless a CDN is allowed."""
    response["ETag"] = etag
    patch_vary_headers(response, ["Accept-Encoding"])
    patch_cache_control(response, public=True, max_age=0, must_revalidate=True)
    if settings.CDN_SECONDS:
        patch_cache_control(response, s_maxage=settings.CDN_SECONDS)
    return response
