"""Random steps h -> a * h + b for the exercises of lesson 09, the loop over them, and the edges of their trials."""

from __future__ import annotations

import torch
from torch import Tensor

from course_utils.checks.engine.rounds import MORE
from course_utils.checks.engine.trial import Random, Sizes, Trial

STEPS = 66  # of the first of the two trials on which calls of torch are counted: see `engine.rounds`
COUNTED = tuple(f"T={steps} B=1 H=2" for steps in (STEPS, MORE * STEPS))
WORDS = {
    COUNTED[0]: f"a long sequence (seq_len = {STEPS})",
    COUNTED[1]: f"a very long sequence (seq_len = {MORE * STEPS})",
    "B=66 H=66": "many examples and units (66 each)",
}
_SHORT = 20  # of so many steps: with any numbers, neither does a state get lost nor does it grow beyond all bounds


def draw_a(random: Random, sizes: Sizes) -> Tensor:
    """Factors of any sign and size, (T, B, H); those of a long sequence keep a state as in `draw_keeping`."""
    shape = sizes.T, sizes.B, sizes.H
    if sizes.T > _SHORT:
        return draw_keeping(random, *shape)
    return _with_a_zero(random.input(sizes, *shape))


def draw_b(random: Random, sizes: Sizes) -> Tensor:
    """What is added at every step, (T, B, H): little where there are many, so that rounding stays invisible."""
    b = random.input(sizes, sizes.T, sizes.B, sizes.H)
    return b / sizes.T**0.5 if sizes.T > _SHORT else b


def draw_keeping(random: Random, T: int, B: int, H: int) -> Tensor:
    """Factors of both signs, of sizes from 0.8 to 1.1, (T, B, H); the last unit keeps everything, up to its sign."""
    drawn = random.normal(T, B, H)
    a = drawn.sign() * (1.1 - 0.3 * drawn.abs().clamp(max=1))
    a[..., -1] = drawn[..., -1].sign()
    return _with_a_zero(a)


def _with_a_zero(a: Tensor) -> Tensor:
    """The same factors, one of which is 0 if they are of several steps."""
    if len(a) > 2:
        a[len(a) // 2, 0, 0] = 0
    return a


def looped(a: Tensor, b: Tensor, h: Tensor) -> Tensor:
    """The states h_1 ... h_T, (T, B, H), of h_t = a_t * h_(t-1) + b_t."""
    states = []
    for a_t, b_t in zip(a, b, strict=True):
        h = a_t * h + b_t
        states.append(h)
    return torch.stack(states)


def numbers(trial: Trial, name: str = "a") -> Tensor:
    """All numbers of an argument."""
    found: Tensor = trial.arguments[name]
    return found
