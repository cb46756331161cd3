"""One step of an LSTM from its weights and biases, as torch's LSTMCell makes it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import torch
from torch import Tensor, nn

from course_utils.checks.engine.by_hand import CELLS, LAYERS
from course_utils.checks.engine.exercise import Exercise, Slip
from course_utils.checks.engine.kinds import TensorOf, TupleOf
from course_utils.checks.engine.trial import Random, Sizes, trials
from course_utils.checks.gates import split
from course_utils.checks.learner.values import Value, unset
from course_utils.checks.lstm.states import State, draw_state, kept


def _arguments(random: Random, sizes: Sizes) -> Mapping[str, Value]:
    rows = 4 * sizes.H
    return {
        "x": random.input(sizes, sizes.B, sizes.F),
        "state": draw_state(random, sizes),
        "weight_ih": random.weight(rows, sizes.F, scale=0.7),
        "weight_hh": random.weight(rows, sizes.H, scale=0.7),
        "bias_ih": kept(random.normal(rows, scale=0.7), sizes),
        "bias_hh": random.normal(rows, scale=0.7),
    }


def _oracle(x: Tensor, state: State, weight_ih: Tensor, weight_hh: Tensor, bias_ih: Tensor, bias_hh: Tensor) -> Any:
    cell = unset("LSTMCell", input_size=x.shape[1], hidden_size=weight_hh.shape[1])
    weights = {"weight_ih": weight_ih, "weight_hh": weight_hh, "bias_ih": bias_ih, "bias_hh": bias_hh}
    return torch.func.functional_call(cell, weights, (x, state))


def _but(
    before: Callable[..., Any] = lambda x, state, *weights: (x, state, *weights),
    order: str = "ifgo",
    squash: Callable[[Tensor], Tensor] = torch.sigmoid,
    candidate: Callable[[Tensor], Tensor] = torch.tanh,
    cell: Callable[..., Tensor] = lambda i, f, g, c: f * c + i * g,
    hidden: Callable[..., Tensor] = lambda o, c, _old: o * c.tanh(),
    after: Callable[[Tensor, Tensor], Any] = lambda h, c: (h, c),
) -> Callable[..., Any]:
    """One LSTM step with one part done another way."""

    def wrong(*arguments: Any) -> Any:
        x, (h, c), weight_ih, weight_hh, bias_ih, bias_hh = before(*arguments)
        rows = split(torch.transpose(x @ weight_ih.T + bias_ih + h @ weight_hh.T + bias_hh, 0, 1), order)
        blocks = {gate: block.T for gate, block in rows.items()}
        i, f, o = (squash(blocks[gate]) for gate in "ifo")
        new = cell(i, f, candidate(blocks["g"]), c)
        return after(hidden(o, new, c), new)

    return wrong


def _crosswise(x: Tensor, state: State, weight_ih: Tensor, weight_hh: Tensor, *biases: Tensor) -> Any:
    """x and h joined in one order and their weights in the other: the inputs that each weight then gets."""
    h, c = state
    first, rest = torch.cat([h, x], 1).split([x.shape[1], h.shape[1]], 1)
    return first, (rest, c), weight_ih, weight_hh, *biases


def _interleaved(x: Tensor, state: State, *weights: Tensor) -> Any:
    """The rows read as if the four rows of a unit stood together."""
    return x, state, *(torch.cat([weight[k::4] for k in range(4)]) for weight in weights)


def _forget_bias(x: Tensor, state: State, weight_ih: Tensor, weight_hh: Tensor, bias_ih: Tensor, *rest: Tensor) -> Any:
    """1 added to the forget bias, which is the initial value in Keras and TensorFlow."""
    i, f, g, o = bias_ih.chunk(4)
    return x, state, weight_ih, weight_hh, torch.cat([i, f + 1, g, o]), *rest


_WORDS = {"B=20": "as many examples as the weights have rows (batch = 4 * hidden_size)"}

EXERCISE = Exercise(
    id="lstm/step",
    parameters=("x", "state", "weight_ih", "weight_hh", "bias_ih", "bias_hh"),
    points=3,
    trials=trials(
        _arguments,
        *("B=1", "F=1 far=1", "H=1", "F=20", "B=20", "scale=6", "zero=1", "B=66 F=66 H=66", "equal"),
        words=_WORDS,
    ),
    axes={"x": "BF", "state": "2BH"},
    also={
        "as many examples as rows": lambda trial: len(trial.arguments["x"]) == len(trial.arguments["bias_ih"]),
        "c far from zero": lambda trial: bool(trial.arguments["state"][1].abs().min() > 10),
    },
    oracle=_oracle,
    returns=TupleOf(
        {"h": TensorOf(("batch", "hidden_size")), "c": TensorOf(("batch", "hidden_size"))}, made_from={"h": "c"}
    ),
    by_hand={**LAYERS, **CELLS},
    slips=(
        *(
            Slip(
                f"gate-order-{order}",
                f"this is your step if the rows are read {', '.join(order)}; PyTorch stores i, f, g, o",
                "Look at the names of the four blocks, and at which of them meets c, and which g.",
                _but(order=order),
            )
            for order in ("ifog", "iofg", "igfo", "figo")
        ),
        Slip(
            "bias-hh-missing",
            "bias_hh is missing; PyTorch adds two biases, bias_ih and bias_hh",
            "Add both biases to the gates.",
            _but(lambda x, state, wi, wh, bi, bh: (x, state, wi, wh, bi, 0 * bh)),
        ),
        Slip(
            "bias-ih-missing",
            "bias_ih is missing; PyTorch adds two biases, bias_ih and bias_hh",
            "Add both biases to the gates.",
            _but(lambda x, state, wi, wh, bi, bh: (x, state, wi, wh, 0 * bi, bh)),
        ),
        Slip(
            "bias-hh-twice",
            "you add bias_hh twice and bias_ih not at all",
            "PyTorch adds both biases, each once.",
            _but(lambda x, state, wi, wh, _bi, bh: (x, state, wi, wh, bh, bh)),
        ),
        Slip(
            "bias-ih-twice",
            "you add bias_ih twice and bias_hh not at all",
            "PyTorch adds both biases, each once.",
            _but(lambda x, state, wi, wh, bi, _bh: (x, state, wi, wh, bi, bi)),
        ),
        Slip(
            "fresh-cell",
            "your step uses a new nn.LSTMCell with weights of its own; it must use the weights it is given",
            "Compute the gates from weight_ih, weight_hh and the two biases.",
            lambda x, state, wi, wh, *_: nn.LSTMCell(wi.shape[1], wh.shape[1])(x, state),
        ),
        Slip(
            "concatenated-crosswise",
            "you join x and h in one order and their weights in the other: x meets weight_hh, and h meets weight_ih",
            "Join the weights in the same order as x and h.",
            _but(_crosswise),
        ),
        Slip(
            "interleaved",
            "you read the rows as if the four of one unit stood together; each gate is one block of hidden_size rows",
            "chunk(4, dim=1) cuts into blocks; a view as (…, hidden_size, 4) does not.",
            _but(_interleaved),
        ),
        Slip(
            "forget-bias-added",
            "you add 1 to the forget gate, as other libraries do; PyTorch adds the two biases and nothing else",
            "A bias of the forget gate stands in its block of bias_ih and bias_hh.",
            _but(_forget_bias),
        ),
        *(
            Slip(
                name,
                f"you use {where} for the gates; PyTorch's gates take the sigmoid itself",
                "torch.sigmoid is the function.",
                _but(squash=squash),
            )
            for name, where, squash in (
                ("hard-sigmoid", "torch's hardsigmoid", nn.functional.hardsigmoid),
                ("hard-sigmoid-of-keras", "the hard sigmoid 0.2 * a + 0.5", lambda a: (0.2 * a + 0.5).clamp(0, 1)),
            )
        ),
        Slip(
            "no-tanh-anywhere",
            "both tanh are missing: the one that makes the candidate g, and the one on the way from c to h",
            "Look for tanh in the equations of the lesson.",
            _but(candidate=lambda g: g, hidden=lambda o, c, _old: o * c),
        ),
        Slip(
            "biases-missing",
            "both biases are missing",
            "Add bias_ih and bias_hh to the gates.",
            _but(lambda x, state, wi, wh, bi, bh: (x, state, wi, wh, 0 * bi, 0 * bh)),
        ),
        Slip(
            "h-ignored",
            "the gates do not see h: without h @ weight_hh.T the step cannot use what it remembered",
            "The gates are made from x and from h.",
            _but(lambda x, state, wi, wh, bi, bh: (x, state, wi, 0 * wh, bi, bh)),
        ),
        Slip(
            "state-read-as-c-h",
            "you read the state as (c, h); it is (h, c)",
            "Unpack it as `h, c = state`.",
            _but(lambda x, state, *weights: (x, state[::-1], *weights)),
        ),
        Slip(
            "returned-c-h",
            "you return (c, h); PyTorch's order is (h, c)",
            "Swap the two.",
            _but(after=lambda h, c: (c, h)),
        ),
        Slip(
            "nothing-forgotten",
            "the forget gate is missing: your new c is c + i * g",
            "Multiply the old c by f before adding.",
            _but(cell=lambda i, _f, g, c: c + i * g),
        ),
        Slip(
            "input-gate-missing",
            "the input gate is missing: your new c is f * c + g",
            "Multiply the candidate g by i before adding.",
            _but(cell=lambda _i, f, g, c: f * c + g),
        ),
        Slip(
            "output-gate-missing",
            "the output gate is missing: your h is tanh(c)",
            "Multiply by o.",
            _but(hidden=lambda _o, c, _old: c.tanh()),
        ),
        Slip(
            "no-tanh-on-c",
            "your h is o * c: the tanh on the way from c to h is missing, so h is not bounded by 1",
            "Squash c before the output gate opens.",
            _but(hidden=lambda o, c, _old: o * c),
        ),
        Slip(
            "h-from-old-c",
            "your h is made from the old c; it must be made from the new one",
            "Compute c first, then h from it.",
            _but(hidden=lambda o, _c, old: o * old.tanh()),
        ),
        Slip(
            "candidate-sigmoid",
            "your candidate g goes through a sigmoid; it needs tanh, so that c can go down as well as up",
            "Three blocks take the sigmoid, one takes tanh.",
            _but(candidate=torch.sigmoid),
        ),
        Slip(
            "candidate-linear",
            "your candidate g has no non-linearity; it needs tanh",
            "Three blocks take the sigmoid, one takes tanh.",
            _but(candidate=lambda g: g),
        ),
        Slip(
            "sigmoid-on-c",
            "c goes through a sigmoid on its way to h; it needs tanh, so that h can be negative",
            "h is o times a squashed c: which squashing keeps the sign?",
            _but(hidden=lambda o, c, _old: o * c.sigmoid()),
        ),
        Slip(
            "no-sigmoids",
            "the gates i, f and o have no sigmoid; they must lie between 0 and 1",
            "Three blocks take the sigmoid, one takes tanh.",
            _but(squash=lambda gate: gate),
        ),
        Slip(
            "tanh-everywhere",
            "the gates i, f and o go through tanh; they need the sigmoid, to lie between 0 and 1",
            "Three blocks take the sigmoid, one takes tanh.",
            _but(squash=torch.tanh),
        ),
        Slip(
            "forget-gate-is-one-minus-input",
            "you use 1 - i for the forget gate; in PyTorch's LSTM f has a block of its own",
            "The second block of rows makes f.",
            _but(cell=lambda i, _f, g, c: (1 - i) * c + i * g),
        ),
    ),
)
