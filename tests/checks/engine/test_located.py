"""Where an answer differs: the steps, examples or halves that are right, and those that are not."""

from collections.abc import Callable

import pytest
import torch
from torch import Tensor

from course_utils.checks.engine.located import listed, located

AXES = ("seq_len", "batch", "2 * hidden_size")


def moved(index: object) -> Callable[[Tensor], None]:
    def change(tensor: Tensor) -> None:
        tensor[index] += 1

    return change


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (moved(slice(1, None)), "step 0 is right, steps 1 to 6 differ"),
        (moved(6), "steps 0 to 5 are right, step 6 differs"),
        (moved([0, 1, 4]), "steps 2 and 3 and 5 and 6 are right, steps 0 and 1 and 4 differ"),
        (moved([0, 2, 4, 6]), "steps 1, 3 and 5 are right, 4 steps differ"),
        (moved((slice(None), 1)), "examples 0 and 2 are right, example 1 differs"),
        (moved((..., slice(5, None))), "its forward half is right, and its backward half differs"),
        (moved((..., slice(0, 5))), "its backward half is right, and its forward half differs"),
        (moved((..., 2)), "its backward half is right, and its forward half differs"),
    ],
)
def test_the_axis_with_the_fewest_wrong_places_is_told(change: Callable[[Tensor], None], words: str) -> None:
    true = torch.randn(7, 3, 10, generator=torch.Generator().manual_seed(0))
    got = true.clone()
    change(got)
    found = located(got, true, AXES, 1e-5)
    assert found is not None
    assert found.words == words
    assert found.question.endswith(("?", "."))


def test_nothing_is_said_where_all_differs_or_no_axis_tells() -> None:
    true = torch.zeros(7, 3, 10)
    assert located(true + 1, true, AXES, 1e-5) is None
    diagonal = torch.eye(3)
    assert located(diagonal, torch.zeros(3, 3), ("batch", "classes"), 1e-5) is None
    assert located(torch.ones(()), torch.zeros(()), (), 1e-5) is None


def test_words_are_listed_as_in_a_sentence() -> None:
    assert [listed(words) for words in (["a"], ["a", "b"], ["a", "b", "c"])] == ["a", "a and b", "a, b and c"]
