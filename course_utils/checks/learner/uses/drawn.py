"""How an answer that draws random numbers is used: called so often that its draws show where they come from.

A forger has to give draws that a test of their distribution accepts. So he has to draw from it, which is the exercise.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor

from course_utils.checks.learner.values import Payload, Value


@dataclass(frozen=True)
class Drawn(Payload):
    """What an answer gave.

    Attributes:
        first: what the first call gave.
        draws: what all calls gave, stacked; None if these are no tensors, or not of one shape.
    """

    first: Value
    draws: Value


def drawn_often(answer: Callable[..., Any], *arguments: Any) -> Drawn:
    """Call the answer with all arguments but the last, which says how often; each call gets copies of the tensors."""
    *given, calls = arguments
    kept = [_copy(each) for each in given]
    first = answer(*given)
    others = [answer(*map(_copy, kept)) for _ in range(calls - 1)]
    is_one_shape = isinstance(first, Tensor) and all(
        isinstance(other, Tensor) and other.shape == first.shape and other.dtype == first.dtype for other in others
    )
    return Drawn(first, torch.stack([first, *others]) if is_one_shape else None)


def _copy(argument: Any) -> Any:
    return argument.clone() if isinstance(argument, Tensor) else argument
