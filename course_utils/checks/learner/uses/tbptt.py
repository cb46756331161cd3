"""How an answer that trains on the chunks of a long series is used: for one pass, with a model that has a state.

A forger has to give the loss of every chunk, and all weights after the pass. The check knows these numbers, and
computing them takes a right pass.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor, nn

from course_utils.checks.learner.values import Payload, Value

RATE, MOMENTUM = 0.05, 0.9


@dataclass(frozen=True)
class Pass(Payload):
    """What the answer returned, and how it left what it was given.

    Attributes:
        returned: the answer of the call.
        weights: all weights of the model after the pass.
        training: whether the model and all its parts are in training mode after the pass.
        chunks: the list's chunks after the pass, by their places before it.
        options: the rate and the momentum of the optimizer after the pass.
    """

    returned: Value
    weights: Value
    training: bool
    chunks: tuple[int, ...]
    options: tuple[float, ...]


class Forecaster(nn.Module):
    """A recurrent layer and a linear head, which take a state and return the new one; its forecasts show its mode."""

    def __init__(self, layer: nn.Module, head: nn.Module) -> None:
        super().__init__()
        self.layer, self.head = layer, head

    def forward(self, x: Tensor, state: Any = None) -> tuple[Tensor, Any]:
        """The forecasts (seq_len, batch, out_features) for x (seq_len, batch, input_size), and the new state."""
        output, state = self.layer(x, state)
        return self.head(output) + (not self.in_training()), state

    def in_training(self) -> bool:
        """Whether it and all its parts are in training mode."""
        return all(module.training for module in self.modules())


def pass_taken(answer: Callable[..., Any], layer: nn.Module, head: nn.Module, chunks: tuple[Any, ...]) -> Pass:
    """Let the answer train a model for one pass over the chunks; the model has gradients left from before."""
    model, given = Forecaster(layer, head).train(), list(chunks)
    optimizer = torch.optim.SGD(model.parameters(), lr=RATE, momentum=MOMENTUM)
    for weight in model.parameters():
        weight.grad = torch.ones_like(weight)
    returned = answer(model, given, optimizer)
    places = tuple(next((k for k, old in enumerate(chunks) if old is chunk), -1) for chunk in given)
    options = tuple(float(group[name]) for group in optimizer.param_groups for name in ("lr", "momentum"))
    return Pass(returned, nn.utils.parameters_to_vector(model.parameters()), model.in_training(), places, options)
