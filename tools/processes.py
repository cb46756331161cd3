"""The processes of `course-grade`, as the kernel lists them.

`course-grade` starts a zygote and a server that forks judges. The zygote forks a copy of itself for each judge, and
each copy forks the children that run the learners' code.
"""

from __future__ import annotations

import contextlib
import os
from pathlib import Path


def children(pid: int) -> list[int]:
    """The processes that this one started."""
    found = []
    with contextlib.suppress(OSError):  # the process may end while its tasks are listed
        for task in Path(f"/proc/{pid}/task").glob("*/children"):
            with contextlib.suppress(OSError):
                found += [int(each) for each in task.read_text().split()]
    return found


def zygotes(pid: int) -> list[int]:
    """The zygotes that this process started."""
    return [each for each in children(pid) if b"zygote.py" in _command(each)]


def copies(pid: int) -> list[int]:
    """The copies of the zygote of this `course-grade`, one for each judge at work."""
    return [copy for zygote in zygotes(pid) for copy in children(zygote)]


def servers(pid: int) -> list[int]:
    """The servers from which this `course-grade` forks its judges."""
    return [each for each in children(pid) if b"forkserver" in _command(each)]


def judges(pid: int) -> list[int]:
    """The judges of this `course-grade`."""
    return [judge for server in servers(pid) for judge in children(server)]


def seconds(pid: int, with_children: bool = False) -> float:
    """The processor seconds of a process so far, and of its children that have ended.

    Source: proc_pid_stat(5); after the name in brackets comes field 3, and the times are fields 14 to 17.
    """
    times = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[11:15]
    return sum(map(int, times if with_children else times[:2])) / os.sysconf("SC_CLK_TCK")


def _command(pid: int) -> bytes:
    with contextlib.suppress(OSError):
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    return b""
