"""What a learner's process finds in place of a course's checks: every name of ours, and nothing that is right.

A notebook may import all of these. What is right is decided elsewhere, later.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, NoReturn

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
    "progress",
]


class UnknownExercise(PlainError, LookupError):
    """There is no exercise with this id, as far as this process knows."""


class Exercise:
    """Of an exercise, this process knows the name only."""

    def __init__(self, *_fields: Any, **_more: Any) -> None:
        raise UnknownExercise("exercises cannot be made while a notebook is graded")


def check(exercise_id: str, *_answer: object, **_options: object) -> None:
    """Say that the check is made elsewhere."""
    print(f"{exercise_id}: the grader checks this after your notebook has run.")


def progress(lesson: str) -> None:
    """Say that the checks are made elsewhere."""
    print(f"{lesson}: the grader checks the exercises after your notebook has run.")


def exercises() -> Mapping[str, Exercise]:
    """None that this process knows."""
    return MappingProxyType({})


def lessons() -> tuple[str, ...]:
    """None that this process knows."""
    return ()


def find(exercise_id: str) -> NoReturn:
    """Raise UnknownExercise: this process knows none."""
    raise UnknownExercise(f"what {exercise_id!r} asks for is not known while a notebook is graded")


def judge(*_arguments: object, **_options: object) -> NoReturn:
    """Raise UnknownExercise: this process decides nothing."""
    raise UnknownExercise("nothing is judged while a notebook runs: the grader does that after it")
