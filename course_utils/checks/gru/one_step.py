"""One step of a GRU: its arguments, PyTorch's result, and its equations with one part done another way."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor

from course_utils.checks.engine.trial import Random, Sizes
from course_utils.checks.gates import split
from course_utils.checks.learner.values import Value, unset


def draw_arguments(random: Random, sizes: Sizes) -> Mapping[str, Value]:
    """Random arguments of one step, by name."""
    rows = 3 * sizes.H
    return {
        "x": random.input(sizes, sizes.B, sizes.F),
        "h": random.state(sizes, sizes.B, sizes.H),
        "weight_ih": random.weight(rows, sizes.F, scale=0.7),
        "weight_hh": random.weight(rows, sizes.H, scale=0.7),
        "bias_ih": random.normal(rows, scale=0.7),
        "bias_hh": random.normal(rows, scale=0.7),
    }


def pytorch_step(x: Tensor, h: Tensor, weight_ih: Tensor, weight_hh: Tensor, bias_ih: Tensor, bias_hh: Tensor) -> Any:
    """The new h from torch's own nn.GRUCell with these weights."""
    cell = unset("GRUCell", input_size=x.shape[1], hidden_size=h.shape[1])
    weights = {"weight_ih": weight_ih, "weight_hh": weight_hh, "bias_ih": bias_ih, "bias_hh": bias_hh}
    return torch.func.functional_call(cell, weights, (x, h))


@dataclass(frozen=True)
class Before:
    """What the candidate is made from: gates r and z, the sum of x with its bias, h, and the weight and bias for h."""

    r: Tensor
    z: Tensor
    x: Tensor
    h: Tensor
    weight: Tensor
    bias: Tensor


def reset_after(of: Before) -> Tensor:
    """What goes into the tanh of n in PyTorch: r comes after the product and its bias."""
    return of.x + of.r * (of.h @ of.weight.T + of.bias)


def reset_before(of: Before) -> Tensor:
    """What goes into the tanh of n in the paper: r comes before the product."""
    return of.x + (of.r * of.h) @ of.weight.T + of.bias


def without_reset(of: Before) -> Tensor:
    """What goes into the tanh of n if there is no r."""
    return of.x + of.h @ of.weight.T + of.bias


def bias_hn_outside(of: Before) -> Tensor:
    """What goes into the tanh of n if r comes after the product, but the bias after r."""
    return of.x + of.r * (of.h @ of.weight.T) + of.bias


def step_but(
    before: Callable[..., Any] = lambda *arguments: arguments,
    order: str = "rzn",
    squash: Callable[[Tensor], Tensor] = torch.sigmoid,
    total: Callable[[Before], Tensor] = reset_after,
    candidate: Callable[[Tensor, Tensor], Tensor] = lambda total, _r: total.tanh(),
    update: Callable[[Tensor, Tensor, Tensor, Tensor], Tensor] = lambda z, n, h, _r: (1 - z) * n + z * h,
    bare: str = "",
) -> Callable[..., Any]:
    """One GRU step with one part done another way; `bare` names the gates that are not squashed."""

    def wrong(*arguments: Tensor) -> Tensor:
        x, h, weight_ih, weight_hh, bias_ih, bias_hh = before(*arguments)
        weights, biases = split(weight_hh, order), split(bias_hh, order)
        from_x = {gate: block.T for gate, block in split((x @ weight_ih.T + bias_ih).T, order).items()}
        sums = {gate: from_x[gate] + h @ weights[gate].T + biases[gate] for gate in "rz"}
        r, z = (sums[gate] if gate in bare else squash(sums[gate]) for gate in "rz")
        n = candidate(total(Before(r, z, from_x["n"], h, weights["n"], biases["n"])), r)
        return update(z, n, h, r)

    return wrong
