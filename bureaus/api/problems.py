"""The one shape of every answer of the API that is not a success: RFC 9457 problem details."""

from collections.abc import Iterable, Mapping
from http import HTTPStatus
from typing import Any, NamedTuple

from django.http import JsonResponse

CONTENT_TYPE = "application/problem+json"


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
