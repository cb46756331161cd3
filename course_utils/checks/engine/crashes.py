"""What the verdict says when an answer raised an error: the rung, the slip behind the error, and what to try.

Advice is given only if it is true for every answer that raises this error. An exercise that knows more has `crashes` of
its own, which are tried first. For an unknown error, the only advice is to look at the whole traceback.
"""

from __future__ import annotations

import re
from typing import Final

from course_utils.checks.engine.exercise import Crash, Exercise
from course_utils.checks.engine.rungs import Problem
from course_utils.checks.learner.answer import Failure

SHORT: Final = "resources"  # both a rung and a slip: a call without enough memory says nothing about the answer
NO_FAULT = ("ended", SHORT)  # rungs on which nothing is known about the answer's numbers
FREE = "Keep no more tensors than you need, and start no thread of your own; then run it again."
_SHORT = re.compile(
    r"allocate memory|[Uu]nable to allocate|not enough memory|bad_alloc"
    r"|could not (create|execute) a (primitive|memory)(?! desc)"
    r"|can't start new thread|Resource temporarily unavailable|Thread creation failed"
)


def failure_problem(failure: Failure, exercise: Exercise) -> Problem:
    """What to say when an answer gave no value."""
    name = exercise.answer_name
    if failure.kind == "missing":
        suggestion = f"Write `{name}` in the cell above, run that cell, then run this one again."
        return Problem("defined", f"the answer is missing: {failure.text}", suggestion, "missing", final=True)
    if failure.kind == "stale":
        suggestion = "Look at the red lines below that cell, if there are any, mend it, and run it; then run this one."
        return Problem("defined", failure.text, suggestion, "cell-not-run", final=True)
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
    known = next((crash for crash in (*exercise.crashes, *CRASHES) if crash.fits(failure.text, failure.line)), _OTHER)
    return Problem("raises", f"`{name}` raised {failure.error}{where}", known.advice, known.slip, final=True)


def cut_short(failure: Failure | None, exercise: Exercise) -> Problem | None:
    """The problem of a call whose time, memory or threads ran out, and of no other.

    An answer that came through unwatched is not to blame for an error that only the watching raises.
    """
    problem = failure_problem(failure, exercise) if failure else None
    return problem if problem and problem.rung in NO_FAULT else None


def _is_short(failure: Failure) -> bool:
    """Whether memory or threads ran out, as reported by Python, NumPy, PyTorch, oneDNN or the C library."""
    return failure.error.endswith("MemoryError") or _SHORT.search(failure.text) is not None


_OTHER = Crash("", "", "Run your function in a cell of its own, with such arguments, to see the whole error.")

# A part of the message of PyTorch or Python, the name of the slip, and what to try.
CRASHES = (
    Crash(
        "leaf Variable that requires grad",
        "no-grad-missing",
        "Change parameters inside `with torch.no_grad():`.",
    ),
    Crash(
        "as parameter",
        "parameter-replaced",
        "Write into the parameter that is there, into rows of it, for example.",
    ),
    Crash(
        "shapes cannot be multiplied",
        "matmul-shapes",
        "PyTorch stores weights as (rows out, columns in): multiply by weight.T.",
        line=r"@ *(\w*(weight|[wW]_?[ih]h)\w*)\b(?!\.(T|mT|t\(|transpose|permute))",
    ),
    Crash(
        "shapes cannot be multiplied",
        "matmul-shapes",
        "The last axis of the left factor must be as long as the first of the right one: print both shapes.",
    ),
    Crash(
        "must match the size of tensor",
        "shapes-do-not-fit",
        "Print the shapes of the two tensors of this line: axis by axis they must be equal, or one of them 1.",
    ),
    Crash(
        "stack expects each tensor to be equal size",
        "stacked-unequal",
        "torch.stack joins tensors of one shape: print the shapes of those in your list.",
    ),
    Crash(
        "but got tuple",
        "stacked-tuples",
        "There are tuples in this list: an LSTM's state is a pair (h, c). Put the tensors of one kind in a list.",
        line=r"stack|cat",
    ),
    Crash(
        "exceeds dimension size",
        "packed-wrongly",
        "The packed batch is not whole: is batch first or time first, and is no length too long?",
    ),
    Crash(
        r"Expected `len\(lengths\)` to be equal to batch_size",
        "packed-wrongly",
        "Is batch first or time first in what you pack?",
    ),
    Crash(
        "sorted in decreasing order",
        "not-sorted",
        "PyTorch sorts, and puts everything back, with enforce_sorted=False.",
    ),
    Crash(
        "PackedSequence",
        "packed-as-a-tensor",
        "A packed batch has no axes for batch and time: work on its .data, or unpack it first.",
    ),
    Crash(
        "Expected total_length to be at least",
        "unpacking-cannot-cut",
        "pad_packed_sequence fills up and never cuts: cut what it returns.",
    ),
    Crash(
        "Expected target size",
        "classes-not-on-axis-1",
        "cross_entropy wants the classes along axis 1: make one axis of steps and examples first.",
    ),
    Crash(
        "inconsistent input_size",
        "other-input-size",
        "A Cell reads input_size numbers of each example: look at what you pass to it first.",
    ),
    Crash(
        "must be equal to input_size",
        "other-input-size",
        "A layer reads input_size numbers at each step: look at the last axis of what you pass to it first.",
    ),
    Crash(
        "doesn't match hidden",
        "other-batch-in-state",
        "Input and state of a Cell have one row for each example: which axis of x is time?",
    ),
    Crash(
        r"Expected hidden(\[\d\])? size \((\d+), \d+, (\d+)\), got \[\2, \d+, \3\]",
        "other-batch-in-state",
        "Input and state of a layer are of the same examples: which axis of the input is time?",
    ),
    Crash(
        r"Expected hidden to be 1D or 2D",
        "state-of-another-shape",
        "A Cell's state is (batch, hidden_size): it has no axis for layers or steps.",
    ),
    Crash(
        "hx and cx should also be",
        "state-of-another-shape",
        "An LSTM's state is one pair (h, c), each of shape (num_layers * num_directions, batch, hidden_size).",
    ),
    Crash(
        "Expected hidden|hx should also be",
        "state-of-another-shape",
        "A layer's state is (num_layers * num_directions, batch, hidden_size), with batch_first too.",
    ),
    Crash("must be tuple of Tensors, not Tensor", "state-not-a-pair", "An LSTM takes its state as one pair, (h, c)."),
    Crash(
        "Expected input to be 1D or 2D",
        "sequence-to-a-cell",
        "A Cell reads one time step of all examples, (batch, input_size): the loop over the steps is yours.",
    ),
    Crash(
        "does not require grad and does not have a grad_fn",
        "no-grad-around",
        "Nothing can be learned inside torch.no_grad(), or from what is detached.",
    ),
    Crash("has no attribute 'eval'", "not-a-module", "Your class must be an nn.Module: class …(nn.Module)."),
    Crash(
        "'tuple' object has no attribute",
        "tuple-for-tensor",
        "This is a tuple, not a tensor: print it, and take it apart first.",
    ),
    Crash(r"before Module\.__init__\(\) call", "super-init-missing", "Begin __init__ with super().__init__()."),
    Crash(
        "step must be greater than zero",
        "negative-step",
        "A tensor is not indexed backwards: x.flip(0) turns its first axis around.",
    ),
    Crash(
        "values to unpack",
        "unpacked-wrongly",
        "There are more or fewer parts than names on the left: print what is unpacked, and how many parts it has.",
    ),
    Crash(
        "out of bounds for dimension",
        "index-out-of-bounds",
        "Which axis do you index, and how long is it? Its last place is its length - 1. Are time and batch exchanged?",
    ),
    Crash(
        "to match target batch_size",
        "other-batch-in-labels",
        "Scores and labels have one row for each example: which axis of the input is time?",
    ),
    Crash(
        "is invalid for input of size",
        "reshape-does-not-fit",
        "The sizes asked for hold another number of entries: take them from the shape of the tensor.",
    ),
    Crash("is not callable", "not-callable", "What stands before the brackets is no function: print its type."),
    Crash(
        "is not defined",
        "name-not-defined",
        "Is the name spelled as where it was made, and was it made before this line?",
    ),
)
