"""Documents and priorities in files."""

from collections.abc import Iterable
from typing import Any

from django.db.models import F, Q, QuerySet
from import_export.fields import Field

from bureaus.spreadsheets.bases import ExchangeResource
from bureaus.spreadsheets.widgets import Reference, References, RegionWidget
from bureaus.staff.roles import StaffUser
from bureaus.staff.scope import visible
from bureaus.values.texts import whole_number
from policies.models import Document, Industry, Priority
from policies.upkeep import SUMMARIES, TITLES

OUT_OF_THE_WAY = 10_000  # more than any document has priorities


class DocumentWidget(Reference):
    """Number of a document; the address of its web page is understood too."""

    def find(self, texts: list[str], user: StaffUser) -> dict[str, list[Any]]:
        ids = {number for text in texts if (number := whole_number(text)) is not None}
        documents = visible(Document.objects.all(), user)
        found: dict[str, list[Any]] = {}
        for document in documents.filter(Q(pk__in=ids) | Q(url__in=texts)).order_by("pk"):
            for name in {str(document.pk), document.url} & set(texts):
                found.setdefault(name, []).append(document)
        return found

    def name(self, row: Document) -> str:
        return str(row.pk)


class NationalWidget(Reference):
    """Number of a national priority."""

    def find(self, texts: list[str], user: StaffUser) -> dict[str, list[Any]]:
        ids = {number for text in texts if (number := whole_number(text)) is not None}
        rows = visible(Priority.objects.national(), user)
        found = rows.filter(pk__in=ids).select_related("region")
        return {str(priority.pk): [priority] for priority in found}

    def name(self, row: Priority) -> str:
        return str(row.pk)


class IndustriesWidget(References):
    def find(self, texts: list[str], user: StaffUser) -> dict[str, list[Any]]:
        return {row.slug: [row] for row in Industry.objects.filter(slug__in=texts)}

    def name(self, row: Industry) -> str:
        return row.slug


class NumberedResource(ExchangeResource):
    key = "id"

    def find(self, keys: Iterable[str]) -> dict[str, Any]:
        numbers = {key: whole_number(key) for key in keys}
        rows = self.reachable().filter(pk__in=[n for n in numbers.values() if n is not None])
        found = {row.pk: row for row in rows}
        return {key: found[n] for key, n in numbers.items() if n in found}


class DocumentResource(NumberedResource):
    """Documents by their number; speakers are kept in the form of each document."""

    region = Field("region", "region", RegionWidget())
    reported_in = Field("reported_in", "reported_in", DocumentWidget())

    class Meta:
        model = Document
        fields = (
            *("id", "status", "kind", "region"),
            *(*TITLES, "is_translation_reviewed"),
            *("issuer", "publisher", "date", "published_on"),
            *("url", "credit", "reported_in", "notes"),
        )
        export_order = fields

    def rows(self) -> QuerySet[Document]:
        return Document.objects.select_related("region", "reported_in")


class PriorityResource(NumberedResource):
    """Priorities by their number; key points are kept in the form of each priority."""

    unique = (("document_id", "region_id", "year", "rank"),)
    parked = {"rank": F("rank") + OUT_OF_THE_WAY}

    region = Field("region", "region", RegionWidget())
    document = Field("document", "document", DocumentWidget())
    answers = Field("answers", "answers", NationalWidget())
    industries = Field("industries", "industries", IndustriesWidget())

    class Meta:
        model = Priority
        fields = (
            *("id", "status", "region", "year", "rank", "document"),
            *(*TITLES, *SUMMARIES, "is_translation_reviewed", "industries", "answers"),
        )
        export_order = fields

    def rows(self) -> QuerySet[Priority]:
        joined = Priority.objects.select_related("region", "document", "answers__region")
        return joined.prefetch_related("industries")

    def check(self, row: Any, changed: set[str], before: dict[str, str]) -> None:
        if before and changed & {"region", "year"}:
            row.refuse_to_move()
        super().check(row, changed, before)
