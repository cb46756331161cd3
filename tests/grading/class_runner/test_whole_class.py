"""A whole class gets the same marks however it is graded, and nothing is lost whatever happens on the way."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from nbgrader.api import Gradebook

from tests.helpers.whole_class import ASSIGNMENT, BIN, copied, scores
from tools.classroom import STOCK, Classroom, counts
from tools.notebooks import read
from tools.processes import children, copies, judges, zygotes

pytestmark = [pytest.mark.slow, pytest.mark.kernel]


def graded(course: Path, *words: str) -> subprocess.CompletedProcess[str]:
    command = [str(BIN / "course-grade"), ASSIGNMENT, *words]
    return subprocess.run(command, cwd=course, capture_output=True, text=True)


@contextlib.contextmanager
def dask(folder: Path) -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """A scheduler and two workers in processes of their own."""
    file = folder / "scheduler.json"
    own = ["--scheduler-file", str(file)]
    common = {"cwd": folder, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    commands = [["scheduler", *own, "--port", "0", "--no-dashboard"]]
    commands += [["worker", *own, "--nthreads", "1", "--no-nanny", "--no-dashboard"]] * 2
    started = [subprocess.Popen([sys.executable, "-m", "dask", *command], **common) for command in commands]  # type: ignore[call-overload]
    try:
        wait_until(file.exists)
        yield json.loads(file.read_text())["address"], started[1:]
    finally:
        for process in reversed(started):
            process.kill()
            process.wait()


def wait_until(true: object, seconds: float = 120.0) -> None:
    end = time.monotonic() + seconds
    while not true():  # type: ignore[operator]
        assert time.monotonic() < end, f"it took more than {seconds:g} s"
        time.sleep(0.05)


def test_the_same_marks_however_a_class_is_graded(handed_in: Classroom, tmp_path: Path) -> None:
    plugins, here, cluster = (copied(handed_in, tmp_path / name) for name in ("plugins", "here", "cluster"))
    stock = copied(handed_in, tmp_path / "stock")
    config = stock / "nbgrader_config.py"
    config.write_text(config.read_text() + STOCK)
    for course in (stock, plugins):
        done = subprocess.run(
            [sys.executable, "-m", "nbgrader", "autograde", ASSIGNMENT], cwd=course, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stderr
    expected = scores(stock)
    assert {student: expected[student, "lstm-split-gates-check"] for student in ("ada", "bo", "cy", "di")} == {
        "ada": 1,
        "bo": 0,
        "cy": 0,
        "di": 1,
    }
    assert scores(plugins) == expected
    done = graded(here, "--jobs", "2")
    assert done.returncode == 0, done.stderr
    assert counts(done.stdout) == {"graded": 4, "changed": 0, "unchanged": 0, "refused": 0}
    assert "gate-order-ifog (1)" in done.stdout
    assert scores(here) == expected
    with dask(tmp_path) as (address, workers):
        command = [str(BIN / "course-grade"), ASSIGNMENT, "--scheduler", address]
        with subprocess.Popen(command, cwd=cluster, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as run:
            wait_until(lambda: zygotes(workers[0].pid))  # it has begun
            workers[0].kill()
            printed, _ = run.communicate()
    assert run.returncode == 0, printed
    assert counts(printed)["graded"] == 4
    assert scores(cluster) == expected
    for student in ("ada", "bo", "cy", "di"):
        same = [shown(course, student) for course in (plugins, here, cluster)]
        assert same[0] == same[1] == same[2]
    twice_and_changed(here)


def shown(course: Path, student: str) -> list[object]:
    notebook = read(course / "autograded" / student / ASSIGNMENT / f"{ASSIGNMENT}.ipynb")
    return [cell.get("outputs") for cell in notebook.cells]


def twice_and_changed(course: Path) -> None:
    """A second run grades nothing; after a change it grades only what changed. Marks given by hand stay."""
    url = f"sqlite:///{course / 'gradebook.db'}"
    with Gradebook(url) as gradebook:
        grade = gradebook.find_grade("lstm-step-check", ASSIGNMENT, ASSIGNMENT, "bo")
        grade.manual_score, grade.extra_credit = 2.5, 0.5
        comment = gradebook.find_comment("lstm-step-answer", ASSIGNMENT, ASSIGNMENT, "bo")
        comment.manual_comment = "a neat loop"
        gradebook.db.commit()
    before = {path: path.stat().st_mtime_ns for path in (course / "autograded").rglob("*.ipynb")}
    done = graded(course)
    assert counts(done.stdout) == {"graded": 0, "changed": 0, "unchanged": 4, "refused": 0}, done.stderr
    assert "gate-order-ifog (1)" in done.stdout
    assert {path: path.stat().st_mtime_ns for path in (course / "autograded").rglob("*.ipynb")} == before
    notebook = course / "submitted" / "bo" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb"
    notebook.write_text(notebook.read_text().replace("ifog", "ifgo"))
    notebook = course / "submitted" / "cy" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb"
    notebook.write_text("no longer a notebook")
    shutil.rmtree(course / "autograded" / "cy")
    (course / "autograded" / "cy").touch()  # a file in the place of nbgrader's folder
    ada = course / "submitted" / "ada" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb"
    ada.rename(ada.with_name("mine.ipynb"))  # a renamed notebook is accepted: other content, the same marks
    (course / "autograded" / "di" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb").unlink()
    before_it_failed = {key: score for key, score in scores(course).items() if key[0] == "cy"}
    done = graded(course)
    assert done.returncode == 1
    assert {key: score for key, score in scores(course).items() if key[0] == "cy"} == before_it_failed
    assert counts(done.stdout) == {"graded": 3, "changed": 1, "unchanged": 0, "refused": 1}, done.stderr
    assert "bo  3 before, now 4" in done.stdout
    assert "Refused:\n  cy  FileExistsError" in done.stdout or "Refused:\n  cy  NotADirectoryError" in done.stdout
    assert done.stderr == ""
    with Gradebook(url) as gradebook:
        grade = gradebook.find_grade("lstm-step-check", ASSIGNMENT, ASSIGNMENT, "bo")
        assert (grade.auto_score, grade.manual_score, grade.extra_credit) == (3, 2.5, 0.5)
        assert gradebook.find_comment("lstm-step-answer", ASSIGNMENT, ASSIGNMENT, "bo").comment == "a neat loop"


def test_ctrl_c_and_a_killed_process_lose_nothing(handed_in: Classroom, tmp_path: Path) -> None:
    course = copied(handed_in, tmp_path / "course")
    for student in ("ed", "flo"):  # last in order, and slow
        notebook = course / "submitted" / student / ASSIGNMENT
        shutil.copytree(course / "submitted" / "cy" / ASSIGNMENT, notebook)
        path = notebook / f"{ASSIGNMENT}.ipynb"
        own = f"import time; time.sleep(4)  # {student}"  # each differs, because equal submissions are graded once
        path.write_text(path.read_text().replace("raise NotImplementedError()", own, 1))
    command = [str(BIN / "course-grade"), ASSIGNMENT, "--jobs", "2"]
    records = course / ".course-verdicts" / ASSIGNMENT
    with subprocess.Popen(
        command, cwd=course, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    ) as first:
        wait_until(lambda: records.is_dir() and len(list(records.glob("*.json"))) == 4)
        began = time.monotonic()
        os.killpg(first.pid, signal.SIGINT)  # as a terminal does
        printed, said = first.communicate()
        seconds = time.monotonic() - began
    assert first.returncode == 1
    assert said == "course-grade: stopped: 4 of 6 graded; run it again to go on\n"
    assert printed == ""
    assert seconds < 12  # about 1 s on an idle machine; the slow submissions take longer than 12 s
    assert len({student for student, _ in scores(course)}) == 4
    with subprocess.Popen(command, cwd=course, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as second:
        wait_until(lambda: len(judges(second.pid)) == 2 and all(map(children, copies(second.pid))))
        for pid in (judges(second.pid)[0], copies(second.pid)[1]):
            os.kill(pid, signal.SIGKILL)
        printed, said = second.communicate()
    assert second.returncode == 0, said
    assert counts(printed) == {"graded": 2, "changed": 0, "unchanged": 4, "refused": 0}
    assert "Traceback" not in said


REFUSES_LANDLOCK = """
import ctypes, errno, os, sys
from course_utils.grading.sandbox import seccomp
assert ctypes.CDLL(None).prctl(38, 1, 0, 0, 0) == 0  # PR_SET_NO_NEW_PRIVS
is_create_ruleset = ((0x20, 0, 0, 0), (0x15, 0, 1, 444))
seccomp.load((*is_create_ruleset, *seccomp._fail(errno.ENOSYS), *seccomp._ALLOW))
os.execv(sys.argv[1], sys.argv[1:])
"""


def test_without_landlock_it_refuses_before_anything_runs(handed_in: Classroom, tmp_path: Path) -> None:
    course = copied(handed_in, tmp_path / "course")
    command = [sys.executable, "-c", REFUSES_LANDLOCK, str(BIN / "course-grade"), ASSIGNMENT]
    done = subprocess.run(command, cwd=course, capture_output=True, text=True)
    assert done.returncode == 1
    assert done.stderr.startswith("course-grade: ")
    assert "Landlock" in done.stderr
    assert done.stderr.count("\n") == 1
    assert done.stdout == ""
    assert not (course / "autograded").exists()
    assert scores(course) == {}
