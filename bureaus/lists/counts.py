"""How many rows there are in each region, with what lies inside it or without.

Published bureaus are counted once after a change of one; any rows with a region, whenever asked.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass

from django.db.models import Count, QuerySet

from bureaus.edition import edition
from bureaus.models import Bureau
from bureaus.search.gazetteer import PLACES, gazetteer


@dataclass(frozen=True)
class Coverage:
    """Published bureaus, the checked ones among them, and all by region.

    The counter's keys are primary keys; a region counts everything inside it.
    """

    total: int
    checked: int
    total_by_region: Counter[int]


def coverage() -> Coverage:
    return edition.kept_in_process("coverage", _coverage, of=[Bureau, *PLACES])


def _coverage() -> Coverage:
    published = Bureau.objects.published()
    own_counts = count_by_own_region(published)
    counts = with_regions_above(own_counts)
    return Coverage(own_counts.total(), published.checked().count(), counts)


def count_by_region(rows: QuerySet) -> Counter[int]:
    """Count rows with a ``region`` per region, each in its own and in all above; keys are pks."""
    return with_regions_above(count_by_own_region(rows))


def count_by_own_region(rows: QuerySet) -> Counter[int]:
    """Count rows with a ``region`` per region, without what lies inside; keys are pks."""
    return Counter(dict(rows.order_by().values_list("region").annotate(Count("pk"))))


def with_regions_above(own_counts: Counter[int]) -> Counter[int]:
    """Count what each region has in all regions above it too.

    A region that came after the edition began to be served has no rows in it yet.
    """
    counts: defaultdict[int, int] = defaultdict(int)
    trails = gazetteer().trails
    for own, count in own_counts.items():
        for pk in trails.get(own, ()):
            counts[pk] += count
    return Counter(counts)
