"""Following every public change, in the transaction that makes it.

What a change may touch is read before the first write and again at the end, once for all uses:
where the public records differ, rows of ``Change`` say so, rows that differ get a version, and all
that were touched are indexed. So whatever way of saving, deleting or linking is used, the change
feed says exactly what the API shows. Only SQL past the models goes unseen; the commands
``record_changes`` and ``reindex`` make up for it.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from typing import Any

from django.db import connection, models, transaction
from django.db.models import Max, QuerySet
from django.dispatch import Signal
from django.utils import timezone

from bureaus.changes.change import Change
from bureaus.changes.history import Model, many_fields, state_of, write_versions
from bureaus.changes.nouns import LOGGED, Noun, Record, noun_of, nouns
from bureaus.values.batches import in_batches

LOCK = 0x62757265  # the number of the lock on PostgreSQL; any will do that nothing else uses
CHECK_FIELDS = {"is_checked", "checked_on", "next_check_on"}
MERGED = {"merged", "duplicate"}

# Sent by a model with rows ``before`` and ``after`` a batch: what follows may be written into both,
# the rows after it and the database
rows_changed = Signal()


class Batch:
    """How all rows that this transaction touches were stored before it, and why they change.

    ``before`` holds them by model, those of nouns first, as regions have to be indexed before what
    lies in them; None stands for a row that was not there.
    """

    def __init__(self) -> None:
        self.before: defaultdict[Model, dict[int, Any]] = defaultdict(dict)
        self.before |= {noun.model: {} for noun in nouns()}
        self.reason = ""
        self.is_locked = False

    def lock(self) -> None:
        """Take the lock, again unless it is held for as long as this batch lasts."""
        if not self.is_locked:
            lock()

    def keep(self, model: Model, pks: Iterable[int], *, parts: bool) -> list[Any]:
        """Remember rows as they are stored, unless that is known, and give those that were there.

        ``parts`` are needed as soon as anything but columns of the rows themselves may change.
        """
        pks, known = list(pks), self.before[model]
        lacking = [
            pk for pk in pks if pk not in known or (parts and known[pk] and not known[pk].has_parts)
        ]
        for pk, row in read(model, lacking, parts=parts).items():
            known[pk] = taken_back(row, known[pk]) if pk in known else row
        return [row for pk in pks if (row := known.get(pk))]

    def foresee(self, rows: Sequence[models.Model], changed: frozenset[str]) -> None:
        """Remember what shows rows, all of one model, before these fields of them change."""
        for noun in nouns() if rows else ():
            self.keep(noun.model, sorted(noun.showing(rows, changed)), parts=True)

    def created(self, rows: Iterable[models.Model]) -> None:
        for row in rows:
            self.before[type(row)].setdefault(row.pk, None)

    def close(self) -> None:
        """Index what was touched, and write down what the public and staff see otherwise now."""
        if any(self.before.values()):
            self.lock()
        now = timezone.now()
        for model, before in self.before.items():
            for pks in in_batches(before):
                self._write({pk: before[pk] for pk in pks}, read(model, pks), model, now)

    def _write(
        self, before: dict[int, Any], after: dict[int, Any], model: Model, now: datetime
    ) -> None:
        rows_changed.send(model, before=before, after=after, batch=self, now=now)
        new = {pk: state_of(row) for pk, row in after.items()}
        if noun := noun_of(model):
            noun.index.update(after.values())
            Change.objects.bulk_create(_changes(noun, before, after, now))
        old = {
            pk: row and state_of(taken_back(after[pk], row) if pk in after else row)
            for pk, row in before.items()
        }
        write_versions(model, old, new, now, self.reason)


def read(model: Model, pks: Collection[int], *, parts: bool = True) -> dict[int, Any]:
    """Read rows as they are stored, with all that records and versions say of them.

    Without ``parts`` that are their own columns and what can be joined.
    """
    if not pks:
        return {}
    noun = noun_of(model)
    rows: QuerySet[Any] = noun.rows() if noun else model._base_manager.all()
    rows = rows.prefetch_related(*(field.name for field in many_fields(model)))
    found: dict[int, Any] = {}
    for some in in_batches(pks):
        wanted = rows.filter(pk__in=some).order_by("pk")
        for row in wanted if parts else wanted.prefetch_related(None):
            row.has_parts = parts
            found[row.pk] = row
    return found


def taken_back(row: Any, old: Any) -> Any:
    """Give a row the values that it had before; parts that ``old`` lacks did not change."""
    vars(row).update(vars(old) | {"has_parts": True})
    return row


_batch: ContextVar[Batch | None] = ContextVar("batch", default=None)


@contextmanager
def together(*, savepoint: bool = True, reason: str = "") -> Iterator[Batch]:
    """Take all changes inside as one transaction, with one entry for each record that differs.

    ``reason`` goes into the history of the rows, unless the block around gives one.
    """
    with transaction.atomic(savepoint=savepoint):
        if outer := _batch.get():
            outer.reason = outer.reason or reason
            yield outer
            return
        token = _batch.set(batch := Batch())
        batch.reason = reason
        try:
            yield batch
            batch.close()
        finally:
            _batch.reset(token)


@contextmanager
def rehearsal() -> Iterator[None]:
    """Do what is inside as if for good, and go back: a preview tells nothing but what happened."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@contextmanager
def writing() -> Iterator[Batch]:
    """Hold the lock for one write, in the batch that is open, else in one of its own."""
    is_own = active() is None
    with together(savepoint=False) as batch:
        batch.lock()
        batch.is_locked = batch.is_locked or is_own
        yield batch


def active() -> Batch | None:
    return _batch.get()


def lock() -> None:
    """Let only one transaction write public rows at a time.

    So that cursors become visible in their order: without it a reader could pass a low cursor
    that commits late and never see it. SQLite has but one writer anyway. Every write raises the
    edition, whose row is locked then; so that no two writers wait for each other, this lock has to
    come first. It is taken again each time, for a savepoint that is rolled back lets go of it.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])


def _changes(
    noun: Noun, before: dict[int, Any], after: dict[int, Any], now: datetime
) -> list[Change]:
    """Compare the records of rows with those of before, where a draft has none.

    Afterwards the rows that were public are as they were.
    """
    was = {pk for pk, row in before.items() if row and row.is_public}
    public = [row for row in after.values() if row.is_public]
    found = {pk: [{"action": Change.Action.DELETED}] for pk in was}
    found |= {row.pk: [{"action": Change.Action.CREATED}] for row in public}
    both = [row for row in public if row.pk in was]
    new = noun.records(both, {LOGGED: True})
    old = noun.records([taken_back(row, before[row.pk]) for row in both], {LOGGED: True})
    for row, *records in zip(both, old, new, strict=True):
        found[row.pk] = _differences(*records)
    return [
        Change(noun=noun.name, key=str(getattr(row or after[pk], noun.key)), at=now, **about)
        for pk, row in before.items()
        for about in found.get(pk, ())
    ]


def _differences(old: Record, new: Record) -> list[dict[str, Any]]:
    """Say what happened to a record that is still public.

    A check is told apart from the rest; that it counts no more belongs to what made it so.
    """
    fields = [name for name in new if new[name] != old.get(name)]
    if new.get("status") == "closed" and "status" in fields:
        is_merged = new["closure"] in MERGED
        action = Change.Action.MERGED if is_merged else Change.Action.CLOSED
        return [{"action": action, "fields": fields, "into": new["successors"]}]
    about_checks = CHECK_FIELDS if new.get("checked_on") else set()
    parts = {
        Change.Action.CHANGED: [name for name in fields if name not in about_checks],
        Change.Action.CHECKED: [name for name in fields if name in about_checks],
    }
    return [{"action": action, "fields": some} for action, some in parts.items() if some]


def ended_checks(row: models.Model) -> set[datetime]:
    """Give the moments of the changes after which a public row counted as checked no more."""
    noun = noun_of(type(row))
    told = Change.objects.filter(noun=noun.name, key=str(getattr(row, noun.key))) if noun else ()
    return {
        it.at for it in told if it.action == Change.Action.CHANGED and "checked_on" in it.fields
    }


def catch_up() -> Counter[str]:
    """Write down which records came or went past the models, and count them by action."""
    counts: Counter[str] = Counter()
    with transaction.atomic():
        lock()
        for noun in nouns():
            last = Change.objects.filter(noun=noun.name).values("key").annotate(last=Max("pk"))
            present = Change.objects.filter(pk__in=last.order_by().values("last"))
            present = present.exclude(action=Change.Action.DELETED)
            known = set(present.order_by().values_list("key", flat=True))
            rows = noun.public().prefetch_related(None).order_by("pk")
            public = [str(key) for key in rows.values_list(noun.key, flat=True).iterator()]
            came = [key for key in public if key not in known]
            went = sorted(known.difference(public))
            for action, some in ((Change.Action.CREATED, came), (Change.Action.DELETED, went)):
                changes = (Change(noun=noun.name, key=key, action=action) for key in some)
                Change.objects.bulk_create(changes, batch_size=500)
                counts[action] += len(some)
    return counts
