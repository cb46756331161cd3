"""The exercises of lesson 05: sequences of different lengths.

The oracles are the functions of torch.nn.utils.rnn and torch.nn's own layers, documented at
https://docs.pytorch.org/docs/stable/generated/torch.nn.utils.rnn.pack_padded_sequence.html. Padding is random
numbers wherever it is given: an answer that lets it in is wrong, and an answer that is right does not depend on how
much of it there is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn.utils.rnn import PackedSequence, pack_padded_sequence, pad_packed_sequence, pad_sequence

from course_utils.checks.answer import Reply
from course_utils.checks.exercise import EDGES, HOUSE, Exercise, Random, Sizes, Slip, Trial
from course_utils.checks.kinds import TensorOf, TupleOf
from course_utils.checks.values import Value, equal
from course_utils.sequences import mask

Draw = Callable[[Random, Sizes, Tensor], Mapping[str, Value]]

ONE_EXAMPLE = replace(HOUSE, B=1)
AT_THE_EDGE = {
    "one example of full length and one of a single step (length = 1)": (HOUSE, (1, 7, 4)),
    "all lengths equal": (HOUSE, (5, 5, 5)),
    "a batch of one example (batch = 1)": (ONE_EXAMPLE, (4,)),
    "sequences of one step (seq_len = 1)": (replace(HOUSE, T=1), (1, 1, 1)),
    EDGES["T=3"]: (replace(HOUSE, T=3), (2, 1, 3)),
}


def _batches(draw: Draw) -> Callable[[Random], Iterator[Trial]]:
    """The trials of an exercise about a batch: padding for all, none for the longest, that with ties, then the edges.

    Examples of the same length may stand in any order inside a packed batch, so the gradient of its rows can be
    compared only where there are none: at the house sizes, and for a single example.
    """

    def run(random: Random) -> Iterator[Trial]:
        def trial(sizes: Sizes, lengths: Sequence[int], edge: str = "") -> Trial:
            gradient = sizes == ONE_EXAMPLE or (sizes == HOUSE and not edge)
            return Trial(draw(random, sizes, torch.tensor(lengths)), edge, gradient)

        some, other = random.sizes(), random.sizes()
        long = replace(some, T=max(some.T, some.B), B=min(some.T, some.B))
        wide = replace(other, T=min(other.T, other.B), B=max(other.T, other.B))
        yield trial(HOUSE, _lengths(random, HOUSE.B, 2, HOUSE.T - 2))
        yield trial(long, _lengths(random, long.B, 2, long.T))
        yield trial(wide, _lengths(random, wide.B, 1, wide.T))
        for edge, (sizes, lengths) in AT_THE_EDGE.items():
            yield trial(sizes, lengths, edge)

    return run


def _lengths(random: Random, batch: int, shortest: int, longest: int) -> list[int]:
    """Unsorted lengths, one of them `longest`, all different where there are enough of them."""
    shorter = torch.arange(shortest, longest)
    if len(shorter) >= batch - 1:
        chosen = shorter[torch.randperm(len(shorter), generator=random.generator)[: batch - 1]]
    else:
        chosen = shorter[torch.randint(len(shorter), (batch - 1,), generator=random.generator)]
    lengths = torch.cat([chosen, torch.tensor([longest])]).sort(descending=True).values
    order = torch.arange(batch)
    # A swap undoes itself: it would hide which of two orders is used. And the first should not look like the longest,
    # the longest but one or the shortest.
    while torch.equal(order[order], torch.arange(batch)) or (batch > 3 and order[0] in (0, 1, batch - 1)):
        order = torch.randperm(batch, generator=random.generator)
    return [int(length) for length in lengths[order]]


def _longest_first(lengths: Tensor) -> Tensor:
    return lengths.argsort(descending=True, stable=True)


# --- packing/batch-sizes


def _batch_sizes(lengths: Tensor) -> Tensor:
    box = torch.zeros(int(lengths.max()), len(lengths))
    return pack_padded_sequence(box, lengths, enforce_sorted=False).batch_sizes


def _counted(
    counts: Callable[[Tensor, Tensor], Tensor] = lambda t, lengths: t < lengths,
    steps: Callable[[Tensor], int] = lambda lengths: int(lengths.max()),
) -> Callable[[Tensor], Tensor]:
    """What a step `t` counts, of all lengths, over so many steps."""
    return lambda lengths: counts(torch.arange(steps(lengths)).unsqueeze(1), lengths).sum(1)


BATCH_SIZES = Exercise(
    id="packing/batch-sizes",
    parameters=("lengths",),
    points=1,
    trials=_batches(lambda _random, _sizes, lengths: {"lengths": lengths}),
    oracle=_batch_sizes,
    returns=TensorOf(("seq_len",)),
    gradient=False,
    slips=(
        Slip(
            "lengths-sorted",
            "these are the lengths, longest first: a number for every example; batch_sizes has one for every step",
            "For one step after the other, count the examples that have it.",
            lambda lengths: lengths.sort(descending=True).values,
        ),
        Slip(
            "lengths-returned",
            "these are the lengths: a number for every example; batch_sizes has one for every step",
            "Count the examples at each step, not the steps of each example: which axis is summed?",
            lambda lengths: lengths,
        ),
        Slip(
            "last-step-counted-twice",
            "you count each example one step too long: steps begin at 0, so the last of n is step n - 1",
            "Compare with < where you have <=, or the other way round.",
            _counted(lambda t, lengths: t <= lengths),
        ),
        Slip(
            "one-step-too-many",
            "your last number is 0: there is no step that no example has",
            "The longest example has as many steps as its length says, and they begin at 0.",
            _counted(steps=lambda lengths: int(lengths.max()) + 1),
        ),
        Slip(
            "first-step-missing",
            "your first number is missing: the one for step 0, which every example has",
            "The steps begin at 0.",
            lambda lengths: _batch_sizes(lengths)[1:],
        ),
        Slip(
            "last-step-missing",
            "your last number is missing: the one for the last step of the longest example",
            "An example of length n has the steps 0 to n - 1: how many numbers does that make?",
            lambda lengths: _batch_sizes(lengths)[:-1],
        ),
        Slip(
            "ending-at-each-step",
            "you count the examples that end at each step; asked for are those that have the step",
            "An example of length n counts at every one of its n steps.",
            _counted(lambda t, lengths: t + 1 == lengths),
        ),
        Slip(
            "finished-counted",
            "you count the examples that have no such step any more: the padding",
            "Turn the comparison around.",
            _counted(lambda t, lengths: t >= lengths),
        ),
        Slip(
            "steps-reversed",
            "your numbers are in reverse order: they begin with the last step",
            "They never rise: at step 0 all examples are there.",
            lambda lengths: _batch_sizes(lengths).flip(0),
        ),
        Slip(
            "everyone-at-every-step",
            "you count all examples at every step, as in a padded batch; only those that still have the step count",
            "Compare each length with the number of the step.",
            _counted(lambda t, lengths: t + 0 * lengths >= 0),
        ),
        Slip(
            "running-total",
            "these are running totals: the rows of all steps so far",
            "Leave the numbers as they are, one for each step.",
            lambda lengths: _batch_sizes(lengths).cumsum(0),
        ),
        Slip(
            "stops-at-the-shortest",
            "you stop where the shortest example ends; the others go on",
            "Go as far as the longest.",
            _counted(steps=lambda lengths: int(lengths.min())),
        ),
        Slip(
            "first-taken-for-longest",
            "you take the first length for the longest; the examples come in any order",
            "Which of the lengths says how many steps there are?",
            _counted(steps=lambda lengths: int(lengths[0])),
        ),
        Slip(
            "ties-counted-once",
            "you count examples of the same length as one",
            "A set, or unique, keeps equal lengths once: count over all of them.",
            lambda lengths: _counted()(lengths.unique()),
        ),
    ),
)

# --- packing/pack-by-hand


def _padded_arguments(random: Random, sizes: Sizes, lengths: Tensor) -> Mapping[str, Value]:
    return {"padded": random.normal(sizes.T, sizes.B, sizes.F), "lengths": lengths}


def _pack(padded: Tensor, lengths: Tensor) -> Any:
    return tuple(pack_padded_sequence(padded, lengths, enforce_sorted=False))[:3]


def _ties_settled(before: Mapping[str, Value], reply: Reply) -> Value:
    """The packed batch with examples of the same length in the order in which they came: they may be in any."""
    match reply.value:
        case (Tensor() as data, Tensor() as sizes, Tensor() as order):
            lengths = before["lengths"]
            if not equal(order.sort().values, torch.arange(len(lengths))) or lengths[order].diff().gt(0).any():
                return reply.value
            if not equal(sizes, _batch_sizes(lengths)) or data.dim() == 0 or len(data) != sizes.sum():
                return reply.value
            settled = _longest_first(lengths)
            place = order.argsort()[settled]
            rows = [step[place[: len(step)]] for step in data.split(sizes.tolist())]
            return torch.cat(rows), sizes, settled
    return reply.value


def _rows(padded: Tensor, lengths: Tensor, order: Tensor) -> Tensor:
    """The real steps with the examples in this order, step after step."""
    return padded[:, order][mask(lengths[order], len(padded))]


def _one_by_one(padded: Tensor, lengths: Tensor, order: Tensor) -> Tensor:
    """The real steps, example after example."""
    return torch.cat([padded[: lengths[k], k] for k in order.tolist()])


def _pack_but(
    data: Callable[[Tensor, Tensor, Tensor], Tensor] = _rows,
    batch_sizes: Callable[[Tensor, Tensor], Tensor] = lambda lengths, _padded: _batch_sizes(lengths),
    indices: Callable[[Tensor], Tensor] = lambda order: order,
    sort: Callable[[Tensor], Tensor] = _longest_first,
) -> Callable[..., Any]:
    """The packed batch with one part made another way."""

    def wrong(padded: Tensor, lengths: Tensor) -> Any:
        order = sort(lengths)
        return data(padded, lengths, order), batch_sizes(lengths, padded), indices(order)

    return wrong


PACK = Exercise(
    id="packing/pack-by-hand",
    parameters=("padded", "lengths"),
    points=4,
    trials=_batches(_padded_arguments),
    oracle=_pack,
    returns=TupleOf(
        {
            "data": TensorOf(("rows", "input_size")),
            "batch_sizes": TensorOf(("seq_len",)),
            "sorted_indices": TensorOf(("batch",)),
        }
    ),
    observe=_ties_settled,
    may_turn=frozenset({"padded"}),
    slips=(
        Slip(
            "one-after-the-other",
            "your data holds the sequences one after the other; packed data goes step by step: first step 0 of all",
            "Two loops: time outside, examples inside.",
            _pack_but(lambda padded, lengths, _order: _one_by_one(padded, lengths, torch.arange(len(lengths)))),
            part="data",
        ),
        Slip(
            "one-after-the-other-sorted",
            "your data holds the sorted sequences one after the other; packed data goes step by step",
            "Two loops: time outside, examples inside.",
            _pack_but(_one_by_one),
            part="data",
        ),
        Slip(
            "data-not-sorted",
            "in your data the examples of a step stand in the order in which they came; the longest comes first",
            "Go through the examples in the order that sorted_indices tells.",
            _pack_but(lambda padded, lengths, _order: _rows(padded, lengths, torch.arange(len(lengths)))),
        ),
        Slip(
            "never-sorted",
            "you leave the examples in the order in which they came; inside a packed batch the longest comes first",
            "Sort the lengths in descending order: argsort tells how.",
            _pack_but(sort=lambda lengths: torch.arange(len(lengths))),
        ),
        Slip(
            "shortest-first",
            "you sort the shortest first; those that still run must be the first rows of each step",
            "Sort in descending order.",
            _pack_but(sort=lambda lengths: lengths.argsort(stable=True)),
        ),
        Slip(
            "unsorted-indices",
            "these are the unsorted_indices: where each example went; sorted_indices says which one is at each place",
            "argsort of the lengths gives one of the two, argsort of that the other.",
            _pack_but(indices=torch.argsort),
            part="sorted_indices",
        ),
        Slip(
            "moved-by-the-inverse",
            "you move the examples by the inverse of the order: place j gets another example than sorted_indices[j]",
            "Index the examples with sorted_indices itself.",
            _pack_but(lambda padded, lengths, order: padded[:, order.argsort()][mask(lengths[order], len(padded))]),
            part="data",
        ),
        Slip(
            "lengths-not-moved",
            "you sort the examples and leave the lengths as they were, so each example is cut at another one's length",
            "Sort the lengths along with the examples.",
            _pack_but(lambda padded, lengths, order: padded[:, order][mask(lengths, len(padded))]),
            part="data",
        ),
        Slip(
            "examples-not-moved",
            "you sort the lengths and leave the examples where they were, so each is cut at another one's length",
            "Sort the examples along with their lengths.",
            _pack_but(lambda padded, lengths, order: padded[mask(lengths[order], len(padded))]),
            part="data",
        ),
        Slip(
            "padding-packed",
            "your data has a row for every cell of the box, padding too; it holds real steps only",
            "At step t only the first batch_sizes[t] examples have a row.",
            _pack_but(lambda padded, _lengths, order: padded[:, order].flatten(0, 1)),
            part="data",
        ),
        Slip(
            "one-padded-step",
            "you pack one step of padding for each example: one of length n has the steps 0 to n - 1",
            "Compare with < where you have <=.",
            _pack_but(lambda padded, lengths, order: padded[:, order][mask(lengths[order] + 1, len(padded) + 1)[:-1]]),
            part="data",
        ),
        Slip(
            "last-step-left-out",
            "the last real step of every example is missing: an example of length n has the steps 0 to n - 1",
            "How often does your loop run for a length of 1?",
            _pack_but(lambda padded, lengths, order: _rows(padded, lengths - 1, order)),
            part="data",
        ),
        Slip(
            "sorted-lengths-for-batch-sizes",
            "your batch_sizes are the sorted lengths, a number for every example; they are a number for every step",
            "packing/batch-sizes asks for the same numbers.",
            _pack_but(batch_sizes=lambda lengths, _padded: lengths.sort(descending=True).values),
            part="batch_sizes",
        ),
        Slip(
            "lengths-for-batch-sizes",
            "your batch_sizes are the lengths, a number for every example; they are a number for every step",
            "packing/batch-sizes asks for the same numbers.",
            _pack_but(batch_sizes=lambda lengths, _padded: lengths),
            part="batch_sizes",
        ),
        Slip(
            "batch-sizes-of-the-box",
            "your batch_sizes go on to the end of the box, with zeros; they end with the longest example",
            "The box may be longer than the longest example: how many steps have a row?",
            _pack_but(batch_sizes=lambda lengths, padded: mask(lengths, len(padded)).sum(1)),
            part="batch_sizes",
        ),
        Slip(
            "whole-packed-sequence",
            "this is the PackedSequence itself, with a fourth part; asked for are its first three",
            "Return the three parts as a tuple.",
            lambda padded, lengths: tuple(pack_padded_sequence(padded, lengths, enforce_sorted=False)),
        ),
        Slip(
            "sizes-before-data",
            "you return batch_sizes before data; the order is data, batch_sizes, sorted_indices",
            "Swap the two.",
            lambda padded, lengths: tuple(_pack(padded, lengths)[k] for k in (1, 0, 2)),
        ),
    ),
)

# --- packing/encode


def _encode_arguments(random: Random, sizes: Sizes, lengths: Tensor) -> Mapping[str, Value]:
    gru = random.layer(
        "GRU", input_size=sizes.F, hidden_size=sizes.H, num_layers=sizes.L, bidirectional=True
    )  # with one direction a padded run would do
    return {"gru": gru, "x": random.normal(sizes.T, sizes.B, sizes.F), "lengths": lengths}


def _encode_but(
    finish: Callable[[Tensor, Tensor, Tensor], Tensor] = lambda h_n, _output, _lengths: torch.cat(
        [h_n[-2], h_n[-1]], 1
    ),
    packs: bool = True,
    read: Callable[[Tensor, Tensor], tuple[Tensor, Tensor]] = lambda x, lengths: (x, lengths),
) -> Callable[..., Any]:
    """Run the GRU over what is read, then finish with h_n, the padded output and the lengths."""

    def answer(gru: nn.GRU, x: Tensor, lengths: Tensor) -> Tensor:
        x, lengths = read(x, lengths)
        if packs:
            packed, h_n = gru(pack_padded_sequence(x, lengths, enforce_sorted=False))
            output, _ = pad_packed_sequence(packed)
        else:
            output, h_n = gru(x)
        return finish(h_n, output, lengths)

    return answer


def _at_last_step(output: Tensor, lengths: Tensor) -> Tensor:
    return output[lengths - 1, torch.arange(len(lengths))]


def _top(h_n: Tensor) -> Tensor:
    return torch.cat([h_n[-2], h_n[-1]], 1)


ENCODE = Exercise(
    id="packing/encode",
    parameters=("gru", "x", "lengths"),
    points=3,
    trials=_batches(_encode_arguments),
    oracle=_encode_but(),
    returns=TensorOf(("batch", "2 * hidden_size")),
    may_turn=frozenset({"x"}),
    slips=(
        Slip(
            "padded-run",
            "the GRU runs over the padding too: the last states are those after it, and backward it starts in it",
            "Tell the GRU the lengths: pack x first.",
            _encode_but(packs=False),
        ),
        Slip(
            "padding-set-to-zero",
            "you set the padding to zero and run over it; zero is an input too, and the state goes on changing",
            "Tell the GRU the lengths: pack x first.",
            _encode_but(
                packs=False, read=lambda x, lengths: (x.where(mask(lengths, len(x)).unsqueeze(2), 0.0), lengths)
            ),
        ),
        Slip(
            "picked-without-packing",
            "you pick the last real step of a padded run; backward it starts in the padding, so that half is wrong",
            "Picking is enough for one direction. For two, pack.",
            _encode_but(lambda _h_n, output, lengths: _at_last_step(output, lengths), packs=False),
        ),
        Slip(
            "output-at-last-step",
            "this is output at the last real step; there the backward direction has read a single step",
            "Where does the backward direction end? Which of the things a GRU returns holds both ends?",
            _encode_but(lambda _h_n, output, lengths: _at_last_step(output, lengths)),
        ),
        Slip(
            "output-at-minus-one",
            "this is output[-1] after unpacking: zeros for every example but the longest",
            "What else does the GRU return, besides output?",
            _encode_but(lambda _h_n, output, _lengths: output[-1]),
        ),
        Slip(
            "unsorted-again",
            "you put the examples back in order although they are: with enforce_sorted=False, PyTorch does it",
            "h_n comes back in the original order.",
            _encode_but(lambda h_n, _output, lengths: _top(h_n)[_longest_first(lengths).argsort()]),
        ),
        Slip(
            "sorted-order",
            "the rows are right but in sorted order, longest first; row k must be example k",
            "If you sort by hand, undo it; or let PyTorch sort: enforce_sorted=False.",
            _encode_but(lambda h_n, _output, lengths: _top(h_n)[_longest_first(lengths)]),
        ),
        Slip(
            "first-layer",
            "this is the first layer's state; asked for is the top layer's",
            "In h_n the layers go from the bottom to the top, two rows each.",
            _encode_but(lambda h_n, _output, _lengths: torch.cat([h_n[0], h_n[1]], 1)),
        ),
        Slip(
            "second-layer",
            "this is the second layer's state; asked for is the top layer's, however many there are",
            "Count the layers of h_n from its end.",
            _encode_but(lambda h_n, _output, _lengths: torch.cat([h_n[2], h_n[3]], 1)),
        ),
        Slip(
            "backward-first",
            "your halves are exchanged: forward comes first, then backward",
            "h_n[-2] and h_n[-1]: which is which?",
            _encode_but(lambda h_n, _output, _lengths: torch.cat([h_n[-1], h_n[-2]], 1)),
        ),
        Slip(
            "directions-before-layers",
            "you read h_n as (direction, layer): these rows are of two layers; it is (layer, direction)",
            "Print h_n.view(num_layers, 2, batch, hidden_size) and look at its last layer.",
            _encode_but(lambda h_n, _output, _lengths: torch.cat([h_n[len(h_n) // 2 - 1], h_n[-1]], 1)),
        ),
        Slip(
            "reshape-scramble",
            "the shape is right and the examples are mixed: view and reshape keep the order of the numbers",
            "Join the two directions with torch.cat, along the last axis.",
            _encode_but(lambda h_n, _output, _lengths: h_n[-2:].reshape(h_n.shape[1], -1)),
        ),
        Slip(
            "backward-only",
            "this is the backward direction only; asked for are both, side by side",
            "The top layer has two rows in h_n.",
            _encode_but(lambda h_n, _output, _lengths: h_n[-1]),
        ),
        Slip(
            "forward-only",
            "this is the forward direction only; asked for are both, side by side",
            "The top layer has two rows in h_n.",
            _encode_but(lambda h_n, _output, _lengths: h_n[-2]),
        ),
        Slip(
            "directions-added",
            "you add the two directions; they stand side by side",
            "Join them with torch.cat, along the last axis.",
            _encode_but(lambda h_n, _output, _lengths: h_n[-2] + h_n[-1]),
        ),
        Slip(
            "one-below-the-other",
            "you join the two directions along the batch: one row for each example is asked for",
            "torch.cat joins along dim 0 unless told otherwise.",
            _encode_but(lambda h_n, _output, _lengths: torch.cat([h_n[-2], h_n[-1]])),
        ),
        Slip(
            "not-joined",
            "the two directions have an axis of their own; they must stand side by side in the last one",
            "Join them with torch.cat, along the last axis.",
            _encode_but(lambda h_n, _output, _lengths: h_n[-2:]),
        ),
        Slip(
            "all-layers-joined",
            "you join the states of all layers; asked for is the top layer",
            "The top layer has the last two rows of h_n.",
            _encode_but(lambda h_n, _output, _lengths: torch.cat(h_n.unbind(), 1)),
        ),
        Slip(
            "one-step-short",
            "you pack one step less than each example has, so its last real step is not read",
            "pack_padded_sequence wants the lengths as they are.",
            _encode_but(read=lambda x, lengths: (x, lengths - 1)),
        ),
    ),
)

# --- packing/last-step


def _output_arguments(random: Random, sizes: Sizes, lengths: Tensor) -> Mapping[str, Value]:
    return {"output": random.normal(sizes.T, sizes.B, sizes.H), "lengths": lengths}


def _alone(output: Tensor, lengths: Tensor) -> list[Tensor]:
    """The real steps of each example, cut out by PyTorch's own unpacking."""
    packed = pack_padded_sequence(output, lengths, enforce_sorted=False)
    return torch.nn.utils.rnn.unpack_sequence(packed)


def _last_step(output: Tensor, lengths: Tensor) -> Tensor:
    return torch.stack([steps[-1] for steps in _alone(output, lengths)])


LAST_STEP = Exercise(
    id="packing/last-step",
    parameters=("output", "lengths"),
    points=1,
    trials=_batches(_output_arguments),
    oracle=_last_step,
    returns=TensorOf(("batch", "hidden_size")),
    may_turn=frozenset({"output"}),
    slips=(
        Slip(
            "end-of-the-box",
            "this is the last step of the box: padding for every example that is shorter",
            "The last real step is another one for each length.",
            lambda output, _lengths: output[-1],
        ),
        Slip(
            "one-step-late",
            "you take step n of an example of length n: that is its first step of padding",
            "Steps are counted from 0.",
            lambda output, lengths: _at_last_step(output, lengths + 1),
        ),
        Slip(
            "one-step-early",
            "you take the last step but one",
            "Steps are counted from 0: which number has the last of n?",
            lambda output, lengths: _at_last_step(output, lengths - 1),
        ),
        Slip(
            "step-of-the-longest",
            "you take the last step of the longest example for all of them",
            "The last real step is another one for each length.",
            lambda output, lengths: output[lengths.max() - 1],
        ),
        Slip(
            "step-of-the-shortest",
            "you take the last step of the shortest example for all of them",
            "The last real step is another one for each length.",
            lambda output, lengths: output[lengths.min() - 1],
        ),
        Slip(
            "first-step",
            "this is the first step of every example",
            "Which step is the last real one of an example of length n?",
            lambda output, _lengths: output[0],
        ),
        Slip(
            "every-pair",
            "one index picks whole steps: you have every example at every one's last step",
            "Give two index tensors, one for the step and one for the example: they are taken in pairs.",
            lambda output, lengths: output[lengths - 1],
        ),
        Slip(
            "lengths-sorted",
            "you sort the lengths, so each example is read at another one's length",
            "The lengths are in the order of the examples already.",
            lambda output, lengths: _at_last_step(output, lengths.sort(descending=True).values),
        ),
        Slip(
            "sorted-order",
            "the rows are right but in sorted order, longest first; row k must be example k",
            "Nothing has to be sorted.",
            lambda output, lengths: _last_step(output, lengths)[_longest_first(lengths)],
        ),
        Slip(
            "time-axis-kept",
            "your result keeps an axis of size 1 for time",
            "Take the axis away with squeeze(0).",
            lambda output, lengths: _last_step(output, lengths).unsqueeze(0),
        ),
        Slip(
            "first-unit-only",
            "you gather the first hidden unit only: gather takes as many numbers as its index has",
            "Expand the index along the last axis.",
            lambda output, lengths: _last_step(output, lengths)[:, :1],
        ),
        Slip(
            "squeezes",
            "squeeze() takes away every axis of size 1, and the batch may have size 1",
            "squeeze(0) takes away the one axis that is too many.",
            lambda output, lengths: _last_step(output, lengths).squeeze(),
        ),
        Slip(
            "mean-of-real-steps",
            "this is the mean over the real steps; asked for is the last of them",
            "Pick one step for each example.",
            lambda output, lengths: torch.stack([steps.mean(0) for steps in _alone(output, lengths)]),
        ),
    ),
)

# --- packing/masked-loss


def _loss_arguments(random: Random, sizes: Sizes, lengths: Tensor) -> Mapping[str, Value]:
    labels = torch.randint(sizes.F, (sizes.T, sizes.B), generator=random.generator)
    labels[0, 0] = 0  # class 0 is a class: it is there at a real step
    return {"logits": random.normal(sizes.T, sizes.B, sizes.F, scale=3), "labels": labels, "lengths": lengths}


def _packed_loss(logits: Tensor, labels: Tensor, lengths: Tensor) -> Tensor:
    scores, classes = (pack_padded_sequence(each, lengths, enforce_sorted=False).data for each in (logits, labels))
    return nn.functional.cross_entropy(scores, classes)


def _per_step(logits: Tensor, labels: Tensor) -> Tensor:
    flat = nn.functional.cross_entropy(logits.flatten(0, 1), labels.flatten(), reduction="none")
    return flat.view(labels.shape)


def _loss_but(
    finish: Callable[[Tensor, Tensor, Tensor], Tensor] = lambda per_step, real, _lengths: per_step[real].mean(),
    score: Callable[[Tensor, Tensor], Tensor] = _per_step,
    real: Callable[[Tensor, Tensor], Tensor] = lambda t, lengths: t < lengths,
) -> Callable[..., Any]:
    """The loss of each step by `score`, of those that are `real`, then `finish`."""

    def wrong(logits: Tensor, labels: Tensor, lengths: Tensor) -> Tensor:
        steps = torch.arange(len(labels)).unsqueeze(1)
        return finish(score(logits, labels), real(steps, lengths), lengths)

    return wrong


def _mean_along(dim: int) -> Callable[[Tensor, Tensor, Tensor], Tensor]:
    """The mean over real steps along one axis, then over the other, of what there is."""

    def finish(per_step: Tensor, real: Tensor, _lengths: Tensor) -> Tensor:
        counts = real.sum(dim)
        return (per_step.where(real, 0.0).sum(dim)[counts > 0] / counts[counts > 0]).mean()

    return finish


def _class_0_ignored(logits: Tensor, labels: Tensor, lengths: Tensor) -> Tensor:
    zeroed = labels.where(mask(lengths, len(labels)), 0)
    return nn.functional.cross_entropy(logits.flatten(0, 1), zeroed.flatten(), ignore_index=0)


def _logits_zeroed(logits: Tensor, labels: Tensor, lengths: Tensor) -> Tensor:
    return _per_step(logits.where(mask(lengths, len(labels)).unsqueeze(2), 0.0), labels).mean()


MASKED_LOSS = Exercise(
    id="packing/masked-loss",
    parameters=("logits", "labels", "lengths"),
    points=3,
    trials=_batches(_loss_arguments),
    oracle=_packed_loss,
    returns=TensorOf(()),
    may_turn=frozenset({"logits", "labels"}),
    slips=(
        Slip(
            "padding-counts",
            "padded steps count like real ones in your mean",
            "Keep the loss of each step, reduction='none', and take the mean over the real ones.",
            _loss_but(lambda per_step, _real, _lengths: per_step.mean()),
        ),
        Slip(
            "divided-by-all-cells",
            "you leave out the padded steps in the sum, and count them when you divide",
            "Divide by the number of real steps.",
            _loss_but(lambda per_step, real, _lengths: per_step.where(real, 0.0).mean()),
        ),
        Slip(
            "mean-of-sequence-means",
            "you take the mean of each sequence first, so every sequence counts the same; here every real step does",
            "Take one mean over all real steps of the batch.",
            _loss_but(_mean_along(0)),
        ),
        Slip(
            "mean-of-step-means",
            "you take the mean at each step first, so late steps, which few examples have, count more than the others",
            "Take one mean over all real steps of the batch.",
            _loss_but(_mean_along(1)),
        ),
        Slip(
            "summed",
            "this is the sum over the real steps; asked for is their mean",
            "Divide by the number of real steps.",
            _loss_but(lambda per_step, real, _lengths: per_step[real].sum()),
        ),
        Slip(
            "divided-by-batch",
            "you divide the sum by the number of examples; it is the mean over real steps",
            "Divide by the number of real steps.",
            _loss_but(lambda per_step, real, lengths: per_step[real].sum() / len(lengths)),
        ),
        Slip(
            "one-padded-step",
            "one padded step of each example counts too: an example of length n has the steps 0 to n - 1",
            "Compare with < where you have <=.",
            _loss_but(real=lambda t, lengths: t <= lengths),
        ),
        Slip(
            "last-step-left-out",
            "the last real step of each example does not count in your mean; it has the steps 0 to n - 1",
            "How many steps does your mask leave of an example of length 1?",
            _loss_but(real=lambda t, lengths: t < lengths - 1),
        ),
        Slip(
            "mask-inverted",
            "this is the mean over the padded steps",
            "Turn the comparison around.",
            _loss_but(real=lambda t, lengths: t >= lengths),
        ),
        Slip(
            "lengths-sorted",
            "you sort the lengths, so each example is cut at another one's length",
            "The lengths are in the order of the examples already.",
            _loss_but(real=lambda t, lengths: t < lengths.sort(descending=True).values),
        ),
        Slip(
            "logits-zeroed",
            "you set the logits of padded steps to zero; they still count: equal scores are a guess, which has a loss",
            "Leave out the loss of padded steps, not their scores.",
            _logits_zeroed,
        ),
        Slip(
            "class-0-ignored",
            "you mark padding as class 0 and ignore class 0, and with it the real steps of that class",
            "Mark padding with a number that is no class.",
            _class_0_ignored,
        ),
        Slip(
            "class-0-taken-for-padding",
            "you ignore every step of class 0, real or not, and count the padded steps of all other classes",
            "Only the lengths tell which steps are real.",
            lambda logits, labels, _lengths: nn.functional.cross_entropy(
                logits.flatten(0, 1), labels.flatten(), ignore_index=0
            ),
        ),
        Slip(
            "softmax-twice",
            "you apply softmax before cross_entropy, which applies it again",
            "cross_entropy wants the scores as they are.",
            _loss_but(score=lambda logits, labels: _per_step(logits.softmax(2), labels)),
        ),
        Slip(
            "softmax-forgotten",
            "this is minus the score of the right class, without log_softmax",
            "nll_loss wants logarithms of probabilities; cross_entropy wants scores.",
            _loss_but(score=lambda logits, labels: -logits.gather(2, labels.unsqueeze(2)).squeeze(2)),
        ),
        Slip(
            "log-forgotten",
            "this is minus the probability of the right class; the loss is minus its logarithm",
            "nll_loss wants logarithms of probabilities; cross_entropy wants scores.",
            _loss_but(score=lambda logits, labels: -logits.softmax(2).gather(2, labels.unsqueeze(2)).squeeze(2)),
        ),
        Slip(
            "minus-sign",
            "your loss has the wrong sign: it is below zero",
            "A loss is minus the logarithm of a probability.",
            _loss_but(lambda per_step, real, _lengths: -per_step[real].mean()),
        ),
        Slip(
            "not-averaged",
            "this is the loss of each real step; asked for is their mean, one number",
            "Take the mean at the end.",
            _loss_but(lambda per_step, real, _lengths: per_step[real]),
        ),
        Slip(
            "last-step-only",
            "only the last real step of each example counts in your loss; all real steps do",
            "A mask that is True at every real step.",
            _loss_but(real=lambda t, lengths: t == lengths - 1),
        ),
    ),
)

# --- packing/masked-mean


def _mean_trials(random: Random) -> Iterator[Trial]:
    yield from _batches(_output_arguments)(random)
    lengths = torch.tensor(_lengths(random, HOUSE.B, 1, HOUSE.T))
    arguments = dict(_output_arguments(random, HOUSE, lengths))
    arguments["output"][~mask(lengths)] = torch.tensor([torch.nan, torch.inf, -torch.inf, torch.nan, torch.inf])
    yield Trial(arguments, "NaN and infinity in the padding", gradient=False)


def _mean(output: Tensor, lengths: Tensor) -> Tensor:
    return torch.stack([steps.mean(0) for steps in _alone(output, lengths)])


def _mean_but(
    real: Callable[[Tensor, Tensor], Tensor] = lambda t, lengths: t < lengths,
    count: Callable[[Tensor, Tensor], Tensor | int] = lambda _output, lengths: lengths.unsqueeze(1),
) -> Callable[..., Any]:
    """The sum over what is `real`, divided by the `count`."""

    def wrong(output: Tensor, lengths: Tensor) -> Tensor:
        inside = real(torch.arange(len(output)).unsqueeze(1), lengths)
        return output.where(inside.unsqueeze(2), 0.0).sum(0) / count(output, lengths)

    return wrong


def _mask_reshaped(output: Tensor, lengths: Tensor) -> Tensor:
    inside = mask(lengths, len(output)).T.reshape(len(output), len(lengths), 1)
    return output.where(inside, 0.0).sum(0) / lengths.unsqueeze(1)


MASKED_MEAN = Exercise(
    id="packing/masked-mean",
    parameters=("output", "lengths"),
    points=2,
    trials=_mean_trials,
    oracle=_mean,
    returns=TensorOf(("batch", "hidden_size")),
    may_turn=frozenset({"output"}),
    slips=(
        Slip(
            "over-all-steps",
            "this is the mean over all steps, padding included",
            "Sum over the real steps only, and divide by their number.",
            lambda output, _lengths: output.mean(0),
        ),
        Slip(
            "divided-by-seq-len",
            "you sum over the real steps and divide by all of them, padding included",
            "How many real steps has each example?",
            _mean_but(count=lambda output, _lengths: len(output)),
        ),
        Slip(
            "padding-summed",
            "you divide by the number of real steps, and sum over the padding too",
            "Leave the padded steps out of the sum.",
            lambda output, lengths: output.sum(0) / lengths.unsqueeze(1),
        ),
        Slip(
            "divided-by-longest",
            "you divide every sum by the length of the longest example",
            "How many real steps has each example?",
            _mean_but(count=lambda _output, lengths: lengths.max()),
        ),
        Slip(
            "divided-by-batch",
            "you divide by the number of examples; it is a mean over steps",
            "How many real steps has each example?",
            _mean_but(count=lambda _output, lengths: len(lengths)),
        ),
        Slip(
            "divided-by-all-real-steps",
            "you divide by the real steps of the whole batch; each example has its own mean",
            "How many real steps has each example?",
            _mean_but(count=lambda _output, lengths: lengths.sum()),
        ),
        Slip(
            "summed",
            "this is the sum over the real steps; asked for is their mean",
            "Divide by the number of real steps.",
            _mean_but(count=lambda _output, _lengths: 1),
        ),
        Slip(
            "one-padded-step",
            "one padded step of each example is in your sum: an example of length n has the steps 0 to n - 1",
            "Compare with < where you have <=.",
            _mean_but(lambda t, lengths: t <= lengths),
        ),
        Slip(
            "last-step-left-out",
            "the last real step of each example is not in your sum: it has the steps 0 to n - 1",
            "How many steps does your mask leave of an example of length 1?",
            _mean_but(lambda t, lengths: t < lengths - 1),
        ),
        Slip(
            "divided-by-one-less",
            "you divide by the length minus one; the mean divides by the number of steps",
            "A length is a number of steps already.",
            _mean_but(count=lambda _output, lengths: (lengths - 1).unsqueeze(1)),
        ),
        Slip(
            "mask-inverted",
            "you sum over the padded steps",
            "Turn the comparison around.",
            _mean_but(lambda t, lengths: t >= lengths),
        ),
        Slip(
            "mask-reshaped",
            "your mask is scrambled: view and reshape make (T, B) of (B, T) without swapping the axes",
            "Compare a column of steps with a row of lengths, or transpose the mask.",
            _mask_reshaped,
        ),
        Slip(
            "lengths-sorted",
            "you sort the lengths, so each example is cut at another one's length",
            "The lengths are in the order of the examples already.",
            lambda output, lengths: _mean_but()(output, lengths.sort(descending=True).values),
        ),
        Slip(
            "all-examples-together",
            "this is one mean over the real steps of all examples; asked for is one for each",
            "A boolean index flattens time and batch into one axis: sum along time instead.",
            lambda output, lengths: torch.cat(_alone(output, lengths)).mean(0),
        ),
        Slip(
            "over-the-examples",
            "you take the mean over the examples; it is over the steps, axis 0",
            "The result has a row for every example.",
            lambda output, _lengths: output.mean(1),
        ),
        Slip(
            "last-real-step",
            "this is the last real step of each example; asked for is the mean over its real steps",
            "Sum over the real steps, and divide by their number.",
            _last_step,
        ),
        Slip(
            "times-the-mask",
            "you multiply the padding by zero, and zero times NaN is NaN; padded steps may hold anything",
            "Choose instead of multiplying: torch.where, or masked_fill.",
            lambda output, lengths: (output * mask(lengths, len(output)).unsqueeze(2)).sum(0) / lengths.unsqueeze(1),
        ),
    ),
)

# --- packing/unpad-to


def _packed_arguments(random: Random, sizes: Sizes, lengths: Tensor) -> Mapping[str, Value]:
    padded = random.normal(sizes.T, sizes.B, sizes.F)
    return {"packed": tuple(pack_padded_sequence(padded, lengths, enforce_sorted=False)), "total_length": sizes.T}


def _unpad_trials(random: Random) -> Iterator[Trial]:
    yield from _batches(_packed_arguments)(random)
    lengths = torch.tensor(_lengths(random, HOUSE.B, 1, HOUSE.T))
    shorter = {**_packed_arguments(random, HOUSE, lengths), "total_length": HOUSE.T - 3}
    yield Trial(shorter, "a total_length below the length of the longest example")
    by_hand = pack_padded_sequence(random.normal(HOUSE.T, HOUSE.B, HOUSE.F), lengths.sort(descending=True).values)
    yield Trial({"packed": tuple(by_hand), "total_length": HOUSE.T + 1}, "examples that were sorted before packing")


Packed = tuple[Tensor, Tensor, Tensor | None, Tensor | None]


def _unpad_but(
    change: Callable[[Tensor, Tensor, int], Any] = lambda padded, _lengths, total: padded[:, :total],
    order: Callable[[Packed], Packed] = lambda packed: packed,
) -> Callable[..., Any]:
    """Unpack with enough room, batch first, then cut or change with the lengths and total_length."""

    def answer(packed: Packed, total_length: int) -> Any:
        room = max(total_length, len(packed[1]))
        padded, lengths = pad_packed_sequence(PackedSequence(*order(packed)), batch_first=True, total_length=room)
        return change(padded, lengths, total_length)

    return answer


def _right_aligned(padded: Tensor, lengths: Tensor, total: int) -> Tensor:
    """Each example moved to the end of the box."""
    return torch.stack([row.roll(total - int(length), 0) for row, length in zip(padded, lengths, strict=True)])


def _sliced_by_length(packed: Packed, total_length: int) -> Tensor:
    """Rows of data read as if the sequences lay one after the other."""
    _, lengths = pad_packed_sequence(PackedSequence(*packed))
    sequences = [*packed[0].split(lengths.tolist()), packed[0].new_zeros(total_length, *packed[0].shape[1:])]
    return pad_sequence(sequences, batch_first=True)[:-1, :total_length]


def _unsorted_again(packed: Packed, total_length: int) -> Tensor:
    padded: Tensor = _unpad_but()(packed, total_length)
    return padded if packed[3] is None else padded[packed[3]]


def _last_repeated(padded: Tensor, lengths: Tensor, total: int) -> Tensor:
    step = torch.arange(total).minimum(lengths.unsqueeze(1) - 1)
    return padded[torch.arange(len(padded)).unsqueeze(1), step]


UNPAD_TO = Exercise(
    id="packing/unpad-to",
    parameters=("packed", "total_length"),
    points=2,
    trials=_unpad_trials,
    oracle=_unpad_but(),
    returns=TensorOf(("batch", "seq_len", "input_size")),
    use="called_with_a_packed_batch",
    slips=(
        Slip(
            "total-length-ignored",
            "your result is as long as the longest example; it must have total_length steps",
            "pad_packed_sequence can be told how long the result shall be.",
            _unpad_but(lambda padded, lengths, _total: padded[:, : lengths.max()]),
        ),
        Slip(
            "batch-first-forgotten",
            "your result is time-major; asked for is (batch, seq_len, …)",
            "pad_packed_sequence puts time first unless told otherwise.",
            _unpad_but(lambda padded, _lengths, total: padded[:, :total].transpose(0, 1)),
        ),
        Slip(
            "reshape-scramble",
            "the shape is right and the examples are mixed: view and reshape do not swap axes",
            "Swap the axes with transpose, or let pad_packed_sequence put batch first.",
            _unpad_but(
                lambda padded, _lengths, total: padded[:, :total].transpose(0, 1).reshape(len(padded), total, -1)
            ),
        ),
        Slip(
            "sorted-order",
            "the examples come out longest first; row k must be example k",
            "The packed batch holds the indices that put them back: do not drop them, and use the right ones.",
            _unpad_but(order=lambda packed: (*packed[:2], None, None)),
        ),
        Slip(
            "unsorted-again",
            "you put the examples back in order although they are: pad_packed_sequence does it",
            "Take its result as it is.",
            _unsorted_again,
        ),
        Slip(
            "data-sliced-by-length",
            "you cut data as if the sequences lay one after the other; its rows go step by step",
            "The first batch_sizes[0] rows of data are step 0 of all examples.",
            _sliced_by_length,
        ),
        Slip(
            "padded-in-front",
            "your zeros stand in front; they belong behind the last real step",
            "The first step of every example is step 0.",
            _unpad_but(_right_aligned),
        ),
        Slip(
            "last-step-repeated",
            "you fill up with each example's last real step; padding is zeros",
            "pad_packed_sequence fills up with zeros by itself.",
            _unpad_but(_last_repeated),
        ),
        Slip(
            "padded-by-not-to",
            "you append total_length steps; the result must have total_length steps in all",
            "How many steps are missing?",
            _unpad_but(
                lambda padded, lengths, total: torch.cat(
                    [padded[:, : lengths.max()], padded.new_zeros(len(padded), total, padded.shape[2])], 1
                )
            ),
        ),
        Slip(
            "not-cut",
            "longer examples are left whole; the result must have total_length steps",
            "What should happen to steps beyond total_length?",
            _unpad_but(lambda padded, _lengths, _total: padded),
        ),
        Slip(
            "first-steps-cut-off",
            "you keep the last total_length steps; the first ones are asked for",
            "Cut at the end.",
            _unpad_but(lambda padded, _lengths, total: padded[:, -total:]),
        ),
        Slip(
            "lengths-too",
            "you return the lengths as well; asked for is the padded tensor alone",
            "pad_packed_sequence returns two things: return the first.",
            _unpad_but(lambda padded, lengths, total: (padded[:, :total], lengths)),
        ),
        Slip(
            "time-reversed",
            "in your result time runs backwards",
            "The first rows of data are step 0.",
            _unpad_but(lambda padded, _lengths, total: padded[:, :total].flip(1)),
        ),
    ),
)

# --- packing/collate

Examples = tuple[tuple[Tensor, int], ...]


def _collate_arguments(random: Random, sizes: Sizes, lengths: Tensor) -> Mapping[str, Value]:
    sequences = [random.normal(int(length), sizes.F) for length in lengths]
    for sequence in sequences[::2]:
        sequence[1:][-1:] = 0  # a real step of zeros: nothing but the length tells it from padding
    labels = torch.randperm(sizes.B + 1, generator=random.generator)
    return {"examples": tuple(zip(sequences, labels[: sizes.B].tolist(), strict=True))}


def _collate(examples: Examples) -> Any:
    sequences, labels = zip(*examples, strict=True)
    return pad_sequence(list(sequences)), torch.tensor(list(map(len, sequences))), torch.tensor(labels)


def _collate_but(
    padded: Callable[[Any], Tensor] = lambda sequences: pad_sequence(sequences),
    lengths: Callable[[Any], Any] = lambda sequences: torch.tensor(list(map(len, sequences))),
    labels: Callable[[Any], Any] = torch.tensor,
    finish: Callable[[Any, Any, Any], Any] = lambda padded, lengths, labels: (padded, lengths, labels),
) -> Callable[..., Any]:
    """The batch with one part made another way."""

    def wrong(examples: Examples) -> Any:
        sequences, classes = zip(*examples, strict=True)
        return finish(padded(sequences), lengths(sequences), labels(classes))

    return wrong


def _sorted(examples: Examples) -> Examples:
    return tuple(sorted(examples, key=lambda example: len(example[0]), reverse=True))


def _labels_left_behind(examples: Examples) -> Any:
    padded, lengths, _ = _collate(_sorted(examples))
    return padded, lengths, _collate(examples)[2]


def _filled_with_last(sequences: Sequence[Tensor]) -> Tensor:
    longest = max(map(len, sequences))
    return torch.stack([sequence[torch.arange(longest).clamp(max=len(sequence) - 1)] for sequence in sequences], 1)


def _scrambled(sequences: Sequence[Tensor]) -> Tensor:
    batch_first = pad_sequence(list(sequences), batch_first=True)
    return batch_first.reshape(batch_first.shape[1], batch_first.shape[0], -1)


COLLATE = Exercise(
    id="packing/collate",
    parameters=("examples",),
    points=2,
    trials=_batches(_collate_arguments),
    oracle=_collate,
    returns=TupleOf(
        {
            "padded": TensorOf(("seq_len", "batch", "input_size")),
            "lengths": TensorOf(("batch",)),
            "labels": TensorOf(("batch",)),
        }
    ),
    gradient=False,  # data to learn from: NumPy will do
    use="called_with_a_list",
    slips=(
        Slip(
            "batch-first",
            "your batch is (batch, seq_len, …); asked for is time-major, (seq_len, batch, …)",
            "pad_sequence puts time first unless told otherwise; torch.stack stacks along dim 0 unless told otherwise.",
            _collate_but(lambda sequences: pad_sequence(sequences, batch_first=True)),
            part="padded",
        ),
        Slip(
            "reshape-scramble",
            "the shape is right and the examples are mixed: view and reshape do not swap axes",
            "Swap the axes with transpose, or let pad_sequence put time first.",
            _collate_but(_scrambled),
            part="padded",
        ),
        Slip(
            "labels-left-behind",
            "you sort the sequences by length and leave the labels: they now belong to other examples",
            "Leave the examples in the order in which they came.",
            _labels_left_behind,
        ),
        Slip(
            "sorted-by-length",
            "you sort the examples by length; they must stay in the order in which they came",
            "Packing can sort by itself: enforce_sorted=False.",
            lambda examples: _collate(_sorted(examples)),
        ),
        Slip(
            "lengths-of-the-box",
            "all your lengths are the length of the padded batch: you took them after padding",
            "Take the lengths of the sequences themselves.",
            _collate_but(lengths=lambda sequences: torch.tensor([max(map(len, sequences))] * len(sequences))),
            part="lengths",
        ),
        Slip(
            "zeros-counted-as-padding",
            "you find the lengths by looking for zeros; a real step may be all zeros",
            "Take the lengths before padding.",
            _collate_but(lengths=lambda sequences: torch.stack([each.any(1).sum() for each in sequences])),
            part="lengths",
        ),
        Slip(
            "lengths-sorted",
            "your lengths are sorted, and the sequences are not",
            "Length k is the one of example k.",
            _collate_but(
                lengths=lambda sequences: torch.tensor(list(map(len, sequences))).sort(descending=True).values
            ),
            part="lengths",
        ),
        Slip(
            "features-counted",
            "your lengths are the numbers of features; a length is a number of steps",
            "Which axis of a sequence is time?",
            _collate_but(lengths=lambda sequences: torch.tensor([each.shape[1] for each in sequences])),
            part="lengths",
        ),
        Slip(
            "numbers-counted",
            "your lengths count all numbers of a sequence; a length is a number of steps",
            "Which axis of a sequence is time?",
            _collate_but(lengths=lambda sequences: torch.tensor([each.numel() for each in sequences])),
            part="lengths",
        ),
        Slip(
            "float-lengths",
            "your lengths are floats; they are counts, int64",
            "torch.Tensor(…) makes floats; torch.tensor(…) of whole numbers makes int64.",
            _collate_but(lengths=lambda sequences: torch.tensor([float(len(each)) for each in sequences])),
            part="lengths",
        ),
        Slip(
            "float-labels",
            "your labels are floats; labels of classes are int64",
            "torch.Tensor(…) makes floats; torch.tensor(…) of whole numbers makes int64.",
            _collate_but(labels=lambda classes: torch.tensor(classes).float()),
            part="labels",
        ),
        Slip(
            "labels-in-a-column",
            "your labels have an axis too many: (batch, 1)",
            "torch.tensor of a list of numbers has one axis.",
            _collate_but(labels=lambda classes: torch.tensor(classes).unsqueeze(1)),
            part="labels",
        ),
        Slip(
            "lengths-and-labels-exchanged",
            "you return the labels before the lengths",
            "The order is padded, lengths, labels.",
            _collate_but(finish=lambda padded, lengths, labels: (padded, labels, lengths)),
        ),
        Slip(
            "labels-forgotten",
            "you return the padded batch and the lengths; the labels belong to the batch too",
            "Return three things: padded, lengths, labels.",
            _collate_but(finish=lambda padded, lengths, _labels: (padded, lengths)),
        ),
        Slip(
            "padded-in-front",
            "your zeros stand in front; they belong behind the last real step",
            "The first step of every example is step 0.",
            _collate_but(lambda sequences: pad_sequence(sequences, padding_side="left")),
            part="padded",
        ),
        Slip(
            "last-step-repeated",
            "you fill up with each example's last step; padding is zeros",
            "pad_sequence fills up with zeros by itself.",
            _collate_but(_filled_with_last),
            part="padded",
        ),
        Slip(
            "cut-to-the-shortest",
            "you cut all sequences to the length of the shortest: real steps are lost",
            "Fill up the short ones instead.",
            _collate_but(lambda sequences: torch.stack([each[: min(map(len, sequences))] for each in sequences], 1)),
            part="padded",
        ),
        Slip(
            "one-step-too-many",
            "your batch is one step longer than its longest example",
            "The longest example needs no padding.",
            _collate_but(lambda sequences: nn.functional.pad(pad_sequence(sequences), (0, 0, 0, 0, 0, 1))),
            part="padded",
        ),
        Slip(
            "sequences-joined",
            "you join the sequences one after the other; each needs its own place along the batch axis",
            "Fill up the short ones, then stack.",
            _collate_but(lambda sequences: torch.cat(sequences)),
        ),
    ),
)

EXERCISES = (BATCH_SIZES, PACK, ENCODE, LAST_STEP, MASKED_LOSS, MASKED_MEAN, UNPAD_TO, COLLATE)
