"""Full-text indexes over tables of tokens, in the two forms that SQLite and PostgreSQL know.

A table of tokens has the columns ``row_id`` (primary key) and ``tokens`` (separated by blanks).
SQLite gets an FTS5 table beside it, filled by triggers; PostgreSQL a generated column of type
tsvector with a GIN index. Both are given tokens as they are, without a parser that could cut them
further: https://www.sqlite.org/fts5.html#ascii_tokenizer, ``array_to_tsvector``.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db import DatabaseError, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import BooleanField, Func, Q
from django.db.models.sql.compiler import SQLCompiler

from bureaus.tokens import Term, Terms

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
INDEX_FIRST = (
    "SET LOCAL enable_seqscan = off; SET LOCAL work_mem = '32MB'; "
    "SET LOCAL max_parallel_workers_per_gather = 0; SET LOCAL random_page_cost = 1.1"
)
TRIGGERS = ("insert", "delete", "update")
MANY = 20_000  # matching rows, from which on looking up each by its key takes longer than all rows
FEW_SHOWN = 1_000  # rows of a list, up to which asking row by row is faster than finding all

_expected: ContextVar[int] = ContextVar("rows that searches are expected to find", default=0)


@contextmanager
def expecting(rows: int, using: str) -> Iterator[None]:
    """Write the searches of this block for so many matching rows; it changes only how fast."""
    before = _expected.set(rows)
    try:
        with index_first(using):
            yield
    finally:
        _expected.reset(before)


@contextmanager
def prepared(condition: Q, using: str) -> Iterator[None]:
    """Write the searches of this block for as many rows as those of the condition find."""
    searches = [part for part in condition.flatten() if isinstance(part, Matches)]
    if not searches:
        yield
        return
    # PostgreSQL keeps statistics of tokens
    is_told = connections[using].vendor == "postgresql"
    asked = [] if is_told else [(search.table, search.terms) for search in searches]
    with expecting(sum(count_up_to(MANY, asked, using)), using):
        yield


@contextmanager
def index_first(using: str) -> Iterator[None]:
    """Keep PostgreSQL in this block from reading every row's tokens.

    It takes their size for nothing; from the index it knows the rows of most queries in a tenth
    of the time, if it has the memory to note each of them. Starting other processes would take
    longer than they save.
    """
    connection = connections[using]
    if connection.vendor != "postgresql":
        yield
        return
    with transaction.atomic(using, savepoint=False):
        with connection.cursor() as cursor:
            cursor.execute(INDEX_FIRST)
        yield


def count_up_to(most: int, searches: Sequence[tuple[str, Terms]], using: str) -> list[int]:
    """Count in one query what each table of tokens has, published or not, but not beyond ``most``.

    No terms find every row.
    """
    if not searches:
        return []
    connection = connections[using]
    parts: list[str] = []
    params: list[Any] = []
    for number, (table, terms) in enumerate(searches):
        source, *written_terms = source_of(table, terms, connection)
        parts.append(
            f"SELECT {number}, count(*) FROM (SELECT 1 FROM {source} LIMIT %s) AS found"  # noqa: S608
        )
        params += [*written_terms, most]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts), params)
        return [found for _number, found in sorted(cursor.fetchall())]


def source_of(table: str, terms: Terms, connection: BaseDatabaseWrapper) -> list[str]:
    """Give what to select the matching entries from, and its parameter if it has one."""
    quoted = connection.ops.quote_name(table)
    if not terms:
        return [quoted]
    if connection.vendor == "postgresql":
        return [f"{quoted} WHERE tsv @@ %s::tsquery", written(terms, tsquery_term, " & ", " | ")]
    fts = connection.ops.quote_name(f"{table}_fts")
    return [f"{fts} WHERE {fts} MATCH %s", written(terms, fts5_term, " AND ", " OR ")]


class Matches(Func):
    """Tell whether the row with this primary key has the terms among its tokens in ``table``.

    Three ways: find the matching rows first; go through all rows and look whether each is among
    the matching ones; go through the rows in order and ask each until enough are found.
    PostgreSQL chooses by itself, SQLite is told by ``expecting``.
    """

    def __init__(self, key: Any, table: str, terms: Terms) -> None:
        super().__init__(key, output_field=BooleanField())
        self.table = table
        self.terms = terms

    def as_sqlite(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **extra: Any
    ) -> tuple[str, list[Any]]:
        key, params = compiler.compile(self.source_expressions[0])
        source, terms = source_of(self.table, self.terms, connection)
        sql = f"{key} IN (SELECT rowid FROM {source})"  # noqa: S608
        if _expected.get() >= MANY:
            sql = f"+{sql}"  # keeps SQLite from using the primary key
            if _is_short(compiler) and not has_prefix(self.terms):
                sql = f"EXISTS (SELECT 1 FROM {source} AND rowid = {key})"  # noqa: S608
        return sql, [*params, terms]

    def as_postgresql(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **extra: Any
    ) -> tuple[str, list[Any]]:
        key, params = compiler.compile(self.source_expressions[0])
        source, terms = source_of(self.table, self.terms, connection)
        return f"{key} IN (SELECT row_id FROM {source})", [*params, terms]  # noqa: S608


def _is_short(compiler: SQLCompiler) -> bool:
    last = compiler.query.high_mark
    return last is not None and last <= FEW_SHOWN


def written(terms: Terms, write: Any, all_of: str, any_of: str) -> str:
    """Write terms as an expression; tokens hold no quotes, so quoting them is enough."""
    alternatives = (
        any_of.join(f"({all_of.join(map(write, choice))})" for choice in choices)
        for choices in terms
    )
    return all_of.join(f"({choice})" for choice in alternatives)


def has_prefix(terms: Terms) -> bool:
    """Tell whether a word may go on, which FTS5 collects anew each time that it is asked."""
    return any(term.is_prefix for choices in terms for choice in choices for term in choice)


def fts5_term(term: Term) -> str:
    return f'"{term.token}" *' if term.is_prefix else f'"{term.token}"'


def tsquery_term(term: Term) -> str:
    return f"'{term.token}':*" if term.is_prefix else f"'{term.token}'"


def install(connection: BaseDatabaseWrapper, table: str) -> bool:
    """Make the index of a table if it or a part of it is missing, and tell whether it was."""
    if is_installed(connection, table):
        return False
    is_sqlite = connection.vendor == "sqlite"
    with connection.cursor() as cursor:
        for statement in SQLITE if is_sqlite else POSTGRESQL:
            cursor.execute(statement.format(table=table))
    rebuild(connection, table)
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


def differing(connection: BaseDatabaseWrapper, table: str) -> set[int]:
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


def rebuild(connection: BaseDatabaseWrapper, table: str) -> None:
    """Fill the SQLite index anew from its table, and pack it."""
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        for command in ("rebuild", "optimize"):
            cursor.execute(f"INSERT INTO {table}_fts ({table}_fts) VALUES (%s)", [command])  # noqa: S608


def suspend(connection: BaseDatabaseWrapper, table: str) -> None:
    """Drop what slows down writing very many rows; ``install`` makes it again, much faster."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            for trigger in TRIGGERS:
                cursor.execute(f"DROP TRIGGER IF EXISTS {table}_{trigger}")
        else:
            cursor.execute(f"DROP INDEX IF EXISTS {table}_tsv")


def uninstall(connection: BaseDatabaseWrapper, table: str) -> None:
    suspend(connection, table)
    is_sqlite = connection.vendor == "sqlite"
    with connection.cursor() as cursor:
        statement = "DROP TABLE IF EXISTS {}_fts" if is_sqlite else "ALTER TABLE {} DROP tsv"
        cursor.execute(statement.format(table))
