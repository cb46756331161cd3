"""Pictures of weight matrices, cut into the blocks of their gates."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

import torch
from torch import Tensor, nn

from course_utils.drawing.style import AXES, BLOCKS, CURVES, GATES, LINE, NAMES, PALE, WIDTH, blank, canvas, chip

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure


def gate_blocks(module: nn.RNNBase | nn.RNNCellBase, layer: int = 0) -> Figure:
    """Draw the weight matrices and biases of one layer to scale, cut into the blocks of its gates.

    Works for an RNN, LSTM or GRU and their cells; of a bidirectional layer it draws the forward direction.
    In small matrices every square is one weight, darker for a larger magnitude. Biases of a large layer are
    drawn a little wider than to scale, because they would be invisible. Raises TypeError for another module and
    ValueError for one with proj_size.
    """
    kind, hidden_size, matrices = matrices_of(module, layer)
    gates = BLOCKS[kind]
    figure, ax = canvas(WIDTH, 4.0, _alt_blocks(kind, hidden_size, matrices))
    draw_blocks(ax, matrices, gates, gates, left=2.1, right=WIDTH - 0.1, room=2.6)
    return figure


def parameters_by_size(counts: Mapping[str, Sequence[int]], budget: int) -> Figure:
    """Draw the number of parameters against hidden_size, a curve for each kind, and the largest size within a budget.

    counts maps a kind to its numbers of parameters for hidden_size 1, 2, ..., which grow. The budget is a grey line.
    Raises ValueError if a curve does not cross it, and for more than six kinds.
    """
    if len(counts) > len(CURVES):
        raise ValueError(f"there are styles for {len(CURVES)} kinds, but {len(counts)} were given")
    sizes = {name: sum(number <= budget for number in numbers) for name, numbers in counts.items()}
    for name, size in sizes.items():
        if not 0 < size < len(counts[name]):
            raise ValueError(f"the parameters of {name} do not cross the budget of {budget}")
    largest = "; ".join(f"{name} {size}" for name, size in sizes.items())
    alt = f"Number of parameters against hidden_size; the largest sizes within a budget of {budget:,}: {largest}."
    figure = blank(WIDTH, 3.8, alt)
    ax = figure.subplots()
    for (name, numbers), style, marker in zip(counts.items(), CURVES, "os^Dv*", strict=False):
        size = sizes[name]
        steps = range(1, len(numbers) + 1)
        ax.plot(steps, numbers, color=style.colour, linestyle=style.line, linewidth=1.8, label=name)
        ax.plot([size] * 2, [0, numbers[size - 1]], color=style.colour, linewidth=0.8)
        ax.plot([size], [numbers[size - 1]], marker, color=style.colour, markersize=6)
        ax.annotate(str(size), (size, 0), (3, 5), textcoords="offset points", color=style.colour, weight="bold")
    ax.axhline(budget, color="#777777", linewidth=0.8, zorder=0)
    ax.annotate("budget", (1, budget), (4, 0), ("axes fraction", "data"), "offset points", va="center", color="#555555")
    ax.set(xlabel="hidden_size", ylabel="parameters of one layer", ylim=(0, 2 * budget))
    ax.set_xlim(0, 1.1 * max(sizes.values()))
    ax.yaxis.set_major_formatter(lambda value, _: f"{value:,.0f}")
    figure.legend(loc="outside upper left", ncols=3, frameon=False, handlelength=3)
    return figure


class Matrix(NamedTuple):
    """A parameter to draw: its name, its values, and the axis its columns run along (None for a bias)."""

    name: str
    values: Tensor
    axis: str | None


def matrices_of(module: nn.Module, layer: int) -> tuple[str, int, list[Matrix]]:
    """The kind of a recurrent layer or cell, its hidden_size, and the parameters of one layer.

    Raises TypeError for another module and ValueError for one with proj_size.
    """
    if not isinstance(module, nn.RNNBase | nn.RNNCellBase):
        raise TypeError(f"expected a recurrent layer or cell, but got {type(module).__name__}")
    kind = type(module).__name__.removesuffix("Cell")
    if getattr(module, "proj_size", 0):
        raise ValueError(f"the picture shows no projection, but the module has proj_size {module.proj_size}")
    suffix = "" if isinstance(module, nn.RNNCellBase) else f"_l{layer}"
    columns = {"weight_ih": "input_size" if layer == 0 else "hidden_size", "weight_hh": "hidden_size"}
    names = ["weight_ih", "weight_hh"] + ["bias_ih", "bias_hh"] * module.bias
    matrices = [Matrix(name + suffix, getattr(module, name + suffix).detach(), columns.get(name)) for name in names]
    return kind, module.hidden_size, matrices


def _alt_blocks(kind: str, hidden_size: int, matrices: Sequence[Matrix]) -> str:
    sizes = ", ".join(f"{m.name} {' x '.join(map(str, m.values.shape))}" for m in matrices)
    gates = BLOCKS[kind]
    return f"{kind}: {sizes}; each cut into {len(gates)} block(s) {', '.join(gates)} of {hidden_size} rows."


def draw_blocks(
    ax: Axes, matrices: Sequence[Matrix], gates: str, coloured: str, left: float, right: float, room: float
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
            chip(ax, start + width / 2, top - height - 0.5, f"{twice}{matrix.axis} {count}", AXES[matrix.axis])
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
    # Single weights are drawn only if they are few; thousands would be grey noise and a large file.
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
