"""Pictures of networks unrolled over time."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from torch import nn

from course_utils.drawing.style import AXES, LINE, PALE, WIDTH, arrow, box, canvas, frame

if TYPE_CHECKING:
    from matplotlib.figure import Figure


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
    figure, ax = canvas(WIDTH, 1.6 + 0.85 * layers, alt)
    step = (WIDTH - 2.4) / seq_len
    xs = [0.9 + step * (t + 0.5) for t in range(seq_len)]
    ys = [0.95 + 0.85 * k for k in range(layers)]
    for t, x in enumerate(xs):
        ax.text(x, 0.2, f"$x_{{{t}}}$", ha="center", va="center")
        for k, y in enumerate(ys):
            arrow(ax, (x, y - 0.55 if k else y - 0.6), (x, y - 0.22))
            box(ax, x, y, min(0.5, step * 0.6), 0.4, "", "#FFFFFF", LINE)
            ax.text(x, y, f"$h_{{{t}}}$", ha="center", va="center")
            if t:
                arrow(ax, (xs[t - 1] + min(0.25, step * 0.3), y), (x - min(0.25, step * 0.3), y))
    for k, y in enumerate(ys):
        ax.text(0.1, y, f"layer {k}", ha="left", va="center", color=LINE)
    half = min(0.25, step * 0.3) + 0.1
    top, last = ys[-1], xs[-1]
    frame(ax, xs[0] - half, top - 0.3, last + half + 0.07, top + 0.37, AXES["seq_len"])
    ax.text(xs[0] - half, top + 0.47, "output: every step of the top layer", ha="left", va="bottom")
    frame(ax, last - half, ys[0] - 0.3, last + half, top + 0.3, AXES["num_layers"])
    ax.text(last + half + 0.15, (ys[0] + top) / 2, f"{returned}:\nlast step of\nevery layer", ha="left", va="center")
    return figure


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
