"""The recurrence with a constant a as a convolution: the kernel holds the powers of a."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import torch
from torch import Tensor

from course_utils.checks.engine.by_hand import LAYERS
from course_utils.checks.engine.exercise import Crash, Exercise, Slip
from course_utils.checks.engine.kinds import TensorOf, TupleOf
from course_utils.checks.engine.trial import Random, Sizes, trials
from course_utils.checks.learner.values import Value
from course_utils.checks.today.steps import COUNTED, STEPS, WORDS, draw_b, looped, numbers


def _arguments(random: Random, sizes: Sizes) -> Mapping[str, Value]:
    """Factors between 0 and 1; where there are three or more, the first is 0 and the last is 1."""
    a = torch.sigmoid(random.normal(sizes.H))
    if sizes.T > STEPS:
        a = 1 - a / 20
    if sizes.H > 2:
        a[0], a[-1] = 0, 1
    return {"a": a, "b": draw_b(random, sizes)}


def _powers(a: Tensor, T: int) -> Tensor:
    """1, a, a * a, ... for each unit, (T, H)."""
    powers = [torch.ones_like(a)]
    for _ in range(1, T):
        powers.append(powers[-1] * a)
    return torch.stack(powers)


def _oracle(a: Tensor, b: Tensor) -> Any:
    return _powers(a, len(b)), looped(a.expand_as(b), b, torch.zeros_like(b[0]))


def _through(kernel: Tensor, b: Tensor, entry: Callable[[Tensor, int], Tensor]) -> Tensor:
    """The sum of all steps, each times the entry of the kernel that `entry` makes of how many steps ago it was.

    An entry that the kernel has not counts as zero.
    """
    T = len(b)
    t = torch.arange(T)
    entries = entry(t.unsqueeze(1) - t, T)
    inside = ((entries >= 0) & (entries < T)).unsqueeze(2)
    return torch.einsum("tsh,sbh->tbh", kernel[entries.clamp(0, T - 1)] * inside, b)


def _but(
    powers: Callable[[Tensor, int], Tensor] = _powers,
    entry: Callable[[Tensor, int], Tensor] = lambda ago, _T: ago,
    show: Callable[[Tensor], Tensor] = lambda kernel: kernel,
    weigh: Callable[[Tensor, Tensor], Tensor] = lambda _a, b: b,
) -> Callable[..., Any]:
    """Kernel and convolution with one part done another way."""

    def wrong(a: Tensor, b: Tensor) -> Any:
        kernel = powers(a, len(b))
        return show(kernel), _through(kernel, weigh(a, b), entry)

    return wrong


def _other_output(output: Callable[[Tensor, Tensor], Tensor]) -> Callable[..., Any]:
    """The right kernel, and an output made of it and b."""

    def wrong(a: Tensor, b: Tensor) -> Any:
        kernel = _powers(a, len(b))
        return kernel, output(kernel, b)

    return wrong


def _uncut(kernel: Tensor, b: Tensor) -> Tensor:
    """The convolution with all that comes after the last step."""
    gone_on = torch.zeros(len(b) - 1, *b.shape[1:])
    return _through(torch.cat([kernel, 0 * kernel[1:]]), torch.cat([b, gone_on]), lambda ago, _T: ago)


_LEFT = "F.pad(b, (T - 1, 0)) puts zeros in front, where nothing has been read yet."

EXERCISE = Exercise(
    id="today/kernel",
    parameters=("a", "b"),
    points=3,
    trials=trials(
        _arguments,
        *("T=1", "T=2", "B=1", "H=1", "H=1 far=1", *COUNTED, "B=66 H=66", "equal", "turned"),
        words={**WORDS, "T=2": "two steps (seq_len = 2)"},
    ),
    axes={"b": "TBH"},
    also={
        "an a of 0": lambda trial: bool((numbers(trial) == 0).any()),
        "an a of 1": lambda trial: bool((numbers(trial) == 1).any()),
        "gradients over many steps": lambda trial: trial.gradient and len(numbers(trial, "b")) >= STEPS,
    },
    crashes=(
        Crash(
            "Given groups|Given weight|expected input|Expected 2D|Expected 3D",
            "conv1d-shapes",
            "With groups=H, conv1d reads (B, H, length) and a weight (H, 1, T): print the shapes of both.",
        ),
    ),
    by_hand=LAYERS,
    rounds=STEPS,
    oracle=_oracle,
    returns=TupleOf(
        {
            "kernel": TensorOf(("seq_len", "hidden_size"), hint="Put a single 1 into b, and zeros: what comes out?"),
            "output": TensorOf(
                ("seq_len", "batch", "hidden_size"), hint="Which b count in a state, and how long ago was each of them?"
            ),
        },
        made_from={"output": "kernel"},
    ),
    slips=(
        Slip(
            "kernel-begins-with-a",
            "your kernel begins with a; what a step itself adds is there as a whole",
            "Entry k is what is left after k more steps: what is it for k = 0?",
            _but(powers=lambda a, T: _powers(a, T) * a),
            part="kernel",
        ),
        Slip(
            "kernel-flipped",
            "your kernel is in reverse, as conv1d wants it; asked for is the entry of 0 steps first",
            "Return it before you flip it.",
            _but(show=lambda kernel: kernel.flip(0)),
            part="kernel",
        ),
        Slip(
            "kernel-of-multiples",
            "your kernel holds multiples of a; every step multiplies once more",
            "Work out by hand what is left of b_1 after two more steps.",
            _but(powers=lambda a, T: torch.arange(T).unsqueeze(1) * a),
            part="kernel",
        ),
        Slip(
            "kernel-of-weights",
            "your kernel is multiplied by 1 - a; here b is added as it is",
            "h_t = a * h_(t-1) + b_t",
            _but(powers=lambda a, T: (1 - a) * _powers(a, T)),
            part="kernel",
        ),
        Slip(
            "kernel-exponential",
            "your kernel falls like exp(-a * k); a itself is what is left after one step",
            "Work out by hand what is left of b_1 after two more steps.",
            _but(powers=lambda a, T: torch.exp(-a * torch.arange(T).unsqueeze(1))),
            part="kernel",
        ),
        Slip(
            "one-a-for-all",
            "your kernel is the same for all units; each has an a of its own",
            "The kernel is (T, H).",
            _but(powers=lambda a, T: _powers(a[:1].expand_as(a), T)),
            part="kernel",
        ),
        Slip(
            "kernel-not-flipped",
            "kernel is right; in your output the oldest step has the weight of the newest: conv1d does not flip",
            "torch's conv1d lays the kernel over b as it is: flip the kernel along time first.",
            _but(entry=lambda ago, T: T - 1 - ago),
        ),
        Slip(
            "reads-the-future",
            "kernel is right; your output at a step is made of that step and later ones",
            _LEFT,
            _but(entry=lambda ago, _T: -ago),
        ),
        Slip(
            "padded-on-both-sides",
            "kernel is right; your output is about half a sequence ahead: the padding is on both sides",
            _LEFT,
            _but(entry=lambda ago, T: ago + T // 2),
        ),
        Slip(
            "cut-at-the-wrong-end",
            "kernel is right; of the whole convolution you keep the last T steps",
            "The first T are the states; what follows is what would be left with nothing new.",
            _but(entry=lambda ago, T: ago + T - 1),
        ),
        Slip(
            "not-cut",
            "kernel is right; your output goes on after the last step",
            "The first T of the whole convolution are the states.",
            _other_output(_uncut),
        ),
        Slip(
            "wraps-around",
            "kernel is right; your first steps know the last ones: a product of Fourier transforms runs in a circle",
            "Fill both up with zeros to 2 * T, with n=2 * T, and keep the first T.",
            _but(entry=lambda ago, T: ago % T),
        ),
        Slip(
            "one-step-late",
            "kernel is right; your output at a step leaves out that step",
            "h_1 is b_1.",
            _but(entry=lambda ago, _T: ago - 1),
        ),
        Slip(
            "multiplied-step-by-step",
            "kernel is right; your output is kernel times b, step by step; a convolution sums over all steps so far",
            "Each b_s counts in its own step and in all later ones.",
            _other_output(lambda kernel, b: kernel.unsqueeze(1) * b),
        ),
        Slip(
            "summed-not-shifted",
            "kernel is right; your output sums kernel times b, so that a late step counts little for ever",
            "What counts is how many steps ago it was.",
            _other_output(lambda kernel, b: (kernel.unsqueeze(1) * b).cumsum(0)),
        ),
        Slip(
            "last-only",
            "kernel is right; your output is the last state alone: the convolution has nothing to slide over",
            _LEFT,
            _other_output(lambda kernel, b: _through(kernel, b, lambda ago, _T: ago)[-1:]),
        ),
        Slip(
            "b-weighed",
            "kernel is right; you multiply b by 1 - a, and here it is added as it is",
            "h_t = a * h_(t-1) + b_t",
            _but(weigh=lambda a, b: (1 - a) * b),
        ),
        Slip(
            "returned-output-first",
            "you return (output, kernel); asked for is (kernel, output)",
            "Swap the two.",
            lambda a, b: _oracle(a, b)[::-1],
        ),
    ),
)
