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
from bureaus.models.region_queryset import LEADING
from bureaus.models.tree import path_ids
from bureaus.search import office_words
from bureaus.search.index import names_of_region
from bureaus.search.names import Names, key_of
from bureaus.search.tokens import spellings

Row = TypeVar("Row", bound=models.Model)

# What a gazetteer is read from
PLACES: tuple[type[models.Model], ...] = (
    Region,
    RegionAlias,
    Region.overlaps.through,
    Region.neighbours.through,
    Region.successors.through,
)
MAX_CHARACTER = chr(0x10FFFF)
# Fields of regions that lead to several
_OVERLAPS, _NEIGHBOURS, _SUCCESSORS = "overlaps", "neighbours", "successors"


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
        """Find what each of the values names: a code or slug, else any name, former or current.

        Only former names, regions that ended or came after the edition need queries.
        """
        found = {
            text: [self._called[text.lower()]] for text in values if text.lower() in self._called
        }
        rest = [text for text in values if text not in found]
        once = Region.objects.called_any(rest) if rest else {}
        for text in rest:
            if regions := list(dict.fromkeys([*once.get(text, ()), *self.named(text)])):
                found[text] = regions
        return found

    def called(self, value: str) -> list[Region]:
        """Find what a value names, as ``called_any`` does."""
        return self.called_any([value]).get(value, [])

    def named(self, text: str) -> list[Region]:
        """Find the regions that a text names in full, alone or with those above, widest first.

        "四会市", 广东省肇庆市四会市 and "Sihui City, Guangdong" are one; "Chaoyang" several.
        """
        return self._widest_first(self.names.named(text))

    def among(self, text: str) -> tuple[list[Region], str]:
        """Find the regions that a text names among other words, and give those words."""
        found, rest = self.names.among(text)
        return self._widest_first(found), rest

    def _widest_first(self, pks: Iterable[int]) -> list[Region]:
        found = [self.regions[pk] for pk in pks]
        return sorted(found, key=lambda region: (region.rank, region.slug))

    @cached_property
    def names(self) -> Names:
        """All names that lead to a region of today, and all words at which Chinese is cut."""
        bearers: dict[str, set[int]] = {}
        words = set(office_words.WORDS)
        for region in self.regions.values():
            today = self._today(region.pk)
            for alias in self.aliases(region):
                if alias.use not in LEADING:
                    words.add(key_of(alias.value))
            leading = [alias.value for alias in self.aliases(region) if alias.use in LEADING]
            for name in filter(None, names_of_region(region, leading)):
                for spelling in spellings(key_of(name)):
                    bearers.setdefault(spelling, set()).update(today)
        reach = {pk: self._reach(pk) for pk in self.regions}
        return Names(bearers, reach, words)

    def _today(self, pk: int) -> set[int]:
        """Give the keys of a region, or once it has ended of those that took it over."""
        if not self.regions[pk].is_ended:
            return {pk}
        after = [other for other in self._links[_SUCCESSORS].get(pk, ()) if other in self.regions]
        return set().union(*map(self._today, after))

    def _reach(self, pk: int) -> set[int]:
        """Give the keys of a region and of all that it lies in or reaches into."""
        into = [other for other in self._links[_OVERLAPS].get(pk, ()) if other in self.trails]
        return set().union(self.trails[pk], *(self.trails[other] for other in into))

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
        found: dict[str, dict[int, list[int]]] = {_OVERLAPS: {}, _NEIGHBOURS: {}, _SUCCESSORS: {}}
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
