"""Industries and the regions that name them: by year, with their priorities and nearest bureaus."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Model

from bureaus.edition import edition
from bureaus.lists.nearest import nearest_bureaus
from bureaus.models import Bureau, Region
from bureaus.models.tree import path_ids
from bureaus.search.gazetteer import PLACES, gazetteer
from bureaus.search.index import texts_of
from bureaus.search.names import key_of
from policies.models import Document, Industry, Priority
from policies.models.priority import PriorityQuerySet

# What tells who wants an industry
STATED: tuple[type[Model], ...] = (Priority, Priority.industries.through, Document)


def regions_with_priorities(year: int) -> set[int]:
    """Find the regions that have anything for a year, by their primary keys."""

    def read() -> set[int]:
        rows = Priority.objects.published().for_year(year).order_by()
        return set(rows.values_list("region", flat=True).distinct())

    return edition.kept(f"regions in {year}", read, [*STATED, *PLACES])


def regions_naming(industry: Industry) -> dict[int, set[int]]:
    """Find the local regions that name an industry: year → their primary keys.

    A year in which only national priorities name it has none.
    """

    def read() -> dict[int, set[int]]:
        regions: dict[int, set[int]] = {}
        countries = {country.pk for country in gazetteer().countries}
        naming = Priority.objects.published().naming(industry).order_by()
        for year, region in naming.values_list("year", "region").distinct():
            regions.setdefault(year, set()).update({region} - countries)
        return regions

    return edition.kept(f"regions naming {industry.pk}", read, [*STATED, *PLACES])


def others_naming(
    by_year: dict[int, set[int]], year: int, provinces: Iterable[int]
) -> list[tuple[Region, int]]:
    """List regions with the year for which they name an industry, out of ``regions_naming``.

    First those of the year but for ``provinces``, then those that have nothing at all for it,
    each with the newest year before in which it named the industry.
    """
    of_year = by_year.get(year, set()).difference(provinces)
    found = [(region, year) for region in place_by_place(of_year)]
    seen = regions_with_priorities(year)
    for earlier in sorted((one for one in by_year if one < year), reverse=True):
        found += [(region, earlier) for region in place_by_place(by_year[earlier] - seen)]
        seen = seen | by_year[earlier]
    return found


def place_by_place(pks: Iterable[int]) -> list[Region]:
    """List regions A to Z province by province, each province before what lies inside it."""
    regions = gazetteer().regions

    def place(region: Region) -> tuple[str, bool, str]:
        province = region.trail[0]
        return province.slug, province is not region, region.slug

    return sorted((regions[pk] for pk in pks if pk in regions), key=place)


def wanting_regions(
    by_year: dict[int, set[int]], year: int, *, include_inherited: bool
) -> set[int]:
    """Give those of a year out of what ``regions_naming`` gives.

    With ``include_inherited``, also those that have a bureau of their own and lie inside a
    wanting region.
    """
    wanting = set(by_year.get(year, ()))
    if include_inherited:
        bureaus = Bureau.objects.published().order_by()
        served = bureaus.values_list("region", "region__path").distinct()
        wanting |= {pk for pk, path in served if path_ids([path]) & wanting}
    return wanting


def wanting_rows(regions: list[Region], wanted: PriorityQuerySet) -> list[dict[str, Any]]:
    """Join regions with their priorities and nearest bureaus, for one page of a list."""
    places = {place for region in regions for place in (region, *region.above)}
    stated = wanted.filter(region__in=places).select_related("document").in_order()
    return with_nearest(regions, stated)


def with_nearest(regions: list[Region], stated: Iterable[Priority]) -> list[dict[str, Any]]:
    """Join regions with their nearest bureaus, and with what they, else wider ones, state."""
    nearest = nearest_bureaus(regions)
    of_region: dict[int, list[Priority]] = {}
    for priority in stated:
        of_region.setdefault(priority.region_id, []).append(priority)
    rows = []
    for region in regions:
        stating = (place for place in (region, *region.above) if place.pk in of_region)
        source = next(stating, region)
        rows.append(
            {
                "region": region,
                "province": region.trail[0],
                "inherited_from": source if source is not region else None,
                "priorities": of_region.get(source.pk, []),
                "nearest": nearest[region.pk],
            }
        )
    return rows


def industries_called(values: Iterable[str]) -> dict[str, Industry]:
    """Find the industry of each slug, in any case, or name in any language."""
    names = edition.kept_in_process("industries by name", _industries_by_name, of=[Industry])
    return {text: names[key] for text in values if (key := key_of(text)) in names}


def _industries_by_name() -> dict[str, Industry]:
    return {
        key_of(name): industry
        for industry in catalogue()
        for name in (industry.slug, *texts_of(industry, "name"))
        if name
    }


def catalogue() -> list[Industry]:
    """List all industries."""
    industries = Industry.objects.order_by("position", "slug")
    return edition.kept_in_process("industries", lambda: list(industries), of=[Industry])
