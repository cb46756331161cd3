"""Padded batches: how the exercises of this lesson draw them and read them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace

import torch
from torch import Tensor
from torch.nn.utils.rnn import pack_padded_sequence

from course_utils.checks.engine.trial import EDGES, HOUSE, RISING, Random, Sizes, Trial, sizes_at
from course_utils.checks.learner.values import Value
from course_utils.checks.lengths import draw_lengths, undoes_itself

Draw = Callable[[Random, Sizes, Tensor], Mapping[str, Value]]

_TWENTY = 20
# A transposed square mask is found only if the mask is not symmetric. That of the sorted lengths 3, 2, 1 is symmetric.
_USUAL = (  # sizes, what is special, and lengths
    ("", "one example of full length and one of a single step (length = 1)", (7, 4, 1)),
    ("", "all lengths equal", (5, 5, 5)),
    ("B=1", EDGES["B=1"], (4,)),
    ("B=2", EDGES["B=2"], (3, 6)),
    ("T=1", "sequences of one step (seq_len = 1)", (1, 1, 1)),
    ("T=3", EDGES["T=3"], (1, 3, 3)),
    ("equal", EDGES["equal"], (2, 4, 1, 4)),
)
_AT_OTHER_EDGES = (2, 7, 4)


def batches(
    draw: Draw,
    *edges: str,
    examples: int,
    steps: int = 66,
    words: Mapping[str, str] | None = None,
    any_order: bool = False,
) -> Callable[[Random], Iterator[Trial]]:
    """The trials about a batch: padding for all; none for the longest; the same with equal lengths; then the edges.

    Which example is the longest, which lengths are equal and which are 1 is the same at every seed. Gradients are
    compared on every trial: an answer may lose them for one length only, or where nothing is padding.

    Args:
        draw: makes the arguments of a trial from a `Random`, the sizes, and the lengths.
        edges: sizes of 1 that this exercise has besides those of time and batch, such as `F=1`.
        examples: the number of examples in the batch with the longest sequence of all trials.
        steps: the length of that sequence.
        words: what is special about the edges, if this exercise has better words than EDGES.
        any_order: whether examples of equal length may come in any order in the result, and the gradients with them;
            then gradients are compared only if all lengths differ.
    """
    told = {**EDGES, **(words or {})}

    def run(random: Random) -> Iterator[Trial]:
        def trial(sizes: Sizes, lengths: Sequence[int], edge: str = "") -> Trial:
            gradient = not any_order or len(set(lengths)) == len(lengths)
            return Trial(draw(random, sizes, torch.tensor(lengths)), edge, gradient)

        # T < B, and H above 8; then T > B
        wide, long = random.sizes(RISING, L=3, pool=range(6, 16)), random.sizes(RISING[::-1], L=3)
        yield trial(HOUSE, draw_lengths(random, HOUSE.B, 2, HOUSE.T - 2))
        yield trial(long, draw_lengths(random, long.B, 2, long.T))
        yield trial(wide, draw_lengths(random, wide.B, 1, wide.T))
        for edge, what, lengths in _USUAL:
            yield trial(sizes_at(edge) if edge else HOUSE, lengths, what)
        for edge in edges:
            yield trial(sizes_at(edge), _AT_OTHER_EDGES, told[edge])
        many = replace(HOUSE, T=steps, B=examples, L=1)
        edge = f"many long examples (batch = {examples}, seq_len = {steps})"
        yield trial(many, draw_lengths(random, many.B, 2, many.T), edge)

    return run


def lengths_of(trial: Trial) -> list[int]:
    """The lengths in a trial of any exercise of this lesson.

    Raises:
        TypeError: the trial has no lengths.
    """
    match trial.arguments:
        case {"lengths": Tensor() as lengths}:
            return [int(length) for length in lengths]
        case {"examples": tuple() as examples}:
            return [len(sequence) for sequence, _ in examples]
        case {"packed": (_, sizes, _, back)}:
            lengths = (sizes.unsqueeze(1) > torch.arange(int(sizes[0]))).sum(0)
            return [int(length) for length in (lengths if back is None else lengths[back])]
    raise TypeError(f"no lengths among {list(trial.arguments)}")


def _box(trial: Trial) -> Tensor:
    """The padded batch in a trial."""
    return next(value for value in trial.arguments.values() if isinstance(value, Tensor) and value.dim() > 1)


def _padding(trial: Trial) -> int:
    """The number of steps in a padded batch that are padding in every example."""
    return len(_box(trial)) - max(lengths_of(trial))


def _is_square_and_turns(lengths: list[int]) -> bool:
    """Whether the mask of the sorted lengths is square, and differs from its transpose."""
    counts = [sum(length > t for length in lengths) for t in range(max(lengths))]
    return len(counts) == len(lengths) and counts != sorted(lengths, reverse=True)


def with_gradients(
    also: Mapping[str, Callable[[Trial], bool]], *values_only: str
) -> Mapping[str, Callable[[Trial], bool]]:
    """These conditions, each of which must be met with gradients, too, but for those that are named."""

    def compared(holds: Callable[[Trial], bool]) -> Callable[[Trial], bool]:
        return lambda trial: trial.gradient and holds(trial)

    apart = {name: holds for name, holds in also.items() if name not in values_only}
    return {**also, **{f"gradients, {name}": compared(holds) for name, holds in apart.items()}}


def _of_lengths(holds: Callable[[list[int]], bool]) -> Callable[[Trial], bool]:
    return lambda trial: holds(lengths_of(trial))


ALSO: Mapping[str, Callable[[Trial], bool]] = {  # conditions of every exercise of this lesson
    "one example": _of_lengths(lambda lengths: len(lengths) == 1),
    "two examples": _of_lengths(lambda lengths: len(lengths) == 2),
    "twenty examples": _of_lengths(lambda lengths: len(lengths) >= _TWENTY),
    "twenty steps": _of_lengths(lambda lengths: max(lengths) >= 20),
    "longest < batch": _of_lengths(lambda lengths: max(lengths) < len(lengths)),
    "longest = batch": _of_lengths(lambda lengths: max(lengths) == len(lengths)),
    "longest > batch": _of_lengths(lambda lengths: max(lengths) > len(lengths)),
    "all lengths different": _of_lengths(lambda lengths: len(set(lengths)) == len(lengths) > 1),
    "all lengths equal": _of_lengths(lambda lengths: len(set(lengths)) == 1 and len(lengths) > 1),
    "some lengths equal": _of_lengths(lambda lengths: 1 < len(set(lengths)) < len(lengths)),
    "a length of 1": _of_lengths(lambda lengths: min(lengths) == 1 < max(lengths)),
    "every length 1": _of_lengths(lambda lengths: max(lengths) == 1),
    "longest first": _of_lengths(lambda lengths: lengths == sorted(set(lengths), reverse=True) and len(lengths) > 1),
    "shortest first": _of_lengths(lambda lengths: lengths == sorted(set(lengths)) and len(lengths) > 1),
    "a square mask that is not symmetric": _of_lengths(_is_square_and_turns),
    "an order that does not undo itself": _of_lengths(
        lambda lengths: not undoes_itself(longest_first(torch.tensor(lengths)))
    ),
}
TIED = (  # the conditions that only batches with equal lengths meet here
    *("all lengths equal", "some lengths equal", "every length 1"),
    *("longest < batch", "longest = batch", "a square mask that is not symmetric"),
)
PADDED: Mapping[str, Callable[[Trial], bool]] = {  # conditions of every exercise with a padded batch
    **ALSO,
    "padding for all": lambda trial: _padding(trial) > 0,
    "no padding for the longest": lambda trial: _padding(trial) == 0,
    "one number at each step": lambda trial: _box(trial).shape[2] == 1,
    "many numbers at each step": lambda trial: _box(trial).shape[2] > 64,
}


def longest_first(lengths: Tensor) -> Tensor:
    """The order that puts the longest example first; examples of equal length keep their order."""
    return lengths.argsort(descending=True, stable=True)


def draw_output(random: Random, sizes: Sizes, lengths: Tensor) -> Mapping[str, Value]:
    """Random output of a layer, and the lengths, as arguments by name."""
    return {"output": random.input(sizes, sizes.T, sizes.B, sizes.H), "lengths": lengths}


def at_last_step(output: Tensor, lengths: Tensor) -> Tensor:
    """The output at the last real step of each example."""
    return output[lengths - 1, torch.arange(len(lengths))]


def alone(output: Tensor, lengths: Tensor) -> list[Tensor]:
    """The real steps of each example, cut out by PyTorch's own unpacking."""
    packed = pack_padded_sequence(output, lengths, enforce_sorted=False)
    return torch.nn.utils.rnn.unpack_sequence(packed)
