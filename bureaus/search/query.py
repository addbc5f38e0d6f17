"""Finding rows by the search index: conditions for queries, combined like any other."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from itertools import chain
from typing import Any, NamedTuple

from django.db import connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import BooleanField, Case, F, Func, IntegerField, Q, Value, When
from django.db.models.sql.compiler import SQLCompiler

from bureaus.models import BureauTokens
from bureaus.search import tokens
from bureaus.search.search_tokens import SearchTokens
from bureaus.search.tokens import Term, Terms

EXACT, BEGINNING, REST = range(3)
EVERY_ROW = Q(pk__isnull=False)  # an empty condition would count for nothing after "or"
INDEX_FIRST = (
    "SET LOCAL enable_seqscan = off; SET LOCAL work_mem = '32MB'; "
    "SET LOCAL max_parallel_workers_per_gather = 0; SET LOCAL random_page_cost = 1.1"
)
MANY = 20_000  # matching rows, from which on looking up each by its key takes longer than all rows
FEW_FOUND = 500  # matching rows, up to which they are searched for only once
FEW_SHOWN = 1_000  # rows of a list, up to which asking row by row is faster than finding all
Found = dict[tuple[str, ...], list[int]]  # keys by table of tokens and terms as written for it


def matching(text: str, entries: type[SearchTokens] = BureauTokens) -> Q:
    """Build the condition that a row has every term of the query; no term matches nothing."""
    terms = tokens.wanted(text)
    selective = selective_terms(text, entries)
    return EVERY_ROW if terms and not selective else _condition(entries, selective)


def foremost(text: str, entries: type[SearchTokens]) -> Q:
    """Build the condition of those matching rows that are called so or belong to a wide region."""
    named_so = chain.from_iterable(tokens.wanted_name(text, is_prefix=False))
    choices = [*named_so, [Term(tokens.WIDE, False)]]
    return _condition(entries, Terms([*selective_terms(text, entries), choices]))


def selective_terms(text: str, entries: type[SearchTokens]) -> Terms:
    """Give the terms of a query that not every row has."""
    return tokens.wanted(text).without(entries.everywhere)


def called_exactly(text: str, entries: type[SearchTokens], *, is_prefix: bool = False) -> Q:
    """Build the condition that a name, code or number of the row is the text, or begins so."""
    return _condition(entries, tokens.wanted_name(text, is_prefix=is_prefix))


def rank(text: str, entries: type[SearchTokens]) -> Case:
    """Tell exact names (0) from names that begin so (1) and the rest (2)."""
    return Case(
        When(called_exactly(text, entries), then=Value(EXACT)),
        When(called_exactly(text, entries, is_prefix=True), then=Value(BEGINNING)),
        default=Value(REST),
        output_field=IntegerField(),
    )


def _condition(entries: type[SearchTokens], terms: Terms) -> Q:
    if not terms:
        return Q(pk__in=[])
    return Q(Matches(F("pk"), entries._meta.db_table, terms))


class Expected(NamedTuple):
    rows: int
    found: Found


UNKNOWN = Expected(0, {})

_expected: ContextVar[Expected] = ContextVar("what is found", default=UNKNOWN)


@contextmanager
def expecting(rows: int, found: Found) -> Iterator[None]:
    """Write the searches of this block for so many matching rows; it changes only how fast.

    The keys that some of them ``found`` are written in the place of searching again.
    """
    before = _expected.set(Expected(rows, found))
    try:
        yield
    finally:
        _expected.reset(before)


@contextmanager
def prepared(condition: Q, using: str) -> Iterator[Found]:
    """Write the searches of this block for as many rows as those of the condition find.

    Gives the keys where they are few. PostgreSQL needs neither: it keeps statistics of tokens.
    """
    searches = [part for part in condition.flatten() if isinstance(part, Matches)]
    if not searches:
        yield {}
        return
    is_told = connections[using].vendor == "postgresql"
    asked = [] if is_told else [(search.table, search.terms) for search in searches]
    counts, found = count_up_to(MANY, asked, using)
    with index_first(using), expecting(sum(counts), found):
        yield found


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


def count_up_to(
    most: int, searches: Sequence[tuple[str, Terms]], using: str
) -> tuple[list[int], Found]:
    """Count in one query what each table of tokens has, published or not, but not beyond ``most``.

    No terms find every row. On SQLite also gives the keys of those that find few.
    """
    if not searches:
        return [], {}
    connection = connections[using]
    is_sqlite = connection.vendor == "sqlite"
    key, keys = ("rowid", "group_concat(key)") if is_sqlite else ("1", "NULL")
    names: list[tuple[str, ...]] = []
    parts: list[str] = []
    params: list[Any] = []
    for number, (table, terms) in enumerate(searches):
        source, *written_terms = source_of(table, terms, connection)
        rows = f"SELECT {key} AS key FROM {source} LIMIT %s"  # noqa: S608
        parts.append(f"SELECT {number}, count(*), {keys} FROM ({rows}) AS found")  # noqa: S608
        params += [*written_terms, most]
        names.append((table, *written_terms))
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts), params)
        counted = [(count, keys) for _number, count, keys in sorted(cursor.fetchall())]
    found = {
        name: [int(key) for key in keys.split(",")] if keys else []
        for name, (count, keys) in zip(names, counted, strict=True)
        if is_sqlite and count <= FEW_FOUND
    }
    return [count for count, _keys in counted], found


def source_of(table: str, terms: Terms, connection: BaseDatabaseWrapper) -> list[str]:
    """Give what to select the matching entries from, and its parameter if it has one."""
    quoted = connection.ops.quote_name(table)
    if not terms:
        return [quoted]
    if connection.vendor == "postgresql":
        return [f"{quoted} WHERE tsv @@ %s::tsquery", terms.expression(tsquery_term, " & ", " | ")]
    fts = connection.ops.quote_name(f"{table}_fts")
    return [f"{fts} WHERE {fts} MATCH %s", terms.expression(fts5_term, " AND ", " OR ")]


class Matches(Func):
    """Tell whether the row with this primary key has the terms among its tokens in ``table``.

    Three ways: find the matching rows first; go through all rows and look whether each is among
    the matching ones; go through the rows in order and ask each until enough are found.
    PostgreSQL chooses by itself, SQLite is told by ``expecting``, maybe even what was found.
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
        expected = _expected.get()
        found = expected.found.get((self.table, terms))
        if found is not None:
            return f"{key} IN ({', '.join(map(str, found))})", list(params)
        sql = f"{key} IN (SELECT rowid FROM {source})"  # noqa: S608
        if expected.rows >= MANY:
            sql = f"+{sql}"  # keeps SQLite from using the primary key
            last = compiler.query.high_mark  # of the rows that are asked for
            if last is not None and last <= FEW_SHOWN and not self.terms.has_prefix:
                sql = f"EXISTS (SELECT 1 FROM {source} AND rowid = {key})"  # noqa: S608
        return sql, [*params, terms]

    def as_postgresql(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **extra: Any
    ) -> tuple[str, list[Any]]:
        key, params = compiler.compile(self.source_expressions[0])
        source, terms = source_of(self.table, self.terms, connection)
        return f"{key} IN (SELECT row_id FROM {source})", [*params, terms]  # noqa: S608


def fts5_term(term: Term) -> str:
    return f'"{term.token}" *' if term.is_prefix else f'"{term.token}"'


def tsquery_term(term: Term) -> str:
    return f"'{term.token}':*" if term.is_prefix else f"'{term.token}'"
