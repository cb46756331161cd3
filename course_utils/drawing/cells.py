"""Pictures of one step: a cell with its gates."""

from __future__ import annotations

from typing import TYPE_CHECKING

import torch
from torch import Tensor, nn

from course_utils.drawing.style import BLOCKS, GATES, LINE, PALE, WIDTH, Style, arrow, box, canvas, ring
from course_utils.drawing.weights import draw_blocks, matrices_of

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure


def cell_so_far(module: nn.LSTM | nn.LSTMCell | nn.GRU | nn.GRUCell, gates: str) -> Figure:
    """Draw an LSTM or GRU cell with only the named gates in place, beside the rows of weight_hh they come from.

    Each gate's box says what its numbers go through: sigma or tanh. gates is any of the letters i, f, g, o for an
    LSTM and r, z, n for a GRU, as in "f" or "fig".
    Raises ValueError for another letter and TypeError for another module.
    """
    kind, hidden_size, matrices = matrices_of(module, 0)
    if kind not in ("LSTM", "GRU"):
        raise TypeError(f"expected an LSTM or a GRU, but got {type(module).__name__}")
    blocks, count, draw = (BLOCKS[kind], "four", _draw_lstm) if kind == "LSTM" else (BLOCKS[kind], "three", _draw_gru)
    names = ", ".join(blocks)
    if set(gates) - set(blocks):
        raise ValueError(f"the gates of this {kind} are {names}, but gates is {gates!r}")
    alt = (
        f"Left: weight_hh with {len(blocks) * hidden_size} rows in {count} blocks {names}; "
        f"in colour: {', '.join(gates)}. "
        f"Right: the {kind} cell with these gates in place, the others pale."
    )
    figure, ax = canvas(WIDTH, 3.6, alt)
    draw_blocks(ax, matrices[1:2], blocks, gates, left=1.75, right=3.2, room=2.2)
    draw(ax, 3.75, gates)
    return figure


def reset_after_and_before(module: nn.GRU | nn.GRUCell, r: Tensor) -> Figure:
    """Draw a GRU's W_hn three times: as it is, with its rows scaled by r, and with its columns scaled by r.

    Rows are what a reset gate after the matrix product scales, columns what one before it scales.
    Shapes: r (H,), values from 0 to 1. Raises TypeError for another module and ValueError for another shape of r.
    """
    kind, hidden_size, (_, weight_hh, *_) = matrices_of(module, 0)
    if kind != "GRU":
        raise TypeError(f"expected a GRU, but got {type(module).__name__}")
    if r.shape != (hidden_size,):
        raise ValueError(f"r has shape {tuple(r.shape)}, but hidden_size is {hidden_size}")
    w = weight_hh.values[2 * hidden_size :]
    shares = ", ".join(f"{value:.2f}" for value in r.tolist())
    alt = (
        f"W_hn, {hidden_size} x {hidden_size}, three times: as it is; with its rows scaled by r = {shares} "
        f"(reset after the product); with its columns scaled by the same r (reset before the product)."
    )
    figure, ax = canvas(WIDTH, 2.8, alt)
    side, bottom = 1.6, 0.5
    lefts = (0.4, 3.1, 5.85)
    titles = ("$W_{hn}$", r"after: $r \cdot (W_{hn} h)$", r"before: $W_{hn}\,(r \cdot h)$")
    notes = ("as it is", "rows are scaled", "columns are scaled")
    for left, title, note, scaled in zip(lefts, titles, notes, (w, r[:, None] * w, w * r), strict=True):
        _heat(ax, scaled / w.abs().max(), GATES["n"], left, bottom, side, side)
        ax.text(left + side / 2, 2.57, title, ha="center", va="center", fontsize=11)
        ax.text(left + side / 2, bottom - 0.2, note, ha="center", va="center", color=LINE)
    _heat(ax, r[:, None], GATES["r"], lefts[1] - 0.4, bottom, 0.28, side)
    _heat(ax, r[None], GATES["r"], lefts[2], bottom + side + 0.1, side, 0.2)
    cell = side / hidden_size
    for k, share in enumerate(r.tolist() if hidden_size <= 8 else []):
        y = bottom + side - (k + 0.5) * cell
        ax.text(lefts[1] - 0.26, y, f"{share:.1f}", ha="center", va="center", fontsize=8)
        x = lefts[2] + (k + 0.5) * cell
        ax.text(x, bottom + side + 0.2, f"{share:.1f}", ha="center", va="center", fontsize=8)
    ax.text(lefts[1] - 0.5, bottom + side / 2, "$r$", ha="right", va="center", fontsize=11)
    ax.text(lefts[2] - 0.1, bottom + side + 0.2, "$r$", ha="right", va="center", fontsize=11)
    return figure


def _heat(ax: Axes, values: Tensor, style: Style, left: float, bottom: float, width: float, height: float) -> None:
    """Draw a small matrix as a grid, white where it is zero, in full colour at magnitude 1."""
    from matplotlib.colors import to_rgb

    image = 1 - values.abs().unsqueeze(-1) * (1 - torch.tensor(to_rgb(style.colour)))
    right, top = left + width, bottom + height
    ax.imshow(image.numpy(), extent=(left, right, bottom, top), interpolation="nearest", aspect="auto", zorder=1)
    rows, columns = values.shape
    for k in range(rows + 1):
        y = bottom + height * k / rows
        ax.plot([left, right], [y, y], color=LINE, linewidth=0.6)
    for k in range(columns + 1):
        x = left + width * k / columns
        ax.plot([x, x], [bottom, top], color=LINE, linewidth=0.6)


def _gate(ax: Axes, x: float, y: float, letter: str, on: bool) -> None:
    """Draw the box of a gate: its letter, and below it the function that its numbers go through."""
    style = GATES[letter] if on else Style("white", "-", "#BBBBBB")
    box(ax, x, y, 0.42, 0.46, "", style.colour, LINE if on else PALE)
    squashed = "tanh" if letter in "gn" else r"$\sigma$"
    for text, up, size, weight in ((letter, 0.1, 10, "bold"), (squashed, -0.11, 8, "normal")):
        ax.text(x, y + up, text, ha="center", va="center", color=style.ink, fontsize=size, weight=weight, zorder=3)


def _draw_lstm(ax: Axes, left: float, gates: str) -> None:
    """Draw the LSTM cell in inches, its left edge at `left`, with the missing gates pale."""
    f, i, g, o, end = (left + dx for dx in (0.75, 1.4, 2.0, 2.75, 3.35))
    state, middle, gate_row, bus = 2.9, 2.2, 1.45, 0.6
    arrow(ax, (left + 0.1, state), (left + 3.95, state), width=2.0)
    ax.text(left, state, "$c_{t-1}$", ha="right", va="center")
    ax.text(left + 4.0, state, "$c_t$", ha="left", va="center")
    ax.plot([left + 0.1, o], [bus, bus], color=LINE, linewidth=1.2)
    ax.text(left, bus, "$x_t, h_{t-1}$", ha="right", va="center")
    for letter, x, name in ((("f"), f, "forget"), ("i", i, "input"), ("g", g, "candidate"), ("o", o, "output")):
        on = letter in gates
        ink = LINE if on else PALE
        arrow(ax, (x, bus), (x, gate_row - 0.23), ink)
        _gate(ax, x, gate_row, letter, on)
        ax.text(x, bus - 0.12, name, ha="center", va="top", fontsize=8, color=LINE if on else "#BBBBBB")
    arrow(ax, (f, gate_row + 0.23), (f, state - 0.14), LINE if "f" in gates else PALE)
    ring(ax, f, state, r"$\times$", "f" in gates)
    both = {"i", "g"} <= set(gates)
    mix = (i + g) / 2
    for letter, x, way in (("i", i, -0.12), ("g", g, 0.12)):
        arrow(ax, (x, gate_row + 0.23), (mix + way, middle - 0.09), LINE if letter in gates else PALE)
    ring(ax, mix, middle, r"$\times$", both)
    arrow(ax, (mix, middle + 0.14), (mix, state - 0.14), LINE if both else PALE)
    ring(ax, mix, state, "+", both)
    ink = LINE if "o" in gates else PALE
    arrow(ax, (end, state), (end, middle + 0.14), ink)
    box(ax, end, middle, 0.5, 0.28, "tanh", "white", ink, "black" if "o" in gates else "#BBBBBB")
    arrow(ax, (end, middle - 0.14), (end, gate_row + 0.14), ink)
    arrow(ax, (o + 0.21, gate_row), (end - 0.14, gate_row), ink)
    ring(ax, end, gate_row, r"$\times$", "o" in gates)
    arrow(ax, (end + 0.14, gate_row), (left + 3.95, gate_row), ink)
    ax.text(left + 4.0, gate_row, "$h_t$", ha="left", va="center", color="black" if "o" in gates else "#BBBBBB")


def _draw_gru(ax: Axes, left: float, gates: str) -> None:
    """Draw PyTorch's GRU cell in inches, its left edge at `left`, with the missing gates pale."""
    z, r, reset, n = (left + dx for dx in (0.6, 1.4, 2.15, 3.1))
    state, middle, gate_row, bus = 2.9, 2.2, 1.45, 0.6
    both = {"z", "n"} <= set(gates)
    for start, end in ((left + 0.1, z - 0.14), (z + 0.14, n - 0.14)):
        ax.plot([start, end], [state, state], color=LINE, linewidth=2.0)
    arrow(ax, (n + 0.14, state), (left + 3.95, state), width=2.0)
    ax.text(left, state, "$h_{t-1}$", ha="right", va="center")
    ax.text(left + 4.0, state, "$h_t$", ha="left", va="center", color="black" if both else "#BBBBBB")
    ax.plot([left + 0.1, n], [bus, bus], color=LINE, linewidth=1.2)
    ax.text(left, bus, "$x_t, h_{t-1}$", ha="right", va="center")
    for letter, x, name in (("z", z, "update"), ("r", r, "reset"), ("n", n, "candidate")):
        on = letter in gates
        ink, text = (LINE, LINE) if on else (PALE, "#BBBBBB")
        arrow(ax, (x, bus), (x, gate_row - 0.23), ink)
        _gate(ax, x, gate_row, letter, on)
        ax.text(x, bus - 0.12, name, ha="center", va="top", fontsize=8, color=text)
    ink = LINE if "r" in gates else PALE
    arrow(ax, (reset, bus), (reset, gate_row - 0.14), ink)
    arrow(ax, (r + 0.21, gate_row), (reset - 0.14, gate_row), ink)
    ring(ax, reset, gate_row, r"$\times$", "r" in gates)
    arrow(ax, (reset + 0.14, gate_row), (n - 0.21, gate_row), LINE if "n" in gates else PALE)
    for x, letter, part in (
        (reset, "r", "$W_{hn}h_{t-1}$\n$+\\;b_{hn}$"),
        (n, "n", "$W_{in}x_t$\n$+\\;b_{in}$"),
    ):
        colour = LINE if letter in gates else "#BBBBBB"
        ax.text(x + 0.08, (bus + gate_row) / 2 - 0.08, part, ha="left", va="center", fontsize=8, color=colour)
    arrow(ax, (z, gate_row + 0.23), (z, state - 0.14), LINE if "z" in gates else PALE)
    ring(ax, z, state, r"$\times$", "z" in gates)
    ink = LINE if both else PALE
    rest = (z + n) / 2
    ax.plot([z, rest - 0.25], [middle, middle], color=ink, linewidth=1.2)
    arrow(ax, (rest + 0.25, middle), (n - 0.14, middle), ink)
    box(ax, rest, middle, 0.5, 0.28, "$1-z$", "white", ink, "black" if both else "#BBBBBB")
    arrow(ax, (n, gate_row + 0.23), (n, middle - 0.14), LINE if "n" in gates else PALE)
    ring(ax, n, middle, r"$\times$", both)
    arrow(ax, (n, middle + 0.14), (n, state - 0.14), ink)
    ring(ax, n, state, "+", both)
