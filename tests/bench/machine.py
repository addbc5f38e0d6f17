"""What the figures were measured with; nothing that tells which machine it was."""

import os
import platform
from datetime import date
from importlib.metadata import version


def today() -> str:
    return date.today().isoformat()


def describe(databases: list[str]) -> str:
    """Name the machine's size, and the releases of all that was measured."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1024**3
    return (
        f"{os.cpu_count()} cores, {memory:.0f} GB of memory, Linux on {platform.machine()}, "
        f"Python {platform.python_version()}, Django {version('django')}, {', '.join(databases)}"
    )
