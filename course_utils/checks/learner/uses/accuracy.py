"""How an answer that measures accuracy is used: with a model that shows whether it is asked, and in which mode."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from torch import Tensor, nn

from course_utils.checks.learner.uses.moody import Moody
from course_utils.checks.learner.values import Payload, Value


@dataclass(frozen=True)
class Measured(Payload):
    """The accuracy that the answer gave, and whether every part of the model is in the mode in which it came."""

    accuracy: Value
    mode_as_before: bool


class _Turned(nn.Module):
    """Gives each class the score of the one two places before, so that an answer which never asks it always shows."""

    def forward(self, scores: Tensor) -> Tensor:
        return scores.roll(2, -1)


def accuracy_measured(answer: Callable[..., Any], training: bool, batches: tuple[Any, ...]) -> Measured:
    """Let the answer measure a model in this mode, which turns its input into scores, in training mode other ones."""
    model = nn.Sequential(_Turned(), Moody()).train(training)
    accuracy = answer(model, list(batches))
    return Measured(accuracy, mode_as_before=all(part.training == training for part in model.modules()))
