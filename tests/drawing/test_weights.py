"""The blocks of a module's weights."""

import itertools

import pytest
import torch
from torch import nn

from course_utils import drawing
from course_utils.drawing import style
from tests.helpers.figures import images, texts

KINDS = {nn.RNN: "h", nn.LSTM: "ifgo", nn.GRU: "rzn"}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(("input_size", "hidden_size"), [(6, 5), (1, 1), (1, 40), (40, 1), (100, 200), (900, 3)])
def test_gate_blocks_writes_the_sizes_and_draws_to_scale(kind, input_size, hidden_size):
    figure = drawing.gate_blocks(kind(input_size, hidden_size))
    rows = len(KINDS[kind]) * hidden_size
    written = texts(figure)
    for name, size in (("weight_ih_l0", f"{rows} x {input_size}"), ("weight_hh_l0", f"{rows} x {hidden_size}")):
        assert written.index(name) + 1 == written.index(size, written.index(name))
    assert written.count(str(rows)) == 2
    assert {f"input_size {input_size}", f"hidden_size {hidden_size}"} <= set(written)

    (left, right, bottom, top), (left_hh, right_hh, *_), *_ = (image.get_extent() for image in images(figure))
    unit = (top - bottom) / rows
    for width, columns in ((right - left, input_size), (right_hh - left_hh, hidden_size)):
        assert width == pytest.approx(max(columns * unit, 0.1))


@pytest.mark.parametrize("kind", KINDS)
def test_gate_blocks_names_every_block_in_its_order(kind):
    written = texts(drawing.gate_blocks(kind(6, 5)))
    assert [text for text in written if text in KINDS[kind]] == list(KINDS[kind])
    assert written.count("5 rows") == len(KINDS[kind])


@pytest.mark.parametrize(("input_size", "hidden_size"), [(6, 5), (100, 200), (900, 3), (1, 1)])
def test_nothing_of_gate_blocks_lies_outside_or_on_top(input_size, hidden_size):
    figure = drawing.gate_blocks(nn.LSTM(input_size, hidden_size))
    figure.draw_without_rendering()
    boxes = [text.get_window_extent() for ax in figure.axes for text in ax.texts]
    width, height = figure.get_size_inches() * figure.dpi
    assert all(box.x0 >= 0 and box.y0 >= 0 and box.x1 <= width and box.y1 <= height for box in boxes)
    assert not any(one.overlaps(other) for one, other in itertools.combinations(boxes, 2))


def test_gate_blocks_shows_the_weights_themselves():
    lstm = nn.LSTM(6, 5)
    with torch.no_grad():
        lstm.weight_ih_l0.fill_(0.01)
        lstm.weight_ih_l0[7, 2] = -1.0
    image = torch.as_tensor(images(drawing.gate_blocks(lstm))[0].get_array())
    assert image.shape == (20, 6, 3)
    darkest = image.sum(-1)[5:10].flatten().argmin()
    assert divmod(int(darkest), 6) == (2, 2)
    channels = torch.tensor([int(style.GATES["f"].colour[k : k + 2], 16) / 255 for k in (1, 3, 5)])
    torch.testing.assert_close(image[7, 2].float(), channels)


def test_gate_blocks_of_an_upper_layer_a_cell_and_without_biases():
    assert "hidden_size 5" in texts(drawing.gate_blocks(nn.LSTM(6, 5, 2), layer=1))
    assert "input_size 6" not in texts(drawing.gate_blocks(nn.LSTM(6, 5, 2), layer=1))
    assert "weight_ih" in texts(drawing.gate_blocks(nn.GRUCell(6, 5)))
    assert len(images(drawing.gate_blocks(nn.LSTM(6, 5, bias=False)))) == 2


def test_an_upper_layer_of_a_bidirectional_network_reads_both_directions():
    assert "2 x hidden_size 10" in texts(drawing.gate_blocks(nn.LSTM(6, 5, 2, bidirectional=True), layer=1))


def test_gate_blocks_needs_a_recurrent_module():
    with pytest.raises(TypeError, match="expected a recurrent layer or cell, but got Linear"):
        drawing.gate_blocks(nn.Linear(6, 5))
    with pytest.raises(ValueError, match="proj_size 2"):
        drawing.gate_blocks(nn.LSTM(6, 5, proj_size=2))


def test_parameters_by_size_marks_the_largest_within_the_budget():
    counts = {"RNN": [10, 30, 60, 100], "GRU": [30, 90, 180, 300]}
    figure = drawing.parameters_by_size(counts, budget=60)
    assert texts(figure) == ["3", "1", "budget"]
    marks = [line for line in figure.axes[0].lines if line.get_marker() in "os"]
    assert [(*line.get_xdata(), *line.get_ydata()) for line in marks] == [(3, 60), (1, 30)]
    assert "within a budget of 60: RNN 3; GRU 1." in figure.alt
    with pytest.raises(ValueError, match="parameters of GRU do not cross the budget of 20"):
        drawing.parameters_by_size(counts, budget=20)
    with pytest.raises(ValueError, match="styles for 6 kinds, but 7 were given"):
        drawing.parameters_by_size({str(k): [1, 3] for k in range(7)}, budget=2)
