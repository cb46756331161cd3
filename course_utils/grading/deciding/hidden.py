"""What no learner's code may see, wherever it lies: below a readable folder or not."""

from __future__ import annotations

import contextlib
import os
import sys
import tempfile
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from course_utils import digits
from course_utils.checks.engine.course import Course

_PACKAGE = Path(digits.__file__).parent
_MOST_LOOKED_AT = 2_000  # files and folders, in the search for one to try


@dataclass(frozen=True)
class Hidden:
    """Folders that are taken out of what children may read; the probe tries to read a real file of each.

    Attributes:
        places: pairs of what a folder is to a teacher, such as "the exchange", and its path.
        course: that of the submissions, if they are of one; its package says what is right.
    """

    places: tuple[tuple[str, str], ...] = ()
    course: Course | None = None

    @contextlib.contextmanager
    def one_of_each(self) -> Iterator[dict[str, str]]:
        """A real file of each place that exists, by path, with what it belongs to; planted where there is none."""
        with contextlib.ExitStack() as planted:
            found = {}
            for what, place in self.places:
                file = _a_file_in(Path(place)) or _planted(Path(place), planted)
                if file:
                    found[str(file)] = what
            yield found


def _a_file_in(place: Path) -> Path | None:
    """A regular file, as near the top as there is one; not of Python or its packages, which stay readable."""
    own = {Path(each).resolve() for each in (sys.prefix, sys.base_prefix, _PACKAGE, digits.unpacked())} - {place}
    waiting, looked_at = deque([place]), 0
    while waiting and looked_at < _MOST_LOOKED_AT:
        folder = waiting.popleft()
        with contextlib.suppress(OSError), os.scandir(folder) as entries:
            for entry in entries:
                looked_at += 1
                if entry.is_file(follow_symlinks=False) and os.access(entry, os.R_OK):
                    return Path(entry)
                if entry.is_dir(follow_symlinks=False) and Path(entry).resolve() not in own:
                    waiting.append(Path(entry))
    return None


def _planted(place: Path, planted: contextlib.ExitStack) -> Path | None:
    """A file made there, until the stack is closed; None if none can be made."""
    try:
        return Path(planted.enter_context(tempfile.NamedTemporaryFile(dir=place, prefix=".probe-")).name)
    except OSError:
        return None
