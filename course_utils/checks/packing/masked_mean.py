"""The mean output over the real steps of each example, whatever the padding holds."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import torch
from torch import Tensor

from course_utils.checks.engine.exercise import Exercise, Slip
from course_utils.checks.engine.kinds import TensorOf
from course_utils.checks.engine.trial import HOUSE, Random, Sizes, Trial
from course_utils.checks.learner.values import Value
from course_utils.checks.lengths import draw_lengths
from course_utils.checks.packing.batches import PADDED, alone, batches, draw_output, with_gradients
from course_utils.checks.packing.last_step import last_step
from course_utils.sequences import mask


def _arguments(random: Random, sizes: Sizes, lengths: Tensor) -> Mapping[str, Value]:
    arguments = dict(draw_output(random, sizes, lengths))
    arguments["output"][0, (lengths > 1) & (torch.arange(sizes.B) % 2 == 0)] = 0  # a real step: a mean counts it
    return arguments


def _trials(random: Random) -> Iterator[Trial]:
    yield from batches(_arguments, "H=1 far=1", "H=66", examples=66)(random)
    lengths = torch.tensor(draw_lengths(random, HOUSE.B, 1, HOUSE.T))
    arguments = dict(_arguments(random, HOUSE, lengths))
    arguments["output"][~mask(lengths)] = torch.tensor([torch.nan, torch.inf, -torch.inf, torch.nan, torch.inf])
    yield Trial(arguments, "NaN and infinity in the padding")


def _first_is_zero(trial: Trial) -> bool:
    """Whether the first of several real steps of an example is all zeros."""
    output, lengths = trial.arguments["output"], trial.arguments["lengths"]
    return not output[0, lengths > 1].any(1).all()


def _oracle(output: Tensor, lengths: Tensor) -> Tensor:
    return torch.stack([steps.mean(0) for steps in alone(output, lengths)])


def _but(
    real: Callable[[Tensor, Tensor], Tensor] = lambda t, lengths: t < lengths,
    count: Callable[[Tensor, Tensor], Tensor | int] = lambda _output, lengths: lengths.unsqueeze(1),
) -> Callable[..., Any]:
    """The sum over what is `real`, divided by the `count`."""

    def wrong(output: Tensor, lengths: Tensor) -> Tensor:
        inside = real(torch.arange(len(output)).unsqueeze(1), lengths)
        return output.where(inside.unsqueeze(2), 0.0).sum(0) / count(output, lengths)

    return wrong


def _padded(output: Tensor, lengths: Tensor) -> Tensor:
    return ~mask(lengths, len(output)).unsqueeze(2)


def _one_more(output: Tensor, lengths: Tensor) -> Tensor:
    """How many steps an example has if the first step of its padding counts, too."""
    return (lengths + 1).clamp(max=len(output)).unsqueeze(1)


def _mask_reshaped(output: Tensor, lengths: Tensor) -> Tensor:
    inside = mask(lengths, len(output)).T.reshape(len(output), len(lengths), 1)
    return output.where(inside, 0.0).sum(0) / lengths.unsqueeze(1)


EXERCISE = Exercise(
    id="packing/masked-mean",
    parameters=("output", "lengths"),
    points=2,
    trials=_trials,
    axes={"output": "TBH"},
    also=with_gradients(
        {
            **PADDED,
            "padding that is no number": lambda trial: not trial.arguments["output"].isfinite().all(),
            "a real step of zeros": _first_is_zero,
        }
    ),
    oracle=_oracle,
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
            _but(count=lambda output, _lengths: len(output)),
        ),
        Slip(
            "times-the-mask-and-seq-len",
            "you divide by all steps, padding included; and you multiply the padding by zero, which leaves NaN",
            "How many real steps has each example? And choose instead of multiplying: torch.where, or masked_fill.",
            lambda output, lengths: (output * mask(lengths, len(output)).unsqueeze(2)).mean(0),
        ),
        Slip(
            "looks-for-zeros",
            "you take every step that is not zero for a real one; padding is not zero, and a real step may be",
            "Only the lengths tell which steps are real.",
            lambda output, _lengths: output.sum(0) / (output != 0).sum(0),
        ),
        Slip(
            "zeros-not-counted",
            "you divide by how many numbers are not zero; a real step of zeros counts in the mean, too",
            "How many real steps has each example?",
            _but(count=lambda output, lengths: (output.masked_fill(_padded(output, lengths), 0.0) != 0).sum(0)),
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
            _but(count=lambda _output, lengths: lengths.max()),
        ),
        Slip(
            "divided-by-batch",
            "you divide by the number of examples; it is a mean over steps",
            "How many real steps has each example?",
            _but(count=lambda _output, lengths: len(lengths)),
        ),
        Slip(
            "divided-by-all-real-steps",
            "you divide by the real steps of the whole batch; each example has its own mean",
            "How many real steps has each example?",
            _but(count=lambda _output, lengths: lengths.sum()),
        ),
        Slip(
            "summed",
            "this is the sum over the real steps; asked for is their mean",
            "Divide by the number of real steps.",
            _but(count=lambda _output, _lengths: 1),
        ),
        Slip(
            "one-padded-step",
            "one padded step of each example is in your sum: an example of length n has the steps 0 to n - 1",
            "Compare with < where you have <=.",
            _but(lambda t, lengths: t <= lengths),
        ),
        Slip(
            "one-step-too-many",
            "your mean is over one step too many of each example: its first step of padding counts, too",
            "An example of length n has the steps 0 to n - 1.",
            _but(lambda t, lengths: t <= lengths, _one_more),
        ),
        Slip(
            "last-step-left-out",
            "the last real step of each example is not in your sum: it has the steps 0 to n - 1",
            "How many steps does your mask leave of an example of length 1?",
            _but(lambda t, lengths: t < lengths - 1),
        ),
        Slip(
            "divided-by-one-less",
            "you divide by the length minus one; the mean divides by the number of steps",
            "A length is a number of steps already.",
            _but(count=lambda _output, lengths: (lengths - 1).unsqueeze(1)),
        ),
        Slip(
            "mask-inverted",
            "you sum over the padded steps",
            "Turn the comparison around.",
            _but(lambda t, lengths: t >= lengths),
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
            lambda output, lengths: _but()(output, lengths.sort(descending=True).values),
        ),
        Slip(
            "all-examples-together",
            "this is one mean over the real steps of all examples; asked for is one for each",
            "A boolean index flattens time and batch into one axis: sum along time instead.",
            lambda output, lengths: torch.cat(alone(output, lengths)).mean(0),
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
            last_step,
        ),
        Slip(
            "times-the-mask",
            "you multiply the padding by zero, and zero times NaN is NaN; padded steps may hold anything",
            "Choose instead of multiplying: torch.where, or masked_fill.",
            lambda output, lengths: (output * mask(lengths, len(output)).unsqueeze(2)).sum(0) / lengths.unsqueeze(1),
        ),
        Slip(
            "infinity-times-the-mask",
            "you clear NaN away and multiply the rest of the padding by zero, and zero times infinity is NaN, too",
            "Choose instead of multiplying: torch.where, or masked_fill.",
            lambda output, lengths: (
                (output.where(~output.isnan(), 0.0) * mask(lengths, len(output)).unsqueeze(2)).sum(0)
                / lengths.unsqueeze(1)
            ),
        ),
    ),
)
