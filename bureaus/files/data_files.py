"""What a file of ``data/`` is: its columns, the fields that they fill, how its rows are found."""

import csv
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

from django.db.models import FloatField, IntegerField
from django.utils.text import slugify

from bureaus.changes.history import Model
from bureaus.values.chinese import Scripts
from bureaus.values.texts import printable, whole_number

Line = dict[str, str]  # the texts of one line, by column
Values = dict[str, Any]


class RefusedError(Exception):
    """A line cannot be loaded; the message says why, ``column`` where."""

    def __init__(self, message: str, column: str = "") -> None:
        super().__init__(message)
        self.column = column


class GoneError(RefusedError):
    """A line is about a row that was deleted here."""


class BadFileError(Exception):
    """A data file is missing or is not what it should be; the message says what is wrong."""


class Rows:
    """What the lines that were read call the rows that they are about, and these rows."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.named: dict[Model, dict[str, int | None]] = {}  # None for what was deleted here
        self.by_pk: dict[Model, dict[int, Any]] = {}
        self.created: set[tuple[Model, int]] = set()
        self.near: dict[
            tuple[Model, int], Any
        ] = {}  # as they are stored, so that none is read twice

    @cached_property
    def scripts(self) -> Scripts:
        path = self.folder / "traditional_exceptions.csv"
        lines = read_csv(path, ["name_zh_hans", "name_zh_hant"])
        return Scripts({line["name_zh_hans"]: line["name_zh_hant"] for _number, line in lines})

    def find(self, model: Model, name: str) -> int:
        if name not in (names := self.named[model]):
            raise RefusedError(f"no {model._meta.verbose_name} is called {name}")
        if (pk := names[name]) is None:
            raise GoneError(f"{name} was deleted here")
        return pk

    def get(self, model: Model, name: str) -> Any:
        return self.by_pk[model][self.find(model, name)]


class Column(NamedTuple):
    """Columns of a file, usually one, and the fields of a row that they fill, usually one."""

    names: list[str]
    fields: list[str]
    read: Callable[..., Any]


@dataclass(frozen=True)
class DataFile:
    """A file of ``data/`` and the rows that its lines are about.

    ``filled`` names columns and fields: ``url`` fills the field of this name, ``held_on:date``
    another one, ``name_zh:name_zh*`` those of both Chinese scripts, and ``a+b:field`` takes two
    columns. ``read`` holds readers of fields; for others the kind of
    field decides. Columns that are not named are for people. ``key`` names those by which a row is
    found; other lines mean it by them, or by ``called``, behind a ``prefix``. ``always`` holds
    values of every row. Where fields are ``joined``, the lines tell more of the rows of the file
    before: what they say of a row in a field is made into one value. Lines that say nothing in the
    columns ``needed`` are about no row.
    """

    name: str
    model: Model
    key: str
    filled: str
    called: str = ""
    prefix: str = ""
    read: Mapping[str, Callable[..., Any]] = field(default_factory=dict)
    always: Mapping[str, Any] = field(default_factory=dict)
    joined: Mapping[str, Callable[[list[Any]], Any]] = field(default_factory=dict)
    needed: str = ""

    @cached_property
    def columns(self) -> list[Column]:
        return [self._column(item) for item in self.filled.split()]

    def _column(self, item: str) -> Column:
        names, _colon, target = item.partition(":")
        stems = [target.replace("*", s) for s in ("_hans", "_hant")] if "*" in target else [target]
        found: list[Any] = [self.model._meta.get_field(stem or names) for stem in stems]
        read = self.read.get(target or names) or _reader(*found)
        return Column(names.split("+"), [field.attname for field in found], read)

    @cached_property
    def key_columns(self) -> list[Column]:
        return [column for column in self.columns if set(self.key.split()).issuperset(column.names)]

    def name_of(self, line: Line) -> str:
        """Give what other lines call the row that a line is about."""
        for name in f"{self.key} {self.called}".split():
            if not line[name]:
                raise RefusedError("This cannot be blank.", name)
        return self.prefix + " ".join(line[name] for name in (self.called or self.key).split())

    def column_of(self, field: str) -> str:
        """Tell which column fills a field; there may be none."""
        found = (c.names for c in self.columns if {field, f"{field}_id"}.intersection(c.fields))
        return " ".join(next(found, []))

    def lines(self, folder: Path) -> list[tuple[int, Line]]:
        needed = {name for column in self.columns for name in column.names}
        lines = read_csv(folder / self.name, needed.union(self.key.split()))
        asked = self.needed.split()
        return [(n, line) for n, line in lines if not asked or any(line[name] for name in asked)]

    def values(self, rows: Rows, line: Line, columns: Iterable[Column]) -> Values:
        values: Values = {}
        for column in columns:
            try:
                read = column.read(rows, *(line[name] for name in column.names))
            except RefusedError as error:
                error.column = " ".join(column.names)
                raise
            values |= zip(column.fields, read if len(column.fields) > 1 else [read], strict=True)
        return values


def _reader(field: Any, *other_script: Any) -> Callable[..., Any]:
    """Read a number, the name of a row or names with blanks between, or else the text itself."""
    model = field.related_model
    if other_script:
        return in_both_scripts
    if field.many_to_many:
        return lambda rows, text: sorted({rows.find(model, name) for name in text.split()})
    if field.is_relation:
        return lambda rows, *texts: rows.find(model, " ".join(texts)) if any(texts) else None
    if isinstance(field, IntegerField):
        return _whole_number
    if isinstance(field, FloatField):
        return _decimal
    return lambda _rows, text: text


def _whole_number(_rows: Rows, text: str) -> int:
    if (found := whole_number(text)) is None:
        raise RefusedError(f"“{text}” is no whole number")
    return found


def _decimal(_rows: Rows, text: str) -> float | None:
    try:
        return float(text) if text else None
    except ValueError as error:
        raise RefusedError(f"“{text}” is no number") from error


def first(values: list[Any]) -> Any:
    """Take what the first line says of a row, None if no line says anything."""
    return values[0] if values else None


def all_together(lists: list[list[int]]) -> list[int]:
    """Take the rows that any of the lines names."""
    return sorted({pk for pks in lists for pk in pks})


def slugged(_rows: Rows, text: str) -> str:
    return slugify(text)


def in_both_scripts(rows: Rows, simplified: str, given: str = "") -> tuple[str, str]:
    """Give (simplified, traditional); the second is drafted unless it is given."""
    return simplified, given or rows.scripts.traditional(simplified)


def read_csv(path: Path, needed: Iterable[str]) -> Iterator[tuple[int, Line]]:
    """Yield (line number, texts) of a UTF-8 file; raise BadFileError if something is missing."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file, strict=True, restkey="", restval="")
            if lacking := set(needed) - set(reader.fieldnames or ()):
                raise BadFileError(f"{path.name} lacks the columns {', '.join(sorted(lacking))}.")
            for texts in reader:
                texts.pop("", None)  # what stands behind the last column
                yield reader.line_num, {name: printable(t).strip() for name, t in texts.items()}
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise BadFileError(f"{path.name} cannot be read: {error}.") from error
