"""Loading data files again and again without overwriting what people changed."""

import csv
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction

from bureaus.values.chinese import Scripts

FileRow = dict[str, Any]
Values = dict[str, Any]


class LoadedRow(models.Model):
    """The values of one row of a data file as they were last written to the database.

    ``object_id`` is the primary key of what the row became; ``values`` maps field names to plain
    values. A field that still holds its value here was not touched by anybody since.
    """

    raises_edition = False

    dataset = models.CharField(max_length=40)
    key = models.CharField(max_length=600)  # a web address, a code and a year
    object_id = models.BigIntegerField()
    values = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["dataset", "key"], name="loaded_row_unique"),
        ]

    def __str__(self) -> str:
        return f"{self.dataset}: {self.key}"


class RefusedError(Exception):
    """A record cannot be loaded; the message says why."""


class BadFileError(Exception):
    """A data file is missing or is not what it should be; the message says what is wrong."""


@dataclass
class Report:
    """What became of the records of one dataset: counts, and remarks by line of the file."""

    dataset: str
    counts: Counter[str] = field(default_factory=Counter)
    remarks: list[str] = field(default_factory=list)

    def add(self, outcome: str, line: int, remark: str = "") -> None:
        self.counts[outcome] += 1
        if remark:
            self.remarks.append(f"line {line}: {remark}")

    def __str__(self) -> str:
        outcomes = ("created", "changed", "kept", "unchanged", "refused")
        return f"{self.dataset}: " + ", ".join(f"{self.counts[o]} {o}" for o in outcomes)


class Dataset:
    """One file of ``data/`` and the model that its records become."""

    name: str
    model: type[models.Model]
    many: tuple[str, ...] = ()  # the many-to-many fields, whose values are sorted lists of keys
    found: tuple[str, ...] = ()  # fields whose rows ``convert`` looks up, so that they are there

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @cached_property
    def scripts(self) -> Scripts:
        rows = read_csv(
            self.folder / "traditional_exceptions.csv", {"name_zh_hans", "name_zh_hant"}
        )
        return Scripts({row["name_zh_hans"]: row["name_zh_hant"] for _line, row in rows})

    def records(self) -> Iterator[tuple[int, FileRow]]:
        """Yield (line number, record)."""
        raise NotImplementedError

    def convert(self, record: FileRow) -> tuple[str, Values]:
        """Give the record's key and its field values (JSON types), or raise RefusedError."""
        raise NotImplementedError

    def complete(self, instance: Any) -> None:
        """Fill in what is decided once, when the row is created, such as a slug."""

    def created(self, instance: Any, record: FileRow) -> None:
        """Add what can only be stored after the row itself."""

    def changed(self) -> None:
        """Forget what is known of other rows, which the change of one may change too."""


def load(dataset: Dataset) -> Report:
    """Bring one dataset into the database; call it inside a transaction."""
    return _Loader(dataset).run()


def read_csv(path: Path, columns: set[str]) -> Iterator[tuple[int, FileRow]]:
    """Yield (line number, record) of a UTF-8 file; raise BadFileError if something is missing."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file, strict=True)
            if lacking := columns - set(reader.fieldnames or ()):
                raise BadFileError(f"{path.name} lacks the columns {', '.join(sorted(lacking))}.")
            for record in reader:
                yield reader.line_num, {name: (record[name] or "").strip() for name in columns}
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise BadFileError(f"{path.name} cannot be read: {error}.") from error


class _Loader:
    def __init__(self, dataset: Dataset) -> None:
        self.dataset = dataset
        self.report = Report(dataset.name)
        self.known = {row.key: row for row in LoadedRow.objects.filter(dataset=dataset.name)}
        self.objects = dataset.model._default_manager.in_bulk(
            [row.object_id for row in self.known.values()]
        )
        self.lines: dict[str, int] = {}
        self.new: list[LoadedRow] = []
        self.renewed: list[LoadedRow] = []

    def run(self) -> Report:
        for line, record in self.dataset.records():
            try:
                self._take(line, record)
            except (RefusedError, ValidationError, IntegrityError, ValueError) as error:
                self.report.add("refused", line, _reason(error))
        LoadedRow.objects.bulk_create(self.new, batch_size=500)
        LoadedRow.objects.bulk_update(self.renewed, ["values"], batch_size=500)
        return self.report

    def _take(self, line: int, record: FileRow) -> None:
        key, values = self.dataset.convert(record)
        if key in self.lines:
            raise RefusedError(f"{key} was given in line {self.lines[key]} already")
        self.lines[key] = line
        if key not in self.known:
            self._create(key, values, record)
            self.report.add("created", line)
        elif instance := self.objects.get(self.known[key].object_id):
            self._update(line, self.known[key], instance, values)
        else:
            self.report.add("kept", line, f"{key} was deleted here and is not brought back")

    def _create(self, key: str, values: Values, record: FileRow) -> None:
        many = {name: values[name] for name in self.dataset.many}
        instance = self.dataset.model(**{n: values[n] for n in values if n not in many})
        self.dataset.complete(instance)
        instance.clean_fields(exclude=self.dataset.found)
        instance.clean()
        with transaction.atomic():
            instance.save()
            for name, keys in many.items():
                getattr(instance, name).set(keys)
            self.dataset.created(instance, record)
        self.new.append(
            LoadedRow(dataset=self.dataset.name, key=key, object_id=instance.pk, values=values)
        )

    def _update(self, line: int, known: LoadedRow, instance: models.Model, values: Values) -> None:
        current = {name: self._current(instance, name) for name in values}
        different = [name for name in values if current[name] != values[name]]
        edited = [n for n in different if current[n] != known.values.get(n, current[n])]
        wanted = [name for name in different if name not in edited]
        if wanted:
            self._write(instance, {name: values[name] for name in wanted})
        if edited:
            self.report.add("kept", line, f"{known.key}: staff changed {_readable(edited)}")
        else:
            self.report.add("changed" if wanted else "unchanged", line)
        if known.values != values:
            known.values = values
            self.renewed.append(known)

    def _current(self, instance: models.Model, name: str) -> Any:
        value = getattr(instance, name)
        if name in self.dataset.many:
            return sorted(value.values_list("pk", flat=True))
        return value

    def _write(self, instance: models.Model, values: Values) -> None:
        for name in values.keys() - set(self.dataset.many):
            setattr(instance, name, values[name])
        instance.clean_fields(exclude=self.dataset.found)
        instance.clean()
        with transaction.atomic():
            instance.save()
            for name in values.keys() & set(self.dataset.many):
                getattr(instance, name).set(values[name])
        self.dataset.changed()


def _reason(error: Exception) -> str:
    return "; ".join(error.messages) if isinstance(error, ValidationError) else str(error)


def _readable(names: list[str]) -> str:
    return ", ".join(name.removesuffix("_id") for name in names)
