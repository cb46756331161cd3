"""Setting the biases of an LSTM so that its forget gates start from a given value."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import torch
from torch import Tensor, nn

from course_utils.checks.engine.exercise import Exercise, Slip
from course_utils.checks.engine.kinds import DictOf, Plain, TensorOf
from course_utils.checks.engine.trial import EDGES, EQUAL, HOUSE, LARGE, RISING, Random, Sizes, Trial
from course_utils.checks.learner.answer import Reply
from course_utils.checks.learner.values import Value, equal


def _trials(random: Random) -> Iterator[Trial]:
    def trial(sign: int, edge: str = "", sizes: Sizes = HOUSE, training: bool = True, **options: float) -> Trial:
        value = sign * (random.integer(10, 30) / 10 + 0.05)  # above 1, and not a whole number
        usual = {"input_size": sizes.F, "hidden_size": sizes.H, "num_layers": sizes.L}
        lstm = random.layer("LSTM", training, **{**usual, **options})
        return Trial({"lstm": lstm, "value": value}, edge)

    yield trial(1, num_layers=1)
    yield trial(-1, sizes=random.sizes(L=11))
    yield trial(1, sizes=replace(random.sizes(RISING, L=2, pool=LARGE), F=66, H=70), bidirectional=True)
    yield trial(0, "a value of zero")
    for two in (False, True):
        yield trial(1, EDGES["H=1"], bidirectional=two, hidden_size=1)
        yield trial(-1, EDGES["F=1"], bidirectional=two, input_size=1)
        yield trial(1, EDGES["equal"], EQUAL, bidirectional=two)
    yield trial(-1, "a single layer with two directions", bidirectional=True, num_layers=1)
    yield trial(50, "a value far from zero")
    yield trial(1, "an LSTM in eval mode, with batch_first and dropout", training=False, batch_first=True, dropout=0.5)


def _oracle(lstm: nn.LSTM, value: float) -> nn.LSTM:
    """One way to get the right sum, which may be split between the two biases in any way."""
    with torch.no_grad():
        for name, bias in lstm.named_parameters():
            if name.startswith("bias"):
                bias[lstm.hidden_size : 2 * lstm.hidden_size] = value if name.startswith("bias_ih") else 0.0
    return lstm


def _pairs(weights: Mapping[str, Tensor], names: Sequence[str]) -> Tensor:
    """The two biases of every layer and direction, (layers, 2, 4 * hidden_size)."""
    return torch.stack([torch.stack([weights[name], weights[name.replace("_ih", "_hh")]]) for name in names])


def _others(pairs: Tensor) -> Tensor:
    """The rows of all gates but the forget gate."""
    i, _, g, o = pairs.chunk(4, dim=2)
    return torch.cat([i, g, o], dim=2)


def _sums(before: Mapping[str, Value], reply: Reply) -> Value:
    """The sum of the two biases, which reaches the gates, for every layer and direction; and what must not change."""
    old, new = before["lstm"], reply.arguments[0]
    alike = {name: w.shape for name, w in old.weights.items()} == {name: w.shape for name, w in new.weights.items()}
    weights = new.weights if alike else old.weights
    names = [name for name in weights if name.startswith("bias_ih")]
    i, f, g, o = _pairs(weights, names).sum(1).chunk(4, dim=1)
    others, before_them = (_others(_pairs(each, names)) for each in (weights, old.weights))
    return {
        "same parameters": alike,
        "same layer": (new.kind, new.options) == (old.kind, old.options),
        "same mode": new.training == old.training,
        "forget bias": f,
        "other biases": torch.cat([i, g, o], dim=1),
        # Whoever changes a sum is told that: this is then True.
        "each bias": equal(others, before_them) or not equal(others.sum(1), before_them.sum(1), 1e-5),
        "weights": torch.cat([weight.flatten() for name, weight in weights.items() if name.startswith("weight")]),
        "trainable": not new.frozen,
    }


def _set_but(
    rows: Callable[[int], slice] = lambda h: slice(h, 2 * h),
    values: Callable[[Tensor, Tensor, float], tuple[Any, Any]] = lambda _ih, _hh, value: (value, 0.0),
    where: Callable[[str], bool] = lambda _name: True,
    first: Callable[[Tensor], object] = lambda _bias: None,
) -> Callable[..., Any]:
    """Setting the forget bias with one part done another way."""

    def wrong(lstm: nn.LSTM, value: float) -> nn.LSTM:
        block = rows(lstm.hidden_size)
        with torch.no_grad():
            for name in [name for name, _ in lstm.named_parameters() if name.startswith("bias_ih") and where(name)]:
                ih, hh = lstm.get_parameter(name), lstm.get_parameter(name.replace("_ih", "_hh"))
                first(ih)
                first(hh)
                ih[block], hh[block] = values(ih[block].clone(), hh[block].clone(), value)
        return lstm

    return wrong


def _block(k: int) -> Callable[[int], slice]:
    return lambda h: slice(k * h, (k + 1) * h)


def _weights_too(lstm: nn.LSTM, value: float) -> nn.LSTM:
    with torch.no_grad():
        for name, weight in lstm.named_parameters():
            weight[_block(1)(lstm.hidden_size)] = value if name.startswith("bias_ih") else 0.0
    return lstm


def _hh_zeroed(lstm: nn.LSTM, value: float) -> nn.LSTM:
    with torch.no_grad():
        for name, bias in lstm.named_parameters():
            if name.startswith("bias_hh"):
                bias.zero_()
    return _oracle(lstm, value)


def _bias_removed(lstm: nn.LSTM, value: float) -> nn.LSTM:  # noqa: ARG001
    lstm.bias_hh_l0 = None
    return lstm


EXERCISE = Exercise(
    id="lstm/forget-bias",
    parameters=("lstm", "value"),
    points=3,
    trials=_trials,
    axes={"lstm": "FHL"},
    settings={"bidirectional": (False, True)},
    also={
        "a value of zero": lambda trial: trial.arguments["value"] == 0,
        "a negative value": lambda trial: trial.arguments["value"] < 0,
        "a value far from zero": lambda trial: trial.arguments["value"] > 50,
        "many layers": lambda trial: trial.arguments["lstm"].options["num_layers"] > 10,
        "many units": lambda trial: trial.arguments["lstm"].options["hidden_size"] > 64,
        "an LSTM in eval mode": lambda trial: not trial.arguments["lstm"].training,
        "batch_first and dropout": lambda trial: (
            trial.arguments["lstm"].options["batch_first"] and trial.arguments["lstm"].options["dropout"] > 0
        ),
    },
    oracle=_oracle,
    returns=DictOf(
        {
            "same parameters": Plain(bool, wrong="a bias or a weight of the LSTM is gone, or has another shape now"),
            "same layer": Plain(
                bool,
                wrong="the LSTM's options are not what they were",
                hint="Print the lstm before and after: which option differs?",
            ),
            "same mode": Plain(
                bool,
                wrong="the LSTM is not in the mode (train, eval) in which it came",
                hint="Print lstm.training before and after.",
            ),
            "forget bias": TensorOf(
                ("biases", "hidden_size"), wrong="somewhere in rows H to 2H, bias_ih + bias_hh is not the value"
            ),
            "other biases": TensorOf(("biases", "other gates"), wrong="a bias of another gate has changed"),
            "each bias": Plain(
                bool,
                wrong="the sum of the two biases is right, but rows of another gate have changed in each",
            ),
            "weights": TensorOf(("numbers",), wrong="weight_ih or weight_hh has changed"),
            "trainable": Plain(bool, wrong="a parameter can no longer learn: its requires_grad is off"),
        }
    ),
    observe=_sums,
    changes=frozenset({"lstm"}),
    gradient=False,
    slips=(
        Slip(
            "nothing-changed",
            "the LSTM is as it was: its forget biases have not changed",
            "Write into the parameters of the lstm you are given, not of a copy: bias[rows] = … under torch.no_grad().",
            lambda lstm, value: lstm,  # noqa: ARG005
        ),
        Slip(
            "both-biases",
            "you set both biases to the value, and PyTorch adds the two: the forget gate gets twice the value",
            "Let bias_ih and bias_hh add up to the value.",
            _set_but(values=lambda _ih, _hh, value: (value, value)),
        ),
        Slip(
            "bias-hh-left",
            "you set bias_ih and left bias_hh as it was; PyTorch adds the two, so the total is not the value",
            "Set the forget block of bias_hh as well.",
            _set_but(values=lambda _ih, hh, value: (value, hh)),
        ),
        Slip(
            "bias-ih-left",
            "you set bias_hh and left bias_ih as it was; PyTorch adds the two, so the total is not the value",
            "Set the forget block of bias_ih as well.",
            _set_but(values=lambda ih, _hh, value: (ih, value)),
        ),
        Slip(
            "added",
            "you add the value to the bias that is there; the total must be exactly the value",
            "Assign instead of adding.",
            _set_but(values=lambda ih, hh, value: (ih + value, hh)),
        ),
        *(
            Slip(
                f"block-{gate}",
                f"you set the rows of gate {gate}; the forget gate is the second block of hidden_size rows",
                "The order is i, f, g, o.",
                _set_but(rows=_block(k)),
            )
            for k, gate in ((0, "i"), (2, "g"), (3, "o"))
        ),
        Slip(
            "all-gates",
            "you set the biases of all four gates; only the forget block may change",
            "Slice the rows of the forget gate first.",
            _set_but(rows=lambda h: slice(0, 4 * h)),
        ),
        Slip(
            "all-gates-of-both-biases",
            "you set both biases whole: all four gates change, and each gets twice the value",
            "Slice the rows of the forget gate first, and let the two biases add up to the value.",
            _set_but(rows=lambda h: slice(0, 4 * h), values=lambda _ih, _hh, value: (value, value)),
        ),
        Slip(
            "added-to-both",
            "you add the value to both biases; their total must be exactly the value",
            "Assign instead of adding.",
            _set_but(values=lambda ih, hh, value: (ih + value, hh + value)),
        ),
        Slip(
            "last-row-left-out",
            "the last row of the forget block is as it was: a slice ends before its second number",
            "How many rows does bias[H : 2 * H] have?",
            _set_but(rows=lambda h: slice(h, 2 * h - 1)),
        ),
        Slip(
            "block-of-both-directions",
            "with two directions you take blocks of 2 * H rows; each direction has biases of its own, with blocks of H",
            "hidden_size is the same for one direction and for two.",
            lambda lstm, value: _set_but(lambda h: slice(2 * h, 4 * h) if lstm.bidirectional else slice(h, 2 * h))(
                lstm, value
            ),
        ),
        Slip(
            "whole-number",
            "you round the value to a whole number",
            "Leave out int(…) and round(…).",
            _set_but(values=lambda _ih, _hh, value: (int(value), 0.0)),
        ),
        Slip(
            "weights-too",
            "the biases are right, but you set these rows of the weights, too",
            "Only names that begin with `bias` are to change.",
            _weights_too,
        ),
        Slip(
            "parameter-gone",
            "a bias of the LSTM is gone, or has another shape now; only its numbers may change",
            "Write into the rows of the biases that are there.",
            _bias_removed,
        ),
        Slip(
            "minus-sign",
            "the total is minus the value",
            "Check the sign of what you assign.",
            _set_but(values=lambda _ih, _hh, value: (-value, 0.0)),
        ),
        Slip(
            "others-zeroed",
            "the forget gate is right, but you set the biases of the other gates to zero",
            "Change only the forget block of each bias.",
            _set_but(first=lambda bias: bias.zero_()),
        ),
        Slip(
            "bias-hh-zeroed",
            "the forget gate is right, but you set the whole of bias_hh to zero; the other gates need theirs",
            "Change only the forget block of each bias.",
            _hh_zeroed,
        ),
        Slip(
            "zero-taken-for-none",
            "a value of 0 is taken for no value at all",
            "`value or …` and `if value` replace 0, too: use value as it is.",
            lambda lstm, value: _oracle(lstm, value or 1.0),
        ),
        Slip(
            "first-layer-only",
            "you set layer 0 and left the layers above it",
            "Go through all layers: names end in _l0, _l1, …",
            _set_but(where=lambda name: "_l0" in name),
        ),
        Slip(
            "first-bias-only",
            "you set the forward direction of layer 0 and left every other bias",
            "Go through all biases: names end in _l0, _l1, …, and in _reverse for the backward direction.",
            _set_but(where=lambda name: name.endswith("_l0")),
        ),
        Slip(
            "forward-only",
            "you set the forward direction and left the backward one",
            "The names of the backward direction end in _reverse.",
            _set_but(where=lambda name: not name.endswith("_reverse")),
        ),
        Slip(
            "left-in-eval-mode",
            "the biases are right, but the LSTM is in eval mode now; it came in training mode",
            "Setting a bias needs no change of mode: leave out eval(), or undo it at the end.",
            lambda lstm, value: _oracle(lstm, value).eval(),
        ),
        Slip(
            "frozen",
            "the biases are right, but a parameter can no longer learn: its requires_grad is off",
            "Use torch.no_grad() for the change instead of switching requires_grad off.",
            lambda lstm, value: _oracle(lstm, value).requires_grad_(False),
        ),
    ),
)
