"""The filtered priorities and the table of industries as files."""

import csv
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from bureaus.facets import chips
from policies.filters import PriorityFilter
from policies.models import Priority
from policies.views.industries import table_context

COLUMNS = (
    "id",
    "year",
    "region_code",
    "region",
    "rank",
    "title_en",
    "title_zh_hans",
    "title_zh_hant",
    "summary_en",
    "industries",
    "document",
    "document_date",
    "document_url",
    "url",
)
ROWS_AT_A_TIME = 500


@require_safe
def priorities(request: HttpRequest, extension: str) -> HttpResponse | StreamingHttpResponse:
    """Give the rows of the list under the same filters, all pages, as "csv" or "json"."""
    filterset = PriorityFilter(request.GET, Priority.objects.published().with_details())
    rows = (_row(item, request) for item in filterset.qs.iterator(chunk_size=ROWS_AT_A_TIME))
    if extension == "json":
        filters = [str(chip.label) for chip in chips(filterset)]
        body = {"filters": filters, "notices": filterset.notices, "priorities": list(rows)}
        return JsonResponse(body, json_dumps_params={"ensure_ascii": False})
    lines = ([row[name] for name in COLUMNS] for row in rows)
    return _csv(COLUMNS, lines, "priorities.csv")


@require_safe
def table(request: HttpRequest) -> StreamingHttpResponse:
    """Give the table of regions and industries as CSV."""
    context = table_context(request)
    head = [_("Region"), *(industry.name for industry in context["industries"])]
    lines = ([row.region.full_name, *(n for _i, n in row.cells)] for row in context["rows"])
    return _csv(head, lines, "industries.csv")


def _row(priority: Priority, request: HttpRequest) -> dict[str, Any]:
    document = priority.document
    return {
        "id": priority.pk,
        "year": priority.year,
        "region_code": priority.region.code,
        "region": priority.region.slug,
        "rank": priority.rank,
        "title_en": priority.title_en,
        "title_zh_hans": priority.title_zh_hans,
        "title_zh_hant": priority.title_zh_hant,
        "summary_en": priority.summary_en,
        "industries": " ".join(industry.slug for industry in priority.industries.all()),
        "document": document.title_en if document else "",
        "document_date": document.date if document else "",
        "document_url": document.url if document else "",
        "url": request.build_absolute_uri(priority.get_absolute_url()),
    }


def _csv(head: Iterable[Any], lines: Iterable[Iterable[Any]], name: str) -> StreamingHttpResponse:
    """Stream UTF-8 with a mark, which Excel needs to read Chinese."""
    return StreamingHttpResponse(
        _written(chain([head], lines)),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


class _Echo:
    """A file that hands each line back instead of keeping it."""

    def write(self, line: str) -> str:
        return line


def _written(lines: Iterable[Iterable[Any]]) -> Iterator[str]:
    writer = csv.writer(_Echo())
    yield "\ufeff"
    for line in lines:
        yield writer.writerow([neutral(cell) for cell in line])


def neutral(cell: Any) -> Any:
    """Keep a spreadsheet from taking a text for a formula.

    https://owasp.org/www-community/attacks/CSV_Injection
    """
    if isinstance(cell, str) and cell.startswith(("=", "+", "-", "@", "\t", "\r")):
        return f"'{cell}"
    return cell
