import subprocess
import sys

import IPython.display
import pytest
import torch
from bs4 import BeautifulSoup
from torch import nn

from course_utils import explore

HOUSE = {"seq_len": 7, "batch": 3, "input_size": 6, "hidden_size": 5, "num_layers": 2}


def parts(explorer):
    """The widgets of the explorer: knobs by name, the picture, and the two tables."""
    (knobs, picture, tables) = explorer.widget.children
    names = ["kind", *HOUSE, "bidirectional", "batch_first"]
    return dict(zip(names, knobs.children, strict=True)), picture, *tables.children


@pytest.fixture
def shown(monkeypatch):
    """What is displayed: a list of mime bundles."""
    bundles = []
    monkeypatch.setattr(IPython.display, "display", lambda bundle, raw: bundles.append(bundle))
    return bundles


@pytest.mark.parametrize("kind", explore.KINDS)
@pytest.mark.parametrize("bidirectional", [False, True])
@pytest.mark.parametrize("batch_first", [False, True])
def test_shapes_are_those_of_a_layer_with_numbers(kind, bidirectional, batch_first):
    options = {"bidirectional": bidirectional, "batch_first": batch_first}
    found = explore.shapes_of(*explore.build(kind, **HOUSE, **options))
    layer = getattr(nn, kind)(6, 5, 2, **options)
    x = torch.zeros(found["input"])
    state = tuple(torch.zeros(found[name]) for name in ("h_0", "c_0") if name in found)
    output, last = layer(x, state if kind == "LSTM" else state[0])
    h_n, *c_n = last if kind == "LSTM" else (last,)
    assert found["input"] == ((3, 7, 6) if batch_first else (7, 3, 6))
    assert found["output"] == tuple(output.shape)
    assert found["h_n"] == tuple(h_n.shape)
    assert ("c_n" in found) == bool(c_n)
    assert {name: tuple(p.shape) for name, p in layer.named_parameters()}.items() <= found.items()


def test_the_explorer_follows_its_knobs():
    knobs, picture, states, weights = parts(explore.shapes())
    assert {name: knob.value for name, knob in knobs.items() if name in HOUSE} == HOUSE
    assert 'src="data:image/png;base64,iVBOR' in picture.value
    assert "(7, 3, 6)" in states.value
    assert "c_n" not in states.value
    knobs["kind"].value = "LSTM"
    knobs["bidirectional"].value = True
    knobs["batch_first"].value = True
    knobs["seq_len"].value = 11
    assert "(3, 11, 6)" in states.value
    assert "(3, 11, 10)" in states.value
    assert states.value.count("(4, 3, 5)") == 4  # h_0, c_0, h_n, c_n
    assert weights.value.count("_reverse") == 2
    assert "11 time steps of one LSTM in two directions" in picture.value


def test_importing_does_not_import_widgets():
    code = "import sys, course_utils.explore; sys.exit('ipywidgets' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_packed_batch_lists_what_pytorch_gives():
    figure, lines = explore.packed_batch([5, 2, 8, 3], enforce_sorted=False, batch_first=False)
    assert lines[0] == "x (8, 4, 6), lengths [5, 2, 8, 3]"
    assert [line.split(None, 1) for line in lines[2:6]] == [
        ["batch_sizes", "[4, 4, 3, 2, 2, 1, 1, 1]"],
        ["sorted_indices", "[2, 0, 3, 1]"],
        ["unsorted_indices", "[1, 3, 0, 2]"],
        ["data", "(18, 6)"],
    ]
    assert "gives (8, 4, 6)" in lines[-1]
    assert "18 rows: c0 a0 d0 b0" in figure.alt


def test_packed_batch_that_pytorch_refuses_has_no_picture():
    figure, lines = explore.packed_batch([5, 2, 8, 3], enforce_sorted=True, batch_first=True)
    assert figure is None
    assert "x (4, 8, 6)" in lines[0]
    assert "must be sorted in decreasing order" in lines[-1]
    figure, lines = explore.packed_batch([8, 5, 3, 2], enforce_sorted=True, batch_first=True)
    assert lines[3].split() == ["sorted_indices", "None"]
    assert "gives (4, 8, 6)" in lines[-1]


def test_the_packing_explorer_follows_its_knobs():
    (knobs, stage) = explore.packing().widget.children
    (result, refusal) = stage.children
    (picture, calls) = result.children
    (*sliders, enforce_sorted, batch_first) = knobs.children
    assert 'src="data:image/png;base64,iVBOR' in picture.value
    assert "batch_sizes [4, 4, 3, 2, 2, 1, 1, 1]" in picture.value
    sliders[2].value = 1
    assert "lengths [5, 2, 1, 3]" in calls.value
    assert "batch_sizes [4, 3, 2, 1, 1]" in picture.value
    assert (refusal.value, result.layout.visibility) == ("", "visible")
    enforce_sorted.value = True
    assert "lengths [5, 2, 1, 3]" in refusal.value
    assert "RuntimeError" in refusal.value
    assert result.layout.visibility == "hidden"  # it keeps its place
    sliders[2].value, sliders[1].value, sliders[3].value = 4, 5, 1
    assert (refusal.value, result.layout.visibility) == ("", "visible")
    batch_first.value = True
    assert "x (4, 5, 6)" in calls.value


@pytest.mark.parametrize(
    ("explorer", "described"),
    [
        (explore.shapes, "2 layers by 7 time steps of one RNN"),
        (explore.packing, "lengths [5, 2, 8, 3]"),
        (lambda: explore.temperature(torch.zeros(2), "ab"), "temperature 1.0: a 50%"),
    ],
)
def test_an_explorer_is_a_still_picture_and_knobs_that_need_a_kernel(explorer, described, shown):
    made = explorer()
    made._ipython_display_()
    (still, knobs) = shown
    assert list(knobs) == ["application/vnd.jupyter.widget-view+json"]  # where it cannot be shown, nothing is
    assert knobs["application/vnd.jupyter.widget-view+json"]["model_id"] == made.widget.model_id
    picture = BeautifulSoup(still["text/html"], "html.parser").select_one("img")
    assert picture["src"].startswith("data:image/png;base64,iVBOR")
    assert described in picture["alt"]
    assert int(picture["width"]) == 800
    assert int(picture["height"]) in range(300, 500)
    assert still["text/plain"] in still["text/html"]
    assert "run the first cell of this page, and then this one" in still["text/plain"]


def test_truncation_says_what_is_left():
    figure, text = explore.truncation(12, 4)
    assert text.startswith("30 of 78 paths")  # three chunks with 1 + 2 + 3 + 4 of them each
    assert "all steps but 4 and 8" in figure.alt
    assert "78 of 78" in explore.truncation(12, 12)[1]
    assert "cosine with the whole 1.0000" in explore.truncation(12, 12)[1]
    assert text == explore.truncation(12, 4)[1]


def test_the_truncated_explorer_follows_its_knob():
    knobs, picture, result = explore.truncated().widget.children
    (slider,) = knobs.children
    assert (slider.value, slider.max) == (4, 12)
    slider.value = 6
    assert "all steps but 6" in picture.value
    assert "42 of 78" in result.value


def test_the_temperature_explorer_follows_its_knob():
    (knobs, picture) = explore.temperature(torch.tensor([2.0, 1.0, 0.0]), "abc").widget.children
    (slider,) = knobs.children
    assert "temperature 1.0: a 67%, b 24%, c 9%; your temperature: 1.0: a 67%" in picture.value
    slider.value = 0.5
    assert "temperature 1.0: a 67%, b 24%, c 9%; your temperature: 0.5: a 87%, b 12%, c 2%" in picture.value
    slider.value = 2.0
    assert "your temperature: 2.0: a 51%, b 31%, c 19%" in picture.value
