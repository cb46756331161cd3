"""`make grade`, as a teacher runs it, and what it says when something is not as expected."""

import csv
import tomllib
from pathlib import Path

import pytest

from sample_class import HERE, main

pytestmark = pytest.mark.slow
PLAN = HERE / "sample_class.toml"


@pytest.fixture(scope="module")
def graded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("class") / "course"


def test_the_class_is_graded_as_expected(graded: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status = main(graded)
    printed = capsys.readouterr().out
    students = tomllib.loads(PLAN.read_text())["students"]
    assert printed.splitlines()[-1] == f"{len(students)} submissions graded, {len(students)} as expected", printed
    assert status == 0
    exported = {row["student_id"]: row for row in csv.DictReader((graded / "grades.csv").read_text().splitlines())}
    assert set(exported) == set(students)
    for student, answers in students.items():
        assert float(exported[student]["raw_score"]) == sum(answer.get("score", 0) for answer in answers.values())
        feedback = graded / "feedback" / student / "03_lstm" / "03_lstm.html"
        assert feedback.is_file()
        for answer in answers.values():
            if answer.get("slip"):
                assert "course_utils/checks" not in feedback.read_text(), "a traceback of the checker in the feedback"


def test_a_wrong_expectation_is_found(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    plan = tmp_path / "plan.toml"
    plan.write_text(
        'lesson = "lstm"\nassignment = "03_lstm"\n'
        '[students.ada]\nsplit-gates = { answer = "right-chunk", score = 0, slip = "gate-order-ifog" }\n'
    )
    assert main(tmp_path / "course", plan) == 1
    printed = capsys.readouterr().out
    assert "UNEXPECTED ada, lstm/split-gates: 1 points, expected 0 points for gate-order-ifog" in printed
    assert printed.splitlines()[-1] == "1 submissions graded, 0 as expected"
