"""How an answer that copies weights is used: then the layer takes a step of training, which shows its state.

A forger has to give the right weights, and the weights after a step of training. That step depends on the mode and on
which parameters are frozen. So he has to copy, unfreeze and set the mode, which is the exercise. He can lie about the
kind and the options of the layer; the check computes its output from the weights.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor, nn

from course_utils.checks.learner.values import Layer, Payload, Value, to_value


@dataclass(frozen=True)
class Copied(Payload):
    """What an answer that copies weights left.

    Attributes:
        of_source: the weights of every module of the source, before these were erased.
        of_target: the weights of the target, before the source was erased.
        names: the names of all parameters of the target after the call, with those of modules added to it.
        target: the target after the source was erased; it passes as a layer.
        trained: the weights of the target after a step of training.
    """

    of_source: tuple[dict[str, Value], ...]
    of_target: dict[str, Value]
    names: tuple[str, ...]
    target: nn.Module | Layer
    trained: dict[str, Value]


def called_and_source_erased(answer: Callable[..., Any], source: tuple[Any, ...], target: Any) -> Copied:
    """Call the answer, which copies weights from the modules of `source`, then erase these: a copy stays as it was."""
    answer(source, target)
    *of_source, of_target = (dict(Layer.of(module).weights) for module in (*source, target))
    names = tuple(name for name, _ in target.named_parameters())
    for module in source:
        for weight in module.parameters():
            weight.detach().zero_()
    now = to_value(target)
    weights = {name: target.get_parameter(name) for name in of_target}
    return Copied(tuple(of_source), of_target, names, now, trained(weights, target.training))


def trained(weights: Mapping[str, Tensor], training: bool) -> dict[str, Tensor]:
    """Weights after a step that makes them smaller, except those that a dropout leaves out in training mode."""
    learning = [weight for weight in weights.values() if weight.is_leaf and weight.requires_grad]
    if learning:
        torch.default_generator.manual_seed(0)
        numbers = torch.cat([weight.double().flatten() for weight in weights.values()])
        loss = nn.functional.dropout(numbers, 0.5, training).square().sum()
        with torch.no_grad():
            for weight, gradient in zip(learning, torch.autograd.grad(loss, learning), strict=True):
                weight -= 0.1 * gradient
    return {name: weight.detach() for name, weight in weights.items()}
