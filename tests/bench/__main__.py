"""Measure the site at the size of the whole country and write docs/performance.md.

Usage: make bench [BUREAUS=100000] [PRIORITIES=1000000] [QUICK=1]. What it makes is in var/bench/:
made again only when it is not there. It may be killed at any moment and run again.
"""

import argparse
import json
import sys
from pathlib import Path

from tests.bench import datasette
from tests.bench.databases import Database, prepared
from tests.bench.machine import describe, today
from tests.bench.report import report
from tests.bench.servers import Server, gunicorn
from tests.bench.urls import EMPTY

ROOT = Path(__file__).resolve().parent.parent.parent
FEW = (1_000, 10_000)
QUICK = (10_000, 50_000)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--bureaus", type=int, default=100_000)
    parser.add_argument("--priorities", type=int, default=1_000_000)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--output", type=Path, default=ROOT / "docs" / "performance.md")
    return parser.parse_args()


def main() -> None:
    asked = arguments()
    many = QUICK if asked.quick else (asked.bureaus, asked.priorities)
    folder = ROOT / "var" / "bench"
    folder.mkdir(parents=True, exist_ok=True)
    with prepared(folder, FEW, many) as (small, large):
        results = {
            "date": today(),
            "machine": describe(large),
            "bureaus": many[0],
            "priorities": many[1],
            "few_bureaus": FEW[0],
            "few_priorities": FEW[1],
            "reindex": {d.name: spent for d in large if (spent := d.probe("reindex"))},
            "small": {d.name: d.probe("measure", "computed") for d in small},
            "costs": {d.name: d.probe("measure") for d in large},
            "load": {d.name: load(d) for d in large},
            "memory": {d.name: memory(d) for d in large},
            **beside_datasette(folder, large[0]),
        }
    (folder / "results.json").write_text(json.dumps(results, indent=1), encoding="utf-8")
    text = report(results)
    asked.output.write_text(text, encoding="utf-8")
    sys.stdout.write(text)


if __name__ == "__main__":
    main()
