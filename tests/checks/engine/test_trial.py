"""The sizes of the usual trials of an exercise."""

import torch

from course_utils.checks.engine.trial import Random, sizes_at, trials


def test_usual_trials_begin_with_the_house_sizes() -> None:
    drawn = trials(lambda random, sizes: {"sizes": str(sizes)}, "T=1")(Random(torch.Generator()))
    first, *_, last = drawn
    assert first.arguments["sizes"] == "Sizes(T=7, B=3, F=6, H=5, L=2, S=4, G=8, scale=1, far=0, zero=0)"
    assert "T=1" in last.arguments["sizes"]
    assert last.edge == "a sequence of one step (seq_len = 1)"


def test_inputs_and_states_are_far_from_zero_or_zeros_where_asked() -> None:
    random = Random(torch.Generator().manual_seed(0))
    far = random.input(sizes_at("F=1 far=1"), 7, 3, 6)
    assert far[..., 0].abs().min() > 9 > far[..., 1:].abs().max()
    assert not random.state(sizes_at("zero=1"), 3, 5).any()
    assert random.state(sizes_at("scale=6"), 3, 5).abs().min() > 6
