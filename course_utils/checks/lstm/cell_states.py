"""The loop over an nn.LSTMCell that keeps every cell state."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import torch
from torch import Tensor, nn

from course_utils.checks.engine.exercise import Exercise, Slip
from course_utils.checks.engine.kinds import TensorOf
from course_utils.checks.engine.trial import Random, Sizes, trials
from course_utils.checks.learner.values import Value
from course_utils.checks.lstm.states import State, draw_state, kept


def _arguments(random: Random, sizes: Sizes, training: bool) -> Mapping[str, Value]:
    cell = random.layer("LSTMCell", training, input_size=sizes.F, hidden_size=sizes.H)
    weights = {**cell.weights, "bias_ih": kept(cell.weights["bias_ih"], sizes)}
    return {
        "cell": replace(cell, weights=weights),
        "x": random.input(sizes, sizes.T, sizes.B, sizes.F),
        "state": draw_state(random, sizes),
    }


_EDGES = ("T=1", "B=1", "F=1 far=1", "H=1", "T=3", "T=66", "scale=6", "zero=1", "B=66 F=66 H=66", "equal")


def _loop_but(
    start: Callable[[Tensor, Tensor], State] = lambda h, c: (h, c),
    keep: Callable[..., Tensor] = lambda _h, c, _old: c,
    move: Callable[..., State] = lambda new, _old, _start: new,
    finish: Callable[..., Tensor] = lambda kept, _start: torch.stack(kept),
) -> Callable[..., Any]:
    """The loop over the cell with one part done another way."""

    def wrong(cell: nn.LSTMCell, x: Tensor, state: State) -> Tensor:
        hx = first = start(*state)
        kept = []
        for x_t in x:
            h, c = cell(x_t, hx)
            kept.append(keep(h, c, hx[1]))
            hx = move((h, c), hx, first)
        return finish(kept, first)

    return wrong


EXERCISE = Exercise(
    id="lstm/cell-states",
    parameters=("cell", "x", "state"),
    points=3,
    trials=trials(_arguments, *_EDGES, settings=({"training": True}, {"training": False}), once=_EDGES),
    axes={"cell": "FH", "x": "TBF", "state": "2BH"},
    also={
        "a Cell in eval mode": lambda trial: not trial.arguments["cell"].training,
        "c far from zero": lambda trial: bool(trial.arguments["state"][1].abs().min() > 10),
    },
    oracle=_loop_but(),  # torch's own cell; the tests compare it with nn.LSTM's c_n after every prefix
    returns=TensorOf(("seq_len", "batch", "hidden_size")),
    slips=(
        Slip(
            "hidden-states",
            "these are the hidden states h_t; asked for are the cell states c_t",
            "The cell returns (h, c): keep the second.",
            _loop_but(keep=lambda h, _c, _old: h),
        ),
        Slip(
            "tanh-of-c",
            "you squash c with tanh; asked for is c itself, as the cell returns it",
            "tanh(c) is on the way to h: keep the second of what the cell returns.",
            _loop_but(keep=lambda _h, c, _old: c.tanh()),
        ),
        Slip(
            "state-never-moves",
            "every step starts from the same state: the state is never replaced by the one the cell returns",
            "Assign the returned (h, c) to the variable you pass in at the next step.",
            _loop_but(move=lambda _new, _old, first: first),
        ),
        Slip(
            "c-never-moves",
            "only h moves from step to step; every step gets the first c",
            "Pass both parts of the returned state to the next step.",
            _loop_but(move=lambda new, old, _start: (new[0], old[1])),
        ),
        Slip(
            "h-never-moves",
            "only c moves from step to step; every step gets the first h",
            "Pass both parts of the returned state to the next step.",
            _loop_but(move=lambda new, old, _start: (old[0], new[1])),
        ),
        Slip(
            "state-passed-as-c-h",
            "you hand the state on as (c, h); the cell takes (h, c)",
            "Keep the order in which the cell returns it.",
            _loop_but(move=lambda new, _old, _start: (new[1], new[0])),
        ),
        Slip(
            "state-unpacked-as-c-h",
            "you unpack what the cell returns as (c, h); it is (h, c), so you keep h and hand the two on exchanged",
            "Write `h, c = cell(…)`.",
            _loop_but(keep=lambda h, _c, _old: h, move=lambda new, _old, _start: (new[1], new[0])),
        ),
        Slip(
            "every-state-passed-as-c-h",
            "you pass every state as (c, h), the given one, too; the cell takes (h, c)",
            "Keep the order in which the cell returns it.",
            _loop_but(start=lambda h, c: (c, h), move=lambda new, _old, _start: (new[1], new[0])),
        ),
        Slip(
            "given-state-ignored",
            "your loop starts from zeros; it must start from the state it is given",
            "Use the argument `state` for the first step.",
            _loop_but(start=lambda h, c: (0 * h, 0 * c)),
        ),
        Slip(
            "given-state-read-as-c-h",
            "you read the given state as (c, h); it is (h, c)",
            "Unpack it as `h, c = state`, or pass it on whole.",
            _loop_but(start=lambda h, c: (c, h)),
        ),
        Slip(
            "without-state",
            "the cell gets no state, so every step starts from zeros",
            "Pass the state as the cell's second argument, and keep what it returns.",
            _loop_but(start=lambda h, c: (0 * h, 0 * c), move=lambda _new, _old, first: first),
        ),
        Slip(
            "detaches-between-steps",
            "the values are right, but the state is cut from its history between the steps: nothing flows further back",
            "Hand the state on as the cell returns it, without detach() or .data.",
            _loop_but(move=lambda new, _old, _start: (new[0].detach(), new[1].detach())),
        ),
        Slip(
            "hidden-beside-cell",
            "your result holds h beside c in its last axis; asked for is c alone",
            "The cell returns (h, c): keep the second.",
            _loop_but(keep=lambda h, c, _old: torch.cat([h, c], 1)),
        ),
        Slip(
            "stacks-both",
            "your result holds h and c, with an axis for the two; asked for is c alone",
            "The cell returns (h, c): keep the second.",
            _loop_but(keep=lambda h, c, _old: torch.stack([h, c])),
        ),
        Slip(
            "return-inside-the-loop",
            "your loop ends after the first step",
            "Look at how far `return` is indented.",
            _loop_but(finish=lambda kept, _start: torch.stack(kept[:1])),
        ),
        Slip(
            "starts-at-one",
            "your loop leaves out the first step: the steps begin at 0",
            "Begin with x[0].",
            lambda cell, x, state: _loop_but()(cell, x[1:], state),
        ),
        Slip(
            "same-tensor-every-step",
            "every step of your result is the last c",
            "Write each c into the place of its own step.",
            _loop_but(finish=lambda kept, _start: torch.stack([kept[-1]] * len(kept))),
        ),
        Slip(
            "fresh-cell",
            "you make a new cell with weights of its own; use the one you are given",
            "Leave out nn.LSTMCell(…): `cell` has the weights.",
            lambda cell, x, state: _loop_but()(nn.LSTMCell(cell.input_size, cell.hidden_size), x, state),
        ),
        Slip(
            "inserted-in-front",
            "your states are in reverse order: the last step comes first",
            "Append to the list instead of inserting at its beginning.",
            _loop_but(finish=lambda kept, _start: torch.stack(kept[::-1])),
        ),
        Slip(
            "backwards",
            "you go through the sequence from its end",
            "Begin with x[0].",
            lambda cell, x, state: _loop_but()(cell, x.flip(0), state),
        ),
        Slip(
            "one-step-early",
            "you keep c before each step: the first entry is the given c, and the last c is lost",
            "Append after the cell has run.",
            _loop_but(keep=lambda _h, _c, old: old),
        ),
        Slip(
            "start-included",
            "the given c is in your result too, so it has seq_len + 1 entries",
            "Start with an empty list and append once per step.",
            _loop_but(finish=lambda kept, start: torch.stack([start[1], *kept])),
        ),
        Slip(
            "last-only",
            "this is only the last c; asked for is one for every time step",
            "Append c inside the loop, and join the list at the end.",
            _loop_but(finish=lambda kept, _start: kept[-1]),
        ),
        Slip(
            "last-as-one-step",
            "your result has one step, which is the last c; asked for is one for every time step",
            "Append c inside the loop, and join the list at the end.",
            _loop_but(finish=lambda kept, _start: kept[-1][None]),
        ),
        Slip(
            "cat-not-stack",
            "torch.cat glues the steps together along the batch; a new axis for time is needed",
            "torch.stack makes the new axis.",
            _loop_but(finish=lambda kept, _start: torch.cat(kept)),
        ),
    ),
)
