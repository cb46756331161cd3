"""A classifier of sequences of rows, of any architecture; each required property is a fact, true or false."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from typing import Any

import torch
from torch import Tensor, nn

from course_utils.checks.engine.conditions import MANY
from course_utils.checks.engine.exercise import Exercise, Slip, converse
from course_utils.checks.engine.kinds import DictOf, Plain, TensorOf
from course_utils.checks.engine.trial import EDGES, EQUAL, HOUSE, RISING, SMALL, Random, Trial
from course_utils.checks.learner.answer import LocalAnswer
from course_utils.checks.learner.uses.row_classifier import classifier_asked
from course_utils.checks.learner.values import Value
from course_utils.checks.mnist.soundness import (
    DRAW,
    FACTS,
    MADE_WITH,
    MOVED,
    NARROW,
    OTHER,
    ROWS,
    SECRET,
    WIDE,
    sound,
    talk,
)


def _trials(random: Random) -> Iterator[Trial]:
    # The check reads each sequence a dozen times, so all are short. Of a dozen hidden units, none matters by itself.
    drawn = replace(random.sizes(RISING[::-1], pool=SMALL), T=4)
    for sizes, hidden_size, moved, edge in (
        (drawn, 10 + drawn.H, WIDE, ""),
        (EQUAL, 14, NARROW, EDGES["equal"]),
        (
            replace(HOUSE, T=1, F=66, S=66),
            76,
            None,
            "one row with many numbers (seq_len = 1, input_size = 66), many units (76) and many classes (66)",
        ),
        # Not fewer: hidden_size // 2 units in each direction are a right answer, too.
        (replace(HOUSE, T=2, B=1), 2, None, f"{EDGES['B=1']}, and two hidden units (hidden_size = 2)"),
        (replace(HOUSE, T=2, F=1), 15, None, EDGES["F=1"]),
    ):
        yield Trial(
            {
                MADE_WITH: (sizes.F, hidden_size, sizes.S),
                ROWS: random.normal(sizes.T, sizes.B, sizes.F),
                OTHER: random.normal(sizes.T, sizes.B, sizes.F),
            },
            edge,
            known={DRAW: random.integer(0, 1 << 30), SECRET: random.secret, MOVED: moved},
        )


class _Classifier(nn.Module):
    """A sound classifier, or one with some parts done another way."""

    def __init__(
        self,
        made_with: tuple[int, int, int],
        read: Callable[[Any, Tensor], Tensor],
        finish: Callable[[Tensor], Tensor],
        options: Mapping[str, Any],
    ) -> None:
        super().__init__()
        input_size, hidden_size, num_classes = made_with
        self.rnn = nn.RNN(input_size, hidden_size, **options)
        self.head = nn.Linear(hidden_size * (2 if options.get("bidirectional") else 1), num_classes)
        self.read, self.finish = read, finish
        self.kept: Any = None

    def forward(self, rows: Tensor) -> Tensor:
        return self.finish(self.head(self.read(self, rows)))


def _read_last(model: Any, rows: Tensor) -> Tensor:
    output: Tensor = model.rnn(rows)[0]
    return output[-1]


def _but(
    read: Callable[[Any, Tensor], Tensor] = _read_last,
    finish: Callable[[Tensor], Tensor] = lambda scores: scores,
    sizes: Callable[[int, int, int], tuple[int, int, int]] = lambda *sizes: sizes,
    **options: bool | int,
) -> Callable[..., Any]:
    """A classifier with some parts done another way, called in the same way as an answer."""
    return _asked(lambda *given: _Classifier(sizes(*given), read, finish, options))


def _asked(kind: Callable[..., nn.Module]) -> Callable[..., Any]:
    def shown(*everything: Value) -> Value:
        answer = LocalAnswer(partial(classifier_asked, kind))
        reply = converse(
            talk(dict(zip((MADE_WITH, ROWS, OTHER, DRAW, SECRET, MOVED), everything, strict=True))), answer.call
        )
        assert reply.failure is None, reply.failure
        return reply.value

    return shown


class _LastRowOnly(nn.Module):
    """Sees one row."""

    def __init__(self, input_size: int, hidden_size: int, num_classes: int) -> None:
        super().__init__()
        self.one = nn.Sequential(nn.Linear(input_size, hidden_size), nn.Tanh(), nn.Linear(hidden_size, num_classes))

    def forward(self, rows: Tensor) -> Tensor:
        return self.pool(self.one(rows))

    def pool(self, scores: Tensor) -> Tensor:
        return scores[-1]


class _BagOfRows(_LastRowOnly):
    """Sees all rows, but not their order."""

    def pool(self, scores: Tensor) -> Tensor:
        return scores.mean(0)


class _EveryRowLaidOut(nn.Module):
    """Has weights of its own for every row, and so works for one number of rows only."""

    def __init__(self, input_size: int, hidden_size: int, num_classes: int) -> None:
        super().__init__()
        self.rnn, self.head = nn.RNN(input_size, hidden_size), nn.LazyLinear(num_classes)

    def forward(self, rows: Tensor) -> Tensor:
        scores: Tensor = self.head(self.rnn(rows)[0].transpose(0, 1).flatten(1))
        return scores


def _memoryless(model: Any, rows: Tensor) -> Tensor:
    """A loop over the rows that forgets the state at each row."""
    return torch.cat([model.rnn(row)[0] for row in rows.split(1)])[-1]


def _carried(model: Any, rows: Tensor) -> Tensor:
    output: Tensor
    output, state = model.rnn(rows, model.kept)
    model.kept = state.detach()
    return output[-1]


def _batch_of_first_call(model: Any, rows: Tensor) -> Tensor:
    model.kept = rows.new_zeros(1, rows.size(1), model.rnn.hidden_size) if model.kept is None else model.kept
    output: Tensor = model.rnn(rows, model.kept)[0]
    return output[-1]


_HINT = "Give it a batch of random rows yourself, change something, and look at the scores."


EXERCISE = Exercise(
    id="mnist/row-classifier",
    parameters=("input_size", "hidden_size", "num_classes"),
    points=3,
    trials=_trials,
    axes={ROWS: "TBF", OTHER: "TBF"},
    also={
        "two hidden units": lambda trial: trial.arguments[MADE_WITH][1] == 2,
        "many hidden units and classes, for several examples": lambda trial: (
            min(trial.arguments[MADE_WITH][1:]) > MANY and trial.arguments[ROWS].size(1) > 1
        ),
        "rows between the first and the last": lambda trial: len(trial.arguments[ROWS]) > 3,
    },
    oracle=lambda made_with, rows, *_: sound(rows, made_with[2]),
    returns=DictOf(
        {
            "scores": TensorOf(("batch", "num_classes")),
            **{name: Plain(bool, wrong=wrong, hint=_HINT) for name, wrong in FACTS.items()},
        },
        words="scores for a batch of rows, and every other entry True",
    ),
    talk=talk,
    gradient=False,
    use=classifier_asked.__name__,
    is_class=True,
    slips=(
        Slip(
            "every-step-scored",
            "there are scores for every row; asked for is one set of scores per example, when all rows are read",
            "Choose one time step before the head.",
            _but(lambda model, rows: model.rnn(rows)[0]),
        ),
        Slip(
            "steps-as-examples",
            "your scores count the rows, not the examples: the axes of time and batch are taken for each other",
            "The rows come as (seq_len, batch, input_size): which axis does your layer take for time?",
            _but(lambda model, rows: model.rnn(rows)[0][:, -1], batch_first=True),
        ),
        Slip(
            "last-example",
            "your scores count the rows, not the examples: the axes of time and batch are taken for each other",
            "output is (seq_len, batch, …): [-1] is the last step, [:, -1] the last example.",
            _but(lambda model, rows: model.rnn(rows)[0][:, -1]),
        ),
        Slip(
            "batch-first",
            "the shape is right, but your layer reads across the batch: with batch_first, it takes time for the batch",
            "The rows come as (seq_len, batch, input_size), the order that PyTorch's layers read without batch_first.",
            _but(batch_first=True),
        ),
        Slip(
            "examples-mixed",
            "the examples of a batch get mixed: what one of them shows changes the scores of the others",
            "view and reshape never swap axes; transpose does.",
            _but(
                lambda model, rows: model.rnn(rows.reshape(rows.size(1), rows.size(0), -1))[0][:, -1], batch_first=True
            ),
        ),
        Slip(
            "first-step",
            "your scores come from the first time step, when only the top row has been read",
            "Which of the outputs has seen every row?",
            _but(lambda model, rows: model.rnn(rows)[0][0] + 0 * model.rnn(rows)[0][-1]),
        ),
        Slip(
            "last-row-only",
            "only the last row counts: nothing of the rows above it reaches the scores",
            "Let a recurrent layer read all rows.",
            _asked(_LastRowOnly),
        ),
        Slip(
            "memoryless",
            "the state is not handed on: each row is read as if it were the first, and only the last counts",
            "Give each step the state that the step before returned.",
            _but(_memoryless),
        ),
        Slip(
            "bag-of-rows",
            "the order of the rows has no influence on the scores",
            "Let a recurrent layer read the rows in their order; average what it gives, if you like.",
            _asked(_BagOfRows),
        ),
        Slip(
            "probabilities",
            "no score is below 0 or above 1: a softmax or sigmoid is at the end, and the loss would apply another",
            "Return what the last Linear gives: any real numbers.",
            _but(finish=lambda scores: scores.softmax(1)),
        ),
        Slip(
            "scores-cut-off",
            "no score is ever below zero: a relu at the end cuts off what speaks against a class",
            "Return what the last Linear gives: any real numbers.",
            _but(finish=torch.relu),
        ),
        Slip(
            "scores-squashed",
            "no score is beyond 1 in size: something at the end squashes them, such as a tanh, so it can never be sure",
            "Return what the last Linear gives: any real numbers.",
            _but(finish=torch.tanh),
        ),
        Slip(
            "backward-half-blind",
            "the backward direction has read one row only: output[-1] is where it begins, not where it ends",
            "h_n holds the last state of each direction.",
            _but(bidirectional=True),
        ),
        Slip(
            "part-not-used",
            "some parameters take no part in the scores: after backward(), their gradient is zeros or None",
            "Print the names of these parameters: _l0 is the bottom layer, _reverse the backward direction.",
            _but(lambda model, rows: model.rnn(rows)[1][0], num_layers=2),
        ),
        Slip(
            "cut-off",
            "the layer that reads would never learn: no gradient comes back to it",
            "Look for .detach(), .data, torch.no_grad() or .numpy() in forward.",
            _but(lambda model, rows: _read_last(model, rows).detach()),
        ),
        Slip(
            "dropout-always",
            "in eval mode the scores change by chance: nn.functional.dropout drops in every mode unless told otherwise",
            "nn.Dropout, made in __init__, knows the mode.",
            _but(lambda model, rows: nn.functional.dropout(_read_last(model, rows))),
        ),
        Slip(
            "state-carried-over",
            "the state of one batch is the start of the next: the scores of a digit depend on the digits before it",
            "Let every batch start from zeros: keep no state on self.",
            _but(_carried),
        ),
        Slip(
            "batch-size-built-in",
            "it works for one batch size only: a single example is refused, and so is a larger batch",
            "Take the batch size from the rows, or give no state at all: it is zeros by default.",
            _but(_batch_of_first_call),
        ),
        Slip(
            "squeezed",
            "for a single example the scores lose their batch axis: squeeze() removes every axis of size 1",
            "Index the axis you want to lose, or name it: squeeze(0).",
            _but(finish=lambda scores: scores.squeeze()),
        ),
        Slip(
            "number-of-rows-built-in",
            "it works for one number of rows only: the head has weights for every row",
            "Give the head one summary of the sequence, of a size that does not depend on seq_len.",
            _asked(_EveryRowLaidOut),
        ),
        Slip(
            "hidden-size-ignored",
            "hidden_size makes no difference: your layer has a size of its own",
            "Pass hidden_size on to the layer and to the head.",
            _but(sizes=lambda input_size, _hidden_size, num_classes: (input_size, 20, num_classes)),
        ),
    ),
)
