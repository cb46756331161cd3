"""The share of examples that a model gets right, measured in eval mode."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import torch
from torch import Tensor

from course_utils.checks.engine.exercise import Exercise, Slip
from course_utils.checks.engine.kinds import DictOf, Plain
from course_utils.checks.engine.trial import Random, Trial
from course_utils.checks.learner.answer import Reply
from course_utils.checks.learner.uses.accuracy import Measured, accuracy_measured, model_in
from course_utils.checks.learner.values import Value, equal


def _trials(random: Random) -> Iterator[Trial]:
    def batch(size: int, right: int, classes: int) -> tuple[Tensor, Tensor]:
        """What the model makes scores of, with so many right ones.

        No label has the lowest score; one in two wrong ones is next to the top.
        """
        scores = random.normal(size, classes)
        top = scores.argmax(1)
        scores.scatter_(1, ((top - 1) % classes).unsqueeze(1), -9.0)
        apart = torch.tensor([0] * right + [1 + number % 2 for number in range(size - right)])
        return scores.roll(-2, 1), (top + apart[torch.randperm(size, generator=random.generator)]) % classes

    def trial(training: bool, sizes: list[int], classes: int, edge: str = "") -> Trial:
        *full, last = sizes  # nearly all of the full batches are right, and little of the last one
        batches = tuple(batch(size, size - 1 - (number % 2), classes) for number, size in enumerate(full))
        return Trial({"model in training mode": training, "batches": (*batches, batch(last, last // 3, classes))}, edge)

    yield trial(True, [7, 7, 7, 3], 4)
    size, few, classes = (random.integer(low, high) for low, high in ((8, 11), (4, 6), (4, 7)))
    yield trial(False, [size, size, few], classes)
    yield trial(True, [size] * 4 + [few], classes + 1)
    yield trial(True, [6, 6, 1], 4, "a last batch of one example (batch = 1)")
    yield trial(False, [9], 4, "a single batch")


def _but(
    share: Callable[[list[int], list[int]], Any] = lambda right, sizes: sum(right) / sum(sizes),
    before: Callable[[Any], object] = lambda model: model.eval(),
    after: Callable[[Any, bool], object] = lambda model, was_training: model.train(was_training),
    is_right: Callable[[Tensor, Tensor], Tensor] = lambda scores, labels: scores.argmax(1) == labels,
) -> Callable[..., Any]:
    """Measuring, with some parts done another way."""

    def measure(model: Any, batches: list[tuple[Tensor, Tensor]]) -> Any:
        was_training = model.training
        before(model)
        right = [int(is_right(model(inputs), labels).sum()) for inputs, labels in batches]
        after(model, was_training)
        return share(right, [len(labels) for _, labels in batches])

    return lambda training, batches: accuracy_measured(measure, training, list(batches))


def _in_words(before: Mapping[str, Value], reply: Reply) -> Value:
    """What was measured, with the words that a learner reads."""
    measured = Measured.of(reply.value)
    if measured is None:
        return reply.value
    (first, _), *_ = before["batches"]
    as_before = model_in(before["model in training mode"])(first)
    return {"accuracy": measured.accuracy, "mode as before": equal(measured.scores, as_before)}


EXERCISE = Exercise(
    id="mnist/accuracy",
    parameters=("model", "batches"),
    points=2,
    trials=_trials,
    oracle=_but(),
    returns=DictOf(
        {
            "accuracy": Plain(
                float,
                wrong="this is not the share of all examples that the model gets right in eval mode",
                hint="Take two batches of 3 and 1 examples, and count by hand.",
            ),
            "mode as before": Plain(
                bool,
                wrong="the accuracy is right, but the mode of the model, or of a part of it, is not what it was before",
                hint="Print [part.training for part in model.modules()] before and after.",
            ),
        },
        words="the accuracy, a float, and the mode of the model as it was",
    ),
    observe=_in_words,
    gradient=False,
    use=accuracy_measured.__name__,
    slips=(
        Slip(
            "model-not-asked",
            "you compare the inputs themselves with the labels: the model is never asked",
            "Call the model on the inputs of each batch.",
            lambda training, batches: Measured(
                sum(int((inputs.argmax(1) == labels).sum()) for inputs, labels in batches)
                / sum(len(labels) for _, labels in batches),
                model_in(training)(batches[0][0]),
            ),
        ),
        Slip(
            "mean-of-batches",
            "you average the accuracies of the batches: an example in the smaller last batch counts for more",
            "Count over all batches, and divide once.",
            _but(lambda right, sizes: sum(r / s for r, s in zip(right, sizes, strict=True)) / len(sizes)),
        ),
        Slip(
            "no-eval",
            "the accuracy is measured in the mode the model happened to be in; in training mode it answers differently",
            "Choose the mode before the first batch.",
            _but(before=lambda _model: None),
        ),
        Slip(
            "train-mode",
            "the accuracy is measured in training mode",
            "Measuring wants the other mode; at the end the model goes back to the one it was in.",
            _but(before=lambda model: model.train()),
        ),
        Slip(
            "left-in-eval",
            "the model, or a part of it, is left in eval mode: the next epoch would train without dropout",
            "Note the mode at the beginning, and put it back at the end.",
            _but(after=lambda _model, _was_training: None),
        ),
        Slip(
            "always-train",
            "you switch to training mode at the end, whatever the mode was before",
            "Note the mode at the beginning, and put that back.",
            _but(after=lambda model, _was_training: model.train()),
        ),
        Slip(
            "percent",
            "this is a percentage; asked for is a share from 0 to 1",
            "Leave the factor of 100 to whoever prints it.",
            _but(lambda right, sizes: 100 * sum(right) / sum(sizes)),
        ),
        Slip(
            "count",
            "this is the number of right answers; asked for is their share",
            "Count the examples, too.",
            _but(lambda right, _sizes: float(sum(right))),
        ),
        Slip(
            "count-as-int",
            "this is the number of right answers, an int; asked for is their share, a float",
            "Count the examples, too.",
            _but(lambda right, _sizes: sum(right)),
        ),
        Slip(
            "last-batch-only",
            "this is the accuracy of the last batch: what was counted before it is lost",
            "Add to your counts inside the loop; set them to 0 before it.",
            _but(lambda right, sizes: right[-1] / sizes[-1]),
        ),
        Slip(
            "first-batch-only",
            "this is the accuracy of the first batch: the loop ends there",
            "Look at how far `return` is indented.",
            _but(lambda right, sizes: right[0] / sizes[0]),
        ),
        Slip(
            "last-count-only",
            "only the right answers of the last batch are counted, and divided by all examples",
            "Add to the count inside the loop instead of setting it.",
            _but(lambda right, sizes: right[-1] / sum(sizes)),
        ),
        Slip(
            "every-batch-full",
            "you divide as if every batch were as large as the first; the last one is smaller",
            "Count the labels of every batch.",
            _but(lambda right, sizes: sum(right) / (len(sizes) * sizes[0])),
        ),
        Slip(
            "divided-by-batches",
            "you divide by the number of batches, not of examples",
            "Count the labels of every batch.",
            _but(lambda right, sizes: sum(right) / len(sizes)),
        ),
        Slip(
            "divided-by-last-batch",
            "you divide the count of all batches by the size of the last one",
            "Count the labels of every batch inside the loop.",
            _but(lambda right, sizes: sum(right) / sizes[-1]),
        ),
        Slip(
            "last-batch-dropped",
            "the smaller last batch is left out",
            "Every example counts.",
            _but(lambda right, sizes: sum(right[:-1]) / sum(sizes[:-1]) if sizes[1:] else 0.0),
        ),
        Slip(
            "error-rate",
            "this is the share of wrong answers",
            "Count where the class with the highest score equals the label.",
            _but(lambda right, sizes: 1 - sum(right) / sum(sizes)),
        ),
        Slip(
            "whole-division",
            "your division drops everything behind the point: // divides whole numbers",
            "Use /.",
            _but(lambda right, sizes: sum(right) // sum(sizes)),
        ),
        Slip(
            "rounded",
            "your accuracy is rounded",
            "Leave rounding to whoever prints it.",
            _but(lambda right, sizes: round(sum(right) / sum(sizes), 2)),
        ),
        Slip(
            "lowest-score",
            "you take the class with the lowest score",
            "The highest score wins.",
            _but(is_right=lambda scores, labels: scores.argmin(1) == labels),
        ),
        Slip(
            "tensor-returned",
            "the accuracy comes back as a tensor; asked for is a float",
            "A tensor with one number has a method that gives the number.",
            _but(lambda right, sizes: torch.tensor(sum(right) / sum(sizes))),
        ),
        Slip(
            "returns-none",
            "nothing is returned",
            "End the function with `return …`.",
            _but(lambda _right, _sizes: None),
        ),
    ),
)
