"""Cells stacked in layers, as a layer with num_layers stacks them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import torch
from torch import Tensor

from course_utils.checks.cell.cells import BOTH_MODES, KINDS, Cells, as_layer, draw_cell, second_first
from course_utils.checks.cell.loop import loop_but
from course_utils.checks.engine.exercise import Exercise, Slip
from course_utils.checks.engine.kinds import TensorOf, TupleOf
from course_utils.checks.engine.trial import SMALL, Random, Sizes, trials
from course_utils.checks.learner.values import Value


def _arguments(random: Random, sizes: Sizes, kind: str, training: bool) -> Mapping[str, Value]:
    widths = [sizes.F, *[sizes.H] * (sizes.L - 1)]
    return {
        "cells": tuple(draw_cell(random, kind, training, width, sizes.H) for width in widths),
        "x": random.input(sizes, sizes.T, sizes.B, sizes.F),
        "h_0": random.state(sizes, sizes.L, sizes.B, sizes.H),
    }


_Grid = list[list[Tensor]]  # the state after every step: [t][k], each (B, H)


def _of_layer(k: int, grid: _Grid) -> list[Tensor]:
    return [states[k] for states in grid]


def _but(
    number: Callable[[int, int], int] = lambda k, _L: k,
    read: Callable[[Tensor], Tensor] = lambda x: x,
    start: Callable[[Tensor], Tensor] = lambda h_0: h_0,
    below: Callable[[Tensor, Tensor], Tensor] = lambda new, _old: new,
    move: Callable[[Tensor, Tensor, int], Tensor] = lambda new, _start, _k: new,
    output: Callable[[_Grid], Tensor] = lambda grid: torch.stack(_of_layer(-1, grid)),
    h_n: Callable[[_Grid, Tensor], Tensor] = lambda grid, _start: torch.stack(grid[-1]),
) -> Callable[..., Any]:
    """Stacked Cells with one part done another way."""

    def wrong(cells: Cells, x: Tensor, h_0: Tensor) -> Any:
        first = start(h_0)
        now = list(first)
        grid: _Grid = []
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
    """Layer after layer, each starting from the last state of the layer below."""
    h, output, last = h_0[0], x, []
    for cell in cells:
        output, h = loop_but()(cell, output, h)
        last.append(h)
    return output, torch.stack(last)


def _side_by_side(grid: _Grid) -> Tensor:
    return torch.stack([torch.cat(states, dim=-1) for states in grid])


_ONCE = ("T=3", "T=66 L=1 zero=1", "B=66 F=66 H=66", "equal")

EXERCISE = Exercise(
    id="cell/stack",
    parameters=("cells", "x", "h_0"),
    points=3,
    trials=trials(
        _arguments,
        *("T=1", "B=1", "F=1 far=1", "H=1", "L=1", *_ONCE),
        settings=KINDS,
        once=_ONCE,
        words={
            "T=66 L=1 zero=1": (
                "a long sequence, a single layer (seq_len = 66, num_layers = 1) and a state of zeros at the start"
            )
        },
        falling=SMALL,  # eleven layers are slow
    ),
    axes={"cells": "FHL", "x": "TBF", "h_0": "LBH"},
    settings={"kind": ("GRUCell", "RNNCell")},
    also=BOTH_MODES,
    oracle=as_layer,
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
            _but(start=lambda h_0: h_0[:1].expand_as(h_0)),
        ),
        Slip(
            "h-0-ignored",
            "your layers start from zeros; they must start from the h_0 they are given",
            "Layer k starts from row k of h_0.",
            _but(start=torch.zeros_like),
        ),
        Slip(
            "h-0-reversed",
            "the rows of h_0 go to the layers in reverse order: the first row belongs to the bottom layer",
            "Pair Cells and rows of h_0 in the order in which they are given.",
            _but(start=lambda h_0: h_0.flip(0)),
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
            _but(move=lambda _new, first, _k: first),
        ),
        Slip(
            "upper-states-never-move",
            "only the state of the bottom layer moves; the layers above start every step from h_0",
            "Put what each Cell returns back where its state is kept.",
            _but(move=lambda new, first, k: first if k else new),
        ),
        Slip(
            "reads-old-state-below",
            "each layer reads the state that the layer below had before this step; it must read the new one",
            "The output of one Cell is the input of the next, within the same step.",
            _but(below=lambda _new, old: old),
        ),
        Slip(
            "second-cell-for-all-above",
            "all layers above the first use the second Cell; each layer has a Cell of its own",
            "Go through the Cells, one after the other.",
            _but(number=lambda k, L: min(k, 1, L - 1)),
        ),
        Slip(
            "last-cell-for-all-above",
            "all layers above the first use the last Cell; each layer has a Cell of its own",
            "Go through the Cells, one after the other.",
            _but(number=lambda k, L: L - 1 if k else 0),
        ),
        Slip(
            "bottom-layer-out",
            "your output is that of the bottom layer; a layer of PyTorch gives the output of the top one",
            "Keep what the last Cell returns.",
            _but(output=lambda grid: torch.stack(_of_layer(0, grid))),
        ),
        Slip(
            "every-layer-out",
            "your output holds the states of all layers, with an axis for them; only the top layer's are asked for",
            "Keep what the last Cell returns.",
            _but(output=lambda grid: torch.stack(list(map(torch.stack, grid)))),
        ),
        Slip(
            "layers-side-by-side",
            "your output has all layers side by side in its last axis; only the top layer's states are asked for",
            "Keep what the last Cell returns.",
            _but(output=_side_by_side),
        ),
        Slip(
            "last-step-only",
            "your output is only the last step; asked for is the top layer's state after every step",
            "Append to a list inside the loop over time.",
            _but(output=lambda grid: grid[-1][-1]),
        ),
        Slip(
            "cat-not-stack",
            "torch.cat glues the steps together along the batch; output needs an axis of its own for time",
            "torch.stack makes the new axis.",
            _but(output=lambda grid: torch.cat(_of_layer(-1, grid))),
        ),
        Slip(
            "backwards",
            "you go through the sequence from its end",
            "Begin with x[0].",
            _but(read=lambda x: x.flip(0)),
        ),
        Slip(
            "h-n-of-top-layer",
            "your h_n is the last state of the top layer; asked for are the last states of all layers",
            "h_n has the shape of h_0: a row for every layer.",
            _but(h_n=lambda grid, _start: grid[-1][-1]),
        ),
        Slip(
            "h-n-of-one-row",
            "your h_n has a row for the top layer only; asked for are the last states of all layers",
            "h_n has the shape of h_0: a row for every layer.",
            _but(h_n=lambda grid, _start: grid[-1][-1].unsqueeze(0)),
        ),
        Slip(
            "h-n-reversed",
            "the rows of your h_n are in reverse order; the bottom layer comes first",
            "Keep the order of the Cells.",
            _but(h_n=lambda grid, _start: torch.stack(grid[-1][::-1])),
        ),
        Slip(
            "h-n-is-h-0",
            "your h_n is h_0, the states before the first step; it must hold those after the last",
            "h_n is where the loop ends.",
            _but(h_n=lambda _grid, start: start),
        ),
        Slip(
            "h-n-cat",
            "torch.cat glues the layers together along the batch; h_n needs an axis of its own for them",
            "torch.stack makes the new axis.",
            _but(h_n=lambda grid, _start: torch.cat(grid[-1])),
        ),
        Slip(
            "returned-h-n-first",
            "you return (h_n, output); PyTorch's order is (output, h_n)",
            "Swap the two.",
            second_first(_but()),
        ),
        Slip(
            "detaches-between-steps",
            "the values are right, but the states are cut between the steps: no gradient flows further back",
            "Hand the states on as the Cells return them, without detach() or .data.",
            _but(move=lambda new, _start, _k: new.detach()),
        ),
        Slip(
            "detaches-between-layers",
            "the values are right, but the layers are cut from one another: output teaches the top one only",
            "Hand the output of a Cell to the next as it is, without detach() or .data.",
            _but(below=lambda new, _old: new.detach()),
        ),
    ),
)
