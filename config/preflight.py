"""Find out, with nothing but Python, whether `make serve` and `make test` can work here.

Usage: python3 config/preflight.py [PORT]. Says in one sentence what is missing, exit status 1.
"""

import os
import socket
import sys
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
            return (
                f"Port {port} cannot be used ({error.strerror}); "
                "choose another one, for example: make serve PORT=8001"
            )
    return ""


if __name__ == "__main__":
    sys.exit(first_problem("".join(sys.argv[1:2])) or 0)
