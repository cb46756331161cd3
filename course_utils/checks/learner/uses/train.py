"""How an answer that trains a model is used: on some images, and then the model on others.

A forger has to read digits that nobody has seen: that takes a trained model, however it is handed over. That it is a
module, or raised an error, is believed as it is told, for it only costs marks. Whoever lies about his seconds gains the
three that the check leaves for asking the model, by a clock of its own.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor, nn

from course_utils.checks.learner.values import Payload, Value


@dataclass(frozen=True)
class Trained(Payload):
    """What came of a training.

    Attributes:
        module: whether the answer gave an nn.Module; nothing else is known where it did not.
        scores: what the model makes of the other images.
        error: the beginning of the error it raised there, if it did.
        seconds: of processor time for the training.
    """

    module: bool
    scores: Value = None
    error: str = ""
    seconds: float = 0.0


def trained_and_tested(answer: Callable[..., Any], images: Tensor, labels: Tensor, other_images: Tensor) -> Trained:
    """Let the answer train a model, and the model score other images, in eval mode."""
    start = time.process_time()
    model = answer(images, labels)
    seconds = time.process_time() - start
    if not isinstance(model, nn.Module):
        return Trained(module=False)
    model.eval()
    try:
        with torch.no_grad():
            return Trained(module=True, scores=model(other_images), seconds=seconds)
    except Exception as error:
        return Trained(module=True, error=f"{type(error).__name__}: {error}"[:100])
