"""The rungs a value stands on: kind, shape, dtype, finite, values; and what is said when one does not hold."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass

import torch
from torch import Tensor

from course_utils.checks.answer import Failure, Reply
from course_utils.checks.kinds import Kind, Leaf, TensorOf, WrongKind, leaves
from course_utils.checks.values import Foreign, Value, describe, equal

TOLERANCE = 1e-5  # of values; right answers that add in another order differ by about 1e-7


@dataclass(frozen=True)
class Problem:
    """The rung that failed, in words. `final` means nothing came back that could be compared with a slip."""

    rung: str
    message: str
    suggestion: str = ""
    slip: str = ""
    final: bool = False


def value_problems(kind: Kind, got: Value, true: Value, reply: Reply) -> Iterator[Problem]:
    """Every rung that `got` misses, in the order that helps, given what PyTorch says (`true`)."""
    try:
        theirs = list(leaves(kind, got))
    except WrongKind as wrong:
        yield _wrong_kind(str(wrong), kind, got, reply)
        return
    ours = list(leaves(kind, true))
    for check in (_shape, _dtype, _finite, _values):
        for leaf, other in zip(theirs, ours, strict=True):
            if problem := check(leaf, other):
                yield problem


def failure_problem(failure: Failure, name: str) -> Problem:
    """What to say when the answer, which should be called `name`, gave no value."""
    if failure.kind == "missing":
        suggestion = f"Write `{name}` in the cell above, run that cell, then run this one again."
        return Problem("defined", f"the answer is missing: {failure.text}", suggestion, "missing", final=True)
    if failure.kind == "callable":
        return Problem("callable", failure.text, "Keep the first line as it was given.", final=True)
    if failure.kind == "ended":
        suggestion = "Run your function in a cell of its own, and look for a loop or a call that never comes back."
        return Problem("ended", failure.text, suggestion, final=True)
    where = f" in {failure.line}" if failure.line else ""
    return Problem("raises", f"`{name}` raised {failure.error}{where}", _hint(failure.text), final=True)


HINTS = {
    "leaf Variable that requires grad": "Change parameters inside `with torch.no_grad():`.",
    "shapes cannot be multiplied": "PyTorch stores weights as (rows out, columns in): multiply by weight.T.",
    "exceeds dimension size": "The packed batch is not whole: is batch first or time first, and is no length too long?",
    "Expected `len(lengths)` to be equal to batch_size": "Is batch first or time first in what you pack?",
    "sorted in decreasing order": "PyTorch sorts, and puts everything back, with enforce_sorted=False.",
    "not PackedSequence": "A packed batch has no axes for batch and time: work on its .data, or unpack it first.",
    "Expected total_length to be at least": "pad_packed_sequence fills up and never cuts: cut what it returns.",
    "Expected target size": "cross_entropy wants the classes along axis 1: make one axis of steps and examples first.",
    "inconsistent input_size": "A Cell reads input_size numbers of each example: look at what you pass to it first.",
    "doesn't match hidden": "Input and state of a Cell have one row for each example: which axis of x is time?",
    "has no attribute 'eval'": "Your class must be an nn.Module: class …(nn.Module).",
    "before Module.__init__() call": "Begin __init__ with super().__init__().",
    "values to unpack": "More or fewer parts than names: look at what is unpacked, and the `dim` it was cut along.",
}


def _hint(text: str) -> str:
    """One suggestion for an error, plainer than PyTorch's own words where we have one."""
    other = "Run your function in a cell of its own, with tensors of the shapes above, to see the whole error."
    return next((hint for words, hint in HINTS.items() if words in text), other)


def _wrong_kind(message: str, kind: Kind, got: Value, reply: Reply) -> Problem:
    if got is None:
        printed = ". It printed something: printing is not returning" if reply.printed else ""
        return Problem("kind", f"{message}{printed}", "End the function with `return …`.", "returns-none")
    suggestion = "Compare what you return with the docstring's Returns."
    if isinstance(got, Foreign) and got.type_name == "generator":
        suggestion = "`yield` makes a generator: collect the parts in a list and `return` them."
    elif isinstance(kind, TensorOf) and isinstance(got, tuple):
        suggestion = "Return the one tensor that is asked for; torch.stack joins a list of tensors along a new axis."
    return Problem("kind", message, suggestion)


def _shape(leaf: Leaf, true: Leaf) -> Problem | None:
    if not isinstance(leaf.value, Tensor) or leaf.value.shape == true.value.shape:
        return None
    for one, other in itertools.combinations(range(leaf.value.dim()), 2):
        if isinstance(true.kind, TensorOf) and equal(leaf.value.transpose(one, other), true.value, TOLERANCE):
            axes = f"{true.kind.axes[one]} and {true.kind.axes[other]}"
            message = f"{leaf.name} is right but for its axes: {axes} are swapped"
            return Problem("shape", message, "Swap the two axes with `transpose`.", "axes-swapped")
    message = f"{leaf.name} has shape {tuple(leaf.value.shape)}; it should be {true.axes()}"
    return Problem("shape", message, "Print the shapes on the way and compare them with the docstring.")


def _dtype(leaf: Leaf, true: Leaf) -> Problem | None:
    if not isinstance(leaf.value, Tensor) or leaf.value.dtype == true.value.dtype:
        return None
    got, want = (str(tensor.dtype).removeprefix("torch.") for tensor in (leaf.value, true.value))
    message = f"{leaf.name} is {got}, but the inputs are {want}: keep their dtype"
    return Problem("dtype", message, "NumPy and `.double()` make float64; torch.zeros makes float32.", "wrong-dtype")


def _finite(leaf: Leaf, _true: Leaf) -> Problem | None:
    numbers = leaf.value if isinstance(leaf.value, Tensor | float) else 0.0
    if bool(torch.isfinite(torch.as_tensor(numbers)).all()):
        return None
    suggestion = "Look for a division by zero, or for a torch.empty that was never filled."
    return Problem("finite", f"{leaf.name} holds NaN or infinity", suggestion, "not-finite")


def _values(leaf: Leaf, true: Leaf) -> Problem | None:
    if equal(leaf.value, true.value, TOLERANCE):
        return None
    if leaf.kind.wrong:
        suggestion = leaf.kind.hint or "Print the parameters before and after your function."
        return Problem("values", leaf.kind.wrong, suggestion)
    if not isinstance(leaf.value, Tensor):
        message = f"{leaf.name} should not be {describe(leaf.value)} here"
        return Problem("values", message, "Work the example above by hand.")
    apart = (leaf.value - true.value).abs()
    share = f"{int((apart > TOLERANCE).sum())} of {apart.numel()} differ, by up to {apart.max():.2g}"
    message = f"{leaf.name} has the right shape and other values: {share}"
    return Problem("values", message, "Follow one example through the equations, one term at a time.")
