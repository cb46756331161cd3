"""The exercises of lesson 04: two gates, one state.

The oracles are torch.nn's own modules. The order of the gate blocks (reset, update, new) and the place of the reset
gate are documented at https://docs.pytorch.org/docs/stable/generated/torch.nn.GRU.html; the paper of `paper-step` is
Cho et al. (2014), https://arxiv.org/abs/1406.1078.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import IntEnum
from typing import Any

import torch
from torch import Tensor, nn

from course_utils.checks.answer import Reply
from course_utils.checks.exercise import EDGES, HOUSE, Exercise, Random, Sizes, Slip, Trial, trials
from course_utils.checks.gates import THREE, split, split_gates
from course_utils.checks.kinds import DictOf, Plain, TensorOf, TupleOf
from course_utils.checks.values import Layer, Value, unset

# --- gru/split-gates

SPLIT = split_gates(
    "gru/split-gates",
    "rzn",
    THREE,
    "blocks",
    {
        "zrn": " (as in Keras and ONNX)",
        "rnz": "",
        "nrz": " (candidate first)",
        "znr": "",
        "nzr": " (the reverse)",
    },
    {"r": torch.sigmoid, "z": torch.sigmoid, "n": torch.tanh},
    Slip(
        "four-blocks",
        "you cut the rows into four, as for an LSTM; a GRU has two gates and a candidate",
        "Cut the rows into three parts.",
        lambda weight: dict(zip("rzn", weight.chunk(4), strict=False)),
    ),
)

# --- gru/step


def _step_arguments(random: Random, sizes: Sizes) -> Mapping[str, Value]:
    rows = 3 * sizes.H
    return {
        "x": random.normal(sizes.B, sizes.F),
        "h": random.normal(sizes.B, sizes.H, scale=sizes.scale),
        "weight_ih": random.normal(rows, sizes.F, scale=0.7),
        "weight_hh": random.normal(rows, sizes.H, scale=0.7),
        "bias_ih": random.normal(rows, scale=0.7),
        "bias_hh": random.normal(rows, scale=0.7),
    }


def _step(x: Tensor, h: Tensor, weight_ih: Tensor, weight_hh: Tensor, bias_ih: Tensor, bias_hh: Tensor) -> Any:
    cell = unset("GRUCell", input_size=x.shape[1], hidden_size=h.shape[1])
    weights = {"weight_ih": weight_ih, "weight_hh": weight_hh, "bias_ih": bias_ih, "bias_hh": bias_hh}
    return torch.func.functional_call(cell, weights, (x, h))


@dataclass(frozen=True)
class _Before:
    """What the candidate is made from: the gates, x's part of the sum with its bias, h, weight and bias of h's part."""

    r: Tensor
    z: Tensor
    x: Tensor
    h: Tensor
    weight: Tensor
    bias: Tensor


def _reset_after(of: _Before) -> Tensor:
    return of.x + of.r * (of.h @ of.weight.T + of.bias)


def _reset_before(of: _Before) -> Tensor:
    return of.x + (of.r * of.h) @ of.weight.T + of.bias


def _without_reset(of: _Before) -> Tensor:
    return of.x + of.h @ of.weight.T + of.bias


def _bias_hn_outside(of: _Before) -> Tensor:
    return of.x + of.r * (of.h @ of.weight.T) + of.bias


def _step_but(
    before: Callable[..., Any] = lambda *arguments: arguments,
    order: str = "rzn",
    squash: Callable[[Tensor], Tensor] = torch.sigmoid,
    total: Callable[[_Before], Tensor] = _reset_after,
    candidate: Callable[[Tensor, Tensor], Tensor] = lambda total, _r: total.tanh(),
    update: Callable[[Tensor, Tensor, Tensor, Tensor], Tensor] = lambda z, n, h, _r: (1 - z) * n + z * h,
) -> Callable[..., Any]:
    """One GRU step with one part done another way."""

    def wrong(*arguments: Tensor) -> Tensor:
        x, h, weight_ih, weight_hh, bias_ih, bias_hh = before(*arguments)
        weights, biases = split(weight_hh, order), split(bias_hh, order)
        from_x = {gate: block.T for gate, block in split((x @ weight_ih.T + bias_ih).T, order).items()}
        r, z = (squash(from_x[gate] + h @ weights[gate].T + biases[gate]) for gate in "rz")
        n = candidate(total(_Before(r, z, from_x["n"], h, weights["n"], biases["n"])), r)
        return update(z, n, h, r)

    return wrong


def _blocks_transposed(weight: Tensor) -> Tensor:
    return torch.cat([block.T for block in weight.chunk(3)])


STEP = Exercise(
    id="gru/step",
    parameters=("x", "h", "weight_ih", "weight_hh", "bias_ih", "bias_hh"),
    points=3,
    trials=trials(_step_arguments, "B=1", "H=1", "F=15", "scale=6"),
    oracle=_step,
    returns=TensorOf(("batch", "hidden_size")),
    slips=(
        *(
            Slip(
                f"gate-order-{order}",
                f"this is your step if the rows are read {', '.join(order)}; PyTorch stores r, z, n",
                "Name the three blocks again; gru/split-gates asks for the same order.",
                _step_but(order=order),
            )
            for order in ("zrn", "rnz", "nrz")
        ),
        Slip(
            "z-flipped",
            "your z and 1 - z are exchanged: in PyTorch z is the share of the old h that is kept",
            "What should the new h be where z is 1?",
            _step_but(update=lambda z, n, h, _r: z * n + (1 - z) * h),
        ),
        Slip(
            "reset-before",
            "you multiply h by r before the matrix product, as the paper does; PyTorch multiplies after it",
            "r meets what comes out of the product of h with its weight, the bias included.",
            _step_but(total=_reset_before),
        ),
        Slip(
            "bias-hn-outside",
            "the part of bias_hh that belongs to n is added outside of r * (…); in PyTorch r scales it, too",
            "Add the bias before r is multiplied.",
            _step_but(total=_bias_hn_outside),
        ),
        Slip(
            "reset-missing",
            "the reset gate is missing: your candidate n sees all of h",
            "r scales what n gets from h.",
            _step_but(total=_without_reset),
        ),
        Slip(
            "reset-on-x-too",
            "your r scales the whole sum in the candidate; it scales h's part only, so that n always sees x",
            "Keep what comes from x out of the product with r.",
            _step_but(total=lambda of: of.r * _without_reset(of)),
        ),
        Slip(
            "reset-outside-tanh",
            "your r scales the candidate after the tanh; it belongs inside, on h's part of the sum",
            "First r, then the sum, then tanh.",
            _step_but(total=_without_reset, candidate=lambda total, r: r * total.tanh()),
        ),
        Slip(
            "bias-hh-missing",
            "bias_hh is missing; PyTorch adds two biases, bias_ih and bias_hh",
            "Each product, with weight_ih and with weight_hh, has a bias of its own.",
            _step_but(lambda x, h, wi, wh, bi, bh: (x, h, wi, wh, bi, 0 * bh)),
        ),
        Slip(
            "bias-ih-missing",
            "bias_ih is missing; PyTorch adds two biases, bias_ih and bias_hh",
            "Each product, with weight_ih and with weight_hh, has a bias of its own.",
            _step_but(lambda x, h, wi, wh, bi, bh: (x, h, wi, wh, 0 * bi, bh)),
        ),
        Slip(
            "biases-missing",
            "both biases are missing",
            "Each product, with weight_ih and with weight_hh, has a bias of its own.",
            _step_but(lambda x, h, wi, wh, bi, bh: (x, h, wi, wh, 0 * bi, 0 * bh)),
        ),
        Slip(
            "h-ignored",
            "neither the gates nor the candidate see h: the product of h with weight_hh is missing",
            "r, z and n are all made from x and from h.",
            _step_but(lambda x, h, wi, wh, bi, bh: (x, h, wi, 0 * wh, bi, bh)),
        ),
        Slip(
            "weight-hh-not-transposed",
            "you multiply h by the blocks of weight_hh as they are; they are square, so no error warns you",
            "Treat weight_hh as you treat weight_ih: rows are what comes out.",
            _step_but(lambda x, h, wi, wh, bi, bh: (x, h, wi, _blocks_transposed(wh), bi, bh)),
        ),
        Slip(
            "old-state-dropped",
            "your new h is (1 - z) * n: the old h, kept by z, is missing",
            "The new h is a mixture of two things, with shares that add up to 1.",
            _step_but(update=lambda z, n, _h, _r: (1 - z) * n),
        ),
        Slip(
            "update-gate-missing",
            "the update gate is missing: you return the candidate n itself",
            "The new h is a mixture of n and the old h; z says how much of each.",
            _step_but(update=lambda _z, n, _h, _r: n),
        ),
        Slip(
            "shares-above-one",
            "you add all of n to z * h; the shares of n and of h must add up to 1",
            "How much of n is left when z keeps almost all of h?",
            _step_but(update=lambda z, n, h, _r: n + z * h),
        ),
        Slip(
            "candidate-sigmoid",
            "your candidate n goes through a sigmoid; it needs tanh, so that h can go down as well as up",
            "Two blocks take the sigmoid, one takes tanh.",
            _step_but(candidate=lambda total, _r: total.sigmoid()),
        ),
        Slip(
            "candidate-linear",
            "your candidate n has no non-linearity; it needs tanh",
            "Two blocks take the sigmoid, one takes tanh.",
            _step_but(candidate=lambda total, _r: total),
        ),
        Slip(
            "no-sigmoids",
            "the gates r and z have no sigmoid; they must lie between 0 and 1",
            "Two blocks take the sigmoid, one takes tanh.",
            _step_but(squash=lambda gate: gate),
        ),
        Slip(
            "tanh-everywhere",
            "the gates r and z go through tanh; they need the sigmoid, to lie between 0 and 1",
            "Two blocks take the sigmoid, one takes tanh.",
            _step_but(squash=torch.tanh),
        ),
        Slip(
            "tanh-on-h",
            "your new h goes through one more tanh; the mixture of n and the old h is the new h as it is",
            "Count the squashings: two sigmoids and one tanh.",
            _step_but(update=lambda z, n, h, _r: ((1 - z) * n + z * h).tanh()),
        ),
        Slip(
            "z-in-the-candidate",
            "your z scales what the candidate n gets from h; that is what r is for",
            "Each gate is used in one place: r in n, z in the mixture.",
            _step_but(total=lambda of: of.x + of.z * (of.h @ of.weight.T + of.bias)),
        ),
        Slip(
            "squeezes",
            "squeeze() takes away every axis of size 1",
            "Leave out squeeze: both axes are there to stay.",
            lambda *arguments: _step(*arguments).squeeze(),
        ),
        Slip(
            "h-detached",
            "the values are right, but h is cut off: no gradient would flow to the steps before this one",
            "Use h as it is given, without detach() or .data.",
            lambda x, h, *weights: _step(x, h.detach(), *weights),
        ),
    ),
)

# --- gru/paper-step

NOT_ZERO = 0.05  # so far from zero, a comparison that is relative only sees that two results agree, too
APART = 7e-5  # far from rounding and from the 1e-5 that is allowed; a tolerance of 1e-4 lets it through


def _zero(arguments: Mapping[str, Value], *names: str) -> Mapping[str, Value]:
    return {**arguments, **{name: torch.zeros_like(arguments[name]) for name in names}}


def _change(
    arguments: Mapping[str, Value], name: str, block: int, new: Callable[[Tensor], Tensor]
) -> Mapping[str, Value]:
    """The same arguments, one block (0, 1, 2 for r, z, n) of one of them changed."""
    blocks = list(arguments[name].chunk(3))
    blocks[block] = new(blocks[block])
    return {**arguments, name: torch.cat(blocks)}


def _without_b_hn(arguments: Mapping[str, Value]) -> Mapping[str, Value]:
    return _change(arguments, "bias_hh", 2, torch.zeros_like)


def _apart(arguments: Mapping[str, Value], end: int) -> Tensor:
    """By how much the paper's step is above PyTorch's in one number: the first if `end` is 0, the last if it is -1."""
    apart: Tensor = _paper(**arguments)[0] - _step(**arguments)
    return apart[end, end]


def _one_number_apart(random: Random, end: int, by: float) -> Trial:
    """The two steps differ in one number only: h is zero in the other examples, and one unit listens to another one."""
    while True:
        arguments = {**_without_b_hn(_step_arguments(random, HOUSE))}
        h, block = arguments["h"], arguments["weight_hh"].chunk(3)[2]
        arguments["h"] = torch.zeros_like(h)
        arguments["h"][end] = h[end]
        block.copy_(block.diag().diag())
        block[end, end - 1] = 0.01
        block[end, end - 1] *= by / _apart(arguments, end)
        if abs(_apart(arguments, end) - by) < 0.2 * APART:
            return Trial(arguments, "two results that differ in one number only, by less than 0.0001", gradient=False)


def _paper_trials(random: Random) -> Iterator[Trial]:
    small = replace(HOUSE, B=2, H=3)

    def trial(
        change: Callable[[Mapping[str, Value]], Mapping[str, Value]], sizes: Sizes = small, edge: str = ""
    ) -> Trial:
        while True:
            arguments = change(_step_arguments(random, sizes))
            result, agrees = _paper(**arguments)
            if not agrees or bool((result.abs() > NOT_ZERO).all()):
                return Trial(arguments, edge, gradient=not edge and sizes in (HOUSE, small))

    some, other, third = (random.sizes() for _ in range(3))
    yield trial(lambda drawn: drawn, HOUSE)
    yield trial(lambda drawn: _zero(drawn, "h", "bias_ih", "bias_hh"))
    yield trial(lambda drawn: _zero(drawn, "h"), some)
    yield trial(lambda drawn: _zero(drawn, "bias_ih", "bias_hh"), other)
    yield trial(_without_b_hn, third)
    yield trial(lambda drawn: _without_b_hn(_zero(drawn, "h")), edge="h and the bias of n beside it both zero")
    yield trial(lambda drawn: drawn, replace(HOUSE, B=1), EDGES["B=1"])
    yield trial(_without_b_hn, replace(HOUSE, H=1), f"{EDGES['H=1']}, and no bias of n beside h")
    yield trial(
        lambda drawn: _without_b_hn(_change(drawn, "weight_hh", 2, lambda block: block.diag().diag())),
        edge="a candidate in which no unit listens to another (a diagonal block of weight_hh)",
    )
    yield trial(
        lambda drawn: _change(drawn, "bias_ih", 1, lambda block: torch.full_like(block, 50.0)),
        edge="an update gate that keeps everything (z = 1)",
    )
    yield trial(
        lambda drawn: _change(drawn, "bias_ih", 0, lambda block: torch.full_like(block, 50.0)),
        edge="a reset gate that lets everything through (r = 1)",
    )
    yield _one_number_apart(random, 0, APART)
    yield _one_number_apart(random, -1, -APART)


def _paper(x: Tensor, h: Tensor, weight_ih: Tensor, weight_hh: Tensor, bias_ih: Tensor, bias_hh: Tensor) -> Any:
    """The candidate is what an nn.RNNCell makes of x and of what r leaves of h."""
    gates = nn.functional.linear(x, weight_ih, bias_ih) + nn.functional.linear(h, weight_hh, bias_hh)
    r, z, _ = gates.sigmoid().chunk(3, 1)
    cell = unset("RNNCell", input_size=x.shape[1], hidden_size=h.shape[1])
    weights = {"weight_ih": weight_ih, "weight_hh": weight_hh, "bias_ih": bias_ih, "bias_hh": bias_hh}
    of_n = {name: weight.chunk(3)[2] for name, weight in weights.items()}
    n = torch.func.functional_call(cell, of_n, (x, r * h))
    new = torch.lerp(n, h, z)
    return new, torch.allclose(new, _step(x, h, **weights), atol=1e-5)


def _as_a_bool(_before: Mapping[str, Value], reply: Reply) -> Value:
    """What came back; a comparison of tensors may be a tensor, too."""
    match reply.value:
        case (h, Tensor(dtype=torch.bool, shape=()) as agrees):
            return h, bool(agrees)
    return reply.value


def _paper_but(step: Callable[..., Tensor]) -> Callable[..., Any]:
    return lambda *arguments: (step(*arguments), _paper(*arguments)[1])


def _agrees_if(rule: Callable[[bool, bool, bool], bool]) -> Callable[..., Any]:
    """The right step, and an opinion on agreement from what is zero: h, all biases, the part of bias_hh in n."""

    def wrong(x: Tensor, h: Tensor, weight_ih: Tensor, weight_hh: Tensor, bias_ih: Tensor, bias_hh: Tensor) -> Any:
        zero = (not h.any(), not (bias_ih.any() or bias_hh.any()), not bias_hh.chunk(3)[2].any())
        return _paper(x, h, weight_ih, weight_hh, bias_ih, bias_hh)[0], rule(*zero)

    return wrong


def _agrees_if_candidates_do(*arguments: Tensor) -> Any:
    one, other = (_step_but(total=total, update=lambda _z, n, *_: n) for total in (_reset_before, _reset_after))
    return _paper(*arguments)[0], torch.allclose(one(*arguments), other(*arguments), atol=1e-5)


PAPER_STEP = Exercise(
    id="gru/paper-step",
    parameters=("x", "h", "weight_ih", "weight_hh", "bias_ih", "bias_hh"),
    points=2,
    trials=_paper_trials,
    oracle=_paper,
    returns=TupleOf({"h": TensorOf(("batch", "hidden_size")), "agrees": Plain(bool)}),
    observe=_as_a_bool,
    parts=True,
    slips=(
        *(
            Slip(name, explanation, suggestion, _paper_but(wrong), part="h")
            for name, explanation, suggestion, wrong in (
                (
                    "reset-after",
                    "this h is nn.GRUCell's: r is multiplied after the matrix product; here it comes before",
                    "What does r scale in the paper: h, or what weight_hh makes of h?",
                    _step_but(),
                ),
                (
                    "bias-hn-scaled",
                    "your r scales the bias of n, too; in the paper it meets h alone, before product and bias",
                    "Multiply h by r first; then the product; then the bias.",
                    _step_but(total=lambda of: of.x + (of.r * of.h) @ of.weight.T + of.r * of.bias),
                ),
                (
                    "bias-hn-outside",
                    "you multiply by r after the product and add the bias after that; r comes before the product",
                    "What does r scale in the paper: h, or what weight_hh makes of h?",
                    _step_but(total=_bias_hn_outside),
                ),
                (
                    "reset-twice",
                    "you multiply by r twice, before the matrix product and after it; the paper has it before only",
                    "r occurs once.",
                    _step_but(total=lambda of: of.x + of.r * ((of.r * of.h) @ of.weight.T + of.bias)),
                ),
                (
                    "reset-missing",
                    "the reset gate is missing: your candidate n sees all of h",
                    "r scales h on its way into n.",
                    _step_but(total=_without_reset),
                ),
                (
                    "h-overwritten",
                    "the h that z keeps has been scaled by r; only the h that goes into n is",
                    "Give r * h a name of its own.",
                    _step_but(total=_reset_before, update=lambda z, n, h, r: (1 - z) * n + z * r * h),
                ),
                (
                    "z-flipped",
                    "your z and 1 - z are exchanged: here z is the share of the old h that is kept",
                    "What should the new h be where z is 1?",
                    _step_but(total=_reset_before, update=lambda z, n, h, _r: z * n + (1 - z) * h),
                ),
                (
                    "gate-order-zrn",
                    "this is your h if the rows are read z, r, n; the weights are PyTorch's: r, z, n",
                    "Name the three blocks again; gru/split-gates asks for the same order.",
                    _step_but(total=_reset_before, order="zrn"),
                ),
                (
                    "candidate-sigmoid",
                    "your candidate n goes through a sigmoid; it needs tanh, so that h can go down as well as up",
                    "Two blocks take the sigmoid, one takes tanh.",
                    _step_but(total=_reset_before, candidate=lambda total, _r: total.sigmoid()),
                ),
                (
                    "bias-hh-missing",
                    "bias_hh is missing; both biases are added, in the gates and in n",
                    "Each product, with weight_ih and with weight_hh, has a bias of its own.",
                    _step_but(lambda x, h, wi, wh, bi, bh: (x, h, wi, wh, bi, 0 * bh), total=_reset_before),
                ),
            )
        ),
        *(
            Slip(name, explanation, suggestion, _agrees_if(rule), part="agrees")
            for name, explanation, suggestion, rule in (
                (
                    "never-agrees",
                    "you say that the two never agree; here they do, but for rounding",
                    "Compute both, and compare them with a tolerance, as torch.allclose does.",
                    lambda _h, _biases, _b_hn: False,
                ),
                (
                    "always-agrees",
                    "you say that the two always agree; here they do not",
                    "Compute both, and compare them with a tolerance, as torch.allclose does.",
                    lambda _h, _biases, _b_hn: True,
                ),
                (
                    "zero-h-is-enough",
                    "you say that the two agree whenever h is zero; here r still scales a bias in PyTorch",
                    "Put h = 0 into both equations of n: what is left of them?",
                    lambda h, _biases, _b_hn: h,
                ),
                (
                    "zero-biases-are-enough",
                    "you say that the two agree whenever the biases are zero; the product mixes the units of h",
                    "Is weight @ (r * h) the same as r * (weight @ h)?",
                    lambda _h, biases, _b_hn: biases,
                ),
                (
                    "zero-b-hn-is-enough",
                    "you say that the two agree whenever the bias beside r is zero; the product mixes the units of h",
                    "Is weight @ (r * h) the same as r * (weight @ h)?",
                    lambda _h, _biases, b_hn: b_hn,
                ),
                (
                    "zero-h-and-all-biases",
                    "you ask for all biases to be zero; most of them are added alike in both",
                    "Which one of the biases does r meet in PyTorch's GRU?",
                    lambda h, biases, _b_hn: h and biases,
                ),
                (
                    "zero-h-and-b-hn",
                    "you say that the two agree only where h is zero; here h is not, and they do",
                    "A rule misses cases: compute both, and compare them as torch.allclose does.",
                    lambda h, _biases, b_hn: h and b_hn,
                ),
            )
        ),
        Slip(
            "candidates-compared",
            "your agrees compares the candidates; asked for is whether the new h is the same, which z decides as well",
            "Compare what the two steps return.",
            _agrees_if_candidates_do,
            part="agrees",
        ),
        Slip(
            "says-the-opposite",
            "your agrees is True where the two differ, and False where they are the same",
            "Look at the comparison.",
            lambda *arguments: (_paper(*arguments)[0], not _paper(*arguments)[1]),
            part="agrees",
        ),
    ),
)

# --- gru/same-budget

GATES = {"RNN": 1, "GRU": 3, "LSTM": 4}


def _count(kind: str, input_size: int, hidden_size: int) -> int:
    layer = unset(kind, input_size=input_size, hidden_size=hidden_size)
    return sum(parameter.numel() for parameter in layer.parameters())


def _budget_trials(random: Random) -> Iterator[Trial]:
    def trial(input_size: int, budget: int, edge: str = "") -> Trial:
        return Trial({"input_size": input_size, "budget": budget}, edge)

    yield trial(random.integer(5, 12), random.integer(2_000, 6_000))
    yield trial(random.integer(50, 90), random.integer(40_000, 90_000))
    # Short of a size by more than one bias of it, and by more than half the way to it: there wrong counts differ.
    input_size, hidden_size = random.integer(21, 40), random.integer(21, 40)
    yield trial(input_size, _count("LSTM", input_size, hidden_size) - 4 * (hidden_size + input_size // 4))
    input_size, hidden_size = random.integer(5, 12), random.integer(21, 40)
    yield trial(input_size, _count("GRU", input_size, hidden_size) - 3 * (hidden_size + input_size // 2 + 2))
    for kind in GATES:  # exactly enough for one of them, and one parameter too few
        input_size, hidden_size = random.integer(5, 40), random.integer(11, 40)
        whole = _count(kind, input_size, hidden_size)
        yield trial(input_size, whole, f"a budget that one {kind} just uses up")
        yield trial(input_size, whole - 1, f"a budget one parameter short of a larger {kind}")
    input_size = random.integer(5, 40)
    edge = "just enough for an LSTM of a single hidden unit (hidden_size = 1)"
    yield trial(input_size, _count("LSTM", input_size, 1), edge)


def _largest(count: Callable[[int], int], budget: int) -> int:
    """The largest hidden size whose count does not exceed the budget."""
    low, high = 0, budget
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if count(middle) <= budget else (low, middle - 1)
    return low


def _same_budget(input_size: int, budget: int) -> Any:
    """By formula; that the formula counts right is seen in PyTorch's own layer of the size that is found."""
    found = {}
    for kind, gates in GATES.items():

        def count(hidden_size: int, gates: int = gates) -> int:
            return gates * hidden_size * (input_size + hidden_size + 2)

        found[kind] = _largest(count, budget)
        assert count(found[kind]) == _count(kind, input_size, found[kind])
    return found


def _budget_but(
    gates: Mapping[str, int] = GATES,
    count: Callable[[int, int, int], int] = lambda gates, f, h: gates * h * (f + h + 2),
    budget: Callable[[int], int] = lambda budget: budget,
    finish: Callable[[int, int, int, int], int] = lambda size, _gates, _f, _budget: size,
) -> Callable[..., Any]:
    """The right sizes with one part done another way."""

    def wrong(input_size: int, given: int) -> Any:
        return {
            kind: finish(
                _largest(lambda h, n=n: count(n, input_size, h), budget(given)),  # type: ignore[misc]
                n,
                input_size,
                given,
            )
            for kind, n in gates.items()
        }

    return wrong


def _nearest(size: int, gates: int, f: int, budget: int) -> int:
    return min(size, size + 1, key=lambda h: abs(gates * h * (f + h + 2) - budget))


def _from_the_rnn(share: Callable[[int, int], float]) -> Callable[..., Any]:
    """Sizes that are made from the RNN's size and the number of blocks."""

    def wrong(input_size: int, budget: int) -> Any:
        size = _budget_but()(input_size, budget)["RNN"]
        return {kind: int(share(size, gates)) for kind, gates in GATES.items()}

    return wrong


SAME_BUDGET = Exercise(
    id="gru/same-budget",
    parameters=("input_size", "budget"),
    points=3,
    trials=_budget_trials,
    oracle=_same_budget,
    returns=DictOf({kind: Plain(int) for kind in GATES}),
    gradient=False,
    parts=True,
    slips=(
        Slip(
            "one-bias",
            "you count one bias; PyTorch keeps two, bias_ih and bias_hh, of the same size",
            "Print the names and shapes of the parameters of a small layer.",
            _budget_but(count=lambda gates, f, h: gates * h * (f + h + 1)),
        ),
        Slip(
            "no-biases",
            "you count the weights and leave out the biases",
            "Print the names and shapes of the parameters of a small layer.",
            _budget_but(count=lambda gates, f, h: gates * h * (f + h)),
        ),
        Slip(
            "weight-ih-forgotten",
            "you leave out weight_ih; the size of the input counts as well",
            "Print the names and shapes of the parameters of a small layer.",
            _budget_but(count=lambda gates, _f, h: gates * h * (h + 2)),
        ),
        Slip(
            "weight-hh-forgotten",
            "you leave out weight_hh, which has gates * H * H numbers",
            "Print the names and shapes of the parameters of a small layer.",
            _budget_but(count=lambda gates, f, h: gates * h * (f + 2)),
        ),
        Slip(
            "candidate-not-counted",
            "you count the gates and forget the candidate: a GRU has three blocks of rows, an LSTM four",
            "Look at the rows of weight_hh of each kind.",
            _budget_but(gates={"RNN": 1, "GRU": 2, "LSTM": 3}),
        ),
        Slip(
            "gru-and-lstm-swapped",
            "your GRU has the size for four blocks and your LSTM the one for three; it is the other way round",
            "Count the gates and the candidate of each cell.",
            _budget_but(gates={"RNN": 1, "GRU": 4, "LSTM": 3}),
        ),
        Slip(
            "same-size-for-all",
            "you give all three the same hidden size; then their counts are as 1 : 3 : 4, and two exceed the budget",
            "The budget is the same, so the sizes differ.",
            _budget_but(gates={"RNN": 1, "GRU": 1, "LSTM": 1}),
        ),
        Slip(
            "lstm-size-for-all",
            "you give all three the size that fits an LSTM; an RNN and a GRU can be larger within the budget",
            "The budget is the same, so the sizes differ.",
            _budget_but(gates={"RNN": 4, "GRU": 4, "LSTM": 4}),
        ),
        Slip(
            "size-divided-by-gates",
            "you divide the RNN's size by 3 and by 4; the count does not grow in proportion to the size, but faster",
            "Which of the parameters has H * H numbers?",
            _from_the_rnn(lambda size, gates: size // gates),
        ),
        Slip(
            "size-divided-by-root",
            "you divide the RNN's size by the root of 3 and of 4; weight_ih and the biases do not grow like H * H",
            "Write the count of each kind as a formula, and find the largest H for each of them.",
            _from_the_rnn(lambda size, gates: size / math.sqrt(gates)),
        ),
        Slip(
            "one-too-large",
            "your sizes are the first that exceed the budget",
            "Go one back.",
            _budget_but(finish=lambda size, *_: size + 1),
        ),
        Slip(
            "one-too-small",
            "your sizes are one too small: one unit more would still fit",
            "Look at where your search stops.",
            _budget_but(finish=lambda size, *_: size - 1),
        ),
        Slip(
            "below-the-budget",
            "a layer may use up the budget to the last parameter; yours must stay below it",
            "Is it < or <=?",
            _budget_but(budget=lambda budget: budget - 1),
        ),
        Slip(
            "nearest",
            "your sizes come nearest to the budget, from above or from below; the budget must not be exceeded",
            "Round down.",
            _budget_but(finish=_nearest),
        ),
        Slip(
            "budget-shared",
            "you give each of the three a third of the budget; each may use all of it",
            "They are three networks to be compared with each other, not one.",
            _budget_but(budget=lambda budget: budget // 3),
        ),
        Slip(
            "rows-returned",
            "you return the rows of weight_hh, gates * H; asked for is hidden_size, H",
            "hidden_size is what you would pass to nn.GRU.",
            _budget_but(finish=lambda size, gates, *_: gates * size),
        ),
        Slip(
            "counts-returned",
            "you return how many parameters each layer has; asked for is its hidden size",
            "hidden_size is what you would pass to nn.GRU.",
            _budget_but(finish=lambda size, gates, f, _: gates * size * (f + size + 2)),
        ),
    ),
)

# --- gru/keep

STEPS = 5
EXAMPLES = 8
LARGEST = 1000.0  # of an input, as the docstring of the exercise says
STILL = 1e-6  # a state that moves less has not moved: z is 1 but for rounding


class _Happens(IntEnum):
    """What becomes of the state of one layer in one direction, and why."""

    KEPT = 0
    MOVES = 1
    UNTOUCHED = 2  # the weights are what they were
    ALL_ZERO = 3  # the weights are all zero
    ONLY_R = 4  # of the weights, only rows of r are others than before
    ONLY_N = 5
    CLOSED = 6  # z is 0
    DRIFTS = 7  # slowly: z is not quite 1


def _keep_trials(random: Random) -> Iterator[Trial]:
    def trial(H: int, F: int = HOUSE.F, edge: str = "", **options: int | bool) -> Trial:
        return Trial({"gru": random.layer("GRU", input_size=F, hidden_size=H, **options)}, edge)

    yield trial(HOUSE.H)
    yield trial(random.sizes().H, num_layers=4)
    yield trial(random.sizes().H, 60, num_layers=2, bidirectional=True)  # so many inputs outweigh a bias of thousands
    yield trial(1, 3, EDGES["H=1"], num_layers=2)


def _keep(gru: nn.GRU) -> nn.GRU:
    """One way to keep the state: z does not see x and h, and its bias is large."""
    with torch.no_grad():
        for name, weight in gru.named_parameters():
            weight.chunk(3)[1].fill_(100.0 if name.startswith("bias_ih") else 0.0)
    return gru


def _inputs(weights: Mapping[str, Tensor]) -> Tensor:
    """Ordinary inputs for some examples, large ones for others, and those that pull hardest at a unit's z."""
    random = Random(torch.Generator().manual_seed(0))
    of_z = [weight.chunk(3)[1] for name, weight in weights.items() if name.startswith("weight_ih_l0")]
    worst = -LARGEST * torch.cat(of_z).sign()
    ordinary = random.normal(STEPS, EXAMPLES, worst.shape[1])
    large = LARGEST * random.normal(STEPS, EXAMPLES, worst.shape[1]).sign()
    return torch.cat([ordinary, large, worst.expand(STEPS, -1, -1)], dim=1)


def _happens(old: Layer, new: Layer, suffix: str, before: Tensor, after: Tensor) -> _Happens:
    """What becomes of the state `before` of a layer and direction, (batch, hidden_size), if it is `after` later."""
    if bool((after - before).abs().max() < STILL):
        return _Happens.KEPT
    names = [name for name in old.weights if name.endswith(suffix)]
    if not any(new.weights[name].any() for name in names):
        return _Happens.ALL_ZERO
    changed = [(new.weights[name] != old.weights[name]).chunk(3) for name in names]
    match [any(bool(blocks[k].any()) for blocks in changed) for k in range(3)]:
        case [False, False, False]:
            return _Happens.UNTOUCHED
        case [True, False, False]:
            return _Happens.ONLY_R
        case [False, False, True]:
            return _Happens.ONLY_N
    bias = new.weights[f"bias_ih{suffix}"] + new.weights[f"bias_hh{suffix}"]
    if bool((bias.chunk(3)[1] < -4).all()):
        return _Happens.CLOSED
    near_one = bool((bias.chunk(3)[1] > 3).all() and (after - before).abs().max() < 0.5)
    return _Happens.DRIFTS if near_one else _Happens.MOVES


def _what_it_does(before: Mapping[str, Value], reply: Reply) -> Value:
    """What the changed GRU does with states and inputs; weights that do not fit are not run."""
    old, new = before["gru"], reply.arguments[0]
    alike = {n: (w.shape, w.dtype) for n, w in old.weights.items()} == {
        n: (w.shape, w.dtype) for n, w in new.weights.items()
    }
    run = replace(old, weights=new.weights if alike else old.weights)
    x = _inputs(run.weights)
    suffixes = [name.removeprefix("weight_ih") for name in old.weights if name.startswith("weight_ih")]
    random = Random(torch.Generator().manual_seed(1))
    h_0 = random.normal(len(suffixes), x.shape[1], old.options["hidden_size"]).clamp(-1, 1)
    with torch.no_grad():
        _, h_n = run.build()(x, h_0)
    ordinary = slice(0, EXAMPLES)
    happens = [
        _happens(old, run, suffix, h[ordinary], last[ordinary])
        for suffix, h, last in zip(suffixes, h_0, h_n, strict=True)
    ]
    return {
        "same parameters": alike,
        "same layer": (new.kind, new.options) == (old.kind, old.options),
        "ordinary inputs": torch.tensor(happens),
        "large inputs": (h_n - h_0).abs().amax((1, 2)) < STILL,
    }


def _set_z_but(
    value: float = 1e6,
    block: int = 1,
    zeroed: Callable[[str], bool] = lambda _name: False,
    where: Callable[[str], bool] = lambda _name: True,
) -> Callable[..., Any]:
    """Setting the bias of a gate with one part done another way; `zeroed` says which parameters lose a block first."""

    def wrong(gru: nn.GRU) -> nn.GRU:
        with torch.no_grad():
            for name, weight in gru.named_parameters():
                if not where(name):
                    continue
                if zeroed(name):
                    weight.chunk(3)[block].zero_()
                if name.startswith("bias_ih"):
                    weight.chunk(3)[block].fill_(value)
        return gru

    return wrong


def _top_only(gru: nn.GRU) -> nn.GRU:
    return _set_z_but(where=lambda name: f"_l{gru.num_layers - 1}" in name)(gru)  # type: ignore[no-any-return]


def _all_zero(gru: nn.GRU) -> nn.GRU:
    with torch.no_grad():
        for weight in gru.parameters():
            weight.zero_()
    return gru


KEEP = Exercise(
    id="gru/keep",
    parameters=("gru",),
    points=3,
    trials=_keep_trials,
    oracle=_keep,
    returns=DictOf(
        {
            "same parameters": Plain(bool, wrong="a parameter is gone, or has another shape or dtype now"),
            "same layer": Plain(bool, wrong="the GRU's options are not what they were"),
            "ordinary inputs": TensorOf(
                ("num_layers * num_directions",),
                wrong="after a few steps a state is no longer what it was",
                hint="Follow one unit: what goes into the sigmoid of its z, and is the result 1?",
            ),
            "large inputs": TensorOf(
                ("num_layers * num_directions",),
                wrong="with inputs as large as 1000 a state does not stay what it was",
                hint="What goes into the sigmoid of z, beside the bias?",
            ),
        }
    ),
    observe=_what_it_does,
    changes=frozenset({"gru"}),
    gradient=False,
    slips=(
        Slip(
            "nothing-changed",
            "the GRU is as it was: none of its parameters has changed",
            "Write into the parameters of the gru you are given, not of a copy: bias[rows] = … under torch.no_grad().",
            lambda gru: gru,
        ),
        Slip(
            "z-closed",
            "nothing is left of the state: your z is 0, and the new h is n",
            "h' = (1 - z) * n + z * h: which z keeps h?",
            _set_z_but(-1e6),
        ),
        Slip(
            "block-r",
            "you changed the rows of r, the first block; it is z that keeps the state",
            "The order is r, z, n.",
            _set_z_but(block=0),
        ),
        Slip(
            "block-n",
            "you changed the rows of n, the last block; it is z that keeps the state",
            "The order is r, z, n.",
            _set_z_but(block=2),
        ),
        Slip(
            "all-zero",
            "all weights and biases are zero: then z is sigmoid(0), and a part of the state is lost at every step",
            "What must go into the sigmoid for z to be 1?",
            _all_zero,
        ),
        Slip(
            "bias-too-small",
            "the state drifts: z is near 1 but not 1, and what is lost at every step adds up",
            "How large must a number be for its sigmoid to be exactly 1 in float32? Print some.",
            _set_z_but(8.0, zeroed=lambda _name: True),
        ),
        Slip(
            "inputs-reach-z",
            "the state stays with ordinary inputs, but an input as large as 1000 still moves z",
            "z is made from x, too: take its weight away, or make the bias larger than anything x can bring.",
            _set_z_but(30.0),
        ),
        Slip(
            "first-layer-only",
            "the states of layer 0 stay, those of the layers above it do not: you left these as they were",
            "Go through all layers: names end in _l0, _l1, …",
            _set_z_but(where=lambda name: "_l0" in name),
        ),
        Slip(
            "first-bias-only",
            "the forward state of layer 0 stays; you left every other layer and direction as it was",
            "Go through all parameters: names end in _l0, _l1, …, and in _reverse for the backward direction.",
            _set_z_but(where=lambda name: name.endswith("_l0")),
        ),
        Slip(
            "forward-only",
            "the states of the forward direction stay; you left the backward one as it was",
            "The names of the backward direction end in _reverse.",
            _set_z_but(where=lambda name: not name.endswith("_reverse")),
        ),
        Slip(
            "last-layer-only",
            "the states of the top layer stay, those of the layers below it do not: you left these as they were",
            "Go through all layers: names end in _l0, _l1, …",
            _top_only,
        ),
    ),
)

# --- gru/summary


def _summary_arguments(random: Random, sizes: Sizes) -> Mapping[str, Value]:
    gru = random.layer("GRU", input_size=sizes.F, hidden_size=sizes.H, num_layers=2, bidirectional=True)
    return {"gru": gru, "x": random.normal(sizes.T, sizes.B, sizes.F)}


def _summary_trials(random: Random) -> Iterator[Trial]:
    # The last has the first one's batch: a state that is kept from it fits when the first comes again.
    for number, trial in enumerate(trials(_summary_arguments, "T=1 B=1", "T=1", "B=1", "H=1", "T=3")(random)):
        yield replace(trial, gradient=number == 0)  # through two layers and two directions they take long


def _by_hand(gru: nn.GRU, x: Tensor) -> Tensor:
    """From h_n as its documented view (num_layers, num_directions, batch, hidden_size)."""
    _, h_n = gru(x)
    forward, backward = h_n.view(gru.num_layers, 2, x.shape[1], gru.hidden_size)[-1]
    return torch.cat([forward, backward], dim=1)


def _from(read: Callable[[Tensor, Tensor], Tensor]) -> Callable[..., Any]:
    """What `read` makes of output and h_n."""
    return lambda gru, x: read(*gru(x))


def _rows(*rows: int) -> Callable[..., Any]:
    return _from(lambda _output, h_n: torch.cat([h_n[row] for row in rows], dim=1))


def _batch_first(gru: nn.GRU, x: Tensor) -> Tensor:
    """The layer takes the examples for steps and the steps for examples; h_n has a row for every step then."""
    return _by_hand(gru, x.transpose(0, 1))


SUMMARY = Exercise(
    id="gru/summary",
    parameters=("gru", "x"),
    points=2,
    trials=_summary_trials,
    oracle=_by_hand,
    returns=TensorOf(("batch", "2 * hidden_size")),
    slips=(
        Slip(
            "last-output",
            "this is the last step of output; there the backward half has seen one step only, the last",
            "Where does the backward direction end its way through the sequence?",
            _from(lambda output, _h_n: output[-1]),
        ),
        Slip(
            "first-output",
            "this is the first step of output; there the forward half has seen one step only",
            "Where does the forward direction end its way through the sequence?",
            _from(lambda output, _h_n: output[0]),
        ),
        Slip(
            "backward-first",
            "the two halves are exchanged: asked for is forward first, then backward",
            "In h_n the forward direction of a layer comes first.",
            _rows(-1, -2),
        ),
        Slip(
            "first-layer",
            "these are the states of the first layer; asked for is the top one",
            "h_n lists layer 0 first, with both directions.",
            _rows(0, 1),
        ),
        Slip(
            "directions-of-two-layers",
            "you read h_n as all layers forward, then all layers backward; it is layer by layer",
            "h_n can be viewed as (num_layers, 2, B, H).",
            _rows(1, 3),
        ),
        Slip(
            "forward-of-both-layers",
            "these are the forward states of both layers; asked for are both directions of the top layer",
            "h_n can be viewed as (num_layers, 2, B, H).",
            _rows(0, 2),
        ),
        Slip(
            "reshape-scramble",
            "the shape is right and the examples are mixed: view and reshape keep the order of the numbers",
            "Join the two halves along the last axis, or transpose before you reshape.",
            _from(lambda _output, h_n: h_n[-2:].reshape(h_n.shape[1], -1)),
        ),
        Slip(
            "all-layers",
            "your summary holds both layers; asked for is the top one",
            "How many rows of h_n belong to the top layer?",
            _rows(0, 1, 2, 3),
        ),
        Slip(
            "forward-only",
            "this is the forward half only; the backward direction's last state belongs beside it",
            "Which rows of h_n belong to the top layer?",
            _rows(2),
        ),
        Slip(
            "backward-only",
            "this is the backward half only; h_n[-1] is the backward direction of the top layer",
            "Which rows of h_n belong to the top layer?",
            _rows(3),
        ),
        Slip(
            "directions-added",
            "you add the two directions; they stand side by side in the summary",
            "torch.cat joins two tensors along an axis.",
            _from(lambda _output, h_n: h_n[-1] + h_n[-2]),
        ),
        Slip(
            "stacked-along-batch",
            "you join the two halves along the batch; they belong beside each other, in the last axis",
            "Look at the `dim` of torch.cat.",
            _from(lambda _output, h_n: torch.cat([h_n[-2], h_n[-1]])),
        ),
        Slip(
            "not-joined",
            "the two directions are still an axis of their own",
            "torch.cat joins two tensors along an axis.",
            _from(lambda _output, h_n: h_n[-2:]),
        ),
        Slip(
            "mean-over-time",
            "this is the mean of output over all steps; asked for is the last state of each direction",
            "What does gru(x) return besides output?",
            _from(lambda output, _h_n: output.mean(0)),
        ),
        Slip(
            "max-over-time",
            "this is the largest value of output over all steps; asked for is the last state of each direction",
            "What does gru(x) return besides output?",
            _from(lambda output, _h_n: output.amax(0)),
        ),
        Slip(
            "interleaved",
            "forward and backward take turns in each row; first come all numbers of forward, then all of backward",
            "torch.cat joins two tensors along an axis.",
            _from(lambda _output, h_n: torch.stack([h_n[-2], h_n[-1]], dim=-1).flatten(1)),
        ),
        Slip(
            "squeezes",
            "squeeze() takes away every axis of size 1",
            "Leave out squeeze: both axes are there to stay.",
            lambda gru, x: _by_hand(gru, x).squeeze(),
        ),
        Slip(
            "whole-output",
            "this is output, with every step; asked for is one summary for each example",
            "What does gru(x) return besides output?",
            _from(lambda output, _h_n: output),
        ),
        Slip(
            "x-turned",
            "you swap the axes of x: the layer then takes the examples for steps, and one leaks into the other",
            "x is (T, B, F), and this gru was made without batch_first.",
            _batch_first,
        ),
        Slip(
            "last-example",
            "this is output for the last example, step by step: with time-major output, [:, -1] is an example",
            "What does gru(x) return besides output?",
            _from(lambda output, _h_n: output[:, -1]),
        ),
        Slip(
            "backward-half-detached",
            "the values are right, but no gradient flows through the backward half",
            "Take both halves as they are, without detach() or .data.",
            _from(lambda _output, h_n: torch.cat([h_n[-2], h_n[-1].detach()], dim=1)),
        ),
    ),
)

EXERCISES = (SPLIT, STEP, PAPER_STEP, SAME_BUDGET, KEEP, SUMMARY)
