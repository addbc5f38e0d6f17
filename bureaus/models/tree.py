"""Paths of regions: "/1/20/133/" holds the primary keys from the country down."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db.models import Q

if TYPE_CHECKING:
    from bureaus.models.region import Region


def inside(regions: Iterable["Region"]) -> Q:
    """Match the given regions and all that lie inside them."""
    condition = Q(pk__in=[])
    for region in regions:
        condition |= Q(path__startswith=region.path)
    return condition


def path_ids(paths: Iterable[str]) -> set[int]:
    """Collect the primary keys of all regions on the given paths."""
    return {int(part) for path in paths for part in path.split("/") if part}
