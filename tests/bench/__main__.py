"""Measure the site with synthetic data and write docs/performance.md.

Usage: make bench [BUREAUS=20000] [PRIORITIES=300000]. Only Datasette stays, in var/bench/; the rows
are made for each run in the folder for temporary files, which TMPDIR names.
"""

import argparse
import os
import platform
import sys
from datetime import date
from importlib.metadata import version
from typing import Any

from tests.bench import serving
from tests.bench.databases import ROOT, Database, databases
from tests.bench.report import report

GROWTH = 5  # times the rows, which are measured too, but only on SQLite


def main() -> None:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--bureaus", type=int, default=20_000)
    parser.add_argument("--priorities", type=int, default=300_000)
    size = vars(parser.parse_args())
    results = size | {"date": date.today().isoformat(), "machine": machine(), "databases": {}}
    with databases() as found:
        for database in found:
            results["databases"][database.name] = measured(database, **size)
        sqlite = found[0]
        tell("Datasette")
        paths = sqlite.sqlite_path, ROOT / "var" / "bench" / "datasette"
        results["datasette"] = sqlite.run("datasette.measure", *map(str, paths))
        tell(f"{sqlite.name}: making {GROWTH} times as many rows")
        sqlite.run("synthetic.grow", GROWTH)
        tell(f"{sqlite.name}: asking for the pages")
        results["growth"] = GROWTH
        results["grown"] = sqlite.run("measuring.measure_growth")
    text = report(results)
    (ROOT / "docs" / "performance.md").write_text(text, encoding="utf-8")
    sys.stdout.write(text)


def measured(database: Database, bureaus: int, priorities: int) -> dict[str, Any]:
    tell(f"{database.name}: making the rows")
    reindex = database.run("synthetic.prepare", bureaus, priorities)
    tell(f"{database.name}: asking for the pages")
    found = database.run("measuring.measure")
    tell(f"{database.name}: asking two processes")
    addresses = database.run("pages.new_bureaus")
    new = serving.once(database, addresses)
    kept = serving.kept(database, [serving.EMPTY, found["list"]])
    served = {"new": new, "empty": kept[serving.EMPTY], "kept": kept[found["list"]]}
    figures = {what: one._asdict() for what, one in served.items()}
    return found | {"reindex": reindex, "served": figures}


def tell(what: str) -> None:
    sys.stderr.write(f"{what} …\n")


def machine() -> str:
    """Describe what was measured with, and how much else it had to do; not which machine it was."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1024**3
    return (
        f"{os.cpu_count()} cores, {memory:.0f} GB of memory, Linux on {platform.machine()}, "
        f"Python {platform.python_version()}, Django {version('django')}; "
        f"the load average was {os.getloadavg()[1]:.1f} before the run began"
    )


if __name__ == "__main__":
    main()
