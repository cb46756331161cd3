"""A course of plain asserts, with data files and a helper module, gets the same grades as by stock nbgrader.

The only differences are the cells in tests/assert_course/differences.toml, each with its reason.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbgrader.api import Gradebook

from tools.notebooks import ROOT

COURSE = ROOT / "tests" / "assert_course"
OURS = """\
load_subconfig({config!r})
c = get_config()
c.pop("CourseDirectory")
"""
Scores = dict[tuple[str, str, str], float | None]


def nbgrader(course: Path, *words: str) -> None:
    done = subprocess.run([sys.executable, "-m", "nbgrader", *words], cwd=course, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


def scores(course: Path) -> Scores:
    with Gradebook(f"sqlite:///{course / 'gradebook.db'}") as gradebook:
        return {
            (submission.student_id, notebook.name, grade.name): grade.auto_score
            for assignment in gradebook.assignments
            for submission in gradebook.assignment_submissions(assignment.name)
            for notebook in submission.notebooks
            for grade in notebook.grades
        }


def hand_in(course: Path, assignment: str, student: str, said: dict[str, Any]) -> None:
    folder = course / "submitted" / student / assignment
    shutil.copytree(course / "release" / assignment, folder)
    for name, contents in said.get("files", {}).items():
        (folder / name).write_text(contents)
    for path in folder.glob("*.ipynb") if student != "untouched" else ():
        solved = nbformat.read(course / "source" / assignment / path.name, as_version=4)
        known = {cell.id: cell.source for cell in solved.cells if cell.metadata.get("nbgrader", {}).get("solution")}
        notebook = nbformat.read(path, as_version=4)
        notebook.cells = [cell for cell in notebook.cells if cell.id not in said.get("deletes", ())]
        for cell in notebook.cells:
            cell.source = said.get("answers", {}).get(cell.id, known.get(cell.id, cell.source))
        nbformat.write(notebook, path)


@pytest.mark.slow
@pytest.mark.kernel
def test_cell_by_cell_as_by_stock_nbgrader(tmp_path: Path) -> None:
    stock, ours = tmp_path / "stock", tmp_path / "ours"
    shutil.copytree(COURSE / "source", stock / "source")
    assignments = sorted(path.name for path in (COURSE / "source").iterdir())
    students = tomllib.loads((COURSE / "submissions.toml").read_text())
    for assignment in assignments:
        nbgrader(stock, "generate_assignment", assignment)
        for student, said in students.items():
            hand_in(stock, assignment, student, said)
    shutil.copytree(stock, ours)
    (ours / "nbgrader_config.py").write_text(OURS.format(config=str(ROOT / "nbgrader_config.py")))
    for assignment in assignments:
        nbgrader(stock, "autograde", assignment)
        command = [str(Path(sys.executable).parent / "course-grade"), assignment]
        subprocess.run(command, cwd=ours, check=True, capture_output=True)
    expected, found = scores(stock), scores(ours)
    assert expected.keys() == found.keys()
    assert len(found) == len(students) * 9
    listed = tomllib.loads((COURSE / "differences.toml").read_text())["difference"]
    for each in listed:
        assert each.pop("reason")
    different = [
        {"student": student, "notebook": notebook, "cell": cell, "stock": score, "ours": found[student, notebook, cell]}
        for (student, notebook, cell), score in sorted(expected.items())
        if score != found[student, notebook, cell]
    ]
    nothing = "none"  # TOML has no word for it
    assert [{key: nothing if value is None else value for key, value in each.items()} for each in different] == listed
