from tests.bench.report import report

COSTS = {"ratio": 1.384, "ms": 40.2, "empty": 0.33}
SERVED = {"a_second": 1234.5, "cpu_ms": 0.34, "megabytes": 123.4}
PAGE = {
    **dict.fromkeys(["304", "kept", "not asked for", "bureau edited"], COSTS),
    "priority edited": COSTS | {"ratio": 126.4},
    "queries": 9,
    "sent": 4_210,
}
MEASURED = {
    "version": "a database",
    "pages": {"front page": PAGE},
    "reindex": 12.3,
    "served": dict.fromkeys(["new", "empty", "kept"], SERVED),
}
RESULTS = {
    "date": "2026-11-30",
    "bureaus": 20_000,
    "priorities": 300_000,
    "machine": "2 cores",
    "databases": {"SQLite": MEASURED, "PostgreSQL": MEASURED},
    "datasette": {"front page": 38.4},
    "growth": 5,
    "grown": {"front page": 98.4},
}


def test_every_figure_stands_below_its_title():
    lines = [line for line in report(RESULTS).splitlines() if line.startswith("|")]
    head, _rule, row = ([cell.strip() for cell in line.split("|")[1:-1]] for line in lines[:3])
    figures = dict(zip(head, row, strict=True))

    assert figures["kept"] == "1.38 / 1.38"
    assert figures["after an edit of a priority"] == "126 / 126"
    assert (figures["Datasette"], figures["×5"], figures["queries"]) == ("38", "98", "9 / 9")
    assert "| kept pages a second | 1,234 | 1,234 |" in lines
    assert "| seconds of `manage.py reindex` | 12 | 12 |" in lines
    assert (figures["ms"], figures["kB sent"]) == ("40 / 40", "4.2")


def test_report_says_that_datasette_was_not_measured():
    text = report(RESULTS | {"datasette": {}})

    assert "Datasette was not measured" in text
    assert "| front page | 1.38 / 1.38 |" in text
