"""States: where they are in output and h_n, and where they came from."""

import pytest
import torch
from torch import nn

from course_utils import drawing
from course_utils.drawing import style
from tests.helpers.figures import images, texts


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


def test_joined_finds_the_step_to_which_each_part_belongs():
    torch.manual_seed(0)
    output, _ = nn.RNN(6, 5, bidirectional=True)(torch.randn(7, 3, 6))
    said = {"forward": output[..., :5], "backward": output[..., 5:].flip(0)}
    figure = drawing.joined(said, output)
    assert figure.alt.endswith("forward: 0, 1, 2, 3, 4, 5, 6. backward: 6, 5, 4, 3, 2, 1, 0.")
    assert texts(figure).count("said 6") == 2
    with pytest.raises(ValueError, match="what backward said in place 0 is not in output"):
        drawing.joined({**said, "backward": said["forward"]}, output)
