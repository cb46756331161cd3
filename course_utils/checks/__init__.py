"""What a right answer is: a package per lesson with a module per exercise, and the engine that they share.

The id of an exercise is its path: `packing/pack-by-hand` is `checks/packing/pack_by_hand.py`. A package with a NUMBER
is a lesson; its EXERCISES are the names of its modules, in their order. A learner's process holds `learner` only.

A learner's notebook, a grader and the tests all use the exercises defined here; `check` is the notebook's way in.
"""

from __future__ import annotations

import difflib
import importlib
import pkgutil
import sys
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Any

from course_utils.checks.engine.exercise import Exercise
from course_utils.checks.engine.ladder import judge
from course_utils.checks.engine.progress import Checked, Progress
from course_utils.checks.learner.answer import look_up
from course_utils.checks.learner.verdict import CheckFailed, Verdict
from course_utils.errors import PlainError

__all__ = [
    "CheckFailed",
    "Exercise",
    "UnknownExercise",
    "Verdict",
    "check",
    "exercises",
    "find",
    "judge",
    "lessons",
    "module_of",
    "progress",
]

_IN_THE_NOTEBOOK: Any = object()
_last: dict[str, Checked] = {}  # what `progress` shows


class UnknownExercise(PlainError, LookupError):
    """There is no exercise with this id; the message names the nearest ones."""


@cache
def lessons() -> tuple[str, ...]:
    """The lessons that have exercises, in their order."""
    names = [each.name for each in pkgutil.iter_modules(__path__) if each.ispkg]
    numbers = {name: getattr(importlib.import_module(f"{__name__}.{name}"), "NUMBER", 0) for name in names}
    return tuple(sorted((name for name in names if numbers[name]), key=numbers.__getitem__))


@cache
def exercises() -> Mapping[str, Exercise]:
    """All exercises by id, in the order of the lessons."""
    found: dict[str, Exercise] = {}
    for lesson in lessons():
        for name in importlib.import_module(f"{__name__}.{lesson}").EXERCISES:
            exercise: Exercise = importlib.import_module(f"{__name__}.{lesson}.{name}").EXERCISE
            found[exercise.id] = exercise
    return MappingProxyType(found)


def module_of(exercise_id: str) -> str:
    """The name of the module that defines an exercise."""
    return f"{__name__}.{exercise_id.replace('/', '.').replace('-', '_')}"


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
        raise UnknownExercise(f"there is no lesson {lesson!r}; there are {', '.join(lessons())}")
    _show(Progress.of(known, _last, sys._getframe(1).f_globals))


def _show(shown: Verdict | Progress) -> None:
    """Show a verdict or the progress: as HTML in a notebook, as text elsewhere."""
    if "IPython" in sys.modules and sys.modules["IPython"].get_ipython():
        from IPython.display import display

        display(shown)
        return
    text, encoding = shown.as_text(), getattr(sys.stdout, "encoding", None) or "utf-8"
    try:
        text.encode(encoding)
    except UnicodeEncodeError:  # a terminal without ✓ and ✗ gets the words
        text = text.replace("✓ ", "").replace("✗ ", "").encode(encoding, "backslashreplace").decode(encoding)
    print(text)
