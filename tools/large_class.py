"""A large class, graded while three things are killed: no mark may be lost, and none written twice.

    python -m tools.large_class 5000

The gradebook is in PostgreSQL, and the graders are two workers of a Dask cluster on this machine. A worker is killed,
then every connection to the gradebook is cut, then the process that records is killed; the same command goes on. The
answers of DISTINCT students repeat, so that the one process that records sets the pace.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from distributed import LocalCluster
from sqlalchemy import create_engine, text

from course_utils.grading.class_runner import marks
from tools import postgresql
from tools.bench_grading import ASSIGNMENT, answers
from tools.classroom import Classroom

# What it is, from what share of the class on it comes, and what causes it, given the process that records.
Fault = tuple[str, float, Callable[[subprocess.Popen[str]], object]]
DISTINCT = 200
STUDENTS = 5_000
LOOK = 0.2  # seconds between two looks at how many are recorded
_CUT = (
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
    " WHERE datname = current_database() AND pid <> pg_backend_pid()"
)
_ROWS = {
    "submissions": "SELECT count(*) FROM submitted_assignment",
    "students with one": "SELECT count(DISTINCT student_id) FROM submitted_assignment",
    "grades": "SELECT count(*) FROM grade",
    "cells with one": "SELECT count(DISTINCT (notebook_id, cell_id)) FROM grade",
}


def handed_in(folder: Path, students: int, url: str = "") -> Classroom:
    """A class whose answers repeat after DISTINCT students, not graded; its gradebook at `url`, or beside it."""
    classroom = Classroom(folder, ASSIGNMENT)
    if url:
        config = folder / "nbgrader_config.py"
        config.write_text(f"{config.read_text()}\nc.CourseDirectory.db_url = {url!r}\n")
        classroom.nbgrader("generate_assignment", ASSIGNMENT)
    else:
        classroom.release()
    made = [classroom.hand_in(named(student), answers(student)) for student in range(min(students, DISTINCT))]
    for student in range(DISTINCT, students):
        path = folder / "submitted" / named(student) / ASSIGNMENT / f"{ASSIGNMENT}.ipynb"
        path.parent.mkdir(parents=True)
        path.write_bytes(made[student % DISTINCT].read_bytes())
    return classroom


def named(student: int) -> str:
    """The student's id."""
    return f"student-{student:06}"


def given(found: dict[str, list[marks.Mark]]) -> dict[str, list[float | None]]:
    """The scores of each student, in the order of the cells."""
    return {student: [mark.score for mark in theirs] for student, theirs in found.items()}


def run(course: Path, scheduler: str, faults: list[Fault], students: int) -> int:
    """Grade once, while each fault that is due comes and is taken from the list; returns the exit code."""
    records = course / ".course-verdicts" / ASSIGNMENT

    def recorded() -> int:
        return len(list(records.glob("*.json")))

    command = [str(Path(sys.executable).with_name("course-grade")), ASSIGNMENT, "--scheduler", scheduler]
    began, before = time.monotonic(), recorded()
    with subprocess.Popen(command, cwd=course, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as grading:
        while grading.poll() is None:
            time.sleep(LOOK)
            if faults and (now := recorded()) >= faults[0][1] * students:
                what, _, cause = faults.pop(0)
                print(f"{time.monotonic() - began:6.0f} s  {now:>6} recorded; {what}", flush=True)
                cause(grading)
        printed = grading.stdout.read() if grading.stdout else ""
    seconds, now = time.monotonic() - began, recorded()
    rate = 1000 * seconds / max(1, now - before)
    print(f"{seconds:6.0f} s  {now:>6} recorded, {rate:.0f} ms each; ended with {grading.returncode}")
    print("".join(f"          {line}\n" for line in printed.splitlines()[:8]), end="", flush=True)
    return grading.returncode


def main(students: int) -> None:
    """Grade the class, kill, grade again, and print what became of it.

    Raises:
        AssertionError: a mark is missing, is another than without any of this, or was written twice.
    """
    with tempfile.TemporaryDirectory() as place, postgresql.database() as url:
        folder = Path(place)
        few = handed_in(folder / "few", min(students, DISTINCT))
        few.grade_class()
        expected = given(few.marks())
        classroom = handed_in(folder / "class", students, url)
        engine = create_engine(url, isolation_level="AUTOCOMMIT")
        with (
            LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster,
            engine.connect() as sql,
        ):

            def kill_a_worker(_grading: subprocess.Popen[str]) -> None:
                os.kill(next(iter(cluster.workers.values())).process.process.pid, signal.SIGKILL)

            faults: list[Fault] = [
                ("a worker is killed", 0.02, kill_a_worker),
                ("the connections to the gradebook are cut", 0.3, lambda _grading: sql.execute(text(_CUT))),
                ("the process that records is killed", 0.6, subprocess.Popen.kill),
            ]
            while run(classroom.folder, cluster.scheduler_address, faults, students):
                pass
            assert not faults, f"never came: {faults}"
            counts = {what: sql.execute(text(query)).scalar_one() for what, query in _ROWS.items()}
        print(", ".join(f"{what} {count:,}" for what, count in counts.items()))
        found = given(marks.read(url, classroom.folder / "autograded", ASSIGNMENT))
        right = {named(student): expected[named(student % DISTINCT)] for student in range(students)}
        wrong = {
            student: (found.get(student), right[student]) for student in right if found.get(student) != right[student]
        }
        print(f"{len(found):,} students, {len(wrong)} with other marks than without all this")
        print("".join(f"          {student}: {now}, not {then}\n" for student, (now, then) in wrong.items()), end="")
        assert len(found) == students == counts["submissions"] == counts["students with one"]
        assert not wrong
        assert counts["grades"] == counts["cells with one"]


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else STUDENTS)
