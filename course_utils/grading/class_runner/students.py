"""`course-students`: the class list, as a spreadsheet writes it, into the gradebook."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from nbgrader.api import Gradebook
from nbgrader.apps.baseapp import NbGrader
from sqlalchemy.exc import SQLAlchemyError

from course_utils.errors import PlainError
from course_utils.grading.patches import one_transaction
from course_utils.grading.submission.names import composed, fault_of_student
from course_utils.grading.submission.times import decoded
from course_utils.grading.words import one_line

COLUMNS = ("id", "first_name", "last_name", "email", "lms_user_id")
"""What the gradebook keeps of a student; only the first must be there."""

_LONGEST = 128  # characters, in the gradebook
_SHORTENED = re.compile(r"\d[.,]\d+E\+?\d+", re.IGNORECASE)


class NoRoster(PlainError):
    """A class list cannot be taken; the message says which line, and why."""


def read(path: Path) -> tuple[dict[str, dict[str, str | None]], list[str]]:
    """Read a class list.

    Returns:
        by id, what is said of a student; and the columns that are not used.

    Raises:
        NoRoster: it cannot be read, or a line cannot be taken.
    """
    rows = list(_rows(_text(path)))
    if not rows:
        raise NoRoster(f"{path.name} is empty")
    (line, names), *rest = rows
    columns = [re.sub(r"[\s_-]+", "_", each.strip().casefold()) for each in names]
    if "id" not in columns:
        raise NoRoster(f"line {line} has no column id; it has: {', '.join(filter(None, columns)) or 'none'}")
    if twice := {each for each in columns if each in COLUMNS and columns.count(each) > 1}:
        raise NoRoster(f"line {line} has a column twice: {', '.join(sorted(twice))}")
    found: dict[str, dict[str, str | None]] = {}
    lines: dict[str, int] = {}
    for line, row in rest:
        student, told = _student(line, row, columns)
        if found.get(student, told) != told:
            raise NoRoster(f"lines {lines[student]} and {line} say different things of {student!r}")
        found[student] = told
        lines.setdefault(student, line)
    return found, [name for name, column in zip(names, columns, strict=True) if column and column not in COLUMNS]


def _text(path: Path) -> str:
    try:
        contents = path.read_bytes()
    except OSError as error:
        raise NoRoster(f"{path} cannot be opened: {error.strerror}") from error
    if contents.startswith((b"PK\3\4", b"\xd0\xcf\x11\xe0")):
        raise NoRoster(f"{path.name} is a workbook: save it as CSV")
    try:
        return decoded(contents)
    except UnicodeDecodeError:
        try:
            return contents.decode("cp1252")
        except UnicodeDecodeError as error:
            line = contents[: error.start].count(b"\n") + 1
            raise NoRoster(f"line {line} is in none of UTF-8, UTF-16 and Windows-1252") from None


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    """The rows that are not blank, each with the number of its line."""
    first, _, rest = text.partition("\n")
    start = 0
    if said := re.fullmatch(r'"?sep=(.)"?\s*', first, re.IGNORECASE):  # Excel's own line
        separator, text, start = said[1], rest, 1
    else:
        header = next((line for line in text.splitlines() if line.strip(" ,;\t")), "")
        separator = max(",;\t", key=header.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    before = start
    try:
        for row in reader:
            if any(each.strip() for each in row):
                yield before + 1, row
            before = start + reader.line_num
    except csv.Error as error:
        raise NoRoster(f"line {before + 1} has a quote that does not end, or is too long: {error}") from error


def _student(line: int, row: Sequence[str], columns: Sequence[str]) -> tuple[str, dict[str, str | None]]:
    """A row as the gradebook keeps it."""
    cells = [composed(each.strip()) for each in row]
    if any(cells[len(columns) :]):
        raise NoRoster(f"line {line} has {len(cells)} cells, and the first line {len(columns)}: is a quote missing?")
    told = {column: cell for column, cell in zip(columns, cells, strict=False) if column in COLUMNS}
    student = told.pop("id", "")
    if fault := fault_of_student(student):
        raise NoRoster(f"line {line}: {fault}")
    if _SHORTENED.fullmatch(student):
        raise NoRoster(f"line {line}: {student} is a number that the spreadsheet has shortened: make the column text")
    for cell in (student, *told.values()):
        if len(cell) > _LONGEST or not cell.isprintable():
            raise NoRoster(f"line {line} has a cell of more than {_LONGEST} characters, or of several lines")
    return student, {column: cell or None for column, cell in told.items()}


def run(path: Path) -> None:
    """Put a class list into the gradebook of the course in this folder.

    Raises:
        NoRoster: it cannot be done, and nobody was taken.
    """
    path = path.absolute()
    app = NbGrader()
    app.initialize([])
    course = app.coursedir
    students, unused = read(path)
    try:
        with one_transaction(course.db_url), Gradebook(course.db_url, course.course_id) as gradebook:
            known = {each.id for each in gradebook.students}
            for student, told in students.items():
                gradebook.update_or_create_student(student, **told)
    except SQLAlchemyError as error:
        raise NoRoster(f"the gradebook cannot be written: {str(error).partition(chr(10))[0]}") from None
    new = students.keys() - known
    print(f"{len(students)} students are in the gradebook: {len(new)} new, {len(students) - len(new)} known before.")
    if unused:
        print(f"Columns that were not used: {one_line(', '.join(unused))}.")
    if absent := known - students.keys():
        print(f"In the gradebook, and not in {one_line(path.name)}: {one_line(', '.join(sorted(absent)))}.")
