"""A whole class graded in parallel, and recorded by one writer."""

from __future__ import annotations

import contextlib
import os
import signal
import warnings
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, CancelledError, Executor, Future, wait
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from nbgrader.apps.baseapp import NbGrader
from sqlalchemy.exc import SAWarning
from tqdm import tqdm

from course_utils.errors import PlainError
from course_utils.grading.class_runner.executors import NoCluster
from course_utils.grading.class_runner.recorder import NotRecorded, Record, Recorder, Sanitised
from course_utils.grading.deciding.errors import NoSandbox
from course_utils.grading.deciding.grade import grade, undecided
from course_utils.grading.deciding.graded import Graded
from course_utils.grading.deciding.kept import FOLDER, Verdicts
from course_utils.grading.deciding.version import OtherVersion
from course_utils.grading.nbgrader_plugins.judge import Undecided
from course_utils.grading.nbgrader_plugins.stock_options import unused
from course_utils.grading.tables import USUAL, aligned, columns

_AHEAD = 2  # bundles made for each process, so that none waits for the next
_LOOK = 0.2  # seconds between two looks for Ctrl-C


class Stopped(PlainError):
    """Ctrl-C; the message says how far the grading came."""


@dataclass
class Summary:
    """What became of a class; all by student.

    Attributes:
        before: the scores before.
        recorded: what was recorded now.
        unchanged: what had been recorded before.
        refused: why a submission has no marks that can be trusted.
    """

    before: Mapping[str, float]
    recorded: dict[str, Record] = field(default_factory=dict)
    unchanged: dict[str, Record] = field(default_factory=dict)
    refused: dict[str, str] = field(default_factory=dict)

    def as_text(self, most: int = USUAL) -> str:
        """Counts, what was refused and why, the slowest, and the slips of each exercise, the most common first.

        Args:
            most: the columns of the terminal.
        """
        changed = {
            student: f"{self.before[student]:g} before, now {record.score or 0:g}"
            for student, record in self.recorded.items()
            if student in self.before and self.before[student] != record.score
        }
        everybody = self.recorded | self.unchanged
        slowest = sorted(self.recorded, key=lambda student: -self.recorded[student].seconds)[:3]
        counts = [
            ["graded", str(len(self.recorded))],
            ["changed", str(len(changed))],
            ["unchanged", str(len(self.unchanged))],
            ["refused", str(len(self.refused))],
        ]
        sections = {
            "Another score than before": [[student, words] for student, words in changed.items()],
            "Refused": [[student, reason] for student, reason in self.refused.items()],
            "Slowest": [[student, f"{self.recorded[student].seconds:.1f} s"] for student in slowest],
            "Slips": _slips(everybody.values()),
        }
        lines = aligned(counts, most)
        for title, rows in sections.items():
            if rows:
                lines += ["", f"{title}:", *aligned(rows, most, "  ")]
        return "\n".join(lines)


def _slips(records: Iterable[Record]) -> list[list[str]]:
    """For each exercise its three most common slips."""
    by_exercise: dict[str, Counter[str]] = defaultdict(Counter)
    for record in records:
        for exercise, slip in record.slips:
            by_exercise[exercise][slip] += 1
    return [
        [
            exercise.split("/")[-1],
            ", ".join(f"{slip} ({slips[slip]})" for slip in sorted(slips, key=lambda slip: (-slips[slip], slip))[:3]),
        ]
        for exercise, slips in sorted(by_exercise.items())
    ]


@dataclass
class _Submission:
    """One submission: its notebooks, and what came of each bundle so far."""

    folder: Path
    notebooks: Sequence[Sanitised]
    graded: dict[bytes, Graded]


@dataclass
class _Class:
    """The submissions of a class on their way from submitted/ into the gradebook."""

    recorder: Recorder
    known: Verdicts
    summary: Summary
    executor: Executor
    stopped: Callable[[], bool]
    progress: tqdm[None]
    pending: dict[Future[bytes], bytes] = field(default_factory=dict)
    waiting: dict[str, _Submission] = field(default_factory=dict)
    wanted: dict[bytes, set[str]] = field(default_factory=dict)  # students, by the bundle that is on its way

    def grade(self, todo: Mapping[str, Path], ahead: int) -> None:
        """Grade and record these submissions, with at most about `ahead` on their way at a time."""
        for student, folder in todo.items():
            self._send(student, folder)
            while self.pending and len(self.waiting) >= ahead:
                self._collect()
        while self.pending:
            self._collect()

    def _send(self, student: str, folder: Path) -> None:
        self._look()
        try:
            notebooks = self.recorder.sanitised(folder)
        except NotRecorded as error:
            self._refuse(student, str(error))
            return
        bundles = dict.fromkeys(each.bundle for each in notebooks)  # two notebooks may be alike
        graded = {bundle: known for bundle in bundles if (known := self.known.get(bundle))}
        self.waiting[student] = _Submission(folder, notebooks, graded)
        for bundle in bundles.keys() - graded.keys():
            if bundle not in self.wanted:
                self.pending[self.executor.submit(grade, bundle, self.recorder.hidden)] = bundle
            self.wanted.setdefault(bundle, set()).add(student)
        self._record_if_ready(student)

    def _collect(self) -> None:
        """Wait for verdicts, for a moment, and record what they complete."""
        done, _ = wait(self.pending, _LOOK, FIRST_COMPLETED)
        self._look()
        for future in done:
            bundle = self.pending.pop(future)
            graded = self.known.put(bundle, _result(future, bundle))
            for student in sorted(self.wanted.pop(bundle)):
                self.waiting[student].graded[bundle] = graded
                self._record_if_ready(student)

    def _record_if_ready(self, student: str) -> None:
        work = self.waiting[student]
        if any(each.bundle not in work.graded for each in work.notebooks):
            return
        del self.waiting[student]
        if faults := [fault for result in work.graded.values() for fault in result.faults]:
            self._refuse(student, str(Undecided.because(faults)))
            return
        try:
            graded = [(each, work.graded[each.bundle]) for each in work.notebooks]
            record = self.recorder.record(student, work.folder, graded)
        except NotRecorded as error:
            self._refuse(student, str(error))
            return
        self.summary.recorded[student] = record
        self.progress.update()

    def _refuse(self, student: str, reason: str) -> None:
        self.summary.refused[student] = reason
        self.recorder.refuse(student)
        self.progress.update()

    def _look(self) -> None:
        if self.stopped():
            done = sum(len(each) for each in (self.summary.recorded, self.summary.unchanged, self.summary.refused))
            raise Stopped(f"stopped: {done} of {self.progress.total} graded; run it again to go on")


def _result(future: Future[bytes], bundle: bytes) -> bytes:
    """What came of a bundle, also if it ended its grader."""
    try:
        return future.result()
    except (NoSandbox, OtherVersion):
        raise
    except CancelledError:
        raise NoCluster("the cluster is gone; run it again to go on") from None
    except Exception as error:  # whatever it is, it concerns this submission only
        return undecided(bundle, f"{type(error).__name__}: {error}")


@contextlib.contextmanager
def _ctrl_c() -> Iterator[Callable[[], bool]]:
    """Whether Ctrl-C was pressed; a second one ends whatever is going on."""
    pressed: list[int] = []

    def press(number: int, _frame: object) -> None:
        if pressed:
            raise KeyboardInterrupt
        pressed.append(number)

    before = signal.signal(signal.SIGINT, press)
    try:
        yield lambda: bool(pressed)
    finally:
        signal.signal(signal.SIGINT, before)


def grade_class(recorder: Recorder, known: Verdicts, executor: Executor, slots: int) -> Summary:
    """Grade what is new or changed, and record it.

    Args:
        recorder: of the assignment.
        known: verdicts from earlier runs.
        executor: where bundles are graded.
        slots: how many at a time.

    Raises:
        NoSandbox: learners' code cannot be locked in; none of it has run.
        NoCluster: the cluster cannot be used.
        OtherVersion: a worker of the cluster has another version of the course.
        Stopped: by Ctrl-C.
    """
    submissions = recorder.submissions()
    summary = Summary(recorder.scores(), refused=recorder.refused())
    for student in summary.refused:
        recorder.refuse(student)
    todo = {}
    for student, folder in submissions.items():
        if record := recorder.recorded(student, folder, summary.before.get(student)):
            summary.unchanged[student] = record
        else:
            todo[student] = folder
    if not todo:
        return summary
    bar = partial(tqdm, desc="grading", unit="submission", disable=None)  # none but on a terminal
    with (
        _ctrl_c() as stopped,
        bar(total=len(submissions), initial=len(summary.unchanged)) as progress,
    ):
        _Class(recorder, known, summary, executor, stopped, progress).grade(todo, _AHEAD * slots)
    return summary


def run(assignment: str, executor: Executor, slots: int) -> int:
    """Grade every submission of an assignment of the course in this folder; returns the exit status.

    Raises:
        PlainError: it cannot be done, or was stopped.
    """
    warnings.simplefilter("ignore", SAWarning)  # nbgrader's own queries
    app = NbGrader()
    app.initialize([])
    os.chdir(app.coursedir.root)
    recorder = Recorder(app, assignment)
    for sentence in unused(app.config):
        print(sentence)
    summary = grade_class(recorder, Verdicts(Path(app.coursedir.root) / FOLDER), executor, slots)
    print(summary.as_text(columns()))
    return 1 if summary.refused else 0
