"""How an answer that takes one step of training is used: twice, with a model whose scores show its mode.

A forger has to give the losses of two batches that he has never seen, and all weights after each step. The check knows
these numbers, and computing them takes two right steps.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor, nn

from course_utils.checks.learner.uses.moody import Moody
from course_utils.checks.learner.values import Payload, Value


@dataclass(frozen=True)
class Steps(Payload):
    """The loss that the answer gave at each step, and all weights of the model after it."""

    loss: Value
    weights: Value
    second_loss: Value
    second_weights: Value


class Reader(nn.Module):
    """A row classifier of these two layers, with other scores in training mode."""

    def __init__(self, layer: nn.Module, head: nn.Module) -> None:
        super().__init__()
        self.layer, self.head, self.moody = layer, head, Moody()

    def forward(self, rows: Tensor) -> Tensor:
        """The scores (batch, classes) of rows (seq_len, batch, input_size)."""
        scores: Tensor = self.moody(self.head(self.layer(rows)[0][-1]))
        return scores


def two_steps_taken(
    answer: Callable[..., Any],
    layer: nn.Module,
    head: nn.Module,
    in_training: bool,
    first: tuple[Tensor, Tensor],
    second: tuple[Tensor, Tensor],
    max_norm: float,
) -> Steps:
    """Let the answer train a model for a step on each of two batches.

    The model comes in this mode and with gradients left from before; its first weight has none, as in a new model. The
    rate is so small that a clipped gradient moves the weights by 0.5 at most: a longer first step would enlarge the
    rounding of a right answer in the second.
    """
    model = Reader(layer, head).train(in_training)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.5 / max(1.0, max_norm), momentum=0.9)
    for weight in list(model.parameters())[1:]:
        weight.grad = torch.ones_like(weight)
    loss = answer(model, *first, optimizer, max_norm)
    weights = nn.utils.parameters_to_vector(model.parameters()).detach().clone()
    second_loss = answer(model, *second, optimizer, max_norm)
    second_weights = nn.utils.parameters_to_vector(model.parameters())
    return Steps(loss, weights, second_loss, second_weights)
