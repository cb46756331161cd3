"""The share of examples that a model classifies correctly, measured in eval mode."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import torch
from torch import Tensor

from course_utils.checks.engine.exercise import Crash, Exercise, Slip
from course_utils.checks.engine.kinds import DictOf, Plain
from course_utils.checks.engine.rungs import TOLERANCE
from course_utils.checks.engine.trial import EDGES, EQUAL, HOUSE, RISING, Random, Sizes, Trial
from course_utils.checks.learner.answer import Reply
from course_utils.checks.learner.uses.accuracy import Asked, Measured, accuracy_measured, last_row, scored
from course_utils.checks.learner.values import Layer, Value, equal

_MODEL, _MODE = "model with", "in training mode"
_BATCHES, _OTHERS = "batches", "then batches"
_FIRST, _MODE_AFTER = "accuracy", "mode as before"
_CANDIDATES = 8  # inputs drawn for each one used: those with the clearest highest and lowest score are kept


def _nearly(size: int, number: int) -> int:
    """How many examples of a full batch are right: all but one, all but two, or all."""
    return max(size - (1, 2, 0)[number % 3], 0)


def _batch(random: Random, layer: Layer, size: int, right: int) -> tuple[Tensor, Tensor]:
    """Inputs and labels of a batch in which the model classifies `right` examples correctly.

    Half of the other labels are the class that wins in training mode; the other half are the class of the lowest score.
    """
    inputs = random.normal(_CANDIDATES * size, int(layer.options["in_features"]))
    ordered = _scores(layer, inputs).sort(1).values
    apart = torch.minimum(ordered[:, -1] - ordered[:, -2], ordered[:, 1] - ordered[:, 0])
    inputs = inputs[apart.argsort(descending=True)[:size]]
    return inputs, _labels(random, _scores(layer, inputs), right)


def _scores(layer: Layer, inputs: Tensor) -> Tensor:
    return torch.nn.functional.linear(last_row(inputs), layer.weights["weight"], layer.weights["bias"])


def _labels(random: Random, scores: Tensor, right: int) -> Tensor:
    size, classes = scores.shape
    top = scores.argmax(1)
    sorts = torch.tensor([0] * right + [1 + number % 2 for number in range(size - right)])
    sorts = sorts[torch.randperm(size, generator=random.generator)]
    return torch.stack([top, (top + 1) % classes, scores.argmin(1)])[sorts, torch.arange(size)]


def _trial(
    random: Random,
    sizes: Sizes,
    training: bool,
    batches: Sequence[int],
    others: Sequence[int],
    edge: str = "",
    right: Callable[[int, int], int] = _nearly,
    of_last: Callable[[int], int] = lambda size: size // 3,
) -> Trial:
    """A trial; by default nearly all examples of full batches are right, and a third of the last batch."""
    layer = random.layer("Linear", training, in_features=sizes.F, out_features=sizes.S)

    def drawn(of: Sequence[int]) -> tuple[tuple[Tensor, Tensor], ...]:
        *full, last = of
        counts = [*(right(size, number) for number, size in enumerate(full)), of_last(last)]
        return tuple(_batch(random, layer, size, count) for size, count in zip(of, counts, strict=True))

    return Trial({_MODEL: layer, _MODE: training, _BATCHES: drawn(batches), _OTHERS: drawn(others)}, edge)


def _whole_numbers(random: Random) -> Trial:
    """A trial whose scores are whole numbers: a label can equal the highest score, which is not its class."""
    layer = random.layer("Linear", in_features=4, out_features=4)
    layer = replace(layer, weights={"weight": torch.eye(4).roll(2, 0), "bias": torch.zeros(4)})

    def drawn() -> tuple[tuple[Tensor, Tensor], ...]:
        rows = torch.stack([torch.randperm(4, generator=random.generator) for _ in range(9)]).float()
        labels = _labels(random, _scores(layer, rows), 5)
        labels[0] = 3  # 3 is the highest score of every example
        return tuple(zip(rows.split((4, 5)), labels.split((4, 5)), strict=True))

    return Trial(
        {_MODEL: layer, _MODE: True, _BATCHES: drawn(), _OTHERS: drawn()}, "scores that are whole numbers (0 to 3)"
    )


def _of_rows(trial: Trial, random: Random) -> Trial:
    """The same trial with sequences of rows as inputs, time-major: their first axis is not the batch.

    The rows of a single example are all the same, so that it shows at every seed if they are taken for examples.
    """

    def longer(batches: tuple[tuple[Tensor, Tensor], ...]) -> tuple[tuple[Tensor, Tensor], ...]:
        above = (
            random.normal(HOUSE.T - 1, *x.shape) if len(x) > 1 else x.repeat(HOUSE.T - 1, 1, 1) for x, _ in batches
        )
        return tuple((torch.cat([rows, x[None]]), y) for rows, (x, y) in zip(above, batches, strict=True))

    rows = {name: longer(trial.arguments[name]) for name in (_BATCHES, _OTHERS)}
    return replace(trial, arguments={**trial.arguments, **rows})


def _trials(random: Random) -> Iterator[Trial]:
    yield _trial(random, HOUSE, True, [7, 7, 7, 3], [5, 5, 2])
    for training, rising in ((False, RISING), (True, RISING[::-1])):
        sizes = random.sizes(rising)
        few = min(sizes.B, sizes.T) - 1  # the size of a smaller last batch
        yield _trial(random, sizes, training, [sizes.B, sizes.B, few], [sizes.T] * 3 + [few])
    what = "two classes, a single feature (input_size = 1), and a last batch of one example (batch = 1)"
    yield _trial(random, replace(HOUSE, F=1, S=2), True, [6, 6, 1], [1, 1], what)
    what = "sequences of rows as inputs, (T, B, F); then a single batch"
    yield _of_rows(_trial(random, HOUSE, True, [6, 6, 3], [1], what, of_last=lambda size: (size + 1) // 2), random)
    yield _trial(random, EQUAL, False, [4] * 4, [4] * 2, EDGES["equal"], of_last=lambda size: (size + 1) // 3)
    for share, edge in ((1, "every answer right"), (0, "no answer right")):
        of_full, of_last = (lambda size, _, share=share: share * size), (lambda size, share=share: share * size)
        what = f"{edge}, and {EDGES['F=1']}"
        yield _trial(random, replace(HOUSE, F=1), share == 1, [5, 5, 3], [4, 2], what, of_full, of_last)
    yield _trial(random, HOUSE, True, [3] * 65 + [2], [2, 1], "many batches (66)")
    many = replace(HOUSE, F=66, S=66)
    what = "a large batch (260), many features and classes (66), and a last batch of one example (batch = 1)"
    yield _trial(random, many, False, [260, 1], [4, 1], what)  # more than 255 right answers
    yield _whole_numbers(random)


def _but(
    share: Callable[[list[int], list[int]], Any] = lambda right, sizes: sum(right) / sum(sizes),
    before: Callable[[Any], object] = lambda model: model.eval(),
    after: Callable[[Any, bool], object] = lambda model, was_training: model.train(was_training),
    is_right: Callable[[Tensor, Tensor], Tensor] = lambda scores, labels: scores.argmax(-1) == labels,
    asked: Callable[[Any, Tensor], Tensor] = lambda model, inputs: model(inputs),
    count: Callable[[Tensor, Tensor], int] = lambda _inputs, labels: len(labels),
) -> Callable[..., Any]:
    """Measuring, with some parts done another way."""

    def measure(model: Any, batches: list[tuple[Tensor, Tensor]]) -> Any:
        was_training = model.training
        before(model)
        right = [int(is_right(asked(model, inputs), labels).sum()) for inputs, labels in batches]
        after(model, was_training)
        return share(right, list(itertools.starmap(count, batches)))

    def twice(layer: Any, in_training: bool, *lists: Any) -> Measured:
        return accuracy_measured(measure, layer, in_training, *map(list, lists))

    return twice


def _in_words(before: Mapping[str, Value], reply: Reply) -> Value:
    """The measured facts, by the names that a learner reads."""
    measured = Measured.of(reply.value)
    if measured is None:
        return reply.value
    (first, _), *_ = before[_BATCHES]

    def left(*modes: bool) -> tuple[Value, ...]:
        """The scores if the model, its last part and its Norm are left in these modes."""
        model = Asked(before[_MODEL].build())
        model.training, model.moody.training, model.body[0].training = modes
        return scored(model, first)

    mode = before[_MODE]
    found = (measured.scores, measured.scores_in_eval)
    as_before = equal(found, left(mode, mode, mode), TOLERANCE)
    other_modes = itertools.product((True, False), repeat=3)
    other_mode = not as_before and any(equal(found, left(*each), TOLERANCE) for each in other_modes)
    return {
        _FIRST: measured.accuracy,
        "nothing kept": not _is_kept(before, measured),
        "accuracy of the second call": measured.second_accuracy,
        _MODE_AFTER: not other_mode,
        "numbers as before": as_before or other_mode,
    }


def _is_kept(before: Mapping[str, Value], measured: Measured) -> bool:
    """Whether the second call gave what the first gave, or counted the first call's examples, too."""
    first, second = (_counts(before[_MODEL], before[name]) for name in (_BATCHES, _OTHERS))
    right = first[0] + second[0]
    kept = (measured.accuracy, right / (first[1] + second[1]), right / second[1])
    is_right = equal(measured.second_accuracy, second[0] / second[1], TOLERANCE)
    return not is_right and any(equal(measured.second_accuracy, each, TOLERANCE) for each in kept)


def _counts(layer: Layer, batches: Sequence[tuple[Tensor, Tensor]]) -> tuple[int, int]:
    """How many examples a model of this layer gets right, and how many there are."""
    right = sum(int((_scores(layer, inputs).argmax(1) == labels).sum()) for inputs, labels in batches)
    return right, sum(len(labels) for _, labels in batches)


def _of(trial: Trial) -> list[Tensor]:
    """The labels of each batch."""
    return [labels for _, labels in trial.arguments[_BATCHES]]


def _share(trial: Trial) -> float:
    right, count = _counts(trial.arguments[_MODEL], trial.arguments[_BATCHES])
    return right / count


EXERCISE = Exercise(
    id="mnist/accuracy",
    parameters=("model", "batches"),
    points=2,
    trials=_trials,
    axes={_MODEL: "FC"},
    settings={_MODE: (True, False)},
    also={
        "a smaller last batch": lambda trial: len(_of(trial)[-1]) < len(_of(trial)[0]),
        "batches of one size": lambda trial: len(_of(trial)) > 1 and len(set(map(len, _of(trial)))) == 1,
        "a batch of one": lambda trial: 1 in map(len, _of(trial)),
        "a single batch in training mode": lambda trial: trial.arguments[_MODE] and len(trial.arguments[_OTHERS]) == 1,
        "many batches": lambda trial: len(_of(trial)) > 64,
        "a large batch": lambda trial: max(map(len, _of(trial))) > 64,
        "more right answers than a byte can count": lambda trial: _share(trial) * sum(map(len, _of(trial))) > 255,
        "two classes, some right": lambda trial: (
            trial.arguments[_MODEL].options["out_features"] == 2 and 0 < _share(trial) < 1
        ),
        "as many examples as classes": lambda trial: (
            len(_of(trial)[0]) == trial.arguments[_MODEL].options["out_features"]
        ),
        "batches of sequences of rows": lambda trial: (
            trial.arguments[_BATCHES][0][0].dim() == 3 and len(_of(trial)) > 1 and trial.arguments[_MODE]
        ),
        "all right": lambda trial: _share(trial) == 1,
        "none right": lambda trial: _share(trial) == 0,
    },
    never=dict.fromkeys(("C=1", f"{_MODE}=True, C=1", f"{_MODE}=False, C=1"), "of one class, every answer is right"),
    crashes=(
        Crash(
            "size of tensor a .* must match the size of tensor b",
            "argmax-over-batch",
            "argmax(0) finds the best example of each class; the classes are on the last axis.",
            line=r"max\((dim=)?0\)",
        ),
    ),
    oracle=_but(),
    returns=DictOf(
        {
            _FIRST: Plain(
                float,
                wrong="this is not the share of all examples that the model gets right in eval mode",
                hint="Take two batches of 3 and 1 examples, and count by hand.",
            ),
            "nothing kept": Plain(
                bool,
                wrong="the first call is right; called again with the same model and other batches, it is not",
                hint="Is anything kept from the first call, by the function or on the model?",
            ),
            "accuracy of the second call": Plain(
                float,
                wrong="the first call is right; with other batches, this is not the share that the model gets right",
                hint="Take two batches of 3 and 1 examples, and count by hand.",
            ),
            _MODE_AFTER: Plain(
                bool,
                wrong="the accuracy is right, but the mode of the model, or of a part of it, is not what it was before",
                hint="Print [part.training for part in model.modules()] before and after.",
            ),
            "numbers as before": Plain(
                bool,
                wrong="the accuracy is right, but afterwards the model gives other scores than before",
                hint="Measuring changes no weight and no buffer: compare model.state_dict() before and after.",
            ),
        },
        words="the accuracy, a float, and the model as it was",
    ),
    observe=_in_words,
    gradient=False,
    use=accuracy_measured.__name__,
    slips=(
        Slip(
            "model-not-asked",
            "you compare the inputs themselves with the labels: the model is never asked",
            "Call the model on the inputs of each batch.",
            _but(asked=lambda _model, inputs: inputs),
            _FIRST,
        ),
        Slip(
            "mean-of-batches",
            "you average the accuracies of the batches: an example in the smaller last batch counts for more",
            "Count over all batches, and divide once.",
            _but(lambda right, sizes: sum(r / s for r, s in zip(right, sizes, strict=True)) / len(sizes)),
            _FIRST,
        ),
        Slip(
            "no-eval",
            "the accuracy is measured in the mode the model happened to be in; in training mode it answers differently",
            "Choose the mode before the first batch.",
            _but(before=lambda _model: None),
            _FIRST,
        ),
        Slip(
            "train-mode",
            "the accuracy is measured in training mode",
            "Measuring wants the other mode; at the end the model goes back to the one it was in.",
            _but(before=lambda model: model.train()),
            _FIRST,
        ),
        Slip(
            "left-in-eval",
            "the model, or a part of it, is left in eval mode: the next epoch would train without dropout",
            "Note the mode at the beginning, and put it back at the end.",
            _but(after=lambda _model, _was_training: None),
            _MODE_AFTER,
        ),
        Slip(
            "always-train",
            "you switch to training mode at the end, whatever the mode was before",
            "Note the mode at the beginning, and put that back.",
            _but(after=lambda model, _was_training: model.train()),
            _MODE_AFTER,
        ),
        Slip(
            "percent",
            "this is a percentage; asked for is a share from 0 to 1",
            "Leave the factor of 100 to whoever prints it.",
            _but(lambda right, sizes: 100 * sum(right) / sum(sizes)),
            _FIRST,
        ),
        Slip(
            "count",
            "this is the number of right answers; asked for is their share",
            "Count the examples, too.",
            _but(lambda right, _sizes: float(sum(right))),
            _FIRST,
        ),
        Slip(
            "count-as-int",
            "this is the number of right answers, an int; asked for is their share, a float",
            "Count the examples, too.",
            _but(lambda right, _sizes: sum(right)),
            _FIRST,
        ),
        Slip(
            "last-batch-only",
            "this is the accuracy of the last batch: what was counted before it is lost",
            "Add to your counts inside the loop; set them to 0 before it.",
            _but(lambda right, sizes: right[-1] / sizes[-1]),
            _FIRST,
        ),
        Slip(
            "first-batch-only",
            "this is the accuracy of the first batch: the loop ends there",
            "Look at how far `return` is indented.",
            _but(lambda right, sizes: right[0] / sizes[0]),
            _FIRST,
        ),
        Slip(
            "last-count-only",
            "only the right answers of the last batch are counted, and divided by all examples",
            "Add to the count inside the loop instead of setting it.",
            _but(lambda right, sizes: right[-1] / sum(sizes)),
            _FIRST,
        ),
        Slip(
            "every-batch-full",
            "you divide as if every batch were as large as the first; the last one is smaller",
            "Count the labels of every batch.",
            _but(lambda right, sizes: sum(right) / (len(sizes) * sizes[0])),
            _FIRST,
        ),
        Slip(
            "divided-by-batches",
            "you divide by the number of batches, not of examples",
            "Count the labels of every batch.",
            _but(lambda right, sizes: sum(right) / len(sizes)),
            _FIRST,
        ),
        Slip(
            "divided-by-last-batch",
            "you divide the count of all batches by the size of the last one",
            "Count the labels of every batch inside the loop.",
            _but(lambda right, sizes: sum(right) / sizes[-1]),
            _FIRST,
        ),
        Slip(
            "last-batch-dropped",
            "the smaller last batch is left out",
            "Every example counts.",
            _but(lambda right, sizes: sum(right[:-1]) / sum(sizes[:-1]) if sizes[1:] else 0.0),
            _FIRST,
        ),
        Slip(
            "inputs-counted",
            "you divide by the length of the inputs: of sequences (T, B, F) that is the number of steps",
            "There is one label for each example: count the labels.",
            _but(count=lambda inputs, _labels: len(inputs)),
            _FIRST,
        ),
        Slip(
            "error-rate",
            "this is the share of wrong answers",
            "Count where the class with the highest score equals the label.",
            _but(lambda right, sizes: 1 - sum(right) / sum(sizes)),
            _FIRST,
        ),
        Slip(
            "whole-division",
            "your division drops everything behind the point: // divides whole numbers",
            "Use /.",
            _but(lambda right, sizes: sum(right) // sum(sizes)),
            _FIRST,
        ),
        Slip(
            "whole-division-of-floats",
            "your division drops everything behind the point: // does so with floats, too",
            "Use /.",
            _but(lambda right, sizes: float(sum(right) // sum(sizes))),
            _FIRST,
        ),
        Slip(
            "lowest-score",
            "you take the class with the lowest score",
            "The highest score wins.",
            _but(is_right=lambda scores, labels: scores.argmin(1) == labels),
            _FIRST,
        ),
        Slip(
            "values-for-indices",
            "you compare the highest score itself with the label; asked for is the class that has it",
            "max gives values and indices, in this order; argmax gives the indices.",
            _but(is_right=lambda scores, labels: scores.max(1).values == labels),
            _FIRST,
        ),
        Slip(
            "every-pair-compared",
            "every class that is read is compared with every label of the batch, not with its own",
            "Print the shapes on both sides of ==: both should be (B,).",
            _but(is_right=lambda scores, labels: scores.argmax(1) == labels[:, None]),
            _FIRST,
        ),
        Slip(
            "tensor-returned",
            "the accuracy comes back as a tensor; asked for is a float",
            "A tensor with one number has a method that gives the number.",
            _but(lambda right, sizes: torch.tensor(sum(right) / sum(sizes))),
            _FIRST,
        ),
        Slip(
            "returns-none",
            "nothing is returned",
            "End the function with `return …`.",
            _but(lambda _right, _sizes: None),
            _FIRST,
        ),
    ),
)
