"""One step of training: six calls in their order."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn.functional import cross_entropy, nll_loss, one_hot

from course_utils.checks.engine.exercise import Exercise, Slip
from course_utils.checks.engine.kinds import DictOf, Plain, TensorOf
from course_utils.checks.engine.trial import EDGES, HOUSE, Random, Sizes, Trial
from course_utils.checks.learner.answer import Reply
from course_utils.checks.learner.uses.train_step import Steps, two_steps_taken
from course_utils.checks.learner.values import Value

_TIGHT, _LOOSE = 0.1, 8.0  # a max_norm that is always exceeded, and one that never is


def _trials(random: Random) -> Iterator[Trial]:
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

    yield trial(HOUSE, _TIGHT)
    yield trial(random.sizes(), _LOOSE)
    yield trial(HOUSE, _TIGHT, EDGES["B=1"], B=1)
    yield trial(HOUSE, _LOOSE, EDGES["T=1"], T=1)


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
    """What came of the two steps, with the words that a learner reads."""
    steps = Steps.of(reply.value)
    if steps is None:
        return reply.value
    return {
        "loss": steps.loss,
        "weights": steps.weights,
        "second loss": steps.second_loss,
        "second weights": steps.second_weights,
    }


_HINT = "Go through the six calls of the lesson in their order: is each there, once, and with the right arguments?"

EXERCISE = Exercise(
    id="mnist/train-step",
    parameters=("model", "rows", "labels", "optimizer", "max_norm"),
    points=3,
    trials=_trials,
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
            "the weights move by hand, or by a new optimizer: what the given one remembers, such as momentum, is lost",
            "Let the optimizer that is given take the step.",
            _in_order("train zero loss backward clip descend"),
        ),
        Slip(
            "tensor-returned",
            "the loss comes back as a tensor: it holds on to the whole computation; asked for is a float",
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
