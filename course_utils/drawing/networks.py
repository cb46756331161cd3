"""Pictures of networks: unrolled over time, handing over their state, sharing their weights."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import deepcopy
from itertools import pairwise
from typing import TYPE_CHECKING

import torch
from torch import Tensor, nn

from course_utils.drawing.style import AXES, CURVES, LINE, PALE, WIDTH, Style, arrow, box, canvas, chip, frame

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure


def unrolled(module: nn.RNNBase, x: Tensor | int, first: int = 1) -> Figure:
    """Draw an nn.RNN, nn.LSTM or nn.GRU unrolled over time, with its inputs and outputs.

    If x is an input of any allowed shape, the picture shows all shapes; if x is just seq_len, it shows
    none. Every layer is a row of boxes, or two rows if there are two directions. Between the boxes of an
    LSTM in one direction stands what passes, h and c. In a long sequence the middle steps are left out.
    Steps are counted from first: with 1, as in formulas, x_1 and h_1 to h_T; with 0, as in code, x[0] and
    so on, and a box has the number of its step, because h_0 is the state before them.
    Raises TypeError for another module, ValueError for one with proj_size, and RuntimeError if x does not
    fit the module.
    """
    if not isinstance(module, nn.RNNBase):
        raise TypeError(f"expected an nn.RNN, nn.LSTM or nn.GRU, but got {type(module).__name__}")
    if module.proj_size:
        raise ValueError(f"the picture shows no projection, but the module has proj_size {module.proj_size}")
    shapes = _shapes(module, x) if isinstance(x, Tensor) else {}
    seq_len = x if isinstance(x, int) else dict(shapes["output"])["seq_len"]
    plan = _Plan(module, seq_len, first)
    figure, ax = canvas(WIDTH, plan.top + 0.95, _alt(module, seq_len, shapes))
    _draw_network(ax, plan)
    for name, y in (("output", plan.top + 0.7), ("h_n", plan.top + 0.35), ("x", 0.52), ("h_0", 0.17)):
        _draw_shape(ax, y, _named(name, module), shapes.get(name, []), _say(name, module), FRAMES.get(name))
    return figure


FRAMES = {"output": AXES["seq_len"], "h_n": AXES["num_layers"]}
SHOWN = 8  # time steps in a picture: more would be too narrow to read


class _Plan:
    """Where the boxes of an unrolled network are, in inches; the lowest row is the forward direction of layer 0."""

    def __init__(self, module: nn.RNNBase, seq_len: int, first: int) -> None:
        self.layers, self.directions = module.num_layers, 2 if module.bidirectional else 1
        self.states = "hc" if isinstance(module, nn.LSTM) else "h"
        half = SHOWN // 2
        self.steps: list[int | None] = list(range(first, first + seq_len))
        self.x, self.h = ("$x_{{{}}}$", "$h_{{{}}}$") if first else ("x[{}]", "{}")  # h_0 is the state before x_1
        if seq_len > SHOWN:
            self.steps[half : seq_len - half + 1] = [None]
        self.left = 1.15 if self.states == "h" else 1.6
        self.pitch = min((WIDTH - 2 * self.left + 0.4) / len(self.steps), 1.2)
        self.xs = [self.left + self.pitch * (k + 0.5) for k in range(len(self.steps))]
        self.lean = 0 if self.directions == 1 else min(0.19, self.pitch * 0.25)
        self.half = min(0.23 if self.directions == 1 else 0.17, self.pitch * 0.3)
        self.band = 0.8 if self.directions == 1 else 1.35
        self.bottom = 1.15
        self.top = self.bottom + self.band * self.layers

    def box(self, column: int, layer: int, direction: int) -> tuple[float, float]:
        """The middle of one box."""
        x = self.xs[column] + self.lean * (2 * direction - 1)
        return x, self.bottom + self.band * layer + 0.4 + 0.55 * direction

    def columns(self, direction: int) -> range:
        """The columns in the order in which a direction reads them."""
        count = len(self.xs)
        return range(count) if direction == 0 else range(count - 1, -1, -1)


def _draw_network(ax: Axes, plan: _Plan) -> None:
    for step, x in zip(plan.steps, plan.xs, strict=True):
        ax.text(x, 0.93, r"$\cdots$" if step is None else plan.x.format(step), ha="center", va="center")
    for layer in range(plan.layers):
        y = plan.bottom + plan.band * layer
        ax.text(0.12, y + plan.band / 2, f"layer {layer}", ha="center", va="center", rotation=90, color=LINE)
        for column, step in enumerate(plan.steps):
            if step is not None:
                _draw_step(ax, plan, column, layer, step)
        for direction in range(plan.directions):
            _draw_row(ax, plan, layer, direction)
    low = plan.box(0, plan.layers - 1, 0)[1] - 0.27
    high = plan.box(0, plan.layers - 1, 0)[1] + 0.27 if plan.directions == 1 else plan.top + 0.1  # the bars are in it
    reach = plan.lean + plan.half + 0.1
    frame(ax, plan.xs[0] - reach, low, plan.xs[-1] + reach, high, FRAMES["output"])


def _draw_step(ax: Axes, plan: _Plan, column: int, layer: int, step: int) -> None:
    """Draw what happens at one step of one layer: the input comes from below, the states leave above."""
    x, floor = plan.xs[column], plan.bottom + plan.band * layer
    if plan.directions == 2:
        for y in (floor, floor + plan.band):
            ax.plot([x - plan.lean, x + plan.lean], [y, y], color=LINE, linewidth=2.2, solid_capstyle="butt")
    if layer == 0:
        arrow(ax, (x, floor - 0.12), (x, floor + (0.02 if plan.directions == 2 else 0.22)))
    for direction in range(plan.directions):
        middle, y = plan.box(column, layer, direction)
        if layer or plan.directions == 2:
            arrow(ax, (middle, floor if plan.directions == 2 else floor - 0.2), (middle, y - 0.18))
        if plan.directions == 2:
            arrow(ax, (middle, y + 0.18), (middle, floor + plan.band))
        box(ax, middle, y, 2 * plan.half, 0.36, "", PALE if direction else "white", LINE)
        ax.text(middle, y, plan.h.format(step), ha="center", va="center", zorder=4)


def _draw_row(ax: Axes, plan: _Plan, layer: int, direction: int) -> None:
    """Draw the path of one direction through time, from its first state to its last, and frame the last."""
    way, columns = 1 - 2 * direction, plan.columns(direction)
    middles = [plan.box(column, layer, direction) for column in columns]
    row = layer * plan.directions + direction
    y, reach = middles[0][1], plan.half * way
    start = plan.xs[columns[0]] - way * (plan.pitch * 0.5 + 0.12)
    end = plan.xs[columns[-1]] + way * (plan.pitch * 0.5 + 0.12)
    arrow(ax, (start, y), (middles[0][0] - reach, y))
    for (x, _), (following, _) in pairwise(middles):
        arrow(ax, (x + reach, y), (following - reach, y))
        if plan.states == "hc" and plan.directions == 1:  # with two, the other direction's arrows pass there
            ax.text((x + following) / 2 - 0.03, y + 0.03, "$h,c$", ha="center", va="bottom", fontsize=7.5)
    arrow(ax, (middles[-1][0] + reach, y), (end, y))
    for x, name, side in ((start, "0", -way), (end, "n", way)):
        text = ", ".join(f"{letter}_{name}[{row}]" for letter in plan.states)
        ax.text(x + 0.05 * side, y, text, ha="left" if side > 0 else "right", va="center", fontsize=9)
    x = middles[-1][0]
    frame(ax, x - plan.half - 0.06, y - 0.23, x + plan.half + 0.06, y + 0.23, FRAMES["h_n"])


def _draw_shape(
    ax: Axes, y: float, name: str, sizes: Sequence[tuple[str, int]], saying: str, style: Style | None
) -> None:
    """Write one line: what it is, its shape axis by axis, and what it means."""
    if style:
        ax.plot([0.08, 0.5], [y, y], color=style.colour, linestyle=style.line, linewidth=2.5)
    x = 0.7 + 0.085 * max(len(name), 8)
    ax.text(0.6, y, name, ha="left", va="center", weight="bold")
    for axis, size in sizes:
        text = f"{axis.replace('2 x', '2 ·')} = {size}" if axis.startswith("2 x ") else f"{axis} {size}"
        width = 0.17 + 0.066 * len(text)
        chip(ax, x + width / 2, y, text, AXES[axis.removeprefix("2 x ")])
        x += width + 0.05
    ax.text(x + 0.07, y, saying, ha="left", va="center", color=LINE)


def _named(name: str, module: nn.RNNBase) -> str:
    return f"{name}, {name.replace('h', 'c')}" if isinstance(module, nn.LSTM) and name.startswith("h_") else name


def _say(name: str, module: nn.RNNBase) -> str:
    return {
        "output": "every step of the top layer",
        "h_n": "last step of every layer" + " and direction" * module.bidirectional,
        "x": "the input, one step at a time",
        "h_0": "before the first step",
    }[name]


@torch.no_grad()
def _shapes(module: nn.RNNBase, x: Tensor) -> dict[str, list[tuple[str, int]]]:
    """The axes of x, h_0, output and h_n with their sizes, found by running a copy of the module without numbers."""
    outer = ["seq_len"] if x.dim() == 2 else ["batch", "seq_len"] if module.batch_first else ["seq_len", "batch"]
    time = outer.index("seq_len")
    # Two steps are enough to find every size except seq_len, and a "meta" module is slow at each step.
    output, state = deepcopy(module).to("meta")(x.detach().to("meta").narrow(time, 0, min(2, x.shape[time])))
    h_n = state[0] if isinstance(module, nn.LSTM) else state
    twice = "2 x " * module.bidirectional
    inner = [f"{twice}num_layers", *(axis for axis in outer if axis == "batch"), "hidden_size"]
    outputs = [x.shape[time] if k == time else size for k, size in enumerate(output.shape)]
    return {
        "x": list(zip([*outer, "input_size"], x.shape, strict=True)),
        "output": list(zip([*outer, f"{twice}hidden_size"], outputs, strict=True)),
        "h_0": list(zip(inner, h_n.shape, strict=True)),
        "h_n": list(zip(inner, h_n.shape, strict=True)),
    }


def _alt(module: nn.RNNBase, seq_len: int, shapes: Mapping[str, Sequence[tuple[str, int]]]) -> str:
    kind, layers = type(module).__name__, module.num_layers
    both = " in two directions, the backward one from the last step to the first" * module.bidirectional
    text = f"{layers} layer{'s' * (layers > 1)} by {seq_len} time steps of one {kind}{both}."
    for name in ("x", "h_0", "output", "h_n"):
        sizes = f" ({', '.join(f'{axis} {size}' for axis, size in shapes[name])})" if shapes else ""
        text += f" {_named(name, module)}{sizes}: {_say(name, module)}."
    return text


def encoder_decoder(source: Sequence[object], target: Sequence[object], handed_over: str = "(h, c)") -> Figure:
    """Draw an encoder that reads the source and hands its state to a decoder that writes the target."""
    alt = (
        f"An encoder reads {', '.join(map(str, source))}. An arrow hands {handed_over} to a decoder, which writes "
        f"{', '.join(map(str, target))}, each written symbol being the next input."
    )
    figure, ax = canvas(WIDTH, 2.2, alt)
    step = (WIDTH - 1.3) / (len(source) + len(target))
    encoder = [0.1 + step * (t + 0.5) for t in range(len(source))]
    decoder = [1.2 + step * (len(source) + t + 0.5) for t in range(len(target))]
    for xs, face, inputs in (
        (encoder, PALE, source),
        (decoder, "white", ["start", *target[:-1]]),
    ):
        for x, symbol in zip(xs, inputs, strict=True):
            ax.text(x, 0.25, str(symbol), ha="center", va="center")
            arrow(ax, (x, 0.42), (x, 0.83))
            box(ax, x, 1.05, min(0.5, step * 0.6), 0.4, "", face, LINE)
        for left, right in pairwise(xs):
            arrow(ax, (left + step * 0.3, 1.05), (right - step * 0.3, 1.05))
    for x, symbol in zip(decoder, target, strict=True):
        arrow(ax, (x, 1.27), (x, 1.6))
        ax.text(x, 1.75, str(symbol), ha="center", va="center", weight="bold")
    arrow(ax, (encoder[-1] + step * 0.3, 1.05), (decoder[0] - step * 0.3, 1.05), width=2.5)
    ax.text((encoder[-1] + decoder[0]) / 2, 1.17, handed_over, ha="center", va="bottom", weight="bold")
    ax.text(encoder[0] - step * 0.3, 1.75, "encoder", ha="left", va="center", color=LINE)
    ax.text(decoder[0] - step * 0.4, 1.75, "decoder", ha="right", va="center", color=LINE)
    return figure


def task_shapes(tasks: Mapping[str, tuple[Sequence[int], Sequence[int]]]) -> Figure:
    """Draw networks unrolled over time, each with inputs at some steps and outputs at some, both counted from 1.

    tasks maps a name, which may have two lines, to the steps with an input and the steps with an output.
    """
    lengths = [max(*inputs, *outputs) for inputs, outputs in tasks.values()]
    listed = (
        f"{' '.join(name.split())}: inputs at {', '.join(map(str, inputs))}, outputs at {', '.join(map(str, outputs))}"
        for name, (inputs, outputs) in tasks.items()
    )
    figure, ax = canvas(WIDTH, 2.5, f"Networks unrolled over time, by steps. {'; '.join(listed)}.")
    margin, gap, wide = 0.25, 0.5, 0.23
    pitch = min(0.5, (WIDTH - 2 * margin - gap * (len(tasks) - 1)) / sum(lengths))
    left = (WIDTH - pitch * sum(lengths) - gap * (len(tasks) - 1)) / 2
    for (name, (inputs, outputs)), seq_len in zip(tasks.items(), lengths, strict=True):
        xs = [left + pitch * (t + 0.5) for t in range(seq_len)]
        ax.text((xs[0] + xs[-1]) / 2, 2.25, name, ha="center", va="center", weight="bold", fontsize=10)
        for t, x in enumerate(xs, start=1):
            box(ax, x, 1.05, wide, 0.34, "", PALE, LINE)
            if t in inputs:
                box(ax, x, 0.3, wide, 0.28, "", AXES["input_size"].colour, LINE)
                arrow(ax, (x, 0.46), (x, 0.86))
            if t in outputs:
                box(ax, x, 1.8, wide, 0.28, "", AXES["seq_len"].colour, LINE)
                arrow(ax, (x, 1.24), (x, 1.64))
        for start, end in pairwise(xs):
            arrow(ax, (start + wide / 2, 1.05), (end - wide / 2, 1.05))
        left += pitch * seq_len + gap
    return figure


def weight_sharing(dense: nn.Linear, convolution: nn.Conv1d, recurrent: nn.RNN) -> Figure:
    """Draw three maps between sequences of numbers: a line for each use of a weight, a style for each weight.

    dense maps T numbers to T numbers; convolution and recurrent have one channel, one input and one unit, and no
    biases. Raises ValueError for other sizes.
    """
    seq_len, width = dense.in_features, convolution.kernel_size[0]
    counts = [sum(p.numel() for p in layer.parameters()) for layer in (dense, convolution, recurrent)]
    if counts != [seq_len**2, width, 2]:
        raise ValueError(f"expected {seq_len**2}, {width} and 2 weights without biases, but got {counts}")
    alt = (
        f"{seq_len} inputs and {seq_len} outputs, three times. Dense: {counts[0]} weights, each used once. "
        f"Convolution: {counts[1]} weights, the same at every step. Recurrent: 2 weights, the same at every step."
    )
    figure, ax = canvas(WIDTH, 2.9, alt)
    names = ("dense", "convolution", "recurrent")
    sayings = ("each used once", "shared over space", "shared over time")
    pitch = 0.5
    for panel, (name, count, saying) in enumerate(zip(names, counts, sayings, strict=True)):
        left = 0.08 + panel * 2.67
        xs = [left + pitch * (t + 0.5) for t in range(seq_len)]
        middle = (xs[0] + xs[-1]) / 2
        ax.text(middle, 2.72, name, ha="center", va="center", weight="bold", fontsize=12)
        ax.text(middle, 0.15, f"{count} weights, {saying}", ha="center", va="center", color=LINE)
        for t, x in enumerate(xs):
            ax.text(x, 0.45, f"$x_{{{t + 1}}}$", ha="center", va="center")
            ax.text(x, 2.4, f"$h_{{{t + 1}}}$", ha="center", va="center")
        for source, target, style in _uses(name, seq_len, width):
            if name == "recurrent" and source != target:
                arrow(ax, (xs[source] + 0.13, 2.4), (xs[target] - 0.14, 2.4), style.colour, 1.8)
            else:
                ends = (xs[source], xs[target]), (0.65, 2.2)
                ax.plot(*ends, color=style.colour, linestyle=style.line, linewidth=1.5)
    return figure


def _uses(name: str, seq_len: int, width: int) -> list[tuple[int, int, Style]]:
    """The uses of weights: the step where each begins, the step where it ends, and the style of its weight."""
    if name == "dense":
        return [(s, t, Style("#999999", "-", "black")) for s in range(seq_len) for t in range(seq_len)]
    if name == "recurrent":
        across = [(t, t + 1, CURVES[2]) for t in range(seq_len - 1)]
        return [*((t, t, CURVES[1]) for t in range(seq_len)), *across]
    styles = (CURVES[0], CURVES[1], CURVES[3], CURVES[4], CURVES[5])
    offsets = [(k, k - width // 2) for k in range(width)]
    return [
        (t + offset, t, styles[k % 5]) for t in range(seq_len) for k, offset in offsets if 0 <= t + offset < seq_len
    ]
