"""How far bureaus are: in straight lines between the seats of the governments of places."""

from collections.abc import Collection, Set
from heapq import nsmallest
from math import acos, cos, radians, sin
from typing import Any, NamedTuple

from bureaus.edition import edition
from bureaus.models import Bureau, Region
from bureaus.search.gazetteer import PLACES, Gazetteer, gazetteer

EARTH_RADIUS = 6371.0  # km
CLOSEST = 32  # places that are looked through first
PROVINCE = Region.Level.values.index(Region.Level.PROVINCE)

Point = tuple[float, float]  # latitude and longitude in degrees
Vector = tuple[float, float, float]


class Near(NamedTuple):
    """A region with a bureau of its own that has a phone, and how far its seat is, in km."""

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


def on_the_sphere(point: Point) -> Vector:
    """Give the point of the unit sphere: the nearer two are, the greater is their product."""
    north, east = map(radians, point)
    return cos(north) * cos(east), cos(north) * sin(east), sin(north)


def product(one: Vector, other: Vector) -> float:
    return one[0] * other[0] + one[1] * other[1] + one[2] * other[2]


def distance(one: Vector, other: Vector) -> float:
    """Give the distance in km along a great circle, https://en.wikipedia.org/wiki/Great-circle_distance."""
    return EARTH_RADIUS * acos(max(-1.0, min(1.0, product(one, other))))


class Surroundings:
    """Which places are close to others, which changes only with places; they go by primary key."""

    def __init__(self) -> None:
        self._places = gazetteer()
        points = {pk: seat_of(place, self._places) for pk, place in self._places.regions.items()}
        self.seats = {pk: on_the_sphere(point) for pk, point in points.items() if point}
        self._closest: dict[int, list[int]] = {}

    def closest(self, region: Region) -> list[int]:
        """List the ``CLOSEST`` ones to a region, as ``nearest_among`` does."""
        if region.pk not in self._closest:
            self._closest[region.pk] = self.nearest_among(self.seats.keys(), region, CLOSEST)
        return self._closest[region.pk]

    def nearest_among(self, among: Set[int], region: Region, most: int) -> list[int]:
        """List the nearest ``among`` places with a seat, first those of the region's province.

        Neither itself, nor those inside it or of the levels above, are among them.
        """
        seat, places = self.seats.get(region.pk), self._places
        if seat is None:
            return []
        line = {place.pk for place in (region, *region.above, *places.below(region))}
        in_province = among & {place.pk for place in places.below(region.trail[0])}

        def order(pk: int) -> tuple[float, str]:
            return -product(seat, self.seats[pk]), places.regions[pk].slug

        found = nsmallest(most, in_province - line, key=order)
        if len(found) < most:
            found += nsmallest(most - len(found), among - in_province - line, key=order)
        return found


def surroundings() -> Surroundings:
    return edition.kept_in_process("surroundings", Surroundings, of=PLACES)


def nearest_with_phone(regions: Collection[Region], most: int) -> dict[int, list[Near]]:
    """List the places nearest to each region that have a bureau with a phone, by primary key.

    Where too few of the ``CLOSEST`` places have one, all that have one are looked through.
    """
    known, places = surroundings(), gazetteer().regions
    close = {region.pk: known.closest(region) for region in regions}
    with_phone = _places_with_phone(region__in={pk for pks in close.values() for pk in pks})
    found = {asked: [pk for pk in pks if pk in with_phone][:most] for asked, pks in close.items()}
    lacking = [r for r in regions if len(found[r.pk]) < most and len(close[r.pk]) == CLOSEST]
    if lacking:
        everywhere = known.seats.keys() & _everywhere()
        found |= {region.pk: known.nearest_among(everywhere, region, most) for region in lacking}
    seats = known.seats
    return {
        asked: [Near(places[pk], distance(seats[asked], seats[pk])) for pk in pks]
        for asked, pks in found.items()
    }


def _everywhere() -> set[int]:
    return edition.kept_in_process("places with a phone", _places_with_phone, of=[Bureau])


def _places_with_phone(**where: Any) -> set[int]:
    """Give the keys of the places that have a bureau with a phone."""
    bureaus = Bureau.objects.published().reachable_by(["phone"]).filter(**where)
    return set(bureaus.order_by().values_list("region", flat=True).distinct())
