"""Pictures of numbers over time, over distance and over training."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import torch
from torch import Tensor

from course_utils.drawing.style import CURVES, GATES, PALE, STATES, WIDTH, blank
from course_utils.recurrence import Trace

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure


def gate_traces(
    trace: Trace, unit: int, example: int = 0, inputs: Mapping[str, Tensor] | None = None
) -> Figure:
    """Draw the gates and states of one unit of an LSTM over time, for one example, under its inputs.

    inputs maps a name to a feature over time, shape (T,). Raises IndexError for a unit or example out of range.
    """
    signals = inputs or {}
    rows = len(signals)
    alt = (
        f"Over {len(trace.h)} time steps, from top to bottom: {', '.join([*signals, 'the gates i, f, o', ''])}"
        f"the candidate g, and the states c and h of unit {unit}."
    )
    figure = blank(WIDTH, 3.6 + 0.55 * rows, alt)
    grid = figure.subplots(
        rows + 3, 1, sharex=True, squeeze=False, height_ratios=[0.55] * rows + [1.4, 0.9, 1.3]
    )[:, 0]
    for ax, (name, values) in zip(grid, signals.items(), strict=False):
        ax.stem(range(len(values)), values.numpy(), linefmt="#777777", markerfmt="k.", basefmt=" ")
        ax.axhline(0, color=PALE, zorder=0)
        ax.margins(y=0.25)
        ax.set_ylabel(name, rotation=0, ha="right", va="center")
    tables = (("ifo", GATES, (-0.05, 1.05)), ("g", GATES, (-1.1, 1.1)), ("ch", STATES, None))
    for ax, (letters, styles, limits) in zip(grid[rows:], tables, strict=True):
        ax.axhline(0, color=PALE, zorder=0)
        for letter in letters:
            values = getattr(trace, letter)[:, example, unit].numpy()
            style = styles[letter]
            ax.plot(values, color=style.colour, linestyle=style.line, linewidth=1.8, label=letter)
        if limits:
            ax.set_ylim(*limits)
        ax.legend(loc="center left", bbox_to_anchor=(1.0, 0.5), frameon=False, handlelength=2.6)
    grid[rows].set_ylabel("gates", rotation=0, ha="right", va="center")
    grid[rows + 1].set_ylabel("candidate", rotation=0, ha="right", va="center")
    grid[rows + 2].set_ylabel("states", rotation=0, ha="right", va="center")
    grid[-1].set_xlabel("time step")
    figure.align_ylabels()
    return figure


def gradient_by_distance(curves: Mapping[str, Tensor]) -> Figure:
    """Draw gradient norms against the distance they travelled back, on a logarithmic scale.

    Each curve has shape (distances,), starting at distance 0. Norms of exactly 0 are left out.
    Raises ValueError for more than six curves.
    """
    alt = f"Gradient norm, on a logarithmic scale, against distance in steps for {'; '.join(curves)}."
    shown = {name: torch.where(values > 0, values, torch.nan) for name, values in curves.items()}
    figure, ax = _lines(shown, alt)
    ax.set_yscale("log")
    ax.set_xlabel("distance in steps between the input and the output")
    ax.set_ylabel("gradient norm")
    ax.grid(axis="y", color=PALE)
    return figure


def loss_curves(curves: Mapping[str, Sequence[float]], chance: float | None = None) -> Figure:
    """Draw the losses of several trainings over their steps, with the loss of guessing as a grey line.

    Raises ValueError for more than six curves.
    """
    shown = {name: torch.tensor(values) for name, values in curves.items()}
    figure, ax = _lines(shown, f"Loss against training step for {'; '.join(curves)}.")
    if chance is not None:
        ax.axhline(chance, color="#777777", linewidth=0.8, zorder=0)
        ax.annotate(
            "guessing", (1, chance), (4, 0), ("axes fraction", "data"), "offset points", va="center", color="#555555"
        )
    ax.set_xlabel("training step")
    ax.set_ylabel("loss")
    ax.set_ylim(bottom=0)
    return figure


def _lines(curves: Mapping[str, Tensor], alt: str) -> tuple[Figure, Axes]:
    if len(curves) > len(CURVES):
        raise ValueError(f"there are styles for {len(CURVES)} curves, but {len(curves)} were given")
    figure = blank(WIDTH, 3.6, alt)
    ax = figure.subplots()
    for (name, values), style in zip(curves.items(), CURVES, strict=False):
        ax.plot(values.numpy(), color=style.colour, linestyle=style.line, linewidth=1.8, label=name)
    figure.legend(loc="outside upper left", ncols=3, frameon=False, handlelength=3)
    return figure, ax
