"""Filtered priorities and documents, industries and their table as files."""

from django.http import HttpRequest, StreamingHttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from bureaus.files.downloads import csv_response, listed, streamed
from bureaus.values.licence import LICENCE_URL
from policies.files.tables import DOCUMENTS, INDUSTRIES, PRIORITIES
from policies.lists.filters import DocumentFilter, PriorityFilter
from policies.lists.table import table_context
from policies.models import Document, Industry, Priority


@require_safe
def priorities(request: HttpRequest, extension: str) -> StreamingHttpResponse:
    """Give the rows of the list under the same filters, all pages, as "csv" or "json"."""
    rows = PriorityFilter(request.GET, Priority.objects.published().in_full())
    return listed(request, extension, PRIORITIES, rows)


@require_safe
def documents(request: HttpRequest, extension: str) -> StreamingHttpResponse:
    newest_first = Document.objects.published().in_full().order_by("-date", "-pk")
    return listed(request, extension, DOCUMENTS, DocumentFilter(request.GET, newest_first))


@require_safe
def industries(request: HttpRequest, extension: str) -> StreamingHttpResponse:
    rows = Industry.objects.order_by("position", "slug")
    return streamed(request, extension, INDUSTRIES, rows, {"licence": LICENCE_URL})


@require_safe
def table_as_csv(request: HttpRequest) -> StreamingHttpResponse:
    """Give the table of regions and industries as CSV."""
    context = table_context(request)
    head = [_("Region"), *(industry.name for industry in context["industries"])]
    lines = ([row.region.full_name, *(n for _i, n in row.cells)] for row in context["rows"])
    return csv_response(request, head, lines, "industries")
