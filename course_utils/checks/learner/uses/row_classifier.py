"""How a classifier of rows is used: made, given weights and rows that the check chose, and asked for numbers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import torch
from torch import Tensor

from course_utils.checks.learner.values import Payload, Value


class Reading(NamedTuple):
    """What a classifier is to read, with which weights.

    Attributes:
        rows: (seq_len, batch, input_size).
        draw: the seed of all weights; they are drawn in the order of the parameters.
        scale: their standard deviation.
        moves: what is then added to each parameter; to none if empty.
        seed: of whatever else is random.
    """

    rows: Tensor
    draw: int
    scale: float = 0.25
    moves: tuple[Tensor | None, ...] = ()
    seed: int = 0


@dataclass(frozen=True)
class Asked(Payload):
    """What a classifier gave.

    Attributes:
        scores: those of every reading, or the words of the error it raised.
        gradients: of the weighted sum of the first scores, with respect to each parameter.
        gradient_of_rows: of the same, with respect to the rows.
        held: the buffers of the model.
        strangers: how many tensors would learn and are no parameters. This only costs marks, and never earns one.
    """

    scores: tuple[Value, ...]
    gradients: tuple[Tensor | None, ...] = ()
    gradient_of_rows: Tensor | None = None
    held: tuple[Tensor, ...] = ()
    strangers: int = 0


def classifier_asked(
    answer: Callable[..., Any],
    made_with: tuple[Any, ...],
    seed: int,
    rows: Tensor,
    held: tuple[Tensor, ...],
    readings: tuple[Any, ...],
    weighting: Tensor | None,
) -> Asked:
    """Make a classifier of the answer, a class, give it the buffers that another one held, and let it read.

    It reads `rows` first, with the weights that it has. With a `weighting` (batch, num_classes), there is one reading
    and it comes with gradients. All that comes back is numbers: what they show is for the check to work out.
    """
    torch.default_generator.manual_seed(seed)
    model = answer(*made_with)
    asked = [Reading(*reading) for reading in readings]
    with torch.no_grad():
        model.eval()
        first = model(rows)  # lazy modules get their parameters now
        if not isinstance(first, Tensor):
            return Asked(scores=(first,))
        for mine, given in zip(model.buffers(), held, strict=False):
            if mine.shape == given.shape:
                mine.copy_(given)
        if weighting is None:
            return Asked(tuple(_read(model, reading) for reading in asked))
        _fill(model, asked[0])
    followed = asked[0].rows.clone().requires_grad_()
    scores = model(followed)
    strangers = 0
    if isinstance(scores, Tensor) and scores.shape == weighting.shape and scores.requires_grad:
        model.zero_grad()
        summed = (scores * weighting).sum()
        summed.backward()
        strangers = len(_leaves(summed) - {id(each) for each in (followed, *model.parameters())})
    gradients = tuple(weight.grad for weight in model.parameters())
    return Asked((scores,), gradients, followed.grad, tuple(model.buffers()), strangers)


def _fill(model: Any, reading: Reading) -> None:
    """Give the model the weights of a reading."""
    random = torch.Generator().manual_seed(reading.draw)
    weights: Sequence[Tensor] = list(model.parameters())
    for weight in weights:
        weight.copy_(reading.scale * torch.randn(weight.shape, generator=random))
    for weight, move in zip(weights, reading.moves, strict=False):
        if move is not None:
            weight.add_(move)


def _read(model: Any, reading: Reading) -> Any:
    """What the model gives, or the words of its error."""
    _fill(model, reading)
    torch.default_generator.manual_seed(reading.seed)
    try:
        return model(reading.rows)
    except Exception as error:
        return f"{type(error).__name__}: {error}"


def _leaves(of: Tensor) -> set[int]:
    """The ids of all tensors that a backward pass from here would give a gradient."""
    found: set[int] = set()
    seen: set[Any] = set()
    ahead = [of.grad_fn]
    while ahead:
        node = ahead.pop()
        if node is None or node in seen:
            continue
        seen.add(node)
        if hasattr(node, "variable"):
            found.add(id(node.variable))
        ahead += [function for function, _ in node.next_functions]
    return found
