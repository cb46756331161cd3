"""Shared by the exercises of lesson 02: the kinds of Cells in their trials, and the layer with the weights of Cells."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import torch
from torch import Tensor, nn

from course_utils.checks.engine.trial import Random, Trial
from course_utils.checks.learner.values import Layer, Value, unset

Cells = Sequence[nn.RNNCellBase]


# Each kind of Cell comes in one mode only, because the mode does not change what a Cell computes. The cheaper kind is
# first, because the edges that take long come with that one only.
KINDS: tuple[Mapping[str, Value], ...] = ({"kind": "RNN", "training": False}, {"kind": "GRU", "training": True})


def _in_training(trial: Trial) -> bool:
    """Whether the Cells of a trial are in training mode."""
    cells = trial.arguments.get("cells") or (trial.arguments["cell"],)
    return all(cell.training for cell in cells)


BOTH_MODES: dict[str, Callable[[Trial], bool]] = {
    "Cells in training mode": _in_training,
    "Cells in eval mode": lambda trial: not _in_training(trial),
}


def draw_cell(random: Random, kind: str, training: bool, input_size: int, hidden_size: int) -> Layer:
    """A Cell of this kind, in this mode."""
    return random.layer(f"{kind}Cell", training, input_size=input_size, hidden_size=hidden_size)


def as_layer(cells: Cells, x: Tensor, h_0: Tensor, bidirectional: bool = False) -> Any:
    """What a layer with the weights of these Cells gives; the Cells are in the order of the rows of h_n."""
    layer = unset(
        type(cells[0]).__name__.removesuffix("Cell"),
        input_size=cells[0].input_size,
        hidden_size=cells[0].hidden_size,
        num_layers=len(cells) // (2 if bidirectional else 1),
        bidirectional=bidirectional,
    )
    parameters = [parameter for cell in cells for parameter in cell.parameters()]
    return torch.func.functional_call(layer, dict(zip(layer.state_dict(), parameters, strict=True)), (x, h_0))


def second_first(answer: Callable[..., Any]) -> Callable[..., Any]:
    """The same answer with the two parts that it returns exchanged."""
    return lambda *arguments: tuple(reversed(answer(*arguments)))


def as_it_is(tensor: Tensor) -> Tensor:
    """The same tensor: for slips that leave a step out."""
    return tensor
