"""Pictures of one step: a cell with its gates."""

from __future__ import annotations

from typing import TYPE_CHECKING

from torch import nn

from course_utils.drawing.style import GATES, LINE, PALE, WIDTH, arrow, box, canvas, ring
from course_utils.drawing.weights import draw_blocks, matrices_of

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure


def cell_so_far(module: nn.LSTM | nn.LSTMCell, gates: str) -> Figure:
    """Draw an LSTM cell with only the named gates in place, beside the rows of weight_hh they come from.

    gates is any of the letters i, f, g, o, as in "f" or "fig". Raises ValueError for another letter and
    TypeError for another module.
    """
    if set(gates) - set("ifgo"):
        raise ValueError(f"the gates of an LSTM are i, f, g, o, but gates is {gates!r}")
    kind, hidden_size, matrices = matrices_of(module, 0)
    if kind != "LSTM":
        raise TypeError(f"expected an LSTM, but got {type(module).__name__}")
    alt = (
        f"Left: weight_hh with {4 * hidden_size} rows in four blocks i, f, g, o; in colour: {', '.join(gates)}. "
        f"Right: the LSTM cell with these gates in place, the others pale."
    )
    figure, ax = canvas(WIDTH, 3.6, alt)
    draw_blocks(ax, matrices[1:2], "ifgo", gates, left=1.75, right=3.2, room=2.2)
    _draw_cell(ax, 3.75, gates)
    return figure


def _draw_cell(ax: Axes, left: float, gates: str) -> None:
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
        arrow(ax, (x, bus), (x, gate_row - 0.2), ink)
        style = GATES[letter]
        box(ax, x, gate_row, 0.42, 0.4, letter, style.colour if on else "white", ink, style.ink if on else "#BBBBBB")
        ax.text(x, bus - 0.12, name, ha="center", va="top", fontsize=8, color=LINE if on else "#BBBBBB")
    arrow(ax, (f, gate_row + 0.2), (f, state - 0.14), LINE if "f" in gates else PALE)
    ring(ax, f, state, r"$\times$", "f" in gates)
    both = {"i", "g"} <= set(gates)
    mix = (i + g) / 2
    for letter, x, way in (("i", i, -0.12), ("g", g, 0.12)):
        arrow(ax, (x, gate_row + 0.2), (mix + way, middle - 0.09), LINE if letter in gates else PALE)
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
