"""The limits that the site has set itself, and whether what was measured holds them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

COMPUTED = {  # kind of page → CPU of a computed one against the empty view
    "list": 16,
    "bureau": 10,
    "region": 16,
    "table": 25,
}
BROAD = ("list, broad query", "list, broad Chinese query", "search, one Chinese character")
NARROW = ("list, narrow query", "search, a full Chinese name", "search, mixed")
BROAD_MS = 150
WORKER_MB = 200
REINDEX_SECONDS = 60


@dataclass(frozen=True)
class Verdict:
    """A limit beside what was measured; ``where`` names the address that came nearest to it."""

    what: str
    limit: str
    database: str
    measured: str
    where: str
    holds: bool


Costs = list[dict]


def verdicts(results: dict) -> Iterator[Verdict]:
    """Judge all that was measured; what was not measured has no verdict."""
    for database, costs in results["costs"].items():
        yield from _ratios(database, costs)
        yield from _growth(database, costs, results["small"][database])
        yield from _broad(database, costs)
    yield from _others(results)


def _ratios(database: str, costs: Costs) -> Iterator[Verdict]:
    for state, limit in (("304", 1.3), ("cached", 2.0)):
        rows = [row for row in costs if row["state"] == state]
        yield from _worst(f"{state} against the empty view", limit, database, rows, _ratio)
    for kind, limit in COMPUTED.items():
        rows = [row for row in costs if row["state"] == "computed" and row["kind"] == kind]
        yield from _worst(f"computed {kind} against the empty view", limit, database, rows, _ratio)


def _growth(database: str, costs: Costs, small: Costs) -> Iterator[Verdict]:
    rows = list(growth(costs, small))
    lists = [row for row in rows if row["kind"] == "list"]
    narrow = [row for row in rows if row["what"] in NARROW]
    yield from _worst("growth of a computed list", 2.0, database, lists, _grown)
    yield from _worst("growth of a narrow search", 2.0, database, narrow, _grown)


def growth(costs: Costs, small: Costs) -> Iterator[dict]:
    """Pair each address, computed, with itself in the small directory."""
    before = {row["what"]: row for row in small if row["state"] == "computed"}
    for row in costs:
        if row["state"] == "computed" and row["what"] in before:
            was = before[row["what"]]
            now = row["cpu"] + row["database_cpu"]
            yield row | {"was": was, "grown": now / (was["cpu"] + was["database_cpu"])}


def _broad(database: str, costs: Costs) -> Iterator[Verdict]:
    rows = [row for row in costs if row["what"] in BROAD and row["state"] == "new"]
    if rows:
        slowest = max(rows, key=lambda row: row["wall"])
        yield Verdict(
            "a query that matches most rows, new",
            f"{BROAD_MS} ms",
            database,
            f"{slowest['wall']:.0f} ms",
            slowest["what"],
            slowest["wall"] < BROAD_MS,
        )


def _others(results: dict) -> Iterator[Verdict]:
    for database, memory in results["memory"].items():
        yield _most("peak memory of a worker", memory, WORKER_MB, "MB", database)
    for database, spent in results["reindex"].items():
        yield _most("reindex", spent["seconds"], REINDEX_SECONDS, "s", database)
    for row in results["datasette"]["rows"]:
        ours, theirs = row["computed"]["cpu"], row["datasette"]["cpu"]
        yield Verdict(
            "ahead of Datasette, computed",
            f"{theirs:.1f} ms",
            "SQLite",
            f"{ours:.1f} ms",
            row["what"],
            ours < theirs,
        )


def _most(what: str, measured: float, limit: float, unit: str, database: str) -> Verdict:
    holds = measured <= limit
    return Verdict(what, f"{limit:.0f} {unit}", database, f"{measured:.0f} {unit}", "", holds)


def _worst(
    what: str, limit: float, database: str, rows: Costs, measure: Callable[[dict], float]
) -> Iterator[Verdict]:
    if rows:
        worst = max(rows, key=measure)
        measured = measure(worst)
        text = f"{measured:.2f}×" if limit < 10 else f"{measured:.1f}×"
        yield Verdict(what, f"{limit:g}×", database, text, worst["what"], measured <= limit)


def _ratio(row: dict) -> float:
    return row["ratio"]


def _grown(row: dict) -> float:
    return row["grown"]
