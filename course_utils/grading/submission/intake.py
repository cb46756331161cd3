"""Puts submissions in order without copying them: nothing in submitted/ is changed, and no large file is copied.

A submission is a folder of somebody else's making. It may lack its notebook, hold it under another name, lead elsewhere
by links (to the solutions, to a neighbour's work), or hold what cannot be read. nbgrader ends the submission, or the
whole class, at most of these. Here each becomes a notebook to grade and a sentence for the teacher.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from nbgrader.api import Gradebook, MissingEntry
from nbgrader.converters import Autograde
from nbgrader.coursedir import CourseDirectory
from nbgrader.utils import parse_utc

from course_utils.grading.course import matching
from course_utils.grading.submission.handed_in import Submission, Unreadable
from course_utils.grading.submission.times import decoded, moment

_MOST_OF_A_TIME = 100  # bytes; nbgrader's parser takes minutes over a million digits
_UNFIT = re.compile(r'[\x00-\x1f\x7f\ud800-\udfff*?\[\]<>"\\]')  # for nbgrader, its gradebook and its pages

_NO_TIME = (
    "timestamp.txt holds no time that can be read surely, such as 2026-12-05 09:30 UTC: this is counted as in time."
)
_RENAMED = "The name of the student's folder cannot be used as it is, and was changed for grading."


@dataclass
class Intake:
    """What was handed in, by student and assignment.

    Attributes:
        submissions: what is graded.
        refused: what is not, and why.
    """

    submissions: dict[tuple[str, str], Submission] = field(default_factory=dict)
    refused: dict[tuple[str, str], str] = field(default_factory=dict)


def take_in(converter: Autograde, folder: Path) -> Intake:
    """Show nbgrader, in `folder`, an empty notebook for each that it is about to grade, and when it was handed in.

    What is in the notebooks comes from the submissions, one at a time; see `RebuildExporter`.
    """
    course = converter.coursedir
    copies = CourseDirectory(
        parent=course.parent, **course.trait_values(config=True) | {"submitted_directory": str(folder)}
    )
    pattern = course.format_path(course.submitted_directory, "(?P<student>.*)", "(?P<assignment>.*)", escape=True)
    intake = Intake()
    # nbgrader's own list lacks the folders in which it sees no notebook.
    everything = course.format_path(course.submitted_directory, course.student_id, course.assignment_id)
    for source in sorted(matching(everything)):
        student, assignment = re.fullmatch(pattern, source, re.DOTALL).groups()  # type: ignore[union-attr]
        wanted = _wanted(course, assignment)
        if wanted is None:  # nbgrader is about to say so
            return Intake()
        name = _UNFIT.sub("_", student)
        while name != student and any(
            os.path.lexists(course.format_path(step, name, assignment)) for step in (course.submitted_directory, folder)
        ):
            name += "_"
        notes = [] if name == student else [_RENAMED]
        try:
            target = Path(copies.format_path(folder, name, assignment))
            _show(Path(source), target, wanted, notes)
        except Exception as error:  # a full disk, or whatever it is: it concerns this submission only
            intake.refused[name, assignment] = str(Unreadable.because(error))
            continue
        released = Path(course.format_path(course.release_directory, ".", assignment))
        own = converter.exclude_overwriting.get(assignment, [])
        intake.submissions[name, assignment] = Submission(
            Path(source), wanted, released, course.ignore, frozenset(own), notes
        )
    converter.coursedir, converter.assignments = copies, {}
    if intake.submissions:
        converter.init_notebooks()
    return intake


def _wanted(course: CourseDirectory, assignment: str) -> list[str] | None:
    """The names of an assignment's notebooks; None if there is no such assignment."""
    with Gradebook(course.db_url, course.course_id) as gradebook:
        try:
            return [notebook.name for notebook in gradebook.find_assignment(assignment).notebooks]
        except MissingEntry:
            return None


def _show(source: Path, target: Path, wanted: Iterable[str], notes: list[str]) -> None:
    """Make a folder with an empty notebook of every name in `wanted`, and with the time of the submission."""
    target.mkdir(parents=True)
    for name in wanted:
        (target / f"{name}.ipynb").touch()
    time = source / "timestamp.txt"
    plain = not source.is_symlink() and not time.is_symlink() and time.is_file()
    if os.path.lexists(time) and not (plain and _copy_time(time, target / time.name)):
        notes.append(_NO_TIME)


def _copy_time(path: Path, target: Path) -> bool:
    """Copy timestamp.txt if it says when, in words that nbgrader reads as they are meant; whether it does."""
    try:
        if path.lstat().st_size > _MOST_OF_A_TIME:
            return False
        words = decoded(path.read_bytes()).strip()
        meant = moment(words)
        if meant is None:
            return False
        read = parse_utc(words)
    except (OSError, UnicodeDecodeError):
        return False
    except Exception:  # whatever a parser of dates may raise
        read = None
    # nbgrader matches feedback by the exact text of the timestamp, so it is changed only where nbgrader misreads it.
    target.write_text(words if read == meant else f"{meant:%Y-%m-%d %H:%M:%S.%f} UTC", encoding="utf-8")
    return True
