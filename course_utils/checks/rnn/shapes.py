"""The shapes that go into an nn.RNN and come out of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import torch
from torch import nn

from course_utils.checks.engine.exercise import Exercise, Slip
from course_utils.checks.engine.kinds import DictOf, Shape
from course_utils.checks.engine.trial import Random, Sizes, trials
from course_utils.checks.learner.values import Value


@dataclass(frozen=True)
class _Run:
    """The sizes of one run of a layer, named by the letters of the lessons."""

    T: int
    B: int
    F: int
    H: int
    L: int
    D: int
    batch_first: bool

    def sequence(self, width: int) -> tuple[int, ...]:
        return (self.B, self.T, width) if self.batch_first else (self.T, self.B, width)

    def state(self) -> tuple[int, ...]:
        return self.L * self.D, self.B, self.H


def _arguments(_random: Random, sizes: Sizes, bidirectional: bool, batch_first: bool) -> Mapping[str, Value]:
    return {
        "seq_len": sizes.T,
        "batch": sizes.B,
        "input_size": sizes.F,
        "hidden_size": sizes.H,
        "num_layers": sizes.L,
        "bidirectional": bidirectional,
        "batch_first": batch_first,
    }


def _oracle(
    seq_len: int,
    batch: int,
    input_size: int,
    hidden_size: int,
    num_layers: int,
    bidirectional: bool,
    batch_first: bool,
) -> Any:
    rnn = nn.RNN(input_size, hidden_size, num_layers, bidirectional=bidirectional, batch_first=batch_first)
    leading = (batch, seq_len) if batch_first else (seq_len, batch)
    x = torch.zeros(*leading, input_size)
    output, h_n = rnn(x)
    h_0 = rnn.get_expected_hidden_size(x, None)  # the shape that the layer demands of h_0
    return {"input": tuple(x.shape), "h_0": h_0, "output": tuple(output.shape), "h_n": tuple(h_n.shape)}


def _but(
    x: Callable[[_Run], tuple[int, ...]] = lambda run: run.sequence(run.F),
    h_0: Callable[[_Run], tuple[int, ...]] = _Run.state,
    output: Callable[[_Run], tuple[int, ...]] = lambda run: run.sequence(run.D * run.H),
    h_n: Callable[[_Run], tuple[int, ...]] = _Run.state,
    seen: Callable[[_Run], _Run] = lambda run: run,
) -> Callable[..., Any]:
    """The right shapes with some done another way, or the shapes of the run that `seen` makes of the true one."""

    def wrong(T: int, B: int, F: int, H: int, L: int, bidirectional: bool, batch_first: bool) -> Any:
        run = seen(_Run(T, B, F, H, L, 2 if bidirectional else 1, batch_first))
        return {"input": x(run), "h_0": h_0(run), "output": output(run), "h_n": h_n(run)}

    return wrong


def _states_but(state: Callable[[_Run], tuple[int, ...]]) -> Callable[..., Any]:
    return _but(h_0=state, h_n=state)


_MANY = "T=66 B=66 F=66 H=66 L=1"

EXERCISE = Exercise(
    id="rnn/shapes",
    parameters=("seq_len", "batch", "input_size", "hidden_size", "num_layers", "bidirectional", "batch_first"),
    points=2,
    trials=trials(
        _arguments,
        *("L=1", "B=1", "T=1", "F=1", "H=1", "equal", _MANY),
        settings=(
            {"bidirectional": False, "batch_first": False},
            {"bidirectional": False, "batch_first": True},
            {"bidirectional": True, "batch_first": True},
            {"bidirectional": True, "batch_first": False},
        ),
        once=(_MANY,),
        words={_MANY: "many steps, examples, features and hidden units (66 each)"},
    ),
    axes={"seq_len": "T", "batch": "B", "input_size": "F", "hidden_size": "H", "num_layers": "L"},
    settings={"bidirectional": (False, True), "batch_first": (False, True)},
    oracle=_oracle,
    returns=DictOf({name: Shape() for name in ("input", "h_0", "output", "h_n")}),
    gradient=False,
    parts=True,
    slips=(
        Slip(
            "batch-first-moves-states",
            "with batch_first your h_0 and h_n begin with batch; batch_first moves input and output, never the states",
            "Which of the four shapes should depend on batch_first?",
            _states_but(lambda run: (run.B, run.L * run.D, run.H) if run.batch_first else run.state()),
        ),
        Slip(
            "batch-first-moves-h-n",
            "with batch_first your h_n begins with batch; h_n has the shape of h_0 and can be the next h_0 as it is",
            "Which of the four shapes should depend on batch_first?",
            _but(h_n=lambda run: (run.B, run.L * run.D, run.H) if run.batch_first else run.state()),
        ),
        Slip(
            "batch-first-moves-input-only",
            "with batch_first only your input is (batch, seq_len, …); the output moves with it",
            "Which of the four shapes should depend on batch_first?",
            _but(output=lambda run: (run.T, run.B, run.D * run.H)),
        ),
        Slip(
            "batch-first-ignored",
            "your shapes are the same whatever batch_first is",
            "batch_first=True changes the order of two axes of some of them.",
            _but(seen=lambda run: replace(run, batch_first=False)),
        ),
        Slip(
            "batch-first-by-default",
            "you put batch first when batch_first is False, and seq_len first when it is True",
            "PyTorch's default is time-major.",
            _but(seen=lambda run: replace(run, batch_first=not run.batch_first)),
        ),
        Slip(
            "always-batch-first",
            "your input and output begin with batch whatever batch_first is",
            "PyTorch's default is time-major.",
            _but(seen=lambda run: replace(run, batch_first=True)),
        ),
        Slip(
            "directions-ignored",
            "your shapes are the same whatever bidirectional is; a second direction has its own states and outputs",
            "Where do the results of the backward direction go, in output and in h_n?",
            _but(seen=lambda run: replace(run, D=1)),
        ),
        Slip(
            "one-direction-in-output",
            "your output has room for one direction; it holds those of both, side by side in its last axis",
            "How many numbers does a bidirectional layer give for one step?",
            _but(output=lambda run: run.sequence(run.H)),
        ),
        Slip(
            "one-direction-in-states",
            "your h_0 and h_n have room for one direction; each layer has a state for each direction",
            "Count the states: one for every layer and every direction.",
            _states_but(lambda run: (run.L, run.B, run.H)),
        ),
        Slip(
            "directions-widen-states",
            "you put the two directions side by side in h_0 and h_n, as in output; there they lie along the first axis",
            "In the states, a second direction counts like more layers.",
            _states_but(lambda run: (run.L, run.B, run.D * run.H)),
        ),
        Slip(
            "always-two-directions",
            "your shapes are those of a bidirectional layer whatever bidirectional is",
            "bidirectional=False leaves one direction.",
            _but(seen=lambda run: replace(run, D=2)),
        ),
        Slip(
            "h-0-as-wide-as-x",
            "the last axis of your h_0 is input_size; a state has hidden_size numbers, whatever the input is",
            "h_0 stands where h_1, h_2, … will stand.",
            _but(h_0=lambda run: (run.L * run.D, run.B, run.F)),
        ),
        Slip(
            "h-n-like-output",
            "you give h_n the shape of output; h_n holds the last step only, of every layer",
            "Is there a step axis in h_n?",
            _but(h_n=lambda run: run.sequence(run.D * run.H)),
        ),
        Slip(
            "output-and-h-n-exchanged",
            "you exchanged the two: output has every step of the top layer, h_n the last step of every layer",
            "Which of the two has a step axis?",
            _but(output=_Run.state, h_n=lambda run: run.sequence(run.D * run.H)),
        ),
        Slip(
            "layers-in-output",
            "your output holds all layers; it holds the top layer only",
            "A layer above reads the outputs of the layer below; only the top one's come out.",
            _but(output=lambda run: run.sequence(run.L * run.D * run.H)),
        ),
        Slip(
            "one-layer-in-states",
            "your h_0 and h_n have room for one layer; each layer has a state of its own",
            "Count the states: one for every layer and every direction.",
            _states_but(lambda run: (run.D, run.B, run.H)),
        ),
        Slip(
            "states-without-layer-axis",
            "your h_0 and h_n have no axis for the layers; it is there even if there is only one layer",
            "Count the states: one for every layer and every direction.",
            _states_but(lambda run: (run.B, run.H)),
        ),
        Slip(
            "states-for-one-example",
            "your h_0 and h_n are those of one example; each example of the batch has its own state",
            "Which of the sizes says how many examples there are?",
            _states_but(lambda run: (run.L * run.D, 1, run.H)),
        ),
        Slip(
            "states-for-every-step",
            "your h_0 and h_n have a row for every step; they hold one state for every example of the batch",
            "h_0 is the state before the first step, h_n the one after the last.",
            _states_but(lambda run: (run.L * run.D, run.T, run.H)),
        ),
        Slip(
            "sizes-exchanged",
            "you exchanged input_size and hidden_size: x is made of features, states and output of hidden units",
            "Which of the two do you choose freely, and which do the data decide?",
            _but(seen=lambda run: replace(run, F=run.H, H=run.F)),
        ),
        Slip(
            "last-step-as-output",
            "your output is that of one step; output holds every step",
            "Which axes do input and output share?",
            _but(output=lambda run: (run.B, run.D * run.H)),
        ),
    ),
)
