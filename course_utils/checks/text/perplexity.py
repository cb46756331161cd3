"""The perplexity of a model over several batches: e to the mean cross-entropy of all real letters."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, TypeAlias

import torch
from torch import Tensor
from torch.nn.functional import cross_entropy, one_hot

from course_utils.checks.engine.exercise import Crash, Exercise, Slip
from course_utils.checks.engine.kinds import Plain
from course_utils.checks.engine.trial import EDGES, EQUAL, HOUSE, LARGE, RISING, Random, Sizes, Trial, sizes_at
from course_utils.checks.learner.values import Value

_NONE = -100  # what cross_entropy leaves out by default
_PADDING = (0, 1, _NONE)  # targets at padded steps: an id of the vocabulary, or none
_MANY = 66
_OVERFLOWS = 120  # e to so much is infinite in float32
Batches: TypeAlias = Sequence[tuple[Tensor, Tensor]]


def _arguments(random: Random, sizes: Sizes, padding: int, shift: float = 0.0) -> Mapping[str, Value]:
    """S batches with F letters, each with a step and an example fewer than the one before, down to two of each.

    Lengths differ, and the batches know their letters better and better, so that no two ways of taking a mean agree.
    """
    made = []
    for number in range(sizes.S):
        T, B = (size if number == 0 else max(min(2, size), size - number) for size in (sizes.T, sizes.B))
        letters = torch.tensor([letter for letter in range(sizes.F) if letter != padding])
        targets = letters[torch.randint(len(letters), (T, B), generator=random.generator)]
        known = 3 * number / sizes.S * one_hot(targets, sizes.F)
        lengths = torch.randint(1, T + 1, (B,), generator=random.generator)
        lengths[0] = max(1, T - 1 + number % 2)  # the first batch may be padded for all
        targets[torch.arange(T).unsqueeze(1) >= lengths] = padding
        made.append((random.input(sizes, T, B, sizes.F) + known + shift, targets))
    return {"batches": tuple(made), "padding": padding}


def _trials(random: Random) -> Iterator[Trial]:
    zero, one, none = _PADDING
    yield Trial(_arguments(random, HOUSE, zero))
    yield Trial(_arguments(random, random.sizes(RISING), one))
    yield Trial(_arguments(random, random.sizes(RISING[::-1], pool=LARGE), none))
    for padding in _PADDING:
        yield Trial(_arguments(random, sizes_at("S=1 B=1"), padding), "a single batch of one example (batch = 1)")
        yield Trial(_arguments(random, sizes_at("T=1"), padding), EDGES["T=1"])
    yield Trial(_arguments(random, replace(HOUSE, F=2), none), "two letters (V = 2)")
    far = _arguments(random, replace(EQUAL, far=1), one, shift=_OVERFLOWS)
    yield Trial(far, f"{EDGES['equal']}, and scores far from zero (around {_OVERFLOWS})")
    yield Trial(_arguments(random, replace(HOUSE, S=_MANY, F=3), zero), f"many batches ({_MANY})")
    long = replace(HOUSE, S=2, T=_MANY, B=2, F=_MANY)
    yield Trial(_arguments(random, long, one), f"long texts, and many letters (seq_len = V = {_MANY})")
    wide = replace(HOUSE, S=2, T=2, B=_MANY)
    yield Trial(_arguments(random, wide, one), f"many examples (batch = {_MANY})")


def _score(logits: Tensor, targets: Tensor) -> Tensor:
    """The cross-entropy of every step and example, (T, B); 0 where the target is _NONE."""
    return cross_entropy(logits.transpose(1, 2), targets, reduction="none")


def _classes_reshaped(logits: Tensor, targets: Tensor) -> Tensor:
    return _score(logits.reshape(len(logits), -1, targets.shape[1]).transpose(1, 2), targets)


def _over_all(losses: Sequence[Tensor], reals: Sequence[Tensor]) -> Tensor:
    """The mean over all that is real."""
    return torch.cat([loss[real] for loss, real in zip(losses, reals, strict=True)]).mean()


def _per_batch(losses: Sequence[Tensor], reals: Sequence[Tensor]) -> Tensor:
    return torch.stack([loss[real].mean() for loss, real in zip(losses, reals, strict=True)])


def _sizes(losses: Sequence[Tensor]) -> Tensor:
    return torch.tensor([float(loss.numel()) for loss in losses])


def _total(losses: Sequence[Tensor], reals: Sequence[Tensor]) -> Tensor:
    return torch.cat([loss[real] for loss, real in zip(losses, reals, strict=True)]).sum()


def _per_real_letter(losses: Sequence[Tensor], reals: Sequence[Tensor]) -> Tensor:
    """All losses, of padding too, over the number of real letters."""
    return torch.stack([loss.sum() for loss in losses]).sum() / sum(int(real.sum()) for real in reals)


def _scored(targets: Tensor, _padding: int) -> Tensor:
    """What cross_entropy scores where it is not told the padding."""
    return targets != _NONE


def _of_examples(losses: Sequence[Tensor], reals: Sequence[Tensor]) -> Tensor:
    pairs = zip(losses, reals, strict=True)
    return torch.cat([loss.where(real, 0.0).sum(0) / real.sum(0) for loss, real in pairs]).mean()


def _but(
    score: Callable[[Tensor, Tensor], Tensor] = _score,
    real: Callable[[Tensor, int], Tensor] = lambda targets, padding: targets != padding,
    mean: Callable[[Sequence[Tensor], Sequence[Tensor]], Tensor] = _over_all,
    finish: Callable[[Tensor], Tensor] = torch.exp,
) -> Callable[..., Any]:
    """The perplexity with one part done another way."""

    def perplexity(batches: Batches, padding: int) -> float:
        losses = [score(logits.double(), targets) for logits, targets in batches]
        return float(finish(mean(losses, [real(targets, padding) for _, targets in batches])))

    return perplexity


def _shifted_again(batches: Batches, padding: int) -> float:
    """Leaves out the last scores and the first targets; a sequence of one step has none left, and is left alone."""
    shifted = [(logits[:-1], targets[1:]) if len(targets) > 1 else (logits, targets) for logits, targets in batches]
    return float(_but()(shifted, padding))


def _of_one(which: int) -> Callable[..., Any]:
    return lambda batches, padding: _but()([batches[which]], padding)


def _batches(trial: Trial) -> Batches:
    batches: Batches = trial.arguments["batches"]
    return batches


def _padded(trial: Trial) -> Sequence[Tensor]:
    return [targets == trial.arguments["padding"] for _, targets in _batches(trial)]


EXERCISE = Exercise(
    id="text/perplexity",
    parameters=("batches", "padding"),
    points=3,
    trials=_trials,
    axes={"batches": "NTBV"},
    settings={"padding": _PADDING},
    also={
        "no padding at all": lambda trial: not any(padded.any() for padded in _padded(trial)),
        "padding for all": lambda trial: any(padded[-1].all() for padded in _padded(trial)),
        "no padding for the longest": lambda trial: any(not padded[-1].all() for padded in _padded(trial)),
        "batches of other sizes": lambda trial: len({targets.shape for _, targets in _batches(trial)}) > 2,
        "two batches": lambda trial: len(_batches(trial)) == 2,
        "two letters": lambda trial: _batches(trial)[0][0].shape[2] == 2,
    },
    never=dict.fromkeys(
        ("V=1", *(f"padding={padding}, V=1" for padding in _PADDING)),
        "of one letter, every loss is 0; the text says at least two",
    ),
    crashes=(
        Crash(
            rf"Target {_NONE} is out of bounds|index {_NONE} is out of bounds|Class values must be",
            "padding-scored",
            "This target is padding: leave it out before this line, or say ignore_index.",
        ),
    ),
    oracle=_but(),
    returns=Plain(
        float,
        wrong="this is not e to the mean cross-entropy of all real letters of all batches",
        hint="Take two batches, one with a single real letter and one with three, and do it by hand.",
    ),
    gradient=False,
    slips=(
        Slip(
            "mean-of-perplexities",
            "you take the mean of the batches' perplexities; first comes the mean over all letters, then e to it",
            "Add up losses and letters over all batches; divide once, then exp.",
            lambda batches, padding: sum(_but()([batch], padding) for batch in batches) / len(batches),
        ),
        Slip(
            "mean-of-batch-means",
            "every batch counts the same in your mean, whether it has many real letters or few",
            "Add up losses and letters over all batches; divide once.",
            _but(mean=lambda losses, reals: _per_batch(losses, reals).mean()),
        ),
        Slip(
            "weighted-by-padded-sizes",
            "you weigh the mean of each batch by its size with padding; only real letters count",
            "Count the targets that are not padding.",
            _but(mean=lambda losses, reals: (_per_batch(losses, reals) * _sizes(losses)).sum() / _sizes(losses).sum()),
        ),
        Slip(
            "padding-counts",
            "padded steps count like real ones in your mean",
            "cross_entropy takes the id of padding as ignore_index.",
            _but(real=_scored),
        ),
        Slip(
            "padding-in-sum-and-number",
            "padded steps are in your sum of losses, unless padding is -100, and in the number you divide by",
            "cross_entropy takes the id of padding as ignore_index; count the targets that are not padding.",
            _but(real=_scored, mean=lambda losses, reals: _total(losses, reals) / _sizes(losses).sum()),
        ),
        Slip(
            "padding-in-the-sum",
            "you add up the losses of padded steps, too, and divide by the number of real letters",
            "cross_entropy takes the id of padding as ignore_index.",
            _but(mean=_per_real_letter),
        ),
        Slip(
            "padding-in-batch-means",
            "padded steps count like real ones, and every batch counts the same in your mean",
            "Add up losses and real letters over all batches; divide once.",
            _but(real=_scored, mean=lambda losses, reals: _per_batch(losses, reals).mean()),
        ),
        Slip(
            "padding-is-0-always",
            "you leave out the target 0, whatever padding says; it may be a letter",
            "Pass the padding on that is given.",
            _but(real=lambda targets, _padding: targets != 0),
        ),
        Slip(
            "divided-by-all-steps",
            "you add up the losses of real letters, and divide by the number of all steps, padding too",
            "Count the targets that are not padding.",
            _but(mean=lambda losses, reals: _total(losses, reals) / _sizes(losses).sum()),
        ),
        Slip(
            "divided-by-batches",
            "you add up the losses of all letters, and divide by the number of batches",
            "Divide by the number of real letters.",
            _but(mean=lambda losses, reals: _total(losses, reals) / len(losses)),
        ),
        Slip(
            "mean-of-example-means",
            "you take the mean of each example first, so every example counts the same; here every real letter does",
            "Take one mean over all real letters.",
            _but(mean=_of_examples),
        ),
        Slip(
            "last-batch-only",
            "only the last batch counts in your result",
            "Begin with sums of 0 before the loop, and add to them.",
            _of_one(-1),
        ),
        Slip(
            "first-batch-only",
            "only the first batch counts in your result",
            "Is `return` indented too far, or is there an index 0?",
            _of_one(0),
        ),
        Slip(
            "cross-entropy",
            "this is the mean cross-entropy; the perplexity is e to it",
            "math.exp",
            _but(finish=lambda mean: mean),
        ),
        Slip(
            "bits",
            "these are bits per letter; the perplexity is e to the mean cross-entropy in nats",
            "math.exp, without a division by log 2.",
            _but(finish=lambda mean: mean / math.log(2)),
        ),
        Slip(
            "two-to-the-nats",
            "you take 2 to the mean cross-entropy; cross_entropy is in nats, so e belongs there",
            "math.exp",
            _but(finish=lambda mean: 2**mean),
        ),
        Slip(
            "e-to-the-bits",
            "you turn nats into bits first, and then take e to them; to bits belongs 2, and to nats e",
            "Leave out the division by log 2.",
            _but(finish=lambda mean: (mean / math.log(2)).exp()),
        ),
        Slip(
            "exp-first",
            "you take e to the loss of each letter, and then the mean; first the mean, then e to it",
            "One exp, at the very end.",
            _but(score=lambda logits, targets: _score(logits, targets).exp(), finish=lambda mean: mean),
        ),
        Slip(
            "upside-down",
            "this is the mean probability of a letter, by products; the perplexity is one over it",
            "A sign is the wrong way round: a loss is not negative.",
            _but(finish=lambda mean: (-mean).exp()),
        ),
        Slip(
            "softmax-twice",
            "cross_entropy applies a softmax itself, and you do so before it",
            "Give it the scores as they are.",
            _but(score=lambda logits, targets: _score(logits.softmax(2), targets)),
        ),
        Slip(
            "shifted-again",
            "you shift scores and targets by a step; the targets are those of the same step already",
            "Step t of the scores belongs to step t of the targets.",
            _shifted_again,
        ),
        Slip(
            "classes-reshaped",
            "you reshape the scores until the classes stand on axis 1; that mixes steps, examples and letters",
            "Axes change places with transpose or permute; flatten(0, 1) makes one axis of steps and examples.",
            _but(_classes_reshaped),
        ),
    ),
)
