"""How an answer that clips gradients is used: with parameters that have these gradients.

A forger has to give the norm of gradients that he has never seen, and the scaled gradients, which is the exercise.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from torch import Tensor, nn

from course_utils.checks.learner.values import Payload, Value


@dataclass(frozen=True)
class Clipped(Payload):
    """What the answer returned, and the gradient of each parameter after the call."""

    norm: Value
    gradients: tuple[Value, ...]


def gradients_clipped(
    answer: Callable[..., Any],
    weights: tuple[Tensor, ...],
    gradients: tuple[Tensor | None, ...],
    max_norm: float,
    once: bool,
) -> Clipped:
    """Let the answer clip the gradients of parameters; with `once`, these can be gone through a single time."""
    parameters = [nn.Parameter(weight) for weight in weights]
    for parameter, gradient in zip(parameters, gradients, strict=True):
        parameter.grad = gradient
    norm = answer(iter(parameters) if once else parameters, max_norm)
    return Clipped(norm, tuple(parameter.grad for parameter in parameters))
