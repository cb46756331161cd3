"""Every picture of the course, drawn from the modules and tensors themselves.

Each function returns a matplotlib Figure with an `alt` text. Colours and line styles have one meaning in every
lesson and are defined here once. matplotlib is imported when the first picture is drawn.
"""

from __future__ import annotations

import base64
import io
from collections.abc import Mapping, Sequence
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

import torch
from torch import Tensor, nn

from course_utils.recurrence import Trace

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure


class Style(NamedTuple):
    """How one thing looks everywhere: its colour, its line style and the colour of text on it."""

    colour: str
    line: str | tuple[int, tuple[int, ...]]
    ink: str


# Colours of Okabe and Ito (2008), https://jfly.uni-koeln.de/color/, told apart by colour-blind readers.
# Within each table they differ in lightness too, so the pictures survive a greyscale printer.
GATES = {
    "i": Style("#E69F00", "--", "black"),
    "f": Style("#D55E00", "-", "white"),
    "g": Style("#CC79A7", ":", "black"),
    "o": Style("#0072B2", "-.", "white"),
}
GATES |= {"r": GATES["i"], "z": GATES["f"], "n": GATES["g"], "h": GATES["g"]}
AXES = {
    "seq_len": Style("#009E73", "-", "white"),
    "batch": Style("#56B4E9", "--", "black"),
    "input_size": Style("#F0E442", ":", "black"),
    "hidden_size": Style("#000000", "-.", "white"),
    "num_layers": Style("#999999", (0, (5, 1, 1, 1, 1, 1)), "black"),
}
STATES = {"c": Style("#000000", "-", "white"), "h": Style("#777777", "--", "white")}
CURVES = (
    Style("#000000", "-", "white"),
    Style("#D55E00", "--", "white"),
    Style("#0072B2", "-.", "white"),
    Style("#E69F00", ":", "black"),
    Style("#56B4E9", (0, (9, 2)), "black"),
    Style("#009E73", (0, (3, 1, 1, 1, 1, 1)), "white"),
)
NAMES = {
    **{"i": "input", "f": "forget", "g": "candidate", "o": "output"},
    **{"r": "reset", "z": "update", "n": "candidate", "h": "state"},
}
BLOCKS = {"RNN": "h", "LSTM": "ifgo", "GRU": "rzn"}
PALE, LINE = "#DDDDDD", "#444444"
WIDTH = 8.0  # inches: the width of a notebook's output


def gate_blocks(module: nn.RNNBase | nn.RNNCellBase, layer: int = 0) -> Figure:
    """Draw the weight matrices and biases of one layer to scale, cut into the blocks of its gates.

    Works for an RNN, LSTM or GRU and their cells; of a bidirectional layer it draws the forward direction.
    In small matrices every square is one weight, darker for a larger magnitude. Biases of a large layer are
    drawn a little wider than they are, or they would not be seen. Raises TypeError for another module and
    ValueError for one with proj_size.
    """
    kind, hidden_size, matrices = _matrices(module, layer)
    gates = BLOCKS[kind]
    figure, ax = _canvas(WIDTH, 4.0, _alt_blocks(kind, hidden_size, matrices))
    _draw_blocks(ax, matrices, gates, gates, left=2.1, right=WIDTH - 0.1, room=2.6)
    return figure


def cell_so_far(module: nn.LSTM | nn.LSTMCell, gates: str) -> Figure:
    """Draw an LSTM cell with only the named gates in place, beside the rows of weight_hh they come from.

    gates is any of the letters i, f, g, o, as in "f" or "fig". Raises ValueError for another letter and
    TypeError for another module.
    """
    if set(gates) - set("ifgo"):
        raise ValueError(f"the gates of an LSTM are i, f, g, o, but gates is {gates!r}")
    kind, hidden_size, matrices = _matrices(module, 0)
    if kind != "LSTM":
        raise TypeError(f"expected an LSTM, but got {type(module).__name__}")
    alt = (
        f"Left: weight_hh with {4 * hidden_size} rows in four blocks i, f, g, o; in colour: {', '.join(gates)}. "
        f"Right: the LSTM cell with these gates in place, the others pale."
    )
    figure, ax = _canvas(WIDTH, 3.6, alt)
    _draw_blocks(ax, matrices[1:2], "ifgo", gates, left=1.75, right=3.2, room=2.2)
    _draw_cell(ax, 3.75, gates)
    return figure


def unrolled(module: nn.RNNBase, seq_len: int) -> Figure:
    """Draw a network unrolled over time, a row for each layer, with what it returns framed.

    Works for one direction. Raises ValueError for a bidirectional module.
    """
    if module.bidirectional:
        raise ValueError("the picture shows one direction, but the module has two")
    layers, lstm = module.num_layers, isinstance(module, nn.LSTM)
    returned = "h_n and c_n" if lstm else "h_n"
    alt = (
        f"{layers} layers by {seq_len} time steps of one {type(module).__name__}. A frame around the top row: "
        f"output. A frame around the last column: {returned}."
    )
    figure, ax = _canvas(WIDTH, 1.6 + 0.85 * layers, alt)
    step = (WIDTH - 2.4) / seq_len
    xs = [0.9 + step * (t + 0.5) for t in range(seq_len)]
    ys = [0.95 + 0.85 * k for k in range(layers)]
    for t, x in enumerate(xs):
        ax.text(x, 0.2, f"$x_{{{t}}}$", ha="center", va="center")
        for k, y in enumerate(ys):
            _arrow(ax, (x, y - 0.55 if k else y - 0.6), (x, y - 0.22))
            _box(ax, x, y, min(0.5, step * 0.6), 0.4, "", "#FFFFFF", LINE)
            ax.text(x, y, f"$h_{{{t}}}$", ha="center", va="center")
            if t:
                _arrow(ax, (xs[t - 1] + min(0.25, step * 0.3), y), (x - min(0.25, step * 0.3), y))
    for k, y in enumerate(ys):
        ax.text(0.1, y, f"layer {k}", ha="left", va="center", color=LINE)
    half = min(0.25, step * 0.3) + 0.1
    top, last = ys[-1], xs[-1]
    _frame(ax, xs[0] - half, top - 0.3, last + half + 0.07, top + 0.37, AXES["seq_len"])
    ax.text(xs[0] - half, top + 0.47, "output: every step of the top layer", ha="left", va="bottom")
    _frame(ax, last - half, ys[0] - 0.3, last + half, top + 0.3, AXES["num_layers"])
    ax.text(last + half + 0.15, (ys[0] + top) / 2, f"{returned}:\nlast step of\nevery layer", ha="left", va="center")
    return figure


def encoder_decoder(source: Sequence[object], target: Sequence[object], handed_over: str = "(h, c)") -> Figure:
    """Draw an encoder that reads the source and hands its state to a decoder that writes the target."""
    alt = (
        f"An encoder reads {', '.join(map(str, source))}. An arrow hands {handed_over} to a decoder, which writes "
        f"{', '.join(map(str, target))}, each written symbol being the next input."
    )
    figure, ax = _canvas(WIDTH, 2.2, alt)
    step = (WIDTH - 1.3) / (len(source) + len(target))
    encoder = [0.1 + step * (t + 0.5) for t in range(len(source))]
    decoder = [1.2 + step * (len(source) + t + 0.5) for t in range(len(target))]
    for xs, face, inputs in (
        (encoder, PALE, source),
        (decoder, "white", ["start", *target[:-1]]),
    ):
        for x, symbol in zip(xs, inputs, strict=True):
            ax.text(x, 0.25, str(symbol), ha="center", va="center")
            _arrow(ax, (x, 0.42), (x, 0.83))
            _box(ax, x, 1.05, min(0.5, step * 0.6), 0.4, "", face, LINE)
        for left, right in pairwise(xs):
            _arrow(ax, (left + step * 0.3, 1.05), (right - step * 0.3, 1.05))
    for x, symbol in zip(decoder, target, strict=True):
        _arrow(ax, (x, 1.27), (x, 1.6))
        ax.text(x, 1.75, str(symbol), ha="center", va="center", weight="bold")
    _arrow(ax, (encoder[-1] + step * 0.3, 1.05), (decoder[0] - step * 0.3, 1.05), width=2.5)
    ax.text((encoder[-1] + decoder[0]) / 2, 1.17, handed_over, ha="center", va="bottom", weight="bold")
    ax.text(encoder[0] - step * 0.3, 1.75, "encoder", ha="left", va="center", color=LINE)
    ax.text(decoder[0] - step * 0.4, 1.75, "decoder", ha="right", va="center", color=LINE)
    return figure


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
    figure = _figure(WIDTH, 3.6 + 0.55 * rows, alt)
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
    figure = _figure(WIDTH, 3.6, alt)
    ax = figure.subplots()
    for (name, values), style in zip(curves.items(), CURVES, strict=False):
        ax.plot(values.numpy(), color=style.colour, linestyle=style.line, linewidth=1.8, label=name)
    figure.legend(loc="outside upper left", ncols=3, frameon=False, handlelength=3)
    return figure, ax


class _Matrix(NamedTuple):
    name: str
    values: Tensor
    axis: str | None


def _matrices(module: nn.Module, layer: int) -> tuple[str, int, list[_Matrix]]:
    if not isinstance(module, nn.RNNBase | nn.RNNCellBase):
        raise TypeError(f"expected a recurrent layer or cell, but got {type(module).__name__}")
    kind = type(module).__name__.removesuffix("Cell")
    if getattr(module, "proj_size", 0):
        raise ValueError(f"the picture shows no projection, but the module has proj_size {module.proj_size}")
    suffix = "" if isinstance(module, nn.RNNCellBase) else f"_l{layer}"
    columns = {"weight_ih": "input_size" if layer == 0 else "hidden_size", "weight_hh": "hidden_size"}
    names = ["weight_ih", "weight_hh"] + ["bias_ih", "bias_hh"] * module.bias
    matrices = [_Matrix(name + suffix, getattr(module, name + suffix).detach(), columns.get(name)) for name in names]
    return kind, module.hidden_size, matrices


def _alt_blocks(kind: str, hidden_size: int, matrices: Sequence[_Matrix]) -> str:
    sizes = ", ".join(f"{m.name} {' x '.join(map(str, m.values.shape))}" for m in matrices)
    gates = BLOCKS[kind]
    return f"{kind}: {sizes}; each cut into {len(gates)} block(s) {', '.join(gates)} of {hidden_size} rows."


def _draw_blocks(
    ax: Axes, matrices: Sequence[_Matrix], gates: str, coloured: str, left: float, right: float, room: float
) -> None:
    """Draw matrices side by side in a canvas measured in inches, one unit of length for every row and column."""
    rows = len(matrices[0].values)
    columns = [m.values.shape[1] if m.values.dim() == 2 else 1 for m in matrices]
    narrow, gap = 1.15, 0.3
    spare = right - left - (narrow + gap) * (len(matrices) - 1)
    unit = min(room / rows, spare / sum(columns), 0.2)
    height, block = rows * unit, rows * unit / len(gates)
    top = 0.75 + room - (room - height) / 2
    single = max(matrix.values.numel() for matrix in matrices) <= 1500
    x = left
    for matrix, count in zip(matrices, columns, strict=True):
        width = max(count * unit, 0.1)
        pitch = max(width, narrow)
        start = x + (pitch - width) / 2
        _fill(ax, matrix.values, gates, coloured, single, (start, start + width, top - height, top))
        ax.text(start + width / 2, top + 0.14, matrix.name, ha="center", va="bottom")
        size = " x ".join(map(str, matrix.values.shape))
        ax.text(start + width / 2, top - height - 0.12, size, ha="center", va="top", weight="bold")
        if matrix.axis:
            twice = "2 x " if matrix.axis == "hidden_size" and count > rows // len(gates) else ""
            _chip(ax, start + width / 2, top - height - 0.5, f"{twice}{matrix.axis} {count}", AXES[matrix.axis])
        x += pitch + gap
    each = f"{rows // len(gates)} row{'s' * (rows > len(gates))}"
    if block < 0.15:
        ax.text(left - 0.1, top - height / 2, f"{', '.join(gates)}:\n{each} each", ha="right", va="center")
        return
    for k, gate in enumerate(gates):
        y = top - (k + 0.5) * block
        if gate in coloured:
            ax.text(left, y, gate, ha="right", va="center", weight="bold")
            ax.text(left - 0.2, y, NAMES[gate], ha="right", va="center")
        ax.text(left - 1.05, y, each, ha="right", va="center", color=LINE)


def _fill(
    ax: Axes, values: Tensor, gates: str, coloured: str, single: bool, box: tuple[float, float, float, float]
) -> None:
    from matplotlib.colors import to_rgb

    rows = values.reshape(len(values), -1).abs()
    # Single weights show only while they are few; thousands would be grey noise and a large file.
    strength = 0.25 + 0.75 * rows / rows.max() if single else torch.ones_like(rows)
    colours = [GATES[gate].colour if gate in coloured else PALE for gate in gates]
    blocks = torch.tensor([to_rgb(colour) for colour in colours]).repeat_interleave(len(rows) // len(gates), 0)
    image = 1 - strength.unsqueeze(-1) * (1 - blocks.unsqueeze(1))
    left, right, bottom, top = box
    ax.imshow(image.numpy(), extent=box, interpolation="nearest", aspect="auto", zorder=1)
    for k in range(len(gates) + 1):
        y = bottom + (top - bottom) * k / len(gates)
        ax.plot([left, right], [y, y], color="black", linewidth=1)
    for x in (left, right):
        ax.plot([x, x], [bottom, top], color="black", linewidth=1)


def _draw_cell(ax: Axes, left: float, gates: str) -> None:
    """Draw the LSTM cell in inches, its left edge at `left`, with the missing gates pale."""
    f, i, g, o, end = (left + dx for dx in (0.75, 1.4, 2.0, 2.75, 3.35))
    state, middle, gate_row, bus = 2.9, 2.2, 1.45, 0.6
    _arrow(ax, (left + 0.1, state), (left + 3.95, state), width=2.0)
    ax.text(left, state, "$c_{t-1}$", ha="right", va="center")
    ax.text(left + 4.0, state, "$c_t$", ha="left", va="center")
    ax.plot([left + 0.1, o], [bus, bus], color=LINE, linewidth=1.2)
    ax.text(left, bus, "$x_t, h_{t-1}$", ha="right", va="center")
    for letter, x, name in ((("f"), f, "forget"), ("i", i, "input"), ("g", g, "candidate"), ("o", o, "output")):
        on = letter in gates
        ink = LINE if on else PALE
        _arrow(ax, (x, bus), (x, gate_row - 0.2), ink)
        style = GATES[letter]
        _box(ax, x, gate_row, 0.42, 0.4, letter, style.colour if on else "white", ink, style.ink if on else "#BBBBBB")
        ax.text(x, bus - 0.12, name, ha="center", va="top", fontsize=8, color=LINE if on else "#BBBBBB")
    _arrow(ax, (f, gate_row + 0.2), (f, state - 0.14), LINE if "f" in gates else PALE)
    _round(ax, f, state, r"$\times$", "f" in gates)
    both = {"i", "g"} <= set(gates)
    mix = (i + g) / 2
    for letter, x, way in (("i", i, -0.12), ("g", g, 0.12)):
        _arrow(ax, (x, gate_row + 0.2), (mix + way, middle - 0.09), LINE if letter in gates else PALE)
    _round(ax, mix, middle, r"$\times$", both)
    _arrow(ax, (mix, middle + 0.14), (mix, state - 0.14), LINE if both else PALE)
    _round(ax, mix, state, "+", both)
    ink = LINE if "o" in gates else PALE
    _arrow(ax, (end, state), (end, middle + 0.14), ink)
    _box(ax, end, middle, 0.5, 0.28, "tanh", "white", ink, "black" if "o" in gates else "#BBBBBB")
    _arrow(ax, (end, middle - 0.14), (end, gate_row + 0.14), ink)
    _arrow(ax, (o + 0.21, gate_row), (end - 0.14, gate_row), ink)
    _round(ax, end, gate_row, r"$\times$", "o" in gates)
    _arrow(ax, (end + 0.14, gate_row), (left + 3.95, gate_row), ink)
    ax.text(left + 4.0, gate_row, "$h_t$", ha="left", va="center", color="black" if "o" in gates else "#BBBBBB")


def _arrow(
    ax: Axes, start: tuple[float, float], end: tuple[float, float], colour: str = LINE, width: float = 1.2
) -> None:
    arrow = {"arrowstyle": "-|>", "color": colour, "linewidth": width, "shrinkA": 0, "shrinkB": 0}
    ax.annotate("", xy=end, xytext=start, arrowprops=arrow)


def _box(
    ax: Axes, x: float, y: float, width: float, height: float, text: str, face: str, edge: str, ink: str = "black"
) -> None:
    from matplotlib.patches import FancyBboxPatch

    corner = (x - width / 2, y - height / 2)
    style = "round,pad=0,rounding_size=0.06"
    ax.add_patch(FancyBboxPatch(corner, width, height, style, facecolor=face, edgecolor=edge, zorder=2))
    ax.text(x, y, text, ha="center", va="center", color=ink, weight="bold", fontsize=10, zorder=3)


def _round(ax: Axes, x: float, y: float, text: str, on: bool) -> None:
    from matplotlib.patches import Circle

    ax.add_patch(Circle((x, y), 0.14, facecolor="white", edgecolor=LINE if on else PALE, zorder=2))
    ax.text(x, y, text, ha="center", va="center", color="black" if on else "#BBBBBB", fontsize=11, zorder=3)


def _frame(ax: Axes, left: float, bottom: float, right: float, top: float, style: Style) -> None:
    from matplotlib.patches import FancyBboxPatch

    box = FancyBboxPatch(
        (left, bottom),
        right - left,
        top - bottom,
        "round,pad=0,rounding_size=0.1",
        facecolor="none",
        edgecolor=style.colour,
        linestyle=style.line,
        linewidth=2,
    )
    ax.add_patch(box)


def _chip(ax: Axes, x: float, y: float, text: str, style: Style) -> None:
    box = {"boxstyle": "round,pad=0.25", "facecolor": style.colour, "edgecolor": LINE, "linewidth": 0.8}
    ax.text(x, y, text, ha="center", va="center", color=style.ink, fontsize=9, bbox=box)


def _canvas(width: float, height: float, alt: str) -> tuple[Figure, Axes]:
    """An empty figure whose one pair of axes is measured in inches."""
    figure = _figure(width, height, alt, layout=None)
    ax = figure.add_axes((0, 0, 1, 1))
    ax.set_axis_off()
    ax.set_xlim(0, width)
    ax.set_ylim(0, height)
    ax.set_autoscale_on(False)
    return figure, ax


def _figure(width: float, height: float, alt: str, layout: str | None = "constrained") -> Figure:
    picture: Figure = _picture()(figsize=(width, height), layout=layout, facecolor="white")
    picture.alt = alt  # type: ignore[attr-defined]
    return picture


@cache
def _picture() -> Any:
    """The Figure class that shows itself in a notebook with its alt text, whatever backend is set."""
    from matplotlib.figure import Figure
    from PIL import Image

    class Picture(Figure):
        alt = ""

        def _repr_mimebundle_(self, **_: object) -> tuple[dict[str, str], dict[str, dict[str, object]]]:
            drawn, small = io.BytesIO(), io.BytesIO()
            self.savefig(drawn, format="png", dpi=144)
            Image.open(drawn).convert("RGB").quantize(128).save(small, format="png", optimize=True)
            data = {"image/png": base64.b64encode(small.getvalue()).decode(), "text/plain": self.alt}
            return data, {"image/png": {"alt": self.alt, "width": round(100 * self.get_figwidth())}}

    return Picture
