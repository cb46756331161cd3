"""The judge: runs a submission's cells in a child, calls its answers there, and decides here.

`Judge` takes the place of nbgrader's Execute in the list of Autograde's preprocessors. What it leaves in the outputs of
the check cells is what nbgrader's own SaveAutoGrades reads.
"""

from __future__ import annotations

import contextlib
import hashlib
import hmac
import os
import shutil
import time
import weakref
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

import nbformat
from nbconvert.exporters.exporter import ResourcesDict
from nbformat import NotebookNode
from nbgrader.apps.baseapp import NbGrader
from nbgrader.converters import Autograde
from nbgrader.exchange.default import Exchange
from nbgrader.preprocessors import Execute, NbGraderPreprocessor
from nbgrader.utils import is_grade, is_locked, is_solution
from traitlets import Bool, Float, Int, Unicode, default

from course_utils.checks.engine.course import Course, UnknownCourse
from course_utils.errors import PlainError
from course_utils.grading import machine
from course_utils.grading.course import gradebook_file
from course_utils.grading.deciding.bundle import MEMORY, Cell, Seconds, make
from course_utils.grading.deciding.graded import Graded
from course_utils.grading.deciding.hidden import Hidden
from course_utils.grading.deciding.kept import verdicts
from course_utils.grading.nbgrader_plugins.outputs import FORGEABLE, UNSAFE, make_inert, note_for_the_teacher
from course_utils.grading.nbgrader_plugins.rebuild import RebuildExporter
from course_utils.grading.nbgrader_plugins.stock_options import must_be_python, must_execute, unused

SECRET = ".course-secret"
GRADED = "course_utils.graded"  # the resource by which a notebook comes with its `Graded`
_LOOKS = 500  # into a secret that another process has made and not yet written
_SEEDS = 8  # for a whole course, so that the oracles run once per seed and not for every submission

_answered: weakref.WeakSet[Autograde] = weakref.WeakSet()  # to what a course says to Execute, once


class Undecided(PlainError):
    """The judge itself failed on a submission: it keeps the marks it had, or has none."""

    @classmethod
    def because(cls, faults: Sequence[str]) -> Undecided:
        """The sentence for what went wrong, of which the first is told."""
        return cls(f"not decided, and without marks until it is: {faults[0].strip().splitlines()[-1]}")


class NoSecret(PlainError):
    """The course's secret cannot be read; the message says what to do."""


class Judge(NbGraderPreprocessor):  # type: ignore[misc]  # nbgrader has no types
    """Execute a submission safely and write the verdicts into its check cells."""

    unsafe = Bool(
        False,
        help="Run learners' code without any lock, as nbgrader always has; every submission is marked so.",
    ).tag(config=True)
    course = Unicode(
        "course_utils.checks",
        help="The package that says what is right; see Course in course_utils.checks.engine.course.",
    ).tag(config=True)
    cell_seconds = Float(help="What one cell may take, in seconds; else what c.Execute.timeout says.").tag(config=True)
    call_seconds = Float(10.0, help="What one call of an answer may take, in seconds.").tag(config=True)
    submission_seconds = Float(600.0, help="What a whole submission may take, in seconds.").tag(config=True)
    memory = Int(
        MEMORY, min=64, help="What a submission may take at a time, in MB of memory beyond what Python and torch take."
    ).tag(config=True)

    @default("cell_seconds")
    def _as_stock(self) -> float:
        seconds = Execute(parent=self.parent, config=self.config).timeout
        return float(seconds) if seconds and seconds > 0 else self.submission_seconds

    def preprocess(self, nb: NotebookNode, resources: ResourcesDict) -> tuple[NotebookNode, ResourcesDict]:
        """Write what came of each code cell into it.

        That is what the resource GRADED says, or what was kept; else every code cell is run in a child, and every
        check cell decided here.

        Raises:
            NoSandbox: the locks cannot be had on this machine; nothing of the learner's has run.
            SystemExit: with a sentence, if this machine does not run Linux, or the assignment is not for the judge.
            Undecided: the judge itself failed; marks stay as they are.
            Unreadable: the system could not read a file that was handed in beside the notebook.
        """
        if self.unsafe:
            nb, resources = Execute(parent=self.parent).preprocess(nb, resources)
            note_for_the_teacher(nb, UNSAFE, verdicts=True)
            return nb, resources
        graded = resources.get(GRADED) or self._graded(nb, resources)
        for fault in graded.faults:
            self.log.error("%s, %s: %s", resources["nbgrader"]["student"], resources["nbgrader"]["notebook"], fault)
        if graded.faults:
            raise Undecided.because(graded.faults)
        for number, (cell, outputs) in enumerate(zip(_code(nb), graded.cells, strict=True), start=1):
            cell.execution_count = number
            cell.outputs = nbformat.from_dict(outputs)
            for output in cell.outputs:
                if output.output_type == "execute_result":
                    output.execution_count = number
        make_inert(nb)
        note_for_the_teacher(nb, FORGEABLE)
        return nb, resources

    def _graded(self, nb: NotebookNode, resources: ResourcesDict) -> Graded:
        """What comes of a notebook that nbgrader's own command gives to be graded."""
        try:
            machine.must_run_linux()
            must_execute(self.config)
            must_be_python(resources["nbgrader"]["notebook"], nb.metadata)
        except PlainError as refusal:
            self._refuse_all(refusal, resources)
        try:
            bundle = self.bundle(nb, resources)
        except UnknownCourse as refusal:
            self._refuse_all(refusal, resources)
        converter = self.parent.parent  # this belongs to an exporter, which belongs to the converter
        if converter not in _answered:
            _answered.add(converter)
            for sentence in unused(self.config):
                self.log.warning("%s", sentence)
        from course_utils.grading.deciding.grade import grade  # which Windows cannot import

        known = verdicts(self._folder())
        return known.get(bundle) or known.put(bundle, grade(bundle, hidden_from(converter)))

    def _refuse_all(self, refusal: PlainError, resources: ResourcesDict) -> NoReturn:
        """End the command with one sentence, instead of nbgrader's traceback for each submission."""
        where = resources["nbgrader"]
        course = self.parent.parent.coursedir
        begun = course.format_path(course.autograded_directory, where["student"], where["assignment"])
        shutil.rmtree(begun, ignore_errors=True)  # or nbgrader would take it for graded
        self.log.critical("%s", refusal)
        raise SystemExit(1)

    def bundle(self, nb: NotebookNode, resources: ResourcesDict) -> bytes:
        """All that the verdicts on a sanitised notebook depend on; see `course_utils.grading.deciding.bundle`.

        Raises:
            Unreadable: the system could not read a file that was handed in beside the notebook.
            UnknownCourse: the course is not installed here.
        """
        cells = self.cells(nb)
        seconds = Seconds(self.cell_seconds, self.call_seconds, self.submission_seconds)
        files = self.parent.files(resources["nbgrader"]) if isinstance(self.parent, RebuildExporter) else {}
        return make(Course(self.course), cells, _seed(secret(self._folder()), cells), seconds, files, self.memory)

    def cells(self, nb: NotebookNode) -> list[Cell]:
        """The code cells of a sanitised notebook; one with the tag that Execute would skip has nothing to run."""
        tag = Execute(parent=self.parent, config=self.config).skip_cells_with_tag  # the teacher's: no learner's stays
        return [
            Cell("" if tag in cell.metadata.get("tags", ()) and not decides else cell.source, decides)
            for cell in _code(nb)
            for decides in [bool(is_grade(cell) and is_locked(cell) and not is_solution(cell))]
        ]

    def _folder(self) -> Path:
        return Path(self.parent.parent.coursedir.root)  # this belongs to an exporter, which belongs to the converter


def course_of(app: NbGrader) -> Course:
    """The course that nbgrader's configuration names."""
    return Course(Judge(parent=app).course)


def hidden_from(converter: NbGrader) -> Hidden:
    """What learners' code must not see of a course: all that nbgrader's configuration names, and HOME.

    Raises:
        UnknownCourse: the course is not installed here.
    """
    course = converter.coursedir
    folders = {
        "the course": course.root,
        "the solutions": course.source_directory,
        "what was submitted": course.submitted_directory,
        "what was graded": course.autograded_directory,
        "the feedback": course.feedback_directory,
    }
    folders["the exchange"] = Exchange(coursedir=course, parent=converter).root
    if gradebook := gradebook_file(course.db_url):
        folders["the gradebook"] = str(gradebook.parent)
    folders["HOME"] = os.path.expanduser("~")  # noqa: PTH111 (a user may have none)
    told = course_of(converter)
    folders["what is right"] = str(told.folder())
    return Hidden(tuple((what, str(Path(course.root, folder))) for what, folder in folders.items()), told)


def secret(course: Path) -> bytes:
    """The course's own random bytes, made when first needed: nobody can tune an answer to the trials.

    Raises:
        NoSecret: its file is there, and empty.
    """
    path = course / SECRET
    if not path.exists():
        with contextlib.suppress(FileExistsError):  # another process was quicker: its secret is the course's
            _create(path, os.urandom(32))
    for _ in range(_LOOKS):
        if found := path.read_bytes():
            return found
        time.sleep(0.01)  # it is being written
    raise NoSecret(f"{path} is empty, as a crash may leave it: delete it and grade again")


def _create(path: Path, contents: bytes) -> None:
    """Make a file that is not there, for its owner's eyes; not by a link, which exFAT and Windows' shares refuse."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(contents)
    except OSError:  # the disk is full
        path.unlink()
        raise


def _code(nb: NotebookNode) -> list[NotebookNode]:
    return [cell for cell in nb.cells if cell.cell_type == "code"]


def _seed(key: bytes, cells: list[Cell]) -> int:
    """The seed of a submission's trials: the same for the same content, and nobody's to know."""
    content = "\0".join(cell.source for cell in cells)
    number = _digest(key, content.encode("utf-8", "replace")) % _SEEDS
    return _digest(key, f"seed {number}".encode())


def _digest(key: bytes, said: bytes) -> int:
    return int.from_bytes(hmac.digest(key, said, hashlib.sha256)[:7], "big")
