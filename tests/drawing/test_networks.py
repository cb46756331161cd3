"""Networks, unrolled, and where their weights are used."""

import itertools
import re

import pytest
import torch
from torch import nn

from course_utils import drawing
from course_utils.drawing import style
from tests.helpers.figures import texts


@pytest.mark.parametrize(("kind", "returned"), [(nn.RNN, "h_n"), (nn.LSTM, "h_n, c_n"), (nn.GRU, "h_n")])
@pytest.mark.parametrize("directions", [1, 2])
def test_unrolled_has_a_box_for_every_step_of_every_row(kind, returned, directions):
    written = texts(drawing.unrolled(kind(6, 5, num_layers=3, bidirectional=directions == 2), 7))
    assert sum(text.startswith("$h_") for text in written) == 3 * directions * 7
    assert [text for text in written if text.startswith("$x_")] == [f"$x_{{{t}}}$" for t in range(1, 8)]
    assert written[written.index(returned) + 1] == "last step of every layer" + " and direction" * (directions == 2)


@pytest.mark.parametrize(
    ("kind", "options", "size"),
    [
        (nn.RNN, {}, (7, 3, 6)),
        (nn.LSTM, {}, (1, 3, 6)),
        (nn.GRU, {"batch_first": True}, (7, 1, 6)),
        (nn.LSTM, {"batch_first": True, "bidirectional": True}, (30, 4, 6)),
        (nn.GRU, {"bidirectional": True, "dropout": 0.5}, (9, 4, 6)),
        (nn.RNN, {"batch_first": True}, (7, 6)),
    ],
)
def test_unrolled_says_the_shapes_that_the_module_gives(kind, options, size):
    module, x = kind(6, 5, num_layers=2, **options), torch.zeros(size)
    output, state = module(x)
    h_n = state[0] if kind is nn.LSTM else state
    figure = drawing.unrolled(module, x)
    written = [text for text in texts(figure) if text]
    for name, tensor in {"x": x, "output": output, "h_0": h_n, "h_n": h_n}.items():
        at = [text.split(",")[0] for text in written].index(name)
        sizes = [int(text.rsplit(" ", 1)[1]) for text in written[at + 1 : at + 1 + tensor.dim()]]
        assert sizes == list(tensor.shape)
        assert re.search(rf"{name}.* \({', '.join(rf'[a-z_ 2]+ {size}' for size in sizes)}\)", figure.alt)


def test_unrolled_counts_from_0_as_code_does():
    written = texts(drawing.unrolled(nn.LSTM(6, 5, num_layers=2), 7, first=0))
    assert [text for text in written if text.startswith("x[")] == [f"x[{t}]" for t in range(7)]
    assert [text for text in written if text.isdigit()] == [str(t) for t in range(7)] * 2
    assert {text for text in written if text.startswith("$")} == {"$h,c$"}


@pytest.mark.parametrize(("kind", "passing"), [(nn.RNN, 0), (nn.GRU, 0), (nn.LSTM, 2 * 6)])
def test_unrolled_says_that_h_and_c_pass_between_the_steps_of_an_lstm(kind, passing):
    assert texts(drawing.unrolled(kind(6, 5, num_layers=2), 7)).count("$h,c$") == passing


def test_unrolled_frames_the_boxes_that_h_n_holds():
    from matplotlib.colors import to_hex

    figure = drawing.unrolled(nn.GRU(6, 5, num_layers=2, bidirectional=True), 7)
    frames = [p for p in figure.axes[0].patches if to_hex(p.get_edgecolor()) == style.AXES["num_layers"].colour]
    boxes = {text.get_position(): text.get_text() for text in figure.axes[0].texts if text.get_text().startswith("$h_")}
    framed = [[boxes[at] for at in boxes if frame.get_path().get_extents().contains(*at)] for frame in frames]
    assert framed == [["$h_{7}$"], ["$h_{1}$"], ["$h_{7}$"], ["$h_{1}$"]]


def test_unrolled_frames_what_output_holds():
    from matplotlib.colors import to_hex

    for directions in (1, 2):
        figure = drawing.unrolled(nn.RNN(6, 5, num_layers=2, bidirectional=directions == 2), torch.zeros(7, 3, 6))
        (ax,) = figure.axes
        (frame,) = (p for p in ax.patches if to_hex(p.get_edgecolor()).upper() == style.AXES["seq_len"].colour)
        around = frame.get_path().get_extents()
        boxes = [text for text in ax.texts if text.get_text().startswith("$h_")]
        assert sum(around.contains(*text.get_position()) for text in boxes) == 7 * directions
        bars = [line for line in ax.lines if line.get_linewidth() == 2.2]
        inside = [bar for bar in bars if all(around.contains(*end) for end in zip(*bar.get_data(), strict=True))]
        assert len(inside) == (7 if directions == 2 else 0)
        assert ("2 · num_layers = 4" in texts(figure)) is (directions == 2)


@pytest.mark.parametrize(
    ("kind", "bidirectional", "seq_len"),
    [(nn.LSTM, True, 784), (nn.LSTM, False, 8), (nn.GRU, True, 8), (nn.GRU, False, 1), (nn.RNN, False, 9)],
)
def test_nothing_of_unrolled_lies_outside_or_on_top(kind, bidirectional, seq_len):
    figure = drawing.unrolled(kind(60, 500, 3, bidirectional=bidirectional), torch.zeros(seq_len, 128, 60))
    figure.draw_without_rendering()
    boxes = [text.get_window_extent() for text in figure.axes[0].texts if text.get_text()]
    width, height = figure.get_size_inches() * figure.dpi
    assert all(box.x0 >= 0 and box.y0 >= 0 and box.x1 <= width and box.y1 <= height for box in boxes)
    assert not any(one.overlaps(other) for one, other in itertools.combinations(boxes, 2))


def test_unrolled_leaves_the_module_alone_and_refuses_others():
    gru, x = nn.GRU(6, 5, device="meta"), torch.zeros(7, 3, 6)
    before = torch.get_rng_state()
    drawing.unrolled(gru, x)
    assert torch.equal(before, torch.get_rng_state())
    with pytest.raises(TypeError, match="but got GRUCell"):
        drawing.unrolled(nn.GRUCell(6, 5), 7)
    with pytest.raises(ValueError, match="proj_size 2"):
        drawing.unrolled(nn.LSTM(6, 5, proj_size=2), 7)
    with pytest.raises(RuntimeError, match="Expected 6, got 4"):
        drawing.unrolled(gru, torch.zeros(7, 3, 4))


def test_encoder_decoder_feeds_back_what_was_written():
    written = texts(drawing.encoder_decoder(["a", "b", "c"], ["x", "y"], handed_over="state"))
    assert [text for text in written if text] == ["a", "b", "c", "start", "x", "x", "y", "state", "encoder", "decoder"]


def test_weight_sharing_has_a_line_for_every_use_of_a_weight():
    figure = drawing.weight_sharing(
        nn.Linear(5, 5, bias=False), nn.Conv1d(1, 1, 3, padding=1, bias=False), nn.RNN(1, 1, bias=False)
    )
    written = texts(figure)
    assert {"25 weights, each used once", "3 weights, shared over space", "2 weights, shared over time"} <= set(written)
    assert len(figure.axes[0].lines) == 25 + (5 + 4 + 4) + 5  # the four uses of the fifth weight are arrows
    with pytest.raises(ValueError, match=r"expected 25, 3 and 2 weights without biases, but got \[30, 3, 2\]"):
        drawing.weight_sharing(nn.Linear(5, 5), nn.Conv1d(1, 1, 3, bias=False), nn.RNN(1, 1, bias=False))


def test_task_shapes_draw_a_box_for_every_step_input_and_output():
    tasks = {"one to many": ([1], [1, 2]), "many to one,\nlater": ([1, 2, 3], [5])}
    figure = drawing.task_shapes(tasks)
    figure.draw_without_rendering()
    assert len(figure.axes[0].patches) == (2 + 1 + 2) + (5 + 3 + 1)
    assert (
        "one to many: inputs at 1, outputs at 1, 2; many to one, later: inputs at 1, 2, 3, outputs at 5" in figure.alt
    )
    boxes = [text.get_window_extent() for text in figure.axes[0].texts if text.get_text()]
    assert len(boxes) == 2
    assert not boxes[0].overlaps(boxes[1])
