"""Documents, priorities and industries as cells name them."""

from typing import Any

from django.db.models import Q

from bureaus.spreadsheets.widgets import Reference, References
from bureaus.staff.reach import visible
from bureaus.staff.roles import Visitor
from bureaus.values.ids import as_id
from policies.models import Document, Industry, Priority


class DocumentWidget(Reference):
    """Number of a document; the address of its web page is understood too."""

    def find(self, texts: list[str], user: Visitor) -> dict[str, list[Any]]:
        ids = {number for text in texts if (number := as_id(text)) is not None}
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

    def find(self, texts: list[str], user: Visitor) -> dict[str, list[Any]]:
        ids = {number for text in texts if (number := as_id(text)) is not None}
        rows = visible(Priority.objects.national(), user)
        found = rows.filter(pk__in=ids).select_related("region")
        return {str(priority.pk): [priority] for priority in found}

    def name(self, row: Priority) -> str:
        return str(row.pk)


class IndustriesWidget(References):
    """Slugs of industries."""

    def find(self, texts: list[str], user: Visitor) -> dict[str, list[Any]]:
        return {row.slug: [row] for row in Industry.objects.filter(slug__in=texts)}

    def name(self, row: Industry) -> str:
        return row.slug
