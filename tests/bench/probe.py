"""What runs in a process of its own, with the settings of one database: rows, measurements.

Usage: python -m tests.bench.probe fill BUREAUS PRIORITIES | measure [STATE…]. Prints JSON.
"""

import json
import sys
from dataclasses import asdict

import django

from tests.bench.progress import Progress


def fill(bureaus: str, priorities: str) -> None:
    from django.core.management import call_command
    from django.db import connection

    from tests.bench import synthetic

    call_command("migrate", verbosity=0)
    call_command("load_data", verbosity=0, stdout=sys.stderr)
    synthetic.fill(int(bureaus), int(priorities))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def measure(*names: str) -> list[dict]:
    """Measure every address in the named states, default all."""
    from tests.bench.addresses import addresses
    from tests.bench.measuring import Site
    from tests.bench.states import STATES

    site, found = Site(), []
    states = [state for state in STATES if state.name in names or not names]
    asked = addresses()
    progress = Progress("pages measured", len(asked))
    for address in asked:
        first = site.ask(address.url)
        site.ask(address.url)
        for state in states if first.status < 400 else ():
            etag = first.headers.get("etag", "") if state.is_conditional else ""
            if state.is_conditional and site.ask(address.url, etag).status != 304:
                continue
            cost = site.cost(address.url, state.before, etag)
            found.append({**asdict(address), "state": state.name, **asdict(cost)})
        progress.step()
    return found


TASKS = {"fill": fill, "measure": measure}

if __name__ == "__main__":
    django.setup()
    sys.stdout.write(json.dumps(TASKS[sys.argv[1]](*sys.argv[2:])))
