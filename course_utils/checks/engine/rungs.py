"""The rungs a value stands on: kind, shape, dtype, finite, values; and what is said when one does not hold."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

import torch
from torch import Tensor

from course_utils.checks.engine.kinds import DictOf, Kind, Leaf, Plain, TensorOf, TupleOf, WrongKind, leaves
from course_utils.checks.learner.answer import Failure, Reply
from course_utils.checks.learner.values import Foreign, Value, brief, equal

TOLERANCE = 1e-5  # of values; right answers that add in another order differ by about 1e-7

Rung = Literal[  # "edges" is any of the others, on a trial at an edge
    "defined", "callable", "raises", "ended", "resources", "kind", "shape", "dtype", "finite", "values", "inputs",
    "gradient", "edges",
]  # fmt: skip
GeneralSlip = Literal[  # the slips that an answer to any exercise may have; those of one exercise stand in its module
    "missing", "first-line-changed", "keeps-state", "first-sizes-only", "input-changed", "detached", "partly-detached",
    "returns-none", "yields", "returns-numpy", "not-one-tensor", "number-for-tensor", "tensor-for-number",
    "float-for-int", "other-parts", "other-keys", "names-left-out", "axes-swapped", "axis-lost", "axis-too-many",
    "wrong-dtype", "not-finite", "resources",
    # those of ERRORS
    "no-grad-missing", "parameter-replaced", "matmul-shapes", "shapes-do-not-fit", "stacked-unequal", "packed-wrongly",
    "not-sorted", "packed-as-a-tensor", "unpacking-cannot-cut", "classes-not-on-axis-1", "other-input-size",
    "other-batch-in-state", "state-of-another-shape", "state-not-a-pair", "sequence-to-a-cell", "no-grad-around",
    "not-a-module", "super-init-missing", "unpacked-wrongly", "index-out-of-bounds", "other-batch-in-labels",
    "reshape-does-not-fit", "not-callable", "name-not-defined",
]  # fmt: skip


@dataclass(frozen=True)
class Problem:
    """The rung that failed, in words. `final` means nothing came back that could be compared with a slip."""

    rung: Rung
    message: str
    suggestion: str = ""
    slip: GeneralSlip | Literal[""] = ""
    final: bool = False


def value_problems(kind: Kind, got: Value, true: Value, reply: Reply) -> Iterator[Problem]:
    """Every rung that `got` misses, in the order that helps, given what PyTorch says (`true`)."""
    try:
        theirs = list(leaves(kind, got))
    except WrongKind as wrong:
        yield _wrong_kind(wrong, reply)
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
        return Problem(
            "callable", failure.text, "Keep the first line as it was given.", "first-line-changed", final=True
        )
    if failure.kind == "ended":
        suggestion = "Run your function in a cell of its own, and look for a loop or a call that never comes back."
        return Problem("ended", failure.text, suggestion, final=True)
    where = f" in {failure.line}" if failure.line else ""
    if _is_short(failure):
        said = f"{failure.error}: {failure.text}".removesuffix(": ")
        return Problem(
            SHORT, f"`{name}` found too little memory, or too few threads, to go on{where}: {said}", FREE, SHORT, True
        )
    slip, hint = _hint(failure.text)
    return Problem("raises", f"`{name}` raised {failure.error}{where}", hint, slip, final=True)


SHORT: Final = "resources"  # a rung and a slip of its own: what failed for want of memory says nothing about the answer
FREE = "Keep no more tensors than you need, and start no thread of your own; then run it again."
_SHORT = re.compile(
    r"allocate memory|[Uu]nable to allocate|not enough memory|bad_alloc"
    r"|could not (create|execute) a (primitive|memory)(?! desc)"
    r"|can't start new thread|Resource temporarily unavailable|Thread creation failed"
)


def _is_short(failure: Failure) -> bool:
    """Whether memory or threads ran out, in the words of Python, NumPy, PyTorch, oneDNN and the C library."""
    return failure.error.endswith("MemoryError") or _SHORT.search(failure.text) is not None


# What PyTorch and Python say, the name of the slip, and what to try, plainer than in their own words.
ERRORS: dict[str, tuple[GeneralSlip, str]] = {
    "leaf Variable that requires grad": ("no-grad-missing", "Change parameters inside `with torch.no_grad():`."),
    "as parameter": ("parameter-replaced", "Write into the parameter that is there, into rows of it, for example."),
    "shapes cannot be multiplied": (
        "matmul-shapes",
        "PyTorch stores weights as (rows out, columns in): multiply by weight.T.",
    ),
    "must match the size of tensor": (
        "shapes-do-not-fit",
        "Print the shapes of the two tensors: an axis is missing, or stands in another place.",
    ),
    "stack expects each tensor to be equal size": (
        "stacked-unequal",
        "torch.stack joins tensors of one shape: print the shapes of those in your list.",
    ),
    "exceeds dimension size": (
        "packed-wrongly",
        "The packed batch is not whole: is batch first or time first, and is no length too long?",
    ),
    "Expected `len(lengths)` to be equal to batch_size": (
        "packed-wrongly",
        "Is batch first or time first in what you pack?",
    ),
    "sorted in decreasing order": (
        "not-sorted",
        "PyTorch sorts, and puts everything back, with enforce_sorted=False.",
    ),
    "PackedSequence": (
        "packed-as-a-tensor",
        "A packed batch has no axes for batch and time: work on its .data, or unpack it first.",
    ),
    "Expected total_length to be at least": (
        "unpacking-cannot-cut",
        "pad_packed_sequence fills up and never cuts: cut what it returns.",
    ),
    "Expected target size": (
        "classes-not-on-axis-1",
        "cross_entropy wants the classes along axis 1: make one axis of steps and examples first.",
    ),
    "inconsistent input_size": (
        "other-input-size",
        "A Cell reads input_size numbers of each example: look at what you pass to it first.",
    ),
    "must be equal to input_size": (
        "other-input-size",
        "A layer reads input_size numbers at each step: is it the layer you meant, and is this its input?",
    ),
    "doesn't match hidden": (
        "other-batch-in-state",
        "Input and state of a Cell have one row for each example: which axis of x is time?",
    ),
    "Expected hidden": (
        "state-of-another-shape",
        "A state is (num_layers * num_directions, batch, hidden_size), with batch_first too: compare yours with it.",
    ),
    "must be tuple of Tensors, not Tensor": ("state-not-a-pair", "An LSTM takes its state as one pair, (h, c)."),
    "hx and cx should also be": ("state-not-a-pair", "An LSTM takes its state as one pair, (h, c)."),
    "Expected input to be 1D or 2D": (
        "sequence-to-a-cell",
        "A Cell reads one time step of all examples, (batch, input_size): the loop over the steps is yours.",
    ),
    "does not require grad and does not have a grad_fn": (
        "no-grad-around",
        "Nothing can be learned inside torch.no_grad(), or from what is detached.",
    ),
    "has no attribute 'eval'": ("not-a-module", "Your class must be an nn.Module: class …(nn.Module)."),
    "before Module.__init__() call": ("super-init-missing", "Begin __init__ with super().__init__()."),
    "values to unpack": (
        "unpacked-wrongly",
        "More or fewer parts than names: look at what is unpacked, and the `dim` it was cut along.",
    ),
    "out of bounds for dimension": (
        "index-out-of-bounds",
        "Which axis do you index, and how long is it? Time and batch are easily exchanged.",
    ),
    "to match target batch_size": (
        "other-batch-in-labels",
        "Scores and labels have one row for each example: which axis of the input is time?",
    ),
    "is invalid for input of size": (
        "reshape-does-not-fit",
        "A size written as a number fits some inputs only: take it from the shape of the tensor.",
    ),
    "is not callable": ("not-callable", "What stands before the brackets is no function: print its type."),
    "is not defined": (
        "name-not-defined",
        "Is the name spelled as where it was made, and was it made before this line?",
    ),
}


def _hint(text: str) -> tuple[GeneralSlip | Literal[""], str]:
    """The slip behind an error and what to try, if we know it."""
    other = "Run your function in a cell of its own, with tensors of the shapes above, to see the whole error."
    return next((known for words, known in ERRORS.items() if words in text), ("", other))


def _wrong_kind(wrong: WrongKind, reply: Reply) -> Problem:
    """What to say of a value of another kind, by the two kinds."""
    message = str(wrong)
    if wrong.value is None and reply.printed:
        message += ". It printed something: printing is not returning"
    slip: GeneralSlip | Literal[""] = ""
    suggestion = "Compare what you return with the docstring's Returns."
    match wrong.kind, wrong.value:
        case _, None:
            slip, suggestion = "returns-none", "End the function with `return …`."
        case _, Foreign(type_name="generator"):
            slip = "yields"
            suggestion = "`yield` makes a generator: collect the parts in a list and `return` them."
        case TensorOf(), Foreign(type_name="numpy.ndarray"):
            slip, suggestion = "returns-numpy", "Stay with torch operations: a NumPy array carries no gradient."
        case TensorOf(), tuple():
            slip = "not-one-tensor"
            suggestion = "torch.stack joins a list of tensors, torch.tensor takes a list of numbers: return one tensor."
        case TensorOf(), int() | float():
            slip, suggestion = "number-for-tensor", "Return the tensor itself: leave out .item(), float(…) and int(…)."
        case TupleOf(), Tensor() | tuple():
            slip, suggestion = "other-parts", "Return just these, in this order, with a comma between them."
        case DictOf(), dict():
            slip, suggestion = "other-keys", "Use the names of the docstring, spelled as there."
        case DictOf(), tuple():
            slip, suggestion = "names-left-out", "Return a dictionary: to each name its value."
        case Plain(type=kind), float() if kind is int:
            slip, suggestion = "float-for-int", "A count is an int: `/` makes a float, `//` does not."
        case Plain(), Tensor():
            slip, suggestion = "tensor-for-number", "`.item()` makes a Python number of a tensor that holds one."
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
            suggestion = "squeeze() takes away every axis of size 1, and an index its axis: keep those asked for."
            return Problem("shape", message, suggestion, "axis-lost")
        suggestion = "There is an axis of size 1 too many: index it, or name it in squeeze(dim)."
        return Problem("shape", message, suggestion, "axis-too-many")
    return Problem("shape", message, "Print the shapes on the way and compare them with the docstring.")


def _dtype(leaf: Leaf, true: Leaf) -> Problem | None:
    if not isinstance(leaf.value, Tensor) or leaf.value.dtype == true.value.dtype:
        return None
    got, want = (str(tensor.dtype).removeprefix("torch.") for tensor in (leaf.value, true.value))
    message = f"{leaf.name} is {got}; it should be {want}"
    suggestion = (
        "NumPy and `.double()` make float64; torch.zeros makes float32."
        if true.value.is_floating_point()
        else "torch.tensor makes int64 of a list of whole numbers, and .long() of another tensor."
    )
    return Problem("dtype", message, suggestion, "wrong-dtype")


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
        message = f"{leaf.name} should not be {brief(leaf.value)} here"
        return Problem("values", message, "Work the example above by hand.")
    apart = (leaf.value - true.value).abs()
    share = f"{int((apart > TOLERANCE).sum())} of {apart.numel()} differ, by up to {apart.max():.2g}"
    message = f"{leaf.name} has the right shape and other values: {share}"
    return Problem("values", message, "Follow one example through your function by hand, one step at a time.")
