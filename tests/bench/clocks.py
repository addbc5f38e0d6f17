"""CPU time and memory of other processes, from Linux."""

import os
import time
from pathlib import Path


def cpu_ms(pid: int) -> float:
    """Give the CPU time that a process has used so far, all its threads, in milliseconds.

    Linux derives the number of a process's clock from its id: clock_getcpuclockid(3).
    """
    return 1000 * time.clock_gettime((~pid << 3) | 2)


def peak_memory_mb(pid: int) -> float:
    """Give the most memory that a process has had so far, in MB (VmHWM, proc(5))."""
    lines = Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines()
    line = next(line for line in lines if line.startswith("VmHWM"))
    return int(line.split()[1]) / 1000


def children(pid: int) -> list[int]:
    return [int(p) for p in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def server_cpu_ms(pid: int) -> float:
    """Give the CPU time of a PostgreSQL backend, and of the parallel workers that have ended.

    The latter is counted in steps of 10 ms, with the main process: proc_pid_stat(5).
    """
    parent = _stat(pid)[3]
    ended = sum(int(ticks) for ticks in _stat(int(parent))[15:17])
    return cpu_ms(pid) + 1000 * ended / os.sysconf("SC_CLK_TCK")


def _stat(pid: int) -> list[str]:
    """Read the fields of proc_pid_stat(5); number n there is n - 1 here."""
    before, _bracket, after = Path(f"/proc/{pid}/stat").read_text().rpartition(")")
    return [*before.split("(", 1), *after.split()]
