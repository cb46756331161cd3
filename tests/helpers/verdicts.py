"""A right answer to lstm/split-gates, and the verdict on any other."""

import pytest

from course_utils import check
from course_utils.checks import CheckFailed, Verdict

SPLIT = "lstm/split-gates"


def right(weight):
    return dict(zip("ifgo", weight.chunk(4), strict=True))


def verdict_on(answer: object, exercise: str = SPLIT) -> Verdict:
    with pytest.raises(CheckFailed) as failed:
        check(exercise, answer)
    return failed.value.verdict


def assert_one_clear_sentence(verdict: Verdict, rung: str, slip: str, words: str) -> None:
    """Assert that the verdict has this rung and slip and these words, and is one sentence with a suggestion."""
    assert (verdict.rung, verdict.slip) == (rung, slip), verdict.as_text()
    assert words in verdict.message
    assert "\n" not in verdict.sentence()
    assert verdict.points == 0
    assert not verdict.passed
    assert verdict.suggestion
