"""How an answer that measures accuracy is used: with a model that shows whether it is asked, and in which mode.

A forger has to give the share, which only the check knows, and the scores of a model whose parts are all in the mode
in which they came: he counts, and puts the mode back, as was asked.
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
    """The accuracy that the answer gave, and how the model scores the first batch afterwards."""

    accuracy: Value
    scores: Value


class _Turned(nn.Module):
    """Gives each class the score of the one two places before, so that an answer which never asks it always shows."""

    def forward(self, scores: Tensor) -> Tensor:
        return scores.roll(2, -1) * (2 if self.training else 1)  # the same class wins, and yet the mode shows


class _Asked(nn.Sequential):
    """Parts in their order."""

    def forward(self, scores: Tensor) -> Tensor:
        for part in self:
            scores = part(scores)
        return scores + self.training  # here, too


def model_in(training: bool) -> nn.Module:
    """A model that turns its input into scores, and scores otherwise with any part of it in training mode."""
    return _Asked(_Turned(), Moody()).train(training)


def accuracy_measured(answer: Callable[..., Any], training: bool, batches: list[Any]) -> Measured:
    """Let the answer measure a model in this mode on a list of batches."""
    model, first = model_in(training), batches[0][0].clone()
    accuracy = answer(model, batches)
    with torch.no_grad():
        return Measured(accuracy, model(first))
