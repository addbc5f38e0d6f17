"""The databases that are measured, each with the same synthetic rows on SQLite and PostgreSQL."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.bench import FORM
from tests.bench.servers import postgres

LOCAL = {
    "SECRET_KEY": "only-for-benchmarks-" + "x" * 50,
    "ALLOWED_HOSTS": "127.0.0.1",
    "HTTPS": "0",
    "LOG_LEVEL": "ERROR",
    "DJANGO_SETTINGS_MODULE": "tests.bench.settings",
    **dict.fromkeys(("CACHE_URL", "DATABASE_REPLICA_URL", "DATABASE_URL", "DEBUG"), ""),
}
NO_POSTGRES = "*** No PostgreSQL binaries were found: only SQLite is measured. ***\n"


@dataclass(frozen=True)
class Database:
    """One database; ``variables`` are what the site needs to know of it."""

    name: str
    variables: dict[str, str]

    def probe(self, task: str, *arguments: object) -> Any:
        """Run a task of ``tests.bench.probe`` in a process of its own and give what it found.

        Raises CalledProcessError when the process fails.
        """
        command = [sys.executable, "-m", "tests.bench.probe", task, *map(str, arguments)]
        done = subprocess.run(command, env=self.environment, stdout=subprocess.PIPE, check=True)
        return json.loads(done.stdout)

    @property
    def environment(self) -> dict[str, str]:
        return os.environ | LOCAL | self.variables


@dataclass(frozen=True)
class Size:
    bureaus: int
    priorities: int

    @property
    def name(self) -> str:
        return f"bench-{self.bureaus}-{self.priorities}-{FORM}"


@contextmanager
def prepared(folder: Path, sizes: list[Size]) -> Iterator[list[list[Database]]]:
    """Fill the databases of each size, SQLite first; PostgreSQL runs until the block ends."""
    shared = {"STATIC_ROOT": str(folder / "static")}
    with postgres(folder / "postgres") as url:
        if url is None:
            sys.stderr.write(NO_POSTGRES)
        found = []
        for size in sizes:
            databases = [sqlite_database(folder, size, shared)]
            if url:
                databases.append(postgres_database(url, folder, size, shared))
            found.append(databases)
        found[0][0].probe("static")
        yield found


def sqlite_path(folder: Path, size: Size) -> Path:
    return folder / f"{size.name}.sqlite3"


def sqlite_database(folder: Path, size: Size, shared: dict[str, str]) -> Database:
    path = sqlite_path(folder, size)
    database = Database("SQLite", shared | {"SQLITE_PATH": str(path)})
    database.probe("fill", size.bureaus, size.priorities)
    return database


def postgres_database(url: str, folder: Path, size: Size, shared: dict[str, str]) -> Database:
    name = size.name.replace("-", "_")
    Database("", shared | {"DATABASE_URL": url}).probe("create", name)
    own = url.replace("/postgres?", f"/{name}?")
    database = Database("PostgreSQL", shared | {"DATABASE_URL": own})
    database.probe("transfer", sqlite_path(folder, size))
    return database
