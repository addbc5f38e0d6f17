"""All public data as a folder: CSV, JSON lines and SQLite, described for Frictionless tools.

https://datapackage.org/standard/data-package/. The rows are read once and written as they come,
so any number of them needs the same memory.
"""

import csv
import hashlib
import json
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import connection, transaction
from django.utils import timezone, translation

from bureaus.changes.nouns import Noun, nouns
from bureaus.files.tables import Table
from bureaus.models import Change
from bureaus.values.batches import AT_A_TIME, in_batches
from bureaus.values.licence import LICENCE_ID, LICENCE_NAME, LICENCE_URL

DATABASE, PACKAGE, SUMS = "directory.sqlite3", "datapackage.json", "SHA256SUMS"
SQL_TYPES = {"integer": "INTEGER", "number": "REAL"}


@dataclass(frozen=True)
class Written:
    """What was written for one table: how many rows."""

    table: Table
    rows: int


def export(folder: Path, site: str) -> list[Written]:
    """Write the dump to ``folder``, whole or not at all; what stood there is replaced.

    ``site`` is the scheme and host of the addresses in it.
    """
    folder = folder.absolute()
    new = folder.with_name(f".{folder.name}.new")
    shutil.rmtree(new, ignore_errors=True)
    new.mkdir(parents=True)
    try:
        with snapshot(), translation.override("en"):
            cursor = Change.objects.last_cursor()
            found = [_write_table(new, noun, site) for noun in nouns()]
        _describe(new, found, site, cursor)
        _sum_up(new)
        _put_in_place(new, folder)
    finally:
        shutil.rmtree(new, ignore_errors=True)
    return found


@contextmanager
def snapshot() -> Iterator[None]:
    """Read everything as it was at one moment, without keeping anybody from writing."""
    if connection.in_atomic_block:
        yield
    elif connection.vendor == "postgresql":
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield
    else:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA mmap_size = 0")  # or the whole file counts as our memory
            cursor.execute("BEGIN DEFERRED")  # a reader in WAL mode stops no writer
            try:
                yield
            finally:
                cursor.execute("ROLLBACK")


def _write_table(folder: Path, noun: Noun, site: str) -> Written:
    table: Table = noun.table
    rows = noun.public().order_by("pk").iterator(chunk_size=AT_A_TIME)
    number = 0
    with (
        (folder / f"{table.name}.csv").open("w", encoding="utf-8", newline="") as csv_file,
        (folder / f"{table.name}.jsonl").open("w", encoding="utf-8") as json_file,
        _sqlite(folder / DATABASE) as database,
    ):
        writer = csv.writer(csv_file, lineterminator="\n")
        writer.writerow(table.head)
        insert = _create(database, table)
        for some in in_batches(rows):
            number += len(some)
            cells = [table.row(row, site) for row in some]
            writer.writerows(cells)
            values = ([None if cell == "" else cell for cell in line] for line in cells)
            database.executemany(insert, values)
            for record in noun.records(some, {"site": site}):
                json_file.write(json.dumps(record, ensure_ascii=False) + "\n")
    return Written(table, number)


@contextmanager
def _sqlite(path: Path) -> Iterator[sqlite3.Connection]:
    database = sqlite3.connect(path)
    try:
        with database:
            yield database
    finally:
        database.close()


def _create(database: sqlite3.Connection, table: Table) -> str:
    """Create the table and give the statement that inserts a row."""
    columns = ", ".join(
        f'"{column.name}" {SQL_TYPES.get(column.kind, "TEXT")}'
        + (" PRIMARY KEY" if column.name == table.key else "")
        for column in table.columns
    )
    database.execute(f'CREATE TABLE "{table.name}" ({columns}) STRICT')
    marks = ", ".join("?" for _column in table.columns)
    return f'INSERT INTO "{table.name}" VALUES ({marks})'  # noqa: S608 - our own names


def _describe(folder: Path, found: list[Written], site: str, cursor: int) -> None:
    """Write the data package; ``cursor`` is where the change feed goes on after this dump."""
    package = {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": "bureau-directory",
        "title": "The Bureau Directory",
        "description": (
            "The offices that receive investors in China’s regions, and what each region says it "
            f"wants in a year. Changes since: {site}/api/v1/changes/?since={cursor}"
        ),
        "homepage": f"{site}/",
        "created": timezone.now().isoformat(timespec="seconds"),
        "cursor": cursor,
        "licenses": [{"name": LICENCE_ID, "title": LICENCE_NAME, "path": LICENCE_URL}],
        "sources": [{"title": "The Bureau Directory; each row names its own source", "path": site}],
        "resources": [_resource(folder, item) for item in found],
        "files": [
            {"path": path.name, "bytes": path.stat().st_size, "hash": f"sha256:{_sha256(path)}"}
            for path in sorted(folder.iterdir())
            if path.suffix != ".csv"
        ],
    }
    text = json.dumps(package, ensure_ascii=False, indent=2)
    (folder / PACKAGE).write_text(text + "\n", encoding="utf-8")


def _resource(folder: Path, written: Written) -> dict[str, Any]:
    table, path = written.table, folder / f"{written.table.name}.csv"
    return {
        "name": table.name,
        "type": "table",
        "path": path.name,
        "title": table.about,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": path.stat().st_size,
        "hash": f"sha256:{_sha256(path)}",
        "rowcount": written.rows,
        "schema": {
            "fields": [_field(table, column) for column in table.columns],
            "primaryKey": [table.key],
            "foreignKeys": [
                {"fields": [name], "reference": {"resource": other, "fields": [field]}}
                for name, other, field in table.refers
            ],
            "missingValues": [""],
        },
    }


def _field(table: Table, column: Any) -> dict[str, Any]:
    is_key = {"constraints": {"required": True, "unique": True}} if column.name == table.key else {}
    kinds = {"link": {"type": "string", "format": "uri"}}
    kind = kinds.get(column.kind, {"type": column.kind})
    return {"name": column.name, "description": column.about} | kind | is_key


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _sum_up(folder: Path) -> None:
    """Write the checksums in the form that ``sha256sum -c`` reads."""
    lines = [f"{_sha256(path)}  {path.name}\n" for path in sorted(folder.iterdir())]
    (folder / SUMS).write_text("".join(lines), encoding="utf-8")


def _put_in_place(new: Path, folder: Path) -> None:
    """Swap the folders by renaming, so that nobody reads half a dump."""
    old = folder.with_name(f".{folder.name}.old")
    shutil.rmtree(old, ignore_errors=True)
    if folder.exists():
        folder.rename(old)
    new.rename(folder)
    shutil.rmtree(old, ignore_errors=True)
