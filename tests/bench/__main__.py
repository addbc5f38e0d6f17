"""Measure the site at the size of the whole country and write docs/performance.md.

Usage: make bench [BUREAUS=100000] [PRIORITIES=1000000] [QUICK=1]. What it makes stays in var/bench/
and is used again; it may be killed at any moment and run again.
"""

import argparse
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from config.release import fingerprint
from tests.bench import datasette
from tests.bench.databases import Database, Size, prepared, sqlite_path
from tests.bench.machine import describe, today
from tests.bench.outside import loads, peak_memory
from tests.bench.report import report
from tests.bench.servers import gunicorn
from tests.bench.steps import Steps

ROOT = Path(__file__).resolve().parent.parent.parent
FEW = Size(1_000, 10_000)
QUICK = Size(10_000, 50_000)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--bureaus", type=int, default=100_000)
    parser.add_argument("--priorities", type=int, default=1_000_000)
    parser.add_argument("--quick", action="store_true", help="with few rows, in some minutes")
    parser.add_argument("--output", type=Path, default=ROOT / "docs" / "performance.md")
    return parser.parse_args()


def main() -> None:
    asked = arguments()
    many = QUICK if asked.quick else Size(asked.bureaus, asked.priorities)
    folder = ROOT / "var" / "bench"
    folder.mkdir(parents=True, exist_ok=True)
    about = {"few": vars(FEW), "many": vars(many), "release": fingerprint(ROOT)}
    steps = Steps(folder / "results.json", about)
    with prepared(folder, [FEW, many]) as (small, large):
        measure(steps, small, large)
        site = sqlite_path(folder, many)
        steps.take("datasette", lambda: beside_datasette(folder, site, large[0]))
    text = report(steps.finish())
    asked.output.write_text(text, encoding="utf-8")
    sys.stdout.write(text)


def measure(steps: Steps, small: list[Database], large: list[Database]) -> None:
    """Measure in one process per database the index made anew, then every page; then outside."""
    for database in small:
        database.probe("reindex")
    for name, task in {
        "reindex": of_each(large, "reindex"),
        "small": of_each(small, "measure", "computed"),
        "costs": of_each(large, "measure"),
        "load": lambda: {database.name: loads(database) for database in large},
        "memory": lambda: {database.name: peak_memory(database) for database in large},
        "date": today,
        "machine": lambda: describe([database.probe("version") for database in large]),
    }.items():
        steps.take(name, task)


def of_each(databases: list[Database], *task: str) -> Callable[[], dict[str, Any]]:
    return lambda: {database.name: database.probe(*task) for database in databases}


def beside_datasette(folder: Path, site: Path, ours: Database) -> dict:
    """Measure both tools one after the other; where Datasette cannot be installed, say why."""
    try:
        program = datasette.install(folder / "datasette")
    except datasette.NotInstalledError as error:
        sys.stderr.write(f"*** Datasette is NOT measured: {error} ***\n")
        return {"problem": str(error), "rows": []}
    database = folder / "bureaus.db"
    datasette.export(site, database)
    with (
        datasette.serving(program, database) as theirs,
        gunicorn(ours.environment, workers=1) as server,
    ):
        return {"version": datasette.VERSION, "rows": datasette.compare(theirs, server)}


if __name__ == "__main__":
    main()
