"""How many parameters an nn.RNN has."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import torch
from torch import nn

from course_utils.checks.engine.exercise import Exercise, Slip
from course_utils.checks.engine.kinds import Plain
from course_utils.checks.engine.trial import Random, Sizes, trials
from course_utils.checks.learner.values import Value

_SETTINGS = tuple({"bias": bias, "bidirectional": two} for bias in (True, False) for two in (False, True))
_ABOVE = 1 << 24  # float32 holds every whole number up to this one


def _arguments(_random: Random, sizes: Sizes, bias: bool, bidirectional: bool) -> Mapping[str, Value]:
    return {
        "input_size": sizes.F,
        "hidden_size": sizes.H,
        "num_layers": sizes.L,
        "bias": bias,
        "bidirectional": bidirectional,
    }


def _oracle(input_size: int, hidden_size: int, num_layers: int, bias: bool, bidirectional: bool) -> Any:
    options = {"num_layers": num_layers, "bias": bias, "bidirectional": bidirectional}
    with torch.device("meta"):  # only shapes, because some layers have many millions of numbers
        rnn = nn.RNN(input_size, hidden_size, **options)
    return sum(parameter.numel() for parameter in rnn.parameters())


def _but(
    above: Callable[[int, int, int], int] = lambda _f, h, d: d * h,
    weights: Callable[[int, int], int] = lambda columns, h: h * columns + h * h,
    biases: Callable[[int, bool], int] = lambda h, bias: 2 * h * bias,
    layers: Callable[[int], int] = lambda num_layers: num_layers,
    copies: Callable[[int], int] = lambda d: d,
    seen: Callable[[int], int] = lambda d: d,
    biased: Callable[[int, int], int] = lambda num_layers, d: num_layers * d,
) -> Callable[..., Any]:
    """The count with one part done another way; `above` is the columns of weight_ih in the layers above the first."""

    def wrong(f: int, h: int, num_layers: int, bias: bool, bidirectional: bool) -> int:
        d, n = seen(2 if bidirectional else 1), layers(num_layers)
        widths = [f] + [above(f, h, d)] * (n - 1)
        return copies(d) * sum(weights(columns, h) for columns in widths) + biased(n, d) * biases(h, bias)

    return wrong


EXERCISE = Exercise(
    id="rnn/count-parameters",
    parameters=("input_size", "hidden_size", "num_layers", "bias", "bidirectional"),
    points=3,
    trials=trials(
        _arguments,
        *("L=1", "F=1", "F=20", "H=1", "equal", "F=66 L=33", "H=4097"),
        settings=_SETTINGS,
        once=("F=20", "F=66 L=33", "H=4097"),
        words={
            "F=66 L=33": "many layers and features (num_layers = 33, input_size = 66)",
            "H=4097": "a layer of more than 16 million parameters (hidden_size = 4097)",
        },
    ),
    axes={"input_size": "F", "hidden_size": "H", "num_layers": "L"},
    settings={"bias": (True, False), "bidirectional": (False, True)},
    also={"more parameters than float32 counts": lambda trial: trial.arguments["hidden_size"] ** 2 > _ABOVE},
    oracle=_oracle,
    returns=Plain(int),
    gradient=False,
    slips=(
        Slip(
            "one-bias",
            "you count one bias; PyTorch keeps two, bias_ih and bias_hh, of the same size",
            "Print the names of the parameters of a small nn.RNN.",
            _but(biases=lambda h, bias: h * bias),
        ),
        Slip(
            "biases-always",
            "you count biases although bias is False",
            "Without biases only the weights are left.",
            _but(biases=lambda h, _bias: 2 * h),
        ),
        Slip(
            "biases-never",
            "you count no biases although bias is True",
            "Print the names of the parameters of a small nn.RNN.",
            _but(biases=lambda _h, _bias: 0),
        ),
        Slip(
            "biases-of-one-layer",
            "you count the biases once; every layer and every direction has its own",
            "Count what one layer has in one direction first.",
            _but(biased=lambda _layers, _d: 1),
        ),
        Slip(
            "biases-of-one-direction",
            "you count the biases of one direction; the backward direction has its own",
            "Count what one layer has in one direction first.",
            _but(biased=lambda num_layers, _d: num_layers),
        ),
        Slip(
            "layers-all-alike",
            "you count every layer like the first; only the first reads x, those above read the layer below",
            "How many numbers does the layer below give for one step?",
            _but(above=lambda f, _h, _d: f),
        ),
        Slip(
            "one-direction-read",
            "your upper layers read one direction of the layer below; they read both, side by side",
            "How many numbers does a bidirectional layer give for one step?",
            _but(above=lambda _f, h, _d: h),
        ),
        Slip(
            "directions-ignored",
            "your count is the same whatever bidirectional is",
            "The backward direction has weights of its own, in every layer.",
            _but(seen=lambda _d: 1),
        ),
        Slip(
            "one-direction-counted",
            "your upper layers read both directions, as they should, but you count the weights of one direction only",
            "The backward direction has weights of its own, in every layer.",
            _but(copies=lambda _d: 1, biased=lambda num_layers, _d: num_layers),
        ),
        Slip(
            "one-layer",
            "your count is the same whatever num_layers is",
            "Every layer has weights of its own.",
            _but(layers=lambda _num_layers: 1),
        ),
        Slip(
            "weight-hh-forgotten",
            "you count weight_ih and leave out weight_hh, which makes a network recurrent",
            "Print the names of the parameters of a small nn.RNN.",
            _but(weights=lambda columns, h: h * columns),
        ),
        Slip(
            "weight-ih-forgotten",
            "you count weight_hh and leave out weight_ih, which reads x or the layer below",
            "Print the names of the parameters of a small nn.RNN.",
            _but(weights=lambda _columns, h: h * h),
        ),
        Slip(
            "lstm-counted",
            "these are the parameters of an LSTM, which has four blocks of rows; a plain RNN has one",
            "The weights of a plain RNN have hidden_size rows.",
            _but(weights=lambda columns, h: 4 * h * (columns + h), biases=lambda h, bias: 8 * h * bias),
        ),
    ),
)
