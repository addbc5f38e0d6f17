import pytest

from tests.bench.limits import verdicts
from tests.bench.report import report, table

COST = {
    "kind": "list",
    "what": "list",
    "url": "/en/bureaus/",
    "status": 200,
    "times": 60,
    "cpu": 6.0,
    "ratio": 12.0,
    "wall": 7.0,
    "p95": 9.0,
    "database_cpu": 0.0,
    "queries": 4,
    "plain": 27_000,
    "sent": 4_700,
}
OUTSIDE = {"status": 200, "cpu": 10.0, "wall": 12.0, "p95": 20.0}


def cost(state, **values):
    return COST | {"state": state} | values


@pytest.fixture
def results():
    costs = [
        cost("cold", cpu=40.0, ratio=80.0),
        cost("edited", cpu=30.0, ratio=60.0),
        cost("new", cpu=20.0, ratio=40.0),
        cost("rendered", cpu=10.0, ratio=20.0),
        cost("computed"),
        cost("cached", cpu=0.9, ratio=1.8),
        cost("304", cpu=0.7, ratio=1.4, status=304),
    ]
    return {
        "date": "2026-11-24",
        "machine": "2 cores",
        "few": {"bureaus": 1_000, "priorities": 10_000},
        "many": {"bureaus": 100_000, "priorities": 1_000_000},
        "costs": {"SQLite": costs},
        "small": {"SQLite": [cost("computed", cpu=4.0)]},
        "load": {"SQLite": {"list": {"per_second": 1_234.5, "wall": 3.0, "p95": 6.0}}},
        "memory": {"SQLite": 120.4},
        "reindex": {"SQLite": {"seconds": 70.0, "memory": 90.0}},
        "datasette": {
            "version": "0.65.5",
            "rows": [
                {
                    "what": "list of 25 with counts",
                    "datasette": OUTSIDE | {"cpu": 90.0},
                    "computed": OUTSIDE,
                    "cached": OUTSIDE | {"cpu": 0.9},
                }
            ],
        },
    }


def test_limits_are_judged_by_what_was_measured(results):
    judged = {verdict.what: (verdict.measured, verdict.holds) for verdict in verdicts(results)}

    assert judged == {
        "304 against the empty view": ("1.40×", False),
        "cached against the empty view": ("1.80×", True),
        "computed list against the empty view": ("12.0×", True),
        "growth of a computed list": ("1.50×", True),
        "peak memory of a worker": ("120 MB", True),
        "reindex": ("70 s", False),
        "ahead of Datasette, computed": ("10.0 ms", True),
    }


def test_report_says_plainly_what_does_not_hold(results):
    text = report(results)

    assert "5 of 7 limits hold" in text
    assert "| 304 against the empty view | 1.3× | 1.40× | SQLite | **no** | list |" in text
    ratios = "80.00 | 60.00 | 40.00 | 20.00 | 12.00 | 1.80 | 1.40"
    assert f"| list | {ratios} | 7.0 | 9.0 | 4 | 27.0 | 4.7 |" in text
    assert "| list | 4.0 | 6.0 | 1.5 |" in text
    assert "| list | 1,234 | 3.0 | 6.0 |" in text
    assert "| SQLite | 120 | 70 | 90 |" in text


def test_every_figure_stands_below_its_title(results):
    server = [row | {"database_cpu": 0.3} for row in results["costs"]["SQLite"]]
    for name in ("small", "load", "memory", "reindex"):
        results[name]["PostgreSQL"] = results[name]["SQLite"]
    results["costs"]["PostgreSQL"] = server

    lines = report(results).partition("## Pages on PostgreSQL")[2].splitlines()
    rows = [line.split("|") for line in lines if line.startswith("|")]
    head, row = ([cell.strip() for cell in cells] for cells in (rows[0], rows[2]))
    figures = dict(zip(head, row, strict=True))

    assert figures["304 ×"] == "1.40"
    assert figures["server ms"] == "0.3"
    assert figures["ms"] == "7.0"


def test_page_that_takes_too_long_has_dashes_for_what_was_not_measured(results):
    results["costs"]["SQLite"].append(cost("cold", what="slow", cpu=6000.0, ratio=9000.0))

    assert "| slow | 9000.00 | – | – | – | – | – | – |" in report(results)


def test_report_says_why_datasette_was_not_measured(results):
    results["datasette"] = {"problem": "no network", "rows": []}

    assert "Not measured: no network" in report(results)


def test_table_aligns_numbers_to_the_right():
    text = table(["Page", "ms"], [["home", 3]])

    assert text == "| Page | ms |\n| --- | ---: |\n| home | 3 |\n"
