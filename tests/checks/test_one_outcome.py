"""Some outcomes have many possible causes: a verdict on such an outcome names none of them.

Zeros come from a loop that never runs, a forgotten sum, a tensor that was made and not filled, and many other mistakes.
The verdict says only what came back.
"""

from collections.abc import Callable
from typing import Any

import pytest
import torch

from course_utils.checks import exercises, judge
from course_utils.checks.engine.exercise import Exercise, returned
from course_utils.checks.learner.uses import LISTED, called

# These slips state only what was seen: nothing came back, or a value of another kind.
SEEN = {"", "returns-none", "number-for-tensor", "tensor-for-number", "not-one-tensor", "other-parts", "names-left-out"}
GIVING = [
    each
    for each in exercises().values()
    if not each.changes and each.observe is returned and each.use in (called.__name__, *LISTED)
]


def filled(like: object, number: float) -> Any:
    """A value of the same kind and shape in which all numbers are equal."""
    match like:
        case torch.Tensor():
            return torch.full_like(like, number, requires_grad=False)
        case bool() | str():
            return like
        case int() | float():
            return type(like)(number)
        case tuple() | list():
            return tuple(filled(item, number) for item in like)
        case dict():
            return {name: filled(item, number) for name, item in like.items()}
    return like


def constant(exercise: Exercise, number: float) -> Callable[..., Any]:
    return lambda *arguments: filled(exercise.oracle(*arguments), number)


def raises(*_arguments: object) -> None:
    raise ValueError("no")


OUTCOMES: dict[str, Callable[[Exercise], Callable[..., Any]]] = {
    "zeros": lambda exercise: constant(exercise, 0),
    "ones": lambda exercise: constant(exercise, 1),
    "a constant": lambda exercise: constant(exercise, 3),
    "None": lambda _exercise: lambda *_arguments: None,
    "one number": lambda _exercise: lambda *_arguments: 3,
    "an error": lambda _exercise: raises,
}


@pytest.mark.parametrize("outcome", OUTCOMES)
@pytest.mark.parametrize("exercise", GIVING, ids=lambda exercise: exercise.id)
def test_no_cause_is_told(exercise: Exercise, outcome: str) -> None:
    for seed in range(3):
        verdict = judge(exercise, exercise.local(OUTCOMES[outcome](exercise)), seed)
        assert not verdict.passed
        assert verdict.slip in SEEN, verdict.as_text()
