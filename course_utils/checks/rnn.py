"""The exercises of lesson 01: sequences and the plain RNN.

The oracles are torch.nn's own modules; the equation is documented at
https://docs.pytorch.org/docs/stable/generated/torch.nn.RNN.html.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import torch
from torch import Tensor, nn

from course_utils.checks.exercise import Exercise, Random, Sizes, Slip, Trial, trials
from course_utils.checks.kinds import DictOf, Plain, Shape, TensorOf, TupleOf
from course_utils.checks.values import Value, unset


def _cycled(run: Callable[[Random], Iterator[Trial]], *settings: Mapping[str, Value]) -> Callable[[Random], Any]:
    """The same trials with more arguments: the first settings, the second, …, and from the first again."""

    def cycled(random: Random) -> Iterator[Trial]:
        for trial, more in zip(run(random), itertools.cycle(settings)):  # the settings never end
            yield replace(trial, arguments={**trial.arguments, **more})

    return cycled


# --- rnn/step

NONLINEARITIES: dict[str, Callable[[Tensor], Tensor]] = {"tanh": torch.tanh, "relu": torch.relu}


def _step_arguments(random: Random, sizes: Sizes) -> Mapping[str, Value]:
    return {
        "x": random.normal(sizes.B, sizes.F),
        "h": random.normal(sizes.B, sizes.H, scale=sizes.scale),
        "weight_ih": random.normal(sizes.H, sizes.F, scale=0.5),
        "weight_hh": random.normal(sizes.H, sizes.H, scale=0.5),
        "bias_ih": random.normal(sizes.H, scale=0.5),
        "bias_hh": random.normal(sizes.H, scale=0.5),
    }


def _step(
    x: Tensor, h: Tensor, weight_ih: Tensor, weight_hh: Tensor, bias_ih: Tensor, bias_hh: Tensor, nonlinearity: str
) -> Any:
    cell = unset("RNNCell", input_size=x.shape[1], hidden_size=h.shape[1], nonlinearity=nonlinearity)
    weights = {"weight_ih": weight_ih, "weight_hh": weight_hh, "bias_ih": bias_ih, "bias_hh": bias_hh}
    return torch.func.functional_call(cell, weights, (x, h))


def _sum(x: Tensor, h: Tensor, weight_ih: Tensor, weight_hh: Tensor, bias_ih: Tensor, bias_hh: Tensor) -> Tensor:
    return x @ weight_ih.T + bias_ih + h @ weight_hh.T + bias_hh


def _crosswise(x: Tensor, h: Tensor, weight_ih: Tensor, weight_hh: Tensor, bias_ih: Tensor, bias_hh: Tensor) -> Tensor:
    return torch.cat([h, x], 1) @ torch.cat([weight_ih, weight_hh], 1).T + bias_ih + bias_hh


SUMS: dict[str, Callable[..., Tensor]] = {
    "bias-hh-missing": lambda x, h, wi, wh, bi, _bh: x @ wi.T + bi + h @ wh.T,
    "bias-ih-missing": lambda x, h, wi, wh, _bi, bh: x @ wi.T + h @ wh.T + bh,
    "biases-missing": lambda x, h, wi, wh, _bi, _bh: x @ wi.T + h @ wh.T,
    "bias-ih-twice": lambda x, h, wi, wh, bi, _bh: x @ wi.T + bi + h @ wh.T + bi,
    "h-ignored": lambda x, _h, wi, _wh, bi, bh: x @ wi.T + bi + bh,
    "hidden-half-missing": lambda x, _h, wi, _wh, bi, _bh: x @ wi.T + bi,
    "weight-hh-not-transposed": lambda x, h, wi, wh, bi, bh: x @ wi.T + bi + h @ wh + bh,
    "weights-reshaped": lambda x, h, wi, wh, bi, bh: x @ wi.reshape(wi.T.shape) + bi + h @ wh + bh,
}  # wrong sums, in one step as in the loop over many


def _wrong_sums(wrong: Callable[[Callable[..., Tensor]], Callable[..., Any]]) -> tuple[Slip, ...]:
    """The slips of a wrong sum, in an exercise for which `wrong` makes a wrong answer out of a sum."""
    words = {
        "bias-hh-missing": (
            "bias_hh is missing; PyTorch adds two biases, bias_ih and bias_hh",
            "Add both biases.",
        ),
        "bias-ih-missing": (
            "bias_ih is missing; PyTorch adds two biases, bias_ih and bias_hh",
            "Add both biases.",
        ),
        "biases-missing": (
            "both biases are missing",
            "The equation has a bias for x and one for h.",
        ),
        "bias-ih-twice": (
            "you add bias_ih twice, and bias_hh not at all",
            "Look at the names of the two biases.",
        ),
        "h-ignored": (
            "the new state does not depend on the old one: h is never multiplied by weight_hh",
            "The new state is made from x and from h.",
        ),
        "hidden-half-missing": (
            "this is the half of the equation that reads x; the half that reads h, with its bias, is missing",
            "The new state is made from x and from h.",
        ),
        "weight-hh-not-transposed": (
            "you multiply h by weight_hh as it is; its rows are the new units. It is square, so no error warns you",
            "Treat weight_hh as you treat weight_ih.",
        ),
        "weights-reshaped": (
            "you reshape the weights to make them fit, which scrambles their numbers; they must be transposed",
            "weight.T swaps rows and columns.",
        ),
    }
    return tuple(Slip(name, *words[name], wrong(total)) for name, total in SUMS.items())


def _step_but(
    total: Callable[..., Tensor] = _sum,
    finish: Callable[..., Tensor] = lambda a, _h, nonlinearity: NONLINEARITIES[nonlinearity](a),
) -> Callable[..., Any]:
    """One step with the sum or what is done with it another way."""
    return lambda x, h, wi, wh, bi, bh, nonlinearity: finish(total(x, h, wi, wh, bi, bh), h, nonlinearity)


STEP = Exercise(
    id="rnn/step",
    parameters=("x", "h", "weight_ih", "weight_hh", "bias_ih", "bias_hh", "nonlinearity"),
    points=2,
    trials=_cycled(
        trials(_step_arguments, "B=1", "H=1", "scale=6"), {"nonlinearity": "tanh"}, {"nonlinearity": "relu"}
    ),
    oracle=_step,
    returns=TensorOf(("batch", "hidden_size")),
    slips=(
        *_wrong_sums(_step_but),
        Slip(
            "concatenated-crosswise",
            "you join x and h in one order and their weights in the other: x meets weight_hh, and h meets weight_ih",
            "Join the weights in the same order as x and h.",
            _step_but(_crosswise),
        ),
        Slip(
            "no-nonlinearity",
            "the non-linearity is missing: this is the bare sum",
            "Squash the sum with the function that `nonlinearity` names.",
            _step_but(finish=lambda a, _h, _nonlinearity: a),
        ),
        Slip(
            "always-tanh",
            "your step uses tanh whatever `nonlinearity` says",
            'Look at `nonlinearity`: it is "tanh" or "relu".',
            _step_but(finish=lambda a, _h, _nonlinearity: a.tanh()),
        ),
        Slip(
            "always-relu",
            "your step uses relu whatever `nonlinearity` says",
            'Look at `nonlinearity`: it is "tanh" or "relu".',
            _step_but(finish=lambda a, _h, _nonlinearity: a.relu()),
        ),
        Slip(
            "tanh-and-relu-exchanged",
            "your step uses tanh where relu is asked for, and relu where tanh is",
            "Look at the comparison with `nonlinearity`.",
            _step_but(finish=lambda a, _h, nonlinearity: a.relu() if nonlinearity == "tanh" else a.tanh()),
        ),
        Slip(
            "sigmoid-for-tanh",
            "you use the sigmoid for tanh: it never gives a negative number",
            "torch.tanh lies between -1 and 1.",
            _step_but(finish=lambda a, _h, nonlinearity: a.sigmoid() if nonlinearity == "tanh" else a.relu()),
        ),
        Slip(
            "each-half-squashed",
            "you squash the half of x and the half of h separately; the non-linearity is applied once, to their sum",
            "Add first, squash then.",
            lambda x, h, wi, wh, bi, bh, nonlinearity: (
                NONLINEARITIES[nonlinearity](x @ wi.T + bi) + NONLINEARITIES[nonlinearity](h @ wh.T + bh)
            ),
        ),
        Slip(
            "biases-outside",
            "you add the biases after the non-linearity; they belong inside",
            "Add first, squash then.",
            lambda x, h, wi, wh, bi, bh, nonlinearity: NONLINEARITIES[nonlinearity](x @ wi.T + h @ wh.T) + bi + bh,
        ),
        Slip(
            "added-to-h",
            "you add the result to the old h; a plain RNN replaces the old state",
            "Return the squashed sum by itself.",
            _step_but(finish=lambda a, h, nonlinearity: h + NONLINEARITIES[nonlinearity](a)),
        ),
        Slip(
            "squashed-twice",
            "the non-linearity is applied twice",
            "Apply it once, to the whole sum.",
            _step_but(finish=lambda a, _h, name: NONLINEARITIES[name](NONLINEARITIES[name](a))),
        ),
    ),
)

# --- rnn/forward


def _forward_arguments(random: Random, sizes: Sizes) -> Mapping[str, Value]:
    weights = random.layer("RNN", input_size=sizes.F, hidden_size=sizes.H).weights
    return {
        "x": random.normal(sizes.T, sizes.B, sizes.F),
        "h_0": random.normal(1, sizes.B, sizes.H),
        **{name.removesuffix("_l0"): weight for name, weight in weights.items()},
    }


def _forward(x: Tensor, h_0: Tensor, weight_ih: Tensor, weight_hh: Tensor, bias_ih: Tensor, bias_hh: Tensor) -> Any:
    rnn = unset("RNN", input_size=x.shape[2], hidden_size=h_0.shape[2])
    weights = dict(zip(rnn.state_dict(), (weight_ih, weight_hh, bias_ih, bias_hh), strict=True))
    return torch.func.functional_call(rnn, weights, (x, h_0))


@dataclass(frozen=True)
class _Ran:
    """What a loop leaves: the states after every step, and the one before the first, each (B, H)."""

    states: list[Tensor]
    start: Tensor


def _forward_but(
    total: Callable[..., Tensor] = _sum,
    squash: Callable[[Tensor], Tensor] = torch.tanh,
    read: Callable[[Tensor], Tensor] = lambda x: x,
    start: Callable[[Tensor], Tensor] = lambda h_0: h_0[0],
    move: Callable[[Tensor, Tensor], Tensor] = lambda new, _start: new,
    output: Callable[[_Ran], Tensor] = lambda ran: torch.stack(ran.states),
    h_n: Callable[[_Ran], Tensor] = lambda ran: ran.states[-1][None],
) -> Callable[..., Any]:
    """The loop with one part done another way."""

    def wrong(x: Tensor, h_0: Tensor, *weights: Tensor) -> Any:
        h = start(h_0)
        ran = _Ran([], h)
        for x_t in read(x):
            ran.states.append(squash(total(x_t, h, *weights)))
            h = move(ran.states[-1], ran.start)
        return output(ran), h_n(ran)

    return wrong


def _h_n_first(*arguments: Tensor) -> Any:
    output, h_n = _forward_but()(*arguments)
    return h_n, output


FORWARD = Exercise(
    id="rnn/forward",
    parameters=("x", "h_0", "weight_ih", "weight_hh", "bias_ih", "bias_hh"),
    points=3,
    trials=trials(_forward_arguments, "T=1", "B=1", "H=1", "T=3", "T=66"),
    oracle=_forward,
    returns=TupleOf(
        {"output": TensorOf(("seq_len", "batch", "hidden_size")), "h_n": TensorOf(("1", "batch", "hidden_size"))}
    ),
    slips=(
        Slip(
            "h-0-ignored",
            "your loop starts from zeros; it must start from the h_0 it is given",
            "Use h_0 for the first step.",
            _forward_but(start=lambda h_0: 0 * h_0[0]),
        ),
        Slip(
            "state-never-moves",
            "every step starts from h_0: the new state is never handed to the next step",
            "Assign the new state to the variable that the next step reads.",
            _forward_but(move=lambda _new, first: first),
        ),
        *_wrong_sums(_forward_but),
        Slip(
            "no-tanh",
            "the tanh is missing: the states can grow without bound",
            "Squash the sum at every step.",
            _forward_but(squash=lambda a: a),
        ),
        Slip(
            "relu-for-tanh",
            "you use relu; an nn.RNN uses tanh unless it is told otherwise",
            "Squash with torch.tanh.",
            _forward_but(squash=torch.relu),
        ),
        Slip(
            "backwards",
            "you go through the sequence from its end",
            "Begin with x[0].",
            _forward_but(read=lambda x: x.flip(0)),
        ),
        Slip(
            "inserted-in-front",
            "your output is in reverse order: the last step comes first",
            "Append to the list instead of inserting at its beginning.",
            _forward_but(output=lambda ran: torch.stack(ran.states[::-1])),
        ),
        Slip(
            "one-step-early",
            "you keep h before each step: the first entry of output is h_0, and the last state is not in it",
            "Keep the state after the step.",
            _forward_but(output=lambda ran: torch.stack([ran.start, *ran.states[:-1]])),
        ),
        Slip(
            "start-included",
            "h_0 is in your output too, so it has seq_len + 1 entries",
            "Keep the state once per step, after the step.",
            _forward_but(output=lambda ran: torch.stack([ran.start, *ran.states])),
        ),
        Slip(
            "cat-not-stack",
            "torch.cat glues the steps together along the batch; output needs an axis of its own for time",
            "torch.stack makes the new axis.",
            _forward_but(output=lambda ran: torch.cat(ran.states)),
        ),
        Slip(
            "last-only",
            "your output holds the last state only; asked for is the state after every step",
            "Keep each state in a list, and join the list at the end.",
            _forward_but(output=lambda ran: ran.states[-1][None]),
        ),
        Slip(
            "return-inside-the-loop",
            "your loop ends after the first step",
            "Look at how far `return` is indented.",
            _forward_but(read=lambda x: x[:1]),
        ),
        Slip(
            "same-tensor-every-step",
            "every step of your output is the last state: one tensor is kept many times and changed in place",
            "Make a new tensor at every step.",
            _forward_but(output=lambda ran: torch.stack([ran.states[-1]] * len(ran.states))),
        ),
        Slip(
            "batch-first-output",
            "your output is (batch, seq_len, …); x came time-major, so output goes out time-major",
            "Stack the states along dim 0.",
            _forward_but(output=lambda ran: torch.stack(ran.states, 1)),
        ),
        Slip(
            "h-n-without-layer-axis",
            "your h_n has no axis for the layers; h_n has the same three axes as h_0",
            "One layer is still an axis, of size 1.",
            _forward_but(h_n=lambda ran: ran.states[-1]),
        ),
        Slip(
            "h-n-batch-first",
            "the axes of your h_n are (batch, 1, …); the axis for the layers comes first, as in h_0",
            "Put the new axis at dim 0.",
            _forward_but(h_n=lambda ran: ran.states[-1].unsqueeze(1)),
        ),
        Slip(
            "h-n-is-output",
            "your h_n is the state after every step; h_n is the state after the last one",
            "Only the last state goes into h_n.",
            _forward_but(h_n=lambda ran: torch.stack(ran.states)),
        ),
        Slip(
            "h-n-after-first-step",
            "your h_n is the state after the first step; it is the one after the last",
            "h_n is where the loop ends.",
            _forward_but(h_n=lambda ran: ran.states[0][None]),
        ),
        Slip(
            "h-n-is-h-0",
            "your h_n is h_0, the state before the first step; it is the one after the last",
            "h_n is where the loop ends.",
            _forward_but(h_n=lambda ran: ran.start[None]),
        ),
        Slip(
            "returned-h-n-first",
            "you return (h_n, output); PyTorch's order is (output, h_n)",
            "Swap the two.",
            _h_n_first,
        ),
        Slip(
            "detaches-between-steps",
            "the values are right, but the state is cut from its history between the steps: nothing flows further back",
            "Hand the state on as it is, without detach() or .data.",
            _forward_but(move=lambda new, _start: new.detach()),
        ),
        Slip(
            "h-n-detached",
            "the values are right, but no gradient flows through your h_n",
            "Return the last state as it is, without detach() or .data.",
            _forward_but(h_n=lambda ran: ran.states[-1][None].detach()),
        ),
    ),
)

# --- rnn/shapes


@dataclass(frozen=True)
class _Run:
    """The sizes of one run of a layer, in the letters of the lessons."""

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


def _shapes_arguments(_random: Random, sizes: Sizes) -> Mapping[str, Value]:
    return {
        "seq_len": sizes.T,
        "batch": sizes.B,
        "input_size": sizes.F,
        "hidden_size": sizes.H,
        "num_layers": sizes.L,
    }


def _shapes(
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
    h_0 = rnn.get_expected_hidden_size(x, None)  # what the layer compares a given h_0 with
    return {"input": tuple(x.shape), "h_0": h_0, "output": tuple(output.shape), "h_n": tuple(h_n.shape)}


def _shapes_but(
    x: Callable[[_Run], tuple[int, ...]] = lambda run: run.sequence(run.F),
    h_0: Callable[[_Run], tuple[int, ...]] = _Run.state,
    output: Callable[[_Run], tuple[int, ...]] = lambda run: run.sequence(run.D * run.H),
    h_n: Callable[[_Run], tuple[int, ...]] = _Run.state,
    seen: Callable[[_Run], _Run] = lambda run: run,
) -> Callable[..., Any]:
    """The right shapes with some done another way, or of a run that is `seen` as another."""

    def wrong(T: int, B: int, F: int, H: int, L: int, bidirectional: bool, batch_first: bool) -> Any:
        run = seen(_Run(T, B, F, H, L, 2 if bidirectional else 1, batch_first))
        return {"input": x(run), "h_0": h_0(run), "output": output(run), "h_n": h_n(run)}

    return wrong


def _states_but(state: Callable[[_Run], tuple[int, ...]]) -> Callable[..., Any]:
    return _shapes_but(h_0=state, h_n=state)


SHAPES = Exercise(
    id="rnn/shapes",
    parameters=("seq_len", "batch", "input_size", "hidden_size", "num_layers", "bidirectional", "batch_first"),
    points=2,
    trials=_cycled(
        trials(_shapes_arguments, "L=1", "B=1", "T=1", "H=1"),
        {"bidirectional": False, "batch_first": False},
        {"bidirectional": False, "batch_first": True},
        {"bidirectional": True, "batch_first": True},
        {"bidirectional": True, "batch_first": False},
    ),
    oracle=_shapes,
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
            _shapes_but(h_n=lambda run: (run.B, run.L * run.D, run.H) if run.batch_first else run.state()),
        ),
        Slip(
            "batch-first-moves-input-only",
            "with batch_first only your input is (batch, seq_len, …); the output moves with it",
            "Which of the four shapes should depend on batch_first?",
            _shapes_but(output=lambda run: (run.T, run.B, run.D * run.H)),
        ),
        Slip(
            "batch-first-ignored",
            "your shapes are the same whatever batch_first is",
            "batch_first=True changes the order of two axes of some of them.",
            _shapes_but(seen=lambda run: replace(run, batch_first=False)),
        ),
        Slip(
            "batch-first-by-default",
            "you put batch first when batch_first is False, and seq_len first when it is True",
            "PyTorch's default is time-major.",
            _shapes_but(seen=lambda run: replace(run, batch_first=not run.batch_first)),
        ),
        Slip(
            "always-batch-first",
            "your input and output begin with batch whatever batch_first is",
            "PyTorch's default is time-major.",
            _shapes_but(seen=lambda run: replace(run, batch_first=True)),
        ),
        Slip(
            "directions-ignored",
            "your shapes are the same whatever bidirectional is; a second direction has its own states and outputs",
            "Where do the results of the backward direction go, in output and in h_n?",
            _shapes_but(seen=lambda run: replace(run, D=1)),
        ),
        Slip(
            "one-direction-in-output",
            "your output has room for one direction; it holds those of both, side by side in its last axis",
            "How many numbers does a bidirectional layer give for one step?",
            _shapes_but(output=lambda run: run.sequence(run.H)),
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
            _shapes_but(seen=lambda run: replace(run, D=2)),
        ),
        Slip(
            "h-0-as-wide-as-x",
            "the last axis of your h_0 is input_size; a state has hidden_size numbers, whatever the input is",
            "h_0 stands where h_1, h_2, … will stand.",
            _shapes_but(h_0=lambda run: (run.L * run.D, run.B, run.F)),
        ),
        Slip(
            "h-n-like-output",
            "you give h_n the shape of output; h_n holds the last step only, of every layer",
            "Is there a step axis in h_n?",
            _shapes_but(h_n=lambda run: run.sequence(run.D * run.H)),
        ),
        Slip(
            "output-and-h-n-exchanged",
            "you exchanged the two: output has every step of the top layer, h_n the last step of every layer",
            "Which of the two has a step axis?",
            _shapes_but(output=_Run.state, h_n=lambda run: run.sequence(run.D * run.H)),
        ),
        Slip(
            "layers-in-output",
            "your output holds all layers; it holds the top layer only",
            "A layer above reads the outputs of the layer below; only the top one's come out.",
            _shapes_but(output=lambda run: run.sequence(run.L * run.D * run.H)),
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
            _shapes_but(seen=lambda run: replace(run, F=run.H, H=run.F)),
        ),
        Slip(
            "last-step-as-output",
            "your output is that of one step; output holds every step",
            "Which axes do input and output share?",
            _shapes_but(output=lambda run: (run.B, run.D * run.H)),
        ),
    ),
)

# --- rnn/count-parameters


def _count_arguments(_random: Random, sizes: Sizes) -> Mapping[str, Value]:
    return {"input_size": sizes.F, "hidden_size": sizes.H, "num_layers": sizes.L}


def _count(input_size: int, hidden_size: int, num_layers: int, bias: bool, bidirectional: bool) -> Any:
    options = {"num_layers": num_layers, "bias": bias, "bidirectional": bidirectional}
    rnn = unset("RNN", input_size=input_size, hidden_size=hidden_size, **options)
    return sum(parameter.numel() for parameter in rnn.parameters())


def _count_but(
    above: Callable[[int, int, int], int] = lambda _f, h, d: d * h,
    weights: Callable[[int, int], int] = lambda columns, h: h * columns + h * h,
    biases: Callable[[int, bool], int] = lambda h, bias: 2 * h * bias,
    layers: Callable[[int], int] = lambda num_layers: num_layers,
    copies: Callable[[int], int] = lambda d: d,
    seen: Callable[[int], int] = lambda d: d,
    biased: Callable[[int, int], int] = lambda num_layers, d: num_layers * d,
) -> Callable[..., Any]:
    """The count with one part done another way; `above` is the columns of weight_ih in the layers above the first."""

    def wrong(f: int, h: int, num_layers: int, bias: bool, bidirectional: bool) -> int:
        d, n = seen(2 if bidirectional else 1), layers(num_layers)
        widths = [f] + [above(f, h, d)] * (n - 1)
        return copies(d) * sum(weights(columns, h) for columns in widths) + biased(n, d) * biases(h, bias)

    return wrong


COUNT = Exercise(
    id="rnn/count-parameters",
    parameters=("input_size", "hidden_size", "num_layers", "bias", "bidirectional"),
    points=3,
    trials=_cycled(
        trials(_count_arguments, "L=1", "F=20", "H=1"),
        {"bias": True, "bidirectional": False},
        {"bias": True, "bidirectional": True},
        {"bias": False, "bidirectional": True},
        {"bias": False, "bidirectional": False},
    ),
    oracle=_count,
    returns=Plain(int),
    gradient=False,
    slips=(
        Slip(
            "one-bias",
            "you count one bias; PyTorch keeps two, bias_ih and bias_hh, of the same size",
            "Print the names of the parameters of a small nn.RNN.",
            _count_but(biases=lambda h, bias: h * bias),
        ),
        Slip(
            "biases-always",
            "you count biases although bias is False",
            "Without biases only the weights are left.",
            _count_but(biases=lambda h, _bias: 2 * h),
        ),
        Slip(
            "biases-never",
            "you count no biases although bias is True",
            "Print the names of the parameters of a small nn.RNN.",
            _count_but(biases=lambda _h, _bias: 0),
        ),
        Slip(
            "biases-of-one-layer",
            "you count the biases once; every layer and every direction has its own",
            "Count what one layer has in one direction first.",
            _count_but(biased=lambda _layers, _d: 1),
        ),
        Slip(
            "biases-of-one-direction",
            "you count the biases of one direction; the backward direction has its own",
            "Count what one layer has in one direction first.",
            _count_but(biased=lambda num_layers, _d: num_layers),
        ),
        Slip(
            "layers-all-alike",
            "you count every layer like the first; only the first reads x, those above read the layer below",
            "How many numbers does the layer below give for one step?",
            _count_but(above=lambda f, _h, _d: f),
        ),
        Slip(
            "one-direction-read",
            "your upper layers read one direction of the layer below; they read both, side by side",
            "How many numbers does a bidirectional layer give for one step?",
            _count_but(above=lambda _f, h, _d: h),
        ),
        Slip(
            "directions-ignored",
            "your count is the same whatever bidirectional is",
            "The backward direction has weights of its own, in every layer.",
            _count_but(seen=lambda _d: 1),
        ),
        Slip(
            "one-direction-counted",
            "your upper layers read both directions, as they should, but you count the weights of one direction only",
            "The backward direction has weights of its own, in every layer.",
            _count_but(copies=lambda _d: 1, biased=lambda num_layers, _d: num_layers),
        ),
        Slip(
            "one-layer",
            "your count is the same whatever num_layers is",
            "Every layer has weights of its own.",
            _count_but(layers=lambda _num_layers: 1),
        ),
        Slip(
            "weight-hh-forgotten",
            "you count weight_ih and leave out weight_hh, which makes a network recurrent",
            "Print the names of the parameters of a small nn.RNN.",
            _count_but(weights=lambda columns, h: h * columns),
        ),
        Slip(
            "weight-ih-forgotten",
            "you count weight_hh and leave out weight_ih, which reads x or the layer below",
            "Print the names of the parameters of a small nn.RNN.",
            _count_but(weights=lambda _columns, h: h * h),
        ),
        Slip(
            "lstm-counted",
            "these are the parameters of an LSTM, which has four blocks of rows; a plain RNN has one",
            "The weights of a plain RNN have hidden_size rows.",
            _count_but(weights=lambda columns, h: 4 * h * (columns + h), biases=lambda h, bias: 8 * h * bias),
        ),
    ),
)

# --- rnn/sliding-windows


def _windows_arguments(random: Random, sizes: Sizes) -> Mapping[str, Value]:
    return {"series": random.normal(2 * sizes.T + sizes.B, sizes.F), "seq_len": sizes.T}


def _windows_trials(random: Random) -> Iterator[Trial]:
    yield from trials(_windows_arguments, "T=1")(random)
    yield Trial({"series": random.normal(10, 1), "seq_len": 3}, "a single feature (input_size = 1)")
    yield Trial({"series": random.normal(7, 6), "seq_len": 7}, "a window as long as the series")


def _unfolded(padded: Tensor, seq_len: int) -> Tensor:
    return padded.unfold(0, seq_len, 1).transpose(1, 2)


def _padded(series: Tensor, before: int, after: int) -> Tensor:
    return nn.functional.pad(series, (0, 0, before, after))


def _windows(series: Tensor, seq_len: int) -> Tensor:
    return _unfolded(_padded(series, 0, seq_len - 1), seq_len)


def _tail_dropped(series: Tensor, seq_len: int) -> Tensor:
    """Windows of zeros where there are not enough steps left."""
    whole = _unfolded(series, seq_len)
    return torch.cat([whole, whole.new_zeros(seq_len - 1, *whole.shape[1:])])


def _one_step_short(series: Tensor, seq_len: int) -> Tensor:
    windows = _windows(series, seq_len).clone()
    windows[:, -1] = 0
    return windows


def _side_by_side(series: Tensor, seq_len: int) -> Tensor:
    return torch.stack(_padded(series, 0, -len(series) % seq_len).split(seq_len))


def _along_features(series: Tensor, seq_len: int) -> Tensor:
    return nn.functional.pad(series, (0, seq_len - 1)).unfold(1, seq_len, 1).transpose(1, 2)


SLIDING_WINDOWS = Exercise(
    id="rnn/sliding-windows",
    parameters=("series", "seq_len"),
    points=3,
    trials=_windows_trials,
    oracle=_windows,
    returns=TensorOf(("windows", "seq_len", "input_size")),
    gradient=False,  # data to learn from: NumPy will do
    slips=(
        Slip(
            "no-padding",
            "you stop where the last whole window ends; a window begins at every step, filled up with zeros at the end",
            "How many windows should there be?",
            _unfolded,
        ),
        Slip(
            "padded-in-front",
            "the zeros stand in front of the series; they belong behind it",
            "The first window begins with the first step, and is whole.",
            lambda series, seq_len: _unfolded(_padded(series, seq_len - 1, 0), seq_len),
        ),
        Slip(
            "last-step-repeated",
            "you fill up with the last step; the windows at the end are filled up with zeros",
            "What stands behind the last step?",
            lambda series, seq_len: _unfolded(torch.cat([series, series[-1:].repeat(seq_len - 1, 1)]), seq_len),
        ),
        Slip(
            "wrapped-around",
            "the windows at the end go on with the first steps; they are filled up with zeros",
            "torch.roll and % begin the series again: what should stand behind the last step?",
            lambda series, seq_len: _unfolded(torch.cat([series, series[: seq_len - 1]]), seq_len),
        ),
        Slip(
            "tail-all-zeros",
            "your last windows hold nothing but zeros; the steps that are left belong in them",
            "Only the places behind the last step are zero.",
            _tail_dropped,
        ),
        Slip(
            "one-window-too-many",
            "your last window holds nothing but padding: you filled up with one step too many",
            "The last window begins with the last step.",
            lambda series, seq_len: _unfolded(_padded(series, 0, seq_len), seq_len),
        ),
        Slip(
            "last-window-missing",
            "your last window is missing: the one that begins with the last step",
            "A window begins at every step, the last one too.",
            lambda series, seq_len: _windows(series, seq_len)[:-1],
        ),
        Slip(
            "last-step-missing",
            "each of your windows ends one step too soon: its last place is always zero",
            "A slice a:b leaves b out.",
            _one_step_short,
        ),
        Slip(
            "side-by-side",
            "your windows lie side by side: each begins where the one before ends; a window begins at every step",
            "By how many steps is a window later than the one before?",
            _side_by_side,
        ),
        Slip(
            "one-step-late",
            "your windows begin one step late: the first leaves out the first step",
            "Window n begins with series[n].",
            lambda series, seq_len: _unfolded(_padded(series[1:], 0, seq_len), seq_len),
        ),
        Slip(
            "newest-first",
            "inside your windows time runs backwards",
            "The first entry of a window is its earliest step.",
            lambda series, seq_len: _windows(series, seq_len).flip(1),
        ),
        Slip(
            "windows-reversed",
            "your windows are in reverse order",
            "The first window begins with the first step.",
            lambda series, seq_len: _windows(series, seq_len).flip(0),
        ),
        Slip(
            "along-features",
            "your windows slide along the features; they must slide along time, dim 0 of the series",
            "A window holds whole rows of the series.",
            _along_features,
        ),
        Slip(
            "time-last",
            "time is the last axis of your windows, as unfold leaves it; a layer would take the steps for features",
            "Swap two axes; a reshape would scramble them.",
            lambda series, seq_len: _windows(series, seq_len).transpose(1, 2),
        ),
        Slip(
            "reshape-scramble",
            "the shape is right and the numbers are scrambled: a reshape (or view) does not swap axes",
            "Swap two axes with transpose.",
            lambda series, seq_len: (
                _windows(series, seq_len).transpose(1, 2).reshape(len(series), seq_len, series.shape[1])
            ),
        ),
        Slip(
            "window-as-features",
            "each of your windows is one long row of features: a layer would see a single step",
            "A window has an axis for its steps.",
            lambda series, seq_len: _windows(series, seq_len).flatten(1),
        ),
    ),
)

# --- rnn/to-time-major


def _time_major_arguments(random: Random, sizes: Sizes) -> Mapping[str, Value]:
    return {"x": random.normal(sizes.B, sizes.T, sizes.F)}


def _time_major(x: Tensor) -> Tensor:
    return x.transpose(0, 1)


TO_TIME_MAJOR = Exercise(
    id="rnn/to-time-major",
    parameters=("x",),
    points=1,
    trials=trials(_time_major_arguments, "T=1", "B=1", "T=3"),
    oracle=_time_major,
    returns=TensorOf(("seq_len", "batch", "input_size")),
    slips=(
        Slip(
            "reshape-scramble",
            "the shape is right and the examples are mixed: reshape and view keep the order of the numbers",
            "Swap the axes instead of naming a new shape.",
            lambda x: x.reshape(x.shape[1], x.shape[0], x.shape[2]),
        ),
        Slip(
            "not-moved",
            "x comes back as it was: (batch, seq_len, input_size)",
            "transpose returns a new view; it does not change x itself.",
            lambda x: x,
        ),
        Slip(
            "axes-reversed",
            "you reverse the order of all axes; the features must stay last",
            "Only two axes change places.",
            lambda x: x.permute(2, 1, 0),
        ),
        Slip(
            "features-first",
            "your axes are (features, batch, time); the features must stay last",
            "Only two axes change places.",
            lambda x: x.permute(2, 0, 1),
        ),
        Slip(
            "batch-last",
            "your axes are (time, features, batch); the features must stay last",
            "Only two axes change places.",
            lambda x: x.permute(1, 2, 0),
        ),
        Slip(
            "time-and-features-swapped",
            "you swap time and features; batch is where it was",
            "Count the axes from 0.",
            lambda x: x.transpose(1, 2),
        ),
        Slip(
            "time-reversed",
            "the axes are right, but time runs backwards",
            "Swap the axes; nothing is flipped.",
            lambda x: x.transpose(0, 1).flip(0),
        ),
        Slip(
            "examples-reversed",
            "the axes are right, but the examples are in reverse order: this is a rotation, not a swap",
            "Swap the axes; nothing is flipped.",
            lambda x: x.transpose(0, 1).flip(1),
        ),
        Slip(
            "batch-and-time-merged",
            "batch and time are one axis in your result; they must stay two",
            "The result has as many axes as x.",
            lambda x: x.flatten(0, 1),
        ),
        Slip(
            "steps-glued",
            "torch.cat glues the steps together along the batch; time needs an axis of its own",
            "torch.stack makes a new axis.",
            lambda x: torch.cat(x.unbind(1)),
        ),
        Slip(
            "squeezes",
            "squeeze() takes away every axis of size 1",
            "Leave out squeeze: all three axes are there to stay.",
            lambda x: x.transpose(0, 1).squeeze(),
        ),
    ),
)

EXERCISES = (STEP, FORWARD, SHAPES, COUNT, SLIDING_WINDOWS, TO_TIME_MAJOR)
