"""The loop of a plain RNN over a sequence, as nn.RNN runs it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor

from course_utils.checks.engine.by_hand import CELLS, LAYERS
from course_utils.checks.engine.exercise import Exercise, Slip
from course_utils.checks.engine.kinds import TensorOf, TupleOf
from course_utils.checks.engine.trial import Random, Sizes, trials
from course_utils.checks.learner.values import Value, unset
from course_utils.checks.rnn.step import weighted_sum, wrong_sums


def _arguments(random: Random, sizes: Sizes) -> Mapping[str, Value]:
    weights = random.layer("RNN", input_size=sizes.F, hidden_size=sizes.H).weights
    return {
        "x": random.input(sizes, sizes.T, sizes.B, sizes.F),
        "h_0": random.state(sizes, 1, sizes.B, sizes.H),
        **{name.removesuffix("_l0"): weight for name, weight in weights.items()},
    }


def _oracle(x: Tensor, h_0: Tensor, weight_ih: Tensor, weight_hh: Tensor, bias_ih: Tensor, bias_hh: Tensor) -> Any:
    rnn = unset("RNN", input_size=x.shape[2], hidden_size=h_0.shape[2])
    weights = dict(zip(rnn.state_dict(), (weight_ih, weight_hh, bias_ih, bias_hh), strict=True))
    return torch.func.functional_call(rnn, weights, (x, h_0))


@dataclass(frozen=True)
class _Ran:
    """The record of a loop: the states after every step, and the one before the first, each (B, H)."""

    states: list[Tensor]
    start: Tensor


def _but(
    total: Callable[..., Tensor] = weighted_sum,
    squash: Callable[[Tensor], Tensor] = torch.tanh,
    read: Callable[[Tensor], Tensor] = lambda x: x,
    start: Callable[[Tensor], Tensor] = lambda h_0: h_0[0],
    move: Callable[[Tensor, Tensor], Tensor] = lambda new, _start: new,
    output: Callable[[_Ran], Tensor] = lambda ran: torch.stack(ran.states),
    h_n: Callable[[_Ran], Tensor] = lambda ran: ran.states[-1][None],
) -> Callable[..., Any]:
    """The loop with one part done another way."""

    def wrong(x: Tensor, h_0: Tensor, *weights: Tensor) -> Any:
        h = start(h_0)
        ran = _Ran([], h)
        for x_t in read(x):
            ran.states.append(squash(total(x_t, h, *weights)))
            h = move(ran.states[-1], ran.start)
        return output(ran), h_n(ran)

    return wrong


def _h_n_first(*arguments: Tensor) -> Any:
    output, h_n = _but()(*arguments)
    return h_n, output


EXERCISE = Exercise(
    id="rnn/forward",
    parameters=("x", "h_0", "weight_ih", "weight_hh", "bias_ih", "bias_hh"),
    points=3,
    trials=trials(_arguments, "T=1", "B=1", "F=1 far=1", "H=1", "T=66", "zero=1", "B=66 F=66 H=66", "equal"),
    axes={"x": "TBF", "h_0": "1BH"},
    by_hand={**LAYERS, **CELLS},
    oracle=_oracle,
    returns=TupleOf(
        {"output": TensorOf(("seq_len", "batch", "hidden_size")), "h_n": TensorOf(("1", "batch", "hidden_size"))}
    ),
    slips=(
        Slip(
            "h-0-ignored",
            "your loop starts from zeros; it must start from the h_0 it is given",
            "Use h_0 for the first step.",
            _but(start=lambda h_0: 0 * h_0[0]),
        ),
        Slip(
            "state-never-moves",
            "every step starts from h_0: the new state is never handed to the next step",
            "Assign the new state to the variable that the next step reads.",
            _but(move=lambda _new, first: first),
        ),
        *wrong_sums(_but),
        Slip(
            "no-tanh",
            "the tanh is missing: the states can grow without bound",
            "Squash the sum at every step.",
            _but(squash=lambda a: a),
        ),
        Slip(
            "relu-for-tanh",
            "you use relu; an nn.RNN uses tanh unless it is told otherwise",
            "Squash with torch.tanh.",
            _but(squash=torch.relu),
        ),
        Slip(
            "backwards",
            "you go through the sequence from its end",
            "Begin with x[0].",
            _but(read=lambda x: x.flip(0)),
        ),
        Slip(
            "inserted-in-front",
            "your output is in reverse order: the last step comes first",
            "Append to the list instead of inserting at its beginning.",
            _but(output=lambda ran: torch.stack(ran.states[::-1])),
        ),
        Slip(
            "one-step-early",
            "you keep h before each step: the first entry of output is h_0, and the last state is not in it",
            "Keep the state after the step.",
            _but(output=lambda ran: torch.stack([ran.start, *ran.states[:-1]])),
        ),
        Slip(
            "start-included",
            "h_0 is in your output too, so it has seq_len + 1 entries",
            "Keep the state once per step, after the step.",
            _but(output=lambda ran: torch.stack([ran.start, *ran.states])),
        ),
        Slip(
            "cat-not-stack",
            "torch.cat glues the steps together along the batch; output needs an axis of its own for time",
            "torch.stack makes the new axis.",
            _but(output=lambda ran: torch.cat(ran.states)),
        ),
        Slip(
            "last-only",
            "your output holds the last state only; asked for is the state after every step",
            "Keep each state in a list, and join the list at the end.",
            _but(output=lambda ran: ran.states[-1][None]),
        ),
        Slip(
            "return-inside-the-loop",
            "your loop ends after the first step",
            "Look at how far `return` is indented.",
            _but(read=lambda x: x[:1]),
        ),
        Slip(
            "same-tensor-every-step",
            "every step of your output is the last state: one tensor is kept many times and changed in place",
            "Make a new tensor at every step.",
            _but(output=lambda ran: torch.stack([ran.states[-1]] * len(ran.states))),
        ),
        Slip(
            "batch-first-output",
            "your output is (batch, seq_len, …); x came time-major, so output goes out time-major",
            "Stack the states along dim 0.",
            _but(output=lambda ran: torch.stack(ran.states, 1)),
        ),
        Slip(
            "h-n-without-layer-axis",
            "your h_n has no axis for the layers; h_n has the same three axes as h_0",
            "One layer is still an axis, of size 1.",
            _but(h_n=lambda ran: ran.states[-1]),
        ),
        Slip(
            "h-n-batch-first",
            "the axes of your h_n are (batch, 1, …); the axis for the layers comes first, as in h_0",
            "Put the new axis at dim 0.",
            _but(h_n=lambda ran: ran.states[-1].unsqueeze(1)),
        ),
        Slip(
            "h-n-is-output",
            "your h_n is the state after every step; h_n is the state after the last one",
            "Only the last state goes into h_n.",
            _but(h_n=lambda ran: torch.stack(ran.states)),
        ),
        Slip(
            "h-n-after-first-step",
            "your h_n is the state after the first step; it is the one after the last",
            "h_n is where the loop ends.",
            _but(h_n=lambda ran: ran.states[0][None]),
        ),
        Slip(
            "h-n-is-h-0",
            "your h_n is h_0, the state before the first step; it is the one after the last",
            "h_n is where the loop ends.",
            _but(h_n=lambda ran: ran.start[None]),
        ),
        Slip(
            "returned-h-n-first",
            "you return (h_n, output); PyTorch's order is (output, h_n)",
            "Swap the two.",
            _h_n_first,
        ),
        Slip(
            "detaches-between-steps",
            "the values are right, but the state is cut from its history between the steps: nothing flows further back",
            "Hand the state on as it is, without detach() or .data.",
            _but(move=lambda new, _start: new.detach()),
        ),
        Slip(
            "h-n-detached",
            "the values are right, but no gradient flows through your h_n",
            "Return the last state as it is, without detach() or .data.",
            _but(h_n=lambda ran: ran.states[-1][None].detach()),
        ),
    ),
)
