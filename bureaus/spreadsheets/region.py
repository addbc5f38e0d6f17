"""Regions in files."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from import_export.fields import Field

from bureaus.files.loading import RefusedError
from bureaus.models import Region
from bureaus.spreadsheets.bases import ExchangeResource
from bureaus.spreadsheets.widgets import RegionsWidget, RegionWidget


class RegionResource(ExchangeResource):
    """Places by their slug, which a file cannot change; other names are kept in the form."""

    key = "slug"
    unique = (("code",),)
    parked = {"code": ""}

    parent = Field("parent", "parent", RegionWidget())
    overlaps = Field("overlaps", "overlaps", RegionsWidget())

    class Meta:
        model = Region
        fields = (
            *("slug", "code", "level", "kind", "parent", "dial_code"),
            *("name_en", "name_zh_hans", "name_zh_hant"),
            *("full_name_en", "full_name_zh_hans", "full_name_zh_hant", "overlaps"),
        )
        export_order = fields

    def rows(self) -> QuerySet[Region]:
        return Region.objects.with_parents().prefetch_related("overlaps")

    def create(self, key: str) -> Region:
        if found := Region.objects.called(key):
            names = ", ".join(region.slug for region in found)
            message = _("“%(key)s” is no slug that you may change; it names %(names)s.")
            raise RefusedError(message % {"key": key, "names": names})
        return Region(slug=key)

    def place(self, row: Region) -> int | None:
        return row.parent_id

    def is_saved_alone(self, row: Any, changed: set[str]) -> bool:
        return row.pk is None or "parent" in changed

    def settle(self, row: Any) -> None:
        """Read the paths anew: another row of the file may have moved what is above or inside."""
        row.parent = Region.objects.get(pk=row.parent_id) if row.parent_id else None
        if row.pk:
            row.path = Region.objects.values_list("path", flat=True).get(pk=row.pk)
