"""How an answer that copies weights is used."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from torch import nn

from course_utils.checks.learner.values import Layer, Payload, Value


@dataclass(frozen=True)
class Copied(Payload):
    """What an answer that copies weights left.

    Attributes:
        of_source: the weights of every module of the source, before these were erased.
        of_target: the weights of the target, before that.
        leaves: whether the target's parameters are leaves, as an optimizer needs them.
        target: the target after that; it passes as a layer.
    """

    of_source: tuple[dict[str, Value], ...]
    of_target: dict[str, Value]
    leaves: bool
    target: nn.Module | Layer


def called_and_source_erased(answer: Callable[..., Any], source: tuple[Any, ...], target: Any) -> Copied:
    """Call the answer, which copies weights from the modules of `source`, then erase those: a copy stays as it was."""
    answer(source, target)
    left = tuple(dict(Layer.of(module).weights) for module in (*source, target))
    leaves = all(weight.is_leaf for weight in target.parameters())
    for module in source:
        for weight in module.parameters():
            weight.detach().zero_()
    return Copied(left[:-1], left[-1], leaves, target)
