"""The public hotlines of cities, which lead further where no bureau is known.

12345 is the number of local governments' service lines, by a circular of the General Office of the
State Council of 6 January 2021 (国办发〔2020〕53号); Hong Kong, Macao and Taiwan have none.
"""

from typing import NamedTuple

from bureaus.models import Region
from bureaus.search.gazetteer import gazetteer

SERVICE_LINE = "12345"
# How many foreign languages the line answered in, and when: the cities' own announcements
FOREIGN_LANGUAGES = {"110000": (8, 2021), "310000": (10, 2022)}


class Hotline(NamedTuple):
    """The line for all public services of a city of the mainland, composed and not tried.

    ``number`` is dialled within the mainland, such as 0593-12345; ``languages`` is (how many
    foreign languages, the year of the announcement), where that is known.
    """

    city: Region
    number: str
    languages: tuple[int, int] | None


def hotline_of(region: Region) -> Hotline | None:
    """Compose the number of the city that a place is or lies in; a province's is its capital's."""
    city = _city_of(region)
    if city is None or not is_on_the_mainland(city):
        return None
    return Hotline(city, f"{city.dial_code}-{SERVICE_LINE}", FOREIGN_LANGUAGES.get(city.code))


def _city_of(region: Region) -> Region | None:
    trail = [region, *region.above]
    levels = {place.level: place for place in trail}
    province = levels.get(Region.Level.PROVINCE)
    if city := levels.get(Region.Level.PREFECTURE):
        return city
    if province is None or province.kind == Region.Kind.MUNICIPALITY:
        return province
    if county := levels.get(Region.Level.COUNTY):
        return county  # directly under the province
    if reached := gazetteer().reached_by(region):
        return _city_of(reached[0])
    capital = gazetteer().regions.get(province.capital_id or 0)
    return _city_of(capital) if capital else province


def is_on_the_mainland(region: Region) -> bool:
    """Tell it by the dialling code: Hong Kong, Macao and Taiwan have codes of countries."""
    return region.dial_code.startswith("0")
