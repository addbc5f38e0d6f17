"""Every region with those above it, read anew when one changed, shared by all of a process.

Nearly every line of a page names a region and the levels above it. There are a few thousand
regions, so keeping them all is cheaper than joining five levels into each query.
"""

from bisect import bisect
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import TypeVar

from django.db import models
from django.db.models import Value

from bureaus.edition import edition
from bureaus.models import Region, RegionAlias
from bureaus.models.tree import path_ids

Row = TypeVar("Row", bound=models.Model)

# What a gazetteer is read from
PLACES: tuple[type[models.Model], ...] = (
    Region,
    RegionAlias,
    Region.overlaps.through,
    Region.neighbours.through,
)
MAX_CHARACTER = chr(0x10FFFF)
_OVERLAPS, _NEIGHBOURS = "overlaps", "neighbours"  # fields of regions that lead to several


class Gazetteer:
    """The regions by primary key, each with its ``parent`` joined; nobody may change them.

    They keep the order that they are given in.
    """

    def __init__(self, regions: Iterable[Region]) -> None:
        self.regions = {region.pk: region for region in regions}
        parent = Region._meta.get_field("parent")
        for region in self.regions.values():
            if region.parent_id:
                parent.set_cached_value(region, self.regions[region.parent_id])

    @cached_property
    def trails(self) -> dict[int, tuple[int, ...]]:
        """The keys of each region and of all above it, by its own key."""
        return {region.pk: tuple(path_ids([region.path])) for region in self.regions.values()}

    @cached_property
    def upwards(self) -> list[tuple[int, int | None]]:
        """The key of each region with that of its parent, after what lies inside it."""
        return [(pk, self.regions[pk].parent_id) for pk in reversed(self._pks_by_path)]

    def inside(self, pk: int | None) -> list[Region]:
        """List the regions next below one, A to Z."""
        return self._children.get(pk, []) if pk else []

    def called_any(self, values: list[str]) -> dict[str, list[Region]]:
        """Find what each of the values names, as ``Region.objects.called_any`` does.

        Only former names, regions that ended or came after the edition need queries.
        """
        found = {
            text: self._called[text.lower()] for text in values if text.lower() in self._called
        }
        rest = [text for text in values if text not in found]
        return {text: [region] for text, region in found.items()} | (
            Region.objects.called_any(rest) if rest else {}
        )

    def at(self, slug: str) -> Region | None:
        """Find the region whose page has this name in its address; one that ended has none."""
        region = self._called.get(slug)
        return region if region and region.slug == slug else None

    @cached_property
    def _called(self) -> dict[str, Region]:
        present = [region for region in self.regions.values() if not region.is_ended]
        by_code = {region.code: region for region in present if region.code}
        return by_code | {region.slug: region for region in present}

    def below(self, region: Region) -> list[Region]:
        """List everything inside a region but itself, along the tree."""
        paths = self._by_path
        start, end = (bisect(paths, f"{region.path}{last}") for last in ("", MAX_CHARACTER))
        return [self.regions[pk] for pk in self._pks_by_path[start:end]]

    def along_the_tree(self, pks: Iterable[int]) -> list[Region]:
        """List these regions, each before what lies inside it, as the database sorts paths."""
        wanted = set(pks)
        return [self.regions[pk] for pk in self._pks_along_the_tree if pk in wanted]

    @cached_property
    def _pks_along_the_tree(self) -> list[int]:
        pks = Region.objects.order_by("path").values_list("pk", flat=True)
        return [pk for pk in pks if pk in self.regions]

    def around(self, region: Region) -> list[Region]:
        """List the regions that one lies in, and the zones that reach into it from outside."""
        zones = [self.regions[pk] for pk in self._reaching.get(region.pk, []) if pk in self.regions]
        return [*region.above, *(zone for zone in zones if not region.is_above(zone))]

    def aliases(self, region: Region) -> list[RegionAlias]:
        return self._aliases.get(region.pk, [])

    @cached_property
    def _aliases(self) -> dict[int, list[RegionAlias]]:
        found: dict[int, list[RegionAlias]] = {}
        for alias in RegionAlias.objects.order_by("kind", "value"):
            found.setdefault(alias.region_id, []).append(alias)
        return found

    @cached_property
    def _by_path(self) -> list[str]:
        return sorted(region.path for region in self.regions.values())

    @cached_property
    def _pks_by_path(self) -> list[int]:
        return sorted(self.regions, key=lambda pk: self.regions[pk].path)

    def neighbours(self, region: Region) -> list[Region]:
        """List the regions that one touches, A to Z."""
        return sorted(self._linked(_NEIGHBOURS, region), key=lambda other: other.slug)

    def reached_by(self, zone: Region) -> list[Region]:
        """List the districts that a zone reaches into."""
        return list(self._linked(_OVERLAPS, zone))

    def _linked(self, field: str, region: Region) -> Iterator[Region]:
        pks = self._links[field].get(region.pk, ())
        return (self.regions[pk] for pk in pks if pk in self.regions)

    @cached_property
    def _links(self) -> dict[str, dict[int, list[int]]]:
        """The keys that a region leads to by its fields of several, read at once."""
        found: dict[str, dict[int, list[int]]] = {_OVERLAPS: {}, _NEIGHBOURS: {}}
        queries = [
            getattr(Region, name)
            .through.objects.order_by()
            .values_list(Value(name), "from_region", "to_region", "pk")
            for name in found
        ]
        for name, region, other, _pk in queries[0].union(*queries[1:], all=True).order_by("pk"):
            found[name].setdefault(region, []).append(other)
        return found

    @cached_property
    def _reaching(self) -> dict[int, list[int]]:
        found: dict[int, list[int]] = {}
        for zone, districts in self._links[_OVERLAPS].items():
            for district in districts:
                found.setdefault(district, []).append(zone)
        return found

    @property
    def provinces(self) -> list[Region]:
        """List the regions of province level, A to Z."""
        return [province for country in self.countries for province in self.inside(country.pk)]

    @property
    def countries(self) -> list[Region]:
        """List what lies in nothing: the one country, once it has been loaded."""
        return self._children.get(None, [])

    @cached_property
    def _children(self) -> dict[int | None, list[Region]]:
        found: dict[int | None, list[Region]] = {}
        for region in self.regions.values():
            if not region.is_ended:
                found.setdefault(region.parent_id, []).append(region)
        return found


def gazetteer() -> Gazetteer:
    """Give all regions, A to Z as the database sorts them."""
    regions = Region.objects.order_by("slug")
    return edition.kept_in_process("gazetteer", lambda: Gazetteer(regions), of=PLACES)


def attach_regions(rows: Iterable[Row]) -> list[Row]:
    """Give each row its ``region`` without a query of its own, and list the rows.

    A region that came after the edition began to be served is left to a query.
    """
    regions = gazetteer().regions
    found = list(rows)
    for row in found:
        if region := regions.get(row.region_id):  # type: ignore[attr-defined]
            row.region = region  # type: ignore[attr-defined]
    return found
