"""A part of a model whose scores show the mode in which it is called."""

from __future__ import annotations

import torch
from torch import Tensor, nn


class Moody(nn.Dropout):
    """In training mode it gives each class the score of its neighbour, so that the wrong mode always shows.

    It is a Dropout by its class, which shows if an answer treats those in a way of its own; it draws no numbers.
    Its buffer is added in both modes, so that a changed buffer shows, too, as with a BatchNorm.
    """

    def __init__(self) -> None:
        super().__init__()
        self.register_buffer("offset", torch.zeros(()))
        self.offset: Tensor

    def forward(self, scores: Tensor) -> Tensor:
        """The scores (batch, classes), as they are or moved by one class."""
        return (scores.roll(1, -1) if self.training else scores) + self.offset
