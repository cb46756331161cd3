"""The exercises of lesson 03: gates and the cell state.

The oracles are torch.nn's own modules. The order of the gate blocks (input, forget, cell, output) is documented at
https://docs.pytorch.org/docs/stable/generated/torch.nn.LSTM.html and proved by behaviour in the lesson.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any

import torch
from torch import Tensor, nn

from course_utils.checks.answer import Reply
from course_utils.checks.exercise import EDGES, HOUSE, Exercise, Random, Sizes, Slip, Trial, trials
from course_utils.checks.gates import FOUR, split, split_gates
from course_utils.checks.kinds import DictOf, Plain, Shape, TensorOf, TupleOf
from course_utils.checks.values import Value, unset

State = tuple[Tensor, Tensor]

# --- lstm/why-400x100

GATES = {"RNN": 1, "GRU": 3, "LSTM": 4}
PARAMETERS = ("weight_ih_l0", "weight_hh_l0", "bias_ih_l0", "bias_hh_l0")


def _why_trials(random: Random) -> Iterator[Trial]:
    yield Trial({"weight_hh_shape": (400, 100), "input_size": random.integer(10, 60)})
    # Hidden sizes that 3 and 4 divide, too: only rows / columns tells the kind.
    for kind, multiple in (("GRU", 4), ("LSTM", 3), ("RNN", 12), ("LSTM", 5), ("GRU", 5)):
        hidden_size, input_size = multiple * random.integer(1, 8), random.integer(101, 200)
        yield Trial({"weight_hh_shape": (GATES[kind] * hidden_size, hidden_size), "input_size": input_size})
    for gates in GATES.values():
        shape = {"weight_hh_shape": (gates, 1), "input_size": random.integer(2, 9)}
        yield Trial(shape, "a single hidden unit (hidden_size = 1)")


def _why(weight_hh_shape: tuple[int, int], input_size: int) -> Any:
    hidden_size = weight_hh_shape[1]
    for kind in GATES:
        layer = unset(kind, input_size=input_size, hidden_size=hidden_size)
        shapes = {name: tuple(weight.shape) for name, weight in layer.named_parameters()}
        if shapes["weight_hh_l0"] == weight_hh_shape:
            return kind, hidden_size, shapes
    raise ValueError(f"no layer has a weight_hh of shape {weight_hh_shape}")


def _divisible(rows: int, columns: int) -> str:
    if rows == columns:
        return "RNN"
    return "LSTM" if rows % 4 == 0 else "GRU"


def _why_but(
    kind: Callable[[int, int], str] = lambda rows, columns: {1: "RNN", 3: "GRU", 4: "LSTM"}[rows // columns],
    hidden_size: Callable[[int, int, int], int] = lambda _rows, columns, _input: columns,
    shapes: Callable[[int, int, int], tuple[Any, Any, Any]] = lambda g, h, f: ((g * h, f), (g * h, h), (g * h,)),
) -> Callable[..., Any]:
    """The right answer with one part done another way."""

    def wrong(weight_hh_shape: tuple[int, int], input_size: int) -> Any:
        rows, columns = weight_hh_shape
        gates = rows // columns
        ih, hh, bias = shapes(gates, columns, input_size)
        parts = dict(zip(PARAMETERS, (ih, hh, bias, bias), strict=True))
        return kind(rows, columns), hidden_size(rows, columns, input_size), parts

    return wrong


WHY = Exercise(
    id="lstm/why-400x100",
    parameters=("weight_hh_shape", "input_size"),
    points=2,
    trials=_why_trials,
    oracle=_why,
    returns=TupleOf(
        {
            "kind": Plain(str, choices=tuple(GATES)),
            "hidden_size": Plain(int),
            "shapes": DictOf({name: Shape() for name in PARAMETERS}),
        }
    ),
    gradient=False,
    slips=(
        Slip(
            "rows-are-hidden-size",
            "you took the rows of weight_hh for the hidden size; they are all gates stacked, H rows for each",
            "weight_hh maps h (H numbers) to the gates: which of its two sizes is the length of h?",
            _why_but(hidden_size=lambda rows, _columns, _input: rows),
            part="hidden_size",
        ),
        Slip(
            "hidden-size-is-input-size",
            "you gave input_size as the hidden size; weight_hh never meets x: its shape does not depend on input_size",
            "Which vector is multiplied by weight_hh?",
            _why_but(hidden_size=lambda _rows, _columns, input_size: input_size),
            part="hidden_size",
        ),
        Slip(
            "hidden-size-is-a-quarter",
            "you take a quarter of the rows for the hidden size; only an LSTM stacks four blocks",
            "Which of the two sizes does not depend on the kind of the layer?",
            _why_but(hidden_size=lambda rows, _columns, _input: rows // 4),
            part="hidden_size",
        ),
        Slip(
            "gru-and-lstm-swapped",
            "you took three blocks for an LSTM and four for a GRU; it is the other way round",
            "Count the gates and the candidate of each cell.",
            _why_but(kind=lambda rows, columns: {1: "RNN", 3: "LSTM", 4: "GRU"}[rows // columns]),
            part="kind",
        ),
        Slip(
            "always-lstm",
            "you call every layer an LSTM; the number of row blocks tells an RNN, a GRU and an LSTM apart",
            "Divide the rows by the columns.",
            _why_but(kind=lambda _rows, _columns: "LSTM"),
            part="kind",
        ),
        Slip(
            "kind-by-divisibility",
            "you ask whether 4 or 3 divides the rows; 300 rows can be a GRU with 100 units or an LSTM with 75",
            "Compare the rows with the columns.",
            _why_but(kind=_divisible),
            part="kind",
        ),
        Slip(
            "weights-transposed",
            "your weights are transposed: PyTorch stores (rows out, columns in) and computes x @ weight.T",
            "weight_hh itself is given: (rows, columns) = (gates * H, H). weight_ih has as many rows.",
            _why_but(shapes=lambda g, h, f: ((f, g * h), (h, g * h), (g * h,))),
        ),
        Slip(
            "weight-ih-like-weight-hh",
            "your weight_ih has the shape of weight_hh; weight_ih multiplies x, so its columns are input_size",
            "How long is x_t, and how long is h?",
            _why_but(shapes=lambda g, h, _f: ((g * h, h), (g * h, h), (g * h,))),
        ),
        Slip(
            "input-and-hidden-exchanged",
            "you exchange the columns of weight_ih and weight_hh: weight_ih multiplies x, weight_hh multiplies h",
            "How long is x_t, and how long is h?",
            _why_but(shapes=lambda g, h, f: ((g * h, h), (g * h, f), (g * h,))),
        ),
        Slip(
            "bias-as-column",
            "your biases have two axes; a bias is one row of numbers, with one axis",
            "A tuple of one number is written with a comma: (5,).",
            _why_but(shapes=lambda g, h, f: ((g * h, f), (g * h, h), (g * h, 1))),
        ),
        Slip(
            "bias-of-one-gate",
            "your biases have H entries; there is one for every row of the weights, gates * H in all",
            "A bias is added to the result of weight @ x: how long is that?",
            _why_but(shapes=lambda g, h, f: ((g * h, f), (g * h, h), (h,))),
        ),
        Slip(
            "shapes-of-one-gate",
            "your shapes are those of a single block; PyTorch stacks the blocks of all gates along the rows",
            "Look at the shape you were given: it is the one of weight_hh_l0.",
            _why_but(shapes=lambda _g, h, f: ((h, f), (h, h), (h,))),
        ),
    ),
)

# --- lstm/split-gates

SPLIT = split_gates(
    "lstm/split-gates",
    "ifgo",
    FOUR,
    "gates",
    {
        "ifog": " (as in CS231n)",
        "iofg": " (as in ONNX)",
        "igfo": " (as in TensorFlow 1)",
        "figo": " (forget gate first)",
    },
    {"i": torch.sigmoid, "f": torch.sigmoid, "g": torch.tanh, "o": torch.sigmoid},
)

# --- lstm/step


def _state(random: Random, sizes: Sizes) -> State:
    """A random (h, c); c is the farther from zero, as it is in a network."""
    h = random.normal(sizes.B, sizes.H, scale=sizes.scale)
    return h, random.normal(sizes.B, sizes.H, scale=sizes.scale**1.5)  # farther still, float32 would err visibly


def _step_arguments(random: Random, sizes: Sizes) -> Mapping[str, Value]:
    rows = 4 * sizes.H
    return {
        "x": random.normal(sizes.B, sizes.F),
        "state": _state(random, sizes),
        "weight_ih": random.normal(rows, sizes.F, scale=0.7),
        "weight_hh": random.normal(rows, sizes.H, scale=0.7),
        "bias_ih": random.normal(rows, scale=0.7),
        "bias_hh": random.normal(rows, scale=0.7),
    }


def _step(x: Tensor, state: State, weight_ih: Tensor, weight_hh: Tensor, bias_ih: Tensor, bias_hh: Tensor) -> Any:
    cell = unset("LSTMCell", input_size=x.shape[1], hidden_size=weight_hh.shape[1])
    weights = {"weight_ih": weight_ih, "weight_hh": weight_hh, "bias_ih": bias_ih, "bias_hh": bias_hh}
    return torch.func.functional_call(cell, weights, (x, state))


def _step_but(
    before: Callable[..., Any] = lambda x, state, *weights: (x, state, *weights),
    order: str = "ifgo",
    squash: Callable[[Tensor], Tensor] = torch.sigmoid,
    candidate: Callable[[Tensor], Tensor] = torch.tanh,
    cell: Callable[..., Tensor] = lambda i, f, g, c: f * c + i * g,
    hidden: Callable[..., Tensor] = lambda o, c, _old: o * c.tanh(),
    after: Callable[[Tensor, Tensor], Any] = lambda h, c: (h, c),
) -> Callable[..., Any]:
    """One LSTM step with one part done another way."""

    def wrong(*arguments: Any) -> Any:
        x, (h, c), weight_ih, weight_hh, bias_ih, bias_hh = before(*arguments)
        rows = split(torch.transpose(x @ weight_ih.T + bias_ih + h @ weight_hh.T + bias_hh, 0, 1), order)
        blocks = {gate: block.T for gate, block in rows.items()}
        i, f, o = (squash(blocks[gate]) for gate in "ifo")
        new = cell(i, f, candidate(blocks["g"]), c)
        return after(hidden(o, new, c), new)

    return wrong


STEP = Exercise(
    id="lstm/step",
    parameters=("x", "state", "weight_ih", "weight_hh", "bias_ih", "bias_hh"),
    points=3,
    trials=trials(_step_arguments, "B=1", "H=1", "F=20", "scale=6"),
    oracle=_step,
    returns=TupleOf({"h": TensorOf(("batch", "hidden_size")), "c": TensorOf(("batch", "hidden_size"))}),
    slips=(
        *(
            Slip(
                f"gate-order-{order}",
                f"this is your step if the rows are read {', '.join(order)}; PyTorch stores i, f, g, o",
                "Name the four blocks again; lstm/split-gates asks for the same order.",
                _step_but(order=order),
            )
            for order in ("ifog", "iofg", "igfo", "figo")
        ),
        Slip(
            "bias-hh-missing",
            "bias_hh is missing; PyTorch adds two biases, bias_ih and bias_hh",
            "Add both biases to the gates.",
            _step_but(lambda x, state, wi, wh, bi, bh: (x, state, wi, wh, bi, 0 * bh)),
        ),
        Slip(
            "bias-ih-missing",
            "bias_ih is missing; PyTorch adds two biases, bias_ih and bias_hh",
            "Add both biases to the gates.",
            _step_but(lambda x, state, wi, wh, bi, bh: (x, state, wi, wh, 0 * bi, bh)),
        ),
        Slip(
            "bias-hh-twice",
            "you add bias_hh twice and bias_ih not at all",
            "PyTorch adds both biases, each once.",
            _step_but(lambda x, state, wi, wh, _bi, bh: (x, state, wi, wh, bh, bh)),
        ),
        Slip(
            "bias-ih-twice",
            "you add bias_ih twice and bias_hh not at all",
            "PyTorch adds both biases, each once.",
            _step_but(lambda x, state, wi, wh, bi, _bh: (x, state, wi, wh, bi, bi)),
        ),
        Slip(
            "fresh-cell",
            "your step uses a new nn.LSTMCell with weights of its own; it must use the weights it is given",
            "Compute the gates from weight_ih, weight_hh and the two biases.",
            lambda x, state, wi, wh, *_: nn.LSTMCell(wi.shape[1], wh.shape[1])(x, state),
        ),
        Slip(
            "no-tanh-anywhere",
            "both tanh are missing: the one that makes the candidate g, and the one on the way from c to h",
            "Look for tanh in the equations of the lesson.",
            _step_but(candidate=lambda g: g, hidden=lambda o, c, _old: o * c),
        ),
        Slip(
            "biases-missing",
            "both biases are missing",
            "Add bias_ih and bias_hh to the gates.",
            _step_but(lambda x, state, wi, wh, bi, bh: (x, state, wi, wh, 0 * bi, 0 * bh)),
        ),
        Slip(
            "h-ignored",
            "the gates do not see h: without h @ weight_hh.T the step cannot use what it remembered",
            "The gates are made from x and from h.",
            _step_but(lambda x, state, wi, wh, bi, bh: (x, state, wi, 0 * wh, bi, bh)),
        ),
        Slip(
            "state-read-as-c-h",
            "you read the state as (c, h); it is (h, c)",
            "Unpack it as `h, c = state`.",
            _step_but(lambda x, state, *weights: (x, state[::-1], *weights)),
        ),
        Slip(
            "returned-c-h",
            "you return (c, h); PyTorch's order is (h, c)",
            "Swap the two.",
            _step_but(after=lambda h, c: (c, h)),
        ),
        Slip(
            "nothing-forgotten",
            "the forget gate is missing: your new c is c + i * g",
            "Multiply the old c by f before adding.",
            _step_but(cell=lambda i, _f, g, c: c + i * g),
        ),
        Slip(
            "input-gate-missing",
            "the input gate is missing: your new c is f * c + g",
            "Multiply the candidate g by i before adding.",
            _step_but(cell=lambda _i, f, g, c: f * c + g),
        ),
        Slip(
            "output-gate-missing",
            "the output gate is missing: your h is tanh(c)",
            "Multiply by o.",
            _step_but(hidden=lambda _o, c, _old: c.tanh()),
        ),
        Slip(
            "no-tanh-on-c",
            "your h is o * c: the tanh on the way from c to h is missing, so h is not bounded by 1",
            "Squash c before the output gate opens.",
            _step_but(hidden=lambda o, c, _old: o * c),
        ),
        Slip(
            "h-from-old-c",
            "your h is made from the old c; it must be made from the new one",
            "Compute c first, then h from it.",
            _step_but(hidden=lambda o, _c, old: o * old.tanh()),
        ),
        Slip(
            "candidate-sigmoid",
            "your candidate g goes through a sigmoid; it needs tanh, so that c can go down as well as up",
            "Three blocks take the sigmoid, one takes tanh.",
            _step_but(candidate=torch.sigmoid),
        ),
        Slip(
            "candidate-linear",
            "your candidate g has no non-linearity; it needs tanh",
            "Three blocks take the sigmoid, one takes tanh.",
            _step_but(candidate=lambda g: g),
        ),
        Slip(
            "sigmoid-on-c",
            "c goes through a sigmoid on its way to h; it needs tanh, so that h can be negative",
            "h is o times a squashed c: which squashing keeps the sign?",
            _step_but(hidden=lambda o, c, _old: o * c.sigmoid()),
        ),
        Slip(
            "no-sigmoids",
            "the gates i, f and o have no sigmoid; they must lie between 0 and 1",
            "Three blocks take the sigmoid, one takes tanh.",
            _step_but(squash=lambda gate: gate),
        ),
        Slip(
            "tanh-everywhere",
            "the gates i, f and o go through tanh; they need the sigmoid, to lie between 0 and 1",
            "Three blocks take the sigmoid, one takes tanh.",
            _step_but(squash=torch.tanh),
        ),
        Slip(
            "forget-gate-is-one-minus-input",
            "you use 1 - i for the forget gate; in PyTorch's LSTM f has a block of its own",
            "The second block of rows makes f.",
            _step_but(cell=lambda i, _f, g, c: (1 - i) * c + i * g),
        ),
    ),
)

# --- lstm/cell-states


def _cell_states_arguments(random: Random, sizes: Sizes) -> Mapping[str, Value]:
    return {
        "cell": random.layer("LSTMCell", input_size=sizes.F, hidden_size=sizes.H),
        "x": random.normal(sizes.T, sizes.B, sizes.F),
        "state": _state(random, sizes),
    }


def _loop_but(
    start: Callable[[Tensor, Tensor], State] = lambda h, c: (h, c),
    keep: Callable[..., Tensor] = lambda _h, c, _old: c,
    move: Callable[..., State] = lambda new, _old, _start: new,
    finish: Callable[..., Tensor] = lambda kept, _start: torch.stack(kept),
) -> Callable[..., Any]:
    """The loop over the cell with one part done another way."""

    def wrong(cell: nn.LSTMCell, x: Tensor, state: State) -> Tensor:
        hx = first = start(*state)
        kept = []
        for x_t in x:
            h, c = cell(x_t, hx)
            kept.append(keep(h, c, hx[1]))
            hx = move((h, c), hx, first)
        return finish(kept, first)

    return wrong


CELL_STATES = Exercise(
    id="lstm/cell-states",
    parameters=("cell", "x", "state"),
    points=3,
    trials=trials(_cell_states_arguments, "T=1", "B=1", "H=1", "T=3", "T=66", "scale=6"),
    oracle=_loop_but(),  # torch's own cell; the tests compare it with nn.LSTM's c_n after every prefix
    returns=TensorOf(("seq_len", "batch", "hidden_size")),
    slips=(
        Slip(
            "hidden-states",
            "these are the hidden states h_t; asked for are the cell states c_t",
            "The cell returns (h, c): keep the second.",
            _loop_but(keep=lambda h, _c, _old: h),
        ),
        Slip(
            "state-never-moves",
            "every step starts from the same state: the state is never replaced by the one the cell returns",
            "Assign the returned (h, c) to the variable you pass in at the next step.",
            _loop_but(move=lambda _new, _old, first: first),
        ),
        Slip(
            "c-never-moves",
            "only h moves from step to step; every step gets the first c",
            "Pass both parts of the returned state to the next step.",
            _loop_but(move=lambda new, old, _start: (new[0], old[1])),
        ),
        Slip(
            "h-never-moves",
            "only c moves from step to step; every step gets the first h",
            "Pass both parts of the returned state to the next step.",
            _loop_but(move=lambda new, old, _start: (old[0], new[1])),
        ),
        Slip(
            "state-passed-as-c-h",
            "you hand the state on as (c, h); the cell takes (h, c)",
            "Keep the order in which the cell returns it.",
            _loop_but(move=lambda new, _old, _start: (new[1], new[0])),
        ),
        Slip(
            "given-state-ignored",
            "your loop starts from zeros; it must start from the state it is given",
            "Use the argument `state` for the first step.",
            _loop_but(start=lambda h, c: (0 * h, 0 * c)),
        ),
        Slip(
            "given-state-read-as-c-h",
            "you read the given state as (c, h); it is (h, c)",
            "Unpack it as `h, c = state`, or pass it on whole.",
            _loop_but(start=lambda h, c: (c, h)),
        ),
        Slip(
            "without-state",
            "the cell gets no state, so every step starts from zeros",
            "Pass the state as the cell's second argument, and keep what it returns.",
            _loop_but(start=lambda h, c: (0 * h, 0 * c), move=lambda _new, _old, first: first),
        ),
        Slip(
            "detaches-between-steps",
            "the values are right, but the state is cut from its history between the steps: nothing flows further back",
            "Hand the state on as the cell returns it, without detach() or .data.",
            _loop_but(move=lambda new, _old, _start: (new[0].detach(), new[1].detach())),
        ),
        Slip(
            "hidden-beside-cell",
            "your result holds h beside c in its last axis; asked for is c alone",
            "The cell returns (h, c): keep the second.",
            _loop_but(keep=lambda h, c, _old: torch.cat([h, c], 1)),
        ),
        Slip(
            "stacks-both",
            "your result holds h and c, with an axis for the two; asked for is c alone",
            "The cell returns (h, c): keep the second.",
            _loop_but(keep=lambda h, c, _old: torch.stack([h, c])),
        ),
        Slip(
            "return-inside-the-loop",
            "your loop ends after the first step",
            "Look at how far `return` is indented.",
            _loop_but(finish=lambda kept, _start: torch.stack(kept[:1])),
        ),
        Slip(
            "starts-at-one",
            "your loop leaves out the first step: the steps begin at 0",
            "Begin with x[0].",
            lambda cell, x, state: _loop_but()(cell, x[1:], state),
        ),
        Slip(
            "same-tensor-every-step",
            "every step of your result is the last c",
            "Write each c into the place of its own step.",
            _loop_but(finish=lambda kept, _start: torch.stack([kept[-1]] * len(kept))),
        ),
        Slip(
            "fresh-cell",
            "you make a new cell with weights of its own; use the one you are given",
            "Leave out nn.LSTMCell(…): `cell` has the weights.",
            lambda cell, x, state: _loop_but()(nn.LSTMCell(cell.input_size, cell.hidden_size), x, state),
        ),
        Slip(
            "inserted-in-front",
            "your states are in reverse order: the last step comes first",
            "Append to the list instead of inserting at its beginning.",
            _loop_but(finish=lambda kept, _start: torch.stack(kept[::-1])),
        ),
        Slip(
            "backwards",
            "you go through the sequence from its end",
            "Begin with x[0].",
            lambda cell, x, state: _loop_but()(cell, x.flip(0), state),
        ),
        Slip(
            "one-step-early",
            "you keep c before each step: the first entry is the given c, and the last c is lost",
            "Append after the cell has run.",
            _loop_but(keep=lambda _h, _c, old: old),
        ),
        Slip(
            "start-included",
            "the given c is in your result too, so it has seq_len + 1 entries",
            "Start with an empty list and append once per step.",
            _loop_but(finish=lambda kept, start: torch.stack([start[1], *kept])),
        ),
        Slip(
            "last-only",
            "this is only the last c; asked for is one for every time step",
            "Append c inside the loop, and join the list at the end.",
            _loop_but(finish=lambda kept, _start: kept[-1]),
        ),
        Slip(
            "cat-not-stack",
            "torch.cat glues the steps together along the batch; a new axis for time is needed",
            "torch.stack makes the new axis.",
            _loop_but(finish=lambda kept, _start: torch.cat(kept)),
        ),
    ),
)

# --- lstm/forget-bias


def _forget_trials(random: Random) -> Iterator[Trial]:
    def trial(H: int, sign: int, edge: str = "", **options: int | bool) -> Trial:
        value = sign * random.integer(1, 30) / 10 + 0.05
        lstm = random.layer("LSTM", input_size=HOUSE.F, hidden_size=H, **options)
        return Trial({"lstm": lstm, "value": value}, edge)

    yield trial(HOUSE.H, 1)
    yield trial(random.sizes().H, -1, num_layers=5)
    yield trial(random.sizes().H, 1, num_layers=2, bidirectional=True)
    yield trial(1, 1, "a single hidden unit (hidden_size = 1)")


def _forget_bias(lstm: nn.LSTM, value: float) -> nn.LSTM:
    """One way to a right sum; how it is split between the two biases is free."""
    with torch.no_grad():
        for name, bias in lstm.named_parameters():
            if name.startswith("bias"):
                bias[lstm.hidden_size : 2 * lstm.hidden_size] = value if name.startswith("bias_ih") else 0.0
    return lstm


def _sums(before: Mapping[str, Value], reply: Reply) -> Value:
    """What reaches the gates: the sum of the two biases of every layer and direction; and what must stay as it was."""
    old, new = before["lstm"], reply.arguments[0]
    alike = {name: w.shape for name, w in old.weights.items()} == {name: w.shape for name, w in new.weights.items()}
    weights = new.weights if alike else old.weights
    names = [name for name in weights if name.startswith("bias_ih")]
    sums = torch.stack([weights[name] + weights[name.replace("_ih", "_hh")] for name in names])
    i, f, g, o = sums.chunk(4, dim=1)
    return {
        "same parameters": alike,
        "same layer": (new.kind, new.options) == (old.kind, old.options),
        "same mode": new.training == old.training,
        "forget bias": f,
        "other biases": torch.cat([i, g, o], dim=1),
        "weights": torch.cat([weight.flatten() for name, weight in weights.items() if name.startswith("weight")]),
        "trainable": not new.frozen,
    }


def _set_but(
    rows: Callable[[int], slice] = lambda h: slice(h, 2 * h),
    values: Callable[[Tensor, Tensor, float], tuple[Any, Any]] = lambda _ih, _hh, value: (value, 0.0),
    where: Callable[[str], bool] = lambda _name: True,
    first: Callable[[Tensor], object] = lambda _bias: None,
) -> Callable[..., Any]:
    """Setting the forget bias with one part done another way."""

    def wrong(lstm: nn.LSTM, value: float) -> nn.LSTM:
        block = rows(lstm.hidden_size)
        with torch.no_grad():
            for name in [name for name, _ in lstm.named_parameters() if name.startswith("bias_ih") and where(name)]:
                ih, hh = lstm.get_parameter(name), lstm.get_parameter(name.replace("_ih", "_hh"))
                first(ih)
                first(hh)
                ih[block], hh[block] = values(ih[block].clone(), hh[block].clone(), value)
        return lstm

    return wrong


def _block(k: int) -> Callable[[int], slice]:
    return lambda h: slice(k * h, (k + 1) * h)


def _weights_too(lstm: nn.LSTM, value: float) -> nn.LSTM:
    with torch.no_grad():
        for name, weight in lstm.named_parameters():
            weight[_block(1)(lstm.hidden_size)] = value if name.startswith("bias_ih") else 0.0
    return lstm


def _bias_removed(lstm: nn.LSTM, value: float) -> nn.LSTM:  # noqa: ARG001
    lstm.bias_hh_l0 = None
    return lstm


FORGET_BIAS = Exercise(
    id="lstm/forget-bias",
    parameters=("lstm", "value"),
    points=3,
    trials=_forget_trials,
    oracle=_forget_bias,
    returns=DictOf(
        {
            "same parameters": Plain(bool, wrong="a bias or a weight of the LSTM is gone, or has another shape now"),
            "same layer": Plain(bool, wrong="the LSTM's options are not what they were"),
            "same mode": Plain(bool, wrong="the LSTM is not in the mode (train, eval) in which it came"),
            "forget bias": TensorOf(
                ("biases", "hidden_size"), wrong="somewhere in rows H to 2H, bias_ih + bias_hh is not the value"
            ),
            "other biases": TensorOf(("biases", "other gates"), wrong="a bias of another gate has changed"),
            "weights": TensorOf(("numbers",), wrong="weight_ih or weight_hh has changed"),
            "trainable": Plain(bool, wrong="a parameter can no longer learn: its requires_grad is off"),
        }
    ),
    observe=_sums,
    changes=frozenset({"lstm"}),
    gradient=False,
    slips=(
        Slip(
            "nothing-changed",
            "the LSTM is as it was: its forget biases have not changed",
            "Write into the parameters of the lstm you are given, not of a copy: bias[rows] = … under torch.no_grad().",
            lambda lstm, value: lstm,  # noqa: ARG005
        ),
        Slip(
            "both-biases",
            "you set both biases to the value, and PyTorch adds the two: the forget gate gets twice the value",
            "Let bias_ih and bias_hh add up to the value.",
            _set_but(values=lambda _ih, _hh, value: (value, value)),
        ),
        Slip(
            "bias-hh-left",
            "you set bias_ih and left bias_hh as it was; PyTorch adds the two, so the total is not the value",
            "Set the forget block of bias_hh as well.",
            _set_but(values=lambda _ih, hh, value: (value, hh)),
        ),
        Slip(
            "bias-ih-left",
            "you set bias_hh and left bias_ih as it was; PyTorch adds the two, so the total is not the value",
            "Set the forget block of bias_ih as well.",
            _set_but(values=lambda ih, _hh, value: (ih, value)),
        ),
        Slip(
            "added",
            "you add the value to the bias that is there; the total must be exactly the value",
            "Assign instead of adding.",
            _set_but(values=lambda ih, hh, value: (ih + value, hh)),
        ),
        *(
            Slip(
                f"block-{gate}",
                f"you set the rows of gate {gate}; the forget gate is the second block of hidden_size rows",
                "The order is i, f, g, o.",
                _set_but(rows=_block(k)),
            )
            for k, gate in ((0, "i"), (2, "g"), (3, "o"))
        ),
        Slip(
            "all-gates",
            "you set the biases of all four gates; only the forget block may change",
            "Slice the rows of the forget gate first.",
            _set_but(rows=lambda h: slice(0, 4 * h)),
        ),
        Slip(
            "all-gates-of-both-biases",
            "you set both biases whole: all four gates change, and each gets twice the value",
            "Slice the rows of the forget gate first, and let the two biases add up to the value.",
            _set_but(rows=lambda h: slice(0, 4 * h), values=lambda _ih, _hh, value: (value, value)),
        ),
        Slip(
            "added-to-both",
            "you add the value to both biases; their total must be exactly the value",
            "Assign instead of adding.",
            _set_but(values=lambda ih, hh, value: (ih + value, hh + value)),
        ),
        Slip(
            "last-row-left-out",
            "the last row of the forget block is as it was: a slice ends before its second number",
            "How many rows does bias[H : 2 * H] have?",
            _set_but(rows=lambda h: slice(h, 2 * h - 1)),
        ),
        Slip(
            "block-of-both-directions",
            "with two directions you take blocks of 2 * H rows; each direction has biases of its own, with blocks of H",
            "hidden_size is the same for one direction and for two.",
            lambda lstm, value: _set_but(lambda h: slice(2 * h, 4 * h) if lstm.bidirectional else slice(h, 2 * h))(
                lstm, value
            ),
        ),
        Slip(
            "whole-number",
            "you round the value to a whole number",
            "Leave out int(…) and round(…).",
            _set_but(values=lambda _ih, _hh, value: (int(value), 0.0)),
        ),
        Slip(
            "weights-too",
            "the biases are right, but you set these rows of the weights, too",
            "Only names that begin with `bias` are to change.",
            _weights_too,
        ),
        Slip(
            "parameter-gone",
            "a bias of the LSTM is gone, or has another shape now; only its numbers may change",
            "Write into the rows of the biases that are there.",
            _bias_removed,
        ),
        Slip(
            "minus-sign",
            "the total is minus the value",
            "Check the sign of what you assign.",
            _set_but(values=lambda _ih, _hh, value: (-value, 0.0)),
        ),
        Slip(
            "others-zeroed",
            "the forget gate is right, but you set the biases of the other gates to zero",
            "Change only the forget block of each bias.",
            _set_but(first=lambda bias: bias.zero_()),
        ),
        Slip(
            "first-layer-only",
            "you set layer 0 and left the layers above it",
            "Go through all layers: names end in _l0, _l1, …",
            _set_but(where=lambda name: "_l0" in name),
        ),
        Slip(
            "first-bias-only",
            "you set the forward direction of layer 0 and left every other bias",
            "Go through all biases: names end in _l0, _l1, …, and in _reverse for the backward direction.",
            _set_but(where=lambda name: name.endswith("_l0")),
        ),
        Slip(
            "forward-only",
            "you set the forward direction and left the backward one",
            "The names of the backward direction end in _reverse.",
            _set_but(where=lambda name: not name.endswith("_reverse")),
        ),
        Slip(
            "left-in-eval-mode",
            "the biases are right, but the LSTM is in eval mode now; it came in training mode",
            "Setting a bias needs no change of mode: leave out eval(), or undo it at the end.",
            lambda lstm, value: _forget_bias(lstm, value).eval(),
        ),
        Slip(
            "frozen",
            "the biases are right, but the LSTM can no longer learn: requires_grad is off",
            "Use torch.no_grad() for the change instead of switching requires_grad off.",
            lambda lstm, value: _forget_bias(lstm, value).requires_grad_(False),
        ),
    ),
)

# --- lstm/encoder-to-decoder


def _encoder_arguments(random: Random, sizes: Sizes) -> Mapping[str, Value]:
    shared = {"hidden_size": sizes.H, "num_layers": sizes.L}
    return {
        "encoder": random.layer("LSTM", input_size=sizes.F, **shared),
        "decoder": random.layer("LSTM", input_size=sizes.G, **shared),
        "source": random.normal(sizes.T, sizes.B, sizes.F),
        "target": random.normal(sizes.S, sizes.B, sizes.G),
    }


def _encoder_trials(random: Random) -> Iterator[Trial]:
    edges = ("T=1 S=1", "B=1", "H=1", "L=1", "T=3 S=3")
    for trial in trials(_encoder_arguments, *edges)(random):
        yield replace(trial, gradient=trial.gradient and trial.edge != EDGES["B=1"])  # two layers take long


def _hand_over_but(
    hand: Callable[[Tensor, Tensor], State] = lambda h, c: (h, c),
    read: Callable[[Tensor], Tensor] = lambda source: source,
    finish: Callable[[Tensor], Tensor] = lambda output: output,
) -> Callable[..., Any]:
    """Encode, hand the state over by `hand`, decode."""

    def answer(encoder: nn.LSTM, decoder: nn.LSTM, source: Tensor, target: Tensor) -> Tensor:
        _, state = encoder(read(source))
        return finish(decoder(target, hand(*state))[0])

    return answer


def _top(state: Tensor) -> Tensor:
    return state[-1:].expand_as(state).contiguous()


def _first_of(state: Tensor) -> Tensor:
    return torch.cat([state[:1], torch.zeros_like(state[1:])])


def _restarted(encoder: nn.LSTM, decoder: nn.LSTM, source: Tensor, target: Tensor) -> Tensor:
    _, state = encoder(source)
    return torch.cat([decoder(y, state)[0] for y in target.split(1)])


ENCODER_TO_DECODER = Exercise(
    id="lstm/encoder-to-decoder",
    parameters=("encoder", "decoder", "source", "target"),
    points=2,
    trials=_encoder_trials,
    oracle=_hand_over_but(),
    returns=TensorOf(("seq_len", "batch", "hidden_size")),
    slips=(
        Slip(
            "nothing-handed-over",
            "your decoder starts from zeros: nothing of the source reaches it",
            "Pass the encoder's final state to the decoder as its second argument.",
            _hand_over_but(lambda h, c: (0 * h, 0 * c)),
        ),
        Slip(
            "h-only",
            "only h is handed over; the decoder's c starts from zeros",
            "An LSTM's state is the pair (h, c): hand over both.",
            _hand_over_but(lambda h, c: (h, 0 * c)),
        ),
        Slip(
            "c-only",
            "only c is handed over; the decoder's h starts from zeros",
            "An LSTM's state is the pair (h, c): hand over both.",
            _hand_over_but(lambda h, c: (0 * h, c)),
        ),
        Slip(
            "state-swapped",
            "you hand over (c, h); the order is (h, c)",
            "Keep the order in which the encoder returns them.",
            _hand_over_but(lambda h, c: (c, h)),
        ),
        Slip(
            "h-twice",
            "you hand over h as both h and c",
            "The encoder returns output, (h_n, c_n): use both parts of the pair.",
            _hand_over_but(lambda h, _c: (h, h)),
        ),
        Slip(
            "layers-reversed",
            "the layers are in reverse order: the decoder's first layer gets the state of the encoder's last",
            "Layer k of the encoder goes to layer k of the decoder: pass the state as it is.",
            _hand_over_but(lambda h, c: (h.flip(0), c.flip(0))),
        ),
        Slip(
            "top-layer-everywhere",
            "every layer of the decoder gets the state of the encoder's top layer",
            "Layer k of the encoder goes to layer k of the decoder: pass the state as it is.",
            _hand_over_but(lambda h, c: (_top(h), _top(c))),
        ),
        Slip(
            "last-output-everywhere",
            "every layer of the decoder gets the encoder's last output as its h; output is the top layer only",
            "h_n holds the last state of every layer.",
            _hand_over_but(lambda h, c: (_top(h), c)),
        ),
        Slip(
            "first-layer-only",
            "every layer of the decoder gets the state of the encoder's first layer",
            "Layer k of the encoder goes to layer k of the decoder: pass the state as it is.",
            _hand_over_but(lambda h, c: (h[:1].expand_as(h).contiguous(), c[:1].expand_as(c).contiguous())),
        ),
        Slip(
            "tanh-of-c",
            "you hand over tanh(c); the decoder wants c itself, and applies the tanh on its way to h",
            "Pass the state as the encoder returns it.",
            _hand_over_but(lambda h, c: (h, c.tanh())),
        ),
        Slip(
            "first-layer-and-zeros",
            "only the decoder's first layer gets a state; the layers above it start from zeros",
            "Layer k of the encoder goes to layer k of the decoder: pass the state as it is.",
            _hand_over_but(lambda h, c: (_first_of(h), _first_of(c))),
        ),
        Slip(
            "state-every-step",
            "every step of your decoder starts from the encoder's state; its own state is never handed on",
            "Give the decoder the whole target at once, or pass on the state it returns.",
            _restarted,
        ),
        Slip(
            "returned-the-state",
            "these are the decoder's last states, a row for each layer; asked for is its output at every step",
            "The decoder returns output, (h_n, c_n): which of them has an axis for time?",
            lambda encoder, decoder, source, target: decoder(target, encoder(source)[1])[1][0],
        ),
        Slip(
            "source-reversed",
            "your encoder reads the source from its end",
            "Pass the source as it is.",
            _hand_over_but(read=lambda source: source.flip(0)),
        ),
        Slip(
            "last-step-only",
            "this is the decoder's last output only; asked for is the output at every step",
            "Return the whole output.",
            _hand_over_but(finish=lambda output: output[-1]),
        ),
        Slip(
            "state-detached",
            "the values are right, but the state is cut from the encoder: the encoder would never learn",
            "Hand over the state as the encoder returns it, without detach(), .data or torch.no_grad().",
            _hand_over_but(lambda h, c: (h.detach(), c.detach())),
        ),
        Slip(
            "c-detached",
            "the values are right, but c is cut from the encoder: gradients reach it through h only",
            "Hand over both parts as the encoder returns them, without detach() or .data.",
            _hand_over_but(lambda h, c: (h, c.detach())),
        ),
    ),
)

EXERCISES = (WHY, SPLIT, STEP, CELL_STATES, FORGET_BIAS, ENCODER_TO_DECODER)
