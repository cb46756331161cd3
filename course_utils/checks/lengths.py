"""Lengths of sequences, as lessons 05 and 08 draw them."""

from __future__ import annotations

import torch
from torch import Tensor

from course_utils.checks.engine.trial import Random


def draw_lengths(random: Random, batch: int, shortest: int, longest: int) -> list[int]:
    """Lengths of three or more examples, with `shortest` and `longest`; all differ if the range is wide enough."""
    between = torch.arange(shortest + 1, longest)
    if len(between) >= batch - 2:
        chosen = between[torch.randperm(len(between), generator=random.generator)[: batch - 2]]
    else:
        chosen = between[torch.randint(len(between), (batch - 2,), generator=random.generator)]
    lengths = torch.tensor([shortest, *chosen, longest]).sort(descending=True).values
    return [int(length) for length in lengths[_order(random, batch)]]


def _order(random: Random, batch: int) -> Tensor:
    """For each place in the batch the rank of its length, 0 for the longest; of three examples the longest is last."""
    if batch == 3:
        return torch.tensor([1, 2, 0])
    ends = (0, batch - 1)
    while True:
        order = torch.randperm(batch, generator=random.generator)
        # An order that is its own inverse would hide which of the two is used. The first and the last example must be
        # neither the longest nor the shortest, and the first must not be the second longest.
        if not undoes_itself(order) and order[0] not in (*ends, 1) and order[-1] not in ends:
            return order


def undoes_itself(order: Tensor) -> bool:
    """Whether the order is its own inverse, so that nothing shows which of the two is used."""
    return torch.equal(order[order], torch.arange(len(order)))
