"""Documents in files."""

from django.db.models import QuerySet
from import_export.fields import Field

from bureaus.spreadsheets.widgets import RegionWidget
from policies.models import Document
from policies.spreadsheets.numbered import NumberedResource
from policies.spreadsheets.references import DocumentWidget


class DocumentResource(NumberedResource):
    """Documents by their number; speakers are kept in the form of each document."""

    region = Field("region", "region", RegionWidget())
    reported_in = Field("reported_in", "reported_in", DocumentWidget())

    class Meta:
        model = Document
        fields = (
            *("id", "status", "kind", "region"),
            *("title_en", "title_zh_hans", "title_zh_hant", "is_translation_reviewed"),
            *("issuer", "date", "published_on", "url", "credit", "reported_in", "notes"),
        )
        export_order = fields

    def rows(self) -> QuerySet[Document]:
        return Document.objects.select_related("region", "reported_in")
