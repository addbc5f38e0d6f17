"""The suite on SQLite and then in a browser, and at the same time on PostgreSQL.

Usage: python -m tests.side_by_side [more options of pytest]. Each has half of the processors.
What the run on PostgreSQL prints comes once all are done. Fails where one of them fails.
"""

import os
import signal
import subprocess
import sys
import tempfile
from typing import IO

from tests.environment import find_binaries

HALF = (os.cpu_count() or 1) // 2
# No workers where there is but one: it would only start and collect everything a second time
PYTEST = [sys.executable, "-m", "pytest", "-q", "-n", str(HALF if HALF > 1 else 0)]
SQLITE = ["--ignore=tests/browser"]
# A cache of its own, so that neither run overwrites what pytest keeps of the other
POSTGRES = [*SQLITE, "--postgres", "-o", "cache_dir=.pytest_cache/postgres"]
# By files, some of which start a site of their own
BROWSER = ["--dist", "loadfile", "tests/browser"]

running: list[subprocess.Popen[bytes]] = []


def start(options: list[str], output: IO[str] | None = None) -> subprocess.Popen[bytes]:
    """Start pytest in a process group of its own: Ctrl-C reaches it once, from here."""
    command = [*PYTEST, *options, *sys.argv[1:]]
    process = subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=output, stderr=output, process_group=0
    )
    running.append(process)
    return process


def say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def run(log: IO[str]) -> int:
    say("Running the tests on SQLite, and beside them on PostgreSQL …")
    postgres = start(POSTGRES, log)
    codes = [start(SQLITE).wait()]
    say("Running the browser tests …")
    codes += [start(BROWSER).wait(), postgres.wait()]
    log.seek(0)
    say(f"What the tests on PostgreSQL say:\n{log.read()}")
    return int(any(codes))


def stop() -> None:
    """Let each end as with Ctrl-C: it stops the servers that it started and removes its files."""
    for process in running:
        process.send_signal(signal.SIGINT)
    for process in running:
        process.wait()


def main() -> int:
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.default_int_handler)
    with (
        tempfile.TemporaryDirectory(prefix="shared-") as shared,
        tempfile.TemporaryFile("w+") as log,
    ):
        os.environ["SHARED_FOLDER"] = shared
        if find_binaries():
            os.environ["BOTH_DATABASES"] = "1"  # so that each may leave cases to the other
        try:
            return run(log)
        except KeyboardInterrupt:
            stop()
            return 130


if __name__ == "__main__":
    sys.exit(main())
