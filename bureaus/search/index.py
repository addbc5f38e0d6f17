"""Keeping the search index equal to the data, in the same transaction.

Every noun has an ``Index``, which ``changes.batch`` tells at the end what was touched.
"""

from collections import deque
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache
from operator import attrgetter
from typing import Any

from django.apps import AppConfig
from django.db import connection, connections, models, transaction
from django.db.models import F, OuterRef, QuerySet, Subquery

from bureaus.changes.batch import lock
from bureaus.changes.nouns import nouns
from bureaus.models import Region
from bureaus.models.tree import path_ids
from bureaus.search import fulltext, tokens
from bureaus.search.search_tokens import SearchTokens
from bureaus.values.batches import in_batches
from bureaus.values.localized import COLUMNS

WIDE_LEVELS = {Region.Level.COUNTRY, Region.Level.PROVINCE}
ROWS = 2_000  # that are indexed at a time
Model = type[models.Model]
Ends = Sequence[Any]  # the values of columns
Parts = Mapping[str, Sequence[Ends]]
Found = tuple[Any, Parts]


class Places:
    """The tokens of what lies in regions, from all levels, looked up once for many rows."""

    def __init__(self) -> None:
        self._own: dict[int, set[str]] = {}
        self._wide: set[str] = set()
        self._all: dict[str, dict[str, None]] = {}

    def load(self, paths: Iterable[str]) -> None:
        """Read what the regions of these paths, and all above them, are called, in one query."""
        missing = path_ids(paths) - self._own.keys()
        rows: Any = Region.objects.order_by().filter(pk__in=missing)
        for region in rows.annotate(other_name=F("aliases__value")) if missing else ():
            names = names_of_region(region, [region.other_name or ""])
            self._own.setdefault(region.pk, set()).update(of_place(region, names))
            if region.level in WIDE_LEVELS:
                self._wide.add(region.path)

    def of(self, path: str) -> dict[str, None]:
        """Give the tokens in order."""
        if path not in self._all:
            marks = [tokens.WIDE] if path in self._wide else []
            of_trail = (self._own[above] for above in path_ids([path]))
            self._all[path] = dict.fromkeys(sorted(set(marks).union(*of_trail)))
        return self._all[path]


def of_place(region: Region, names: Sequence[str]) -> Iterator[str]:
    """Yield what finds a region and all inside it: names, pinyin and codes.

    The country goes without pinyin: everything lies in it, and its initials would only be noise.
    """
    yield from tokens.of_text(*names, region.slug, region.code)
    yield from tokens.of_number(region.dial_code)
    if region.level != Region.Level.COUNTRY:
        yield from tokens.of_pinyin(*names)


def columns_of(stem: str) -> list[str]:
    return [f"{stem}_{column}" for column in COLUMNS.values()]


def texts_of(row: Any, stem: str) -> tuple[str, ...]:
    """List what a row holds in the columns of one text."""
    return _reading(stem)(row)


@cache
def _reading(stem: str) -> Callable[[Any], tuple[str, ...]]:
    return attrgetter(*columns_of(stem))


def names_of_region(region: Any, others: Iterable[str]) -> list[str]:
    return [*texts_of(region, "name"), *texts_of(region, "full_name"), *others]


class Index:
    """What the rows of one model are found by.

    ``columns`` and what is ``joined`` (``region__path`` is read as ``region_path``, and says where
    the row lies) are all that is read of a row; ``parts`` maps the ways to others that belong to it
    to their columns.
    """

    entries: type[SearchTokens]
    columns: Sequence[str]
    joined: Sequence[str] = ("region__path",)
    parts: Mapping[str, Sequence[str]] = {}

    @property
    def model(self) -> Model:
        return self.entries._meta.get_field("row").related_model  # type: ignore[return-value]

    @property
    def table(self) -> str:
        return self.entries._meta.db_table

    def rows(self) -> QuerySet:
        """Give all rows in full, each with the tokens that its entry holds."""
        return self.model._default_manager.in_full().annotate(**self._beside())  # type: ignore[attr-defined]

    def _beside(self) -> dict[str, Any]:
        entry = self.entries._default_manager.filter(pk=OuterRef("pk")).values("tokens")
        joined = {way.replace("__", "_"): F(way) for way in self.joined}
        return {"stored_tokens": Subquery(entry), **joined}

    def path_of(self, row: Any) -> str | None:
        """Give the path of the region by which the row is found."""
        return getattr(row, "region_path", None)

    def tokens_of(self, row: Any, parts: Parts) -> Iterable[str]:
        """Give what finds the row, besides what finds its region."""
        raise NotImplementedError

    def dependents(self, pks: set[int]) -> dict[Model, set[int]]:
        """Give the other rows that are found by the names of these rows."""
        return {}

    def read(self, **conditions: Any) -> list[Found]:
        """Read of rows only what their entries are made of, as plain values."""
        rows = self.model._default_manager.filter(**conditions).order_by()
        parts = {way: _ends_of(rows, way, columns) for way, columns in self.parts.items()}
        beside = self._beside()
        return [
            (row, {way: ends.get(row.pk, ()) for way, ends in parts.items()})
            for row in rows.annotate(**beside).values_list("pk", *self.columns, *beside, named=True)
        ]

    def different(self, found: Sequence[Found], places: Places) -> list[tuple[Any, str]]:
        """Give the rows whose entries should hold anything else, each with what."""
        places.load({path for row, _parts in found if (path := self.path_of(row))})
        wanted = ((row, self._written(row, parts, places)) for row, parts in found)
        return [(row, text) for row, text in wanted if row.stored_tokens != text]

    def _written(self, row: Any, parts: Parts, places: Places) -> str:
        path = self.path_of(row)
        of_place = places.of(path) if path else {}
        return " ".join(sorted(of_place | dict.fromkeys(self.tokens_of(row, parts))))

    def update(self, rows: Collection[Any]) -> None:
        """Index rows just read, and what depends on those that had other tokens before."""
        places = Places()
        found = [
            (row, {way: _ends(row, way, self.parts[way]) for way in self.parts}) for row in rows
        ]
        if replaced := self.store(found, places):
            concerned = self.dependents(replaced)
            for index in indexes():
                for some in in_batches(concerned.get(index.model, ())):
                    index.store(index.read(pk__in=some), places)

    def store(self, found: Sequence[Found], places: Places) -> set[int]:
        """Index these rows and give the keys of those whose entry was another before."""
        entries: Any = self.entries
        different = self.different(found, places)
        entries.objects.bulk_create(
            [entries(pk=row.pk, tokens=text) for row, text in different],
            update_conflicts=True,
            unique_fields=["row"],
            update_fields=["tokens"],
        )
        return {row.pk for row, _text in different if row.stored_tokens is not None}

    def rebuild(self) -> Iterator[int]:
        """Index every row, batch by batch, and yield how many are done after each.

        Each batch is a transaction of its own, so that others can write in between. While most rows
        have no entry yet, there is no full-text index to keep up with them: it is made at the end.
        """
        places, done = Places(), 0
        entries = self.entries._default_manager.count()
        if 2 * entries < self.model._default_manager.count():
            fulltext.suspend(connection, self.table)
        try:
            for batch in self._all_in_batches():
                with transaction.atomic():
                    lock()  # what is read here must not change before this commits
                    self.store(self.read(pk__range=(batch[0], batch[-1])), places)
                done += len(batch)
                yield done
        finally:
            if not fulltext.install(connection, self.table):
                fulltext.refill(connection, self.table)

    def differing(self) -> Iterator[int]:
        """Yield the keys of the rows whose entry is not what it should be, or is missing."""
        places = Places()
        for batch in self._all_in_batches():
            found = self.read(pk__range=(batch[0], batch[-1]))
            yield from (row.pk for row, _text in self.different(found, places))

    def _all_in_batches(self) -> Iterator[list[int]]:
        rows = self.model._default_manager.order_by("pk").values_list("pk", flat=True)
        batch = list(rows[:ROWS])
        while batch:
            yield batch
            batch = list(rows.filter(pk__gt=batch[-1])[:ROWS])


def _ends_of(rows: QuerySet, way: str, columns: Sequence[str]) -> dict[int, list[Ends]]:
    """Read the columns of what lies at the end of a way, by the key of the row at its start."""
    found: dict[int, list[Ends]] = {}
    ends = rows.filter(**{f"{way}__isnull": False})
    for pk, *values in ends.values_list("pk", *(f"{way}__{column}" for column in columns)):
        found.setdefault(pk, []).append(values)
    return found


def _ends(row: Any, way: str, columns: Sequence[str]) -> list[Ends]:
    """Give the same of a row in full."""
    ends = [row]
    for name in way.split("__"):
        ends = [end for start in ends for end in getattr(start, name).all()]
    return [[getattr(end, column) for column in columns] for end in ends]


def indexes() -> list[Index]:
    return [noun.index for noun in nouns() if isinstance(noun.index, Index)]


def complete(sender: AppConfig, using: str, **kwargs: Any) -> None:
    """After migrating, mend full-text indexes that lost a part, and fill those never filled."""
    database = connections[using]
    tables = database.introspection.table_names()
    for index in [index for index in indexes() if index.model._meta.app_config is sender]:
        if index.table in tables:
            fulltext.install(database, index.table)
            if not index.entries._default_manager.exists():
                deque(index.rebuild(), maxlen=0)
