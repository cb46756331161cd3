"""Grading as a function from bytes to bytes, so that any process on any machine can do it and the result can be kept.

A bundle is everything that a verdict depends on, as canonical JSON: the code cells, the seed of the trials, the limits
and the version of the checks. What comes back are the outputs of the cells. The learner's code runs in a child; the
deciding is done here.
"""

from __future__ import annotations

import hashlib
import json
import platform
import re
import threading
import time
import traceback
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from functools import cache, partial
from pathlib import Path
from typing import Any

import numpy as np
import torch

from course_utils.checks import LESSONS, CheckFailed, UnknownExercise, Verdict, find
from course_utils.checks.ladder import judge, judge_if_right
from course_utils.checks.verdict import MIME
from course_utils.errors import PlainError
from course_utils.grading.outputs import Output, Room
from course_utils.grading.remote import NoSandbox, Zygote
from course_utils.grading.sandbox import Ran, Sandbox
from course_utils.grading.trusted import TrustedZygote

CHECK = re.compile(r'check\(\s*["\']([\w-]+/[\w-]+)["\']\s*\)')
FORGEABLE = "This test ran in the same process as the learner's code: its result can be forged."
UNDECIDED = "the grader could not decide this one: please show it to your teacher"
_IN_PASSING = 0.1  # seconds: what a call may take in a child that others have used, before it gets one of its own
_PACKAGE = Path(__file__).parent.parent
_one_at_a_time = threading.Lock()  # torch's number of threads, which a check sets, is the whole process's


class OtherVersion(PlainError):
    """A bundle was made by another version of the course than this one."""


@dataclass(frozen=True)
class Cell:
    """A code cell: its source, and whether it is one of the checks that decide about a mark."""

    source: str
    decides: bool

    def exercise(self) -> str | None:
        """The id of the exercise that it decides, if that is all it does."""
        match = CHECK.fullmatch(self.source.strip()) if self.decides else None
        return match[1] if match else None


@dataclass(frozen=True)
class Seconds:
    """What one cell, one call of an answer and a whole submission may take."""

    cell: float
    call: float
    submission: float


@dataclass(frozen=True)
class Graded:
    """What came of a bundle.

    Attributes:
        cells: the outputs of each code cell, in order.
        seconds: what it took.
        faults: what went wrong in the grader itself, as tracebacks; such a result is not kept.
    """

    cells: Sequence[Sequence[Output]]
    seconds: float
    faults: Sequence[str] = field(default_factory=list)

    def verdicts(self) -> list[Mapping[str, Any]]:
        """The verdicts on exercises, as data."""
        outputs = (output for cell in self.cells for output in cell)
        return [output["data"][MIME] for output in outputs if MIME in output.get("data", {})]

    def to_bytes(self) -> bytes:
        """As JSON."""
        return _json({"cells": self.cells, "seconds": self.seconds, "faults": self.faults})

    @classmethod
    def from_bytes(cls, said: bytes) -> Graded:
        """The inverse of `to_bytes`."""
        return cls(**json.loads(said))


def make(cells: Sequence[Cell], seed: int, seconds: Seconds) -> bytes:
    """The bundle of a submission: the same bytes for the same content."""
    asked = [asdict(cell) for cell in cells]
    return _json({"cells": asked, "seed": seed, "seconds": asdict(seconds), "version": version(lessons(cells))})


def grade(bundle: bytes) -> bytes:
    """Run the cells of a bundle in a child and decide its checks here; what comes back is a `Graded`.

    Raises:
        NoSandbox: the locks cannot be had on this machine; nothing of the learner's has run.
        OtherVersion: this process has another version of the course than the one that made the bundle.
    """
    asked = json.loads(bundle)
    cells = [Cell(**cell) for cell in asked["cells"]]
    if asked["version"] != version(lessons(cells)):
        raise OtherVersion("a worker has another version of the course or of torch: install the same everywhere")
    wanted = partial(_graded, cells, asked["seed"], Seconds(**asked["seconds"]))
    with _one_at_a_time:
        return _own.use(wanted).to_bytes()


def undecided(bundle: bytes, why: str) -> bytes:
    """A `Graded` for a bundle that ended the grader: no exercise of it is decided, and its teacher is told."""
    ids = [Cell(**cell).exercise() for cell in json.loads(bundle)["cells"]]
    return Graded([_shown(_undecided(each)) if each else [] for each in ids], 0.0, [why]).to_bytes()


@cache
def version(lessons: frozenset[str]) -> str:
    """A hash of all that a verdict on these lessons depends on but the submission: this package, Python and torch.

    The checks of other lessons do not count, so that one that is corrected costs no other lesson a regrade.
    """
    others = {_PACKAGE / "checks" / f"{lesson}.py" for lesson in LESSONS if lesson not in lessons}
    digest = hashlib.sha256(f"{platform.python_version()} {torch.__version__} {np.__version__}".encode())
    for path in sorted({*_PACKAGE.rglob("*.py")} - others):
        contents = path.read_bytes()
        digest.update(f"\0{path.relative_to(_PACKAGE)}\0{len(contents)}\0".encode() + contents)
    return digest.hexdigest()


def _json(data: Any) -> bytes:
    return json.dumps(data, sort_keys=True, separators=(",", ":")).encode()


def lessons(cells: Iterable[Cell]) -> frozenset[str]:
    """The lessons whose exercises these cells decide."""
    return frozenset(exercise.split("/")[0] for cell in cells if (exercise := cell.exercise()))


_own = TrustedZygote()


def adopt(tried: Zygote) -> None:
    """Fork the children of this process from a zygote that has been tried elsewhere."""
    global _own
    _own = TrustedZygote(tried)


def _graded(cells: Sequence[Cell], seed: int, seconds: Seconds, zygote: Zygote) -> Graded:
    began = time.monotonic()
    faults: list[str] = []
    room = Room()
    with Sandbox(zygote, seconds=seconds.submission) as sandbox:
        outputs = [_outputs(cell, sandbox, seed, seconds, faults, room) for cell in cells]
    return Graded(outputs, time.monotonic() - began, faults)


def _outputs(cell: Cell, sandbox: Sandbox, seed: int, seconds: Seconds, faults: list[str], room: Room) -> list[Output]:
    """What a cell shows once it is run or, if it checks an exercise, judged."""
    if exercise_id := cell.exercise():
        return _shown(_verdict(exercise_id, sandbox, seed, seconds.call, faults))
    ran = sandbox.run_cell(cell.source, seconds.cell)
    note: Output = {"output_type": "display_data", "data": {"text/plain": FORGEABLE}, "metadata": {}}
    return [*_kept(ran, room), *[note] * cell.decides]


def _verdict(exercise_id: str, sandbox: Sandbox, seed: int, call_seconds: float, faults: list[str]) -> Verdict:
    try:
        exercise = find(exercise_id)
    except UnknownExercise as unknown:
        return Verdict(exercise_id, False, 0, 0, rung="unknown", message=str(unknown))
    wanted = partial(
        sandbox.answer,
        exercise.answer_name,
        exercise.parameters,
        use=exercise.use,
        is_class=exercise.is_class,
    )
    try:
        if sandbox.has_called_others(exercise.answer_name):
            if verdict := judge_if_right(exercise, wanted(seconds=exercise.seconds or _IN_PASSING), seed):
                return verdict
            sandbox.close()  # another exercise's damage to the child must not cost this one
        return judge(exercise, wanted(seconds=max(call_seconds, exercise.seconds)), seed)
    except NoSandbox:
        raise
    except Exception:  # a fault of ours must not cost the others of the class their marks
        faults.append(f"the judge failed on {exercise_id}\n{traceback.format_exc()}")
        return _undecided(exercise_id)


def _undecided(exercise_id: str) -> Verdict:
    return Verdict(exercise_id, False, 0, 0, rung="judge", message=UNDECIDED)


def _shown(verdict: Verdict) -> list[Output]:
    """A verdict as the outputs of its cell: what a learner sees, and the error or the number that nbgrader counts."""
    shown: list[Output] = [
        {"output_type": "display_data", "data": verdict._repr_mimebundle_(), "metadata": {}},
    ]
    if 0 < verdict.points < verdict.possible:
        points = {"text/plain": f"{verdict.points:g}"}
        shown.append({"output_type": "execute_result", "data": points, "metadata": {}, "execution_count": None})
    elif not verdict.passed:
        failed = CheckFailed(verdict)
        shown.append(_error("CheckFailed", str(failed), failed._render_traceback_()))
    return shown


def _kept(ran: Ran, room: Room) -> list[Output]:
    """The outputs of a cell that ran, as far as there is room, and why its process ended, if it did."""
    outputs = room.fitted(ran.outputs)
    if ran.ended is None:
        return outputs
    sentence = f"This cell did not come to its end: {ran.ended}."
    return [*outputs, _error("Ended", sentence, [sentence])]


def _error(name: str, sentence: str, shown: list[str]) -> Output:
    return {"output_type": "error", "ename": name, "evalue": sentence, "traceback": shown}
