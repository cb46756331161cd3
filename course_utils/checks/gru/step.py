"""One step of a GRU from its weights and biases, as torch's GRUCell makes it."""

from __future__ import annotations

import torch
from torch import Tensor

from course_utils.checks.engine.by_hand import CELLS, LAYERS
from course_utils.checks.engine.exercise import Exercise, Slip
from course_utils.checks.engine.kinds import TensorOf
from course_utils.checks.engine.trial import trials
from course_utils.checks.gru.crashes import NO_C
from course_utils.checks.gru.one_step import (
    bias_hn_outside,
    draw_arguments,
    pytorch_step,
    reset_before,
    step_but,
    without_reset,
)


def _blocks_transposed(weight: Tensor) -> Tensor:
    return torch.cat([block.T for block in weight.chunk(3)])


EXERCISE = Exercise(
    id="gru/step",
    parameters=("x", "h", "weight_ih", "weight_hh", "bias_ih", "bias_hh"),
    by_hand={**LAYERS, **CELLS},
    points=3,
    trials=trials(draw_arguments, "B=1", "F=1 far=1", "H=1", "F=15", "scale=6", "zero=1", "B=66 F=66 H=66", "equal"),
    axes={"x": "BF", "h": "BH"},
    also={
        "as many inputs as rows": lambda trial: trial.arguments["x"].shape[1] == 3 * trial.arguments["h"].shape[1],
        "a state far from zero": lambda trial: bool(trial.arguments["h"].abs().min() > 5),
    },
    crashes=(NO_C,),
    oracle=pytorch_step,
    returns=TensorOf(("batch", "hidden_size")),
    slips=(
        *(
            Slip(
                f"gate-order-{order}",
                f"this is your step if the rows are read {', '.join(order)}; PyTorch stores r, z, n",
                "Name the three blocks again; gru/split-gates asks for the same order.",
                step_but(order=order),
            )
            for order in ("zrn", "rnz", "nrz")
        ),
        Slip(
            "z-flipped",
            "your z and 1 - z are exchanged: in PyTorch z is the share of the old h that is kept",
            "What should the new h be where z is 1?",
            step_but(update=lambda z, n, h, _r: z * n + (1 - z) * h),
        ),
        Slip(
            "reset-before",
            "you multiply h by r before the matrix product, as the paper does; PyTorch multiplies after it",
            "r meets what comes out of the product of h with its weight, the bias included.",
            step_but(total=reset_before),
        ),
        Slip(
            "bias-hn-outside",
            "the part of bias_hh that belongs to n is added outside of r * (…); in PyTorch r scales it, too",
            "Add the bias before r is multiplied.",
            step_but(total=bias_hn_outside),
        ),
        Slip(
            "candidate-relu",
            "your candidate n goes through relu; it needs tanh, so that h can go down as well as up",
            "Two blocks take the sigmoid, one takes tanh.",
            step_but(candidate=lambda total, _r: total.relu()),
        ),
        Slip(
            "bias-ih-twice",
            "you add bias_ih twice, and bias_hh not at all",
            "Look at the names of the two biases.",
            step_but(lambda x, h, wi, wh, bi, _bh: (x, h, wi, wh, bi, bi)),
        ),
        Slip(
            "biases-exchanged",
            "your two biases are exchanged: bias_ih belongs to the product with x, bias_hh to the one with h",
            "Which of the two does r scale in the candidate?",
            step_but(lambda x, h, wi, wh, bi, bh: (x, h, wi, wh, bh, bi)),
        ),
        Slip(
            "reset-missing",
            "the reset gate is missing: your candidate n sees all of h",
            "r scales what n gets from h.",
            step_but(total=without_reset),
        ),
        Slip(
            "reset-on-x-too",
            "your r scales the whole sum in the candidate; it scales h's part only, so that n always sees x",
            "Keep what comes from x out of the product with r.",
            step_but(total=lambda of: of.r * without_reset(of)),
        ),
        Slip(
            "reset-outside-tanh",
            "your r scales the candidate after the tanh; it belongs inside, on h's part of the sum",
            "First r, then the sum, then tanh.",
            step_but(total=without_reset, candidate=lambda total, r: r * total.tanh()),
        ),
        Slip(
            "bias-hh-missing",
            "bias_hh is missing; PyTorch adds two biases, bias_ih and bias_hh",
            "Each product, with weight_ih and with weight_hh, has a bias of its own.",
            step_but(lambda x, h, wi, wh, bi, bh: (x, h, wi, wh, bi, 0 * bh)),
        ),
        Slip(
            "bias-ih-missing",
            "bias_ih is missing; PyTorch adds two biases, bias_ih and bias_hh",
            "Each product, with weight_ih and with weight_hh, has a bias of its own.",
            step_but(lambda x, h, wi, wh, bi, bh: (x, h, wi, wh, 0 * bi, bh)),
        ),
        Slip(
            "biases-missing",
            "both biases are missing",
            "Each product, with weight_ih and with weight_hh, has a bias of its own.",
            step_but(lambda x, h, wi, wh, bi, bh: (x, h, wi, wh, 0 * bi, 0 * bh)),
        ),
        Slip(
            "h-ignored",
            "neither the gates nor the candidate see h: the product of h with weight_hh is missing",
            "r, z and n are all made from x and from h.",
            step_but(lambda x, h, wi, wh, bi, bh: (x, h, wi, 0 * wh, bi, bh)),
        ),
        Slip(
            "weight-hh-not-transposed",
            "you multiply h by the blocks of weight_hh as they are; they are square, so no error warns you",
            "Treat weight_hh as you treat weight_ih: rows are what comes out.",
            step_but(lambda x, h, wi, wh, bi, bh: (x, h, wi, _blocks_transposed(wh), bi, bh)),
        ),
        Slip(
            "old-state-dropped",
            "your new h is (1 - z) * n: the old h, kept by z, is missing",
            "The new h is a mixture of two things, with shares that add up to 1.",
            step_but(update=lambda z, n, _h, _r: (1 - z) * n),
        ),
        Slip(
            "update-gate-missing",
            "the update gate is missing: you return the candidate n itself",
            "The new h is a mixture of n and the old h; z says how much of each.",
            step_but(update=lambda _z, n, _h, _r: n),
        ),
        Slip(
            "shares-above-one",
            "you add all of n to z * h; the shares of n and of h must add up to 1",
            "How much of n is left when z keeps almost all of h?",
            step_but(update=lambda z, n, h, _r: n + z * h),
        ),
        Slip(
            "candidate-sigmoid",
            "your candidate n goes through a sigmoid; it needs tanh, so that h can go down as well as up",
            "Two blocks take the sigmoid, one takes tanh.",
            step_but(candidate=lambda total, _r: total.sigmoid()),
        ),
        Slip(
            "candidate-linear",
            "your candidate n has no non-linearity; it needs tanh",
            "Two blocks take the sigmoid, one takes tanh.",
            step_but(candidate=lambda total, _r: total),
        ),
        Slip(
            "no-sigmoids",
            "the gates r and z have no sigmoid; they must lie between 0 and 1",
            "Two blocks take the sigmoid, one takes tanh.",
            step_but(squash=lambda gate: gate),
        ),
        Slip(
            "z-without-sigmoid",
            "your z has no sigmoid; it must lie between 0 and 1, because it is a share",
            "Two blocks take the sigmoid, one takes tanh.",
            step_but(bare="z"),
        ),
        Slip(
            "r-without-sigmoid",
            "your r has no sigmoid; it must lie between 0 and 1, because it is a share",
            "Two blocks take the sigmoid, one takes tanh.",
            step_but(bare="r"),
        ),
        Slip(
            "r-in-the-mixture",
            "your r says how much of the old h is kept; that is what z is for",
            "Each gate is used in one place: r in n, z in the mixture.",
            step_but(update=lambda _z, n, h, r: (1 - r) * n + r * h),
        ),
        Slip(
            "tanh-everywhere",
            "the gates r and z go through tanh; they need the sigmoid, to lie between 0 and 1",
            "Two blocks take the sigmoid, one takes tanh.",
            step_but(squash=torch.tanh),
        ),
        Slip(
            "tanh-on-h",
            "your new h goes through one more tanh; the mixture of n and the old h is the new h as it is",
            "Count the squashings: two sigmoids and one tanh.",
            step_but(update=lambda z, n, h, _r: ((1 - z) * n + z * h).tanh()),
        ),
        Slip(
            "z-in-the-candidate",
            "your z scales what the candidate n gets from h; that is what r is for",
            "Each gate is used in one place: r in n, z in the mixture.",
            step_but(total=lambda of: of.x + of.z * (of.h @ of.weight.T + of.bias)),
        ),
        Slip(
            "squeezes",
            "squeeze() takes away every axis of size 1",
            "Leave out squeeze: both axes are there to stay.",
            lambda *arguments: pytorch_step(*arguments).squeeze(),
        ),
        Slip(
            "h-detached",
            "the values are right, but h is cut off: no gradient would flow to the steps before this one",
            "Use h as it is given, without detach() or .data.",
            lambda x, h, *weights: pytorch_step(x, h.detach(), *weights),
        ),
    ),
)
