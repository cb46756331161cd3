"""Padded batches, as the exercises of this lesson draw and read them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace

import torch
from torch import Tensor
from torch.nn.utils.rnn import pack_padded_sequence

from course_utils.checks.engine.trial import EDGES, HOUSE, Random, Sizes, Trial
from course_utils.checks.learner.values import Value

Draw = Callable[[Random, Sizes, Tensor], Mapping[str, Value]]

_ONE_EXAMPLE = replace(HOUSE, B=1)
_AT_THE_EDGE = {
    "one example of full length and one of a single step (length = 1)": (HOUSE, (1, 7, 4)),
    "all lengths equal": (HOUSE, (5, 5, 5)),
    "a batch of one example (batch = 1)": (_ONE_EXAMPLE, (4,)),
    "sequences of one step (seq_len = 1)": (replace(HOUSE, T=1), (1, 1, 1)),
    EDGES["T=3"]: (replace(HOUSE, T=3), (2, 1, 3)),
}


def batches(draw: Draw) -> Callable[[Random], Iterator[Trial]]:
    """The trials of an exercise about a batch: padding for all, none for the longest, that with ties, then the edges.

    Examples of the same length may stand in any order inside a packed batch, so the gradient of its rows can be
    compared only where there are none: at the house sizes, and for a single example.
    """

    def run(random: Random) -> Iterator[Trial]:
        def trial(sizes: Sizes, lengths: Sequence[int], edge: str = "") -> Trial:
            gradient = sizes == _ONE_EXAMPLE or (sizes == HOUSE and not edge)
            return Trial(draw(random, sizes, torch.tensor(lengths)), edge, gradient)

        some, other = random.sizes(), random.sizes()
        long = replace(some, T=max(some.T, some.B), B=min(some.T, some.B))
        wide = replace(other, T=min(other.T, other.B), B=max(other.T, other.B))
        yield trial(HOUSE, draw_lengths(random, HOUSE.B, 2, HOUSE.T - 2))
        yield trial(long, draw_lengths(random, long.B, 2, long.T))
        yield trial(wide, draw_lengths(random, wide.B, 1, wide.T))
        for edge, (sizes, lengths) in _AT_THE_EDGE.items():
            yield trial(sizes, lengths, edge)

    return run


def draw_lengths(random: Random, batch: int, shortest: int, longest: int) -> list[int]:
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


def longest_first(lengths: Tensor) -> Tensor:
    """The order that puts the longest example first; examples of the same length stay as they were."""
    return lengths.argsort(descending=True, stable=True)


def draw_output(random: Random, sizes: Sizes, lengths: Tensor) -> Mapping[str, Value]:
    """Random output of a layer, and the lengths, as arguments by name."""
    return {"output": random.normal(sizes.T, sizes.B, sizes.H), "lengths": lengths}


def at_last_step(output: Tensor, lengths: Tensor) -> Tensor:
    """What `output` holds at the last real step of each example."""
    return output[lengths - 1, torch.arange(len(lengths))]


def alone(output: Tensor, lengths: Tensor) -> list[Tensor]:
    """The real steps of each example, cut out by PyTorch's own unpacking."""
    packed = pack_padded_sequence(output, lengths, enforce_sorted=False)
    return torch.nn.utils.rnn.unpack_sequence(packed)
