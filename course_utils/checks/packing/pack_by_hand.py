"""A padded batch packed by hand: the first three parts of what pack_padded_sequence makes of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import torch
from torch import Tensor
from torch.nn.utils.rnn import pack_padded_sequence

from course_utils.checks.engine.by_hand import PACKING
from course_utils.checks.engine.exercise import Exercise, Slip
from course_utils.checks.engine.kinds import TensorOf, TupleOf
from course_utils.checks.engine.trial import Random, Sizes
from course_utils.checks.learner.answer import Reply
from course_utils.checks.learner.values import Value, equal
from course_utils.checks.packing.batch_sizes import batch_sizes_of
from course_utils.checks.packing.batches import PADDED, TIED, batches, longest_first, with_gradients
from course_utils.sequences import mask


def _arguments(random: Random, sizes: Sizes, lengths: Tensor) -> Mapping[str, Value]:
    padded = random.input(sizes, sizes.T, sizes.B, sizes.F)
    for k, length in enumerate(lengths.tolist()[::2]):
        padded[1:length][-1:, 2 * k] = 0  # a real step of zeros: only the length tells it from padding
    return {"padded": padded, "lengths": lengths}


def _pack(padded: Tensor, lengths: Tensor) -> Any:
    return tuple(pack_padded_sequence(padded, lengths, enforce_sorted=False))[:3]


def _ties_settled(before: Mapping[str, Value], reply: Reply) -> Value:
    """The packed batch with examples of equal length in their original order, because any order of them is right."""
    match reply.value:
        case (Tensor() as data, Tensor() as sizes, Tensor() as order):
            lengths = before["lengths"]
            if not equal(order.sort().values, torch.arange(len(lengths))) or lengths[order].diff().gt(0).any():
                return reply.value
            if not equal(sizes, batch_sizes_of(lengths)) or data.dim() == 0 or len(data) != sizes.sum():
                return reply.value
            settled = longest_first(lengths)
            place = order.argsort()[settled]
            rows = [step[place[: len(step)]] for step in data.split(sizes.tolist())]
            return torch.cat(rows), sizes, settled
    return reply.value


def _rows(padded: Tensor, lengths: Tensor, order: Tensor) -> Tensor:
    """The real steps, step after step, with the examples in this order."""
    return padded[:, order][mask(lengths[order], len(padded))]


def _one_by_one(padded: Tensor, lengths: Tensor, order: Tensor) -> Tensor:
    """The real steps, example after example."""
    return torch.cat([padded[: lengths[k], k] for k in order.tolist()])


def _but(
    data: Callable[[Tensor, Tensor, Tensor], Tensor] = _rows,
    batch_sizes: Callable[[Tensor, Tensor], Tensor] = lambda lengths, _padded: batch_sizes_of(lengths),
    indices: Callable[[Tensor], Tensor] = lambda order: order,
    sort: Callable[[Tensor], Tensor] = longest_first,
) -> Callable[..., Any]:
    """The packed batch with one part made another way."""

    def wrong(padded: Tensor, lengths: Tensor) -> Any:
        order = sort(lengths)
        return data(padded, lengths, order), batch_sizes(lengths, padded), indices(order)

    return wrong


EXERCISE = Exercise(
    id="packing/pack-by-hand",
    parameters=("padded", "lengths"),
    by_hand=PACKING,
    points=4,
    # The steps let all lengths differ: sorts that order ties another way would hide which slip it is.
    trials=batches(_arguments, "F=1 far=1", "F=66", steps=70, examples=66, any_order=True),
    axes={"padded": "TBF"},
    also=with_gradients(PADDED, *TIED),
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
            _but(lambda padded, lengths, _order: _one_by_one(padded, lengths, torch.arange(len(lengths)))),
            part="data",
        ),
        Slip(
            "one-after-the-other-sorted",
            "your data holds the sorted sequences one after the other; packed data goes step by step",
            "Two loops: time outside, examples inside.",
            _but(_one_by_one),
            part="data",
        ),
        Slip(
            "data-not-sorted",
            "in your data the examples of a step stand in the order in which they came; the longest comes first",
            "Go through the examples in the order that sorted_indices tells.",
            _but(lambda padded, lengths, _order: _rows(padded, lengths, torch.arange(len(lengths)))),
        ),
        Slip(
            "never-sorted",
            "you leave the examples in the order in which they came; inside a packed batch the longest comes first",
            "Sort the lengths in descending order: argsort tells how.",
            _but(sort=lambda lengths: torch.arange(len(lengths))),
        ),
        Slip(
            "shortest-first",
            "you sort the shortest first; those that still run must be the first rows of each step",
            "Sort in descending order.",
            _but(sort=lambda lengths: lengths.argsort(stable=True)),
        ),
        Slip(
            "unsorted-indices",
            "these are the unsorted_indices: where each example went; sorted_indices says which one is at each place",
            "argsort of the lengths gives one of the two, argsort of that the other.",
            _but(indices=torch.argsort),
            part="sorted_indices",
        ),
        Slip(
            "moved-by-the-inverse",
            "you move the examples by the inverse of the order: place j gets another example than sorted_indices[j]",
            "Index the examples with sorted_indices itself.",
            _but(lambda padded, lengths, order: padded[:, order.argsort()][mask(lengths[order], len(padded))]),
            part="data",
        ),
        Slip(
            "lengths-not-moved",
            "you sort the examples and leave the lengths as they were, so each example is cut at another one's length",
            "Sort the lengths along with the examples.",
            _but(lambda padded, lengths, order: padded[:, order][mask(lengths, len(padded))]),
            part="data",
        ),
        Slip(
            "examples-not-moved",
            "you sort the lengths and leave the examples where they were, so each is cut at another one's length",
            "Sort the examples along with their lengths.",
            _but(lambda padded, lengths, order: padded[mask(lengths[order], len(padded))]),
            part="data",
        ),
        Slip(
            "padding-packed",
            "your data has a row for every cell of the box, padding too; it holds real steps only",
            "At step t only the first batch_sizes[t] examples have a row.",
            _but(lambda padded, _lengths, order: padded[:, order].flatten(0, 1)),
            part="data",
        ),
        Slip(
            "one-padded-step",
            "you pack one step of padding for each example: one of length n has the steps 0 to n - 1",
            "Compare with < where you have <=.",
            _but(lambda padded, lengths, order: padded[:, order][mask(lengths[order] + 1, len(padded) + 1)[:-1]]),
            part="data",
        ),
        Slip(
            "last-step-left-out",
            "the last real step of every example is missing: an example of length n has the steps 0 to n - 1",
            "How often does your loop run for a length of 1?",
            _but(lambda padded, lengths, order: _rows(padded, lengths - 1, order)),
            part="data",
        ),
        Slip(
            "sorted-lengths-for-batch-sizes",
            "your batch_sizes are the sorted lengths, a number for every example; they are a number for every step",
            "packing/batch-sizes asks for the same numbers.",
            _but(batch_sizes=lambda lengths, _padded: lengths.sort(descending=True).values),
            part="batch_sizes",
        ),
        Slip(
            "lengths-for-batch-sizes",
            "your batch_sizes are the lengths, a number for every example; they are a number for every step",
            "packing/batch-sizes asks for the same numbers.",
            _but(batch_sizes=lambda lengths, _padded: lengths),
            part="batch_sizes",
        ),
        Slip(
            "batch-sizes-of-the-box",
            "your batch_sizes go on to the end of the box, with zeros; they end with the longest example",
            "The box may be longer than the longest example: how many steps have a row?",
            _but(batch_sizes=lambda lengths, padded: mask(lengths, len(padded)).sum(1)),
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
