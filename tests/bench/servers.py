"""The servers: PostgreSQL, and gunicorn as ``make serve`` runs it, measured from outside."""

import http.client
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median, quantiles

from tests.bench.clocks import children, cpu_ms
from tests.environment import find_binaries, start_in

POSTGRES_MEMORY = "-c shared_buffers=1GB"  # for a machine of 4 GB; its own setting is 128 MB
THREADS = 4  # of the client
SECONDS = 2.0  # for each address
LEAST, MOST = 5, 60  # times that an address is asked for, one at a time
STARTING = 30.0  # seconds that a server may take until it answers


@dataclass(frozen=True)
class Load:
    """What a server bore: requests a second, and milliseconds until an answer was complete."""

    per_second: float
    wall: float
    p95: float


@dataclass(frozen=True)
class Outside:
    """One request after another from outside: CPU of the server and time, in milliseconds."""

    status: int
    cpu: float
    wall: float
    p95: float


@dataclass
class Server:
    """A program that answers HTTP on a port of this machine; ``pid`` does the work."""

    port: int
    pid: int
    headers: dict[str, str] = field(default_factory=lambda: {"Accept-Encoding": "gzip"})

    def connect(self) -> http.client.HTTPConnection:
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)

    def get(self, client: http.client.HTTPConnection, url: str) -> int:
        client.request("GET", url, headers=self.headers)
        response = client.getresponse()
        response.read()
        return response.status

    def cost(self, url: str, before: str = "") -> Outside:
        """Ask for an address one request at a time, and each time for ``before``, not counted."""
        client = self.connect()
        statuses, cpus, walls = {self.get(client, url)}, [], []
        until = time.perf_counter() + SECONDS
        while len(walls) < LEAST or (time.perf_counter() < until and len(walls) < MOST):
            if before:
                self.get(client, before)
            time.sleep(0.002)  # what a server does after its answer belongs to that answer
            cpu, started = cpu_ms(self.pid), time.perf_counter()
            statuses.add(self.get(client, url))
            walls.append(1000 * (time.perf_counter() - started))
            time.sleep(0.002)
            cpus.append(cpu_ms(self.pid) - cpu)
        client.close()
        return Outside(max(statuses), median(cpus), median(walls), quantiles(walls, n=20)[-1])

    def load(self, urls: list[str]) -> Load:
        """Ask for the addresses in turn from ``THREADS`` threads for ``SECONDS``."""
        walls: list[float] = []
        until = time.perf_counter() + SECONDS

        def ask(number: int) -> None:
            client, at = self.connect(), number
            while (started := time.perf_counter()) < until:
                self.get(client, urls[at % len(urls)])
                walls.append(1000 * (time.perf_counter() - started))
                at += THREADS
            client.close()

        threads = [threading.Thread(target=ask, args=(number,)) for number in range(THREADS)]
        started = time.perf_counter()
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        spent = time.perf_counter() - started
        return Load(len(walls) / spent, median(walls), quantiles(walls, n=20)[-1])


@contextmanager
def gunicorn(environment: dict[str, str], workers: int = 2) -> Iterator[Server]:
    """Run the site with ``config/gunicorn.py`` on a free port; ``pid`` is the first worker."""
    port = free_port()
    more = {"PORT": str(port), "WEB_CONCURRENCY": str(workers)}
    command = [sys.executable, "-m", "gunicorn", "-c", "config/gunicorn.py"]
    with running(command, port, environment | more) as process:
        yield Server(port, children(process.pid)[0])


@contextmanager
def running(command: list, port: int, variables: dict[str, str]) -> Iterator[subprocess.Popen]:
    """Run a server until the block ends; raises RuntimeError when it does not begin to answer."""
    process = subprocess.Popen(command, env=variables, stdout=subprocess.DEVNULL)
    try:
        _wait_for(port, process)
        yield process
    finally:
        process.terminate()
        process.wait()


def _wait_for(port: int, process: subprocess.Popen) -> None:
    until = time.monotonic() + STARTING
    while time.monotonic() < until and process.poll() is None:
        try:
            client = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
            client.request("HEAD", "/")
            client.getresponse()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError(f"{process.args[0]} does not answer on port {port}")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def postgres(folder: Path) -> Iterator[str | None]:
    """Run PostgreSQL on the data kept in ``folder``; gives its URL, None where there is no binary.

    Its own settings, but without waiting for the disk, and with memory as one would give it.
    """
    binaries = find_binaries()
    if binaries is None:
        yield None
        return
    folder.mkdir(parents=True, exist_ok=True)
    sockets = Path(tempfile.mkdtemp(prefix="postgres-"))
    try:
        yield start_in(folder, sockets, binaries, POSTGRES_MEMORY)
    finally:
        shutil.rmtree(sockets, ignore_errors=True)
