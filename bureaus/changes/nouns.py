"""The nouns that have public records; each app declares its own in its module ``nouns``."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Any, Protocol

from django.db import models
from django.db.models import Exists, OuterRef, QuerySet
from django.urls import ResolverMatch
from django.utils.translation import get_language

from bureaus.changes.change import Change
from bureaus.values.batches import in_batches
from bureaus.values.texts import whole_number

Record = dict[str, Any]
ALL = frozenset({"*"})  # stands for every field of a row
LOGGED = "logged"  # in the context of a serializer: the record is only compared for the log

_nouns: list["Noun"] = []


class SearchIndex(Protocol):
    """What finds the rows of a noun, see ``bureaus.search.index``."""

    def rows(self) -> QuerySet: ...

    def update(self, rows: Collection[Any]) -> None: ...


@dataclass(frozen=True, eq=False)
class Noun:
    """A kind of public record; to declare one is to register it.

    ``key`` is the field by which the feed names a record. ``public`` gives the rows that have one,
    ``serializer`` makes records of such rows. ``shows`` maps the way from a row to others, as in
    a filter, to those of their fields that the record shows, ``ALL`` where they are part of it.
    ``paths`` maps how its addresses begin, after the language, to what may stand for the row there,
    first what is written; the first ones are those of its pages and name its sitemap.
    ``called_any`` finds the public rows that such texts name or once named.
    ``table`` holds the columns of its files (``files.tables.Table``); ``scopes`` says how its rows
    and those of its parts lie in the regions (``staff.roles.RegionScope``), ``tasks`` what can be
    left to do about them (``staff.tasks.Task``). ``pages`` gives the rows whose pages search
    engines shall find; ``last_changes`` says when such a page changed, by primary key, if not with
    its ``updated_at``. If a ``region`` of these rows is worth listing, ``lists_regions`` names the
    models that tell which are.
    ``card`` finds what other sites can show (``sharing.embeddable.Embeddable``), ``parts`` names
    what they can pick of it.
    ``data`` holds the files of ``data/`` that it opens with (``files.data_files.DataFile``).
    """

    name: str
    model: type[models.Model]
    key: str
    public: Callable[[], QuerySet]
    pages: Callable[[], QuerySet]
    serializer: Callable[..., Any]
    index: SearchIndex
    table: Any
    paths: Mapping[str, tuple[str, ...]]
    called_any: Callable[[list[str]], Mapping[str, list[Any]]]
    scopes: Mapping[type[models.Model], Any] = field(default_factory=dict)
    tasks: Sequence[Any] = ()
    shows: dict[str, frozenset[str]] = field(default_factory=dict)
    lists_regions: Sequence[type[models.Model]] = ()
    last_changes: Callable[[], Mapping[int, datetime]] | None = None
    card: Callable[[str], Any] | None = None
    parts: Sequence[str] = ()
    data: Sequence[Any] = ()

    def __post_init__(self) -> None:
        _nouns.append(self)

    def records(
        self, rows: Iterable[Any], context: Mapping[str, Any] | None = None
    ) -> list[Record]:
        return list(self.serializer(rows, many=True, context=context or {}).data)

    def records_by_key(self, keys: Iterable[str], context: Mapping[str, Any]) -> dict[str, Record]:
        """Make the public records of these keys, by key."""
        rows = list(self.public().filter(**{f"{self.key}__in": list(keys)}))
        names = (str(getattr(row, self.key)) for row in rows)
        return dict(zip(names, self.records(rows, context), strict=True))

    @cache  # noqa: B019 - nouns live as long as the process; to build it takes as long as to ask
    def rows(self) -> QuerySet:
        """Give all rows in full, public or not; to be filtered, which asks anew."""
        public = self.public().filter(pk=OuterRef("pk")).order_by()
        return self.index.rows().annotate(is_public=Exists(public))

    def showing(self, rows: Sequence[models.Model], changed: frozenset[str]) -> set[int]:
        """Find the rows that show one of the ``changed`` fields of others in their records.

        These ``rows``, all of one model, are as they are stored and as they are about to be.
        """
        found: set[int] = set()
        for way in self._ways_to(type(rows[0])):
            if ALL in (self.shows[way], changed) or self.shows[way] & changed:
                found |= self._at_the_end_of(way, rows)
        return found

    @cache  # noqa: B019 - nouns live as long as the process
    def _ways_to(self, kind: type[models.Model]) -> tuple[str, ...]:
        return tuple(way for way in self.shows if _target(self.model, way) is kind)

    def _at_the_end_of(self, way: str, rows: Sequence[models.Model]) -> set[int]:
        """Follow the way back."""
        relation = self.model._meta.get_field(way.partition("__")[0])
        if isinstance(relation, models.ManyToOneRel) and "__" not in way:
            return {getattr(row, relation.field.attname) for row in rows} - {None}
        owners: set[int] = set()
        for some in in_batches({row.pk for row in rows if row.pk and not row._state.adding}):
            showing = self.model._base_manager.filter(**{f"{way}__in": some})
            owners |= set(showing.values_list("pk", flat=True))
        return owners


def known_by(
    field: str, public: Callable[[], QuerySet]
) -> Callable[[list[str]], dict[str, list[Any]]]:
    """Make a ``called_any`` for rows whose one name never changes."""

    def called_any(values: list[str]) -> dict[str, list[Any]]:
        keys = [key for value in values if (key := whole_number(value) if field == "pk" else value)]
        rows = public().filter(**{f"{field}__in": keys}).order_by()
        return {str(getattr(row, field)): [row] for row in rows}

    return called_any


def nouns() -> tuple[Noun, ...]:
    return tuple(_nouns)


def noun_of(model: type[models.Model]) -> Noun | None:
    return next((noun for noun in _nouns if noun.model is model), None)


def row_at(match: ResolverMatch) -> tuple[Noun, str, tuple[str, ...]] | None:
    """Tell which row an address is about: its noun, what stands for it, and what may stand there.

    The noun is that whose paths begin as the route does, up to its first variable part.
    """
    start, _variable, rest = match.route.partition("<")
    start = start.removeprefix(f"{get_language()}/")
    noun = next((noun for noun in nouns() if rest and start in noun.paths), None)
    if noun is None or not match.kwargs:
        return None
    values = match.kwargs
    return noun, str(values.get("ref") or next(iter(values.values()))), noun.paths[start]


def _target(model: type[models.Model], way: str) -> type[models.Model]:
    for part in way.split("__"):
        related = model._meta.get_field(part).related_model
        assert isinstance(related, type)  # noqa: S101 - narrows for the type checker
        model = related
    return model


def records_of(
    changes: Iterable[Change], context: Mapping[str, Any]
) -> dict[tuple[str, str], Record]:
    """Make the present public records of everything that the changes are about."""
    keys: dict[str, set[str]] = {}
    for change in changes:
        keys.setdefault(change.noun, set()).add(change.key)
    return {
        (noun.name, key): record
        for noun in nouns()
        if noun.name in keys
        for key, record in noun.records_by_key(keys[noun.name], context).items()
    }
