"""Keeping the search index equal to the data, in the same transaction.

Every noun has an ``Index``, which ``changes.batch`` tells at the end what was touched.
"""

from collections import deque
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any

from django.apps import AppConfig
from django.db import connection, connections, models, transaction
from django.db.models import F, OuterRef, QuerySet, Subquery

from bureaus.changes.batch import lock, read
from bureaus.changes.nouns import nouns
from bureaus.models import Region
from bureaus.models.tree import path_ids
from bureaus.search import fulltext, tokens
from bureaus.search.search_tokens import SearchTokens
from bureaus.values.batches import AT_A_TIME, in_batches
from bureaus.values.localized import COLUMNS

WIDE_LEVELS = {Region.Level.COUNTRY, Region.Level.PROVINCE}
Model = type[models.Model]


class Places:
    """The tokens of what lies in regions, from all levels, looked up once for many rows."""

    def __init__(self) -> None:
        self._own: dict[int, set[str]] = {}
        self._all: dict[int, set[str]] = {}

    def load(self, regions: Iterable[Region]) -> None:
        """Read what these regions, and all above them, are called, in one query."""
        missing = path_ids(region.path for region in regions) - self._own.keys()
        rows: Any = Region.objects.order_by().filter(pk__in=missing)
        for region in rows.annotate(other_name=F("aliases__value")) if missing else ():
            names = names_of_region(region, [region.other_name or ""])
            self._own.setdefault(region.pk, set()).update(of_place(region, names))

    def of(self, region: Region) -> set[str]:
        if region.pk not in self._all:
            marks = [tokens.WIDE] if region.level in WIDE_LEVELS else []
            of_trail = (self._own[above] for above in path_ids([region.path]))
            self._all[region.pk] = set(marks).union(*of_trail)
        return self._all[region.pk]


def of_place(region: Region, names: Sequence[str]) -> Iterator[str]:
    """Yield what finds a region and all inside it: names, pinyin and codes.

    The country goes without pinyin: everything lies in it, and its initials would only be noise.
    """
    yield from tokens.of_text(*names, region.slug, region.code)
    yield from tokens.of_number(region.dial_code)
    if region.level != Region.Level.COUNTRY:
        yield from tokens.of_pinyin(*names)


def names_of_region(region: Region, others: Iterable[str]) -> list[str]:
    stems = ("name", "full_name")
    own = [getattr(region, f"{stem}_{column}") for stem in stems for column in COLUMNS.values()]
    return [*own, *others]


class Index:
    """What the rows of one model are found by; ``has_region`` says whether they lie in one."""

    entries: type[SearchTokens]
    has_region = True

    @property
    def model(self) -> Model:
        return self.entries._meta.get_field("row").related_model  # type: ignore[return-value]

    @property
    def table(self) -> str:
        return self.entries._meta.db_table

    def rows(self) -> QuerySet:
        """Give all rows in full, each with the tokens that its entry holds."""
        entry = self.entries._default_manager.filter(pk=OuterRef("pk")).values("tokens")
        rows: Any = self.model._default_manager
        return rows.in_full().annotate(stored_tokens=Subquery(entry))

    def region_of(self, row: Any) -> Region | None:
        """Give the region by which the row is found."""
        return row.region if self.has_region else None

    def tokens_of(self, row: models.Model) -> Iterator[str]:
        """Yield what finds the row, besides what finds its region."""
        raise NotImplementedError

    def dependents(self, pks: set[int]) -> dict[Model, set[int]]:
        """Give the other rows that are found by the names of these rows."""
        return {}

    def different(self, rows: Collection[Any], places: Places) -> dict[int, str]:
        """Give what the entries of rows should hold, by key, where they hold anything else."""
        places.load(region for row in rows if (region := self.region_of(row)))
        written = {row.pk: self._written(row, places) for row in rows}
        return {row.pk: written[row.pk] for row in rows if row.stored_tokens != written[row.pk]}

    def _written(self, row: models.Model, places: Places) -> str:
        found = set(self.tokens_of(row))
        if region := self.region_of(row):
            found |= places.of(region)
        return " ".join(sorted(found))

    def update(self, rows: Collection[Any]) -> None:
        """Index rows just read, and what depends on those that had other tokens before."""
        places = Places()
        if replaced := self.store(rows, places):
            concerned = self.dependents(replaced)
            for index in indexes():
                for some in in_batches(concerned.get(index.model, ())):
                    index.store(read(index.model, some).values(), places)

    def store(self, rows: Collection[Any], places: Places) -> set[int]:
        """Index these rows and give the keys of those whose entry was another before."""
        entries: Any = self.entries
        different = self.different(rows, places)
        entries.objects.bulk_create(
            [entries(pk=pk, tokens=text) for pk, text in different.items()],
            update_conflicts=True,
            unique_fields=["row"],
            update_fields=["tokens"],
        )
        return {row.pk for row in rows if row.pk in different and row.stored_tokens is not None}

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
                    self.store(read(self.model, batch).values(), places)
                done += len(batch)
                yield done
        finally:
            if not fulltext.install(connection, self.table):
                fulltext.refill(connection, self.table)

    def differing(self) -> Iterator[int]:
        """Yield the keys of the rows whose entry is not what it should be, or is missing."""
        places = Places()
        for batch in self._all_in_batches():
            yield from self.different(read(self.model, batch).values(), places)

    def _all_in_batches(self) -> Iterator[list[int]]:
        rows = self.model._default_manager.order_by("pk").values_list("pk", flat=True)
        batch = list(rows[:AT_A_TIME])
        while batch:
            yield batch
            batch = list(rows.filter(pk__gt=batch[-1])[:AT_A_TIME])


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
