import base64
import itertools
import re
import subprocess
import sys

import pytest
import torch
from torch import nn

from course_utils import drawing
from course_utils.drawing import style
from course_utils.recurrence import lstm_trace

KINDS = {nn.RNN: "h", nn.LSTM: "ifgo", nn.GRU: "rzn"}


def texts(figure):
    return [text.get_text() for ax in figure.axes for text in ax.texts]


def images(figure):
    return [image for ax in figure.axes for image in ax.images]


def lightness(colour):
    """L* of CIELAB: how bright a colour is on a greyscale printer."""
    channels = torch.tensor([int(colour[k : k + 2], 16) / 255 for k in (1, 3, 5)])
    linear = torch.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)
    luminance = float(linear @ torch.tensor([0.2126, 0.7152, 0.0722]))
    return 116 * luminance ** (1 / 3) - 16 if luminance > 0.008856 else 903.3 * luminance


def test_importing_does_not_import_matplotlib():
    code = "import sys, course_utils.drawing; sys.exit('matplotlib' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.parametrize(
    "styles",
    [{gate: style.GATES[gate] for gate in "ifgo"}, style.AXES, style.STATES],
    ids=["gates", "axes", "states"],
)
def test_styles_differ_in_grey_and_as_lines(styles):
    for one, other in itertools.combinations(styles.values(), 2):
        assert abs(lightness(one.colour) - lightness(other.colour)) > 5
        assert one.line != other.line


def test_curves_differ_in_colour_and_as_lines():
    assert len({style.colour for style in style.CURVES}) == len(style.CURVES)
    assert len({style.line for style in style.CURVES}) == len(style.CURVES)


def test_text_on_every_colour_can_be_read():
    # Contrast as in the Web Content Accessibility Guidelines; 3 is their least for large or bold text.
    for each in [*style.GATES.values(), *style.AXES.values()]:
        grey = ((lightness(each.colour) + 16) / 116) ** 3 if lightness(each.colour) > 8 else 0.0
        contrast = 1.05 / (grey + 0.05) if each.ink == "white" else (grey + 0.05) / 0.05
        assert contrast > 3, each


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


@pytest.mark.parametrize("gates", ["f", "fi", "fig", "figo"])
def test_cell_so_far_colours_just_the_named_gates(gates):
    from matplotlib.colors import to_hex

    figure = drawing.cell_so_far(nn.LSTM(6, 5), gates)
    faces = {to_hex(patch.get_facecolor()).upper() for ax in figure.axes for patch in ax.patches}
    assert {gate for gate in "ifgo" if style.GATES[gate].colour in faces} == set(gates)
    blocks = torch.as_tensor(images(figure)[0].get_array()).unflatten(0, (4, 5))
    grey = (blocks.amax(-1) - blocks.amin(-1)).flatten(1).amax(1) < 1e-6
    assert [gate for gate, pale in zip("ifgo", grey, strict=True) if not pale] == sorted(gates, key="ifgo".index)


def test_cell_so_far_refuses_other_gates_and_modules():
    with pytest.raises(ValueError, match="but gates is 'fx'"):
        drawing.cell_so_far(nn.LSTM(6, 5), "fx")
    with pytest.raises(TypeError, match="expected an LSTM, but got GRU"):
        drawing.cell_so_far(nn.GRU(6, 5), "f")


@pytest.mark.parametrize(("kind", "returned"), [(nn.LSTM, "h_n and c_n"), (nn.GRU, "h_n")])
def test_unrolled_has_a_box_for_every_step_of_every_layer(kind, returned):
    written = texts(drawing.unrolled(kind(6, 5, num_layers=3), seq_len=7))
    assert sum(text.startswith("$h_") for text in written) == 3 * 7
    assert sum(text.startswith("$x_") for text in written) == 7
    assert f"{returned}:\nlast step of\nevery layer" in written
    with pytest.raises(ValueError, match="one direction"):
        drawing.unrolled(kind(6, 5, bidirectional=True), seq_len=7)


def test_encoder_decoder_feeds_back_what_was_written():
    written = texts(drawing.encoder_decoder(["a", "b", "c"], ["x", "y"], handed_over="state"))
    assert [text for text in written if text] == ["a", "b", "c", "start", "x", "x", "y", "state", "encoder", "decoder"]


def test_gate_traces_draws_the_numbers_of_one_unit_and_example():
    torch.manual_seed(0)
    trace = lstm_trace(nn.LSTM(6, 5), torch.randn(7, 3, 6))
    figure = drawing.gate_traces(trace, unit=4, example=2, inputs={"value": torch.arange(7.0)})
    lines = {line.get_label(): line for ax in figure.axes for line in ax.lines}
    for letter in "ifgoch":
        assert lines[letter].get_ydata().tolist() == getattr(trace, letter)[:, 2, 4].tolist()
    assert [ax.get_ylabel() for ax in figure.axes] == ["value", "gates", "candidate", "states"]
    with pytest.raises(IndexError):
        drawing.gate_traces(trace, unit=5)


def test_gradient_by_distance_is_logarithmic_and_leaves_zeros_out():
    figure = drawing.gradient_by_distance({"RNN": torch.tensor([1.0, 1e-9, 0.0]), "LSTM": torch.ones(3)})
    (ax,) = figure.axes
    assert ax.get_yscale() == "log"
    curves = [line.get_ydata() for line in ax.lines]
    torch.testing.assert_close(torch.as_tensor(curves[0]), torch.tensor([1.0, 1e-9, torch.nan]), equal_nan=True)
    assert [text.get_text() for text in figure.legends[0].texts] == ["RNN", "LSTM"]


def test_more_curves_than_styles_are_refused():
    with pytest.raises(ValueError, match="styles for 6 curves, but 7 were given"):
        drawing.gradient_by_distance({str(k): torch.ones(3) for k in range(7)})


def test_loss_curves_with_and_without_chance():
    figure = drawing.loss_curves({"RNN": [3.0, 2.0, 1.0]}, chance=0.7)
    assert figure.axes[0].lines[0].get_ydata().tolist() == [3.0, 2.0, 1.0]
    assert texts(figure) == ["guessing"]
    assert texts(drawing.loss_curves({"RNN": [3.0]})) == []


def test_a_picture_shows_itself_small_the_same_and_with_alt_text():
    torch.manual_seed(0)
    lstm = nn.LSTM(6, 5)
    shown = [drawing.gate_blocks(lstm)._repr_mimebundle_() for _ in range(2)]
    assert shown[0] == shown[1]
    data, metadata = shown[0]
    png = base64.b64decode(data["image/png"])
    assert png.startswith(b"\x89PNG")
    assert 1000 < len(png) < 60_000
    assert re.match("LSTM: weight_ih_l0 20 x 6, weight_hh_l0 20 x 5", metadata["image/png"]["alt"])
    assert data["text/plain"] == metadata["image/png"]["alt"]
