"""The hidden sizes at which an RNN, a GRU and an LSTM keep to the same number of parameters."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any

from course_utils.checks.engine.exercise import Exercise, Slip
from course_utils.checks.engine.kinds import DictOf, Plain
from course_utils.checks.engine.trial import Random, Trial
from course_utils.checks.learner.values import unset

_GATES = {"RNN": 1, "GRU": 3, "LSTM": 4}
_MOST = 100_000  # the largest budget, as the docstring of the exercise says


def _count(kind: str, input_size: int, hidden_size: int) -> int:
    layer = unset(kind, input_size=input_size, hidden_size=hidden_size)
    return sum(parameter.numel() for parameter in layer.parameters())


def _root(kind: str, input_size: int, budget: int) -> float:
    """The real number that, as a hidden size, would give a layer exactly `budget` parameters."""
    half = (input_size + 2) / 2
    return math.sqrt(half**2 + budget / _GATES[kind]) - half


def _lie(low: float, high: float, *pairs: tuple[int, int], but: str = "") -> bool:
    """Whether the fraction of every size, except that of `but`, is in this range: then no seed changes its rounding."""
    return all(low < _root(kind, *pair) % 1 < high for pair in pairs for kind in _GATES if kind != but)


def _drawn(draw: Callable[[], tuple[int, int]], holds: Callable[[int, int], bool]) -> tuple[int, int]:
    while True:
        input_size, budget = draw()
        if holds(input_size, budget):
            return input_size, budget


def _trials(random: Random) -> Iterator[Trial]:
    def trial(pair: tuple[int, int], edge: str = "") -> Trial:
        return Trial({"input_size": pair[0], "budget": pair[1]}, edge)

    def clear(*pair: int, but: str = "") -> bool:
        return all(abs(_root(kind, *pair) % 1 - 0.5) > 0.03 for kind in _GATES if kind != but)

    def short_of(kind: str, least: int, by: Callable[[int, int], int]) -> tuple[int, int]:
        """A budget that misses a size by more than one of its biases and over half a step: wrong counts then show."""
        f, h = random.integer(least, least + 15), random.integer(21, 40)
        return f, _count(kind, f, h) - _GATES[kind] * by(f, h)

    def exact(kind: str, least: int = 11, most: int = 40) -> tuple[int, int]:
        f = random.integer(13, 40)
        return f, _count(kind, f, random.integer(least, most))

    first = _drawn(
        lambda: (random.integer(5, 12), random.integer(2_000, 6_000)),
        lambda f, budget: _lie(0.05, 0.4, (f, budget)) and clear(f + 40, budget) and clear(f, 2 * budget),
    )
    yield trial(first)
    yield trial(
        _drawn(lambda: (random.integer(257, 300), random.integer(40_000, 90_000)), lambda *pair: _lie(0.6, 0.95, pair))
    )
    yield trial(_drawn(lambda: short_of("LSTM", 21, lambda f, h: h + f // 4), clear))
    yield trial(_drawn(lambda: short_of("GRU", 13, lambda f, h: h + f // 2 + 2), partial(clear, but="GRU")))
    for kind in _GATES:  # exactly enough for one kind, and one parameter too few
        f, whole = _drawn(partial(exact, kind), lambda *pair, but=kind: _lie(0.05, 0.4, pair, but=but))
        yield trial((f, whole), f"a budget that one {kind} just uses up")
        yield trial((f, whole - 1), f"a budget one parameter short of a larger {kind}")
    edge = "just enough for an LSTM of a single hidden unit (hidden_size = 1)"
    yield trial(_drawn(partial(exact, "LSTM", 1, 1), clear), edge)
    yield trial((1, _MOST), f"a single feature (input_size = 1), and a budget of {_MOST:,}")
    yield trial((first[0] + 40, first[1]), "the budget of an earlier call, and another input_size")
    yield trial((first[0], 2 * first[1]), "the input_size of an earlier call, and another budget")


def _largest(count: Callable[[int], int], budget: int) -> int:
    """The largest hidden size whose count does not exceed the budget."""
    low, high = 0, budget
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if count(middle) <= budget else (low, middle - 1)
    return low


def _oracle(input_size: int, budget: int) -> Any:
    """The sizes by formula; an assertion compares its count with PyTorch's own layer of that size."""
    found = {}
    for kind, gates in _GATES.items():

        def count(hidden_size: int, gates: int = gates) -> int:
            return gates * hidden_size * (input_size + hidden_size + 2)

        found[kind] = _largest(count, budget)
        assert count(found[kind]) == _count(kind, input_size, found[kind])
    return found


def _but(
    gates: Mapping[str, int] = _GATES,
    count: Callable[[int, int, int], int] = lambda gates, f, h: gates * h * (f + h + 2),
    budget: Callable[[int], int] = lambda budget: budget,
    finish: Callable[[int, int, int, int], int] = lambda size, _gates, _f, _budget: size,
) -> Callable[..., Any]:
    """The right sizes with one part done another way."""

    def wrong(input_size: int, given: int) -> Any:
        return {
            kind: finish(
                _largest(lambda h, n=n: count(n, input_size, h), budget(given)),  # type: ignore[misc]
                n,
                input_size,
                given,
            )
            for kind, n in gates.items()
        }

    return wrong


def _nearest(size: int, gates: int, f: int, budget: int) -> int:
    return min(size, size + 1, key=lambda h: abs(gates * h * (f + h + 2) - budget))


def _from_the_rnn(share: Callable[[int, int], float]) -> Callable[..., Any]:
    """Sizes computed from the RNN's size and the number of blocks."""

    def wrong(input_size: int, budget: int) -> Any:
        size = _but()(input_size, budget)["RNN"]
        return {kind: int(share(size, gates)) for kind, gates in _GATES.items()}

    return wrong


def _size(kind: str, trial: Trial) -> float:
    return _root(kind, trial.arguments["input_size"], trial.arguments["budget"])


EXERCISE = Exercise(
    id="gru/same-budget",
    parameters=("input_size", "budget"),
    points=3,
    trials=_trials,
    axes={"input_size": "F"},
    also={
        "the largest budget": lambda trial: trial.arguments["budget"] == _MOST,
        "just enough for one unit": lambda trial: _size("LSTM", trial) == 1.0,
        **{f"{kind} uses it up": lambda trial, kind=kind: _size(kind, trial) % 1 == 0 for kind in _GATES},  # type: ignore[misc]
        "every size would be rounded up": lambda trial: all(_size(kind, trial) % 1 > 0.5 for kind in _GATES),
        "no size would be rounded up": lambda trial: all(_size(kind, trial) % 1 < 0.5 for kind in _GATES),
    },
    oracle=_oracle,
    returns=DictOf({kind: Plain(int) for kind in _GATES}),
    gradient=False,
    parts=True,
    slips=(
        Slip(
            "one-bias",
            "you count one bias; PyTorch keeps two, bias_ih and bias_hh, of the same size",
            "Print the names and shapes of the parameters of a small layer.",
            _but(count=lambda gates, f, h: gates * h * (f + h + 1)),
        ),
        Slip(
            "no-biases",
            "you count the weights and leave out the biases",
            "Print the names and shapes of the parameters of a small layer.",
            _but(count=lambda gates, f, h: gates * h * (f + h)),
        ),
        Slip(
            "weight-ih-forgotten",
            "you leave out weight_ih; the size of the input counts as well",
            "Print the names and shapes of the parameters of a small layer.",
            _but(count=lambda gates, _f, h: gates * h * (h + 2)),
        ),
        Slip(
            "weight-hh-forgotten",
            "you leave out weight_hh, which has gates * H * H numbers",
            "Print the names and shapes of the parameters of a small layer.",
            _but(count=lambda gates, f, h: gates * h * (f + 2)),
        ),
        Slip(
            "candidate-not-counted",
            "you count the gates and forget the candidate: a GRU has three blocks of rows, an LSTM four",
            "Look at the rows of weight_hh of each kind.",
            _but(gates={"RNN": 1, "GRU": 2, "LSTM": 3}),
        ),
        Slip(
            "gru-of-two-blocks",
            "you count two blocks of rows for the GRU, one for each gate; its candidate has a block, too",
            "Look at the rows of weight_hh of each kind.",
            _but(gates={"RNN": 1, "GRU": 2, "LSTM": 4}),
        ),
        Slip(
            "two-directions",
            "you count two directions; the layers are to have one",
            "Half of what you count is the backward direction's.",
            _but(count=lambda gates, f, h: 2 * gates * h * (f + h + 2), finish=lambda size, *_: max(size, 1)),
        ),
        Slip(
            "gru-and-lstm-swapped",
            "your GRU has the size for four blocks and your LSTM the one for three; it is the other way round",
            "Count the gates and the candidate of each cell.",
            _but(gates={"RNN": 1, "GRU": 4, "LSTM": 3}),
        ),
        Slip(
            "same-size-for-all",
            "you give all three the same hidden size; then their counts are as 1 : 3 : 4, and two exceed the budget",
            "The budget is the same, so the sizes differ.",
            _but(gates={"RNN": 1, "GRU": 1, "LSTM": 1}),
        ),
        Slip(
            "lstm-size-for-all",
            "you give all three the size that fits an LSTM; an RNN and a GRU can be larger within the budget",
            "The budget is the same, so the sizes differ.",
            _but(gates={"RNN": 4, "GRU": 4, "LSTM": 4}),
        ),
        Slip(
            "size-divided-by-gates",
            "you divide the RNN's size by 3 and by 4; the count does not grow in proportion to the size, but faster",
            "Which of the parameters has H * H numbers?",
            _from_the_rnn(lambda size, gates: size // gates),
        ),
        Slip(
            "size-divided-by-root",
            "you divide the RNN's size by the root of 3 and of 4; weight_ih and the biases do not grow like H * H",
            "Write the count of each kind as a formula, and find the largest H for each of them.",
            _from_the_rnn(lambda size, gates: size / math.sqrt(gates)),
        ),
        Slip(
            "one-too-large",
            "your sizes are the first that exceed the budget",
            "Go one back.",
            _but(finish=lambda size, *_: size + 1),
        ),
        Slip(
            "one-too-small",
            "your sizes are one too small: one unit more would still fit",
            "Look at where your search stops.",
            _but(finish=lambda size, *_: size - 1),
        ),
        Slip(
            "below-the-budget",
            "a layer may use up the budget to the last parameter; yours must stay below it",
            "Is it < or <=?",
            _but(budget=lambda budget: budget - 1),
        ),
        Slip(
            "nearest",
            "your sizes come nearest to the budget, from above or from below; the budget must not be exceeded",
            "Round down.",
            _but(finish=_nearest),
        ),
        Slip(
            "at-most-300",
            "you look no further than a hidden size of 300",
            "Go on as long as the next size still fits.",
            _but(finish=lambda size, *_: min(size, 300)),
        ),
        Slip(
            "budget-shared",
            "you give each of the three a third of the budget; each may use all of it",
            "They are three networks to be compared with each other, not one.",
            _but(budget=lambda budget: budget // 3),
        ),
        Slip(
            "rows-returned",
            "you return the rows of weight_hh, gates * H; asked for is hidden_size, H",
            "hidden_size is what you would pass to nn.GRU.",
            _but(finish=lambda size, gates, *_: gates * size),
        ),
        Slip(
            "counts-returned",
            "you return how many parameters each layer has; asked for is its hidden size",
            "hidden_size is what you would pass to nn.GRU.",
            _but(finish=lambda size, gates, f, _: gates * size * (f + size + 2)),
        ),
    ),
)
