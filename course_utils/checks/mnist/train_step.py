"""One step of training: six calls in their order."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import lru_cache
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn.functional import cross_entropy, nll_loss, one_hot

from course_utils.checks.engine.exercise import Exercise, Slip
from course_utils.checks.engine.kinds import DictOf, Plain, TensorOf
from course_utils.checks.engine.trial import (
    EDGES,
    EQUAL,
    HOUSE,
    RISING,
    SMALL,
    Random,
    Sizes,
    Trial,
    edges_in_words,
    sizes_at,
)
from course_utils.checks.learner.answer import Reply
from course_utils.checks.learner.uses.train_step import Reader, Steps, two_steps_taken
from course_utils.checks.learner.values import Layer, Value

_LAYER, _HEAD, _MODE = "model with layer", "and head", "in training mode"
_FIRST, _SECOND = "rows and labels", "then rows and labels"
_TIGHT, _LOOSE = 0.1, 8.0  # no gradient norm reaches 8, except in steep models: above 20
_MANY = 66  # more examples than the batches of the lesson have
_ONES = (("B=1 H=1", False), ("T=1 F=1", False), ("B=1 F=1", True), ("T=1 H=1", True))  # each in both modes
_TWO_CLASSES = "T=1 F=1"
_STEEP = 40.0  # how many times larger the weights of a steep head are


def _trials(random: Random) -> Iterator[Trial]:
    def trial(
        sizes: Sizes,
        training: bool,
        max_norm: float = 0.0,
        edge: str = "",
        steep: float = 1.0,
        of_norm: float = 1.0,
        then: int = 0,
    ) -> Trial:
        """A trial with this max_norm or, without one, with `of_norm` times the norm of the first gradient.

        The sequences of the second batch have `then` steps, by default as many as those of the first. But for edges, it
        has one example more.
        """
        layer = random.layer("RNN", input_size=sizes.F, hidden_size=sizes.H)
        head = random.layer("Linear", in_features=sizes.H, out_features=sizes.S)
        head = replace(head, weights={name: steep * weight for name, weight in head.weights.items()})

        def batch(steps: int, examples: int) -> tuple[Tensor, Tensor]:
            rows = random.input(sizes, steps, examples, sizes.F)
            if steep != 1:  # every label is wrong, so that the gradient is large at every seed
                return rows, _model(layer, head)(rows).argmin(1)
            return rows, torch.randint(sizes.S, (examples,), generator=random.generator)

        first, second = batch(sizes.T, sizes.B), batch(then or sizes.T, sizes.B if edge else sizes.B + 1)
        max_norm = max_norm or round(of_norm * _norm(layer, head, first), 3)
        arguments = (layer, head, training, first, second, max_norm)
        return Trial(dict(zip((_LAYER, _HEAD, _MODE, _FIRST, _SECOND, "max_norm"), arguments, strict=True)), edge)

    yield trial(HOUSE, False, _TIGHT)
    yield trial(random.sizes(RISING), True, _LOOSE)
    yield trial(random.sizes(RISING[::-1], pool=SMALL), False, of_norm=0.8, steep=_STEEP)
    yield trial(random.sizes(RISING[::-1], pool=SMALL), True, of_norm=1.25)
    for ones, training in _ONES:
        sizes, words = sizes_at(ones), edges_in_words(ones)
        if ones == _TWO_CLASSES:
            sizes, words = replace(sizes, S=2), f"{words}, and two classes"
        yield trial(sizes, training, _TIGHT if training else _LOOSE, words)
    yield trial(EQUAL, True, _TIGHT, EDGES["equal"])
    many = replace(HOUSE, T=2, B=_MANY, F=_MANY, H=_MANY, S=_MANY, far=1)
    what = f"a large batch ({_MANY}), as many features, units and classes, and numbers far from zero"
    yield trial(many, False, _TIGHT, what)
    yield trial(sizes_at("T=66"), False, _TIGHT, EDGES["T=66"], then=3)  # a long backward pass is slow


def _model(layer: Layer, head: Layer) -> Reader:
    return Reader(layer.build(), head.build())


def _norm(layer: Layer, head: Layer, batch: tuple[Tensor, Tensor]) -> float:
    """The norm of the gradient of the first batch in a right answer."""
    model, (rows, labels) = _model(layer, head), batch
    gradients = torch.autograd.grad(cross_entropy(model(rows), labels), list(model.parameters()))
    return float(nn.utils.get_total_norm(gradients))


@lru_cache(maxsize=1)
def _times_norm(trial: Trial) -> float:
    """max_norm divided by the norm of the first gradient; 1 at an edge, where no condition needs it."""
    if trial.edge:
        return 1.0
    layer, head, _, first, _, max_norm = trial.arguments.values()
    return float(max_norm / _norm(layer, head, first))


def _in_order(
    calls: str,
    loss_of: Callable[[Tensor, Tensor], Tensor] = cross_entropy,
    clip: Callable[[list[nn.Parameter], float], object] = nn.utils.clip_grad_norm_,
    told: Callable[[Tensor], Any] = Tensor.item,
) -> Callable[..., Any]:
    """Two steps, each with these calls in this order."""

    def step(model: nn.Module, rows: Tensor, labels: Tensor, optimizer: torch.optim.Optimizer, max_norm: float) -> Any:
        loss = torch.zeros(())
        for call in calls.split():
            match call:
                case "train" | "eval":
                    model.train(call == "train")
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


_RIGHT_ORDER = "train zero loss backward clip step"


def _each_clipped(weights: list[nn.Parameter], max_norm: float) -> None:
    for weight in weights:
        nn.utils.clip_grad_norm_(weight, max_norm)


def _always_scaled(weights: list[nn.Parameter], max_norm: float) -> None:
    gradients = [weight.grad for weight in weights if weight.grad is not None]
    norm = nn.utils.get_total_norm(gradients)
    for gradient in gradients:
        gradient *= max_norm / norm


def _in_words(_before: Mapping[str, Value], reply: Reply) -> Value:
    """The results of the two steps, by the names that a learner reads."""
    steps = Steps.of(reply.value)
    if steps is None:
        return reply.value
    return {
        "loss": steps.loss,
        "weights": steps.weights,
        "second loss": steps.second_loss,
        "second weights": steps.second_weights,
    }


_HINT = "Mode first, then the six calls of the lesson in order: is each there, once, and with the right arguments?"

EXERCISE = Exercise(
    id="mnist/train-step",
    parameters=("model", "rows", "labels", "optimizer", "max_norm"),
    points=3,
    trials=_trials,
    axes={_LAYER: "FH", _HEAD: "HC", _FIRST: "2TBF"},
    settings={_MODE: (False, True)},
    also={
        "a gradient much longer than max_norm": lambda trial: _times_norm(trial) < 0.5,
        "a little longer": lambda trial: 0.75 < _times_norm(trial) < 0.85,
        "a little shorter": lambda trial: 1.2 < _times_norm(trial) < 1.3,
        "much shorter": lambda trial: _times_norm(trial) > 2,
        "a large batch in eval mode, whose gradient is longer than max_norm": lambda trial: (
            len(trial.arguments[_FIRST][1]) > 64
            and not trial.arguments[_MODE]
            and trial.arguments["max_norm"] == _TIGHT
        ),
        "a second batch of another size": lambda trial: (
            len(trial.arguments[_SECOND][1]) != len(trial.arguments[_FIRST][1])
        ),
        "two classes": lambda trial: trial.arguments[_HEAD].options["out_features"] == 2,
        "longer than a large max_norm": lambda trial: trial.arguments["max_norm"] > 10 and _times_norm(trial) < 0.9,
    },
    never=dict.fromkeys(("C=1", f"{_MODE}=False, C=1", f"{_MODE}=True, C=1"), "of one class, there is no loss"),
    oracle=_in_order(_RIGHT_ORDER),
    returns=DictOf(
        {
            "loss": Plain(
                float, wrong="the loss is not the mean cross-entropy of the batch, in training mode", hint=_HINT
            ),
            "weights": TensorOf(
                ("numbers",),
                wrong="the loss is right, but after the step the weights are not what they should be",
                hint=_HINT,
            ),
            "second loss": Plain(
                float, wrong="after the first step, the loss of the second batch is not right", hint=_HINT
            ),
            "second weights": TensorOf(
                ("numbers",), wrong="the first step is right, but after the second the weights are not", hint=_HINT
            ),
        }
    ),
    observe=_in_words,
    changes=frozenset({_LAYER, _HEAD}),
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
            _in_order(_RIGHT_ORDER, clip=nn.utils.clip_grad_value_),
        ),
        Slip(
            "clipped-one-by-one",
            "you clip each parameter's gradient by itself; asked for is the norm of all gradients together",
            "Hand all parameters over at once.",
            _in_order(_RIGHT_ORDER, clip=_each_clipped),
        ),
        Slip(
            "always-scaled",
            "you scale gradients up to max_norm, too; those that are shorter must stay as they are",
            "max_norm is a limit, not a length.",
            _in_order(_RIGHT_ORDER, clip=_always_scaled),
        ),
        Slip(
            "max-norm-ignored",
            "you clip to 1 whatever max_norm is",
            "Pass max_norm on.",
            _in_order(_RIGHT_ORDER, clip=lambda weights, _max_norm: nn.utils.clip_grad_norm_(weights, 1.0)),
        ),
        Slip(
            "no-train-mode",
            "the model reads the batch in the mode it comes in: in eval mode, dropout would be off while it learns",
            "Choose the mode before the forward pass.",
            _in_order("zero loss backward clip step"),
        ),
        Slip(
            "eval-mode",
            "the model reads the batch in eval mode: dropout would be off while it learns",
            "Training wants the other mode.",
            _in_order("eval zero loss backward clip step"),
        ),
        Slip(
            "train-mode-too-late",
            "you switch to training mode after the forward pass: the first batch is read in the mode the model came in",
            "Choose the mode before the forward pass.",
            _in_order("zero loss train backward clip step"),
        ),
        Slip(
            "softmax-before-loss",
            "this is the loss if softmax comes before cross_entropy, which applies one itself",
            "Give cross_entropy the scores as the model gives them.",
            _in_order(_RIGHT_ORDER, lambda scores, labels: cross_entropy(scores.softmax(-1), labels)),
        ),
        Slip(
            "softmax-over-batch",
            "this is the loss if a softmax over the batch comes before cross_entropy, which applies its own",
            "Give cross_entropy the scores as the model gives them.",
            _in_order(_RIGHT_ORDER, lambda scores, labels: cross_entropy(scores.softmax(0), labels)),
        ),
        Slip(
            "loss-summed",
            "your loss is the sum over the batch; with the mean, the size of a step does not depend on the batch size",
            "cross_entropy takes the mean unless told otherwise.",
            _in_order(_RIGHT_ORDER, lambda scores, labels: cross_entropy(scores, labels, reduction="sum")),
        ),
        Slip(
            "divided-twice",
            "you divide the loss by the batch size, and cross_entropy has done so already",
            "Take the loss as cross_entropy returns it.",
            _in_order(_RIGHT_ORDER, lambda scores, labels: cross_entropy(scores, labels) / len(labels)),
        ),
        Slip(
            "nll-of-scores",
            "your loss takes the scores for logarithms of probabilities: nll_loss wants log_softmax before it",
            "cross_entropy does both.",
            _in_order(_RIGHT_ORDER, nll_loss),
        ),
        Slip(
            "squared-error",
            "your loss is the squared error against one-hot labels; asked for is the cross-entropy",
            "nn.functional has it.",
            _in_order(
                _RIGHT_ORDER,
                lambda scores, labels: nn.functional.mse_loss(scores, one_hot(labels, scores.size(1)).float()),
            ),
        ),
        Slip(
            "loss-after-step",
            "the weights are right, but the loss is that of the scores after the step",
            "Return the loss that backward was called on.",
            _in_order(f"{_RIGHT_ORDER} loss"),
        ),
        Slip(
            "steps-twice",
            "each call takes two steps",
            "Call step once.",
            _in_order(f"{_RIGHT_ORDER} step"),
        ),
        Slip(
            "optimizer-bypassed",
            "the first step is right, the second not: what the optimizer remembers of the first, its momentum, is lost",
            "Let the optimizer that is given take both steps, and leave what it holds alone.",
            _in_order("train zero loss backward clip descend"),
        ),
        Slip(
            "tensor-returned",
            "the loss comes back as a tensor; asked for is a float",
            "A tensor with one number has a method that gives the number.",
            _in_order(_RIGHT_ORDER, told=lambda loss: loss),
        ),
        Slip(
            "returns-none",
            "the step is right, but the loss is not returned",
            "End the function with `return …`.",
            _in_order(_RIGHT_ORDER, told=lambda _loss: None),
        ),
    ),
)
