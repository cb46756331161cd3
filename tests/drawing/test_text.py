"""Pictures of text: what stands where, and how it is said in words."""

import pytest
import torch

from course_utils import drawing
from tests.helpers.figures import texts


def test_next_letters_stand_below_those_read():
    figure = drawing.next_letters("to b", "o be")
    found = texts(figure)
    assert found[found.index("input") + 1 :][:4] == ["t", "o", "␣", "b"]
    assert found[found.index("target") + 1 :][:4] == ["o", "␣", "b", "e"]
    assert figure.alt == "Letters read: t, o, ␣, b. Below each the one to name: o, ␣, b, e."
    with pytest.raises(ValueError, match="inputs has seq_len 2 but targets has seq_len 1"):
        drawing.next_letters("to", "o")


def test_letter_probabilities_have_the_same_letters_in_every_panel():
    panels = {"one": torch.tensor([0.1, 0.6, 0.3]), "other": torch.tensor([0.5, 0.25, 0.25])}
    figure = drawing.letter_probabilities(panels, "a\nc", most=2)
    for ax, values in zip(figure.axes, panels.values(), strict=True):
        assert [label.get_text() for label in ax.get_xticklabels()] == ["⏎", "c"]
        assert [bar.get_height() for bar in ax.patches] == values[[1, 2]].tolist()
    assert "one: ⏎ 60%, c 30%; other: ⏎ 25%, c 25%" in figure.alt
    with pytest.raises(ValueError, match="one has shape"):
        drawing.letter_probabilities(panels, "ab")


def test_coloured_text_frames_the_largest_and_says_them_in_words():
    values = torch.zeros(20)
    values[[3, 11]] = torch.tensor([7.0, 5.0])
    words = "to be or\nnot to be: "
    figure = drawing.coloured_text(words, values, "surprise in bits", (0, 8))
    ax, scale = figure.axes
    framed = [k for k, patch in enumerate(ax.patches) if patch.get_edgecolor() == (0, 0, 0, 1)]
    assert framed == [3, 11]
    rows = [round(patch.get_y() / ax.patches[0].get_y()) for patch in ax.patches]
    assert rows == [1] * 9 + [2] * 11  # the text's own end of line ends a line
    assert "b in “to␣b” 7.0, t in “␣or⏎not” 5.0" in figure.alt
    assert scale.get_xlabel() == "surprise in bits; framed: the largest tenth"
    with pytest.raises(ValueError, match="values has shape"):
        drawing.coloured_text("abc", torch.zeros(4), "x", (0, 1))


def test_coloured_text_without_frames():
    ax, scale = drawing.coloured_text("abc", torch.arange(3.0), "activation", (-1, 2), framed=False).axes
    assert (0, 0, 0, 1) not in [patch.get_edgecolor() for patch in ax.patches]
    assert scale.get_xlabel() == "activation"


def test_long_lines_of_coloured_text_are_broken():
    ax = drawing.coloured_text("a" * 130, torch.arange(130.0), "x", (0, 130)).axes[0]
    rows = [round(patch.get_y() / ax.patches[0].get_y()) for patch in ax.patches]
    assert [rows.count(row) for row in (1, 2, 3)] == [64, 64, 2]


def test_loss_by_seconds_draws_every_training_of_a_name_alike():
    curves = {"GRU": [[(10.0, 2.0), (20.0, 1.5)], [(11.0, 2.1)]], "Transformer": [[(5.0, 2.5)]]}
    figure = drawing.loss_by_seconds(curves, {"published": 1.88})
    first, second, other, line = figure.axes[0].lines
    assert (list(first.get_xdata()), list(first.get_ydata())) == ([10.0, 20.0], [2.0, 1.5])
    assert (first.get_color(), first.get_linestyle()) == (second.get_color(), second.get_linestyle())
    assert first.get_color() != other.get_color()
    assert set(line.get_ydata()) == {1.88}
    assert texts(figure) == ["published"]
    assert "GRU (2) ends at 1.50, 2.10; Transformer (1) ends at 2.50. Grey lines: published 1.88." in figure.alt
    with pytest.raises(ValueError, match="styles for 6 curves, but 7 were given"):
        drawing.loss_by_seconds({str(k): [] for k in range(7)})
