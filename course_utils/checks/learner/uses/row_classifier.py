"""How a classifier of rows is used: made, filled with random weights, and given many readings."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor

from course_utils.checks.learner.values import Payload, Value

# Readings with large weights, where a score can be anything. One may have one sign by chance, where all examples end in
# one state; three do not.
_STEEP = 3
_DRAWS = 8  # of weights, until a gradient comes through: with some, all relus are shut by chance


@dataclass(frozen=True)
class Probed(Payload):
    """The scores of every reading of a classifier, or the words of the error it raised; then what else was seen of it.

    Where `rows` is no tensor, nothing else was tried.

    Attributes:
        rows: the scores of the rows as they are.
        rows_changed: those with one row changed, for each row.
        many_rows_changed: those of many rows, of which the ones behind the 28th are changed.
        steep: those of twice the batch with large weights, several times.
        gradients_of_weights: the largest entry of every gradient of a weight; None where there is no gradient.
        gradient_of_first_row: the largest entry of the gradient of the first row.
        learns_as_a_whole: whether all that can learn is a parameter of the model.
        parameters: their number.
        parameters_of_wider: their number in a classifier with one hidden unit more.
    """

    rows: Value
    first_example_changed: Value = None
    rows_changed: tuple[Value, ...] = ()
    rows_reversed: Value = None
    one_example: Value = None
    many_rows: Value = None
    many_rows_changed: Value = None
    rows_again: Value = None
    rows_with_other_random_numbers: Value = None
    steep: tuple[Value, ...] = ()
    gradients_of_weights: tuple[float | None, ...] = ()
    gradients_of_biases: tuple[float | None, ...] = ()
    gradient_of_first_row: float | None = None
    learns_as_a_whole: bool = False
    parameters: int = 0
    parameters_of_wider: int = 0


def classifier_probed(answer: Callable[..., Any], made_with: tuple[Any, ...], rows: Tensor, other: Tensor) -> Probed:
    """Make a classifier of the answer, a class, and let it read `rows`, also with parts changed for those of `other`.

    Its weights are replaced by random ones, so that nothing hangs on how they were set.
    """
    model, wider = answer(*made_with), answer(made_with[0], made_with[1] + 1, *made_with[2:])
    with torch.no_grad():
        for each in (model, wider):
            each.eval()
            first = each(rows)  # lazy modules get their parameters now
        if not isinstance(first, Tensor):
            return Probed(rows=first)
    for _ in range(_DRAWS):
        with torch.no_grad():
            for weight in model.parameters():
                weight.copy_(0.25 * torch.randn(weight.shape))
        model.zero_grad()
        followed = rows.clone().requires_grad_()
        summed = (model(followed) * torch.randn(first.shape)).sum()
        if summed.requires_grad:
            summed.backward()
        if followed.grad is not None and followed.grad[0].any():
            break
    gradients: dict[bool, list[float | None]] = {True: [], False: []}  # of weights, and of biases
    for weight in model.parameters():
        gradients[weight.dim() > 1].append(None if weight.grad is None else float(weight.grad.abs().max()))
    first_example_changed = torch.cat([other[:, :1], rows[:, 1:]], dim=1)
    rows_changed = [torch.cat([rows[:t], other[t : t + 1], rows[t + 1 :]]) for t in range(len(rows))]
    rows_reversed, one_example = rows.flip(0), rows[:, :1]
    many_rows = torch.cat([rows, other] * 4)
    many_rows_changed = torch.cat([many_rows[:28], -many_rows[28:]])
    with torch.no_grad():
        return Probed(  # in this order: a model may keep something of what it has read
            rows=_read(model, rows),
            first_example_changed=_read(model, first_example_changed),
            rows_changed=tuple(_read(model, reading) for reading in rows_changed),
            rows_reversed=_read(model, rows_reversed),
            one_example=_read(model, one_example),
            many_rows=_read(model, many_rows),
            many_rows_changed=_read(model, many_rows_changed),
            rows_again=_read(model, rows),
            rows_with_other_random_numbers=_read(model, rows, seed=1),
            steep=_read_steeply(model, torch.cat([rows, other], dim=1)),
            gradients_of_weights=tuple(gradients[True]),
            gradients_of_biases=tuple(gradients[False]),
            gradient_of_first_row=None if followed.grad is None else float(followed.grad[0].abs().max()),
            learns_as_a_whole=_leaves(summed) <= {id(each) for each in (followed, *model.parameters())},
            parameters=sum(weight.numel() for weight in model.parameters()),
            parameters_of_wider=sum(weight.numel() for weight in wider.parameters()),
        )


def _read(model: Callable[..., Any], rows: Tensor, seed: int = 0) -> Any:
    """What the model gives, with the same random numbers every time, or the words of its error."""
    torch.default_generator.manual_seed(seed)
    try:
        return model(rows)
    except Exception as error:
        return f"{type(error).__name__}: {error}"


def _read_steeply(model: Any, rows: Tensor) -> tuple[Any, ...]:
    """What the model gives with large weights, several times."""
    random = torch.Generator().manual_seed(0)  # of its own: every reading sets the other back
    scores = []
    for _ in range(_STEEP):
        for weight in model.parameters():
            weight.copy_(10 * torch.randn(weight.shape, generator=random))
        scores.append(_read(model, rows))
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
