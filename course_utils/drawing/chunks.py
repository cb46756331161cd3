"""Pictures of long sequences in chunks: what is handed on and what is cut off, lanes, and what was learned."""

from __future__ import annotations

import string
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import torch
from torch import Tensor

from course_utils.chunks import Links
from course_utils.drawing.grids import _cell, _note, _shade
from course_utils.drawing.style import AXES, DIRECTIONS, LINE, PALE, WIDTH, arrow, blank, box, canvas

if TYPE_CHECKING:
    from matplotlib.figure import Figure


def cut_chains(ways: Mapping[str, Links]) -> Figure:
    """Draw ways of reading a sequence as chains of steps: where the state goes on, and where a gradient comes back.

    An arrow to the right stands where the numbers of a step depend on the step before, one to the left where a
    gradient comes back to it; where it does not, a bar cuts the chain.
    """
    said, height = [], 1.35
    figure, ax = canvas(WIDTH, height * len(ways), "")
    for row, (name, links) in enumerate(ways.items()):
        steps = len(links.numbers)
        onward = torch.diagonal(links.numbers, -1).tolist()
        back = torch.diagonal(links.gradient, -1).tolist()
        y = height * (len(ways) - row) - 0.72
        pitch = (WIDTH - 0.3) / steps
        xs = [0.15 + pitch * (t + 0.5) for t in range(steps)]
        half = min(0.2, pitch / 3.2)
        ax.text(0.1, y + 0.52, name, ha="left", va="center", weight="bold", fontsize=11)
        for t, x in enumerate(xs):
            box(ax, x, y, 2 * half, 0.5, str(t + 1), "white", LINE)
            if t + 1 == steps:
                break
            left, right = x + half, xs[t + 1] - half
            if onward[t]:
                arrow(ax, (left, y + 0.12), (right, y + 0.12), AXES["seq_len"].colour, 2.0)
            if back[t]:
                arrow(ax, (right, y - 0.12), (left, y - 0.12), DIRECTIONS["backward"].colour, 2.0)
            else:
                middle = (left + right) / 2
                top = y if onward[t] else y + 0.36
                ax.plot([middle, middle], [y - 0.36, top], color="black", linewidth=2.5)
        cuts = [str(t + 1) for t, there in enumerate(back) if not there]
        lost = [str(t + 1) for t, there in enumerate(onward) if not there]
        said.append(
            f"{name}: the state is handed on after {'every step' if not lost else f'all steps but {_and(lost)}'}, "
            f"and the gradient comes back across {'every step' if not cuts else f'all steps but {_and(cuts)}'}"
        )
    ax.text(
        WIDTH - 0.1, 0.1, "upper arrows: the state; lower arrows: the gradient", ha="right", va="center", fontsize=9
    )
    figure.alt = f"Chains of steps. {'; '.join(said)}."  # type: ignore[attr-defined]
    return figure


def learned(shares: Mapping[str, Tensor], rows: Sequence[int], columns: Sequence[int]) -> Figure:
    """Draw shares of right answers as grids beside one another, darker if more is right, with the number in each cell.

    Each of shares has shape (rows, columns): a row for each lag, a column for each length of chunk. A cell is framed
    where the chunk is longer than the lag.
    """
    from matplotlib.patches import Rectangle

    said = []
    for name, grid in shares.items():
        lines = [f"lag {row}: {', '.join(f'{v:.0%}' for v in line)}" for row, line in zip(rows, grid, strict=True)]
        said.append(f"{name}: {'; '.join(lines)}")
    alt = f"Shares of right answers for chunks of {_and(map(str, columns))} steps. {'. '.join(said)}."
    figure = blank(WIDTH, 0.62 * len(rows) + 1.1, alt)
    for ax, (name, grid) in zip(figure.subplots(1, len(shares), squeeze=False)[0], shares.items(), strict=True):
        ax.imshow(grid.numpy(), cmap="Blues", vmin=0.3, vmax=1.1, aspect="auto")
        for r, row in enumerate(rows):
            for c, column in enumerate(columns):
                value = float(grid[r, c])
                ax.text(c, r, f"{value:.0%}", ha="center", va="center", color="white" if value > 0.8 else "black")
                if column > row:
                    ax.add_patch(Rectangle((c - 0.46, r - 0.46), 0.92, 0.92, fill=False, linewidth=1.8))
        ax.set_xticks(range(len(columns)), map(str, columns))
        ax.set_yticks(range(len(rows)), map(str, rows))
        ax.tick_params(length=0)
        ax.set(title=name, xlabel="steps in a chunk", ylabel="lag")
    return figure


def lanes(steps: int, batch: int, seq_len: int) -> Figure:
    """Draw a series of this many steps, cut into lanes, and the lanes into chunks, every step with its number.

    Raises ValueError if the lanes do not fill whole chunks.
    """
    if steps % (batch * seq_len):
        raise ValueError(f"{steps} steps do not fill chunks of batch {batch} and seq_len {seq_len}")
    each = steps // batch
    chunks = each // seq_len
    unit = min(0.34, (WIDTH - 1.4) / steps, (WIDTH - 1.6 - 0.3 * chunks) / each)
    said = [f"lane {string.ascii_lowercase[b]}: steps {b * each} to {(b + 1) * each - 1}" for b in range(batch)]
    alt = f"A series of {steps} steps in {batch} lanes and {chunks} chunks of {seq_len}. {'; '.join(said)}."
    figure, ax = canvas(WIDTH, 1.55 + batch * 0.36, alt)
    top = batch * 0.36 + 0.35
    _note(ax, 0.1, top + 0.97, "the series", ha="left", weight="bold")
    left = (WIDTH - steps * unit) / 2
    for t in range(steps):
        _cell(ax, left + t * unit, top + 0.45, unit, 0.32, _shade(t // each, batch), str(t) if unit > 0.3 else "")
        if unit <= 0.3:
            ink = _shade(t // each, batch).ink
            ax.text(left + (t + 0.5) * unit, top + 0.61, str(t), ha="center", va="center", color=ink, fontsize=8)
    left, gap = 1.2, 0.4
    for k in range(chunks):
        x = left + k * (seq_len * 0.36 + gap)
        _note(ax, x + seq_len * 0.18, top - 0.02, f"chunk {k}", weight="bold")
        for b in range(batch):
            y = top - 0.52 - 0.36 * b
            for t in range(seq_len):
                number = b * each + k * seq_len + t
                _cell(ax, x + t * 0.36, y, 0.36, 0.32, _shade(b, batch), str(number))
            if k + 1 < chunks:
                start = x + seq_len * 0.36
                arrow(ax, (start + 0.03, y + 0.16), (start + gap - 0.03, y + 0.16), AXES["seq_len"].colour, 2.0)
            if k == 0:
                _note(ax, left - 0.15, y + 0.16, f"row {b}", ha="right")
    return figure


def dropped(masks: Mapping[str, Tensor]) -> Figure:
    """Draw which numbers of each mask are dropped: white if dropped, filled if kept.

    Each mask has shape (T, B, H), 0 where a number is dropped; time runs to the right, the units of an example lie
    below one another, and the examples, too, with a gap between them.
    """
    from matplotlib.patches import Rectangle

    seq_len, batch, units = next(iter(masks.values())).shape
    share = WIDTH / len(masks)
    unit = min(0.22, (share - 0.75) / seq_len)
    height = batch * (units * unit + 0.14) + 0.75
    said = [f"{name}: {float((mask == 0).float().mean()):.0%} dropped" for name, mask in masks.items()]
    figure, ax = canvas(WIDTH, height, f"{seq_len} steps, {batch} examples, {units} units. {'; '.join(said)}.")
    for panel, (name, mask) in enumerate(masks.items()):
        left = panel * share + 0.55 + (share - 0.75 - seq_len * unit) / 2
        _note(ax, left + seq_len * unit / 2, height - 0.18, name, weight="bold")
        for b in range(batch):
            top = height - 0.4 - b * (units * unit + 0.14)
            _note(ax, left - 0.15, top - units * unit / 2, string.ascii_lowercase[b])
            for t in range(seq_len):
                for h in range(units):
                    kept = bool(mask[t, b, h])
                    face = _shade(b, batch + 1).colour if kept else "white"
                    corner = (left + t * unit, top - (h + 1) * unit)
                    ax.add_patch(Rectangle(corner, unit, unit, facecolor=face, edgecolor="#888888", linewidth=0.5))
        _note(ax, left + seq_len * unit / 2, 0.15, f"{seq_len} steps")
    return figure


def singular_values(matrices: Mapping[str, Tensor]) -> Figure:
    """Draw the singular values of square matrices, a row of marks for each, with a line at 1.

    A singular value says how much a matrix stretches one direction: at 1 the length is kept.
    """
    found = {name: torch.linalg.svdvals(matrix.detach()) for name, matrix in matrices.items()}
    said = [f"{name}: {float(values.min()):.2f} to {float(values.max()):.2f}" for name, values in found.items()]
    figure = blank(WIDTH, 0.7 + 0.3 * len(found), f"Singular values. {'; '.join(said)}.")
    ax = figure.subplots()
    ax.axvline(1, color=PALE, linewidth=6, zorder=0)
    for row, values in enumerate(found.values()):
        ax.plot(values.numpy(), [row] * len(values), "|", color="black", markersize=9)
    ax.set_yticks(range(len(found)), list(found))
    ax.set_ylim(len(found) - 0.5, -0.5)
    ax.set_xlim(-0.03, max(1.3, 1.05 * max(float(values.max()) for values in found.values())))
    ax.tick_params(axis="y", length=0)
    ax.set_xlabel("singular values")
    return figure


def _and(names: Sequence[str] | map[str]) -> str:
    *first, last = names
    return f"{', '.join(first)} and {last}" if first else last
