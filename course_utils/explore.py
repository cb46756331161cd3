"""Widgets for a notebook: sliders and switches, and a picture that follows them."""

from __future__ import annotations

import base64
import html
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import torch
from torch import Tensor, nn
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

from course_utils import drawing

if TYPE_CHECKING:
    from ipywidgets import VBox  # type: ignore[import-untyped]
    from matplotlib.figure import Figure

KINDS = {"RNN": nn.RNN, "LSTM": nn.LSTM, "GRU": nn.GRU}
SIZES = {
    "seq_len": ("T", 7, 12),
    "batch": ("B", 3, 8),
    "input_size": ("F", 6, 12),
    "hidden_size": ("H", 5, 12),
    "num_layers": ("L", 2, 4),
}
Shapes = dict[str, tuple[int, ...]]


def build(
    kind: str, seq_len: int, batch: int, input_size: int, hidden_size: int, num_layers: int, **options: bool
) -> tuple[nn.RNNBase, Tensor]:
    """Make a layer and an input for it, both with shapes and without numbers.

    kind is RNN, LSTM or GRU; options are bidirectional and batch_first. Raises KeyError for another kind.
    """
    layer = KINDS[kind](input_size, hidden_size, num_layers, **options, device="meta")
    x = torch.empty(batch, seq_len, input_size, device="meta")
    return layer, x if layer.batch_first else x.transpose(0, 1)


def shapes_of(layer: nn.RNNBase, x: Tensor) -> Shapes:
    """List the shapes of a layer's inputs, outputs and parameters, by running it on an input of any allowed shape."""
    output, state = layer(x)
    states = dict(zip("hc", state, strict=True)) if isinstance(state, tuple) else {"h": state}
    first = {f"{name}_0": value for name, value in states.items()}
    last = {f"{name}_n": value for name, value in states.items()}
    tensors = {"input": x, **first, "output": output, **last, **dict(layer.named_parameters())}
    return {name: tuple(tensor.shape) for name, tensor in tensors.items()}


def shapes() -> VBox:
    """Show sliders for the sizes of a recurrent layer, the layer unrolled over time, and a table of its shapes."""
    import ipywidgets as widgets  # its import takes a while, and only this function needs it

    wide = {"style": {"description_width": "8em"}, "layout": widgets.Layout(width="24em")}
    knobs: dict[str, Any] = {"kind": widgets.ToggleButtons(options=list(KINDS), description="")}
    for name, (letter, value, most) in SIZES.items():
        knobs[name] = widgets.IntSlider(
            value, min=1, max=most, description=f"{letter}, {name}", continuous_update=False, **wide
        )
    for name in ("bidirectional", "batch_first"):
        knobs[name] = widgets.Checkbox(False, description=name, indent=False)
    picture, states, weights = widgets.Image(format="png"), widgets.HTML(), widgets.HTML()

    def update(_: object = None) -> None:
        layer, x = build(**{name: knob.value for name, knob in knobs.items()})
        figure, found = drawing.unrolled(layer, x), shapes_of(layer, x)
        data, _metadata = figure._repr_mimebundle_()  # type: ignore[attr-defined]
        picture.value, picture.alt = base64.b64decode(data["image/png"]), figure.alt  # type: ignore[attr-defined]
        picture.width = round(100 * figure.get_figwidth())
        states.value, weights.value = _states_table(found), _weights_table(found)

    for knob in knobs.values():
        knob.observe(update, "value")
    update()
    return widgets.VBox([widgets.HBox([widgets.VBox(list(knobs.values())), states]), picture, weights])


def _states_table(found: Shapes) -> str:
    rows = [[name, str(shape)] for name, shape in found.items() if not name.startswith(("weight", "bias"))]
    return _table(["tensor", "shape"], rows)


def _weights_table(found: Shapes) -> str:
    """One row for each layer and direction, one column for each of its parameters."""
    names = ["weight_ih", "weight_hh", "bias_ih", "bias_hh"]
    suffixes = [name.removeprefix("weight_ih") for name in found if name.startswith("weight_ih")]
    return _table(["", *names], [[f"..{s}", *(str(found[name + s]) for name in names)] for s in suffixes])


def _table(head: list[str], rows: list[list[str]]) -> str:
    lines = ["".join(f"<td style='padding:0 1em'>{cell}</td>" for cell in row) for row in rows]
    heads = "".join(f"<th style='padding:0 1em;text-align:left'>{cell}</th>" for cell in head)
    return f"<table><tr>{heads}</tr>{''.join(f'<tr>{line}</tr>' for line in lines)}</table>"


def packed_batch(lengths: Sequence[int], enforce_sorted: bool, batch_first: bool) -> tuple[Figure | None, list[str]]:
    """Pack a padded batch of these lengths, draw it, and list the calls with their arguments and results.

    If PyTorch refuses to pack, the picture is None and the last line is PyTorch's own error.
    """
    x = torch.zeros(max(lengths), len(lengths), 6)
    x = x.transpose(0, 1) if batch_first else x
    lines = [
        f"x {tuple(x.shape)}, lengths {list(lengths)}",
        f"packed = pack_padded_sequence(x, lengths, {batch_first=}, {enforce_sorted=})",
    ]
    try:
        packed = pack_padded_sequence(x, torch.tensor(lengths), batch_first=batch_first, enforce_sorted=enforce_sorted)
    except RuntimeError as error:
        return None, [*lines, f"RuntimeError: {error}"]
    for name, value in zip(packed._fields[1:], packed[1:], strict=True):
        lines.append(f"    {name:17} {None if value is None else value.tolist()}")
    lines.append(f"    data              {tuple(packed.data.shape)}")
    back, _ = pad_packed_sequence(packed, batch_first=batch_first)
    lines.append(f"pad_packed_sequence(packed, {batch_first=}) gives {tuple(back.shape)} and the lengths")
    return drawing.packed_grid(packed), lines


def packing() -> VBox:
    """Show sliders for the lengths of four sequences, and the sequences padded and packed."""
    import ipywidgets as widgets  # its import takes a while, and only this function needs it

    sliders = [
        widgets.IntSlider(value, min=1, max=8, description=f"length of {letter}", continuous_update=False)
        for letter, value in zip("abcd", (5, 2, 8, 3), strict=True)
    ]
    switches = [widgets.Checkbox(False, description=name, indent=False) for name in ("enforce_sorted", "batch_first")]
    calls, picture = widgets.HTML(), widgets.Image(format="png")

    def update(_: object = None) -> None:
        figure, lines = packed_batch([slider.value for slider in sliders], *(switch.value for switch in switches))
        text = html.escape("\n".join(lines))
        calls.value = f'<pre style="white-space: pre-wrap; word-break: normal">{text}</pre>'
        picture.layout.display = "none" if figure is None else ""
        if figure is not None:
            data, _metadata = figure._repr_mimebundle_()  # type: ignore[attr-defined]
            picture.value, picture.alt = base64.b64decode(data["image/png"]), figure.alt  # type: ignore[attr-defined]
            picture.width = round(100 * figure.get_figwidth())

    for knob in (*sliders, *switches):
        knob.observe(update, "value")
    update()
    return widgets.VBox([widgets.HBox([widgets.VBox(sliders), widgets.VBox(switches)]), calls, picture])
