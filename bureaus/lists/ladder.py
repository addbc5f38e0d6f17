"""The contact ladder of a place: what helps where its own bureaus do not, step by step."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple
from urllib.parse import urlencode

from bureaus.lists.distances import nearest_with_phone
from bureaus.lists.hotlines import Hotline, hotline_of
from bureaus.lists.nearest import ABOVE, INSIDE, NATION, NEAR, OWN, Nearest
from bureaus.models import Bureau, Region
from bureaus.models.contacts import PHONE_FIRST
from bureaus.search.gazetteer import attach_regions, gazetteer

MOST_NEAR = 1
MOST_OF_A_PLACE = 4  # so that three are left beside one of them
HOTLINE = "hotline"
STEPS = (OWN, INSIDE, ABOVE, HOTLINE, NEAR, NATION)


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
    """What follows a place's own bureaus and those inside it.

    ``around`` are those of the levels above below the country, the narrow ones first, and of zones
    that reach into the place from outside.
    """

    region: Region
    hotline: Hotline | None
    searches: list[WebSearch]
    around: list[Bureau] = field(default_factory=list)
    near: list[NearBureau] = field(default_factory=list)
    nation: list[Bureau] = field(default_factory=list)


def other_ways(region: Region, bureau: Bureau | None = None) -> OtherWays:
    """Find them for a page, in three queries at most; ``region`` needs its parents joined.

    Beside one of its bureaus, the others are ways as well, the agencies of the country are not,
    and what is near only is if that bureau has no phone.
    """
    ways = OtherWays(region, hotline_of(region), searches_for(region))
    most = 0 if bureau and bureau.phone else MOST_NEAR
    nearest = nearest_with_phone([region], most)[region.pk] if most else []
    near = {one.region.pk: one for one in nearest}
    nation = [] if bureau else [place.pk for place in region.above[-1:]]
    narrow_first = sorted(gazetteer().around(region), key=lambda p: (-len(p.path), p.path))
    around = [region.pk] if bureau else []
    around += [place.pk for place in narrow_first if place.parent_id]
    for found in _bureaus_of([*around, *near, *nation]):
        if found == bureau:
            continue
        if found.region_id in nation:
            ways.nation.append(found)
        elif found.region_id in around:
            ways.around.append(found)
        elif len(ways.near) < most:
            km = round(near[found.region_id].distance) or None
            ways.near.append(NearBureau(found, km, found.region.trail[0] == region.trail[0]))
    return ways


def _bureaus_of(regions: Sequence[int]) -> list[Bureau]:
    """List the published bureaus of regions, in the order of these, those with a phone first.

    At most ``MOST_OF_A_PLACE`` are given of each; its own page has the others.
    """
    of_place: dict[int, list[Bureau]] = {pk: [] for pk in regions}
    rows = Bureau.objects.published().filter(region__in=regions).with_public_columns()
    for bureau in rows.order_by(PHONE_FIRST, "kind", "name_en", "ref"):
        of_place[bureau.region_id].append(bureau)
    return attach_regions(b for found in of_place.values() for b in found[:MOST_OF_A_PLACE])


def steps(found: Iterable[Nearest]) -> dict[int, list[Step]]:
    """List the steps for each region that the bureaus to turn to were found for.

    It takes three queries at most, however many there are.
    """
    items = list(found)
    near = nearest_with_phone([item.region for item in items], MOST_NEAR)
    countries = gazetteer().countries
    wanted = {one.region.pk for those in near.values() for one in those}
    refs: dict[int, list[str]] = {}
    for bureau in _bureaus_of([*wanted, *(country.pk for country in countries)]):
        refs.setdefault(bureau.region_id, []).append(bureau.ref)
    last = [Step(NATION, place, refs[place.pk]) for place in countries if place.pk in refs]
    return {
        item.region.pk: [
            *_first_steps(item),
            *(
                Step(NEAR, place, refs[place.pk][:1], distance=round(km) or None)
                for place, km in near[item.region.pk]
                if place.pk in refs
            ),
            *last,
        ]
        for item in items
    }


def _first_steps(found: Nearest) -> Iterator[Step]:
    if found.where in {OWN, INSIDE, ABOVE}:
        place = found.bureaus[0].region if found.where == ABOVE else found.region
        yield Step(found.where, place, [bureau.ref for bureau in found.bureaus])
    if line := hotline_of(found.region):
        yield Step(HOTLINE, line.city, [], line.number)


def searches_for(region: Region) -> list[WebSearch]:
    """Make the searches that find the office of a place, or of none for the country."""
    if region.level == Region.Level.COUNTRY:
        return []
    name = region.full_name_zh_hans
    phone, contact = f"{name} {_office_of(region)} 电话", f"{name} 招商 联系方式"
    official = f"{region.name_zh_hans} 投资促进"
    if hotline_of(region):  # on the mainland
        official += " site:gov.cn"
    return [
        *(_search("百度", "https://www.baidu.com/s", "wd", words) for words in (phone, contact)),
        *(_search("Bing", "https://cn.bing.com/search", "q", words) for words in (phone, official)),
    ]


def _office_of(region: Region) -> str:
    """Name the kind of office that receives investors in most places of the level."""
    if region.level == Region.Level.ZONE:
        return "管委会"
    if region.level != Region.Level.PROVINCE:
        return "商务局"
    if hotline_of(region) is None:
        return "投资促进"  # outside the mainland there are none of commerce
    return "商务委" if region.kind == Region.Kind.MUNICIPALITY else "商务厅"


def _search(engine: str, address: str, key: str, words: str) -> WebSearch:
    return WebSearch(engine, words, f"{address}?{urlencode({key: words})}")
