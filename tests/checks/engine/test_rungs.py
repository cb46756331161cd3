"""The verdict at each rung is one clear sentence. The rung `kind` is in test_kinds.py."""

import math
import sys

import pytest
import torch

from course_utils.checks.engine.kinds import TensorOf
from course_utils.checks.engine.rungs import value_problems
from course_utils.checks.learner.answer import Reply
from tests.helpers.verdicts import assert_one_clear_sentence, right, verdict_on


def divides_by_zero(weight):
    return 1 / 0


@pytest.mark.parametrize(
    ("answer", "rung", "slip", "words"),
    [
        (None, "defined", "missing", "the answer is missing"),
        (..., "defined", "missing", "the answer is missing"),
        (3, "callable", "first-line-changed", "must be a function; it is of type int"),
        (lambda: None, "callable", "first-line-changed", "must take (weight); yours takes ()"),
        (divides_by_zero, "raises", "", "raised ZeroDivisionError in line"),
        (lambda weight: sys.exit(), "raises", "", "raised SystemExit"),
        (lambda weight: {g: b[:, :1] for g, b in right(weight).items()}, "shape", "", "be (hidden_size, columns)"),
        (lambda weight: {g: b.double() for g, b in right(weight).items()}, "dtype", "wrong-dtype", "float64"),
        (lambda weight: {g: b * math.nan for g, b in right(weight).items()}, "finite", "not-finite", "NaN or infinity"),
        (lambda weight: {g: b / 0 for g, b in right(weight).items()}, "finite", "not-finite", "NaN or infinity"),
        (lambda weight: {g: b + 1 for g, b in right(weight).items()}, "values", "", "the right shape and other values"),
        (lambda weight: right(weight.clone()) if weight.zero_() is None else right(weight), "values", "", ""),
        (lambda weight: right(weight.detach()), "gradient", "detached", "no gradient flows"),
        (lambda w: {g: torch.tensor(b.numpy()) for g, b in right(w).items()}, "gradient", "detached", "numpy()"),
    ],
)  # fmt: skip
def test_one_clear_sentence_each(answer, rung, slip, words) -> None:
    assert_one_clear_sentence(verdict_on(answer), rung, slip, words)


def test_nan_in_a_gradient_is_said() -> None:
    def through_nan(weight):
        return {g: torch.where(b.isfinite(), b, (b - b) / (b - b)) for g, b in right(weight).items()}

    words = "the gradients hold NaN or infinity"
    assert_one_clear_sentence(verdict_on(through_nan), "gradient", "not-finite", words)


@pytest.mark.parametrize(
    ("got", "words", "suggestion"),
    [
        (
            [[True, False], [True, False]],
            "example 1 differs, some of them True instead of False",
            "",
        ),
        ([[True, False], [False, False]], "example 1 differs, False instead of True", ""),
        ([[True, False], [True, True]], "example 1 differs, True instead of False", ""),
        ([[False, True], [True, False]], "other values: 4 of 4 differ, some of them True instead of False", ""),
        ([[1, 0], [1, 1]], "is int64; it should be bool", "x > 0"),
        ([[1.0, 0.0], [1.0, 1.0]], "is float32; it should be bool", "x > 0"),
    ],
)
def test_what_is_true_or_false_is_compared_too(got, words, suggestion) -> None:
    true = torch.tensor([[True, False], [False, True]])
    problem = next(value_problems(TensorOf(("batch", "batch")), torch.tensor(got), true, Reply()))
    assert words in problem.message
    assert suggestion in problem.suggestion
