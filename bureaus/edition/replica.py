"""Reading public pages from a replica, which ``DATABASE_REPLICA_URL`` names.

A replica lags behind. It answers only what it is new enough for: when its edition is at least the
one that the page is computed for.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, DatabaseError, InterfaceError

from bureaus.edition import edition

ALIAS = "replica"

logger = logging.getLogger(__name__)

_reading_from: ContextVar[str] = ContextVar("database being read", default=DEFAULT_DB_ALIAS)


@contextmanager
def reading(numbers: edition.Numbers) -> Iterator[None]:
    """Read from the replica inside, if there is one and it has reached this edition."""
    token = _reading_from.set(ALIAS if _has_reached(numbers) else DEFAULT_DB_ALIAS)
    try:
        yield
    finally:
        _reading_from.reset(token)


def _has_reached(numbers: edition.Numbers) -> bool:
    if ALIAS not in settings.DATABASES:
        return False
    try:
        return edition.current(ALIAS).newest >= numbers.newest
    except (DatabaseError, InterfaceError):
        logger.warning("The replica cannot be read; the main database answers alone.")
        return False


class ReplicaRouter:
    """Send the reads of public pages to the replica and everything else to the main database."""

    def db_for_read(self, model: type, **hints: Any) -> str:
        return _reading_from.get()

    def db_for_write(self, model: type, **hints: Any) -> str:
        return DEFAULT_DB_ALIAS

    def allow_relation(self, one: Any, other: Any, **hints: Any) -> bool:
        return True

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool:
        return db == DEFAULT_DB_ALIAS
