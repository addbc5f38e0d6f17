"""SQLite and PostgreSQL find the same rows in the same order and count alike, on the same data.

The suite asks for 60 addresses, in the run on PostgreSQL; the long run asks for 780.
"""

import json
import os
import subprocess
import sys

import pytest
from django.conf import settings
from django.db import connection

from tests.bench.databases import Database
from tests.running import COLLECT, NOTHING_SHARED, copy_on_server, copy_prepared, made_once
from tests.thorough import TIMES, seed

pytestmark = pytest.mark.django_db  # of a server of which the programs that it starts use more
ADDRESSES = 60 * TIMES
SIZE = (600, 3_000)  # bureaus and priorities, more than are sorted as a whole


def answers(database: Database, number: int):
    command = [sys.executable, "-m", "tests.differential", str(ADDRESSES), str(number)]
    done = subprocess.run(
        command, cwd=settings.BASE_DIR, env=database.environment, stdout=subprocess.PIPE, check=True
    )
    return json.loads(done.stdout)


def share_what_is_prepared(folder, database):
    """Take the static files and, for SQLite, the real data that other tests prepare too."""
    (folder / "static").symlink_to(made_once([COLLECT], os.environ | NOTHING_SHARED) / "static")
    copy_prepared(database.sqlite_path)


def test_both_databases_answer_alike(tmp_path):
    if connection.vendor != "postgresql":
        pytest.skip("Compares both databases; it runs with --postgres.")
    url = copy_on_server("differential")
    databases = [Database("SQLite", tmp_path), Database("PostgreSQL", tmp_path, url)]
    share_what_is_prepared(tmp_path, databases[0])
    for database in databases:
        database.run("synthetic.prepare", *SIZE, True)

    number = seed()

    ours, theirs = (answers(database, number) for database in databases)

    differing = [(a, b, c) for (a, b), (_a, c) in zip(ours, theirs, strict=True) if b != c]
    assert differing == []
    assert sum(bool(found[0]) for _address, found in ours) > ADDRESSES / 3
