"""The exercises of lesson 06: reading a digit row by row.

The oracles are torch's own functions and modules. Where the answer is free in its architecture (a classifier, a
training), it is judged by what it does: each property is a fact, true or false, and a slip is a pattern of facts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import lru_cache
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn.functional import cross_entropy, nll_loss, one_hot

from course_utils import digits
from course_utils.checks.answer import Reply
from course_utils.checks.exercise import EDGES, HOUSE, Exercise, Random, Sizes, Slip, Trial, trials
from course_utils.checks.kinds import DictOf, Plain, TensorOf
from course_utils.checks.use import STEEP, accuracy_measured, classifier_probed, trained_and_tested, two_steps_taken
from course_utils.checks.values import Value

# --- mnist/to-rows


def _images(random: Random, sizes: Sizes) -> Mapping[str, Value]:
    return {"images": random.normal(sizes.B, 1, sizes.T, sizes.F)}


TO_ROWS = Exercise(
    id="mnist/to-rows",
    parameters=("images",),
    points=1,
    trials=trials(_images, "B=1", "T=1", "T=3"),
    oracle=lambda images: images.squeeze(1).transpose(0, 1),
    returns=TensorOf(("height", "batch", "width")),
    gradient=False,  # nothing is learned before this
    slips=(
        Slip(
            "columns-as-time",
            "your time steps are the columns, from left to right; asked for are the rows, from the top",
            "Write down what each axis means after every call; with square images no shape would tell you.",
            lambda images: images.squeeze(1).permute(2, 0, 1),
        ),
        Slip(
            "squeezed-batch",
            "every axis of size 1 is gone: with the channel went the batch of one, or the height of one",
            "Say which axis squeeze is to remove.",
            lambda images: images.squeeze().transpose(0, 1) if images.squeeze().dim() > 1 else images.squeeze(),
        ),
        Slip(
            "reshaped",
            "the shape is right, the images are scrambled: reshape and view count numbers off and never swap axes",
            "Swap axes with transpose or permute.",
            lambda images: images.reshape(images.size(2), images.size(0), images.size(3)),
        ),
        Slip(
            "batch-first",
            "your result is (batch, height, width): the rows are not in front yet",
            "An nn.LSTM reads time first: which axis is time here?",
            lambda images: images.squeeze(1),
        ),
        Slip(
            "channel-kept",
            "the channel axis is still there",
            "A grey image has one channel: take it away before or after you swap the others.",
            lambda images: images.permute(2, 0, 1, 3),
        ),
        Slip(
            "channel-as-batch",
            "the channel stands where the batch belongs, and there are four axes",
            "Take the channel away first; then three axes are left.",
            lambda images: images.transpose(0, 2),
        ),
        Slip(
            "bottom-row-first",
            "your rows come from the bottom to the top",
            "Row 0 of an image is its top row: leave the order as it is.",
            lambda images: images.squeeze(1).transpose(0, 1).flip(0),
        ),
        Slip(
            "mirrored",
            "your rows run from right to left",
            "Leave the order of the pixels in a row as it is.",
            lambda images: images.squeeze(1).transpose(0, 1).flip(2),
        ),
        Slip(
            "pixels-as-time",
            "every pixel is a time step of its own; asked for is one row per step",
            "A step has as many features as the image is wide.",
            lambda images: images.flatten(1).T.unsqueeze(2),
        ),
        Slip(
            "batch-last",
            "your result is (height, width, batch)",
            "An nn.LSTM reads (seq_len, batch, input_size): the pixels of a row come last.",
            lambda images: images.squeeze(1).permute(1, 2, 0),
        ),
        Slip(
            "columns-batch-first",
            "you swapped height and width, and the batch is still in front",
            "The two axes that have to change places are batch and height.",
            lambda images: images.squeeze(1).transpose(1, 2),
        ),
        Slip(
            "rows-in-one-pile",
            "all rows of all images are in one pile: time and batch have to stay two axes",
            "torch.stack makes a new axis, torch.cat does not.",
            lambda images: images.squeeze(1).transpose(0, 1).flatten(0, 1),
        ),
        Slip(
            "flattened",
            "each image is one long row: there is no time left",
            "Keep height and width apart; only axes change places.",
            lambda images: images.flatten(1),
        ),
        Slip(
            "first-image-only",
            "only the first image came back",
            "images[0] is the first image; images[:, 0] is the first channel of all.",
            lambda images: images[0].transpose(0, 1),
        ),
        Slip(
            "batch-reversed",
            "the images are in reverse order",
            "Leave the order of the batch as it is.",
            lambda images: images.squeeze(1).transpose(0, 1).flip(1),
        ),
    ),
)

# --- mnist/row-classifier

MADE_WITH, ROWS, OTHER = "made with", "read", "and parts of"


def _classifier_trials(random: Random) -> Iterator[Trial]:
    # A sequence is read a dozen times, so all are short.
    for sizes, edge in (
        (replace(HOUSE, T=5), ""),
        (replace(random.sizes(), T=3), ""),
        (replace(HOUSE, T=2, B=1), EDGES["B=1"]),
        (replace(HOUSE, T=1), EDGES["T=1"]),
    ):
        yield Trial(
            {
                # Wide enough that no property hangs on a single unit.
                MADE_WITH: (sizes.F, 10 + sizes.H, sizes.S),
                ROWS: random.normal(sizes.T, sizes.B, sizes.F),
                OTHER: random.normal(sizes.T, sizes.B, sizes.F),
            },
            edge,
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


def _classify_but(
    read: Callable[[Any, Tensor], Tensor] = _read_last,
    finish: Callable[[Tensor], Tensor] = lambda scores: scores,
    sizes: Callable[[int, int, int], tuple[int, int, int]] = lambda *sizes: sizes,
    **options: bool | int,
) -> Callable[..., Any]:
    """A classifier with some parts done another way, put through the same probes as an answer."""

    def probed(made_with: tuple[int, int, int], rows: Tensor, other: Tensor) -> Any:
        return classifier_probed(
            lambda *given: _Classifier(sizes(*given), read, finish, options), made_with, rows, other
        )

    return probed


def _probed(kind: Callable[..., nn.Module]) -> Callable[..., Any]:
    return lambda made_with, rows, other: classifier_probed(kind, made_with, rows, other)


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
    """Sees all rows, and not their order."""

    def pool(self, scores: Tensor) -> Tensor:
        return scores.mean(0)


class _EveryRowLaidOut(nn.Module):
    """Has weights for every row, and so for one number of rows only."""

    def __init__(self, input_size: int, hidden_size: int, num_classes: int) -> None:
        super().__init__()
        self.rnn, self.head = nn.RNN(input_size, hidden_size), nn.LazyLinear(num_classes)

    def forward(self, rows: Tensor) -> Tensor:
        scores: Tensor = self.head(self.rnn(rows)[0].transpose(0, 1).flatten(1))
        return scores


def _memoryless(model: Any, rows: Tensor) -> Tensor:
    """The loop over the rows, the state forgotten in each round."""
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


FACTS = {
    "all learn": "a weight cannot learn: after backward() its gradient is zero",
    "all used": "not every parameter takes part in the scores: after backward(), some have no gradient, or zeros",
    "registered": "a weight is not among model.parameters(), and so no optimizer would ever train it",
    "rows reached": "no gradient flows back from the scores to the first row: what early rows show is never learned",
    "one by one": "an example read alone gets other scores than in a batch, or none",
    "any batch": "a batch of twice the size is not read",
    "any length": "a sequence with many more rows is not read, or not to its end",
    "apart": "the scores of an example change when another example in its batch does",
    "nothing random": "in eval mode, the same rows get other scores each time",
    "nothing kept": "the scores depend on what was read before: something is kept between calls",
    "first row": "the first row has no influence on the scores",
    "last row": "the last row has no influence on the scores",
    "every row": "a row between the first and the last has no influence on the scores",
    "order": "the order of the rows has no influence on the scores",
    "hidden size": "hidden_size has no influence on the number of parameters",
    "below zero": "no score is ever below zero, whatever the weights",
    "beyond one": "no score is ever beyond one, whatever the weights",
}


FACTS_HINT = "Give it a batch of random rows yourself, change something, and look at the scores."


def _classifier_facts(before: Mapping[str, Value], reply: Reply) -> Value:
    """The properties that every sound classifier has, whatever its architecture; shape and kind of the scores first."""
    rows, classes = before[ROWS], before[MADE_WITH][2]
    told: dict[str, Value] = reply.value if isinstance(reply.value, dict) else {}
    found = told.get("scores")
    read: dict[str, Value] = found if isinstance(found, dict) else {}
    scores: Value = read.get("rows")
    if not isinstance(scores, Tensor) or scores.shape != (rows.size(1), classes) or scores.dtype != torch.float32:
        blank = scores * 0 if isinstance(scores, Tensor) else scores
        return {"scores": blank, **dict.fromkeys(FACTS, True)}

    def same(name: str, of: slice = slice(None), tolerance: float = 1e-5) -> bool:
        other: Value = read.get(name)
        fits = isinstance(other, Tensor) and other.dtype == scores.dtype and other.dim() == 2
        return fits and _close(other[of], scores[of], tolerance)

    def matters(row: int) -> bool:
        return not same(f"row {row} changed", tolerance=1e-6)

    def shaped(name: str, batch: int) -> bool:
        return isinstance(read.get(name), Tensor) and read[name].shape == (batch, classes)

    def read_to_the_end() -> bool:
        whole, changed = read["many rows"], read.get("many rows, those behind the 28th changed")
        return isinstance(changed, Tensor) and changed.shape == whole.shape and not _close(whole, changed, 1e-6)

    steep = torch.cat([read[name] for name in STEEP]) if all(shaped(name, 2 * len(scores)) for name in STEEP) else None
    weights, biases = (
        found if isinstance(found, tuple) else (None,)
        for found in (told.get("gradients of weights"), told.get("gradients of biases"))
    )
    single = len(scores) == 1  # of one example, a relu may cut off all scores by chance: the rest is asked of more
    facts = {
        # In a single step, weight_hh meets only a state of zeros; a bias may have a gradient of zeros by nature.
        "all learn": single or len(rows) == 1 or 0 not in weights,
        "all used": single or (None not in weights + biases and (len(rows) == 1 or weights.count(0) < 2)),
        "registered": bool(told.get("learns as a whole")),
        "rows reached": single or bool(told.get("gradient of the first row")),
        "one by one": same("one example", slice(1)) and shaped("one example", 1),
        "any batch": steep is not None,
        "any length": shaped("many rows", len(scores)) and (single or 8 * len(rows) <= 28 or read_to_the_end()),
        "apart": single or same("first example changed", slice(1, None)),
        "nothing random": same("rows, other random numbers"),
        "nothing kept": same("rows again"),
        "first row": single or matters(0),
        "last row": single or matters(len(rows) - 1),
        "every row": single or all(map(matters, range(1, len(rows) - 1))),
        "order": single or len(rows) == 1 or not same("rows reversed"),
        "hidden size": told.get("parameters") != told.get("parameters of a wider one"),
        "below zero": steep is None or single or bool((steep < 0).any()),
        "beyond one": steep is None or bool((steep.abs() > 1).any()),
    }
    false_first = dict(sorted(facts.items(), key=lambda fact: fact[1]))  # a learner may see only the beginning
    return {"scores": scores * 0, **false_first}


def _close(one: Tensor, other: Tensor, tolerance: float) -> bool:
    return one.shape == other.shape and torch.allclose(one, other, tolerance, tolerance)


ROW_CLASSIFIER = Exercise(
    id="mnist/row-classifier",
    parameters=("input_size", "hidden_size", "num_classes"),
    points=3,
    trials=_classifier_trials,
    oracle=_classify_but(),
    returns=DictOf(
        {
            "scores": TensorOf(("batch", "num_classes")),
            **{name: Plain(bool, wrong=wrong, hint=FACTS_HINT) for name, wrong in FACTS.items()},
        },
        words="scores for a batch of rows, and every other entry True",
    ),
    observe=_classifier_facts,
    gradient=False,
    use=classifier_probed.__name__,
    is_class=True,
    slips=(
        Slip(
            "every-step-scored",
            "there are scores for every row; asked for is one set of scores per example, when all rows are read",
            "Choose one time step before the head.",
            _classify_but(lambda model, rows: model.rnn(rows)[0]),
        ),
        Slip(
            "steps-as-examples",
            "your scores count the rows, not the examples: the axes of time and batch are taken for each other",
            "The rows come as (seq_len, batch, input_size): batch_first says something else.",
            _classify_but(lambda model, rows: model.rnn(rows)[0][:, -1], batch_first=True),
        ),
        Slip(
            "batch-first",
            "the shape is right, but your layer reads across the batch: with batch_first, it takes time for the batch",
            "The rows come as (seq_len, batch, input_size), the order that PyTorch's layers read without batch_first.",
            _classify_but(batch_first=True),
        ),
        Slip(
            "examples-mixed",
            "the examples of a batch get mixed: what one of them shows changes the scores of the others",
            "view and reshape never swap axes; transpose does.",
            _classify_but(
                lambda model, rows: model.rnn(rows.reshape(rows.size(1), rows.size(0), -1))[0][:, -1], batch_first=True
            ),
        ),
        Slip(
            "first-step",
            "your scores come from the first time step, when only the top row has been read",
            "Which of the outputs has seen every row?",
            _classify_but(lambda model, rows: model.rnn(rows)[0][0] + 0 * model.rnn(rows)[0][-1]),
        ),
        Slip(
            "last-row-only",
            "only the last row counts: nothing of the rows above it reaches the scores",
            "Let a recurrent layer read all rows.",
            _probed(_LastRowOnly),
        ),
        Slip(
            "memoryless",
            "the state is not handed on: each row is read as if it were the first, and only the last counts",
            "Give each step the state that the step before returned.",
            _classify_but(_memoryless),
        ),
        Slip(
            "bag-of-rows",
            "the order of the rows makes no difference: each is looked at by itself, and then they are averaged",
            "Average what a recurrent layer gives, if you like; it has to read the rows in their order.",
            _probed(_BagOfRows),
        ),
        Slip(
            "probabilities",
            "no score is below 0 or above 1: a softmax or sigmoid is at the end, and the loss would apply another",
            "Return what the last Linear gives: any real numbers.",
            _classify_but(finish=lambda scores: scores.softmax(1)),
        ),
        Slip(
            "scores-cut-off",
            "no score is ever below zero: a relu at the end cuts off what speaks against a class",
            "Return what the last Linear gives: any real numbers.",
            _classify_but(finish=torch.relu),
        ),
        Slip(
            "scores-squashed",
            "no score is beyond 1 in size: something at the end squashes them, such as a tanh, so it can never be sure",
            "Return what the last Linear gives: any real numbers.",
            _classify_but(finish=torch.tanh),
        ),
        Slip(
            "backward-half-blind",
            "the backward direction has read one row only: output[-1] is where it begins, not where it ends",
            "h_n holds the last state of each direction.",
            _classify_but(bidirectional=True),
        ),
        Slip(
            "part-not-used",
            "some parameters take no part in the scores: h_n[0] is the bottom layer, for one",
            "Print the names of the parameters whose .grad is None after backward().",
            _classify_but(lambda model, rows: model.rnn(rows)[1][0], num_layers=2),
        ),
        Slip(
            "cut-off",
            "the layer that reads would never learn: no gradient comes back to it",
            "Look for .detach(), .data, torch.no_grad() or .numpy() in forward.",
            _classify_but(lambda model, rows: _read_last(model, rows).detach()),
        ),
        Slip(
            "dropout-always",
            "in eval mode the scores change by chance: nn.functional.dropout drops in every mode unless told otherwise",
            "nn.Dropout, made in __init__, knows the mode.",
            _classify_but(lambda model, rows: nn.functional.dropout(_read_last(model, rows))),
        ),
        Slip(
            "state-carried-over",
            "the state of one batch is the start of the next: the scores of a digit depend on the digits before it",
            "Let every batch start from zeros: keep no state on self.",
            _classify_but(_carried),
        ),
        Slip(
            "batch-size-built-in",
            "it works for one batch size only: a single example is refused, and so is a larger batch",
            "Take the batch size from the rows, or give no state at all: it is zeros by default.",
            _classify_but(_batch_of_first_call),
        ),
        Slip(
            "squeezed",
            "for a single example the scores lose their batch axis: squeeze() removes every axis of size 1",
            "Index the axis you want to lose, or name it: squeeze(0).",
            _classify_but(finish=lambda scores: scores.squeeze()),
        ),
        Slip(
            "number-of-rows-built-in",
            "it works for one number of rows only: the head has weights for every row",
            "Give the head one summary of the sequence, of a size that does not depend on seq_len.",
            _probed(_EveryRowLaidOut),
        ),
        Slip(
            "hidden-size-ignored",
            "hidden_size makes no difference: your layer has a size of its own",
            "Pass hidden_size on to the layer and to the head.",
            _classify_but(sizes=lambda input_size, _hidden_size, num_classes: (input_size, 20, num_classes)),
        ),
    ),
)

# --- mnist/train-step

TIGHT, LOOSE = 0.1, 8.0  # a max_norm that is always exceeded, and one that never is


def _step_trials(random: Random) -> Iterator[Trial]:
    def trial(sizes: Sizes, max_norm: float, edge: str = "", T: int = 0, B: int = 0) -> Trial:
        T, B = T or sizes.T, B or sizes.B

        def batch() -> tuple[Tensor, Tensor]:
            return random.normal(T, B, sizes.F), torch.randint(sizes.S, (B,), generator=random.generator)

        return Trial(
            {
                "layer of model": random.layer("RNN", input_size=sizes.F, hidden_size=sizes.H),
                "head of model": random.layer("Linear", in_features=sizes.H, out_features=sizes.S),
                "first (rows, labels)": batch(),
                "second (rows, labels)": batch(),
                "max_norm": max_norm,
            },
            edge,
        )

    yield trial(HOUSE, TIGHT)
    yield trial(random.sizes(), LOOSE)
    yield trial(HOUSE, TIGHT, EDGES["B=1"], B=1)
    yield trial(HOUSE, LOOSE, EDGES["T=1"], T=1)


def _in_order(
    calls: str,
    loss_of: Callable[[Tensor, Tensor], Tensor] = cross_entropy,
    clip: Callable[[list[nn.Parameter], float], object] = nn.utils.clip_grad_norm_,
    told: Callable[[Tensor], Any] = Tensor.item,
) -> Callable[..., Any]:
    """Two steps, each of these calls in this order."""

    def step(model: nn.Module, rows: Tensor, labels: Tensor, optimizer: torch.optim.Optimizer, max_norm: float) -> Any:
        loss = torch.zeros(())
        for call in calls.split():
            match call:
                case "train":
                    model.train()
                case "zero":
                    optimizer.zero_grad()
                case "loss":
                    loss = loss_of(model(rows), labels)
                case "backward":
                    loss.backward()
                case "clip":
                    clip(list(model.parameters()), max_norm)
                case "step":
                    optimizer.step()
                case "descend":
                    with torch.no_grad():
                        for weight in model.parameters():
                            weight.sub_(optimizer.param_groups[0]["lr"] * weight.grad)
        return told(loss)

    return lambda *arguments: two_steps_taken(step, *arguments)


RIGHT_ORDER = "train zero loss backward clip step"


def _each_clipped(weights: list[nn.Parameter], max_norm: float) -> None:
    for weight in weights:
        nn.utils.clip_grad_norm_(weight, max_norm)


def _always_scaled(weights: list[nn.Parameter], max_norm: float) -> None:
    gradients = [weight.grad for weight in weights if weight.grad is not None]
    norm = nn.utils.get_total_norm(gradients)
    for gradient in gradients:
        gradient *= max_norm / norm


STEP_HINT = "Go through the six calls of the lesson in their order: is each there, once, and with the right arguments?"

TRAIN_STEP = Exercise(
    id="mnist/train-step",
    parameters=("model", "rows", "labels", "optimizer", "max_norm"),
    points=3,
    trials=_step_trials,
    oracle=_in_order(RIGHT_ORDER),
    returns=DictOf(
        {
            "loss": Plain(
                float, wrong="the loss is not the mean cross-entropy of the batch, in training mode", hint=STEP_HINT
            ),
            "weights": TensorOf(
                ("numbers",),
                wrong="the loss is right, but after the step the weights are not what they should be",
                hint=STEP_HINT,
            ),
            "second loss": Plain(
                float, wrong="after the first step, the loss of the second batch is not right", hint=STEP_HINT
            ),
            "second weights": TensorOf(
                ("numbers",), wrong="the first step is right, but after the second the weights are not", hint=STEP_HINT
            ),
        }
    ),
    changes=frozenset({"layer of model", "head of model"}),
    gradient=False,
    use=two_steps_taken.__name__,
    slips=(
        Slip(
            "no-zero-grad",
            "old gradients are never cleared: backward adds to what is there, so every step follows all batches so far",
            "zero_grad clears them.",
            _in_order("train loss backward clip step"),
        ),
        Slip(
            "zero-grad-last",
            "you clear the gradients after the step only: those that were there when the first step began count, too",
            "Clear the gradients at a place where it helps whatever happened before.",
            _in_order("train loss backward clip step zero"),
        ),
        Slip(
            "weights-never-move",
            "no weight has moved: step is missing, or there are no gradients (yet, or any more) when it comes",
            "Say in words what each of the calls needs and what it leaves behind; the order follows.",
            _in_order("train zero loss backward clip"),
        ),
        Slip(
            "not-clipped",
            "the weights move too far: the gradients are not clipped, or at a place where it has no effect",
            "At which moment are there gradients that have not been used yet?",
            _in_order("train zero loss backward step"),
        ),
        Slip(
            "clipped-by-value",
            "you clip each number of the gradient by itself; asked for is the norm of all of them together",
            "nn.utils has one function for values and another for the norm.",
            _in_order(RIGHT_ORDER, clip=nn.utils.clip_grad_value_),
        ),
        Slip(
            "clipped-one-by-one",
            "you clip each parameter's gradient by itself; asked for is the norm of all gradients together",
            "Hand all parameters over at once.",
            _in_order(RIGHT_ORDER, clip=_each_clipped),
        ),
        Slip(
            "always-scaled",
            "you scale gradients up to max_norm, too; those that are shorter must stay as they are",
            "max_norm is a limit, not a length.",
            _in_order(RIGHT_ORDER, clip=_always_scaled),
        ),
        Slip(
            "max-norm-ignored",
            "you clip to 1 whatever max_norm is",
            "Pass max_norm on.",
            _in_order(RIGHT_ORDER, clip=lambda weights, _max_norm: nn.utils.clip_grad_norm_(weights, 1.0)),
        ),
        Slip(
            "no-train-mode",
            "the model was in eval mode, and you leave it there: dropout would be off while it learns",
            "Choose the mode before the forward pass.",
            _in_order("zero loss backward clip step"),
        ),
        Slip(
            "train-mode-too-late",
            "you switch to training mode after the forward pass: the first batch is read in eval mode",
            "Choose the mode before the forward pass.",
            _in_order("zero loss train backward clip step"),
        ),
        Slip(
            "softmax-before-loss",
            "this is the loss if softmax comes before cross_entropy, which applies one itself",
            "Give cross_entropy the scores as the model gives them.",
            _in_order(RIGHT_ORDER, lambda scores, labels: cross_entropy(scores.softmax(-1), labels)),
        ),
        Slip(
            "softmax-over-batch",
            "this is the loss if a softmax over the batch comes before cross_entropy, which applies its own",
            "Give cross_entropy the scores as the model gives them.",
            _in_order(RIGHT_ORDER, lambda scores, labels: cross_entropy(scores.softmax(0), labels)),
        ),
        Slip(
            "loss-summed",
            "your loss is the sum over the batch; with the mean, the size of a step does not depend on the batch size",
            "cross_entropy takes the mean unless told otherwise.",
            _in_order(RIGHT_ORDER, lambda scores, labels: cross_entropy(scores, labels, reduction="sum")),
        ),
        Slip(
            "divided-twice",
            "you divide the loss by the batch size, and cross_entropy has done so already",
            "Take the loss as cross_entropy returns it.",
            _in_order(RIGHT_ORDER, lambda scores, labels: cross_entropy(scores, labels) / len(labels)),
        ),
        Slip(
            "nll-of-scores",
            "your loss takes the scores for logarithms of probabilities: nll_loss wants log_softmax before it",
            "cross_entropy does both.",
            _in_order(RIGHT_ORDER, nll_loss),
        ),
        Slip(
            "squared-error",
            "your loss is the squared error against one-hot labels; asked for is the cross-entropy",
            "nn.functional has it.",
            _in_order(
                RIGHT_ORDER,
                lambda scores, labels: nn.functional.mse_loss(scores, one_hot(labels, scores.size(1)).float()),
            ),
        ),
        Slip(
            "loss-after-step",
            "the weights are right, but the loss is that of the scores after the step",
            "Return the loss that backward was called on.",
            _in_order(f"{RIGHT_ORDER} loss"),
        ),
        Slip(
            "steps-twice",
            "each call takes two steps",
            "Call step once.",
            _in_order(f"{RIGHT_ORDER} step"),
        ),
        Slip(
            "optimizer-bypassed",
            "the weights move by hand, or by a new optimizer: what the given one remembers, such as momentum, is lost",
            "Let the optimizer that is given take the step.",
            _in_order("train zero loss backward clip descend"),
        ),
        Slip(
            "tensor-returned",
            "the loss comes back as a tensor: it holds on to the whole computation; asked for is a float",
            "A tensor with one number has a method that gives the number.",
            _in_order(RIGHT_ORDER, told=lambda loss: loss),
        ),
        Slip(
            "returns-none",
            "the step is right, but the loss is not returned",
            "End the function with `return …`.",
            _in_order(RIGHT_ORDER, told=lambda _loss: None),
        ),
    ),
)

# --- mnist/accuracy


def _accuracy_trials(random: Random) -> Iterator[Trial]:
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


def _measure_but(
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

    return lambda training, batches: accuracy_measured(measure, training, batches)


ACCURACY = Exercise(
    id="mnist/accuracy",
    parameters=("model", "batches"),
    points=2,
    trials=_accuracy_trials,
    oracle=_measure_but(),
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
    gradient=False,
    use=accuracy_measured.__name__,
    slips=(
        Slip(
            "model-not-asked",
            "you compare the inputs themselves with the labels: the model is never asked",
            "Call the model on the inputs of each batch.",
            lambda _training, batches: {
                "accuracy": sum(int((inputs.argmax(1) == labels).sum()) for inputs, labels in batches)
                / sum(len(labels) for _, labels in batches),
                "mode as before": True,
            },
        ),
        Slip(
            "mean-of-batches",
            "you average the accuracies of the batches: an example in the smaller last batch counts for more",
            "Count over all batches, and divide once.",
            _measure_but(lambda right, sizes: sum(r / s for r, s in zip(right, sizes, strict=True)) / len(sizes)),
        ),
        Slip(
            "no-eval",
            "the accuracy is measured in the mode the model happened to be in; in training mode it answers differently",
            "Choose the mode before the first batch.",
            _measure_but(before=lambda _model: None),
        ),
        Slip(
            "train-mode",
            "the accuracy is measured in training mode",
            "Measuring wants the other mode; at the end the model goes back to the one it was in.",
            _measure_but(before=lambda model: model.train()),
        ),
        Slip(
            "left-in-eval",
            "the model, or a part of it, is left in eval mode: the next epoch would train without dropout",
            "Note the mode at the beginning, and put it back at the end.",
            _measure_but(after=lambda _model, _was_training: None),
        ),
        Slip(
            "always-train",
            "you switch to training mode at the end, whatever the mode was before",
            "Note the mode at the beginning, and put that back.",
            _measure_but(after=lambda model, _was_training: model.train()),
        ),
        Slip(
            "percent",
            "this is a percentage; asked for is a share from 0 to 1",
            "Leave the factor of 100 to whoever prints it.",
            _measure_but(lambda right, sizes: 100 * sum(right) / sum(sizes)),
        ),
        Slip(
            "count",
            "this is the number of right answers; asked for is their share",
            "Count the examples, too.",
            _measure_but(lambda right, _sizes: float(sum(right))),
        ),
        Slip(
            "count-as-int",
            "this is the number of right answers, an int; asked for is their share, a float",
            "Count the examples, too.",
            _measure_but(lambda right, _sizes: sum(right)),
        ),
        Slip(
            "last-batch-only",
            "this is the accuracy of the last batch: what was counted before it is lost",
            "Add to your counts inside the loop; set them to 0 before it.",
            _measure_but(lambda right, sizes: right[-1] / sizes[-1]),
        ),
        Slip(
            "first-batch-only",
            "this is the accuracy of the first batch: the loop ends there",
            "Look at how far `return` is indented.",
            _measure_but(lambda right, sizes: right[0] / sizes[0]),
        ),
        Slip(
            "last-count-only",
            "only the right answers of the last batch are counted, and divided by all examples",
            "Add to the count inside the loop instead of setting it.",
            _measure_but(lambda right, sizes: right[-1] / sum(sizes)),
        ),
        Slip(
            "every-batch-full",
            "you divide as if every batch were as large as the first; the last one is smaller",
            "Count the labels of every batch.",
            _measure_but(lambda right, sizes: sum(right) / (len(sizes) * sizes[0])),
        ),
        Slip(
            "divided-by-batches",
            "you divide by the number of batches, not of examples",
            "Count the labels of every batch.",
            _measure_but(lambda right, sizes: sum(right) / len(sizes)),
        ),
        Slip(
            "divided-by-last-batch",
            "you divide the count of all batches by the size of the last one",
            "Count the labels of every batch inside the loop.",
            _measure_but(lambda right, sizes: sum(right) / sizes[-1]),
        ),
        Slip(
            "last-batch-dropped",
            "the smaller last batch is left out",
            "Every example counts.",
            _measure_but(lambda right, sizes: sum(right[:-1]) / sum(sizes[:-1]) if sizes[1:] else 0.0),
        ),
        Slip(
            "error-rate",
            "this is the share of wrong answers",
            "Count where the class with the highest score equals the label.",
            _measure_but(lambda right, sizes: 1 - sum(right) / sum(sizes)),
        ),
        Slip(
            "whole-division",
            "your division drops everything behind the point: // divides whole numbers",
            "Use /.",
            _measure_but(lambda right, sizes: sum(right) // sum(sizes)),
        ),
        Slip(
            "rounded",
            "your accuracy is rounded",
            "Leave rounding to whoever prints it.",
            _measure_but(lambda right, sizes: round(sum(right) / sum(sizes), 2)),
        ),
        Slip(
            "lowest-score",
            "you take the class with the lowest score",
            "The highest score wins.",
            _measure_but(is_right=lambda scores, labels: scores.argmin(1) == labels),
        ),
        Slip(
            "tensor-returned",
            "the accuracy comes back as a tensor; asked for is a float",
            "A tensor with one number has a method that gives the number.",
            _measure_but(lambda right, sizes: torch.tensor(sum(right) / sum(sizes))),
        ),
        Slip(
            "returns-none",
            "nothing is returned",
            "End the function with `return …`.",
            _measure_but(lambda _right, _sizes: None),
        ),
    ),
)

# --- mnist/train

DIGITS, TESTED = 6000, 1000  # how many to train on, and how many to be judged on
SECONDS = 20.0  # of processor time for the training; a good answer needs a third
ASKED = 3.0  # more, by the grader's clock, for asking the model; by the learner's, it could be any time
ENOUGH, LINEAR = 0.80, 0.68  # shares read right: what is asked for, and what no linear model reaches
CLASSES = 10


@lru_cache(maxsize=4)
def _drawn(seed: int, secret: int) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """Training digits and labels, then test digits and labels, all moved and lit anew."""
    random = Random(torch.Generator().manual_seed(seed))
    train, test = digits.load(train=True), digits.load(train=False)
    some = torch.randperm(len(train.data), generator=random.generator)[:DIGITS]
    # The seed could be found from the training labels, and everybody knows the order of MNIST's test labels.
    others = torch.from_numpy(np.random.default_rng([seed, secret]).permutation(len(test.data))[:TESTED])
    images, tests = _moved_and_lit(train.data[some], random), _moved_and_lit(test.data[others], random)
    return images, train.targets[some], tests, test.targets[others]


def _moved_and_lit(images: Tensor, random: Random) -> Tensor:
    """Each moved by up to 3 pixels, on darker or lighter paper with paler or stronger ink, and a little noise."""
    count, height, width = images.shape
    padded = nn.functional.pad(images.float() / 255, (3, 3, 3, 3))
    down, right = torch.randint(7, (2, count, 1), generator=random.generator)
    rows, columns = torch.arange(height) + down, torch.arange(width) + right
    ink = padded[torch.arange(count)[:, None, None], rows[:, :, None], columns[:, None, :]]
    light = torch.rand(2, count, 1, 1, generator=random.generator)
    paper, full = 40 * light[0], 120 + 135 * light[1]
    lit = paper + (full - paper) * ink + random.normal(count, height, width, scale=12.0)
    return lit.round().clamp(0, 255).to(torch.uint8)


def _train_trials(random: Random) -> Iterator[Trial]:
    images, labels, tests, test_labels = _drawn(random.integer(0, 2**31 - 1), random.secret)
    arguments = {"images": images, "labels": labels, "other images": tests}
    yield Trial(arguments, known={"their labels": test_labels})


def _reading(scores: Tensor, labels: Tensor) -> str:
    """How well digits are read, in words."""
    read = scores.argmax(1)
    share = _share(read == labels)
    if share >= ENOUGH:
        return "well"
    if _share(read == read.mode().values) > 0.95:
        return "as one class"
    if any(_share((read + shift) % CLASSES == labels) > 0.5 for shift in range(1, CLASSES)):
        return "as their neighbours"
    if _share(scores.argmin(1) == labels) > 0.5:
        return "upside down"
    if share < 0.25:
        return "by guessing"
    return "as by a linear model" if share < LINEAR else "not well enough"


READINGS = (
    *("well", "as one class", "as their neighbours", "upside down", "by guessing", "as by a linear model"),
    "not well enough",
)


def _share(of: Tensor) -> float:
    return float(of.float().mean())


def _training_facts(before: Mapping[str, Value], reply: Reply) -> Value:
    """Whether a model came back in time, and how well it reads digits that nobody has seen.

    What cannot be known, because of what is wrong before it, is said to be right.
    """
    labels = before["their labels"]
    told: dict[str, Value] = reply.value if isinstance(reply.value, dict) else {}
    module, error, scores, seconds = (told.get(name) for name in ("module", "error", "scores", "seconds"))
    sound = {"module": True, "error": "", "scores": torch.zeros(len(labels), CLASSES)}
    sound |= {"in time": True, "digits read": READINGS[0], "share right": ENOUGH}
    if module is not True or error:
        return sound | {"module": module is True, "error": error if module is True else ""}
    if isinstance(scores, Tensor) and scores.is_floating_point():
        scores = scores.float()
    in_time = isinstance(seconds, float) and seconds <= SECONDS and reply.seconds <= SECONDS + ASKED
    found = sound | {"scores": scores * 0 if isinstance(scores, Tensor) else scores, "in time": in_time}
    if not isinstance(scores, Tensor) or scores.shape != (len(labels), CLASSES) or not scores.is_floating_point():
        return found
    share = min(round(_share(scores.argmax(1) == labels), 2), ENOUGH)
    return found | {"digits read": _reading(scores, labels), "share right": share}


def _trained_but(
    score: Callable[[Tensor], Tensor], seconds: float = 1.0, module: bool = True
) -> Callable[..., dict[str, Any]]:
    """What the use of an answer gives whose model makes these scores from the right labels; nothing is trained."""

    def use(_images: Tensor, _labels: Tensor, _tests: Tensor, test_labels: Tensor) -> dict[str, Any]:
        return {"module": module, "scores": score(test_labels), "seconds": seconds}

    return use


def _scores(labels: Tensor) -> Tensor:
    return one_hot(labels % CLASSES, CLASSES).float()


def _partly(share: float) -> Callable[[Tensor], Tensor]:
    """Scores of which this share is right, and the others wrong in all ways."""

    def scores(labels: Tensor) -> Tensor:
        number = torch.arange(len(labels))
        return _scores(torch.where(number < share * len(labels), labels, labels + 1 + number % (CLASSES - 1)))

    return scores


TRAIN = Exercise(
    id="mnist/train",
    parameters=("images", "labels"),
    points=4,
    trials=_train_trials,
    oracle=_trained_but(_scores),
    returns=DictOf(
        {
            "module": Plain(bool, wrong="what came back is not an nn.Module"),
            "error": Plain(
                str,
                wrong="`train` gave a model back, but calling this model on a batch of images raised an error",
                hint="Call it yourself on images[:2], just as they come: uint8, from 0 to 255.",
            ),
            "scores": TensorOf(("batch", "classes")),
            "in time": Plain(bool, wrong=f"the training took more than {SECONDS:g} s of processor time"),
            "digits read": Plain(str, READINGS, wrong="too few of the other digits are read right"),
            "share right": Plain(float, wrong=f"fewer than {ENOUGH:.0%} of the other digits are read right"),
        },
        words=f"a model that reads {ENOUGH:.0%} of the other digits right, trained in {SECONDS:g} s",
    ),
    observe=_training_facts,
    gradient=False,
    use=trained_and_tested.__name__,
    seconds=60.0,
    slips=(
        Slip(
            "model-not-returned",
            "what came back is not a model: train must return the trained nn.Module itself",
            "Return the model: not its state_dict, its loss or nothing, and not the class.",
            _trained_but(_scores, module=False),
            part="module",
        ),
        Slip(
            "every-step-scored",
            "the model gives scores for every row; asked for is one set per digit, when all rows are read",
            "Choose one time step before the head.",
            _trained_but(lambda labels: torch.zeros(28, len(labels), CLASSES)),
            part="scores",
        ),
        Slip(
            "class-numbers",
            "the model gives class numbers; asked for are ten scores per digit, of which the highest wins",
            "Leave argmax to whoever uses the model.",
            _trained_but(lambda labels: labels),
            part="scores",
        ),
        Slip(
            "rows-as-examples",
            "the model gives one set of scores per row of the images: it takes the rows for the batch",
            "The images come as (batch, height, width): bring the rows to the front, or say batch_first.",
            _trained_but(lambda _labels: torch.zeros(28, CLASSES)),
            part="scores",
        ),
        Slip(
            "too-slow",
            f"the training took more than the {SECONDS:g} s of processor time that it has",
            "Measure some steps and divide, or stop by time.process_time(). A smaller model may do as well.",
            _trained_but(_scores, seconds=SECONDS + 1),
            part="in time",
        ),
        Slip(
            "one-class-only",
            "the model takes nearly every digit for the same class: it has not learned to look at the images",
            "Does the loss fall? Look at the rate, and at the range of the pixels that go in.",
            _trained_but(lambda labels: _scores(0 * labels)),
            part="digits read",
        ),
        Slip(
            "labels-shifted",
            "the model reads well, but its class numbers are shifted: score k must belong to digit k",
            "Use the labels as they are, 0 to 9.",
            _trained_but(lambda labels: _scores(labels + 1)),
            part="digits read",
        ),
        Slip(
            "lowest-score",
            "the model gives the right class the lowest score, not the highest: a sign is the wrong way round",
            "Return the scores that cross_entropy was given.",
            _trained_but(lambda labels: -_scores(labels)),
            part="digits read",
        ),
        Slip(
            "guessing",
            "the model reads no better than guessing, or hardly so",
            "Do images and labels still belong together after shuffling? Do the weights move, does the loss fall?",
            _trained_but(_partly(0.0)),
            part="digits read",
        ),
        Slip(
            "linear-level",
            f"the model reads better than guessing, and no better than a linear one could; {ENOUGH:.0%} is asked for",
            "More steps, or a better rate: keep some digits aside and compare. Is the state kept from row to row?",
            _trained_but(_partly(0.5)),
            part="digits read",
        ),
        Slip(
            "not-well-enough",
            f"the model reads well, but not well enough yet: {ENOUGH:.0%} of the other digits is asked for",
            "Try a rate that rises and falls (OneCycleLR), more passes or more units; judge by digits kept aside.",
            _trained_but(_partly(0.74)),
            part="digits read",
        ),
    ),
)

EXERCISES = (TO_ROWS, ROW_CLASSIFIER, TRAIN_STEP, ACCURACY, TRAIN)
