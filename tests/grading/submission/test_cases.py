"""What people really hand in, as one class: nothing is lost or misread, and everybody gets the right grade."""

from __future__ import annotations

import csv
import os
import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

from course_utils.grading.class_runner import marks
from course_utils.grading.class_runner.marks import Mark
from tests.grading.submission.people import CASES, NOTEBOOK, PEOPLE, WORDS, as_bytes, hand_in, right
from tools.classroom import Classroom, CommandFailed

pytestmark = pytest.mark.slow
ASSIGNMENT = "03_lstm"
HONEST = ("aaa-honest", "zzz-honest", "x" * 251)
# The right result of each case: the points that are not given by hand, and whether the answer in words waits.
RIGHT = {
    "all-in-one": (14, False),
    "answer-below": (14, True),
    "bang": (14, True),
    "conflict": (11, True),
    "copy1": (14, True),
    "failed-upload": (14, True),
    "pycharm": (14, True),
    "setup-edited": (14, True),
}
EXPECTED = RIGHT | {name: (person.score, person.waits) for name, person in PEOPLE.items()}


@dataclass(frozen=True)
class Class:
    classroom: Classroom
    marks: dict[str, list[Mark]]
    printed: str

    def notes(self, student: str) -> str:
        return " ".join(marks.notes(self.classroom.folder / "autograded", ASSIGNMENT).get(student, []))


def class_of_people(folder: Path) -> Classroom:
    """A course with all these submissions, and with an honest one at either end of the list."""
    classroom = Classroom(folder, ASSIGNMENT)
    classroom.release()
    submitted = folder / "submitted"
    for name in RIGHT:
        shutil.copytree(CASES / name, submitted / name / ASSIGNMENT)
    for name in PEOPLE:
        hand_in(name, submitted / name / ASSIGNMENT)
    for name in HONEST:
        (submitted / name / ASSIGNMENT).mkdir(parents=True)
        (submitted / name / ASSIGNMENT / NOTEBOOK).write_bytes(as_bytes(right()))
    (submitted / "a-pipe" / ASSIGNMENT).mkdir(parents=True)
    os.mkfifo(submitted / "a-pipe" / ASSIGNMENT / NOTEBOOK)
    return classroom


@pytest.fixture(scope="module")
def by_course_grade(tmp_path_factory: pytest.TempPathFactory) -> Class:
    classroom = class_of_people(tmp_path_factory.mktemp("course-grade") / "course")
    with pytest.raises(CommandFailed) as failed:  # because some are refused
        classroom.grade_class()
    return Class(classroom, classroom.marks(), str(failed.value))


@pytest.fixture(scope="module")
def by_autograde(tmp_path_factory: pytest.TempPathFactory) -> Class:
    classroom = class_of_people(tmp_path_factory.mktemp("autograde") / "course")
    with pytest.raises(CommandFailed) as failed:
        classroom.autograde()
    return Class(classroom, classroom.marks(), str(failed.value))


@pytest.mark.parametrize("name", EXPECTED)
def test_everybody_gets_what_is_right(by_course_grade: Class, name: str) -> None:
    score, waits = EXPECTED[name]
    scores = {mark.cell: mark.score for mark in by_course_grade.marks[name]}
    words = scores.pop(WORDS)
    assert sum(each or 0 for each in scores.values()) == score, (scores, by_course_grade.notes(name))
    assert words == (None if waits else 0)


@pytest.mark.parametrize("name", PEOPLE)
def test_the_teacher_is_told(by_course_grade: Class, name: str) -> None:
    note, said = PEOPLE[name].note, by_course_grade.notes(name)
    assert note in said
    if not note:
        without = said.replace("recognised by", "").replace("More than once", "")
        assert "Changed" not in without
        assert "not handed in" not in without


def test_the_honest_lose_nothing(by_course_grade: Class) -> None:
    for name in HONEST:
        assert sum(mark.score or 0 for mark in by_course_grade.marks[name]) == 14
        assert by_course_grade.notes(name) == ""


def test_what_could_not_be_read_has_no_mark_anywhere(by_course_grade: Class) -> None:
    assert "a-pipe  a notebook could not be read" in by_course_grade.printed
    assert {mark.score for mark in by_course_grade.marks["a-pipe"]} == {None}
    row = next(row for row in marks.points(by_course_grade.marks) if row[0] == "a-pipe")
    assert set(row[1:-1]) == {None}
    assert "-/19" in next(line for line in marks.table(by_course_grade.marks).splitlines() if "a-pipe" in line)
    by_course_grade.classroom.nbgrader("export")
    with (by_course_grade.classroom.folder / "grades.csv").open(encoding="utf-8-sig") as file:
        rows = {row["student_id"]: row for row in csv.DictReader(file)}
    assert (rows["a-pipe"]["raw_score"], rows["a-pipe"]["score"]) == ("", "")
    assert rows["aaa-honest"]["score"] == "14.0"


def test_nbgraders_own_chain_gives_the_same_marks(by_course_grade: Class, by_autograde: Class) -> None:
    assert by_autograde.marks == by_course_grade.marks


def test_a_second_run_grades_nothing(by_course_grade: Class) -> None:
    with pytest.raises(CommandFailed) as failed:
        by_course_grade.classroom.grade_class()
    assert "graded     0" in str(failed.value)
    assert f"unchanged  {len(EXPECTED) + len(HONEST)}" in str(failed.value)
