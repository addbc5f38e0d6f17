"""What was measured, as docs/performance.md: one table."""

from collections.abc import Iterable, Iterator
from statistics import median
from typing import Any

STATES = ("304", "kept", "not asked for", "bureau edited", "priority edited")
TEXT = """\
# Performance

Written by `make bench` on {date}, with {bureaus:,} bureaus and {priorities:,} priorities, all \
synthetic, in the real tree of regions, on {versions}. The machine: {machine}. Where a cell holds \
two figures, they are of {names}, in this order.

The first columns say how many times the CPU of an **empty Django view** with the same settings \
and middleware a page takes. Page and empty view were asked for in turn, so these ratios can be \
compared with those of another run or machine, even of a busy one; milliseconds cannot. An empty \
view took {empty} ms of CPU. On PostgreSQL it is the CPU of the Django process alone; what the \
server does is in the milliseconds.

- **304**: the visitor has the page and asks whether it is current.
- **kept**: the same address again.
- **not asked for**: nobody asked for the page since the last edit, but others were shown.
- **bureau edited**, **priority edited**: the first view of all after an edit of a bureau or a \
priority that is not on the page. Queries and milliseconds are those after an edit of a bureau.

{table}
{datasette}
"""
DATASETTE = """\
[Datasette](https://datasette.io) serves the same published bureaus as one flat table with the \
same counts, an index on each of them and full-text search, on SQLite. It keeps no pages: its list \
costs as much every time."""
NO_DATASETTE = "Datasette was not measured: it could not be installed."

Measured = dict[str, Any]


def report(results: Measured) -> str:
    found, theirs = list(results["databases"].values()), results["datasette"]
    texts = {
        "versions": " and ".join(one["version"] for one in found),
        "names": " and ".join(results["databases"]),
        "empty": both(f"{empty_view(one['pages']):.2f}" for one in found),
        "table": "".join(table([one["pages"] for one in found], theirs)),
        "datasette": DATASETTE if theirs else NO_DATASETTE,
    }
    return TEXT.format(**results | texts)


def both(figures: Iterable[str]) -> str:
    return " / ".join(figures)


def empty_view(pages: Measured) -> float:
    return median(page["kept"]["empty"] for page in pages.values())


def table(found: list[Measured], datasette: dict[str, float]) -> Iterator[str]:
    """Write the lines of the table; ``found`` are the pages of each database."""
    head = ["Page", *STATES, "Datasette", "queries", "ms", "kB sent"]
    rule = ["---", *["---:" for _title in head[1:]]]
    rows = (row(what, [pages[what] for pages in found], datasette) for what in found[0])
    return (f"| {' | '.join(cells)} |\n" for cells in (head, rule, *rows))


def row(what: str, pages: list[Measured], datasette: dict[str, float]) -> Iterator[str]:
    yield what
    for state in STATES:
        yield both(ratio(page[state]["ratio"]) for page in pages)
    yield ratio(datasette[what]) if what in datasette else ""
    yield both(str(page["queries"]) for page in pages)
    yield both(f"{page['bureau edited']['ms']:.0f}" for page in pages)
    yield f"{pages[0]['sent'] / 1000:.1f}"


def ratio(number: float) -> str:
    return f"{number:.2f}" if number < 10 else f"{number:,.0f}"
