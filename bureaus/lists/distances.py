"""How far bureaus are: in straight lines between the seats of the governments of places."""

from collections.abc import Iterator
from math import asin, cos, radians, sin, sqrt
from typing import NamedTuple

from bureaus.edition import edition
from bureaus.models import Bureau, Region
from bureaus.search.gazetteer import PLACES, Gazetteer, gazetteer

EARTH_RADIUS = 6371.0  # km
PROVINCE = Region.Level.values.index(Region.Level.PROVINCE)
WAYS = ("phone", "email", "website")  # to reach a bureau, the best first

Point = tuple[float, float]  # latitude and longitude in degrees


class Office(NamedTuple):
    """What is kept of a published bureau; ``way`` is the best of ``WAYS`` to reach it, or ""."""

    pk: int
    ref: str
    region: int
    way: str


class Near(NamedTuple):
    """An office, and how far its region is, in km."""

    office: Office
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


class Offices:
    """The published bureaus by place, for all pages of an edition."""

    def __init__(self) -> None:
        self.by_region: dict[int, list[Office]] = {}
        self._by_province: dict[str, list[Region]] = {}
        self._nearest: dict[tuple[int, int, bool], list[Near]] = {}
        rows = Bureau.objects.published().order_by("kind", "name_en", "ref")
        for pk, ref, region, *ways in rows.values_list("pk", "ref", "region", *WAYS):
            best = next((name for name, way in zip(WAYS, ways, strict=True) if way), "")
            self.by_region.setdefault(region, []).append(Office(pk, ref, region, best))
        self._places = gazetteer()
        regions = self._places.regions
        for place in (regions[pk] for pk in self.by_region if pk in regions):
            self._by_province.setdefault(_province(place), []).append(place)

    def nearest(self, region: Region, most: int, *, with_phone: bool) -> list[Near]:
        """List those nearest to a region, first those of its province.

        Neither its own, nor those inside it or of the levels above, are among them.
        """
        asked = (region.pk, most, with_phone)
        if asked not in self._nearest:
            self._nearest[asked] = list(self._find(region, most, with_phone=with_phone))
        return self._nearest[asked]

    def _find(self, region: Region, most: int, *, with_phone: bool) -> Iterator[Near]:
        point, own = seat_of(region, self._places), _province(region)
        number = 0
        for is_own in (True, False) if point else ():
            for km, place in self._by_distance(region, point, own, is_own=is_own):
                for office in self.by_region[place.pk]:
                    if number < most and (office.way == "phone" or not with_phone):
                        number += 1
                        yield Near(office, km)
                if number == most:
                    return

    def _by_distance(
        self, region: Region, point: Point | None, own: str, *, is_own: bool
    ) -> list[tuple[float, Region]]:
        found = [
            (distance(point, there), place)
            for province, places in self._by_province.items()
            for place in (places if (province == own) == is_own else ())
            if not region.is_above(place) and not place.is_above(region)
            if point and (there := seat_of(place, self._places))
        ]
        return sorted(found, key=lambda pair: (pair[0], pair[1].slug))


def offices() -> Offices:
    return edition.kept_in_process("offices", Offices, of=[Bureau, *PLACES])


def _province(region: Region) -> str:
    """Give the part of the path that those of one province share; the country has its own."""
    return "/".join(region.path.split("/")[:3])
