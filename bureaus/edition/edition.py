"""The edition: a number for each table of public rows, and the greatest of them for all.

It rises in the same transaction as every public change and keys whatever is derived from the data,
so that nothing derived is ever stale and nothing needs to be thrown away: an entry kept under an
older number is simply not asked for again. A whole answer is kept under the greatest number, what
was counted or read under the greatest of the tables that it came from.
"""

import hashlib
import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any, TypeVar

from django.conf import settings
from django.core.cache import DEFAULT_CACHE_ALIAS, cache, caches
from django.core.cache.backends.dummy import DummyCache
from django.db import DEFAULT_DB_ALIAS, InterfaceError, OperationalError, connections, models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.utils import timezone

Kept = TypeVar("Kept")
Tables = Sequence[type[models.Model]] | None  # by their models; None stands for all public ones

_in_process: dict[str, tuple[tuple, Any]] = {}
_serving: ContextVar["_Serving | None"] = ContextVar("edition being served", default=None)


@dataclass(frozen=True, order=True)
class Numbers:
    """The greatest number of all, and as JSON that of each table by its name."""

    newest: int
    of_tables: str = "{}"

    @cached_property
    def by_table(self) -> dict[str, int]:
        return json.loads(self.of_tables)

    def of(self, tables: Tables) -> int:
        """Give the greatest number of these tables; one without a number may be the newest."""
        if tables is None:
            return self.newest
        return max(self.by_table.get(model._meta.db_table, self.newest) for model in tables)


@dataclass
class _Serving:
    """What one answer is made from: the numbers, and what is kept for this answer alone."""

    numbers: Numbers
    day: date
    kept: dict[str, Any] = field(default_factory=dict)


def current(using: str = DEFAULT_DB_ALIAS) -> Numbers:
    """Read the numbers, in one query; 0 before the first migration has made their row.

    Nearly every request begins with this query, so it is also what finds a kept connection lost,
    in place of Django's own query before it; outside a transaction it is asked again on a new one.
    """
    connection = connections[using]
    # Private in Django, which has no other switch for one query. Without it each request of
    # PostgreSQL asks twice; if Django renames it, nothing else breaks.
    connection.health_check_done = True  # type: ignore[attr-defined]
    try:
        return _read_numbers(connection)
    except (OperationalError, InterfaceError):
        if connection.in_atomic_block:
            raise
        connection.close()
        return _read_numbers(connection)


def _read_numbers(connection: BaseDatabaseWrapper) -> Numbers:
    with connection.cursor() as cursor:
        cursor.execute("SELECT number, coalesce(tables, '{}') FROM bureaus_edition")
        row = cursor.fetchone()
    return Numbers(*row) if row else Numbers(0)


@contextmanager
def serving(numbers: Numbers) -> Iterator[None]:
    """Let ``kept`` use these numbers instead of reading them again and again."""
    token = _serving.set(_Serving(numbers, timezone.localdate()))
    try:
        yield
    finally:
        _serving.reset(token)


def kept(name: str, compute: Callable[[], Kept], of: Tables = None) -> Kept:
    """Give what was computed under this name since the last change ``of`` these tables, or do it.

    The result must not depend on anything but their rows, the day and the name, nor be None.
    """
    key = f"kept:{digest(stamp(numbers().of(of)), name)}"
    found = cache.get(key)
    if found is None:
        found = compute()
        cache.set(key, found)
    return found


def kept_in_process(name: str, compute: Callable[[], Kept], of: Tables = None) -> Kept:
    """Keep one thing as ``kept`` does, but in this process, unpacked, for all threads to read.

    For what is too large to unpack for every page. Without a cache it is kept for one answer.
    """
    if isinstance(caches[DEFAULT_CACHE_ALIAS], DummyCache):  # nothing may be kept at all
        serving = _serving.get()
        held = {} if serving is None else serving.kept
        return held[name] if name in held else held.setdefault(name, compute())
    key = (numbers().of(of), today())
    found = _in_process.get(name)
    if found is None or found[0] != key:
        found = _in_process[name] = (key, compute())
    return found[1]


def today() -> date:
    """Give the day in China for which an answer is made."""
    serving = _serving.get()
    return timezone.localdate() if serving is None else serving.day


def numbers() -> Numbers:
    """Give the numbers for which an answer is made; outside of one, read them."""
    serving = _serving.get()
    return current() if serving is None else serving.numbers


def number() -> int:
    return numbers().newest


def stamp(number: int) -> str:
    """Write an edition, today's date in China and the release of the code."""
    return f"{number} {timezone.localdate()} {settings.RELEASE}"


def digest(*texts: str) -> str:
    return hashlib.blake2b("\0".join(texts).encode(), digest_size=16).hexdigest()


class Edition(models.Model):
    """Milliseconds since 1970 of the newest public change, or one more than the number before.

    ``tables`` maps each table of public rows to the number that its own newest change brought. A
    number is never used twice, not even after an older backup was restored, so nothing that was
    kept under it elsewhere can be mistaken. Only database triggers write it.
    """

    raises_edition = False

    number = models.BigIntegerField()
    # Null, as SQLite adds no other column without rebuilding the table, which triggers stand on
    tables = models.JSONField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(pk=1), name="edition_is_one_row"),
        ]

    def __str__(self) -> str:
        return str(self.number)
