"""The training loop and the evaluation every lesson uses, and the linear rule that a network should beat."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Sequence

import torch
from torch import Tensor, nn
from tqdm import tqdm

Batch = Sequence[Tensor]
Measure = Callable[[Tensor, Tensor], Tensor]


def fit(
    model: nn.Module,
    batches: Iterable[Batch],
    loss_function: Measure,
    optimizer: torch.optim.Optimizer,
    max_norm: float | None = None,
    scheduler: torch.optim.lr_scheduler.LRScheduler | None = None,
) -> list[float]:
    """Train the model on every batch once and return the loss of each.

    A batch is (input, target), or (input, another input, ..., target): all but the last go into the model.
    With max_norm, a gradient of larger norm, taken over all parameters, is scaled down to it before each step.
    A scheduler changes the learning rate after each batch, not after each epoch.
    A progress bar appears if the run takes longer than two seconds. Raises ValueError if there is no batch.

    >>> line, xs = nn.Linear(1, 1), torch.ones(4, 1)
    >>> len(fit(line, [(xs, xs)] * 3, nn.functional.mse_loss, torch.optim.SGD(line.parameters(), lr=0.1)))
    3
    """
    model.train()
    losses = []
    for *inputs, target in tqdm(batches, file=sys.stdout, leave=False, delay=2, unit="batch"):
        optimizer.zero_grad()
        loss = loss_function(model(*inputs), target)
        loss.backward()
        if max_norm is not None:
            nn.utils.clip_grad_norm_(model.parameters(), max_norm)
        optimizer.step()
        if scheduler is not None:
            scheduler.step()
        losses.append(loss.item())
    if not losses:
        raise ValueError("there is no batch to train on")
    return losses


@torch.no_grad()
def evaluate(model: nn.Module, batches: Iterable[Batch], measure: Measure) -> float:
    """Average a measure over all targets, with the model in eval mode and back in its own mode afterwards.

    The measure maps (output, target) to its mean over one batch, as a loss or `accuracy` does. Each batch is
    weighted by its number of targets, so a smaller last batch counts less. Raises ValueError if there is no batch.

    >>> evaluate(nn.Identity(), [(torch.eye(2), torch.tensor([0, 0]))], accuracy)
    0.5
    """
    modes = {module: module.training for module in model.modules()}
    model.eval()
    try:
        total, count = 0.0, 0
        for *inputs, target in batches:
            total += measure(model(*inputs), target).item() * target.numel()
            count += target.numel()
    finally:
        for module, mode in modes.items():
            module.training = mode
    if count == 0:
        raise ValueError("there is no batch to evaluate on")
    return total / count


def fit_line(rows: Tensor) -> Callable[[Tensor], Tensor]:
    """Find the linear rule that forecasts the last column of a table best from the columns before it.

    The rule weighs those T columns and adds a constant; least squares give the weights. It is called as a model is,
    with a third axis for the features. Shapes: rows (N, T + 1); the rule maps (B, T, 1) to (B, 1).

    >>> rule = fit_line(torch.tensor([[0.0, 1.0], [1.0, 3.0], [2.0, 5.0]]))
    >>> rule(torch.tensor([[[10.0]]])).round()
    tensor([[21.]])
    """
    with_one = nn.functional.pad(rows[:, :-1], (0, 1), value=1.0)
    weights = torch.linalg.lstsq(with_one, rows[:, -1:]).solution
    return lambda x: x[..., 0] @ weights[:-1] + weights[-1]


def accuracy(logits: Tensor, target: Tensor) -> Tensor:
    """Share of targets whose class has the highest logit.

    Shapes: logits (..., classes), target (...) of class numbers; returns a scalar.

    >>> accuracy(torch.tensor([[0.1, 0.9], [0.8, 0.2]]), torch.tensor([1, 1]))
    tensor(0.5000)
    """
    return (logits.argmax(-1) == target).float().mean()
