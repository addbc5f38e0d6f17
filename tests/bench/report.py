"""What was measured, as docs/performance.md: one table."""

from collections.abc import Iterable, Iterator
from statistics import median
from typing import Any

from tests.bench.serving import CLIENTS

STATES = {  # what the table calls it → what measuring.py calls it
    "after an edit of a bureau": "bureau edited",
    "after an edit of a priority": "priority edited",
    "never asked for": "not asked for",
    "kept": "kept",
    "304": "304",
}
TEXT = """\
# Performance

Written by `make bench` on {date}, with {bureaus:,} bureaus and {priorities:,} priorities, all \
synthetic, in the real tree of regions, on {versions}: all of China, every level, ten years. The \
machine: {machine}. Where a cell holds two figures, they are of {names}, in this order.

## What a visitor waits for

The figures say how many times the CPU of an **empty Django view** with the same settings and \
middleware a page takes. Page and empty view were asked for in turn, so they can be compared with \
those of another run or machine, even of a busy one; milliseconds cannot. An empty view took \
{empty} ms of CPU. On PostgreSQL it is the CPU of the Django process alone; what the server does \
is in the milliseconds.

- **after an edit**: the first view of all after an edit of a bureau or a priority that is not on \
the page. Queries and milliseconds are those after an edit of a bureau. **×{growth}** is the same \
after an edit of a bureau, on SQLite, with {growth} times as many rows, which no limit holds for.
- **never asked for**: neither the page nor what it counts was asked for yet, as after a restart; \
places and templates were.
- **kept**: the same address again.
- **304**: the visitor has the page and asks whether it is current.

{table}
{datasette}

## Two processes

`make serve` with two processes, asked by {clients} clients on the same machine, which cost it \
their share. Kept is the list of 25; the empty view runs on the same server.

{served}
"""
DATASETTE = """\
[Datasette](https://datasette.io) serves the same published bureaus as one flat table with the \
same counts, an index on each of them and full-text search, on SQLite. It keeps no pages: its list \
costs as much every time."""
NO_DATASETTE = "Datasette was not measured: it could not be installed."
SERVED = {
    "kept pages a second": ("kept", "a_second"),
    "empty views a second": ("empty", "a_second"),
    "pages of bureaus nobody asked for, a second": ("new", "a_second"),
    "ms of CPU of a kept page": ("kept", "cpu_ms"),
    "ms of CPU of an empty view": ("empty", "cpu_ms"),
    "MB of memory of the bigger process, after these pages": ("new", "megabytes"),
}

Measured = dict[str, Any]


def report(results: Measured) -> str:
    found, theirs = list(results["databases"].values()), results["datasette"]
    texts = {
        "versions": " and ".join(one["version"] for one in found),
        "names": " and ".join(results["databases"]),
        "empty": both(f"{empty_view(one['pages']):.2f}" for one in found),
        "table": "".join(table([one["pages"] for one in found], theirs, results)),
        "served": "".join(served(results["databases"])),
        "clients": CLIENTS,
        "datasette": DATASETTE if theirs else NO_DATASETTE,
    }
    return TEXT.format(**results | texts)


def both(figures: Iterable[str]) -> str:
    return " / ".join(figures)


def empty_view(pages: Measured) -> float:
    return median(page["kept"]["empty"] for page in pages.values())


def table(found: list[Measured], datasette: dict[str, float], results: Measured) -> Iterator[str]:
    """Write the lines of the table; ``found`` are the pages of each database."""
    head = ["Page", *STATES, "Datasette", f"×{results['growth']}", "queries", "ms", "kB sent"]
    rows = (
        row(what, [pages[what] for pages in found], datasette, results["grown"])
        for what in found[0]
    )
    return lines(head, rows)


def lines(head: list[str], rows: Iterable[Iterable[str]]) -> Iterator[str]:
    rule = ["---", *["---:" for _title in head[1:]]]
    return (f"| {' | '.join(cells)} |\n" for cells in (head, rule, *rows))


def row(
    what: str, pages: list[Measured], datasette: dict[str, float], grown: dict[str, float]
) -> Iterator[str]:
    yield what
    for state in STATES.values():
        yield both(ratio(page[state]["ratio"]) for page in pages)
    yield ratio(datasette[what]) if what in datasette else ""
    yield ratio(grown[what])
    yield both(str(page["queries"]) for page in pages)
    yield both(f"{page['bureau edited']['ms']:.0f}" for page in pages)
    yield f"{pages[0]['sent'] / 1000:.1f}"


def served(found: Measured) -> Iterator[str]:
    """Write the lines of the table of what two processes do, one column for each database."""
    rows = [
        [title, *(ratio(one["served"][what][figure]) for one in found.values())]
        for title, (what, figure) in SERVED.items()
    ]
    rows.append(
        ["seconds of `manage.py reindex`", *(f"{one['reindex']:.0f}" for one in found.values())]
    )
    return lines(["", *found], rows)


def ratio(number: float) -> str:
    return f"{number:.2f}" if number < 10 else f"{number:,.0f}"
