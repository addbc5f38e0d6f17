"""Find out, with nothing but Python, whether `make serve` and `make test` can work here.

Usage: python3 config/preflight.py [PORT]. Says in one sentence what is missing, exit status 1.
"""

import os
import socket
import sys
from contextlib import suppress
from importlib.util import find_spec


def first_problem(port: str) -> str:
    """Describe the first thing in the way; empty when there is none. No port is not checked."""
    if sys.version_info < (3, 11):  # noqa: UP036 - whoever has an older one must hear of it
        return (
            f"Python 3.11 or newer is needed; this is {sys.version.split()[0]}. "
            "Name another one with PYTHON=…, for example: make serve PYTHON=python3.11"
        )
    if find_spec("venv") is None or find_spec("ensurepip") is None:
        return (
            "Python's venv module is missing. "
            "On Debian and Ubuntu it comes with: apt install python3-venv"
        )
    for folder in (os.curdir, ".venv", "var"):
        if os.path.exists(folder) and not os.access(folder, os.W_OK):
            path = os.path.abspath(folder)
            return f"The folder {path} cannot be written to; copy the project to one that can."
    return _port_problem(port) if port else ""


def _port_problem(port: str) -> str:
    if not port.isdecimal() or not 0 < int(port) < 65536:
        return f"PORT must be a number from 1 to 65535, not {port!r}."
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", int(port)))
        except OSError as error:
            held = _held_by_this_site(int(port)) or f"cannot be used ({error.strerror})"
            return f"Port {port} {held}; choose another one, for example: make serve PORT=8001"
    return ""


def _held_by_this_site(port: int) -> str:
    """Say which processes of this folder's server listen there; empty where /proc does not tell."""
    parents, sockets = {}, set()
    with suppress(OSError), open("/proc/net/tcp", encoding="ascii") as rows:
        cells = [row.split() for row in rows]
        sockets = {f"socket:[{row[9]}]" for row in cells if row[1].endswith(f":{port:04X}")}
    for pid in filter(str.isdecimal, os.listdir("/proc") if sockets else ()):
        with suppress(OSError), open(f"/proc/{pid}/stat", encoding="utf-8") as stat:
            if _serves(pid) and sockets & {os.readlink(fd) for fd in os.scandir(f"/proc/{pid}/fd")}:
                parents[pid] = stat.read().rpartition(")")[2].split()[1]
    if not parents:
        return ""
    first = " ".join(pid for pid, parent in parents.items() if parent not in parents)
    if len(first.split()) < len(parents):
        return f"is held by this site, which runs already (kill {first} stops it)"
    return (
        f"is held by workers of this site that outlived their main process; end them (kill {first})"
    )


def _serves(pid: str) -> bool:
    """Tell whether this is the server of this folder, or one of its workers."""
    with open(f"/proc/{pid}/cmdline", encoding="utf-8", errors="replace") as file:
        command = file.read()
    is_python = "config.server" in command or "multiprocessing.spawn" in command
    return is_python and os.path.samefile(f"/proc/{pid}/cwd", os.curdir)


if __name__ == "__main__":
    sys.exit(first_problem("".join(sys.argv[1:2])) or 0)
