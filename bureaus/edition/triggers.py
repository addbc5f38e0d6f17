"""The database triggers that raise the edition of the table that is written to.

Triggers see what signals do not: bulk writes, other programs, a repair by hand. They are made
anew after every ``migrate``, because SQLite drops those of a table that a migration rebuilds.
A model stays out of it by the class attribute ``raises_edition = False``, or names the events
that raise it: ``raises_edition = ("update",)``.
"""

import time
from collections.abc import Iterable, Sequence
from typing import Any

from django.apps import AppConfig
from django.db import connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from bureaus.edition.edition import Edition

EVENTS = ("insert", "update", "delete")
# One rise of each table is enough for a transaction, and an import of thousands of rows must not
# leave thousands of dead versions of the one row behind.
POSTGRESQL_FUNCTION = """
CREATE OR REPLACE FUNCTION bureaus_edition_rises() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  risen_in text := 'bureaus.risen_in_' || TG_TABLE_NAME;
  now bigint := extract(epoch FROM clock_timestamp()) * 1000;
BEGIN
  IF current_setting(risen_in, true) IS DISTINCT FROM txid_current()::text THEN
    UPDATE bureaus_edition SET number = greatest(number + 1, now),
      tables = jsonb_set(tables, ARRAY[TG_TABLE_NAME], to_jsonb(greatest(number + 1, now)));
    PERFORM set_config(risen_in, txid_current()::text, true);
  END IF;
  RETURN NULL;
END $$
"""
# Before the statement, so that every writer locks the one row of the edition first, whatever table
# it begins with, and no two of them can wait for each other.
POSTGRESQL_TRIGGER = """
CREATE OR REPLACE TRIGGER edition_rises BEFORE {events} ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION bureaus_edition_rises()
"""
SQLITE_NEXT = "max(number + 1, CAST((julianday('now') - 2440587.5) * 86400000 AS INTEGER))"
SQLITE_TRIGGER = """
CREATE TRIGGER edition_{event}_{name} AFTER {event} ON {table} BEGIN
  UPDATE bureaus_edition
  SET number = {next}, tables = json_set(tables, '$."{name}"', {next});
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
    public = public_tables(sender)
    with connection.cursor() as cursor:
        for name in sorted(public.keys() & present):
            for statement in _statements(connection, name, public[name]):
                cursor.execute(statement)
    _number(public, using)


def _number(tables: Iterable[str], using: str) -> None:
    """Give a number to those of the tables that have none yet."""
    first = {"number": time.time_ns() // 1_000_000}
    with transaction.atomic(using):
        rows = Edition.objects.using(using).select_for_update()
        edition, _is_new = rows.get_or_create(pk=1, defaults=first)
        edition.tables = dict.fromkeys(tables, edition.number) | (edition.tables or {})
        edition.save(using=using, update_fields=["tables"])


def _statements(connection: BaseDatabaseWrapper, name: str, events: Sequence[str]) -> list[str]:
    table = connection.ops.quote_name(name)
    if connection.vendor == "postgresql":
        # Emptying a table at once is an event of its own there
        named = [*events, *(["truncate"] if "delete" in events else [])]
        trigger = POSTGRESQL_TRIGGER.format(table=table, events=" OR ".join(named))
        return [POSTGRESQL_FUNCTION, trigger]
    statements = []
    for event in events:
        written = {"event": event, "name": name, "table": table, "next": SQLITE_NEXT}
        drop = f"DROP TRIGGER IF EXISTS edition_{event}_{name}"  # it may be of an older release
        statements += [drop, SQLITE_TRIGGER.format(**written)]
    return statements
