"""How many rows there are in each region, with what lies inside it or without.

Published bureaus are counted once after a change of one; any rows with a region, whenever asked.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from bureaus.edition import edition
from bureaus.models import Bureau
from bureaus.models.contacts import WAYS
from bureaus.search.gazetteer import PLACES, gazetteer


@dataclass(frozen=True)
class Coverage:
    """Published bureaus, the checked ones and those that can be reached so, and all by region.

    The keys of the counters are primary keys; a region counts everything inside it, but for those
    that are called ``own``.
    """

    total: int
    checked: int
    with_phone: int
    with_website: int
    own: Counter[int]
    own_with_phone: Counter[int]
    total_by_region: Counter[int]
    with_phone_by_region: Counter[int]
    with_website_by_region: Counter[int]


def coverage() -> Coverage:
    return edition.kept_in_process("coverage", _coverage, of=[Bureau, *PLACES])


def _coverage() -> Coverage:
    own, own_with_phone, own_with_website = Counter[int](), Counter[int](), Counter[int]()
    checked = 0
    is_checked = Q(next_check_on__gte=timezone.localdate())
    held = Bureau.objects.published().order_by().values_list("region", "ways")
    numbers = held.annotate(Count("pk"), checked=Count("pk", filter=is_checked))
    for region, ways, count, of_checked in numbers:
        own[region] += count
        own_with_phone[region] += count if ways & WAYS["phone"] else 0
        own_with_website[region] += count if ways & WAYS["website"] else 0
        checked += of_checked
    return Coverage(
        total=own.total(),
        checked=checked,
        with_phone=own_with_phone.total(),
        with_website=own_with_website.total(),
        own=own,
        own_with_phone=own_with_phone,
        total_by_region=with_regions_above(own),
        with_phone_by_region=with_regions_above(own_with_phone),
        with_website_by_region=with_regions_above(own_with_website),
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
