"""Two Cells that read a sequence from both ends, as a bidirectional layer does."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import torch
from torch import Tensor, nn

from course_utils.checks.cell.cells import BOTH_MODES, KINDS, as_it_is, as_layer, draw_cell, second_first
from course_utils.checks.cell.loop import loop_but
from course_utils.checks.engine.exercise import Exercise, Slip
from course_utils.checks.engine.kinds import TensorOf, TupleOf
from course_utils.checks.engine.trial import SMALL, Random, Sizes, trials
from course_utils.checks.learner.values import Value


def _arguments(random: Random, sizes: Sizes, kind: str, training: bool) -> Mapping[str, Value]:
    return {
        "cell": draw_cell(random, kind, training, sizes.F, sizes.H),
        "cell_reverse": draw_cell(random, kind, training, sizes.F, sizes.H),
        "x": random.input(sizes, sizes.T, sizes.B, sizes.F),
        "h_0": random.state(sizes, 2, sizes.B, sizes.H),
    }


def _oracle(cell: nn.RNNCellBase, cell_reverse: nn.RNNCellBase, x: Tensor, h_0: Tensor) -> Any:
    return as_layer([cell, cell_reverse], x, h_0, bidirectional=True)


def _beside(one: Tensor, other: Tensor) -> Tensor:
    return torch.cat([one, other], dim=-1)


def _but(
    cells: Callable[..., tuple[nn.RNNCellBase, nn.RNNCellBase]] = lambda one, other: (one, other),
    starts: Callable[[Tensor], tuple[Tensor, Tensor]] = lambda h_0: (h_0[0], h_0[1]),
    start_backward: Callable[[Tensor, Tensor], Tensor] = lambda given, _last: given,
    move: Callable[[Tensor, Tensor], Tensor] = lambda new, _start: new,
    turn: Callable[[Tensor], Tensor] = lambda x: x.flip(0),
    turn_back: Callable[[Tensor], Tensor] = lambda states: states.flip(0),
    output: Callable[[Tensor, Tensor], Tensor] = _beside,
    h_n: Callable[[Tensor, Tensor], Tensor] = lambda one, other: torch.stack([one[-1], other[-1]]),
) -> Callable[..., Any]:
    """Two directions with one part done another way; `h_n` gets the states in the order in which they were computed."""

    def wrong(cell: nn.RNNCellBase, cell_reverse: nn.RNNCellBase, x: Tensor, h_0: Tensor) -> Any:
        one, other = cells(cell, cell_reverse)
        start, start_reverse = starts(h_0)
        forward, last = loop_but(move=move)(one, x, start)
        backward, _ = loop_but(move=move)(other, turn(x), start_backward(start_reverse, last))
        return output(forward, turn_back(backward)), h_n(forward, backward)

    return wrong


_ONCE = ("T=2", "T=4 B=4", "T=66 zero=1", "B=66 F=66 H=66", "equal")

EXERCISE = Exercise(
    id="cell/bidirectional",
    parameters=("cell", "cell_reverse", "x", "h_0"),
    points=3,
    trials=trials(
        _arguments,
        *("T=1", "B=1", "F=1 far=1", "H=1", *_ONCE),
        settings=KINDS,
        once=_ONCE,
        words={  # the house sizes have an odd seq_len
            "T=2": "two steps (seq_len = 2)",
            "T=66 zero=1": "a long sequence (seq_len = 66), from a state of zeros",
        },
        falling=SMALL,
    ),
    axes={"cell": "FH", "cell_reverse": "FH", "x": "TBF", "h_0": "2BH"},
    settings={"kind": ("GRUCell", "RNNCell")},
    also={
        "an odd number of steps": lambda trial: len(trial.arguments["x"]) % 2 == 1,
        "an even number of steps": lambda trial: len(trial.arguments["x"]) % 2 == 0,
        **BOTH_MODES,
    },
    oracle=_oracle,
    returns=TupleOf(
        {
            "output": TensorOf(("seq_len", "batch", "2 * hidden_size")),
            "h_n": TensorOf(("2", "batch", "hidden_size")),
        }
    ),
    slips=(
        Slip(
            "not-turned-back",
            "the backward half of your output is in the order it was computed in, from the last step to the first",
            "output[t] must hold what both directions say of step t: turn the backward half around once more.",
            _but(turn_back=as_it_is),
        ),
        Slip(
            "both-forward",
            "both Cells read the sequence from its beginning; the second must read it from its end",
            "Turn the sequence around for the second Cell.",
            _but(turn=as_it_is, turn_back=as_it_is),
        ),
        Slip(
            "only-turned-back",
            "your second Cell reads from the beginning, and then its output is turned around",
            "Turn the sequence around before the second Cell reads it, too.",
            _but(turn=as_it_is),
        ),
        Slip(
            "all-turned-back",
            "your output is turned around as a whole; the forward half was in order already",
            "Turn the backward half alone, before you join the two.",
            _but(turn_back=as_it_is, output=lambda one, other: _beside(one, other).flip(0)),
        ),
        Slip(
            "batch-turned",
            "you turn the batch around, not time: the second Cell reads other examples, each from its beginning",
            "Time is dim 0.",
            _but(turn=lambda x: x.flip(1), turn_back=lambda states: states.flip(1)),
        ),
        Slip(
            "features-turned",
            "you turn the features of every step around, not time",
            "Time is dim 0.",
            _but(turn=lambda x: x.flip(-1), turn_back=as_it_is),
        ),
        Slip(
            "backward-first",
            "the backward half comes first in your output; in PyTorch the forward half does",
            "Swap the two where you join them.",
            _but(output=lambda one, other: _beside(other, one)),
        ),
        Slip(
            "summed",
            "you add the two directions; PyTorch puts them side by side",
            "Join them along the last axis.",
            _but(output=lambda one, other: one + other),
        ),
        Slip(
            "stacked",
            "your two directions have an axis of their own; PyTorch puts them side by side in the last one",
            "Join them along the last axis, without a new one.",
            _but(output=lambda one, other: torch.stack([one, other])),
        ),
        Slip(
            "joined-in-batch",
            "you join the two directions along the batch; they belong side by side in the last axis",
            "Look at the `dim` of torch.cat.",
            _but(output=lambda one, other: torch.cat([one, other], dim=1)),
        ),
        Slip(
            "joined-in-time",
            "you join the two directions along time; they belong side by side in the last axis",
            "Look at the `dim` of torch.cat: it is 0 unless you say otherwise.",
            _but(output=lambda one, other: torch.cat([one, other])),
        ),
        Slip(
            "interleaved",
            "the numbers of the two directions alternate in your output; all forward ones come first",
            "Join the two halves whole, along the last axis.",
            _but(output=lambda one, other: torch.stack([one, other], dim=-1).flatten(-2)),
        ),
        Slip(
            "h-n-from-last-output",
            "the backward half of your h_n is from the last step of output, where that direction has taken one step",
            "The backward direction ends at the first step.",
            _but(h_n=lambda one, other: torch.stack([one[-1], other[0]])),
        ),
        Slip(
            "h-n-from-first-output",
            "the forward half of your h_n is from the first step of output, where that direction has taken one step",
            "The forward direction ends at the last step.",
            _but(h_n=lambda one, other: torch.stack([one[0], other[-1]])),
        ),
        Slip(
            "h-n-swapped",
            "the rows of your h_n are exchanged; forward comes first",
            "Keep the order of the two Cells.",
            _but(h_n=lambda one, other: torch.stack([other[-1], one[-1]])),
        ),
        Slip(
            "h-n-side-by-side",
            "your h_n has the two directions side by side; there they have an axis of their own, as in h_0",
            "torch.stack makes the new axis.",
            _but(h_n=lambda one, other: _beside(one[-1], other[-1])),
        ),
        Slip(
            "h-n-as-one-row",
            "your h_n has the two directions side by side in one row; there they have an axis of their own, as in h_0",
            "torch.stack makes the new axis.",
            _but(h_n=lambda one, other: _beside(one[-1:], other[-1:])),
        ),
        Slip(
            "h-n-is-h-0",
            "your h_n is h_0, the states before the first step; it must hold those after the last",
            "h_n is where each of the two loops ends.",
            lambda cell, cell_reverse, x, h_0: (_but()(cell, cell_reverse, x, h_0)[0], h_0),
        ),
        Slip(
            "h-0-ignored",
            "your loops start from zeros; they must start from the h_0 they are given",
            "h_0 has a row for each direction.",
            _but(starts=lambda h_0: (0 * h_0[0], 0 * h_0[1])),
        ),
        Slip(
            "h-0-swapped",
            "the rows of h_0 are exchanged: the first belongs to the forward Cell",
            "Keep the order of the two Cells.",
            _but(starts=lambda h_0: (h_0[1], h_0[0])),
        ),
        Slip(
            "first-h-0-for-both",
            "both Cells start from the first row of h_0; the second row belongs to the backward one",
            "h_0 has a row for each direction.",
            _but(starts=lambda h_0: (h_0[0], h_0[0])),
        ),
        Slip(
            "starts-where-forward-ended",
            "the backward Cell starts from the forward Cell's last state; it must start from its own row of h_0",
            "Use another variable for the second state, or set it anew.",
            _but(start_backward=lambda _given, last: last),
        ),
        Slip(
            "states-never-move",
            "every step starts from h_0: the state that a Cell returns is never given to its next step",
            "Assign what the Cell returns to the variable that you pass in.",
            _but(move=lambda _new, first: first),
        ),
        Slip(
            "one-cell-for-both",
            "one Cell does both directions; the backward one has weights of its own, in cell_reverse",
            "Use `cell_reverse` for the sequence from its end.",
            _but(cells=lambda one, _other: (one, one)),
        ),
        Slip(
            "cells-exchanged",
            "`cell` reads backward and `cell_reverse` forward; it is the other way round",
            "Look at which Cell gets the sequence turned around.",
            _but(cells=lambda one, other: (other, one)),
        ),
        Slip(
            "returned-h-n-first",
            "you return (h_n, output); PyTorch's order is (output, h_n)",
            "Swap the two.",
            second_first(_but()),
        ),
        Slip(
            "detaches-between-steps",
            "the values are right, but the state is cut between the steps: no gradient flows further back",
            "Hand the state on as the Cell returns it, without detach() or .data.",
            _but(move=lambda new, _start: new.detach()),
        ),
    ),
)
