"""The sizes of the usual trials of an exercise."""

import torch

from course_utils.checks.engine.trial import Random, trials


def test_usual_trials_begin_with_the_house_sizes() -> None:
    drawn = trials(lambda random, sizes: {"sizes": str(sizes)}, "T=1")(Random(torch.Generator()))
    first, *_, last = drawn
    assert first.arguments["sizes"] == "Sizes(T=7, B=3, F=6, H=5, L=2, S=4, G=8, scale=1)"
    assert "T=1" in last.arguments["sizes"]
    assert last.edge == "a sequence of one step (seq_len = 1)"
