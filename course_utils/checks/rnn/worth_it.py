"""By how much a forecast beats the simple ones: the mean, the number before, the number one period before."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypeAlias

import torch
from torch import Tensor

from course_utils.checks.engine.exercise import Exercise, Slip
from course_utils.checks.engine.kinds import DictOf, Plain
from course_utils.checks.engine.trial import LARGE, RISING, Random, Trial
from course_utils.checks.learner.values import Value

_Simple: TypeAlias = Callable[[Tensor, Tensor, int], Tensor]  # of the forecast, the series and the period

_LEAST, _MOST = 0.2, 9.0  # of the mean of the squared errors of a simple forecast
_LARGE = 30.0  # what the numbers of a series are multiplied by, which leaves every skill as it is
_USUAL, _BAD = 0.3, 4.0  # the least error of a forecast: one is mostly better than the simple ones, one always worse


def _truth(forecast: Tensor, series: Tensor, _period: int = 0) -> Tensor:
    return series[-len(forecast) :]


def _before(steps: int, forecast: Tensor, series: Tensor) -> Tensor:
    """The numbers so many steps before those that are forecast."""
    start = len(series) - len(forecast) - steps
    return series[start : start + len(forecast)]


def _always(number: Tensor, forecast: Tensor) -> Tensor:
    return number.expand(len(forecast))


SIMPLE: Mapping[str, _Simple] = {
    "mean": lambda forecast, series, _period: _always(series[: -len(forecast)].mean(), forecast),
    "last": lambda forecast, series, _period: _before(1, forecast, series),
    "period": lambda forecast, series, period: _before(period, forecast, series),
}


def _mse(one: Tensor, other: Tensor) -> Tensor:
    return (one - other).square().mean()


def _skill(ours: Tensor, theirs: Tensor) -> Tensor:
    return 1 - ours / theirs


def _but(
    error: Callable[[Tensor, Tensor], Tensor] = _mse,
    skill: Callable[[Tensor, Tensor], Tensor] = _skill,
    truth: _Simple = _truth,
    **others: _Simple,
) -> Callable[..., Any]:
    """The three skills with one part done another way; `truth` is what the forecast is compared with."""

    def wrong(forecast: Tensor, series: Tensor, period: int) -> Any:
        ours = error(forecast, truth(forecast, series, period))
        simple = {name: guess(forecast, series, period) for name, guess in {**SIMPLE, **others}.items()}
        right = _truth(forecast, series)
        return {name: skill(ours, error(guess, right)).item() for name, guess in simple.items()}

    return wrong


def _arguments(
    random: Random, M: int, period: int, known: int, forecast: _Simple | None = None, far: float = _USUAL
) -> Mapping[str, Value]:
    """A forecast of M numbers of a series that rises a little, of which `known` come before them."""
    while True:
        series = random.normal(known + M) + torch.arange(known + M) / (known + M)
        near = series[-M:] + random.away(M, least=far)
        errors = [_mse(guess(near, series, period), series[-M:]) for guess in SIMPLE.values()]
        if min(errors) > _LEAST and max(errors) < _MOST:
            made = forecast(near, series, period).clone() if forecast else near
            return {"forecast": made, "series": series, "period": period}


def _trials(random: Random) -> Iterator[Trial]:
    first = _arguments(random, 7, 5, known=12)
    yield Trial(first)
    for sizes in (random.sizes(RISING), random.sizes(RISING[::-1], pool=LARGE)):
        yield Trial(_arguments(random, sizes.T, sizes.H, known=sizes.H + sizes.F))
    yield Trial({**first, "period": 3}, "the same forecast with another period")
    yield Trial(_arguments(random, 1, 4, known=9), "a forecast of one number (M = 1)")
    yield Trial(_arguments(random, 2, 3, known=9), "a forecast of two numbers (M = 2)")
    yield Trial(_arguments(random, 6, 1, known=9), "a period of one step (period = 1)")
    yield Trial(_arguments(random, 4, 4, known=9), "a period as long as the forecast (period = M = 4)")
    yield Trial(_arguments(random, 3, 8, known=9), "as few numbers as there may be (N = M + period + 1)")
    yield Trial(_arguments(random, 300, 70, known=400), "many numbers (M = 300) and a long period (70)")
    # Before others of these sizes, whose skills are 0 or 1: an answer that is kept must show itself by its digits.
    yield Trial(_arguments(random, 6, 3, known=9, far=_BAD), "a forecast that is worse than all simple ones")
    yield Trial(_arguments(random, 6, 3, known=9, forecast=_truth), "a perfect forecast")
    for name, guess in SIMPLE.items():
        what = f"a forecast that is itself a simple one ({name})"
        yield Trial(_arguments(random, 6, 3, known=9, forecast=guess), what)
    one = _arguments(random, 6, 3, known=9)
    large = {name: one[name] * _LARGE for name in ("forecast", "series")}
    yield Trial({**one, **large}, "numbers far from zero")


def _first_numbers(forecast: Tensor, series: Tensor, _period: int) -> Tensor:
    return series[: len(forecast)]


def _running_mean(forecast: Tensor, series: Tensor, _period: int) -> Tensor:
    """The mean of all numbers before each."""
    return _before(1, forecast, series.cumsum(0) / torch.arange(1, 1 + len(series)))


def _last_known(forecast: Tensor, series: Tensor, _period: int) -> Tensor:
    return _always(series[: -len(forecast)][-1], forecast)


def _last_period(forecast: Tensor, series: Tensor, period: int) -> Tensor:
    """The last period before the forecast part, again and again."""
    known = series[: -len(forecast)][-period:]
    return known[torch.arange(len(forecast)) % period]


def _by_the_forecast(steps: int, forecast: Tensor, series: Tensor) -> Tensor:
    """The numbers so many steps before, with the forecast in the place of the series."""
    return _before(steps, forecast, torch.cat([series[: -len(forecast)], forecast]))


def _scored_on_all(forecast: Tensor, series: Tensor, period: int) -> Any:
    """The simple forecasts scored on the whole series."""
    errors = {
        "mean": _mse(series, series[: -len(forecast)].mean()),
        "last": _mse(series[1:], series[:-1]),
        "period": _mse(series[period:], series[:-period]),
    }
    ours = _mse(forecast, _truth(forecast, series))
    return {name: _skill(ours, error).item() for name, error in errors.items()}


def _all_skills(trial: Trial) -> list[float]:
    return list(_but()(*trial.arguments.values()).values())


def _as_good_as(name: str) -> Callable[[Trial], bool]:
    """Whether the forecast of a trial is this simple one."""
    return lambda trial: torch.equal(trial.arguments["forecast"], SIMPLE[name](*trial.arguments.values()))


EXERCISE = Exercise(
    id="rnn/worth-it",
    parameters=("forecast", "series", "period"),
    points=3,
    trials=_trials,
    axes={"forecast": "M", "series": "N", "period": "P"},
    also={
        "two numbers": lambda trial: len(trial.arguments["forecast"]) == 2,
        "many numbers": lambda trial: len(trial.arguments["forecast"]) > 256,
        "as few numbers as there may be": lambda trial: (
            len(trial.arguments["series"]) == len(trial.arguments["forecast"]) + trial.arguments["period"] + 1
        ),
        "a perfect forecast": lambda trial: min(_all_skills(trial)) == 1,
        "a forecast that is worse than all": lambda trial: max(_all_skills(trial)) < 0,
        "a forecast that is better than all": lambda trial: 0 < min(_all_skills(trial)) < 1,
        **{f"a forecast that is the simple one: {name}": _as_good_as(name) for name in SIMPLE},
    },
    never={
        "M=N": "the series is longer than M + period",
        "M>N": "the series is longer than M + period",
        "N<P": "the series is longer than M + period",
        "N=P": "the series is longer than M + period",
        "M=N=P": "the series is longer than M + period",
        "N=1": "the series is longer than M + period",
    },
    oracle=_but(),  # the tests compare it with Python's own sums
    returns=DictOf({name: Plain(float) for name in SIMPLE}),
    gradient=False,
    slips=(
        Slip(
            "ratio",
            "these are the ratios of the errors; the skill is 1 minus the ratio",
            "A perfect forecast has a ratio of 0 and a skill of 1.",
            _but(skill=lambda ours, theirs: ours / theirs),
        ),
        Slip(
            "upside-down",
            "your fraction is upside down: the error of the forecast stands above, that of the simple one below",
            "A perfect forecast has no error, and a skill of 1.",
            _but(skill=lambda ours, theirs: 1 - theirs / ours),
        ),
        Slip(
            "minus-sign",
            "your signs are wrong: positive stands for a forecast that beats the simple one",
            "1 minus the ratio, not the ratio minus 1.",
            _but(skill=lambda ours, theirs: ours / theirs - 1),
        ),
        Slip(
            "rmse",
            "you take the root of the mean squared errors; here they are compared as they are",
            "Leave out the root.",
            _but(error=lambda one, other: _mse(one, other).sqrt()),
        ),
        Slip(
            "mae",
            "you compare the absolute errors; MSE is the mean of the squared ones",
            "Square each error, then take the mean.",
            _but(error=lambda one, other: (one - other).abs().mean()),
        ),
        Slip(
            "mean-error",
            "you square the mean of the errors, in which those above and below cancel; MSE is the mean of the squares",
            "Square each error, then take the mean.",
            _but(error=lambda one, other: (one - other).mean().square()),
        ),
        Slip(
            "difference",
            "you give the difference of the errors; the skill is their ratio, subtracted from 1",
            "Divide by the error of the simple forecast.",
            _but(skill=lambda ours, theirs: theirs - ours),
        ),
        Slip(
            "percent",
            "your skills are a hundred times too large: they are not asked for in percent",
            "A perfect forecast has a skill of 1.",
            _but(skill=lambda ours, theirs: 100 * (1 - ours / theirs)),
        ),
        Slip(
            "errors",
            "these are the errors of the simple forecasts; asked for is the skill of the forecast against each",
            "Compare them with the error of the forecast.",
            _but(skill=lambda _ours, theirs: theirs),
        ),
        Slip(
            "yes-or-no",
            "you tell whether the forecast is better; asked for is by how much",
            "Return the skill itself, a float.",
            _but(skill=lambda ours, theirs: ours < theirs),
        ),
        Slip(
            "first-numbers",
            "you compare the forecast with the first numbers of the series; it forecasts the last ones",
            "The forecast part begins M numbers before the end.",
            _but(truth=_first_numbers),
        ),
        Slip(
            "scored-on-all",
            "you score the simple forecasts on the whole series; the forecast part alone counts, for them too",
            "All errors are means of M numbers.",
            _scored_on_all,
        ),
        Slip(
            "mean-of-all",
            "your mean is that of the whole series, which knows the future",
            "Which numbers were known before the forecast part?",
            _but(mean=lambda forecast, series, _period: _always(series.mean(), forecast)),
            part="mean",
        ),
        Slip(
            "mean-of-the-future",
            "your mean is that of the forecast part, which nobody knew",
            "Which numbers were known before the forecast part?",
            _but(mean=lambda forecast, series, _period: _always(_truth(forecast, series).mean(), forecast)),
            part="mean",
        ),
        Slip(
            "running-mean",
            "your mean goes along with every step; asked for is one, that of the series before the forecast part",
            "Take one mean, and say it M times.",
            _but(mean=_running_mean),
            part="mean",
        ),
        Slip(
            "last-known",
            'your "last" says the last number before the forecast part at all steps; it goes along, step by step',
            "At each step it says what the series was one step before.",
            _but(last=_last_known),
            part="last",
        ),
        Slip(
            "last-but-one",
            'your "last" is two steps behind; it says the number just before',
            "Where does the slice begin that is one step earlier than the forecast part?",
            _but(last=lambda forecast, series, _period: _before(2, forecast, series)),
            part="last",
        ),
        Slip(
            "last-of-the-forecast",
            'your "last" repeats the forecast one step later; it says what the series was one step before',
            "The number just before comes from the series, within the forecast part, too.",
            _but(last=lambda forecast, series, _period: _by_the_forecast(1, forecast, series)),
            part="last",
        ),
        Slip(
            "period-too-long",
            'your "period" looks back one step too far',
            "With a period of 1 it says the same as the number just before.",
            _but(period=lambda forecast, series, period: _before(period + 1, forecast, series)),
            part="period",
        ),
        Slip(
            "period-too-short",
            'your "period" does not look back far enough, by one step',
            "With a period of 1 it says the same as the number just before.",
            _but(period=lambda forecast, series, period: _before(period - 1, forecast, series)),
            part="period",
        ),
        Slip(
            "last-period-again",
            'your "period" says the last period before the forecast part again and again; it goes along, step by step',
            "At each step it says what the series was one period before.",
            _but(period=_last_period),
            part="period",
        ),
        Slip(
            "period-of-the-forecast",
            'your "period" takes the forecast for the series, once it looks back into the forecast part',
            "The number one period before comes from the series, within the forecast part, too.",
            _but(period=lambda forecast, series, period: _by_the_forecast(period, forecast, series)),
            part="period",
        ),
    ),
)
