"""Which claim a table of test accuracies allows: the mean of paired differences, against its standard error."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import torch
from torch import Tensor

from course_utils.checks.engine.exercise import Crash, Exercise, Slip
from course_utils.checks.engine.kinds import DictOf, Plain
from course_utils.checks.engine.trial import Trial
from course_utils.checks.mnist.two_models import (
    ABOVE,
    BELOW,
    apart,
    more_seeds_lost,
    one_seed_lost,
    other_is_best,
    trials,
    unpaired,
)

_DIFFERENCE, _ERROR, _CLAIM = "difference", "standard error", "claim"
_CLAIMS = ("first", "second", "neither")
_MANY = 65  # seeds
_ROUNDED = 1e-3  # no float32 moves a number of standard errors by more


def _claim(ahead: float, wanted: float) -> str:
    return "first" if ahead > wanted else "second" if ahead < -wanted else "neither"


def _but(
    difference: Callable[[Tensor, Tensor], Tensor] = lambda first, second: (first - second).mean(),
    error: Callable[[Tensor, Tensor], Tensor] = lambda first, second: (first - second).std() / len(first) ** 0.5,
    claim: Callable[[Tensor, Tensor, float, float], str] = lambda _first, _second, ahead, error: _claim(
        ahead, 2 * error
    ),
) -> Callable[..., Any]:
    """The table as it is read, with one part done another way; a claim that follows from it goes with it."""

    def read(first: Tensor, second: Tensor) -> dict[str, Any]:
        first, second = first.double(), second.double()
        ahead, wide = float(difference(first, second)), float(error(first, second))
        return {_DIFFERENCE: ahead, _ERROR: wide, _CLAIM: claim(first, second, ahead, wide)}

    return read


def _by_errors(times: float) -> Callable[..., Any]:
    """The claim by another number of standard errors than two."""
    return _but(claim=lambda _first, _second, ahead, error: _claim(ahead, times * error))


def _by_a_score(score: Callable[[Tensor], Tensor]) -> Callable[..., Any]:
    """The claim by which of the two has more of something, whatever the spread."""
    return _but(claim=lambda first, second, _ahead, _error: _claim(float(score(first) - score(second)), 0.0))


def _ranges_apart(first: Tensor, second: Tensor, _ahead: float, _error: float) -> str:
    return "first" if first.min() > second.max() else "second" if second.min() > first.max() else "neither"


def _spreads_apart(first: Tensor, second: Tensor, ahead: float, _error: float) -> str:
    return _claim(ahead, float(first.std() + second.std()))


def _won_every_seed(first: Tensor, second: Tensor, _ahead: float, _error: float) -> str:
    return "first" if (first > second).all() else "second" if (second > first).all() else "neither"


def _models(trial: Trial) -> tuple[Tensor, Tensor]:
    return trial.arguments["first"], trial.arguments["second"]


def _t(trial: Trial) -> float:
    """How many standard errors the difference of a trial is; infinite, or no number, where there is no spread."""
    read = EXERCISE.oracle(**trial.arguments)
    return float(torch.tensor(read[_DIFFERENCE]) / read[_ERROR])


def _just(t: float) -> Callable[[Trial], bool]:
    """Whether the difference of a trial is so many standard errors, but for rounding."""
    return lambda trial: abs(_t(trial) - t) < _ROUNDED


def _seeds(trial: Trial) -> int:
    return len(trial.arguments["first"])


def _is_claimed(trial: Trial, claim: str) -> bool:
    return bool(EXERCISE.oracle(**trial.arguments)[_CLAIM] == claim)


EXERCISE = Exercise(
    id="mnist/read-the-table",
    parameters=("first", "second"),
    points=2,
    trials=trials,
    axes={"first": "N", "second": "N"},
    also={
        "two seeds, no claim": lambda trial: _seeds(trial) == 2 and 1 < abs(_t(trial)) < 2,
        "two seeds, a claim": lambda trial: _seeds(trial) == 2 and 2 < abs(_t(trial)) < 3,
        "three seeds, no claim": lambda trial: _seeds(trial) == 3 and 1 < abs(_t(trial)) < 2,
        "three seeds, a claim": lambda trial: _seeds(trial) == 3 and 2 < abs(_t(trial)) < 3,
        "many seeds": lambda trial: _seeds(trial) >= _MANY,
        "first": lambda trial: _is_claimed(trial, "first"),
        "second": lambda trial: _is_claimed(trial, "second"),
        "a little less than two": _just(BELOW),
        "a little more than two": _just(ABOVE),
        "a little less than minus two": _just(-ABOVE),
        "a little more than minus two": _just(-BELOW),
        "neither, the first ahead": lambda trial: 1 < _t(trial) < 1.9,
        "neither, the second ahead": lambda trial: -1.9 < _t(trial) < -1,
        "neither, within one standard error": lambda trial: 0 < abs(_t(trial)) < 1,
        "two to three standard errors": lambda trial: 2.1 < _t(trial) < 3,
        "minus two to minus three": lambda trial: -3 < _t(trial) < -2.1,
        "above three": lambda trial: 3 < abs(_t(trial)) < math.inf,
        "the first ahead by the same": lambda trial: _t(trial) == math.inf,
        "the second ahead by the same": lambda trial: _t(trial) == -math.inf,
        "equal": lambda trial: math.isnan(_t(trial)),
        "first, the best seed in the second": lambda trial: (
            _is_claimed(trial, "first") and other_is_best(*_models(trial))
        ),
        "second, the best seed in the first": lambda trial: (
            _is_claimed(trial, "second") and other_is_best(*_models(trial))
        ),
        "neither, the better ahead at fewer seeds": lambda trial: (
            _is_claimed(trial, "neither") and more_seeds_lost(*_models(trial))
        ),
        "apart without pairs": lambda trial: apart(True, False, False)(*_models(trial)),
        "deviations apart": lambda trial: apart(True, True, False)(*_models(trial)),
        "ranges apart": lambda trial: apart(True, True, True)(*_models(trial)),
        "a claim, and one seed lost": lambda trial: _is_claimed(trial, "first") and one_seed_lost(*_models(trial)),
        "close to 1": lambda trial: float(torch.stack(_models(trial)).min()) > 0.97,
    },
    never={"N=1": "one seed has no spread; the text says at least two"},
    crashes=(
        Crash(
            "division by zero",
            "divided-by-no-spread",
            "The standard error may be 0: compare the difference with two of them, without a division.",
        ),
    ),
    oracle=_but(),
    returns=DictOf(
        {
            _DIFFERENCE: Plain(
                float,
                wrong="this is not the mean of first - second over the seeds",
                hint="Take first = [0.9, 0.8] and second = [0.7, 0.8], and do it by hand.",
            ),
            _ERROR: Plain(
                float,
                wrong="the difference is right; the standard error is not",
                hint="Take the differences 0.1, 0.2 and 0.3, and do it by hand: what is below the two fractions?",
            ),
            _CLAIM: Plain(
                str,
                _CLAIMS,
                wrong="the difference and the standard error are right; the claim does not follow from them",
                hint="Is the difference more than two standard errors above zero, or below?",
            ),
        }
    ),
    gradient=False,
    slips=(
        Slip(
            "second-minus-first",
            "your difference is second - first; asked for is first - second",
            "Above zero is to mean that the first model is better.",
            _but(difference=lambda first, second: (second - first).mean()),
            _DIFFERENCE,
        ),
        Slip(
            "distance",
            "your difference is never below zero; it is to be where the second model is better",
            "Leave out abs.",
            _but(difference=lambda first, second: (first - second).mean().abs()),
            _DIFFERENCE,
        ),
        Slip(
            "mean-of-distances",
            "you take the mean of how far apart the two are at each seed, whichever is ahead",
            "Leave out abs.",
            _but(difference=lambda first, second: (first - second).abs().mean()),
            _DIFFERENCE,
        ),
        Slip(
            "best-seeds",
            "you compare the best seed of the one with the best seed of the other; luck finds the best",
            "Every seed counts: take the mean of the differences.",
            _but(difference=lambda first, second: first.max() - second.max()),
            _DIFFERENCE,
        ),
        Slip(
            "best-difference",
            "this is the largest of the differences; asked for is their mean",
            "Every seed counts.",
            _but(difference=lambda first, second: (first - second).max()),
            _DIFFERENCE,
        ),
        Slip(
            "one-seed",
            "this is the difference at the last seed; asked for is the mean over all",
            "Every seed counts.",
            _but(difference=lambda first, second: (first - second)[-1]),
            _DIFFERENCE,
        ),
        Slip(
            "median",
            "this is the median of the differences; asked for is their mean",
            "The standard error that you compare it with is that of a mean.",
            _but(difference=lambda first, second: (first - second).quantile(0.5)),
            _DIFFERENCE,
        ),
        Slip(
            "lower-median",
            "this is a middle one of the differences, as torch.median takes it; asked for is their mean",
            "The standard error that you compare it with is that of a mean.",
            _but(difference=lambda first, second: (first - second).median()),
            _DIFFERENCE,
        ),
        Slip(
            "sum",
            "this is the sum of the differences; asked for is their mean",
            "Divide by the number of seeds.",
            _but(difference=lambda first, second: (first - second).sum()),
            _DIFFERENCE,
        ),
        Slip(
            "percent",
            "your difference is in percent; asked for is a share, as the accuracies are",
            "Leave the factor of 100 to whoever prints it.",
            _but(difference=lambda first, second: 100 * (first - second).mean()),
            _DIFFERENCE,
        ),
        Slip(
            "relative",
            "you divide by the second model's accuracy; asked for is the difference itself",
            "Leave out the division.",
            _but(difference=lambda first, second: first.mean() / second.mean() - 1),
            _DIFFERENCE,
        ),
        Slip(
            "n-below",
            "the standard deviation of your standard error divides by n; of a sample it divides by n - 1",
            "torch's std does so; NumPy's does with ddof=1, and statistics has stdev beside pstdev.",
            _but(error=lambda first, second: (first - second).std(correction=0) / len(first) ** 0.5),
            _ERROR,
        ),
        Slip(
            "standard-deviation",
            "this is the standard deviation of the differences: how far one of them is off, not their mean",
            "The mean of n differences is off by less: divide by the root of n.",
            _but(error=lambda first, second: (first - second).std()),
            _ERROR,
        ),
        Slip(
            "standard-deviation-n-below",
            "this is a standard deviation, with n below; asked for is the standard error, with n - 1 below",
            "Divide the squares by n - 1, and the standard deviation by the root of n.",
            _but(error=lambda first, second: (first - second).std(correction=0)),
            _ERROR,
        ),
        Slip(
            "divided-by-n",
            "you divide the standard deviation by n; the standard error divides by its root",
            "Four times as many seeds halve it.",
            _but(error=lambda first, second: (first - second).std() / len(first)),
            _ERROR,
        ),
        Slip(
            "divided-by-the-root-of-n-minus-1",
            "you divide by the root of n - 1 behind the standard deviation, too; there it is the root of n",
            "n - 1 stands below once: inside the standard deviation.",
            _but(error=lambda first, second: (first - second).std() / (len(first) - 1) ** 0.5),
            _ERROR,
        ),
        Slip(
            "variance",
            "you divide the variance by n and stop there; the standard error is its root",
            "A standard error has the unit of what it is about: take the root.",
            _but(error=lambda first, second: (first - second).var() / len(first)),
            _ERROR,
        ),
        Slip(
            "unpaired",
            "your standard error is that of two separate samples; what a seed does to both models is in it twice",
            "Take the difference at each seed first, and the standard deviation of these.",
            _but(error=unpaired),
            _ERROR,
        ),
        Slip(
            "of-the-first-alone",
            "this is the standard error of the first model's mean; asked for is that of the difference",
            "Take the difference at each seed first, and the standard deviation of these.",
            _but(error=lambda first, _second: first.std() / len(first) ** 0.5),
            _ERROR,
        ),
        Slip(
            "two-of-them",
            "this is two standard errors; asked for is one",
            "The factor of two belongs into the comparison.",
            _but(error=lambda first, second: 2 * (first - second).std() / len(first) ** 0.5),
            _ERROR,
        ),
        Slip(
            "error-in-percent",
            "your standard error is in percent; asked for is a share, as the accuracies are",
            "Leave the factor of 100 to whoever prints it.",
            _but(error=lambda first, second: 100 * (first - second).std() / len(first) ** 0.5),
            _ERROR,
        ),
        Slip(
            "means-only",
            "you claim whatever the sign of the difference says; chance alone makes one of two models the better",
            "Compare the difference with two standard errors.",
            _by_errors(0),
            _CLAIM,
        ),
        Slip(
            "always-claimed",
            "you claim one of the two always; a table may allow neither",
            "Compare the difference with two standard errors: there are three cases.",
            _but(claim=lambda _first, _second, ahead, _error: "first" if ahead > 0 else "second"),
            _CLAIM,
        ),
        Slip(
            "one-standard-error",
            "you ask for fewer than two standard errors before you claim",
            "Chance alone makes more than one of them in about one table of three.",
            _by_errors(1),
            _CLAIM,
        ),
        Slip(
            "three-standard-errors",
            "you ask for more standard errors than two before you claim",
            "Look for the number in the docstring.",
            _by_errors(3),
            _CLAIM,
        ),
        Slip(
            "nearly-two-standard-errors",
            "you claim at a little less than two standard errors; the rule is two",
            "Look for the number in the docstring. Is it rounded, or taken from another rule, such as 1.96?",
            _by_errors((1.9 + BELOW) / 2),
            _CLAIM,
        ),
        Slip(
            "a-little-more-than-two",
            "you ask for a little more than two standard errors before you claim; the rule is two",
            "Look for the number in the docstring. Is it rounded, or taken from another rule?",
            _by_errors((2.1 + ABOVE) / 2),
            _CLAIM,
        ),
        Slip(
            "two-standard-deviations",
            "you compare the difference with the standard deviation; it is to be compared with the standard error",
            "The one says how far a seed is off, the other how far the mean is.",
            _but(claim=lambda first, second, ahead, _error: _claim(ahead, 2 * float((first - second).std()))),
            _CLAIM,
        ),
        Slip(
            "claims-swapped",
            "you claim the other one: a difference above zero says that the first model is better",
            "The difference is first - second.",
            _but(claim=lambda _first, _second, ahead, error: _claim(-ahead, 2 * error)),
            _CLAIM,
        ),
        Slip(
            "never-second",
            "you never claim the second model: a difference far below zero allows that, too",
            "There are three cases.",
            _but(claim=lambda _first, _second, ahead, error: "first" if ahead > 2 * error else "neither"),
            _CLAIM,
        ),
        Slip(
            "first-whichever-is-ahead",
            "you claim the first model wherever the two are far apart; the sign says which one it is",
            "There are three cases.",
            _but(claim=lambda _first, _second, ahead, error: "first" if abs(ahead) > 2 * error else "neither"),
            _CLAIM,
        ),
        Slip(
            "claimed-at-equality",
            "you claim where the difference is just two standard errors, as with two models that are the same",
            "More than two: > and <.",
            _but(
                claim=lambda _first, _second, ahead, error: (
                    "first" if ahead >= 2 * error else "second" if ahead <= -2 * error else "neither"
                )
            ),
            _CLAIM,
        ),
        Slip(
            "no-claim-without-spread",
            "you claim nothing where the standard error is 0; a difference that is not 0 is more than two of it",
            "Compare the difference with 2 * standard error, also where that is 0.",
            _but(claim=lambda _first, _second, ahead, error: _claim(ahead, 2 * error) if error else "neither"),
            _CLAIM,
        ),
        Slip(
            "best-seed-claims",
            "you claim the model that has the best seed; luck finds the best",
            "Compare the difference with two standard errors.",
            _by_a_score(lambda accuracies: accuracies.max()),
            _CLAIM,
        ),
        Slip(
            "ranges-apart",
            "you claim only where every seed of the one is above every seed of the other",
            "The seeds are paired: the difference at each seed counts, not the ranges.",
            _but(claim=_ranges_apart),
            _CLAIM,
        ),
        Slip(
            "spreads-apart",
            "you claim only where the means are further apart than the two standard deviations together",
            "The seeds are paired: compare with the standard error of the differences.",
            _but(claim=_spreads_apart),
            _CLAIM,
        ),
        Slip(
            "claimed-unpaired",
            "your claim goes by the standard error of two separate samples; the seeds are paired",
            "Compare with the standard error that you return.",
            _but(claim=lambda first, second, ahead, _error: _claim(ahead, 2 * float(unpaired(first, second)))),
            _CLAIM,
        ),
        Slip(
            "every-seed-won",
            "you claim only where one model is ahead at every seed",
            "Compare the difference with two standard errors.",
            _but(claim=_won_every_seed),
            _CLAIM,
        ),
        Slip(
            "most-seeds-won",
            "you claim the model that is ahead at more of the seeds, however little and however seldom",
            "Compare the difference with two standard errors.",
            _but(
                claim=lambda first, second, _ahead, _error: _claim(
                    float((first > second).sum() - (second > first).sum()), 0.0
                )
            ),
            _CLAIM,
        ),
    ),
)
