"""Filtered lists as files: CSV for spreadsheets, JSON for programs, whatever their length.

No vector of places is offered: nothing here has coordinates, so there is no GeoJSON.
"""

import csv
import json
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, StreamingHttpResponse
from django.views.decorators.http import require_safe

from bureaus.files.tables import BUREAUS, REGIONS, Table
from bureaus.lists.bureau_filters import BureauFilter
from bureaus.lists.filters import PublicFilterSet, RegionFilter
from bureaus.lists.views import chips
from bureaus.models import Bureau, Region
from bureaus.values.batches import AT_A_TIME
from bureaus.values.licence import LICENCE_URL
from bureaus.values.texts import is_formula

BYTE_ORDER_MARK = "\ufeff"


@require_safe
def bureaus(request: HttpRequest, extension: str) -> StreamingHttpResponse:
    rows = BureauFilter(request.GET, Bureau.objects.public().in_full())
    return listed(request, extension, BUREAUS, rows)


@require_safe
def regions(request: HttpRequest, extension: str) -> StreamingHttpResponse:
    is_search = bool(request.GET.get("q", "").strip())
    rows = Region.objects.browsed(is_search=is_search).in_full().order_by("slug")
    return listed(request, extension, REGIONS, RegionFilter(request.GET, rows))


def listed(
    request: HttpRequest, extension: str, table: Table, filterset: PublicFilterSet
) -> StreamingHttpResponse:
    """Give the rows of a list, all pages, as "csv" or "json"."""
    about = {
        "filters": [str(chip.label) for chip in chips(filterset)],
        "notices": filterset.notices,
        "licence": LICENCE_URL,
    }
    return streamed(request, extension, table, filterset.qs, about)


def streamed(
    request: HttpRequest,
    extension: str,
    table: Table,
    found: QuerySet,
    about: dict[str, Any],
) -> StreamingHttpResponse:
    """Give the rows found, in JSON with what is to be said about them."""
    site = f"{request.scheme}://{request.get_host()}"
    rows = (table.row(row, site) for row in found.iterator(chunk_size=AT_A_TIME))
    if extension == "csv":
        return csv_response(request, table.head, rows, table.name)
    records = (dict(zip(table.head, row, strict=True)) for row in rows)
    return StreamingHttpResponse(
        _json_stream(about, table.name, records), content_type="application/json"
    )


def csv_response(
    request: HttpRequest, head: Iterable[Any], lines: Iterable[Iterable[Any]], name: str
) -> StreamingHttpResponse:
    """Stream UTF-8 with the mark that Excel needs to read Chinese, unless ``?bom=no``."""
    mark = "" if request.GET.get("bom") == "no" else BYTE_ORDER_MARK
    return StreamingHttpResponse(
        chain([mark], csv_lines(chain([head], lines))),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}.csv"'},
    )


class _Echo:
    """A file that hands each line back instead of keeping it."""

    def write(self, line: str) -> str:
        return line


def csv_lines(lines: Iterable[Iterable[Any]]) -> Iterator[str]:
    writer = csv.writer(_Echo())
    for line in lines:
        yield writer.writerow([neutral(cell) for cell in line])


def neutral(cell: Any) -> Any:
    """Keep a spreadsheet from taking a text for a formula."""
    return f"'{cell}" if isinstance(cell, str) and is_formula(cell) else cell


def _json_stream(
    about: dict[str, Any], name: str, records: Iterable[dict[str, Any]]
) -> Iterator[str]:
    """Write one object whose list may be longer than the memory."""
    yield json.dumps(about, ensure_ascii=False)[:-1] + f', "{name}": ['
    between = "\n"
    for record in records:
        yield between + json.dumps(record, ensure_ascii=False)
        between = ",\n"
    yield "\n]}\n"
