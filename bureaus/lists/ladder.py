"""The contact ladder of a place: what helps where its own bureaus do not, step by step."""

from dataclasses import dataclass, field
from typing import NamedTuple
from urllib.parse import urlencode

from bureaus.lists.distances import offices
from bureaus.lists.nearest import ABOVE, INSIDE, NATION, NEAR, OWN, Nearest
from bureaus.models import Bureau, Region
from bureaus.search.gazetteer import attach_regions, gazetteer

MOST_NEAR = 1
SERVICE_LINE = "12345"
HOTLINE = "hotline"
STEPS = (OWN, INSIDE, ABOVE, HOTLINE, NEAR, NATION)
# How many foreign languages the line answered in, and when: the cities' own announcements
FOREIGN_LANGUAGES = {"110000": (8, 2021), "310000": (10, 2022)}
MAINLAND_CODE = "0"  # with which the dialling codes of the mainland begin


class Hotline(NamedTuple):
    """The line for all public services of a city of the mainland, composed and not tried.

    ``number`` is dialled within the mainland, such as 0593-12345; ``languages`` is (how many
    foreign languages, the year of the announcement), where that is known.
    """

    city: Region
    number: str
    languages: tuple[int, int] | None


class WebSearch(NamedTuple):
    """A search that is ready to be followed; its words are Chinese."""

    engine: str
    words: str
    url: str


class Step(NamedTuple):
    """One step for programs: its ``kind``, and the references of its bureaus or a number to dial.

    ``region`` is whose bureaus or number it is; ``distance`` is in km, where the step has one.
    """

    kind: str
    region: Region
    refs: list[str]
    number: str = ""
    distance: int | None = None


class NearBureau(NamedTuple):
    bureau: Bureau
    distance: int | None  # in km, in a straight line between the seats; None in one place
    is_in_province: bool


@dataclass
class OtherWays:
    """What follows a place's own bureaus, those inside it and those of the levels above."""

    region: Region
    hotline: Hotline | None
    searches: list[WebSearch]
    near: list[NearBureau] = field(default_factory=list)
    nation: list[Bureau] = field(default_factory=list)


def other_ways(
    region: Region, most: int = MOST_NEAR, *, with_phone: bool = True, without: int | None = None
) -> OtherWays:
    """Find them for a page, in one query; ``without`` leaves out one bureau, by primary key.

    ``region`` needs its parents joined. The nearest are, if possible, ones ``with_phone``.
    """
    ways = OtherWays(region, hotline_of(region), searches_for(region))
    known = offices()
    near = known.nearest(region, most + 1, with_phone=with_phone)
    near = [one for one in near if one.office.pk != without][:most]
    country = region.above[-1] if region.parent_id else region
    nation = [one.pk for one in known.by_region.get(country.pk, ()) if one.pk != without]
    rows = Bureau.objects.published().with_public_columns()
    bureaus = rows.in_bulk([*(one.office.pk for one in near), *nation])
    attach_regions(bureaus.values())
    ways.nation = [bureaus[pk] for pk in nation if pk in bureaus]
    ways.near = [
        NearBureau(bureaus[pk], round(km) or None, _is_in_one_province(region, bureaus[pk].region))
        for (pk, *_rest), km in near
        if pk in bureaus
    ]
    return ways


def steps(found: Nearest) -> list[Step]:
    """List the steps for a region that the bureaus to turn to were found for, without a query."""
    known, regions, region = offices(), gazetteer(), found.region
    listed = []
    if found.where in {OWN, INSIDE, ABOVE}:
        place = found.bureaus[0].region if found.where == ABOVE else region
        listed.append(Step(found.where, place, [bureau.ref for bureau in found.bureaus]))
    if line := hotline_of(region):
        listed.append(Step(HOTLINE, line.city, [], line.number))
    for office, km in known.nearest(region, MOST_NEAR, with_phone=True):
        place = regions.regions[office.region]
        listed.append(Step(NEAR, place, [office.ref], distance=round(km) or None))
    for country in regions.countries:
        if agencies := known.by_region.get(country.pk):
            listed.append(Step(NATION, country, [office.ref for office in agencies]))
    return listed


def _is_in_one_province(one: Region, other: Region) -> bool:
    return one.path.split("/")[2:3] == other.path.split("/")[2:3]


def hotline_of(region: Region) -> Hotline | None:
    """Compose the number of the city that a place is or lies in; a province's is its capital's."""
    city = _city_of(region)
    if city is None or not city.dial_code.startswith(MAINLAND_CODE):
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


def searches_for(region: Region) -> list[WebSearch]:
    """Make the searches that find the office of a place, or of none for the country."""
    if region.level == Region.Level.COUNTRY:
        return []
    name = region.full_name_zh_hans
    phone, contact = f"{name} {_office_of(region)} 电话", f"{name} 招商 联系方式"
    official = f"{region.name_zh_hans} 投资促进"
    if region.dial_code.startswith(MAINLAND_CODE):
        official += " site:gov.cn"
    return [
        *(_search("百度", "https://www.baidu.com/s", "wd", words) for words in (phone, contact)),
        *(_search("Bing", "https://cn.bing.com/search", "q", words) for words in (phone, official)),
    ]


def _office_of(region: Region) -> str:
    """Name the kind of office that receives investors in most places of the level."""
    if region.level == Region.Level.ZONE:
        return "管委会"
    return "商务厅" if region.level == Region.Level.PROVINCE else "商务局"


def _search(engine: str, address: str, key: str, words: str) -> WebSearch:
    return WebSearch(engine, words, f"{address}?{urlencode({key: words})}")
