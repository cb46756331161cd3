"""The state of an LSTM, as its exercises draw it, and a bias that keeps it."""

from __future__ import annotations

import torch
from torch import Tensor

from course_utils.checks.engine.trial import Random, Sizes

State = tuple[Tensor, Tensor]


def draw_state(random: Random, sizes: Sizes) -> State:
    """A random (h, c); c is the farther from zero, as it is in a network."""
    h = random.state(sizes.B, sizes.H, scale=sizes.scale)
    return h, random.state(sizes.B, sizes.H, scale=sizes.scale**1.5)  # farther still, float32 would err visibly


def kept(bias: Tensor, sizes: Sizes) -> Tensor:
    """A bias of the four gates that opens the forget gate where c is far from zero, so that c stays there."""
    if sizes.scale == 1:
        return bias
    i, f, g, o = bias.chunk(4)
    return torch.cat([i, f + 20, g, o])
