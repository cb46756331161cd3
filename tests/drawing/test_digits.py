"""Digits as they are read, and as they are classified."""

import pytest
import torch

from course_utils import drawing
from tests.helpers.figures import texts


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


def test_reading_writes_the_true_class_above_each_digit():
    images, beliefs = torch.randn(3, 7, 6), torch.zeros(7, 3, 10)
    figure = drawing.reading(images, beliefs, torch.tensor([4, 0, 9]))
    assert [ax.get_title() for ax in figure.axes[:6:2]] == ["is a 4", "is a 0", "is a 9"]
    assert figure.alt.endswith("The digits are 4, 0, 9.")
    with pytest.raises(ValueError, match="3 images but 2 labels"):
        drawing.reading(images, beliefs, [4, 0])


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


def test_confusion_calls_classes_by_their_names():
    ax = drawing.confusion(torch.tensor([[5, 1], [0, 7]]), ["Czech", "Dutch"]).axes[0]
    labels = [[label.get_text() for label in axis.get_ticklabels()] for axis in (ax.xaxis, ax.yaxis)]
    assert labels == [["Czech", "Dutch"]] * 2
