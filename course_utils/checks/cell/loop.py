"""The loop over time with one Cell, which gives what a layer with its weights gives."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor, nn

from course_utils.checks.cell.cells import BOTH_MODES, KINDS, as_layer, draw_cell, second_first
from course_utils.checks.engine.exercise import Exercise, Slip
from course_utils.checks.engine.kinds import TensorOf, TupleOf
from course_utils.checks.engine.trial import Random, Sizes, trials
from course_utils.checks.learner.values import Value


def _arguments(random: Random, sizes: Sizes, kind: str, training: bool) -> Mapping[str, Value]:
    return {
        "cell": draw_cell(random, kind, training, sizes.F, sizes.H),
        "x": random.input(sizes, sizes.T, sizes.B, sizes.F),
        "hx": random.state(sizes, sizes.B, sizes.H),
    }


def _oracle(cell: nn.RNNCellBase, x: Tensor, hx: Tensor) -> Any:
    output, h_n = as_layer([cell], x, hx.unsqueeze(0))
    return output, h_n[0]


@dataclass(frozen=True)
class _Ran:
    """The record of a loop: the states after every step, and the one before the first, each (B, H)."""

    states: list[Tensor]
    start: Tensor


def loop_but(
    read: Callable[[Tensor], Tensor] = lambda x: x,
    start: Callable[[Tensor], Tensor] = lambda hx: hx,
    move: Callable[[Tensor, Tensor], Tensor] = lambda new, _start: new,
    output: Callable[[_Ran], Tensor] = lambda ran: torch.stack(ran.states),
    last: Callable[[_Ran], Tensor] = lambda ran: ran.states[-1],
) -> Callable[..., Any]:
    """The loop over one Cell with one part done another way."""

    def wrong(cell: nn.RNNCellBase, x: Tensor, hx: Tensor) -> Any:
        h = start(hx)
        ran = _Ran([], h)
        for x_t in read(x):
            ran.states.append(cell(x_t, h))
            h = move(ran.states[-1], ran.start)
        return output(ran), last(ran)

    return wrong


_ONCE = ("T=3", "T=66", "zero=1", "B=66 F=66 H=66", "equal")

EXERCISE = Exercise(
    id="cell/loop",
    parameters=("cell", "x", "hx"),
    points=2,
    trials=trials(
        _arguments,
        *("T=1", "B=1", "F=1 far=1", "H=1", *_ONCE),
        settings=KINDS,
        once=_ONCE,
    ),
    axes={"cell": "FH", "x": "TBF", "hx": "BH"},
    settings={"kind": ("GRUCell", "RNNCell")},
    also=BOTH_MODES,
    oracle=_oracle,
    returns=TupleOf({"output": TensorOf(("seq_len", "batch", "hidden_size")), "h": TensorOf(("batch", "hidden_size"))}),
    slips=(
        Slip(
            "hx-never-moves",
            "every step starts from the first hx: the state that the Cell returns is never given to the next step",
            "Assign what the Cell returns to the variable that you pass in.",
            loop_but(move=lambda _new, first: first),
        ),
        Slip(
            "without-hx",
            "the Cell gets no state, so every step starts from zeros: nothing is remembered",
            "Pass the state as the Cell's second argument, and keep what it returns.",
            loop_but(start=torch.zeros_like, move=lambda _new, first: first),
        ),
        Slip(
            "hx-ignored",
            "your loop starts from zeros; it must start from the hx it is given",
            "Use hx for the first step.",
            loop_but(start=torch.zeros_like),
        ),
        Slip(
            "backwards",
            "you go through the sequence from its end",
            "Begin with x[0].",
            loop_but(read=lambda x: x.flip(0)),
        ),
        Slip(
            "inserted-in-front",
            "your output is in reverse order: the last step comes first",
            "Append to the list instead of inserting at its beginning.",
            loop_but(output=lambda ran: torch.stack(ran.states[::-1])),
        ),
        Slip(
            "one-step-early",
            "you keep the state before each step: the first entry of output is hx, and the last state is not in it",
            "Append after the Cell has run.",
            loop_but(output=lambda ran: torch.stack([ran.start, *ran.states[:-1]])),
        ),
        Slip(
            "start-included",
            "hx is in your output too, so it has seq_len + 1 entries",
            "Begin with an empty list, and append once per step.",
            loop_but(output=lambda ran: torch.stack([ran.start, *ran.states])),
        ),
        Slip(
            "cat-not-stack",
            "torch.cat glues the steps together along the batch; output needs an axis of its own for time",
            "torch.stack makes the new axis.",
            loop_but(output=lambda ran: torch.cat(ran.states)),
        ),
        Slip(
            "last-only",
            "your output is only the last state; asked for is the state after every step",
            "Append to a list inside the loop, and join the list at the end.",
            loop_but(output=lambda ran: ran.states[-1]),
        ),
        Slip(
            "return-inside-the-loop",
            "your loop ends after the first step",
            "Look at how far `return` is indented.",
            loop_but(read=lambda x: x[:1]),
        ),
        Slip(
            "same-tensor-every-step",
            "every step of your output is the last state: one tensor is kept many times and changed in place",
            "Keep at every step the new tensor that the Cell returns.",
            loop_but(output=lambda ran: torch.stack([ran.states[-1]] * len(ran.states))),
        ),
        Slip(
            "h-with-layer-axis",
            "your h has an axis for layers in front, like h_n of a layer; a Cell's state is (batch, hidden_size)",
            "Return the state as the Cell returns it.",
            loop_but(last=lambda ran: ran.states[-1].unsqueeze(0)),
        ),
        Slip(
            "h-is-hx",
            "your h is the hx you were given; it must be the state after the last step",
            "h is where the loop ends.",
            loop_but(last=lambda ran: ran.start),
        ),
        Slip(
            "h-after-first-step",
            "your h is the state after the first step; it must be the one after the last",
            "h is where the loop ends.",
            loop_but(last=lambda ran: ran.states[0]),
        ),
        Slip(
            "returned-h-first",
            "you return (h, output); asked for is (output, h)",
            "Swap the two.",
            second_first(loop_but()),
        ),
        Slip(
            "detaches-between-steps",
            "the values are right, but the state is cut between the steps: no gradient flows further back",
            "Hand the state on as the Cell returns it, without detach() or .data.",
            loop_but(move=lambda new, _start: new.detach()),
        ),
        Slip(
            "h-detached",
            "the values are right, but no gradient flows through your h",
            "Return the last state as the Cell returns it, without detach() or .data.",
            loop_but(last=lambda ran: ran.states[-1].detach()),
        ),
    ),
)
