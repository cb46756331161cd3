"""An assignment with several notebooks: with equal content, without code, or the same for many students."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_markdown_cell, new_notebook
from nbgrader.api import Gradebook
from nbgrader.apps.baseapp import NbGrader

from course_utils.grading.class_runner import whole_class
from course_utils.grading.class_runner.recorder import Recorder
from course_utils.grading.deciding.kept import verdicts
from tests.grading.class_runner.test_refused import Passes
from tests.helpers.whole_class import ASSIGNMENT, POINTS
from tools.classroom import Classroom

pytestmark = [
    pytest.mark.slow,
    pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning"),  # of nbgrader's own queries; as in `run`
]
QUESTION = {"grade": True, "solution": True, "locked": False, "task": False, "schema_version": 3, "points": 2}


class Counts(Passes):
    """Replaces the processes, and counts the bundles that it is asked to grade."""

    def __init__(self) -> None:
        self.asked: list[bytes] = []

    def submit(self, task: object, /, bundle: bytes, hidden: object) -> object:  # type: ignore[override]
        self.asked.append(bundle)
        return super().submit(task, bundle, hidden)


def graded(classroom: Classroom) -> tuple[whole_class.Summary, list[bytes]]:
    app = NbGrader()
    app.initialize([])
    executor = Counts()
    known = verdicts(classroom.folder)
    return whole_class.grade_class(Recorder(app, ASSIGNMENT), known, executor, 1), executor.asked


def test_each_content_is_graded_once_and_everybody_recorded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    classroom = Classroom(tmp_path / "course", ASSIGNMENT)
    source = classroom.folder / "solutions" / ASSIGNMENT
    shutil.copy(source / f"{ASSIGNMENT}.ipynb", source / "again.ipynb")
    words = new_markdown_cell("### BEGIN SOLUTION\nyes\n### END SOLUTION", id="why")
    words.metadata["nbgrader"] = QUESTION | {"grade_id": "why"}
    for name in ("words", "more"):
        nbformat.write(new_notebook(cells=[words]), source / f"{name}.ipynb")
    classroom.nbgrader("generate_assignment", ASSIGNMENT)
    for student in ("ada", "bo", "cy"):
        classroom.hand_in(student, {})
    classroom.hand_in("di", {"lstm/split-gates": "# mine"})

    monkeypatch.chdir(classroom.folder)
    monkeypatch.setattr(sys, "argv", ["course-grade"])
    summary, asked = graded(classroom)
    assert set(summary.recorded) == {"ada", "bo", "cy", "di"}
    assert len(asked) == len(set(asked)) == 3  # the release, no code, and what di wrote
    with Gradebook(f"sqlite:///{classroom.folder / 'gradebook.db'}") as gradebook:
        scores = {each.student_id: each.score for each in gradebook.assignment_submissions(ASSIGNMENT)}
    assert scores == dict.fromkeys(("ada", "bo", "cy", "di"), 2 * POINTS)
    summary, asked = graded(classroom)
    assert set(summary.unchanged) == {"ada", "bo", "cy", "di"}
    assert asked == []
    NbGrader.clear_instance()
