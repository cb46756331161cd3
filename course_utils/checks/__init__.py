"""What a right answer is: one module per lesson, and the small engine they share.

A learner's notebook, a grader and the tests all use the exercises defined here; `check` is the notebook's way in.
"""

from __future__ import annotations

import difflib
import importlib
import sys
from typing import Any

from course_utils.checks.answer import look_up
from course_utils.checks.exercise import Exercise
from course_utils.checks.ladder import judge
from course_utils.checks.progress import Checked, Progress
from course_utils.checks.verdict import CheckFailed, Verdict
from course_utils.errors import PlainError

__all__ = ["CheckFailed", "Exercise", "UnknownExercise", "Verdict", "check", "exercises", "find", "progress"]

LESSONS = ("rnn", "cell", "lstm", "gru", "packing", "mnist")
_IN_THE_NOTEBOOK: Any = object()
_last: dict[str, Checked] = {}  # what `progress` shows


class UnknownExercise(PlainError, LookupError):
    """There is no exercise with this id; the message names the nearest ones."""


def exercises() -> dict[str, Exercise]:
    """All exercises by id, in the order of the lessons."""
    modules = [importlib.import_module(f"course_utils.checks.{lesson}") for lesson in LESSONS]
    return {exercise.id: exercise for module in modules for exercise in module.EXERCISES}


def find(exercise_id: str) -> Exercise:
    """The exercise with this id.

    Raises:
        UnknownExercise: no exercise has it.
    """
    known = exercises()
    if exercise_id in known:
        return known[exercise_id]
    near = difflib.get_close_matches(str(exercise_id), known, n=3, cutoff=0.4) or list(known)
    raise UnknownExercise(f"there is no exercise {exercise_id!r}; did you mean {' or '.join(map(repr, near))}?")


def check(exercise_id: str, answer: object = _IN_THE_NOTEBOOK, *, seed: int = 0) -> None:
    """Check an answer and show the verdict.

    Args:
        exercise_id: such as `"lstm/step"`.
        answer: the learner's function or class. Left out, it is looked up where `check` is called, by the
            exercise's own name (`step`), so that a missing one gets a sentence and not a NameError.
        seed: which random trials to draw.

    Raises:
        CheckFailed: the answer is not right yet; its `verdict` attribute says why.
        UnknownExercise: there is no such exercise.
    """
    exercise = find(exercise_id)
    if answer is _IN_THE_NOTEBOOK:
        answer = look_up(exercise.answer_name, sys._getframe(1).f_globals)
    verdict = judge(exercise, exercise.local(answer), seed)
    _last[exercise_id] = Checked(answer, verdict)
    _show(verdict)
    if not verdict.passed:
        raise CheckFailed(verdict)


def progress(lesson: str) -> None:
    """Show how every exercise of a lesson stood at its last check in this notebook.

    Args:
        lesson: the first half of its exercises' ids, such as `"lstm"`.

    Raises:
        UnknownExercise: no exercise belongs to this lesson.
    """
    known = [exercise for exercise in exercises().values() if exercise.id.startswith(f"{lesson}/")]
    if not known:
        raise UnknownExercise(f"there is no lesson {lesson!r}; there are {', '.join(LESSONS)}")
    _show(Progress.of(known, _last, sys._getframe(1).f_globals))


def _show(shown: Verdict | Progress) -> None:
    """Show a verdict or the progress: as HTML in a notebook, as text elsewhere."""
    if "IPython" in sys.modules and sys.modules["IPython"].get_ipython():
        from IPython.display import display

        display(shown)
    else:
        print(shown.as_text())
