"""The edition: one number that rises in the same transaction as every public change.

It keys whatever is derived from the data, so that nothing derived is ever stale and nothing needs
to be thrown away: an entry kept under an older number is simply not asked for again.
"""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar

from django.conf import settings
from django.core.cache import DEFAULT_CACHE_ALIAS, cache, caches
from django.core.cache.backends.dummy import DummyCache
from django.db import DEFAULT_DB_ALIAS, connections
from django.utils import timezone

Kept = TypeVar("Kept")

_in_process: dict[str, tuple[str, Any]] = {}
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


def kept_in_process(name: str, compute: Callable[[], Kept]) -> Kept:
    """Keep one thing of the newest edition in this process, unpacked, for all threads to read.

    For what is too large to unpack for every page. Without a cache nothing is kept here either.
    """
    if isinstance(caches[DEFAULT_CACHE_ALIAS], DummyCache):
        return compute()
    number = _serving.get()
    key = digest(current() if number is None else number, name)
    found = _in_process.get(name)
    if found is None or found[0] != key:
        found = _in_process[name] = (key, compute())
    return found[1]


def fragments(name: str, contents: Sequence[str], render: Callable[[int], str]) -> list[str]:
    """Give the pieces of a page, each kept by what it is made of and rendered only when new.

    ``contents`` say what each piece is made of, completely; ``render`` makes the one at an index.
    They outlive the edition: after an edit only the pieces that it changed are rendered again.
    """
    keys = [f"{name}:{digest(0, name, content)}" for content in contents]
    found = cache.get_many(keys)
    new = {key: render(number) for number, key in enumerate(keys) if key not in found}
    if new:
        cache.set_many(new)
    return [new[key] if key in new else found[key] for key in keys]


def digest(number: int, *parts: str) -> str:
    """Hash an edition, today's date in China, the release of the code and whatever else matters."""
    texts = (str(number), timezone.localdate().isoformat(), settings.RELEASE, *parts)
    return hashlib.blake2b("\0".join(texts).encode(), digest_size=16).hexdigest()
