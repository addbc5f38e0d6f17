"""Bureaus and regions in files."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from import_export.fields import Field

from bureaus.files.data_files import RefusedError
from bureaus.models import Bureau, Region
from bureaus.search.gazetteer import gazetteer
from bureaus.spreadsheets.bases import ExchangeResource
from bureaus.spreadsheets.widgets import ParentWidget, RegionsWidget, RegionWidget
from bureaus.upkeep import duplicates
from bureaus.values import phones, refs

CLOSED = "closed"


class BureauResource(ExchangeResource):
    """Contacts of bureaus; desks, checks and other names are kept in the form of each bureau."""

    key = "ref"
    fixed = frozenset({"closure", "closed_on", "checked_on", "next_check_on"})

    region = Field("region", "region", RegionWidget())
    parent = Field("parent", "parent", ParentWidget())

    class Meta:
        model = Bureau
        fields = (
            *("ref", "status", "kind", "region", "parent"),
            *("name_en", "name_zh_hans", "name_zh_hant"),
            *("phone", "phone_label", "fax", "email", "website", "hours", "languages"),
            *("address_en", "address_zh_hans", "address_zh_hant", "postal_code"),
            *("source", "source_url", "source_date", "notes"),
            *("closure", "closed_on", "checked_on", "next_check_on"),
        )
        export_order = fields

    def rows(self) -> QuerySet[Bureau]:
        return Bureau.objects.select_related("region", "parent")

    def check(self, row: Any, changed: set[str], before: dict[str, str]) -> None:
        """Refuse to close and reopen too: that leads visitors elsewhere and is done by hand."""
        if "status" in changed and CLOSED in (row.status, before.get("status")):
            message = _("Bureaus are closed and reopened one by one, not by a file.")
            raise ValidationError({"status": message})
        super().check(row, changed, before)

    def reading_of(self, row: Bureau, column: str) -> str:
        return row.reading_of(column)

    def note_similar(self, outcomes: Iterable[Any]) -> None:
        """Of two new rows of the file that are alike, only the second is one too many."""
        planned = [it for it in outcomes if it.row is not None]
        asked = [it for it in planned if not it.row.pk or it.changed & duplicates.DECISIVE]
        lookup = duplicates.Lookup({it.row.region_id for it in asked})
        lines = {id(it.row): it.line for it in planned if not it.row.pk}
        for it in planned:
            lookup.plan(it.row)
        for it in asked:
            found = [replace(n, line=lines.get(id(n.bureau), 0)) for n in lookup.like(it.row)]
            is_new = id(it.row) in lines
            it.similar = [near for near in found if near.line < it.line or not is_new]

    def prepare(self, rows: list[Any]) -> set[str]:
        new = [row for row in rows if not row.ref]
        for row, ref in zip(new, _free_refs(len(new)), strict=True):
            row.ref = ref
        for row in rows:
            row.phone_digits = phones.digits(row.phone, row.fax, dial_code=row.dial_code)
        return super().prepare(rows) | {"phone_digits"}


def _free_refs(count: int) -> list[str]:
    """Draw so many references that no bureau has."""
    free: set[str] = set()
    while len(free) < count:
        drawn = {refs.new() for _number in range(min(count - len(free), 500))}
        free |= drawn - set(Bureau.objects.filter(ref__in=drawn).values_list("ref", flat=True))
    return list(free)


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
        if found := gazetteer().called(key):
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
