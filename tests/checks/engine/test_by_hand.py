"""What must not be called in an exercise "by hand": it is found under any name, and told only if all else is right."""

from dataclasses import replace

import pytest
import torch
from torch import nn

from course_utils import recurrence
from course_utils.checks import find, judge
from course_utils.checks.engine.by_hand import CELLS, LAYERS

EXERCISE = replace(find("rnn/step"), by_hand={**CELLS, **LAYERS})
hidden_under_another_name = torch.rnn_tanh_cell


def by_hand(x, h, weight_ih, weight_hh, bias_ih, bias_hh, nonlinearity):
    a = x @ weight_ih.T + bias_ih + h @ weight_hh.T + bias_hh
    return a.tanh() if nonlinearity == "tanh" else a.relu()


def by_cell(x, h, weight_ih, weight_hh, bias_ih, bias_hh, nonlinearity):
    cell = nn.RNNCell(x.shape[1], h.shape[1], nonlinearity=nonlinearity)
    weights = {"weight_ih": weight_ih, "weight_hh": weight_hh, "bias_ih": bias_ih, "bias_hh": bias_hh}
    return torch.func.functional_call(cell, weights, (x, h))


def by_function(x, h, weight_ih, weight_hh, bias_ih, bias_hh, nonlinearity):
    step = hidden_under_another_name if nonlinearity == "tanh" else torch.rnn_relu_cell
    return step(x, h, weight_ih, weight_hh, bias_ih, bias_hh)


def by_package(x, h, weight_ih, weight_hh, bias_ih, bias_hh, nonlinearity):
    if nonlinearity == "tanh":
        return recurrence.rnn_step(x, h, recurrence.Weights(weight_ih, weight_hh, bias_ih, bias_hh))
    return by_hand(x, h, weight_ih, weight_hh, bias_ih, bias_hh, nonlinearity)


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (by_cell, "your function runs `torch.rnn_tanh_cell`, as `nn.RNNCell` does"),
        (by_function, "your function runs `torch.rnn_tanh_cell`, as `nn.RNNCell` does"),
        (by_package, "your function calls `course_utils.recurrence.rnn_step`"),
    ],
)
def test_what_is_to_be_written_may_not_be_called(answer, words: str) -> None:
    verdict = judge(EXERCISE, EXERCISE.local(answer))
    assert (verdict.rung, verdict.slip, verdict.points) == ("by-hand", "ready-made", 0)
    assert words in verdict.message
    assert "the result is right" in verdict.message
    assert judge(replace(EXERCISE, by_hand={}), EXERCISE.local(answer)).passed


def test_an_answer_by_hand_passes() -> None:
    assert judge(EXERCISE, EXERCISE.local(by_hand)).passed


def test_what_is_wrong_is_told_first() -> None:
    def wrong(x, h, weight_ih, weight_hh, bias_ih, bias_hh, nonlinearity):
        return torch.rnn_tanh_cell(x, h, weight_ih, weight_hh, bias_ih, bias_hh)

    assert judge(EXERCISE, EXERCISE.local(wrong)).slip == "always-tanh"
