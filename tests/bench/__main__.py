"""Measure the site with synthetic data and write docs/performance.md.

Usage: make bench [BUREAUS=20000] [PRIORITIES=300000]. What it makes stays in var/bench/.
"""

import argparse
import os
import platform
import shutil
import sys
from datetime import date
from hashlib import blake2b
from importlib.metadata import version
from pathlib import Path
from typing import Any

from tests.bench.databases import ROOT, Database, databases
from tests.bench.report import report


def main() -> None:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--bureaus", type=int, default=20_000)
    parser.add_argument("--priorities", type=int, default=300_000)
    size = vars(parser.parse_args())
    results = size | {"date": date.today().isoformat(), "machine": machine(), "databases": {}}
    folder = place(ROOT / "var" / "bench", **size)
    with databases(folder) as found:
        for database in found:
            results["databases"][database.name] = measured(database, **size)
        tell("Datasette")
        tool = folder.parent / "datasette"
        results["datasette"] = found[0].run(
            "datasette.measure", str(found[0].sqlite_path), str(tool)
        )
    text = report(results)
    (ROOT / "docs" / "performance.md").write_text(text, encoding="utf-8")
    sys.stdout.write(text)


def place(parent: Path, bureaus: int, priorities: int) -> Path:
    """Give the folder for rows of this number and form; drop those of other forms.

    The form is whatever says what the rows are: the module that makes them and the migrations.
    """
    sources = [ROOT / "tests" / "bench" / "synthetic.py", *sorted(ROOT.glob("*/migrations/*.py"))]
    form = blake2b(b"".join(path.read_bytes() for path in sources), digest_size=4).hexdigest()
    for folder in parent.glob("rows-*"):
        if not folder.name.endswith(form):
            shutil.rmtree(folder)
    folder = parent / f"rows-{bureaus}-{priorities}-{form}"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def measured(database: Database, bureaus: int, priorities: int) -> dict[str, Any]:
    tell(f"{database.name}: making the rows")
    reindex = database.run("synthetic.prepare", bureaus, priorities)
    tell(f"{database.name}: asking for the pages")
    pages = database.run("measuring.measure")
    tell(f"{database.name}: asking the server")
    return pages | {"reindex": reindex, "server": database.run("serving.measure")}


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
