"""The schema of the API, for programs as OpenAPI 3.1 and for people as a page."""

import re
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
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, OpenApiResponse
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse
from rest_framework.views import APIView

from bureaus.api.handling import CONTENT_TYPE
from bureaus.values.licence import LICENCE_URL

UNKNOWN_VALUE = OpenApiExample(
    "Unknown value",
    {
        "type": "about:blank",
        "title": "Bad Request",
        "status": 400,
        "detail": "Some parameters are not known.",
        "errors": [
            {
                "key": "region",
                "value": "atlantis",
                "message": "“atlantis” is not a known value of “region”.",
            }
        ],
    },
    response_only=True,
)
MEANINGS = {
    300: "The name stands for several; `locations` and `choices` name them",
    301: "It moved: see `Location`",
    400: "A parameter or value is not known; `errors` names each",
    404: "There is nothing of this name, or no such page",
    410: "Closed: `bureau` is what it was, `successors` do its work today, in full",
    413: "The body is too large",
    415: "The body is not of the type application/json",
    429: "Too many requests; try again after `Retry-After` seconds",
}
SECTIONS = (  # in this order; others come after them
    "bureaus",
    "regions",
    "priorities",
    "documents",
    "industries",
    "match",
    "changes",
    "links",
)


class FaultSerializer(serializers.Serializer):
    """One value that is wrong."""

    key = serializers.CharField(help_text="The parameter")
    value = serializers.CharField(help_text="The value as it was given, cut at 200 characters")
    message = serializers.CharField()


class ProblemSerializer(serializers.Serializer):
    """RFC 9457 problem details: the shape of every answer that is not a success."""

    type = serializers.CharField()
    title = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField()
    errors = FaultSerializer(many=True)


def problems(*statuses: int) -> dict[Any, Any]:
    """Describe the answers of these statuses; 400 and 429 can happen anywhere."""
    return {
        (status, CONTENT_TYPE): OpenApiResponse(
            ProblemSerializer, MEANINGS[status], [UNKNOWN_VALUE] if status == 400 else None
        )
        for status in sorted({400, 429, *statuses})
    }


def operation(
    summary: str, description: str, success: Any, *statuses: int, **extra: Any
) -> dict[str, Any]:
    """Give the arguments of ``extend_schema`` for one read operation."""
    return {
        "summary": summary,
        "description": description,
        "responses": {200: success} | problems(*statuses),
        "tags": [extra.pop("tag")],
    } | extra


def value_parameter(about: str, **examples: str) -> OpenApiParameter:
    """Describe the ``value`` in a path, with one example of each kind."""
    return OpenApiParameter(
        "value",
        location=OpenApiParameter.PATH,
        description=about,
        examples=[
            OpenApiExample(name.replace("_", " "), value) for name, value in examples.items()
        ],
    )


@cache
def schema() -> dict[str, Any]:
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
        with translation.override("en"):
            names = [*dict(_sections()), "schema", "docs"]
        links = {name: reverse(f"api-{name}", request=request) for name in names}
        return Response({"version": schema()["info"]["version"], "licence": LICENCE_URL} | links)


@require_safe
def docs(request: HttpRequest) -> HttpResponse:
    with translation.override("en"):
        records = [
            (name, _fields(component["properties"]))
            for name, component in schema()["components"]["schemas"].items()
            if "licence" in component.get("properties", {})
        ]
        context = {"sections": _sections(), "info": schema()["info"], "records": records}
        return render(request, "bureaus/api_docs.html", context)


@cache
def _sections() -> list[tuple[str, list[dict[str, Any]]]]:
    """Group the operations by their first tag."""
    sections: dict[str, list[dict[str, Any]]] = {}
    for path, methods in schema()["paths"].items():
        for method, details in methods.items():
            tag = details["tags"][0]
            sections.setdefault(tag, []).append(_operation(path, method, details))
    return sorted(sections.items(), key=lambda item: [*SECTIONS, item[0]].index(item[0]))


def _operation(path: str, method: str, details: dict[str, Any]) -> dict[str, Any]:
    parameters = details.get("parameters", [])
    answers = details["responses"].items()
    return {
        "method": method.upper(),
        "path": path,
        "summary": details.get("summary", ""),
        "description": marked(details.get("description", "")),
        "parameters": [_shown(parameter) for parameter in parameters],
        "answers": [(status, marked(answer["description"])) for status, answer in answers],
        "example": _example(path, parameters),
    }


def _shown(parameter: dict[str, Any]) -> dict[str, Any]:
    return {
        "name": parameter["name"],
        "about": marked(parameter.get("description", "")),
        "is_repeatable": parameter["schema"].get("type") == "array",
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


def _fields(properties: dict[str, Any]) -> list[tuple[str, str]]:
    return [(name, marked(item.get("description", ""))) for name, item in properties.items()]


def marked(text: str) -> SafeString:
    """Write the two marks that our descriptions use, `code` and *emphasis*, as HTML."""
    text = re.sub(r"`([^`]+)`", r"<code>\1</code>", escape(text))
    return SafeString(re.sub(r"(?<![\w*])\*(\w[^*]*)\*(?![\w*])", r"<em>\1</em>", text))
