"""How a classifier of rows is used: made, given weights and rows chosen by the check, and called for scores.

A forger has to give scores that are a smooth function of weights and rows with every required property, and its true
derivative. That is a classifier of rows. See `course_utils.checks.mnist.soundness`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import torch
from torch import Tensor

from course_utils.checks.learner.values import Payload, Value


class Reading(NamedTuple):
    """Which rows a classifier must read, and with which weights.

    Attributes:
        rows: (seq_len, batch, input_size).
        draw: the seed of all weights; they are drawn in the order of the parameters.
        scale: the standard deviation of the weights.
        moves: what is added to each parameter after that; nothing if empty.
        seed: the seed of everything else that is random.
        training: whether the classifier reads in training mode, after all readings in eval mode.
    """

    rows: Tensor
    draw: int = 0
    scale: float = 0.25
    moves: tuple[Tensor | None, ...] = ()
    seed: int = 0
    training: bool = False


@dataclass(frozen=True)
class Asked(Payload):
    """What a classifier gave.

    Attributes:
        scores: the scores of every reading, or the message of the error it raised.
        gradients: the gradient of the weighted sum of the first scores, for each parameter.
        gradient_of_rows: the gradient of the same sum, for the rows.
        held: the buffers of the model.
        strangers: how many tensors get a gradient but are not parameters. A lie here can only lose marks.
        in_training: the scores of the first reading in training mode, or the message of the error it raised.
        left_out: how many parameters get no gradient in training mode.
        trained: the scores of the readings in training mode that follow. A lie in these three can only lose marks, too.
    """

    scores: tuple[Value, ...]
    gradients: tuple[Tensor | None, ...] = ()
    gradient_of_rows: Tensor | None = None
    held: tuple[Tensor, ...] = ()
    strangers: int = 0
    in_training: Value = None
    left_out: int = 0
    trained: tuple[Value, ...] = ()


def classifier_asked(
    answer: Callable[..., Any],
    made_with: tuple[Any, ...],
    seed: int,
    rows: Tensor,
    held: tuple[Tensor, ...],
    readings: tuple[Any, ...],
    weighting: Tensor | None,
) -> Asked:
    """Make a classifier from the answer, a class, copy another one's buffers `held` into it, and let it read.

    It reads `rows` first, with its own initial weights. With a `weighting` (batch, num_classes), the first reading
    returns gradients, too, and is repeated in training mode at the end. Only numbers come back; the check works out
    what they show.
    """
    torch.default_generator.manual_seed(seed)
    model = answer(*made_with)
    reading, *others = (Reading(*each) for each in readings)
    trained = [each for each in others if each.training]
    others = [each for each in others if not each.training]
    with torch.no_grad():
        model.eval()
        first = model(rows)  # lazy modules get their parameters now
        if not isinstance(first, Tensor):
            return Asked(scores=(first,))
        for mine, given in zip(model.buffers(), held, strict=False):
            if mine.shape == given.shape:
                mine.copy_(given)
    weights = list(model.parameters())
    if weighting is None:
        return Asked(_read(model, weights, (reading, *others)))
    _fill(weights, reading)
    torch.default_generator.manual_seed(reading.seed)
    followed = reading.rows.clone().requires_grad_()
    scores = model(followed)
    strangers = 0
    if isinstance(scores, Tensor) and scores.shape == weighting.shape and scores.requires_grad:
        summed = (scores * weighting).sum()
        summed.backward()
        strangers = len(_leaves(summed) - {id(each) for each in (followed, *weights)})
    gradients = tuple(weight.grad for weight in weights)
    all_scores = (scores, *_read(model, weights, others, as_they_are=reading))
    held = tuple(buffer.clone() for buffer in model.buffers())
    if len(weighting) == 1:
        return Asked(all_scores, gradients, followed.grad, held, strangers)
    in_training, left_out = _in_training(model, weights, reading)
    again = _read(model, weights, trained, as_they_are=reading)
    return Asked(all_scores, gradients, followed.grad, held, strangers, in_training, left_out, again)


def _in_training(model: Any, weights: Sequence[Tensor], reading: Reading) -> tuple[Any, int]:
    """The model's scores in training mode, or its error's message, and how many weights get no gradient there."""
    for weight in weights:
        weight.grad = None
    _fill(weights, reading)
    torch.default_generator.manual_seed(reading.seed)
    try:
        scores = model.train()(reading.rows)
        if isinstance(scores, Tensor) and scores.requires_grad:
            scores.sum().backward()
    except Exception as error:
        return f"{type(error).__name__}: {error}", 0
    return scores, sum(weight.grad is None for weight in weights)


@torch.no_grad()
def _fill(weights: Sequence[Tensor], reading: Reading) -> None:
    """Give a model the weights of a reading."""
    random = torch.Generator().manual_seed(reading.draw)
    sizes = [weight.numel() for weight in weights]
    drawn = reading.scale * torch.randn(sum(sizes), generator=random)
    for weight, numbers in zip(weights, drawn.split(sizes), strict=True):
        weight.copy_(numbers.view_as(weight))
    for weight, move in zip(weights, reading.moves, strict=False):
        if move is not None:
            weight.add_(move)


@torch.no_grad()
def _read(
    model: Any, weights: Sequence[Tensor], readings: Sequence[Reading], as_they_are: Reading | None = None
) -> tuple[Any, ...]:
    """The model's scores for each reading, or its error's message; at the start it has the weights of `as_they_are`."""
    scores: list[Any] = []
    for reading in readings:
        if as_they_are is None or reading.moves or reading[1:4] != as_they_are[1:4]:
            _fill(weights, reading)
        as_they_are = None if reading.moves else reading
        torch.default_generator.manual_seed(reading.seed)
        try:
            scores.append(model(reading.rows))
        except Exception as error:
            scores.append(f"{type(error).__name__}: {error}")
    return tuple(scores)


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
