"""Dropout with one mask for each example, the same at all its steps; nothing is dropped in eval mode.

What is asked of an answer holds at every draw, except how often a number is dropped, and that masks differ. A right
answer fails there with a probability below 1e-9 in a whole check: `tests/checks/long/test_locked_dropout.py`.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import torch
from torch import Tensor
from torch.nn.functional import dropout

from course_utils.checks.engine.exercise import Exercise, Slip
from course_utils.checks.engine.kinds import DictOf, Plain
from course_utils.checks.engine.trial import FAR, Random, Trial, turned
from course_utils.checks.learner.answer import Reply
from course_utils.checks.learner.uses.locked_dropout import Dropped, dropped_often
from course_utils.checks.learner.values import Value

ENOUGH = 60  # masks of fewer numbers show neither how often one is dropped nor whether two of them differ
TELLING = 20  # of so many numbers, two examples seldom have the same mask
FAR_OFF = 7.0  # standard deviations
_CLOSE = 1e-4


def _arguments(random: Random, T: int, B: int, F: int, p: float, training: bool, far: bool = False) -> dict[str, Value]:
    x = random.away(T, B, F, least=0.5)  # no number is near 0, so that it shows which are dropped
    if far:
        x[..., 0] += x[..., 0].sign() * (FAR + 1)
    return {"x": x, "p": p, "training": training}


_ONES = {  # the sizes where a mask is drawn, then smaller ones where x must come back as it is
    "a sequence of one step (seq_len = 1)": ((1, 40, 42), (1, 30, 11)),
    "a batch of one example (batch = 1)": ((30, 1, 700), (9, 1, 300)),
    "a single feature (input_size = 1)": ((30, 700, 1), (9, 300, 1)),
}


def _trials(random: Random) -> Iterator[Trial]:
    """Sizes at which masks of any shape show what they are: none has all its numbers alike by chance."""
    yield Trial(_arguments(random, 24, 23, 28, 0.5, True))
    yield Trial(_arguments(random, 30, 45, 40, 0.3, True))
    yield Trial(_arguments(random, 9, 12, 30, 0.0, True))
    yield Trial(_arguments(random, 30, 34, 32, 0.7, True))
    yield Trial(_arguments(random, 9, 30, 11, 0.5, False))
    yield Trial(_arguments(random, 20, 7, 11, 0.3, False))
    yield Trial(_arguments(random, 6, 4, 7, 0.0, False))
    for edge, (large, small) in _ONES.items():  # at p = 0.5 the factors 1 / p and 1 / (1 - p) are the same
        yield Trial(_arguments(random, *large, 0.3, True), edge)
        yield Trial(_arguments(random, *small, 0.5, False), edge)
        yield Trial(_arguments(random, *small, 0.0, True), edge)
    arguments = _arguments(random, 24, 24, 24, 0.5, True)
    words = "all sizes the same (24), and an x that is not contiguous, as transpose leaves it"
    yield Trial({**arguments, "x": turned(arguments["x"])}, words)
    yield Trial(_arguments(random, 66, 27, 24, 0.5, True, far=True), "a long sequence (66), and numbers far from zero")


def _mask(x: Tensor, p: float, training: bool, *axes: int) -> Tensor:
    """A mask that is the same along these axes, with what is kept scaled."""
    shape = [1 if axis in axes else size for axis, size in enumerate(x.shape)]
    return dropout(torch.ones(shape), p, training)


def _but(
    axes: tuple[int, ...] = (0,),
    mask: Callable[..., Tensor] = _mask,
    finish: Callable[[Tensor, float, bool], Tensor] = lambda y, _p, _training: y,
) -> Callable[..., Any]:
    """Locked dropout with one part done another way."""
    return _used(lambda x, p, training: finish(x * mask(x, p, training, *axes), p, training))


def _seeded(x: Tensor, p: float, training: bool) -> Tensor:
    torch.default_generator.manual_seed(0)
    return x * _mask(x, p, training, 0)


def _used(answer: Callable[..., Any]) -> Callable[..., Any]:
    return lambda x, p, training: dropped_often(answer, x, p, training)


def is_share(dropped: int, count: int, p: float) -> bool:
    """Whether it may be chance that so many of `count` numbers are dropped, if each is with probability p."""
    return abs(dropped - count * p) <= FAR_OFF * math.sqrt(count * p * (1 - p))


def _factor(kept: Tensor, p: float) -> str:
    """What the numbers that are kept are multiplied by, in words."""
    known = {"1 / (1 - p)": 1 / (1 - p), "1": 1.0, "1 - p": 1 - p}
    known |= {"1 / p": 1 / p, "p": p} if p else {}
    found = (name for name, factor in known.items() if bool(((kept - factor).abs() < _CLOSE).all()))
    return next(found, "something else")


def _share(mask: Tensor, p: float) -> str:
    """How often a number is dropped, in words."""
    count, dropped = mask.numel(), int((~mask).sum())
    if count < ENOUGH or not 0 < dropped < count or is_share(dropped, count, p):
        return "p"
    return "1 - p" if is_share(dropped, count, 1 - p) else "something else"


def _differ(mask: Tensor, axis: int) -> bool:
    """Whether hardly two examples (axis 0) or features (axis 1) share a mask; True if too few numbers tell."""
    size, other = mask.shape[axis], mask.shape[1 - axis]
    return size == 1 or other < TELLING or 4 * mask.unique(dim=axis).shape[axis] > 3 * size


def _close(one: Tensor, other: Tensor) -> bool:
    """Whether two tensors of one shape and dtype are close; torch.allclose takes ten times as long."""
    return (one.shape, one.dtype) == (other.shape, other.dtype) and bool(((one - other).abs() < _CLOSE).all())


def _facts(before: Mapping[str, Value], reply: Reply) -> Value:
    """What kind of dropout it was."""
    found, x, p = Dropped.of(reply.value), before["x"], before["p"]
    if found is None:
        return reply.value
    alike = all(isinstance(y, Tensor) and (y.shape, y.dtype) == (x.shape, x.dtype) for y in (found.first, found.second))
    first, second = (found.first / x, found.second / x) if alike else (torch.ones_like(x),) * 2
    mask = kept = first.abs() > _CLOSE
    same = []
    for axis in range(3):  # of numbers that go together, one is counted
        same.append(bool((mask == mask.narrow(axis, 0, 1)).all()))
        mask = mask.narrow(axis, 0, 1) if same[-1] else mask
    may_be_one_count = mask.numel() < ENOUGH or not (p and before["training"])  # or there are two counts only
    return {
        "alike": alike,
        "finite": bool(first.isfinite().all()),
        "as it is": alike and _close(first, torch.ones_like(first)),
        "factor": _factor(first[kept], p),
        "steps": same[0],
        "examples": not same[1],
        "features": not same[2],
        "share": _share(mask, p),
        "by itself": _differ(first[0].abs() > _CLOSE, 0) and _differ(first[0].abs() > _CLOSE, 1),
        "anew": mask.numel() < ENOUGH or not torch.equal(kept, second.abs() > _CLOSE),
        "varies": may_be_one_count or bool(kept.all()) or not kept.any() or len(set(found.zeros)) > 1,
        "gradient": found.gradient is not None and _close(found.gradient, second),
    }


def _p(trial: Trial) -> float:
    """The p of a trial in which numbers are dropped, else 0."""
    return float(trial.arguments["p"] * trial.arguments["training"])


_MODE_HINT = "Two cases come back as they are: training=False, and p = 0. In all others, a mask is drawn."

EXERCISE = Exercise(
    id="long/locked-dropout",
    parameters=("x", "p", "training"),
    points=3,
    trials=_trials,
    axes={"x": "TBF"},
    settings={"p": (0.5, 0.3, 0.0), "training": (True, False)},
    also={
        "p above a half": lambda trial: _p(trial) > 0.5,
        "many numbers dropped": lambda trial: trial.arguments["x"][0].numel() > 1000 and 0 < _p(trial) != 0.5,
        "not contiguous": lambda trial: not trial.arguments["x"].is_contiguous(),
    },
    oracle=_but(),  # torch's own dropout
    returns=DictOf(
        {
            "alike": Plain(
                bool,
                wrong="what comes back is not one float32 tensor of the shape of x",
                hint="Print type, shape and dtype of what you return.",
            ),
            "finite": Plain(
                bool, wrong="what comes back holds NaN or infinity", hint="What do you divide by where p is 0?"
            ),
            "as it is": Plain(
                bool,
                wrong="x comes back as it is, or does not, and that does not fit this p and this `training`",
                hint=_MODE_HINT,
            ),
            "factor": Plain(
                str,
                wrong="what is not 0 in your result is not x times the factor that keeps the mean",
                hint="Print your result divided by x: which numbers should stand there, given p?",
            ),
            "steps": Plain(
                bool,
                wrong="an example's mask is not the same at all its steps",
                hint="Which shape must the mask have, so that it is used again at every step?",
            ),
            "examples": Plain(
                bool,
                wrong="the masks of the examples are not as they should be: each has one of its own",
                hint="Which shape must the mask have, so that each example has its own?",
            ),
            "features": Plain(
                bool,
                wrong="the features are not dropped one by one",
                hint="Which shape must the mask have, so that each feature is decided on by itself?",
            ),
            "share": Plain(
                str,
                wrong="far more or far fewer numbers are dropped than p says",
                hint="p is the probability that a number is dropped.",
            ),
            "by itself": Plain(
                bool,
                wrong="many examples, or many features, share a mask",
                hint="How many numbers do you draw? Each feature of each example needs one of its own.",
            ),
            "anew": Plain(
                bool,
                wrong="called a second time, it drops the same numbers again",
                hint="Draw the mask inside the function, and set no seed there.",
            ),
            "varies": Plain(
                bool,
                wrong="exactly as many numbers are dropped in every call",
                hint="Decide on each number by itself, with probability p: then their count differs from call to call.",
            ),
            "gradient": Plain(
                bool,
                wrong="the values are right, but the gradient for x is not",
                hint="Look for .detach(), .data, .numpy(), torch.tensor(…) or no_grad and for what changes x itself.",
            ),
        },
        words="x with numbers dropped, a tensor",
    ),
    observe=_facts,
    gradient=False,
    use=dropped_often.__name__,
    slips=(
        Slip(
            "new-mask-at-each-step",
            "your mask changes from step to step: this is ordinary dropout",
            "Draw it once, for a single step, and use it at all steps.",
            _but(axes=()),
        ),
        Slip(
            "one-mask-for-the-batch",
            "all examples have the same mask; each needs one of its own",
            "A mask without axis for the examples is shared by them.",
            _but(axes=(0, 1)),
        ),
        Slip(
            "whole-examples",
            "you drop whole examples: all their features go together",
            "Every feature is decided on by itself.",
            _but(axes=(0, 2)),
        ),
        Slip(
            "whole-steps",
            "you drop whole steps of an example, all features at once",
            "The mask is the same at every step; it differs from feature to feature.",
            _but(axes=(2,)),
        ),
        Slip(
            "whole-steps-of-the-batch",
            "you drop whole steps, for all examples at once",
            "The mask is the same at every step; it differs between examples and features.",
            _but(axes=(1, 2)),
        ),
        Slip(
            "batch-first",
            "your mask is the same for all examples and changes from step to step, as if batch were first",
            "x is time-major, (T, B, F).",
            _but(axes=(1,)),
        ),
        Slip(
            "not-scaled",
            "what is kept is not scaled up, so that the mean of your result is smaller than that of x",
            "On average a number must stay what it is: what must the kept ones be multiplied by?",
            _but(finish=lambda y, p, training: y * (1 - p) if training else y),
        ),
        Slip(
            "scaled-by-p",
            "what is kept is divided by p",
            "With p = 0.2, four of five numbers are kept: which factor gives the old mean?",
            _but(finish=lambda y, p, training: y * (1 - p) / p if training and p else y),
        ),
        Slip(
            "multiplied-by-p",
            "what is kept is multiplied by a number below 1; that makes the mean smaller still",
            "On average a number must stay what it is: what must the kept ones be multiplied by?",
            _but(finish=lambda y, p, training: y * (1 - p) * (1 - p) if training and p else y),
        ),
        Slip(
            "p-kept",
            "you keep a number with probability p, and drop it with 1 - p",
            "p is the probability of being dropped: which comparison with torch.rand gives True that often?",
            _but(
                mask=lambda x, p, training, *axes: (
                    _mask(x, 1 - p, True, *axes) * p / (1 - p) if training and p else torch.ones(())
                )
            ),
        ),
        Slip(
            "p-kept-and-divided",
            "you keep a number with probability p, and drop it with 1 - p; what is kept is divided by p",
            "p is the probability of being dropped, as in nn.Dropout.",
            _but(mask=lambda x, p, training, *axes: _mask(x, 1 - p if p else p, training, *axes)),
        ),
        Slip(
            "active-in-eval",
            "you drop numbers with training=False, too",
            "In eval mode dropout gives x back.",
            _but(mask=lambda x, p, _training, *axes: _mask(x, p, True, *axes)),
        ),
        Slip(
            "modes-exchanged",
            "you drop numbers where training is False, and none where it is True",
            "Look at your `if`.",
            _but(mask=lambda x, p, training, *axes: _mask(x, p, not training, *axes)),
        ),
        Slip(
            "scaled-in-eval",
            "with training=False nothing is dropped, and yet x is scaled",
            "What is kept was scaled up in training already; in eval mode x comes back as it is.",
            _but(finish=lambda y, p, training: y if training else y * (1 - p)),
        ),
        Slip(
            "scaled-in-eval-instead",
            "what is kept is not scaled up in training, and x is scaled down with training=False",
            "PyTorch scales in training, so that in eval mode x comes back as it is.",
            _but(finish=lambda y, p, _training: y * (1 - p)),
        ),
        Slip(
            "scaled-up-in-eval",
            "with training=False nothing is dropped, and yet x is scaled up",
            "Only in training are numbers scaled, to make up for those that are dropped.",
            _but(finish=lambda y, p, training: y if training else y / (1 - p)),
        ),
        Slip(
            "never-drops",
            "nothing is ever dropped: x comes back as it is",
            "Draw a mask with torch.rand, or by a dropout of ones, and multiply.",
            _but(mask=lambda _x, _p, _training, *_axes: torch.ones(())),
        ),
        Slip(
            "p-ignored",
            "you drop every second number, whatever p is",
            "Compare torch.rand with p.",
            _but(mask=lambda x, _p, training, *axes: _mask(x, 0.5, training, *axes)),
        ),
        Slip(
            "same-mask-again",
            "called a second time, it drops the same numbers again",
            "Draw the mask inside the function; set no seed there, and keep no mask.",
            _used(_seeded),
        ),
    ),
)
