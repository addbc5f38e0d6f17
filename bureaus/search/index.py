"""Keeping the search index equal to the data, in the same transaction.

Every noun that can be searched has an ``Index``, registered when Django starts, whose signals call
``changed`` for single rows. Writes that send no signals (``bulk_create``, ``QuerySet.update``,
fixtures) must be followed by ``update``. ``collected`` puts many changes off to the end of a block.
"""

from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from itertools import chain
from typing import Any

from django.apps import AppConfig
from django.db import connection, connections, models, transaction
from django.db.models import QuerySet, prefetch_related_objects

from bureaus.edition.edition import Edition
from bureaus.models import Region
from bureaus.search import fulltext, tokens
from bureaus.search.search_tokens import SearchTokens
from bureaus.values.batches import AT_A_TIME, in_batches
from bureaus.values.localized import COLUMNS

WIDE_LEVELS = {Region.Level.COUNTRY, Region.Level.PROVINCE}
Model = type[models.Model]
Pks = Iterable[int]
_waiting: ContextVar[dict[Model, set[int]] | None] = ContextVar("waiting", default=None)


class Places:
    """The tokens of what lies in regions, from all levels, looked up once for many rows."""

    def __init__(self) -> None:
        self._own: dict[int, frozenset[str]] = {}
        self._all: dict[int, frozenset[str]] = {}

    def load(self, pks: Iterable[int]) -> None:
        """Read the regions with these keys, and all above them, in two queries."""
        missing = set(pks) - self._all.keys()
        regions = list(Region.objects.with_parents().filter(pk__in=missing)) if missing else []
        trails = {region.pk: [region, *region.above] for region in regions}
        distinct = {region.pk: region for region in chain.from_iterable(trails.values())}
        new = [region for pk, region in distinct.items() if pk not in self._own]
        prefetch_related_objects(new, "aliases")
        self._own |= {region.pk: frozenset(of_place(region)) for region in new}
        for pk, trail in trails.items():
            of_trail = (self._own[region.pk] for region in trail)
            marks = [tokens.WIDE] if trail[0].level in WIDE_LEVELS else []
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
        rows = list(self.rows().filter(pk__in=pks))
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


indexes: dict[Model, Index] = {}


def register_index(index: Index) -> None:
    indexes[index.model] = index


def changed(model: Model, *pks: int) -> None:
    """Index these rows, and what depends on them, now or at the end of ``collected``."""
    waiting = _waiting.get()
    if waiting is None:
        _update_all({model: set(pks)})
    else:
        waiting.setdefault(model, set()).update(pks)


@contextmanager
def collected() -> Iterator[None]:
    """Index what changes inside the block at its end; it must lie within one transaction."""
    if _waiting.get() is not None:
        yield
        return
    waiting: dict[Model, set[int]] = {}
    before = _waiting.set(waiting)
    try:
        yield
    finally:
        _waiting.reset(before)
    _update_all(waiting)


def update(model: Model, pks: Pks, places: Places | None = None) -> set[int]:
    """Index these rows, all or none, and give the keys of those whose entry was another before.

    What does not exist any more is left out: its entry went with it.
    """
    index, places = indexes[model], places or Places()
    replaced: set[int] = set()
    with transaction.atomic():
        # What is read here must not change before this commits: every writer locks it first
        Edition.objects.select_for_update().first()
        for batch in in_batches(sorted(pks)):
            different = index.different(batch, places)
            replaced |= {pk for pk, (before, _now) in different.items() if before is not None}
            index.entries._default_manager.bulk_create(
                [index.entry(pk, now) for pk, (_before, now) in different.items()],
                update_conflicts=True,
                unique_fields=["row"],
                update_fields=["tokens"],
            )
    return replaced


def rebuild(model: Model) -> Iterator[int]:
    """Index every row of a model, batch by batch, and yield how many are done after each.

    Each batch is a transaction of its own, so that others can write in between. While most rows
    have no entry yet, there is no full-text index to keep up with them: it is made at the end.
    """
    index, places, done = indexes[model], Places(), 0
    entries = index.entries._default_manager.count()
    if 2 * entries < model._default_manager.count():
        fulltext.suspend(connection, index.table)
    try:
        for batch in _all_in_batches(model):
            update(model, batch, places)
            done += len(batch)
            yield done
    finally:
        if not fulltext.install(connection, index.table):
            fulltext.refill(connection, index.table)


def differing(model: Model) -> Iterator[int]:
    """Yield the keys of the rows whose entry is not what it should be, or is missing."""
    index, places = indexes[model], Places()
    for batch in _all_in_batches(model):
        yield from index.different(batch, places)


def complete(sender: AppConfig, using: str, **kwargs: Any) -> None:
    """After migrating, mend full-text indexes that lost a part, and fill those never filled."""
    database = connections[using]
    tables = database.introspection.table_names()
    for index in [index for index in indexes.values() if index.model._meta.app_config is sender]:
        if index.table in tables:
            fulltext.install(database, index.table)
            if not index.entries._default_manager.exists():
                deque(rebuild(index.model), maxlen=0)


def _all_in_batches(model: Model) -> Iterator[list[int]]:
    rows = model._default_manager.order_by("pk").values_list("pk", flat=True)
    batch = list(rows[:AT_A_TIME])
    while batch:
        yield batch
        batch = list(rows.filter(pk__gt=batch[-1])[:AT_A_TIME])


def _update_all(waiting: dict[Model, set[int]]) -> None:
    """Index rows and what depends on those that had other tokens before."""
    places = Places()
    with transaction.atomic():
        concerned: dict[Model, set[int]] = {}
        for model, pks in waiting.items():
            if replaced := update(model, pks, places):
                for other, dependent in indexes[model].dependents(replaced).items():
                    concerned.setdefault(other, set()).update(dependent)
        for model, pks in concerned.items():
            update(model, pks, places)
