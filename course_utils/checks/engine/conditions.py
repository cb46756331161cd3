"""Which conditions the trials of an exercise meet, and which they must meet: no condition may depend on the seed.

A condition is written as in `B<T`, `B=T`, `F=1`, `B=F=H=T` (all sizes the same), `kind=GRUCell`, or as two of them:
`kind=GRUCell, F=1`. What a trial meets is read from its arguments, not from how it was drawn.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping

import torch
from torch import Tensor

from course_utils.checks.engine.exercise import Exercise
from course_utils.checks.engine.trial import FAR, Random, Trial
from course_utils.checks.learner.values import Layer, Value, tensors

LAYERS = "L"  # num_layers: no axis that could be confused with another, so it is not compared with other sizes
MANY, MANY_LAYERS = 64, 10  # an answer may be written for a certain number of steps or layers; these are not more
STATES = ("h", "h_0", "hx", "state")  # the names of arguments that are a state


def promised(exercise: Exercise) -> frozenset[str]:
    """The conditions that every check of this exercise must meet, at every seed.

    These are: every order of two sizes, every size 1, every size above MANY, all sizes the same, numbers far from zero
    in every tensor with axes, every state all zeros, every value of every setting, and all `also` of the exercise.
    Every value of a setting also comes with every value of every other one, and with every size 1. Where a state runs
    through a sequence, gradients are compared over many steps. The conditions in `never` are left out.
    """
    letters = sorted({letter for axes in exercise.axes.values() for letter in axes if letter.isalpha()})
    ones = [f"{letter}=1" for letter in letters]
    apart = [letter for letter in letters if letter != LAYERS]
    wanted = {*ones, *(many(letter) for letter in letters), *exercise.also}
    wanted |= {f"{name} far from zero" for name in floats(exercise)}
    wanted |= {f"{name} all zeros" for name in states(exercise)}
    if has_history(exercise):
        wanted.add(GRADIENT)
    for one, other in itertools.combinations(apart, 2):
        wanted |= {f"{one}{sign}{other}" for sign in "<=>"}
    if len(apart) > 1:
        wanted.add("=".join(apart))
    values = [[f"{name}={value}" for value in values] for name, values in exercise.settings.items()]
    wanted.update(*values)
    for some, others in itertools.combinations([*values, ones], 2):
        wanted |= {f"{one}, {other}" for one, other in itertools.product(some, others)}
    return frozenset(wanted - exercise.never.keys())


def bound(letter: str) -> int:
    """The largest of this size for which an answer may be written."""
    return MANY_LAYERS if letter == LAYERS else MANY


def many(letter: str) -> str:
    """The condition that this size is above all for which an answer may be written."""
    return f"{letter}>{bound(letter)}"


def floats(exercise: Exercise) -> list[str]:
    """The arguments with axes that are tensors of real numbers."""
    first = next(iter(exercise.trials(Random(torch.Generator().manual_seed(0)))))
    return [name for name in exercise.axes if _numbers(first.arguments.get(name))]


def _numbers(value: Value) -> list[Tensor]:
    """The tensors of real numbers in an argument, but not the weights of a layer."""
    if any(isinstance(each, Layer) for each in (value if isinstance(value, tuple) else (value,))):
        return []
    return [tensor for tensor in tensors(value) if tensor.is_floating_point()]


def states(exercise: Exercise) -> list[str]:
    """The arguments with axes that are a state."""
    return [name for name in exercise.axes if name in STATES]


def has_history(exercise: Exercise) -> bool:
    """Whether gradients must flow through a state from step to step."""
    return exercise.gradient and bool(states(exercise)) and any("T" in axes for axes in exercise.axes.values())


GRADIENT = f"gradients over {many('T')}"


def met(exercise: Exercise, trials: Iterable[Trial]) -> frozenset[str]:
    """The conditions that these trials meet."""
    return frozenset(condition for trial in trials for condition in _met(exercise, trial))


def _met(exercise: Exercise, trial: Trial) -> Iterator[str]:
    found = sizes(exercise, trial.everything)
    ones = [f"{letter}=1" for letter, size in found.items() if size == 1]
    yield from ones
    yield from (many(letter) for letter, size in found.items() if size > bound(letter))
    numbers = {name: _numbers(trial.everything[name]) for name in exercise.axes}
    yield from (f"{name} far from zero" for name, some in numbers.items() if any((t.abs() > FAR).any() for t in some))
    yield from (f"{name} all zeros" for name in states(exercise) if not any(t.any() for t in numbers[name]))
    if has_history(exercise) and trial.gradient and found.get("T", 0) > MANY:
        yield GRADIENT
    compared = {letter: size for letter, size in found.items() if letter != LAYERS}
    for (one, size), (other, another) in itertools.combinations(compared.items(), 2):
        yield f"{one}{'<' if size < another else '>' if size > another else '='}{other}"
    if len(compared) > 1 and len(set(compared.values())) == 1 and 1 not in compared.values():
        yield "=".join(compared)
    settings = [f"{name}={_setting(trial.arguments, name)}" for name in exercise.settings]
    yield from settings
    yield from (f"{one}, {other}" for one, other in itertools.combinations(settings, 2))
    yield from (f"{setting}, {one}" for setting, one in itertools.product(settings, ones))
    yield from (name for name, holds in exercise.also.items() if holds(trial))


def sizes(exercise: Exercise, arguments: Mapping[str, Value]) -> dict[str, int]:
    """The sizes of a call by their letters, in alphabetical order."""
    pairs = [
        pair for name, letters in exercise.axes.items() for pair in zip(letters, _shape(arguments[name]), strict=False)
    ]
    return dict(sorted(pair for pair in pairs if pair[0].isalpha()))


def _shape(value: Value) -> tuple[int, ...]:
    """The sizes of one argument; of a layer input_size, hidden_size and num_layers, of texts the longest counts."""
    match value:
        case Tensor():
            return tuple(value.shape)
        case Layer(kind="Linear"):
            return tuple(int(value.options[name]) for name in ("in_features", "out_features"))
        case Layer():
            options = {"num_layers": 1, **value.options}
            return tuple(int(options[name]) for name in ("input_size", "hidden_size", "num_layers"))
        case tuple() if value and isinstance(value[0], Layer):
            return *_shape(value[0])[:2], len(value)
        case tuple() if value and isinstance(value[0], str):
            return len(value), max(map(len, value))
        case str():
            return (len(value),)
        case tuple() if value and isinstance(value[0], Tensor):
            return len(value), *_shape(value[0])
        case tuple() if value and isinstance(value[0], tuple):  # a tuple of pairs, each of which begins with a tensor
            return len(value), *_shape(value[0][0])
        case int():
            return (value,)
    raise TypeError(f"nothing has axes in {type(value).__name__}")


def _setting(arguments: Mapping[str, Value], name: str) -> Value:
    """An argument by this name, or an option of the first layer that has it."""
    if name in arguments:
        return arguments[name]
    for value in arguments.values():
        first = value[0] if isinstance(value, tuple) and value else value
        if isinstance(first, Layer):
            if name == "kind":
                return first.kind
            if name == "training":
                return first.training
            if name in first.options:
                return first.options[name]
    raise KeyError(name)
