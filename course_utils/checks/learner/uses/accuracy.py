"""How an answer that measures accuracy is used: twice, with a model whose scores show the mode in which it is called.

A forger has to give two shares that only the check knows, and the scores of the model with every part in its original
mode. To do so, he has to count and to restore the mode, which is the exercise.
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
class Measured(Payload):
    """The accuracy that the answer gave in each call, and how the model scores the first batch afterwards."""

    accuracy: Value
    second_accuracy: Value
    scores: Value


class Asked(nn.Module):
    """A linear classifier whose scores change if it, or a part of it, is in training mode."""

    def __init__(self, layer: nn.Module) -> None:
        super().__init__()
        self.layer, self.moody = layer, Moody()
        self.train(layer.training)

    def forward(self, inputs: Tensor) -> Tensor:
        """The scores (batch, classes) of inputs (batch, in_features)."""
        scores: Tensor = self.moody(self.layer(inputs))
        return scores + self.training  # the same class wins, and yet the mode shows


def accuracy_measured(
    answer: Callable[..., Any], layer: nn.Module, _in_training: bool, batches: list[Any], others: list[Any]
) -> Measured:
    """Let the answer measure a model of this layer, in its mode, on two lists of batches."""
    model, first = Asked(layer), batches[0][0].clone()
    accuracy, second_accuracy = answer(model, batches), answer(model, others)
    with torch.no_grad():
        return Measured(accuracy, second_accuracy, model(first))
