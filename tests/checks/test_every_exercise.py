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

SQUARE = {(SPLIT, "weight"), ("rnn/step", "weight_hh"), ("rnn/forward", "weight_hh")}  # always square, or sometimes


@pytest.mark.parametrize("exercise", exercises().values(), ids=lambda exercise: exercise.id)
def test_every_slip_is_diagnosed_as_itself_and_no_other(exercise: Exercise, pytestconfig: pytest.Config) -> None:
    assert len({slip.name for slip in exercise.slips}) == len(exercise.slips) >= 6

    def told(random: Random) -> Iterator[Trial]:
        """The trials with `known` among the arguments, because a slip needs it, too."""
        return (replace(trial, arguments=trial.everything, known={}) for trial in exercise.trials(random))

    knowing = replace(exercise, trials=told, talk=None)  # a slip returns what the talk would return
    for seed in range(pytestconfig.getoption("--seeds")):
        for slip in exercise.slips:
            verdict = judge(knowing, LocalAnswer(slip.wrong), seed)
            assert verdict.slip == slip.name, f"seed {seed}: {verdict.as_text()}"


def numbers(value: object) -> Iterator[torch.Tensor]:
    """The tensors and plain numbers in a value, as tensors; True and False are facts, not numbers."""
    if isinstance(value, torch.Tensor | int | float) and not isinstance(value, bool):
        yield torch.as_tensor(value).flatten().double()
    elif isinstance(value, tuple | dict):
        for item in value.values() if isinstance(value, dict) else value:
            yield from numbers(item)


@pytest.mark.parametrize(
    "exercise",
    # A talk results in facts, which are true or false, and in scores that are replaced by zeros.
    [each for each in exercises().values() if not each.seconds and not each.talk],
    ids=lambda exercise: exercise.id,
)
def test_no_slip_comes_to_one_number(exercise: Exercise) -> None:
    """Many mistakes give only zeros, or a share of 0. A slip with such a result would match all of them."""
    drawn = list(exercise.trials(Random(torch.Generator().manual_seed(0))))
    for slip in exercise.slips:
        replies = [LocalAnswer(slip.wrong).call(tuple(trial.everything.values())) for trial in drawn]
        observed = [
            exercise.observe(trial.everything, reply)
            for trial, reply in zip(drawn, replies, strict=True)
            if not reply.failure
        ]
        given = torch.cat([torch.zeros(0), *numbers(tuple(observed))])
        assert len(given.unique()) > 1 or not len(given), slip.name


@pytest.mark.parametrize(
    "exercise", [each for each in exercises().values() if not each.seconds], ids=lambda exercise: exercise.id
)
def test_trials_hide_nothing(exercise: Exercise) -> None:
    """Several trials, with edges; all tensors are float32 or int64; two sizes are equal only at an edge."""
    for seed in range(20):
        drawn = list(exercise.trials(Random(torch.Generator().manual_seed(seed))))
        assert len(drawn) >= 4
        assert any(trial.edge for trial in drawn)
        assert any("1)" in trial.edge for trial in drawn), "there is no edge of size one"
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
    assert len(asked) == len(known) >= 500, "too few to tell a good answer from a lucky one"
    shipped = {image.numpy().tobytes() for image in digits.load(train=False).data}
    assert not [image for image in asked if image.numpy().tobytes() in shipped], "its label can be looked up"
    (another,) = exercise.trials(Random(torch.Generator().manual_seed(0), secret=1))
    for name in ("images", "labels"):
        assert torch.equal(another.arguments[name], one[0].arguments[name])
    assert not torch.equal(next(iter(another.known.values())), known), "the generator's seed reveals the labels"
