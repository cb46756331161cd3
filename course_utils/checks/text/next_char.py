"""A text as lanes that are read side by side: the letters that a model reads, and those that it must predict."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import torch
from torch import Tensor

from course_utils.checks.engine.exercise import Crash, Exercise, Slip
from course_utils.checks.engine.kinds import TensorOf, TupleOf
from course_utils.checks.engine.trial import EDGES, HOUSE, LARGE, RISING, Random, Trial
from course_utils.checks.learner.values import Value

_MANY = 66


def _arguments(random: Random, batch: int, steps: int, rest: int) -> Mapping[str, Value]:
    """A text of lanes with so many steps, one letter after them, and a rest; no letter comes up twice, so all shows."""
    return {"ids": torch.randperm(batch * steps + 1 + rest, generator=random.generator), "batch": batch}


def _trials(random: Random) -> Iterator[Trial]:
    rising, falling = random.sizes(RISING), random.sizes(RISING[::-1], pool=LARGE)
    first = Trial(_arguments(random, HOUSE.B, HOUSE.T, HOUSE.B - 1))
    yield first
    yield Trial({**first.arguments, "batch": 5})  # an answer may not keep results by text
    yield Trial(_arguments(random, rising.B, rising.T, 1))
    yield Trial(_arguments(random, falling.B, falling.T, 0))
    yield Trial(_arguments(random, 1, 6, 0), "a single lane (batch = 1)")
    yield Trial(_arguments(random, 1, 1, 0), "a text of two letters, in a single lane (batch = seq_len = 1)")
    yield Trial(_arguments(random, 5, 1, 3), EDGES["T=1"])
    yield Trial(_arguments(random, 2, 5, 1), "two lanes (batch = 2)")
    yield Trial(_arguments(random, 4, 4, 3), EDGES["equal"])
    yield Trial(_arguments(random, 4, 4, 0), f"{EDGES['equal']}, and not a letter more than they need")
    yield Trial(_arguments(random, _MANY, 3, 64), f"many lanes (batch = {_MANY})")
    yield Trial(_arguments(random, 3, 130, 2), "a long text (seq_len = 130)")


def _lanes(text: Tensor, batch: int) -> Tensor:
    """Each of so many equal parts of a text as a column; what is left over stays out."""
    steps = len(text) // batch
    return text[: steps * batch].view(batch, steps).T


def _inputs(ids: Tensor, batch: int) -> Tensor:
    return _lanes(ids[:-1], batch)


def _targets(ids: Tensor, batch: int) -> Tensor:
    return _lanes(ids[1:], batch)


def _but(
    inputs: Callable[[Tensor, int], Tensor] = _inputs,
    targets: Callable[[Tensor, int], Tensor] = _targets,
) -> Callable[..., Any]:
    """The pair with one of the two made another way."""
    return lambda ids, batch: (inputs(ids, batch), targets(ids, batch))


def _both(change: Callable[[Tensor], Tensor]) -> Callable[..., Any]:
    """Both parts changed alike."""
    return lambda ids, batch: (change(_inputs(ids, batch)), change(_targets(ids, batch)))


def _rolled(axis: int) -> Callable[..., Any]:
    """Targets as the inputs moved by one along an axis, the first at the end."""
    return _but(targets=lambda ids, batch: _inputs(ids, batch).roll(-1, axis))


def _text_rolled(ids: Tensor, batch: int) -> Tensor:
    used = ids[: _inputs(ids, batch).numel()]
    return _lanes(used.roll(-1), batch)


def _within_lanes(ids: Tensor, batch: int) -> tuple[Tensor, Tensor]:
    lanes = _lanes(ids, batch)
    return lanes[:-1], lanes[1:]


def _from_the_end(ids: Tensor, batch: int) -> tuple[Tensor, Tensor]:
    used = ids[-1 - _inputs(ids, batch).numel() :]
    return _inputs(used, batch), _targets(used, batch)


def _first_letters(ids: Tensor, batch: int) -> tuple[Tensor, Tensor]:
    """The sequence that begins at each letter, batch of them: windows, not lanes."""
    steps = len(_inputs(ids, batch))
    windows = ids[: batch + steps].unfold(0, steps + 1, 1).T
    return windows[:-1], windows[1:]


def _batch(trial: Trial) -> int:
    return int(trial.arguments["batch"])


def _letters(trial: Trial) -> int:
    return len(trial.arguments["ids"])


def _steps(trial: Trial) -> int:
    return (_letters(trial) - 1) // _batch(trial)


def _rest(trial: Trial) -> int:
    return (_letters(trial) - 1) % _batch(trial)


EXERCISE = Exercise(
    id="text/next-char",
    parameters=("ids", "batch"),
    points=2,
    trials=_trials,
    axes={"ids": "N", "batch": "B"},
    also={
        "seq_len < batch": lambda trial: 1 < _steps(trial) < _batch(trial),
        "seq_len = batch": lambda trial: 1 < _steps(trial) == _batch(trial),
        "seq_len > batch": lambda trial: _steps(trial) > _batch(trial) > 1,
        "seq_len = 1": lambda trial: _steps(trial) == 1 < _batch(trial),
        "many steps": lambda trial: _steps(trial) > 128,
        "two lanes": lambda trial: _batch(trial) == 2,
        "no rest": lambda trial: _rest(trial) == 0 < _batch(trial) - 1,
        "a rest": lambda trial: 0 < _rest(trial) < _batch(trial) - 1,
        "one letter short of another step": lambda trial: 0 < _rest(trial) == _batch(trial) - 1,
    },
    never=dict.fromkeys(
        ("B=N", "B>N", "N=1"), "each lane needs a letter, and the last one another; the text of the exercise says so"
    ),
    crashes=(
        Crash(
            "is invalid for input of size",
            "rest-not-cut-off",
            "The lanes are equally long: cut off what is left over. How many letters have a next one?",
        ),
    ),
    oracle=_but(),
    returns=TupleOf(
        {
            name: TensorOf(("seq_len", "batch"), hint="Take ids = torch.arange(8) and batch = 2, and do it by hand.")
            for name in ("inputs", "targets")
        }
    ),
    gradient=False,
    slips=(
        Slip(
            "targets-are-inputs",
            "your targets are the inputs themselves: a model would learn to repeat what it reads",
            "The target of each letter is the one after it.",
            _but(targets=_inputs),
        ),
        Slip(
            "shifted-back",
            "your targets are the letters before the inputs; asked for are those after them",
            "What is read comes first, and what is predicted one letter later.",
            _but(targets=lambda ids, batch: _inputs(ids.roll(1), batch)),
        ),
        Slip(
            "shifted-by-two",
            "your targets are two letters ahead of the inputs; asked for is the very next letter",
            "How often do you shift?",
            _but(targets=lambda ids, batch: _targets(ids.roll(-1), batch)),
        ),
        Slip(
            "last-target-wraps",
            "the last target of each lane is the lane's own first letter; it is the letter that comes next in the text",
            "Shift the text before you cut it into lanes.",
            _rolled(0),
        ),
        Slip(
            "text-wraps",
            "the very last target is the first letter of the text; it is the letter after the last lane",
            "Keep one letter more than the lanes hold.",
            _but(targets=_text_rolled),
        ),
        Slip(
            "shifted-along-the-batch",
            "your targets are the inputs of the next lane; asked for is the next letter of the same lane",
            "Time is axis 0.",
            _rolled(1),
        ),
        Slip(
            "text-along-the-batch",
            "your text runs from lane to lane; each lane must hold a part of it, from top to bottom",
            "First (batch, seq_len), a row for each part; then swap the two axes.",
            _both(lambda part: part.T.reshape(part.shape)),
        ),
        Slip(
            "batch-first",
            "your lanes are rows; asked for is a column for each, time first",
            "transpose swaps two axes.",
            _both(lambda part: part.T),
        ),
        Slip(
            "shifted-within-lanes",
            "you cut the text into lanes first, and shift within each, so that the last letter of a lane is never read",
            "The last letter of a lane has a next one, too: shift the text before you cut it.",
            _within_lanes,
        ),
        Slip(
            "rest-in-front",
            "your lanes leave out letters at the beginning of the text; what is left over stands at its end",
            "The first lane begins with the first letter.",
            _from_the_end,
        ),
        Slip(
            "windows",
            "your lanes overlap: each begins one letter after the one before; lanes share no letter",
            "Cut the text into as many parts as there are lanes.",
            _first_letters,
        ),
        Slip(
            "targets-first",
            "your inputs are one letter ahead of your targets; it must be the other way round",
            "Return (inputs, targets); the inputs begin with the first letter.",
            _but(_targets, _inputs),
        ),
    ),
)
