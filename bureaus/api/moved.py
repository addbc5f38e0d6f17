"""“Has this moved?” for programs."""

from drf_spectacular.utils import OpenApiExample, OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import ParseError
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from bureaus.api.handling import BadParametersError, Fault
from bureaus.api.schema import operation
from bureaus.sharing import moved

STATUSES = (moved.OK, moved.MOVED, moved.CLOSED, moved.UNKNOWN)
PARAMETERS = [
    OpenApiParameter(
        "url",
        {"type": "array", "items": {"type": "string", "minLength": 1}, "minItems": 1},
        required=True,
        explode=True,
        description=f"An address, whole or from its first slash; up to {moved.MOST_ADDRESSES}",
        examples=[OpenApiExample("A former code", ["/r/310229/"])],
    )
]
DESCRIPTION = (
    "For each address: ok; moved, with where to; closed, with its successors; or unknown. One "
    "that was split into several counts as moved and names them as successors."
)


class AddressesSerializer(serializers.Serializer):
    """The addresses to look at."""

    urls = serializers.ListField(
        child=serializers.CharField(allow_blank=True), max_length=moved.MOST_ADDRESSES, min_length=1
    )


class StandingSerializer(serializers.Serializer):  # the schema that partners have names it so
    """What became of one address."""

    address = serializers.CharField(help_text="As it was given")
    status = serializers.ChoiceField([(status, status) for status in STATUSES])
    to = serializers.CharField(allow_null=True, help_text="Where it moved")
    successors = serializers.ListField(
        child=serializers.CharField(),
        help_text="Who followed a closed bureau, or the regions into which one was split",
    )


class StandingsSerializer(serializers.Serializer):
    count = serializers.IntegerField()
    results = StandingSerializer(many=True)


class LinksCheck(GenericAPIView):
    query_keys = ("url",)
    pagination_class = None
    filter_backends = ()
    serializer_class = StandingsSerializer

    @extend_schema(
        **operation("Has this moved?", DESCRIPTION, StandingsSerializer, tag="links"),
        parameters=PARAMETERS,
    )
    def get(self, request: Request) -> Response:
        return self._checked(request, request.GET.getlist("url"), "url")

    @extend_schema(
        **operation("Have these moved?", DESCRIPTION, StandingsSerializer, 413, 415, tag="links"),
        request=AddressesSerializer,
    )
    def post(self, request: Request) -> Response:
        given = request.data.get("urls") if isinstance(request.data, dict) else None
        if not isinstance(given, list) or not all(isinstance(text, str) for text in given):
            raise ParseError("The body is like {“urls”: [“/b/rwdrb/”]}.")
        return self._checked(request, given, "urls")

    def _checked(self, request: Request, addresses: list[str], key: str) -> Response:
        if not 1 <= len(addresses) <= moved.MOST_ADDRESSES:
            why = f"Give from 1 to {moved.MOST_ADDRESSES} addresses."
            raise BadParametersError([Fault(key, str(len(addresses)), why)])
        site = f"{request.scheme}://{request.get_host()}"
        found = moved.look_up(addresses, request.get_host())
        results = [
            {
                "address": item.address,
                "status": item.status,
                "to": f"{site}{item.to}" if item.to else None,
                "successors": [f"{site}{path}" for path in item.successors],
            }
            for item in found
        ]
        return Response({"count": len(found), "results": results})


class LinksCheckWithSlash(LinksCheck):
    """The same, for those who write the slash that other addresses have."""

    schema = None
