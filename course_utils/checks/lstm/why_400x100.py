"""Which layer has a weight_hh of this shape: its kind, its hidden size and its other shapes."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from typing import Any

from torch import nn

from course_utils.checks.engine.exercise import Exercise, Slip
from course_utils.checks.engine.kinds import DictOf, Plain, Shape, TupleOf
from course_utils.checks.engine.trial import EDGES, Random, Trial
from course_utils.checks.learner.values import unset

_GATES = {"RNN": 1, "GRU": 3, "LSTM": 4}
_KINDS = ("GRU", "RNN", "LSTM")
_PARAMETERS = ("weight_ih_l0", "weight_hh_l0", "bias_ih_l0", "bias_hh_l0")


def _trials(random: Random) -> Iterator[Trial]:
    def trial(kind: str, hidden_size: int, input_size: int, edge: str = "") -> Trial:
        shape = (_GATES[kind] * hidden_size, hidden_size)
        return Trial({"weight_hh_shape": shape, "input_size": input_size}, edge)

    yield trial("LSTM", 100, random.integer(10, 60))
    # 3 and 4 divide the first hidden size, neither divides the second: only rows / columns tells the kind.
    for kind, hidden_size in zip(_KINDS, (5, 7, 11), strict=True):
        yield trial(kind, 12 * random.integer(2, 8), random.integer(2, 11))
        yield trial(kind, hidden_size, random.integer(101, 200))
    yield trial("RNN", 1030, random.integer(2, 9), "a large layer (hidden_size = 1030)")
    for kind, hidden_size in zip(_KINDS, (9, 8, 12), strict=True):
        yield trial(kind, hidden_size, hidden_size, "as many features as hidden units (input_size = hidden_size)")
        yield trial(kind, hidden_size, _GATES[kind] * hidden_size, "as many features as rows (input_size = rows)")
        yield trial(kind, hidden_size + 1, 1, EDGES["F=1"])
        yield trial(kind, 1, random.integer(2, 9), EDGES["H=1"])


def _meets(kind: str, holds: Callable[[int, int, int], bool]) -> Callable[[Trial], bool]:
    """Tests whether a trial is of this kind, and `holds` is true for its rows, hidden_size and input_size."""

    def meets(trial: Trial) -> bool:
        rows, columns = trial.arguments["weight_hh_shape"]
        return rows == _GATES[kind] * columns and holds(rows, columns, trial.arguments["input_size"])

    return meets


_CONDITIONS: dict[str, Callable[[int, int, int], bool]] = {
    "F<H": lambda _rows, h, f: f < h,
    "F=H": lambda _rows, h, f: f == h,
    "F>H": lambda _rows, h, f: f > h,
    "F=rows": lambda rows, _h, f: f == rows,
    "F=1": lambda _rows, _h, f: f == 1,
    "H=1": lambda _rows, h, _f: h == 1,
    "neither 3 nor 4 divides H": lambda _rows, h, _f: h > 1 and h % 3 > 0 < h % 4,
    "3 and 4 divide H": lambda _rows, h, _f: h % 12 == 0,
}


def _oracle(weight_hh_shape: tuple[int, int], input_size: int) -> Any:
    hidden_size = weight_hh_shape[1]
    for kind in _GATES:
        layer = unset(kind, input_size=input_size, hidden_size=hidden_size)
        shapes = {name: tuple(weight.shape) for name, weight in layer.named_parameters()}
        if shapes["weight_hh_l0"] == weight_hh_shape:
            return kind, hidden_size, shapes
    raise ValueError(f"no layer has a weight_hh of shape {weight_hh_shape}")


def _divisible(rows: int, columns: int) -> str:
    if rows == columns:
        return "RNN"
    return "LSTM" if rows % 4 == 0 else "GRU"


def _but(
    kind: Callable[[int, int], Any] = lambda rows, columns: {1: "RNN", 3: "GRU", 4: "LSTM"}[rows // columns],
    hidden_size: Callable[[int, int, int], int] = lambda _rows, columns, _input: columns,
    shapes: Callable[[int, int, int], tuple[Any, Any, Any]] = lambda g, h, f: ((g * h, f), (g * h, h), (g * h,)),
) -> Callable[..., Any]:
    """The right answer with one part done another way."""

    def wrong(weight_hh_shape: tuple[int, int], input_size: int) -> Any:
        rows, columns = weight_hh_shape
        gates = rows // columns
        ih, hh, bias = shapes(gates, columns, input_size)
        parts = dict(zip(_PARAMETERS, (ih, hh, bias, bias), strict=True))
        return kind(rows, columns), hidden_size(rows, columns, input_size), parts

    return wrong


EXERCISE = Exercise(
    id="lstm/why-400x100",
    parameters=("weight_hh_shape", "input_size"),
    points=2,
    trials=_trials,
    axes={"input_size": "F"},
    also={
        f"{kind}, {name}": _meets(kind, holds) for kind, (name, holds) in itertools.product(_KINDS, _CONDITIONS.items())
    },
    oracle=_oracle,
    returns=TupleOf(
        {
            "kind": Plain(str, choices=tuple(_GATES)),
            "hidden_size": Plain(int),
            "shapes": DictOf({name: Shape() for name in _PARAMETERS}),
        }
    ),
    gradient=False,
    slips=(
        Slip(
            "rows-are-hidden-size",
            "you took the rows of weight_hh for the hidden size; they are all gates stacked, H rows for each",
            "weight_hh maps h (H numbers) to the gates: which of its two sizes is the length of h?",
            _but(hidden_size=lambda rows, _columns, _input: rows),
            part="hidden_size",
        ),
        Slip(
            "hidden-size-is-input-size",
            "you gave input_size as the hidden size; weight_hh never meets x: its shape does not depend on input_size",
            "Which vector is multiplied by weight_hh?",
            _but(hidden_size=lambda _rows, _columns, input_size: input_size),
            part="hidden_size",
        ),
        Slip(
            "hidden-size-is-a-quarter",
            "you take a quarter of the rows for the hidden size; only an LSTM stacks four blocks",
            "Which of the two sizes does not depend on the kind of the layer?",
            _but(hidden_size=lambda rows, _columns, _input: rows // 4),
            part="hidden_size",
        ),
        Slip(
            "gru-and-lstm-swapped",
            "you took three blocks for an LSTM and four for a GRU; it is the other way round",
            "Count the gates and the candidate of each cell.",
            _but(kind=lambda rows, columns: {1: "RNN", 3: "LSTM", 4: "GRU"}[rows // columns]),
            part="kind",
        ),
        Slip(
            "always-400x100",
            "your answer is made for (400, 100) and gives the same for every other shape",
            "Take both sizes from weight_hh_shape.",
            lambda _shape, input_size: _but()((400, 100), input_size),
        ),
        Slip(
            "lower-case-kind",
            "your kind is written in lower case",
            'Write it as the class is called: "RNN", "GRU" or "LSTM".',
            _but(kind=lambda rows, columns: {1: "rnn", 3: "gru", 4: "lstm"}[rows // columns]),
            part="kind",
        ),
        Slip(
            "class-for-its-name",
            "your kind is the class; asked for is its name, a string",
            'Write it with quotes: "LSTM".',
            _but(kind=lambda rows, columns: {1: nn.RNN, 3: nn.GRU, 4: nn.LSTM}[rows // columns]),
            part="kind",
        ),
        Slip(
            "always-lstm",
            "you call every layer an LSTM; the number of row blocks tells an RNN, a GRU and an LSTM apart",
            "Divide the rows by the columns.",
            _but(kind=lambda _rows, _columns: "LSTM"),
            part="kind",
        ),
        Slip(
            "kind-by-divisibility",
            "you ask whether 4 or 3 divides the rows; 300 rows can be a GRU with 100 units or an LSTM with 75",
            "Compare the rows with the columns.",
            _but(kind=_divisible),
            part="kind",
        ),
        Slip(
            "weights-transposed",
            "your weights are transposed: PyTorch stores (rows out, columns in) and computes x @ weight.T",
            "weight_hh itself is given: (rows, columns) = (gates * H, H). weight_ih has as many rows.",
            _but(shapes=lambda g, h, f: ((f, g * h), (h, g * h), (g * h,))),
        ),
        Slip(
            "weight-ih-like-weight-hh",
            "your weight_ih has the shape of weight_hh; weight_ih multiplies x, so its columns are input_size",
            "How long is x_t, and how long is h?",
            _but(shapes=lambda g, h, _f: ((g * h, h), (g * h, h), (g * h,))),
        ),
        Slip(
            "input-and-hidden-exchanged",
            "you exchange the columns of weight_ih and weight_hh: weight_ih multiplies x, weight_hh multiplies h",
            "How long is x_t, and how long is h?",
            _but(shapes=lambda g, h, f: ((g * h, h), (g * h, f), (g * h,))),
        ),
        Slip(
            "bias-as-column",
            "your biases have two axes; a bias is one row of numbers, with one axis",
            "A tuple of one number is written with a comma: (5,).",
            _but(shapes=lambda g, h, f: ((g * h, f), (g * h, h), (g * h, 1))),
        ),
        Slip(
            "bias-without-comma",
            "your biases are numbers: (5) is 5; a shape with one axis is written (5,)",
            "A tuple of one number has a comma.",
            _but(shapes=lambda g, h, f: ((g * h, f), (g * h, h), g * h)),
        ),
        Slip(
            "bias-of-one-gate",
            "your biases have H entries; there is one for every row of the weights, gates * H in all",
            "A bias is added to the result of weight @ x: how long is that?",
            _but(shapes=lambda g, h, f: ((g * h, f), (g * h, h), (h,))),
        ),
        Slip(
            "shapes-of-one-gate",
            "your shapes are those of a single block; PyTorch stacks the blocks of all gates along the rows",
            "Look at the shape you were given: it is the one of weight_hh_l0.",
            _but(shapes=lambda _g, h, f: ((h, f), (h, h), (h,))),
        ),
    ),
)
