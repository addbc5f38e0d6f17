"""How complete and fresh the directory is, by province; how fast corrections are handled."""

from dataclasses import dataclass, fields
from datetime import timedelta

from django.db.models import Count, F, Q
from django.utils import timezone

from bureaus.edition import edition
from bureaus.models import Bureau, Correction, Region
from bureaus.search.gazetteer import gazetteer

RECENT = timedelta(days=365)


@dataclass
class Freshness:
    """Numbers of published bureaus; checked, overdue and never checked add up to ``total``."""

    total: int = 0
    checked: int = 0
    overdue: int = 0
    never: int = 0
    phone: int = 0
    fax: int = 0
    address_en: int = 0
    address_zh: int = 0

    def add(self, counts: dict[str, int]) -> None:
        for field in fields(self):
            setattr(self, field.name, getattr(self, field.name) + counts[field.name])

    @property
    def unchecked(self) -> int:
        return self.total - self.checked


@dataclass(frozen=True)
class Handled:
    """Corrections that were settled within ``RECENT``, and how long half of them took at most."""

    number: int
    median: timedelta | None

    @property
    def days(self) -> int:
        """Round up: 0 is nothing handled, 1 is within a day."""
        return -(-self.median // timedelta(days=1)) if self.median is not None else 0


def freshness_by_province() -> tuple[Freshness, list[tuple[Region, Freshness]]]:
    """Give the numbers of all bureaus and of each province, A to Z; what serves China is in all."""
    total, by_key = edition.kept("freshness", _freshness, of=[Bureau, Region])
    provinces = gazetteer().provinces
    return total, [(province, by_key.get(province.pk, Freshness())) for province in provinces]


def _freshness() -> tuple[Freshness, dict[int, Freshness]]:
    today = timezone.localdate()
    conditions = {
        "checked": Q(next_check_on__gte=today),
        "overdue": Q(next_check_on__lt=today),
        "never": Q(checked_on=None),
        "phone": ~Q(phone=""),
        "fax": ~Q(fax=""),
        "address_en": ~Q(address_en=""),
        "address_zh": ~Q(address_zh_hans="", address_zh_hant=""),
    }
    numbers = {name: Count("pk", filter=condition) for name, condition in conditions.items()}
    numbers["total"] = Count("pk")
    total = Freshness()
    by_key: dict[int, Freshness] = {}
    paths = Bureau.objects.published().order_by().values("region__path")
    for counts in paths.annotate(**numbers):
        total.add(counts)
        ids = [int(part) for part in counts["region__path"].split("/") if part]
        if len(ids) > 1:  # below China
            by_key.setdefault(ids[1], Freshness()).add(counts)
    return total, by_key


def handled_corrections() -> Handled:
    return edition.kept("handled corrections", _handled, of=[Correction])


def _handled() -> Handled:
    recent = Correction.objects.of_entries().filter(settled_at__gt=timezone.now() - RECENT)
    took = recent.annotate(took=F("settled_at") - F("sent_at")).values_list("took", flat=True)
    number = took.count()
    return Handled(number, took.order_by("took")[(number - 1) // 2] if number else None)
