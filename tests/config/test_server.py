"""The server of production: what holds it up, kills it, reloads it and ends it."""

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from contextlib import contextmanager
from pathlib import Path

import pytest

from config.preflight import first_problem
from tests.running import MIGRATE, ROOT, copy_prepared, free_port, wait_for

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")


class Site:
    """A server with one worker, in a process group of its own, as a terminal starts it."""

    def __init__(self, folder, **environment):
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        own = {"PORT": str(self.port), "WEB_CONCURRENCY": "1"}
        places = {"SQLITE_PATH": str(folder / "sqlite3"), "DATABASE_URL": "", "LOG_LEVEL": "ERROR"}
        self.process = subprocess.Popen(
            [sys.executable, "-W", "ignore", "-m", "config.server"],
            cwd=ROOT,
            env=os.environ | own | places | environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            process_group=0,
        )

    def workers(self):
        """Give the processes that serve, the newest last."""
        pid = self.process.pid
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        return [int(each) for each in children if "tracker import" not in command(each)]

    def status(self, path):
        """Ask on a connection of its own."""
        try:
            with urllib.request.urlopen(f"{self.address}{path}", timeout=60) as answer:  # noqa: S310
                return answer.status
        except urllib.error.HTTPError as error:
            return error.code

    def wait_for_another(self, worker):
        while self.workers()[-1:] == [worker] or not self.workers():
            time.sleep(0.05)


def command(pid):
    return Path(f"/proc/{pid}/cmdline").read_text()


@contextmanager
def running(folder, **environment):
    copy_prepared(folder / "sqlite3", [MIGRATE])
    site = Site(folder, **environment)
    try:
        wait_for(f"{site.address}/healthz", site.process)
        yield site
    finally:
        if site.process.poll() is None:
            site.process.terminate()
        site.process.communicate()


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    with running(tmp_path_factory.mktemp("server")) as found:
        yield found


@pytest.mark.parametrize("length", [4_100, 70_000, 1_000_000])
def test_long_addresses_are_refused_before_they_cost_anything(site, length):
    assert site.status(f"/en/bureaus/?q={'a' * length}") in {414, 431}


def test_addresses_need_not_be_encoded(site):
    with socket.create_connection(("127.0.0.1", site.port)) as client:
        client.sendall("GET /healthz?四会 HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())

        assert client.recv(1_000).startswith(b"HTTP/1.1 200 OK")


def test_half_sent_requests_hold_nobody_up(site):
    clients = [socket.create_connection(("127.0.0.1", site.port)) for _each in range(200)]
    for client in clients:
        client.sendall(b"GET / HTTP/1.1\r\nHost: local")

    assert site.status("/healthz") == 200
    for client in clients:
        client.close()


def test_a_killed_worker_is_replaced_each_time_and_who_comes_meanwhile_waits(site):
    for _again in range(2):
        worker = site.workers()[-1]
        os.kill(worker, signal.SIGKILL)

        assert site.status("/healthz") == 200
        site.wait_for_another(worker)


def test_reloading_drops_no_request(site):
    old, answers, is_over = site.workers(), set(), threading.Event()

    def ask():
        while not is_over.is_set():
            answers.add(site.status("/healthz"))

    clients = [threading.Thread(target=ask) for _each in range(4)]
    for client in clients:
        client.start()
    site.process.send_signal(signal.SIGHUP)
    while set(old) & set(site.workers()):
        time.sleep(0.05)
    is_over.set()
    for client in clients:
        client.join()

    assert answers == {200}


def test_ctrl_c_ends_all_processes_and_nothing_else_is_said(tmp_path):
    with running(tmp_path, ACCESS_LOG="1") as site:
        os.killpg(site.process.pid, signal.SIGINT)
        said, complaints = site.process.communicate()

    first, *requests = said.splitlines()
    assert site.process.returncode == 0
    assert first == f"Bureau Directory is open at {site.address}/ (stop it with Ctrl+C)"
    assert ["GET /healthz" in json.loads(line)["message"] for line in requests] == [True]
    assert complaints == ""


def test_what_holds_the_port_is_named_with_the_way_to_free_it(tmp_path, monkeypatch):
    monkeypatch.chdir(ROOT)
    with running(tmp_path) as site:
        (worker,) = site.workers()
        runs = first_problem(str(site.port))
        site.process.kill()
        site.process.wait()
        outlived = first_problem(str(site.port))
        os.kill(worker, signal.SIGTERM)

    assert f"is held by this site, which runs already (kill {site.process.pid} stops it)" in runs
    assert f"that outlived their main process; end them (kill {worker})" in outlived
    assert "make serve PORT=8001" in outlived
