"""A right locked dropout fails by chance with a probability below 1e-9 in a whole check."""

from fractions import Fraction
from math import comb

import torch

from course_utils.checks import find
from course_utils.checks.engine.trial import Random
from course_utils.checks.learner.uses.locked_dropout import MORE
from course_utils.checks.long.locked_dropout import ENOUGH, TELLING, is_share


def alike(numbers: int, p: Fraction) -> Fraction:
    """How likely it is that all of so many numbers are dropped, or none."""
    return p**numbers + (1 - p) ** numbers


def refused(count: int, p: Fraction) -> Fraction:
    """How likely it is that `is_share` refuses the number of those dropped."""
    found = (k for k in range(count + 1) if not is_share(k, count, float(p)))
    return sum((comb(count, k) * p**k * (1 - p) ** (count - k) for k in found), Fraction(0))


def shared(size: int, numbers: int, p: Fraction) -> Fraction:
    """At most how likely it is that a quarter of so many masks are masks that came before."""
    if size == 1 or numbers < TELLING:
        return Fraction(0)
    k = -(-size // 4)
    return comb(size, k) * (size * max(p, 1 - p) ** numbers) ** k


def constant(count: int, p: Fraction) -> Fraction:
    """At most how likely it is that the counts of MORE masks and of two others are all the same."""
    return max(comb(count, k) * p**k * (1 - p) ** (count - k) for k in range(count + 1)) ** (MORE + 1)


def test_no_right_answer_is_rejected_by_chance() -> None:
    """The numbers of a mask are independent: the sum of all that can go wrong, over all trials of a check."""
    total = Fraction(0)
    for trial in find("long/locked-dropout").trials(Random(torch.Generator().manual_seed(0))):
        x, p, training = trial.arguments.values()
        _, B, F = x.shape
        p = Fraction(str(p))
        if training and p:
            assert B * F >= ENOUGH
            total += refused(B * F, p) + alike(B * F, p)
            total += alike(2, p) ** (B * F)  # the same mask in both calls
            total += alike(B, p) ** F if B > 1 else 0  # the same mask for all examples
            total += alike(F, p) ** B if F > 1 else 0  # the same for all features
            total += constant(B * F, p)
            total += shared(B, F, p) + shared(F, B, p)
    assert total < Fraction(1, 10**9)


def test_a_share_that_is_far_off_is_refused() -> None:
    assert is_share(300, 1000, 0.3)
    assert not is_share(700, 1000, 0.3)
    assert not is_share(500, 1000, 0.3)
