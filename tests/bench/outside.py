"""The site measured from outside, as its visitors meet it."""

from dataclasses import asdict
from urllib.parse import quote

from tests.bench import EMPTY
from tests.bench.clocks import peak_memory_mb
from tests.bench.databases import Database
from tests.bench.servers import gunicorn

PAGES = {
    "empty view": [EMPTY],
    "home": ["/en/"],
    "list": ["/en/bureaus/"],
    "list, province": ["/en/bureaus/?region=guangdong"],
    "region, city": ["/en/regions/chengdu/"],
    "region × industry table": ["/en/industries/table/"],
    "search": [f"/en/bureaus/?q={quote('四会')}"],
}


def loads(database: Database) -> dict[str, dict]:
    """Find how many requests a second two processes answer: pages kept, then pages not yet asked.

    The latter are as many different bureaus as can be asked for, each once.
    """
    fresh = {"different bureaus": database.probe("bureaus")}
    with gunicorn(database.environment) as server:
        client = server.connect()
        for urls in PAGES.values():
            for _process in range(10):  # until each process has kept it
                server.get(client, urls[0])
        return {what: asdict(server.load(urls)) for what, urls in (PAGES | fresh).items()}


def peak_memory(database: Database) -> float:
    """Give the most memory in MB that one process took for all kinds of pages and many bureaus."""
    urls = database.probe("addresses") + database.probe("bureaus")[:1_000]
    with gunicorn(database.environment, workers=1) as server:
        client = server.connect()
        for url in urls:
            server.get(client, url)
        return peak_memory_mb(server.pid)
