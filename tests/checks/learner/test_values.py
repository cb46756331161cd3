"""What may pass between an answer and a check, and how it is shown and compared."""

import math

import numpy as np
import pytest
import torch
from torch import nn

from course_utils.checks.learner.values import Foreign, Layer, Value, brief, describe, equal, to_value


def test_only_plain_values_pass() -> None:
    assert to_value([1, (2.0, None)]) == (1, (2.0, None))
    assert to_value(np.int64(7)) == 7
    assert to_value(torch.Size([2, 3])) == (2, 3)
    assert to_value(np.bool_(True)) is True
    assert to_value(np.float32(0.5)) == 0.5
    assert to_value({np.str_("i"): 1, 1: 2, None: 3}) == {"i": 1, "int 1": 2, "NoneType": 3}
    assert to_value(np.zeros(2)) == Foreign("numpy.ndarray")
    endless: list[object] = []
    endless.append(endless)
    assert "list" in describe(to_value(endless))
    lstm = nn.LSTM(6, 5, num_layers=2)
    layer = Layer.of(lstm)
    assert describe(layer) == "nn.LSTM(input_size=6, hidden_size=5, num_layers=2)"
    assert equal(Layer.of(layer.build()), layer)
    lstm.bias_hh_l0.requires_grad_(False)
    assert not equal(Layer.of(lstm), layer)


def test_lengths_are_shown_as_numbers() -> None:
    assert describe(torch.tensor([4, 2, 7])) == "tensor([4, 2, 7])"
    assert describe(torch.zeros(7, 3, dtype=torch.int64)) == "(7, 3) int64"
    assert describe(torch.zeros(99, dtype=torch.int64)) == "(99,) int64"


def test_nan_equals_nan_so_that_an_argument_may_hold_it() -> None:
    assert equal(math.nan, math.nan)
    assert equal((math.nan,), (math.nan,), 1e-5)
    assert not equal(math.nan, 1.0)
    assert not equal(1.0, math.nan)
    dirty = torch.tensor([1.0, math.nan])
    assert equal(dirty, dirty.clone())
    assert equal(dirty, dirty + 1e-7, tolerance=1e-5)
    assert not equal(dirty, torch.tensor([1.0, 2.0]))
    assert not equal(dirty, dirty + 1e-7)


def test_infinity_equals_itself_and_no_other_number() -> None:
    assert equal(-math.inf, -math.inf, tolerance=1e-5)
    for one, other in ((0.0, math.inf), (math.inf, 0.0), (math.inf, -math.inf), (math.nan, math.inf)):
        assert not equal(one, other, tolerance=1e-5)
    assert equal(1.0, 1.0 + 1e-6, tolerance=1e-5)
    assert not equal(1.0, 1.0 + 1e-4, tolerance=1e-5)


def test_a_linear_layer_passes_as_data() -> None:
    linear = Layer.of(nn.Linear(6, 5, bias=False).eval())
    assert describe(linear) == "nn.Linear(in_features=6, out_features=5, bias=False)"
    assert equal(Layer.of(linear.build()), linear)


@pytest.mark.parametrize(
    ("value", "beside", "words"),
    [
        (1 / 3, None, "0.3333"),
        (-2 / 3e5, None, "-6.667e-06"),
        (12345.678, None, "12346.0"),
        (0.25, None, "0.25"),
        (math.nan, None, "nan"),
        (-math.inf, None, "-inf"),
        (True, None, "True"),
        (1 - 1e-6, 1.0, "0.999999"),
        (0.1 + 0.2, 0.3, "0.30000000000000004"),
        ({"mean": 1 / 3, "last": {"more": (2 / 3, 7)}}, None, "{'mean': 0.3333, 'last': {'more': (0.6667, 7)}}"),
        ((1 / 3, 0.33334), None, "(0.33333, 0.33334)"),
    ],
)
def test_floats_are_shown_in_few_digits_but_never_alike(value: Value, beside: Value, words: str) -> None:
    assert brief(value, beside) == words
