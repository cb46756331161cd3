"""At every seed, a check meets every condition that its exercise promises: none depends on luck."""

import tomllib
from pathlib import Path

import pytest
import torch

from course_utils.checks import exercises
from course_utils.checks.engine.conditions import met, promised
from course_utils.checks.engine.exercise import Exercise
from course_utils.checks.engine.trial import Random, Trial
from course_utils.checks.learner.values import Layer

FEWEST = 20  # seeds; `make test-more` takes 100
DRAWN = [each for each in exercises().values() if not each.seconds]  # a training takes seconds and so has one trial
UNMET = tomllib.loads(Path(__file__).with_name("unmet_conditions.toml").read_text())


@pytest.mark.parametrize("exercise", DRAWN, ids=lambda exercise: exercise.id)
def test_every_condition_is_met_at_every_seed(exercise: Exercise, pytestconfig: pytest.Config) -> None:
    wanted, listed = promised(exercise), UNMET.get(exercise.id, {})
    assert wanted, "the exercise has no axes, so it promises nothing"
    first = None
    for seed in range(max(FEWEST, pytestconfig.getoption("--seeds"))):
        found = met(exercise, exercise.trials(Random(torch.Generator().manual_seed(seed))))
        assert not wanted - found - listed.keys(), f"seed {seed}: never met: {sorted(wanted - found)}"
        assert not found & exercise.never.keys(), f"seed {seed}: a condition in `never` is met"
        first = first or found
        assert found == first, f"met at some seeds only: {sorted(found ^ first)}"
    assert not listed.keys() - (wanted - (first or set())), "listed as unmet, but met, or not promised"
    assert all(listed.values()), "a listed condition has no reason"


def modes(trial: Trial) -> set[bool]:
    """The modes of the modules in a trial: True for training, False for eval."""
    flat = [part for value in trial.arguments.values() for part in (value if isinstance(value, tuple) else (value,))]
    return {part.training for part in flat if isinstance(part, Layer)}


@pytest.mark.parametrize(
    "exercise",
    [each for each in exercises().values() if each.gradient and not each.seconds],
    ids=lambda exercise: exercise.id,
)
def test_gradients_are_compared_in_every_mode(exercise: Exercise) -> None:
    """An answer may not cut the gradient in one mode of a module only."""
    for seed in range(3):
        drawn = list(exercise.trials(Random(torch.Generator().manual_seed(seed))))
        given = {mode for trial in drawn for mode in modes(trial)}
        assert given <= {mode for trial in drawn if trial.gradient for mode in modes(trial)}
        assert not given or given == {True, False}
