"""The marks of a class: students by exercises, with scores from the gradebook and slips from the graded notebooks."""

from __future__ import annotations

import string
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
from nbgrader.api import Gradebook
from nbgrader.apps.baseapp import NbGrader
from nbgrader.utils import is_grade

from course_utils.checks.learner.verdict import MIME
from course_utils.errors import PlainError
from course_utils.grading.course import gradebook_file
from course_utils.grading.grades import Key, names, waits
from course_utils.grading.nbgrader_plugins import spreadsheet
from course_utils.grading.tables import USUAL, aligned, columns, grid, wrapped
from course_utils.grading.words import one_line


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
        notebook: the name of the notebook that the cell is in.
    """

    cell: str
    score: float | None
    possible: float
    slip: str = ""
    message: str = ""
    notebook: str = ""


def read(db_url: str, autograded: Path, assignment: str) -> dict[str, list[Mark]]:
    """Read the marks of every graded submission of `assignment`, by student, in the order of the notebook's cells.

    Args:
        db_url: the gradebook, as SQLAlchemy writes it: `sqlite:////course/gradebook.db`.
        autograded: nbgrader's folder of graded submissions.
        assignment: such as `03_lstm`.

    Raises:
        NoMarks: there is no gradebook, it does not know the assignment, or nothing of it has been graded.
    """
    file = gradebook_file(db_url)
    if file and not file.exists():  # opening it would make one
        raise NoMarks(f"there is no gradebook {file}; run: nbgrader autograde {assignment}")
    with Gradebook(db_url) as gradebook:
        known = sorted(each.name for each in gradebook.assignments)
        if assignment not in known:
            names = ", ".join(known) or "none"
            raise NoMarks(f"the gradebook has no assignment {assignment!r}; it has: {names}")
        rows: dict[str, dict[Key, Mark]] = {}
        places: dict[Key, int] = {}
        for submission in gradebook.assignment_submissions(assignment):
            rows[submission.student_id] = {}
            for notebook in submission.notebooks:
                graded = _graded(autograded / submission.student_id / assignment / f"{notebook.name}.ipynb")
                for place, cell in enumerate(graded):
                    places.setdefault((notebook.name, cell), place)
                for grade in notebook.grades:
                    rows[submission.student_id][notebook.name, grade.name] = _mark(grade, graded.get(grade.name, {}))
    if not rows:
        raise NoMarks(f"nothing of {assignment!r} is graded yet; run: nbgrader autograde {assignment}")
    # A database gives rows in any order: PostgreSQL gives one that was changed last.
    marks = {key: mark for row in rows.values() for key, mark in row.items()}
    order = sorted(marks, key=lambda key: (key[0], places.get(key, len(places)), key[1]))
    return {
        student: [row.get(key, Mark(key[1], None, marks[key].possible, notebook=key[0])) for key in order]
        for student, row in sorted(rows.items())
    }


def _mark(grade: Any, verdict: Mapping[str, Any]) -> Mark:
    score = None if waits(grade) else grade.score
    slip = verdict.get("slip") or verdict.get("rung") or ""
    return Mark(grade.name, score, grade.max_score, slip, verdict.get("message", ""), grade.notebook.name)


def penalties(db_url: str, assignment: str) -> dict[str, float]:
    """The points that each student loses for being late, by student; who loses none is left out."""
    with Gradebook(db_url) as gradebook:
        lost = {each.student_id: each.late_submission_penalty for each in gradebook.assignment_submissions(assignment)}
    return {student: points for student, points in lost.items() if points}


def notes(autograded: Path, assignment: str) -> dict[str, list[str]]:
    """What was odd about each graded submission of `assignment`, in sentences for the teacher, by student."""
    found: dict[str, list[str]] = {}
    for path in sorted(autograded.glob(f"*/{assignment}/*.ipynb")):
        said = nbformat.read(path, as_version=4).metadata.get("course_utils", {}).get("notes", [])
        if said:
            found.setdefault(path.parent.parent.name, []).extend(said)
    return found


def _graded(path: Path) -> dict[str, Mapping[str, Any]]:
    """What is said of each graded cell in a notebook, by grade id, from the top; nothing where no check stands."""
    found: dict[str, Mapping[str, Any]] = {}
    if not path.is_file():
        return found
    for cell in nbformat.read(path, as_version=4).cells:
        if is_grade(cell):
            verdicts = (output["data"][MIME] for output in cell.get("outputs", []) if MIME in output.get("data", {}))
            found[cell.metadata.nbgrader.grade_id] = next(verdicts, {})
    return found


def table(marks: Mapping[str, Sequence[Mark]], lost: Mapping[str, float] | None = None, most: int = USUAL) -> str:
    """The marks as a table of students by exercises; a letter behind a score stands for a slip in the list below.

    Args:
        marks: as from `read`.
        lost: as from `penalties`; there is a column for them if anybody lost any.
        most: the columns of the terminal.
    """
    lost = lost or {}
    headings = names(map(_key, next(iter(marks.values()))))
    slips = _slips(marks)
    rows = [["student", *headings.values(), *(["late"] if lost else []), "total"]]
    for student, row in marks.items():
        late = [f"-{lost[student]:g}" if student in lost else ""] if lost else []
        total = _out_of(_total(row, lost.get(student, 0)), row)
        letters = [slips[_key(mark)][mark.slip].letter if mark.slip else "" for mark in row]
        rows.append([student, *map(_cell, row, letters), *late, total])
    lines = grid(rows, most)
    if any(slips.values()):
        lines += ["", "Slips:"]
    for key, heading in headings.items():
        if slips[key]:
            lines += wrapped(heading, most, "  ", "  ")
            said = [[each.letter, f"{slip} ({each.count}): {each.message}"] for slip, each in slips[key].items()]
            lines += aligned(said, most, "    ")
    if any(mark.score is None for row in marks.values() for mark in row):
        lines += ["", *wrapped("A dash, and the + of a total, wait to be graded by hand, in formgrader.", most)]
    if any(_total(row, 0) is None for row in marks.values()):
        lines += wrapped("A row of dashes has no marks yet; if it was refused, course-grade says why.", most)
    return "\n".join(lines)


@dataclass(frozen=True)
class _Slip:
    """A slip in one exercise: its letter in the table, how many have it, and what one of them is told."""

    letter: str
    count: int
    message: str


def _slips(marks: Mapping[str, Sequence[Mark]]) -> dict[Key, dict[str, _Slip]]:
    """The slips of each exercise by name, the most common first."""
    found: dict[Key, dict[str, _Slip]] = {}
    for key in map(_key, next(iter(marks.values()))):
        slipped = [mark for row in marks.values() for mark in row if _key(mark) == key and mark.slip]
        messages = {mark.slip: mark.message for mark in slipped}
        counts = Counter(mark.slip for mark in slipped)
        letters = zip(sorted(counts, key=lambda slip: (-counts[slip], slip)), _letters(), strict=False)
        found[key] = {slip: _Slip(letter, counts[slip], messages[slip]) for slip, letter in letters}
    return found


def points(marks: Mapping[str, Sequence[Mark]], lost: Mapping[str, float] | None = None) -> list[list[object]]:
    """The points as rows for a spreadsheet, students by exercises; None waits to be graded by hand.

    Args:
        marks: as from `read`.
        lost: as from `penalties`; there is a column for them if anybody lost any.
    """
    lost = lost or {}
    headings = names(map(_key, next(iter(marks.values())))).values()
    rows: list[list[object]] = [["student", *headings, *(["late"] if lost else []), "total", "possible"]]
    for student, row in marks.items():
        late = [-lost.get(student, 0.0)] if lost else []
        total = _total(row, lost.get(student, 0))
        rows.append([student, *(mark.score for mark in row), *late, total, sum(mark.possible for mark in row)])
    return rows


def _total(row: Sequence[Mark], lost: float) -> float | None:
    """The sum of the scores, less what is lost for being late; None if there are none."""
    scores = [mark.score for mark in row if mark.score is not None]
    return max(0, sum(scores) - lost) if scores else None


def _key(mark: Mark) -> Key:
    return mark.notebook, mark.cell


def _letters() -> list[str]:
    """a … z, aa … zz: enough for any class."""
    return [*string.ascii_lowercase, *(one + two for one in string.ascii_lowercase for two in string.ascii_lowercase)]


def _cell(mark: Mark, letter: str) -> str:
    return f"{_out_of(mark.score, [mark])} {letter}".rstrip()


def _out_of(score: float | None, row: Sequence[Mark]) -> str:
    """A score out of what is possible; with a + if more may come."""
    more = "+" if any(mark.score is None for mark in row) else ""
    return f"{'-' if score is None else f'{score:g}{more}'}/{sum(mark.possible for mark in row):g}"


def run(assignment: str, csv: Path | None) -> None:
    """Print the marks of an assignment of the course in this folder; write the points to `csv`, too, if it is given.

    Raises:
        PlainError: there is nothing to show, or the file cannot be written.
    """
    nbgrader = NbGrader()
    nbgrader.initialize([])
    course = nbgrader.coursedir
    autograded = Path(course.root) / course.autograded_directory
    marks = read(course.db_url, autograded, assignment)
    lost = penalties(course.db_url, assignment)
    if csv:
        spreadsheet.write(csv, points(marks, lost))
    most = columns()
    print(table(marks, lost, most))
    for student, said in notes(autograded, assignment).items():
        lines = [line for words in said for line in wrapped(one_line(words, 200), most, "  ", "    ")]
        print("", *wrapped(f"{student}:", most), *lines, sep="\n")
