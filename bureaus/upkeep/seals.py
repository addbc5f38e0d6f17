"""Which checks hold: those after which the contacts of their bureau were not changed.

Whatever writes, the dates of a bureau that follow from its checks are right at the end of the
transaction. What contacts said when a check was made is read from their versions.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, datetime, time, timedelta
from itertools import groupby
from operator import attrgetter
from typing import Any

from django.conf import settings
from django.db.models import Model
from django.utils import timezone

from bureaus.changes.batch import Batch, read, together
from bureaus.changes.history import CREATED, DELETED, versions_of
from bureaus.models import Bureau, Check, ContactPoint, Region
from bureaus.models.check import months_after
from bureaus.models.contacts import contacts_read
from bureaus.values.batches import in_batches

Said = frozenset[tuple[str, str]]  # what contacts say, see ``contacts_read``
MOMENT = attrgetter("history_date")


def keep_seals_true(
    before: Mapping[int, Any], after: Mapping[int, Any], batch: Batch, now: datetime, **kwargs: Any
) -> None:
    """Write the dates of those bureaus whose checks or contacts a transaction changed.

    What it changed came with a check if it made one too; else no check is newer than the change.
    """
    checked = _owners_of_checks(batch) & after.keys()
    dates: dict[int, date | None] = _Past(after, checked, now).dates() if checked else {}
    for pk, row in after.items():
        old = before[pk]
        if pk not in dates and old and row.checked_on and _said(row, row) != _said(old, row):
            dates[pk] = None
    _store(after, dates)


def repair() -> int:
    """Write the dates of all checked bureaus anew, and tell how many are not checked any more.

    For what was changed past the models, or before this was looked after.
    """
    ended = 0
    with together() as batch:
        batch.lock()
        checked = Bureau.objects.order_by().exclude(checked_on=None)
        for pks in in_batches(list(checked.values_list("pk", flat=True))):
            batch.keep(Bureau, pks, parts=True)
            rows = read(Bureau, pks)
            dates = _Past(rows, set(pks), timezone.now()).dates()
            _store(rows, dates)
            ended += sum(on is None for on in dates.values())
    return ended


def _store(rows: Mapping[int, Any], dates: Mapping[int, date | None]) -> None:
    for pk, on in dates.items():
        until = months_after(on, settings.CHECK_VALID_MONTHS) if on else None
        if (rows[pk].checked_on, rows[pk].next_check_on) != (on, until):
            rows[pk].set_checked(on, until)


def _owners_of_checks(batch: Batch) -> set[int]:
    touched = batch.before.get(Check, {})
    stored = Check.objects.order_by().filter(pk__in=touched) if touched else Check.objects.none()
    owners = {check.bureau_id for check in touched.values() if check}
    return owners.union(stored.values_list("bureau_id", flat=True))


def _said(row: Any, now: Any) -> Said:
    """Give what a bureau says, or said before; the code of its place is that of today."""
    code = (now if row.region_id == now.region_id else row).region.dial_code
    desks = (row if row.has_parts else now).contact_points.all()
    return contacts_read(row, code).union(*(contacts_read(desk, code) for desk in desks))


class _Past:
    """What bureaus and their desks said when, by their versions, and their good checks.

    What this transaction did has no version yet; it is of ``now``.
    """

    def __init__(self, rows: Mapping[int, Any], keys: set[int], now: datetime) -> None:
        self.rows, self.keys, self.now = rows, keys, now
        self.checks = _grouped(Check.objects.good().filter(bureau__in=keys).newest_first())
        self.of_checks = _grouped(_versions(Check, bureau__in=keys), "id")
        self.of_bureaus = _grouped(_versions(Bureau, id__in=keys), "id")
        theirs = versions_of(ContactPoint).objects.order_by().filter(bureau__in=keys)
        self.of_desks: defaultdict[int, list[list[Any]]] = defaultdict(list)
        for versions in _grouped(
            _versions(ContactPoint, id__in=theirs.values("id")), "id"
        ).values():
            for pk in {version.bureau_id for version in versions}:
                self.of_desks[pk].append(versions)
        self.codes = dict(Region.objects.order_by().values_list("pk", "dial_code"))

    def dates(self) -> dict[int, date | None]:
        """Give the day of the newest check that holds, by bureau."""
        return {pk: self._newest(self.checks[pk], self._told(pk)) for pk in self.keys}

    def _newest(self, checks: list[Check], told: list[datetime]) -> date | None:
        return next((check.date for check in checks if self._holds(check, told)), None)

    def _holds(self, check: Check, told: list[datetime]) -> bool:
        """Tell whether contacts were not changed after a check.

        It is of its day, however late it was entered, unless contacts changed along with it.
        """
        moment = self.now
        same = attrgetter("bureau_id", "date", "method", "outcome")
        for version in reversed(self.of_checks[check.pk]):
            if same(version) != same(check):
                break
            moment = version.history_date
        if moment not in told:
            next_day = datetime.combine(check.date + timedelta(days=1), time.min)
            moment = min(moment, timezone.make_aware(next_day))
        return len(told) == 1 or told[-1] <= moment

    def _told(self, pk: int) -> list[datetime]:
        """List the moments at which what a bureau and its desks say was first or newly said."""
        row, own, desks = self.rows[pk], self.of_bureaus[pk], self.of_desks[pk]
        state, parts = (
            [*own, row][0],
            {v[0].id: v[0] for v in desks if v[0].history_type != CREATED},
        )
        told: list[datetime] = []
        last = None
        versions = sorted([*own, *(version for some in desks for version in some)], key=MOMENT)
        for moment, changed in groupby(versions, key=MOMENT):
            for version in changed:
                if version.instance_type is Bureau:
                    state = version
                else:
                    parts[version.id] = version
            said = self._read(state, parts.values(), pk)
            told += [moment] if said != last else []
            last = said
        said = self._read(row, row.contact_points.all(), pk)
        return [*told, self.now] if said != last else told

    def _read(self, row: Any, desks: Iterable[Any], pk: int) -> Said:
        code = self.codes.get(row.region_id, "")
        there = (
            d for d in desks if d.bureau_id == pk and getattr(d, "history_type", "") != DELETED
        )
        return contacts_read(row, code).union(*(contacts_read(desk, code) for desk in there))


def _versions(model: type[Model], **wanted: Any) -> Iterable[Any]:
    """Read versions, the first ones first."""
    return versions_of(model).objects.filter(**wanted).order_by("history_id")


def _grouped(rows: Iterable[Any], column: str = "bureau_id") -> defaultdict[int, list[Any]]:
    found: defaultdict[int, list[Any]] = defaultdict(list)
    for row in rows:
        found[getattr(row, column)].append(row)
    return found
