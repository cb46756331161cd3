"""The change from each step to the next; the oracle is torch.diff."""

from collections.abc import Mapping

import torch

from course_utils.checks.engine.exercise import Exercise, Slip
from course_utils.checks.engine.kinds import TensorOf
from course_utils.checks.engine.trial import Random, Sizes, trials
from course_utils.checks.learner.values import Value
from first_steps.checks.learner import called_on_a_view


def _arguments(random: Random, sizes: Sizes) -> Mapping[str, Value]:
    return {"x": random.normal(sizes.T, sizes.B)}


EXERCISE = Exercise(
    id="changes/step-by-step",
    parameters=("x",),
    points=2,
    trials=trials(_arguments, "B=1", "T=3"),
    oracle=lambda x: torch.diff(x, dim=0),
    returns=TensorOf(("steps", "batch")),
    slips=(
        Slip(
            "backwards",
            "these are the changes backwards: the later step was taken from the earlier one",
            "Take the earlier step from the later one.",
            lambda x: x[:-1] - x[1:],
        ),
        Slip(
            "along-the-batch",
            "these are the differences between examples; asked for are those between steps",
            "The first axis is time.",
            lambda x: torch.diff(x, dim=1),
        ),
    ),
    use=f"{called_on_a_view.__module__}:{called_on_a_view.__name__}",
)
