"""Grading on a machine with many processors: right answers stay right, whoever sets the number of threads.

The 16 processors are simulated: processors.c gives this number to every program that counts them.
"""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from course_utils.grading.deciding.graded import Graded
from tests.helpers.simulated import QUICK, needs_compiler, python_with, right_answers

pytestmark = [pytest.mark.slow, needs_compiler]

COUNT = "import os, torch\nprint(os.cpu_count(), len(os.sched_getaffinity(0)), torch.get_num_threads())"
# Grades a submission as `course-grade` does, on the simulated machine, with judge, zygote and child.
GRADE = """
import sys
from course_utils.grading.deciding.grade import _own, grade

sys.executable = sys.argv[1]
sys.stdout.buffer.write(grade(sys.stdin.buffer.read()))
_own.close()
"""


@pytest.mark.parametrize(
    ("processors", "set_threads", "threads"),
    [(16, "", 1), (64, "torch.set_num_threads(os.cpu_count())\n", 32)],
)
def test_a_whole_submission_is_right(processors: int, set_threads: str, threads: int, tmp_path: Path) -> None:
    options = ["-x", "c", f"-DPROCESSORS={processors}"]
    # MKL counts processors by itself. There are fewer than 16, so threads must not wait for each other in a busy loop.
    variables = {"OMP_NUM_THREADS": str(processors), "MKL_DYNAMIC": "FALSE", "OMP_WAIT_POLICY": "passive"}
    python = python_with(Path(__file__).with_name("processors.c"), tmp_path, *options, **variables)
    counted = subprocess.run([python, "-c", COUNT], capture_output=True, text=True, check=True)
    assert counted.stdout == f"{processors} {processors} {processors}\n"
    submission = right_answers(COUNT.replace("\n", f"\n{set_threads}"))
    done = subprocess.run([python, "-c", GRADE, python], input=submission, capture_output=True, check=True)
    graded = Graded.from_bytes(done.stdout)
    assert graded.cells[0][0]["text"] == f"{processors} {processors} {threads}\n"
    assert len(graded.verdicts()) == len(QUICK) > 20
    assert [verdict["name"] for verdict in graded.verdicts() if not verdict["passed"]] == []
