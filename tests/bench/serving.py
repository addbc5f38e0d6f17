"""The server as ``make serve`` runs it, asked over HTTP from the same machine."""

import http.client
import os
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import repeat
from urllib.parse import urlsplit

from tests.bench.pages import EMPTY, LIST, MEMORY, bureaus, pages
from tests.running import serving

THREADS, SECONDS = 4, 2.0
FRESH = 20_000  # bureaus that are asked for at most, each once


class Client:
    def __init__(self, address: str) -> None:
        self.connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=60)

    def get(self, url: str) -> bytes:
        self.connection.request("GET", url, headers={"Accept-Encoding": "gzip"})
        return self.connection.getresponse().read()


def measure() -> dict[str, dict[str, float] | float]:
    """Give requests a second of two processes, and the most memory of one in MB."""
    asked = {
        "an empty view": repeat(EMPTY),
        LIST: repeat(pages()[LIST]),
        "bureaus that nobody has asked for yet": iter(bureaus(FRESH)),
    }
    with serving(os.environ | {"CACHE_URL": "", "WEB_CONCURRENCY": "2"}) as address:
        per_second = {what: load(address, urls) for what, urls in asked.items()}
    with serving(os.environ | {"CACHE_URL": "", "WEB_CONCURRENCY": "1"}) as address:
        client = Client(address)
        for url in [*pages().values(), *bureaus(1_000)]:
            client.get(url)
        return {"per second": per_second, "memory": float(client.get(MEMORY))}


def load(address: str, urls: Iterator[str]) -> float:
    """Let several threads take and ask for these addresses; give the requests a second."""
    started = time.perf_counter()

    def ask(_number: int) -> int:
        client, asked = Client(address), 0
        for url in urls:
            client.get(url)
            asked += 1
            if time.perf_counter() > started + SECONDS:
                break
        return asked

    with ThreadPoolExecutor(THREADS) as threads:
        asked = sum(threads.map(ask, range(THREADS)))
    return asked / (time.perf_counter() - started)
