"""The database triggers that raise the edition.

Triggers see what signals do not: bulk writes, other programs, a repair by hand. They are made
anew after every ``migrate``, because SQLite drops those of a table that a migration rebuilds.
A model stays out of it by the class attribute ``raises_edition = False``, or names the events
that raise it: ``raises_edition = ("update",)``.
"""

import time
from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

from bureaus.edition.edition import Edition

EVENTS = ("insert", "update", "delete")
# One rise is enough for a transaction, and an import of thousands of rows must not leave
# thousands of dead versions of the one row behind.
POSTGRESQL_FUNCTION = """
CREATE OR REPLACE FUNCTION bureaus_edition_rises() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF current_setting('bureaus.risen_in', true) IS DISTINCT FROM txid_current()::text THEN
    UPDATE bureaus_edition
    SET number = greatest(number + 1, (extract(epoch FROM clock_timestamp()) * 1000)::bigint);
    PERFORM set_config('bureaus.risen_in', txid_current()::text, true);
  END IF;
  RETURN NULL;
END $$
"""
# Before the statement, so that every writer locks the edition first and no two of them can wait
# for each other.
POSTGRESQL_TRIGGER = """
CREATE OR REPLACE TRIGGER edition_rises BEFORE {events} ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION bureaus_edition_rises()
"""
SQLITE_TRIGGER = """
CREATE TRIGGER IF NOT EXISTS edition_{event}_{name} AFTER {event} ON {table} BEGIN
  UPDATE bureaus_edition
  SET number = max(number + 1, CAST((julianday('now') - 2440587.5) * 86400000 AS INTEGER));
END
"""


def public_tables(app: AppConfig) -> dict[str, Sequence[str]]:
    """Map the tables whose rows are public, those of many-to-many fields too, to their events."""
    models = app.get_models(include_auto_created=True)
    raising = {model._meta.db_table: getattr(model, "raises_edition", EVENTS) for model in models}
    return {table: events for table, events in raising.items() if events}


def install(sender: AppConfig, using: str, **kwargs: Any) -> None:
    connection = connections[using]
    present = set(connection.introspection.table_names())
    if Edition._meta.db_table not in present:
        return  # a migration to before the edition
    first = Edition(pk=1, number=time.time_ns() // 1_000_000)
    Edition.objects.using(using).bulk_create([first], ignore_conflicts=True)
    public = public_tables(sender)
    with connection.cursor() as cursor:
        for name in sorted(public.keys() & present):
            for statement in _statements(connection, name, public[name]):
                cursor.execute(statement)


def _statements(connection: BaseDatabaseWrapper, name: str, events: Sequence[str]) -> list[str]:
    table = connection.ops.quote_name(name)
    if connection.vendor == "postgresql":
        # Emptying a table at once is an event of its own there
        named = [*events, *(["truncate"] if "delete" in events else [])]
        trigger = POSTGRESQL_TRIGGER.format(table=table, events=" OR ".join(named))
        return [POSTGRESQL_FUNCTION, trigger]
    return [SQLITE_TRIGGER.format(event=event, name=name, table=table) for event in events]
