"""The weights of Cells copied into a layer, which then computes what they compute."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import lru_cache
from typing import Any

import torch
from torch import Tensor, nn

from course_utils.checks.cell.cells import BOTH_MODES, Cells
from course_utils.checks.engine.exercise import Exercise, Slip
from course_utils.checks.engine.kinds import DictOf, Plain, TensorOf
from course_utils.checks.engine.trial import EDGES, EQUAL, HOUSE, RISING, Random, Sizes, Trial, sizes_at
from course_utils.checks.learner.answer import Reply
from course_utils.checks.learner.uses.copy_weights import Copied, trained
from course_utils.checks.learner.values import Layer, Value, equal, unset


def _arguments(
    random: Random, sizes: Sizes, kind: str, bias: bool = True, training: bool = True, **options: bool | float
) -> Mapping[str, Value]:
    shared = {"hidden_size": sizes.H, "bias": bias}
    widths = [sizes.F, *[sizes.H] * (sizes.L - 1)]
    cells = tuple(random.layer(f"{kind}Cell", training, input_size=width, **shared) for width in widths)
    layer = random.layer(kind, training, input_size=sizes.F, num_layers=sizes.L, **shared, **options)
    return {"cells": cells, "layer": layer}


_EDGES = (  # every kind and both values of bias at each size of one; few trials, because a layer takes long
    ("RNN", False, "L=1", EDGES["L=1"]),
    ("LSTM", False, "H=1", EDGES["H=1"]),
    ("GRU", False, "F=1", EDGES["F=1"]),
    ("LSTM", True, "L=1 F=1", "a single layer and a single feature (num_layers = input_size = 1)"),
    ("GRU", True, "L=1 H=1", "a single layer and a single hidden unit (num_layers = hidden_size = 1)"),
    ("RNN", True, "F=1 H=1", "a single feature and a single hidden unit (input_size = hidden_size = 1)"),
)


def _trials(random: Random) -> Iterator[Trial]:
    yield Trial(_arguments(random, HOUSE, "LSTM"))
    yield Trial(_arguments(random, random.sizes(), "GRU"))
    yield Trial(_arguments(random, random.sizes(RISING[::-1], L=11), "RNN", bias=False))
    for kind, bias, edge, words in _EDGES:
        yield Trial(_arguments(random, sizes_at(edge), kind, bias), words)
    yield Trial(_arguments(random, sizes_at("F=66 H=66"), "RNN"), EDGES["F=66 H=66"])
    other = _arguments(random, EQUAL, "GRU", training=False, batch_first=True, dropout=0.5)
    yield Trial(other, "a layer in eval mode, with batch_first and dropout, and all sizes the same (4)")


@torch.no_grad()
def _copy(
    cells: Cells,
    layer: nn.RNNBase,
    names: Callable[[str], bool] = lambda _name: True,
    numbers: Callable[[int], range] = lambda L: range(L),
    source: Callable[[nn.RNNCellBase, str], Tensor] = lambda cell, name: cell.get_parameter(name),
    write: Callable[[Tensor, Tensor], Tensor] = lambda _old, new: new,
) -> None:
    """Copy the weights, with some parts done another way."""
    for k in numbers(len(cells)):
        for name, _ in cells[k].named_parameters():
            if names(name):
                target = layer.get_parameter(f"{name}_l{k}")
                target.copy_(write(target, source(cells[k], name)))


def _but(**parts: Callable[..., Any]) -> Callable[..., Any]:
    """Copying with one part done another way; returns the same as `called_and_source_erased`."""

    def answer(cells: Cells, layer: nn.RNNBase) -> Any:
        _copy(cells, layer, **parts)
        return _left(cells, layer)

    return answer


def _left(cells: Cells, layer: nn.RNNBase) -> Copied:
    """The result of an answer that shares no weights with the Cells."""
    of_cells = tuple(dict(cell.named_parameters()) for cell in cells)
    left = Layer.of(layer)
    names = tuple(name for name, _ in layer.named_parameters())
    return Copied(of_cells, dict(left.weights), names, left, trained(dict(layer.named_parameters()), layer.training))


def _copied_and(then: Callable[[nn.RNNBase], object]) -> Callable[..., Any]:
    """Copying done right, and then something else done to the layer."""

    def answer(cells: Cells, layer: nn.RNNBase) -> Any:
        _copy(cells, layer)
        then(layer)
        return _left(cells, layer)

    return answer


def _shared(cells: Cells, layer: nn.RNNBase) -> Copied:
    _copy(cells, layer)
    before = {name: weight.detach().clone() for name, weight in layer.named_parameters()}
    with torch.no_grad():
        for weight in layer.parameters():
            weight.zero_()
    return replace(_left(cells, layer), of_target=before)


def _wrong_way(cells: Cells, layer: nn.RNNBase) -> Any:
    with torch.no_grad():
        for k, cell in enumerate(cells):
            for name, weight in cell.named_parameters():
                weight.copy_(layer.get_parameter(f"{name}_l{k}"))
    return _left(cells, layer)


def _other_bias(cell: nn.RNNCellBase, name: str) -> Tensor:
    other = {"bias_ih": "bias_hh", "bias_hh": "bias_ih"}
    return cell.get_parameter(other.get(name, name))


def _both_biases(cell: nn.RNNCellBase, name: str) -> Tensor:
    if name == "bias_ih":
        return cell.get_parameter("bias_ih") + cell.get_parameter("bias_hh")
    return torch.zeros_like(cell.bias_hh) if name == "bias_hh" else cell.get_parameter(name)


def _hh_transposed(cell: nn.RNNCellBase, name: str) -> Tensor:
    """Every block of weight_hh transposed: square, so nothing warns."""
    weight: Tensor = cell.get_parameter(name)
    if name == "weight_hh":
        weight = torch.cat([block.T for block in weight.split(cell.hidden_size)])
    return weight


def _shapes(weights: Mapping[str, Value]) -> Value:
    return {name: isinstance(weight, Tensor) and tuple(weight.shape) for name, weight in weights.items()}


@lru_cache(maxsize=64)
def _blank(kind: str, **options: Any) -> nn.Module:
    """A layer to compute with, in eval mode; cached, because the trials need few different layers."""
    return unset(kind, **options).eval()


def _computed(layer: Layer) -> Tensor:
    """What a layer gives for one sequence and state, in eval mode."""
    module = _blank(layer.kind, **{**layer.options, "batch_first": False})
    assert isinstance(module, nn.RNNBase)
    random = Random(torch.Generator().manual_seed(0))
    x = random.normal(4, 2, module.input_size)
    states = [random.normal(module.num_layers, 2, module.hidden_size) for _ in range(2)]
    state = tuple(states) if isinstance(module, nn.LSTM) else states[0]
    with torch.no_grad():
        output: Tensor = torch.func.functional_call(module, dict(layer.weights), (x, state))[0]
    return output


def _is_trained(copied: Copied, layer: Layer, training: bool) -> bool:
    """Whether the layer's weights after training are those of a step in this mode."""
    weights = {name: weight.clone().requires_grad_() for name, weight in layer.weights.items()}
    return equal(copied.trained, trained(weights, training), 1e-5)


def _settings(cells: tuple[Value, ...]) -> Value:
    """The Cells without their weights."""
    return tuple(replace(cell, weights={}) if isinstance(cell, Layer) else cell for cell in cells)


def _copied(before: Mapping[str, Value], reply: Reply) -> Value:
    """The layer's output after the call, and whether everything else is as it was."""
    copied = Copied.of(reply.value)
    if copied is None or not isinstance(copied.target, Layer):
        return reply.value
    old, layer = before["layer"], copied.target
    alike = _shapes(old.weights) == _shapes(copied.of_target)
    float32 = all(isinstance(weight, Tensor) and weight.dtype == torch.float32 for weight in copied.of_target.values())
    in_its_mode = _is_trained(copied, layer, old.training)
    in_the_other = not in_its_mode and _is_trained(copied, layer, not old.training)
    return {
        "same parameters": alike,
        "float32": float32,
        "nothing added": old.weights.keys() >= set(copied.names),
        "same layer": (layer.kind, layer.options) == (old.kind, old.options),
        "same mode": not in_the_other,
        "output": _computed(replace(old, weights=copied.of_target) if alike and float32 else old),
        "cells": equal(copied.of_source, tuple(dict(cell.weights) for cell in before["cells"])),
        "settings of the cells": equal(_settings(reply.arguments[0]), _settings(before["cells"])),
        "own weights": equal(copied.of_target, dict(layer.weights)),
        "trainable": in_its_mode or in_the_other,
    }


EXERCISE = Exercise(
    id="cell/copy-weights",
    parameters=("cells", "layer"),
    points=3,
    trials=_trials,
    axes={"cells": "FHL", "layer": "FHL"},
    settings={"kind": ("LSTMCell", "GRUCell", "RNNCell"), "bias": (True, False)},
    also={
        "batch_first and dropout": lambda trial: (
            trial.arguments["layer"].options["batch_first"] and trial.arguments["layer"].options["dropout"] > 0
        ),
        **BOTH_MODES,
    },
    oracle=_but(),  # the tests compare the layer with a loop over the Cells
    returns=DictOf(
        {
            "same parameters": Plain(bool, wrong="a parameter of the layer is gone, or has another shape now"),
            "float32": Plain(bool, wrong="a parameter of the layer is no longer float32"),
            "nothing added": Plain(
                bool,
                wrong="the layer has parameters that it had not before",
                hint="Keep nothing in the layer but its own weights: a module assigned to it becomes a part of it.",
            ),
            "same layer": Plain(
                bool,
                wrong="the layer's options are not what they were",
                hint="Print the layer before and after: which option differs?",
            ),
            "same mode": Plain(
                bool,
                wrong="the layer is not in the mode (train, eval) in which it came",
                hint="Print layer.training before and after.",
            ),
            "output": TensorOf(
                ("seq_len", "batch", "hidden_size"), wrong="the layer does not compute what the Cells compute"
            ),
            "cells": Plain(bool, wrong="the layer is right, but a Cell has changed; Cells are only read"),
            "settings of the cells": Plain(
                bool,
                wrong="an option, requires_grad or the mode of a Cell has changed; Cells are only read",
                hint="Leave the settings of what you are given alone.",
            ),
            "own weights": Plain(bool, wrong="the layer shares weights with the Cells: train the one, and both change"),
            "trainable": Plain(bool, wrong="an optimizer can no longer change a parameter of the layer"),
        }
    ),
    observe=_copied,
    changes=frozenset({"cells", "layer"}),  # the use erases the Cells; `cells` tells whether the answer changed them
    gradient=False,
    use="called_and_source_erased",
    slips=(
        Slip(
            "nothing-changed",
            "the layer is as it was: none of its weights has changed",
            "Write into the parameters of the layer you are given, not into a copy, a dictionary or a new layer.",
            lambda cells, layer: _left(cells, layer),
        ),
        Slip(
            "wrong-way",
            "you copied from the layer into the Cells; it is the layer that must change",
            "Exchange the two sides: the layer's parameter is written, the Cell's is read.",
            _wrong_way,
        ),
        Slip(
            "shared-weights",
            "the layer shares its weights with the Cells: train the one, and both change. That is not a copy",
            "An assignment gives one tensor two names. Write the numbers into the layer's own parameters.",
            _shared,
        ),
        Slip(
            "first-layer-only",
            "only layer 0 has the weights of its Cell; the layers above are as they were",
            "Go through all Cells: the names in the layer end in _l0, _l1, …",
            _but(numbers=lambda _L: range(1)),
        ),
        Slip(
            "top-layer-left",
            "the top layer is as it was; all others have the weights of their Cells",
            "Count how often your loop runs.",
            _but(numbers=lambda L: range(L - 1)),
        ),
        Slip(
            "first-layer-left",
            "layer 0 is as it was; all others have the weights of their Cells",
            "The first layer has the number 0.",
            _but(numbers=lambda L: range(1, L)),
        ),
        Slip(
            "biases-left",
            "the weights are copied, but the biases of the layer are as they were",
            "Look at all the names in cell.named_parameters().",
            _but(names=lambda name: name.startswith("weight")),
        ),
        Slip(
            "bias-hh-left",
            "bias_hh of the layer is as it was; a Cell has two biases",
            "Look at all the names in cell.named_parameters().",
            _but(names=lambda name: name != "bias_hh"),
        ),
        Slip(
            "bias-ih-left",
            "bias_ih of the layer is as it was; a Cell has two biases",
            "Look at all the names in cell.named_parameters().",
            _but(names=lambda name: name != "bias_ih"),
        ),
        Slip(
            "weight-ih-only",
            "only weight_ih is copied; weight_hh and the biases of the layer are as they were",
            "Look at all the names in cell.named_parameters().",
            _but(names=lambda name: name == "weight_ih"),
        ),
        Slip(
            "hidden-half-left",
            "weight_ih and bias_ih are copied; weight_hh and bias_hh of the layer are as they were",
            "Look at all the names in cell.named_parameters().",
            _but(names=lambda name: name.endswith("_ih")),
        ),
        Slip(
            "input-half-left",
            "weight_hh and bias_hh are copied; weight_ih and bias_ih of the layer are as they were",
            "Look at all the names in cell.named_parameters().",
            _but(names=lambda name: name.endswith("_hh")),
        ),
        Slip(
            "biases-exchanged",
            "you exchange bias_ih and bias_hh: a GRU notices, because its reset gate acts on one of them only",
            "Pair the parameters by their names.",
            _but(source=_other_bias),
        ),
        Slip(
            "biases-summed",
            "bias_ih of the layer is the sum of both: a GRU notices, because its reset gate acts on one of them only",
            "Pair the parameters by their names.",
            _but(source=_both_biases),
        ),
        Slip(
            "bias-ih-twice",
            "you copy bias_ih into both biases of the layer",
            "Look at the name you read from.",
            _but(source=lambda cell, name: cell.get_parameter(name.replace("bias_hh", "bias_ih"))),
        ),
        Slip(
            "weight-hh-transposed",
            "you transpose the blocks of weight_hh; a Cell and a layer store their weights in the same way",
            "Copy each parameter as it is.",
            _but(source=_hh_transposed),
        ),
        Slip(
            "added",
            "you add the Cell's weights to those that the layer had",
            "Replace the old numbers instead of adding to them.",
            _but(write=lambda old, new: old + new),
        ),
        Slip(
            "averaged",
            "each of the layer's weights is now the mean of the old one and the Cell's",
            "Replace the old numbers.",
            _but(write=lambda old, new: (old + new) / 2),
        ),
        Slip(
            "frozen",
            "the weights are right, but the layer can no longer learn: an optimizer cannot change its parameters",
            "Write inside `with torch.no_grad():`, and leave requires_grad as it is.",
            _copied_and(lambda layer: layer.requires_grad_(False)),
        ),
        Slip(
            "left-in-eval-mode",
            "the weights are right, but the layer is in eval mode now; it came in training mode",
            "Copying needs no change of mode: leave out eval(), or undo it at the end.",
            _copied_and(nn.Module.eval),
        ),
        Slip(
            "made-double",
            "the weights are right, but the layer is float64 now; it came as float32",
            "Leave out double(): the Cells are float32, too.",
            _copied_and(nn.Module.double),
        ),
    ),
)
