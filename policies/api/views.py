"""Industries, documents and priorities as JSON."""

from typing import Any

from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from bureaus.api.schema import operation
from bureaus.api.views import RecordDetail, RecordList, leading_to
from policies.api.serializers import DocumentSerializer, IndustrySerializer, PrioritySerializer
from policies.lists.counts import industries_called
from policies.lists.filters import DocumentFilter, PriorityFilter
from policies.models import Document, Industry, Priority


@extend_schema(
    **operation(
        "Industries",
        "The industries of the directory.",
        IndustrySerializer(many=True),
        404,
        tag="industries",
    )
)
class IndustryList(RecordList):
    queryset = Industry.objects.order_by("position", "slug")
    serializer_class = IndustrySerializer


@extend_schema(
    **operation(
        "One industry",
        "By its slug; its name, or the slug in another case, leads there with 301.",
        IndustrySerializer,
        *(301, 404),
        tag="industries",
    )
)
class IndustryDetail(RecordDetail):
    queryset = Industry.objects.all()
    serializer_class = IndustrySerializer

    def retrieve(self, request: Request, slug: str, **kwargs: Any) -> HttpResponse:
        industry = industries_called([slug]).get(slug)
        if industry and industry.slug == slug:
            return Response(self.get_serializer(industry).data)
        return leading_to(request, "api-industry", [industry.slug] if industry else [])


@extend_schema(
    **operation(
        "Documents",
        "The conferences, reports, plans and articles that state priorities, newest first, under "
        "the filters of the page /en/documents/.",
        DocumentSerializer(many=True),
        404,
        tag="documents",
    )
)
class DocumentList(RecordList):
    queryset = Document.objects.published().in_full().order_by("-date", "-pk")
    filterset_class = DocumentFilter
    serializer_class = DocumentSerializer


@extend_schema(**operation("One document", "", DocumentSerializer, 404, tag="documents"))
class DocumentDetail(RecordDetail):
    queryset = Document.objects.published().in_full()
    serializer_class = DocumentSerializer


@extend_schema(
    **operation(
        "Priorities",
        "What regions say they want, under the filters of the page /en/priorities/.",
        PrioritySerializer(many=True),
        404,
        tag="priorities",
    )
)
class PriorityList(RecordList):
    queryset = Priority.objects.published().in_full()
    filterset_class = PriorityFilter
    serializer_class = PrioritySerializer


@extend_schema(**operation("One priority", "", PrioritySerializer, 404, tag="priorities"))
class PriorityDetail(RecordDetail):
    queryset = Priority.objects.published().in_full()
    serializer_class = PrioritySerializer
