"""Public answers kept by edition: computed once, then repeated at the cost of one small query.

What an answer may depend on is its key: edition, day, release, scheme, host, path and the
parameters that the view knows. The address is brought to a standard form before the view sees
it, so nothing else in a request can get into an answer, or fill the cache. The ETag is made of the
same, but of the address as it was asked for, so that a 304 needs to know no view.
"""

import gzip
import re
from collections.abc import Callable, Iterable, Iterator
from functools import wraps
from typing import Any, TypeVar, cast
from urllib.parse import urlencode

from django.conf import settings
from django.core.cache import cache
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseNotModified,
    StreamingHttpResponse,
)
from django.template.response import SimpleTemplateResponse
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language_from_path

from bureaus.edition import edition, replica

Response = TypeVar("Response", bound=HttpResponseBase)
View = Callable[..., HttpResponseBase]
Stored = tuple[int, list[tuple[str, str]], bytes]  # status, headers, compressed body

KEPT_METHODS = {"GET", "HEAD"}
KEPT_STATUSES = {200, 301, 302, 410}
MOST_VALUES = 100  # of one key
LONGEST_VALUE = 200  # characters
LARGEST_BODY = 512 * 1024  # bytes before compression; anything larger is computed each time
OUR_ETAG = re.compile('W/"([0-9a-f]{32})"')


def by_edition(view: View, keys: Iterable[str] = ()) -> View:
    """Keep what a public view answers to GET and HEAD; ``keys`` are the parameters it knows.

    Decorators that mark the response object, such as ``xframe_options_exempt``, go outside.
    """
    known = frozenset(keys)

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method not in KEPT_METHODS:
            return view(request, *args, **kwargs)
        numbers = edition.current()
        site = _site(request, numbers)
        asked = digest = edition.digest(*site, *_address(request))
        stored = cache.get(f"answer:{digest}")
        if not stored and request.META.get("QUERY_STRING"):  # maybe the address says it otherwise
            normalise(request, known)
            digest = edition.digest(*site, *_address(request))
            stored = None if digest == asked else cache.get(f"answer:{digest}")
        etag, key = f'W/"{asked}"', f"answer:{digest}"
        if stored:
            return _restored(stored, request, etag)
        with edition.serving(numbers), replica.reading(numbers):
            response = view(request, *args, **kwargs)
            if isinstance(response, SimpleTemplateResponse):
                response.render()
        if response.status_code not in KEPT_STATUSES:
            return response
        return _kept(_marked(response, etag), key, request)

    return answer


def not_modified(request: HttpRequest) -> HttpResponse | None:
    """Answer 304 to who has the answer already, knowing nothing but its address and the edition.

    None for all others, who get their answer from the view. What headers say of the page, such as
    who may frame it, is not repeated: it stands in the answer that the visitor has.
    """
    etags = OUR_ETAG.findall(request.META.get("HTTP_IF_NONE_MATCH", ""))
    if not etags or request.method not in KEPT_METHODS:
        return None
    digest = edition.digest(*_site(request, edition.current()), *_address(request))
    if digest not in etags:
        return None
    response = _marked(HttpResponseNotModified(), f'W/"{digest}"')
    if not get_language_from_path(request.path_info):
        patch_vary_headers(response, ["Accept-Language"])  # as on any answer of such an address
    return response


def _site(request: HttpRequest, numbers: edition.Numbers) -> tuple[str, str, str]:
    return edition.stamp(numbers.newest), request.scheme or "", request.get_host()


def _address(request: HttpRequest) -> tuple[str, str]:
    """Give path and query, apart: a "?" may stand in either."""
    return request.path, request.META.get("QUERY_STRING", "")


def normalise(request: HttpRequest, known: frozenset[str]) -> None:
    """Leave only known parameters with a value, sorted by key, in a bounded number and length."""
    given = request.GET
    request.META["QUERY_STRING"] = urlencode(
        [
            (name, text[:LONGEST_VALUE])
            for name in sorted(known & given.keys())
            for text in [text for text in given.getlist(name) if text.strip()][:MOST_VALUES]
        ]
    )
    del request.GET  # which is read again when a view asks for it


def _kept(response: HttpResponseBase, key: str, request: HttpRequest) -> HttpResponseBase:
    if isinstance(response, StreamingHttpResponse):
        if request.method == "GET":
            parts = cast(Iterable[bytes], response.streaming_content)
            response.streaming_content = _keeping(response, parts, key)
        return response
    if not isinstance(response, HttpResponse) or len(response.content) > LARGEST_BODY:
        return response
    stored = _kept_answer(response, response.content)
    cache.set(key, stored)
    return _restored(stored, request, response["ETag"])


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
        cache.set(key, _kept_answer(response, bytes(body)))


def _kept_answer(response: HttpResponseBase, body: bytes) -> Stored:
    return response.status_code, list(response.items()), gzip.compress(body, 6, mtime=0)


def _restored(stored: Stored, request: HttpRequest, etag: str) -> HttpResponse:
    """Make a response, its body as it was kept if the client takes gzip.

    A compressed public page gives nothing away by its length: it holds no secret.
    """
    status, headers, body = stored
    takes_gzip = "gzip" in request.META.get("HTTP_ACCEPT_ENCODING", "")
    response = HttpResponse(body if takes_gzip else gzip.decompress(body), status=status)
    for name, value in headers:
        response[name] = value
    response["ETag"] = etag
    if takes_gzip:
        response["Content-Encoding"] = "gzip"
    return response


def _marked(response: Response, etag: str) -> Response:
    """Say how long others may keep it: for ever, but asking each time, unless a CDN is allowed."""
    response["ETag"] = etag
    patch_vary_headers(response, ["Accept-Encoding"])
    shared = f", s-maxage={settings.CDN_SECONDS}" if settings.CDN_SECONDS else ""
    response["Cache-Control"] = f"public, max-age=0, must-revalidate{shared}"
    return response
