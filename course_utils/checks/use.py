"""How answers are used, where an exercise wants more than a call: make an object of a class, then call that.

This runs where the answer is, in the learner's own process, which must not know what is right. So nothing here
decides anything: what comes back is looked at by the check.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn.utils.rnn import PackedSequence

from course_utils.checks.values import Layer


def called(answer: Callable[..., Any], *arguments: Any) -> Any:
    """Call the answer with the arguments: what is done with most of them."""
    return answer(*arguments)


def made_and_called(answer: Callable[..., Any], made_with: tuple[Any, ...], *inputs: Any) -> Any:
    """Make an object of the answer, a class, then call the object."""
    return answer(*made_with)(*inputs)


def called_with_a_list(answer: Callable[..., Any], items: tuple[Any, ...]) -> Any:
    """Call the answer with a list of the items, as a DataLoader calls its collate function."""
    return answer(list(items))


def called_with_a_packed_batch(answer: Callable[..., Any], packed: tuple[Any, ...], *arguments: Any) -> Any:
    """Call the answer with a packed sequence of these fields, and the other arguments."""
    return answer(PackedSequence(*packed), *arguments)


def called_and_source_erased(answer: Callable[..., Any], source: tuple[Any, ...], target: Any) -> Any:
    """Call the answer, which copies weights from the modules of `source`, then erase those: a copy stays as it was.

    Returns the weights of the source and of the target before that, whether the target's are leaves, as an optimizer
    needs them, and the target after it.
    """
    answer(source, target)
    left = tuple(dict(Layer.of(module).weights) for module in (*source, target))
    leaves = all(weight.is_leaf for weight in target.parameters())
    for module in source:
        for weight in module.parameters():
            weight.detach().zero_()
    return left[:-1], left[-1], leaves, target


# Readings with large weights, where a score can be anything. One may have one sign by chance, where all examples end in
# one state; three do not.
STEEP = tuple(f"twice the batch, steep {letter}" for letter in "abc")
_DRAWS = 8  # of weights, until a gradient comes through: with some, all relus are shut by chance


def classifier_probed(answer: Callable[..., Any], made_with: tuple[Any, ...], rows: Tensor, other: Tensor) -> Any:
    """Make a classifier of the answer, a class, and let it read `rows`, also with parts changed for those of `other`.

    Its weights are replaced by random ones, so that nothing hangs on how they were set. Returns the scores of every
    reading, or the words of the error it raised; then the largest entry of every gradient, whether all that can learn
    is a parameter of the model, and numbers of parameters.
    """
    model, wider = answer(*made_with), answer(made_with[0], made_with[1] + 1, *made_with[2:])
    with torch.no_grad():
        for each in (model, wider):
            each.eval()
            first = each(rows)  # lazy modules get their parameters now
        if not isinstance(first, Tensor):
            return {"scores": {"rows": first}}
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
    many = torch.cat([rows, other] * 4)
    readings = {
        "rows": rows,
        "first example changed": torch.cat([other[:, :1], rows[:, 1:]], dim=1),
        **{f"row {t} changed": torch.cat([rows[:t], other[t : t + 1], rows[t + 1 :]]) for t in range(len(rows))},
        "rows reversed": rows.flip(0),
        "one example": rows[:, :1],
        "many rows": many,
        "many rows, those behind the 28th changed": torch.cat([many[:28], -many[28:]]),
        "rows again": rows,
    }
    with torch.no_grad():
        scores = {name: _read(model, reading) for name, reading in readings.items()}
        scores["rows, other random numbers"] = _read(model, rows, seed=1)
    random = torch.Generator().manual_seed(0)  # of its own: every reading sets the other back
    twice = torch.cat([rows, other], dim=1)
    with torch.no_grad():
        for name in STEEP:
            for weight in model.parameters():
                weight.copy_(10 * torch.randn(weight.shape, generator=random))
            scores[name] = _read(model, twice)
    return {
        "scores": scores,
        "gradients of weights": gradients[True],
        "gradients of biases": gradients[False],
        "gradient of the first row": None if followed.grad is None else float(followed.grad[0].abs().max()),
        "learns as a whole": _leaves(summed) <= {id(each) for each in (followed, *model.parameters())},
        "parameters": sum(weight.numel() for weight in model.parameters()),
        "parameters of a wider one": sum(weight.numel() for weight in wider.parameters()),
    }


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


def _read(model: Callable[..., Any], rows: Tensor, seed: int = 0) -> Any:
    """What the model gives, with the same random numbers every time, or the words of its error."""
    torch.default_generator.manual_seed(seed)
    try:
        return model(rows)
    except Exception as error:
        return f"{type(error).__name__}: {error}"


class _Moody(nn.Module):
    """In training mode it gives each class the score of its neighbour, so that the wrong mode always shows."""

    def forward(self, scores: Tensor) -> Tensor:
        return scores.roll(1, -1) if self.training else scores


class _Turned(nn.Module):
    """Gives each class the score of the one two places before, so that an answer which never asks it always shows."""

    def forward(self, scores: Tensor) -> Tensor:
        return scores.roll(2, -1)


class _Reader(nn.Module):
    """A row classifier of these two layers."""

    def __init__(self, layer: nn.Module, head: nn.Module) -> None:
        super().__init__()
        self.layer, self.head, self.moody = layer, head, _Moody()

    def forward(self, rows: Tensor) -> Tensor:
        scores: Tensor = self.moody(self.head(self.layer(rows)[0][-1]))
        return scores


def two_steps_taken(
    answer: Callable[..., Any],
    layer: nn.Module,
    head: nn.Module,
    first: tuple[Tensor, Tensor],
    second: tuple[Tensor, Tensor],
    max_norm: float,
) -> Any:
    """Let the answer train a model for a step on each of two batches.

    The model comes in eval mode and with gradients left from before. Returns the loss and the weights of each step.
    """
    model = _Reader(layer, head).eval()
    optimizer = torch.optim.SGD(model.parameters(), lr=0.5, momentum=0.9)
    for weight in model.parameters():
        weight.grad = torch.ones_like(weight)
    loss = answer(model, *first, optimizer, max_norm)
    weights = nn.utils.parameters_to_vector(model.parameters()).detach().clone()
    second_loss = answer(model, *second, optimizer, max_norm)
    second_weights = nn.utils.parameters_to_vector(model.parameters())
    return {"loss": loss, "weights": weights, "second loss": second_loss, "second weights": second_weights}


def accuracy_measured(answer: Callable[..., Any], training: bool, batches: tuple[Any, ...]) -> Any:
    """Let the answer measure a model in this mode, which turns its input into scores, in training mode other ones."""
    model = nn.Sequential(_Turned(), _Moody()).train(training)
    accuracy = answer(model, list(batches))
    return {"accuracy": accuracy, "mode as before": all(part.training == training for part in model.modules())}


def trained_and_tested(answer: Callable[..., Any], images: Tensor, labels: Tensor, other_images: Tensor) -> Any:
    """Let the answer train a model, and the model score other images, in eval mode."""
    start = time.process_time()
    model = answer(images, labels)
    seconds = time.process_time() - start
    if not isinstance(model, nn.Module):
        return {"module": False}
    model.eval()
    try:
        with torch.no_grad():
            return {"module": True, "scores": model(other_images), "seconds": seconds}
    except Exception as error:
        return {"module": True, "error": f"{type(error).__name__}: {error}"[:100]}


USES: dict[str, Callable[..., Any]] = {
    use.__name__: use
    for use in (
        *(called, made_and_called, called_with_a_list, called_with_a_packed_batch, called_and_source_erased),
        *(classifier_probed, two_steps_taken, accuracy_measured, trained_and_tested),
    )
}
