"""Pictures of digits: as sequences of rows, as read step by step, and as misread."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Literal

from torch import Tensor

from course_utils.drawing.style import AXES, LINE, PALE, WIDTH, blank

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.patches import Rectangle


def digit_rows(image: Tensor, steps: Sequence[int]) -> Figure:
    """Draw a digit with some of its rows marked, and beside it the input of a network at these time steps.

    Shapes: image (height, width), ink being larger than paper. Raises IndexError for a step that is no row.
    """
    height, width = image.shape
    alt = (
        f"Left: a digit of {height} rows, rows {', '.join(map(str, steps))} marked. Right: the {width} grey levels of "
        f"each marked row as bars: what the network reads at these time steps."
    )
    figure = blank(WIDTH, 3.6, alt)
    grid = figure.add_gridspec(len(steps), 2, width_ratios=(1, 1.25))
    ax = figure.add_subplot(grid[:, 0])
    _ink(ax, image)
    ax.set_yticks(list(steps), [f"step {t}" for t in steps])
    ax.tick_params(length=0)
    ax.spines[:].set_visible(True)
    ax.set_title(f"seq_len {height}, one row at each step", fontsize=10)
    for row, t in enumerate(steps):
        box = {"edgecolor": AXES["seq_len"].colour, "linewidth": 1.6, "fill": False}
        ax.add_patch(_rectangle((-0.5, t - 0.5), width, 1, **box))
        bars = figure.add_subplot(grid[row, 1])
        bars.bar(range(width), (image[t] - image.min()).numpy(), color=LINE, width=0.9)
        bars.set_ylim(0, float(image.max() - image.min()) * 1.05)
        bars.set_xlim(-0.6, width - 0.4)
        bars.set_yticks([])
        bars.set_ylabel(f"$x_{{{t}}}$", rotation=0, ha="right", va="center")
        bars.tick_params(labelbottom=row == len(steps) - 1, labelsize=8)
        bars.spines[["top", "right", "left"]].set_visible(False)
        if row == len(steps) - 1:
            bars.set_xlabel("column", fontsize=9, labelpad=1)
        if row == 0:
            bars.set_title(f"input_size {width}, the grey levels of one row", fontsize=10)
    return figure


def as_read(readings: Mapping[str, Tensor], example: int = 0) -> Figure:
    """Draw one example of each batch as the network reads it: time steps downwards, the features of a step across.

    Shapes: each reading is (T, B, F), time first. Raises IndexError for an example that is not in the batch.
    """
    sizes = "; ".join(f"{name}: {len(batch)} steps of {batch.shape[2]}" for name, batch in readings.items())
    figure = blank(WIDTH, 3.1, f"What the network reads of example {example}, a time step per line. {sizes}.")
    axes = figure.subplots(1, len(readings), squeeze=False)[0]
    steps = max(len(batch) for batch in readings.values())
    features = max(batch.shape[2] for batch in readings.values())
    for ax, (name, batch) in zip(axes, readings.items(), strict=True):
        height, width = len(batch), batch.shape[2]
        _ink(ax, batch[:, example])
        ax.set_title(name, fontsize=10, loc="left")
        ax.set_xlim(-0.5, features - 0.5)
        ax.set_ylim(steps - 0.5, -0.5)
        ax.set_yticks([0, height - 1], ["0", str(height - 1)], fontsize=8)
        ax.spines[:].set_visible(False)
        ax.add_patch(_rectangle((-0.5, -0.5), width, height, edgecolor=LINE, fill=False))
        ax.text(width / 2 - 0.5, height + 0.3, f"{width} features", ha="center", va="top", fontsize=9)
    axes[0].set_ylabel("time step")
    return figure


def reading(images: Tensor, probabilities: Tensor, labels: Sequence[int] | None = None) -> Figure:
    """Draw digits beside a classifier's probabilities after each row: a line of ten classes per row.

    Shapes: images (B, height, width) and probabilities (height, B, classes), aligned row by row. With labels, the
    true class stands above each digit. Raises ValueError if the two do not have the same rows and examples, or if
    there is not a label for each.
    """
    if labels is not None and len(labels) != len(images):
        raise ValueError(f"there are {len(images)} images but {len(labels)} labels")
    if probabilities.shape[:2] != images.shape[1::-1]:
        raise ValueError(
            f"images has {images.shape[1]} rows and batch {images.shape[0]} but probabilities has "
            f"{probabilities.shape[0]} and {probabilities.shape[1]}"
        )
    count, height, _ = images.shape
    classes = probabilities.shape[2]
    alt = (
        f"{count} digits, each beside a grid of {height} rows and {classes} classes: the darker a square, the likelier "
        f"the class after reading that row."
    )
    if labels is not None:
        alt += f" The digits are {', '.join(str(int(label)) for label in labels)}."
    figure = blank(WIDTH, 5.4, alt)
    columns = (count + 1) // 2
    axes = figure.subplots(2, 2 * columns, squeeze=False, width_ratios=[1.25, 1] * columns)
    for ax in axes.flat[2 * count :]:
        ax.set_axis_off()
    for example, (digit, grid) in enumerate(zip(axes.flat[::2], axes.flat[1::2], strict=False)):
        if example == count:
            break
        _ink(digit, images[example], aspect="auto")
        digit.set_yticks([0, height - 1], ["0", str(height - 1)], fontsize=8)
        digit.set_xticks([])
        if labels is not None:
            digit.set_title(f"is a {int(labels[example])}", fontsize=10)
            grid.set_title("believed", fontsize=10)
        if example % columns == 0:
            digit.set_ylabel("row")
        grid.imshow(probabilities[:, example].numpy(), cmap="Greys", vmin=0, vmax=1, aspect="auto")
        grid.set_yticks([])
        grid.set_xticks(range(classes), map(str, range(classes)), fontsize=7)
        grid.tick_params(length=0)
        grid.set_xticks([k + 0.5 for k in range(classes - 1)], minor=True)
        grid.grid(axis="x", which="minor", color=PALE, linewidth=0.6)
        grid.tick_params(which="minor", length=0)
        grid.set_xlabel("class", fontsize=8, labelpad=1)
        best = probabilities[:, example].argmax(-1)
        changes = [0, *(best.diff().nonzero().flatten() + 1).tolist(), height]
        for start, end in pairwise(changes):
            box = {"edgecolor": AXES["seq_len"].colour, "linewidth": 1.5, "fill": False}
            grid.add_patch(_rectangle((int(best[start]) - 0.5, start - 0.5), 1, end - start, **box))
    return figure


def confusion(counts: Tensor, names: Sequence[str] | None = None) -> Figure:
    """Draw how often each class was read as each other class; the diagonal (right answers) is left pale.

    Shapes: counts (classes, classes), a row for each true class. Classes are called by their numbers unless there are
    names. Raises ValueError if counts is not square.
    """
    if counts.dim() != 2 or counts.shape[0] != counts.shape[1]:
        raise ValueError(f"counts must have a row and a column for each class, but has shape {tuple(counts.shape)}")
    classes = len(counts)
    wrong = counts.clone().fill_diagonal_(0)
    called = list(names) if names else [str(k) for k in range(classes)]
    size = (WIDTH, 6.4) if names else (WIDTH * 0.75, 4.6)
    figure = blank(*size, f"A grid of {classes} true classes by {classes} classes read, with counts.")
    ax = figure.subplots()
    ax.imshow(wrong.numpy(), cmap="Oranges", vmin=0, vmax=max(1, 1.3 * int(wrong.max())))
    for true in range(classes):
        for read in range(classes):
            count, right = int(counts[true, read]), true == read
            if right or count:
                colour, points = ("#777777", 7) if right else ("black", 7 if names else 9)
                ax.text(read, true, str(count), ha="center", va="center", color=colour, fontsize=points)
    ax.set_xticks(range(classes), called, rotation=90 if names else 0)
    ax.set_yticks(range(classes), called)
    ax.set_xticks([k - 0.5 for k in range(classes + 1)], minor=True)
    ax.set_yticks([k - 0.5 for k in range(classes + 1)], minor=True)
    ax.grid(which="minor", color=PALE)
    ax.tick_params(which="both", length=0)
    ax.set_xlabel("read as")
    ax.set_ylabel("is a")
    return figure


def gallery(images: Tensor, captions: Sequence[str]) -> Figure:
    """Draw digits in rows of six, each over its caption.

    Shapes: images (B, height, width). Raises ValueError unless there is a caption for each.
    """
    if len(images) != len(captions):
        raise ValueError(f"there are {len(images)} images but {len(captions)} captions")
    rows = -(-len(images) // 6)
    figure = blank(WIDTH, 1.75 * rows, f"{len(images)} digits, each with a caption.")
    axes = figure.subplots(rows, 6, squeeze=False)
    for ax in axes.flat:
        ax.set_axis_off()
    for ax, image, caption in zip(axes.flat, images, captions, strict=False):
        _ink(ax, image)
        height, width = image.shape
        ax.add_patch(_rectangle((-0.5, -0.5), width, height, edgecolor=PALE, fill=False))
        ax.set_title(caption, fontsize=9, y=-0.08, va="top")
    return figure


def _ink(ax: Axes, image: Tensor, aspect: Literal["equal", "auto"] = "equal") -> None:
    ax.imshow(image.numpy(), cmap="Greys", vmin=float(image.min()), vmax=float(image.max()), aspect=aspect)
    ax.set_xticks([])


def _rectangle(corner: tuple[float, float], width: float, height: float, **looks: Any) -> Rectangle:
    from matplotlib.patches import Rectangle

    return Rectangle(corner, width, height, clip_on=False, **looks)
