"""The edition: one number that rises in the same transaction as every public change.

It keys whatever is derived from the data, so that nothing derived is ever stale and nothing needs
to be thrown away: an entry kept under an older number is simply not asked for again.
"""

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TypeVar

from django.conf import settings
from django.core.cache import cache
from django.db import DEFAULT_DB_ALIAS, connections
from django.utils import timezone

Kept = TypeVar("Kept")

_serving: ContextVar[int | None] = ContextVar("edition being served", default=None)


def current(using: str = DEFAULT_DB_ALIAS) -> int:
    """Read the number, in one query; 0 before the first migration has made its row."""
    with connections[using].cursor() as cursor:
        cursor.execute("SELECT number FROM bureaus_edition")
        row = cursor.fetchone()
    return row[0] if row else 0


@contextmanager
def serving(number: int) -> Iterator[None]:
    """Let ``kept`` use this number instead of reading it again and again."""
    token = _serving.set(number)
    try:
        yield
    finally:
        _serving.reset(token)


def kept(name: str, compute: Callable[[], Kept]) -> Kept:
    """Give what was computed under this name for this edition and day, else compute and keep it.

    The result must not depend on anything but the public data, the day and the name, nor be None.
    """
    number = _serving.get()
    key = f"kept:{digest(current() if number is None else number, name)}"
    found = cache.get(key)
    if found is None:
        found = compute()
        cache.set(key, found)
    return found


def digest(number: int, *parts: str) -> str:
    """Hash an edition, today's date in China, the release of the code and whatever else matters."""
    texts = (str(number), timezone.localdate().isoformat(), settings.RELEASE, *parts)
    return hashlib.blake2b("\0".join(texts).encode(), digest_size=16).hexdigest()
