"""What was measured, as docs/performance.md."""

from collections.abc import Iterable, Iterator
from statistics import median

from tests.bench.limits import Verdict, growth, verdicts

STATES = ("cold", "edited", "new", "rendered", "computed", "cached", "304")
INTRODUCTION = """\
# Performance

Written by `make bench` on {date}. It measured {many[bureaus]:,} bureaus and {many[priorities]:,} \
priorities, all synthetic, in the real tree of regions, and the same with {few[bureaus]:,} and \
{few[priorities]:,}.

The machine: {machine}. Milliseconds differ from machine to machine, and on a busy one from \
minute to minute. What can be compared are the **ratios**: how many times the CPU that an empty \
Django view with the same settings and middleware takes. Each page and the empty view were asked \
for in turn, and the ratio is that of the two medians. An empty view took {empty:.2f} ms. \
PostgreSQL had 1 GB of `shared_buffers` and otherwise its own settings, but did not wait for the \
disk.

A page is measured in seven states. **Cold**: a new edition and empty caches, as after a restart. \
**Edited**: a new edition, as after an edit anywhere, with the pieces that it did not touch still \
kept. **New**: nobody asked for the page or its counts since the last edit, but other pages were \
shown since. **Rendered**: the page and every piece of it are rendered anew, but what the edition \
keeps of the data, such as counts, is there. **Computed**: the page is put together anew, from \
pieces that were shown before, on this page or on another. **Cached**: the same address again. \
**304**: the visitor still has the page, and only asks whether it is current. Every request takes \
compressed answers, as a browser's does. The empty view stands first in the list of addresses, so \
that finding it costs nothing.
"""
LIMITS = """\
## Does it hold what it promises?

{held} of {all} limits hold. Where a limit is for several addresses, the one furthest from it \
stands here.
"""
PAGES = """\
## Pages on {database}

CPU is given as a multiple of the empty view's, time (median and 95th percentile) and queries are \
those of a computed page, kB are plain and compressed. A dash stands for an address that does not \
answer 304.{note}
"""
POSTGRES_NOTE = (
    " CPU is that of the Django process alone; what the database server used for a computed page"
    " stands in a column of its own."
)
THROUGHPUT = """\
## Requests a second

gunicorn as `make serve` runs it (two processes of four threads) on SQLite and PostgreSQL, asked \
by four threads on the same machine, which take their part of it. “Different bureaus” asks for \
pages that no one has asked for yet.
"""
GROWTH = """\
## How cost grows

CPU of a computed page in milliseconds, on PostgreSQL together with the server's, with \
{few[bureaus]:,} bureaus and {few[priorities]:,} priorities and with {many[bureaus]:,} and \
{many[priorities]:,}. Pages of one place hold more on the large directory: that is growth of the \
page, not of the cost of a row.
"""
MEMORY = """\
## Memory and the search index

The most memory that one gunicorn process took for every page here and a thousand bureaus more; \
and what `manage.py reindex` took for the bureaus.
"""
DATASETTE = """\
## Beside Datasette

[Datasette](https://datasette.io) {version} serves the same published bureaus as one flat table, \
with an index on each column that it counts, full-text search, and without time limits. Both are \
asked over HTTP, one request at a time; CPU is that of the whole server process, in milliseconds. \
Datasette keeps no pages, so its answer to the same address again costs as much as the first.
"""


def report(results: dict) -> str:
    judged = list(verdicts(results))
    parts = [
        INTRODUCTION.format(**results, empty=_empty(results["costs"]["SQLite"])),
        *_limits(judged),
    ]
    for database, costs in results["costs"].items():
        note = POSTGRES_NOTE if database == "PostgreSQL" else ""
        parts += [PAGES.format(database=database, note=note), table(*_pages(costs, bool(note)))]
    parts += [THROUGHPUT, table(*_loads(results["load"]))]
    parts += [GROWTH.format(**results), table(*_growth(results))]
    parts += [MEMORY, table(*_memory(results))]
    parts += _datasette(results)
    return "\n".join(parts)


def table(head: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    """Write a Markdown table whose first column is text and whose others are numbers."""
    titles = list(head)
    rule = ["---", *["---:" for _title in titles[1:]]]
    lines = [titles, rule, *rows]
    return "".join(f"| {' | '.join(str(cell) for cell in line)} |\n" for line in lines)


def _empty(costs: list[dict]) -> float:
    return median(row["cpu"] / row["ratio"] for row in costs)


def _limits(judged: list[Verdict]) -> Iterator[str]:
    yield LIMITS.format(held=sum(verdict.holds for verdict in judged), all=len(judged))
    head = ("Limit", "at most", "measured", "on", "holds", "where")
    yield table(
        head, ([v.what, v.limit, v.measured, v.database, yes(v.holds), v.where] for v in judged)
    )


def yes(holds: bool) -> str:
    return "yes" if holds else "**no**"


def _pages(costs: list[dict], has_server: bool) -> tuple[list[str], Iterator[list[str]]]:
    head = [
        "Page",
        *(f"{state} ×" for state in STATES),
        "ms",
        "95 % ms",
        "queries",
        "kB",
        "sent kB",
    ]
    if has_server:
        head.insert(1 + len(STATES), "server ms")
    return head, (_page(what, rows, has_server) for what, rows in by_address(costs).items())


def by_address(costs: list[dict]) -> dict[str, dict[str, dict]]:
    """Arrange the rows by address and state."""
    found: dict[str, dict[str, dict]] = {}
    for row in costs:
        found.setdefault(row["what"], {})[row["state"]] = row
    return found


def _page(what: str, rows: dict[str, dict], has_server: bool) -> list[str]:
    ratios = [f"{rows[state]['ratio']:.2f}" if state in rows else "–" for state in STATES]
    computed = rows.get("computed")
    if computed is None:
        return [what, *ratios, *(["–"] * (6 if has_server else 5))]
    server = [f"{computed['database_cpu']:.1f}"] if has_server else []
    times = [f"{computed['wall']:.1f}", f"{computed['p95']:.1f}", computed["queries"]]
    sizes = [f"{computed['plain'] / 1000:.1f}", f"{computed['sent'] / 1000:.1f}"]
    return [what, *ratios, *server, *times, *sizes]


def _loads(loads: dict[str, dict[str, dict]]) -> tuple[list[str], list[list[str]]]:
    head = ["Page"]
    for database in loads:
        head += [f"{database}, a second", "ms", "95 % ms"]
    asked = next(iter(loads.values()), {})
    return head, [[what, *_load(what, loads)] for what in asked]


def _load(what: str, loads: dict[str, dict[str, dict]]) -> Iterator[str]:
    for measured in loads.values():
        load = measured[what]
        yield from (f"{load['per_second']:,.0f}", f"{load['wall']:.1f}", f"{load['p95']:.1f}")


def _growth(results: dict) -> tuple[list[str], list[list[str]]]:
    head, rows = ["Page"], {}
    for database, costs in results["costs"].items():
        head += [f"{database}, few", "many", "×"]
        for row in growth(costs, results["small"][database]):
            now = row["cpu"] + row["database_cpu"]
            was = row["was"]["cpu"] + row["was"]["database_cpu"]
            rows.setdefault(row["what"], [row["what"]])
            rows[row["what"]] += [f"{was:.1f}", f"{now:.1f}", f"{row['grown']:.1f}"]
    return head, list(rows.values())


def _memory(results: dict) -> tuple[list[str], list[list[str]]]:
    head = ["Database", "a process, MB", "reindex, s", "reindex, MB"]
    rows = []
    for database, memory in results["memory"].items():
        index = results["reindex"].get(database)
        spent = [f"{index['seconds']:.0f}", f"{index['memory']:.0f}"] if index else ["–", "–"]
        rows.append([database, f"{memory:.0f}", *spent])
    return head, rows


def _datasette(results: dict) -> Iterator[str]:
    measured = results["datasette"]
    if not measured["rows"]:
        yield f"## Beside Datasette\n\nNot measured: {measured['problem']}\n"
        return
    yield DATASETTE.format(**measured)
    head = [
        "Request",
        "Datasette",
        "computed",
        "cached",
        "Datasette ms",
        "computed ms",
        "cached ms",
    ]
    sides = ("datasette", "computed", "cached")
    yield table(
        [
            head[0],
            *(f"{side}, CPU" for side in head[1:4]),
            *(f"{side}, time" for side in head[1:4]),
        ],
        (
            [
                row["what"],
                *(f"{row[side][clock]:.1f}" for clock in ("cpu", "wall") for side in sides),
            ]
            for row in measured["rows"]
        ),
    )
