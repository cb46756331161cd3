"""One step of a plain RNN, as nn.RNNCell takes it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import torch
from torch import Tensor

from course_utils.checks.engine.by_hand import CELLS, LAYERS
from course_utils.checks.engine.exercise import Exercise, Slip
from course_utils.checks.engine.kinds import TensorOf
from course_utils.checks.engine.trial import Random, Sizes, trials
from course_utils.checks.learner.values import Value, unset

_NONLINEARITIES: dict[str, Callable[[Tensor], Tensor]] = {"tanh": torch.tanh, "relu": torch.relu}


def _arguments(random: Random, sizes: Sizes, nonlinearity: str) -> Mapping[str, Value]:
    far = 0.0 if sizes.scale == 1 else sizes.scale**2  # far from zero, so that sums are large at every seed
    return {
        "x": random.input(sizes, sizes.B, sizes.F),
        "h": random.state(sizes, sizes.B, sizes.H),
        "weight_ih": random.weight(sizes.H, sizes.F, scale=0.5),
        "weight_hh": random.weight(sizes.H, sizes.H, scale=0.5),
        "bias_ih": random.normal(sizes.H, scale=0.5) + far,
        "bias_hh": random.normal(sizes.H, scale=0.5),
        "nonlinearity": nonlinearity,
    }


def _oracle(
    x: Tensor, h: Tensor, weight_ih: Tensor, weight_hh: Tensor, bias_ih: Tensor, bias_hh: Tensor, nonlinearity: str
) -> Any:
    cell = unset("RNNCell", input_size=x.shape[1], hidden_size=h.shape[1], nonlinearity=nonlinearity)
    weights = {"weight_ih": weight_ih, "weight_hh": weight_hh, "bias_ih": bias_ih, "bias_hh": bias_hh}
    return torch.func.functional_call(cell, weights, (x, h))


def weighted_sum(
    x: Tensor, h: Tensor, weight_ih: Tensor, weight_hh: Tensor, bias_ih: Tensor, bias_hh: Tensor
) -> Tensor:
    """The sum inside the non-linearity, of shape (B, H)."""
    return x @ weight_ih.T + bias_ih + h @ weight_hh.T + bias_hh


def _crosswise(x: Tensor, h: Tensor, weight_ih: Tensor, weight_hh: Tensor, bias_ih: Tensor, bias_hh: Tensor) -> Tensor:
    return torch.cat([h, x], 1) @ torch.cat([weight_ih, weight_hh], 1).T + bias_ih + bias_hh


_SUMS: dict[str, Callable[..., Tensor]] = {
    "bias-hh-missing": lambda x, h, wi, wh, bi, _bh: x @ wi.T + bi + h @ wh.T,
    "bias-ih-missing": lambda x, h, wi, wh, _bi, bh: x @ wi.T + h @ wh.T + bh,
    "biases-missing": lambda x, h, wi, wh, _bi, _bh: x @ wi.T + h @ wh.T,
    "bias-ih-twice": lambda x, h, wi, wh, bi, _bh: x @ wi.T + bi + h @ wh.T + bi,
    "bias-hh-twice": lambda x, h, wi, wh, _bi, bh: x @ wi.T + bh + h @ wh.T + bh,
    "h-ignored": lambda x, _h, wi, _wh, bi, bh: x @ wi.T + bi + bh,
    "hidden-half-missing": lambda x, _h, wi, _wh, bi, _bh: x @ wi.T + bi,
    "weight-hh-not-transposed": lambda x, h, wi, wh, bi, bh: x @ wi.T + bi + h @ wh + bh,
    "weights-reshaped": lambda x, h, wi, wh, bi, bh: x @ wi.reshape(wi.T.shape) + bi + h @ wh + bh,
}  # wrong sums, which can occur in one step and in the loop


def wrong_sums(wrong: Callable[[Callable[..., Tensor]], Callable[..., Any]]) -> tuple[Slip, ...]:
    """The slips of wrong sums; `wrong` turns a sum into a wrong answer to the exercise."""
    words = {
        "bias-hh-missing": (
            "bias_hh is missing; PyTorch adds two biases, bias_ih and bias_hh",
            "Add both biases.",
        ),
        "bias-ih-missing": (
            "bias_ih is missing; PyTorch adds two biases, bias_ih and bias_hh",
            "Add both biases.",
        ),
        "biases-missing": (
            "both biases are missing",
            "The equation has a bias for x and one for h.",
        ),
        "bias-ih-twice": (
            "you add bias_ih twice, and bias_hh not at all",
            "Look at the names of the two biases.",
        ),
        "bias-hh-twice": (
            "you add bias_hh twice, and bias_ih not at all",
            "Look at the names of the two biases.",
        ),
        "h-ignored": (
            "the new state does not depend on the old one: h is never multiplied by weight_hh",
            "The new state is made from x and from h.",
        ),
        "hidden-half-missing": (
            "this is the half of the equation that reads x; the half that reads h, with its bias, is missing",
            "The new state is made from x and from h.",
        ),
        "weight-hh-not-transposed": (
            "you multiply h by weight_hh as it is; its rows are the new units. It is square, so no error warns you",
            "Treat weight_hh as you treat weight_ih.",
        ),
        "weights-reshaped": (
            "you reshape the weights to make them fit, which scrambles their numbers; they must be transposed",
            "weight.T swaps rows and columns.",
        ),
    }
    return tuple(Slip(name, *words[name], wrong(total)) for name, total in _SUMS.items())


def _but(
    total: Callable[..., Tensor] = weighted_sum,
    finish: Callable[..., Tensor] = lambda a, _h, nonlinearity: _NONLINEARITIES[nonlinearity](a),
) -> Callable[..., Any]:
    """One step with another sum, or with something else done to the sum."""
    return lambda x, h, wi, wh, bi, bh, nonlinearity: finish(total(x, h, wi, wh, bi, bh), h, nonlinearity)


EXERCISE = Exercise(
    id="rnn/step",
    parameters=("x", "h", "weight_ih", "weight_hh", "bias_ih", "bias_hh", "nonlinearity"),
    points=2,
    trials=trials(
        _arguments,
        *("B=1", "F=1 far=1", "H=1", "scale=6", "zero=1", "B=66 F=66 H=66", "equal"),
        settings=({"nonlinearity": "tanh"}, {"nonlinearity": "relu"}),
        once=("B=66 F=66 H=66",),
    ),
    axes={"x": "BF", "h": "BH"},
    settings={"nonlinearity": ("tanh", "relu")},
    by_hand={**LAYERS, **CELLS},
    oracle=_oracle,
    returns=TensorOf(("batch", "hidden_size")),
    slips=(
        *wrong_sums(_but),
        Slip(
            "concatenated-crosswise",
            "you join x and h in one order and their weights in the other: x meets weight_hh, and h meets weight_ih",
            "Join the weights in the same order as x and h.",
            _but(_crosswise),
        ),
        Slip(
            "no-nonlinearity",
            "the non-linearity is missing: this is the bare sum",
            "Squash the sum with the function that `nonlinearity` names.",
            _but(finish=lambda a, _h, _nonlinearity: a),
        ),
        Slip(
            "always-tanh",
            "your step uses tanh whatever `nonlinearity` says",
            'Look at `nonlinearity`: it is "tanh" or "relu".',
            _but(finish=lambda a, _h, _nonlinearity: a.tanh()),
        ),
        Slip(
            "always-relu",
            "your step uses relu whatever `nonlinearity` says",
            'Look at `nonlinearity`: it is "tanh" or "relu".',
            _but(finish=lambda a, _h, _nonlinearity: a.relu()),
        ),
        Slip(
            "tanh-and-relu-exchanged",
            "your step uses tanh where relu is asked for, and relu where tanh is",
            "Look at the comparison with `nonlinearity`.",
            _but(finish=lambda a, _h, nonlinearity: a.relu() if nonlinearity == "tanh" else a.tanh()),
        ),
        Slip(
            "sigmoid-for-tanh",
            "you use the sigmoid for tanh: it never gives a negative number",
            "torch.tanh lies between -1 and 1.",
            _but(finish=lambda a, _h, nonlinearity: a.sigmoid() if nonlinearity == "tanh" else a.relu()),
        ),
        Slip(
            "each-half-squashed",
            "you squash the half of x and the half of h separately; the non-linearity is applied once, to their sum",
            "Add first, squash then.",
            lambda x, h, wi, wh, bi, bh, nonlinearity: (
                _NONLINEARITIES[nonlinearity](x @ wi.T + bi) + _NONLINEARITIES[nonlinearity](h @ wh.T + bh)
            ),
        ),
        Slip(
            "biases-outside",
            "you add the biases after the non-linearity; they belong inside",
            "Add first, squash then.",
            lambda x, h, wi, wh, bi, bh, nonlinearity: _NONLINEARITIES[nonlinearity](x @ wi.T + h @ wh.T) + bi + bh,
        ),
        Slip(
            "added-to-h",
            "you add the result to the old h; a plain RNN replaces the old state",
            "Return the squashed sum by itself.",
            _but(finish=lambda a, h, nonlinearity: h + _NONLINEARITIES[nonlinearity](a)),
        ),
        Slip(
            "squashed-twice",
            "the non-linearity is applied twice",
            "Apply it once, to the whole sum.",
            _but(finish=lambda a, _h, name: _NONLINEARITIES[name](_NONLINEARITIES[name](a))),
        ),
    ),
)
