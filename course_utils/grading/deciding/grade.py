"""Grading as a function from bytes to bytes, so that any process on any machine can do it and the result can be kept.

The learner's code runs in a child; the deciding is done here.
"""

from __future__ import annotations

import json
import threading
import time
import traceback
from collections.abc import Mapping, Sequence
from functools import partial

from course_utils.checks import UnknownExercise, find
from course_utils.checks.engine.ladder import judge, judge_if_right
from course_utils.checks.engine.verdict import Verdict
from course_utils.grading.deciding.bundle import Cell, Seconds, exercises_in, files_in
from course_utils.grading.deciding.errors import NoSandbox
from course_utils.grading.deciding.graded import Graded
from course_utils.grading.deciding.render import kept, shown
from course_utils.grading.deciding.sandbox import Sandbox
from course_utils.grading.deciding.trusted import TrustedZygote
from course_utils.grading.deciding.version import OtherVersion, version
from course_utils.grading.deciding.zygote import Zygote
from course_utils.grading.protocol.outputs import Output, Room

UNDECIDED = "the grader could not decide this one: please show it to your teacher"
_IN_PASSING = 0.1  # seconds: what a call may take in a child that others have used, before it gets one of its own
_one_at_a_time = threading.Lock()  # torch's number of threads, which a check sets, is the whole process's


def grade(bundle: bytes) -> bytes:
    """Run the cells of a bundle in a child and decide its checks here; what comes back is a `Graded`.

    Raises:
        NoSandbox: the locks cannot be had on this machine; nothing of the learner's has run.
        OtherVersion: this process has another version of the course than the one that made the bundle.
    """
    asked = json.loads(bundle)
    cells = [Cell(**cell) for cell in asked["cells"]]
    if asked["version"] != version(exercises_in(cells)):
        raise OtherVersion("a worker has another version of the course or of torch: install the same everywhere")
    wanted = partial(_graded, cells, files_in(asked["files"]), asked["seed"], Seconds(**asked["seconds"]))
    with _one_at_a_time:
        return _own.use(wanted).to_bytes()


def undecided(bundle: bytes, why: str) -> bytes:
    """A `Graded` for a bundle that ended the grader: no exercise of it is decided, and its teacher is told."""
    ids = [Cell(**cell).exercise() for cell in json.loads(bundle)["cells"]]
    return Graded([shown(_undecided(each)) if each else [] for each in ids], 0.0, [why]).to_bytes()


_own = TrustedZygote()


def adopt(tried: Zygote) -> None:
    """Fork the children of this process from a zygote that has been tried elsewhere."""
    global _own
    _own = TrustedZygote(tried)


def _graded(cells: Sequence[Cell], files: Mapping[str, bytes], seed: int, seconds: Seconds, zygote: Zygote) -> Graded:
    began = time.monotonic()
    faults: list[str] = []
    room = Room()
    with Sandbox(zygote, seconds=seconds.submission, files=files) as sandbox:
        outputs: list[list[Output]] = []
        missing: dict[int, str] = {}
        for cell in cells:
            if exercise_id := cell.exercise():
                verdict = _verdict(exercise_id, sandbox, seed, seconds.call, faults)
                if _waits(verdict):
                    missing[len(outputs)] = exercise_id
                outputs.append(shown(verdict))
            else:
                outputs.append(kept(sandbox.run_cell(cell.source, seconds.cell), room, cell.decides))
        for place, exercise_id in missing.items():
            if passed := _second_look(exercise_id, sandbox, seed, seconds.call, faults):
                outputs[place] = shown(passed)
    return Graded(outputs, time.monotonic() - began, faults)


def _waits(verdict: Verdict) -> bool:
    """Whether a cell below the check may hold what it lacks: the answer, or a name that the answer uses."""
    return verdict.rung == "defined" or (verdict.rung == "raises" and "raised NameError" in verdict.message)


def _second_look(
    exercise_id: str, sandbox: Sandbox, seed: int, call_seconds: float, faults: list[str]
) -> Verdict | None:
    """The verdict when all cells have run, if it is a pass: in a notebook, cells are run in any order."""
    exercise = find(exercise_id)
    try:
        answer = sandbox.answer(
            exercise.answer_name,
            exercise.parameters,
            seconds=max(call_seconds, exercise.seconds),
            use=exercise.use,
            is_class=exercise.is_class,
        )
        return judge_if_right(exercise, answer, seed)
    except NoSandbox:
        raise
    except Exception:  # as in `_verdict`
        faults.append(f"the judge failed on {exercise_id}\n{traceback.format_exc()}")
        return None


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
