"""Full-text indexes over tables of tokens, in the two forms that SQLite and PostgreSQL know.

A table of tokens has the columns ``row_id`` (primary key) and ``tokens`` (separated by blanks).
SQLite gets an FTS5 table beside it, filled by triggers; PostgreSQL a generated column of type
tsvector with a GIN index. Both are given tokens as they are, without a parser that could cut them
further: https://www.sqlite.org/fts5.html#ascii_tokenizer, ``array_to_tsvector``.
"""

from collections.abc import Iterable

from django.db import DatabaseError, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

SQLITE = (
    "CREATE VIRTUAL TABLE IF NOT EXISTS {table}_fts USING fts5(tokens, content='{table}', "
    "content_rowid='row_id', tokenize='ascii', detail='none', columnsize=0)",
    "CREATE TRIGGER IF NOT EXISTS {table}_insert AFTER INSERT ON {table} BEGIN "
    "INSERT INTO {table}_fts (rowid, tokens) VALUES (new.row_id, new.tokens); END",
    "CREATE TRIGGER IF NOT EXISTS {table}_delete AFTER DELETE ON {table} BEGIN "
    "INSERT INTO {table}_fts ({table}_fts, rowid, tokens) "
    "VALUES ('delete', old.row_id, old.tokens); END",
    "CREATE TRIGGER IF NOT EXISTS {table}_update AFTER UPDATE OF tokens ON {table} BEGIN "
    "INSERT INTO {table}_fts ({table}_fts, rowid, tokens) "
    "VALUES ('delete', old.row_id, old.tokens); "
    "INSERT INTO {table}_fts (rowid, tokens) VALUES (new.row_id, new.tokens); END",
)
POSTGRESQL = (
    "ALTER TABLE {table} SET (toast_tuple_target = 128)",  # so that noting rows reads few pages
    "ALTER TABLE {table} ADD COLUMN IF NOT EXISTS tsv tsvector "
    "GENERATED ALWAYS AS (array_to_tsvector(string_to_array(tokens, ' '))) STORED",
    "CREATE INDEX IF NOT EXISTS {table}_tsv ON {table} USING gin (tsv) WITH (fastupdate = off)",
)
TRIGGERS = ("insert", "delete", "update")


def install(connection: BaseDatabaseWrapper, table: str) -> bool:
    """Make the index of a table if it or a part of it is missing, and tell whether it was."""
    if is_installed(connection, table):
        return False
    is_sqlite = connection.vendor == "sqlite"
    with connection.cursor() as cursor:
        for statement in SQLITE if is_sqlite else POSTGRESQL:
            cursor.execute(statement.format(table=table))
    refill(connection, table)
    return True


def is_installed(connection: BaseDatabaseWrapper, table: str) -> bool:
    """Look for every part of the index: Django drops triggers when it alters a SQLite table."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            names = [f"{table}_fts", *(f"{table}_{trigger}" for trigger in TRIGGERS)]
            marks = ", ".join(["%s"] * len(names))
            sql = f"SELECT count(*) FROM sqlite_master WHERE name IN ({marks})"  # noqa: S608
        else:
            names = [f"{table}_tsv"]
            sql = "SELECT count(*) FROM pg_class WHERE oid = to_regclass(%s)"
        cursor.execute(sql, names)
        return cursor.fetchone()[0] == len(names)


def rows_out_of_step(connection: BaseDatabaseWrapper, table: str) -> set[int]:
    """Find the rows whose tokens the SQLite index does not hold exactly.

    PostgreSQL generates its column itself, so there it cannot differ.
    """
    if connection.vendor != "sqlite" or _is_sound(connection, table):
        return set()
    with connection.cursor() as cursor:
        vocabulary = f"CREATE VIRTUAL TABLE temp.{table}_terms USING fts5vocab"
        cursor.execute(f"{vocabulary} (main, {table}_fts, instance)")
        cursor.execute(f"SELECT doc, term FROM temp.{table}_terms")  # noqa: S608
        indexed = _checksums((row, [term]) for row, term in cursor)
        cursor.execute(f"DROP TABLE temp.{table}_terms")
        cursor.execute(f"SELECT row_id, tokens FROM {table}")  # noqa: S608
        wanted = _checksums((row, tokens.split()) for row, tokens in cursor)
    return {row for row in indexed.keys() | wanted if indexed.get(row) != wanted.get(row)}


def _is_sound(connection: BaseDatabaseWrapper, table: str) -> bool:
    try:
        with transaction.atomic(connection.alias), connection.cursor() as cursor:
            columns = f"{table}_fts ({table}_fts, rank)"
            # Rank 1 compares the index with its table too, not only with itself
            cursor.execute(f"INSERT INTO {columns} VALUES ('integrity-check', 1)")  # noqa: S608
    except DatabaseError:
        return False
    return True


def _checksums(rows: Iterable[tuple[int, list[str]]]) -> dict[int, int]:
    sums: dict[int, int] = {}
    for row, terms in rows:
        for term in terms:
            sums[row] = sums.get(row, 0) ^ hash(term)
    return sums


def refill(connection: BaseDatabaseWrapper, table: str) -> None:
    """Fill the SQLite index anew from its table, and pack it.

    Meanwhile 16 MB are collected in memory before they are written, not 1 MB: fewer pieces are left
    to be merged, which takes a fifth less time.
    """
    if connection.vendor != "sqlite":
        return
    commands = (
        ("hashsize", 16 << 20),
        ("rebuild", None),
        ("optimize", None),
        ("hashsize", 1 << 20),
    )
    with connection.cursor() as cursor:
        for command in commands:
            cursor.execute(f"INSERT INTO {table}_fts ({table}_fts, rank) VALUES (%s, %s)", command)  # noqa: S608


def suspend(connection: BaseDatabaseWrapper, table: str) -> None:
    """Drop what slows down writing very many rows; ``install`` makes it again, much faster."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            for trigger in TRIGGERS:
                cursor.execute(f"DROP TRIGGER IF EXISTS {table}_{trigger}")
        else:
            cursor.execute(f"DROP INDEX IF EXISTS {table}_tsv")
