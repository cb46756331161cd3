"""The last states of the top layer, found in h_n and put side by side."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import torch
from torch import Tensor

from course_utils.checks.cell.cells import as_it_is
from course_utils.checks.engine.exercise import Exercise, Slip
from course_utils.checks.engine.kinds import TensorOf
from course_utils.checks.engine.trial import EDGES, HOUSE, Random, Trial


def _trials(random: Random) -> Iterator[Trial]:
    def trial(num_layers: int, bidirectional: bool, B: int, H: int, edge: str = "", far: int = 0) -> Trial:
        h_n = random.input(replace(HOUSE, far=far), num_layers * (1 + bidirectional), B, H)
        return Trial({"h_n": h_n, "num_layers": num_layers, "bidirectional": bidirectional}, edge)

    def more_than_rows() -> tuple[int, int]:
        return random.integer(7, 11), random.integer(12, 16)

    yield trial(HOUSE.L, True, HOUSE.B, HOUSE.H)
    yield trial(3, True, *more_than_rows())
    yield trial(3, False, *more_than_rows())
    yield trial(
        5, True, random.integer(8, 9), random.integer(6, 7)
    )  # more rows than examples, more of these than units
    yield trial(1, True, HOUSE.B, HOUSE.H, EDGES["L=1"])
    yield trial(1, False, HOUSE.B, HOUSE.H, "a single layer and a single direction (num_layers = num_directions = 1)")
    yield trial(2, True, 2, 2, "as many layers as examples and hidden units (2 each)")
    yield trial(33, True, 66, 70, "many layers, examples and hidden units (33, 66 and 70)")
    for two in (True, False):
        yield trial(HOUSE.L, two, 1, HOUSE.H, EDGES["B=1"])
        yield trial(HOUSE.L, two, HOUSE.B, 1, EDGES["H=1"] + ", and numbers far from zero", far=1)
        yield trial(2 if two else 4, two, 4, 4, "as many rows as examples and hidden units (4 each)")


_Rows = Callable[[Tensor, int, int], Tensor]  # from h_n, num_layers and num_directions to the rows to put side by side


def _but(
    rows: _Rows = lambda h_n, L, D: h_n.unflatten(0, (L, D))[-1],
    join: Callable[[Tensor], Tensor] = lambda rows: torch.cat(list(rows), dim=-1),
) -> Callable[..., Any]:
    """The last states with one part done another way."""
    return lambda h_n, num_layers, bidirectional: join(rows(h_n, num_layers, 2 if bidirectional else 1))


EXERCISE = Exercise(
    id="cell/last-states",
    parameters=("h_n", "num_layers", "bidirectional"),
    points=2,
    trials=_trials,
    axes={"h_n": "RBH", "num_layers": "L"},
    settings={"bidirectional": (True, False)},
    never={"bidirectional=True, R=1": "two directions have two rows or more"},
    oracle=_but(),  # the tests compare it with both ends of a layer's output
    returns=TensorOf(("batch", "num_directions * hidden_size")),
    slips=(
        Slip(
            "bottom-layer",
            "this is the bottom layer; asked for is the top one",
            "The rows of h_n begin with layer 0.",
            _but(lambda h_n, L, D: h_n.unflatten(0, (L, D))[0]),
        ),
        Slip(
            "direction-before-layer",
            "you read the rows of h_n as (direction, layer); PyTorch's order is (layer, direction)",
            "The two directions of one layer are neighbours.",
            _but(lambda h_n, L, D: h_n.unflatten(0, (D, L))[:, -1]),
        ),
        Slip(
            "reshape-scramble",
            "these are the right rows, but `view` or `reshape` has mixed the examples: they do not move numbers",
            "Put the two directions side by side with torch.cat, or move the batch to the front first.",
            _but(lambda h_n, _L, D: h_n[-D:], lambda rows: rows.reshape(rows.shape[1], -1)),
        ),
        Slip(
            "backward-first",
            "the backward direction comes first; asked for is forward, then backward",
            "The last row of h_n is the backward direction of the top layer.",
            _but(lambda h_n, _L, D: h_n[-D:].flip(0)),
        ),
        Slip(
            "last-row-only",
            "this is the last row of h_n; with two directions that is the backward half only",
            "The top layer has a row for each direction.",
            _but(lambda h_n, _L, _D: h_n[-1:]),
        ),
        Slip(
            "forward-only",
            "with two directions, this is the forward half only",
            "The top layer has a row for each direction.",
            _but(lambda h_n, _L, D: h_n[-D:][:1]),
        ),
        Slip(
            "two-rows-always",
            "you always join two rows; with one direction, the row before the last is another layer",
            "Look at `bidirectional`.",
            _but(lambda h_n, _L, _D: torch.stack([h_n[-2], h_n[-1]])),
        ),
        Slip(
            "first-and-last-row",
            "you join the first row with the last: forward of the bottom layer, backward of the top one",
            "The two directions of one layer are neighbours.",
            _but(lambda h_n, _L, D: h_n[-1:] if D == 1 else torch.stack([h_n[0], h_n[-1]])),
        ),
        Slip(
            "row-of-num-layers",
            "you count rows as if each layer had one; with two directions, each has two",
            "How many rows does h_n have, and which belong to the top layer?",
            _but(lambda h_n, L, D: h_n[L - 1 : L - 1 + D]),
        ),
        Slip(
            "all-layers",
            "you join the states of all layers; only the top one is asked for",
            "Pick the rows of the top layer first.",
            _but(lambda h_n, _L, _D: h_n),
        ),
        Slip(
            "all-rows-scrambled",
            "this is the whole of h_n in another shape: all layers, and the examples mixed",
            "Pick the rows of the top layer first; then put them side by side.",
            _but(lambda h_n, _L, _D: h_n, lambda rows: rows.reshape(rows.shape[1], -1)),
        ),
        Slip(
            "not-joined",
            "these are the right rows of h_n, one below the other; asked for is one row for each example",
            "Put the directions side by side, along the last axis.",
            _but(join=as_it_is),
        ),
        Slip(
            "joined-in-batch",
            "you join the two directions along the batch; they belong side by side in the last axis",
            "Look at the `dim` of torch.cat: it is 0 unless you say otherwise.",
            _but(join=lambda rows: torch.cat(list(rows))),
        ),
        Slip(
            "summed",
            "you add the two directions; asked for are both, side by side",
            "Join them along the last axis.",
            _but(join=lambda rows: rows.sum(0)),
        ),
        Slip(
            "averaged",
            "you average the two directions; asked for are both, side by side",
            "Join them along the last axis.",
            _but(join=lambda rows: rows.mean(0)),
        ),
        Slip(
            "interleaved",
            "the numbers of the two directions alternate; asked for are all forward ones, then all backward",
            "Join the two halves whole, along the last axis.",
            _but(join=lambda rows: rows.permute(1, 2, 0).flatten(1)),
        ),
        Slip(
            "forward-twice",
            "both halves are the forward direction",
            "Look at the second of the two rows that you join.",
            _but(lambda h_n, _L, D: torch.stack([h_n[-D]] * D)),
        ),
    ),
)
