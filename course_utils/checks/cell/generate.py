"""A Cell that writes a sequence: every prediction is the input of the next step."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import torch
from torch import Tensor, nn

from course_utils.checks.cell.cells import BOTH_MODES, KINDS, draw_cell
from course_utils.checks.engine.exercise import Exercise, Slip
from course_utils.checks.engine.kinds import TensorOf
from course_utils.checks.engine.trial import Random, Sizes, trials
from course_utils.checks.learner.values import Value


def _arguments(random: Random, sizes: Sizes, kind: str, training: bool) -> Mapping[str, Value]:
    head = random.layer("Linear", training, in_features=sizes.H, out_features=sizes.F)
    # Predictions are fed back: if they grew from step to step, rounding errors would become as large as a slip.
    calm = {name: weight * (sizes.H / sizes.F / 2) ** 0.5 for name, weight in head.weights.items()}
    return {
        "cell": draw_cell(random, kind, training, sizes.F, sizes.H),
        "head": replace(head, weights=calm),
        "x": random.input(sizes, sizes.B, sizes.F),
        "hx": random.state(sizes, sizes.B, sizes.H),
        "n": sizes.T,
    }


@dataclass(frozen=True)
class _Written:
    """The record of a run: the first input, every prediction, and the state after every step."""

    x: Tensor
    predictions: list[Tensor]
    states: list[Tensor]


def _but(
    begin: Callable[[Tensor], Tensor] = lambda x: x,
    start: Callable[[Tensor], Tensor] = lambda hx: hx,
    predict: Callable[..., Tensor] = lambda head, new, _old, _x: head(new),
    feed: Callable[[Tensor, Tensor], Tensor] = lambda prediction, _first: prediction,
    move: Callable[[Tensor, Tensor], Tensor] = lambda new, _first: new,
    steps: Callable[[int], int] = lambda n: n,
    finish: Callable[[_Written], Tensor] = lambda written: torch.stack(written.predictions),
) -> Callable[..., Any]:
    """Generating with one part done another way."""

    def wrong(cell: nn.RNNCellBase, head: nn.Linear, x: Tensor, hx: Tensor, n: int) -> Tensor:
        reads, h = first, first_h = begin(x), start(hx)
        written = _Written(x, [], [])
        for _ in range(steps(n)):
            new = cell(reads, h)
            prediction = predict(head, new, h, reads)
            written.predictions.append(prediction)
            written.states.append(new)
            reads, h = feed(prediction, first), move(new, first_h)
        return finish(written)

    return wrong


_ONCE = ("T=66", "zero=1", "B=66 F=66 H=66", "equal")

EXERCISE = Exercise(
    id="cell/generate",
    parameters=("cell", "head", "x", "hx", "n"),
    points=3,
    trials=trials(
        _arguments,
        *("T=1", "B=1", "F=1 far=1", "H=1", *_ONCE),
        settings=KINDS,
        once=_ONCE,
        words={"T=1": "one step to generate (n = 1)", "T=66": "many steps to generate (n = 66)"},
    ),
    axes={"cell": "FH", "head": "HF", "x": "BF", "hx": "BH", "n": "T"},
    settings={"kind": ("GRUCell", "RNNCell")},
    also=BOTH_MODES,
    oracle=_but(),  # torch's own Cell and Linear; the tests feed its predictions to a layer
    returns=TensorOf(("n", "batch", "input_size")),
    slips=(
        Slip(
            "input-never-moves",
            "every step reads the first x; from the second step on it must read the prediction before it",
            "Assign the prediction to the variable that the Cell reads.",
            _but(feed=lambda _prediction, first: first),
        ),
        Slip(
            "hx-never-moves",
            "every step starts from the first hx: the state that the Cell returns is never given to the next step",
            "Assign what the Cell returns to the variable that you pass in.",
            _but(move=lambda _new, first: first),
        ),
        Slip(
            "nothing-moves",
            "all your predictions are the same: neither the input nor the state moves on",
            "Both variables that the Cell reads get new values inside the loop.",
            _but(feed=lambda _prediction, first: first, move=lambda _new, first: first),
        ),
        Slip(
            "without-hx",
            "the Cell gets no state, so every step starts from zeros: nothing is remembered",
            "Pass the state as the Cell's second argument, and keep what it returns.",
            _but(start=torch.zeros_like, move=lambda _new, first: first),
        ),
        Slip(
            "hx-ignored",
            "your loop starts from a state of zeros; it must start from the hx it is given",
            "Use hx for the first step.",
            _but(start=torch.zeros_like),
        ),
        Slip(
            "x-ignored",
            "your first input is zeros; it must be the x you are given",
            "Use x for the first step.",
            _but(begin=torch.zeros_like),
        ),
        Slip(
            "zeros-fed",
            "from the second step on your Cell reads zeros; it must read the prediction before it",
            "Assign the prediction to the variable that the Cell reads.",
            _but(feed=lambda prediction, _first: torch.zeros_like(prediction)),
        ),
        Slip(
            "head-on-old-state",
            "you predict from the state before the step; the head must see the one that the Cell has just returned",
            "First the Cell, then the head.",
            _but(predict=lambda head, _new, old, _x: head(old)),
        ),
        Slip(
            "prediction-added-to-input",
            "you add the head's output to the input; the head's output is the prediction by itself",
            "Keep what the head returns, and feed that back.",
            _but(predict=lambda head, new, _old, x: x + head(new)),
        ),
        Slip(
            "head-without-bias",
            "your head has no bias: you multiply by its weight only",
            "Call the head as a whole, as you call the Cell.",
            _but(predict=lambda head, new, _old, _x: new @ head.weight.T),
        ),
        Slip(
            "tanh-on-prediction",
            "you squash the predictions with tanh; the head's output is the prediction as it is",
            "Keep what the head returns, and feed that back.",
            _but(predict=lambda head, new, _old, _x: head(new).tanh()),
        ),
        Slip(
            "states-returned",
            "these are the states; asked for are the predictions that the head makes of them",
            "Append what the head returns.",
            _but(finish=lambda written: torch.stack(written.states)),
        ),
        Slip(
            "start-included",
            "x is in your result too, so it has n + 1 entries; only predictions are asked for",
            "Begin with an empty list.",
            _but(finish=lambda written: torch.stack([written.x, *written.predictions])),
        ),
        Slip(
            "one-step-early",
            "you keep the input of each step: the first entry is x, and the last prediction is lost",
            "Append after the head has spoken.",
            _but(finish=lambda written: torch.stack([written.x, *written.predictions[:-1]])),
        ),
        Slip(
            "one-too-many",
            "you predict n + 1 steps",
            "Count how often your loop runs.",
            _but(steps=lambda n: n + 1),
        ),
        Slip(
            "first-prediction-missing",
            "the first prediction is missing: your result begins with the second",
            "The first one is made from the x and hx that you are given; append it, too.",
            _but(steps=lambda n: n + 1, finish=lambda written: torch.stack(written.predictions[1:])),
        ),
        Slip(
            "return-inside-the-loop",
            "your loop ends after the first prediction",
            "Look at how far `return` is indented.",
            _but(steps=lambda _n: 1),
        ),
        Slip(
            "last-only",
            "this is only the last prediction; asked for are all n",
            "Append to a list inside the loop, and join the list at the end.",
            _but(finish=lambda written: written.predictions[-1]),
        ),
        Slip(
            "last-everywhere",
            "every row of your result is the last prediction",
            "Write each prediction into the row of its own step.",
            _but(finish=lambda written: torch.stack([written.predictions[-1]] * len(written.predictions))),
        ),
        Slip(
            "inserted-in-front",
            "your predictions are in reverse order: the last comes first",
            "Append to the list instead of inserting at its beginning.",
            _but(finish=lambda written: torch.stack(written.predictions[::-1])),
        ),
        Slip(
            "cat-not-stack",
            "torch.cat glues the steps together along the batch; a new axis for time is needed",
            "torch.stack makes the new axis.",
            _but(finish=lambda written: torch.cat(written.predictions)),
        ),
        Slip(
            "prediction-detached",
            "the values are right, but predictions are cut off where they are fed back: gradients pass the state only",
            "Feed the prediction back as the head returns it, without detach() or .data.",
            _but(feed=lambda prediction, _first: prediction.detach()),
        ),
        Slip(
            "state-detached",
            "the values are right, but the state is cut between the steps: no gradient flows further back",
            "Hand the state on as the Cell returns it, without detach() or .data.",
            _but(move=lambda new, _first: new.detach()),
        ),
        Slip(
            "both-detached",
            "the values are right, but state and prediction are cut off between the steps: no gradient flows back",
            "Hand both on as they are, without detach() or .data.",
            _but(feed=lambda prediction, _first: prediction.detach(), move=lambda new, _first: new.detach()),
        ),
    ),
)
