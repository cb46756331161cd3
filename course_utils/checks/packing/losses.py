"""A mean loss over the real steps of a padded batch, and what goes wrong with it, whichever axis is first."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from torch import Tensor, nn

from course_utils.checks.engine.exercise import Slip

Finish = Callable[[Tensor, Tensor, Tensor], Tensor]  # from the loss of each step, the mask and the lengths to a loss


def per_step(logits: Tensor, labels: Tensor) -> Tensor:
    """The cross-entropy at every step, in the shape of the labels."""
    flat = nn.functional.cross_entropy(logits.flatten(0, 1), labels.flatten(), reduction="none")
    return flat.view(labels.shape)


def _probability(logits: Tensor, labels: Tensor) -> Tensor:
    """The probability of the label at every step, in the shape of the labels."""
    return logits.softmax(2).gather(2, labels.unsqueeze(2)).squeeze(2)


def mean_of(loss: Tensor, real: Tensor, _lengths: Tensor) -> Tensor:
    """The mean over real steps: the right way to finish."""
    return loss[real].mean()


def mean_along(dim: int) -> Finish:
    """The mean over real steps along one axis, then the mean of these means."""

    def finish(loss: Tensor, real: Tensor, _lengths: Tensor) -> Tensor:
        counts = real.sum(dim)
        return (loss.where(real, 0.0).sum(dim)[counts > 0] / counts[counts > 0]).mean()

    return finish


def wrong_means(but: Callable[..., Callable[..., Any]], batch: int) -> tuple[Slip, ...]:
    """The slips of whoever takes the mean of other numbers, or over another count.

    Args:
        but: the exercise's own loss with another `finish`; the loss is (seq_len, batch) or (batch, seq_len).
        batch: the dimension of the batch in it.
    """
    steps = 1 - batch
    return (
        Slip(
            "divided-by-all-cells",
            "you leave out the padded steps in the sum, and count them when you divide",
            "Divide by the number of real steps.",
            but(lambda loss, real, _lengths: loss.where(real, 0.0).mean()),
        ),
        Slip(
            "mean-of-step-means",
            "you take the mean at each step first, so late steps, which few examples have, count more than the others",
            "Take one mean over all real steps of the batch.",
            but(mean_along(batch)),
        ),
        Slip(
            "summed",
            "this is the sum over the real steps; asked for is their mean",
            "Divide by the number of real steps.",
            but(lambda loss, real, _lengths: loss[real].sum()),
        ),
        Slip(
            "divided-by-batch",
            "you divide the sum by the number of examples; it is the mean over real steps",
            "Divide by the number of real steps.",
            but(lambda loss, real, _lengths: loss[real].sum() / real.shape[batch]),
        ),
        Slip(
            "divided-by-seq-len",
            "you divide the sum by the number of steps of the box; it is the mean over real steps",
            "Divide by the number of real steps.",
            but(lambda loss, real, _lengths: loss[real].sum() / real.shape[steps]),
        ),
        Slip(
            "minus-sign",
            "your loss has the wrong sign: it is below zero",
            "A loss is minus the logarithm of a probability.",
            but(lambda loss, real, _lengths: -loss[real].mean()),
        ),
        Slip(
            "not-averaged",
            "this is the loss of each real step; asked for is their mean, one number",
            "Take the mean at the end.",
            but(lambda loss, real, _lengths: loss[real]),
        ),
    )


def wrong_masks(but: Callable[..., Callable[..., Any]]) -> tuple[Slip, ...]:
    """The slips of whoever takes other steps for real; `but` is the exercise's own loss with another `real`."""
    return (
        Slip(
            "one-padded-step",
            "one padded step of each example counts too: an example of length n has the steps 0 to n - 1",
            "Compare with < where you have <=.",
            but(real=lambda t, lengths: t <= lengths),
        ),
        Slip(
            "last-step-left-out",
            "the last real step of each example does not count in your mean; it has the steps 0 to n - 1",
            "How many steps does your mask leave of an example of length 1?",
            but(real=lambda t, lengths: t < lengths - 1),
        ),
        Slip(
            "mask-inverted",
            "this is the mean over the padded steps",
            "Turn the comparison around.",
            but(real=lambda t, lengths: t >= lengths),
        ),
        Slip(
            "lengths-sorted",
            "you sort the lengths, so each example is cut at another one's length",
            "The lengths are in the order of the examples already.",
            but(real=lambda t, lengths: t < lengths.sort(0, descending=True).values),
        ),
    )


def wrong_scores(but: Callable[..., Callable[..., Any]]) -> tuple[Slip, ...]:
    """The slips of whoever takes another loss at each step; `but` is the exercise's own with another `score`."""
    return (
        Slip(
            "softmax-twice",
            "you apply softmax before cross_entropy, which applies it again",
            "cross_entropy wants the scores as they are.",
            but(score=lambda logits, labels: per_step(logits.softmax(2), labels)),
        ),
        Slip(
            "softmax-forgotten",
            "this is minus the score of the right class, without log_softmax",
            "nll_loss wants logarithms of probabilities; cross_entropy wants scores.",
            but(score=lambda logits, labels: -logits.gather(2, labels.unsqueeze(2)).squeeze(2)),
        ),
        Slip(
            "log-forgotten",
            "this is minus the probability of the right class; the loss is minus its logarithm",
            "nll_loss wants logarithms of probabilities; cross_entropy wants scores.",
            but(score=lambda logits, labels: -_probability(logits, labels)),
        ),
        Slip(
            "loss-infinite",
            "a loss is infinite: float32 rounds a small probability to 0, and the exp of a large score to infinity",
            "log_softmax, logsumexp and cross_entropy avoid both: they subtract the largest score first.",
            but(score=lambda logits, labels: -_probability(logits, labels).log()),
        ),
        Slip(
            "small-number-added",
            "you keep the probability above 0 with a small number, so no loss is above that number's logarithm",
            "log_softmax and cross_entropy need no such number: they never take the logarithm of 0.",
            but(score=lambda logits, labels: -(_probability(logits, labels) + 1e-12).log()),
        ),
    )
