"""Sequences of different lengths and their labels made into one batch, as by a DataLoader's collate function."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn.utils.rnn import pad_sequence

from course_utils.checks.engine.exercise import Exercise, Slip
from course_utils.checks.engine.kinds import TensorOf, TupleOf
from course_utils.checks.engine.trial import HOUSE, Random, Sizes, Trial
from course_utils.checks.learner.values import Value
from course_utils.checks.packing.batches import ALSO, batches

_Examples = tuple[tuple[Tensor, int], ...]
_APART = 150  # between labels, so that most are above what eight bits hold


def _arguments(random: Random, sizes: Sizes, lengths: Tensor) -> Mapping[str, Value]:
    sequences = [random.input(sizes, int(length), sizes.F) for length in lengths]
    for sequence in sequences[::2]:
        sequence[1:][-1:] = 0  # a real step of zeros: only the length tells it from padding
    labels = torch.randperm(sizes.B + 1, generator=random.generator)[: sizes.B] * _APART
    return {"examples": tuple(zip(sequences, labels.tolist(), strict=True))}


def _trials(random: Random) -> Iterator[Trial]:
    yield from batches(_arguments, "F=1 far=1", "F=66", steps=70, examples=66)(random)
    one, other, *others = _arguments(random, HOUSE, torch.tensor([2, 6, 4]))["examples"]
    yield Trial({"examples": (one, other, one, *others, other)}, "examples that come twice in a batch")


def _collate(examples: _Examples) -> Any:
    sequences, labels = zip(*examples, strict=True)
    return pad_sequence(list(sequences)), torch.tensor(list(map(len, sequences))), torch.tensor(labels)


def _but(
    padded: Callable[[Any], Tensor] = lambda sequences: pad_sequence(sequences),
    lengths: Callable[[Any], Any] = lambda sequences: torch.tensor(list(map(len, sequences))),
    labels: Callable[[Any], Any] = torch.tensor,
    finish: Callable[[Any, Any, Any], Any] = lambda padded, lengths, labels: (padded, lengths, labels),
) -> Callable[..., Any]:
    """The batch with one part made another way."""

    def wrong(examples: _Examples) -> Any:
        sequences, classes = zip(*examples, strict=True)
        return finish(padded(sequences), lengths(sequences), labels(classes))

    return wrong


def _sorted(examples: _Examples) -> _Examples:
    return tuple(sorted(examples, key=lambda example: len(example[0]), reverse=True))


def _labels_left_behind(examples: _Examples) -> Any:
    padded, lengths, _ = _collate(_sorted(examples))
    return padded, lengths, _collate(examples)[2]


def _filled_with_last(sequences: Sequence[Tensor]) -> Tensor:
    longest = max(map(len, sequences))
    return torch.stack([sequence[torch.arange(longest).clamp(max=len(sequence) - 1)] for sequence in sequences], 1)


def _scrambled(sequences: Sequence[Tensor]) -> Tensor:
    batch_first = pad_sequence(list(sequences), batch_first=True)
    return batch_first.reshape(batch_first.shape[1], batch_first.shape[0], -1)


EXERCISE = Exercise(
    id="packing/collate",
    parameters=("examples",),
    points=2,
    trials=_trials,
    axes={"examples": "B.F"},
    also={
        **ALSO,
        "labels that no byte holds": lambda trial: max(label for _, label in trial.arguments["examples"]) > 255,
        "examples that come twice": lambda trial: (
            len({label for _, label in trial.arguments["examples"]}) < len(trial.arguments["examples"])
        ),
    },
    oracle=_collate,
    returns=TupleOf(
        {
            "padded": TensorOf(("seq_len", "batch", "input_size")),
            "lengths": TensorOf(("batch",)),
            "labels": TensorOf(("batch",)),
        }
    ),
    gradient=False,  # data needs no gradient, so NumPy is allowed
    use="called_with_a_list",
    slips=(
        Slip(
            "batch-first",
            "your batch is (batch, seq_len, …); asked for is time-major, (seq_len, batch, …)",
            "pad_sequence puts time first unless told otherwise; torch.stack stacks along dim 0 unless told otherwise.",
            _but(lambda sequences: pad_sequence(sequences, batch_first=True)),
            part="padded",
        ),
        Slip(
            "reshape-scramble",
            "the shape is right and the examples are mixed: view and reshape do not swap axes",
            "Swap the axes with transpose, or let pad_sequence put time first.",
            _but(_scrambled),
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
            _but(lengths=lambda sequences: torch.tensor([max(map(len, sequences))] * len(sequences))),
            part="lengths",
        ),
        Slip(
            "zeros-counted-as-padding",
            "you find the lengths by looking for zeros; a real step may be all zeros",
            "Take the lengths before padding.",
            _but(lengths=lambda sequences: torch.stack([each.any(1).sum() for each in sequences])),
            part="lengths",
        ),
        Slip(
            "lengths-sorted",
            "your lengths are sorted, and the sequences are not",
            "Length k is the one of example k.",
            _but(lengths=lambda sequences: torch.tensor(list(map(len, sequences))).sort(descending=True).values),
            part="lengths",
        ),
        Slip(
            "features-counted",
            "your lengths are the numbers of features; a length is a number of steps",
            "Which axis of a sequence is time?",
            _but(lengths=lambda sequences: torch.tensor([each.shape[1] for each in sequences])),
            part="lengths",
        ),
        Slip(
            "numbers-counted",
            "your lengths count all numbers of a sequence; a length is a number of steps",
            "Which axis of a sequence is time?",
            _but(lengths=lambda sequences: torch.tensor([each.numel() for each in sequences])),
            part="lengths",
        ),
        Slip(
            "float-lengths",
            "your lengths are floats; they are counts, int64",
            "torch.Tensor(…) makes floats; torch.tensor(…) of whole numbers makes int64.",
            _but(lengths=lambda sequences: torch.tensor([float(len(each)) for each in sequences])),
            part="lengths",
        ),
        Slip(
            "float-labels",
            "your labels are floats; labels of classes are int64",
            "torch.Tensor(…) makes floats; torch.tensor(…) of whole numbers makes int64.",
            _but(labels=lambda classes: torch.tensor(classes).float()),
            part="labels",
        ),
        Slip(
            "labels-in-a-column",
            "your labels have an axis too many: (batch, 1)",
            "torch.tensor of a list of numbers has one axis.",
            _but(labels=lambda classes: torch.tensor(classes).unsqueeze(1)),
            part="labels",
        ),
        Slip(
            "lengths-and-labels-exchanged",
            "you return the labels before the lengths",
            "The order is padded, lengths, labels.",
            _but(finish=lambda padded, lengths, labels: (padded, labels, lengths)),
        ),
        Slip(
            "labels-forgotten",
            "you return the padded batch and the lengths; the labels belong to the batch too",
            "Return three things: padded, lengths, labels.",
            _but(finish=lambda padded, lengths, _labels: (padded, lengths)),
        ),
        Slip(
            "padded-in-front",
            "your zeros stand in front; they belong behind the last real step",
            "The first step of every example is step 0.",
            _but(lambda sequences: pad_sequence(sequences, padding_side="left")),
            part="padded",
        ),
        Slip(
            "last-step-repeated",
            "you fill up with each example's last step; padding is zeros",
            "pad_sequence fills up with zeros by itself.",
            _but(_filled_with_last),
            part="padded",
        ),
        Slip(
            "filled-with-minus-one",
            "you fill up with -1; padding is zeros",
            "pad_sequence fills up with zeros by itself.",
            _but(lambda sequences: pad_sequence(sequences, padding_value=-1.0)),
            part="padded",
        ),
        Slip(
            "cut-to-the-shortest",
            "you cut all sequences to the length of the shortest: real steps are lost",
            "Fill up the short ones instead.",
            _but(lambda sequences: torch.stack([each[: min(map(len, sequences))] for each in sequences], 1)),
            part="padded",
        ),
        Slip(
            "one-step-too-many",
            "your batch is one step longer than its longest example",
            "The longest example needs no padding.",
            _but(lambda sequences: nn.functional.pad(pad_sequence(sequences), (0, 0, 0, 0, 0, 1))),
            part="padded",
        ),
        Slip(
            "sequences-joined",
            "you join the sequences one after the other; each needs its own place along the batch axis",
            "Fill up the short ones, then stack.",
            _but(lambda sequences: torch.cat(sequences)),
        ),
    ),
)
