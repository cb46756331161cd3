"""A temporary course for tests and for `make grade`: a real release, submissions made from answers, real nbgrader."""

from __future__ import annotations

import atexit
import functools
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

import nbformat

from course_utils.grading.class_runner import marks
from tools.notebooks import ROOT, cells_of

CONFIG = """\
load_subconfig({config!r})
c = get_config()
c.Exchange.root = {exchange!r}
c.ExchangeCollect.check_owner = False  # every student here is the same user
"""
STOCK = "\nc.pop('Autograde')\n"  # appended to CONFIG: nbgrader without the plug-ins


def checkout(folder: Path) -> Path:
    """Copy the repository's files into `folder` like a clone, without anything that was built beside them."""
    files = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(files, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    for name in filter(None, listed.split("\0")):
        if (ROOT / name).is_file():  # git also lists a file whose deletion is not committed
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, folder / name)
    return folder


class CommandFailed(Exception):
    """A teacher's command ended with an error; the message is what it printed."""


class Classroom:
    """A course in a folder of its own, with an exchange, ready to be graded."""

    def __init__(self, folder: Path, assignment: str) -> None:
        self.folder = folder
        self.assignment = assignment
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(ROOT / "solutions" / assignment, folder / "solutions" / assignment)
        exchange = folder / "exchange"
        exchange.mkdir()
        exchange.chmod(0o777)  # nbgrader asks for an exchange that everybody can write to
        config = CONFIG.format(config=str(ROOT / "nbgrader_config.py"), exchange=str(exchange))
        (folder / "nbgrader_config.py").write_text(config)

    def nbgrader(self, *words: str, environment: Mapping[str, str] | None = None) -> str:
        """Run an nbgrader command in the course, with extra environment variables, and return what it printed.

        Raises:
            CommandFailed: the command did not exit with 0.
        """
        return self.types("nbgrader", *words, environment=environment)

    def types(self, program: str, *words: str, environment: Mapping[str, str] | None = None) -> str:
        """Run a command of the Python environment as the teacher, in the folder of the course.

        Raises:
            CommandFailed: the command ended with an error.
        """
        command = [str(Path(sys.executable).with_name(program)), *words]
        # A teacher does not have the variables of this terminal or test runner, so few are passed on.
        kept = ("PATH", "HOME", "LANG", "TMPDIR", "JUPYTER_PATH")
        plain = {key: os.environ[key] for key in kept if key in os.environ}
        plain |= environment or {}
        done = subprocess.run(command, cwd=self.folder, env=plain, capture_output=True, text=True, check=False)
        if done.returncode:
            printed = f"{done.stdout}{done.stderr}"
            raise CommandFailed(f"{program} {' '.join(words)} ended with {done.returncode}:\n{printed}")
        return done.stdout + done.stderr

    def release(self) -> Path:
        """Make the release, as nbgrader does, and return its notebook."""
        name = Path(self.assignment) / f"{self.assignment}.ipynb"
        made = _released(self.assignment, (self.folder / "solutions" / name).read_bytes())
        shutil.copytree(made / "exercises", self.folder / "exercises", dirs_exist_ok=True)
        shutil.copy(made / "gradebook.db", self.folder)
        return self.folder / "exercises" / name

    def submit(self, student: str, answers: Mapping[str, str]) -> None:
        """Submit as `student`: fetch the assignment if it was not fetched, and fill in `answers` by exercise id."""
        notebook = self.desk(student) / self.assignment / f"{self.assignment}.ipynb"
        if not notebook.exists():
            self.at_desk(student, "fetch_assignment")
        write_answers(notebook, answers)
        self.at_desk(student, "submit")

    def desk(self, student: str) -> Path:
        """Where a student works."""
        return self.folder / "desks" / student

    def at_desk(self, student: str, command: str) -> None:
        """Run one of nbgrader's commands for learners as `student`."""
        desk = self.desk(student)
        desk.mkdir(parents=True, exist_ok=True)
        own = [f"--Exchange.assignment_dir={desk}", f"--Exchange.cache={desk / 'cache'}"]
        self.nbgrader(command, self.assignment, f"--CourseDirectory.student_id={student}", *own)

    def hand_in(self, student: str, answers: Mapping[str, str]) -> Path:
        """Put a submission into submitted/, like one collected from a zip; returns the notebook."""
        submitted = self.folder / "submitted" / student / self.assignment
        shutil.copytree(self.folder / "exercises" / self.assignment, submitted)
        notebook = submitted / f"{self.assignment}.ipynb"
        write_answers(notebook, answers)
        return notebook

    def autograde(self) -> None:
        """Grade everything in submitted/."""
        self.nbgrader("autograde", self.assignment)

    def grade_class(self) -> None:
        """Grade everything in submitted/ with `course-grade`, which is faster."""
        self.types("course-grade", self.assignment)

    def marks(self) -> dict[str, list[marks.Mark]]:
        """The marks of the class."""
        return marks.read(f"sqlite:///{self.folder / 'gradebook.db'}", self.folder / "autograded", self.assignment)


@functools.cache
def _released(assignment: str, notebook: bytes) -> Path:
    """A course in which this instructor's notebook is released; cached, because nbgrader takes seconds."""
    folder = Path(tempfile.mkdtemp(prefix="released-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    classroom = Classroom(folder, assignment)
    (folder / "solutions" / assignment / f"{assignment}.ipynb").write_bytes(notebook)
    classroom.nbgrader("generate_assignment", assignment)
    return folder


def counts(printed: str) -> dict[str, int]:
    """The counts in the first lines that course-grade prints."""
    return {name: int(count) for name, count in (line.split() for line in printed.splitlines()[:4])}


def write_answers(notebook: Path, answers: Mapping[str, str]) -> None:
    """Put the sources in `answers` (by exercise id) into the answer cells of a released notebook."""
    contents = nbformat.read(notebook, as_version=4)
    cells = {cell.metadata.get("nbgrader", {}).get("grade_id"): cell for cell in contents.cells}
    for exercise, source in answers.items():
        cells[cells_of(exercise).answer].source = source
    nbformat.write(contents, notebook)
