"""The verdict on a value of another kind than the one asked for."""

import pytest

from tests.helpers.verdicts import assert_one_clear_sentence, right, verdict_on


def prints_instead(weight):
    print(right(weight))


class AlwaysEqual:
    def __eq__(self, _other):
        return True

    __hash__ = None


@pytest.mark.parametrize(
    ("answer", "rung", "slip", "words"),
    [
        (lambda weight: None, "kind", "returns-none", "it is None"),
        (prints_instead, "kind", "returns-none", "printing is not returning"),
        (lambda weight: weight, "kind", "", "it is a tensor"),
        (lambda weight: AlwaysEqual(), "kind", "", "AlwaysEqual"),
        (lambda weight: {g: AlwaysEqual() for g in "ifgo"}, "kind", "", "'i' must be a tensor"),
        (lambda weight: {g: b.numpy() for g, b in right(weight).items()}, "kind", "returns-numpy", "numpy.ndarray"),
    ],
)  # fmt: skip
def test_one_clear_sentence_each(answer, rung, slip, words) -> None:
    assert_one_clear_sentence(verdict_on(answer), rung, slip, words)
