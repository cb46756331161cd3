"""How many numbers a network keeps for its next step: a recurrent one its state, attention all keys and values."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from course_utils.checks.engine.exercise import Exercise, Slip
from course_utils.checks.engine.kinds import Plain
from course_utils.checks.engine.trial import Random, Sizes, trials
from course_utils.checks.learner.values import Value

KINDS = ("RNN", "LSTM", "GRU", "minGRU", "attention")
_ABOVE = 1 << 24  # float32 holds every whole number up to this one
_LARGE = "T=4097 H=4098"


def _arguments(_random: Random, sizes: Sizes, kind: str) -> Mapping[str, Value]:
    return {"kind": kind, "num_layers": sizes.L, "hidden_size": sizes.H, "batch": sizes.B, "n": sizes.T}


def _but(
    lstm: int = 2,
    gru: int = 1,
    min_gru: int = 1,
    attention: Callable[[int, int, int], int] = lambda n, hidden_size, _batch: 2 * n * hidden_size,
    steps: Callable[[int], int] = lambda _n: 1,
    layers: Callable[[int, bool], int] = lambda num_layers, _is_attention: num_layers,
    examples: Callable[[int], int] = lambda batch: batch,
    each: int = 1,
) -> Callable[..., Any]:
    """The count with one part done another way; `steps` is how many states a recurrent network keeps."""
    states = {"RNN": 1, "LSTM": lstm, "GRU": gru, "minGRU": min_gru}

    def wrong(kind: str, num_layers: int, hidden_size: int, batch: int, n: int) -> int:
        is_attention = kind == "attention"
        one = attention(n, hidden_size, batch) if is_attention else states[kind] * hidden_size * steps(n)
        return each * examples(batch) * layers(num_layers, is_attention) * one

    return wrong


_CACHE = "Attention reads all keys and all values again at every step."
_STATE = "A recurrent network needs its newest state only, whatever n is."

EXERCISE = Exercise(
    id="today/kept",
    parameters=("kind", "num_layers", "hidden_size", "batch", "n"),
    points=2,
    trials=trials(
        _arguments,
        *("L=1", "H=1", "B=1", "T=1", "equal", "L=33", "T=66 B=66 H=66", _LARGE),
        settings=tuple({"kind": kind} for kind in ("LSTM", "attention", "RNN", "GRU", "minGRU")),
        words={
            "T=1": "a single step (n = 1)",
            "L=33": "many layers (num_layers = 33)",
            "T=66 B=66 H=66": "many steps, examples and units (66 each)",
            _LARGE: "many steps and units (4097 and 4098)",
        },
    ),
    axes={"num_layers": "L", "hidden_size": "H", "batch": "B", "n": "T"},
    settings={"kind": KINDS},
    also={
        "more numbers than float32 counts": lambda trial: trial.arguments["n"] * trial.arguments["hidden_size"] > _ABOVE
    },
    oracle=_but(),  # the tests count what torch.nn's layers return
    returns=Plain(int),
    gradient=False,
    slips=(
        Slip(
            "c-forgotten",
            "you count one state of an LSTM; it has two, h and c",
            "What does nn.LSTM return besides output?",
            _but(lstm=1),
        ),
        Slip(
            "gates-counted",
            "you count a block for every gate of an LSTM and a GRU; gates are computed anew at each step",
            "What does the layer return besides output?",
            _but(lstm=4, gru=3),
        ),
        Slip(
            "gates-of-an-lstm-counted",
            "you count four vectors of an LSTM, as many as it has gates; gates are computed anew at each step",
            "What does nn.LSTM return besides output?",
            _but(lstm=4),
        ),
        Slip(
            "lstm-keeps-three",
            "you count three vectors of an LSTM; gates and output are computed anew at each step",
            "What does nn.LSTM return besides output?",
            _but(lstm=3),
        ),
        Slip(
            "gates-of-a-gru-counted",
            "you count three vectors of a GRU, one for each block of its weights; these are computed anew at each step",
            "What does nn.GRU return besides output?",
            _but(gru=3),
        ),
        Slip(
            "gru-keeps-two",
            "you count two states of a GRU; a second one is there in an LSTM only",
            "What does nn.GRU return besides output?",
            _but(gru=2),
        ),
        Slip(
            "one-step-too-many",
            "you count the keys and values of n + 1 steps",
            "After n steps, n have been read.",
            _but(attention=lambda n, hidden_size, _batch: 2 * (n + 1) * hidden_size),
        ),
        Slip(
            "steps-forgotten",
            "your count for attention does not depend on n",
            _CACHE,
            _but(attention=lambda _n, hidden_size, _batch: 2 * hidden_size),
        ),
        Slip(
            "keys-without-values",
            "you count one vector for each step that attention has read; there are two, a key and a value",
            _CACHE,
            _but(attention=lambda n, hidden_size, _batch: n * hidden_size),
        ),
        Slip(
            "queries-kept",
            "you count three vectors for each step that attention has read; a query serves its own step only",
            _CACHE,
            _but(attention=lambda n, hidden_size, _batch: 3 * n * hidden_size),
        ),
        Slip(
            "weights-of-all-pairs",
            "you count a number for each pair of steps; these are computed anew, from keys and values",
            _CACHE,
            _but(attention=lambda n, _hidden_size, _batch: n * n),
        ),
        Slip(
            "one-step-short",
            "you count the keys and values of n - 1 steps",
            "After n steps, n have been read.",
            _but(attention=lambda n, hidden_size, _batch: 2 * (n - 1) * hidden_size),
        ),
        Slip(
            "all-states-kept",
            "you count the states of all n steps",
            _STATE,
            _but(steps=lambda n: n),
        ),
        Slip(
            "layers-forgotten",
            "your count is the same whatever num_layers is",
            "Every layer keeps something of its own.",
            _but(layers=lambda _num_layers, _is_attention: 1),
        ),
        Slip(
            "one-layer-of-attention",
            "your count for attention is the same whatever num_layers is",
            "Every layer has keys and values of its own.",
            _but(layers=lambda num_layers, is_attention: 1 if is_attention else num_layers),
        ),
        Slip(
            "one-layer-of-states",
            "your counts of states are the same whatever num_layers is",
            "Every layer has a state of its own.",
            _but(layers=lambda num_layers, is_attention: num_layers if is_attention else 1),
        ),
        Slip(
            "batch-forgotten",
            "your count is the same whatever batch is",
            "Every example keeps something of its own.",
            _but(examples=lambda _batch: 1),
        ),
        Slip(
            "batch-of-attention-forgotten",
            "your count for attention is the same whatever batch is",
            "Every example has keys and values of its own.",
            lambda kind, *sizes: _but(examples=lambda batch: 1 if kind == "attention" else batch)(kind, *sizes),
        ),
        Slip(
            "min-gru-keeps-two",
            "you count two states of a minGRU; a and b are computed anew at each step",
            "h_t = a_t * h_(t-1) + b_t: what of the step before does that need?",
            _but(min_gru=2),
        ),
        Slip(
            "bytes-counted",
            "you count four times as much, as if in bytes; asked for is how many numbers there are",
            "A float32 is one number.",
            _but(each=4),
        ),
    ),
)
