"""The mean cross-entropy over the real steps of a padded batch."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn.utils.rnn import pack_padded_sequence

from course_utils.checks.engine.exercise import Exercise, Slip
from course_utils.checks.engine.kinds import TensorOf
from course_utils.checks.engine.trial import HOUSE, Random, Sizes, Trial
from course_utils.checks.learner.values import Value
from course_utils.checks.packing.batches import PADDED, batches
from course_utils.sequences import mask


def _arguments(random: Random, sizes: Sizes, lengths: Tensor) -> Mapping[str, Value]:
    labels = torch.randint(sizes.F, (sizes.T, sizes.B), generator=random.generator)
    labels[0, 0] = 0  # class 0 occurs at a real step: it is no mark of padding
    return {"logits": random.normal(sizes.T, sizes.B, sizes.F, scale=3), "labels": labels, "lengths": lengths}


def _trials(random: Random) -> Iterator[Trial]:
    yield from batches(_arguments, "F=1", words={"F=1": "a single class"})(random)
    arguments = _arguments(random, HOUSE, torch.tensor([3, 7, 5]))
    arguments["logits"][:2, :, 0] += 200  # real steps only
    arguments["labels"][:2] = 0
    yield Trial(arguments, "scores above 100", gradient=False)


def _oracle(logits: Tensor, labels: Tensor, lengths: Tensor) -> Tensor:
    scores, classes = (pack_padded_sequence(each, lengths, enforce_sorted=False).data for each in (logits, labels))
    return nn.functional.cross_entropy(scores, classes)


def _per_step(logits: Tensor, labels: Tensor) -> Tensor:
    flat = nn.functional.cross_entropy(logits.flatten(0, 1), labels.flatten(), reduction="none")
    return flat.view(labels.shape)


def _but(
    finish: Callable[[Tensor, Tensor, Tensor], Tensor] = lambda per_step, real, _lengths: per_step[real].mean(),
    score: Callable[[Tensor, Tensor], Tensor] = _per_step,
    real: Callable[[Tensor, Tensor], Tensor] = lambda t, lengths: t < lengths,
) -> Callable[..., Any]:
    """The loss of each step by `score`, then `finish`, which also gets the mask by `real`."""

    def wrong(logits: Tensor, labels: Tensor, lengths: Tensor) -> Tensor:
        steps = torch.arange(len(labels)).unsqueeze(1)
        return finish(score(logits, labels), real(steps, lengths), lengths)

    return wrong


def _mean_along(dim: int) -> Callable[[Tensor, Tensor, Tensor], Tensor]:
    """The mean over real steps along one axis, then the mean of these means."""

    def finish(per_step: Tensor, real: Tensor, _lengths: Tensor) -> Tensor:
        counts = real.sum(dim)
        return (per_step.where(real, 0.0).sum(dim)[counts > 0] / counts[counts > 0]).mean()

    return finish


def _class_0_ignored(logits: Tensor, labels: Tensor, lengths: Tensor) -> Tensor:
    zeroed = labels.where(mask(lengths, len(labels)), 0)
    return nn.functional.cross_entropy(logits.flatten(0, 1), zeroed.flatten(), ignore_index=0)


def _orders_differ(logits: Tensor, labels: Tensor, lengths: Tensor) -> Tensor:
    packed = pack_padded_sequence(logits, lengths, enforce_sorted=False)
    return nn.functional.cross_entropy(packed.data, labels[mask(lengths, len(labels))])


def _logits_zeroed(logits: Tensor, labels: Tensor, lengths: Tensor) -> Tensor:
    return _per_step(logits.where(mask(lengths, len(labels)).unsqueeze(2), 0.0), labels).mean()


EXERCISE = Exercise(
    id="packing/masked-loss",
    parameters=("logits", "labels", "lengths"),
    points=3,
    trials=_trials,
    axes={"logits": "TBC"},
    also={**PADDED, "scores above 100": lambda trial: bool(trial.arguments["logits"].max() > 100)},
    oracle=_oracle,
    returns=TensorOf(()),
    may_turn=frozenset({"logits", "labels"}),
    slips=(
        Slip(
            "padding-counts",
            "padded steps count like real ones in your mean",
            "Keep the loss of each step, reduction='none', and take the mean over the real ones.",
            _but(lambda per_step, _real, _lengths: per_step.mean()),
        ),
        Slip(
            "divided-by-all-cells",
            "you leave out the padded steps in the sum, and count them when you divide",
            "Divide by the number of real steps.",
            _but(lambda per_step, real, _lengths: per_step.where(real, 0.0).mean()),
        ),
        Slip(
            "mean-of-sequence-means",
            "you take the mean of each sequence first, so every sequence counts the same; here every real step does",
            "Take one mean over all real steps of the batch.",
            _but(_mean_along(0)),
        ),
        Slip(
            "mean-of-step-means",
            "you take the mean at each step first, so late steps, which few examples have, count more than the others",
            "Take one mean over all real steps of the batch.",
            _but(_mean_along(1)),
        ),
        Slip(
            "summed",
            "this is the sum over the real steps; asked for is their mean",
            "Divide by the number of real steps.",
            _but(lambda per_step, real, _lengths: per_step[real].sum()),
        ),
        Slip(
            "divided-by-batch",
            "you divide the sum by the number of examples; it is the mean over real steps",
            "Divide by the number of real steps.",
            _but(lambda per_step, real, lengths: per_step[real].sum() / len(lengths)),
        ),
        Slip(
            "divided-by-seq-len",
            "you divide the sum by the number of steps of the box; it is the mean over real steps",
            "Divide by the number of real steps.",
            _but(lambda per_step, real, _lengths: per_step[real].sum() / len(real)),
        ),
        Slip(
            "orders-differ",
            "you pack the logits, which sorts the examples, and take the labels unsorted: they belong to other steps",
            "Treat logits and labels alike.",
            _orders_differ,
        ),
        Slip(
            "one-padded-step",
            "one padded step of each example counts too: an example of length n has the steps 0 to n - 1",
            "Compare with < where you have <=.",
            _but(real=lambda t, lengths: t <= lengths),
        ),
        Slip(
            "last-step-left-out",
            "the last real step of each example does not count in your mean; it has the steps 0 to n - 1",
            "How many steps does your mask leave of an example of length 1?",
            _but(real=lambda t, lengths: t < lengths - 1),
        ),
        Slip(
            "mask-inverted",
            "this is the mean over the padded steps",
            "Turn the comparison around.",
            _but(real=lambda t, lengths: t >= lengths),
        ),
        Slip(
            "lengths-sorted",
            "you sort the lengths, so each example is cut at another one's length",
            "The lengths are in the order of the examples already.",
            _but(real=lambda t, lengths: t < lengths.sort(descending=True).values),
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
            _but(score=lambda logits, labels: _per_step(logits.softmax(2), labels)),
        ),
        Slip(
            "softmax-forgotten",
            "this is minus the score of the right class, without log_softmax",
            "nll_loss wants logarithms of probabilities; cross_entropy wants scores.",
            _but(score=lambda logits, labels: -logits.gather(2, labels.unsqueeze(2)).squeeze(2)),
        ),
        Slip(
            "log-forgotten",
            "this is minus the probability of the right class; the loss is minus its logarithm",
            "nll_loss wants logarithms of probabilities; cross_entropy wants scores.",
            _but(score=lambda logits, labels: -logits.softmax(2).gather(2, labels.unsqueeze(2)).squeeze(2)),
        ),
        Slip(
            "minus-sign",
            "your loss has the wrong sign: it is below zero",
            "A loss is minus the logarithm of a probability.",
            _but(lambda per_step, real, _lengths: -per_step[real].mean()),
        ),
        Slip(
            "not-averaged",
            "this is the loss of each real step; asked for is their mean, one number",
            "Take the mean at the end.",
            _but(lambda per_step, real, _lengths: per_step[real]),
        ),
        Slip(
            "last-step-only",
            "only the last real step of each example counts in your loss; all real steps do",
            "A mask that is True at every real step.",
            _but(real=lambda t, lengths: t == lengths - 1),
        ),
    ),
)
