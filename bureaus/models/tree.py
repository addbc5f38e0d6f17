"""The tree of regions: paths, and which regions are worth listing.

The path "/1/20/133/" holds the primary keys from the country down. A region is listed when it or
something inside it has something published, whichever app knows it.
"""

from collections.abc import Iterable
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, Max, OuterRef, Q, QuerySet

from bureaus.changes.nouns import Noun, nouns
from bureaus.edition import edition

if TYPE_CHECKING:
    from bureaus.models.region import Region


def inside(regions: Iterable["Region"]) -> Q:
    """Match the given regions and all that lie inside them."""
    condition = Q(pk__in=[])
    for region in regions:
        condition |= Q(path__startswith=region.path)
    return condition


def of_regions(regions: Iterable["Region"]) -> Q:
    """Match rows whose ``region`` is one of the given ones or lies inside one.

    The regions are found first, as there are few of them; joining each row with its region to
    look at the path takes five times as long. Everything lies in the country.
    """
    wanted = list(regions)
    if not wanted:
        return Q(pk__in=[])
    if any(region.level == region.Level.COUNTRY for region in wanted):
        return Q()
    return Q(region__in=type(wanted[0]).objects.filter(inside(wanted)).order_by())


def path_ids(paths: Iterable[str]) -> set[int]:
    """Collect the primary keys of all regions on the given paths."""
    return {int(part) for path in paths for part in path.split("/") if part}


def listed_paths() -> set[str]:
    """Collect the paths of all regions that hold something published, noun by noun."""
    found: set[str] = set()
    for noun in nouns():
        if noun.lists_regions:
            name = f"paths of {noun.name}"
            found |= edition.kept_in_process(name, partial(_paths, noun), noun.lists_regions)
    return found


def _paths(noun: Noun) -> set[str]:
    """Look in each of the few regions whether it holds anything, and not through all rows."""
    holds_something = Exists(noun.pages().order_by().filter(region=OuterRef("pk")))
    regions: Any = noun.model._meta.get_field("region").related_model
    return set(regions.objects.filter(holds_something).order_by().values_list("path", flat=True))


def last_changes() -> dict[int, datetime]:
    """Tell when something in each listed region last changed, by the primary key of the region.

    A region counts everything inside it.
    """
    changes: dict[int, datetime] = {}
    newest = [rows.values_list("region__path").annotate(Max("updated_at")) for rows in _published()]
    for path, changed in newest[0].union(*newest[1:]):
        for pk in path_ids([path]):
            changes[pk] = max(changed, changes.get(pk, changed))
    return changes


def _published() -> list[QuerySet]:
    return [noun.pages().order_by() for noun in nouns() if noun.lists_regions]
