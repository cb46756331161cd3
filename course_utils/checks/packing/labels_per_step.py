"""The mean cross-entropy of a batch with a label at each step, batch first, whatever its padding holds.

An answer may bring the classes to axis 1 or flatten the steps; it may leave padding out, or overwrite it. What it may
not do is compute with padded scores first and choose afterwards: their NaN comes back with the gradient.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn.utils.rnn import pack_padded_sequence

from course_utils.checks.engine.exercise import Crash, Exercise, Slip
from course_utils.checks.engine.kinds import TensorOf
from course_utils.checks.engine.trial import HOUSE, Random, Sizes, Trial
from course_utils.checks.learner.values import Value
from course_utils.checks.packing.batches import ALSO, batches, lengths_of, with_gradients
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

_LENGTHS = (4, 6, 1)
_MANY = 66
_CLASSES: Sequence[int] = ()  # what padded labels are where nothing else is said: any of the classes
_WORDS = {  # sizes are named by their letters in Sizes, where F is the number of classes
    "F=2": "two classes (C = 2)",
    "F=3": "as many classes as examples (C = batch = 3)",
    "F=7": "as many classes as steps (C = seq_len = 7)",
    f"F={_MANY} far=1": f"many classes (C = {_MANY}), and scores above 100",
}


def _real(labels: Tensor, lengths: Tensor) -> Tensor:
    return mask(lengths, labels.shape[1]).T


def _arguments(random: Random, sizes: Sizes, lengths: Tensor, padding: Sequence[int] = _CLASSES) -> Mapping[str, Value]:
    """Scores, and labels of which the padded ones are classes, too, unless `padding` says what they are.

    The scores know the first steps well and the last ones not at all, so that it shows which steps count.
    """
    labels = torch.randint(sizes.F, (sizes.B, sizes.T), generator=random.generator)
    real = _real(labels, lengths)
    steps = real.nonzero()
    first, last = steps[torch.randperm(len(steps), generator=random.generator)[:2]]
    labels[tuple(first)], labels[tuple(last)] = 0, sizes.F - 1  # both are classes, and there
    if padding:
        labels[~real] = torch.tensor(padding).repeat(labels.numel())[: int((~real).sum())]
    logits = 2 * random.input(sizes, sizes.B, sizes.T, sizes.F)
    logits[..., 0] *= 12 if sizes.far else 1  # above 100 or below -100
    learned = torch.linspace(4, 0, sizes.T).unsqueeze(1) * _one_hot(logits, labels.clamp(0, sizes.F - 1))
    return {"logits": logits + learned * real.unsqueeze(2), "labels": labels, "lengths": lengths}


def _trials(random: Random) -> Iterator[Trial]:
    classes, lengths = HOUSE.F, torch.tensor(_LENGTHS)
    yield from batches(_arguments, *_WORDS, steps=70, examples=_MANY, words=_WORDS)(random)
    yield Trial(_arguments(random, HOUSE, torch.tensor([HOUSE.T] * HOUSE.B)), "no padding at all")
    for what, padding in (
        ("padded labels of -1", (-1,)),
        ("padded labels of -100", (-100,)),
        ("padded labels of C and more", (classes, classes + 1, 999)),
    ):
        yield Trial(_arguments(random, HOUSE, lengths, padding), what)
    for what, others in (
        ("NaN and infinity in the padding of the scores", _CLASSES),
        ("NaN and infinity in padded scores, and padded labels that are no classes", (-100, classes, -1)),
    ):
        arguments = _arguments(random, replace(HOUSE, T=9), lengths, others)
        padded = ~_real(arguments["labels"], lengths)
        bad = torch.tensor([torch.nan, torch.inf, -torch.inf]).repeat(padded.numel())
        arguments["logits"][padded] = bad[: int(padded.sum())].unsqueeze(1)
        yield Trial(arguments, what)


def _oracle(logits: Tensor, labels: Tensor, lengths: Tensor, batch_first: bool = True) -> Tensor:
    scores, classes = (
        pack_padded_sequence(each, lengths, batch_first, enforce_sorted=False).data for each in (logits, labels)
    )
    return nn.functional.cross_entropy(scores, classes)


def _packed_time_first(logits: Tensor, labels: Tensor, lengths: Tensor) -> Tensor:
    return _oracle(logits, labels, lengths, batch_first=False)


def _but(
    finish: Finish = mean_of,
    score: Callable[[Tensor, Tensor], Tensor] = per_step,
    real: Callable[[Tensor, Tensor], Tensor] = lambda t, lengths: t < lengths,
) -> Callable[..., Any]:
    """The loss of each step by `score`, of those that are `real`, then `finish`; what is not is never computed with."""

    def wrong(logits: Tensor, labels: Tensor, lengths: Tensor) -> Tensor:
        inside = real(torch.arange(labels.shape[1]), lengths.unsqueeze(1))
        known = labels.masked_fill(~inside, 0).clamp(0, logits.shape[2] - 1)
        loss = score(logits.masked_fill(~inside.unsqueeze(2), 0.0).nan_to_num(), known)
        return finish(loss, inside, lengths)

    return wrong


def _classes_reshaped(logits: Tensor, labels: Tensor, lengths: Tensor) -> Tensor:
    examples, steps, classes = logits.shape
    known = labels.masked_fill(~_real(labels, lengths), -100)
    return nn.functional.cross_entropy(logits.reshape(examples, classes, steps), known)


def _cleaned_and_reshaped(logits: Tensor, labels: Tensor, lengths: Tensor) -> Tensor:
    return _classes_reshaped(logits.masked_fill(~_real(labels, lengths).unsqueeze(2), 0.0), labels, lengths)


def _class_0_ignored(logits: Tensor, labels: Tensor, lengths: Tensor) -> Tensor:
    zeroed = labels.masked_fill(~_real(labels, lengths), 0)
    return nn.functional.cross_entropy(logits.flatten(0, 1), zeroed.flatten(), ignore_index=0)


def _labels_tell(logits: Tensor, labels: Tensor, _lengths: Tensor) -> Tensor:
    return nn.functional.cross_entropy(logits[labels >= 0], labels[labels >= 0])


def _logits_zeroed(logits: Tensor, labels: Tensor, lengths: Tensor) -> Tensor:
    padded = ~_real(labels, lengths)
    return per_step(logits.masked_fill(padded.unsqueeze(2), 0.0), labels.masked_fill(padded, 0)).mean()


def _orders_differ(logits: Tensor, labels: Tensor, lengths: Tensor) -> Tensor:
    packed = pack_padded_sequence(logits, lengths, batch_first=True, enforce_sorted=False)
    return nn.functional.cross_entropy(packed.data, labels[_real(labels, lengths)])


def _one_hot(logits: Tensor, labels: Tensor) -> Tensor:
    return nn.functional.one_hot(labels, logits.shape[2]).float()


def _of(trial: Trial, real: bool, name: str = "labels") -> Tensor:
    """The labels, or the scores, of the real steps of a trial, or of its padding."""
    labels, lengths = trial.arguments["labels"], trial.arguments["lengths"]
    found: Tensor = trial.arguments[name][_real(labels, lengths) == real]
    return found


def _is_surprised(trial: Trial) -> bool:
    """Whether the label of a real step has a probability of 0 in float32."""
    loss = nn.functional.cross_entropy(_of(trial, True, "logits"), _of(trial, True), reduction="none")
    return bool(loss.max() > 100)


def _classes(trial: Trial) -> int:
    return int(trial.arguments["logits"].shape[2])


def _steps(trial: Trial) -> int:
    return int(trial.arguments["labels"].shape[1])


EXERCISE = Exercise(
    id="packing/labels-per-step",
    parameters=("logits", "labels", "lengths"),
    points=3,
    trials=_trials,
    axes={"logits": "BTC"},
    also=with_gradients(
        {
            **ALSO,
            "padding for all": lambda trial: max(lengths_of(trial)) < _steps(trial),
            "no padding for the longest": lambda trial: max(lengths_of(trial)) == _steps(trial),
            "no padding at all": lambda trial: min(lengths_of(trial)) == _steps(trial) > 1,
            "a score above 100 for another class": _is_surprised,
            "two classes": lambda trial: _classes(trial) == 2,
            "many classes": lambda trial: _classes(trial) > 64,
            "class 0 at a real step": lambda trial: 0 in _of(trial, real=True),
            "the last class at a real step": lambda trial: _classes(trial) - 1 in _of(trial, real=True),
            "classes in the padding": lambda trial: 0 <= min(_of(trial, real=False), default=-1) < _classes(trial),
            "-1 in the padding": lambda trial: -1 in _of(trial, real=False),
            "-100 in the padding": lambda trial: -100 in _of(trial, real=False),
            "C in the padding": lambda trial: _classes(trial) in _of(trial, real=False),
            "more than C in the padding": lambda trial: _classes(trial) < max(_of(trial, real=False), default=-1),
            "scores that are NaN": lambda trial: bool(_of(trial, False, "logits").isnan().any()),
            "scores that are infinite": lambda trial: bool(_of(trial, False, "logits").isposinf().any()),
            "scores that are minus infinity": lambda trial: bool(_of(trial, False, "logits").isneginf().any()),
        }
    ),
    never={"C=1": "of one class, every loss is 0; the text says at least two"},
    crashes=(
        Crash(
            r"Target -?\d+ is out of bounds|Class values must be",
            "padded-labels-scored",
            "Padded labels may be no classes: leave them out, or overwrite a copy of them, before this line.",
        ),
        Crash(
            "is out of bounds for dimension",
            "padded-labels-scored",
            "Padded labels may be no classes: leave them out, or overwrite a copy of them, before this line.",
            line=r"gather|scatter|take_along_dim",
        ),
        Crash(
            "shape of the mask",
            "mask-of-another-shape",
            "Batch is first here, so the mask is (B, T): the steps in a row, the lengths in a column.",
        ),
    ),
    oracle=_oracle,
    returns=TensorOf(()),
    slips=(
        Slip(
            "padding-counts",
            "padded steps count like real ones in your mean",
            "Only the lengths tell which steps are real: make a mask (B, T) of them.",
            _but(real=lambda t, lengths: t < lengths + len(t)),
        ),
        Slip(
            "labels-tell",
            "you go by the labels, and count every step whose label is not negative, padded or not",
            "Padded labels may be classes as well: only the lengths tell.",
            _labels_tell,
        ),
        *wrong_means(_but, batch=0),
        Slip(
            "mean-of-example-means",
            "you take the mean of each example first, so every example counts the same; here every real step does",
            "Take one mean over all real steps of the batch.",
            _but(mean_along(1)),
        ),
        Slip(
            "classes-reshaped",
            "you reshape the scores until the classes stand on axis 1; that mixes steps and classes",
            "Axes change places with transpose or permute; view and reshape only cut anew.",
            _classes_reshaped,
        ),
        Slip(
            "cleaned-and-reshaped",
            "padding cleared, you reshape the scores until the classes stand on axis 1; that mixes steps and classes",
            "Axes change places with transpose or permute; view and reshape only cut anew.",
            _cleaned_and_reshaped,
        ),
        Slip(
            "mask-reshaped",
            "you make the mask time first and reshape it to (B, T); that marks other steps",
            "Axes change places with transpose; or compare the steps in a row with the lengths in a column.",
            _but(real=lambda t, lengths: (t.unsqueeze(1) < lengths.T).reshape(len(lengths), len(t))),
        ),
        Slip(
            "orders-differ",
            "you pack the scores, which sorts the examples, and take the labels unsorted: they belong to other steps",
            "Treat scores and labels alike.",
            _orders_differ,
        ),
        Slip(
            "packed-time-first",
            "you pack as if time were first: your sequences run through the examples",
            "Say batch_first=True wherever you pack.",
            _packed_time_first,
        ),
        *wrong_masks(_but),
        Slip(
            "last-step-only",
            "only the last real step of each example counts in your mean; all real steps do",
            "A mask that is True at every real step.",
            _but(real=lambda t, lengths: t == lengths - 1),
        ),
        Slip(
            "logits-zeroed",
            "you set padded scores to zero and count these steps; equal scores are a guess, which has a loss",
            "Leave out the loss of padded steps, too.",
            _logits_zeroed,
        ),
        Slip(
            "class-0-ignored",
            "you mark padding as class 0 and ignore class 0, and with it the real steps of that class",
            "Mark padding with a number that is no class.",
            _class_0_ignored,
        ),
        *wrong_scores(_but),
        Slip(
            "softmax-over-the-steps",
            "your softmax runs over the steps of an example; it belongs to the classes of a step",
            "The scores are (B, T, C): the classes are on the last axis.",
            lambda logits, labels, lengths: (
                -logits.log_softmax(1)
                .gather(2, labels.masked_fill(~_real(labels, lengths), 0).unsqueeze(2))
                .squeeze(2)[_real(labels, lengths)]
                .mean()
            ),
        ),
        Slip(
            "accuracy",
            "this is the share of real steps whose class gets the highest score; asked for is their cross-entropy",
            "A share of right steps has no gradient; cross_entropy has one.",
            _but(score=lambda logits, labels: (logits.argmax(2) == labels).float()),
        ),
        Slip(
            "squared-error",
            "this is the mean squared error of the scores and one-hot labels; asked for is the cross-entropy",
            "cross_entropy takes the labels as class numbers.",
            _but(score=lambda logits, labels: (logits - _one_hot(logits, labels)).square().mean(2)),
        ),
        Slip(
            "squared-error-of-probabilities",
            "this is the mean squared error of probabilities and one-hot labels; asked for is the cross-entropy",
            "cross_entropy takes the scores as they are, and the labels as class numbers.",
            _but(score=lambda logits, labels: (logits.softmax(2) - _one_hot(logits, labels)).square().mean(2)),
        ),
    ),
)
