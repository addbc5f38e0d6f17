"""The server of production with two workers, asked by clients that keep their connections."""

import os
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import cycle
from multiprocessing import get_context
from pathlib import Path
from typing import NamedTuple

from tests.bench.databases import Database
from tests.running import serving

CLIENTS = 4
EMPTY = "/en/bench/empty/"  # without Django, which pages.py needs
REQUEST = (
    "GET {} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept-Encoding: gzip\r\nAccept-Language: en\r\n\r\n"
)


class Served(NamedTuple):
    """Requests a second of both workers, the CPU of each, and the memory of the bigger worker."""

    a_second: float
    cpu_ms: float
    megabytes: float


def kept(database: Database, addresses: list[str], seconds: float = 2) -> dict[str, Served]:
    """Measure each of some addresses once both workers keep it, in turn and three times over."""
    with _site(database) as (port, workers):
        rounds = [
            {one: _measure(port, workers, [[one]] * CLIENTS, seconds) for one in addresses}
            for _again in range(4)
        ][1:]  # the first brings them about
    return {one: sorted(found[one] for found in rounds)[1] for one in addresses}


def once(database: Database, addresses: list[str]) -> Served:
    """Measure addresses, each asked for once, of pages that nobody has asked for yet.

    The first hundred only let both workers begin.
    """
    with _site(database) as (port, workers):
        for some in (addresses[:100], addresses[100:]):
            found = _measure(port, workers, [some[each::CLIENTS] for each in range(CLIENTS)])
    return found


@contextmanager
def _site(database: Database) -> Iterator[tuple[int, list[str]]]:
    with serving(database.environment | {"WEB_CONCURRENCY": "2"}) as (address, server):
        children = Path(f"/proc/{server.pid}/task/{server.pid}/children").read_text()
        yield int(address.rpartition(":")[2]), children.split()


def _measure(port: int, workers: list[str], shares: list[list[str]], seconds: float = 0) -> Served:
    """Let each client ask for its share, for some seconds over and over or, by default, once."""
    with get_context("fork").Pool(CLIENTS) as clients:
        cpu, started = _cpu(workers), time.monotonic()
        answers = sum(clients.starmap(_ask, [(port, share, seconds) for share in shares], 1))
        spent = time.monotonic() - started
    pages = max(int(Path(f"/proc/{pid}/statm").read_text().split()[1]) for pid in workers)
    size = pages * os.sysconf("SC_PAGE_SIZE") / 1e6
    return Served(answers / spent, 1000 * (_cpu(workers) - cpu) / answers, size)


def _cpu(workers: list[str]) -> float:
    stats = [Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split() for pid in workers]
    return sum(int(stat[11]) + int(stat[12]) for stat in stats) / os.sysconf("SC_CLK_TCK")


def _ask(port: int, addresses: list[str], seconds: float) -> int:
    """Give how many answers came; any but a whole 200 is an error."""
    end, number, is_open = time.monotonic() + seconds, 0, False
    for address in cycle(addresses) if seconds else addresses:
        if seconds and time.monotonic() > end:
            break
        if not is_open:
            client = socket.create_connection(("127.0.0.1", port))
            answer = client.makefile("rb")
        client.sendall(REQUEST.format(address).encode())
        head = b"".join(iter(answer.readline, b"\r\n")).lower()
        length = int((head.partition(b"content-length:")[2] or b"0").split()[0])
        if b" 200 " not in head.partition(b"\r\n")[0] or len(answer.read(length)) < (length or 1):
            raise ValueError(f"{address}: {head!r}")
        number, is_open = number + 1, b"connection: close" not in head
    return number
