"""The last states of both directions of a GRU's top layer, side by side."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any

import torch
from torch import Tensor, nn

from course_utils.checks.engine.exercise import Exercise, Slip
from course_utils.checks.engine.kinds import TensorOf
from course_utils.checks.engine.trial import HOUSE, SMALL, Random, Sizes, Trial, trials, turned
from course_utils.checks.gru.crashes import NO_C
from course_utils.checks.learner.values import Value

_MANY = "T=2 B=66 F=66 H=66 far=1"  # only two steps, because many take long


def _arguments(random: Random, sizes: Sizes) -> Mapping[str, Value]:
    gru = random.layer("GRU", input_size=sizes.F, hidden_size=sizes.H, num_layers=2, bidirectional=True)
    return {"gru": gru, "x": random.input(sizes, sizes.T, sizes.B, sizes.F)}


def _trials(random: Random) -> Iterator[Trial]:
    edges = ("T=1 B=1", "T=1", _MANY, "T=66 B=1", "F=1 H=1", "equal", "T=3")
    words = {
        _MANY: "two steps of many examples, features and hidden units (66 each), with numbers far from zero",
        "T=66 B=1": "a long sequence of a single example (seq_len = 66, batch = 1)",
        "F=1 H=1": "a single feature and a single hidden unit (input_size = hidden_size = 1)",
    }
    # The last trial has the batch size of the first, which comes again after it: a state kept from the last one fits.
    for number, trial in enumerate(trials(_arguments, *edges, words=words, falling=SMALL)(random)):
        yield replace(trial, gradient=number == 0)  # gradients through two layers and two directions take long
    evaluated = dict(_arguments(random, replace(HOUSE, T=2)))  # few steps, because gradients take long
    evaluated["gru"] = replace(evaluated["gru"], training=False)
    evaluated["x"] = turned(evaluated["x"])
    what = "a gru in evaluation mode, and an x that is not contiguous, as transpose leaves it"
    yield Trial(evaluated, what)


def _by_hand(gru: nn.GRU, x: Tensor) -> Tensor:
    """The summary from h_n in its documented view (num_layers, num_directions, batch, hidden_size)."""
    _, h_n = gru(x)
    forward, backward = h_n.view(gru.num_layers, 2, x.shape[1], gru.hidden_size)[-1]
    return torch.cat([forward, backward], dim=1)


def _from(read: Callable[[Tensor, Tensor], Tensor]) -> Callable[..., Any]:
    """What `read` makes of output and h_n."""
    return lambda gru, x: read(*gru(x))


def _rows(*rows: int) -> Callable[..., Any]:
    return _from(lambda _output, h_n: torch.cat([h_n[row] for row in rows], dim=1))


def _batch_first(gru: nn.GRU, x: Tensor) -> Tensor:
    """The layer takes examples for steps and steps for examples; then h_n has a row for every step."""
    return _by_hand(gru, x.transpose(0, 1))


EXERCISE = Exercise(
    id="gru/summary",
    parameters=("gru", "x"),
    points=2,
    trials=_trials,
    axes={"gru": "FH", "x": "TBF"},
    also={
        "two steps": lambda trial: len(trial.arguments["x"]) == 2,
        "evaluation mode": lambda trial: not trial.arguments["gru"].training,
        "x not contiguous": lambda trial: not trial.arguments["x"].is_contiguous(),
    },
    crashes=(NO_C,),
    oracle=_by_hand,
    returns=TensorOf(("batch", "2 * hidden_size")),
    slips=(
        Slip(
            "last-output",
            "this is the last step of output; there the backward half has seen one step only, the last",
            "Where does the backward direction end its way through the sequence?",
            _from(lambda output, _h_n: output[-1]),
        ),
        Slip(
            "first-output",
            "this is the first step of output; there the forward half has seen one step only",
            "Where does the forward direction end its way through the sequence?",
            _from(lambda output, _h_n: output[0]),
        ),
        Slip(
            "ends-exchanged",
            "your halves are where each direction has seen one step: forward at step 0, backward at the last",
            "Which step does the backward direction read last?",
            _from(
                lambda output, _h_n: torch.cat(
                    [output[0, :, : output.shape[2] // 2], output[-1, :, output.shape[2] // 2 :]], dim=1
                )
            ),
        ),
        Slip(
            "backward-first",
            "the two halves are exchanged: asked for is forward first, then backward",
            "In h_n the forward direction of a layer comes first.",
            _rows(-1, -2),
        ),
        Slip(
            "first-layer",
            "these are the states of the first layer; asked for is the top one",
            "h_n lists layer 0 first, with both directions.",
            _rows(0, 1),
        ),
        Slip(
            "directions-of-two-layers",
            "you read h_n as all layers forward, then all layers backward; it is layer by layer",
            "h_n can be viewed as (num_layers, 2, B, H).",
            _rows(1, 3),
        ),
        Slip(
            "forward-of-both-layers",
            "these are the forward states of both layers; asked for are both directions of the top layer",
            "h_n can be viewed as (num_layers, 2, B, H).",
            _rows(0, 2),
        ),
        Slip(
            "reshape-scramble",
            "the shape is right and the examples are mixed: view and reshape keep the order of the numbers",
            "Join the two halves along the last axis, or transpose before you reshape.",
            _from(lambda _output, h_n: h_n[-2:].reshape(h_n.shape[1], -1)),
        ),
        Slip(
            "all-layers",
            "your summary holds both layers; asked for is the top one",
            "How many rows of h_n belong to the top layer?",
            _rows(0, 1, 2, 3),
        ),
        Slip(
            "forward-only",
            "this is the forward half only; the backward direction's last state belongs beside it",
            "Which rows of h_n belong to the top layer?",
            _rows(2),
        ),
        Slip(
            "backward-only",
            "this is the backward half only; h_n[-1] is the backward direction of the top layer",
            "Which rows of h_n belong to the top layer?",
            _rows(3),
        ),
        Slip(
            "directions-added",
            "you add the two directions; they stand side by side in the summary",
            "torch.cat joins two tensors along an axis.",
            _from(lambda _output, h_n: h_n[-1] + h_n[-2]),
        ),
        Slip(
            "stacked-along-batch",
            "you join the two halves along the batch; they belong beside each other, in the last axis",
            "Look at the `dim` of torch.cat.",
            _from(lambda _output, h_n: torch.cat([h_n[-2], h_n[-1]])),
        ),
        Slip(
            "not-joined",
            "the two directions are still an axis of their own",
            "torch.cat joins two tensors along an axis.",
            _from(lambda _output, h_n: h_n[-2:]),
        ),
        Slip(
            "mean-over-time",
            "this is the mean of output over all steps; asked for is the last state of each direction",
            "What does gru(x) return besides output?",
            _from(lambda output, _h_n: output.mean(0)),
        ),
        Slip(
            "max-over-time",
            "this is the largest value of output over all steps; asked for is the last state of each direction",
            "What does gru(x) return besides output?",
            _from(lambda output, _h_n: output.amax(0)),
        ),
        Slip(
            "interleaved",
            "forward and backward take turns in each row; first come all numbers of forward, then all of backward",
            "torch.cat joins two tensors along an axis.",
            _from(lambda _output, h_n: torch.stack([h_n[-2], h_n[-1]], dim=-1).flatten(1)),
        ),
        Slip(
            "squeezes",
            "squeeze() takes away every axis of size 1",
            "Leave out squeeze: both axes are there to stay.",
            lambda gru, x: _by_hand(gru, x).squeeze(),
        ),
        Slip(
            "whole-output",
            "this is output, with every step; asked for is one summary for each example",
            "What does gru(x) return besides output?",
            _from(lambda output, _h_n: output),
        ),
        Slip(
            "x-turned",
            "you swap the axes of x: the layer then takes the examples for steps, and one leaks into the other",
            "x is (T, B, F), and this gru was made without batch_first.",
            _batch_first,
        ),
        Slip(
            "last-example",
            "this is output for the last example, step by step: with time-major output, [:, -1] is an example",
            "What does gru(x) return besides output?",
            _from(lambda output, _h_n: output[:, -1]),
        ),
        Slip(
            "backward-half-detached",
            "the values are right, but no gradient flows through the backward half",
            "Take both halves as they are, without detach() or .data.",
            _from(lambda _output, h_n: torch.cat([h_n[-2], h_n[-1].detach()], dim=1)),
        ),
    ),
)
