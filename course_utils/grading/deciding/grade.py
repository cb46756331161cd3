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

from course_utils.checks.engine.course import Course, UnknownExercise
from course_utils.checks.engine.crashes import SHORT
from course_utils.checks.engine.exercise import Exercise
from course_utils.checks.engine.ladder import judge, judge_if_right
from course_utils.checks.learner.verdict import Verdict
from course_utils.grading.deciding.bundle import Cell, Seconds, exercises_in, files_in
from course_utils.grading.deciding.errors import Ended, NoSandbox, ZygoteGone
from course_utils.grading.deciding.graded import Graded
from course_utils.grading.deciding.hidden import Hidden
from course_utils.grading.deciding.remote_answer import RemoteAnswer
from course_utils.grading.deciding.render import kept, shown
from course_utils.grading.deciding.sandbox import Ran, Sandbox
from course_utils.grading.deciding.stops import Stop, explained
from course_utils.grading.deciding.trusted import TrustedZygote
from course_utils.grading.deciding.version import OtherVersion, version
from course_utils.grading.deciding.zygote import Zygote
from course_utils.grading.protocol.outputs import Output, Room
from course_utils.grading.sandbox.limits import Limits

UNDECIDED = "the grader could not decide this one: please show it to your teacher"
_NOTHING = Hidden()
_IN_PASSING = 0.1  # seconds: what a call may take in a child that others have used, before it gets one of its own
_one_at_a_time = threading.Lock()  # torch's number of threads, which a check sets, is the whole process's


def grade(bundle: bytes, hidden: Hidden = _NOTHING) -> bytes:
    """Run the cells of a bundle in a child and decide its checks here; what comes back is a `Graded`.

    Args:
        bundle: what to grade.
        hidden: what the child must not see beside the secrets of this package.

    Raises:
        NoSandbox: the locks cannot be had on this machine; nothing of the learner's has run.
        OtherVersion: this process has another version of the course than the one that made the bundle.
        UnknownCourse: it has none.
    """
    asked = json.loads(bundle)
    cells = [Cell(**cell) for cell in asked["cells"]]
    course = Course(asked["course"])
    if asked["version"] != version(course, exercises_in(cells)):
        raise OtherVersion("a worker has another version of the course or of torch: install the same everywhere")
    limits = Limits(memory=asked["memory"] << 20)
    seconds = Seconds(**asked["seconds"])
    wanted = partial(_graded, course, cells, files_in(asked["files"]), asked["seed"], seconds, limits)
    with _one_at_a_time:
        try:
            return _own.use(wanted, hidden).to_bytes()
        except ZygoteGone as gone:  # and another zygote, too: this submission must not be the end of its class
            return undecided(bundle, f"{gone}")


def undecided(bundle: bytes, why: str) -> bytes:
    """A `Graded` for a bundle that ended the grader: no exercise of it is decided, and its teacher is told."""
    ids = [Cell(**cell).exercise() for cell in json.loads(bundle)["cells"]]
    return Graded([shown(_undecided(each)) if each else [] for each in ids], 0.0, [why]).to_bytes()


_own = TrustedZygote()


def adopt(tried: Zygote, hidden: Hidden) -> None:
    """Fork the children of this process from a zygote that has been tried elsewhere, with this hidden from them."""
    global _own
    _own = TrustedZygote(tried, hidden)


def _graded(
    course: Course,
    cells: Sequence[Cell],
    files: Mapping[str, bytes],
    seed: int,
    seconds: Seconds,
    limits: Limits,
    zygote: Zygote,
) -> Graded:
    began = time.monotonic()
    faults: list[str] = []
    stops: list[Stop] = []
    room = Room()
    # A test in a cell of its own may count on what a cell that failed has left undone; a check calls an answer.
    goes_on = all(cell.exercise() for cell in cells if cell.decides)
    outputs: list[list[Output]] = []
    missing: dict[int, Exercise] = {}
    with Sandbox(zygote, limits, seconds.submission, files) as sandbox:
        for number, cell in enumerate(cells, start=1):
            if exercise_id := cell.exercise():
                try:
                    exercise = course.find(exercise_id)
                except UnknownExercise as unknown:
                    verdict = Verdict(exercise_id, False, 0, 0, rung="unknown", message=str(unknown))
                else:
                    verdict = _verdict(exercise, sandbox, seed, seconds.call, faults, stops)
                    if _waits(verdict):
                        missing[len(outputs)] = exercise
                outputs.append(shown(verdict))
                continue
            ran = _ran(cell.source, sandbox, seconds.cell, goes_on, faults)
            outputs.append(kept(ran, room))
            if ran.failed:
                stops.append(Stop(number, cell.source, ran))
        for place, exercise in missing.items():
            if passed := _second_look(exercise, sandbox, seed, seconds.call, faults):
                outputs[place] = shown(passed)
    return Graded(outputs, time.monotonic() - began, faults)


def _ran(source: str, sandbox: Sandbox, seconds: float, goes_on: bool, faults: list[str]) -> Ran:
    try:
        return sandbox.run_cell(source, seconds, goes_on)
    except NoSandbox:
        raise
    except Exception as error:
        sandbox.close()
        faults.append(f"the judge failed on a cell\n{traceback.format_exc()}")
        return Ran(failed=True, ended=Ended("judge", f"the grader failed ({type(error).__name__})"))


def _waits(verdict: Verdict) -> bool:
    """Whether a cell below the check may hold what it lacks: the answer, or a name that the answer uses."""
    return verdict.rung == "defined" or (verdict.rung == "raises" and verdict.error == "NameError")


def _second_look(
    exercise: Exercise, sandbox: Sandbox, seed: int, call_seconds: float, faults: list[str]
) -> Verdict | None:
    """The verdict when all cells have run, if it is a pass: in a notebook, cells are run in any order."""
    try:
        return judge_if_right(exercise, _answer(exercise, sandbox, max(call_seconds, exercise.seconds)), seed)
    except NoSandbox:
        raise
    except Exception:  # as in `_verdict`
        faults.append(f"the judge failed on {exercise.id}\n{traceback.format_exc()}")
        return None


def _verdict(
    exercise: Exercise, sandbox: Sandbox, seed: int, call_seconds: float, faults: list[str], stops: Sequence[Stop]
) -> Verdict:
    try:
        shared = sandbox.has_called_others(exercise.answer_name)
        if shared:
            if verdict := judge_if_right(exercise, _answer(exercise, sandbox, exercise.seconds or _IN_PASSING), seed):
                return verdict
            sandbox.close()  # another exercise's damage to the child must not cost this one
        enough = max(call_seconds, exercise.seconds)
        verdict = judge(exercise, _answer(exercise, sandbox, enough), seed)
        if verdict.rung == SHORT and not shared:
            sandbox.close()  # nor what other cells have left in it
            verdict = judge(exercise, _answer(exercise, sandbox, enough), seed)
        return explained(verdict, exercise.answer_name, stops)
    except NoSandbox:
        raise
    except Exception:  # a fault of ours must not cost the others of the class their marks, nor this one its others
        sandbox.close()
        faults.append(f"the judge failed on {exercise.id}\n{traceback.format_exc()}")
        return _undecided(exercise.id)


def _answer(exercise: Exercise, sandbox: Sandbox, seconds: float) -> RemoteAnswer:
    """The answer to an exercise, a call of which may take so long."""
    return sandbox.answer(
        exercise.answer_name, exercise.parameters, seconds, use=exercise.use, is_class=exercise.is_class
    )


def _undecided(exercise_id: str) -> Verdict:
    return Verdict(exercise_id, False, 0, 0, rung="judge", message=UNDECIDED)
