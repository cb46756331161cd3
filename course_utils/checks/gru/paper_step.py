"""The step of Cho et al. (2014), https://arxiv.org/abs/1406.1078, and whether PyTorch's step agrees with it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any

import torch
from torch import Tensor, nn

from course_utils.checks.engine.exercise import Exercise, Slip
from course_utils.checks.engine.kinds import Plain, TensorOf, TupleOf
from course_utils.checks.engine.trial import EDGES, HOUSE, Random, Sizes, Trial
from course_utils.checks.gru.one_step import (
    bias_hn_outside,
    draw_arguments,
    pytorch_step,
    reset_after,
    reset_before,
    step_but,
    without_reset,
)
from course_utils.checks.learner.answer import Reply
from course_utils.checks.learner.values import Value, unset

_NOT_ZERO = 0.05  # so far from zero, a comparison that is relative only sees that two results agree, too
_APART = 7e-5  # far from rounding and from the 1e-5 that is allowed; a tolerance of 1e-4 lets it through


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
    apart: Tensor = _paper(**arguments)[0] - pytorch_step(**arguments)
    return apart[end, end]


def _one_number_apart(random: Random, end: int, by: float) -> Trial:
    """The two steps differ in one number only: h is zero in the other examples, and one unit listens to another one."""
    while True:
        arguments = {**_without_b_hn(draw_arguments(random, HOUSE))}
        h, block = arguments["h"], arguments["weight_hh"].chunk(3)[2]
        arguments["h"] = torch.zeros_like(h)
        arguments["h"][end] = h[end]
        block.copy_(block.diag().diag())
        block[end, end - 1] = 0.01
        block[end, end - 1] *= by / _apart(arguments, end)
        if abs(_apart(arguments, end) - by) < 0.2 * _APART:
            return Trial(arguments, "two results that differ in one number only, by less than 0.0001", gradient=False)


def _trials(random: Random) -> Iterator[Trial]:
    small = replace(HOUSE, B=2, H=3)

    def trial(
        change: Callable[[Mapping[str, Value]], Mapping[str, Value]], sizes: Sizes = small, edge: str = ""
    ) -> Trial:
        while True:
            arguments = change(draw_arguments(random, sizes))
            result, agrees = _paper(**arguments)
            if not agrees or bool((result.abs() > _NOT_ZERO).all()):
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
    yield _one_number_apart(random, 0, _APART)
    yield _one_number_apart(random, -1, -_APART)


def _paper(x: Tensor, h: Tensor, weight_ih: Tensor, weight_hh: Tensor, bias_ih: Tensor, bias_hh: Tensor) -> Any:
    """The candidate is what an nn.RNNCell makes of x and of what r leaves of h."""
    gates = nn.functional.linear(x, weight_ih, bias_ih) + nn.functional.linear(h, weight_hh, bias_hh)
    r, z, _ = gates.sigmoid().chunk(3, 1)
    cell = unset("RNNCell", input_size=x.shape[1], hidden_size=h.shape[1])
    weights = {"weight_ih": weight_ih, "weight_hh": weight_hh, "bias_ih": bias_ih, "bias_hh": bias_hh}
    of_n = {name: weight.chunk(3)[2] for name, weight in weights.items()}
    n = torch.func.functional_call(cell, of_n, (x, r * h))
    new = torch.lerp(n, h, z)
    return new, torch.allclose(new, pytorch_step(x, h, **weights), atol=1e-5)


def _as_a_bool(_before: Mapping[str, Value], reply: Reply) -> Value:
    """What came back; a comparison of tensors may be a tensor, too."""
    match reply.value:
        case (h, Tensor(dtype=torch.bool, shape=()) as agrees):
            return h, bool(agrees)
    return reply.value


def _but(step: Callable[..., Tensor]) -> Callable[..., Any]:
    return lambda *arguments: (step(*arguments), _paper(*arguments)[1])


def _agrees_if(rule: Callable[[bool, bool, bool], bool]) -> Callable[..., Any]:
    """The right step, and an opinion on agreement from what is zero: h, all biases, the part of bias_hh in n."""

    def wrong(x: Tensor, h: Tensor, weight_ih: Tensor, weight_hh: Tensor, bias_ih: Tensor, bias_hh: Tensor) -> Any:
        zero = (not h.any(), not (bias_ih.any() or bias_hh.any()), not bias_hh.chunk(3)[2].any())
        return _paper(x, h, weight_ih, weight_hh, bias_ih, bias_hh)[0], rule(*zero)

    return wrong


def _agrees_if_candidates_do(*arguments: Tensor) -> Any:
    one, other = (step_but(total=total, update=lambda _z, n, *_: n) for total in (reset_before, reset_after))
    return _paper(*arguments)[0], torch.allclose(one(*arguments), other(*arguments), atol=1e-5)


EXERCISE = Exercise(
    id="gru/paper-step",
    parameters=("x", "h", "weight_ih", "weight_hh", "bias_ih", "bias_hh"),
    points=2,
    trials=_trials,
    oracle=_paper,
    returns=TupleOf({"h": TensorOf(("batch", "hidden_size")), "agrees": Plain(bool)}),
    observe=_as_a_bool,
    parts=True,
    slips=(
        *(
            Slip(name, explanation, suggestion, _but(wrong), part="h")
            for name, explanation, suggestion, wrong in (
                (
                    "reset-after",
                    "this h is nn.GRUCell's: r is multiplied after the matrix product; here it comes before",
                    "What does r scale in the paper: h, or what weight_hh makes of h?",
                    step_but(),
                ),
                (
                    "bias-hn-scaled",
                    "your r scales the bias of n, too; in the paper it meets h alone, before product and bias",
                    "Multiply h by r first; then the product; then the bias.",
                    step_but(total=lambda of: of.x + (of.r * of.h) @ of.weight.T + of.r * of.bias),
                ),
                (
                    "bias-hn-outside",
                    "you multiply by r after the product and add the bias after that; r comes before the product",
                    "What does r scale in the paper: h, or what weight_hh makes of h?",
                    step_but(total=bias_hn_outside),
                ),
                (
                    "reset-twice",
                    "you multiply by r twice, before the matrix product and after it; the paper has it before only",
                    "r occurs once.",
                    step_but(total=lambda of: of.x + of.r * ((of.r * of.h) @ of.weight.T + of.bias)),
                ),
                (
                    "reset-missing",
                    "the reset gate is missing: your candidate n sees all of h",
                    "r scales h on its way into n.",
                    step_but(total=without_reset),
                ),
                (
                    "h-overwritten",
                    "the h that z keeps has been scaled by r; only the h that goes into n is",
                    "Give r * h a name of its own.",
                    step_but(total=reset_before, update=lambda z, n, h, r: (1 - z) * n + z * r * h),
                ),
                (
                    "z-flipped",
                    "your z and 1 - z are exchanged: here z is the share of the old h that is kept",
                    "What should the new h be where z is 1?",
                    step_but(total=reset_before, update=lambda z, n, h, _r: z * n + (1 - z) * h),
                ),
                (
                    "gate-order-zrn",
                    "this is your h if the rows are read z, r, n; the weights are PyTorch's: r, z, n",
                    "Name the three blocks again; gru/split-gates asks for the same order.",
                    step_but(total=reset_before, order="zrn"),
                ),
                (
                    "candidate-sigmoid",
                    "your candidate n goes through a sigmoid; it needs tanh, so that h can go down as well as up",
                    "Two blocks take the sigmoid, one takes tanh.",
                    step_but(total=reset_before, candidate=lambda total, _r: total.sigmoid()),
                ),
                (
                    "bias-hh-missing",
                    "bias_hh is missing; both biases are added, in the gates and in n",
                    "Each product, with weight_ih and with weight_hh, has a bias of its own.",
                    step_but(lambda x, h, wi, wh, bi, bh: (x, h, wi, wh, bi, 0 * bh), total=reset_before),
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
