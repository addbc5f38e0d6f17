"""How many rows there are in each region, with what lies inside it or without.

Published bureaus are counted once after a change of one; any rows with a region, whenever asked.
"""

from collections import Counter
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Count, QuerySet

from bureaus.edition import edition
from bureaus.models import Bureau
from bureaus.models.bureau_queryset import BureauQuerySet
from bureaus.models.contacts import reached_by
from bureaus.search.gazetteer import PLACES, gazetteer


@dataclass(frozen=True)
class Coverage:
    """Published bureaus, those with a phone among them, and all by region.

    The keys of the counters are primary keys; a region counts everything inside it, but for those
    that are called ``own``.
    """

    bureaus: BureauQuerySet
    own: Counter[int]
    own_with_phone: Counter[int]

    @property
    def total(self) -> int:
        return self.own.total()

    @property
    def with_phone(self) -> int:
        return self.own_with_phone.total()

    @cached_property
    def checked(self) -> int:
        """Count the checked ones, which holds for the day, as what is kept does."""
        return self.bureaus.checked().count()

    @cached_property
    def total_by_region(self) -> Counter[int]:
        return with_regions_above(self.own)

    @cached_property
    def with_phone_by_region(self) -> Counter[int]:
        return with_regions_above(self.own_with_phone)

    @cached_property
    def with_website_by_region(self) -> Counter[int]:
        """Count what few pages ask for, as they show it where there is no phone."""
        return count_by_region(self.bureaus.reachable_by(["website"]))


def coverage() -> Coverage:
    """Count all bureaus, once after a change of one."""
    bureaus = Bureau.objects.published()
    return edition.kept_in_process("coverage", lambda: covering(bureaus), of=[Bureau, *PLACES])


def covering(bureaus: BureauQuerySet) -> Coverage:
    """Count these bureaus; those of a province take a tenth of the time of all."""
    by_region = bureaus.order_by().values_list("region")
    with_phone = Count("pk", filter=reached_by(["phone"]))
    found = list(by_region.annotate(number=Count("*"), with_phone=with_phone))
    own, own_with_phone = (Counter({row[0]: row[column] for row in found}) for column in (1, 2))
    return Coverage(bureaus, own, own_with_phone)


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
    counts: dict[int, int] = {}
    for pk, parent in gazetteer().upwards:
        if count := own_counts.get(pk, 0) + counts.get(pk, 0):
            counts[pk] = count
            if parent:
                counts[parent] = counts.get(parent, 0) + count
    return Counter(counts)
