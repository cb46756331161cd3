"""How a dropout is used: often, because it draws its mask anew in each call.

A forger has to give results with masks that fit the question. To do so, he has to draw such masks.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor

from course_utils.checks.learner.values import Payload, Value

MORE = 7  # calls whose results are only counted, besides the first two


@dataclass(frozen=True)
class Dropped(Payload):
    """What a dropout gave in two calls, the gradient of the sum of the second result for its input, and more.

    `zeros` are the numbers of zeros in the results of all calls; 0 where no tensor came back.
    """

    first: Value
    second: Value
    gradient: Tensor | None
    zeros: tuple[int, ...]


def dropped_often(answer: Callable[..., Any], x: Tensor, p: float, training: bool) -> Dropped:
    """Call a dropout with the same input, often if it must drop numbers; the second time, gradients are followed."""
    followed = x.clone().requires_grad_()
    first = answer(x, p, training)
    second = answer(followed.clone(), p, training)
    gradient = None
    if isinstance(second, Tensor) and second.requires_grad:
        (gradient,) = torch.autograd.grad(second.sum(), followed, allow_unused=True)
    more = MORE if training and p else 0
    others = [answer(followed.detach().clone(), p, training) for _ in range(more)]
    return Dropped(first, second, gradient, tuple(map(_zeros, (first, second, *others))))


def _zeros(result: object) -> int:
    return result.numel() - int(result.count_nonzero()) if isinstance(result, Tensor) else 0
