"""Batches of different lengths: padded, packed and masked."""

import itertools
import re

import pytest
import torch
from torch.nn.utils.rnn import pack_padded_sequence, pack_sequence

from course_utils import drawing
from course_utils.drawing.grids import _shade
from tests.helpers.figures import lightness, texts

LENGTHS = torch.tensor([4, 2, 7])


def hatched(figure):
    return sum(bool(patch.get_hatch()) for ax in figure.axes for patch in ax.patches)


def steps_written(figure):
    names = [re.fullmatch(r"\$([a-z])_\{(\d+)\}\$", text) for text in texts(figure)]
    return [name[1] + name[2] for name in names if name]


@pytest.mark.parametrize("enforce_sorted", [False, True])
def test_packed_grid_writes_the_rows_of_data_in_their_order(enforce_sorted):
    lengths = LENGTHS.sort(descending=True).values if enforce_sorted else LENGTHS
    names = [[f"{'abc'[k]}{t}" for t in range(n)] for k, n in enumerate(lengths.tolist())]
    flat = [name for row in names for name in row]
    numbers = [torch.tensor([flat.index(name) for name in row]) for row in names]
    packed = pack_sequence(numbers, enforce_sorted)
    figure = drawing.packed_grid(packed)
    written = steps_written(figure)
    assert written[:13] == flat
    assert written[26:] == [flat[k] for k in packed.data]
    assert hatched(figure) == 8
    assert "batch_sizes [3, 3, 2, 2, 1, 1, 1]" in figure.alt
    assert texts(figure).count("None") == (2 if enforce_sorted else 0)


@pytest.mark.parametrize("lengths", [[4, 2, 7], [1], [8, 8, 8, 8], [1, 1, 1, 8], [3, 8, 10, 1, 8], [5, 2, 8, 3]])
def test_nothing_of_packed_grid_lies_outside_or_on_top(lengths):
    padded = torch.zeros(max(lengths), len(lengths), 1)
    figure = drawing.packed_grid(pack_padded_sequence(padded, torch.tensor(lengths), enforce_sorted=False))
    figure.draw_without_rendering()
    boxes = [text.get_window_extent() for ax in figure.axes for text in ax.texts]
    width, height = figure.get_size_inches() * figure.dpi
    assert all(box.x0 >= 0 and box.y0 >= 0 and box.x1 <= width and box.y1 <= height for box in boxes)
    assert not any(one.overlaps(other) for one, other in itertools.combinations(boxes, 2))


def test_mask_grids_hatch_what_is_false():
    masks = {"one": torch.arange(7).unsqueeze(1) < LENGTHS, "other": torch.rand(20, 30) < 0.5}
    figure = drawing.mask_grids(masks)
    assert hatched(figure) == sum(int((~mask).sum()) for mask in masks.values())
    assert len(figure.axes[0].patches) == 7 * 3 + 20 * 30
    assert figure.alt.startswith("Masks, hatched where False. one: (7, 3), 62% True; other: (20, 30)")
    assert texts(drawing.mask_grids({"one": masks["one"]})).count("1") == 13


def test_a_mask_is_drawn_as_its_tensor_is():
    """Steps downwards, examples across: what is read through a mask comes line by line."""
    figure = drawing.mask_grids({"one": torch.arange(7).unsqueeze(1) < LENGTHS})
    cells = [(-round(patch.get_y(), 3), round(patch.get_x(), 3)) for patch in figure.axes[0].patches]
    assert cells == sorted(cells)
    assert len({y for y, _ in cells}) == 7
    at = {text.get_text(): text.get_position() for text in figure.axes[0].texts}
    assert at["a"][0] < at["b"][0] < at["c"][0]
    assert at["a"][1] > at["step 0"][1] > at["step 6"][1]


def test_accuracy_by_padding_draws_a_line_for_every_training():
    accuracies = {"padded": {20: [0.8, 0.7], 30: [0.5, 0.4]}, "packed": {20: [0.9], 30: [0.9]}}
    figure = drawing.accuracy_by_padding(accuracies)
    (ax,) = figure.axes
    assert [list(line.get_ydata()) for line in ax.lines] == [[0.8, 0.5], [0.7, 0.4], [0.9, 0.9]]
    assert [text.get_text() for text in figure.legends[0].get_texts()] == ["padded, 2 seeds", "packed"]
    assert (ax.get_xlabel(), ax.get_ylabel()) == ("steps that the batches are padded to", "accuracy")
    assert figure.alt == "Accuracy by the steps that batches are padded to, for padded; packed."
    with pytest.raises(ValueError, match="styles for 6 models, but 7 were given"):
        drawing.accuracy_by_padding({str(n): {1: [0.5]} for n in range(7)})


def test_same_steps_crosses_what_differs_and_hatches_padding():
    same = torch.ones(7, 3, dtype=torch.bool)
    same[1, 0] = same[6, 1] = False  # the second is padding
    figure = drawing.same_steps({"one": same, "other": ~same}, LENGTHS)
    assert texts(figure).count(r"$\times$") == 1 + 12
    assert hatched(figure) == 2 * 8
    assert figure.alt == "Filled where it holds. one: 12 of 13 real steps; other: 1 of 13 real steps."
    with pytest.raises(ValueError, match="there are 2 lengths but the batch has 3 examples"):
        drawing.same_steps({"one": same}, LENGTHS[:2])


def test_column_sequences_are_padded_to_the_longest():
    figure = drawing.column_sequences([torch.rand(n, 28) for n in (4, 2, 7)], [5, 0, 4])
    assert [ax.get_title() for ax in figure.axes] == ["5", "0", "4"]
    assert [ax.get_xlabel() for ax in figure.axes] == ["4 steps", "2 steps", "7 steps"]
    assert [ax.get_xlim() for ax in figure.axes] == [(0, 7)] * 3
    assert [ax.images[0].get_array().shape for ax in figure.axes] == [(28, 4), (28, 2), (28, 7)]


def test_shades_of_examples_differ_in_grey_and_can_be_written_on():
    for count in range(2, 6):
        shades = [_shade(k, count) for k in range(count)]
        for one, other in itertools.combinations(shades, 2):
            assert abs(lightness(one.colour) - lightness(other.colour)) > 5
        for shade in shades:
            grey = ((lightness(shade.colour) + 16) / 116) ** 3
            assert (1.05 / (grey + 0.05) if shade.ink == "white" else (grey + 0.05) / 0.05) > 3
