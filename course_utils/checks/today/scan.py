"""All states of h_t = a_t * h_(t-1) + b_t in about log2 T rounds, each of which works on all steps at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import torch
from torch import Tensor

from course_utils.checks.engine.by_hand import LAYERS
from course_utils.checks.engine.exercise import Crash, Exercise, Slip
from course_utils.checks.engine.kinds import TensorOf
from course_utils.checks.engine.trial import Random, Sizes, trials
from course_utils.checks.learner.values import Value
from course_utils.checks.today.steps import COUNTED, STEPS, WORDS, draw_a, draw_b, looped, numbers


def _arguments(random: Random, sizes: Sizes) -> Mapping[str, Value]:
    return {
        "a": draw_a(random, sizes),
        "b": draw_b(random, sizes),
        "h_0": random.state(sizes, sizes.B, sizes.H),
    }


def _spans(T: int) -> list[int]:
    """1, 2, 4, ...: as many as it takes until every step has everything before it."""
    return [2**k for k in range((T - 1).bit_length())]


def _joined(a: Tensor, b: Tensor, span: int) -> tuple[Tensor, Tensor]:
    """One round of doubling: each step is combined with what ends `span` steps before it."""
    return (
        torch.cat([a[:span], a[span:] * a[:-span]]),
        torch.cat([b[:span], a[span:] * b[:-span] + b[span:]]),
    )


def _begun(a: Tensor, b: Tensor, h_0: Tensor) -> Tensor:
    """The b of all steps, where the first one has taken in h_0."""
    return torch.cat([a[:1] * h_0 + b[:1], b[1:]])


def _but(
    start: Callable[[Tensor, Tensor, Tensor], Tensor] = _begun,
    spans: Callable[[int], Iterable[int]] = _spans,
    join: Callable[[Tensor, Tensor, int], tuple[Tensor, Tensor]] = _joined,
) -> Callable[..., Any]:
    """The doubling scan with one part done another way."""

    def wrong(a: Tensor, b: Tensor, h_0: Tensor) -> Tensor:
        b = start(a, b, h_0)
        for span in spans(len(a)):
            a, b = join(a, b, span)
        return b

    return wrong


def _other_join(
    b: Callable[[Tensor, Tensor, Tensor, Tensor], Tensor],
) -> Callable[[Tensor, Tensor, int], tuple[Tensor, Tensor]]:
    """A round whose b is made another way of the a and b of the earlier steps, then of the later ones."""

    def join(a: Tensor, old: Tensor, span: int) -> tuple[Tensor, Tensor]:
        joined = torch.cat([old[:span], b(a[:-span], old[:-span], a[span:], old[span:])])
        return _joined(a, old, span)[0], joined

    return join


def _stale(a: Tensor, b: Tensor, span: int) -> tuple[Tensor, Tensor]:
    """A round in which a is renewed before b is made with it."""
    new, _ = _joined(a, b, span)
    return new, torch.cat([b[:span], new[span:] * b[:-span] + b[span:]])


def _from_zeros(a: Tensor, b: Tensor, h_0: Tensor) -> Tensor:
    return looped(a, b, torch.zeros_like(h_0))


def _padded_with_zeros(a: Tensor, b: Tensor, h_0: Tensor) -> Tensor:
    """Only a step whose rounds reach to the first step and no further keeps what h_0 is multiplied by."""
    products = a.cumprod(0)
    lost = torch.zeros_like(a[: 2 ** len(_spans(len(a))) - 1])
    return _from_zeros(a, b, h_0) + torch.cat([lost, products[len(lost) :]]) * h_0


def _divided(a: Tensor, b: Tensor, h_0: Tensor) -> Tensor:
    product = a.cumprod(0)
    return product * (h_0 + (b / product).cumsum(0))


_MAKE_NEW = (
    "Make new tensors in each round, with torch.cat for example: a step needs what stood there before the round."
)

EXERCISE = Exercise(
    id="today/scan",
    parameters=("a", "b", "h_0"),
    points=4,
    trials=trials(
        _arguments,
        *("T=1", "B=1", "H=1 far=1", "zero=1", "T=8", *COUNTED, "B=66 H=66", "equal", "turned"),
        words={**WORDS, "T=8": "a power of two (seq_len = 8)"},
    ),
    axes={"a": "TBH", "b": "TBH", "h_0": "BH"},
    also={
        "an a of 0": lambda trial: bool((numbers(trial) == 0).any()),
        "an a below 0": lambda trial: bool((numbers(trial) < 0).any()),
        "an a above 1": lambda trial: bool((numbers(trial) > 1).any()),
        "a power of two": lambda trial: len(numbers(trial)) == 8,
    },
    crashes=(Crash("refer to a single memory location", "overwrites-what-it-reads", _MAKE_NEW),),
    by_hand=LAYERS,
    rounds=STEPS,
    oracle=looped,
    returns=TensorOf(
        ("seq_len", "batch", "hidden_size"), hint="For which steps does each pair (a, b) stand, round after round?"
    ),
    slips=(
        Slip(
            "h-0-forgotten",
            "your states begin from zeros: h_0 is not used",
            "What does h_0 change at the first step?",
            _from_zeros,
        ),
        Slip(
            "h-0-lost-in-rounds",
            "h_0 is lost in the rounds: where a step has nothing before it, they multiply by zero",
            "What fills a up there must leave a product as it is: which number does?",
            _padded_with_zeros,
        ),
        Slip(
            "h-0-not-scaled",
            "you add h_0 to every state as it is; on its way it is multiplied by every a",
            "Let the first step take it in: a_1 * h_0 + b_1.",
            lambda a, b, h_0: _from_zeros(a, b, h_0) + h_0,
        ),
        Slip(
            "h-0-at-every-step",
            "h_0 comes in at every step; it belongs to the first one only",
            "Let the first step alone take it in: a_1 * h_0 + b_1.",
            _but(start=lambda a, b, h_0: a * h_0 + b),
        ),
        Slip(
            "h-0-scaled-once",
            "you multiply h_0 by the a of each state's own step; on its way it is multiplied by every a before it, too",
            "Let the first step take it in: a_1 * h_0 + b_1.",
            lambda a, b, h_0: _from_zeros(a, b, h_0) + a * h_0,
        ),
        Slip(
            "h-0-in-b-1",
            "you add h_0 to the first b; it goes through the first step, which multiplies it by a",
            "The first step gives a_1 * h_0 + b_1.",
            _but(start=lambda _a, b, h_0: torch.cat([b[:1] + h_0, b[1:]])),
        ),
        Slip(
            "a-round-too-few",
            "your last states lack the first steps, unless T is a power of two: there is a round too few",
            "After k rounds a state knows 2 ** k steps: go on while that is less than T.",
            _but(spans=lambda T: _spans(T)[: T.bit_length() - 1]),
        ),
        Slip(
            "last-round-missing",
            "the last round is missing: your later states lack the first steps",
            "After k rounds a state knows 2 ** k steps: go on while that is less than T.",
            _but(spans=lambda T: _spans(T)[:-1]),
        ),
        Slip(
            "one-round",
            "your states know their own step and the one before, as after a single round",
            "Do it again with what the round gives, two steps apart, then four.",
            _but(spans=lambda T: _spans(T)[:1]),
        ),
        Slip(
            "spans-do-not-double",
            "each of your rounds combines neighbours; in the second round these know a common step already",
            "The distance must double: 1, 2, 4, …",
            _but(spans=lambda T: [1 for _ in _spans(T)]),
        ),
        Slip(
            "wraps-around",
            "your first steps know the last ones: roll brings what falls off at the end back in at the beginning",
            "What has nothing before it stays as it is.",
            _but(join=lambda a, b, span: (a * a.roll(span, 0), a * b.roll(span, 0) + b)),
        ),
        Slip(
            "a-before-b",
            "you renew a first, and make the new b with it; it takes the a from before the round",
            "Compute both before you give either its name.",
            _but(join=_stale),
        ),
        Slip(
            "a-not-renewed",
            "your b is renewed in each round, and your a is not; two steps as one have an a of their own",
            "a and b of both steps as one are what today/combine gives.",
            _but(join=lambda a, b, span: (a, _joined(a, b, span)[1])),
        ),
        Slip(
            "later-step-first",
            "in each round you take the later step first",
            "The earlier step stands `span` places before: which a does its b meet?",
            _but(join=_other_join(lambda a, b, _later, added: a * added + b)),
        ),
        Slip(
            "b-not-scaled",
            "in each round you add the b; the earlier one is to be multiplied by the later a",
            "a and b of both steps as one are what today/combine gives.",
            _but(join=_other_join(lambda _a, b, _later, added: b + added)),
        ),
        Slip(
            "divides-by-products",
            "you divide by the product of all a so far; that is 0 or tiny sooner or later, and NaN comes of it",
            "A scan combines neighbours, and only multiplies and adds.",
            _divided,
        ),
        Slip(
            "input-gated",
            "you weigh b by 1 - a; here b is added as it is",
            "h_t = a_t * h_(t-1) + b_t",
            lambda a, b, h_0: looped(a, (1 - a) * b, h_0),
        ),
        Slip(
            "a-ignored",
            "you add all b up, and multiply by no a",
            "h_t = a_t * h_(t-1) + b_t",
            lambda _a, b, h_0: h_0 + b.cumsum(0),
        ),
        Slip(
            "backwards",
            "you begin with the last step",
            "Time runs along axis 0, from the first step on.",
            lambda a, b, h_0: looped(a.flip(0), b.flip(0), h_0).flip(0),
        ),
        Slip(
            "one-step-early",
            "your first state is h_0 itself; asked for are h_1 to h_T",
            "The first state has been through the first step.",
            lambda a, b, h_0: torch.cat([h_0.unsqueeze(0), looped(a, b, h_0)[:-1]]),
        ),
        Slip(
            "h-0-among-them",
            "you return h_0, too: that is one state too many",
            "Asked for are h_1 to h_T.",
            lambda a, b, h_0: torch.cat([h_0.unsqueeze(0), looped(a, b, h_0)]),
        ),
        Slip(
            "last-only",
            "you return the last state alone; asked for is the state after every step",
            "Every step has a state: (T, B, H).",
            lambda a, b, h_0: looped(a, b, h_0)[-1],
        ),
    ),
)
