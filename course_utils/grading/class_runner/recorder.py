"""Writes verdicts into the gradebook: nbgrader's own Autograde, one submission at a time, in one process.

nbgrader decides by timestamps whether a submission is graded again. Here it is the content that decides, of the
submission and of everything else that its record depends on. And a submission is recorded whole, or not at all.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import logging
import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import nbformat
from nbconvert.exporters.exporter import ResourcesDict
from nbconvert.writers.files import FilesWriter
from nbgrader.api import Assignment, Grade, Gradebook, MissingEntry, SubmittedAssignment, SubmittedNotebook
from nbgrader.apps.baseapp import NbGrader
from nbgrader.converters import Autograde
from nbgrader.converters.base import NbGraderException
from nbgrader.utils import setenv
from sqlalchemy import func, make_url, select
from sqlalchemy.exc import SQLAlchemyError

from course_utils.errors import PlainError
from course_utils.grading.course import gradebook_file
from course_utils.grading.deciding.bundle import Cell, exercises_in
from course_utils.grading.deciding.graded import Graded
from course_utils.grading.deciding.kept import FOLDER
from course_utils.grading.deciding.version import version
from course_utils.grading.files import write
from course_utils.grading.nbgrader_plugins.judge import GRADED, Judge, course_of, hidden_from, secret
from course_utils.grading.nbgrader_plugins.rebuild import RebuildExporter
from course_utils.grading.nbgrader_plugins.stock_options import must_be_python, must_execute
from course_utils.grading.patches import index_gradebook, keep_gradebooks_open, one_transaction
from course_utils.grading.submission.intake import Intake


class CannotGrade(PlainError):
    """This assignment cannot be graded; the message says what to do first."""


class NotRecorded(PlainError):
    """nbgrader could not grade a submission; the message says why."""


@dataclass(frozen=True)
class Record:
    """What is known of a submission that has been recorded.

    Attributes:
        content: the hash of the submission and of all else that its record depends on.
        autograded: the hash of its folder in autograded/.
        score: what the gradebook says, without what was graded by hand, less what is lost for being late; None if all
            of it is graded by hand.
        seconds: what grading it took.
        slips: the exercise, and the slip or the rung that failed, of each verdict that is not right.
    """

    content: str
    autograded: str
    score: float | None
    seconds: float
    slips: Sequence[tuple[str, str]]


@dataclass(frozen=True, eq=False)
class Sanitised:
    """A submitted notebook, sanitised as nbgrader does before it grades.

    Attributes:
        notebook: where it lies.
        output: what nbgrader's exporter made of it.
        resources: what else it made.
        bundle: what there is to grade.
    """

    notebook: Path
    output: str
    resources: ResourcesDict
    bundle: bytes


class Recorder:
    """Records the submissions of one assignment.

    Args:
        app: nbgrader, with the configuration of the course.
        assignment: such as `03_lstm`.

    Attributes:
        hidden: what learners' code must not see of the course.

    Raises:
        CannotGrade: the gradebook does not know the assignment, nothing was handed in, or the course does not use the
            judge.
        NotForTheJudge: the assignment is in another language, or nothing is to be executed.
    """

    def __init__(self, app: NbGrader, assignment: str) -> None:
        keep_gradebooks_open()
        self._assignment = assignment
        self._course = app.coursedir
        self._course.assignment_id = assignment
        self._root = Path(self._course.root)
        self._said = _Said()
        app.log.handlers[:] = [self._said]
        self._known, self._terms = self._read_gradebook(app)
        index_gradebook(self._course.db_url)
        self._converter = _Converter(coursedir=self._course, parent=app, force=True)
        self._converter.open()
        self.hidden = hidden_from(self._converter)
        self._folder = self._root / FOLDER / assignment
        for folder in (self._folder.parent, self._folder):
            folder.mkdir(mode=0o700, exist_ok=True)

    def submissions(self) -> dict[str, Path]:
        """The folder of each submission, by student; put in order, it may be a copy of what was handed in."""
        course = self._converter.coursedir
        form = course.format_path(course.submitted_directory, "(?P<student>.*)", self._assignment, escape=True)
        found = ((re.fullmatch(form, folder), Path(folder)) for folder in sorted(self._converter.found))
        excluded = course.student_id_exclude.split(",")
        return {match["student"]: folder for match, folder in found if match and match["student"] not in excluded}

    def refused(self) -> dict[str, str]:
        """Whose submission could not be taken in, and why."""
        return {student: reason for (student, _), reason in self._converter.intake().refused.items()}

    def refuse(self, student: str) -> None:
        """Let a student without marks have none, in every list, rather than 0; earlier marks stay."""
        with (
            contextlib.suppress(Exception),  # whatever it is, the student is refused already
            Gradebook(self._course.db_url, self._course.course_id) as gradebook,
        ):
            gradebook.update_or_create_student(student)
            gradebook.update_or_create_submission(self._assignment, student)

    def scores(self, *students: str) -> dict[str, float]:
        """What the gradebook has for these students, or for all who have marks.

        That is without what was graded by hand, and less what is lost for being late.
        """
        grades = select(Grade.notebook_id, func.sum(Grade.auto_score).label("points")).group_by(Grade.notebook_id)
        if students:  # else the grades of the whole class would be added up for each of them
            of_these = SubmittedAssignment.student_id.in_(students)
            grades = grades.join(SubmittedNotebook).join(SubmittedAssignment).where(of_these)
        points = grades.subquery()
        lost = func.coalesce(SubmittedNotebook.late_submission_penalty, 0)
        query = (
            select(SubmittedAssignment.student_id, func.sum(points.c.points), func.sum(lost))
            .join(SubmittedNotebook, SubmittedNotebook.assignment_id == SubmittedAssignment.id)
            .join(points, points.c.notebook_id == SubmittedNotebook.id)
            .join(Assignment, Assignment.id == SubmittedAssignment.assignment_id)
            .where(Assignment.name == self._assignment)
            .group_by(SubmittedAssignment.student_id)
            .having(func.count(points.c.points) > 0)
        )
        if students:
            query = query.where(of_these)
        with Gradebook(self._course.db_url, self._course.course_id) as gradebook:
            # A penalty may be for points given by hand, too.
            return {
                student: round(max(0.0, (score or 0.0) - less), 6)
                for student, score, less in gradebook.db.execute(query)
            }

    def recorded(self, student: str, folder: Path, score: float | None) -> Record | None:
        """The record of this submission, if nothing that it depends on has changed since.

        Args:
            student: who handed it in.
            folder: where it lies.
            score: what the gradebook has now.
        """
        try:
            record = Record(**json.loads(self._file(student).read_bytes()))
            now = (self._content(student, folder), self._autograded(student), score)
        except Exception:  # never recorded; damaged; of an older version; or no longer readable, as grading will say
            return None
        return record if now == (record.content, record.autograded, record.score) else None

    def sanitised(self, folder: Path) -> list[Sanitised]:
        """What there is to grade in this submission: its notebooks.

        Raises:
            NotRecorded: nbgrader cannot read it.
        """
        try:
            return [self._converter.sanitise(notebook) for notebook in self._notebooks(folder)]
        except PlainError as error:
            raise NotRecorded(_sentence(str(error))) from error
        except Exception as error:  # whatever it is, it concerns this submission only
            raise NotRecorded(_sentence(f"{type(error).__name__}: {error}")) from error

    def record(self, student: str, folder: Path, graded: Sequence[tuple[Sanitised, Graded]]) -> Record:
        """Have nbgrader record this submission: its notebooks, with what came of each.

        Raises:
            NotRecorded: nbgrader failed; there is no record of this submission.
        """
        self._said.lines.clear()
        try:
            content = self._content(student, folder)  # first: who cannot be read has no marks
            with one_transaction(self._course.db_url):
                self._converter.save(folder, graded)
            score = self.scores(student).get(student)
            autograded = self._autograded(student)
        except (Exception, SystemExit) as error:  # whatever it is, it concerns this submission only
            raise NotRecorded(self._said.reason() or _sentence(f"{type(error).__name__}: {error}")) from error
        slips = [
            (verdict["name"], verdict["slip"] or verdict["rung"])
            for _, result in graded
            for verdict in result.verdicts()
            if not verdict["passed"]
        ]
        seconds = sum(result.seconds for _, result in graded)
        record = Record(content, autograded, score, seconds, slips)
        write(self._file(student), json.dumps(asdict(record)).encode())
        return record

    def _notebooks(self, folder: Path) -> list[Path]:
        return [path for path in sorted(folder.glob("*.ipynb")) if path.stem in self._known]

    def _file(self, student: str) -> Path:
        return self._folder / f"{_hash(student)}.json"  # a name of the student's may be too long for a file

    def _content(self, student: str, folder: Path) -> str:
        submission = self._converter.intake().submissions.get((student, self._assignment))
        return _hash(self._terms, _tree(folder), submission.fingerprint() if submission else "")

    def _autograded(self, student: str) -> str:
        return _tree(Path(self._course.format_path(self._course.autograded_directory, student, self._assignment)))

    def _read_gradebook(self, app: NbGrader) -> tuple[set[str], str]:
        """The names of the notebooks, and the hash of all that a record depends on but the submission."""
        course, name = self._course, self._assignment
        file = gradebook_file(course.db_url)
        if file and not file.exists():  # opening it would make it
            raise CannotGrade(f"there is no gradebook {file}; run: nbgrader generate_assignment {name}")
        try:
            with Gradebook(course.db_url, course.course_id) as gradebook:
                assignment = gradebook.find_assignment(name)
                cells = [
                    (notebook.name, cell.name, cell.source, cell.locked, cell.checksum)
                    for notebook in assignment.notebooks
                    for cell in notebook.source_cells
                ]
                points = [
                    (notebook.name, cell.name, cell.max_score)
                    for notebook in assignment.notebooks
                    for cell in [*notebook.grade_cells, *notebook.task_cells]
                ]
                kernels = {each.name: json.loads(each.kernelspec or "{}") for each in assignment.notebooks}
                due = assignment.duedate
        except MissingEntry:
            raise CannotGrade(self._unknown()) from None
        except SQLAlchemyError as error:
            url = make_url(course.db_url)  # which shows no password
            raise CannotGrade(f"the gradebook {url!r} cannot be opened: {_sentence(str(error))}") from error
        if not kernels:  # only its name is known, from `nbgrader db assignment add`
            raise CannotGrade(self._unknown())
        must_execute(app.config)
        for notebook, kernel in kernels.items():
            must_be_python(notebook, {"kernelspec": kernel})
        checks = version(course_of(app), exercises_in(Cell(source, True) for _, _, source, _, _ in cells))
        release = _tree(Path(course.format_path(course.release_directory, ".", name)))
        configuration = json.dumps(
            app.config, sort_keys=True, default=lambda value: getattr(value, "__name__", str(value))
        )
        terms = (checks, release, configuration, secret(self._root).hex(), sorted(cells), sorted(points), due)
        return set(kernels), _hash(repr(terms))

    def _unknown(self) -> str:
        with Gradebook(self._course.db_url, self._course.course_id) as gradebook:
            known = ", ".join(sorted(each.name for each in gradebook.assignments)) or "none"
        source = Path(self._course.format_path(self._course.source_directory, ".", self._assignment))
        if source.is_dir():
            return f"{self._assignment} has not been released; run: nbgrader generate_assignment {self._assignment}"
        return f"there is no assignment {self._assignment!r}; the gradebook has: {known}"


class _Converter(Autograde):  # type: ignore[misc]  # nbgrader has no types
    """Autograde, made ready once for many submissions, and for notebooks that have been sanitised and graded."""

    def open(self) -> None:
        """Do what `start` does before it grades, and take in what was handed in.

        Raises:
            CannotGrade: nothing was handed in; the configuration does not use the judge, or without locks.
        """
        self.writer = FilesWriter(parent=self, config=self.config)  # type: ignore[no-untyped-call]
        place = self._format_source(self.coursedir.assignment_id, "STUDENT")
        # Made while nothing has been found: else it would take in by itself, and what it took in be taken in again.
        self.exporter = self.exporter_class(parent=self, config=self.config)
        with contextlib.suppress(NbGraderException):  # nbgrader finds nobody where nobody's notebook has its name
            self.init_notebooks()
        if isinstance(self.exporter, RebuildExporter):
            self.exporter.take_in()
        if not (self.assignments or self.intake().refused):
            raise CannotGrade(f"nothing has been handed in: there is no submission in {place}")
        self.found: dict[str, list[str]] = dict(self.assignments)
        self._sanitizing = False
        self._init_preprocessors()
        judges = [each for each in self.exporter._preprocessors if isinstance(each, Judge)]
        self._sanitizing = True
        if not judges or judges[0].unsafe:
            raise CannotGrade("nbgrader_config.py does not use the judge, or without locks; run: nbgrader autograde")
        self._judge = judges[0]

    def intake(self) -> Intake:
        """What was taken in; nothing if the course has an exporter of its own."""
        return self.exporter.intake if isinstance(self.exporter, RebuildExporter) else Intake()

    def sanitise(self, notebook: Path) -> Sanitised:
        """Make a submitted notebook ready to be graded."""
        self._init_preprocessors()
        resources = self.init_single_notebook_resources(str(notebook))
        output, resources = self.exporter.from_filename(str(notebook), resources=resources)
        return Sanitised(notebook, output, resources, self._judge.bundle(nbformat.reads(output, 4), resources))

    def save(self, folder: Path, graded: Sequence[tuple[Sanitised, Graded]]) -> None:
        """Record one submission."""
        # nbgrader's loop over submissions takes no arguments but by attributes; below, each notebook gets its own.
        self._graded = {str(sanitised.notebook): (sanitised, result) for sanitised, result in graded}
        self.assignments = {str(folder): [str(notebook) for notebook in sorted(folder.glob("*.ipynb"))]}
        self.convert_notebooks()

    def convert_single_notebook(self, notebook_filename: str) -> None:
        """Record one notebook: the second half of what nbgrader's own does, which would sanitise it anew."""
        sanitised, graded = self._graded[notebook_filename]
        self.write_single_notebook(sanitised.output, sanitised.resources)
        written = Path(self.writer.build_directory, sanitised.notebook.name)
        self._sanitizing = False
        try:
            self._init_preprocessors()
            resources = self.init_single_notebook_resources(str(written)) | {GRADED: graded}
            with setenv(NBGRADER_EXECUTION="autograde"):
                self.write_single_notebook(*self.exporter.from_filename(str(written), resources=resources))
        finally:
            self._sanitizing = True


class _Said(logging.Handler):
    """Keeps the errors that nbgrader logs, instead of showing them."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(record.getMessage())

    def reason(self) -> str:
        """The last line of the first traceback; without one, the first error; empty if there was none."""
        tracebacks = [line for line in self.lines if "Traceback" in line]
        last = (tracebacks or self.lines or [""])[0].strip().rpartition("\n")[2]
        return _sentence(re.sub(r"^(\w+\.)+(?=\w+: )", "", last))  # an error's name, without its module


def _sentence(words: str) -> str:
    """The first line of an error, not too long."""
    return words.strip().partition("\n")[0][:200]


def _hash(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogateescape")).hexdigest()


def _tree(folder: Path) -> str:
    """The hash of all files in a folder: names and contents."""
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file():  # a named pipe would never come to its end
            with path.open("rb") as file:
                contents = hashlib.file_digest(file, "sha256").hexdigest()
            digest.update(f"{path.relative_to(folder)}\0{contents}\0".encode("utf-8", "surrogateescape"))
    return digest.hexdigest()
