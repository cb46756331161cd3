"""`make grade`, as a teacher runs it, and its message if something is not as expected."""

import csv
import tomllib
from pathlib import Path

import pytest

from course_utils.checks import COURSE
from tools import sample_class
from tools.classroom import Classroom, CommandFailed
from tools.sample_class import HERE, main

pytestmark = pytest.mark.slow
PLAN = HERE / "sample_class.toml"


@pytest.fixture(scope="module")
def classroom(tmp_path_factory: pytest.TempPathFactory) -> Classroom:
    return sample_class.grade(tmp_path_factory.mktemp("class") / "course", tomllib.loads(PLAN.read_text()))


@pytest.fixture(autouse=True)
def graded_once(classroom: Classroom, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sample_class, "grade", lambda _folder, _course: classroom)


def test_the_class_is_graded_as_expected(classroom: Classroom, capsys: pytest.CaptureFixture[str]) -> None:
    status = main(classroom.folder)
    printed = capsys.readouterr().out
    students = tomllib.loads(PLAN.read_text())["students"]
    assert printed.splitlines()[-1] == f"{len(students)} submissions graded, {len(students)} as expected", printed
    assert status == 0
    rows = csv.DictReader((classroom.folder / "grades.csv").read_text().splitlines())
    exported = {row["student_id"]: row for row in rows}
    assert set(exported) == set(students)
    for student, answers in students.items():
        assert float(exported[student]["raw_score"]) == sum(answer.get("score", 0) for answer in answers.values())
        feedback = classroom.folder / "feedback" / student / "03_lstm" / "03_lstm.html"
        assert feedback.is_file()
        for answer in answers.values():
            if answer.get("slip"):
                assert "course_utils/checks" not in feedback.read_text(), "the feedback shows the checker's traceback"


def test_the_first_student_has_everything_right() -> None:
    """If an exercise is added to the lesson, the class that teachers see must have an answer to it."""
    plan = tomllib.loads(PLAN.read_text())
    full = {each.id.split("/")[1]: each.points for each in COURSE.of_lesson(plan["lesson"])}
    scores = {name: answer["score"] for name, answer in plan["students"]["amara"].items() if "score" in answer}
    assert scores == full


def test_a_wrong_expectation_is_found(classroom: Classroom, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    right = 'split-gates = { answer = "right-chunk", score = 1 }'
    other = 'split-gates = { answer = "right-chunk", score = 0, slip = "gate-order-ifog" }'
    plan = tmp_path / "plan.toml"
    plan.write_text(PLAN.read_text().replace(right, other) + "[students.nobody]\n")
    assert main(classroom.folder, plan) == 1
    *_, first, second, third, last = capsys.readouterr().out.splitlines()
    assert first == "UNEXPECTED amara, lstm/split-gates: 1 points, expected 0 points for gate-order-ifog"
    assert second == "UNEXPECTED nobody: the submission was not graded"
    assert third == "UNEXPECTED nobody: there is no feedback"
    assert last == "8 submissions graded, 7 as expected"


def test_a_command_that_fails_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(_folder: Path, _course: object) -> Classroom:
        raise CommandFailed("nbgrader collect 03_lstm ended with 1")

    monkeypatch.setattr(sample_class, "grade", fail)
    assert main(tmp_path) == 1
    assert capsys.readouterr().out == "nbgrader collect 03_lstm ended with 1\n"
