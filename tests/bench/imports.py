"""An import of many changed bureaus: its time and memory, and that killing it leaves no trace.

``nice .venv/bin/python -m tests.bench.imports [rows]`` makes synthetic bureaus in databases of its
own, on SQLite and on PostgreSQL, exports them, changes a phone, a fax and an address in each row,
and sends the file through the admin. Then it imports another such file some times over and kills
the process in the middle (SIGKILL). It prints what it measures.
"""

import csv
import hashlib
import io
import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.bench.databases import LOCAL
from tests.environment import find_binaries, start

ROWS = 5_000
KILLED = 6  # times
LIST = "/admin/bureaus/bureau/"


def main() -> None:
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else ROWS
    with tempfile.TemporaryDirectory() as folder:
        databases = {"SQLite": {"SQLITE_PATH": str(Path(folder) / "bench.sqlite3")}}
        if binaries := find_binaries():
            databases["PostgreSQL"] = {"DATABASE_URL": start(binaries)}
        for name, variables in databases.items():
            static = {"STATIC_ROOT": str(Path(folder) / "static")}
            environment = os.environ | LOCAL | static | variables
            child(environment, "prepare", rows)
            for extension in ("csv", "xlsx"):
                print(name, extension, child(environment, "measure", extension))  # noqa: T201
            print(name, kill_again_and_again(environment))  # noqa: T201


def child(environment: dict[str, str], task: str, *arguments: object) -> Any:
    done = subprocess.run(
        command(task, *arguments), env=environment, stdout=subprocess.PIPE, check=True
    )
    return json.loads(done.stdout.splitlines()[-1])


def command(task: str, *arguments: object) -> list[str]:
    call = f"from tests.bench import imports; imports.run({task!r}, *{list(arguments)!r})"
    return [sys.executable, "-c", call]


def kill_again_and_again(environment: dict[str, str]) -> str:
    chance = random.Random(1)  # noqa: S311
    before = child(environment, "state")
    moments = []
    for _number in range(KILLED):
        process = subprocess.Popen(
            command("measure", "csv"), env=environment, stdout=subprocess.PIPE, text=True
        )
        assert process.stdout
        moment = chance.choice(["compared", "written"])
        next(line for line in process.stdout if moment in line)
        time.sleep(chance.uniform(0, 4))
        process.kill()
        moments.append(f"{moment}{'' if process.wait() else ' (came too late)'}")
        process.stdout.close()
        after = child(environment, "state")
        assert after == before, f"killed after {moments[-1]}: {before} became {after}"
    return f"killed {KILLED} times, nothing changed: {', '.join(moments)}"


def run(task: str, *arguments: Any) -> None:
    import django

    django.setup()
    answer = {"prepare": prepare, "measure": measure, "state": state}[task](*arguments)
    print(json.dumps(answer))  # noqa: T201


def prepare(rows: int) -> int:
    from django.contrib.auth.models import User
    from django.core.management import call_command

    from bureaus.models import Bureau
    from tests.bench.synthetic import add_bureaus

    call_command("migrate", verbosity=0)
    call_command("load_data", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    add_bureaus(0, rows)
    call_command("reindex", verbosity=0)
    User.objects.create_superuser("lin")
    return Bureau.objects.count()


def measure(extension: str) -> dict[str, Any]:
    """Give the seconds of each step and the memory of this process at its highest."""
    from django.contrib.auth.models import User
    from django.test import Client

    from bureaus.models import ImportRun

    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(User.objects.get())
    clock, before = [time.monotonic()], time.process_time()
    exported = client.get(f"{LIST}export/csv/")
    content = changed(b"".join(exported.streaming_content).decode("utf-8-sig"), extension)
    clock.append(time.monotonic())
    upload = io.BytesIO(content)
    upload.name = f"bureaus.{extension}"
    answer = client.post(f"{LIST}import/", {"file": upload})
    clock.append(time.monotonic())
    page = told(client.get(answer.url))
    clock.append(time.monotonic())
    seen = page.partition('name="seen" value="')[2].partition('"')[0]
    told(client.post(answer.url, {"source": "Synthetic", "seen": seen}))
    clock.append(time.monotonic())
    last = ImportRun.objects.defer("content").first()
    names = ("export", "upload", "preview", "confirm")
    seconds = {n: round(b - a, 1) for n, a, b in zip(names, clock, clock[1:], strict=False)}
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    cpu = round(time.process_time() - before, 1)
    return seconds | {"CPU of all": cpu, "MB": peak, "state": last.state, "counts": last.counts}


def told(answer: Any) -> str:
    """Read a page that comes bit by bit, and say to who may kill this where it is."""
    return "".join(part for part in spoken(answer))


def spoken(answer: Any) -> Iterator[str]:
    for part in answer.streaming_content:
        text = part.decode()
        for word in ("compared", "written"):
            if f"rows {word}" in text:
                print(word, flush=True)  # noqa: T201
        yield text


def changed(text: str, extension: str) -> bytes:
    """Change phone, fax and English address in every row of an export."""
    from bureaus.spreadsheets import workbooks

    head, *rows = csv.reader(io.StringIO(text, newline=""))
    number = time.time_ns() % 10_000_000
    for row in rows:
        for column in ("phone", "fax", "address_en"):
            row[head.index(column)] = f"0758-{number:07}"
            number = (number + 1) % 10_000_000
    if extension == "xlsx":
        return workbooks.write_workbook(head, rows)
    target = io.StringIO(newline="")
    csv.writer(target).writerows([head, *rows])
    return target.getvalue().encode()


def state() -> list[Any]:
    """Digest all that an import writes, but for the list of imports."""
    from bureaus.models import Bureau, BureauTokens, Change, Edition

    digest = hashlib.sha256()
    for model in (Bureau, BureauTokens):
        for row in model.objects.order_by("pk").values_list():
            digest.update(repr(row).encode())
    return [digest.hexdigest(), Change.objects.count(), Edition.objects.get().number]


if __name__ == "__main__":
    main()
