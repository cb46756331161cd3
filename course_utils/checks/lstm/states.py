"""The state of an LSTM, as its exercises draw it."""

from __future__ import annotations

from torch import Tensor

from course_utils.checks.engine.trial import Random, Sizes

State = tuple[Tensor, Tensor]


def draw_state(random: Random, sizes: Sizes) -> State:
    """A random (h, c); c is the farther from zero, as it is in a network."""
    h = random.normal(sizes.B, sizes.H, scale=sizes.scale)
    return h, random.normal(sizes.B, sizes.H, scale=sizes.scale**1.5)  # farther still, float32 would err visibly
