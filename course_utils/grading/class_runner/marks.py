"""The marks of a class: students by exercises, with scores from the gradebook and slips from the graded notebooks."""

from __future__ import annotations

import argparse
import signal
import string
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
from nbgrader.api import Gradebook
from nbgrader.apps.baseapp import NbGrader

from course_utils.checks.engine.verdict import MIME
from course_utils.errors import PlainError
from course_utils.grading.nbgrader_plugins import spreadsheet
from course_utils.grading.words import aligned, one_line


class NoMarks(PlainError):
    """There is nothing to show for this assignment; the message says what to run first."""


@dataclass(frozen=True)
class Mark:
    """What one student got for one exercise.

    Attributes:
        cell: the grade id of the graded cell.
        score: points, or None while it waits to be graded by hand.
        possible: the most one can get.
        slip: the slip that was recognised, else the rung that failed, else empty.
        message: the verdict's message.
    """

    cell: str
    score: float | None
    possible: float
    slip: str = ""
    message: str = ""


def read(db_url: str, autograded: Path, assignment: str) -> dict[str, list[Mark]]:
    """Read the marks of every graded submission of `assignment`, by student.

    Args:
        db_url: the gradebook, as SQLAlchemy writes it: `sqlite:////course/gradebook.db`.
        autograded: nbgrader's folder of graded submissions.
        assignment: such as `03_lstm`.

    Raises:
        NoMarks: there is no gradebook, it does not know the assignment, or nothing of it has been graded.
    """
    file = Path(db_url.removeprefix("sqlite:///"))
    if db_url.startswith("sqlite:") and not file.exists():  # opening it would make one
        raise NoMarks(f"there is no gradebook {file}; run: nbgrader autograde {assignment}")
    with Gradebook(db_url) as gradebook:
        known = sorted(each.name for each in gradebook.assignments)
        if assignment not in known:
            names = ", ".join(known) or "none"
            raise NoMarks(f"the gradebook has no assignment {assignment!r}; it has: {names}")
        submissions = gradebook.assignment_submissions(assignment)
        marks = {
            submission.student_id: [
                _mark(grade, _verdicts(autograded / submission.student_id / assignment / f"{notebook.name}.ipynb"))
                for notebook in submission.notebooks
                for grade in notebook.grades
            ]
            for submission in submissions
        }
    if not marks:
        raise NoMarks(f"nothing of {assignment!r} is graded yet; run: nbgrader autograde {assignment}")
    return dict(sorted(marks.items()))


def _mark(grade: Any, verdicts: Mapping[str, Mapping[str, Any]]) -> Mark:
    verdict = verdicts.get(grade.name, {})
    # After a regrade nbgrader asks for another look at what was given by hand, which counts meanwhile.
    score = None if grade.needs_manual_grade and grade.manual_score is None else grade.score
    slip = verdict.get("slip") or verdict.get("rung") or ""
    return Mark(grade.name, score, grade.max_score, slip, verdict.get("message", ""))


def notes(autograded: Path, assignment: str) -> dict[str, list[str]]:
    """What was odd about each graded submission of `assignment`, in sentences for the teacher, by student."""
    found: dict[str, list[str]] = {}
    for path in sorted(autograded.glob(f"*/{assignment}/*.ipynb")):
        said = nbformat.read(path, as_version=4).metadata.get("course_utils", {}).get("notes", [])
        if said:
            found.setdefault(path.parent.parent.name, []).extend(said)
    return found


def _verdicts(path: Path) -> dict[str, Mapping[str, Any]]:
    """The verdicts shown in a graded notebook, by the grade id of their cell."""
    found: dict[str, Mapping[str, Any]] = {}
    if not path.is_file():
        return found
    notebook = nbformat.read(path, as_version=4)
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            if MIME in output.get("data", {}):
                found[cell.metadata.get("nbgrader", {}).get("grade_id", "")] = output["data"][MIME]
    return found


def table(marks: Mapping[str, Sequence[Mark]]) -> str:
    """The marks as a table of students by exercises; a letter behind a score stands for a slip in the list below."""
    exercises = [mark.cell for mark in next(iter(marks.values()))]
    slips = Counter((mark.cell, mark.slip) for row in marks.values() for mark in row if mark.slip)
    order = {cell: place for place, cell in enumerate(exercises)}
    listed = sorted(slips, key=lambda key: (order[key[0]], -slips[key], key[1]))
    letters = dict(zip(listed, _letters(), strict=False))
    messages = {(mark.cell, mark.slip): mark.message for row in marks.values() for mark in row}
    rows = [["student", *map(_short, exercises), "total"]]
    for student, row in marks.items():
        total = _cell(Mark("", _total(row), sum(mark.possible for mark in row)), "")
        rows.append([student, *(_cell(mark, letters.get((mark.cell, mark.slip), "")) for mark in row), total])
    lines = aligned(rows)
    lines.insert(1, "-" * max(map(len, lines)))
    if listed:
        lines += ["", "Slips:"]
        said = {key: one_line(f"{_short(key[0])}: {key[1]} ({slips[key]}): {messages[key]}") for key in listed}
        lines += [f"  {letters[key]:>2}  {words}" for key, words in said.items()]
    if any(mark.score is None for row in marks.values() for mark in row):
        lines += ["", "A dash waits to be graded by hand, in formgrader."]
    if any(_total(row) is None for row in marks.values()):
        lines += ["A row of dashes has no marks yet; if it was refused, course-grade says why."]
    return "\n".join(lines)


def points(marks: Mapping[str, Sequence[Mark]]) -> list[list[object]]:
    """The points as rows for a spreadsheet, students by exercises; None waits to be graded by hand."""
    exercises = [_short(mark.cell) for mark in next(iter(marks.values()))]
    rows: list[list[object]] = [["student", *exercises, "total", "possible"]]
    for student, row in marks.items():
        scores = [mark.score for mark in row]
        rows.append([student, *scores, _total(row), sum(mark.possible for mark in row)])
    return rows


def _total(row: Sequence[Mark]) -> float | None:
    """The sum of the scores; None if there are none."""
    scores = [mark.score for mark in row if mark.score is not None]
    return sum(scores) if scores else None


def _letters() -> list[str]:
    """a … z, aa … zz: enough for any class."""
    return [*string.ascii_lowercase, *(one + two for one in string.ascii_lowercase for two in string.ascii_lowercase)]


def _short(cell: str) -> str:
    """A grade id without the lesson and the kind of cell: `lstm-split-gates-check` is split-gates."""
    return cell.split("-", 1)[-1].removesuffix("-check").removesuffix("-answer")


def _cell(mark: Mark, letter: str) -> str:
    return f"{'-' if mark.score is None else f'{mark.score:g}'}/{mark.possible:g} {letter}".rstrip()


def main() -> None:
    """Print the marks of an assignment; run in the folder of the course.

    Raises:
        SystemExit: there is nothing to show; the message says why.
    """
    parser = argparse.ArgumentParser(prog="course-marks", description=table.__doc__)
    parser.add_argument("assignment", help="such as 03_lstm")
    parser.add_argument("--csv", type=Path, metavar="FILE", help="write the points to a file for a spreadsheet, too")
    arguments = parser.parse_args()
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)  # `| head` may stop listening
    assignment = arguments.assignment
    nbgrader = NbGrader()
    nbgrader.initialize([])
    course = nbgrader.coursedir
    autograded = Path(course.root) / course.autograded_directory
    try:
        marks = read(course.db_url, autograded, assignment)
        if arguments.csv:
            spreadsheet.write(arguments.csv, points(marks))
        print(table(marks))
        for student, said in notes(autograded, assignment).items():
            print(f"\n{one_line(student)}:", *(one_line(words, 200) for words in said), sep="\n  ")
    except PlainError as error:
        raise SystemExit(f"course-marks: {error}") from None
