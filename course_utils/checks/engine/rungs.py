"""The rungs of a returned value (kind, shape, dtype, finite, values), and the message when one does not hold."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import torch
from torch import Tensor

from course_utils.checks.engine.kinds import DictOf, Kind, Leaf, Plain, TensorOf, TupleOf, WrongKind, leaves
from course_utils.checks.engine.located import listed, located
from course_utils.checks.learner.answer import Reply
from course_utils.checks.learner.values import Foreign, Layer, Value, brief, equal

TOLERANCE = 1e-5  # for values; right answers that add in another order differ by about 1e-7
ROUNDED = 2e-3  # a difference up to this is called rounding, such as that of half precision
_EXACT = 1e-6  # float32 rounds less than this
UNLOCATED = "has the right shape and other values"  # said where nothing tells where, or of what kind, they are
NOT_THIS = "should not be"  # said of a number or a string, which has no places
DECIMALS = 4  # a number that is rounded to more is right within TOLERANCE
_MANY = 0.3  # the share of numbers that rounding changes at least: it leaves those that are 0

Rung = Literal[  # "edges" stands for any of the others on a trial at an edge
    "defined", "callable", "raises", "ended", "resources", "kind", "shape", "dtype", "finite", "values", "inputs",
    "gradient", "by-hand", "rounds", "edges",
]  # fmt: skip
GeneralSlip = Literal[  # the slips that can occur in any exercise; the modules of exercises define others
    "missing", "first-line-changed", "keeps-state", "first-sizes-only", "input-changed", "detached", "partly-detached",
    "other-with-gradients", "returns-none", "yields", "returns-numpy", "not-one-tensor", "number-for-tensor",
    "tensor-for-number", "float-for-int", "other-parts", "other-keys", "names-left-out", "axes-swapped", "axis-lost",
    "axis-too-many", "axis-misplaced", "wrong-dtype", "not-finite", "resources", "ready-made", "calls-grow",
    "rounded", "draws-random-numbers",
    # those of CRASHES
    "no-grad-missing", "parameter-replaced", "matmul-shapes", "shapes-do-not-fit", "stacked-unequal", "stacked-tuples",
    "packed-wrongly", "not-sorted", "packed-as-a-tensor", "unpacking-cannot-cut", "classes-not-on-axis-1",
    "other-input-size", "other-batch-in-state", "state-of-another-shape", "state-not-a-pair", "sequence-to-a-cell",
    "no-grad-around", "not-a-module", "tuple-for-tensor", "super-init-missing", "negative-step", "unpacked-wrongly",
    "index-out-of-bounds", "other-batch-in-labels", "reshape-does-not-fit", "not-callable", "name-not-defined",
]  # fmt: skip


@dataclass(frozen=True)
class Problem:
    """The rung that failed, in words; no suggestion means that nothing more is known of wrong values.

    `final` means nothing came back that could be compared with a slip.
    """

    rung: Rung
    message: str
    suggestion: str = ""
    slip: str = ""
    final: bool = False


def value_problems(kind: Kind, got: Value, true: Value, reply: Reply, gradient: bool = True) -> Iterator[Problem]:
    """Every rung on which `got` fails against PyTorch's result `true`, in the order of the ladder.

    `gradient` says whether gradients must reach the arguments.
    """
    try:
        theirs = list(leaves(kind, got))
    except WrongKind as wrong:
        yield _wrong_kind(wrong, reply, gradient)
        return
    pairs = list(zip(theirs, leaves(kind, true), strict=True))
    for check in (_shape, _dtype, _finite):
        for leaf, other in pairs:
            if problem := check(leaf, other):
                yield problem
    yield from _values(kind, pairs)


def _wrong_kind(wrong: WrongKind, reply: Reply, gradient: bool) -> Problem:
    """The problem of a value of another kind; the advice depends on both kinds."""
    message = str(wrong)
    if wrong.value is None and reply.printed:
        message += ". It printed something: printing is not returning"
    slip: GeneralSlip | Literal[""] = ""
    suggestion = "Compare what you return with the docstring's Returns."
    match wrong.kind, wrong.value:
        case _, None:
            slip, suggestion = "returns-none", "Does every way through the function end with `return …`?"
        case _, Foreign(type_name="generator"):
            slip = "yields"
            suggestion = "`yield` makes a generator: collect the parts in a list and `return` them."
        case TensorOf(), Foreign(type_name="numpy.ndarray"):
            slip, suggestion = "returns-numpy", "torch.from_numpy makes a tensor of a NumPy array."
            if gradient:
                suggestion = "Stay with torch operations: a NumPy array carries no gradient."
        case TensorOf(), tuple():
            slip = "not-one-tensor"
            suggestion = "Return the one that is asked for; of a list of tensors, torch.stack or torch.cat makes one."
            if wrong.value and all(isinstance(each, int) for each in wrong.value):  # no gradient goes through these
                suggestion = "torch.tensor makes a tensor of a list of whole numbers."
        case TensorOf(), int() | float():
            slip, suggestion = "number-for-tensor", "Return the tensor itself: leave out .item(), float(…) and int(…)."
        case TupleOf(), Tensor() | tuple():
            slip, suggestion = "other-parts", "Return just these, in this order, with a comma between them."
        case DictOf(), dict():
            slip, suggestion = "other-keys", "Use the names of the docstring, spelled as there."
        case DictOf(), tuple():
            slip, suggestion = "names-left-out", "Return a dictionary: to each name its value."
        case Plain(type=kind), float() if kind is int:
            slip, suggestion = (
                "float-for-int",
                "A count is an int: look for a `/`, or for a float that it begins with.",
            )
        case Plain(), Tensor() if wrong.value.numel() == 1:
            slip, suggestion = "tensor-for-number", "`.item()` makes a Python number of a tensor that holds one."
        case Plain(), Tensor():
            slip, suggestion = "tensor-for-number", f"It holds {wrong.value.numel()} entries: what makes one of them?"
    return Problem("kind", message, suggestion, slip)


def _shape(leaf: Leaf, true: Leaf) -> Problem | None:
    if not isinstance(leaf.value, Tensor) or leaf.value.shape == true.value.shape:
        return None
    for one, other in itertools.combinations(range(leaf.value.dim()), 2):
        if isinstance(true.kind, TensorOf) and equal(leaf.value.transpose(one, other), true.value, TOLERANCE):
            axes = f"{true.kind.axes[one]} and {true.kind.axes[other]}"
            message = f"{leaf.name} is right but for its axes: {axes} are swapped"
            return Problem("shape", message, "Swap the two axes with `transpose`.", "axes-swapped")
    message = f"{leaf.name} has shape {tuple(leaf.value.shape)}; it should be {true.axes()}"
    if leaf.value.numel() == true.value.numel() and leaf.value.squeeze().shape == true.value.squeeze().shape:
        if leaf.value.dim() < true.value.dim():
            suggestion = "Which axis did you leave out? squeeze() takes away all of size 1, and an index its own."
            return Problem("shape", message, suggestion, "axis-lost")
        if leaf.value.dim() == true.value.dim():
            return Problem("shape", message, "The axis of size 1 stands in another place.", "axis-misplaced")
        suggestion = "There is an axis of size 1 too many: which one is it, and which line makes it?"
        return Problem("shape", message, suggestion, "axis-too-many")
    return Problem("shape", message, "Print the shapes on the way and compare them with the docstring.")


def _dtype(leaf: Leaf, true: Leaf) -> Problem | None:
    if not isinstance(leaf.value, Tensor) or leaf.value.dtype == true.value.dtype:
        return None
    got, want = (str(tensor.dtype).removeprefix("torch.") for tensor in (leaf.value, true.value))
    message = f"{leaf.name} is {got}; it should be {want}"
    suggestion = "torch.tensor makes int64 of a list of whole numbers, and .long() of another tensor."
    if true.value.is_floating_point():
        suggestion = "`.float()` makes float32 of any other; NumPy and Python numbers bring float64 with them."
    if true.value.dtype == torch.bool:
        suggestion = "A comparison such as `x > 0` makes bool of any other; so does torch.tensor of True and False."
    return Problem("dtype", message, suggestion, "wrong-dtype")


def _finite(leaf: Leaf, _true: Leaf) -> Problem | None:
    if isinstance(leaf.value, Tensor):
        is_finite = bool(torch.isfinite(leaf.value).all())
    else:  # no tensor is made of a plain value: that takes longer than all else
        is_finite = not isinstance(leaf.value, float) or math.isfinite(leaf.value)
    if is_finite:
        return None
    suggestion = "0 / 0 and 0 * inf give NaN, and so may numbers that are never written. Which line makes the first?"
    return Problem("finite", f"{leaf.name} holds NaN or infinity", suggestion, "not-finite")


def _values(kind: Kind, pairs: Sequence[tuple[Leaf, Leaf]]) -> Iterator[Problem]:
    """The problem of wrong values: which result is wrong, and where in it."""
    wrong = {leaf.name: (leaf, true) for leaf, true in pairs if not equal(leaf.value, true.value, TOLERANCE)}
    if not wrong:
        return
    # A result that differs by rounding only is named last: the others are plainly wrong.
    first, (leaf, true) = min(wrong.items(), key=lambda each: _is_rounded(*each[1]))
    if isinstance(kind, TupleOf) and kind.made_from.get(first) in wrong:
        leaf, true = wrong[kind.made_from[first]]
        problem = _other_values(leaf, true)
        yield replace(problem, message=f"{problem.message}; {first} is made from it, and is wrong, too")
        return
    problem = _other_values(leaf, true)
    right = [other.name for other, _ in pairs if other.name not in wrong]
    if right and not leaf.kind.wrong and not (isinstance(kind, DictOf) and kind.words):  # no names that he knows
        verb = "is" if len(right) == 1 else "are"
        problem = replace(problem, message=f"{listed(right)} {verb} right; {problem.message}")
    yield problem


def _is_rounded(leaf: Leaf, true: Leaf) -> bool:
    """Whether all numbers are nearly right and many of them not quite: where only a few differ, the cause is there."""
    if not isinstance(leaf.value, Tensor) or not leaf.value.is_floating_point():
        return False
    apart = (leaf.value - true.value).abs() / (1 + true.value.abs())
    if leaf.value.numel() == 1 and not _has_few_digits(leaf.value):
        return False
    return bool((apart <= ROUNDED).all() and (apart > _EXACT).float().mean() >= _MANY)


def _has_few_digits(number: Tensor) -> bool:
    """Whether a number looks rounded; a single one may also be nearly right by luck."""
    rounded = [number.half(), number.bfloat16(), number.round(decimals=4)]
    return any(torch.equal(number, each.to(number.dtype)) for each in rounded)


def few_decimals(kind: Kind, pairs: Sequence[tuple[Value, Value]]) -> Problem | None:
    """The problem of the first number that is wrong, if in all these calls it is right but for its few decimals.

    `pairs` hold what the answer gave and PyTorch's result. A number that is always the same tells nothing.
    """
    try:
        calls = [list(zip(leaves(kind, got), leaves(kind, true), strict=True)) for got, true in pairs]
    except WrongKind:
        return None
    for place in zip(*calls, strict=True):
        if all(equal(leaf.value, true.value, TOLERANCE) for leaf, true in place):
            continue
        got, wanted = [leaf.value for leaf, _ in place], [true.value for _, true in place]
        if not all(isinstance(number, float) for number in got) or len(set(got)) == 1:
            return None
        held = (n for n in range(1, DECIMALS + 1) if all(equal(round(each, n), each, _EXACT / 10) for each in got))
        decimals = next(held, None)
        if not decimals or any(abs(one - other) > 10**-decimals for one, other in zip(got, wanted, strict=True)):
            return None
        count = f"{decimals} decimals" if decimals > 1 else "one decimal"
        message = f"{place[0][0].name} is right up to {count}, and has no more"
        return Problem("values", message, "Do you round? Leave that to whoever prints it.", "rounded")
    return None


def _other_values(leaf: Leaf, true: Leaf) -> Problem:
    if leaf.kind.wrong:
        suggestion = leaf.kind.hint or "Print what you are given before and after your function."
        return Problem("values", leaf.kind.wrong, suggestion)
    if not isinstance(leaf.value, Tensor):
        message = f"{leaf.name} {NOT_THIS} {brief(leaf.value, true.value)} here"
        return Problem("values", message, "Work the example of this call by hand.")
    got, wanted = leaf.value, true.value
    instead = ""
    if wanted.dtype == torch.bool:  # which torch does not subtract
        instead = _instead(got[got != wanted])
        got, wanted = got.int(), wanted.int()
    apart = (got - wanted).abs()
    if _is_rounded(leaf, true):
        message = f"{leaf.name} has the right shape, and differs by up to {apart.max():.1g}; float32 rounds to 1e-7"
        return Problem("values", message, "Do you round, compute in half precision, or add a small number?", "rounded")
    axes = leaf.kind.axes if isinstance(leaf.kind, TensorOf) else ()
    if found := located(got, wanted, axes, TOLERANCE):
        return Problem(
            "values", f"{leaf.name} has the right shape; {found.words}{instead}", leaf.kind.hint or found.question
        )
    share = f"{int((apart > TOLERANCE).sum())} of {apart.numel()} differ"
    share += instead or f", by up to {apart.max():.2g}"
    message = f"{leaf.name} {UNLOCATED}: {share}"
    return Problem("values", message)


def _is_another_list(before: tuple[Value, ...], after: tuple[Value, ...]) -> bool:
    """Whether a list, stored as a tuple, has other items or another order, and not an item that was changed itself."""
    return len(before) != len(after) or all(any(equal(item, old) for old in before) for item in after)


def _instead(wrong: Tensor) -> str:
    """What stands where a True or False is wrong."""
    if wrong.all():
        return ", True instead of False"
    return ", some of them True instead of False" if wrong.any() else ", False instead of True"


def changed(name: str, before: Value, after: Value) -> Problem:
    """The problem of an argument that the call changed."""
    message = f"the values are right, but your function changes its argument `{name}`"
    suggestion = "Work on a copy: `x /= …`, `x[…] = …` or an operation that ends in an underscore changes its tensor."
    if isinstance(before, tuple) and isinstance(after, tuple) and _is_another_list(before, after):
        suggestion = "Work on a copy: sort, append and pop change their list."
    if isinstance(before, Layer) and isinstance(after, Layer) and equal(dict(before.weights), dict(after.weights)):
        options = [option for option in before.options if before.options[option] != after.options.get(option)]
        what = f"the option {listed(options)}" if options else "requires_grad"
        what = "the mode" if before.training != after.training else what
        message = f"the values are right, but your function changes {what} of its argument `{name}`"
        suggestion = "Leave the settings of what you are given alone."
    return Problem("inputs", message, suggestion, slip="input-changed")
