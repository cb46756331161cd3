"""The inside of a cell."""

import re

import pytest
import torch
from torch import nn

from course_utils import drawing
from course_utils.drawing import style
from tests.helpers.figures import images, texts

KINDS = {nn.RNN: "h", nn.LSTM: "ifgo", nn.GRU: "rzn"}


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


@pytest.mark.parametrize(("kind", "sigmas"), [(nn.LSTM, 3), (nn.GRU, 2)])
def test_cell_so_far_says_what_the_numbers_go_through(kind, sigmas):
    """The boxes of the gates say sigma, that of the candidate tanh; an LSTM has another tanh on the way to h."""
    written = texts(drawing.cell_so_far(kind(6, 5), KINDS[kind]))
    assert written.count(r"$\sigma$") == sigmas
    assert written.count("tanh") == (2 if kind is nn.LSTM else 1)
    assert set(KINDS[kind]) <= set(written)


def test_cell_so_far_refuses_other_gates_and_modules():
    with pytest.raises(ValueError, match="but gates is 'fx'"):
        drawing.cell_so_far(nn.LSTM(6, 5), "fx")
    with pytest.raises(ValueError, match="the gates of this GRU are r, z, n, but gates is 'f'"):
        drawing.cell_so_far(nn.GRU(6, 5), "f")
    with pytest.raises(TypeError, match="expected an LSTM or a GRU, but got RNN"):
        drawing.cell_so_far(nn.RNN(6, 5), "f")


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
