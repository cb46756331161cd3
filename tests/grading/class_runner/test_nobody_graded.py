"""If nobody in a class can be graded, the teacher is told why, and not that nobody handed in."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from nbgrader.api import Gradebook
from nbgrader.apps.baseapp import NbGrader

from course_utils.grading.class_runner.recorder import CannotGrade, Recorder
from course_utils.grading.nbgrader_plugins.stock_options import NotForTheJudge
from course_utils.grading.submission import intake
from tests.grading.class_runner.test_refused import graded
from tests.helpers.whole_class import ASSIGNMENT, POINTS
from tools.classroom import Classroom

pytestmark = [
    pytest.mark.slow,
    pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning"),  # of nbgrader's own queries; as in `run`
]


@pytest.fixture
def course(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Classroom]:
    classroom = Classroom(tmp_path / "course", ASSIGNMENT)
    classroom.release()
    monkeypatch.chdir(classroom.folder)
    monkeypatch.setattr(sys, "argv", ["course-grade"])
    yield classroom
    NbGrader.clear_instance()


def test_nobody_has_a_notebook_by_its_name(course: Classroom) -> None:
    right = course.hand_in("ada", {"lstm/split-gates": "# ada"})
    right.rename(right.with_suffix(".json"))
    course.hand_in("bo", {}).unlink()
    (course.folder / "submitted" / "cy" / ASSIGNMENT).mkdir(parents=True)
    summary = graded(course)
    assert set(summary.recorded) == {"ada", "bo", "cy"}
    marks = course.marks()
    assert sum(mark.score or 0 for mark in marks["ada"]) == POINTS


def test_everybody_is_refused(course: Classroom, monkeypatch: pytest.MonkeyPatch) -> None:
    course.hand_in("ada", {})
    course.hand_in("bo", {})

    def full(*given: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(intake, "_show", full)
    summary = graded(course)
    assert not summary.recorded
    assert set(summary.refused) == {"ada", "bo"}
    assert "No space left on device" in summary.refused["bo"]
    assert {mark.score for mark in course.marks()["ada"]} == {None}


def test_nobody_has_handed_in(course: Classroom) -> None:
    app = NbGrader()
    app.initialize([])
    with pytest.raises(CannotGrade, match="nothing has been handed in"):
        Recorder(app, ASSIGNMENT)


def test_the_assignment_is_in_another_language(course: Classroom) -> None:
    course.hand_in("ada", {})
    with Gradebook(f"sqlite:///{course.folder / 'gradebook.db'}") as gradebook:
        gradebook.find_notebook(ASSIGNMENT, ASSIGNMENT).kernelspec = '{"name": "ir", "language": "R"}'
        gradebook.db.commit()
    app = NbGrader()
    app.initialize([])
    with pytest.raises(NotForTheJudge, match="is in R, and the judge runs Python only"):
        Recorder(app, ASSIGNMENT)
    assert not (course.folder / "autograded").exists()
