"""Ways to spoil a right answer that its author might not think of, each right where a lazy check looks.

A spoiler is given an exercise and a right answer, and returns the answer spoiled, or None where there is nothing of
that kind in the exercise to spoil.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import combinations
from typing import Any

import torch
from torch import Tensor, nn

from course_utils.checks.engine.conditions import LAYERS, sizes
from course_utils.checks.engine.exercise import Exercise
from course_utils.checks.learner.values import tensors, to_value

Answer = Callable[..., Any]
Sizes = Mapping[str, int]


def moved(value: Any) -> Any:
    """The value with every number in it another one, of the same kind and shape."""
    match value:
        case Tensor() if value.dtype == torch.bool:
            return ~value
        case Tensor():
            return value + 1
        case bool():
            return not value
        case int() | float():
            return value + 1
        case tuple() | list():
            return tuple(map(moved, value))
        case dict():
            return {name: moved(item) for name, item in value.items()}
        case str():
            return f"{value}, perhaps"
    return value


def where(condition: Callable[[Sizes], bool]) -> Callable[[Exercise, Answer], Answer]:
    """Right but where a condition on the sizes holds."""

    def spoil(exercise: Exercise, answer: Answer) -> Answer:
        def spoiled(*arguments: Any) -> Any:
            if not condition(sizes(exercise, dict(zip(exercise.parameters, map(to_value, arguments), strict=True)))):
                return answer(*arguments)
            return None if exercise.changes else moved(answer(*arguments))  # undone, or done wrong

        return spoiled

    return spoil


def remembers(key: Callable[[Sequence[Any]], object]) -> Callable[[Exercise, Answer], Answer]:
    """Gives the result of an earlier call that looked the same."""

    def spoil(_exercise: Exercise, answer: Answer) -> Answer:
        kept: dict[object, Any] = {}

        def spoiled(*arguments: Any) -> Any:
            known = key(arguments)
            if known not in kept:
                kept[known] = answer(*arguments)
            return kept[known]

        return spoiled

    return spoil


def _outline(arguments: Sequence[Any]) -> object:
    """The shapes of all tensors, the whole numbers and the words."""
    shapes = tuple(tensor.shape for tensor in tensors(list(arguments)))
    return shapes, tuple(each for each in arguments if isinstance(each, int | str))


def _first(arguments: Sequence[Any]) -> object:
    """The first argument, by its numbers."""
    return tuple(arguments[0].tolist()) if isinstance(arguments[0], Tensor) else arguments[0]


def in_training_mode(exercise: Exercise, answer: Answer) -> Answer:
    """Right in eval mode only."""

    def spoiled(*arguments: Any) -> Any:
        modules = [argument for argument in arguments if isinstance(argument, nn.Module)]
        if not any(module.training for module in modules):
            return answer(*arguments)
        return None if exercise.changes else moved(answer(*arguments))

    return spoiled


def spoilers_of(exercise: Exercise) -> Iterator[tuple[str, Callable[[Exercise, Answer], Answer]]]:
    """Every spoiler that there is something for in an exercise, by name."""
    named = [name for name in exercise.parameters if name in exercise.axes]
    letters = sorted({letter for name in named for letter in exercise.axes[name] if letter.isalpha()})
    for one, other in combinations([letter for letter in letters if letter != LAYERS], 2):
        pair = f"{one}={other}"
        if pair not in exercise.never:
            yield f"repairs until it fits: {pair}", where(lambda s, a=one, b=other: s.get(a) == s.get(b))
        for sign, wrong in (("<", lambda s, a=one, b=other: s[a] < s[b]), (">", lambda s, a=one, b=other: s[a] > s[b])):
            if f"{one}{sign}{other}" not in exercise.never:
                yield f"one order only: {one}{sign}{other}", where(wrong)
    for letter in letters:
        if f"{letter}=1" not in exercise.never:
            yield f"squeezes: {letter}=1", where(lambda s, a=letter: s[a] == 1)
        most = 3 if letter == LAYERS else 8
        yield f"a table up to {letter}={most}", where(lambda s, a=letter, m=most: s[a] > m)
    if any(len(exercise.axes[name]) > 1 for name in named):  # else the result is a matter of sizes alone
        yield "keeps what it gave to these shapes", remembers(_outline)
    plain = exercise.parameters[:1] if len(exercise.axes.get(exercise.parameters[0], "")) == 1 else ()
    if plain and len(exercise.parameters) > 1 and exercise.axes[plain[0]].isalpha() and not exercise.gradient:
        yield "keeps what it gave to this first argument", remembers(_first)
    if any(len(exercise.axes[name]) > 1 and name in ("cell", "gru", "lstm", "encoder", "head") for name in named):
        yield "right in eval mode only", in_training_mode
