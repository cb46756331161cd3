"""A part of a model that shows in which mode it is asked."""

from __future__ import annotations

from torch import Tensor, nn


class Moody(nn.Module):
    """In training mode it gives each class the score of its neighbour, so that the wrong mode always shows."""

    def forward(self, scores: Tensor) -> Tensor:
        """The scores (batch, classes), as they are or moved by one class."""
        return scores.roll(1, -1) if self.training else scores
