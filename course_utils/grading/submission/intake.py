"""Put what was handed in in order, in a copy: nbgrader grades the copy, and nothing in submitted/ is changed.

A submission is a folder of somebody else's making. It may lack its notebook, hold it under another name, lead elsewhere
by links (to the solutions, to a neighbour's work), or hold what cannot be copied or read. nbgrader ends the submission,
or the whole class, at most of these. Here each becomes a notebook to grade and a sentence for the teacher.
"""

from __future__ import annotations

import os
import re
import shutil
from collections import deque
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from fnmatch import fnmatch
from pathlib import Path

from nbgrader.api import Gradebook, MissingEntry
from nbgrader.converters import Autograde
from nbgrader.coursedir import CourseDirectory
from nbgrader.utils import parse_utc

from course_utils.grading.course import matching
from course_utils.grading.submission.times import decoded, moment

MOST_FILES = 1_000
"""Files after these are left out."""

_MOST_OF_A_TIME = 100  # bytes; nbgrader's parser takes minutes over a million digits
_UNFIT = re.compile(r'[\x00-\x1f\x7f\ud800-\udfff*?\[\]<>"\\]')  # for nbgrader, its gradebook and its pages

_LINK = "Links were not followed: what they lead to was not handed in."
_NO_FILE = "Named pipes, sockets and devices were left out."
_UNREADABLE = "What could not be read or copied was left out."
_TOO_LARGE = "Files were left out, because they are too large or too many."
_NO_TIME = (
    "timestamp.txt holds no time that can be read surely, such as 2026-12-05 09:30 UTC: this is counted as in time."
)
_RENAMED = "The name of the student's folder cannot be used as it is, and was changed for grading."


def take_in(converter: Autograde, folder: Path) -> dict[tuple[str, str], tuple[str, ...]]:
    """Let nbgrader grade copies, made in `folder`, of the submissions that it was about to grade.

    Returns:
        for the teacher, by student and assignment, one sentence for each thing that was not in order; they quote
        nothing of the learner's.
    """
    course = converter.coursedir
    copies = CourseDirectory(
        parent=course.parent, **course.trait_values(config=True) | {"submitted_directory": str(folder)}
    )
    pattern = course.format_path(course.submitted_directory, "(?P<student>.*)", "(?P<assignment>.*)", escape=True)
    notes: dict[tuple[str, str], tuple[str, ...]] = {}
    # nbgrader's own list lacks the folders in which it sees no notebook.
    everything = course.format_path(course.submitted_directory, course.student_id, course.assignment_id)
    for source in sorted(matching(everything)):
        student, assignment = re.fullmatch(pattern, source, re.DOTALL).groups()  # type: ignore[union-attr]
        wanted = _wanted(course, assignment)
        if wanted is None:  # nbgrader is about to say so
            return {}
        name = _UNFIT.sub("_", student)
        while name != student and any(
            os.path.lexists(course.format_path(step, name, assignment)) for step in (course.submitted_directory, folder)
        ):
            name += "_"
        said = copy_in_order(Path(source), Path(copies.format_path(folder, name, assignment)), wanted, course)
        notes[name, assignment] = said if name == student else (_RENAMED, *said)
    if notes:
        converter.coursedir = copies
        converter.init_notebooks()
    return notes


def _wanted(course: CourseDirectory, assignment: str) -> list[str] | None:
    """The names of an assignment's notebooks; None if there is no such assignment."""
    with Gradebook(course.db_url, course.course_id) as gradebook:
        try:
            return [notebook.name for notebook in gradebook.find_assignment(assignment).notebooks]
        except MissingEntry:
            return None


def copy_in_order(source: Path, target: Path, wanted: Sequence[str], course: CourseDirectory) -> tuple[str, ...]:
    """Copy one submission, so that it has a readable notebook of every name in `wanted` and only plain files.

    Returns:
        the notes, as from `take_in`.
    """
    notes: list[str] = []
    found = list(_files(source, course.ignore, notes))
    target.mkdir(parents=True)
    notebooks = [path for path in found if _is_notebook(path.name)]
    for name in wanted:
        right = source / f"{name}.ipynb"
        if right not in notebooks:
            others = [path for path in notebooks if path.parent != source or path.stem not in wanted]
            right = max(others, key=lambda path: _likeness(path, name), default=right)
            notes.append(
                f"{name}.ipynb was not handed in; another notebook was taken for it."
                if others
                else f"{name}.ipynb was not handed in."
            )
        if right in notebooks:
            notebooks.remove(right)
            _copy(right, target / f"{name}.ipynb", course.max_file_size * 1000, notes)
        (target / f"{name}.ipynb").touch()
    if notebooks:
        notes.append(f"Other notebooks that were handed in, and were not read: {len(notebooks)}.")
    time = source / "timestamp.txt"
    if os.path.lexists(time) and not (time in found and _copy_time(time, target / time.name)):
        notes.append(_NO_TIME)
    left = course.max_dir_size * 1000
    for path in found:
        place = path.relative_to(source)
        if not _is_notebook(path.name) and place.parts[0] != time.name:
            left -= _copy(path, target / place, left, notes)
    return tuple(dict.fromkeys(notes))


def _files(folder: Path, ignored: Sequence[str], notes: list[str]) -> Iterator[Path]:
    """The plain files below a folder, the nearest first."""
    count = 0
    waiting = deque([folder])
    if folder.is_symlink():
        notes.append(_LINK)
        return
    while waiting:
        try:
            entries = sorted(os.scandir(waiting.popleft()), key=_vital_first)
        except OSError:
            notes.append(_UNREADABLE)
            continue
        for entry in entries:
            if any(fnmatch(entry.name, each) for each in ignored):
                continue
            count += 1
            if count > MOST_FILES:
                notes.append(_TOO_LARGE)
                return
            if entry.is_symlink():
                notes.append(_LINK)
            elif entry.is_dir(follow_symlinks=False):
                waiting.append(Path(entry.path))
            elif entry.is_file(follow_symlinks=False):
                yield Path(entry.path)
            else:
                notes.append(_NO_FILE)


def _vital_first(entry: os.DirEntry[str]) -> tuple[bool, str]:
    return not _is_notebook(entry.name) and entry.name != "timestamp.txt", entry.name


def _is_notebook(name: str) -> bool:
    return ".ipynb" in name.casefold()  # a browser may add to it: 03_lstm.ipynb.txt, 03_lstm.ipynb (1)


def _likeness(path: Path, name: str) -> tuple[float, float]:
    """How likely a notebook is the one that should have this name; of two alike, the newer."""
    stem = path.name.casefold().partition(".ipynb")[0]
    return SequenceMatcher(None, stem, name.casefold()).ratio(), path.lstat().st_mtime


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
    # Feedback goes to whose timestamp is the same, to the letter: words are changed only where nbgrader misreads them.
    target.write_text(words if read == meant else f"{meant:%Y-%m-%d %H:%M:%S.%f} UTC", encoding="utf-8")
    return True


def _copy(path: Path, target: Path, most: int, notes: list[str]) -> int:
    """Copy a plain file of at most `most` bytes; how many they were."""
    try:
        size = path.lstat().st_size
        if size > most:
            notes.append(_TOO_LARGE)
            return 0
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, target, follow_symlinks=False)
    except OSError:
        notes.append(_UNREADABLE)
        return 0
    return size
