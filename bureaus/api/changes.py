"""The change feed: what was created, changed, checked, closed, merged and deleted, in order."""

from typing import Any

from drf_spectacular.utils import OpenApiExample, OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.urls import replace_query_param

from bureaus.api.handling import whole_number_parameter
from bureaus.api.schema import operation
from bureaus.api.views import RecordView
from bureaus.changes.nouns import records_of
from bureaus.models import Change
from bureaus.values.licence import LICENCE_URL

MOST_ENTRIES = 500
LAST_CURSOR = 2**63 - 1
PARAMETERS = [
    OpenApiParameter(
        "since",
        {"type": "integer", "minimum": 0, "maximum": LAST_CURSOR, "default": 0},
        description="Cursor of the last entry that you have; 0 for all from the beginning",
        examples=[OpenApiExample("From the beginning", "0")],
    ),
    OpenApiParameter(
        "limit",
        {"type": "integer", "minimum": 1, "maximum": MOST_ENTRIES, "default": 100},
        description=f"Entries at most, up to {MOST_ENTRIES}",
    ),
]


class EntrySerializer(serializers.Serializer):
    """One change of one record."""

    cursor = serializers.IntegerField(source="pk", help_text="Grows; never given twice")
    at = serializers.DateTimeField()
    kind = serializers.CharField(source="noun", help_text="What the record is, such as bureau")
    id = serializers.CharField(
        source="key", help_text="`ref` of a bureau, else the `id` of the record, as text"
    )
    action = serializers.ChoiceField([(action, action) for action in Change.Action.values])
    fields = serializers.ListField(
        child=serializers.CharField(), help_text="Fields of the record that differ"
    )
    into = serializers.ListField(
        child=serializers.CharField(), help_text="References of the bureaus it went into"
    )
    record = serializers.SerializerMethodField(
        help_text="The record as it is now, as in the API; null if it is not public now"
    )

    def get_record(self, change: Change) -> dict[str, Any] | None:
        return self.context["records"].get((change.noun, change.key))


class ChangesSerializer(serializers.Serializer):
    """A part of the feed; ask for ``next`` until ``more`` is false, then keep ``cursor``."""

    cursor = serializers.IntegerField(help_text="To be given as `since` next time")
    more = serializers.BooleanField(help_text="Whether there is more already")
    next = serializers.URLField(help_text="The address of what follows")
    licence = serializers.URLField()
    results = EntrySerializer(many=True)


@extend_schema(
    **operation(
        "What changed",
        "Go through the entries in their order: store `record` under `kind` and `id`, or delete "
        "what you have there where it is null. At the end you have exactly what is public, but for "
        "what other records say of a region: when it gets another name, slug, code or level, only "
        "its own record is told. A cursor beyond the newest entry is answered with 404: then "
        "begin again from 0.",
        ChangesSerializer,
        404,
        tag="changes",
        parameters=PARAMETERS,
    )
)
class Changes(RecordView):
    serializer_class = ChangesSerializer
    queryset = Change.objects.all()
    query_keys = ("since", "limit")
    pagination_class = None
    filter_backends = ()

    def get(self, request: Request) -> Response:
        since = whole_number_parameter(request, "since", 0, 0, LAST_CURSOR)
        limit = whole_number_parameter(request, "limit", 100, 1, MOST_ENTRIES)
        entries = list(Change.objects.after(since)[: limit + 1])
        if not entries and since > Change.objects.last_cursor():
            raise NotFound("There is no such cursor yet. Begin again from 0.")
        shown = entries[:limit]
        cursor = shown[-1].pk if shown else since
        following = replace_query_param(request.build_absolute_uri(), "since", cursor)
        body = {
            "cursor": cursor,
            "more": len(entries) > limit,
            "next": following,
            "licence": LICENCE_URL,
            "results": shown,
        }
        context = self.get_serializer_context()
        records = records_of(shown, context)
        serializer = ChangesSerializer(body, context={**context, "records": records})
        links = f'<{following}>; rel="next", <{LICENCE_URL}>; rel="license"'
        return Response(serializer.data, headers={"Link": links})
