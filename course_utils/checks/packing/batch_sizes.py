"""The batch_sizes of a packed batch: how many examples still run at each step."""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor
from torch.nn.utils.rnn import pack_padded_sequence

from course_utils.checks.engine.exercise import Exercise, Slip
from course_utils.checks.engine.kinds import TensorOf
from course_utils.checks.packing.batches import ALSO, batches


def batch_sizes_of(lengths: Tensor) -> Tensor:
    """What pack_padded_sequence counts at each step."""
    box = torch.zeros(int(lengths.max()), len(lengths))
    return pack_padded_sequence(box, lengths, enforce_sorted=False).batch_sizes


def _counted(
    counts: Callable[[Tensor, Tensor], Tensor] = lambda t, lengths: t < lengths,
    steps: Callable[[Tensor], int] = lambda lengths: int(lengths.max()),
) -> Callable[[Tensor], Tensor]:
    """The number of lengths that `counts` at each step t."""
    return lambda lengths: counts(torch.arange(steps(lengths)).unsqueeze(1), lengths).sum(1)


EXERCISE = Exercise(
    id="packing/batch-sizes",
    parameters=("lengths",),
    points=1,
    trials=batches(lambda _random, _sizes, lengths: {"lengths": lengths}, steps=300, examples=300),
    axes={"lengths": "B"},
    also=ALSO,
    oracle=batch_sizes_of,
    returns=TensorOf(("seq_len",), hint="Take one step: how many of the lengths have it?"),
    gradient=False,
    slips=(
        Slip(
            "lengths-sorted",
            "these are the lengths, longest first: a number for every example; batch_sizes has one for every step",
            "For one step after the other, count the examples that have it.",
            lambda lengths: lengths.sort(descending=True).values,
        ),
        Slip(
            "lengths-returned",
            "these are the lengths: a number for every example; batch_sizes has one for every step",
            "Count the examples at each step, not the steps of each example: which axis is summed?",
            lambda lengths: lengths,
        ),
        Slip(
            "last-step-counted-twice",
            "you count each example one step too long: steps begin at 0, so the last of n is step n - 1",
            "Compare with < where you have <=, or the other way round.",
            _counted(lambda t, lengths: t <= lengths),
        ),
        Slip(
            "steps-from-one",
            "you count each example one step too short: your steps begin at 1, so your last number is 0",
            "The steps of an example of length n are 0 to n - 1.",
            _counted(lambda t, lengths: t + 1 < lengths),
        ),
        Slip(
            "a-step-for-each-example",
            "you go on for as many steps as there are examples; the number of steps is the longest length",
            "Which of the lengths says how many steps there are?",
            _counted(steps=len),
        ),
        Slip(
            "one-step-too-many",
            "your last number is 0: there is no step that no example has",
            "The longest example has as many steps as its length says, and they begin at 0.",
            _counted(steps=lambda lengths: int(lengths.max()) + 1),
        ),
        Slip(
            "first-step-missing",
            "your first number is missing: the one for step 0, which every example has",
            "The steps begin at 0.",
            lambda lengths: batch_sizes_of(lengths)[1:],
        ),
        Slip(
            "last-step-missing",
            "your last number is missing: the one for the last step of the longest example",
            "An example of length n has the steps 0 to n - 1: how many numbers does that make?",
            lambda lengths: batch_sizes_of(lengths)[:-1],
        ),
        Slip(
            "ending-at-each-step",
            "you count the examples that end at each step; asked for are those that have the step",
            "An example of length n counts at every one of its n steps.",
            _counted(lambda t, lengths: t + 1 == lengths),
        ),
        Slip(
            "finished-counted",
            "you count the examples that have no such step any more: the padding",
            "Turn the comparison around.",
            _counted(lambda t, lengths: t >= lengths),
        ),
        Slip(
            "steps-reversed",
            "your numbers are in reverse order: they begin with the last step",
            "They never rise: at step 0 all examples are there.",
            lambda lengths: batch_sizes_of(lengths).flip(0),
        ),
        Slip(
            "everyone-at-every-step",
            "you count all examples at every step, as in a padded batch; only those that still have the step count",
            "Compare each length with the number of the step.",
            _counted(lambda t, lengths: t + 0 * lengths >= 0),
        ),
        Slip(
            "running-total",
            "these are running totals: the rows of all steps so far",
            "Leave the numbers as they are, one for each step.",
            lambda lengths: batch_sizes_of(lengths).cumsum(0),
        ),
        Slip(
            "stops-at-the-shortest",
            "you stop where the shortest example ends; the others go on",
            "Go as far as the longest.",
            _counted(steps=lambda lengths: int(lengths.min())),
        ),
        Slip(
            "first-taken-for-longest",
            "you take the first length for the longest; the examples come in any order",
            "Which of the lengths says how many steps there are?",
            _counted(steps=lambda lengths: int(lengths[0])),
        ),
        Slip(
            "last-taken-for-longest",
            "you take the last length for the longest; the examples come in any order",
            "Which of the lengths says how many steps there are?",
            _counted(steps=lambda lengths: int(lengths[-1])),
        ),
        Slip(
            "ties-counted-once",
            "you count examples of the same length as one",
            "A set, or unique, keeps equal lengths once: count over all of them.",
            lambda lengths: _counted()(lengths.unique()),
        ),
    ),
)
