"""Reading the versions of a row and of what is edited with it: who changed what, and why."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import pairwise
from typing import Any

from django.utils.text import capfirst

from bureaus.changes.history import (
    AS_FOUND,
    CREATED,
    DELETED,
    Model,
    State,
    many_fields,
    states_of,
    versions_of,
)
from bureaus.changes.labels import Texts, field_of

NAMING = ("name_en", "name_zh_hans", "name_zh_hant", "title_en", "text_en", "value", "name")
NAMING_PARTS = (*NAMING, "date", "successor_id")


@dataclass(frozen=True)
class EditedModel:
    """A model whose rows one form edits; ``column`` of its versions leads to the form's object."""

    model: Model
    column: str

    def versions(self, pk: Any) -> Any:
        return versions_of(self.model).objects.filter(**{self.column: pk}).order_by("history_id")


@dataclass(frozen=True)
class Difference:
    """What one change did to one field, as text; ``name`` is that of the field in forms."""

    name: str
    label: str
    old: str
    new: str


@dataclass
class Item:
    """What one change did to one row; ``before`` is the version that it replaced.

    ``fillable`` names the fields that a form can show again as they were.
    """

    model: Model
    version: Any
    before: Any
    label: str = ""
    differences: list[Difference] = field(default_factory=list)
    fillable: set[str] = field(default_factory=set)

    @property
    def kind(self) -> str:
        return str(self.version.history_type)

    @property
    def noun(self) -> str:
        return capfirst(self.model._meta.verbose_name)  # type: ignore[return-value]

    @property
    def key(self) -> str:
        return key_of(self.version)

    @property
    def key_before(self) -> str:
        return key_of(self.before) if self.before else ""


@dataclass
class Entry:
    """One change, of an object and of what is edited with it."""

    at: datetime
    user: Any
    reason: str
    items: list[Item]

    @property
    def key(self) -> str:
        return self.items[0].key

    @property
    def is_as_found(self) -> bool:
        return self.reason == AS_FOUND


def key_of(version: Any) -> str:
    """Name a version in addresses: "contactpoint-12"."""
    return f"{version.instance_type._meta.model_name}-{version.history_id}"


def entries(tables: Sequence[EditedModel], pk: Any, texts: Texts) -> list[Entry]:
    """List the changes of the object with this key, the newest first."""
    found = []
    for table in tables:
        versions = list(table.versions(pk).select_related("history_user"))
        states = states_of(versions)
        texts.gather(table.model, states.values())
        found += [(table, *pair, states) for pair in _pairs(versions)]
    grouped: dict[tuple[Any, ...], Entry] = {}
    for table, before, version, states in found:
        item = _item(table, before, version, states, texts)
        group = (version.history_date, version.history_user_id, version.history_change_reason)
        entry = Entry(group[0], version.history_user, group[2], [])
        grouped.setdefault(group, entry).items.append(item)
    # Of one moment, what a transaction found comes before what it did
    order = sorted(grouped.values(), key=lambda entry: (entry.at, not entry.is_as_found))
    return order[::-1]


def states_at(table: EditedModel, pk: Any, moment: datetime) -> dict[int, State | None]:
    """Give the rows of a table that belong to the object as they were at a moment, by key.

    None is for those that were not there. Rows without any version are left out: as far as is
    known they were always as they are.
    """
    then: dict[int, Any] = {}
    for version in table.versions(pk):
        if version.history_date <= moment or version.id not in then:
            then[version.id] = version
    states = states_of(list(then.values()))
    return {
        version.id: None if _is_absent(version, moment) else states[version.history_id]
        for version in then.values()
    }


def _is_absent(version: Any, moment: datetime) -> bool:
    """Tell whether a row was not there, by the newest version of then or else its first one."""
    is_later = version.history_date > moment
    return bool(version.history_type == (CREATED if is_later else DELETED))


def label_of(model: Model, state: State, texts: Texts) -> str:
    """Name a row by what it holds, as it may be gone."""
    for name in NAMING_PARTS:
        if state.get(name):
            return texts.text(field_of(model, name), state[name])
    return ""


def differences(
    model: Model, old: State | None, new: State | None, texts: Texts, skip: Iterable[str] = ()
) -> list[Difference]:
    """Compare two states of a row field by field; None stands for a row that is not there."""
    names = [f.attname for f in versions_of(model).tracked_fields if not f.primary_key]
    names += [f.name for f in many_fields(model)]
    found = []
    for name in names:
        was, now = ((state or {}).get(name) for state in (old, new))
        field = field_of(model, name)
        texts_of_both = texts.text(field, was), texts.text(field, now)
        if name not in skip and was != now and texts_of_both != ("", ""):
            found.append(Difference(field.name, capfirst(field.verbose_name), *texts_of_both))
    return found


def _pairs(versions: list[Any]) -> list[tuple[Any, Any]]:
    """Pair each version with the one of the same row before it."""
    rows: dict[int, list[Any]] = {}
    for version in versions:
        rows.setdefault(version.id, [None]).append(version)
    return [pair for row in rows.values() for pair in pairwise(row)]


def _item(
    table: EditedModel, before: Any, version: Any, states: dict[int, State], texts: Texts
) -> Item:
    new: State | None = states[version.history_id]
    old = states[before.history_id] if before and before.history_type != DELETED else None
    is_part = table.column != "id"
    item = Item(table.model, version, before)
    item.label = label_of(table.model, new or {}, texts) if is_part else ""
    if version.history_type == DELETED:
        new = None
    if old is not None or version.history_type == CREATED:
        item.differences = differences(table.model, old, new, texts, skip={table.column})
    return item
