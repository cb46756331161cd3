"""Curves: the numbers of gates, gradients, losses and times."""

import pytest
import torch
from torch import nn

from course_utils import drawing
from course_utils.recurrence import gru_trace, lstm_trace
from tests.helpers.figures import texts


def test_gate_traces_draws_the_numbers_of_one_unit_and_example():
    torch.manual_seed(0)
    trace = lstm_trace(nn.LSTM(6, 5), torch.randn(7, 3, 6))
    figure = drawing.gate_traces(trace, unit=4, example=2, inputs={"value": torch.arange(7.0)})
    lines = {line.get_label(): line for ax in figure.axes for line in ax.lines}
    for letter in "ifgoch":
        assert lines[letter].get_ydata().tolist() == getattr(trace, letter)[:, 2, 4].tolist()
    assert list(lines["c"].get_xdata()) == [1, 2, 3, 4, 5, 6, 7]  # steps are counted from 1
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


def test_errors_by_epoch_draw_every_training_of_a_name_alike():
    curves = {"trained on": [[0.5, 0.1, 0.0], [0.4, 0.2]], "kept aside": [[0.6, 0.3, 0.2]]}
    figure = drawing.errors_by_epoch(curves, every=4, top=0.7)
    first, second, aside = figure.axes[0].lines
    assert (list(first.get_xdata()), list(first.get_ydata())) == ([4, 8, 12], [0.5, 0.1, 0.0])
    assert (first.get_color(), first.get_linestyle()) == (second.get_color(), second.get_linestyle())
    assert first.get_color() != aside.get_color()
    assert figure.axes[0].get_ylim() == (0, 0.7)
    assert figure.alt.endswith("trained on (2); kept aside (1).")
    with pytest.raises(ValueError, match="styles for 6 curves, but 7 were given"):
        drawing.errors_by_epoch({str(k): [] for k in range(7)})


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


def test_gate_traces_stepped_has_levels_ticks_and_one_scale():
    trace = gru_trace(nn.GRU(6, 5), torch.randn(7, 3, 6))
    figure = drawing.gate_traces(trace, unit=4, example=2, stepped=True)
    *_, candidate, state = figure.axes
    assert candidate.get_ylim() == state.get_ylim()
    assert list(state.get_xticks()) == list(range(1, 8))
    assert {line.get_drawstyle() for line in candidate.lines[1:]} == {"steps-mid"}


def test_kept_and_written_add_up_to_the_state():
    trace = gru_trace(nn.GRU(6, 5), torch.randn(7, 3, 6), torch.randn(1, 3, 5))
    figure = drawing.kept_and_written(trace, unit=4, example=2, inputs={"value": torch.arange(7.0)})
    *_, sums = figure.axes
    kept, written = (torch.tensor([bar.get_height() for bar in bars]) for bars in sums.containers)
    (line,) = (line for line in sums.lines if line.get_label().startswith("sum"))
    torch.testing.assert_close((kept + written).float(), torch.as_tensor(line.get_ydata()))
    torch.testing.assert_close(kept[1:].float(), (trace.z[1:] * trace.h[:-1])[:, 2, 4])
    assert line.get_xdata().tolist() == [1, 2, 3, 4, 5, 6, 7]
    assert [ax.get_ylabel() for ax in figure.axes] == ["value", "gates", "state"]
    with pytest.raises(IndexError):
        drawing.kept_and_written(trace, unit=5)


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
    assert ax.get_xlim() == (1e-3, 0.5)  # wider than span, because a result lies outside
    assert [label.get_text() for label in ax.get_yticklabels()] == list(results)
    assert texts(figure) == ["guessing"]
    with pytest.raises(ValueError, match="styles for 6 models, but 7 were given"):
        drawing.seed_results({str(k): [0.5] for k in range(7)}, "error")
