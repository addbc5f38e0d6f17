"""How far bureaus are: in straight lines between the seats of the governments of places."""

from collections.abc import Iterator
from math import asin, cos, radians, sin, sqrt
from typing import NamedTuple

from bureaus.edition import edition
from bureaus.lists.counts import coverage
from bureaus.models import Bureau, Region
from bureaus.search.gazetteer import PLACES, Gazetteer, gazetteer

EARTH_RADIUS = 6371.0  # km
PROVINCE = Region.Level.values.index(Region.Level.PROVINCE)

Point = tuple[float, float]  # latitude and longitude in degrees


class Near(NamedTuple):
    """A region with bureaus of its own, and how far its seat is, in km."""

    region: Region
    distance: float


def seat_of(region: Region, places: Gazetteer) -> Point | None:
    """Give the point of the seat: its own or its capital's, else that of the county or city.

    A zone that lies in no city takes that of the first district that it reaches into. A province
    is too wide to stand for what lies in it.
    """
    for place in (region, *places.reached_by(region)[:1], *region.above):
        if place.rank <= PROVINCE and place is not region:
            return None
        for seated in (place, places.regions.get(place.capital_id or 0)):
            if seated and seated.latitude is not None and seated.longitude is not None:
                return seated.latitude, seated.longitude
    return None


def distance(one: Point, other: Point) -> float:
    """Give the distance in km along a great circle, https://en.wikipedia.org/wiki/Haversine_formula."""
    south, west, north, east = map(radians, (*one, *other))
    chord = sin((north - south) / 2) ** 2 + cos(south) * cos(north) * sin((east - west) / 2) ** 2
    return 2 * EARTH_RADIUS * asin(sqrt(chord))


class Surroundings:
    """The places that have bureaus of their own, for all pages of an edition."""

    def __init__(self) -> None:
        covered = coverage()
        self._places = gazetteer()
        self._counts = {False: covered.own, True: covered.own_with_phone}
        self._by_province: dict[str, list[Region]] = {}
        self._nearest: dict[tuple[int, int, bool], list[Near]] = {}
        regions = self._places.regions
        for place in (regions[pk] for pk in covered.own if pk in regions):
            self._by_province.setdefault(_province(place), []).append(place)

    def nearest(self, region: Region, most: int, *, with_phone: bool) -> list[Near]:
        """List the places nearest to a region until so many bureaus are among theirs.

        First come those of its province. Neither itself, nor those inside it or of the levels
        above, are among them.
        """
        asked = (region.pk, most, with_phone)
        if asked not in self._nearest:
            self._nearest[asked] = list(self._find(region, most, with_phone=with_phone))
        return self._nearest[asked]

    def _find(self, region: Region, most: int, *, with_phone: bool) -> Iterator[Near]:
        point, counts, number = seat_of(region, self._places), self._counts[with_phone], 0
        for is_own in (True, False):
            for near in self._by_distance(region, point, is_own=is_own) if point else ():
                if number >= most:
                    return
                if counts[near.region.pk]:
                    number += counts[near.region.pk]
                    yield near

    def _by_distance(self, region: Region, point: Point, *, is_own: bool) -> list[Near]:
        own = _province(region)
        found = [
            Near(place, distance(point, there))
            for province, places in self._by_province.items()
            for place in (places if (province == own) == is_own else ())
            if not region.is_above(place) and not place.is_above(region)
            if (there := seat_of(place, self._places))
        ]
        return sorted(found, key=lambda near: (near.distance, near.region.slug))


def surroundings() -> Surroundings:
    return edition.kept_in_process("surroundings", Surroundings, of=[Bureau, *PLACES])


def _province(region: Region) -> str:
    """Give the part of the path that those of one province share; the country has its own."""
    return "/".join(region.path.split("/")[:3])
