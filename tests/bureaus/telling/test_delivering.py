"""Deliverers as processes of their own: commands, services and the thread of the server.

Without EMAIL_URL letters go to standard output.
"""

import os
import re
import signal
import subprocess
import sys
import time
import urllib.request
from urllib.parse import urlencode

import pytest

from tests.running import MIGRATE, ROOT, copy_on_server, copy_prepared, running_site

pytestmark = pytest.mark.django_db
RECIPIENT = re.compile(r"^To: (\S+)@example.org$", re.MULTILINE)
PUT = """
from bureaus.telling import outbox
for number in range({}):
    about = {{"bureau": "Office", "status_url": "https://directory.example/"}}
    outbox.put("corrections/received.txt", about, f"{{number}}@example.org")
"""
OFFICE = "from tests.factories import make_bureau; make_bureau(ref='bbbbb', name_en='Office')"


@pytest.fixture
def environment(tmp_path):
    if os.environ.get("DATABASE_URL"):
        return os.environ | {"DATABASE_URL": copy_on_server(f"letters_{os.getpid()}", [MIGRATE])}
    copy_prepared(tmp_path / "sqlite3", [MIGRATE])
    return os.environ | {"SQLITE_PATH": str(tmp_path / "sqlite3")}


def start(environment, *arguments):
    command = [sys.executable, "manage.py", *arguments]
    return subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, bufsize=1, text=True
    )


def output(process):
    printed, _error = process.communicate(timeout=120)
    assert process.returncode == 0
    return printed


def shell(environment, code):
    output(start(environment, "shell", "-v", "0", "-c", code))


def test_two_deliverers_at_once_send_each_letter_once(environment):
    shell(environment, PUT.format(60))

    deliverers = [start(environment, "deliver") for _each in range(2)]
    printed = "".join(map(output, deliverers))

    assert sorted(map(int, RECIPIENT.findall(printed))) == list(range(60))
    assert sum(map(int, re.findall(r"(\d+) sent, 0 failed", printed))) == 60
    assert "0 waiting" in output(start(environment, "deliver", "--list"))


def test_service_sends_what_comes_and_ends_when_told_to(environment):
    service = start(environment, "deliver", "--watch")
    try:
        shell(environment, PUT.format(1))
        printed = ""
        while not RECIPIENT.search(printed):
            printed += service.stdout.readline()
    finally:
        service.send_signal(signal.SIGTERM)

    output(service)


@pytest.mark.either_database  # its own is SQLite
def test_server_answers_a_correction_with_a_letter_at_once(tmp_path, capfd):
    with running_site(tmp_path, [MIGRATE], DELIVER_AT_ONCE="1") as (address, environment):
        shell(environment, OFFICE)
        secret = "x" * 32
        form = {"csrfmiddlewaretoken": secret, "phone": "0758-5", "source": "I called"}
        request = urllib.request.Request(  # noqa: S310
            f"{address}/en/bureaus/office-bbbbb/correct/",
            urlencode(form | {"reply_to": "a@example.org"}).encode(),
            {"Cookie": f"csrftoken={secret}"},
        )
        urllib.request.urlopen(request).close()  # noqa: S310
        printed = ""
        while not RECIPIENT.search(printed):
            printed += capfd.readouterr().out
            time.sleep(0.05)

        assert "Subject: What you sent: Office" in printed
        while "0 waiting" not in output(start(environment, "deliver", "--list")):
            pass
