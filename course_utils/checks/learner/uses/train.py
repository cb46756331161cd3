"""How an answer that trains a model is used: it trains on some images, then the model reads others.

A forger has to read digits that he has never seen: that takes a trained model, however he returns it. Lies about
whether it is a module, or about an error, can only lose marks. A lie about the seconds gains at most the three that the
check, by its own clock, allows for the other images.
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
    """The result of a training.

    Attributes:
        module: whether the answer returned an nn.Module; if not, nothing else is known.
        scores: the scores of the model for the other images.
        error: the beginning of the error that the model raised on them, if it did.
        seconds: the processor seconds of the training.
    """

    module: bool
    scores: Value = None
    error: str = ""
    seconds: float = 0.0


def trained_and_tested(answer: Callable[..., Any], images: Tensor, labels: Tensor, other_images: Tensor) -> Trained:
    """Let the answer train a model, then let the model score other images in eval mode."""
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
