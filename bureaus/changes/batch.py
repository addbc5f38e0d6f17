"""Following every public change, in the transaction that makes it.

What a change may touch is read as the public sees it before the first write and again at the end;
the difference becomes rows of ``Change``. So whatever way of saving, deleting or linking is used,
the change feed says exactly what the API shows. At the end, too, rows that differ get a version and
all that were touched are indexed. Only SQL past the models goes unseen; the commands
``record_changes`` and ``reindex`` make up for it.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar

from django.db import connection, models, transaction
from django.db.models import Max

from bureaus.changes.change import Change
from bureaus.changes.history import Versions
from bureaus.changes.nouns import Noun, Record, nouns

LOCK = 0x62757265  # the number of the lock on PostgreSQL; any will do that nothing else uses
CHECK_FIELDS = {"is_checked", "checked_on", "next_check_on"}
MERGED = {"merged", "duplicate"}


class Batch:
    """What the public saw, before this transaction, of everything that it touches.

    ``versions`` holds the rows themselves, for their history; ``reason`` is why they change.
    """

    def __init__(self) -> None:
        self.before: dict[Noun, dict[int, Record | None]] = {noun: {} for noun in nouns()}
        self.versions = Versions()
        self.reason = ""

    def foresee(self, rows: Sequence[models.Model], changed: frozenset[str]) -> None:
        """Read what shows the rows, all of one model, before these fields of them change."""
        if not rows:
            return
        lock()
        for noun, before in self.before.items():
            pks = noun.showing(rows, changed) - before.keys()
            records = noun.read(pks)
            before |= {pk: records.get(pk) for pk in sorted(pks)}

    def created(self, rows: Sequence[models.Model]) -> None:
        """Note rows, all of one model, that were not there before."""
        self.versions.created(rows)
        for noun, before in self.before.items():
            if rows and type(rows[0]) is noun.model:
                for row in rows:
                    before.setdefault(row.pk, None)

    def close(self) -> None:
        """Write down what the public sees otherwise now and the versions; index all of it."""
        changes = [change for noun, old in self.before.items() for change in _changes(noun, old)]
        Change.objects.bulk_create(changes, batch_size=500)
        if self.versions.before:
            lock()
            self.versions.write(self.reason)
        for noun, rows in self.before.items():
            noun.index.update(rows)


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


def _changes(noun: Noun, before: dict[int, Record | None]) -> Iterator[Change]:
    """Compare the records of rows with those of before; a draft had none."""
    after = noun.read([pk for pk, old in before.items() if old is not None])
    keys = noun.keys([pk for pk, old in before.items() if old is None])
    for pk, old in before.items():
        if old is not None:
            yield from record_differences(noun, old, after.get(pk))
        elif pk in keys:
            yield Change(noun=noun.name, key=keys[pk], action=Change.Action.CREATED)


def record_differences(noun: Noun, old: Record, new: Record | None) -> list[Change]:
    """Say what happened to a record that was public; a check is told apart from the rest."""
    key = str(old["ref" if noun.key == "ref" else "id"])
    if new is None:
        return [Change(noun=noun.name, key=key, action=Change.Action.DELETED)]
    fields = [name for name in new if new[name] != old.get(name)]
    if new.get("status") == "closed" and "status" in fields:
        is_merged = new["closure"] in MERGED
        action = Change.Action.MERGED if is_merged else Change.Action.CLOSED
        into = new["successors"]
        return [Change(noun=noun.name, key=key, action=action, fields=fields, into=into)]
    parts = {
        Change.Action.CHANGED: [name for name in fields if name not in CHECK_FIELDS],
        Change.Action.CHECKED: [name for name in fields if name in CHECK_FIELDS],
    }
    return [
        Change(noun=noun.name, key=key, action=action, fields=some)
        for action, some in parts.items()
        if some
    ]


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
