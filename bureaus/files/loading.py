"""Bringing ``data/`` into the database again and again, without undoing what people did there.

The versions of a row tell who wrote it, as loading gives its own name for the reason. A row is its
to change while all of them are its own; any other row is kept as it is, and so is one without
versions, of which nobody can tell.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from copy import copy
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from bureaus.changes.batch import together
from bureaus.changes.history import LOADED, State, stored_states, versions_of
from bureaus.changes.nouns import nouns
from bureaus.files.data_files import DataFile, GoneError, Line, RefusedError, Rows, Values
from bureaus.values.batches import in_batches

OWN = {"history_change_reason": LOADED, "history_user": None}

Key = tuple[Any, ...]


class Report:
    """What became of the lines of one file: counts, and remarks that name line and column."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.counts: Counter[str] = Counter()
        self.remarks: list[str] = []

    def remark(self, line: int, message: str, column: str = "") -> None:
        where = [self.file, f"line {line}" if line else "", column]
        self.remarks.append(f"{', '.join(filter(None, where))}: {message}")

    def __str__(self) -> str:
        outcomes = ("created", "changed", "kept", "unchanged", "refused")
        return f"{self.file}: " + ", ".join(f"{self.counts[o]} {o}" for o in outcomes)


def load(folder: Path) -> list[Report]:
    """Bring the files of all nouns into the database, as one change."""
    with together(reason=LOADED):
        rows = Rows(folder)
        return [_Loader(rows, file).load() for noun in nouns() for file in noun.data]


class _Loader:
    def __init__(self, rows: Rows, file: DataFile) -> None:
        self.rows, self.file, self.model = rows, file, file.model
        self.names = rows.named.setdefault(file.model, {})
        self.by_pk = rows.by_pk.setdefault(file.model, {})
        self.states: dict[int, State] = {}
        self.report = Report(file.name)

    def load(self) -> Report:
        lines = self.file.lines(self.rows.folder)
        (self._tell_more if self.file.joined else self._load)(lines)
        return self.report

    def _load(self, lines: list[tuple[int, Line]]) -> None:
        keys: dict[Key, str] = {}
        given: dict[str, tuple[int, Line]] = {}
        for number, line in lines:
            with self._refusing(number):
                name = self.file.name_of(line)
                key = tuple(self.file.values(self.rows, line, self.file.key_columns).values())
                if same := given.get(name) or given.get(keys.get(key, "")):
                    raise RefusedError(f"{name} was given in line {same[0]} already")
                keys[key], given[name] = name, (number, line)
        found = self._find(keys)
        self.names |= {keys[key]: pk for key, pk in found.items()}
        self._remember(filter(None, found.values()))
        for name, (number, line) in given.items():
            with self._refusing(number):
                self._load_row(number, name, line)

    def _find(self, keys: Iterable[Key]) -> dict[Key, int | None]:
        """Find the rows that have these keys, or had them when loaded; None if they are gone."""
        fields = [name for column in self.file.key_columns for name in column.fields]
        versions = versions_of(self.model).objects.filter(**OWN).order_by()
        loaded = {tuple(key): pk for pk, *key in versions.values_list("id", *fields)}
        there = {row.pk for row in self._read("pk", filter(None, map(loaded.get, keys)))}
        found = {key: loaded[key] for key in keys if loaded.get(key) in there}
        for row in self._read(fields[0], {key[0] for key in keys if key not in found}):
            found.setdefault(tuple(getattr(row, name) for name in fields), row.pk)
        return {key: found.get(key) for key in keys if key in found or key in loaded}

    def _read(self, field: str, values: Iterable[Any]) -> Iterator[Any]:
        for some in in_batches(values):
            for row in self.model._base_manager.filter(**{f"{field}__in": some}).order_by():
                self.by_pk[row.pk] = row
                yield row

    def _remember(self, pks: Iterable[int]) -> None:
        for some in in_batches(pks):
            self.states |= stored_states(self.model, some)

    def _load_row(self, number: int, name: str, line: Line) -> None:
        pk = self.rows.find(self.model, name) if name in self.names else None
        values = {**self.file.always, **self.file.values(self.rows, line, self.file.columns)}
        if pk:
            self._settle(number, name, pk, values)
        else:
            self.names[name] = self._write(self.model(), values)
            self.report.counts["created"] += 1

    def _tell_more(self, lines: list[tuple[int, Line]]) -> None:
        """Take the lines of each row together; one without any has nothing of what they tell."""
        pks = {name: pk for name, pk in self.names.items() if pk}
        told: dict[str, list[Values]] = {name: [] for name in pks}
        first = dict.fromkeys(pks, 0)
        for number, line in lines:
            with self._refusing(number, self.file.key):
                self.rows.find(self.model, name := self.file.name_of(line))
                told[name].append(self.file.values(self.rows, line, self.file.columns))
                first[name] = first[name] or number
        self._remember(pks.values())
        for name, pk in pks.items():
            values = {f: join([v[f] for v in told[name]]) for f, join in self.file.joined.items()}
            with self._refusing(first[name]):
                self._settle(first[name], name, pk, values)

    def _settle(self, number: int, name: str, pk: int, values: Values) -> None:
        """Write what is different into a row that is there, if it is ours to change."""
        state = self.states[pk]
        different = {name: value for name, value in values.items() if state[name] != value}
        outcome = "unchanged"
        if different and self._is_own(pk):
            outcome = "changed"
            self._write(self.by_pk[pk], different)
        elif different:
            outcome = "kept"
            fields = ", ".join(field.removesuffix("_id") for field in different)
            self.report.remark(number, f"{name} was edited here and keeps its {fields}")
        self.report.counts[outcome] += 1

    def _is_own(self, pk: int) -> bool:
        versions = versions_of(self.model).objects.filter(id=pk).order_by()
        writers = set(versions.values_list(*OWN).distinct())
        return (self.model, pk) in self.rows.created or writers == {tuple(OWN.values())}

    def _write(self, row: Any, values: Values) -> int:
        row, is_new = copy(row), row.pk is None  # it stays as it is stored if this fails
        many = values.keys() & {field.name for field in self.model._meta.many_to_many}
        for name in values.keys() - many:
            setattr(row, name, values[name])
        relations: list[Any] = [f for f in self.model._meta.concrete_fields if f.is_relation]
        for field in relations:
            if near := self.rows.near.get((field.related_model, getattr(row, field.attname))):
                setattr(row, field.name, near)
        row.clean_fields(exclude=[f.name for f in relations if getattr(row, f.attname)])
        row.clean()
        with transaction.atomic():
            row.save()
            for name in many:
                getattr(row, name).set(values[name])
        self.by_pk[row.pk] = row
        if is_new:
            self.rows.created.add((self.model, row.pk))
        else:
            self.rows.near.clear()  # as regions inside a region move with it
        self.rows.near[self.model, row.pk] = row
        return int(row.pk)

    @contextmanager
    def _refusing(self, number: int, column: str = "") -> Iterator[None]:
        try:
            yield
        except (RefusedError, ValidationError, IntegrityError) as error:
            self.report.counts["kept" if isinstance(error, GoneError) else "refused"] += 1
            if isinstance(error, ValidationError):
                has_fields = hasattr(error, "error_dict")
                for name, texts in (
                    error.message_dict if has_fields else {"": error.messages}
                ).items():
                    self.report.remark(number, "; ".join(texts), self.file.column_of(name))
            else:
                self.report.remark(number, str(error), getattr(error, "column", "") or column)
