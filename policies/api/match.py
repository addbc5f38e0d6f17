"""Industry → the regions that want it this year → whom to call, as JSON."""

from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from bureaus.api.handling import BadParametersError, Fault
from bureaus.api.lists import NumberedPages
from bureaus.api.schema import operation
from bureaus.api.views import RecordList
from bureaus.lists import ladder
from bureaus.models import Bureau, Region
from policies.api.serializers import MatchSerializer
from policies.lists.counts import industries_called, regions_naming, wanting_regions, wanting_rows
from policies.lists.years import choose_year
from policies.models import Industry, Priority

PARAMETERS = [
    OpenApiParameter(
        "industry",
        required=True,
        description="Slug of the industry",
        examples=[OpenApiExample("Auto parts", "auto-parts")],
    ),
    OpenApiParameter(
        "year",
        OpenApiTypes.STR,
        pattern="^[0-9]{4}$",
        description="The year; by default the newest in which a region names the industry",
        examples=[OpenApiExample("A year", "2024")],
    ),
    OpenApiParameter(
        "inherited",
        enum=["yes", "no"],
        description="With “yes”, also regions with a bureau inside a region that wants it",
    ),
]


class MatchPages(NumberedPages):
    """Fewer rows than elsewhere: each holds whole records of priorities and bureaus."""

    page_size = 25
    max_page_size = 50

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        found = super().get_paginated_response_schema(schema)
        year = {"type": ["integer", "null"], "description": "The year shown; null if there is none"}
        added = {"industry": {"type": "string"}, "year": year}
        return found | {
            "required": [*found["required"], *added],
            "properties": added | found["properties"],
        }


@extend_schema(
    **operation(
        "Who wants an industry, and whom to call",
        "The regions that name the industry in a year, each with its priorities and the bureaus to "
        "turn to: its own, else those inside it, else those of the next wider region that has "
        "one, else the nearest by distance, else the agencies of the country; and with every step "
        "of the contact ladder.",
        MatchSerializer(many=True),
        404,
        tag="match",
        parameters=PARAMETERS,
    )
)
class MatchList(RecordList):
    queryset = Region.objects.with_parents()
    serializer_class = MatchSerializer
    pagination_class = MatchPages
    filter_backends: tuple[type, ...] = ()
    query_keys = ("industry", "year", "inherited")

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        industry = _industry(request)
        by_year = regions_naming(industry)
        choice = choose_year(request, sorted(by_year, reverse=True))
        if choice.notices:
            raise BadParametersError([Fault("year", request.GET["year"], choice.notices[0])])
        inherited = request.GET.get("inherited", "no")
        if inherited not in {"yes", "no"}:
            raise BadParametersError([Fault("inherited", inherited, "It is “yes” or “no”.")])
        wanting = wanting_regions(by_year, choice.year, include_inherited=inherited == "yes")
        regions = self.get_queryset().filter(pk__in=wanting).order_by("path")
        wanted = Priority.objects.published().naming(industry).in_full().for_year(choice.year)
        rows = wanting_rows(self.paginate_queryset(regions) or [], wanted)
        pks = {bureau.pk for row in rows for bureau in row["nearest"].bureaus}
        full = Bureau.objects.public().in_full().in_bulk(pks)
        steps = ladder.steps(row["nearest"] for row in rows)
        for row in rows:
            found = row["nearest"]
            row["steps"] = steps[found.region.pk]
            row["where"] = found.where
            row["bureaus"] = [full[bureau.pk] for bureau in found.bureaus if bureau.pk in full]
        response = self.get_paginated_response(self.get_serializer(rows, many=True).data)
        response.data |= {"industry": request.GET["industry"], "year": choice.year or None}
        return response


def _industry(request: Request) -> Industry:
    slug = request.GET.get("industry", "")
    industry = industries_called([slug]).get(slug)
    if industry is None:
        why = f"No industry is called “{slug[:80]}”." if slug else "It is required."
        raise BadParametersError([Fault("industry", slug, why)])
    return industry
