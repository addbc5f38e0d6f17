"""SQLite and PostgreSQL find the same rows in the same order and count alike, on the same data.

The suite asks for 60 addresses, in the run on PostgreSQL. The long run asks for 780:

    THOROUGH=13 .venv/bin/pytest tests/test_differential.py --postgres
"""

import json
import os
import subprocess
import sys

import pytest
from django.conf import settings
from django.db import connection

from tests.bench.databases import Database, Size, postgres_database, sqlite_database
from tests.thorough import TIMES

ADDRESSES = 60 * TIMES
SEED = 20261124
SIZE = Size(bureaus=600, priorities=3_000)  # more than are sorted as a whole


def answers(database: Database):
    command = [sys.executable, "-m", "tests.differential", str(ADDRESSES), str(SEED)]
    done = subprocess.run(
        command, cwd=settings.BASE_DIR, env=database.environment, stdout=subprocess.PIPE, check=True
    )
    return json.loads(done.stdout)


def test_both_databases_answer_alike(tmp_path):
    if connection.vendor != "postgresql":
        pytest.skip("Compares both databases; it runs with --postgres.")
    shared = {"STATIC_ROOT": str(tmp_path / "static")}
    sqlite = sqlite_database(tmp_path, SIZE, shared)
    postgres = postgres_database(os.environ["DATABASE_URL"], tmp_path, SIZE, shared)
    sqlite.probe("static")
    for database in (sqlite, postgres):
        database.probe("reindex")

    ours, theirs = answers(sqlite), answers(postgres)

    differing = [(a, b, c) for (a, b), (_a, c) in zip(ours, theirs, strict=True) if b != c]
    assert differing == []
    assert sum(bool(found[0]) for _address, found in ours) > ADDRESSES / 3
