"""What the schema says of operations beyond what their code says."""

from typing import Any

from drf_spectacular.utils import OpenApiExample, OpenApiParameter, OpenApiResponse
from rest_framework import serializers

from bureaus.api.problems import CONTENT_TYPE


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
