"""One set of inputs for an exercise: the sizes, the random numbers that fill its tensors, and the usual trials.

Random numbers fill tensors. They never choose which conditions a check meets: see `conditions`.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

import torch
from torch import Tensor

from course_utils.checks.learner.values import Layer, Value, unset


@dataclass(frozen=True)
class Sizes:
    """The sizes of one trial, in the letters of the lessons."""

    T: int = 7
    B: int = 3
    F: int = 6
    H: int = 5
    L: int = 2
    S: int = 4  # seq_len of a second sequence
    G: int = 8  # input_size of a second layer
    scale: float = 1  # standard deviation of a state
    far: int = 0  # if 1, inputs and states have numbers far from zero: see `Random.input`
    zero: int = 0  # if 1, states are all zeros


HOUSE = Sizes()
EQUAL = Sizes(T=4, B=4, F=4, H=4, L=4, S=4, G=4)  # catches an answer that reshapes until the shape fits
RISING = "TBFHSG"  # the first drawn sizes rise in this order, the second ones fall in it
POOL = range(4, 14)
FAR = 8  # an answer may clip its inputs; numbers above this one are far from zero
LARGE = range(9, 17)  # all above 8, so that an answer with a short table of sizes fails
SMALL = range(2, 10)  # for an exercise with long trials besides, so that a slow answer is checked in time, too


@lru_cache(maxsize=64)
def _blank(kind: str, **options: int | float | bool | str) -> Layer:
    """A layer from which only the shapes of the weights are used; cached, because many trials have the same sizes."""
    return Layer.of(unset(kind, **options))


@dataclass(frozen=True)
class Random:
    """The source of everything random in a trial; the same seed gives the same trial on every machine.

    An answer could try all seeds of the generator, which has only 2**32 states; `secret` has more.
    """

    generator: torch.Generator
    secret: int = 0

    def normal(self, *shape: int, scale: float = 1.0) -> Tensor:
        """A float32 tensor of this shape from a normal distribution with standard deviation `scale`."""
        return torch.randn(*shape, generator=self.generator, dtype=torch.float32) * scale

    def weight(self, rows: int, columns: int, scale: float) -> Tensor:
        """A weight with this standard deviation; a smaller one if a row sums so many numbers that gates saturate."""
        return self.normal(rows, columns, scale=scale * min(1.0, 4 / math.sqrt(columns)))

    def away(self, *shape: int, least: float) -> Tensor:
        """A tensor of this shape, each of whose numbers is at least `least` away from zero."""
        drawn = self.normal(*shape)
        return least * (torch.ones_like(drawn).copysign(drawn) + drawn / 2)  # one draw of 2**24 is 0, without a sign

    def input(self, sizes: Sizes, *shape: int) -> Tensor:
        """An input; where `far` is set, the first number along its last axis is more than FAR away from zero.

        Only the first, because a sum of many large numbers would saturate every tanh, and nothing would show.
        """
        drawn = self.normal(*shape)
        if sizes.far:
            drawn[..., 0] += drawn[..., 0].sign() * (FAR + 1)
        return drawn

    def state(self, sizes: Sizes, *shape: int, power: float = 1.0) -> Tensor:
        """A state; where `scale` is not 1, each of its numbers is at least `scale ** power` away from zero."""
        if sizes.zero:
            return torch.zeros(shape)
        return self.input(sizes, *shape) if sizes.scale == 1 else self.away(*shape, least=sizes.scale**power)

    def integer(self, low: int, high: int) -> int:
        """A whole number from `low` to `high`, both included."""
        return int(torch.randint(low, high + 1, (), generator=self.generator))

    def sizes(self, rising: str = RISING, L: int = 3, pool: Sequence[int] = POOL) -> Sizes:
        """Sizes that rise in this order of their letters, so that swapped axes are found at every seed.

        They all differ from the house sizes, so that a hard-coded size is found, too.
        """
        pool = [size for size in pool if size != L]
        while True:
            drawn = torch.randperm(len(pool), generator=self.generator)[: len(rising)].sort().values.tolist()
            sizes = Sizes(**dict(zip(rising, (pool[i] for i in drawn), strict=True)), L=L)
            if all(getattr(sizes, letter) != getattr(HOUSE, letter) for letter in rising):
                return sizes

    def layer(self, kind: str, training: bool = True, **options: int | float | bool | str) -> Layer:
        """A layer or cell of torch.nn, or an nn.Linear, with random weights and biases, in this mode."""
        layer = _blank(kind, **options)
        scale = float(options["in_features" if kind == "Linear" else "hidden_size"]) ** -0.5
        weights = {name: self.normal(*weight.shape, scale=scale) for name, weight in layer.weights.items()}
        return replace(layer, weights=weights, training=training)


@dataclass(frozen=True, eq=False)
class Trial:
    """One set of inputs, by argument name.

    `edge` says in words what is special about the trial, if anything is. `gradient` says whether gradients are compared
    if the exercise asks for them. `known` is passed to the oracle and the slips as further arguments, and to `observe`;
    the answer never sees it.
    """

    arguments: Mapping[str, Value]
    edge: str = ""
    gradient: bool = True
    known: Mapping[str, Value] = field(default_factory=dict)

    @property
    def everything(self) -> Mapping[str, Value]:
        """The arguments and `known`."""
        return {**self.arguments, **self.known}


def trials(
    draw: Callable[..., Mapping[str, Value]],
    *edges: str,
    settings: Sequence[Mapping[str, Value]] = ({},),
    once: Collection[str] = (),
    words: Mapping[str, str] | None = None,
    falling: Sequence[int] = LARGE,
) -> Callable[[Random], Iterator[Trial]]:
    """The usual trials of an exercise: the house sizes, at least two with drawn sizes, then the edges.

    Args:
        draw: makes the arguments of a trial from a `Random`, the sizes, and one of `settings`.
        edges: `T=1` or `T=1 S=1`, for example, change the house sizes; `equal`: all sizes are the same; `turned`:
            tensors whose first two axes were exchanged, so that they are not contiguous.
        settings: keyword arguments of `draw`: what the text allows besides sizes, such as the kind of Cell. Each
            setting has a trial that is at no edge, and comes at every edge.
        once: edges that come with the first setting only, because they take long.
        words: what is special about an edge, if this exercise has better words than EDGES.
        falling: what the drawn sizes that fall are drawn from.
    """
    told = {**EDGES, **(words or {})}

    def run(random: Random) -> Iterator[Trial]:
        yield Trial(draw(random, HOUSE, **settings[0]))
        for number in range(1, max(3, len(settings))):  # sizes that rise and sizes that fall take turns
            sizes = random.sizes(RISING, L=3) if number % 2 else random.sizes(RISING[::-1], L=11, pool=falling)
            yield Trial(
                draw(random, sizes, **settings[number % len(settings)]), gradient=number < max(2, len(settings))
            )
        for edge, setting in itertools.product(edges, settings):
            first = setting is settings[0]
            if first or edge not in once:
                gradient = first and edge not in VALUES_ONLY
                arguments = draw(random, sizes_at(edge), **setting)
                if edge == "turned":
                    arguments = {name: turned(value) for name, value in arguments.items()}
                yield Trial(arguments, told[edge], gradient)

    return run


def sizes_at(edge: str) -> Sizes:
    """The sizes of an edge, written as in `trials`."""
    if edge in ("equal", "turned"):
        return EQUAL if edge == "equal" else HOUSE
    return replace(HOUSE, **{letter: int(size) for letter, size in (part.split("=") for part in edge.split())})


def edges_in_words(edges: str) -> str:
    """What is special where several edges meet, written as in `trials`."""
    return " and ".join(EDGES[edge] for edge in edges.split())


def turned(value: Value) -> Value:
    """The same value; a tensor is stored in memory as if its first two axes had been exchanged."""
    is_turned = isinstance(value, Tensor) and value.dim() > 1
    return value.transpose(0, 1).contiguous().transpose(0, 1) if is_turned else value


EDGES = {
    "T=1": "a sequence of one step (seq_len = 1)",
    "T=1 S=1": "a source and a target of one step (seq_len = 1)",
    "B=1": "a batch of one example (batch = 1)",
    "B=2": "a batch of two examples (batch = 2)",
    "F=1": "a single feature (input_size = 1)",
    "H=1": "a single hidden unit (hidden_size = 1)",
    "L=1": "a single layer (num_layers = 1)",
    "T=3": "as many steps as examples (seq_len = batch = 3)",
    "T=1 B=1": "a single step of a single example (seq_len = batch = 1)",
    "T=4 B=4": "as many steps as examples (seq_len = batch = 4)",
    "T=3 S=3": "source, target and batch of the same size (seq_len = batch = 3)",
    "T=66": "a long sequence (seq_len = 66)",
    "F=15": "as many inputs as the weights have rows (input_size = 3 * hidden_size)",
    "F=20": "as many inputs as the weights have rows (input_size = 4 * hidden_size)",
    "scale=6": "a state far from zero",
    "zero=1": "a state of zeros, as at the start of a sequence",
    "F=1 far=1": "a single feature (input_size = 1), and numbers far from zero",
    "H=1 far=1": "a single hidden unit (hidden_size = 1), and numbers far from zero",
    "H=66": "many hidden units (hidden_size = 66)",
    "F=66": "many features (input_size = 66)",
    "F=66 H=66": "many features and hidden units (66 each)",
    "B=66 F=66 H=66": "many examples, features and hidden units (66 each)",
    "T=66 B=66 F=66": "many steps, examples and features (66 each)",
    "equal": "all sizes the same (4)",
    "turned": "tensors that are not contiguous, as transpose leaves them",
}

# Rounding spoils gradients of a state far from zero; gradients at the other edges show nothing new.
VALUES_ONLY = {
    *("scale=6", "F=1", "F=1 far=1", "H=1", "T=3", "T=4 B=4", "T=1 S=1", "T=3 S=3", "equal", "turned"),
    *("F=66 H=66", "B=66 F=66 H=66", "T=66 B=66 F=66", "T=1056 B=1 H=2", "T=200 B=2 H=3", "S=66 T=2 B=3 H=1"),
}
