"""The server, granian, for `make serve` and production. docs/operators.md lists the variables.

Usage: python -m config.server. A SIGHUP replaces the workers one by one, with the code of then.
"""

import multiprocessing
import os
import random
import signal
import socket
import sys
import threading
import time
from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

from granian._internal import load_target
from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings
from granian.log import LogLevels
from granian.net import SocketHolder
from granian.server.mp import MPServer

from config import environment as env
from config.settings import LOGGING

# Bytes of an address. No page has a longer one, and some cost seconds by the time they are 60,000
LONGEST = 4_094
# The share of answers after which a client has to connect anew: whichever worker is quicker takes
# all who connect at once, and would serve them alone for as long as they stay
LAST = 0.02
Application = Callable[..., Iterable[bytes]]
stopping = threading.Event()


class Server(MPServer):
    """granian, with one listening socket for all workers, and patient with what kills them.

    Its own workers on Linux have a socket each: what waits there is lost with a worker, who comes
    while one starts may be refused, and a second server could share the port unnoticed.
    """

    listening: socket.socket

    def _init_shared_socket(self) -> None:
        described = (self.listening.fileno(), False, self.backlog)
        self._sso = self.listening
        self._shd: Any = SocketHolder(*described[: 3 if sys.platform == "linux" else 2])

    def _respawn_workers(self, workers: list[int], *arguments: Any, **options: Any) -> None:
        """Forget those that were killed: granian ends where one worker does so twice in seconds."""
        killed = [number for number in workers if (self.wrks[number].inner.exitcode or 0) < 0]
        super()._respawn_workers(workers, *arguments, **options)
        for number in killed:
            del self.respawned_wrks[number]


def load(listening: int, target: str) -> Application:
    """Load the application in a worker, which then stops at the first signal and no other.

    Ctrl+C and systemd tell all processes to stop, and the main one its workers again; granian's
    may hang at a second signal.
    """
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGHUP, signal.SIGINT, signal.SIGTERM})
    application: Any = load_target(target)
    threading.Thread(target=stop_once, args=[listening], daemon=True).start()

    def answer(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        if len(environ["PATH_INFO"]) + len(environ["QUERY_STRING"]) > LONGEST:
            start_response("414 URI Too Long", [("Content-Length", "0")])
            return [b""]

        def start(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> None:
            start_response(status, [*headers, ("Connection", "close")], exc_info)

        is_last = stopping.is_set() or random.random() < LAST  # noqa: S311
        return application(environ, start if is_last else start_response)

    return answer


def stop_once(listening: int) -> None:
    """Wait for a signal, take no more connections, let clients leave, and tell granian.

    It would close connections on which a request is on its way.
    """
    number = signal.sigwait({signal.SIGINT, signal.SIGTERM})
    with socket.create_server(("127.0.0.1", 0)) as nobody_comes_here:
        nobody_comes_here.setblocking(False)
        os.dup2(nobody_comes_here.fileno(), listening)
    stopping.set()
    time.sleep(0.5)
    stop: Any = signal.getsignal(number)
    stop(number, None)


def listen(bind: str) -> socket.socket:
    host, _colon, port = bind.rpartition(":")
    is_ipv6 = ":" in host
    listening = socket.create_server(
        (host.strip("[]"), int(port)),
        family=socket.AF_INET6 if is_ipv6 else socket.AF_INET,
        backlog=1024,
        dualstack_ipv6=is_ipv6 and socket.has_dualstack_ipv6(),
    )
    listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    listening.set_inheritable(True)
    return listening


def main() -> None:
    bind = env.text("BIND") or f"127.0.0.1:{env.whole_number('PORT', default=8000)}"
    multiprocessing.set_start_method("spawn")  # a fork would go on with modules that are loaded
    server = Server(
        "config.wsgi:application",
        interface=Interfaces.WSGI,
        http=HTTPModes.http1,
        http1_settings=HTTP1Settings(header_read_timeout=10_000),
        workers=env.whole_number("WEB_CONCURRENCY", default=2),
        blocking_threads=env.whole_number("WEB_THREADS", default=4),
        blocking_threads_idle_timeout=600,  # seconds, as long as a database connection is kept
        respawn_failed_workers=True,
        workers_lifetime=6 * 3600,
        workers_max_rss=400,  # MiB, far above 150 and 10,000 kept answers of 12 kB
        workers_kill_timeout=30,
        log_level=LogLevels.error,  # it warns of settings that one socket for all makes harmless
        log_dictconfig=LOGGING,
        log_access=env.flag("ACCESS_LOG", default=False),
    )
    server.listening = listen(bind)

    @server.on_startup
    def tell() -> None:
        sys.stdout.write(f"Bureau Directory is open at http://{bind}/ (stop it with Ctrl+C)\n")
        sys.stdout.flush()

    server.serve(target_loader=partial(load, server.listening.fileno()))


if __name__ == "__main__":
    main()
