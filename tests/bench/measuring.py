"""One request measured straight through the WSGI application: CPU, time, queries and bytes.

CPU is given as a multiple of what the empty view takes, which is asked for in turn: this can be
compared from one run and machine to another, milliseconds cannot.
"""

import time
from collections.abc import Callable
from functools import partial
from http import HTTPStatus
from itertools import count
from statistics import median
from typing import Any, NamedTuple

from django.core.cache import cache
from django.core.wsgi import get_wsgi_application
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext

from bureaus.models import Bureau
from policies.models import Priority
from tests.bench.pages import EMPTY, LIST, pages
from tests.bench.synthetic import MARK

LEAST, MOST, SECONDS = 5, 60, 0.6  # times that a page is asked for in one state, and how long

numbers = count(1)


class Spent(NamedTuple):
    """What one request took, in seconds, and gave."""

    cpu: float
    time: float
    status: int
    headers: dict[str, str]
    body: bytes


def edit_bureau() -> None:
    """Change a bureau that no measured page is about."""
    bureaus = Bureau.objects.filter(pk=Bureau.objects.filter(notes=MARK).latest("pk").pk)
    bureaus.update(address_en=f"No. {next(numbers)} Synthetic Road")


def edit_priority() -> None:
    """Change a priority that no measured page is about."""
    newest = Priority.objects.filter(document__notes=MARK).latest("pk")
    Priority.objects.filter(pk=newest.pk).update(summary_en=f"Synthetic words {next(numbers)}.")


def leave() -> None:
    """Leave everything as the last request left it."""


STATES = {  # what the table calls it → what brings it about
    "bureau edited": edit_bureau,
    "priority edited": edit_priority,
    "not asked for": cache.clear,  # since the last edit; what pages share in the process is there
    "kept": leave,
}


class Site:
    """The site in this process. Each request is a browser's, which takes compressed answers."""

    def __init__(self) -> None:
        self.application = get_wsgi_application()
        self.browser = RequestFactory(
            headers={"Host": "127.0.0.1", "Accept-Encoding": "gzip", "Accept-Language": "en"}
        )

    def ask(self, url: str, etag: str = "") -> Spent:
        got: dict[str, Any] = {}

        def start_response(status: str, headers: list, exc_info: object = None) -> None:
            got.update(status=int(status[:3]), headers=headers)

        request = self.browser.get(url, headers={"If-None-Match": etag} if etag else {}).environ
        started, cpu = time.perf_counter(), time.process_time()
        response = self.application(request, start_response)
        body = b"".join(response)
        response.close()
        cpu, spent = time.process_time() - cpu, time.perf_counter() - started
        headers = {name.lower(): value for name, value in got["headers"]}
        return Spent(cpu, spent, got["status"], headers, body)

    def measure(self, url: str) -> dict[str, Any]:
        """Measure a page in every state."""
        found: dict[str, Any] = {"queries": self.queries(url)}
        for state, before in STATES.items():
            found[state] = self.cost(lambda: self.ask(url), before)
        kept = self.ask(url)
        etag = kept.headers["etag"]
        assert self.ask(url, etag).status == HTTPStatus.NOT_MODIFIED, url
        found["304"] = self.cost(lambda: self.ask(url, etag))
        return found | {"sent": len(kept.body)}

    def queries(self, url: str) -> int:
        """Count those of the first view after an edit."""
        edit_bureau()
        with CaptureQueriesContext(connection) as asked:
            self.ask(url)
        return len(asked)

    def cost(
        self, ask: Callable[[], Spent], before: Callable[[], object] = leave
    ) -> dict[str, float]:
        """Give CPU as a multiple of the empty view's, that of the latter, and time, both in ms."""
        empty, spent = [], []
        started = time.monotonic()
        while len(spent) < LEAST or (len(spent) < MOST and time.monotonic() - started < SECONDS):
            before()
            empty.append(self.ask(EMPTY).cpu)
            spent.append(ask())
        yardstick = median(empty)
        return {
            "ratio": median(one.cpu for one in spent) / yardstick,
            "ms": 1000 * median(one.time for one in spent),
            "empty": 1000 * yardstick,
        }


def measure() -> dict[str, Any]:
    """Measure every page."""
    site, asked = Site(), pages()
    release = ".".join(map(str, connection.get_database_version()))
    return {
        "version": f"{connection.display_name} {release}",
        "list": asked[LIST],
        "pages": {what: site.measure(url) for what, url in asked.items()},
    }


def measure_growth() -> dict[str, float]:
    """Give what the first view after an edit of a bureau costs, by page."""
    site = Site()
    asked = {what: partial(site.ask, url) for what, url in pages().items()}
    return {what: site.cost(ask, edit_bureau)["ratio"] for what, ask in asked.items()}
