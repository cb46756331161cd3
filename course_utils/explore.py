"""Widgets for a notebook: sliders and switches, and a picture that follows them.

ipywidgets takes a while to import, so only the functions that show widgets import it.
"""

from __future__ import annotations

import html
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import torch
from torch import Tensor, nn
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

from course_utils import chunks, drawing

if TYPE_CHECKING:
    from ipywidgets import HTML, VBox, Widget  # type: ignore[import-untyped]
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
STILL = "This is a still picture. To turn the knobs, run the first cell of this page, and then this one."
VIEW = "application/vnd.jupyter.widget-view+json"
# JupyterLab leaves a notebook about 120 pixels less than the window's height. Knobs and picture fit into that.
# The last two rules show the still picture or the knobs: with no kernel, a widget is an error message in JupyterLab.
STYLE = """<style>
.explorer { max-width: 850px }
.explorer .knobs { display: grid; grid-template-columns: repeat(auto-fill, minmax(max(195px, 30%), 1fr)) }
.explorer .knobs > * { width: auto; min-width: 0 }
.explorer .widget-readout { min-width: 2em }
.explorer .widget-label-basic { padding-left: 3px }
.explorer img { max-width: 100%; max-height: max(200px, 100vh - 260px); height: auto }
.explorer img { display: block; object-fit: contain; object-position: left }
.explorer .stage { display: grid }
.explorer .stage > * { grid-area: 1 / 1 }
.explorer .widget-html pre { white-space: pre-wrap; word-break: normal; line-height: 1.2 }
.explorer .tables { flex-wrap: wrap }
.explorer table { white-space: nowrap; line-height: 1.5 }
.jp-OutputArea-child:has(.still):has(+ * .knobs:not(.jupyter-widgets-disconnected)) { display: none }
.jp-OutputArea-child:has(.still) + :not(:has(.knobs:not(.jupyter-widgets-disconnected))) { display: none }
</style>"""


@dataclass(frozen=True)
class Explorer:
    """Knobs with a picture that follows them, and the picture alone for a notebook that is opened without a kernel."""

    widget: VBox
    picture: HTML

    def _ipython_display_(self) -> None:
        from IPython.display import display

        still = f'{STYLE}<div class="explorer still"><p>{STILL}</p>{self.picture.value}</div>'
        display({"text/html": still, "text/plain": STILL}, raw=True)
        display({VIEW: self.widget._repr_mimebundle_()[VIEW]}, raw=True)


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


def shapes() -> Explorer:
    """Show sliders for the sizes of a recurrent layer, the layer unrolled over time, and a table of its shapes."""
    import ipywidgets as widgets

    kind = widgets.ToggleButtons(options=list(KINDS), style={"button_width": "auto"})
    sliders = {name: _slider(f"{letter}, {name}", value, most) for name, (letter, value, most) in SIZES.items()}
    switches = {name: _switch(name) for name in ("bidirectional", "batch_first")}
    knobs: dict[str, Any] = {"kind": kind, **sliders, **switches}
    picture, states, weights = widgets.HTML(), widgets.HTML(), widgets.HTML()

    def update() -> None:
        layer, x = build(**{name: knob.value for name, knob in knobs.items()})
        found = shapes_of(layer, x)
        picture.value = _image(drawing.unrolled(layer, x))
        states.value, weights.value = _states_table(found), _weights_table(found)

    tables = widgets.HBox([states, weights]).add_class("tables")
    return _explorer(list(knobs.values()), update, picture, [picture, tables])


def _states_table(found: Shapes) -> str:
    rows = [[name, str(shape)] for name, shape in found.items() if not name.startswith(("weight", "bias"))]
    return _table(["tensor", "shape"], rows)


def _weights_table(found: Shapes) -> str:
    """One row for each layer and direction, one column for each of its parameters."""
    names = ["weight_ih", "weight_hh", "bias_ih", "bias_hh"]
    suffixes = [name.removeprefix("weight_ih") for name in found if name.startswith("weight_ih")]
    return _table(["", *names], [[f"..{s}", *(str(found[name + s]) for name in names)] for s in suffixes])


def _table(head: list[str], rows: list[list[str]]) -> str:
    lines = ["".join(f"<td style='padding:0 .5em'>{cell}</td>" for cell in row) for row in rows]
    heads = "".join(f"<th style='padding:0 .5em;text-align:left'>{cell}</th>" for cell in head)
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


def packing() -> Explorer:
    """Show sliders for the lengths of four sequences, and the sequences padded and packed, or PyTorch's error."""
    import ipywidgets as widgets

    sliders = [_slider(f"length of {letter}", value, 8) for letter, value in zip("abcd", (5, 2, 8, 3), strict=True)]
    switches = [_switch(name) for name in ("enforce_sorted", "batch_first")]
    picture, calls, refusal = widgets.HTML(), widgets.HTML(), widgets.HTML()
    result = widgets.VBox([picture, calls])

    def update() -> None:
        figure, lines = packed_batch([slider.value for slider in sliders], *(switch.value for switch in switches))
        text = f"<pre>{html.escape(chr(10).join(lines))}</pre>"
        if figure is None:
            refusal.value, result.layout.visibility = text, "hidden"  # the result keeps its place on the page
        else:
            picture.value, calls.value, refusal.value = _image(figure), text, ""
            result.layout.visibility = "visible"

    stage = widgets.Box([result, refusal]).add_class("stage")
    return _explorer([*sliders, *switches], update, picture, [stage])


def truncation(steps: int, seq_len: int) -> tuple[Figure, str]:
    """Draw a sequence read in chunks, and say how near the truncated gradient comes to the whole one.

    The sentence is about a GRU of 16 units as PyTorch starts it, on random numbers, 32 examples.
    """
    random = torch.Generator().manual_seed(0)
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(0)
        layer = nn.GRU(1, 16, dtype=torch.float64)
    x, target = torch.randn(2, steps, 32, 1, generator=random, dtype=torch.float64)
    cosine = chunks.cosine_with_whole(layer, x, target[:, :, 0], seq_len)
    found = chunks.links(steps, seq_len, "carried")
    left = int(found.gradient.sum()), int(found.numbers.sum())
    text = f"{left[0]} of {left[1]} paths from an output back to an input are left; cosine with the whole {cosine:.4f}"
    return drawing.cut_chains({f"chunks of {seq_len}, the state carried": found}), text


def truncated() -> Explorer:
    """Show a slider for the length of a chunk, the chain that it cuts, and what is left of the gradient."""
    import ipywidgets as widgets

    slider = _slider("steps in a chunk", 4, 12)
    picture, result = widgets.HTML(), widgets.HTML()

    def update() -> None:
        figure, text = truncation(12, slider.value)
        picture.value, result.value = _image(figure), f"<pre>{text}</pre>"

    return _explorer([slider], update, picture, [picture, result])


def temperature(logits: Tensor, letters: str) -> Explorer:
    """Show a slider for the temperature, and the probability of every next letter at that temperature.

    Shapes: logits (V,), one for each letter.
    """
    import ipywidgets as widgets

    slider = widgets.FloatSlider(
        1.0, min=0.1, max=3.0, step=0.1, description="temperature", continuous_update=False, readout_format=".1f"
    )
    picture = widgets.HTML()

    def update() -> None:
        plain, tempered = logits.softmax(0), (logits / slider.value).softmax(0)
        panels = {"temperature 1.0": plain, f"your temperature: {slider.value:.1f}": tempered}
        picture.value = _image(drawing.letter_probabilities(panels, letters))

    return _explorer([slider], update, picture, [picture])


def _slider(description: str, value: int, most: int) -> Widget:
    from ipywidgets import IntSlider

    style = {"description_width": "7.5em"}
    return IntSlider(value, min=1, max=most, description=description, continuous_update=False, style=style)


def _switch(name: str) -> Widget:
    from ipywidgets import Checkbox

    return Checkbox(False, description=name, indent=False)


def _image(figure: Figure) -> str:
    """The figure with its alt text, which ipywidgets.Image has no place for, and its size, so that nothing jumps."""
    data, metadata = figure._repr_mimebundle_()  # type: ignore[attr-defined]
    alt, size = html.escape(metadata["image/png"]["alt"]), [round(100 * inches) for inches in figure.get_size_inches()]
    source = f"data:image/png;base64,{data['image/png']}"
    return f'<img src="{source}" alt="{alt}" width="{size[0]}" height="{size[1]}">'


def _explorer(knobs: Sequence[Widget], update: Callable[[], None], picture: HTML, below: Sequence[Widget]) -> Explorer:
    """Put the knobs above what follows them, which is brought up to date now and whenever a knob is turned."""
    from ipywidgets import Box, VBox

    for knob in knobs:
        knob.observe(lambda _change: update(), "value")
    update()
    return Explorer(VBox([Box(knobs).add_class("knobs"), *below]).add_class("explorer"), picture)
