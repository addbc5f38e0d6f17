"""Datasette (https://datasette.io) with the same rows: what a good general tool makes of them.

It is installed into an environment of its own. It gets indexes on everything that it counts, all
the time it wants, and is spared guessing what else could be counted.
"""

import os
import sqlite3
import subprocess
import venv
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path

from tests.bench import FORGET
from tests.bench.servers import Server, free_port, running

VERSION = "0.65.5"
FACETS = ("province", "kind", "language", "checked")
SETTINGS = {
    "suggest_facets": "off",
    "facet_time_limit_ms": "10000",
    "sql_time_limit_ms": "10000",
    "default_page_size": "25",
}
COUNTED = "&".join(f"_facet={name}" for name in FACETS)
PAGES = {  # what is compared → (their address, ours)
    "list of 25 with counts": (f"/bureaus/bureaus?{COUNTED}", "/en/bureaus/"),
    "filtered by one facet": (
        f"/bureaus/bureaus?{COUNTED}&province=guangdong",
        "/en/bureaus/?region=guangdong",
    ),
    "search, a few hits": (
        f"/bureaus/bureaus?{COUNTED}&_search=sihui+commerce",
        "/en/bureaus/?q=sihui+commerce",
    ),
    "search, most rows": (f"/bureaus/bureaus?{COUNTED}&_search=bureau", "/en/bureaus/?q=bureau"),
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


class NotInstalledError(Exception):
    """Datasette could not be installed; the text says why."""


def install(folder: Path) -> Path:
    """Install the pinned release into ``folder`` unless it is there; give the program."""
    program = folder / "bin" / "datasette"
    if not program.exists():
        venv.create(folder, with_pip=True, clear=True)
        pip = [folder / "bin" / "python", "-m", "pip", "install", "-q", f"datasette=={VERSION}"]
        done = subprocess.run(pip, capture_output=True, text=True)
        if done.returncode:
            raise NotInstalledError(done.stderr.strip().rpartition("\n")[2])
    return program


def export(site: Path, database: Path) -> None:
    """Write the published bureaus of a SQLite database of the site into one flat table."""
    unfinished = database.with_suffix(".unfinished")
    unfinished.unlink(missing_ok=True)
    connection = sqlite3.connect(f"file:{unfinished}", uri=True)
    connection.execute("ATTACH ? AS site", (f"file:{site}?mode=ro",))
    connection.executescript(EXPORT)
    connection.close()
    unfinished.replace(database)


@contextmanager
def serving(program: Path, database: Path) -> Iterator[Server]:
    port = free_port()
    settings = [part for name, value in SETTINGS.items() for part in ("--setting", name, value)]
    command = [program, "serve", database, "--port", str(port), *settings]
    with running(command, port, dict(os.environ)) as process:
        yield Server(port, process.pid)


def compare(theirs: Server, ours: Server) -> list[dict]:
    """Ask both for the same lists; ours also from the cache. CPU and time in milliseconds."""
    found = []
    for what, (their_url, our_url) in PAGES.items():
        costs = {
            "datasette": theirs.cost(their_url),
            "computed": ours.cost(our_url, before=FORGET),
            "cached": ours.cost(our_url),
        }
        found.append({"what": what} | {name: asdict(cost) for name, cost in costs.items()})
    return found
