"""The edition: one number that rises in the same transaction as every public change.

It keys whatever is derived from the data, so that nothing derived is ever stale and nothing needs
to be thrown away: an entry kept under an older number is simply not asked for again.
"""

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar

from django.conf import settings
from django.core.cache import DEFAULT_CACHE_ALIAS, cache, caches
from django.core.cache.backends.dummy import DummyCache
from django.db import DEFAULT_DB_ALIAS, InterfaceError, OperationalError, connections, models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.utils import timezone

Kept = TypeVar("Kept")

_in_process: dict[str, tuple[tuple, Any]] = {}
_serving: ContextVar["_Serving | None"] = ContextVar("edition being served", default=None)


@dataclass
class _Serving:
    """What one answer is made from: the number, and what is kept for this answer alone."""

    number: int
    day: date
    is_keeping: bool
    kept: dict[str, Any] = field(default_factory=dict)


def current(using: str = DEFAULT_DB_ALIAS) -> int:
    """Read the number, in one query; 0 before the first migration has made its row.

    Nearly every request begins with this query, so it is also what finds a kept connection lost,
    in place of Django's own query before it; outside a transaction it is asked again on a new one.
    """
    connection = connections[using]
    # Private in Django, which has no other switch for one query. Without it each request of
    # PostgreSQL asks twice; if Django renames it, nothing else breaks.
    connection.health_check_done = True  # type: ignore[attr-defined]
    try:
        return _read_number(connection)
    except (OperationalError, InterfaceError):
        if connection.in_atomic_block:
            raise
        connection.close()
        return _read_number(connection)


def _read_number(connection: BaseDatabaseWrapper) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT number FROM bureaus_edition")
        row = cursor.fetchone()
    return row[0] if row else 0


@contextmanager
def serving(number: int) -> Iterator[None]:
    """Let ``kept`` use this number instead of reading it again and again."""
    token = _serving.set(_Serving(number, timezone.localdate(), _has_cache()))
    try:
        yield
    finally:
        _serving.reset(token)


def kept(name: str, compute: Callable[[], Kept]) -> Kept:
    """Give what was computed under this name for this edition and day, else compute and keep it.

    The result must not depend on anything but the public data, the day and the name, nor be None.
    """
    key = f"kept:{digest(number(), name)}"
    found = cache.get(key)
    if found is None:
        found = compute()
        cache.set(key, found)
    return found


def is_keeping() -> bool:
    """Tell whether anything may be kept at all; Django's dummy cache says that it may not."""
    serving = _serving.get()
    return _has_cache() if serving is None else serving.is_keeping


def _has_cache() -> bool:
    return not isinstance(caches[DEFAULT_CACHE_ALIAS], DummyCache)


def kept_in_process(name: str, compute: Callable[[], Kept]) -> Kept:
    """Keep one thing of the newest edition in this process, unpacked, for all threads to read.

    For what is too large to unpack for every page. Without a cache it is kept for one answer.
    """
    if not is_keeping():
        serving = _serving.get()
        held = {} if serving is None else serving.kept
        return held[name] if name in held else held.setdefault(name, compute())
    key = (number(), today())
    found = _in_process.get(name)
    if found is None or found[0] != key:
        found = _in_process[name] = (key, compute())
    return found[1]


def today() -> date:
    """Give the day in China for which an answer is made."""
    serving = _serving.get()
    return timezone.localdate() if serving is None else serving.day


def number() -> int:
    """Give the number for which an answer is made; outside of one, read it."""
    serving = _serving.get()
    return current() if serving is None else serving.number


def digest(number: int, *parts: str) -> str:
    """Hash an edition, today's date in China, the release of the code and whatever else matters."""
    texts = (str(number), timezone.localdate().isoformat(), settings.RELEASE, *parts)
    return hashlib.blake2b("\0".join(texts).encode(), digest_size=16).hexdigest()


class Edition(models.Model):
    """Milliseconds since 1970 of the newest public change, or one more than the number before.

    A number is never used twice, not even after an older backup was restored, so nothing that was
    kept under it elsewhere can be mistaken. Only database triggers write it.
    """

    raises_edition = False

    number = models.BigIntegerField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(pk=1), name="edition_is_one_row"),
        ]

    def __str__(self) -> str:
        return str(self.number)
