"""A batch turned from batch-first to time-major: two axes change places."""

from __future__ import annotations

from collections.abc import Mapping

import torch
from torch import Tensor

from course_utils.checks.engine.exercise import Exercise, Slip
from course_utils.checks.engine.kinds import TensorOf
from course_utils.checks.engine.trial import Random, Sizes, trials
from course_utils.checks.learner.values import Value


def _arguments(random: Random, sizes: Sizes) -> Mapping[str, Value]:
    return {"x": random.input(sizes, sizes.B, sizes.T, sizes.F)}


def _oracle(x: Tensor) -> Tensor:
    return x.transpose(0, 1)


EXERCISE = Exercise(
    id="rnn/to-time-major",
    parameters=("x",),
    points=1,
    trials=trials(_arguments, "T=1", "B=1", "F=1 far=1", "T=66 B=66 F=66", "equal", "turned"),
    axes={"x": "BTF"},
    oracle=_oracle,
    returns=TensorOf(("seq_len", "batch", "input_size"), hint="Which example and which step of x should stand there?"),
    slips=(
        Slip(
            "reshape-scramble",
            "the shape is right and the examples are mixed: reshape and view keep the order of the numbers",
            "Swap the axes instead of naming a new shape.",
            lambda x: x.reshape(x.shape[1], x.shape[0], x.shape[2]),
        ),
        Slip(
            "not-moved",
            "x comes back as it was: (batch, seq_len, input_size)",
            "transpose returns a new view; it does not change x itself.",
            lambda x: x,
        ),
        Slip(
            "axes-reversed",
            "you reverse the order of all axes; the features must stay last",
            "Only two axes change places.",
            lambda x: x.permute(2, 1, 0),
        ),
        Slip(
            "features-first",
            "your axes are (features, batch, time); the features must stay last",
            "Only two axes change places.",
            lambda x: x.permute(2, 0, 1),
        ),
        Slip(
            "batch-last",
            "your axes are (time, features, batch); the features must stay last",
            "Only two axes change places.",
            lambda x: x.permute(1, 2, 0),
        ),
        Slip(
            "time-and-features-swapped",
            "you swap time and features; batch is where it was",
            "Count the axes from 0.",
            lambda x: x.transpose(1, 2),
        ),
        Slip(
            "time-reversed",
            "the axes are right, but time runs backwards",
            "Swap the axes; nothing is flipped.",
            lambda x: x.transpose(0, 1).flip(0),
        ),
        Slip(
            "examples-reversed",
            "the axes are right, but the examples are in reverse order: this is a rotation, not a swap",
            "Swap the axes; nothing is flipped.",
            lambda x: x.transpose(0, 1).flip(1),
        ),
        Slip(
            "batch-and-time-merged",
            "batch and time are one axis in your result; they must stay two",
            "The result has as many axes as x.",
            lambda x: x.flatten(0, 1),
        ),
        Slip(
            "steps-glued",
            "torch.cat glues the steps together along the batch; time needs an axis of its own",
            "torch.stack makes a new axis.",
            lambda x: torch.cat(x.unbind(1)),
        ),
        Slip(
            "squeezes",
            "squeeze() takes away every axis of size 1",
            "Leave out squeeze: all three axes are there to stay.",
            lambda x: x.transpose(0, 1).squeeze(),
        ),
    ),
)
