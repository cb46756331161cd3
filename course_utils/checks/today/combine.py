"""Two steps h -> a * h + b as one step of the same kind: what a scan does again and again."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from torch import Tensor

from course_utils.checks.engine.exercise import Exercise, Slip
from course_utils.checks.engine.kinds import TensorOf, TupleOf
from course_utils.checks.engine.trial import Random, Sizes, trials
from course_utils.checks.learner.values import Value
from course_utils.checks.today.steps import WORDS

Step = tuple[Tensor, Tensor]


def _arguments(random: Random, sizes: Sizes) -> Mapping[str, Value]:
    first, second = (
        (random.input(sizes, sizes.B, sizes.H), random.input(sizes, sizes.B, sizes.H)) for _ in ("first", "second")
    )
    if sizes.zero:
        first[0].zero_()
    return {"first": first, "second": second}


def _but(
    a: Callable[[Step, Step], Tensor] = lambda first, second: second[0] * first[0],
    b: Callable[[Step, Step], Tensor] = lambda first, second: second[0] * first[1] + second[1],
    turn: Callable[[Step], Step] = lambda pair: pair,
) -> Callable[..., Any]:
    """Both steps as one, with one part done another way."""
    return lambda first, second: turn((a(first, second), b(first, second)))


_AXES = ("batch", "hidden_size")
_WRITE_OUT = "Write out the second step, and put what the first one gives in the place of h."

EXERCISE = Exercise(
    id="today/combine",
    parameters=("first", "second"),
    points=2,
    trials=trials(
        _arguments,
        *("B=1", "H=1 far=1", "B=66 H=66", "zero=1", "equal", "turned"),
        words={**WORDS, "zero=1": "a first step that keeps nothing (a = 0)"},
    ),
    axes={"first": "2BH", "second": "2BH"},
    also={
        "a first step that keeps nothing": lambda trial: not trial.arguments["first"][0].any(),
        "a below zero": lambda trial: bool((trial.arguments["second"][0] < 0).any()),
    },
    oracle=_but(),  # the tests compare it with two steps
    returns=TupleOf({"a": TensorOf(_AXES, hint=_WRITE_OUT), "b": TensorOf(_AXES, hint=_WRITE_OUT)}),
    slips=(
        Slip(
            "second-step-first",
            "you take the second step first; the first one's result goes through the second",
            _WRITE_OUT,
            _but(b=lambda first, second: first[0] * second[1] + first[1]),
        ),
        Slip(
            "b-not-scaled",
            "you add the two b; the first one goes through the second step, which multiplies it",
            _WRITE_OUT,
            _but(b=lambda first, second: first[1] + second[1]),
        ),
        Slip(
            "b-scaled-by-its-own-a",
            "you multiply the first b by the first a; that a comes before b, and the second one after it",
            "Which of the two steps does the first b go through?",
            _but(b=lambda first, second: first[0] * first[1] + second[1]),
        ),
        Slip(
            "b-scaled-by-both",
            "you multiply the first b by both a; it goes through the second step only",
            "Which of the two steps does the first b go through?",
            _but(b=lambda first, second: first[0] * second[0] * first[1] + second[1]),
        ),
        Slip(
            "both-b-scaled",
            "you multiply both b by the second a; the second b is added after that",
            _WRITE_OUT,
            _but(b=lambda first, second: second[0] * (first[1] + second[1])),
        ),
        Slip(
            "first-b-lost",
            "your b is that of the second step: what the first one adds is lost",
            "Take both steps from h = 0: what is left?",
            _but(b=lambda _first, second: second[1]),
        ),
        Slip(
            "b-multiplied",
            "you multiply the two b; nothing multiplies by a b",
            _WRITE_OUT,
            _but(b=lambda first, second: first[1] * second[1]),
        ),
        Slip(
            "a-added",
            "you add the two a; h is multiplied by one, and the result by the other",
            "With both b = 0: what becomes of h?",
            _but(a=lambda first, second: first[0] + second[0]),
        ),
        Slip(
            "a-of-the-second",
            "your a is that of the second step; h goes through both",
            "With both b = 0: what becomes of h?",
            _but(a=lambda _first, second: second[0]),
        ),
        Slip(
            "second-only",
            "you return the second step as it is: the first one is lost",
            _WRITE_OUT,
            lambda _first, second: second,
        ),
        Slip(
            "first-only",
            "you return the first step as it is: the second one is lost",
            _WRITE_OUT,
            lambda first, _second: first,
        ),
        Slip(
            "unpacked-crosswise",
            "you read (a, a) from first and (b, b) from second; each of them is a step (a, b)",
            "a_1, b_1 = first",
            lambda first, second: _but()((first[0], second[0]), (first[1], second[1])),
        ),
        Slip(
            "returned-b-first",
            "you return (b, a); asked for is (a, b)",
            "Swap the two.",
            _but(turn=lambda pair: (pair[1], pair[0])),
        ),
    ),
)
