"""A random state of an LSTM for the exercises, and a bias that keeps it."""

from __future__ import annotations

import torch
from torch import Tensor

from course_utils.checks.engine.trial import Random, Sizes

State = tuple[Tensor, Tensor]


def draw_state(random: Random, sizes: Sizes) -> State:
    """A random (h, c); c is farther from zero than h, as in a trained network."""
    h = random.state(sizes, sizes.B, sizes.H)
    return h, random.state(sizes, sizes.B, sizes.H, power=1.5)  # a larger scale would make rounding visible


def kept(bias: Tensor, sizes: Sizes) -> Tensor:
    """A bias of the four gates that opens the forget gate where c is far from zero, so that c stays there."""
    if sizes.scale == 1:
        return bias
    i, f, g, o = bias.chunk(4)
    return torch.cat([i, f + 20, g, o])
