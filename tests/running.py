"""The site as production runs it, in processes of its own."""

import fcntl
import hashlib
import os
import random
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest

ROOT = Path(__file__).resolve().parent.parent
MIGRATE, LOAD = "migrate -v 0", "load_data -v 0"
COLLECT = "collectstatic --noinput -v 0"
NOTHING_SHARED = {"DATABASE_URL": "", "CACHE_URL": ""}
# Below those that the system gives to clients, of which there are many here
PORTS = range(20_000, 32_000)


def free_port():
    for port in random.SystemRandom().sample(PORTS, k=100):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)):
                return port
    return pytest.fail("No port is free.")


def manage(command, environment):
    run = [sys.executable, "manage.py", *command.split()]
    subprocess.run(run, cwd=ROOT, env=environment, check=True)


def made_once(commands, environment):
    """Give the folder of what some commands make; all processes of a test run share it.

    Each command goes on from what those before it made. Where ``environment`` names PostgreSQL,
    the database is one of that server, and has the name of the folder.
    """
    url = environment["DATABASE_URL"]
    name = hashlib.sha256("\n".join([url, *commands]).encode()).hexdigest()[:40]
    folder = Path(os.environ["SHARED_FOLDER"]) / f"made_{name}"
    folder.mkdir(exist_ok=True)
    places = {"SQLITE_PATH": str(folder / "sqlite3"), "STATIC_ROOT": str(folder / "static")}
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "done").exists():
            *before, last = commands
            if url:
                places["DATABASE_URL"] = copy_on_server(folder.name, before)
            elif before:
                copy_prepared(places["SQLITE_PATH"], before)
            manage(last, environment | places)
            (folder / "done").touch()
    return folder


def copy_prepared(target, preparation=(MIGRATE, LOAD)):
    """Copy the SQLite database that these commands make to the file ``target``."""
    shutil.copy(made_once(preparation, os.environ | NOTHING_SHARED) / "sqlite3", target)


def copy_on_server(name, preparation=(MIGRATE, LOAD)):
    """Make a database on the server as these commands do, in place of any such; give its URL."""
    template = made_once(preparation, os.environ).name if preparation else "template1"
    url = urlsplit(os.environ["DATABASE_URL"])._replace(scheme="postgresql")
    with psycopg.connect(url.geturl(), autocommit=True) as server:
        server.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        server.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
    return url._replace(path=f"/{name}").geturl()


@contextmanager
def running_site(folder, preparation=(MIGRATE, LOAD), **environment):
    """Run the server on a free port, its database in ``folder``; give its address and environment.

    Where ``environment`` names no other database, that is a copy of one that is prepared once.
    """
    plain = os.environ | NOTHING_SHARED
    places = {
        "SQLITE_PATH": str(folder / "directory.sqlite3"),
        "STATIC_ROOT": str(made_once([COLLECT], plain) / "static"),
    }
    environment = plain | places | {"WEB_CONCURRENCY": "1"} | environment
    if not environment["DATABASE_URL"]:
        copy_prepared(environment["SQLITE_PATH"], preparation)
    with serving(environment) as (address, _server):
        yield address, environment


@contextmanager
def serving(environment):
    """Run the server on a free port, on what is prepared; give its address and its process."""
    port = free_port()
    command = [sys.executable, "-m", "config.server"]
    environment = environment | {"PORT": str(port)}
    with subprocess.Popen(command, cwd=ROOT, env=environment) as server:
        address = f"http://127.0.0.1:{port}"
        try:
            wait_for(f"{address}/readyz", server)
            yield address, server
        finally:
            server.terminate()


def wait_for(url, server):
    """Wait until the site answers, for minutes where the machine is busy."""
    for _attempt in range(3000):
        try:
            urllib.request.urlopen(url, timeout=60).close()  # noqa: S310
        except OSError:  # refused, or too busy to answer in time
            if server.poll() is not None:
                break
            time.sleep(0.1)
        else:
            return
    pytest.fail(f"{url} does not answer.")
