import pytest
from matplotlib.patches import FancyBboxPatch

from course_utils import drawing


@pytest.mark.parametrize("seq_len", [1, 2, 3, 7, 8, 9, 1000])
def test_after_the_last_round_every_box_begins_with_step_1(seq_len):
    first, *rounds = drawing.joined_steps(seq_len)
    assert first == [(step, step) for step in range(1, seq_len + 1)]
    assert len(rounds) == (seq_len - 1).bit_length()
    assert [first, *rounds][-1] == [(1, step) for step in range(1, seq_len + 1)]
    for number, boxes in enumerate(rounds, start=1):
        assert boxes == [(max(1, step - 2**number + 1), step) for step in range(1, seq_len + 1)]


def test_no_steps_are_refused():
    with pytest.raises(ValueError, match="seq_len is 0"):
        drawing.joined_steps(0)


def test_the_tree_has_a_box_for_every_step_and_round():
    figure = drawing.scan_tree(5)
    (ax,) = figure.axes
    boxes = [patch for patch in ax.patches if isinstance(patch, FancyBboxPatch)]
    assert len(boxes) == 4 * 5
    words = [text.get_text() for text in ax.texts]
    assert words[0] == "the steps"
    assert [word for word in words if word.startswith("round")] == ["round 1", "round 2", "round 3"]
    assert words.count("1") == 4
    assert words.count("1-5") == 1
    white = [box for box in boxes if box.get_facecolor()[:3] == (1.0, 1.0, 1.0)]
    assert len(white) == 4 + 3 + 1  # do not begin with step 1


def test_errors_that_are_no_numbers_stand_as_crosses_at_the_top():
    nan = float("nan")
    errors = {"loop": {10: 1e-7, 100: 2e-7}, "closed form": {10: 1e-6, 100: nan}}
    figure = drawing.error_and_time(errors, {name: {10: 0.001, 100: 0.02} for name in errors})
    left, right = figure.axes
    assert figure.alt.endswith("Not a number: closed form at 100.")
    loop, nothing, closed, cross = left.lines
    assert list(loop.get_ydata()) == [1e-7, 2e-7]
    assert list(nothing.get_xdata()) == []
    assert list(closed.get_xdata()) == [10]
    assert (list(cross.get_xdata()), cross.get_marker()) == ([100], "x")
    assert cross.get_ydata()[0] > 1e-6
    assert [list(line.get_ydata()) for line in right.lines] == [[1.0, 20.0]] * 2
    with pytest.raises(ValueError, match="styles for 6 curves, but 7 were given"):
        drawing.error_and_time({str(k): {10: 1.0} for k in range(7)}, {})
