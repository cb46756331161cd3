"""What holds for every exercise: its slips are told apart, and its trials hide nothing."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
import torch

from course_utils import digits
from course_utils.checks import exercises, judge
from course_utils.checks.engine.exercise import Exercise
from course_utils.checks.engine.trial import Random, Trial
from course_utils.checks.learner.answer import LocalAnswer
from tests.helpers.verdicts import SPLIT

SQUARE = {(SPLIT, "weight"), ("rnn/step", "weight_hh"), ("rnn/forward", "weight_hh")}  # by nature, or now and then


@pytest.mark.parametrize("exercise", exercises().values(), ids=lambda exercise: exercise.id)
def test_every_slip_is_diagnosed_as_itself_and_no_other(exercise: Exercise) -> None:
    assert len({slip.name for slip in exercise.slips}) == len(exercise.slips) >= 6

    def told(random: Random) -> Iterator[Trial]:
        """The trials with nothing kept from the answer: a slip goes by what is known, too."""
        return (replace(trial, arguments=trial.everything, known={}) for trial in exercise.trials(random))

    knowing = replace(exercise, trials=told, talk=None)  # a slip gives what a talk comes to
    for seed in range(10):
        for slip in exercise.slips:
            verdict = judge(knowing, LocalAnswer(slip.wrong), seed)
            assert verdict.slip == slip.name, f"seed {seed}: {verdict.as_text()}"


@pytest.mark.parametrize(
    "exercise", [each for each in exercises().values() if not each.seconds], ids=lambda exercise: exercise.id
)
def test_trials_hide_nothing(exercise: Exercise) -> None:
    """Float32 throughout, several of them, edges included, and no two sizes alike but at an edge."""
    for seed in range(20):
        drawn = list(exercise.trials(Random(torch.Generator().manual_seed(seed))))
        assert len(drawn) >= 4
        assert any(trial.edge for trial in drawn)
        assert any("1)" in trial.edge for trial in drawn), "no edge of size one"
        for trial in drawn:
            plain = [value for value in trial.arguments.values() if type(value) is int]
            assert trial.edge or len(set(plain)) == len(plain)
            for name, value in trial.arguments.items():
                if isinstance(value, torch.Tensor):
                    assert value.dtype in (torch.float32, torch.int64)
                    if not trial.edge:
                        assert len(set(value.shape)) == value.dim() or (exercise.id, name) in SQUARE


@pytest.mark.parametrize(
    "exercise", [each for each in exercises().values() if each.seconds], ids=lambda exercise: exercise.id
)
def test_a_training_is_judged_once_by_what_only_the_judge_knows(exercise: Exercise) -> None:
    one, same, other = (list(exercise.trials(Random(torch.Generator().manual_seed(seed)))) for seed in (0, 0, 1))
    assert len(one) == len(same) == len(other) == 1
    for name, value in one[0].everything.items():
        assert torch.equal(value, same[0].everything[name])
        assert not torch.equal(value, other[0].everything[name])
    *_, asked = one[0].arguments.values()
    (known,) = one[0].known.values()
    assert len(asked) == len(known) >= 500, "enough to tell a good answer from a lucky one"
    shipped = {image.numpy().tobytes() for image in digits.load(train=False).data}
    assert not [image for image in asked if image.numpy().tobytes() in shipped], "to be looked up"
    (another,) = exercise.trials(Random(torch.Generator().manual_seed(0), secret=1))
    for name in ("images", "labels"):
        assert torch.equal(another.arguments[name], one[0].arguments[name])
    assert not torch.equal(next(iter(another.known.values())), known), "who knows the generator knows the labels"
