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
    """What the answer gave in each call, and how the model scores the first batch afterwards.

    Attributes:
        accuracy: the answer of the first call.
        second_accuracy: the answer of the second call, with the same model.
        scores: the scores of the first batch, each part of the model in the mode in which it was left.
        scores_in_eval: the scores of the same batch after that, in eval mode.
    """

    accuracy: Value
    second_accuracy: Value
    scores: Value
    scores_in_eval: Value


class Norm(nn.BatchNorm1d):
    """A BatchNorm that has seen data: in eval mode it gives its inputs back. In training mode one example will do."""

    def __init__(self, num_features: int) -> None:
        super().__init__(num_features, eps=2**-16)
        numbers = (self.running_mean, 0.5), (self.running_var, 4 - self.eps), (self.weight, 2), (self.bias, 0.5)
        with torch.no_grad():
            for tensor, number in numbers:  # powers of two: whole numbers come back without rounding
                assert tensor is not None
                tensor.fill_(number)

    def forward(self, inputs: Tensor) -> Tensor:
        """Inputs (batch, in_features) as they are, or normalized by their own mean and variance."""
        if not self.training:
            return super().forward(inputs)
        mean, variance = inputs.mean(0), inputs.var(0, correction=0)
        with torch.no_grad():
            for running, now in ((self.running_mean, mean), (self.running_var, variance)):
                assert running is not None
                running.lerp_(now, 0.1)
        return self.bias + self.weight * (inputs - mean) / (variance + self.eps).sqrt()


def last_row(inputs: Tensor) -> Tensor:
    """The last row of each sequence, (batch, in_features); inputs without time as they are."""
    return inputs[-1] if inputs.dim() == 3 else inputs


class Asked(nn.Module):
    """A linear classifier whose scores change if it, or a part of it, is in training mode; all has the layer's mode.

    Of sequences of rows it reads the last row.
    """

    def __init__(self, layer: Any) -> None:
        super().__init__()
        self.body, self.moody = nn.Sequential(Norm(layer.in_features), layer), Moody()
        self.train(layer.training)

    def forward(self, inputs: Tensor) -> Tensor:
        """The scores (batch, classes) of inputs (batch, in_features), or of rows (seq_len, batch, in_features)."""
        scores: Tensor = self.moody(self.body(last_row(inputs)))
        return scores + self.training  # the same class wins, and yet the mode shows


def scored(model: nn.Module, inputs: Tensor) -> tuple[Tensor, Tensor]:
    """A model's scores with each part in its mode, then in eval mode; the modes are the same afterwards."""
    modes = {module: module.training for module in model.modules()}
    with torch.no_grad():
        scores = model(inputs)
        in_eval = model.eval()(inputs)
    for module, mode in modes.items():
        module.training = mode
    return scores, in_eval


def accuracy_measured(
    answer: Callable[..., Any],
    layer: nn.Module,
    _in_training: bool,
    batches: list[Any],
    others: list[Any],
) -> Measured:
    """Let the answer measure a model of this layer, in its mode, on two lists of batches."""
    model, first = Asked(layer), batches[0][0].clone()
    accuracy, second_accuracy = answer(model, batches), answer(model, others)
    return Measured(accuracy, second_accuracy, *scored(model, first))
