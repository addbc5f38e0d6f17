"""Which bureaus pages show of a region: those inside it, around it, and near another bureau."""

from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from bureaus.edition import edition
from bureaus.lists.counts import coverage
from bureaus.models import Bureau, Region
from bureaus.search.gazetteer import attach_regions, gazetteer

NEARBY = 6
NAMED = ("ref", "name_en", "name_zh_hans", "name_zh_hant", "region")


class Concerning(NamedTuple):
    inside: list[Bureau]
    around: list[Bureau]


def concerning(region: Region, most: int) -> Concerning:
    """Give at most so many published bureaus inside a region, and those of the regions around it.

    The former come along the tree of regions, the latter from narrow to wide: the regions that
    this one lies in, and the zones that reach into it from outside. One query.
    """
    inside = list(_first_places(region, most))
    wanted = [place.pk for place in (*inside, *gazetteer().around(region))]
    found = Bureau.objects.published().filter(region__in=wanted).with_public_columns()
    bureaus = attach_regions(found.order_by("name_en", "ref"))
    own = [bureau for bureau in bureaus if region.is_above(bureau.region)]
    others = [bureau for bureau in bureaus if not region.is_above(bureau.region)]
    own.sort(key=lambda bureau: bureau.region.path)
    others.sort(key=lambda bureau: (-len(bureau.region.path), bureau.region.path))
    return Concerning(own[:most], others)


def _first_places(region: Region, most: int) -> Iterator[Region]:
    """Yield places inside a region, itself first, until so many bureaus must be among theirs."""
    places, counts = gazetteer(), coverage().total_by_region
    yield region
    number = _own_count(region, counts)
    for place in places.below(region):
        if number >= most:
            return
        if own := _own_count(place, counts):
            number += own
            yield place


def _own_count(region: Region, counts: Counter[int]) -> int:
    return counts[region.pk] - sum(counts[place.pk] for place in gazetteer().inside(region.pk))


def nearby_bureaus(bureau: Bureau) -> list[Bureau]:
    """Give the first bureaus of the next wider region, which all bureaus in it share."""
    around = bureau.region.above[0] if bureau.region.parent_id else bureau.region
    first: dict[int, list[Bureau]] = edition.kept_in_process("first bureaus inside", dict)
    if around.pk not in first:
        inside = Bureau.objects.published().within(around).by_place().only(*NAMED)
        first[around.pk] = attach_regions(inside[: NEARBY + 1])
    return [other for other in first[around.pk] if other.pk != bureau.pk][:NEARBY]
