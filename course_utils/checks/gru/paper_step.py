"""The step of Cho et al. (2014), https://arxiv.org/abs/1406.1078, and whether PyTorch's step agrees with it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any

import torch
from torch import Tensor, nn

from course_utils.checks.engine.exercise import Exercise, Slip
from course_utils.checks.engine.kinds import Plain, TensorOf, TupleOf
from course_utils.checks.engine.trial import EDGES, HOUSE, RISING, Random, Sizes, Trial, sizes_at
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

_NOT_ZERO = 0.02  # results at least this large also agree by a purely relative tolerance
_APART = 7e-5  # well above rounding and the allowed 1e-5, but below a tolerance of 1e-4
_FAR_APART = 1e-3  # if the two steps differ, some number is higher by more than this, and another one lower
_AGREEING = replace(HOUSE, B=5, F=4, H=6)  # enough numbers that two ways of computing them round some differently


def _zero(arguments: Mapping[str, Value], *names: str) -> Mapping[str, Value]:
    return {**arguments, **{name: torch.zeros_like(arguments[name]) for name in names}}


def _change(
    arguments: Mapping[str, Value], name: str, block: int, new: Callable[[Tensor], Tensor]
) -> Mapping[str, Value]:
    """The same arguments with one block (0, 1, 2 for r, z, n) of one argument changed."""
    blocks = list(arguments[name].chunk(3))
    blocks[block] = new(blocks[block])
    return {**arguments, name: torch.cat(blocks)}


def _without_b_hn(arguments: Mapping[str, Value]) -> Mapping[str, Value]:
    return _change(arguments, "bias_hh", 2, torch.zeros_like)


def _apart(arguments: Mapping[str, Value], end: int) -> Tensor:
    """The paper's step minus PyTorch's, in one number: the first if `end` is 0, the last if it is -1."""
    apart: Tensor = _paper(**arguments)[0] - pytorch_step(**arguments)
    return apart[end, end]


def _one_number_apart(random: Random, end: int) -> list[Trial]:
    """Trials whose two steps differ in one number: h is zero in all other examples, and one unit reads one other."""
    while True:
        drawn = {**_without_b_hn(draw_arguments(random, HOUSE))}
        weight, h = drawn["weight_hh"], drawn["h"]
        drawn["h"] = torch.zeros_like(h)
        drawn["h"][end] = h[end]
        block = weight.chunk(3)[2]
        block.copy_(block.diag().diag())

        def listening(by: Tensor, drawn: Mapping[str, Value] = drawn, weight: Tensor = weight) -> Mapping[str, Value]:
            weight.chunk(3)[2][end, end - 1] = by
            return {**drawn, "weight_hh": weight.clone()}

        small = torch.tensor(0.01)
        slope = _apart(listening(small), end) / small
        found = [listening(by / slope) for by in (_APART, -_APART)]
        if all(abs(abs(_apart(each, end)) - _APART) < 0.2 * _APART for each in found):
            edge = "two results that differ in one number only, by less than 0.0001"
            return [Trial(each, edge, gradient=False) for each in found]


def _trials(random: Random) -> Iterator[Trial]:
    def trial(
        sizes: Sizes,
        change: Callable[[Mapping[str, Value]], Mapping[str, Value]],
        agrees: bool,
        edge: str = "",
        gradient: bool = False,
    ) -> Trial:
        while True:
            arguments = change(draw_arguments(random, sizes))
            if _is_plain(arguments, agrees):
                return Trial(arguments, edge, gradient)

    def as_drawn(arguments: Mapping[str, Value]) -> Mapping[str, Value]:
        return arguments

    rising, falling, other = random.sizes(RISING), random.sizes(RISING[::-1]), random.sizes(RISING)
    yield trial(HOUSE, as_drawn, agrees=False, gradient=True)
    yield trial(_AGREEING, lambda drawn: _zero(drawn, "h", "bias_ih", "bias_hh"), agrees=True)
    yield trial(rising, lambda drawn: _zero(drawn, "h"), agrees=False)
    yield trial(falling, lambda drawn: _zero(drawn, "bias_ih", "bias_hh"), agrees=False, gradient=True)
    yield trial(other, _without_b_hn, agrees=False)
    for edge, change in _WHERE_THEY_AGREE.items():
        yield trial(_AGREEING, change, agrees=True, edge=edge)
    for edge in ("B=1", "F=1 far=1", "H=1", "B=66 F=66 H=66", "equal"):
        yield trial(sizes_at(edge), as_drawn, agrees=False, edge=EDGES[edge])
    for end in (0, -1):
        yield from _one_number_apart(random, end)


def _is_plain(arguments: Mapping[str, Value], agrees: bool) -> bool:
    """Whether the case is clear: the two agree and no number is near zero, or they differ clearly, up and down."""
    new, found = _paper(**arguments)
    if found != agrees:
        return False
    if agrees:
        return bool((new.abs() > _NOT_ZERO).all())
    apart = new - pytorch_step(**arguments)
    below = apart.shape[1] == 1 or bool(apart.min() < -_FAR_APART)  # with one unit all differ in the same direction
    return below and bool(apart.max() > _FAR_APART)


def _diagonal(arguments: Mapping[str, Value]) -> Mapping[str, Value]:
    """Arguments for which each unit's candidate uses r * h of that unit alone, and nearly nothing of h is kept."""
    alone = _without_b_hn(
        _change(arguments, "weight_hh", 2, lambda block: 3 * block.diag().sign().diag() + block.diag().diag())
    )
    alone = _change(_change(alone, "weight_ih", 2, torch.zeros_like), "bias_ih", 2, torch.zeros_like)
    return _change(alone, "bias_ih", 1, lambda block: block - 4)


def _gate_open(block: int) -> Callable[[Mapping[str, Value]], Mapping[str, Value]]:
    return lambda drawn: _change(drawn, "bias_ih", block, lambda bias: torch.full_like(bias, 50.0))


_WHERE_THEY_AGREE: Mapping[str, Callable[[Mapping[str, Value]], Mapping[str, Value]]] = {
    "h and the bias of n beside it both zero": lambda drawn: _without_b_hn(_zero(drawn, "h")),
    "a candidate in which no unit listens to another (a diagonal block of weight_hh)": _diagonal,
    "an update gate that keeps everything (z = 1)": _gate_open(1),
    "a reset gate that lets everything through (r = 1), and no bias of n beside h": (
        lambda drawn: _without_b_hn(_gate_open(0)({**drawn, "h": drawn["h"] * torch.eye(1, drawn["h"].shape[1])}))
    ),  # h of one unit only, so that no sum is rounded
}


def _paper(x: Tensor, h: Tensor, weight_ih: Tensor, weight_hh: Tensor, bias_ih: Tensor, bias_hh: Tensor) -> Any:
    """The oracle: the paper's step, whose candidate an nn.RNNCell computes from x and r * h, and whether they agree."""
    gates = nn.functional.linear(x, weight_ih, bias_ih) + nn.functional.linear(h, weight_hh, bias_hh)
    r, z, _ = gates.sigmoid().chunk(3, 1)
    cell = unset("RNNCell", input_size=x.shape[1], hidden_size=h.shape[1])
    weights = {"weight_ih": weight_ih, "weight_hh": weight_hh, "bias_ih": bias_ih, "bias_hh": bias_hh}
    of_n = {name: weight.chunk(3)[2] for name, weight in weights.items()}
    n = torch.func.functional_call(cell, of_n, (x, r * h))
    new = torch.lerp(n, h, z)
    return new, torch.allclose(new, pytorch_step(x, h, **weights), atol=1e-5)


def _as_a_bool(_before: Mapping[str, Value], reply: Reply) -> Value:
    """What came back, with a bool tensor without axes as a bool; of one with axes only the shape is kept."""
    match reply.value:
        case (h, Tensor(dtype=torch.bool) as each) if each.dim():
            return h, torch.zeros_like(each)
        case (h, Tensor(dtype=torch.bool, shape=()) as agrees):
            return h, bool(agrees)
    return reply.value


def _is_case(case: str) -> Callable[[Trial], bool]:
    """A test for a trial: whether the steps agree as `case` says, and just the named arguments are zero."""
    verb, _, names = case.partition(", zero: ")

    def holds(trial: Trial) -> bool:
        h, b_ih, b_hh = (trial.arguments[name] for name in ("h", "bias_ih", "bias_hh"))
        zero = {"h": not h.any(), "b_hn": not b_hh.chunk(3)[2].any(), "biases": not (b_ih.any() or b_hh.any())}
        found = ", ".join(name for name, is_zero in zero.items() if is_zero) or "nothing"
        return found == names and (verb == "agree") == bool(_paper(**trial.arguments)[1])

    return holds


_CASES = (
    *("agree, zero: h, b_hn, biases", "agree, zero: h, b_hn", "agree, zero: b_hn", "agree, zero: nothing"),
    *("differ, zero: h", "differ, zero: b_hn, biases", "differ, zero: b_hn", "differ, zero: nothing"),
)


def _nearly_agree(trial: Trial) -> bool:
    """Whether the two differ by less than 0.0001, but by more than rounding."""
    apart = _paper(**trial.arguments)[0] - pytorch_step(**trial.arguments)
    return bool(2e-5 < apart.abs().max() < 1e-4)


def _but(step: Callable[..., Tensor]) -> Callable[..., Any]:
    return lambda *arguments: (step(*arguments), _paper(*arguments)[1])


def _agrees_if(rule: Callable[[bool, bool, bool], bool]) -> Callable[..., Any]:
    """The right step, and agreement guessed from which of these are zero: h, all biases, the part of bias_hh in n."""

    def wrong(x: Tensor, h: Tensor, weight_ih: Tensor, weight_hh: Tensor, bias_ih: Tensor, bias_hh: Tensor) -> Any:
        zero = (not h.any(), not (bias_ih.any() or bias_hh.any()), not bias_hh.chunk(3)[2].any())
        return _paper(x, h, weight_ih, weight_hh, bias_ih, bias_hh)[0], rule(*zero)

    return wrong


def _agrees_if_candidates_do(*arguments: Tensor) -> Any:
    one, other = (step_but(total=total, update=lambda _z, n, *_: n) for total in (reset_before, reset_after))
    return _paper(*arguments)[0], torch.allclose(one(*arguments), other(*arguments), atol=1e-5)


def _agrees_exactly(*arguments: Tensor) -> Any:
    """Both steps by hand, compared bit by bit: any difference in rounding counts."""
    one, other = (step_but(total=total)(*arguments) for total in (reset_before, reset_after))
    return _paper(*arguments)[0], torch.equal(one, other)


def _agrees_by(compare: Callable[[Tensor, Tensor], Any]) -> Callable[..., Any]:
    """The right step, and the result of this comparison of it with PyTorch's."""

    def wrong(*arguments: Tensor) -> Any:
        new, _ = _paper(*arguments)
        return new, compare(new, pytorch_step(*arguments))

    return wrong


EXERCISE = Exercise(
    id="gru/paper-step",
    parameters=("x", "h", "weight_ih", "weight_hh", "bias_ih", "bias_hh"),
    points=2,
    trials=_trials,
    axes={"x": "BF", "h": "BH"},
    also={
        **{case: _is_case(case) for case in _CASES},
        "differ by less than 0.0001": _nearly_agree,
    },
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
                    "your agrees is False in every call; here the two are the same, but for rounding",
                    "Compute both, and compare them with a tolerance, as torch.allclose does.",
                    lambda _h, _biases, _b_hn: False,
                ),
                (
                    "always-agrees",
                    "your agrees is True in every call; here the two are not the same",
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
            "compared-exactly",
            "your agrees is True only where all bits are equal; two ways to the same number round differently",
            "Compare with a tolerance, as torch.allclose does.",
            _agrees_exactly,
            part="agrees",
        ),
        Slip(
            "tolerance-too-wide",
            "your agrees is True for two results of which one number differs by 0.00007; 0.00001 is allowed",
            "How large is your tolerance?",
            _agrees_by(lambda new, theirs: torch.allclose(new, theirs, atol=1e-3)),
            part="agrees",
        ),
        Slip(
            "one-sided",
            "your agrees lets a number be below PyTorch's by 0.00007, and not above it by as much",
            "Compare how far apart the two are, whichever is larger.",
            _agrees_by(lambda new, theirs: bool((new - theirs).max() < 1e-5)),
            part="agrees",
        ),
        Slip(
            "elementwise",
            "your agrees is a tensor, with an answer for every number of h; asked for is one answer for all of them",
            "`.all()` says whether all of them are True.",
            _agrees_by(torch.isclose),
            part="agrees",
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
