"""How pictures look: colours and line styles with the same meaning in every lesson, and parts that pictures share.

matplotlib is imported when the first picture is drawn.
"""

from __future__ import annotations

import base64
import io
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure


class Style(NamedTuple):
    """How one thing looks in all pictures: its colour, its line style and the colour of text on it."""

    colour: str
    line: str | tuple[int, tuple[int, ...]]
    ink: str


# Colours of Okabe and Ito (2008), https://jfly.uni-koeln.de/color/, which colour-blind readers can tell apart.
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
DIRECTIONS = {"forward": Style("#0072B2", "-", "white"), "backward": Style("#E69F00", "--", "black")}
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


def canvas(width: float, height: float, alt: str) -> tuple[Figure, Axes]:
    """Make an empty figure whose one pair of axes is measured in inches."""
    figure = blank(width, height, alt, layout=None)
    ax = figure.add_axes((0, 0, 1, 1))
    ax.set_axis_off()
    ax.set_xlim(0, width)
    ax.set_ylim(0, height)
    ax.set_autoscale_on(False)
    return figure, ax


def blank(width: float, height: float, alt: str, layout: str | None = "constrained") -> Figure:
    """Make an empty figure of this size in inches, which a notebook shows with its alt text."""
    picture: Figure = _picture()(figsize=(width, height), layout=layout, facecolor="white")
    picture.alt = alt  # type: ignore[attr-defined]
    return picture


@cache
def _picture() -> Any:
    """A Figure class that a notebook shows with its alt text, whichever backend is set."""
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


def arrow(
    ax: Axes, start: tuple[float, float], end: tuple[float, float], colour: str = LINE, width: float = 1.2
) -> None:
    """Draw an arrow from start to end."""
    arrow = {"arrowstyle": "-|>", "color": colour, "linewidth": width, "shrinkA": 0, "shrinkB": 0}
    ax.annotate("", xy=end, xytext=start, arrowprops=arrow)


def box(
    ax: Axes, x: float, y: float, width: float, height: float, text: str, face: str, edge: str, ink: str = "black"
) -> None:
    """Draw a rounded box around (x, y) with a text in it."""
    from matplotlib.patches import FancyBboxPatch

    corner = (x - width / 2, y - height / 2)
    style = "round,pad=0,rounding_size=0.06"
    ax.add_patch(FancyBboxPatch(corner, width, height, style, facecolor=face, edgecolor=edge, zorder=2))
    ax.text(x, y, text, ha="center", va="center", color=ink, weight="bold", fontsize=10, zorder=3)


def ring(ax: Axes, x: float, y: float, text: str, on: bool) -> None:
    """Draw a circle with a sign in it, pale unless it is on."""
    from matplotlib.patches import Circle

    ax.add_patch(Circle((x, y), 0.14, facecolor="white", edgecolor=LINE if on else PALE, zorder=2))
    ax.text(x, y, text, ha="center", va="center", color="black" if on else "#BBBBBB", fontsize=11, zorder=3)


def frame(ax: Axes, left: float, bottom: float, right: float, top: float, style: Style) -> None:
    """Draw an empty frame in a style."""
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


def chip(ax: Axes, x: float, y: float, text: str, style: Style) -> None:
    """Write a text on a coloured label."""
    box = {"boxstyle": "round,pad=0.25", "facecolor": style.colour, "edgecolor": LINE, "linewidth": 0.8}
    ax.text(x, y, text, ha="center", va="center", color=style.ink, fontsize=9, bbox=box)
