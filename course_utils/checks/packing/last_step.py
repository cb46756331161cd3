"""The output at the last real step of each example."""

from __future__ import annotations

import torch
from torch import Tensor

from course_utils.checks.engine.exercise import Exercise, Slip
from course_utils.checks.engine.kinds import TensorOf
from course_utils.checks.packing.batches import (
    PADDED,
    alone,
    at_last_step,
    batches,
    draw_output,
    longest_first,
    with_gradients,
)


def last_step(output: Tensor, lengths: Tensor) -> Tensor:
    """The last of the real steps of each example."""
    return torch.stack([steps[-1] for steps in alone(output, lengths)])


EXERCISE = Exercise(
    id="packing/last-step",
    parameters=("output", "lengths"),
    points=1,
    trials=batches(draw_output, "H=1 far=1", "H=66", steps=300, examples=66),
    axes={"output": "TBH"},
    also=with_gradients(PADDED),
    oracle=last_step,
    returns=TensorOf(("batch", "hidden_size")),
    may_turn=frozenset({"output"}),
    slips=(
        Slip(
            "end-of-the-box",
            "this is the last step of the box: padding for every example that is shorter",
            "The last real step is another one for each length.",
            lambda output, _lengths: output[-1],
        ),
        Slip(
            "one-step-late",
            "you take step n of an example of length n: that is its first step of padding",
            "Steps are counted from 0.",
            lambda output, lengths: at_last_step(output, (lengths + 1).clamp(max=len(output))),
        ),
        Slip(
            "one-step-early",
            "you take the last step but one",
            "Steps are counted from 0: which number has the last of n?",
            lambda output, lengths: at_last_step(output, lengths - 1),
        ),
        Slip(
            "step-of-the-longest",
            "you take the last step of the longest example for all of them",
            "The last real step is another one for each length.",
            lambda output, lengths: output[lengths.max() - 1],
        ),
        Slip(
            "step-of-the-shortest",
            "you take the last step of the shortest example for all of them",
            "The last real step is another one for each length.",
            lambda output, lengths: output[lengths.min() - 1],
        ),
        Slip(
            "first-step",
            "this is the first step of every example",
            "Which step is the last real one of an example of length n?",
            lambda output, _lengths: output[0],
        ),
        Slip(
            "every-pair",
            "one index picks whole steps: you have every example at every one's last step",
            "Give two index tensors, one for the step and one for the example: they are taken in pairs.",
            lambda output, lengths: output[lengths - 1],
        ),
        Slip(
            "lengths-sorted",
            "you sort the lengths, so each example is read at another one's length",
            "The lengths are in the order of the examples already.",
            lambda output, lengths: at_last_step(output, lengths.sort(descending=True).values),
        ),
        Slip(
            "sorted-order",
            "the rows are right but in sorted order, longest first; row k must be example k",
            "Nothing has to be sorted.",
            lambda output, lengths: last_step(output, lengths)[longest_first(lengths)],
        ),
        Slip(
            "time-axis-kept",
            "your result keeps an axis of size 1 for time",
            "Take the axis away with squeeze(0).",
            lambda output, lengths: last_step(output, lengths).unsqueeze(0),
        ),
        Slip(
            "first-unit-only",
            "you gather the first hidden unit only: gather takes as many numbers as its index has",
            "Expand the index along the last axis.",
            lambda output, lengths: last_step(output, lengths)[:, :1],
        ),
        Slip(
            "squeezes",
            "squeeze() takes away every axis of size 1, and the batch may have size 1",
            "squeeze(0) takes away the one axis that is too many.",
            lambda output, lengths: last_step(output, lengths).squeeze(),
        ),
        Slip(
            "mean-of-real-steps",
            "this is the mean over the real steps; asked for is the last of them",
            "Pick one step for each example.",
            lambda output, lengths: torch.stack([steps.mean(0) for steps in alone(output, lengths)]),
        ),
    ),
)
