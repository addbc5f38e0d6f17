"""Datasette (https://datasette.io) with the same rows: what a good general tool makes of them.

It is asked in the process that asks for the empty view, straight through its application too. It
gets an index on everything that it counts, all the time it wants, and is spared guessing what else
could be counted.
"""

import asyncio
import importlib
import sqlite3
import subprocess
import sys
import time
from functools import partial
from pathlib import Path

from tests.bench.measuring import Site, Spent
from tests.bench.pages import LIST

RELEASE = "0.65.5"
SETTINGS = {
    "suggest_facets": False,
    "facet_time_limit_ms": 10_000,
    "sql_time_limit_ms": 10_000,
    "default_page_size": 25,
}
COUNTED = "/bureaus/bureaus?_facet=province&_facet=kind&_facet=language&_facet=checked"
PAGES = {  # our page → the same of theirs
    LIST: COUNTED,
    "list, a province": f"{COUNTED}&province=guangdong",
    "list, a search with few hits": f"{COUNTED}&_search=sihui+commerce",
    "list, a search that finds most": f"{COUNTED}&_search=bureau",
}
EXPORT = """
CREATE TABLE bureaus (
    id INTEGER PRIMARY KEY, ref TEXT, name_en TEXT, name_zh TEXT, kind TEXT, region TEXT,
    region_zh TEXT, province TEXT, address TEXT, phone TEXT, fax TEXT, email TEXT, website TEXT,
    language TEXT, checked TEXT
);
INSERT INTO bureaus
SELECT b.id, b.ref, b.name_en, b.name_zh_hans, b.kind, r.full_name_en, r.full_name_zh_hans,
    p.slug, b.address_en, b.phone, b.fax, b.email, b.website, trim(b.languages),
    CASE WHEN b.next_check_on >= date('now') THEN 'yes' ELSE 'no' END
FROM site.bureaus_bureau b
JOIN site.bureaus_region r ON r.id = b.region_id
JOIN site.bureaus_region p ON p.level = 'province' AND substr(r.path, 1, length(p.path)) = p.path
WHERE b.status = 'published'
ORDER BY r.slug, b.name_en;
CREATE INDEX by_province ON bureaus (province);
CREATE INDEX by_kind ON bureaus (kind);
CREATE INDEX by_language ON bureaus (language);
CREATE INDEX by_checked ON bureaus (checked);
CREATE VIRTUAL TABLE bureaus_fts USING fts5 (
    name_en, name_zh, region, region_zh, province, phone, content=bureaus, content_rowid=id
);
INSERT INTO bureaus_fts (bureaus_fts) VALUES ('rebuild');
ANALYZE main;
"""


def measure(site: str, folder: str) -> dict[str, float]:
    """Give the CPU of each page against the empty view; nothing where it cannot be installed.

    ``site`` is the SQLite database of the site; Datasette is kept in the folder.
    """
    if not is_installed(Path(folder) / RELEASE):
        return {}
    sys.path.append(str(Path(folder) / RELEASE))  # last, so that no package of ours is replaced
    app = importlib.import_module("datasette.app")
    database = Path(folder) / "bureaus.db"
    export(site, database)
    client = app.Datasette([str(database)], settings=SETTINGS).client
    loop = asyncio.new_event_loop()

    def ask(url: str) -> Spent:
        started, cpu = time.perf_counter(), time.process_time()
        answer = loop.run_until_complete(client.get(url))
        spent = time.process_time() - cpu, time.perf_counter() - started
        return Spent(*spent, answer.raise_for_status().status_code, {}, answer.content)

    ours = Site()
    return {what: ours.cost(partial(ask, url))["ratio"] for what, url in PAGES.items()}


def is_installed(folder: Path) -> bool:
    """Install the release into the folder unless it is there; tell whether that succeeded."""
    if (folder / "datasette").exists():
        return True
    pip = [sys.executable, "-m", "pip", "install", "-q", "--target", folder]
    return subprocess.run([*pip, f"datasette=={RELEASE}"]).returncode == 0


def export(site: str, database: Path) -> None:
    """Write the published bureaus into one flat table."""
    database.unlink(missing_ok=True)
    connection = sqlite3.connect(f"file:{database}", uri=True)
    connection.execute("ATTACH ? AS site", (f"file:{site}?mode=ro",))
    connection.executescript(EXPORT)
    connection.close()
