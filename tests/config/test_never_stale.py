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
from itertools import cycle

import pytest
from django.conf import settings
from django.db import connection

from tests.config.every_table import PLACES
from tests.config.programs import evaluate
from tests.guarded_keys import public_tables
from tests.running import MIGRATE, copy_on_server, copy_prepared, free_port, running_site
from tests.thorough import TIMES

ENOUGH = 3 * TIMES  # edits of each table, and whole pages read for each
SECONDS = 600 * TIMES  # on the busiest machine; longer is a failure
ON_THIS_MACHINE = {"DEBUG": "1", "HTTPS": "0", "ALLOWED_HOSTS": "testserver"}


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
    """Edits all tables until it is stopped; ``number`` is the newest edit committed for sure."""

    def __init__(self, environment):
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.config.every_table"],
            cwd=settings.BASE_DIR,
            env=environment | {"DJANGO_SETTINGS_MODULE": "config.settings"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.number = int(self.process.stdout.readline())
        self.listener = threading.Thread(target=self.listen)
        self.listener.start()

    def listen(self):
        with self.process.stdout as lines:
            for line in lines:
                self.number = int(line)

    def is_at_work(self):
        return self.listener.is_alive()

    def stop(self):
        self.process.stdin.close()


def read(url, etag):
    """Give (page, ETag), or no page for 304."""
    request = urllib.request.Request(url, headers={"If-None-Match": etag})  # noqa: S310
    try:
        with urllib.request.urlopen(request, timeout=SECONDS) as response:  # noqa: S310
            return response.read().decode(), response.headers["ETag"]
    except urllib.error.HTTPError as error:
        if error.code == 304:
            return "", etag
        return error.read().decode(), ""  # closed: 410


def keep_reading(editor, site, places, stale, counts):
    """Read place after place; each must show an edit that is no older than when it was asked."""
    etags, pages = {}, {}
    for place in cycle(places):
        if not editor.is_at_work():
            return
        committed = editor.number
        url = site + place.address.format(committed)
        page, etags[url] = read(url, etags.get(url, ""))
        pages[url] = page or pages[url]
        counts[place.table] += bool(page)
        # One more may be committed by now and not be told yet, or be under way
        allowed = {place.shown(number) for number in range(committed, editor.number + 2)}
        shown = set(re.findall(place.pattern, pages[url]))
        if not shown or not shown <= allowed:
            stale.append((place.table, shown, allowed))


def wait_for_enough(editor, counts):
    """Wait until enough was edited and read, however long that takes."""
    end = time.monotonic() + SECONDS
    while min(editor.number, *counts.values()) < ENOUGH and editor.is_at_work():
        assert time.monotonic() < end, (editor.number, counts)
        time.sleep(0.01)


@pytest.mark.django_db
def test_no_answer_is_older_than_the_last_committed_edit(tmp_path, database, cache):
    environment = {"WEB_CONCURRENCY": "2", **database, **cache}
    stale, counts = [], {place.table: 0 for place in PLACES}
    with running_site(tmp_path, [MIGRATE], **environment) as (address, environment):
        editor = Editor(environment)
        orders = (PLACES, PLACES[::-1], PLACES[7:] + PLACES[:7])
        readers = [
            threading.Thread(target=keep_reading, args=(editor, address, places, stale, counts))
            for places in orders
        ]
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
    assert min(editor.number, *counts.values()) >= ENOUGH
    assert counts.keys() == public_tables()


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
