"""The executors that grade bundles: a process that dies costs only its own task."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest

from course_utils.checks import COURSE
from course_utils.grading.class_runner import executors
from course_utils.grading.deciding import grade as grading
from course_utils.grading.deciding.bundle import Cell, Seconds, make
from course_utils.grading.deciding.graded import Graded
from course_utils.grading.deciding.hidden import Hidden

CELLS = [Cell("x = 1", False), Cell('check("lstm/split-gates")', True)]
SECONDS = Seconds(1, 2, 3)


def die(_bundle: bytes, _hidden: Hidden) -> bytes:
    os.kill(os.getpid(), signal.SIGKILL)
    return b""


def die_once(folder: bytes, _hidden: Hidden) -> bytes:
    marker = Path(folder.decode()) / "died"
    if not marker.exists():
        marker.touch()
        die(b"", Hidden())
    return b"done"


def echo(said: bytes, _hidden: Hidden) -> bytes:
    return said


@pytest.mark.slow
def test_a_process_that_dies_takes_along_nothing_but_its_own_task(tmp_path: Path) -> None:
    with executors.processes(2) as (executor, _):
        bad = executor.submit(die, b"", Hidden())
        once = executor.submit(die_once, str(tmp_path).encode(), Hidden())
        good = [executor.submit(echo, bytes([number]), Hidden()) for number in range(8)]
        assert [future.result() for future in good] == [bytes([number]) for number in range(8)]
        assert once.result() == b"done"
        with pytest.raises(executors.GraderDied, match="2 times"):
            bad.result()
    shown = Graded.from_bytes(grading.undecided(make(COURSE, CELLS, 7, SECONDS), "GraderDied"))
    assert [len(outputs) for outputs in shown.cells] == [0, 2]
    assert grading.UNDECIDED in str(shown.cells[1])
