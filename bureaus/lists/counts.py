"""How many rows there are in each region, with what lies inside it or without.

Published bureaus are counted once after a change of one; any rows with a region, whenever asked.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass

from django.db.models import Count, QuerySet

from bureaus.edition import edition
from bureaus.models import Bureau
from bureaus.models.contacts import WAYS
from bureaus.search.gazetteer import PLACES, gazetteer


@dataclass(frozen=True)
class Coverage:
    """How many published bureaus there are, and how many by region.

    The counters' keys are primary keys; a region counts everything inside it, but for those of its
    ``own``.
    """

    total: int
    checked: int
    with_phone: int
    with_website: int
    own: Counter[int]
    own_with_phone: Counter[int]
    total_by_region: Counter[int]
    phones_by_region: Counter[int]
    websites_by_region: Counter[int]


def coverage() -> Coverage:
    return edition.kept_in_process("coverage", _coverage, of=[Bureau, *PLACES])


def _coverage() -> Coverage:
    published = Bureau.objects.published()
    own, phones, websites = Counter[int](), Counter[int](), Counter[int]()
    held = published.order_by().values_list("region", "ways").annotate(Count("pk"))
    for region, ways, count in held:
        own[region] += count
        phones[region] += count if ways & WAYS["phone"] else 0
        websites[region] += count if ways & WAYS["website"] else 0
    return Coverage(
        total=own.total(),
        checked=published.checked().count(),
        with_phone=phones.total(),
        with_website=websites.total(),
        own=own,
        own_with_phone=phones,
        total_by_region=with_regions_above(own),
        phones_by_region=with_regions_above(phones),
        websites_by_region=with_regions_above(websites),
    )


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
