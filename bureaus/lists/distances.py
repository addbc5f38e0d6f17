"""How far bureaus are: in straight lines between the seats of the governments of places."""

from collections import Counter
from collections.abc import Iterable, Iterator
from heapq import nsmallest
from math import acos, cos, radians, sin
from typing import NamedTuple

from bureaus.edition import edition
from bureaus.lists.counts import coverage, covering
from bureaus.models import Bureau, Region
from bureaus.search.gazetteer import PLACES, Gazetteer, gazetteer

EARTH_RADIUS = 6371.0  # km
PROVINCE = Region.Level.values.index(Region.Level.PROVINCE)

Point = tuple[float, float]  # latitude and longitude in degrees
Vector = tuple[float, float, float]


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
    """Give the distance in km along a great circle, https://en.wikipedia.org/wiki/Great-circle_distance."""
    return EARTH_RADIUS * acos(min(1.0, _product(_on_the_sphere(one), _on_the_sphere(other))))


def _on_the_sphere(point: Point) -> Vector:
    """Give the point of the unit sphere: those that are near have a large product."""
    north, east = map(radians, point)
    return cos(north) * cos(east), cos(north) * sin(east), sin(north)


def _product(one: Vector, other: Vector) -> float:
    return one[0] * other[0] + one[1] * other[1] + one[2] * other[2]


def _seats() -> dict[int, Vector]:
    """Give the seats of all places that have one, by primary key."""
    places = gazetteer()
    points = {pk: seat_of(region, places) for pk, region in places.regions.items()}
    return {pk: _on_the_sphere(point) for pk, point in points.items() if point}  # not China


class Surroundings:
    """The places that have a bureau with a phone, for all pages of an edition."""

    def __init__(self) -> None:
        self._seats = edition.kept_in_process("seats", _seats, of=PLACES)
        self._in_province: dict[str, dict[Region, int]] = {}
        self._nearest: dict[tuple[int, int], list[Near]] = {}

    def nearest(self, region: Region, most: int) -> list[Near]:
        """List the places nearest to a region until so many bureaus with a phone are among theirs.

        First come those of its province. Neither itself, nor those inside it or of the levels
        above, are among them.
        """
        asked = (region.pk, most)
        if asked not in self._nearest:
            seat = self._seats.get(region.pk)
            self._nearest[asked] = list(self._find(region, seat, most)) if seat else []
        return self._nearest[asked]

    def _find(self, region: Region, seat: Vector, most: int) -> Iterator[Near]:
        number = 0
        for count in (self._beside, self._elsewhere):
            counts = count(region) if number < most else {}
            for closeness, place in self._closest(seat, counts, most):
                if number < most:
                    number += counts[place]
                    yield Near(place, EARTH_RADIUS * acos(min(1.0, closeness)))

    def _beside(self, region: Region) -> dict[Region, int]:
        """Count those of the places of its province; only these are asked for, for most pages."""
        province = next(iter(region.trail), region)
        if province.path not in self._in_province:
            inside = Bureau.objects.published().within(province)
            self._in_province[province.path] = self._with_seats(covering(inside).own_with_phone)
        counts = self._in_province[province.path]
        return {
            place: count
            for place, count in counts.items()
            if not region.is_above(place) and not place.is_above(region)
        }

    def _elsewhere(self, region: Region) -> dict[Region, int]:
        province = next(iter(region.trail), region)
        everywhere = self._with_seats(coverage().own_with_phone)
        return {p: count for p, count in everywhere.items() if not province.is_above(p)}

    def _with_seats(self, counts: Counter[int]) -> dict[Region, int]:
        regions = gazetteer().regions
        return {regions[pk]: n for pk, n in counts.items() if n and pk in self._seats}

    def _closest(
        self, seat: Vector, places: Iterable[Region], most: int
    ) -> list[tuple[float, Region]]:
        """Give so many of the places with the cosine of their distance, the nearest first."""
        seats = self._seats
        found = ((_product(seat, seats[place.pk]), place) for place in places)
        return nsmallest(most, found, key=lambda pair: (-pair[0], pair[1].slug))


def surroundings() -> Surroundings:
    return edition.kept_in_process("surroundings", Surroundings, of=[Bureau, *PLACES])
