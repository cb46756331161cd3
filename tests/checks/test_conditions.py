"""At every seed, a check meets every condition that its exercise promises: none depends on luck."""

import tomllib
from pathlib import Path

import pytest
import torch

from course_utils.checks import exercises
from course_utils.checks.engine.conditions import met, promised
from course_utils.checks.engine.exercise import Exercise
from course_utils.checks.engine.trial import Random

SEEDS = 100
DRAWN = [each for each in exercises().values() if not each.seconds]  # a training takes seconds and so has one trial
UNMET = tomllib.loads(Path(__file__).with_name("unmet_conditions.toml").read_text())


@pytest.mark.parametrize("exercise", DRAWN, ids=lambda exercise: exercise.id)
def test_every_condition_is_met_at_every_seed(exercise: Exercise) -> None:
    wanted, listed = promised(exercise), UNMET.get(exercise.id, {})
    assert wanted, "the exercise has no axes, so it promises nothing"
    first = None
    for seed in range(SEEDS):
        found = met(exercise, exercise.trials(Random(torch.Generator().manual_seed(seed))))
        assert not wanted - found - listed.keys(), f"seed {seed}: never met: {sorted(wanted - found)}"
        assert not found & exercise.never.keys(), f"seed {seed}: a condition in `never` is met"
        first = first or found
        assert found == first, f"met at some seeds only: {sorted(found ^ first)}"
    assert not listed.keys() - (wanted - (first or set())), "listed as unmet, but met, or not promised"
    assert all(listed.values()), "a listed condition has no reason"
