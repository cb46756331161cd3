"""Test accuracies of two models, trained from the same seeds, that lie a set number of standard errors apart.

The differences of a trial are made, not met by luck: standardised noise, moved so that the mean lies a set number t of
standard errors from zero. Some t are BELOW and some ABOVE two, by so little that 1.96 or 2.05 for the two shows,
and by a hundred times what float32 moves a t by: 2**-24 * sqrt(n) / spread, or 0.0001.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping

import torch
from torch import Tensor

from course_utils.checks.engine.trial import Random, Trial
from course_utils.checks.learner.values import Value

_FEW = 4  # seeds, which leave room for a crooked sample
_SPREAD = 0.01  # of the differences, unless said otherwise
BELOW, ABOVE = 1.98, 2.02  # how many standard errors are just too few for a claim, and just enough
_SHARED = 3.0  # times as much is what a seed does to both models


def _standardised(random: Random, n: int) -> Tensor:
    """Noise with mean 0 and standard deviation 1, n - 1 below."""
    noise = random.normal(n).double()
    return (noise - noise.mean()) / noise.std()


def _is_crooked(noise: Tensor) -> bool:
    """Whether the median is plainly not the mean, however it is taken, nor the last of them."""
    return all(abs(float(middle)) > 0.1 for middle in (noise.median(), noise.quantile(0.5), noise[-1]))


def _drawn(
    random: Random,
    n: int,
    t: float,
    level: float,
    spread: float,
    holds: Callable[[Tensor, Tensor], bool],
) -> Mapping[str, Value]:
    """Accuracies whose difference is t standard errors; what a seed does to both models is larger than what differs."""
    while True:
        noise = _standardised(random, n)
        if n >= _FEW and not _is_crooked(noise):
            continue
        second = level + spread * _SHARED * _standardised(random, n)
        first = second + spread * (noise + t / math.sqrt(n))
        if holds(first, second) and max(first.max(), second.max()) < 1:
            return {"first": first.float(), "second": second.float()}


def other_is_best(first: Tensor, second: Tensor) -> bool:
    """Whether the best seed of all is one of the model with the lower mean, plainly."""
    ahead = float(first.mean() - second.mean())
    return float(second.max() - first.max()) * math.copysign(1, ahead) > _SPREAD / 10


def more_seeds_lost(first: Tensor, second: Tensor) -> bool:
    """Whether the model with the higher mean is behind at more seeds than it is ahead at."""
    ahead = (first - second) * (first.mean() - second.mean()).sign()
    return int((ahead > 0).sum()) < int((ahead < 0).sum())


def one_seed_lost(first: Tensor, second: Tensor) -> bool:
    """Whether the first model is behind at a seed, plainly."""
    return float((first - second).min()) < -_SPREAD / 100


def apart(*wanted: bool) -> Callable[[Tensor, Tensor], bool]:
    """Whether two models can be told apart without pairs: by standard errors, by standard deviations, by ranges."""

    def holds(first: Tensor, second: Tensor) -> bool:
        better, worse = (first, second) if first.mean() > second.mean() else (second, first)
        ahead = float(better.mean() - worse.mean())
        by_errors, by_deviations = (
            _plainly(ahead, float(needed)) for needed in (2 * unpaired(first, second), first.std() + second.std())
        )
        return (by_errors, by_deviations, bool(better.min() > worse.max())) == wanted

    return holds


def _plainly(ahead: float, needed: float) -> bool | None:
    """Whether it is more, and not by a hair."""
    return None if abs(ahead / needed - 1) < 0.03 else ahead > needed


def trials(random: Random) -> Iterator[Trial]:
    """Pairs of accuracies, few and many, near and far, with a claim each way and without one."""

    def trial(
        n: int,
        t: float,
        edge: str = "",
        level: float = 0.85,
        spread: float = _SPREAD,
        holds: Callable[[Tensor, Tensor], bool] = lambda _first, _second: True,
    ) -> Trial:
        return Trial(_drawn(random, n, t, level, spread, holds), edge)

    yield trial(5, 2.4, holds=one_seed_lost)
    yield trial(7, -3.5, level=0.7)
    yield trial(9, BELOW)
    yield trial(6, -0.5, level=0.6, holds=more_seeds_lost)
    yield trial(2, BELOW, "two seeds")
    yield trial(2, -ABOVE, "two seeds")
    yield trial(3, ABOVE, "three seeds")
    yield trial(3, -BELOW, "three seeds")
    yield trial(random.integer(66, 90), ABOVE, "many seeds")
    yield trial(random.integer(66, 90), -1.6, "many seeds")
    yield trial(8, 3.5, "the best seed of all in the second model", holds=other_is_best)
    yield trial(8, -2.4, "the best seed of all in the first model", holds=other_is_best)
    # The larger differences are not those that are further apart: no fixed one can stand for a spread.
    yield trial(8, -14.0, "two models that are far apart", level=0.7, holds=apart(True, False, False))
    yield trial(
        8, 23.0, "two models that are far apart", level=0.7, spread=_SPREAD / 10, holds=apart(True, True, False)
    )
    yield trial(
        5, 50.0, "two models that are very far apart", level=0.6, spread=_SPREAD / 10, holds=apart(True, True, True)
    )
    yield trial(4, 3.5, "two good models (accuracies close to 1)", level=0.99, spread=_SPREAD / 10)
    yield trial(5, 1.6, "two good models (accuracies close to 1)", level=0.99, spread=_SPREAD / 10)
    # Differences that are the same to the last bit: all numbers are whole ones of 1/1024. The first model is the same
    # in all three, for an answer that remembers one model alone.
    first = torch.randint(700, 900, (6,), generator=random.generator) / 1024
    for difference, edge in (
        (13 / 1024, "the first model ahead by the same at each seed, so that the standard error is 0"),
        (-13 / 1024, "the second model ahead by the same at each seed, so that the standard error is 0"),
        (0.0, "two models that are the same at each seed"),
    ):
        yield Trial({"first": first, "second": first - difference}, edge)


def unpaired(first: Tensor, second: Tensor) -> Tensor:
    """The standard error of the difference, if the two models shared no seeds."""
    return ((first.var() + second.var()) / len(first)).sqrt()
