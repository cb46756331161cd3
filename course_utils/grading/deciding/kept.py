"""Results of grading, kept by the content they are about, so that nothing is graded twice."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from course_utils.grading.deciding.graded import Graded
from course_utils.grading.files import write

FOLDER = ".course-verdicts"


class Verdicts:
    """What came of each bundle, in files named after the bundle's hash.

    A submission that ran into its time is kept like any other: its mark must not depend on which run is looked at, and
    an endless loop must not cost its limit in every run. What the grader itself failed on is tried once more by another
    process; then that is kept, too, and nobody waits for it a third time.

    Args:
        folder: made if it is not there, for nobody else to read.
    """

    def __init__(self, folder: Path) -> None:
        folder.mkdir(mode=0o700, exist_ok=True)
        self._folder = folder
        self._faulty: dict[str, bytes] = {}

    def get(self, bundle: bytes) -> Graded | None:
        """What came of this bundle; None if that is not known, or the file is damaged."""
        name = hashlib.sha256(bundle).hexdigest()
        if name in self._faulty:
            return Graded.from_bytes(self._faulty[name])
        try:
            digest, _, said = (self._folder / name).read_bytes().partition(b"\n")
        except FileNotFoundError:
            return None
        return Graded.from_bytes(said) if digest == _digest(said) else None

    def put(self, bundle: bytes, said: bytes) -> Graded:
        """Keep what came of this bundle, and return it."""
        graded = Graded.from_bytes(said)
        name = hashlib.sha256(bundle).hexdigest()
        tried = self._folder / f"{name}.tried"
        if graded.faults and (name in self._faulty or not tried.exists()):
            self._faulty[name] = said
            tried.touch()
        else:
            write(self._folder / name, _digest(said) + b"\n" + said)
            tried.unlink(missing_ok=True)
        return graded


def _digest(said: bytes) -> bytes:
    return hashlib.sha256(said).hexdigest().encode()


@cache
def verdicts(course: Path) -> Verdicts:
    """The verdicts of the course in this folder, the same object for all of a process."""
    return Verdicts(course / FOLDER)
