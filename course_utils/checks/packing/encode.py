"""The last states of a GRU with two directions, from sequences of different lengths."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

from course_utils.checks.engine.exercise import Exercise, Slip
from course_utils.checks.engine.kinds import TensorOf
from course_utils.checks.engine.trial import EDGES, EQUAL, HOUSE, RISING, SMALL, Random, Sizes, Trial, turned
from course_utils.checks.learner.values import Value
from course_utils.checks.lengths import draw_lengths
from course_utils.checks.packing.batches import (
    PADDED,
    at_last_step,
    longest_first,
    with_gradients,
)
from course_utils.sequences import mask

_MANY = 66
_VALUES_ONLY = (  # of a long run, because gradients take as long again, and of a batch of many
    *("twenty steps", "four layers"),
    *("twenty examples", "many numbers at each step", "other examples after 64"),
)


_EDGES: tuple[tuple[Mapping[str, int], tuple[int, ...], str], ...] = (  # sizes, lengths, and what is special
    ({"T": 3, "B": 1}, (2,), EDGES["B=1"]),
    ({"T": 4, "B": 2, "F": 1}, (1, 3), "a single feature (input_size = 1) in a batch of two examples (batch = 2)"),
    ({"T": 3, "L": 1}, (3, 2, 1), "a single layer (num_layers = 1), and one example of full length"),
    ({"T": 1}, (1, 1, 1), "sequences of one step (seq_len = 1)"),
)


def _arguments(random: Random, sizes: Sizes, lengths: Tensor) -> Mapping[str, Value]:
    gru = random.layer(
        "GRU", input_size=sizes.F, hidden_size=sizes.H, num_layers=sizes.L, bidirectional=True
    )  # with one direction, cutting a padded run would do
    return {"gru": gru, "x": random.input(sizes, sizes.T, sizes.B, sizes.F), "lengths": lengths}


def _but(
    finish: Callable[[Tensor, Tensor, Tensor], Tensor] = lambda h_n, _output, _lengths: torch.cat(
        [h_n[-2], h_n[-1]], 1
    ),
    packs: bool = True,
    read: Callable[[Tensor, Tensor], tuple[Tensor, Tensor]] = lambda x, lengths: (x, lengths),
) -> Callable[..., Any]:
    """Run the GRU over what `read` gives, then call `finish` with h_n, the padded output and the lengths."""

    def answer(gru: nn.GRU, x: Tensor, lengths: Tensor) -> Tensor:
        x, lengths = read(x, lengths)
        if packs:
            packed, h_n = gru(pack_padded_sequence(x, lengths, enforce_sorted=False))
            output, _ = pad_packed_sequence(packed)
        else:
            output, h_n = gru(x)
        return finish(h_n, output, lengths)

    return answer


def _top(h_n: Tensor) -> Tensor:
    return torch.cat([h_n[-2], h_n[-1]], 1)


def _trials(random: Random) -> Iterator[Trial]:
    """The longest example has few steps in most trials, because a layer is slow, and gradients take as long again."""

    def trial(sizes: Sizes, lengths: Sequence[int], edge: str = "", gradient: bool = True) -> Trial:
        return Trial(_arguments(random, sizes, torch.tensor(lengths)), edge, gradient)

    yield trial(HOUSE, draw_lengths(random, HOUSE.B, 2, HOUSE.T - 2))
    wide = random.sizes(RISING)
    yield trial(wide, draw_lengths(random, wide.B, 1, wide.T), gradient=False)
    long = random.sizes(RISING[::-1], L=4, pool=SMALL)
    yield trial(long, (2,) * long.B, "four layers (num_layers = 4), and all lengths equal", gradient=False)
    for changes, lengths, edge in _EDGES:
        yield trial(replace(HOUSE, **changes), lengths, edge)
    arguments = _arguments(random, replace(EQUAL, L=2), torch.tensor((2, 4, 1, 4)))
    gru, x = replace(arguments["gru"], training=False), turned(arguments["x"])
    what = "a gru in evaluation mode, an x that is not contiguous, as transpose leaves it, and axes of one size (4)"
    yield Trial({**arguments, "gru": gru, "x": x}, what)
    deep = replace(HOUSE, T=3, H=1, L=11)
    yield trial(deep, (1, 2, 2), "many layers (num_layers = 11) of a single hidden unit (hidden_size = 1)", False)
    yield trial(replace(HOUSE, T=_MANY, L=1), (40, _MANY, 20), f"long examples (seq_len = {_MANY})", False)
    sizes = replace(HOUSE, T=3, B=_MANY, F=_MANY, H=_MANY, L=1, far=1)
    falling = sizes.T - torch.arange(_MANY) * sizes.T // _MANY
    arguments = _arguments(random, sizes, falling)
    # Examples of the same length are the same, and neighbours: each way to sort puts equal lengths in another order,
    # which would hide slips. The gradients are of another order still.
    x = arguments["x"][:, falling - 1]
    what = f"many examples, features and hidden units ({_MANY} each), with numbers far from zero"
    yield Trial({**arguments, "x": x}, what, gradient=False)


def _goes_on(trial: Trial) -> bool:
    """Whether there are more than 64 examples, and each differs from the one 64 places before."""
    x = trial.arguments["x"]
    return x.shape[1] > 64 and bool((x[:, 64:] != x[:, :-64]).any(2).any(0).all())


EXERCISE = Exercise(
    id="packing/encode",
    parameters=("gru", "x", "lengths"),
    points=3,
    trials=_trials,
    axes={"gru": "FHL", "x": "TBF"},
    also=with_gradients(
        {
            **PADDED,
            "other examples after 64": _goes_on,
            "evaluation mode": lambda trial: not trial.arguments["gru"].training,
            "x not contiguous": lambda trial: not trial.arguments["x"].is_contiguous(),
            "four layers": lambda trial: trial.arguments["gru"].options["num_layers"] == 4,
        },
        *_VALUES_ONLY,
    ),
    oracle=_but(),
    returns=TensorOf(("batch", "2 * hidden_size")),
    may_turn=frozenset({"x"}),
    slips=(
        Slip(
            "padded-run",
            "the GRU runs over the padding too: the last states are those after it, and backward it starts in it",
            "Tell the GRU the lengths: pack x first.",
            _but(packs=False),
        ),
        Slip(
            "padding-set-to-zero",
            "you set the padding to zero and run over it; zero is an input too, and the state goes on changing",
            "Tell the GRU the lengths: pack x first.",
            _but(packs=False, read=lambda x, lengths: (x.where(mask(lengths, len(x)).unsqueeze(2), 0.0), lengths)),
        ),
        Slip(
            "picked-without-packing",
            "you pick the last real step of a padded run; backward it starts in the padding, so that half is wrong",
            "Picking is enough for one direction. For two, pack.",
            _but(lambda _h_n, output, lengths: at_last_step(output, lengths), packs=False),
        ),
        Slip(
            "output-at-last-step",
            "this is output at the last real step; there the backward direction has read a single step",
            "Where does the backward direction end? Which of the things a GRU returns holds both ends?",
            _but(lambda _h_n, output, lengths: at_last_step(output, lengths)),
        ),
        Slip(
            "output-at-minus-one",
            "this is output[-1] after unpacking: zeros for every example but the longest",
            "What else does the GRU return, besides output?",
            _but(lambda _h_n, output, _lengths: output[-1]),
        ),
        Slip(
            "unsorted-again",
            "you put the examples back in order although they are: with enforce_sorted=False, PyTorch does it",
            "h_n comes back in the original order.",
            _but(lambda h_n, _output, lengths: _top(h_n)[longest_first(lengths).argsort()]),
        ),
        Slip(
            "sorted-order",
            "the rows are right but in sorted order, longest first; row k must be example k",
            "If you sort by hand, undo it; or let PyTorch sort: enforce_sorted=False.",
            _but(lambda h_n, _output, lengths: _top(h_n)[longest_first(lengths)]),
        ),
        Slip(
            "sorted-twice",
            "you sort by hand and put the rows back with the order that sorted them: that sorts them once more",
            "The way back is the argsort of that order.",
            _but(lambda h_n, _output, lengths: _top(h_n)[longest_first(lengths)][longest_first(lengths)]),
        ),
        Slip(
            "first-layer",
            "this is the first layer's state; asked for is the top layer's",
            "In h_n the layers go from the bottom to the top, two rows each.",
            _but(lambda h_n, _output, _lengths: torch.cat([h_n[0], h_n[1]], 1)),
        ),
        Slip(
            "second-layer",
            "this is the second layer's state; asked for is the top layer's, however many there are",
            "Count the layers of h_n from its end.",
            _but(lambda h_n, _output, _lengths: torch.cat([h_n[2], h_n[3]], 1)),
        ),
        Slip(
            "first-and-last-row",
            "you join the first row of h_n and the last: with more than one layer these are of two layers",
            "In h_n the layers go from the bottom to the top, two rows each.",
            _but(lambda h_n, _output, _lengths: torch.cat([h_n[0], h_n[-1]], 1)),
        ),
        Slip(
            "mean-of-output",
            "this is a mean of output over time; asked for are the last states, one of each direction",
            "What else does the GRU return, besides output?",
            _but(lambda _h_n, output, lengths: output.sum(0) / lengths.unsqueeze(1)),
        ),
        Slip(
            "backward-first",
            "your halves are exchanged: forward comes first, then backward",
            "h_n[-2] and h_n[-1]: which is which?",
            _but(lambda h_n, _output, _lengths: torch.cat([h_n[-1], h_n[-2]], 1)),
        ),
        Slip(
            "directions-before-layers",
            "you read h_n as (direction, layer): these rows are of two layers; it is (layer, direction)",
            "Print h_n.view(num_layers, 2, batch, hidden_size) and look at its last layer.",
            _but(lambda h_n, _output, _lengths: torch.cat([h_n[len(h_n) // 2 - 1], h_n[-1]], 1)),
        ),
        Slip(
            "reshape-scramble",
            "the shape is right and the examples are mixed: view and reshape keep the order of the numbers",
            "Join the two directions with torch.cat, along the last axis.",
            _but(lambda h_n, _output, _lengths: h_n[-2:].reshape(h_n.shape[1], -1)),
        ),
        Slip(
            "backward-only",
            "this is the backward direction only; asked for are both, side by side",
            "The top layer has two rows in h_n.",
            _but(lambda h_n, _output, _lengths: h_n[-1]),
        ),
        Slip(
            "forward-only",
            "this is the forward direction only; asked for are both, side by side",
            "The top layer has two rows in h_n.",
            _but(lambda h_n, _output, _lengths: h_n[-2]),
        ),
        Slip(
            "directions-added",
            "you add the two directions; they stand side by side",
            "Join them with torch.cat, along the last axis.",
            _but(lambda h_n, _output, _lengths: h_n[-2] + h_n[-1]),
        ),
        Slip(
            "one-below-the-other",
            "you join the two directions along the batch: one row for each example is asked for",
            "torch.cat joins along dim 0 unless told otherwise.",
            _but(lambda h_n, _output, _lengths: torch.cat([h_n[-2], h_n[-1]])),
        ),
        Slip(
            "not-joined",
            "the two directions have an axis of their own; they must stand side by side in the last one",
            "Join them with torch.cat, along the last axis.",
            _but(lambda h_n, _output, _lengths: h_n[-2:]),
        ),
        Slip(
            "all-layers-joined",
            "you join the states of all layers; asked for is the top layer",
            "The top layer has the last two rows of h_n.",
            _but(lambda h_n, _output, _lengths: torch.cat(h_n.unbind(), 1)),
        ),
        Slip(
            "one-step-short",
            "you pack one step less than each example has, so its last real step is not read",
            "pack_padded_sequence wants the lengths as they are.",
            _but(read=lambda x, lengths: (x, lengths - 1)),
        ),
    ),
)
