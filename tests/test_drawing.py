import base64
import itertools
import re
import subprocess
import sys

import pytest
import torch
from torch import nn
from torch.nn.utils.rnn import pack_padded_sequence, pack_sequence

from course_utils import drawing
from course_utils.drawing import style
from course_utils.drawing.grids import _shade
from course_utils.recurrence import gru_trace, lstm_trace

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
    [{gate: style.GATES[gate] for gate in "ifgo"}, style.AXES, style.STATES, style.DIRECTIONS],
    ids=["gates", "axes", "states", "directions"],
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


@pytest.mark.parametrize(
    ("kind", "gates"),
    [*((nn.LSTM, gates) for gates in ("f", "fi", "fig", "figo")), *((nn.GRU, gates) for gates in ("z", "zr", "zrn"))],
)
def test_cell_so_far_colours_just_the_named_gates(kind, gates):
    from matplotlib.colors import to_hex

    figure, blocks = drawing.cell_so_far(kind(6, 5), gates), KINDS[kind]
    faces = {to_hex(patch.get_facecolor()).upper() for ax in figure.axes for patch in ax.patches}
    assert {gate for gate in blocks if style.GATES[gate].colour in faces} == set(gates)
    image = torch.as_tensor(images(figure)[0].get_array()).unflatten(0, (len(blocks), 5))
    grey = (image.amax(-1) - image.amin(-1)).flatten(1).amax(1) < 1e-6
    assert [gate for gate, pale in zip(blocks, grey, strict=True) if not pale] == sorted(gates, key=blocks.index)


def test_cell_so_far_refuses_other_gates_and_modules():
    with pytest.raises(ValueError, match="but gates is 'fx'"):
        drawing.cell_so_far(nn.LSTM(6, 5), "fx")
    with pytest.raises(ValueError, match="the gates of this GRU are r, z, n, but gates is 'f'"):
        drawing.cell_so_far(nn.GRU(6, 5), "f")
    with pytest.raises(TypeError, match="expected an LSTM or a GRU, but got RNN"):
        drawing.cell_so_far(nn.RNN(6, 5), "f")


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


def test_unrolled_frames_the_boxes_that_h_n_holds():
    from matplotlib.colors import to_hex

    figure = drawing.unrolled(nn.GRU(6, 5, num_layers=2, bidirectional=True), 7)
    frames = [p for p in figure.axes[0].patches if to_hex(p.get_edgecolor()) == style.AXES["num_layers"].colour]
    boxes = {text.get_position(): text.get_text() for text in figure.axes[0].texts if text.get_text().startswith("$h_")}
    framed = [[boxes[at] for at in boxes if frame.get_path().get_extents().contains(*at)] for frame in frames]
    assert framed == [["$h_{7}$"], ["$h_{1}$"], ["$h_{7}$"], ["$h_{1}$"]]


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


def test_weight_sharing_has_a_line_for_every_use_of_a_weight():
    figure = drawing.weight_sharing(
        nn.Linear(5, 5, bias=False), nn.Conv1d(1, 1, 3, padding=1, bias=False), nn.RNN(1, 1, bias=False)
    )
    written = texts(figure)
    assert {"25 weights, each used once", "3 weights, shared over space", "2 weights, shared over time"} <= set(written)
    assert len(figure.axes[0].lines) == 25 + (5 + 4 + 4) + 5  # the four uses of the fifth weight are arrows
    with pytest.raises(ValueError, match=r"expected 25, 3 and 2 weights without biases, but got \[30, 3, 2\]"):
        drawing.weight_sharing(nn.Linear(5, 5), nn.Conv1d(1, 1, 3, bias=False), nn.RNN(1, 1, bias=False))


def test_example_grids_write_who_is_where():
    grid = drawing.example_labels(3, 7)
    figure = drawing.example_grids({"right": grid.T, "wrong": grid.view(7, 3)})
    written = [text for text in texts(figure) if text.startswith("$")]
    assert written[:3] == ["$a_{1}$", "$b_{1}$", "$c_{1}$"]
    assert written[21:24] == ["$a_{1}$", "$a_{2}$", "$a_{3}$"]
    assert "wrong: rows a1 a2 a3, a4 a5 a6, a7 b1 b2" in figure.alt


def test_influence_colours_where_the_gradient_is_not_zero():
    gradient = torch.zeros(3, 7)
    gradient[1, :5] = 1e-9
    figure = drawing.influence({"one": gradient}, example=1, step=4)
    filled = [patch for patch in figure.axes[0].patches if patch.get_facecolor()[:3] not in ((1, 1, 1), (0, 0, 0))]
    assert len(filled) == 5
    assert figure.alt == "The output at b5 depends on these. one: b1 b2 b3 b4 b5."


def test_sliding_windows_write_every_window_and_hatch_what_is_beyond():
    series = torch.arange(1, 11)
    windows = torch.cat([series, torch.zeros(2)]).unfold(0, 3, 1)
    figure = drawing.sliding_windows(series, windows, batch=2)
    written = texts(figure)
    assert [text for text in written if text.startswith("batch")] == [f"batch {n}" for n in range(5)]
    assert sum(bool(patch.get_hatch()) for patch in figure.axes[0].patches) == 3
    assert written.count("0") == 3
    assert written.count("10") == 1 + 3


def test_over_time_and_forecast_draw_the_numbers():
    curves = {"one": torch.arange(9.0), "other": torch.ones(9)}
    (ax,) = drawing.over_time(curves, "h").axes
    assert list(ax.lines[0].get_xdata()) == list(range(1, 10))
    whole, part = drawing.forecast(curves, slice(3, 6)).axes
    assert whole.lines[0].get_ydata().tolist() == list(range(9))
    assert len(whole.lines) == len(drawing.forecast({**curves, "third": torch.ones(9)}, slice(3, 6)).axes[0].lines) == 2
    assert part.lines[0].get_ydata().tolist() == [3, 4, 5]
    assert list(part.lines[0].get_xdata()) == [4, 5, 6]
    for draw in (lambda many: drawing.over_time(many, "h"), lambda many: drawing.forecast(many, slice(0, 2))):
        with pytest.raises(ValueError, match="styles for 6 curves, but 7 were given"):
            draw({str(k): torch.ones(3) for k in range(7)})


LENGTHS = torch.tensor([4, 2, 7])


def hatched(figure):
    return sum(bool(patch.get_hatch()) for ax in figure.axes for patch in ax.patches)


def steps_written(figure):
    names = [re.fullmatch(r"\$([a-z])_\{(\d+)\}\$", text) for text in texts(figure)]
    return [name[1] + name[2] for name in names if name]


@pytest.mark.parametrize("batch_first", [False, True])
def test_padded_grid_hatches_the_padding(batch_first):
    padded = torch.zeros(3, 8, 6) if batch_first else torch.zeros(8, 3, 6)
    figure = drawing.padded_grid(padded, LENGTHS, batch_first)
    assert hatched(figure) == 3 * 8 - 13
    assert len(steps_written(figure)) == 13
    assert "13 real steps and 11 of padding" in figure.alt
    with pytest.raises(ValueError, match="there are 3 lengths but the batch has 8 examples"):
        drawing.padded_grid(padded, LENGTHS, not batch_first)


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


def test_digit_rows_draws_the_numbers_of_the_marked_rows():
    image = torch.randn(7, 6)
    figure = drawing.digit_rows(image, (2, 5))
    digit, *bars = figure.axes
    assert torch.as_tensor(digit.images[0].get_array()).tolist() == image.tolist()
    for ax, step in zip(bars, (2, 5), strict=True):
        heights = torch.tensor([float(bar.get_height()) for bar in ax.patches])
        torch.testing.assert_close(heights, image[step] - image.min())
    assert [patch.get_y() + 0.5 for patch in digit.patches] == [2, 5]
    with pytest.raises(IndexError):
        drawing.digit_rows(image, (7,))


def test_as_read_shows_one_example_time_downwards():
    batch = torch.randn(3, 7, 6)  # (batch, height, width)
    figure = drawing.as_read({"rows": batch.transpose(0, 1), "columns": batch.permute(2, 0, 1)}, example=2)
    rows, columns = (torch.as_tensor(ax.images[0].get_array()) for ax in figure.axes)
    assert rows.tolist() == batch[2].tolist()
    assert columns.tolist() == batch[2].T.tolist()
    assert texts(figure) == ["6 features", "7 features"]
    assert figure.alt.endswith("rows: 7 steps of 6; columns: 6 steps of 7.")


def test_reading_puts_every_row_beside_its_beliefs_and_frames_the_favourite():
    images, beliefs = torch.randn(3, 7, 6), torch.zeros(7, 3, 10)
    beliefs[:4, :, 8] = beliefs[4:, :, 2] = 1.0
    figure = drawing.reading(images, beliefs)
    digit, grid = figure.axes[4:6]
    assert torch.as_tensor(digit.images[0].get_array()).tolist() == images[2].tolist()
    assert torch.as_tensor(grid.images[0].get_array()).tolist() == beliefs[:, 2].tolist()
    frames = [(box.get_x() + 0.5, box.get_y() + 0.5, box.get_height()) for box in grid.patches]
    assert frames == [(8, 0, 4), (2, 4, 3)]
    with pytest.raises(ValueError, match="images has 7 rows and batch 3 but probabilities has 3 and 7"):
        drawing.reading(images, beliefs.transpose(0, 1))


def test_confusion_writes_every_count_but_the_empty_ones():
    counts = torch.tensor([[90, 0, 3], [0, 80, 0], [12, 0, 70]])
    figure = drawing.confusion(counts)
    written = {text.get_position(): text.get_text() for text in figure.axes[0].texts}
    assert written == {(0, 0): "90", (2, 0): "3", (1, 1): "80", (0, 2): "12", (2, 2): "70"}
    shade = torch.as_tensor(figure.axes[0].images[0].get_array())
    assert shade.diagonal().tolist() == [0, 0, 0]
    with pytest.raises(ValueError, match=r"shape \(2, 3\)"):
        drawing.confusion(counts[:2])


def test_gallery_has_a_caption_for_every_digit():
    images = torch.randn(7, 6, 5)
    figure = drawing.gallery(images, [f"digit {k}" for k in range(7)])
    assert [ax.get_title() for ax in figure.axes[:8]] == [f"digit {k}" for k in range(7)] + [""]
    assert [len(ax.images) for ax in figure.axes] == [1] * 7 + [0] * 5
    with pytest.raises(ValueError, match="7 images but 1 captions"):
        drawing.gallery(images, ["digit"])


def test_learning_curves_draw_every_training_of_a_name_alike():
    curves = {"slow": [[(10.0, 0.5), (20.0, 0.9)], [(11.0, 0.6)]], "quick": [[(5.0, 0.98)]]}
    figure = drawing.learning_curves(curves, goal=0.98, bottom=0.4)
    first, second, quick, goal = figure.axes[0].lines
    assert (list(first.get_xdata()), list(first.get_ydata())) == ([10.0, 20.0], [0.5, 0.9])
    assert (first.get_color(), first.get_linestyle()) == (second.get_color(), second.get_linestyle())
    assert first.get_color() != quick.get_color()
    assert set(goal.get_ydata()) == {0.98}
    assert texts(figure) == ["98.0%"]
    assert [text.get_text() for text in figure.legends[0].texts] == ["slow", "quick"]
    assert figure.alt.endswith("slow (2); quick (1).")
    with pytest.raises(ValueError, match="styles for 6 curves, but 7 were given"):
        drawing.learning_curves({str(k): [] for k in range(7)})


@pytest.mark.parametrize(("num_layers", "bidirectional"), [(1, False), (2, False), (1, True), (3, True)])
def test_state_layout_finds_the_pieces_of_output_in_h_n(num_layers, bidirectional):
    torch.manual_seed(0)
    gru = nn.GRU(6, 5, num_layers, bidirectional=bidirectional)
    output, h_n = gru(torch.randn(7, 3, 6))
    written = texts(drawing.state_layout(output, h_n, num_layers))
    top = f"layer {num_layers - 1}"
    pieces = [f"{top}, forward = output[6, :, :5]", f"{top}, backward = output[0, :, 5:]"]
    assert {text for text in written if " = " in text} == set(pieces if bidirectional else [f"{top} = output[6]"])
    assert sum(text.endswith("not in output") for text in written) == (num_layers - 1) * (1 + bidirectional)
    assert sum(text.startswith("output[") for text in written) == 7


def test_state_layout_shows_the_numbers_themselves():
    output, h_n = torch.zeros(2, 1, 4), torch.zeros(2, 1, 2)
    output[1, 0, 1] = h_n[0, 0, 1] = -2.0
    arrays = [torch.as_tensor(image.get_array()) for image in images(drawing.state_layout(output, h_n, 1))]
    darkest = [array.sum(-1).min() for array in arrays]
    full = sum(int(style.DIRECTIONS["forward"].colour[k : k + 2], 16) / 255 for k in (1, 3, 5))
    assert [abs(float(value) - full) < 1e-5 for value in darkest] == [False, True, False, False, True, False]


def test_state_layout_refuses_what_does_not_fit():
    with pytest.raises(ValueError, match="h_n has 4 rows, which is neither once nor twice num_layers 3"):
        drawing.state_layout(torch.zeros(7, 3, 10), torch.zeros(4, 3, 5), num_layers=3)
    with pytest.raises(ValueError, match="must be 3 and 10"):
        drawing.state_layout(torch.zeros(7, 3, 5), torch.zeros(4, 3, 5), num_layers=2)


def test_steps_seen_fills_what_is_not_zero():
    from matplotlib.colors import to_hex

    figure = drawing.steps_seen({"forward": torch.ones(4, 4).tril(), "backward": torch.eye(4)}, {"backward": -1})
    faces = [to_hex(patch.get_facecolor()).upper() for ax in figure.axes for patch in ax.patches]
    assert faces.count(style.DIRECTIONS["forward"].colour) == 10
    assert faces.count(style.DIRECTIONS["backward"].colour) == 4
    assert figure.alt.endswith("forward: 0 only, 0 to 1, 0 to 2, 0 to 3. backward: 0 only, 1 only, 2 only, 3 only.")


def test_handed_on_finds_where_each_state_came_from():
    h_0, states = torch.zeros(3, 5), [torch.full((3, 5), float(k)) for k in (1, 2, 3)]
    loops = {"wrong": ([h_0] * 3, states), "right": ([h_0, *states[:2]], states)}
    figure = drawing.handed_on(loops, h_0)
    assert figure.alt.endswith("wrong: h_0, h_0, h_0. right: h_0, output[0], output[1].")
    assert texts(figure).count("cell") == 6
    with pytest.raises(ValueError, match="the state given at step 0 is neither h_0"):
        drawing.handed_on({"odd": (states, states)}, h_0)


def test_time_by_length_draws_milliseconds():
    figure = drawing.time_by_length({"layer": {10: 0.001, 100: 0.02}, "loop": {10: 0.003, 100: 0.06}})
    (ax,) = figure.axes
    assert (ax.get_xscale(), ax.get_yscale()) == ("log", "log")
    assert [list(line.get_ydata()) for line in ax.lines] == [[1.0, 20.0], [3.0, 60.0]]
    with pytest.raises(ValueError, match="styles for 6 curves, but 7 were given"):
        drawing.time_by_length({str(k): {1: 1.0} for k in range(7)})


def test_gate_traces_of_a_gru():
    trace = gru_trace(nn.GRU(6, 5), torch.randn(7, 3, 6))
    figure = drawing.gate_traces(trace, unit=4, example=2)
    lines = {line.get_label(): line for ax in figure.axes for line in ax.lines}
    for letter in "rznh":
        assert lines[letter].get_ydata().tolist() == getattr(trace, letter)[:, 2, 4].tolist()
    assert [ax.get_ylabel() for ax in figure.axes] == ["gates", "candidate", "state"]
    assert "c" not in lines


def test_reset_after_scales_rows_and_before_scales_columns():
    cell, r = nn.GRUCell(6, 5), torch.tensor([1.0, 0.8, 0.0, 0.5, 0.2])
    figure = drawing.reset_after_and_before(cell, r)
    w = cell.weight_hh.detach()[10:].abs()
    # The darker a square, the larger its weight; white is 0.
    shown = [1 - torch.as_tensor(image.get_array())[..., 1] for image in images(figure)]
    full = shown[0].max()
    for image, expected in zip(shown, (w, r[:, None] * w, w * r), strict=False):
        torch.testing.assert_close(image / full, expected / w.max())
    shares = sorted(text for text in texts(figure) if re.fullmatch(r"\d\.\d", text))
    assert shares == sorted(2 * ["1.0", "0.8", "0.0", "0.5", "0.2"])
    with pytest.raises(TypeError, match="expected a GRU, but got LSTMCell"):
        drawing.reset_after_and_before(nn.LSTMCell(6, 5), r)
    with pytest.raises(ValueError, match=r"r has shape \(4,\), but hidden_size is 5"):
        drawing.reset_after_and_before(cell, r[:4])


def test_seed_results_shows_every_seed_and_the_median():
    results = {"RNN": [0.15, 0.05, 0.16], "GRU": [0.002, 0.002, 0.001], "LSTM": [0.5, 0.03, 0.01]}
    figure = drawing.seed_results(results, "error", guessing=1 / 6, span=(1e-3, 0.3))
    (ax,) = figure.axes
    marks = [line for line in ax.lines if line.get_linestyle() == "None"]
    assert [list(line.get_xdata()) for line in marks] == list(results.values())
    assert len({line.get_marker() for line in marks}) == len({line.get_color() for line in marks}) == 3
    for row, line in enumerate(marks):
        heights = torch.tensor(line.get_ydata())
        assert len(heights.unique()) == 3
        assert (heights - row).abs().max() < 0.5
    medians = [line.get_xdata()[0] for line in ax.lines if len(line.get_xdata()) == 2 and line not in marks]
    assert medians[:3] == [0.15, 0.002, 0.03]
    assert ax.get_xscale() == "log"
    assert ax.get_xlim() == (1e-3, 0.5)  # wider than asked, so that nothing is lost
    assert [label.get_text() for label in ax.get_yticklabels()] == list(results)
    assert texts(figure) == ["guessing"]
    with pytest.raises(ValueError, match="styles for 6 models, but 7 were given"):
        drawing.seed_results({str(k): [0.5] for k in range(7)}, "error")
