"""Measure the site at the size of the whole country and write docs/performance.md.

Usage: make bench [BUREAUS=100000] [PRIORITIES=1000000] [QUICK=1]. What it makes stays in var/bench/
and is used again; it may be killed at any moment and run again.
"""

import argparse
import json
import sys
from pathlib import Path

from tests.bench import datasette
from tests.bench.databases import Database, Size, prepared, sqlite_path
from tests.bench.machine import describe, today
from tests.bench.outside import loads, peak_memory
from tests.bench.report import report
from tests.bench.servers import gunicorn

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
    with prepared(folder, [FEW, many]) as (small, large):
        results = {
            "date": today(),
            "machine": describe([database.probe("version") for database in large]),
            "few": vars(FEW),
            "many": vars(many),
            **inside(small, large),
            "load": {database.name: loads(database) for database in large},
            "memory": {database.name: peak_memory(database) for database in large},
            "datasette": beside_datasette(folder, sqlite_path(folder, many), large[0]),
        }
    (folder / "results.json").write_text(json.dumps(results, indent=1), encoding="utf-8")
    text = report(results)
    asked.output.write_text(text, encoding="utf-8")
    sys.stdout.write(text)


def inside(small: list[Database], large: list[Database]) -> dict:
    """Measure in one process per database: the index made anew, then every page."""
    for database in small:
        database.probe("reindex")
    reindex = {database.name: database.probe("reindex") for database in large}
    return {
        "reindex": {name: spent for name, spent in reindex.items() if spent},
        "small": {database.name: database.probe("measure", "computed") for database in small},
        "costs": {database.name: database.probe("measure") for database in large},
    }


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
