import re

import pytest
import torch

from course_utils import chunks, drawing


def test_chains_say_what_is_cut():
    ways = {way: chunks.links(6, 2, way) for way in chunks.WAYS}
    alt = drawing.cut_chains(ways).alt
    assert "whole: the state is handed on after every step, and the gradient comes back across every step" in alt
    assert "carried: the state is handed on after every step, and the gradient comes back across all steps but 2" in alt
    assert "from zeros: the state is handed on after all steps but 2 and 4" in alt


def test_a_chain_has_an_arrow_for_each_link_that_is_there():
    (axes,) = drawing.cut_chains({"carried": chunks.links(6, 2, "carried")}).axes
    assert len([text for text in axes.texts if getattr(text, "arrow_patch", None) is not None]) == 5 + 3
    assert len(axes.lines) == 2  # the bars


def test_what_was_learned_is_written_into_its_cell():
    grid = torch.tensor([[0.5, 1.0], [0.51, 0.52]])
    figure = drawing.learned({"carried": grid, "from zeros": grid}, rows=(3, 9), columns=(2, 8))
    first, _ = figure.axes
    assert [text.get_text() for text in first.texts] == ["50%", "100%", "51%", "52%"]
    assert len(first.patches) == 1  # only the chunk of 8 is longer than a lag, that of 3
    assert "carried: lag 3: 50%, 100%; lag 9: 51%, 52%" in figure.alt


def test_lanes_hold_every_step_once_and_each_row_goes_on():
    figure = drawing.lanes(steps=24, batch=3, seq_len=4)
    assert "lane a: steps 0 to 7; lane b: steps 8 to 15; lane c: steps 16 to 23" in figure.alt
    numbers = [int(text.get_text()) for text in figure.axes[0].texts if re.fullmatch(r"\d+", text.get_text())]
    series, in_lanes = numbers[:24], torch.tensor(numbers[24:]).view(2, 3, 4)
    assert series == list(range(24))
    assert in_lanes.flatten().sort().values.tolist() == series
    assert torch.equal(in_lanes[1, :, 0], in_lanes[0, :, -1] + 1)


def test_lanes_fill_whole_chunks():
    with pytest.raises(ValueError, match="25 steps do not fill chunks of batch 3 and seq_len 4"):
        drawing.lanes(steps=25, batch=3, seq_len=4)


def test_dropped_numbers_are_white():
    mask = torch.ones(4, 2, 3)
    mask[0, 1, 2] = 0
    figure = drawing.dropped({"once": mask, "all": torch.zeros(4, 2, 3)})
    faces = [patch.get_facecolor()[:3] for patch in figure.axes[0].patches]
    assert faces.count((1.0, 1.0, 1.0)) == 1 + 24
    assert "once: 4% dropped; all: 100% dropped" in figure.alt


def test_singular_values_are_marked():
    figure = drawing.singular_values({"twice": 2 * torch.eye(3), "flat": torch.zeros(3, 3)})
    marked = [line.get_xdata().tolist() for line in figure.axes[0].lines[1:]]
    assert marked == [[2, 2, 2], [0, 0, 0]]
    assert figure.alt == "Singular values. twice: 2.00 to 2.00; flat: 0.00 to 0.00."
