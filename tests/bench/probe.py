"""What runs in a process of its own, with the settings of one database.

Usage: python -m tests.bench.probe TASK [ARGUMENT…]. Prints what it found as JSON.
"""

import io
import json
import os
import sys
import time
from collections import deque
from contextlib import redirect_stdout
from dataclasses import asdict

import django
from django.core.management import call_command

from tests.bench.clocks import peak_memory_mb
from tests.bench.progress import Progress

HOPELESS_MS = 10_000  # what takes longer is measured once


def static() -> None:
    call_command("collectstatic", interactive=False, verbosity=0)


def create(name: str) -> None:
    """Create a database on the PostgreSQL server unless it is there."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
        if cursor.fetchone() is None:
            cursor.execute(f"CREATE DATABASE {connection.ops.quote_name(name)}")


def fill(bureaus: str, priorities: str) -> None:
    from tests.bench import synthetic

    call_command("migrate", verbosity=0)
    call_command("load_data", verbosity=0, stdout=io.StringIO())
    synthetic.fill(int(bureaus), int(priorities))
    _analyze("ANALYZE")


def transfer(sqlite_path: str) -> None:
    from tests.bench.transfer import transfer

    call_command("migrate", verbosity=0)
    transfer(sqlite_path)
    _analyze("VACUUM ANALYZE")


def reindex() -> dict:
    """Measure making the index of the bureaus anew; what others lack is filled in."""
    from bureaus.models import Bureau
    from bureaus.search import index

    started = time.monotonic()
    deque(index.rebuild(Bureau), maxlen=0)
    seconds = time.monotonic() - started
    for model, noun_index in index.indexes.items():
        if noun_index.entries._default_manager.count() < model._default_manager.count():
            deque(index.rebuild(model), maxlen=0)
    _analyze("ANALYZE")
    return {"seconds": seconds, "memory": peak_memory_mb(os.getpid())}


def version() -> str:
    """Name the database and its release."""
    from django.db import connection

    if connection.vendor == "sqlite":
        return f"SQLite {connection.Database.sqlite_version}"
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version")
        return f"PostgreSQL {cursor.fetchone()[0]}"


def measure(*names: str) -> list[dict]:
    """Measure every address in the named states, default all; leaves out what answers an error."""
    from tests.bench.addresses import addresses
    from tests.bench.measuring import Site
    from tests.bench.states import STATES

    site, found = Site(), []
    asked = addresses()
    progress = Progress("pages measured", len(asked))
    for address in asked:
        first = site.ask(address.url)
        states = [state for state in STATES if not names or state.name in names]
        if first.wall > HOPELESS_MS:
            states = states[:1]
        for state in states if first.status < 400 else ():
            if cost := site.cost_in(state, address.url):
                found.append({**asdict(address), "state": state.name, **asdict(cost)})
        progress.step()
    return found


def addresses() -> list[str]:
    """List what this database answers without an error."""
    from tests.bench.addresses import addresses
    from tests.bench.measuring import Site

    site = Site()
    return [a.url for a in addresses() if site.ask(a.url).status < 400]


def bureaus() -> list[str]:
    """List the addresses of some thousand bureaus, spread over all regions."""
    from bureaus.models import Bureau

    spread = Bureau.objects.published().select_related("region").order_by("ref")[:20_000:5]
    return [f"/en{bureau.get_absolute_url().removeprefix('/en')}" for bureau in spread]


def _analyze(statement: str) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(statement)


TASKS = {
    task.__name__: task
    for task in (static, create, fill, transfer, reindex, version, measure, addresses, bureaus)
}

if __name__ == "__main__":
    django.setup()
    with redirect_stdout(sys.stderr):
        found = TASKS[sys.argv[1]](*sys.argv[2:])
    sys.stdout.write(json.dumps(found))
