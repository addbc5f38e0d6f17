"""Every region with those above it, read once per edition and shared by all pages of a process.

Nearly every line of a page names a region and the levels above it. There are a few thousand
regions, so keeping them all is cheaper than joining five levels into each query.
"""

from collections.abc import Iterable
from functools import cached_property
from typing import TypeVar

from django.db import models

from bureaus import edition
from bureaus.models import Region

Row = TypeVar("Row", bound=models.Model)


class Gazetteer:
    """The regions by primary key, each with its ``parent`` joined; nobody may change them."""

    def __init__(self, regions: Iterable[Region]) -> None:
        self.regions = {region.pk: region for region in regions}
        parent = Region._meta.get_field("parent")
        for region in self.regions.values():
            if region.parent_id:
                parent.set_cached_value(region, self.regions[region.parent_id])

    def inside(self, pk: int | None) -> list[Region]:
        """List the regions next below one, A to Z."""
        return self._children.get(pk, []) if pk else []

    @property
    def provinces(self) -> list[Region]:
        """List the regions of province level, A to Z."""
        country = next(iter(self._children.get(None, [])), None)
        return self.inside(country.pk) if country else []

    @cached_property
    def _children(self) -> dict[int | None, list[Region]]:
        found: dict[int | None, list[Region]] = {}
        for region in sorted(self.regions.values(), key=lambda region: region.slug):
            found.setdefault(region.parent_id, []).append(region)
        return found


def gazetteer() -> Gazetteer:
    return edition.kept_in_process("gazetteer", lambda: Gazetteer(Region.objects.order_by()))


def attach_regions(rows: Iterable[Row]) -> list[Row]:
    """Give each row its ``region`` without a query of its own, and list the rows.

    A region that came after the edition began to be served is left to a query.
    """
    regions = gazetteer().regions
    found = list(rows)
    for row in found:
        if region := regions.get(row.region_id):  # type: ignore[attr-defined]
            row._meta.get_field("region").set_cached_value(row, region)  # type: ignore[union-attr]
    return found
