"""The mean cross-entropy over the real steps of a padded batch."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn.utils.rnn import pack_padded_sequence

from course_utils.checks.engine.exercise import Crash, Exercise, Slip
from course_utils.checks.engine.kinds import TensorOf
from course_utils.checks.engine.trial import HOUSE, Random, Sizes, Trial
from course_utils.checks.learner.values import Value
from course_utils.checks.packing.batches import PADDED, batches, with_gradients
from course_utils.checks.packing.losses import (
    Finish,
    mean_along,
    mean_of,
    per_step,
    wrong_masks,
    wrong_means,
    wrong_scores,
)
from course_utils.sequences import mask


def _arguments(random: Random, sizes: Sizes, lengths: Tensor) -> Mapping[str, Value]:
    labels = torch.randint(sizes.F, (sizes.T, sizes.B), generator=random.generator)
    labels[0, 0] = 0  # class 0 occurs at a real step: it is no mark of padding
    return {"logits": random.normal(sizes.T, sizes.B, sizes.F, scale=3), "labels": labels, "lengths": lengths}


def _trials(random: Random) -> Iterator[Trial]:
    words = {"F=1": "a single class", "F=66": "many classes (C = 66)"}
    yield from batches(_arguments, *words, steps=70, examples=66, words=words)(random)
    arguments = _arguments(random, HOUSE, torch.tensor([3, 7, 5]))
    arguments["logits"][:2, :, 0] += 200  # real steps only
    arguments["labels"][0], arguments["labels"][1] = 0, 1  # the large score is right, then wrong
    yield Trial(arguments, "scores above 100")


def _is_surprised(trial: Trial) -> bool:
    """Whether the label of a real step has a probability of 0 in float32."""
    logits, labels, lengths = trial.arguments.values()
    return bool(per_step(logits, labels)[mask(lengths, len(labels))].max() > 100)


def _oracle(logits: Tensor, labels: Tensor, lengths: Tensor) -> Tensor:
    scores, classes = (pack_padded_sequence(each, lengths, enforce_sorted=False).data for each in (logits, labels))
    return nn.functional.cross_entropy(scores, classes)


def _but(
    finish: Finish = mean_of,
    score: Callable[[Tensor, Tensor], Tensor] = per_step,
    real: Callable[[Tensor, Tensor], Tensor] = lambda t, lengths: t < lengths,
) -> Callable[..., Any]:
    """The loss of each step by `score`, then `finish`, which also gets the mask by `real`."""

    def wrong(logits: Tensor, labels: Tensor, lengths: Tensor) -> Tensor:
        steps = torch.arange(len(labels)).unsqueeze(1)
        return finish(score(logits, labels), real(steps, lengths), lengths)

    return wrong


def _class_0_ignored(logits: Tensor, labels: Tensor, lengths: Tensor) -> Tensor:
    zeroed = labels.where(mask(lengths, len(labels)), 0)
    return nn.functional.cross_entropy(logits.flatten(0, 1), zeroed.flatten(), ignore_index=0)


def _orders_differ(logits: Tensor, labels: Tensor, lengths: Tensor) -> Tensor:
    packed = pack_padded_sequence(logits, lengths, enforce_sorted=False)
    return nn.functional.cross_entropy(packed.data, labels[mask(lengths, len(labels))])


def _logits_zeroed(logits: Tensor, labels: Tensor, lengths: Tensor) -> Tensor:
    return per_step(logits.where(mask(lengths, len(labels)).unsqueeze(2), 0.0), labels).mean()


EXERCISE = Exercise(
    id="packing/masked-loss",
    parameters=("logits", "labels", "lengths"),
    points=3,
    trials=_trials,
    axes={"logits": "TBC"},
    also=with_gradients(
        {
            **PADDED,
            "scores above 100": lambda trial: bool(trial.arguments["logits"].max() > 100),
            "a score above 100 for another class": _is_surprised,
        }
    ),
    crashes=(
        Crash(
            "shape of the mask",
            "mask-of-another-shape",
            "Time is first here, so the mask is (T, B): the steps in a column, the lengths in a row.",
        ),
    ),
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
        *wrong_means(_but, batch=1),
        Slip(
            "mean-of-sequence-means",
            "you take the mean of each sequence first, so every sequence counts the same; here every real step does",
            "Take one mean over all real steps of the batch.",
            _but(mean_along(0)),
        ),
        Slip(
            "mask-reshaped",
            "you make the mask batch first and reshape it to (T, B); that marks other steps",
            "Axes change places with transpose; or compare the steps in a column with the lengths in a row.",
            _but(real=lambda t, lengths: mask(lengths, len(t)).T.reshape(len(t), len(lengths))),
        ),
        Slip(
            "orders-differ",
            "you pack the logits, which sorts the examples, and take the labels unsorted: they belong to other steps",
            "Treat logits and labels alike.",
            _orders_differ,
        ),
        *wrong_masks(_but),
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
        *wrong_scores(_but),
        Slip(
            "last-step-only",
            "only the last real step of each example counts in your loss; all real steps do",
            "A mask that is True at every real step.",
            _but(real=lambda t, lengths: t == lengths - 1),
        ),
    ),
)
