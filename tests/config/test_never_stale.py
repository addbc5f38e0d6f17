"""Several processes, editors and readers at once: no answer is older than the newest edit."""

import os
import re
import shutil
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
import warnings

import pytest
from django.conf import settings
from django.db import connection

from tests.config.programs import SET_UP, evaluate
from tests.running import MIGRATE, copy_on_server, copy_prepared, free_port, running_site
from tests.thorough import TIMES

ENOUGH = 20 * TIMES  # edits, and whole pages read
SECONDS = 600 * TIMES  # on the busiest machine; longer is a failure
ON_THIS_MACHINE = {"DEBUG": "1", "HTTPS": "0", "ALLOWED_HOSTS": "testserver"}
EDITOR = (
    SET_UP
    + """
import select, sys
from bureaus.models import Bureau, Region
china = Region.objects.create(level="country", kind="country", slug="china", name_en="China")
bureaus = [
    Bureau.objects.create(region=china, kind="commerce", status="published", name_en=f"{n} 0")
    for n in ("One", "Two")
]
print(0, flush=True)
number = 0
while not select.select([sys.stdin], [], [], 0.002)[0]:
    number += 1
    for bureau in bureaus:
        Bureau.objects.filter(pk=bureau.pk).update(name_en=f"{bureau.name_en[:3]} {number}")
    print(number, flush=True)
"""
)


@pytest.fixture
def redis(tmp_path):
    """Start a Redis on a free port and give its URL."""
    program = shutil.which("redis-server")
    if program is None:
        warnings.warn(
            "redis-server was not found: NOT tested with Redis", UserWarning, stacklevel=1
        )
        pytest.skip("redis-server was not found (apt install redis-server)")
    port = free_port()
    options = ["--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", str(tmp_path)]
    with subprocess.Popen([program, *options], stdout=subprocess.DEVNULL) as server:
        yield f"redis://127.0.0.1:{port}/0"
        server.terminate()


@pytest.fixture
def database():
    """Give the environment of a fresh database of the kind that the suite runs on."""
    if connection.vendor == "sqlite":
        return {}
    return {"DATABASE_URL": copy_on_server(f"never_stale_{os.getpid()}", [MIGRATE])}


@pytest.fixture(params=["in each process", "in Redis"])
def cache(request):
    if request.param == "in Redis":
        return {"CACHE_URL": request.getfixturevalue("redis")}
    return {}


class Editor:
    """Edits two bureaus until it is stopped; ``number`` is the newest edit committed for sure."""

    def __init__(self, environment):
        self.process = subprocess.Popen(
            [sys.executable, "-c", EDITOR],
            cwd=settings.BASE_DIR,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.number = int(self.process.stdout.readline())
        self.news = threading.Condition()
        self.listener = threading.Thread(target=self.listen)
        self.listener.start()

    def listen(self):
        with self.process.stdout as lines:
            for line in lines:
                with self.news:
                    self.number = int(line)
                    self.news.notify_all()

    def wait_for_news(self):
        """Wait for the next edit, but not for long."""
        with self.news:
            self.news.wait(0.05)

    def is_at_work(self):
        return self.listener.is_alive()

    def stop(self):
        self.process.stdin.close()


def read(url, etag):
    """Give (numbers shown, ETag), or no numbers for 304."""
    request = urllib.request.Request(url, headers={"If-None-Match": etag})  # noqa: S310
    try:
        with urllib.request.urlopen(request, timeout=SECONDS) as response:  # noqa: S310
            shown = re.findall(r">(?:One|Two) (\d+)<", response.read().decode())
            return [int(number) for number in shown], response.headers["ETag"]
    except urllib.error.HTTPError as error:
        assert error.code == 304, error.code
        return [], etag


def keep_reading(editor, url, stale, counts):
    etag, known = "", []
    while editor.is_at_work():
        committed = editor.number
        fresh, etag = read(url, etag)
        known = fresh or known
        counts["200" if fresh else "304"] += 1
        if len(known) != 2 or min(known) < committed:
            stale.append((committed, known))
        if not fresh:
            editor.wait_for_news()


def wait_for_enough(editor, counts):
    """Wait until enough was edited and read, however long that takes."""
    end = time.monotonic() + SECONDS
    while min(editor.number, counts["200"]) < ENOUGH and editor.is_at_work():
        assert time.monotonic() < end, (editor.number, counts)
        time.sleep(0.01)


@pytest.mark.django_db
def test_no_answer_is_older_than_the_last_committed_edit(tmp_path, database, cache):
    environment = {"WEB_CONCURRENCY": "2", **database, **cache}
    stale, counts = [], {"200": 0, "304": 0}
    with running_site(tmp_path, [MIGRATE], **environment) as (address, environment):
        editor = Editor(environment)
        arguments = (editor, f"{address}/en/bureaus/", stale, counts)
        readers = [threading.Thread(target=keep_reading, args=arguments) for _ in range(3)]
        for reader in readers:
            reader.start()
        try:
            wait_for_enough(editor, counts)
        finally:
            editor.stop()
        for reader in readers:
            reader.join()
        assert editor.process.wait() == 0

    assert stale == []
    assert min(editor.number, counts["200"]) >= ENOUGH


def migrated(folder):
    """Give the path of an empty database for this test alone."""
    path = folder / "main.sqlite3"
    copy_prepared(path, [MIGRATE])
    return str(path)


@pytest.mark.parametrize(
    ("name", "address"),
    [
        ("CACHE_URL", "redis://127.0.0.1:{port}/0"),
        ("DATABASE_REPLICA_URL", "sqlite:///{folder}/nowhere/replica.sqlite3"),
    ],
)
def test_pages_are_answered_while_redis_or_the_replica_is_away(tmp_path, name, address):
    code = (
        "from django.test import Client;print([Client().get('/en/').status_code for _ in range(2)])"
    )
    missing = {name: address.format(port=free_port(), folder=tmp_path)}

    found = evaluate(code, **ON_THIS_MACHINE, SQLITE_PATH=migrated(tmp_path), **missing)

    assert found == "[200, 200]"


REPLICA = """
import sqlite3
from django.conf import settings
from django.test import Client
from bureaus.models import Bureau, Region
china = Region.objects.create(level="country", kind="country", slug="china", name_en="China")
Bureau.objects.create(region=china, kind="commerce", status="published", name_en="First")
copy = sqlite3.connect(settings.DATABASES["replica"]["NAME"])
with sqlite3.connect(settings.DATABASES["default"]["NAME"]) as main:
    main.backup(copy)
copy.execute("DROP TRIGGER edition_update_bureaus_bureau")
copy.execute("UPDATE bureaus_bureau SET name_en = 'From the replica'")
copy.commit()
show = lambda: print(Client().get("/en/bureaus/").content.decode().count("From the replica") > 0)
show()
Bureau.objects.update(name_en="Second")
show()
Bureau.objects.update(name_en="Third")
print("Third" in Client().get("/en/bureaus/").content.decode())
"""


def test_replica_answers_only_what_it_is_new_enough_for(tmp_path):
    environment = {
        **ON_THIS_MACHINE,
        "SQLITE_PATH": migrated(tmp_path),
        "DATABASE_REPLICA_URL": f"sqlite:///{tmp_path / 'replica.sqlite3'}",
    }

    assert evaluate(REPLICA, **environment).split() == ["True", "False", "True"]
