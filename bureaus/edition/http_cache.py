"""Public answers kept by edition: computed once, then repeated at the cost of one small query.

What an answer may depend on is its key: edition, day, release, scheme, host, path and the
parameters that the view knows. The address is brought to a standard form before the view sees
it, so nothing else in a request can get into an answer, or fill the cache.
"""

import gzip
from collections.abc import Callable, Iterable, Iterator
from functools import wraps
from http import HTTPStatus
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

from bureaus.edition import edition, replica

View = Callable[..., HttpResponseBase]
Stored = tuple[int, list[tuple[str, str]], bytes]  # status, headers, compressed body

KEPT_STATUSES = {200, 301, 302, 410}
MOST_VALUES = 100  # of one key
LONGEST_VALUE = 200  # characters
LARGEST_BODY = 512 * 1024  # bytes before compression; anything larger is computed each time
OF_ONE_REQUEST = {"ETag", "Content-Language", "Content-Length"}
MOST_ADDRESSES, LONGEST_ADDRESS = 20_000, 300  # whose standard form is remembered

_standard_forms: dict[str, str] = {}  # of addresses as they were asked for
_headers: dict[str, dict[str, str]] = {}  # of the 304 of an address


def by_edition(view: View, keys: Iterable[str] = ()) -> View:
    """Keep what a public view answers to GET and HEAD; ``keys`` are the parameters it knows.

    Decorators that mark the response object, such as ``xframe_options_exempt``, go outside.
    """
    known = frozenset(keys)

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method not in {"GET", "HEAD"}:
            return view(request, *args, **kwargs)
        numbers = edition.current()
        digest = _answer_digest(request, numbers, _standard_form(request, known))
        if _has(request, digest):
            return _marked(HttpResponseNotModified(), digest)
        key = f"answer:{digest}"
        if stored := cache.get(key):
            return _restored(stored, request)
        normalise(request, known)
        with edition.serving(numbers), replica.reading(numbers):
            response = view(request, *args, **kwargs)
            if isinstance(response, SimpleTemplateResponse):
                response.render()
        if response.status_code not in KEPT_STATUSES:
            return response
        return _kept(_marked(response, digest), key, request)

    return answer


def not_modified(request: HttpRequest) -> HttpResponseBase | None:
    """Answer 304 to who has the answer already, knowing nothing but its address and the edition.

    None for all others, who get their answer from the view.
    """
    asked = request.get_full_path()
    standard, headers = _standard_forms.get(asked), _headers.get(asked)
    if standard is None or headers is None or request.method not in {"GET", "HEAD"}:
        return None
    digest = _answer_digest(request, edition.current(), standard)
    if not _has(request, digest):
        return None
    return _marked(HttpResponseNotModified(headers=headers), digest)


def remember(asked: str, response: HttpResponseBase) -> None:
    """Let the next 304 of an address be sent early, with the headers that this one has.

    Some of them say which other sites may show or read the answer, which is decided further in.
    """
    if response.status_code == HTTPStatus.NOT_MODIFIED and asked in _standard_forms:
        repeated = {name: text for name, text in response.items() if name not in OF_ONE_REQUEST}
        _headers[asked] = repeated


def _answer_digest(request: HttpRequest, numbers: edition.Numbers, standard: str) -> str:
    stamp = edition.stamp(numbers.newest)
    return edition.digest(stamp, request.scheme or "", request.get_host(), standard)


def _has(request: HttpRequest, digest: str) -> bool:
    """Tell whether the visitor has the answer of this digest, which is its ETag."""
    etags = request.META.get("HTTP_IF_NONE_MATCH", "")
    return digest in etags and f'W/"{digest}"' in parse_etags(etags)


def _standard_form(request: HttpRequest, known: frozenset[str]) -> str:
    """Give the address with what the view knows, in one order; remember it if it is short."""
    asked = request.get_full_path()
    if found := _standard_forms.get(asked):
        return found
    normalise(request, known)
    standard = request.get_full_path()
    if len(asked) <= LONGEST_ADDRESS:
        if len(_standard_forms) >= MOST_ADDRESSES:
            _standard_forms.clear()
            _headers.clear()
        _standard_forms[asked] = standard
    return standard


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
    stored = _kept_answer(response, response.content)
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
        cache.set(key, _kept_answer(response, bytes(body)))


def _kept_answer(response: HttpResponseBase, body: bytes) -> Stored:
    return response.status_code, list(response.items()), gzip.compress(body, 6, mtime=0)


def _restored(stored: Stored, request: HttpRequest) -> HttpResponse:
    """Make a response, its body as it was kept if the client takes gzip.

    A compressed public page gives nothing away by its length: it holds no secret.
    """
    status, headers, body = stored
    takes_gzip = "gzip" in request.META.get("HTTP_ACCEPT_ENCODING", "")
    response = HttpResponse(body if takes_gzip else gzip.decompress(body), status=status)
    for name, value in headers:
        response[name] = value
    if takes_gzip:
        response["Content-Encoding"] = "gzip"
    return response


def _marked(response: HttpResponseBase, digest: str) -> HttpResponseBase:
    """Say how long others may keep it: for ever, but asking each time, unless a CDN is allowed."""
    response["ETag"] = f'W/"{digest}"'
    patch_vary_headers(response, ["Accept-Encoding"])
    patch_cache_control(response, public=True, max_age=0, must_revalidate=True)
    if settings.CDN_SECONDS:
        patch_cache_control(response, s_maxage=settings.CDN_SECONDS)
    return response
