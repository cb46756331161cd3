"""`make grade`: a sample class goes through release, submission, collection, grading, export and feedback.

sample_class.toml describes the class: what every student handed in, and the points it must get. The exit status is 0
only if every score and every slip is the expected one.
"""

from __future__ import annotations

import sys
import tomllib
from pathlib import Path
from typing import Any

from tqdm import tqdm

from course_utils.grading.class_runner.marks import Mark, table
from course_utils.grading.tables import columns
from tools.answer_bank import ANSWERS
from tools.classroom import Classroom, CommandFailed
from tools.notebooks import cells_of, exercise_of

HERE = Path(__file__).parent


def sources(lesson: str, answers: dict[str, dict[str, Any]]) -> dict[str, str]:
    """The sources of one student's answers, by exercise id."""
    return {
        f"{lesson}/{name}": answer["source"]
        if "source" in answer
        else (ANSWERS / lesson / name / f"{answer['answer']}.py").read_text()
        for name, answer in answers.items()
    }


def surprises(student: str, lesson: str, answers: dict[str, dict[str, Any]], marks: list[Mark]) -> list[str]:
    """Every score or slip of this student that is not the expected one."""
    found = []
    for mark in marks:
        exercise = exercise_of(mark.cell, lesson)
        by_hand = mark.cell == cells_of(exercise).answer
        untouched = {"score": 0} if by_hand else {"score": 0, "slip": "missing"}
        expected = answers.get(exercise.removeprefix(f"{lesson}/"), untouched)
        if (mark.score, mark.slip) != (expected.get("score"), expected.get("slip", "")):
            found.append(
                f"{student}, {exercise}: {_words(mark.score, mark.slip)}, expected "
                f"{_words(expected.get('score'), expected.get('slip'))}"
            )
    return found


def _words(score: float | None, slip: str | None) -> str:
    return f"{'to be graded by hand' if score is None else f'{score:g} points'}{f' for {slip}' if slip else ''}"


def grade(folder: Path, course: dict[str, Any]) -> Classroom:
    """Take the class through all steps from release to feedback, in `folder`.

    Raises:
        CommandFailed: one of the commands failed.
    """
    classroom, students = Classroom(folder, course["assignment"]), course["students"]
    classroom.release()
    classroom.nbgrader("release_assignment", classroom.assignment)
    for student, answers in tqdm(students.items(), desc="submitting", unit="student", file=sys.stdout, leave=False):
        classroom.submit(student, sources(course["lesson"], answers))
    print(f"released {classroom.assignment}; {len(students)} submissions are in the exchange; grading …", flush=True)
    classroom.nbgrader("collect", classroom.assignment)
    classroom.autograde()
    classroom.nbgrader("export", "--to", "grades.csv")
    classroom.nbgrader("generate_feedback", classroom.assignment)
    return classroom


def main(folder: Path, plan: Path = HERE / "sample_class.toml") -> int:
    """Grade the class described by `plan` inside `folder`; returns the exit status."""
    course = tomllib.loads(plan.read_text())
    lesson, students = course["lesson"], course["students"]
    try:
        classroom = grade(folder.resolve(), course)
    except CommandFailed as failed:
        print(failed)
        return 1
    marks = classroom.marks()
    print()
    print(table(marks, most=columns()))
    print()
    print(f"Exported:  {folder / 'grades.csv'}")
    print(f"Feedback:  {folder / 'feedback'}/STUDENT/{classroom.assignment}/{classroom.assignment}.html")
    found = {student: surprises(student, lesson, students[student], marks.get(student, [])) for student in students}
    for student in students:
        if student not in marks:
            found[student].append(f"{student}: the submission was not graded")
        if not (classroom.folder / "feedback" / student / classroom.assignment).is_dir():
            found[student].append(f"{student}: there is no feedback")
    for each in [each for row in found.values() for each in row]:
        print(f"UNEXPECTED {each}")
    as_expected = [student for student, row in found.items() if not row]
    print(f"{len(marks)} submissions graded, {len(as_expected)} as expected")
    return 0 if as_expected == list(students) else 1


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
