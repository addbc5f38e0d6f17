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
        self._in_province: dict[int, set[int]] = {}
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
        places, province = gazetteer(), region.trail[0]
        if province.pk not in self._in_province:
            inside = [province, *places.below(province)]
            bureaus = Bureau.objects.published().filter(region__in=[place.pk for place in inside])
            self._in_province[province.pk] = self._with_phone(bureaus)
        in_province = self._in_province[province.pk]
        line = {place.pk for place in (region, *region.above, *places.below(region))}
        found = self._closest(seat, in_province - line, most)
        if len(found) < most:  # never so for most pages, which are spared to read them all
            found += self._closest(seat, self._everywhere - in_province, most - len(found))
        return found

    @cached_property
    def _everywhere(self) -> set[int]:
        return self._with_phone(Bureau.objects.published())

    def _with_phone(self, bureaus: BureauQuerySet) -> set[int]:
        places = bureaus.reachable_by(["phone"]).order_by().values_list("region", flat=True)
        return self._seats.keys() & places.distinct()

    def _closest(self, seat: Vector, places: Iterable[int], most: int) -> list[Near]:
        seats, regions = self._seats, gazetteer().regions
        found = ((-product(seat, seats[pk]), regions[pk].slug, pk) for pk in places)
        return [Near(regions[pk], distance(seat, seats[pk])) for *_, pk in nsmallest(most, found)]


def surroundings() -> Surroundings:
    return edition.kept_in_process("surroundings", Surroundings, of=[Bureau, *PLACES])
