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
from course_utils.checks.learner.uses import called
from course_utils.checks.learner.values import tensors, to_value
from tools.answer_bank import answers_to

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


def _around(answer: Answer, change: Callable[..., Any]) -> Answer:
    """The answer, each call of which `change` is asked to make; of a class, each forward."""
    if not isinstance(answer, type):
        return lambda *given: change(answer, *given)

    def forward(self: Any, *given: Any) -> Any:
        return change(lambda *more: answer.forward(self, *more), self, *given)

    return type(answer.__name__, (answer,), {"forward": forward})


def remembers(key: Callable[[Sequence[Any]], object]) -> Callable[[Exercise, Answer], Answer]:
    """Returns the result of an earlier call with the same key."""

    def spoil(_exercise: Exercise, answer: Answer) -> Answer:
        kept: dict[object, Any] = {}

        def change(call: Answer, *given: Any) -> Any:
            known = key(given)
            if known not in kept:
                kept[known] = call(*given)
            return kept[known]

        return _around(answer, change)

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


def right_answer(exercise: Exercise) -> Answer:
    """What is spoiled: the oracle, or the first right answer of the bank, where an oracle says what comes of a use."""
    return exercise.oracle if exercise.use == called.__name__ else answers_to(exercise.id, right=True)[0].made()


def spoilers_of(exercise: Exercise) -> Iterator[tuple[str, Callable[[Exercise, Answer], Answer]]]:
    """Every spoiler that applies to an exercise, by name."""
    yield from _of_sizes(exercise) if exercise.use == called.__name__ else _of_uses(exercise)


def _of_uses(exercise: Exercise) -> Iterator[tuple[str, Callable[[Exercise, Answer], Answer]]]:
    """Spoilers of an answer that is used otherwise than by one call with the arguments of a trial."""
    yield "wrong with an axis of size 1", _when(lambda given: any(1 in shape for shape in _shapes(given)))
    yield (
        f"wrong with an axis above {MANY}",
        _when(lambda given: any(size > MANY for shape in _shapes(given) for size in shape)),
    )
    if exercise.is_class or {"layer", "model"} & set(exercise.parameters):
        yield "right in eval mode only", _when(lambda given: any(each.training for each in _modules(given)))
        yield "right in training mode only", _when(lambda given: any(not each.training for each in _modules(given)))
    yield "keeps what it gave to these shapes", remembers(lambda given: tuple(_shapes(given)))


def _when(condition: Callable[[Sequence[Any]], bool]) -> Callable[[Exercise, Answer], Answer]:
    """Wrong only on calls whose arguments meet a condition."""

    def spoil(exercise: Exercise, answer: Answer) -> Answer:
        def change(call: Answer, *given: Any) -> Any:
            is_met = condition(given)
            result = call(*given)
            if is_met and exercise.changes:
                _move_weights(given)
            return moved(result) if is_met else result

        return _around(answer, change)

    return spoil


def _modules(given: Sequence[Any]) -> list[nn.Module]:
    return [each for each in given if isinstance(each, nn.Module)]


def _shapes(given: Any) -> Iterator[torch.Size]:
    """The shapes of all tensors, also of those in a module."""
    match given:
        case nn.Module():
            yield from (weight.shape for weight in given.parameters())
        case Tensor():
            yield given.shape
        case tuple() | list():
            for each in given:
                yield from _shapes(each)


@torch.no_grad()
def _move_weights(given: Sequence[Any]) -> None:
    for each in _modules(given):
        for weight in each.parameters():
            weight += 1


def _of_sizes(exercise: Exercise) -> Iterator[tuple[str, Callable[[Exercise, Answer], Answer]]]:
    """Spoilers of an answer that is called once for each trial."""
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
