"""Pictures of sequences of different lengths: padded, packed, masked.

Every example is a row with a letter and a shade of its own, time runs from left to right, padding is hatched.
"""

from __future__ import annotations

import string
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import torch
from torch import Tensor
from torch.nn.utils.rnn import PackedSequence, pad_packed_sequence

from course_utils.drawing.style import CURVES, LINE, WIDTH, Style, blank, canvas

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_DARK, _MIDDLE, _LIGHT = (5, 48, 97), (86, 180, 233), (222, 241, 252)  # the batch axis's blue, darker and lighter
_SMALLEST = 0.26  # inches: text in a smaller cell could not be read


def packed_grid(packed: PackedSequence) -> Figure:
    """Draw a packed batch: the examples in original order, sorted with all batch sizes, and as the rows of data."""
    lengths = pad_packed_sequence(packed)[1]
    sizes = packed.batch_sizes.tolist()
    order = list(range(sizes[0])) if packed.sorted_indices is None else packed.sorted_indices.tolist()
    batch, seq_len, rows = sizes[0], len(sizes), sum(sizes)
    alt = (
        f"Left: a padded batch of {batch} examples by {seq_len} steps, lengths {lengths.tolist()}. Right: the same, "
        f"longest first, with batch_sizes {sizes}. Below: data, {rows} rows: {' '.join(_row_names(sizes, order))}."
    )
    unit = min(0.42, (WIDTH - 2.4) / 2 / seq_len)
    height = batch * unit
    figure, ax = canvas(WIDTH, height + 2.75, alt)
    top = height + 2.4
    _padded_half(ax, 0.5, top, unit, lengths, seq_len)
    _packed_half(ax, WIDTH - 0.2 - max(seq_len * unit, 2.2), top, unit, packed, order, lengths.tolist())
    _strip(ax, 0.3, 0.55, sizes, order)
    return figure


def mask_grids(masks: Mapping[str, Tensor]) -> Figure:
    """Draw masks beside one another as the tensors are: a line for every step, a column for every example.

    Each mask is a bool tensor of shape (T, B); where it is False, its cell is hatched.
    """
    shares = [f"{name}: {tuple(mask.shape)}, {mask.float().mean():.0%} True" for name, mask in masks.items()]
    spare = WIDTH - 0.6 * (len(masks) + 1)
    columns = sum(mask.shape[1] for mask in masks.values())
    tallest = max(len(mask) for mask in masks.values())
    unit = min(0.36, spare / columns, 3.6 / tallest)
    figure, ax = canvas(WIDTH, tallest * unit + 1.05, "Masks, hatched where False. " + "; ".join(shares) + ".")
    gap = (WIDTH - columns * unit) / (len(masks) + 1)
    left, top = gap, tallest * unit + 0.4
    for name, mask in masks.items():
        seq_len, batch = mask.shape
        for t in range(seq_len):
            for k in range(batch):
                style = _shade(k, batch) if mask[t, k] else None
                _cell(ax, left + k * unit, top - (t + 1) * unit, unit, unit, style, str(int(mask[t, k])))
            if unit > _SMALLEST:
                _note(ax, left - 0.15, top - (t + 0.5) * unit, f"step {t}", ha="right")
        for k in range(batch):
            _letter(ax, left + (k + 0.5) * unit, top + 0.15, unit, k)
        middle = left + batch * unit / 2
        _note(ax, middle, top + 0.45, f"{name}: {mask.float().mean():.0%} True", weight="bold")
        _note(ax, middle, top - seq_len * unit - 0.2, f"{seq_len} steps (down), {batch} examples (across)")
        left += batch * unit + gap
    return figure


def same_steps(same: Mapping[str, Tensor], lengths: Tensor) -> Figure:
    """Draw at which real steps something holds: a filled cell where it does, a white one with a cross elsewhere.

    Shapes: each of same is a bool tensor (T, B), lengths (B,); its values at padding are not shown.
    Raises ValueError if the number of lengths is not the batch size.
    """
    seq_len, batch = next(iter(same.values())).shape
    _check(lengths, batch)
    real = torch.arange(seq_len).unsqueeze(1) < lengths
    counts = [f"{name}: {int((holds & real).sum())} of {int(real.sum())} real steps" for name, holds in same.items()]
    unit = min(0.44, (WIDTH - 0.5 - 0.6 * len(same)) / len(same) / seq_len)
    figure, ax = canvas(WIDTH, batch * unit + 0.85, "Filled where it holds. " + "; ".join(counts) + ".")
    gap = (WIDTH - len(same) * seq_len * unit) / (len(same) + 1)
    for n, (name, holds) in enumerate(same.items()):
        left, top = gap + n * (seq_len * unit + gap), batch * unit + 0.15
        for k in range(batch):
            for t in range(seq_len):
                x, y = left + t * unit, top - (k + 1) * unit
                if not real[t, k]:
                    _cell(ax, x, y, unit, unit, None, "")
                elif holds[t, k]:
                    _cell(ax, x, y, unit, unit, _shade(k, batch), f"${string.ascii_lowercase[k]}_{{{t}}}$")
                else:
                    _cell(ax, x, y, unit, unit, Style("#FFFFFF", "-", "black"), r"$\times$")
            _letter(ax, left - 0.15, top - (k + 0.5) * unit, unit, k)
        _note(ax, left + seq_len * unit / 2, top + 0.4, name, weight="bold")
        for t in range(seq_len):
            _note(ax, left + (t + 0.5) * unit, top + 0.15, str(t))
    return figure


def column_sequences(sequences: Sequence[Tensor], names: Sequence[object]) -> Figure:
    """Draw sequences of pixel columns as images beside one another, padded to the longest.

    Each sequence has shape (T, height), its own T; values from 0 (white) to the largest (black).
    """
    lengths = [len(sequence) for sequence in sequences]
    longest, height = max(lengths), sequences[0].shape[1]
    listed = ", ".join(f"{name} has {length}" for name, length in zip(names, lengths, strict=True))
    alt = f"{len(lengths)} images as sequences of columns, padded to {longest}; steps: {listed}."
    figure = blank(WIDTH, 1.7, alt)
    for ax, sequence, name in zip(figure.subplots(1, len(sequences)), sequences, names, strict=True):
        ax.imshow(sequence.T.numpy(), cmap="Greys", interpolation="nearest", extent=(0, len(sequence), height, 0))
        ax.fill_betweenx([0, height], len(sequence), longest, facecolor="white", edgecolor="#999999", hatch="////")
        ax.set(xlim=(0, longest), ylim=(height, 0), xticks=[], yticks=[], title=str(name))
        ax.set_xlabel(f"{len(sequence)} steps")
    return figure


def accuracy_by_padding(accuracies: Mapping[str, Mapping[int, Sequence[float]]]) -> Figure:
    """Draw accuracy against the number of steps that batches are padded to, a line for every training.

    Each name maps a number of steps to the accuracies of its trainings, in the same order for every number.
    Raises ValueError for more than six names.
    """
    if len(accuracies) > len(CURVES):
        raise ValueError(f"there are styles for {len(CURVES)} models, but {len(accuracies)} were given")
    figure = blank(WIDTH, 3.2, f"Accuracy by the steps that batches are padded to, for {'; '.join(accuracies)}.")
    ax = figure.subplots()
    for (name, by_steps), style in zip(accuracies.items(), CURVES, strict=False):
        lines = ax.plot(list(by_steps), list(by_steps.values()), color=style.colour, linestyle=style.line)
        lines[0].set_label(f"{name}, {len(lines)} seeds" if len(lines) > 1 else name)
    ax.set(xlabel="steps that the batches are padded to", ylabel="accuracy", ylim=(0, 1))
    figure.legend(loc="outside upper left", ncols=3, frameon=False, handlelength=3)
    return figure


def _padded_half(ax: Axes, left: float, top: float, unit: float, lengths: Tensor, seq_len: int) -> None:
    batch = len(lengths)
    width = max(seq_len * unit, 1.8)  # room for the title
    _note(ax, left + width / 2, top + 0.2, f"padded: {batch} x {seq_len} cells", weight="bold")
    _staircase(ax, left, top, unit, range(batch), lengths.tolist(), batch, seq_len)
    _lengths(ax, left + width + 0.3, top, unit, lengths)


def _packed_half(
    ax: Axes, left: float, top: float, unit: float, packed: PackedSequence, order: list[int], lengths: list[int]
) -> None:
    sizes = packed.batch_sizes.tolist()
    bottom = top - sizes[0] * unit
    _note(ax, left + max(len(sizes) * unit, 1.2) / 2, top + 0.2, f"packed: {sum(sizes)} cells", weight="bold")
    _staircase(ax, left, top, unit, order, lengths, sizes[0], 0)
    for t, size in enumerate(sizes):
        _note(ax, left + (t + 0.5) * unit, bottom - 0.17, str(size), weight="bold")
    _note(ax, left - 0.1, bottom - 0.17, "batch_sizes", ha="right")
    for line, name in enumerate(("sorted_indices", "unsorted_indices")):
        indices = getattr(packed, name)
        _note(ax, left - 0.1, bottom - 0.45 - 0.22 * line, name, ha="right")
        text = "None" if indices is None else str(indices.tolist())
        _note(ax, left + 0.05, bottom - 0.45 - 0.22 * line, text, ha="left")


def _strip(ax: Axes, left: float, bottom: float, sizes: list[int], order: list[int]) -> None:
    """The rows of data one after the other, with a gap between time steps."""
    gap, height = 0.09, 0.42
    width = min(0.5, (WIDTH - 2 * left - gap * (len(sizes) - 1)) / sum(sizes))
    ax.text(left, bottom + height + 0.38, "data, step after step:", ha="left", va="center", weight="bold")
    x, row = left, 0
    for t, size in enumerate(sizes):
        if width * size > 0.2 and (width * size > 0.5 or width > _SMALLEST):
            _note(ax, x + size * width / 2, bottom + height + 0.13, f"step {t}" if width * size > 0.45 else str(t))
        for k in order[:size]:
            name = f"${string.ascii_lowercase[k]}_{{{t}}}$"
            _cell(ax, x, bottom, width, height, _shade(k, len(order)), name)
            if width > _SMALLEST:
                _note(ax, x + width / 2, bottom - 0.15, str(row))
            elif width > 0.13:  # the letter fits, but not the step, which is written above
                ink, middle = _shade(k, len(order)).ink, (x + width / 2, bottom + height / 2)
                ax.text(*middle, string.ascii_lowercase[k], ha="center", va="center", color=ink, fontsize=10)
            x, row = x + width, row + 1
        x += gap
    if width > _SMALLEST:
        _note(ax, left, bottom - 0.38, "row of data", ha="left")


def _staircase(
    ax: Axes, left: float, top: float, unit: float, order: Sequence[int], lengths: list[int], batch: int, padded_to: int
) -> None:
    """Rows of cells, one for each example in this order, with hatched cells up to a length."""
    for row, k in enumerate(order):
        y = top - (row + 1) * unit
        for t in range(max(lengths[k], padded_to)):
            style = _shade(k, batch) if t < lengths[k] else None
            _cell(ax, left + t * unit, y, unit, unit, style, f"${string.ascii_lowercase[k]}_{{{t}}}$")
        _letter(ax, left - 0.15, y + unit / 2, unit, k)


def _lengths(ax: Axes, x: float, top: float, unit: float, lengths: Tensor) -> None:
    _note(ax, x, top + 0.2, "length")
    for k, length in enumerate(lengths.tolist()):
        _note(ax, x, top - (k + 0.5) * unit, str(length), weight="bold")


def _cell(ax: Axes, x: float, y: float, width: float, height: float, style: Style | None, text: str) -> None:
    """One cell; without a style it is padding: hatched, with only a 0."""
    from matplotlib.patches import Rectangle

    if style is None:
        hatch = "////" if height > _SMALLEST else "//////"
        patch = Rectangle((x, y), width, height, facecolor="white", edgecolor="#AAAAAA", hatch=hatch, linewidth=0.6)
        ax.add_patch(patch)
        return
    ax.add_patch(Rectangle((x, y), width, height, facecolor=style.colour, edgecolor=LINE, linewidth=0.6))
    if min(width, height) > _SMALLEST and text:
        ax.text(x + width / 2, y + height / 2, text, ha="center", va="center", color=style.ink, fontsize=11)


def _letter(ax: Axes, x: float, y: float, unit: float, k: int) -> None:
    if unit > _SMALLEST:
        ax.text(x, y, string.ascii_lowercase[k], ha="center", va="center", weight="bold", fontsize=11)


def _note(ax: Axes, x: float, y: float, text: str, ha: str = "center", weight: str = "normal") -> None:
    ax.text(x, y, text, ha=ha, va="center", color="black" if weight == "bold" else LINE, weight=weight, fontsize=10)


def _row_names(sizes: list[int], order: list[int]) -> list[str]:
    return [f"{string.ascii_lowercase[k]}{t}" for t, size in enumerate(sizes) for k in order[:size]]


def _shade(k: int, count: int) -> Style:
    """The shade of example k, from dark for the first to light for the last."""
    place = 2 * k / max(count - 1, 1)
    start, end, share = (_DARK, _MIDDLE, place) if place < 1 else (_MIDDLE, _LIGHT, place - 1)
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(start, end, strict=True))
    return Style(f"#{red:02X}{green:02X}{blue:02X}", "-", "white" if place < 0.6 else "black")


def _check(lengths: Tensor, batch: int) -> None:
    if len(lengths) != batch:
        raise ValueError(f"there are {len(lengths)} lengths but the batch has {batch} examples")
