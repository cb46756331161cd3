"""On a Mac and on Windows (both simulated) grading is not possible: one sentence says so, without a traceback."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tools.classroom import Classroom

# Other packages are imported first, while the name of the system is still the true one.
ELSEWHERE = """
import ctypes, os, sys
import alembic, asyncio, IPython, matplotlib.pyplot, nbconvert, nbgrader.apps, sqlalchemy, torch
import multiprocessing.forkserver
from nbgrader.apps.nbgraderapp import NbGraderApp

system, command = sys.argv[1], sys.argv[2:]
sys.platform = system
del os.sched_getaffinity
if system == "win32":
    for name in ("resource", "fcntl", "pwd", "grp", "termios"):
        sys.modules[name] = None

    class CDLL(ctypes.CDLL):
        def __init__(self, name, *arguments, **options):
            if name is None:
                raise TypeError("an integer is required")
            super().__init__(name, *arguments, **options)

    ctypes.CDLL = CDLL
if command[0] == "course-grade":
    from course_utils.grading.class_runner.command import main
    sys.argv = command
    main()
else:
    NbGraderApp.launch_instance(command[1:])
"""
SYSTEMS = ("win32", "darwin")
SENTENCE = "grading needs Linux 5.13 or newer: on Windows run it in WSL2 (`wsl --install`), on a Mac in"


def said(system: str, course: Path, *command: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", ELSEWHERE, system, *command], capture_output=True, text=True, cwd=course
    )
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    return done.stderr


@pytest.mark.parametrize("system", SYSTEMS)
def test_course_grade_says_what_it_needs(system: str, tmp_path: Path) -> None:
    words = said(system, tmp_path, "course-grade", "03_lstm")
    assert words.startswith(f"course-grade: {SENTENCE}")
    assert words.count("\n") == 1


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become a user whom nobody knows")
def test_without_a_home_course_grade_says_what_to_set(tmp_path: Path) -> None:
    source = (
        "import os; os.environ.pop('HOME', None); os.setresuid(54321, 54321, 54321); "
        "from course_utils.grading.class_runner import command; command.main()"
    )
    # Root imports them, because Python and the course may be in folders that only root can read.
    before = "import argparse, pwd; argparse.ArgumentParser().format_help()"
    source = f"import course_utils.grading.class_runner.command; {before}; {source}"
    done = subprocess.run([sys.executable, "-c", source, "03_lstm"], capture_output=True, text=True, cwd="/")
    assert done.returncode == 1
    assert done.stderr == (
        "course-grade: this user has no home folder: set HOME to a folder of its own, such as HOME=/tmp/home\n"
    )


@pytest.mark.slow
@pytest.mark.parametrize("system", SYSTEMS)
def test_nbgrader_autograde_says_it_once(system: str, tmp_path: Path) -> None:
    classroom = Classroom(tmp_path / "course", "03_lstm")
    classroom.release()
    for student in ("ada", "bo"):
        classroom.hand_in(student, {"lstm/split-gates": "def split_gates(weight): return 1"})
    words = said(system, classroom.folder, "nbgrader", "autograde", "03_lstm")
    assert words.count(SENTENCE) == 1
    assert "ERROR" not in words
