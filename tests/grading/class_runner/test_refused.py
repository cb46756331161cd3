"""A fault in one submission is told in one line, costs nobody else, and is not shown as a mark of 0."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Iterator
from concurrent.futures import Executor, Future
from pathlib import Path

import pytest
from nbgrader.apps.baseapp import NbGrader

from course_utils.grading.class_runner import marks, recorder, whole_class
from course_utils.grading.class_runner.recorder import Recorder
from course_utils.grading.deciding import grade
from course_utils.grading.deciding.bundle import Cell
from course_utils.grading.deciding.graded import Graded
from course_utils.grading.deciding.kept import FOLDER, Verdicts
from course_utils.grading.submission.handed_in import Submission
from tests.helpers.whole_class import POINTS
from tools.classroom import Classroom

ASSIGNMENT = "03_lstm"
pytestmark = [
    pytest.mark.slow,
    pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning"),  # of nbgrader's own queries; as in `run`
]
WEIRD: dict[type[Exception], tuple[object, ...]] = {  # types, not objects: an error keeps the frames that it passed
    OSError: (5, "Input/output error"),
    ValueError: ("odd",),
    KeyError: ("x",),
    RecursionError: ("deep",),
    MemoryError: (),
}


class Passes(Executor):
    """Replaces the processes: every check passes."""

    def submit(self, task: object, /, bundle: bytes, hidden: object) -> Future[bytes]:  # type: ignore[override]
        future: Future[bytes] = Future()
        cells = [Cell(**cell) for cell in json.loads(bundle)["cells"]]
        future.set_result(Graded([[] for _ in cells], 0.0).to_bytes())
        return future


@pytest.fixture
def course(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Classroom]:
    classroom = Classroom(tmp_path / "course", ASSIGNMENT)
    classroom.release()
    for student in ("ada", "bo", "cy"):
        notebook = classroom.hand_in(student, {"lstm/split-gates": f"# {student}"})
        (notebook.parent / "data.txt").write_text(student)
    monkeypatch.chdir(classroom.folder)
    monkeypatch.setattr(sys, "argv", ["course-grade"])
    yield classroom
    NbGrader.clear_instance()


def graded(course: Classroom, kept: type[Verdicts] = Verdicts) -> whole_class.Summary:
    app = NbGrader()
    app.initialize([])
    return whole_class.grade_class(Recorder(app, ASSIGNMENT), kept(course.folder / FOLDER), Passes(), 1)


class KeepsNothing(Verdicts):
    """A folder of verdicts that loses everything."""

    def get(self, bundle: bytes) -> Graded | None:
        return None

    def put(self, bundle: bytes, said: bytes) -> Graded:
        return Graded.from_bytes(said)


def test_marks_do_not_pass_through_what_is_kept(course: Classroom, monkeypatch: pytest.MonkeyPatch) -> None:
    """The result of an executor reaches the gradebook unchanged, and nothing is graded twice."""

    def never(*given: object) -> bytes:
        raise AssertionError("graded by the one who records")

    monkeypatch.setattr(grade, "grade", never)
    submitted = course.folder / "submitted"
    for student in ("ada", "bo"):  # the same content
        shutil.copy(submitted / "cy" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb", submitted / student / ASSIGNMENT)
    summary = graded(course, KeepsNothing)
    assert set(summary.recorded) == {"ada", "bo", "cy"}
    assert {sum(mark.score or 0 for mark in row) for row in course.marks().values()} == {POINTS}


@pytest.mark.parametrize("error", WEIRD, ids=lambda error: error.__name__)
@pytest.mark.parametrize("step", ["notebook", "files", "fingerprint"])
def test_whatever_is_raised_about_one_student(
    course: Classroom, monkeypatch: pytest.MonkeyPatch, step: str, error: type[Exception]
) -> None:
    whole = getattr(Submission, step)

    def odd(submission: Submission, *given: object) -> object:
        if "/bo/" in f"{submission._source}/":
            raise error(*WEIRD[error])
        return whole(submission, *given)

    monkeypatch.setattr(Submission, step, odd)
    summary = graded(course)
    assert set(summary.recorded) == {"ada", "cy"}
    assert set(summary.refused) == {"bo"}
    found = course.marks()
    assert {mark.score for mark in found["bo"]} == {None}
    assert sum(mark.score or 0 for mark in found["ada"]) == POINTS
    assert "-/19" in marks.table(found)


def test_a_full_disk_while_submissions_are_taken_in(course: Classroom, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = Path.mkdir

    def full(folder: Path, *given: object, **named: object) -> None:
        if "/bo/" in f"{folder}/" and "submitted-" in str(folder):
            raise OSError(28, "No space left on device")
        whole(folder, *given, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(Path, "mkdir", full)
    summary = graded(course)
    assert set(summary.recorded) == {"ada", "cy"}
    assert "No space left on device" in summary.refused["bo"]
    assert {mark.score for mark in course.marks()["bo"]} == {None}


def test_who_is_refused_keeps_earlier_marks(course: Classroom, monkeypatch: pytest.MonkeyPatch) -> None:
    graded(course)
    before = course.marks()
    (course.folder / "submitted" / "bo" / ASSIGNMENT / "data.txt").write_text("changed")

    def odd(submission: Submission) -> dict[str, bytes]:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(Submission, "files", odd)
    summary = graded(course)
    assert set(summary.refused) == {"bo"}
    assert set(summary.unchanged) == {"ada", "cy"}
    assert course.marks() == before


def test_records_are_files_whatever_a_student_is_called(course: Classroom) -> None:
    submitted = course.folder / "submitted"
    for name in ("x" * 255, "名" * 85, "a:b", ".dot"):
        shutil.copytree(submitted / "ada", submitted / name)
    summary = graded(course)
    assert set(summary.recorded) == {"ada", "bo", "cy", "x" * 255, "名" * 85, "a:b"}
    assert not summary.refused
    records = list((course.folder / recorder.FOLDER / ASSIGNMENT).iterdir())
    assert len(records) == 6
    assert {len(path.name) for path in records} == {64 + len(".json")}
