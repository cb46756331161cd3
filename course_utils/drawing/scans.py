"""Pictures of a scan: which steps are joined in which round, and how ways to compute the same numbers compare."""

from __future__ import annotations

from collections.abc import Mapping
from math import isfinite
from typing import TYPE_CHECKING

from course_utils.drawing.style import AXES, CURVES, LINE, PALE, WIDTH, arrow, blank, box, canvas

if TYPE_CHECKING:
    from matplotlib.figure import Figure

Steps = tuple[int, int]  # the first and the last of the steps that are joined, counted from 1


def joined_steps(seq_len: int) -> list[list[Steps]]:
    """Which steps are joined into one after each round of a doubling scan, for every step; before any round at first.

    Raises ValueError if seq_len is below 1.

    >>> joined_steps(3)
    [[(1, 1), (2, 2), (3, 3)], [(1, 1), (1, 2), (2, 3)], [(1, 1), (1, 2), (1, 3)]]
    """
    if seq_len < 1:
        raise ValueError(f"seq_len is {seq_len} but must be at least 1")
    rounds, span = [[(step, step) for step in range(1, seq_len + 1)]], 1
    while span < seq_len:
        before = rounds[-1]
        rounds.append([*before[:span], *((before[k - span][0], before[k][1]) for k in range(span, seq_len))])
        span *= 2
    return rounds


def scan_tree(seq_len: int) -> Figure:
    """Draw the rounds of a doubling scan from top to bottom: a box for every step says which steps are joined in it.

    Arrows lead to a box from the two of which it was made; what is only handed on has a pale line. Boxes that begin
    with step 1 are filled. Raises ValueError if seq_len is below 1.
    """
    rounds = joined_steps(seq_len)
    wide, high = 1.0, 1.05
    alt = f"A doubling scan of {seq_len} steps in {len(rounds) - 1} rounds. " + "; ".join(
        f"{_round(number)}: {', '.join(map(_named, boxes))}" for number, boxes in enumerate(rounds)
    )
    figure, ax = canvas(1.3 + wide * seq_len, 0.3 + high * len(rounds), alt + ".")
    style = AXES["seq_len"]
    for number, boxes in enumerate(rounds):
        y = high * (len(rounds) - number) - 0.35
        ax.text(0.1, y, _round(number), ha="left", va="center", fontsize=9)
        for column, steps in enumerate(boxes):
            x, above = 1.6 + wide * column, y + high
            if number and rounds[number - 1][column] == steps:
                ax.plot([x, x], [above - 0.2, y + 0.2], color=PALE, linewidth=2, zorder=1)
            elif number:
                arrow(ax, (x, above - 0.2), (x, y + 0.2))
                arrow(ax, (x - wide * 2 ** (number - 1), above - 0.2), (x - 0.18, y + 0.2), colour=style.colour)
            done = steps[0] == 1
            face, ink = (style.colour, style.ink) if done else ("white", "black")
            box(ax, x, y, 0.72, 0.4, _named(steps), face, LINE, ink)
    return figure


def error_and_time(errors: Mapping[str, Mapping[int, float]], seconds: Mapping[str, Mapping[int, float]]) -> Figure:
    """Draw the errors and the times of several ways to compute the same numbers against seq_len, all logarithmic.

    Each name maps seq_len to the largest error or to seconds. Where an error is not finite a cross stands at the top.
    Raises ValueError for more than six names.
    """
    if len(errors) > len(CURVES):
        raise ValueError(f"there are styles for {len(CURVES)} curves, but {len(errors)} were given")
    broken = [f"{name} at {T}" for name, found in errors.items() for T, value in found.items() if not isfinite(value)]
    alt = f"Largest error, and milliseconds, against seq_len for {'; '.join(errors)}. Not a number: "
    figure = blank(WIDTH, 3.6, alt + (", ".join(broken) or "none") + ".")
    left, right = figure.subplots(1, 2)
    lengths = sorted({length for found in errors.values() for length in found})
    top = 100 * max(value for found in errors.values() for value in found.values() if isfinite(value))
    for (name, found), style, marker in zip(errors.items(), CURVES, "os^Dv*", strict=False):
        looks = {"color": style.colour, "linestyle": style.line, "linewidth": 1.8, "marker": marker}
        sound = {length: value for length, value in found.items() if isfinite(value)}
        left.plot(list(sound), list(sound.values()), label=name, **looks)
        lost = [length for length in found if length not in sound]
        left.plot(lost, [top] * len(lost), "x", color=style.colour, markersize=9, markeredgewidth=2)
        right.plot(list(seconds[name]), [1000 * value for value in seconds[name].values()], **looks)
        for length in lost:
            left.annotate("NaN", (length, top), (0, -16), textcoords="offset points", ha="center", color=style.colour)
    for ax, label in ((left, "largest relative error"), (right, "milliseconds")):
        ax.set(xscale="log", yscale="log", xlabel="seq_len", ylabel=label)
        ax.set_xticks(lengths, [str(length) for length in lengths])
        ax.minorticks_off()
        ax.grid(axis="y", color=PALE)
    right.yaxis.set_major_formatter("{x:g}")
    figure.legend(*left.get_legend_handles_labels(), loc="outside upper left", ncols=4, frameon=False, handlelength=3)
    return figure


def _named(steps: Steps) -> str:
    first, last = steps
    return f"{first}" if first == last else f"{first}-{last}"


def _round(number: int) -> str:
    return f"round {number}" if number else "the steps"
