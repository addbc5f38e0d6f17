"""Keeping the search index equal to the data, in the same transaction.

Every noun has an ``Index``, which ``changes.batch`` tells at the end what was touched.
"""

from collections import deque
from collections.abc import Collection, Iterable, Iterator
from typing import Any

from django.apps import AppConfig
from django.db import connection, connections, models, transaction
from django.db.models import QuerySet

from bureaus.changes.batch import lock
from bureaus.changes.nouns import nouns
from bureaus.models import Region
from bureaus.models.tree import path_ids
from bureaus.search import fulltext, tokens
from bureaus.search.search_tokens import SearchTokens
from bureaus.values.batches import AT_A_TIME, in_batches
from bureaus.values.localized import COLUMNS

WIDE_LEVELS = {Region.Level.COUNTRY, Region.Level.PROVINCE}
Model = type[models.Model]
Pks = Collection[int]


class Places:
    """The tokens of what lies in regions, from all levels, looked up once for many rows."""

    def __init__(self) -> None:
        self._own: dict[int, frozenset[str]] = {}
        self._all: dict[int, frozenset[str]] = {}

    def load(self, pks: Iterable[int]) -> None:
        """Read the regions with these keys, and all above them, in three queries."""
        missing = set(pks) - self._all.keys()
        if not missing:
            return
        regions = Region.objects.order_by()
        trails = list(regions.filter(pk__in=missing).values_list("pk", "path", "level"))
        new = path_ids(path for _pk, path, _level in trails) - self._own.keys()
        for region in regions.filter(pk__in=new).prefetch_related("aliases"):
            self._own[region.pk] = frozenset(of_place(region))
        for pk, path, level in trails:
            marks = [tokens.WIDE] if level in WIDE_LEVELS else []
            of_trail = (self._own[above] for above in path_ids([path]))
            self._all[pk] = frozenset(marks).union(*of_trail)

    def of(self, pk: int) -> frozenset[str]:
        return self._all[pk]


def of_place(region: Region) -> Iterator[str]:
    """Yield names, pinyin, codes and other names of a region; it needs its aliases.

    The country goes without pinyin: everything lies in it, and its initials would only be noise.
    """
    names = names_of_region(region)
    yield from tokens.of_text(*names, region.slug, region.code)
    yield from tokens.of_number(region.dial_code)
    if region.level != Region.Level.COUNTRY:
        yield from tokens.of_pinyin(*names)


def names_of_region(region: Region) -> list[str]:
    stems = ("name", "full_name")
    own = [getattr(region, f"{stem}_{column}") for stem in stems for column in COLUMNS.values()]
    return [*own, *(alias.value for alias in region.aliases.all())]


class Index:
    """What the rows of one model are found by.

    ``region`` names the attribute that holds the key of a row's region, from which everything is
    found too; it is empty where rows have none.
    """

    entries: type[SearchTokens]
    region = "region_id"

    @property
    def model(self) -> Model:
        return self.entries._meta.get_field("row").related_model  # type: ignore[return-value]

    @property
    def table(self) -> str:
        return self.entries._meta.db_table

    def entry(self, pk: int, tokens: str) -> SearchTokens:
        entry = self.entries(tokens=tokens)
        entry.pk = pk
        return entry

    def rows(self) -> QuerySet:
        """Give all rows with what ``tokens_of`` reads of them."""
        raise NotImplementedError

    def tokens_of(self, row: models.Model) -> Iterator[str]:
        """Yield what finds the row, besides what finds its region."""
        raise NotImplementedError

    def dependents(self, pks: set[int]) -> dict[Model, set[int]]:
        """Give the other rows that are found by the names of these rows."""
        return {}

    def different(self, pks: Pks, places: Places) -> dict[int, tuple[str | None, str]]:
        """Give (what the entry holds, what it should hold) of existing rows where they differ."""
        rows = list(self.rows().filter(pk__in=pks).order_by())
        stored = dict(self.entries._default_manager.filter(pk__in=pks).values_list("pk", "tokens"))
        if self.region:
            places.load(getattr(row, self.region) for row in rows)
        pairs = {row.pk: (stored.get(row.pk), self._written(row, places)) for row in rows}
        return {pk: pair for pk, pair in pairs.items() if pair[0] != pair[1]}

    def _written(self, row: models.Model, places: Places) -> str:
        found = set(self.tokens_of(row))
        if self.region:
            found |= places.of(getattr(row, self.region))
        return " ".join(sorted(found))

    def update(self, pks: Pks) -> None:
        """Index these rows, all or none, and what depends on those that had other tokens before.

        What does not exist any more is left out: its entry went with it.
        """
        if not pks:
            return
        with transaction.atomic(savepoint=False):
            lock()  # what is read here must not change before this commits
            places = Places()
            if replaced := self.store(pks, places):
                concerned = self.dependents(replaced)
                for index in indexes():
                    index.store(concerned.get(index.model, ()), places)

    def store(self, pks: Pks, places: Places) -> set[int]:
        """Index these rows and give the keys of those whose entry was another before."""
        replaced: set[int] = set()
        for batch in in_batches(sorted(pks)):
            different = self.different(batch, places)
            replaced |= {pk for pk, (before, _now) in different.items() if before is not None}
            self.entries._default_manager.bulk_create(
                [self.entry(pk, now) for pk, (_before, now) in different.items()],
                update_conflicts=True,
                unique_fields=["row"],
                update_fields=["tokens"],
            )
        return replaced

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
                    lock()
                    self.store(batch, places)
                done += len(batch)
                yield done
        finally:
            if not fulltext.install(connection, self.table):
                fulltext.refill(connection, self.table)

    def differing(self) -> Iterator[int]:
        """Yield the keys of the rows whose entry is not what it should be, or is missing."""
        places = Places()
        for batch in self._all_in_batches():
            yield from self.different(batch, places)

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
