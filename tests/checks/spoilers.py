"""Ways to spoil a right answer that an author of a check might not think of: each stays right on a lazy check's trials.

A spoiler gets an exercise and a right answer, and returns the spoiled answer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import combinations
from typing import Any

import torch
from torch import Tensor, nn

from course_utils.checks.engine.conditions import (
    LAYERS,
    MANY,
    bound,
    floats,
    has_history,
    many,
    sizes,
    states,
)
from course_utils.checks.engine.exercise import Exercise
from course_utils.checks.engine.trial import FAR
from course_utils.checks.learner.values import tensors, to_value

Answer = Callable[..., Any]
Sizes = Mapping[str, int]


def moved(value: Any) -> Any:
    """A value of the same kind and shape, in which every number is changed."""
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
    """Wrong only on calls whose sizes meet a condition."""

    def spoil(exercise: Exercise, answer: Answer) -> Answer:
        def spoiled(*arguments: Any) -> Any:
            if not condition(sizes(exercise, dict(zip(exercise.parameters, map(to_value, arguments), strict=True)))):
                return answer(*arguments)
            return None if exercise.changes else moved(answer(*arguments))  # changes nothing, or returns other numbers

        return spoiled

    return spoil


def _mapped(change: Callable[[Tensor], Tensor], value: Any) -> Any:
    """The same value, with a changed copy of each of its tensors of real numbers."""
    match value:
        case Tensor():
            return change(value) if value.is_floating_point() else value
        case tuple() if hasattr(value, "_fields"):
            return type(value)(*(_mapped(change, item) for item in value))
        case tuple() | list():
            return type(value)(_mapped(change, item) for item in value)
        case dict():
            return {name: _mapped(change, item) for name, item in value.items()}
    return value


def clips(name: str) -> Callable[[Exercise, Answer], Answer]:
    """Right for numbers near zero in this argument only."""

    def spoil(exercise: Exercise, answer: Answer) -> Answer:
        def spoiled(*arguments: Any) -> Any:
            named = zip(exercise.parameters, arguments, strict=True)
            return answer(
                *(_mapped(lambda t: t.clamp(-FAR, FAR), each) if key == name else each for key, each in named)
            )

        return spoiled

    return spoil


def starts_anew(name: str) -> Callable[[Exercise, Answer], Answer]:
    """Takes a state of zeros for no state, and gives other numbers then."""

    def spoil(exercise: Exercise, answer: Answer) -> Answer:
        def spoiled(*arguments: Any) -> Any:
            state = arguments[exercise.parameters.index(name)]
            result = answer(*arguments)
            return result if any(tensor.any() for tensor in tensors(state)) else moved(result)

        return spoiled

    return spoil


def truncates(exercise: Exercise, answer: Answer) -> Answer:
    """Lets no gradient flow through a long sequence."""

    def spoiled(*arguments: Any) -> Any:
        found = sizes(exercise, dict(zip(exercise.parameters, map(to_value, arguments), strict=True)))
        result = answer(*arguments)
        return _mapped(Tensor.detach, result) if found["T"] > MANY else result

    return spoiled


def remembers(key: Callable[[Sequence[Any]], object]) -> Callable[[Exercise, Answer], Answer]:
    """Returns the result of an earlier call with the same key."""

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


def _numbers(argument: Any) -> object:
    """An argument without axes or with one, as what can be looked up."""
    return tuple(argument.tolist()) if isinstance(argument, torch.Tensor) else argument


def in_training_mode(exercise: Exercise, answer: Answer) -> Answer:
    """Right in eval mode only."""

    def spoiled(*arguments: Any) -> Any:
        modules = [argument for argument in arguments if isinstance(argument, nn.Module)]
        if not any(module.training for module in modules):
            return answer(*arguments)
        return None if exercise.changes else moved(answer(*arguments))

    return spoiled


def spoilers_of(exercise: Exercise) -> Iterator[tuple[str, Callable[[Exercise, Answer], Answer]]]:
    """Every spoiler that applies to an exercise, by name."""
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
        if many(letter) not in exercise.never:
            yield f"a table up to {letter}={bound(letter)}", where(lambda s, a=letter: s[a] > bound(a))
    for name in floats(exercise):
        yield f"clips {name} at {FAR}", clips(name)
    for name in states(exercise):
        yield f"takes zeros for no {name}", starts_anew(name)
    if has_history(exercise):
        yield "cuts the gradient of a long sequence", truncates
    if any(len(exercise.axes[name]) > 1 for name in named):  # otherwise the result depends only on sizes
        yield "keeps what it gave to these shapes", remembers(_outline)
    plain = exercise.parameters[:1] if len(exercise.axes.get(exercise.parameters[0], "")) == 1 else ()
    if plain and len(exercise.parameters) > 1 and exercise.axes[plain[0]].isalpha() and not exercise.gradient:
        yield "keeps what it gave to this first argument", remembers(lambda given: _numbers(given[0]))
    if any(len(exercise.axes[name]) > 1 and name in ("cell", "gru", "lstm", "encoder", "head") for name in named):
        yield "right in eval mode only", in_training_mode
