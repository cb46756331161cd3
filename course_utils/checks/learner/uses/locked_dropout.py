"""How a dropout is used: twice, because it draws its mask anew in each call.

A forger has to give two results with masks that fit the question. To do so, he has to draw such masks.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor

from course_utils.checks.learner.values import Payload, Value


@dataclass(frozen=True)
class Dropped(Payload):
    """What a dropout gave in two calls, and the gradient of the sum of the second result for its input."""

    first: Value
    second: Value
    gradient: Tensor | None


def dropped_twice(answer: Callable[..., Any], x: Tensor, p: float, training: bool) -> Dropped:
    """Call a dropout twice with the same input; the second time, gradients are followed."""
    followed = x.clone().requires_grad_()
    first = answer(x, p, training)
    second = answer(followed.clone(), p, training)
    gradient = None
    if isinstance(second, Tensor) and second.requires_grad:
        (gradient,) = torch.autograd.grad(second.sum(), followed, allow_unused=True)
    return Dropped(first, second, gradient)
