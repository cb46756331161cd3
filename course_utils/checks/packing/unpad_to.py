"""A packed batch padded again, to a length that is asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import torch
from torch import Tensor
from torch.nn.utils.rnn import PackedSequence, pack_padded_sequence, pad_packed_sequence, pad_sequence

from course_utils.checks.engine.exercise import Exercise, Slip
from course_utils.checks.engine.kinds import TensorOf
from course_utils.checks.engine.trial import HOUSE, Random, Sizes, Trial
from course_utils.checks.learner.values import Value
from course_utils.checks.lengths import draw_lengths
from course_utils.checks.packing.batches import ALSO, batches, lengths_of, with_gradients


def _arguments(random: Random, sizes: Sizes, lengths: Tensor) -> Mapping[str, Value]:
    padded = random.input(sizes, sizes.T, sizes.B, sizes.F)
    return {"packed": tuple(pack_padded_sequence(padded, lengths, enforce_sorted=False)), "total_length": sizes.T}


_TOTALS = {
    HOUSE.T - 3: "a total_length below the length of the longest example",
    1: "a total_length of 1",
    1000: "a total_length far beyond the length of the longest example",
}


def _trials(random: Random) -> Iterator[Trial]:
    yield from batches(_arguments, "F=1 far=1", "F=66", examples=66)(random)
    for total_length, edge in _TOTALS.items():
        lengths = torch.tensor(draw_lengths(random, HOUSE.B, 1, HOUSE.T))
        yield Trial({**_arguments(random, HOUSE, lengths), "total_length": total_length}, edge)
    by_hand = pack_padded_sequence(random.normal(HOUSE.T, HOUSE.B, HOUSE.F), lengths.sort(descending=True).values)
    yield Trial({"packed": tuple(by_hand), "total_length": HOUSE.T + 1}, "examples that were sorted before packing")


_Packed = tuple[Tensor, Tensor, Tensor | None, Tensor | None]


def _but(
    change: Callable[[Tensor, Tensor, int], Any] = lambda padded, _lengths, total: padded[:, :total],
    order: Callable[[_Packed], _Packed] = lambda packed: packed,
) -> Callable[..., Any]:
    """Unpack with enough room, batch first, then cut or change with the lengths and total_length."""

    def answer(packed: _Packed, total_length: int) -> Any:
        room = max(total_length, len(packed[1]))
        padded, lengths = pad_packed_sequence(PackedSequence(*order(packed)), batch_first=True, total_length=room)
        return change(padded, lengths, total_length)

    return answer


def _right_aligned(padded: Tensor, lengths: Tensor, total: int) -> Tensor:
    """Each example moved to the end of the box."""
    return torch.stack([row.roll(total - int(length), 0) for row, length in zip(padded, lengths, strict=True)])


def _sliced_by_length(packed: _Packed, total_length: int) -> Tensor:
    """Rows of data read as if the sequences lay one after the other."""
    _, lengths = pad_packed_sequence(PackedSequence(*packed))
    sequences = [*packed[0].split(lengths.tolist()), packed[0].new_zeros(total_length, *packed[0].shape[1:])]
    return pad_sequence(sequences, batch_first=True)[:-1, :total_length]


def _unsorted_again(packed: _Packed, total_length: int) -> Tensor:
    padded: Tensor = _but()(packed, total_length)
    return padded if packed[3] is None else padded[packed[3]]


def _put_back_with_sorted_indices(packed: _Packed, total_length: int) -> Tensor:
    inside: Tensor = _but(order=lambda packed: (*packed[:2], None, None))(packed, total_length)
    return inside if packed[2] is None else inside[packed[2]]


def _filled_with(value: float) -> Callable[..., Any]:
    def change(padded: Tensor, lengths: Tensor, total: int) -> Tensor:
        real = torch.arange(total) < lengths.unsqueeze(1)
        return padded[:, :total].where(real.unsqueeze(2), value)

    return _but(change)


def _last_repeated(padded: Tensor, lengths: Tensor, total: int) -> Tensor:
    step = torch.arange(total).minimum(lengths.unsqueeze(1) - 1)
    return padded[torch.arange(len(padded)).unsqueeze(1), step]


EXERCISE = Exercise(
    id="packing/unpad-to",
    parameters=("packed", "total_length"),
    points=2,
    trials=_trials,
    axes={"packed": "..F", "total_length": "T"},
    also=with_gradients(
        {
            **ALSO,
            "total_length < longest": lambda trial: trial.arguments["total_length"] < max(lengths_of(trial)),
            "total_length = longest": lambda trial: trial.arguments["total_length"] == max(lengths_of(trial)),
            "total_length > longest": lambda trial: trial.arguments["total_length"] > max(lengths_of(trial)),
            "total_length far beyond": lambda trial: trial.arguments["total_length"] > 10 * max(lengths_of(trial)),
            "total_length of 1": lambda trial: trial.arguments["total_length"] == 1 < max(lengths_of(trial)),
            "sorted before packing": lambda trial: trial.arguments["packed"][2] is None,
        }
    ),
    oracle=_but(),
    returns=TensorOf(("batch", "total_length", "input_size")),
    use="called_with_a_packed_batch",
    slips=(
        Slip(
            "total-length-ignored",
            "your result is as long as the longest example; it must have total_length steps",
            "pad_packed_sequence can be told how long the result shall be.",
            _but(lambda padded, lengths, _total: padded[:, : lengths.max()]),
        ),
        Slip(
            "batch-first-forgotten",
            "your result is time-major; asked for is (batch, seq_len, …)",
            "pad_packed_sequence puts time first unless told otherwise.",
            _but(lambda padded, _lengths, total: padded[:, :total].transpose(0, 1)),
        ),
        Slip(
            "reshape-scramble",
            "the shape is right and the examples are mixed: view and reshape do not swap axes",
            "Swap the axes with transpose, or let pad_packed_sequence put batch first.",
            _but(lambda padded, _lengths, total: padded[:, :total].transpose(0, 1).reshape(len(padded), total, -1)),
        ),
        Slip(
            "sorted-order",
            "the examples come out longest first; row k must be example k",
            "The packed batch holds the indices that put them back: do not drop them, and use the right ones.",
            _but(order=lambda packed: (*packed[:2], None, None)),
        ),
        Slip(
            "unsorted-again",
            "you put the examples back in order although they are: pad_packed_sequence does it",
            "Take its result as it is.",
            _unsorted_again,
        ),
        Slip(
            "put-back-with-sorted-indices",
            "you put the sorted examples back with sorted_indices, which is the order that sorted them",
            "unsorted_indices says at which place inside each example is.",
            _put_back_with_sorted_indices,
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
            _but(_right_aligned),
        ),
        Slip(
            "last-step-repeated",
            "you fill up with each example's last real step; padding is zeros",
            "pad_packed_sequence fills up with zeros by itself.",
            _but(_last_repeated),
        ),
        Slip(
            "filled-with-minus-one",
            "you fill up with -1; padding is zeros",
            "pad_packed_sequence fills up with zeros by itself.",
            _filled_with(-1.0),
        ),
        Slip(
            "filled-with-nan",
            "you fill up with NaN; padding is zeros",
            "pad_packed_sequence fills up with zeros by itself.",
            _filled_with(torch.nan),
        ),
        Slip(
            "padded-by-not-to",
            "you append total_length steps; the result must have total_length steps in all",
            "How many steps are missing?",
            _but(
                lambda padded, lengths, total: torch.cat(
                    [padded[:, : lengths.max()], padded.new_zeros(len(padded), total, padded.shape[2])], 1
                )
            ),
        ),
        Slip(
            "not-cut",
            "longer examples are left whole; the result must have total_length steps",
            "What should happen to steps beyond total_length?",
            _but(lambda padded, _lengths, _total: padded),
        ),
        Slip(
            "first-steps-cut-off",
            "you keep the last total_length steps; the first ones are asked for",
            "Cut at the end.",
            _but(lambda padded, _lengths, total: padded[:, -total:]),
        ),
        Slip(
            "lengths-too",
            "you return the lengths as well; asked for is the padded tensor alone",
            "pad_packed_sequence returns two things: return the first.",
            _but(lambda padded, lengths, total: (padded[:, :total], lengths)),
        ),
        Slip(
            "time-reversed",
            "in your result time runs backwards",
            "The first rows of data are step 0.",
            _but(lambda padded, _lengths, total: padded[:, :total].flip(1)),
        ),
    ),
)
