"""The schema of the API, for programs as OpenAPI 3.1 and for people as a page."""

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.renderers import OpenApiJsonRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse
from rest_framework.views import APIView

from bureaus.values.licence import LICENCE_URL

SECTIONS = (
    "bureaus",
    "regions",
    "priorities",
    "documents",
    "industries",
    "match",
    "changes",
    "links",
)


@cache
def schema() -> dict[str, Any]:
    """Write the schema once; it follows from the code alone."""
    with translation.override("en"):
        return SchemaGenerator().get_schema(request=None, public=True)


class SchemaView(APIView):
    schema = None
    renderer_classes = [OpenApiJsonRenderer]

    def get(self, request: Request) -> Response:
        return Response(schema())


class RootView(APIView):
    """What there is, for those who come without the documentation."""

    schema = None

    def get(self, request: Request) -> Response:
        names = (*(f"api-{section}" for section in SECTIONS), "api-schema", "api-docs")
        links = {name.removeprefix("api-"): reverse(name, request=request) for name in names}
        return Response({"version": schema()["info"]["version"], "licence": LICENCE_URL} | links)


@dataclass(frozen=True)
class Operation:
    """One operation as the page of the documentation shows it."""

    method: str
    path: str
    summary: str
    description: str
    parameters: list[dict[str, Any]]
    answers: list[tuple[str, str]]
    example: str


@require_safe
def docs(request: HttpRequest) -> HttpResponse:
    """Show the operations on a page without scripts, which needs no other host."""
    with translation.override("en"):
        components = schema()["components"]["schemas"]
        context = {
            "sections": _sections(),
            "info": schema()["info"],
            "records": [(name, _fields(components[name])) for name in _records(components)],
        }
        return render(request, "bureaus/api_docs.html", context)


@cache
def _sections() -> list[tuple[str, list[Operation]]]:
    """Group the operations by their first tag."""
    sections: dict[str, list[Operation]] = {}
    for path, methods in schema()["paths"].items():
        for method, details in methods.items():
            tag = details["tags"][0]
            sections.setdefault(tag, []).append(_operation(path, method, details))
    return sorted(sections.items(), key=lambda item: [*SECTIONS, item[0]].index(item[0]))


def _operation(path: str, method: str, details: dict[str, Any]) -> Operation:
    return Operation(
        method.upper(),
        path,
        details.get("summary", ""),
        marked(details.get("description", "")),
        [_shown(parameter) for parameter in details.get("parameters", [])],
        [
            (status, marked(answer["description"]))
            for status, answer in details["responses"].items()
        ],
        _example(path, details.get("parameters", [])),
    )


def _shown(parameter: dict[str, Any]) -> dict[str, Any]:
    kind = parameter["schema"]
    inner = kind.get("items", kind)
    return {
        "name": parameter["name"],
        "about": marked(parameter.get("description", "")),
        "kind": inner.get("type", "string"),
        "is_repeatable": kind.get("type") == "array",
        "is_required": parameter.get("required", False),
    }


def _example(path: str, parameters: list[dict[str, Any]]) -> str:
    """Write an address that can be tried out, with the first example of each parameter."""
    query = []
    for parameter in parameters:
        examples = list(parameter.get("examples", {}).values())
        if not examples or parameter["name"] == "q":
            continue
        value = examples[0]["value"]
        text = value[0] if isinstance(value, list) else str(value)
        if parameter["in"] == "path":
            path = path.replace(f"{{{parameter['name']}}}", text)
        else:
            query.append(f"{parameter['name']}={text}")
    return path + ("?" + "&".join(query) if query else "")


def _records(components: dict[str, Any]) -> list[str]:
    return [name for name, item in components.items() if "licence" in item.get("properties", {})]


def _fields(component: dict[str, Any]) -> list[tuple[str, str]]:
    properties = component["properties"]
    return [(name, marked(item.get("description", ""))) for name, item in properties.items()]


def marked(text: str) -> SafeString:
    """Write the two marks that our descriptions use, `code` and *emphasis*, as HTML."""
    text = re.sub(r"`([^`]+)`", r"<code>\1</code>", escape(text))
    return SafeString(re.sub(r"(?<![\w*])\*(\w[^*]*)\*(?![\w*])", r"<em>\1</em>", text))
