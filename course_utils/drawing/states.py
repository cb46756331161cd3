"""Pictures of states: where they lie in `output` and `h_n`, which steps they depend on, and how they are handed on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import torch
from torch import Tensor

from course_utils.drawing.style import AXES, DIRECTIONS, LINE, PALE, WIDTH, Style, arrow, box, canvas, chip

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_BLACK = Style("#000000", "-", "white")


def state_layout(output: Tensor, h_n: Tensor, num_layers: int) -> Figure:
    """Draw every number of `output` and `h_n`, and frame the pieces of `output` that are rows of `h_n`.

    Shapes: output (T, B, D*H), h_n (L*D, B, H). The pieces are found by comparing the numbers. Every square is
    one number in the colour of its direction, darker if it is farther from zero. Raises ValueError if the rows of h_n
    do not fit the number of layers, or if the hidden sizes do not match.
    """
    rows, batch, hidden_size = h_n.shape
    directions = rows // num_layers
    if directions not in (1, 2) or directions * num_layers != rows:
        raise ValueError(f"h_n has {rows} rows, which is neither once nor twice num_layers {num_layers}")
    if output.shape[1:] != (batch, directions * hidden_size):
        raise ValueError(
            f"output is {tuple(output.shape)}, but its last two sizes must be {batch} and {directions * hidden_size}"
        )
    output, h_n = output.detach(), h_n.detach()
    found = [_piece(output, h_n[row], row % directions) for row in range(rows)]
    sayings = [_saying(row, directions, hidden_size, found[row]) for row in range(rows)]
    alt = (
        f"Above: output, {len(output)} rows of {directions} x {hidden_size} numbers for each of {batch} examples. "
        f"Below: h_n, {rows} rows of {hidden_size} numbers for each example. "
    ) + " ".join(f"h_n[{row}]: {text}." for row, text in enumerate(sayings))
    pitch, left, gap = 0.26, 0.95, 0.2
    unit = min(0.21, (WIDTH - left - 0.1 - gap * batch) / (directions * hidden_size * batch))
    figure, ax = canvas(WIDTH, pitch * (len(output) + rows) + (1.37 if directions == 2 else 1.05), alt)
    strength = torch.cat([output.flatten(), h_n.flatten()]).abs().max().clamp(min=1e-12)
    lefts = [left + b * (directions * hidden_size * unit + gap) for b in range(batch)]
    top = pitch * (len(output) + rows) + 0.68
    _draw_output(ax, output / strength, directions, (lefts, top, unit, pitch), found)
    lefts = [left + b * (hidden_size * unit + gap) for b in range(batch)]
    top = pitch * rows + 0.08
    _heads(ax, "h_n", lefts, hidden_size * unit, top + 0.17)
    for row in range(rows):
        y = top - (row + 0.5) * pitch
        style = list(DIRECTIONS.values())[row % directions]
        _note(ax, left - 0.12, y, f"h_n[{row}]", ha="right")
        for x, values in zip(lefts, h_n[row] / strength, strict=True):
            _strip(ax, x, y, unit, values, style)
            if found[row] is not None:
                _frame(ax, x, y, hidden_size * unit, style)
        _note(ax, lefts[-1] + hidden_size * unit + 0.2, y, sayings[row], ha="left")
    return figure


def steps_seen(seen: Mapping[str, Tensor], framed: Mapping[str, int] | None = None) -> Figure:
    """Draw on which steps of the input each step of an output depends: a filled square where it does.

    Each of seen has shape (T, T): output step downwards, input step across, not zero where the output depends on
    the input (a gradient will do). framed maps a name to the output step to be framed in its grid. A name that begins
    with "backward" has the colour of that direction.
    """
    framed = framed or {}
    sayings = [f"{name}: {', '.join(_reach(row) for row in grid)}" for name, grid in seen.items()]
    steps = max(len(grid) for grid in seen.values())
    share = WIDTH / len(seen)
    unit = min(0.3, (share - 1.4) / steps)
    alt = f"Input steps that have reached each output step, from the first down to the last. {'. '.join(sayings)}."
    figure, ax = canvas(WIDTH, unit * steps + 0.75, alt)
    for panel, (name, grid) in enumerate(seen.items()):
        left = panel * share + 0.5 + (share - unit * grid.shape[1]) / 2
        top = unit * steps + 0.08
        colour = DIRECTIONS["backward" if name.startswith("backward") else "forward"]
        ax.text(left + unit * grid.shape[1] / 2, top + 0.4, name, ha="center", va="center", weight="bold", fontsize=11)
        for t, row in enumerate(grid):
            y = top - (t + 0.5) * unit
            _note(ax, left - 0.1, y, f"output[{t}]", ha="right")
            for s, reached in enumerate((row != 0).tolist()):
                style = colour if reached else None
                _square(ax, left + s * unit, y - unit / 2, unit, style)
        for s in range(grid.shape[1]):
            _note(ax, left + (s + 0.5) * unit, top + 0.14, str(s))
        _note(ax, left - 0.1, top + 0.14, "x step", ha="right")
        if name in framed:
            row_y = top - (framed[name] % len(grid) + 0.5) * unit
            _frame(ax, left, row_y, grid.shape[1] * unit, _BLACK, unit + 0.06, 2.8)
    return figure


def handed_on(loops: Mapping[str, tuple[Sequence[Tensor], Sequence[Tensor]]], h_0: Tensor) -> Figure:
    """Draw a loop over a cell step by step, with an arrow from where each step's state came from.

    Each loop is a pair: the states given to the cell, and the states that it returned, each T tensors with the shape
    of h_0. Comparing their numbers shows where a state came from. Raises ValueError for a state that is neither h_0
    nor the result of an earlier step.
    """
    sources = {name: _sources(given, returned, h_0) for name, (given, returned) in loops.items()}
    sayings = [
        f"{name}: {', '.join('h_0' if s < 0 else f'output[{s}]' for s in steps)}" for name, steps in sources.items()
    ]
    alt = f"The state that each step is given, from the first step to the last. {'. '.join(sayings)}."
    heights = [1.15 if _unbroken(steps) else 1.5 for steps in sources.values()]
    figure, ax = canvas(WIDTH, sum(heights), alt)
    floor = sum(heights)
    for (name, steps), height in zip(sources.items(), heights, strict=True):
        floor -= height
        pitch = (WIDTH - 0.9) / len(steps)
        xs = [0.4, *(0.45 + pitch * (t + 1) for t in range(len(steps)))]
        y = floor + 0.6
        ax.text(0.15, floor + height - 0.16, name, ha="left", va="center", weight="bold", fontsize=11)
        box(ax, xs[0], y, 0.5, 0.36, "h_0", PALE, LINE)
        for t, x in enumerate(xs[1:]):
            box(ax, x, y, 0.5, 0.36, "cell", "white", LINE)
            _note(ax, x, floor + 0.1, f"x[{t}]")
            arrow(ax, (x, floor + 0.2), (x, y - 0.18))
        for t, source in enumerate(steps):
            _hand(ax, xs, source + 1, t + 1, y)
    return figure


def joined(said: Mapping[str, Tensor], output: Tensor) -> Figure:
    """Draw what two directions said, each in its own order, and a line from each to its step of `output`.

    said has two names, forward first: (T, B, H) each, in the order in which it was said. output is (T, B, 2*H); the
    step is found by comparing the numbers. Raises ValueError for something said that is not in output.
    """
    found = {
        name: [_piece(output, part, direction) for part in parts]
        for direction, (name, parts) in enumerate(said.items())
    }
    for name, places in found.items():
        if None in places:
            raise ValueError(f"what {name} said in place {places.index(None)} is not in output")
    sayings = [f"{name}: {', '.join(map(str, places))}" for name, places in found.items()]
    alt = f"The step of output to which what was said belongs, in the order of saying. {'. '.join(sayings)}."
    figure, ax = canvas(WIDTH, 3.3, alt)
    steps = len(output)
    pitch = (WIDTH - 1.1) / steps
    xs = [1.05 + pitch * (t + 0.5) for t in range(steps)]
    for (name, places), y, way, style in zip(found.items(), (3.0, 0.3), (1, -1), DIRECTIONS.values(), strict=True):
        ax.text(0.1, y, name, ha="left", va="center", weight="bold", fontsize=11)
        for x, place, step in zip(xs, range(steps), places, strict=True):
            box(ax, x, y, 0.62, 0.36, f"said {place}", style.colour, LINE, style.ink)
            arrow(ax, (x, y - 0.18 * way), (xs[step or 0], 1.65 + 0.22 * way), style.colour, 1.8)
    ax.text(0.1, 1.65, "output", ha="left", va="center", weight="bold", fontsize=11)
    for t, x in enumerate(xs):
        box(ax, x, 1.65, 0.86, 0.4, f"output[{t}]", "white", LINE)
    return figure


def _piece(output: Tensor, state: Tensor, direction: int) -> int | None:
    """The step of output whose part of one direction is this state, if there is one."""
    size = state.shape[-1]
    part = output[..., direction * size : (direction + 1) * size]
    return next((t for t, piece in enumerate(part) if torch.allclose(piece, state, atol=1e-6)), None)


def _saying(row: int, directions: int, hidden_size: int, step: int | None) -> str:
    layer, direction = divmod(row, directions)
    name = f"layer {layer}" + (f", {list(DIRECTIONS)[direction]}" if directions == 2 else "")
    if step is None:
        return f"{name}: not in output"
    columns = "" if directions == 1 else f", :, :{hidden_size}" if direction == 0 else f", :, {hidden_size}:"
    return f"{name} = output[{step}{columns}]"


def _draw_output(
    ax: Axes,
    output: Tensor,
    directions: int,
    place: tuple[Sequence[float], float, float, float],
    found: Sequence[int | None],
) -> None:
    lefts, top, unit, pitch = place
    size = output.shape[-1] // directions
    _heads(ax, "output", lefts, directions * size * unit, top + (0.5 if directions == 2 else 0.17))
    for t in range(len(output)):
        _note(ax, lefts[0] - 0.12, top - (t + 0.5) * pitch, f"output[{t}]", ha="right")
    pieces = {(step, row % directions) for row, step in enumerate(found)}
    for direction, (name, style) in enumerate(list(DIRECTIONS.items())[:directions]):
        shift = direction * size * unit
        for x in lefts if directions == 2 else []:
            chip(ax, x + shift + size * unit / 2, top + 0.17, name, style)
        for t, values in enumerate(output[..., direction * size : (direction + 1) * size]):
            y = top - (t + 0.5) * pitch
            for x, numbers in zip(lefts, values, strict=True):
                _strip(ax, x + shift, y, unit, numbers, style)
                if (t, direction) in pieces:
                    _frame(ax, x + shift, y, size * unit, style)


def _heads(ax: Axes, name: str, lefts: Sequence[float], width: float, y: float) -> None:
    ax.text(0.1, y, name, ha="left", va="center", weight="bold", fontsize=11)
    for number, x in enumerate(lefts):
        _note(ax, x + width / 2, y, f"example {number}")


def _strip(ax: Axes, left: float, y: float, unit: float, values: Tensor, style: Style) -> None:
    """A row of numbers as squares, white at zero and in full colour at magnitude 1."""
    from matplotlib.colors import to_rgb

    strength = (0.12 + 0.88 * values.abs()).unsqueeze(-1)
    colours = 1 - strength * (1 - torch.tensor(to_rgb(style.colour)))
    extent = (left, left + len(values) * unit, y - 0.09, y + 0.09)
    ax.imshow(colours.unsqueeze(0).numpy(), extent=extent, interpolation="nearest", aspect="auto", zorder=1)


def _frame(
    ax: Axes, left: float, y: float, width: float, style: Style, height: float = 0.21, thick: float = 1.8
) -> None:
    from matplotlib.patches import Rectangle

    edge = Rectangle((left - 0.02, y - height / 2), width + 0.04, height, facecolor="none", edgecolor="black", zorder=3)
    edge.set(linestyle=style.line, linewidth=thick)
    ax.add_patch(edge)


def _square(ax: Axes, x: float, y: float, unit: float, style: Style | None) -> None:
    from matplotlib.patches import Rectangle

    face = style.colour if style else "white"
    ax.add_patch(Rectangle((x, y), unit, unit, facecolor=face, edgecolor="#999999", linewidth=0.7))


def _unbroken(steps: Sequence[int]) -> bool:
    """Whether every step was given what the step before it returned."""
    return list(steps) == list(range(-1, len(steps) - 1))


def _hand(ax: Axes, xs: Sequence[float], source: int, target: int, y: float) -> None:
    """An arrow from one box to the next, or one that passes above the boxes between."""
    start, end, colour = xs[source], xs[target], AXES["seq_len"].colour
    if target == source + 1:
        arrow(ax, (start + 0.25, y), (end - 0.25, y), colour, 2.0)
        return
    over = y + 0.45
    ax.plot([start, start, end], [y + 0.18, over, over], color=colour, linewidth=2.0)
    arrow(ax, (end, over), (end, y + 0.18), colour, 2.0)


def _sources(given: Sequence[Tensor], returned: Sequence[Tensor], h_0: Tensor) -> list[int]:
    """For every step, the earlier step that returned its given state, or -1 for h_0."""
    sources = []
    for t, state in enumerate(given):
        earlier = [h_0, *returned[:t]]
        same = [k - 1 for k, one in enumerate(earlier) if torch.equal(one, state)]
        if not same:
            raise ValueError(f"the state given at step {t} is neither h_0 nor what an earlier step returned")
        sources.append(same[-1])
    return sources


def _reach(row: Tensor) -> str:
    reached = row.nonzero().flatten().tolist()
    if not reached:
        return "none"
    return f"{reached[0]} to {reached[-1]}" if len(reached) > 1 else f"{reached[0]} only"


def _note(ax: Axes, x: float, y: float, text: str, ha: str = "center") -> None:
    ax.text(x, y, text, ha=ha, va="center", fontsize=9)
