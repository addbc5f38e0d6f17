"""The databases that are measured, with the same synthetic rows on SQLite and PostgreSQL."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.environment import find_binaries, start

ROOT = Path(__file__).resolve().parent.parent.parent
SETTINGS = {
    "SECRET_KEY": "only-for-benchmarks-" + "x" * 50,
    "ALLOWED_HOSTS": "127.0.0.1",
    "HTTPS": "0",
    "LOG_LEVEL": "ERROR",
    "API_RATE": "1000000/minute",
    "DJANGO_SETTINGS_MODULE": "tests.bench.settings",
    **dict.fromkeys(("CACHE_URL", "DATABASE_REPLICA_URL", "DEBUG"), ""),
}
# Django is ready before the module is imported, so that it can import models as any other does.
CHILD = """
import importlib, json, sys, django
django.setup()
module, task, arguments = json.loads(sys.argv[1])
found = getattr(importlib.import_module(module), task)(*arguments)
print()
print(json.dumps(found))
"""
POSTGRES_MEMORY = "-c shared_buffers=1GB"  # for a machine of 4 GB; its own setting is 128 MB


@dataclass(frozen=True)
class Database:
    """A database of the site: a file in the folder, or what the URL of PostgreSQL names."""

    name: str
    folder: Path
    url: str = ""

    @property
    def sqlite_path(self) -> Path:
        return self.folder / "site.sqlite3"

    @property
    def environment(self) -> dict[str, str]:
        own = {
            "SQLITE_PATH": str(self.sqlite_path),
            "DATABASE_URL": self.url,
            "STATIC_ROOT": str(self.folder / "static"),
        }
        return os.environ | SETTINGS | own

    def run(self, task: str, *arguments: Any) -> Any:
        """Call "module.function" of this package in a process of its own and give its result.

        Raises CalledProcessError when the process fails.
        """
        module, _dot, function = f"{__package__}.{task}".rpartition(".")
        done = subprocess.run(
            [sys.executable, "-c", CHILD, json.dumps([module, function, arguments])],
            cwd=ROOT,
            env=self.environment,
            stdout=subprocess.PIPE,
            check=True,
        )
        return json.loads(done.stdout.splitlines()[-1])  # after what a server may say


@contextmanager
def databases() -> Iterator[list[Database]]:
    """Give SQLite, and PostgreSQL where its binaries are, both empty and thrown away at the end."""
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        found = [Database("SQLite", Path(name))]
        if binaries := find_binaries():
            url = start(binaries, POSTGRES_MEMORY)
            found.append(Database("PostgreSQL", Path(name), url))
        yield found
