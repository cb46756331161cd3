"""The check works out a classifier's properties from numbers: a sound one has them all, a forged one lacks some."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
import torch
from torch import nn

from course_utils.checks import find
from course_utils.checks.engine.exercise import converse
from course_utils.checks.engine.ladder import judge
from course_utils.checks.learner import uses
from course_utils.checks.learner.answer import LocalAnswer
from course_utils.checks.learner.uses.row_classifier import Asked, Reading, classifier_asked
from course_utils.checks.mnist import soundness

EXERCISE = find("mnist/row-classifier")


class Sound(nn.Module):
    def __init__(self, input_size: int, hidden_size: int, num_classes: int) -> None:
        super().__init__()
        self.rnn, self.head = nn.GRU(input_size, hidden_size), nn.Linear(hidden_size, num_classes)

    def forward(self, rows: torch.Tensor) -> torch.Tensor:
        return self.head(self.rnn(rows)[0][-1])


class CutOff(Sound):
    def forward(self, rows: torch.Tensor) -> torch.Tensor:
        return self.head(self.rnn(rows)[0][-1].detach())


class Spare(Sound):
    def __init__(self, *sizes: int) -> None:
        super().__init__(*sizes)
        self.spare = nn.Linear(3, 4)


class OneSize(Sound):
    def __init__(self, input_size: int, _hidden_size: int, num_classes: int) -> None:
        super().__init__(input_size, 20, num_classes)


def in_gradients(change: Callable[[Any, Asked], Asked]) -> Callable[..., Any]:
    """The use, but with its reported gradients changed."""

    def forged(answer: Any, made_with: Any, *others: Any) -> Asked:
        asked = classifier_asked(answer, made_with, *others)
        return change(answer(*made_with), asked) if others[-1] is not None else asked

    return forged


def made_up(size: float) -> Callable[..., Any]:
    """Random gradients of this size in place of missing ones."""

    def change(model: nn.Module, asked: Asked) -> Asked:
        pairs = zip(model.parameters(), asked.gradients, strict=True)
        gradients = tuple(size * torch.randn(weight.shape) if grad is None else grad for weight, grad in pairs)
        of_rows = asked.gradient_of_rows
        if of_rows is None:
            return asked
        return replace(asked, gradients=gradients, gradient_of_rows=of_rows + size * torch.randn(of_rows.shape))

    return in_gradients(change)


def one_more(_model: nn.Module, asked: Asked) -> Asked:
    return replace(asked, gradients=(*asked.gradients, 1e-4 * torch.ones(2, len(asked.scores) + len(asked.held) + 1)))


def invented(_answer: Any, made_with: Any, _seed: int, rows: Any, _held: Any, readings: Any, weighting: Any) -> Asked:
    """Scores that depend on the rows, but not on the weights."""
    time = 1 + torch.arange(28 * 4)[:, None, None]
    scores = []
    for each in (Reading(*reading) for reading in readings):
        seen = (time[: len(each.rows)] * each.rows).sum((0, 2))
        scores.append(each.scale * torch.stack([seen * (1 + number) - 1 for number in range(made_with[2])], dim=1))
    if weighting is None:
        return Asked(tuple(scores))
    features, hidden, classes = made_with
    shapes = [(hidden, features), (hidden, hidden), (hidden,), (classes, hidden), (classes,)]
    return Asked(tuple(scores), tuple(torch.randn(shape) for shape in shapes), torch.randn(rows.shape))


FORGED: dict[str, tuple[type[nn.Module], Callable[..., Any]]] = {
    "gradients of a layer that is cut off": (CutOff, made_up(0.3)),
    "faint gradients of a layer that is cut off": (CutOff, made_up(1e-3)),
    "faint gradients of a layer that takes no part": (Spare, made_up(1e-6)),
    "gradients of a sound one, scaled": (
        Sound,
        in_gradients(lambda _, asked: replace(asked, gradients=tuple(2 * each for each in asked.gradients))),
    ),
    "gradients of a sound one, exchanged": (
        Sound,
        in_gradients(lambda _, asked: replace(asked, gradients=tuple(each.flip(0) for each in asked.gradients))),
    ),
    "a weight that is not there": (OneSize, in_gradients(one_more)),
    "scores and gradients": (Sound, invented),
    "scores of no known kind": (Sound, lambda *_: {"scores": (torch.ones(3, 4, dtype=torch.complex64),)}),
    "nothing": (Sound, lambda *_: None),
}


@pytest.mark.parametrize("name", FORGED)
@pytest.mark.parametrize("seed", range(2))
def test_what_is_made_up_shows(name: str, seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    kind, use = FORGED[name]
    monkeypatch.setitem(uses.USES, EXERCISE.use, use)
    exercise = replace(EXERCISE, slips=())  # the slips would run the forged use, too
    assert not judge(exercise, exercise.local(kind), seed).passed


@pytest.mark.parametrize("seed", range(10))
def test_a_sound_one_shows_what_the_oracle_says(seed: int) -> None:
    exercise = replace(EXERCISE, slips=())
    assert judge(exercise, exercise.local(Sound), seed).passed


def test_no_two_calls_begin_alike_and_the_steps_come_last() -> None:
    """The moves of weights and rows are drawn after the gradients are claimed, so no earlier call reveals them."""
    calls: list[Any] = []

    def spied(*arguments: Any) -> Any:
        calls.append(arguments)
        return classifier_asked(Sound, *arguments)

    rows, other = torch.randn(2, 5, 3, 6)
    values = {soundness.DRAW: 1, soundness.SECRET: 2, soundness.MOVED: soundness.NARROW}
    arguments = {soundness.MADE_WITH: (6, 15, 4), soundness.ROWS: rows, soundness.OTHER: other, **values}
    reply = converse(soundness.talk(arguments), LocalAnswer(spied).call)
    assert all(reply.value[name] for name in soundness.FACTS)
    assert len({seed for _, seed, *_ in calls}) == len(calls)
    moved = [any(Reading(*each).moves for each in readings) for *_, readings, _ in calls]
    assert moved == [False] * (len(calls) - 1) + [True]
    assert calls[-1][-1] is None  # the last call asks for no gradient
