"""Sequences: examples, influence, windows and forecasts."""

import pytest
import torch

from course_utils import drawing
from tests.helpers.figures import texts


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
    gradient[2, 6] = 1.0
    figure = drawing.influence({"one": gradient}, example=1, step=4)
    filled = [patch for patch in figure.axes[0].patches if patch.get_facecolor()[:3] not in ((1, 1, 1), (0, 0, 0))]
    assert len(filled) == 6
    assert len({patch.get_facecolor() for patch in filled}) == 1
    assert figure.alt == "The output at b5 depends on these. one: b1 b2 b3 b4 b5 c7."


def test_sliding_windows_write_every_window_and_hatch_what_is_beyond():
    series = torch.arange(1, 11)
    windows = torch.cat([series, torch.zeros(2)]).unfold(0, 3, 1)
    figure = drawing.sliding_windows(series, windows, batch=2)
    written = texts(figure)
    assert [text for text in written if text.startswith("batch")] == [f"batch {n}" for n in range(5)]
    assert sum(bool(patch.get_hatch()) for patch in figure.axes[0].patches) == 3
    assert written.count("0") == 3
    assert written.count("10") == 1 + 3


def test_over_time_on_a_logarithmic_scale_leaves_zeros_out():
    (ax,) = drawing.over_time({"one": torch.tensor([0.0, 1e-4, 10.0])}, "h", logarithmic=True).axes
    assert ax.get_yscale() == "log"
    (line,) = ax.lines
    torch.testing.assert_close(torch.as_tensor(line.get_ydata()), torch.tensor([torch.nan, 1e-4, 10.0]), equal_nan=True)
    assert ax.get_xlim()[0] < 1 < 3 < ax.get_xlim()[1]  # the steps that are left out have their place


def test_over_time_and_forecast_draw_the_numbers():
    curves = {"one": torch.arange(9.0), "other": torch.ones(9)}
    (ax,) = drawing.over_time(curves, "h").axes
    assert list(ax.lines[0].get_xdata()) == list(range(1, 10))
    (ax,) = drawing.over_time(curves, "h", first=0).axes
    assert list(ax.lines[0].get_xdata()) == list(range(9))
    daily = drawing.over_time(curves, "h", step="hour")
    assert daily.axes[0].get_xlabel() == "hour"
    assert daily.alt == "h over 9 hours for one; other."
    whole, part = drawing.forecast(curves, slice(3, 6)).axes
    assert whole.lines[0].get_ydata().tolist() == list(range(9))
    assert len(whole.lines) == len(drawing.forecast({**curves, "third": torch.ones(9)}, slice(3, 6)).axes[0].lines) == 2
    assert part.lines[0].get_ydata().tolist() == [3, 4, 5]
    assert list(part.lines[0].get_xdata()) == [4, 5, 6]
    marked = drawing.forecast(curves, slice(3, 6), "dollars", level=("highest", 5.0))
    assert marked.axes[0].get_ylabel() == "dollars"
    assert marked.axes[0].lines[-1].get_ydata() == [5.0, 5.0]
    assert "highest" in texts(marked)
    assert marked.alt.endswith("A grey line: highest.")
    for draw in (lambda many: drawing.over_time(many, "h"), lambda many: drawing.forecast(many, slice(0, 2))):
        with pytest.raises(ValueError, match="styles for 6 curves, but 7 were given"):
            draw({str(k): torch.ones(3) for k in range(7)})


def test_continued_begins_where_nothing_is_heard_any_more():
    (ax,) = drawing.continued(torch.arange(9.0), {"right": torch.ones(4), "wrong": torch.zeros(4)}, "h").axes
    assert [list(line.get_xdata()) for line in ax.lines[:3]] == [list(range(9)), [5, 6, 7, 8], [5, 6, 7, 8]]
    assert [text.get_position()[0] for text in ax.texts] == [4, 5]  # heard, on its own
    with pytest.raises(ValueError, match="styles for 5 names, but 6 were given"):
        drawing.continued(torch.ones(9), {str(k): torch.ones(3) for k in range(6)}, "h")
