"""The exercises of lesson 02: the Cell API and the layer API.

The oracles are torch.nn's own layers, given the weights of the Cells; which weight of a Cell is which of a layer is
documented at https://docs.pytorch.org/docs/stable/generated/torch.nn.GRU.html.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import torch
from torch import Tensor, nn

from course_utils.checks.answer import Reply
from course_utils.checks.exercise import HOUSE, Exercise, Random, Sizes, Slip, Trial, trials
from course_utils.checks.kinds import DictOf, Plain, TensorOf, TupleOf
from course_utils.checks.values import Layer, Value, equal, unset

Cells = Sequence[nn.RNNCellBase]


def _of_every_kind(
    draw: Callable[[Random, Sizes, str], Mapping[str, Value]], *edges: str, kinds: Sequence[str] = ("GRU", "RNN")
) -> Callable[[Random], Iterator[Trial]]:
    """The usual trials, with one kind of Cell after the other."""

    def run(random: Random) -> Iterator[Trial]:
        turns = itertools.cycle(kinds)
        yield from trials(lambda random, sizes: draw(random, sizes, next(turns)), *edges)(random)

    return run


def _as_layer(cells: Cells, x: Tensor, h_0: Tensor, bidirectional: bool = False) -> Any:
    """What a layer with the weights of these Cells gives; they are in the order of the rows of h_n."""
    layer = unset(
        type(cells[0]).__name__.removesuffix("Cell"),
        input_size=cells[0].input_size,
        hidden_size=cells[0].hidden_size,
        num_layers=len(cells) // (2 if bidirectional else 1),
        bidirectional=bidirectional,
    )
    parameters = [parameter for cell in cells for parameter in cell.parameters()]
    return torch.func.functional_call(layer, dict(zip(layer.state_dict(), parameters, strict=True)), (x, h_0))


def _second_first(answer: Callable[..., Any]) -> Callable[..., Any]:
    """The same answer with the two parts that it returns exchanged."""
    return lambda *arguments: tuple(reversed(answer(*arguments)))


# --- cell/loop


def _loop_arguments(random: Random, sizes: Sizes, kind: str) -> Mapping[str, Value]:
    return {
        "cell": random.layer(f"{kind}Cell", input_size=sizes.F, hidden_size=sizes.H),
        "x": random.normal(sizes.T, sizes.B, sizes.F),
        "hx": random.normal(sizes.B, sizes.H),
    }


def _loop(cell: nn.RNNCellBase, x: Tensor, hx: Tensor) -> Any:
    output, h_n = _as_layer([cell], x, hx.unsqueeze(0))
    return output, h_n[0]


@dataclass(frozen=True)
class _Ran:
    """What a loop leaves: the states after every step, and the one before the first, each (B, H)."""

    states: list[Tensor]
    start: Tensor


def _loop_but(
    read: Callable[[Tensor], Tensor] = lambda x: x,
    start: Callable[[Tensor], Tensor] = lambda hx: hx,
    move: Callable[[Tensor, Tensor], Tensor] = lambda new, _start: new,
    output: Callable[[_Ran], Tensor] = lambda ran: torch.stack(ran.states),
    last: Callable[[_Ran], Tensor] = lambda ran: ran.states[-1],
) -> Callable[..., Any]:
    """The loop over one Cell with one part done another way."""

    def wrong(cell: nn.RNNCellBase, x: Tensor, hx: Tensor) -> Any:
        h = start(hx)
        ran = _Ran([], h)
        for x_t in read(x):
            ran.states.append(cell(x_t, h))
            h = move(ran.states[-1], ran.start)
        return output(ran), last(ran)

    return wrong


LOOP = Exercise(
    id="cell/loop",
    parameters=("cell", "x", "hx"),
    points=2,
    trials=_of_every_kind(_loop_arguments, "T=1", "B=1", "H=1", "T=3", "T=66"),
    oracle=_loop,
    returns=TupleOf({"output": TensorOf(("seq_len", "batch", "hidden_size")), "h": TensorOf(("batch", "hidden_size"))}),
    slips=(
        Slip(
            "hx-never-moves",
            "every step starts from the first hx: the state that the Cell returns is never given to the next step",
            "Assign what the Cell returns to the variable that you pass in.",
            _loop_but(move=lambda _new, first: first),
        ),
        Slip(
            "without-hx",
            "the Cell gets no state, so every step starts from zeros: nothing is remembered",
            "Pass the state as the Cell's second argument, and keep what it returns.",
            _loop_but(start=torch.zeros_like, move=lambda _new, first: first),
        ),
        Slip(
            "hx-ignored",
            "your loop starts from zeros; it must start from the hx it is given",
            "Use hx for the first step.",
            _loop_but(start=torch.zeros_like),
        ),
        Slip(
            "backwards",
            "you go through the sequence from its end",
            "Begin with x[0].",
            _loop_but(read=lambda x: x.flip(0)),
        ),
        Slip(
            "inserted-in-front",
            "your output is in reverse order: the last step comes first",
            "Append to the list instead of inserting at its beginning.",
            _loop_but(output=lambda ran: torch.stack(ran.states[::-1])),
        ),
        Slip(
            "one-step-early",
            "you keep the state before each step: the first entry of output is hx, and the last state is not in it",
            "Append after the Cell has run.",
            _loop_but(output=lambda ran: torch.stack([ran.start, *ran.states[:-1]])),
        ),
        Slip(
            "start-included",
            "hx is in your output too, so it has seq_len + 1 entries",
            "Begin with an empty list, and append once per step.",
            _loop_but(output=lambda ran: torch.stack([ran.start, *ran.states])),
        ),
        Slip(
            "cat-not-stack",
            "torch.cat glues the steps together along the batch; output needs an axis of its own for time",
            "torch.stack makes the new axis.",
            _loop_but(output=lambda ran: torch.cat(ran.states)),
        ),
        Slip(
            "last-only",
            "your output is only the last state; asked for is the state after every step",
            "Append to a list inside the loop, and join the list at the end.",
            _loop_but(output=lambda ran: ran.states[-1]),
        ),
        Slip(
            "return-inside-the-loop",
            "your loop ends after the first step",
            "Look at how far `return` is indented.",
            _loop_but(read=lambda x: x[:1]),
        ),
        Slip(
            "same-tensor-every-step",
            "every step of your output is the last state: one tensor is kept many times and changed in place",
            "Keep at every step the new tensor that the Cell returns.",
            _loop_but(output=lambda ran: torch.stack([ran.states[-1]] * len(ran.states))),
        ),
        Slip(
            "h-with-layer-axis",
            "your h has an axis for layers in front, like h_n of a layer; a Cell's state is (batch, hidden_size)",
            "Return the state as the Cell returns it.",
            _loop_but(last=lambda ran: ran.states[-1].unsqueeze(0)),
        ),
        Slip(
            "h-is-hx",
            "your h is the hx you were given; it must be the state after the last step",
            "h is where the loop ends.",
            _loop_but(last=lambda ran: ran.start),
        ),
        Slip(
            "h-after-first-step",
            "your h is the state after the first step; it must be the one after the last",
            "h is where the loop ends.",
            _loop_but(last=lambda ran: ran.states[0]),
        ),
        Slip(
            "returned-h-first",
            "you return (h, output); asked for is (output, h)",
            "Swap the two.",
            _second_first(_loop_but()),
        ),
        Slip(
            "detaches-between-steps",
            "the values are right, but the state is cut between the steps: no gradient flows further back",
            "Hand the state on as the Cell returns it, without detach() or .data.",
            _loop_but(move=lambda new, _start: new.detach()),
        ),
        Slip(
            "h-detached",
            "the values are right, but no gradient flows through your h",
            "Return the last state as the Cell returns it, without detach() or .data.",
            _loop_but(last=lambda ran: ran.states[-1].detach()),
        ),
    ),
)

# --- cell/copy-weights


def _copy_arguments(random: Random, sizes: Sizes, kind: str) -> Mapping[str, Value]:
    options = {"hidden_size": sizes.H, "bias": kind != "RNN"}  # without biases, too
    widths = [sizes.F, *[sizes.H] * (sizes.L - 1)]
    return {
        "cells": tuple(random.layer(f"{kind}Cell", input_size=width, **options) for width in widths),
        "layer": random.layer(kind, input_size=sizes.F, num_layers=sizes.L, **options),
    }


Named = dict[str, Tensor]


def _copy_but(
    names: Callable[[str], bool] = lambda _name: True,
    numbers: Callable[[int], range] = lambda L: range(L),
    source: Callable[[nn.RNNCellBase, str], Tensor] = lambda cell, name: cell.get_parameter(name),
    write: Callable[[Tensor, Tensor], Tensor] = lambda _old, new: new,
) -> Callable[..., Any]:
    """Copying with one part done another way; gives what `called_and_source_erased` gives."""

    def answer(cells: Cells, layer: nn.RNNBase) -> Any:
        with torch.no_grad():
            for k in numbers(len(cells)):
                for name, _ in cells[k].named_parameters():
                    if names(name):
                        target = layer.get_parameter(f"{name}_l{k}")
                        target.copy_(write(target, source(cells[k], name)))
        return _left(cells, layer)

    return answer


def _left(cells: Cells, layer: nn.RNNBase) -> tuple[tuple[Named, ...], Named, bool, nn.RNNBase]:
    """What an answer leaves that shares nothing."""
    return tuple(dict(cell.named_parameters()) for cell in cells), dict(layer.named_parameters()), True, layer


def _copied_and(then: Callable[[nn.RNNBase], object]) -> Callable[..., Any]:
    """Copying done right, and then something else done to the layer."""

    def wrong(cells: Cells, layer: nn.RNNBase) -> Any:
        _copy_but()(cells, layer)
        then(layer)
        return _left(cells, layer)

    return wrong


def _shared(cells: Cells, layer: nn.RNNBase) -> Any:
    of_cells, of_layer, *_ = _copy_but()(cells, layer)
    before = {name: weight.clone() for name, weight in of_layer.items()}
    with torch.no_grad():
        for weight in layer.parameters():
            weight.zero_()
    return of_cells, before, True, layer


def _wrong_way(cells: Cells, layer: nn.RNNBase) -> Any:
    with torch.no_grad():
        for k, cell in enumerate(cells):
            for name, weight in cell.named_parameters():
                weight.copy_(layer.get_parameter(f"{name}_l{k}"))
    return _left(cells, layer)


def _other_bias(cell: nn.RNNCellBase, name: str) -> Tensor:
    other = {"bias_ih": "bias_hh", "bias_hh": "bias_ih"}
    return cell.get_parameter(other.get(name, name))


def _hh_transposed(cell: nn.RNNCellBase, name: str) -> Tensor:
    """Every block of weight_hh transposed: square, so nothing warns."""
    weight: Tensor = cell.get_parameter(name)
    if name == "weight_hh":
        weight = torch.cat([block.T for block in weight.split(cell.hidden_size)])
    return weight


def _form(weights: Mapping[str, Value]) -> Value:
    return {name: isinstance(weight, Tensor) and (weight.shape, weight.dtype) for name, weight in weights.items()}


def _computed(layer: Layer) -> Tensor:
    """What a layer gives for one sequence and state."""
    module = layer.build()
    assert isinstance(module, nn.RNNBase)
    random = Random(torch.Generator().manual_seed(0))
    x = random.normal(4, 2, module.input_size)
    states = [random.normal(module.num_layers, 2, module.hidden_size) for _ in range(2)]
    with torch.no_grad():
        output: Tensor = module(x, tuple(states) if isinstance(module, nn.LSTM) else states[0])[0]
    return output


def _settings(cells: tuple[Value, ...]) -> Value:
    """All of these Cells but the weights."""
    return tuple(replace(cell, weights={}) if isinstance(cell, Layer) else cell for cell in cells)


def _copied(before: Mapping[str, Value], reply: Reply) -> Value:
    """What the layer then computes, and what must stay as it was."""
    match reply.value:
        case (tuple() as of_cells, dict() as of_layer, bool() as leaves, Layer() as layer):
            pass
        case other:
            return other
    old = before["layer"]
    alike = _form(old.weights) == _form(of_layer)
    return {
        "same parameters": alike,
        "same layer": (layer.kind, layer.options) == (old.kind, old.options),
        "same mode": layer.training == old.training,
        "output": _computed(replace(old, weights=of_layer) if alike else old),
        "cells": equal(of_cells, tuple(dict(cell.weights) for cell in before["cells"])),
        "settings of the cells": equal(_settings(reply.arguments[0]), _settings(before["cells"])),
        "own weights": equal(of_layer, dict(layer.weights)),
        "trainable": leaves and not layer.frozen,
    }


COPY_WEIGHTS = Exercise(
    id="cell/copy-weights",
    parameters=("cells", "layer"),
    points=3,
    trials=_of_every_kind(_copy_arguments, "L=1", "H=1", kinds=("LSTM", "GRU", "RNN")),
    oracle=_copy_but(),  # the tests compare the layer with a loop over the Cells
    returns=DictOf(
        {
            "same parameters": Plain(bool, wrong="a parameter of the layer is gone, or has another shape or dtype now"),
            "same layer": Plain(bool, wrong="the layer's options are not what they were"),
            "same mode": Plain(bool, wrong="the layer is not in the mode (train, eval) in which it came"),
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
    changes=frozenset({"cells", "layer"}),  # the Cells by our own use; `cells` says what the answer did to them
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
            _copy_but(numbers=lambda _L: range(1)),
        ),
        Slip(
            "top-layer-left",
            "the top layer is as it was; all others have the weights of their Cells",
            "Count how often your loop runs.",
            _copy_but(numbers=lambda L: range(L - 1)),
        ),
        Slip(
            "first-layer-left",
            "layer 0 is as it was; all others have the weights of their Cells",
            "The first layer has the number 0.",
            _copy_but(numbers=lambda L: range(1, L)),
        ),
        Slip(
            "biases-left",
            "the weights are copied, but the biases of the layer are as they were",
            "Look at all the names in cell.named_parameters().",
            _copy_but(names=lambda name: name.startswith("weight")),
        ),
        Slip(
            "bias-hh-left",
            "bias_hh of the layer is as it was; a Cell has two biases",
            "Look at all the names in cell.named_parameters().",
            _copy_but(names=lambda name: name != "bias_hh"),
        ),
        Slip(
            "bias-ih-left",
            "bias_ih of the layer is as it was; a Cell has two biases",
            "Look at all the names in cell.named_parameters().",
            _copy_but(names=lambda name: name != "bias_ih"),
        ),
        Slip(
            "hidden-half-left",
            "weight_ih and bias_ih are copied; weight_hh and bias_hh of the layer are as they were",
            "Look at all the names in cell.named_parameters().",
            _copy_but(names=lambda name: name.endswith("_ih")),
        ),
        Slip(
            "input-half-left",
            "weight_hh and bias_hh are copied; weight_ih and bias_ih of the layer are as they were",
            "Look at all the names in cell.named_parameters().",
            _copy_but(names=lambda name: name.endswith("_hh")),
        ),
        Slip(
            "biases-exchanged",
            "you exchange bias_ih and bias_hh: a GRU notices, because its reset gate acts on one of them only",
            "Pair the parameters by their names.",
            _copy_but(source=_other_bias),
        ),
        Slip(
            "bias-ih-twice",
            "you copy bias_ih into both biases of the layer",
            "Look at the name you read from.",
            _copy_but(source=lambda cell, name: cell.get_parameter(name.replace("bias_hh", "bias_ih"))),
        ),
        Slip(
            "weight-hh-transposed",
            "you transpose the blocks of weight_hh; a Cell and a layer store their weights in the same way",
            "Copy each parameter as it is.",
            _copy_but(source=_hh_transposed),
        ),
        Slip(
            "added",
            "you add the Cell's weights to those that the layer had",
            "Replace the old numbers instead of adding to them.",
            _copy_but(write=lambda old, new: old + new),
        ),
        Slip(
            "averaged",
            "each of the layer's weights is now the mean of the old one and the Cell's",
            "Replace the old numbers.",
            _copy_but(write=lambda old, new: (old + new) / 2),
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

# --- cell/stack


def _stack_arguments(random: Random, sizes: Sizes, kind: str) -> Mapping[str, Value]:
    widths = [sizes.F, *[sizes.H] * (sizes.L - 1)]
    return {
        "cells": tuple(random.layer(f"{kind}Cell", input_size=width, hidden_size=sizes.H) for width in widths),
        "x": random.normal(sizes.T, sizes.B, sizes.F),
        "h_0": random.normal(sizes.L, sizes.B, sizes.H),
    }


Grid = list[list[Tensor]]  # the state after every step: [t][k], each (B, H)


def _of_layer(k: int, grid: Grid) -> list[Tensor]:
    return [states[k] for states in grid]


def _stack_but(
    number: Callable[[int, int], int] = lambda k, _L: k,
    read: Callable[[Tensor], Tensor] = lambda x: x,
    start: Callable[[Tensor], Tensor] = lambda h_0: h_0,
    below: Callable[[Tensor, Tensor], Tensor] = lambda new, _old: new,
    move: Callable[[Tensor, Tensor, int], Tensor] = lambda new, _start, _k: new,
    output: Callable[[Grid], Tensor] = lambda grid: torch.stack(_of_layer(-1, grid)),
    h_n: Callable[[Grid, Tensor], Tensor] = lambda grid, _start: torch.stack(grid[-1]),
) -> Callable[..., Any]:
    """Stacked Cells with one part done another way."""

    def wrong(cells: Cells, x: Tensor, h_0: Tensor) -> Any:
        first = start(h_0)
        now = list(first)
        grid: Grid = []
        for x_t in read(x):
            states, reads = [], x_t
            for k in range(len(cells)):
                old, new = now[k], cells[number(k, len(cells))](reads, now[k])
                states.append(new)
                reads, now[k] = below(new, old), move(new, first[k], k)
            grid.append(states)
        return output(grid), h_n(grid, first)

    return wrong


def _one_state(cells: Cells, x: Tensor, h_0: Tensor) -> Any:
    """One variable for the states of all layers."""
    h, grid = h_0[0], []
    for x_t in x:
        states, reads = [], x_t
        for cell in cells:
            h = reads = cell(reads, h)
            states.append(h)
        grid.append(states)
    return torch.stack(_of_layer(-1, grid)), torch.stack(grid[-1])


def _carried_upwards(cells: Cells, x: Tensor, h_0: Tensor) -> Any:
    """Row by row, each layer beginning where the one below has ended."""
    h, output, last = h_0[0], x, []
    for cell in cells:
        output, h = _loop_but()(cell, output, h)
        last.append(h)
    return output, torch.stack(last)


def _side_by_side(grid: Grid) -> Tensor:
    return torch.stack([torch.cat(states, dim=-1) for states in grid])


STACK = Exercise(
    id="cell/stack",
    parameters=("cells", "x", "h_0"),
    points=3,
    trials=_of_every_kind(_stack_arguments, "T=1", "B=1", "H=1", "L=1", "T=3"),
    oracle=_as_layer,
    returns=TupleOf(
        {
            "output": TensorOf(("seq_len", "batch", "hidden_size")),
            "h_n": TensorOf(("num_layers", "batch", "hidden_size")),
        }
    ),
    slips=(
        Slip(
            "first-h-0-for-all",
            "every layer starts from the state of the first; each has a row of its own in h_0",
            "Layer k starts from row k.",
            _stack_but(start=lambda h_0: h_0[:1].expand_as(h_0)),
        ),
        Slip(
            "h-0-ignored",
            "your layers start from zeros; they must start from the h_0 they are given",
            "Layer k starts from row k of h_0.",
            _stack_but(start=torch.zeros_like),
        ),
        Slip(
            "h-0-reversed",
            "the rows of h_0 go to the layers in reverse order: the first row belongs to the bottom layer",
            "Pair Cells and rows of h_0 in the order in which they are given.",
            _stack_but(start=lambda h_0: h_0.flip(0)),
        ),
        Slip(
            "one-state-for-all",
            "all layers use one state, each overwriting the other's; every layer has a state of its own",
            "Keep one state per Cell, in a list, for example.",
            _one_state,
        ),
        Slip(
            "starts-where-layer-below-ended",
            "each layer starts from the last state of the layer below; it must start from its own row of h_0",
            "Set the state anew before each layer's loop.",
            _carried_upwards,
        ),
        Slip(
            "states-never-move",
            "every step starts from h_0: the states that the Cells return are never given to the next step",
            "Put what each Cell returns back where its state is kept.",
            _stack_but(move=lambda _new, first, _k: first),
        ),
        Slip(
            "upper-states-never-move",
            "only the state of the bottom layer moves; the layers above start every step from h_0",
            "Put what each Cell returns back where its state is kept.",
            _stack_but(move=lambda new, first, k: first if k else new),
        ),
        Slip(
            "reads-old-state-below",
            "each layer reads the state that the layer below had before this step; it must read the new one",
            "The output of one Cell is the input of the next, within the same step.",
            _stack_but(below=lambda _new, old: old),
        ),
        Slip(
            "second-cell-for-all-above",
            "all layers above the first use the second Cell; each layer has a Cell of its own",
            "Go through the Cells, one after the other.",
            _stack_but(number=lambda k, L: min(k, 1, L - 1)),
        ),
        Slip(
            "last-cell-for-all-above",
            "all layers above the first use the last Cell; each layer has a Cell of its own",
            "Go through the Cells, one after the other.",
            _stack_but(number=lambda k, L: L - 1 if k else 0),
        ),
        Slip(
            "bottom-layer-out",
            "your output is that of the bottom layer; a layer of PyTorch gives the output of the top one",
            "Keep what the last Cell returns.",
            _stack_but(output=lambda grid: torch.stack(_of_layer(0, grid))),
        ),
        Slip(
            "every-layer-out",
            "your output holds the states of all layers, with an axis for them; only the top layer's are asked for",
            "Keep what the last Cell returns.",
            _stack_but(output=lambda grid: torch.stack(list(map(torch.stack, grid)))),
        ),
        Slip(
            "layers-side-by-side",
            "your output has all layers side by side in its last axis; only the top layer's states are asked for",
            "Keep what the last Cell returns.",
            _stack_but(output=_side_by_side),
        ),
        Slip(
            "last-step-only",
            "your output is only the last step; asked for is the top layer's state after every step",
            "Append to a list inside the loop over time.",
            _stack_but(output=lambda grid: grid[-1][-1]),
        ),
        Slip(
            "cat-not-stack",
            "torch.cat glues the steps together along the batch; output needs an axis of its own for time",
            "torch.stack makes the new axis.",
            _stack_but(output=lambda grid: torch.cat(_of_layer(-1, grid))),
        ),
        Slip(
            "backwards",
            "you go through the sequence from its end",
            "Begin with x[0].",
            _stack_but(read=lambda x: x.flip(0)),
        ),
        Slip(
            "h-n-of-top-layer",
            "your h_n is the last state of the top layer; asked for are the last states of all layers",
            "h_n has the shape of h_0: a row for every layer.",
            _stack_but(h_n=lambda grid, _start: grid[-1][-1]),
        ),
        Slip(
            "h-n-of-one-row",
            "your h_n has a row for the top layer only; asked for are the last states of all layers",
            "h_n has the shape of h_0: a row for every layer.",
            _stack_but(h_n=lambda grid, _start: grid[-1][-1].unsqueeze(0)),
        ),
        Slip(
            "h-n-reversed",
            "the rows of your h_n are in reverse order; the bottom layer comes first",
            "Keep the order of the Cells.",
            _stack_but(h_n=lambda grid, _start: torch.stack(grid[-1][::-1])),
        ),
        Slip(
            "h-n-is-h-0",
            "your h_n is h_0, the states before the first step; it must hold those after the last",
            "h_n is where the loop ends.",
            _stack_but(h_n=lambda _grid, start: start),
        ),
        Slip(
            "h-n-cat",
            "torch.cat glues the layers together along the batch; h_n needs an axis of its own for them",
            "torch.stack makes the new axis.",
            _stack_but(h_n=lambda grid, _start: torch.cat(grid[-1])),
        ),
        Slip(
            "returned-h-n-first",
            "you return (h_n, output); PyTorch's order is (output, h_n)",
            "Swap the two.",
            _second_first(_stack_but()),
        ),
        Slip(
            "detaches-between-steps",
            "the values are right, but the states are cut between the steps: no gradient flows further back",
            "Hand the states on as the Cells return them, without detach() or .data.",
            _stack_but(move=lambda new, _start, _k: new.detach()),
        ),
        Slip(
            "detaches-between-layers",
            "the values are right, but the layers are cut from one another: output teaches the top one only",
            "Hand the output of a Cell to the next as it is, without detach() or .data.",
            _stack_but(below=lambda new, _old: new.detach()),
        ),
    ),
)

# --- cell/bidirectional


def _both_arguments(random: Random, sizes: Sizes, kind: str) -> Mapping[str, Value]:
    return {
        "cell": random.layer(f"{kind}Cell", input_size=sizes.F, hidden_size=sizes.H),
        "cell_reverse": random.layer(f"{kind}Cell", input_size=sizes.F, hidden_size=sizes.H),
        "x": random.normal(sizes.T, sizes.B, sizes.F),
        "h_0": random.normal(2, sizes.B, sizes.H),
    }


def _both(cell: nn.RNNCellBase, cell_reverse: nn.RNNCellBase, x: Tensor, h_0: Tensor) -> Any:
    return _as_layer([cell, cell_reverse], x, h_0, bidirectional=True)


def _beside(one: Tensor, other: Tensor) -> Tensor:
    return torch.cat([one, other], dim=-1)


def _both_but(
    cells: Callable[..., tuple[nn.RNNCellBase, nn.RNNCellBase]] = lambda one, other: (one, other),
    starts: Callable[[Tensor], tuple[Tensor, Tensor]] = lambda h_0: (h_0[0], h_0[1]),
    start_backward: Callable[[Tensor, Tensor], Tensor] = lambda given, _last: given,
    move: Callable[[Tensor, Tensor], Tensor] = lambda new, _start: new,
    turn: Callable[[Tensor], Tensor] = lambda x: x.flip(0),
    turn_back: Callable[[Tensor], Tensor] = lambda states: states.flip(0),
    output: Callable[[Tensor, Tensor], Tensor] = _beside,
    h_n: Callable[[Tensor, Tensor], Tensor] = lambda one, other: torch.stack([one[-1], other[-1]]),
) -> Callable[..., Any]:
    """Two directions with one part done another way; `h_n` gets the states in the order they were computed in."""

    def wrong(cell: nn.RNNCellBase, cell_reverse: nn.RNNCellBase, x: Tensor, h_0: Tensor) -> Any:
        one, other = cells(cell, cell_reverse)
        start, start_reverse = starts(h_0)
        forward, last = _loop_but(move=move)(one, x, start)
        backward, _ = _loop_but(move=move)(other, turn(x), start_backward(start_reverse, last))
        return output(forward, turn_back(backward)), h_n(forward, backward)

    return wrong


def _as_it_is(tensor: Tensor) -> Tensor:
    return tensor


BIDIRECTIONAL = Exercise(
    id="cell/bidirectional",
    parameters=("cell", "cell_reverse", "x", "h_0"),
    points=3,
    trials=_of_every_kind(_both_arguments, "T=4 B=4", "T=1", "B=1", "H=1"),  # the house's seq_len is odd
    oracle=_both,
    returns=TupleOf(
        {
            "output": TensorOf(("seq_len", "batch", "2 * hidden_size")),
            "h_n": TensorOf(("2", "batch", "hidden_size")),
        }
    ),
    slips=(
        Slip(
            "not-turned-back",
            "the backward half of your output is in the order it was computed in, from the last step to the first",
            "output[t] must hold what both directions say of step t: turn the backward half around once more.",
            _both_but(turn_back=_as_it_is),
        ),
        Slip(
            "both-forward",
            "both Cells read the sequence from its beginning; the second must read it from its end",
            "Turn the sequence around for the second Cell.",
            _both_but(turn=_as_it_is, turn_back=_as_it_is),
        ),
        Slip(
            "only-turned-back",
            "your second Cell reads from the beginning, and then its output is turned around",
            "Turn the sequence around before the second Cell reads it, too.",
            _both_but(turn=_as_it_is),
        ),
        Slip(
            "all-turned-back",
            "your output is turned around as a whole; the forward half was in order already",
            "Turn the backward half alone, before you join the two.",
            _both_but(turn_back=_as_it_is, output=lambda one, other: _beside(one, other).flip(0)),
        ),
        Slip(
            "batch-turned",
            "you turn the batch around, not time: the second Cell reads other examples, each from its beginning",
            "Time is dim 0.",
            _both_but(turn=lambda x: x.flip(1), turn_back=lambda states: states.flip(1)),
        ),
        Slip(
            "features-turned",
            "you turn the features of every step around, not time",
            "Time is dim 0.",
            _both_but(turn=lambda x: x.flip(-1), turn_back=_as_it_is),
        ),
        Slip(
            "backward-first",
            "the backward half comes first in your output; in PyTorch the forward half does",
            "Swap the two where you join them.",
            _both_but(output=lambda one, other: _beside(other, one)),
        ),
        Slip(
            "summed",
            "you add the two directions; PyTorch puts them side by side",
            "Join them along the last axis.",
            _both_but(output=lambda one, other: one + other),
        ),
        Slip(
            "stacked",
            "your two directions have an axis of their own; PyTorch puts them side by side in the last one",
            "Join them along the last axis, without a new one.",
            _both_but(output=lambda one, other: torch.stack([one, other])),
        ),
        Slip(
            "joined-in-batch",
            "you join the two directions along the batch; they belong side by side in the last axis",
            "Look at the `dim` of torch.cat.",
            _both_but(output=lambda one, other: torch.cat([one, other], dim=1)),
        ),
        Slip(
            "joined-in-time",
            "you join the two directions along time; they belong side by side in the last axis",
            "Look at the `dim` of torch.cat: it is 0 unless you say otherwise.",
            _both_but(output=lambda one, other: torch.cat([one, other])),
        ),
        Slip(
            "interleaved",
            "the numbers of the two directions alternate in your output; all forward ones come first",
            "Join the two halves whole, along the last axis.",
            _both_but(output=lambda one, other: torch.stack([one, other], dim=-1).flatten(-2)),
        ),
        Slip(
            "h-n-from-last-output",
            "the backward half of your h_n is from the last step of output, where that direction has taken one step",
            "The backward direction ends at the first step.",
            _both_but(h_n=lambda one, other: torch.stack([one[-1], other[0]])),
        ),
        Slip(
            "h-n-from-first-output",
            "the forward half of your h_n is from the first step of output, where that direction has taken one step",
            "The forward direction ends at the last step.",
            _both_but(h_n=lambda one, other: torch.stack([one[0], other[-1]])),
        ),
        Slip(
            "h-n-swapped",
            "the rows of your h_n are exchanged; forward comes first",
            "Keep the order of the two Cells.",
            _both_but(h_n=lambda one, other: torch.stack([other[-1], one[-1]])),
        ),
        Slip(
            "h-n-side-by-side",
            "your h_n has the two directions side by side; there they have an axis of their own, as in h_0",
            "torch.stack makes the new axis.",
            _both_but(h_n=lambda one, other: _beside(one[-1], other[-1])),
        ),
        Slip(
            "h-n-is-h-0",
            "your h_n is h_0, the states before the first step; it must hold those after the last",
            "h_n is where each of the two loops ends.",
            lambda cell, cell_reverse, x, h_0: (_both_but()(cell, cell_reverse, x, h_0)[0], h_0),
        ),
        Slip(
            "h-0-ignored",
            "your loops start from zeros; they must start from the h_0 they are given",
            "h_0 has a row for each direction.",
            _both_but(starts=lambda h_0: (0 * h_0[0], 0 * h_0[1])),
        ),
        Slip(
            "h-0-swapped",
            "the rows of h_0 are exchanged: the first belongs to the forward Cell",
            "Keep the order of the two Cells.",
            _both_but(starts=lambda h_0: (h_0[1], h_0[0])),
        ),
        Slip(
            "first-h-0-for-both",
            "both Cells start from the first row of h_0; the second row belongs to the backward one",
            "h_0 has a row for each direction.",
            _both_but(starts=lambda h_0: (h_0[0], h_0[0])),
        ),
        Slip(
            "starts-where-forward-ended",
            "the backward Cell starts from the forward Cell's last state; it must start from its own row of h_0",
            "Use another variable for the second state, or set it anew.",
            _both_but(start_backward=lambda _given, last: last),
        ),
        Slip(
            "states-never-move",
            "every step starts from h_0: the state that a Cell returns is never given to its next step",
            "Assign what the Cell returns to the variable that you pass in.",
            _both_but(move=lambda _new, first: first),
        ),
        Slip(
            "one-cell-for-both",
            "one Cell does both directions; the backward one has weights of its own, in cell_reverse",
            "Use `cell_reverse` for the sequence from its end.",
            _both_but(cells=lambda one, _other: (one, one)),
        ),
        Slip(
            "cells-exchanged",
            "`cell` reads backward and `cell_reverse` forward; it is the other way round",
            "Look at which Cell gets the sequence turned around.",
            _both_but(cells=lambda one, other: (other, one)),
        ),
        Slip(
            "returned-h-n-first",
            "you return (h_n, output); PyTorch's order is (output, h_n)",
            "Swap the two.",
            _second_first(_both_but()),
        ),
        Slip(
            "detaches-between-steps",
            "the values are right, but the state is cut between the steps: no gradient flows further back",
            "Hand the state on as the Cell returns it, without detach() or .data.",
            _both_but(move=lambda new, _start: new.detach()),
        ),
    ),
)

# --- cell/last-states


def _last_trials(random: Random) -> Iterator[Trial]:
    def trial(num_layers: int, bidirectional: bool, B: int, H: int, edge: str = "") -> Trial:
        h_n = random.normal(num_layers * (1 + bidirectional), B, H)
        return Trial({"h_n": h_n, "num_layers": num_layers, "bidirectional": bidirectional}, edge)

    def more_than_rows() -> tuple[int, int]:
        return random.integer(7, 11), random.integer(12, 16)

    yield trial(HOUSE.L, True, HOUSE.B, HOUSE.H)
    yield trial(3, True, *more_than_rows())
    yield trial(3, False, *more_than_rows())
    yield trial(1, True, HOUSE.B, HOUSE.H, "a single layer (num_layers = 1)")
    yield trial(1, False, HOUSE.B, HOUSE.H, "a single layer and a single direction (num_layers = num_directions = 1)")
    yield trial(HOUSE.L, True, 1, HOUSE.H, "a batch of one example (batch = 1)")
    yield trial(HOUSE.L, True, 2, 2, "as many layers as examples and hidden units (2 each)")
    yield trial(HOUSE.L, False, HOUSE.B, 1, "a single hidden unit (hidden_size = 1)")


Rows = Callable[[Tensor, int, int], Tensor]  # of h_n, num_layers, num_directions: what to put side by side


def _last_but(
    rows: Rows = lambda h_n, L, D: h_n.unflatten(0, (L, D))[-1],
    join: Callable[[Tensor], Tensor] = lambda rows: torch.cat(list(rows), dim=-1),
) -> Callable[..., Any]:
    """The last states with one part done another way."""
    return lambda h_n, num_layers, bidirectional: join(rows(h_n, num_layers, 2 if bidirectional else 1))


LAST_STATES = Exercise(
    id="cell/last-states",
    parameters=("h_n", "num_layers", "bidirectional"),
    points=2,
    trials=_last_trials,
    oracle=_last_but(),  # the tests compare it with both ends of a layer's output
    returns=TensorOf(("batch", "num_directions * hidden_size")),
    slips=(
        Slip(
            "bottom-layer",
            "this is the bottom layer; asked for is the top one",
            "The rows of h_n begin with layer 0.",
            _last_but(lambda h_n, L, D: h_n.unflatten(0, (L, D))[0]),
        ),
        Slip(
            "direction-before-layer",
            "you read the rows of h_n as (direction, layer); PyTorch's order is (layer, direction)",
            "The two directions of one layer are neighbours.",
            _last_but(lambda h_n, L, D: h_n.unflatten(0, (D, L))[:, -1]),
        ),
        Slip(
            "reshape-scramble",
            "these are the right rows, but `view` or `reshape` has mixed the examples: they do not move numbers",
            "Put the two directions side by side with torch.cat, or move the batch to the front first.",
            _last_but(lambda h_n, _L, D: h_n[-D:], lambda rows: rows.reshape(rows.shape[1], -1)),
        ),
        Slip(
            "backward-first",
            "the backward direction comes first; asked for is forward, then backward",
            "The last row of h_n is the backward direction of the top layer.",
            _last_but(lambda h_n, _L, D: h_n[-D:].flip(0)),
        ),
        Slip(
            "last-row-only",
            "this is the last row of h_n; with two directions that is the backward half only",
            "The top layer has a row for each direction.",
            _last_but(lambda h_n, _L, _D: h_n[-1:]),
        ),
        Slip(
            "forward-only",
            "with two directions, this is the forward half only",
            "The top layer has a row for each direction.",
            _last_but(lambda h_n, _L, D: h_n[-D:][:1]),
        ),
        Slip(
            "two-rows-always",
            "you always join two rows; with one direction, the row before the last is another layer",
            "Look at `bidirectional`.",
            _last_but(lambda h_n, _L, _D: torch.stack([h_n[-2], h_n[-1]])),
        ),
        Slip(
            "first-and-last-row",
            "you join the first row with the last: forward of the bottom layer, backward of the top one",
            "The two directions of one layer are neighbours.",
            _last_but(lambda h_n, _L, D: h_n[-1:] if D == 1 else torch.stack([h_n[0], h_n[-1]])),
        ),
        Slip(
            "row-of-num-layers",
            "you count rows as if each layer had one; with two directions, each has two",
            "How many rows does h_n have, and which belong to the top layer?",
            _last_but(lambda h_n, L, D: h_n[L - 1 : L - 1 + D]),
        ),
        Slip(
            "all-layers",
            "you join the states of all layers; only the top one is asked for",
            "Pick the rows of the top layer first.",
            _last_but(lambda h_n, _L, _D: h_n),
        ),
        Slip(
            "all-rows-scrambled",
            "this is the whole of h_n in another shape: all layers, and the examples mixed",
            "Pick the rows of the top layer first; then put them side by side.",
            _last_but(lambda h_n, _L, _D: h_n, lambda rows: rows.reshape(rows.shape[1], -1)),
        ),
        Slip(
            "not-joined",
            "these are the right rows of h_n, one below the other; asked for is one row for each example",
            "Put the directions side by side, along the last axis.",
            _last_but(join=_as_it_is),
        ),
        Slip(
            "joined-in-batch",
            "you join the two directions along the batch; they belong side by side in the last axis",
            "Look at the `dim` of torch.cat: it is 0 unless you say otherwise.",
            _last_but(join=lambda rows: torch.cat(list(rows))),
        ),
        Slip(
            "summed",
            "you add the two directions; asked for are both, side by side",
            "Join them along the last axis.",
            _last_but(join=lambda rows: rows.sum(0)),
        ),
        Slip(
            "averaged",
            "you average the two directions; asked for are both, side by side",
            "Join them along the last axis.",
            _last_but(join=lambda rows: rows.mean(0)),
        ),
        Slip(
            "interleaved",
            "the numbers of the two directions alternate; asked for are all forward ones, then all backward",
            "Join the two halves whole, along the last axis.",
            _last_but(join=lambda rows: rows.permute(1, 2, 0).flatten(1)),
        ),
        Slip(
            "forward-twice",
            "both halves are the forward direction",
            "Look at the second of the two rows that you join.",
            _last_but(lambda h_n, _L, D: torch.stack([h_n[-D]] * D)),
        ),
    ),
)

# --- cell/generate


def _generate_arguments(random: Random, sizes: Sizes, kind: str) -> Mapping[str, Value]:
    head = random.layer("Linear", in_features=sizes.H, out_features=sizes.F)
    # What is fed back must not grow from step to step, or it would make rounding as large as a slip.
    calm = {name: weight * (sizes.H / sizes.F / 2) ** 0.5 for name, weight in head.weights.items()}
    return {
        "cell": random.layer(f"{kind}Cell", input_size=sizes.F, hidden_size=sizes.H),
        "head": replace(head, weights=calm),
        "x": random.normal(sizes.B, sizes.F),
        "hx": random.normal(sizes.B, sizes.H),
        "n": sizes.T,
    }


def _generate_trials(random: Random) -> Iterator[Trial]:
    for trial in _of_every_kind(_generate_arguments, "T=1", "B=1", "H=1")(random):
        yield replace(trial, edge="one step to generate (n = 1)") if trial.arguments["n"] == 1 else trial


@dataclass(frozen=True)
class _Written:
    """What generating leaves: the first input, every prediction, and the state after every step."""

    x: Tensor
    predictions: list[Tensor]
    states: list[Tensor]


def _generate_but(
    begin: Callable[[Tensor], Tensor] = lambda x: x,
    start: Callable[[Tensor], Tensor] = lambda hx: hx,
    predict: Callable[..., Tensor] = lambda head, new, _old, _x: head(new),
    feed: Callable[[Tensor, Tensor], Tensor] = lambda prediction, _first: prediction,
    move: Callable[[Tensor, Tensor], Tensor] = lambda new, _first: new,
    steps: Callable[[int], int] = lambda n: n,
    finish: Callable[[_Written], Tensor] = lambda written: torch.stack(written.predictions),
) -> Callable[..., Any]:
    """Generating with one part done another way."""

    def wrong(cell: nn.RNNCellBase, head: nn.Linear, x: Tensor, hx: Tensor, n: int) -> Tensor:
        reads, h = first, first_h = begin(x), start(hx)
        written = _Written(x, [], [])
        for _ in range(steps(n)):
            new = cell(reads, h)
            prediction = predict(head, new, h, reads)
            written.predictions.append(prediction)
            written.states.append(new)
            reads, h = feed(prediction, first), move(new, first_h)
        return finish(written)

    return wrong


GENERATE = Exercise(
    id="cell/generate",
    parameters=("cell", "head", "x", "hx", "n"),
    points=3,
    trials=_generate_trials,
    oracle=_generate_but(),  # torch's own Cell and Linear; the tests feed its predictions to a layer
    returns=TensorOf(("n", "batch", "input_size")),
    slips=(
        Slip(
            "input-never-moves",
            "every step reads the first x; from the second step on it must read the prediction before it",
            "Assign the prediction to the variable that the Cell reads.",
            _generate_but(feed=lambda _prediction, first: first),
        ),
        Slip(
            "hx-never-moves",
            "every step starts from the first hx: the state that the Cell returns is never given to the next step",
            "Assign what the Cell returns to the variable that you pass in.",
            _generate_but(move=lambda _new, first: first),
        ),
        Slip(
            "nothing-moves",
            "all your predictions are the same: neither the input nor the state moves on",
            "Both variables that the Cell reads get new values inside the loop.",
            _generate_but(feed=lambda _prediction, first: first, move=lambda _new, first: first),
        ),
        Slip(
            "without-hx",
            "the Cell gets no state, so every step starts from zeros: nothing is remembered",
            "Pass the state as the Cell's second argument, and keep what it returns.",
            _generate_but(start=torch.zeros_like, move=lambda _new, first: first),
        ),
        Slip(
            "hx-ignored",
            "your loop starts from a state of zeros; it must start from the hx it is given",
            "Use hx for the first step.",
            _generate_but(start=torch.zeros_like),
        ),
        Slip(
            "x-ignored",
            "your first input is zeros; it must be the x you are given",
            "Use x for the first step.",
            _generate_but(begin=torch.zeros_like),
        ),
        Slip(
            "zeros-fed",
            "from the second step on your Cell reads zeros; it must read the prediction before it",
            "Assign the prediction to the variable that the Cell reads.",
            _generate_but(feed=lambda prediction, _first: torch.zeros_like(prediction)),
        ),
        Slip(
            "head-on-old-state",
            "you predict from the state before the step; the head must see the one that the Cell has just returned",
            "First the Cell, then the head.",
            _generate_but(predict=lambda head, _new, old, _x: head(old)),
        ),
        Slip(
            "prediction-added-to-input",
            "you add the head's output to the input; the head's output is the prediction by itself",
            "Keep what the head returns, and feed that back.",
            _generate_but(predict=lambda head, new, _old, x: x + head(new)),
        ),
        Slip(
            "head-without-bias",
            "your head has no bias: you multiply by its weight only",
            "Call the head as a whole, as you call the Cell.",
            _generate_but(predict=lambda head, new, _old, _x: new @ head.weight.T),
        ),
        Slip(
            "tanh-on-prediction",
            "you squash the predictions with tanh; the head's output is the prediction as it is",
            "Keep what the head returns, and feed that back.",
            _generate_but(predict=lambda head, new, _old, _x: head(new).tanh()),
        ),
        Slip(
            "states-returned",
            "these are the states; asked for are the predictions that the head makes of them",
            "Append what the head returns.",
            _generate_but(finish=lambda written: torch.stack(written.states)),
        ),
        Slip(
            "start-included",
            "x is in your result too, so it has n + 1 entries; only predictions are asked for",
            "Begin with an empty list.",
            _generate_but(finish=lambda written: torch.stack([written.x, *written.predictions])),
        ),
        Slip(
            "one-step-early",
            "you keep the input of each step: the first entry is x, and the last prediction is lost",
            "Append after the head has spoken.",
            _generate_but(finish=lambda written: torch.stack([written.x, *written.predictions[:-1]])),
        ),
        Slip(
            "one-too-many",
            "you predict n + 1 steps",
            "Count how often your loop runs.",
            _generate_but(steps=lambda n: n + 1),
        ),
        Slip(
            "first-prediction-missing",
            "the first prediction is missing: your result begins with the second",
            "The first one is made from the x and hx that you are given; append it, too.",
            _generate_but(steps=lambda n: n + 1, finish=lambda written: torch.stack(written.predictions[1:])),
        ),
        Slip(
            "return-inside-the-loop",
            "your loop ends after the first prediction",
            "Look at how far `return` is indented.",
            _generate_but(steps=lambda _n: 1),
        ),
        Slip(
            "last-only",
            "this is only the last prediction; asked for are all n",
            "Append to a list inside the loop, and join the list at the end.",
            _generate_but(finish=lambda written: written.predictions[-1]),
        ),
        Slip(
            "inserted-in-front",
            "your predictions are in reverse order: the last comes first",
            "Append to the list instead of inserting at its beginning.",
            _generate_but(finish=lambda written: torch.stack(written.predictions[::-1])),
        ),
        Slip(
            "cat-not-stack",
            "torch.cat glues the steps together along the batch; a new axis for time is needed",
            "torch.stack makes the new axis.",
            _generate_but(finish=lambda written: torch.cat(written.predictions)),
        ),
        Slip(
            "prediction-detached",
            "the values are right, but predictions are cut off where they are fed back: gradients pass the state only",
            "Feed the prediction back as the head returns it, without detach() or .data.",
            _generate_but(feed=lambda prediction, _first: prediction.detach()),
        ),
        Slip(
            "state-detached",
            "the values are right, but the state is cut between the steps: no gradient flows further back",
            "Hand the state on as the Cell returns it, without detach() or .data.",
            _generate_but(move=lambda new, _first: new.detach()),
        ),
        Slip(
            "both-detached",
            "the values are right, but state and prediction are cut off between the steps: no gradient flows back",
            "Hand both on as they are, without detach() or .data.",
            _generate_but(feed=lambda prediction, _first: prediction.detach(), move=lambda new, _first: new.detach()),
        ),
    ),
)

EXERCISES = (LOOP, COPY_WEIGHTS, STACK, BIDIRECTIONAL, LAST_STATES, GENERATE)
