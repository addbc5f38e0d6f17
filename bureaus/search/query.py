"""Finding rows by the search index: conditions for queries, combined like any other."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import chain
from typing import Any

from django.db import connections, router, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import BooleanField, Case, F, Func, IntegerField, Q, Value, When
from django.db.models.sql.compiler import SQLCompiler

from bureaus.models import BureauTokens, RegionTokens
from bureaus.search import office_words, tokens
from bureaus.search.gazetteer import gazetteer
from bureaus.search.search_tokens import SearchTokens
from bureaus.search.tokens import Term, Terms

EXACT, BEGINNING, REST = range(3)
EVERY_ROW = Q(pk__isnull=False)  # an empty condition would count for nothing after "or"


def matching(text: str, entries: type[SearchTokens] = BureauTokens) -> Q:
    """Build the condition that a row has every term of the query; no term matches nothing."""
    terms = wanted(text)
    selective = terms.without(entries.everywhere)
    found = EVERY_ROW if terms and not selective else _condition(entries, selective)
    return found | called(text, entries)


def foremost(text: str, entries: type[SearchTokens]) -> Q:
    """Build the condition of those matching rows that are called so or belong to a wide region."""
    named_so = chain.from_iterable(tokens.wanted_name(text, is_prefix=False))
    choices = [*named_so, [Term(tokens.WIDE, False)]]
    return _condition(entries, Terms([*selective_terms(text, entries), choices]))


def selective_terms(text: str, entries: type[SearchTokens]) -> Terms:
    """Give the terms of a query that not every row has."""
    return wanted(text).without(entries.everywhere)


def wanted(text: str) -> Terms:
    """Cut a query into terms, runs of Chinese at the names of places and the words for offices."""
    return tokens.wanted(text, lambda run: gazetteer().names.cut(run), office_words.MEANT)


def called(text: str, entries: type[SearchTokens]) -> Q:
    """Match the regions that a text names together, such as 中国广东省四会市; no other rows."""
    named = gazetteer().named(text) if entries is RegionTokens else []
    return Q(pk__in=[region.pk for region in named])


def called_exactly(text: str, entries: type[SearchTokens], *, is_prefix: bool = False) -> Q:
    """Build the condition that a name, code or number of the row is the text, or begins so."""
    return _condition(entries, tokens.wanted_name(text, is_prefix=is_prefix))


def rank(text: str, entries: type[SearchTokens]) -> Case:
    """Tell exact names (0) from names that begin so (1) and the rest (2)."""
    return Case(
        When(called_exactly(text, entries) | called(text, entries), then=Value(EXACT)),
        When(called_exactly(text, entries, is_prefix=True), then=Value(BEGINNING)),
        default=Value(REST),
        output_field=IntegerField(),
    )


def _condition(entries: type[SearchTokens], terms: Terms) -> Q:
    if not terms:
        return Q(pk__in=[])
    return Q(Matches(F("pk"), entries, terms))


@contextmanager
def index_first(using: str) -> Iterator[None]:
    """Keep PostgreSQL in this block from reading every row's tokens, whose size it takes for none.

    By the index it counts what 15,859 of 20,000 bureaus have in 28 ms, without in 139.
    """
    if connections[using].vendor != "postgresql":
        yield
        return
    with transaction.atomic(using, savepoint=False):
        with connections[using].cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off")
        yield


def count_up_to(most: int, text: str, tables: Sequence[type[SearchTokens]]) -> list[int]:
    """Count what the tokens of a query find in each table, published or not, in one query.

    No count goes beyond ``most``.
    """
    connection = connections[router.db_for_read(tables[0])]
    counts: list[str] = []
    params: list[str | int] = []
    for entries in tables:
        source, terms = source_of(entries, selective_terms(text, entries), connection)
        rows = f"SELECT 1 FROM {source} LIMIT %s"  # noqa: S608
        counts.append(f"(SELECT count(*) FROM ({rows}) AS found)")  # noqa: S608
        params += [*terms, most]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(counts)}", params)
        return list(cursor.fetchone())


def source_of(
    entries: type[SearchTokens], terms: Terms, connection: BaseDatabaseWrapper
) -> tuple[str, list[str]]:
    """Give what to select the matching entries from, and its parameters; no terms match all."""
    table = entries._meta.db_table
    quoted, fts = map(connection.ops.quote_name, (table, f"{table}_fts"))
    if not terms:
        return quoted, []
    if connection.vendor == "postgresql":
        written = terms.expression(tsquery_term, " & ", " | ")
        return f"{quoted} WHERE tsv @@ %s::tsquery", [written]
    return f"{fts} WHERE {fts} MATCH %s", [terms.expression(fts5_term, " AND ", " OR ")]


class Matches(Func):
    """Tell whether the row with this primary key has the terms among its tokens."""

    def __init__(self, key: Any, entries: type[SearchTokens], terms: Terms) -> None:
        super().__init__(key, output_field=BooleanField())
        self.entries = entries
        self.terms = terms

    def as_sqlite(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **extra: Any
    ) -> tuple[str, list[Any]]:
        """Write it so that a table of few rows is gone through, which takes 3 ms for 20,000.

        SQLite takes any search for one that finds little, and would look up each row by its key.
        """
        key, params = compiler.compile(self.source_expressions[0])
        source, terms = source_of(self.entries, self.terms, connection)
        sign = "+" if self.entries.has_few_rows else ""
        return f"{sign}{key} IN (SELECT rowid FROM {source})", [*params, *terms]  # noqa: S608

    def as_postgresql(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **extra: Any
    ) -> tuple[str, list[Any]]:
        key, params = compiler.compile(self.source_expressions[0])
        source, terms = source_of(self.entries, self.terms, connection)
        return f"{key} IN (SELECT row_id FROM {source})", [*params, *terms]  # noqa: S608


def fts5_term(term: Term) -> str:
    return f'"{term.token}" *' if term.is_prefix else f'"{term.token}"'


def tsquery_term(term: Term) -> str:
    return f"'{term.token}':*" if term.is_prefix else f"'{term.token}'"
