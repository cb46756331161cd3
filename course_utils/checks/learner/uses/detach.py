"""How an answer that cuts a state off its past is used: with a state that was computed from something.

A forger has to give the numbers of the state, and a gradient that says which of the two states reaches the past. He
can lie about that gradient; to know what to say, he has to know what the exercise asks for.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor

from course_utils.checks.learner.values import Payload, Value, tensors


@dataclass(frozen=True)
class CutOff(Payload):
    """What an answer that cuts a state off gave.

    Attributes:
        new: what it returned.
        old: the state that it was given, after the call.
        graphs: for each tensor of the new state, whether it has a graph behind it.
        reaching: for each tensor of the past, the gradient of the sum of the old state and twice the new one.
    """

    new: Value
    old: Value
    graphs: tuple[bool, ...]
    reaching: tuple[Tensor | None, ...]


def state_cut_off(answer: Callable[..., Any], state: Any) -> CutOff:
    """Let the answer cut a state off; each of its tensors has a past of its own."""
    past = [tensor.requires_grad_() for tensor in tensors(state)]
    clones = [tensor.clone() for tensor in past]
    old = clones[0] if isinstance(state, Tensor) else state and tuple(clones)
    new = answer(old)
    parts = [(1, tensor) for tensor in tensors(old)] + [(2, tensor) for tensor in tensors(new)]
    sums = [weight * tensor.sum() for weight, tensor in parts if tensor.requires_grad]
    reaching: tuple[Tensor | None, ...] = (None,) * len(past)
    if sums and past:
        reaching = torch.autograd.grad(torch.stack(sums).sum(), past, allow_unused=True)
    return CutOff(new, old, tuple(tensor.grad_fn is not None for tensor in tensors(new)), reaching)
