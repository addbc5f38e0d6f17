"""How the API reads requests, and answers the bad ones with RFC 9457 problem details."""

import json
from collections.abc import Iterable, Mapping, Sequence
from http import HTTPStatus
from typing import IO, TYPE_CHECKING, Any, NamedTuple

from django.conf import settings
from django.http import Http404, HttpResponse, JsonResponse
from rest_framework.exceptions import APIException, ParseError, Throttled
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.parsers import BaseParser
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request
from rest_framework.throttling import SimpleRateThrottle

from bureaus.values.texts import whole_number

if TYPE_CHECKING:  # its module reads the settings that name this one
    from rest_framework.views import APIView


CONTENT_TYPE = "application/problem+json"
MOST_BYTES = 256 * 1024  # of a request's body


class Fault(NamedTuple):
    """What is wrong with one value: the parameter, the value as given, and why in English."""

    key: str
    value: str
    message: str


def problem(
    status: int,
    detail: str = "",
    faults: Iterable[Fault] = (),
    headers: Mapping[str, str] | None = None,
    **members: Any,
) -> JsonResponse:
    """Answer with problem details; ``members`` are added, such as the successors of a bureau."""
    body: dict[str, Any] = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": detail or HTTPStatus(status).description or HTTPStatus(status).phrase,
        "errors": [fault._replace(value=fault.value[:200])._asdict() for fault in faults],
    }
    return JsonResponse(
        body | members,
        status=status,
        headers=headers,
        content_type=CONTENT_TYPE,
        json_dumps_params={"ensure_ascii": False},
    )


class BadParametersError(APIException):
    """Values of the query string are not known; the answer names each."""

    status_code = 400

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__("Some parameters are not known.")
        self.faults = faults


class TooLargeError(APIException):
    status_code = 413
    default_detail = f"The body of a request may have {MOST_BYTES} bytes."


def whole_number_parameter(request: Request, key: str, default: int, least: int, most: int) -> int:
    """Read a whole number of the query string, or raise BadParametersError."""
    text = request.GET.get(key, "").strip()
    if not text:
        return default
    number = whole_number(text, least=least, most=most)
    if number is None:
        why = f"“{key}” is a whole number from {least} to {most}."
        raise BadParametersError([Fault(key, text, why)])
    return number


def handle(exception: Exception, context: Mapping[str, Any]) -> HttpResponse | None:
    """Turn an exception into a problem; one that is nobody's mistake but ours passes on."""
    if isinstance(exception, Http404):
        return problem(404, "There is nothing of this name here.")
    if not isinstance(exception, APIException):
        return None
    headers = {}
    if isinstance(exception, Throttled) and exception.wait is not None:
        headers["Retry-After"] = str(int(exception.wait) + 1)
    faults = getattr(exception, "faults", ())
    return problem(exception.status_code, str(exception.detail), faults, headers)


class JsonOnly(BaseContentNegotiation):
    """Answer with JSON whatever a request says that it accepts."""

    def select_parser(self, request: Request, parsers: Sequence[BaseParser]) -> BaseParser | None:
        given = (request.content_type or "").partition(";")[0].strip().lower()
        return next((parser for parser in parsers if parser.media_type == given), None)

    def select_renderer(
        self, request: Request, renderers: Sequence[BaseRenderer], format_suffix: str | None = None
    ) -> tuple[BaseRenderer, str]:
        return renderers[0], str(renderers[0].media_type)


class SmallJsonParser(BaseParser):
    """Read a JSON body of at most ``MOST_BYTES``; texts that are no Unicode become question marks.

    Raises ParseError also for what is nested too deeply to be read.
    """

    media_type = "application/json"

    def parse(
        self, stream: IO[Any], media_type: str | None = None, context: Any = None
    ) -> dict[str, Any]:
        body = stream.read(MOST_BYTES + 1)
        if len(body) > MOST_BYTES:
            raise TooLargeError
        try:
            text = json.dumps(json.loads(body), ensure_ascii=False)
            return json.loads(text.encode(errors="replace"))
        except (ValueError, RecursionError) as error:
            raise ParseError("The body is not JSON that can be read.") from error


class AddressThrottle(SimpleRateThrottle):
    """Let each address make ``settings.API_RATE`` requests; "off" lets it make any number."""

    scope = "address"

    def get_rate(self) -> str | None:
        return None if settings.API_RATE == "off" else settings.API_RATE

    def get_cache_key(self, request: Request, view: "APIView") -> str:
        return f"api-rate:{self.get_ident(request)}"
