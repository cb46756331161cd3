"""Pictures of numbers over time, over distance and over training."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping, Sequence
from statistics import median
from typing import TYPE_CHECKING

import torch
from torch import Tensor

from course_utils.drawing.style import CURVES, GATES, PALE, STATES, WIDTH, blank
from course_utils.recurrence import GRUTrace, Trace

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure


def gate_traces(
    trace: Trace | GRUTrace,
    unit: int,
    example: int = 0,
    inputs: Mapping[str, Tensor] | None = None,
    stepped: bool = False,
) -> Figure:
    """Draw the gates and states of one unit of an LSTM or GRU over time, for one example, under its inputs.

    Steps are counted from 1. inputs maps a name to a feature over time, shape (T,). stepped draws each value as a
    level over its step, ticks every step, and gives the candidate and the states one scale.
    Raises IndexError for a unit or example out of range.
    """
    signals = inputs or {}
    rows, steps = len(signals), range(1, len(trace.h) + 1)
    lstm = isinstance(trace, Trace)
    gates, candidate, states = ("ifo", "g", "ch") if lstm else ("rz", "n", "h")
    of_states = "states c and h" if lstm else "state h"
    alt = (
        f"Over {len(trace.h)} time steps, from top to bottom: "
        f"{', '.join([*signals, 'the gates ' + ', '.join(gates), ''])}"
        f"the candidate {candidate}, and the {of_states} of unit {unit}."
    )
    figure = blank(WIDTH, 3.6 + 0.55 * rows, alt)
    grid = figure.subplots(rows + 3, 1, sharex=True, squeeze=False, height_ratios=[0.55] * rows + [1.4, 0.9, 1.3])[:, 0]
    _draw_inputs(grid, signals)
    tables = ((gates, GATES, (-0.05, 1.05)), (candidate, GATES, (-1.1, 1.1)), (states, STATES, None))
    for ax, (letters, styles, limits) in zip(grid[rows:], tables, strict=True):
        ax.axhline(0, color=PALE, zorder=0)
        for letter in letters:
            values = getattr(trace, letter)[:, example, unit].numpy()
            style = styles[letter]
            (curve,) = ax.plot(steps, values, color=style.colour, linestyle=style.line, linewidth=1.8, label=letter)
            if stepped:
                curve.set_drawstyle("steps-mid")
        if limits:
            ax.set_ylim(*limits)
        ax.legend(loc="center left", bbox_to_anchor=(1.0, 0.5), frameon=False, handlelength=2.6)
    grid[rows].set_ylabel("gates", rotation=0, ha="right", va="center")
    grid[rows + 1].set_ylabel("candidate", rotation=0, ha="right", va="center")
    grid[rows + 2].set_ylabel("states" if lstm else "state", rotation=0, ha="right", va="center")
    if stepped:
        shared = torch.cat([getattr(trace, letter)[:, example, unit] for letter in candidate + states])
        largest = 1.15 * max(float(shared.abs().max()), 1e-9)
        grid[rows + 1].set_ylim(-largest, largest)
        grid[rows + 2].set_ylim(-largest, largest)
        grid[-1].set_xticks(steps)
    grid[-1].set_xlabel("time step")
    figure.align_ylabels()
    return figure


def kept_and_written(
    trace: GRUTrace, unit: int, example: int = 0, inputs: Mapping[str, Tensor] | None = None
) -> Figure:
    """Draw the two summands of one unit's state in a GRU at every step: what z keeps, and what is written beside it.

    Above them are the inputs and both gates; the state itself is a line. Steps are counted from 1. inputs maps a name
    to a feature over time, shape (T,). Raises IndexError for a unit or example out of range.
    """
    signals = inputs or {}
    r, z, n, h = (values[:, example, unit].numpy() for values in (trace.r, trace.z, trace.n, trace.h))
    steps = range(1, len(h) + 1)
    alt = (
        f"Over {len(h)} time steps, from top to bottom: {', '.join([*signals, 'the gates r, z of unit'])} {unit}; "
        f"its state h as a line over two bars at each step, which add up to it: what was kept and what was written."
    )
    figure = blank(WIDTH, 3.4 + 0.55 * len(signals), alt)
    heights = [0.55] * len(signals) + [1.2, 2.0]
    grid = figure.subplots(len(heights), 1, sharex=True, squeeze=False, height_ratios=heights)[:, 0]
    _draw_inputs(grid, signals)
    *_, gates, sums = grid
    for letter, values in (("r", r), ("z", z)):
        style = GATES[letter]
        gates.plot(steps, values, color=style.colour, linestyle=style.line, linewidth=1.8, label=letter)
    gates.set_ylim(-0.05, 1.05)
    written = (1 - z) * n
    bars = (("kept, $z \\cdot h_{t-1}$", h - written, -0.2, "z"), ("written, $(1-z) \\cdot n$", written, 0.2, "n"))
    for label, values, shift, letter in bars:
        sums.bar([step + shift for step in steps], values, 0.4, color=GATES[letter].colour, label=label)
    sums.plot(steps, h, "o-", color=STATES["c"].colour, markersize=4, linewidth=1.2, label="sum: state $h_t$")
    for ax, name in ((gates, "gates"), (sums, "state")):
        ax.axhline(0, color=PALE, zorder=0)
        ax.set_ylabel(name, rotation=0, ha="right", va="center")
        ax.legend(loc="center left", bbox_to_anchor=(1.0, 0.5), frameon=False, handlelength=2.6)
    sums.set_xticks(steps)
    sums.set_xlabel("time step")
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
    """Draw the losses of several trainings over their steps, with the loss of a guess as a grey line.

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


def seed_results(
    results: Mapping[str, Sequence[float]],
    measured: str,
    guessing: float | None = None,
    span: tuple[float, float] = (0, 1),
) -> Figure:
    """Draw a row for each model: a mark for the result of each seed, a bar for the median; a guess is a grey line.

    measured names the axis. It covers span, or more if a result lies outside; it is logarithmic if span starts above 0.
    Every seed has a height of its own within a row, so that no mark hides another.
    Raises ValueError for more than six models.
    """
    if len(results) > len(CURVES):
        raise ValueError(f"there are styles for {len(CURVES)} models, but {len(results)} were given")
    shown = [*span, *itertools.chain(*results.values())]
    alt = f"{measured}, a mark for every seed and a bar for the median, of {'; '.join(results)}."
    figure = blank(WIDTH, 0.9 + 0.65 * len(results), alt)
    ax = figure.subplots()
    for row, (values, style, marker) in enumerate(zip(results.values(), CURVES, "os^Dv*", strict=False)):
        heights = (row + torch.linspace(-0.25, 0.25, len(values))).tolist()
        ax.plot(values, heights, marker, color=style.colour, markersize=6, markeredgecolor="white")
        ax.plot([median(values)] * 2, [row - 0.4, row + 0.4], color=style.colour, linewidth=2, alpha=0.5, zorder=1)
    if guessing is not None:
        ax.axvline(guessing, color="#777777", linewidth=0.8, zorder=0)
        ax.annotate(
            "guessing", (guessing, 1), (0, 3), ("data", "axes fraction"), "offset points", ha="center", color="#555555"
        )
    ax.set_xscale("log" if span[0] > 0 else "linear")
    ax.set_xlim(min(shown), max(shown))
    ax.set_yticks(range(len(results)), list(results))
    ax.set_yticks([row + 0.5 for row in range(len(results) - 1)], minor=True)
    ax.grid(axis="y", which="minor", color=PALE)
    ax.tick_params(axis="y", which="both", length=0)
    ax.set_ylim(len(results) - 0.5, -0.5)
    ax.set_xlabel(measured)
    return figure


def learning_curves(
    curves: Mapping[str, Sequence[Sequence[tuple[float, float]]]], goal: float | None = None, bottom: float = 0.0
) -> Figure:
    """Draw accuracy against seconds of training, a line for every training, with a goal as a grey line.

    Each name has a list of trainings, and each training is a list of pairs of seconds and accuracy. All lines of a name
    look the same. Values below bottom are cut off. Raises ValueError for more than six names.
    """
    if len(curves) > len(CURVES):
        raise ValueError(f"there are styles for {len(CURVES)} curves, but {len(curves)} were given")
    from matplotlib.ticker import MultipleLocator

    counted = "; ".join(f"{name} ({len(trainings)})" for name, trainings in curves.items())
    figure = blank(WIDTH, 3.8, f"Accuracy against seconds of training, with the number of trainings: {counted}.")
    ax = figure.subplots()
    for (name, trainings), style, marker in zip(curves.items(), CURVES, "os^Dv*", strict=False):
        for number, training in enumerate(trainings):
            seconds, accuracies = zip(*training, strict=True)
            (curve,) = ax.plot(seconds, accuracies, marker, markersize=4, linewidth=1.4, color=style.colour)
            curve.set(linestyle=style.line, label=name if number == 0 else None)
    if goal is not None:
        ax.axhline(goal, color="#777777", linewidth=0.8, zorder=0)
        place = (("axes fraction", "data"), "offset points")
        ax.annotate(f"{goal:.1%}", (1, goal), (4, 0), *place, va="center", color="#555555")
    ax.yaxis.set_major_locator(MultipleLocator(0.01 if bottom >= 0.9 else 0.05 if bottom >= 0.6 else 0.2))
    ax.yaxis.set_major_formatter(lambda value, _: f"{value:.0%}")
    ax.set_xlim(left=0)
    ax.set_ylim(bottom, 1.0)
    ax.grid(axis="y", color=PALE, linewidth=0.6)
    ax.set_xlabel("seconds of training")
    ax.set_ylabel("accuracy on the test digits")
    figure.legend(loc="outside upper left", ncols=3, frameon=False, handlelength=3)
    return figure


def errors_by_epoch(curves: Mapping[str, Sequence[Sequence[float]]], every: int = 1, top: float = 1.0) -> Figure:
    """Draw the share read wrong over the epochs of training, a line for every training.

    Each name has a list of trainings, and each training is a list of shares, after every so many epochs. All lines of
    a name look the same. Shares above top are cut off. Raises ValueError for more than six names.
    """
    if len(curves) > len(CURVES):
        raise ValueError(f"there are styles for {len(CURVES)} curves, but {len(curves)} were given")
    counted = "; ".join(f"{name} ({len(trainings)})" for name, trainings in curves.items())
    figure = blank(WIDTH, 3.8, f"Share read wrong against epochs, with the number of trainings: {counted}.")
    ax = figure.subplots()
    dark_first = (*CURVES[:3], CURVES[5], CURVES[4], CURVES[3])
    for (name, trainings), style in zip(curves.items(), dark_first, strict=False):
        for number, shares in enumerate(trainings):
            epochs = range(every, every * len(shares) + 1, every)
            (curve,) = ax.plot(epochs, shares, color=style.colour, linewidth=1.6)
            curve.set(linestyle=style.line, label=name if number == 0 else None)
    ax.yaxis.set_major_formatter(lambda value, _: f"{value:.0%}")
    ax.set_xlim(left=0)
    ax.set_ylim(0, top)
    ax.grid(axis="y", color=PALE, linewidth=0.6)
    ax.set_xlabel("epoch")
    ax.set_ylabel("share read wrong")
    figure.legend(loc="outside upper left", ncols=2, frameon=False, handlelength=3)
    return figure


def time_by_length(seconds: Mapping[str, Mapping[int, float]]) -> Figure:
    """Draw times of computing against seq_len, both on logarithmic scales, a line for each name.

    Each name maps seq_len to seconds. Raises ValueError for more than six names.
    """
    if len(seconds) > len(CURVES):
        raise ValueError(f"there are styles for {len(CURVES)} curves, but {len(seconds)} were given")
    from matplotlib.ticker import LogLocator

    figure = blank(WIDTH, 3.6, f"Milliseconds against seq_len, on logarithmic scales, for {'; '.join(seconds)}.")
    ax = figure.subplots()
    lengths = sorted({length for times in seconds.values() for length in times})
    for (name, times), style, marker in zip(seconds.items(), CURVES, "os^Dv*", strict=False):
        measured = [1000 * value for value in times.values()]
        ax.plot(list(times), measured, marker, color=style.colour, linestyle=style.line, linewidth=1.8, label=name)
    ax.set(xscale="log", yscale="log", xlabel="seq_len", ylabel="milliseconds")
    ax.set_xticks(lengths, [str(length) for length in lengths])
    ax.minorticks_off()
    ax.yaxis.set_major_locator(LogLocator(subs=(1, 3)))
    ax.yaxis.set_major_formatter("{x:g}")
    ax.grid(axis="y", color=PALE)
    figure.legend(loc="outside upper left", ncols=2 if len(seconds) == 4 else 3, frameon=False, handlelength=3)
    return figure


def _draw_inputs(grid: Iterable[Axes], signals: Mapping[str, Tensor]) -> None:
    """Draw the inputs over time, each in the next of the axes."""
    for ax, (name, values) in zip(grid, signals.items(), strict=False):
        ax.stem(range(1, len(values) + 1), values.numpy(), linefmt="#777777", markerfmt="k.", basefmt=" ")
        ax.axhline(0, color=PALE, zorder=0)
        ax.margins(y=0.25)
        ax.set_ylabel(name, rotation=0, ha="right", va="center")


def _lines(curves: Mapping[str, Tensor], alt: str) -> tuple[Figure, Axes]:
    if len(curves) > len(CURVES):
        raise ValueError(f"there are styles for {len(CURVES)} curves, but {len(curves)} were given")
    figure = blank(WIDTH, 3.6, alt)
    ax = figure.subplots()
    for (name, values), style in zip(curves.items(), CURVES, strict=False):
        ax.plot(values.numpy(), color=style.colour, linestyle=style.line, linewidth=1.8, label=name)
    figure.legend(loc="outside upper left", ncols=3, frameon=False, handlelength=3)
    return figure, ax
