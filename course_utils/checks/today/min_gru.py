"""The minGRU, whose gate reads x only, and whose candidate has no tanh: h_t = z_t * h_(t-1) + (1 - z_t) * n_t."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import torch
from torch import Tensor

from course_utils.checks.engine.by_hand import LAYERS
from course_utils.checks.engine.exercise import Exercise, Slip
from course_utils.checks.engine.kinds import TensorOf, TupleOf
from course_utils.checks.engine.trial import Random, Sizes, sizes_at, trials
from course_utils.checks.learner.values import Value
from course_utils.checks.today.steps import looped

_LONG = "T=200 B=2 H=3"
_KEEPS, _OVERFLOWS = 5.0, 100.0  # a bias with which z keeps nearly all, and one to which e is infinite in float32


def _arguments(random: Random, sizes: Sizes) -> Mapping[str, Value]:
    """The gates of a long sequence keep nearly all of a state, and one unit keeps the whole."""
    bias_ih = random.normal(2 * sizes.H)
    if sizes == sizes_at(_LONG):
        bias_ih[: sizes.H] += _KEEPS
        bias_ih[0] = _OVERFLOWS
    return {
        "x": random.input(sizes, sizes.T, sizes.B, sizes.F),
        "h_0": random.state(sizes, 1, sizes.B, sizes.H),
        "weight_ih": random.weight(2 * sizes.H, sizes.F, scale=0.5),
        "bias_ih": bias_ih,
    }


def _keeps(z: Tensor, n: Tensor) -> tuple[Tensor, Tensor]:
    """The a and the b of every step."""
    return z, (1 - z) * n


def _but(
    cut: Callable[[Tensor], tuple[Tensor, ...]] = lambda gates: gates.chunk(2, -1),
    gate: Callable[[Tensor], Tensor] = torch.sigmoid,
    candidate: Callable[[Tensor], Tensor] = lambda n: n,
    mix: Callable[[Tensor, Tensor], tuple[Tensor, Tensor]] = _keeps,
    start: Callable[[Tensor], Tensor] = lambda h_0: h_0,
    run: Callable[[Tensor, Tensor, Tensor], Tensor] = looped,
    finish: Callable[[Tensor, Tensor], Any] = lambda output, _h_0: (output, output[-1:]),
    bias: Callable[[Tensor], Tensor] = lambda bias_ih: bias_ih,
) -> Callable[..., Any]:
    """The minGRU with one part done another way."""

    def wrong(x: Tensor, h_0: Tensor, weight_ih: Tensor, bias_ih: Tensor) -> Any:
        z, n = cut(x @ weight_ih.T + bias(bias_ih))
        return finish(run(*mix(gate(z), candidate(n)), start(h_0)[0]), h_0)

    return wrong


def _candidate_first(z: Tensor, n: Tensor) -> tuple[Tensor, Tensor]:
    """The steps where the first one keeps nothing, and takes the whole candidate."""
    return _keeps(torch.cat([torch.zeros_like(z[:1]), z[1:]]), n)


_WEIGH = "z keeps the old state, and 1 - z lets the candidate in."
_STATES = ("seq_len", "batch", "hidden_size")

EXERCISE = Exercise(
    id="today/min-gru",
    parameters=("x", "h_0", "weight_ih", "bias_ih"),
    points=3,
    trials=trials(
        _arguments,
        *("T=1", "B=1", "F=1 far=1", "H=1 far=1", "zero=1", "F=10", "T=66", _LONG, "B=66 F=66 H=66", "equal", "turned"),
        words={
            "F=10": "as many inputs as the weight has rows (input_size = 2 * hidden_size)",
            _LONG: "a long sequence (seq_len = 200) of which nearly all is kept",
        },
    ),
    axes={"x": "TBF", "h_0": "1BH"},
    also={
        "a gate that keeps the whole": lambda trial: bool((trial.arguments["bias_ih"] == _OVERFLOWS).any()),
        "as many inputs as rows": lambda trial: (
            trial.arguments["weight_ih"].shape[0] == trial.arguments["weight_ih"].shape[1]
        ),
    },
    by_hand=LAYERS,
    oracle=_but(),  # the tests compare it with MinGRU of course_utils
    returns=TupleOf(
        {"output": TensorOf(_STATES), "h_n": TensorOf(("1", "batch", "hidden_size"))}, made_from={"h_n": "output"}
    ),
    slips=(
        Slip(
            "z-flipped",
            "your z lets the candidate in, and 1 - z keeps the old state; here it is the other way round",
            _WEIGH,
            _but(mix=lambda z, n: (1 - z, z * n)),
        ),
        Slip(
            "blocks-swapped",
            "you read the candidate from the first rows and the gate from the last; the gate's rows come first",
            "The order of the rows is z, n.",
            _but(cut=lambda gates: gates.chunk(2, -1)[::-1]),
        ),
        Slip(
            "interleaved",
            "you take every other row for the gate; its rows are one block, the first half",
            "chunk cuts into blocks.",
            _but(cut=lambda gates: (gates[..., 0::2], gates[..., 1::2])),
        ),
        Slip(
            "candidate-from-the-gate",
            "you make gate and candidate of the same rows; each has a block of its own",
            "chunk(2, dim=-1) gives both.",
            _but(cut=lambda gates: (gates.chunk(2, -1)[0],) * 2),
        ),
        Slip(
            "tanh-kept",
            "your candidate goes through tanh, as in a GRU; that of a minGRU is as the weight gives it",
            "Only z is squashed.",
            _but(candidate=torch.tanh),
        ),
        Slip(
            "candidate-squashed",
            "your candidate goes through the sigmoid, too; that of a minGRU is as the weight gives it",
            "Only z is squashed.",
            _but(candidate=torch.sigmoid),
        ),
        Slip(
            "candidate-positive",
            "your candidate goes through the function that keeps it positive for log space; here it is as it comes",
            "Only z is squashed.",
            _but(candidate=lambda n: torch.where(n >= 0, n + 0.5, n.sigmoid())),
        ),
        Slip(
            "gate-not-squashed",
            "your z is not squashed: it leaves the range from 0 to 1",
            "z is a gate: it takes the sigmoid.",
            _but(gate=lambda z: z),
        ),
        Slip(
            "gate-by-tanh",
            "you squash z with tanh, which may be negative; a gate lies between 0 and 1",
            "z takes the sigmoid.",
            _but(gate=torch.tanh),
        ),
        Slip(
            "candidate-not-weighed",
            "you add the whole candidate; it is multiplied by 1 - z",
            _WEIGH,
            _but(mix=lambda z, n: (z, n)),
        ),
        Slip(
            "candidate-scaled-by-z",
            "you multiply both, the old state and the candidate, by z",
            _WEIGH,
            _but(mix=lambda z, n: (z, z * n)),
        ),
        Slip(
            "bias-missing",
            "you leave out bias_ih",
            "x @ weight_ih.T + bias_ih",
            _but(bias=torch.zeros_like),
        ),
        Slip(
            "h-0-forgotten",
            "your states begin from zeros: h_0 is not used",
            "What does h_0 change at the first step?",
            _but(start=torch.zeros_like),
        ),
        Slip(
            "h-0-squashed",
            "you put h_0 through tanh; it is a state already, and comes in as it is",
            "Nothing but the gate is squashed.",
            _but(start=torch.tanh),
        ),
        Slip(
            "h-0-through-the-sigmoid",
            "you put h_0 through the sigmoid; it is a state already, and comes in as it is",
            "Nothing but the gate is squashed.",
            _but(start=torch.sigmoid),
        ),
        Slip(
            "h-0-positive",
            "h_0 goes through the function that keeps it positive for log space; here it comes in as it is",
            "Nothing but the gate is squashed.",
            _but(start=lambda h_0: torch.where(h_0 >= 0, h_0 + 0.5, h_0.sigmoid())),
        ),
        Slip(
            "first-step-takes-the-candidate",
            "your first state is the first candidate; the first step keeps a part of h_0, like any other",
            "Begin the loop with h = h_0[0].",
            _but(mix=_candidate_first),
        ),
        Slip(
            "steps-do-not-follow",
            "every step of yours begins from h_0; it must begin from the state before it",
            "Hand the new state on to the next step.",
            _but(run=lambda a, b, h: a * h + b),
        ),
        Slip(
            "one-step-early",
            "your output begins with h_0 and ends before the last state; asked for are h_1 to h_T",
            "Append the state after the step, not before it.",
            _but(finish=lambda output, h_0: (torch.cat([h_0, output[:-1]]), output[-1:])),
        ),
        Slip(
            "runs-backwards",
            "you begin with the last step",
            "Time runs along axis 0, from the first step on.",
            _but(run=lambda a, b, h: looped(a.flip(0), b.flip(0), h).flip(0)),
        ),
        Slip(
            "h-n-of-the-first-step",
            "output is right, and your h_n is its first step; asked for is the last",
            "Steps are counted from 0, and -1 is the last one.",
            _but(finish=lambda output, _h_0: (output, output[:1])),
            part="h_n",
        ),
        Slip(
            "h-n-is-h-0",
            "output is right, and your h_n is still h_0",
            "h_n is the state after the last step.",
            _but(finish=lambda output, h_0: (output, h_0)),
            part="h_n",
        ),
        Slip(
            "h-n-without-its-first-axis",
            "output is right, and your h_n is (batch, hidden_size); a layer's has an axis in front, of size 1",
            "output[-1:] keeps the axis that output[-1] drops.",
            _but(finish=lambda output, _h_0: (output, output[-1])),
            part="h_n",
        ),
        Slip(
            "returned-h-n-first",
            "you return (h_n, output); asked for is (output, h_n)",
            "Swap the two.",
            _but(finish=lambda output, _h_0: (output[-1:], output)),
        ),
    ),
)
