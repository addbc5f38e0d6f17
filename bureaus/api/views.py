"""Bureaus and regions as JSON."""

from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework.generics import GenericAPIView, ListAPIView, RetrieveAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse

from bureaus.api.fields import RegionSummarySerializer
from bureaus.api.handling import problem
from bureaus.api.schema import operation, value_parameter
from bureaus.api.serializers import BureauSerializer, RegionSerializer
from bureaus.lists.bureau_filters import BureauFilter
from bureaus.lists.filters import AllRegionsFilter
from bureaus.lists.paging import phone_first
from bureaus.models import Bureau, Region
from bureaus.search.gazetteer import gazetteer
from bureaus.upkeep.lifecycle import what_became_of


class RecordView(GenericAPIView):
    """A view whose records carry absolute addresses."""

    def get_serializer_context(self) -> Mapping[str, Any]:
        return {"site": f"{self.request.scheme}://{self.request.get_host()}"}


class RecordList(RecordView, ListAPIView):
    """A list of records, page by page, under the filters of its page."""


class RecordDetail(RecordView, RetrieveAPIView):
    """One record."""

    filter_backends: tuple[type, ...] = ()


@extend_schema(
    **operation(
        "Bureaus",
        "The offices under the filters of the page /en/bureaus/: repeat a key for *or*, different "
        "keys are *and*. Closed ones only with `closed=yes`.",
        BureauSerializer(many=True),
        404,
        tag="bureaus",
    )
)
class BureauList(RecordList):
    queryset = Bureau.objects.public().in_full()
    filterset_class = BureauFilter
    serializer_class = BureauSerializer

    def paginate_queryset(self, queryset: Any) -> Any:
        return super().paginate_queryset(phone_first(queryset))


@extend_schema(
    **operation(
        "One bureau",
        "By its reference; a slug with a reference, or a former name, leads there with 301. A "
        "bureau entered twice leads to the one that stays, a closed one is answered with 410.",
        BureauSerializer,
        *(300, 301, 404, 410),
        tag="bureaus",
        parameters=[value_parameter("Reference of the bureau, or a former name", ref="rwdrb")],
    )
)
class BureauDetail(RecordDetail):
    """One bureau: 200, 301 from a duplicate or a former name, 410 once it is closed."""

    queryset = Bureau.objects.public().in_full()
    serializer_class = BureauSerializer

    def retrieve(self, request: Request, value: str, **kwargs: Any) -> HttpResponse:
        bureau = self.get_queryset().filter(ref=value).first()
        if bureau is None:
            found = self.get_queryset().called(value)
            choices = self.get_serializer(found, many=True).data
            return leading_to(request, "api-bureau", [b.ref for b in found], choices=choices)
        fate = what_became_of(bureau)
        if fate.is_open:
            return Response(self.get_serializer(bureau).data)
        if fate.original:
            return leading_to(request, "api-bureau", [fate.original.ref])
        pks = [successor.pk for successor in fate.successors]
        in_full = self.get_queryset().filter(pk__in=pks).order_by("ref")
        return problem(
            410,
            "This bureau was closed; the successors do its work today.",
            bureau=self.get_serializer(bureau).data,
            successors=self.get_serializer(in_full, many=True).data,
        )


@extend_schema(
    **operation(
        "Regions",
        "All places: the country, its divisions and the development zones. With `listed=yes` only "
        "those that have a published bureau or priority, or have one inside.",
        RegionSerializer(many=True),
        404,
        tag="regions",
    )
)
class RegionList(RecordList):
    queryset = Region.objects.present().in_full().order_by("slug")
    filterset_class = AllRegionsFilter
    serializer_class = RegionSerializer


@extend_schema(
    **operation(
        "One region",
        "By its slug; any other current or former name or code leads there with 301. A former "
        "code that was split is answered with 300 and each of its successors, the slug of a region "
        "that has ended with 410.",
        RegionSerializer,
        *(300, 301, 404, 410),
        tag="regions",
        parameters=[
            value_parameter(
                "Slug of the region, or any current or former name or code",
                slug="sihui",
                current_code="441284",
                former_code="310229",
            )
        ],
    )
)
class RegionDetail(RecordDetail):
    """One region: 200 at its slug, 301 from any other name or code, 300 where that was split."""

    queryset = Region.objects.in_full()
    serializer_class = RegionSerializer

    def retrieve(self, request: Request, value: str, **kwargs: Any) -> HttpResponse:
        region = self.get_queryset().filter(slug=value).first()
        if region is not None and region.is_ended:
            today = Region.objects.successors_of([region])[region.pk]
            return problem(
                410,
                "This region has ended; the successors are there today.",
                region=self.get_serializer(region).data,
                successors=RegionSummarySerializer(today, many=True).data,
            )
        if region is not None:
            return Response(self.get_serializer(region).data)
        found = gazetteer().called(value)
        choices = RegionSummarySerializer(found, many=True).data
        return leading_to(request, "api-region", [r.slug for r in found], choices=choices)


def leading_to(
    request: HttpRequest | Request, name: str, values: list[str], **members: Any
) -> HttpResponse:
    """Lead on to the only one, offer several, or say that there is none.

    ``name`` is that of an address with one value; ``members`` describe the choices.
    """
    if not values:
        raise Http404
    addresses = [reverse(name, args=[value], request=request) for value in values]
    if len(addresses) == 1:
        return problem(301, "It moved.", headers={"Location": addresses[0]}, location=addresses[0])
    return problem(300, "This name stands for several.", locations=addresses, **members)
