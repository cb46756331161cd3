"""Pictures of text: letters and the ones after them, probabilities, text on colours, and loss against time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from torch import Tensor

from course_utils.drawing.style import CURVES, LINE, PALE, WIDTH, arrow, blank, canvas

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_COLUMNS = 64  # letters in a line of coloured text
_MARKED = 0.1  # the share of letters that is framed


def next_letters(inputs: str, targets: str) -> Figure:
    """Draw the letters that a network reads over those that it has to name, step by step.

    Steps are counted from 1. Raises ValueError if there are not as many of both.
    """
    if len(inputs) != len(targets):
        raise ValueError(f"inputs has seq_len {len(inputs)} but targets has seq_len {len(targets)}")
    unit = min(0.46, (WIDTH - 1.2) / len(inputs))
    alt = (
        f"Letters read: {', '.join(map(shown, inputs))}. Below each the one to name: {', '.join(map(shown, targets))}."
    )
    figure, ax = canvas(WIDTH, 1.75, alt)
    for y, name, letters, style in ((1.15, "input", inputs, CURVES[4]), (0.35, "target", targets, CURVES[3])):
        ax.text(0.9, y, name, ha="right", va="center", weight="bold", fontsize=10)
        for t, letter in enumerate(letters):
            box = {"boxstyle": "round,pad=0.2", "facecolor": style.colour, "edgecolor": LINE, "linewidth": 0.8}
            place = (1.2 + t * unit, y)
            ax.text(*place, shown(letter), ha="center", va="center", family="monospace", fontsize=11, bbox=box)
    for t in range(len(inputs)):
        x = 1.2 + t * unit
        arrow(ax, (x, 0.95), (x, 0.56))
        ax.text(x, 1.55, str(t + 1), ha="center", va="center", fontsize=8, color=LINE)
    ax.text(0.9, 1.55, "step", ha="right", va="center", fontsize=9, color=LINE)
    return figure


def letter_probabilities(probabilities: Mapping[str, Tensor], letters: str, most: int = 12) -> Figure:
    """Draw the probability of each next letter as bars, a panel for each name, the same letters in all of them.

    Each of probabilities has shape (V,), V being the number of letters. Shown are the letters that are the most likely
    in the first panel. Raises ValueError if a panel has not as many probabilities as there are letters.
    """
    for name, values in probabilities.items():
        if values.shape != (len(letters),):
            raise ValueError(f"{name} has shape {tuple(values.shape)} but there are {len(letters)} letters")
    order = next(iter(probabilities.values())).argsort(descending=True)[:most].tolist()
    said = [
        f"{name}: " + ", ".join(f"{shown(letters[k])} {values[k]:.0%}" for k in order[:3])
        for name, values in probabilities.items()
    ]
    figure = blank(WIDTH, 3.0, f"Probability of the next letter. {'; '.join(said)}.")
    panels = figure.subplots(1, len(probabilities), sharey=True, squeeze=False)[0]
    for ax, (name, values) in zip(panels, probabilities.items(), strict=True):
        heights = values[order].tolist()
        ax.bar(range(len(order)), heights, color=CURVES[2].colour)
        ax.set_xticks(range(len(order)), [shown(letters[k]) for k in order], family="monospace", fontsize=9)
        ax.set_title(name, fontsize=10)
        ax.yaxis.set_major_formatter(lambda value, _: f"{value:.0%}")
        ax.tick_params(axis="x", length=0)
        ax.grid(axis="y", color=PALE)
        ax.set_axisbelow(True)
        ax.set_ylim(0, 1)
    panels[0].set_ylabel("probability")
    figure.supxlabel("next letter", fontsize=10)
    return figure


def coloured_text(text: str, values: Tensor, measured: str, span: tuple[float, float], framed: bool = True) -> Figure:
    """Draw a text with a colour behind each letter that shows its number, and a frame around the largest tenth.

    Shapes: values (N,), one for each letter. measured names them, span is the range of the colours. framed=False
    leaves out the frames.
    Raises ValueError if there are not as many values as letters.
    """
    if values.shape != (len(text),):
        raise ValueError(f"values has shape {tuple(values.shape)} but the text has {len(text)} letters")
    from matplotlib import colormaps
    from matplotlib.cm import ScalarMappable
    from matplotlib.colors import Normalize
    from matplotlib.patches import Rectangle

    lines = _lines_of(text)
    least = float(values.sort(descending=True).values[max(1, round(_MARKED * len(text))) - 1])
    high = values.argsort(descending=True)[:3].tolist()
    said = ", ".join(f"{shown(text[k])} in “{_around(text, k)}” {values[k]:.1f}" for k in high)
    alt = f"A text with a colour behind each letter: {measured}. The largest: {said}. The text: {text!r}"
    width, height = (WIDTH - 0.2) / _COLUMNS, 0.23
    figure = blank(WIDTH, height * len(lines) + 0.75, alt)
    ax = figure.subplots()
    colours = colormaps["Oranges"]
    for row, places in enumerate(lines):
        for column, k in enumerate(places):
            share = (float(values[k]) - span[0]) / (span[1] - span[0])
            corner, marked = (column * width, -(row + 1) * height), framed and float(values[k]) >= least
            edge = "black" if marked else "none"
            cell = Rectangle(corner, width, height, facecolor=colours(share), edgecolor=edge, linewidth=1.3)
            cell.set_zorder(2 + marked)
            ax.add_patch(cell)
            place = (corner[0] + width / 2, corner[1] + height / 2)
            ink = "white" if share > 0.72 else "black"
            ax.text(
                *place, shown(text[k]), ha="center", va="center", family="monospace", fontsize=9, color=ink, zorder=4
            )
    ax.set_xlim(-0.02, _COLUMNS * width + 0.02)
    ax.set_ylim(-height * len(lines) - 0.02, 0.02)
    ax.set_axis_off()
    scale = ScalarMappable(Normalize(*span), colours)
    label = f"{measured}; framed: the largest tenth" if framed else measured
    figure.colorbar(scale, ax=ax, orientation="horizontal", fraction=0.12, aspect=60, pad=0.04, label=label)
    return figure


def loss_by_seconds(
    curves: Mapping[str, Sequence[Sequence[Sequence[float]]]], marked: Mapping[str, float] | None = None
) -> Figure:
    """Draw loss against processor seconds of training, a line for every training, and named losses as grey lines.

    Each name has a list of trainings, and each training is a list of pairs of seconds and nats per character. All
    lines of a name look the same. Raises ValueError for more than six names.
    """
    if len(curves) > len(CURVES):
        raise ValueError(f"there are styles for {len(CURVES)} curves, but {len(curves)} were given")
    marked = marked or {}
    ends = [
        f"{name} ({len(runs)}) ends at {', '.join(f'{run[-1][1]:.2f}' for run in runs)}"
        for name, runs in curves.items()
    ]
    lines = [f"{name} {loss:.2f}" for name, loss in marked.items()]
    figure = blank(WIDTH, 3.9, f"Loss against processor seconds. {'; '.join(ends)}. Grey lines: {'; '.join(lines)}.")
    ax = figure.subplots()
    for (name, runs), style, marker in zip(curves.items(), CURVES, "os^Dv*", strict=False):
        for number, run in enumerate(runs):
            seconds, losses = zip(*run, strict=True)
            (curve,) = ax.plot(seconds, losses, marker, markersize=4, linewidth=1.4, color=style.colour)
            curve.set(linestyle=style.line, label=name if number == 0 else None)
    for name, loss in marked.items():
        ax.axhline(loss, color="#777777", linewidth=0.8, zorder=0)
        place = ((1, loss), (4, 0), ("axes fraction", "data"), "offset points")
        ax.annotate(name, *place, va="center", color="#555555", fontsize=9)
    ax.set_xlim(left=0)
    ax.grid(axis="y", color=PALE, linewidth=0.6)
    ax.set_xlabel("processor seconds of training")
    ax.set_ylabel("validation loss, nats per character")
    if curves:
        figure.legend(loc="outside upper left", ncols=3, frameon=False, handlelength=3)
    return figure


def shown(letter: str) -> str:
    """The letter as a picture shows it: a space and the end of a line need a sign."""
    return {" ": "␣", "\n": "⏎"}.get(letter, letter)


def _lines_of(text: str) -> list[list[int]]:
    """The places of the letters in each line; a line ends with the text's own end of line, or when it is full."""
    lines: list[list[int]] = [[]]
    for k, letter in enumerate(text):
        if len(lines[-1]) == _COLUMNS:
            lines.append([])
        lines[-1].append(k)
        if letter == "\n" and k + 1 < len(text):
            lines.append([])
    return lines


def _around(text: str, k: int) -> str:
    return "".join(map(shown, text[max(0, k - 6) : k + 1]))
