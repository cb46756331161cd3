"""How long an LSTM remembers by its forget biases: c_t = f^t c_0, if nothing is written and f depends on them alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any

import torch
from torch import Tensor, nn

from course_utils.checks.engine.exercise import Exercise, Slip
from course_utils.checks.engine.kinds import TensorOf
from course_utils.checks.engine.trial import EDGES, EQUAL, HOUSE, LARGE, RISING, Random, Sizes, Trial, sizes_at
from course_utils.checks.gates import split
from course_utils.checks.learner.values import Value

LIMIT = 3.0  # for the total bias: above it, f is so near 1 that float32 cannot hold 1 - f well


def _arguments(
    random: Random, sizes: Sizes, bidirectional: bool = False, training: bool = True, total: float | None = None
) -> Mapping[str, Value]:
    usual = {"input_size": sizes.F, "hidden_size": sizes.H, "num_layers": sizes.L}
    lstm = random.layer("LSTM", training, **usual, bidirectional=bidirectional)
    weights = dict(lstm.weights)
    for name in [name for name in weights if name.startswith("bias_ih")]:
        other = name.replace("_ih", "_hh")
        totals = LIMIT * random.normal(*weights[name].shape).tanh() if total is None else total
        weights[other] = random.normal(*weights[name].shape)
        weights[name] = totals - weights[other]
    return {"lstm": replace(lstm, weights=weights)}


def _trials(random: Random) -> Iterator[Trial]:
    yield Trial(_arguments(random, replace(HOUSE, L=1)))
    yield Trial(_arguments(random, random.sizes(L=11, pool=LARGE), training=False))
    yield Trial(_arguments(random, replace(random.sizes(RISING[::-1]), F=70, H=66), bidirectional=True))
    for two in (False, True):
        yield Trial(_arguments(random, sizes_at("H=1"), two), EDGES["H=1"])
        yield Trial(_arguments(random, sizes_at("F=1"), two), EDGES["F=1"])
        yield Trial(_arguments(random, EQUAL, two), EDGES["equal"])
    yield Trial(_arguments(random, sizes_at("L=1"), bidirectional=True), "a single layer with two directions")
    yield Trial(_arguments(random, HOUSE, total=0.0), "biases that add up to zero")


def _sums(lstm: nn.LSTM, ih: float = 1.0, hh: float = 1.0) -> Tensor:
    """The sum of the biases, which reaches the gates if weights are ignored, per layer and direction: (L*D, 4*H)."""
    names = [name for name, _ in lstm.named_parameters() if name.startswith("bias_ih")]
    pairs = [(lstm.get_parameter(name), lstm.get_parameter(name.replace("_ih", "_hh"))) for name in names]
    return torch.stack([ih * one + hh * other for one, other in pairs]).detach()


def _halved(f: Tensor) -> Tensor:
    """The number t of steps after which f^t is one half."""
    return torch.log(torch.tensor(0.5)) / torch.log(f)


def _but(
    sums: Callable[[nn.LSTM], Tensor] = _sums,
    gate: str = "f",
    squash: Callable[[Tensor], Tensor] = torch.sigmoid,
    steps: Callable[[Tensor], Tensor] = _halved,
    finish: Callable[[Tensor, nn.LSTM], Tensor] = lambda found, _lstm: found,
) -> Callable[..., Any]:
    """The half-lives with one part done another way."""
    return lambda lstm: finish(steps(squash(split(sums(lstm).T, "ifgo")[gate].T)), lstm)


def _directions_first(found: Tensor, lstm: nn.LSTM) -> Tensor:
    """The rows of all forward directions, then those of all backward ones."""
    turned: Tensor = found.unflatten(0, (lstm.num_layers, -1)).transpose(0, 1).flatten(0, 1)
    return turned


EXERCISE = Exercise(
    id="lstm/half-life",
    parameters=("lstm",),
    points=3,
    trials=_trials,
    axes={"lstm": "FHL"},
    settings={"bidirectional": (False, True)},
    also={
        "many layers": lambda trial: trial.arguments["lstm"].options["num_layers"] > 4,
        "an LSTM in eval mode": lambda trial: not trial.arguments["lstm"].training,
        "biases that add up to zero": lambda trial: (
            trial.arguments["lstm"].weights["bias_ih_l0"] + trial.arguments["lstm"].weights["bias_hh_l0"] == 0
        ).all(),
    },
    oracle=_but(),  # the tests compute it from what one step of a Cell leaves
    returns=TensorOf(
        ("num_layers * num_directions", "hidden_size"),
        hint="Take one unit: which biases reach its forget gate, what is its f, and when is f ** t a half?",
    ),
    gradient=False,
    slips=(
        Slip(
            "bias-ih-only",
            "you read bias_ih alone; PyTorch adds bias_hh to it",
            "What reaches the gate is the sum of the two.",
            _but(lambda lstm: _sums(lstm, hh=0.0)),
        ),
        Slip(
            "bias-hh-only",
            "you read bias_hh alone; PyTorch adds bias_ih to it",
            "What reaches the gate is the sum of the two.",
            _but(lambda lstm: _sums(lstm, ih=0.0)),
        ),
        *(
            Slip(
                f"block-{gate}",
                f"you read the block of gate {gate}; the forget gate is the second block of hidden_size rows",
                "The order is i, f, g, o.",
                _but(gate=gate),
            )
            for gate in "igo"
        ),
        Slip(
            "the-gate-itself",
            "these are the gates, the share left after one step; asked for is after how many steps a half is left",
            "After t steps, f ** t is left: solve for t.",
            _but(steps=lambda f: f),
        ),
        Slip(
            "natural-life",
            "this is after how many steps 1/e is left; asked for is after how many it is a half",
            "f ** t = 0.5: what stands on the other side of the logarithm?",
            _but(steps=lambda f: -1 / f.log()),
        ),
        Slip(
            "upside-down",
            "your fraction is upside down: the larger f, the longer the memory",
            "f ** t = 0.5 gives t * log(f) = log(0.5).",
            _but(steps=lambda f: 1 / _halved(f)),
        ),
        Slip(
            "minus-sign",
            "your numbers of steps are negative",
            "Both logarithms are negative, and so their ratio is not.",
            _but(steps=lambda f: -_halved(f)),
        ),
        Slip(
            "lost-in-equal-parts",
            "you let the same amount go at every step; the gate multiplies, so that it is a share of what is left",
            "After t steps, f ** t is left.",
            _but(steps=lambda f: 0.5 / (1 - f)),
        ),
        Slip(
            "mean-life",
            "1 / (1 - f) is how long a memory lasts on average; asked for is after how many steps a half is left",
            "After t steps, f ** t is left: solve for t.",
            _but(steps=lambda f: 1 / (1 - f)),
        ),
        Slip(
            "whole-steps",
            "you round up to whole steps; asked for is the number with its fraction",
            "Leave out ceil.",
            _but(steps=lambda f: _halved(f).ceil()),
        ),
        Slip(
            "rounded-down",
            "you round down to whole steps; asked for is the number with its fraction",
            "Leave out floor, int(…) and //.",
            _but(steps=lambda f: _halved(f).floor()),
        ),
        Slip(
            "rounded-to-nearest",
            "you round to the nearest whole number of steps; asked for is the number with its fraction",
            "Leave out round.",
            _but(steps=lambda f: _halved(f).round()),
        ),
        Slip(
            "no-sigmoid",
            "you take the sum of the biases for the gate: the sigmoid is missing",
            "A gate lies between 0 and 1.",
            _but(squash=lambda total: total),
        ),
        Slip(
            "tanh-for-sigmoid",
            "you squash with tanh; the forget gate takes the sigmoid",
            "A gate lies between 0 and 1.",
            _but(squash=torch.tanh),
        ),
        Slip(
            "first-layer-only",
            "these are the rows of layer 0 alone; every layer has biases of its own",
            "Go through all layers: names end in _l0, _l1, …",
            _but(finish=lambda found, lstm: found[: 1 + lstm.bidirectional]),
        ),
        Slip(
            "forward-only",
            "the backward directions are missing; they have biases of their own",
            "Their names end in _reverse.",
            _but(finish=lambda found, lstm: found[:: 1 + lstm.bidirectional]),
        ),
        Slip(
            "directions-first",
            "your rows are ordered by direction; PyTorch's order is layer by layer, each forward and then backward",
            "Keep the order of lstm.named_parameters().",
            _but(finish=_directions_first),
        ),
        Slip(
            "layers-reversed",
            "your rows are in reverse order: layer 0 comes first",
            "Keep the order of lstm.named_parameters().",
            _but(finish=lambda found, _lstm: found.flip(0)),
        ),
        Slip(
            "one-long-row",
            "your numbers stand in one row; asked for is a row for each layer and direction",
            "torch.stack makes the new axis.",
            _but(finish=lambda found, _lstm: found.flatten()),
        ),
    ),
)
