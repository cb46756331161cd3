"""Another teacher's course: our engine and our grader get its name and decide on its one exercise."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

from course_utils.grading.class_runner import marks

COURSE = Path(__file__).with_name("other_course")
RIGHT = "def step_by_step(x):\n    return x[1:] - x[:-1]"
BACKWARDS = "def step_by_step(x):\n    return x[:-1] - x[1:]"
ORACLE = "first_steps.checks.changes.step_by_step"
CHEATS = f"import importlib\ndef step_by_step(x):\n    return importlib.import_module({ORACLE!r}).EXERCISE.oracle(x)"
# Right for a contiguous tensor, but this course's own use passes another kind.
VIEWED = "def step_by_step(x):\n    return x.view(-1).view(x.shape).diff(dim=0)"
SUBMITTED = {"ada": RIGHT, "bo": BACKWARDS, "cy": CHEATS, "di": VIEWED}


def run(*words: str, folder: Path, name: str = "") -> str:
    """Run a module with the course on PYTHONPATH, as if it were installed."""
    environment = {**os.environ, "PYTHONPATH": str(COURSE), "COLUMNS": "500"}  # a path of a test is long
    done = subprocess.run(
        [sys.executable, *words], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    assert name in done.stderr if name else done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_check_at_home_is_that_of_the_course(tmp_path: Path) -> None:
    script = (
        "from first_steps import check\n{}\ntry:\n    check('changes/step-by-step')\nexcept AssertionError:\n    pass"
    )
    assert run("-c", script.format(RIGHT), folder=tmp_path) == "✓ changes/step-by-step: right, 2 of 2 points.\n"
    assert "these are the changes backwards" in run("-c", script.format(BACKWARDS), folder=tmp_path)
    assert "raised RuntimeError" in run("-c", script.format(VIEWED), folder=tmp_path)
    unknown = "from first_steps import check\ncheck('lstm/step')"
    run("-c", unknown, folder=tmp_path, name="there is no exercise 'lstm/step'; did you mean 'changes/step-by-step'")


@pytest.fixture(scope="module")
def handed_in(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("other") / "course"
    shutil.copytree(COURSE, folder, ignore=shutil.ignore_patterns("first_steps"))
    run("-m", "nbgrader", "generate_assignment", "week1", folder=folder)
    for student, source in SUBMITTED.items():
        submitted = folder / "submitted" / student / "week1"
        shutil.copytree(folder / "release" / "week1", submitted)
        notebook = nbformat.read(submitted / "week1.ipynb", as_version=4)
        next(cell for cell in notebook.cells if cell.metadata.get("nbgrader", {}).get("solution")).source = source
        nbformat.write(notebook, submitted / "week1.ipynb")
    return folder


@pytest.mark.slow
def test_a_class_of_another_course_is_graded(handed_in: Path) -> None:
    runner = "course_utils.grading.class_runner"
    printed = run("-m", f"{runner}.command", "week1", "--jobs", "1", folder=handed_in)
    assert printed.split()[:2] == ["graded", "4"]
    assert "backwards (1)" in printed
    read = marks.read(f"sqlite:///{handed_in / 'gradebook.db'}", handed_in / "autograded", "week1")
    assert {student: (row[0].score, row[0].slip) for student, row in read.items()} == {
        "ada": (2, ""),
        "bo": (0, "backwards"),
        "cy": (0, "raises"),
        "di": (0, "raises"),
    }
    assert "unchanged  4" in run("-m", f"{runner}.command", "week1", "--jobs", "1", folder=handed_in)
    probed = run("-m", f"{runner}.command", "--probe", folder=handed_in)
    assert str(COURSE / "first_steps" / "checks") in probed
    assert f"refused  what is right: {ORACLE}" in probed


@pytest.mark.slow
def test_nbgraders_own_command_agrees_and_a_course_that_is_nowhere_is_said(handed_in: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(handed_in, tmp_path / "course", ignore=shutil.ignore_patterns("autograded", ".course-*"))
    run("-m", "nbgrader", "autograde", "week1", folder=folder)
    read = marks.read(f"sqlite:///{folder / 'gradebook.db'}", folder / "autograded", "week1")
    assert {student: row[0].score for student, row in read.items()} == {"ada": 2, "bo": 0, "cy": 0, "di": 0}
    config = folder / "nbgrader_config.py"
    config.write_text(config.read_text().replace("first_steps.checks", "first_stops.checks"))
    words = "there is no course 'first_stops.checks'"
    run("-m", "nbgrader", "autograde", "week1", "--force", folder=folder, name=words)
    run("-m", "course_utils.grading.class_runner.command", "week1", folder=folder, name=f"course-grade: {words}")
