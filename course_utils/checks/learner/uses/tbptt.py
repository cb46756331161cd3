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


@dataclass(frozen=True)
class Pass(Payload):
    """What the answer returned, all weights of the model after the pass."""

    returned: Value
    weights: Value


class Forecaster(nn.Module):
    """A recurrent layer and a linear head, which take a state and return the new one."""

    def __init__(self, layer: nn.Module, head: nn.Module) -> None:
        super().__init__()
        self.layer, self.head = layer, head

    def forward(self, x: Tensor, state: Any = None) -> tuple[Tensor, Any]:
        """The forecasts (seq_len, batch, out_features) for x (seq_len, batch, input_size), and the new state."""
        output, state = self.layer(x, state)
        return self.head(output), state


def pass_taken(answer: Callable[..., Any], layer: nn.Module, head: nn.Module, chunks: tuple[Any, ...]) -> Pass:
    """Let the answer train a model for one pass over the chunks; the model has gradients left from before."""
    model = Forecaster(layer, head)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.05, momentum=0.9)
    for weight in model.parameters():
        weight.grad = torch.ones_like(weight)
    returned = answer(model, list(chunks), optimizer)
    return Pass(returned, nn.utils.parameters_to_vector(model.parameters()))
