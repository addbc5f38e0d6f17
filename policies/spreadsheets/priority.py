"""Priorities in files."""

from typing import Any

from django.db.models import F, QuerySet
from import_export.fields import Field

from bureaus.spreadsheets.widgets import RegionWidget
from policies.models import Priority
from policies.spreadsheets.numbered import NumberedResource
from policies.spreadsheets.references import DocumentWidget, IndustriesWidget, NationalWidget

OUT_OF_THE_WAY = 10_000  # more than any document has priorities


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
            *("title_en", "title_zh_hans", "title_zh_hant"),
            *("summary_en", "summary_zh_hans", "summary_zh_hant", "is_translation_reviewed"),
            *("industries", "answers"),
        )
        export_order = fields

    def rows(self) -> QuerySet[Priority]:
        joined = Priority.objects.select_related("region", "document", "answers__region")
        return joined.prefetch_related("industries")

    def check(self, row: Any, changed: set[str], before: dict[str, str]) -> None:
        if before and changed & {"region", "year"}:
            row.refuse_to_move()
        super().check(row, changed, before)
