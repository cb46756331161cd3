"""The call that a verdict shows: a learner can type it, and it makes arguments of the same kinds and sizes."""

from collections.abc import Mapping

import pytest
import torch
from torch.nn.utils.rnn import PackedSequence

from course_utils.checks import exercises
from course_utils.checks.engine.exercise import Exercise
from course_utils.checks.engine.report import as_code, call_of
from course_utils.checks.engine.trial import Random
from course_utils.checks.learner.uses import LISTED, called, called_with_a_packed_batch
from course_utils.checks.learner.values import Layer, Value, to_value

CALLED = [each for each in exercises().values() if each.use in (called.__name__, *LISTED, "called_with_a_packed_batch")]


def outline(value: Value) -> object:
    """What must be the same in both calls: kinds, shapes, options, and plain numbers."""
    match value:
        case torch.Tensor():
            return tuple(value.shape), value.dtype
        case Layer():
            return value.kind, dict(value.options)
        case tuple():
            return tuple(map(outline, value))
    return value


@pytest.mark.parametrize("exercise", CALLED, ids=lambda exercise: exercise.id)
def test_the_call_that_is_shown_can_be_typed(exercise: Exercise) -> None:
    for trial in exercise.trials(Random(torch.Generator().manual_seed(0))):
        shown = call_of(exercise, trial)
        if ", given " in shown:
            assert exercise.use != called.__name__
            continue
        given: list[object] = []
        names: Mapping[str, object] = {"torch": torch, "nn": torch.nn, "PackedSequence": PackedSequence}
        eval(shown, {**names, exercise.answer_name: lambda *arguments, given=given: given.extend(arguments)})
        arguments = list(trial.arguments.values())
        if exercise.use == called_with_a_packed_batch.__name__:
            arguments[0], given[0] = tuple(arguments[0]), tuple(given[0])
        assert list(map(outline, map(to_value, given))) == list(map(outline, arguments)), shown


@pytest.mark.parametrize(
    ("value", "code"),
    [
        (torch.tensor([[1, 258], [258, 4]]), "torch.tensor([1, 4, 258])[torch.randint(3, (2, 2))]"),
        (torch.tensor([[3, 4], [5, 6]]), "torch.randint(3, 7, (2, 2))"),
        (torch.tensor([[0, 4], [5, 6]]), "torch.randint(7, (2, 2))"),
        (torch.tensor([0.9123456, 0.5]), "torch.tensor([0.9123, 0.5])"),
        (torch.tensor([0.5, 2.0]), "torch.randn(2)"),
        (torch.zeros(2, 3), "torch.zeros(2, 3)"),
        (torch.full((2, 3), 0.25), "torch.full((2, 3), 0.25)"),
        (torch.ones(2, 3), "torch.full((2, 3), 1.0)"),
        (torch.tensor([[0.0, 0.0], [1.0, -2.0]]), "torch.randn(2, 2) * torch.randint(2, (2, 1))"),
        (torch.tensor([[0.0, 1.0], [1.0, -2.0]]), "torch.randn(2, 2) * (torch.rand(2, 2) > 0.1)"),
        (torch.tensor([[0.0, 1.0], [1.0, 2.0]]), "torch.randn(2, 2).relu()"),
        (torch.tensor([[0.0, 1.0], [1.0, 0.5]]), "torch.rand(2, 2).round(decimals=1)"),
        (torch.tensor([0.0, 0.5, 1.0]), "torch.tensor([0.0, 0.5, 1.0])"),
        (
            torch.tensor([-100, *range(20)]),
            "torch.randint(20, (21,)).masked_fill(torch.rand((21,)) < 0.2, -100)",
        ),
        (torch.tensor([[0.5, 120.0], [1.0, -2.0]]), "100 * torch.randn(2, 2)"),
        (torch.tensor([1e-4, -3e-4]), "0.0001 * torch.randn(2)"),
        (torch.tensor(0.0), "torch.randn(())"),
        (torch.tensor([torch.inf, 1.0]), "torch.randn(2)"),
        (torch.empty(0, 3), "torch.randn(0, 3)"),
    ],
)
def test_the_call_that_is_shown_has_numbers_like_those_of_the_trial(value: torch.Tensor, code: str) -> None:
    assert as_code(value) == code
    assert (eval(code).shape, eval(code).dtype) == (value.shape, value.dtype)
