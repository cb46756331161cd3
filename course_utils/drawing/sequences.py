"""Pictures of sequences: examples and steps in a batch, windows over a series, numbers over time, and forecasts."""

from __future__ import annotations

import string
from collections.abc import Mapping
from typing import TYPE_CHECKING

import torch
from torch import Tensor

from course_utils.drawing.grids import _cell, _note, _shade
from course_utils.drawing.style import AXES, CURVES, LINE, PALE, WIDTH, Style, blank, canvas, frame

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_WHITE = Style("#FFFFFF", "-", "#999999")


def example_labels(batch: int, seq_len: int) -> Tensor:
    """Number every step of every example; `example_grids` writes each number as a letter and a step counted from 1.

    Shape: (B, T).

    >>> example_labels(2, 3)
    tensor([[  1,   2,   3],
            [101, 102, 103]])
    """
    return torch.arange(batch).unsqueeze(1) * 100 + torch.arange(1, seq_len + 1)


def example_grids(grids: Mapping[str, Tensor]) -> Figure:
    """Draw layouts of a batch beside one another: every example has a letter and a shade, every step a number.

    Each grid is a tensor of two axes made from `example_labels`, drawn with its first axis downwards.
    """
    examples = 1 + max(int(grid.max()) // 100 for grid in grids.values())
    tallest = max(grid.shape[0] for grid in grids.values())
    columns = sum(grid.shape[1] for grid in grids.values())
    unit = min(0.42, (WIDTH - 0.5 * (len(grids) + 1)) / columns)
    said = "; ".join(f"{name}: rows {', '.join(_row(row) for row in grid)}" for name, grid in grids.items())
    figure, ax = canvas(WIDTH, tallest * unit + 0.55, f"{examples} examples. {said}.")
    gap = (WIDTH - columns * unit) / (len(grids) + 1)
    left, top = gap, tallest * unit + 0.1
    for name, grid in grids.items():
        rows, width = grid.shape
        for r in range(rows):
            for c in range(width):
                example, step = divmod(int(grid[r, c]), 100)
                text = f"${string.ascii_lowercase[example]}_{{{step}}}$"
                _cell(ax, left + c * unit, top - (r + 1) * unit, unit, unit, _shade(example, examples), text)
        _note(ax, left + width * unit / 2, top + 0.2, name, weight="bold")
        left += width * unit + gap
    return figure


def _row(row: Tensor) -> str:
    return " ".join(f"{string.ascii_lowercase[value // 100]}{value % 100}" for value in row.tolist())


def influence(gradients: Mapping[str, Tensor], example: int, step: int) -> Figure:
    """Draw which input steps one output depends on: in colour where its gradient is not zero.

    Each of gradients has shape (B, T): the gradient of that output for every step of every example. The example
    and step of the output itself are framed. All have one colour: it does not say how much.
    """
    batch, seq_len = next(iter(gradients.values())).shape
    unit = min(0.46, (WIDTH - 0.6 * (len(gradients) + 1)) / (len(gradients) * seq_len))
    names = example_labels(batch, seq_len)
    said = [f"{name}: {_row(names[gradient != 0])}" for name, gradient in gradients.items()]
    asked = f"{string.ascii_lowercase[example]}{step + 1}"
    figure, ax = canvas(WIDTH, batch * unit + 0.6, f"The output at {asked} depends on these. {'; '.join(said)}.")
    gap = (WIDTH - len(gradients) * seq_len * unit) / (len(gradients) + 1)
    top = batch * unit + 0.12
    for n, (name, gradient) in enumerate(gradients.items()):
        left = gap + n * (seq_len * unit + gap)
        for k in range(batch):
            for t in range(seq_len):
                text = f"${string.ascii_lowercase[k]}_{{{t + 1}}}$"
                style = AXES["batch"] if gradient[k, t] != 0 else _WHITE
                _cell(ax, left + t * unit, top - (k + 1) * unit, unit, unit, style, text)
        x, y = left + step * unit, top - (example + 1) * unit
        frame(ax, x - 0.02, y - 0.02, x + unit + 0.02, y + unit + 0.02, Style("#D55E00", "-", "white"))
        _note(ax, left + seq_len * unit / 2, top + 0.25, name, weight="bold")
    return figure


def sliding_windows(series: Tensor, windows: Tensor, batch: int) -> Figure:
    """Draw windows as they slide over a series, cut into batches; steps beyond the series are hatched.

    Shapes: series (N,), windows (count, T) of whole numbers.
    """
    count, seq_len = windows.shape
    unit, row = 0.4, 0.3
    columns = max(len(series), count + seq_len - 1)
    batches = -(-count // batch)
    alt = f"A series of {len(series)}; {count} windows of {seq_len} steps, each one step later, in {batches} batches."
    figure, ax = canvas(WIDTH, (count + 1) * row + 0.6, alt)
    left, top = 1.25, (count + 1) * row + 0.35
    _note(ax, left - 0.15, top - row / 2, "series", ha="right", weight="bold")
    for t, value in enumerate(series.tolist()):
        _cell(ax, left + t * unit, top - row, unit, row, Style(PALE, "-", "black"), f"{value:.0f}")
    for k, window in enumerate(windows.tolist()):
        y = top - (k + 2) * row - 0.12
        _note(ax, left - 0.15, y + row / 2, f"window {k}", ha="right")
        for t, value in enumerate(window):
            inside = k + t < len(series)
            style = _shade(k // batch % 2, 3) if inside else None
            _cell(ax, left + (k + t) * unit, y, unit, row, style, f"{value:.0f}")
            if not inside:
                _note(ax, left + (k + t + 0.5) * unit, y + row / 2, f"{value:.0f}", weight="bold")
    x = left + columns * unit + 0.2
    for n in range(batches):
        high = top - (n * batch + 1) * row - 0.15
        low = top - (min((n + 1) * batch, count) + 1) * row - 0.09
        ax.plot([x, x + 0.08, x + 0.08, x], [high, high, low, low], color=LINE, linewidth=1.2)
        _note(ax, x + 0.18, (high + low) / 2, f"batch {n}", ha="left")
    return figure


def over_time(
    curves: Mapping[str, Tensor], name: str, first: int = 1, logarithmic: bool = False, step: str = "time step"
) -> Figure:
    """Draw some numbers over time steps, with a mark at every step; the first step has the number `first`.

    Each curve has shape (T,); name is written beside the vertical axis, and step, what a step is, below the other. On a
    logarithmic scale numbers that are not above 0 are left out. Raises ValueError for more than six curves.
    """
    if len(curves) > len(CURVES):
        raise ValueError(f"there are styles for {len(CURVES)} curves, but {len(curves)} were given")
    steps = max(len(values) for values in curves.values())
    scale = ", on a logarithmic scale," if logarithmic else ""
    figure = blank(WIDTH, 2.8, f"{name}{scale} over {steps} {step}s for {'; '.join(curves)}.")
    ax = figure.subplots()
    if logarithmic:
        curves = {label: torch.where(values > 0, values, torch.nan) for label, values in curves.items()}
    _curves(ax, curves, "o", first)
    if logarithmic:
        ax.set_yscale("log")
        ax.set_xlim(first - steps / 25, first - 1 + steps + steps / 25)
        ax.grid(axis="y", color=PALE)
    else:
        ax.axhline(0, color=PALE, zorder=0)
    ax.set(xlabel=step, ylabel=name)
    figure.legend(loc="outside upper left", ncols=3, frameon=False, handlelength=3)
    return figure


def continued(series: Tensor, written: Mapping[str, Tensor], name: str) -> Figure:
    """Draw a series, and what was written after its beginning was heard, over time steps counted from 0.

    Shapes: series (T,), each of written (n,), for the last n steps; name is written beside the vertical axis.
    The steps before the first written one are shaded. Raises ValueError for more than five names.
    """
    if len(written) >= len(CURVES):
        raise ValueError(f"there are styles for {len(CURVES) - 1} names, but {len(written)} were given")
    heard = len(series) - max(len(values) for values in written.values())
    alt = (
        f"{name} over {len(series)} time steps: the series itself, of which the first {heard} steps were heard; "
        f"and what was written from then on: {'; '.join(written)}."
    )
    figure = blank(WIDTH, 2.8, alt)
    ax = figure.subplots()
    for (label, values), style in zip({"the series": series, **written}.items(), CURVES, strict=False):
        steps = range(len(series) - len(values), len(series))
        ax.plot(steps, values.numpy(), color=style.colour, linestyle=style.line, linewidth=1.8, label=label)
    ax.axvspan(-0.5, heard - 0.5, color=PALE, alpha=0.6, linewidth=0, zorder=0)
    ax.axhline(0, color=PALE, zorder=0)
    for x, side, text in ((heard - 1, "right", "heard"), (heard, "left", "on its own")):
        ax.text(x, 1.02, text, ha=side, va="bottom", color=LINE, transform=ax.get_xaxis_transform())
    ax.set(xlabel="time step", ylabel=name, xlim=(-0.5, len(series) - 0.5))
    figure.legend(loc="outside upper left", ncols=3, frameon=False, handlelength=3)
    return figure


def forecast(
    curves: Mapping[str, Tensor], zoom: slice, measured: str = "", level: tuple[str, float] | None = None
) -> Figure:
    """Draw a series and its forecasts: the steps in zoom on the right, all steps of the first two curves on the left.

    Each curve has shape (T,), the series itself first. measured names the vertical axis; level is a name and a height,
    drawn as a grey line on the left. Raises ValueError for more than six curves.
    """
    if len(curves) > len(CURVES):
        raise ValueError(f"there are styles for {len(CURVES)} curves, but {len(curves)} were given")
    from matplotlib.ticker import MaxNLocator

    steps = len(next(iter(curves.values())))
    start, stop, _ = zoom.indices(steps)
    alt = f"{'; '.join(curves)} over {steps} time steps, and steps {start + 1} to {stop} of them enlarged."
    if level is not None:
        alt += f" A grey line: {level[0]}."
    figure = blank(WIDTH, 3.2, alt)
    whole, part = figure.subplots(1, 2, width_ratios=[1, 1])
    _curves(whole, dict(list(curves.items())[:2]), "")
    for line in whole.lines:
        line.set_linewidth(1)
    whole.axvspan(start + 1, stop, color=AXES["input_size"].colour, alpha=0.5, zorder=0)
    _curves(part, {name: values[zoom] for name, values in curves.items()}, "o", start + 1)
    if level is not None:
        name, height = level
        whole.axhline(height, color="#777777", linewidth=0.8, zorder=0)
        at = ("axes fraction", "data")
        whole.annotate(name, (0.99, height), (0, 3), at, "offset points", ha="right", color="#555555", fontsize=9)
    whole.set(xlabel="time step", ylabel=measured, title="all")
    part.set(xlabel="time step", title="the yellow part, enlarged")
    part.xaxis.set_major_locator(MaxNLocator(integer=True))
    handles, names = part.get_legend_handles_labels()
    figure.legend(handles, names, loc="outside upper left", ncols=3, frameon=False, handlelength=3)
    return figure


def _curves(ax: Axes, curves: Mapping[str, Tensor], marker: str, start: int = 1) -> None:
    for (name, values), style in zip(curves.items(), CURVES, strict=False):
        steps = range(start, start + len(values))
        (line,) = ax.plot(steps, values.numpy(), color=style.colour, linestyle=style.line, label=name)
        line.set(marker=marker, markersize=3.5)
