"""One request measured: CPU, time, queries, bytes, straight through the WSGI application."""

import gzip
import io
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from functools import cached_property
from http import HTTPStatus
from statistics import median, quantiles
from urllib.parse import urlsplit

from django.core.wsgi import get_wsgi_application
from django.db import connection

from tests.bench import EMPTY
from tests.bench.clocks import server_cpu_ms
from tests.bench.states import State

LEAST, ENOUGH, MOST = 2, 5, 60  # times that an address is asked for in one state
SECONDS, AT_MOST = 0.6, 6.0  # for one address in one state, with ``ENOUGH`` times or without


@dataclass(frozen=True)
class Answer:
    """What one request cost (milliseconds) and gave."""

    status: int
    headers: dict[str, str]
    body: bytes
    cpu: float
    wall: float
    database_cpu: float

    @cached_property
    def plain_size(self) -> int:
        zipped = self.headers.get("content-encoding") == "gzip"
        return len(gzip.decompress(self.body) if zipped else self.body)


@dataclass(frozen=True)
class Cost:
    """Medians over many requests for one address in one state, in milliseconds and bytes.

    ``ratio`` is CPU time against the empty view, asked for in turn. ``database_cpu`` is what the
    database server used beside it, 0 on SQLite, whose work is in ``cpu``.
    """

    status: int
    times: int
    cpu: float
    ratio: float
    wall: float
    p95: float
    database_cpu: float
    queries: int
    plain: int
    sent: int


class Site:
    """The site in this process. Each request is a browser's, which takes compressed answers."""

    def __init__(self) -> None:
        self.application = get_wsgi_application()

    def ask(self, url: str, etag: str = "") -> Answer:
        environ, got = _environ(url, etag), {}

        def start_response(status: str, headers: list, exc_info: object = None) -> None:
            got["status"], got["headers"] = int(status[:3]), headers

        database = _database_cpu()
        wall, cpu = time.perf_counter(), time.process_time()
        response = self.application(environ, start_response)
        body = b"".join(response)
        response.close()
        spent = time.process_time() - cpu, time.perf_counter() - wall
        headers = {name.lower(): value for name, value in got["headers"]}
        cpu, wall = (1000 * seconds for seconds in spent)
        return Answer(got["status"], headers, body, cpu, wall, _database_cpu() - database)

    def cost_in(self, state: State, url: str) -> Cost | None:
        """Measure an address in a state; None where it cannot be in it."""
        if not state.is_conditional:
            return self.cost(url, state.before)
        etag = self.ask(url).headers.get("etag", "")
        is_honoured = etag and self.ask(url, etag).status == HTTPStatus.NOT_MODIFIED
        return self.cost(url, state.before, etag) if is_honoured else None

    def cost(self, url: str, before: Callable[[], None], etag: str = "") -> Cost:
        """Ask for an address and the empty view in turn; call ``before`` each time."""
        queries = self._count_queries(url, before, etag)
        answers, empty = [], []
        started = time.monotonic()
        while _goes_on(len(answers), time.monotonic() - started):
            before()
            empty.append(self.ask(EMPTY).cpu)
            answers.append(self.ask(url, etag))
        return _summary(answers, empty, queries)

    def _count_queries(self, url: str, before: Callable[[], None], etag: str) -> int:
        count = 0

        def counting(execute: Callable, *args: object) -> object:
            nonlocal count
            count += 1
            return execute(*args)

        before()
        with ExitStack() as stack:
            stack.enter_context(connection.execute_wrapper(counting))
            self.ask(url, etag)
        return count


def _goes_on(times: int, seconds: float) -> bool:
    if times < ENOUGH:
        return times < LEAST or seconds < AT_MOST
    return times < MOST and seconds < SECONDS


def _summary(answers: list[Answer], empty: list[float], queries: int) -> Cost:
    walls = [answer.wall for answer in answers]
    cpu = median(answer.cpu for answer in answers)
    return Cost(
        status=answers[-1].status,
        times=len(answers),
        cpu=cpu,
        ratio=cpu / median(empty),
        wall=median(walls),
        p95=quantiles(walls, n=20, method="inclusive")[-1],
        database_cpu=median(answer.database_cpu for answer in answers),
        queries=queries,
        plain=answers[-1].plain_size,
        sent=len(answers[-1].body),
    )


def _database_cpu() -> float:
    """Give the CPU time that the server spent on this connection so far."""
    if connection.vendor != "postgresql" or connection.connection is None:
        return 0.0
    return server_cpu_ms(connection.connection.info.backend_pid)


def _environ(url: str, etag: str) -> dict:
    parts = urlsplit(url)
    headers = {"HTTP_IF_NONE_MATCH": etag} if etag else {}
    return headers | {
        "REQUEST_METHOD": "GET",
        "SCRIPT_NAME": "",
        "PATH_INFO": parts.path,
        "QUERY_STRING": parts.query,
        "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "127.0.0.1",
        "HTTP_HOST": "127.0.0.1",
        "HTTP_ACCEPT_ENCODING": "gzip",
        "HTTP_ACCEPT_LANGUAGE": "en",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(),
        "wsgi.errors": io.StringIO(),
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
