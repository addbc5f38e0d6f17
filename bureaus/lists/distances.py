"""How far bureaus are: in straight lines between the seats of the governments of places."""

from collections.abc import Iterable
from functools import cached_property
from heapq import nsmallest
from math import acos, cos, radians, sin
from typing import NamedTuple

from bureaus.edition import edition
from bureaus.models import Bureau, Region
from bureaus.models.bureau_queryset import BureauQuerySet
from bureaus.search.gazetteer import PLACES, Gazetteer, gazetteer

EARTH_RADIUS = 6371.0  # km
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
    return EARTH_RADIUS * acos(min(1.0, product(one, other)))


def _seats() -> dict[int, Vector]:
    """Give the seats of all places that have one, by primary key; the country has none."""
    places = gazetteer()
    points = {pk: seat_of(region, places) for pk, region in places.regions.items()}
    return {pk: on_the_sphere(point) for pk, point in points.items() if point}


class Surroundings:
    """The places that have a bureau with a phone, for all pages of an edition."""

    def __init__(self) -> None:
        self._seats = edition.kept_in_process("seats", _seats, of=PLACES)
        self._in_province: dict[int, list[Region]] = {}
        self._nearest: dict[tuple[int, int], list[Near]] = {}

    def nearest(self, region: Region, most: int) -> list[Near]:
        """List the places nearest to a region that have a bureau with a phone.

        First come those of its province. Neither itself, nor those inside it or of the levels
        above, are among them.
        """
        asked = (region.pk, most)
        if asked not in self._nearest:
            seat = self._seats.get(region.pk)
            self._nearest[asked] = self._find(region, seat, most) if seat else []
        return self._nearest[asked]

    def _find(self, region: Region, seat: Vector, most: int) -> list[Near]:
        found = self._closest(seat, self._beside(region), most)
        if len(found) < most:
            inside = set(self._in_province[region.trail[0].pk])
            elsewhere = (place for place in self._everywhere if place not in inside)
            found += self._closest(seat, elsewhere, most - len(found))
        return found

    def _beside(self, region: Region) -> list[Region]:
        """List those of its province; for most pages only these are asked for."""
        province = region.trail[0]
        if province.pk not in self._in_province:
            inside = Bureau.objects.published().within(province)
            self._in_province[province.pk] = self._with_phone(inside)
        places = self._in_province[province.pk]
        return [p for p in places if not region.is_above(p) and not p.is_above(region)]

    @cached_property
    def _everywhere(self) -> list[Region]:
        return self._with_phone(Bureau.objects.published())

    def _with_phone(self, bureaus: BureauQuerySet) -> list[Region]:
        regions = gazetteer().regions
        found = bureaus.reachable_by(["phone"]).order_by().values_list("region", flat=True)
        return [regions[pk] for pk in found.distinct() if pk in self._seats]

    def _closest(self, seat: Vector, places: Iterable[Region], most: int) -> list[Near]:
        seats = self._seats
        found = ((-product(seat, seats[place.pk]), place.slug, place) for place in places)
        nearest = nsmallest(most, found, key=lambda row: row[:2])
        return [Near(place, distance(seat, seats[place.pk])) for _product, _slug, place in nearest]


def surroundings() -> Surroundings:
    return edition.kept_in_process("surroundings", Surroundings, of=[Bureau, *PLACES])
