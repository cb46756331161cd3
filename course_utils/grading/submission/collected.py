"""What a teacher reads of a collected download: who was found, what was left out and why, and who is missing."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches

from nbgrader.api import Gradebook
from nbgrader.coursedir import CourseDirectory

from course_utils.grading.course import gradebook_file
from course_utils.grading.submission.names import composed
from course_utils.grading.submission.zips import OF_A_SYSTEM
from course_utils.grading.tables import USUAL, aligned
from course_utils.grading.words import one_line


@dataclass(frozen=True)
class Roster:
    """The class, as the gradebook has it.

    Attributes:
        ids: of the students; none if the gradebook knows nobody.
        forms: an id by each way in which a platform may write that person.
    """

    ids: Collection[str] = ()
    forms: Mapping[str, str] = field(default_factory=dict)

    def nearest(self, student: str) -> str:
        """The id that is most like this one, by id or by name; empty if none is."""
        close = get_close_matches(_letters(student), self.forms, 1)
        return self.forms[close[0]] if close else ""


def roster(course: CourseDirectory) -> Roster:
    """Read the students of a course from its gradebook; nobody if there is none yet."""
    if (file := gradebook_file(course.db_url)) and not file.exists():  # opening it would make one
        return Roster()
    forms: dict[str, str] = {}
    with Gradebook(course.db_url, course.course_id) as gradebook:
        people = [(each.id, each.first_name or "", each.last_name or "") for each in gradebook.students]
    for student, first, last in people:
        forms |= {_letters(form): student for form in (f"{first}{last}", f"{last}{first}", student) if form}
    return Roster([composed(student) for student, _, _ in people], forms)


def report(
    students: Mapping[str, Sequence[str]],
    skipped: Iterable[tuple[str, str]],
    missing: Iterable[str],
    known: Roster,
    most: int = USUAL,
) -> str:
    """The table that a teacher reads.

    Args:
        students: by student, what is said of what was handed in.
        skipped: the names of files, each with the reason.
        missing: who of the roster handed in nothing.
        known: the roster.
        most: the columns of the terminal.
    """
    skipped = sorted(skipped)
    made = Counter(reason for _, reason in skipped)[OF_A_SYSTEM]
    left_out = [[name, reason] for name, reason in skipped if reason != OF_A_SYSTEM]
    if made:
        left_out.append([counted(made), "made by macOS or Windows, not by a student"])
    rows = [[student, *said, _unknown(student, known)] for student, said in students.items()]
    sections = [
        (f"Students found: {len(students)}", rows),
        (f"Files skipped: {len(skipped)}", left_out),
        (_missing(missing := sorted(missing), known), [[student] for student in missing]),
    ]
    lines = []
    for title, table in sections:
        lines += [title, *aligned([list(map(_short, row)) for row in table], most, "  "), ""]
    return "\n".join(lines[:-1])


def counted(files: int) -> str:
    """So many files, in words."""
    return f"{files} file{'s' * (files != 1)}"


def _missing(missing: Sequence[str], known: Roster) -> str:
    if not known.ids:
        return "The gradebook knows no students, so nobody can be missed: run course-students first."
    return f"Of the gradebook's {len(known.ids)} students, missing: {len(missing)}"


def _unknown(student: str, known: Roster) -> str:
    if not known.ids or student in known.ids:
        return ""
    nearest = known.nearest(student)
    return "not in the gradebook" + (f"; nearest: {nearest}" if nearest else "")


def _short(words: str) -> str:
    return one_line(words, 120)


def _letters(name: str) -> str:
    """The letters and digits of a name, without case and accents, as Canvas and ILIAS write them."""
    plain = unicodedata.normalize("NFKD", name.casefold())
    return "".join(each for each in plain if each.isalnum())
