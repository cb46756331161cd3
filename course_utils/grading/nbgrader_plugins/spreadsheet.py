"""Marks as CSV for a spreadsheet, in which nothing that a student chose can become a formula."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from nbgrader.api import Assignment, Gradebook, MissingEntry, Student
from nbgrader.plugins import ExportPlugin

from course_utils.errors import PlainError

# What begins a formula (also in the full-width forms of Chinese and Japanese keyboards), at the beginning of a cell or
# behind what a spreadsheet may be set to take for the end of one.
_FORMULA = re.compile("(^|[,;|\t\r\n])(?=\\s*[=+\\-@\uff1d\uff0b\uff0d\uff20])")
_COLUMNS = (
    "assignment",
    "duedate",
    "timestamp",
    "student_id",
    "last_name",
    "first_name",
    "email",
    "raw_score",
    "late_submission_penalty",
    "score",
    "max_score",
)


class NotWritten(PlainError):
    """A file cannot be written; the message says why."""


def write(path: Path, rows: Iterable[Sequence[object]]) -> None:
    """Write rows as CSV; None is an empty cell, and an apostrophe stands before what would be a formula.

    Like https://owasp.org/www-community/attacks/CSV_Injection; the mark at the beginning tells Excel that it is UTF-8.

    Raises:
        NotWritten: there is no such folder, or the file cannot be opened.
    """
    cells = ([_inert(cell) if isinstance(cell, str) else cell for cell in row] for row in rows)
    try:
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            csv.writer(file).writerows(cells)
    except OSError as error:
        raise NotWritten(f"{path} cannot be written: {error.strerror}") from error


def _inert(text: str) -> str:
    return _FORMULA.sub(r"\1'", text)


class Export(ExportPlugin):  # type: ignore[misc]  # nbgrader has no types
    """`nbgrader export`: the columns of nbgrader's own, which quotes nothing; in ExportApp.plugin_class."""

    def export(self, gradebook: Gradebook) -> None:
        """Write every assignment and every student, also those who handed in nothing, to `--to` or grades.csv.

        Raises:
            SystemExit: it cannot be written; the message says why.
        """
        path = Path(self.to or "grades.csv")
        self.log.info("Exporting grades to %s", path)
        try:
            write(path, [_COLUMNS, *self._rows(gradebook)])
        except NotWritten as error:
            raise SystemExit(f"nbgrader export: {error}") from None

    def _rows(self, gradebook: Gradebook) -> Iterator[Sequence[object]]:
        for assignment in gradebook.assignments:
            for student in gradebook.students:
                # As lists from the command line: a student whose name is a number comes as one.
                if assignment.name in (self.assignment or [assignment.name]) and (
                    not self.student or student.id in map(str, self.student)
                ):
                    yield _row(gradebook, assignment, student)


def _row(gradebook: Gradebook, assignment: Assignment, student: Student) -> Sequence[object]:
    try:
        submission = gradebook.find_submission(assignment.name, student.id)
        time, raw, penalty = submission.timestamp, submission.score, submission.late_submission_penalty
        grades = [grade for notebook in submission.notebooks for grade in notebook.grades]
        if grades and all(grade.auto_score is None and grade.manual_score is None for grade in grades):
            raw = None  # refused, or all of it waits to be graded by hand
    except MissingEntry:
        time, raw, penalty = None, 0.0, 0.0
    person = (student.id, student.last_name, student.first_name, student.email)
    score = None if raw is None else max(0.0, raw - penalty)
    return (assignment.name, assignment.duedate, time, *person, raw, penalty, score, assignment.max_score)
