"""The style of every picture: colours and lines that everybody can tell apart, and an alt text."""

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
from tests.helpers.figures import lightness


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
    # Contrast as in the Web Content Accessibility Guidelines; their minimum for large or bold text is 3.
    for each in [*style.GATES.values(), *style.AXES.values()]:
        grey = ((lightness(each.colour) + 16) / 116) ** 3 if lightness(each.colour) > 8 else 0.0
        contrast = 1.05 / (grey + 0.05) if each.ink == "white" else (grey + 0.05) / 0.05
        assert contrast > 3, each


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
