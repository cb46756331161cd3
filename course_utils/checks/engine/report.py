"""The verdict on an attempt: the words of a problem or a slip, the call, and what came back."""

from __future__ import annotations

import math

import torch
from torch import Tensor

from course_utils.checks.engine.attempt import Attempt
from course_utils.checks.engine.crashes import SHORT
from course_utils.checks.engine.exercise import Exercise, Slip
from course_utils.checks.engine.kinds import DictOf, TensorOf, leaves
from course_utils.checks.engine.rungs import TOLERANCE, Problem
from course_utils.checks.engine.trial import Trial
from course_utils.checks.learner.uses import LISTED, called, called_with_a_packed_batch
from course_utils.checks.learner.values import MOST_NUMBERS, Layer, Value, brief, describe, equal
from course_utils.checks.learner.verdict import Verdict

LEAST, MOST = 0.01, 10  # between these is the largest of some random numbers of the size of one


def report(attempt: Attempt, problem: Problem, slip: Slip | None = None, got: str | None = None) -> Verdict:
    """The verdict on an attempt, with the slip's words in place of the problem's where one is known.

    `got` describes what came back, if that is not the reply of this attempt.
    """
    exercise = attempt.exercise
    message = slip.explanation if slip else problem.message
    edge = "" if problem.rung == SHORT else attempt.trial.edge
    if edge:
        message = f"with {edge}: {message}"
    never_ran = problem.rung in ("defined", "callable")
    failure = attempt.reply.failure
    return Verdict(
        exercise.id,
        passed=False,
        points=0,
        possible=exercise.points,
        rung="edges" if edge else problem.rung,
        message=message,
        slip=slip.name if slip else problem.slip,
        suggestion=slip.suggestion if slip else problem.suggestion,
        called="" if never_ran else call_of(exercise, attempt.trial),
        got=_came_back(attempt, never_ran) if got is None else got,
        error=failure.error if failure else "",
        expected=_expected(attempt) if problem.rung in ("kind", "shape", "dtype") and _is_returned(exercise) else "",
    )


def call_of(exercise: Exercise, trial: Trial) -> str:
    """The call of a trial, as a learner can type it; for a use that is not a plain call, a list of the arguments."""
    name = exercise.answer_name
    if exercise.use == called_with_a_packed_batch.__name__:
        packed, *others = trial.arguments.values()
        parts = ", ".join(map(as_code, packed))
        return f"{name}({', '.join([f'PackedSequence({parts})', *map(as_code, others)])})"
    if exercise.use in (called.__name__, *LISTED) and len(trial.arguments) == len(exercise.parameters):
        listed = exercise.use in LISTED
        return f"{name}({', '.join(as_code(value, listed) for value in trial.arguments.values())})"
    return f"{name}, given " + ", ".join(f"{what}: {describe(value)}" for what, value in trial.arguments.items())


def as_code(value: Value, listed: bool = False) -> str:
    """Python code for a value of this kind and these sizes, with random numbers in its tensors."""
    match value:
        case Tensor() if value.dim() == 1 and 0 < len(value) <= MOST_NUMBERS and _are_shares(value):
            return f"torch.tensor({[round(number, 4) for number in value.tolist()]})"  # shares, such as accuracies
        case Tensor() if value.is_floating_point():
            return _numbers(value)
        case Tensor() if value.dim() < 2 and value.numel() <= MOST_NUMBERS:
            return f"torch.tensor({value.tolist()})"
        case Tensor():
            return _whole_numbers(value)
        case Layer():
            sizes, options = _constructor(value)
            return f"nn.{value.kind}({', '.join([*sizes, *options])})"
        case tuple():
            items = ", ".join(map(as_code, value))
            return f"[{items}]" if listed else f"({items}{',' * (len(value) == 1)})"
        case dict():
            return "{" + ", ".join(f"{key!r}: {as_code(item)}" for key, item in value.items()) + "}"
    return repr(value)


def _are_shares(value: Tensor) -> bool:
    """Whether all numbers lie between 0 and 1, or are different ones from 0 to 1."""
    inside = (value > 0) & (value < 1)
    return bool(inside.all() or (inside.any() and ((value >= 0) & (value <= 1)).all()))


def _numbers(value: Tensor) -> str:
    """Python code for random numbers of about this size, or for the one number that `value` holds everywhere.

    Where `value` holds zeros, so do these: in whole rows along the last axis if all of them are. Then they are negative
    only if some of `value` are, and above 1 likewise.
    """
    shape = ", ".join(map(str, value.shape)) or "()"
    sizes = value.abs().flatten()
    if value.numel() > 1 and (value == value.flatten()[0]).all():
        number = float(value.flatten()[0])
        return f"torch.zeros({shape})" if number == 0 else f"torch.full({tuple(value.shape)}, {round(number, 4)})"
    code = f"torch.randn({shape})"
    if value.numel() > 1 and (sizes == 0).any():
        rows = (value == 0).all(-1)
        in_rows = value.dim() > 1 and torch.equal((value == 0).any(-1), rows)
        if in_rows:
            code = f"{code} * torch.randint(2, {(*value.shape[:-1], 1)})"
        elif (value < 0).any():
            code = f"{code} * (torch.rand({shape}) > 0.1)"
        else:
            code = f"torch.rand({shape}).round(decimals=1)" if (value <= 1).all() else f"{code}.relu()"
    largest = sizes.max().item() if value.numel() else 1.0
    if math.isfinite(largest) and not LEAST < largest < MOST and largest > 0:
        code = f"{10.0 ** math.floor(math.log10(largest)):g} * {code}"
    return code


def _whole_numbers(value: Tensor) -> str:
    """Python code for random whole numbers in which those of `value` come up: a few of them, or all in a range.

    A single negative one stands apart from the range.
    """
    low, high, few = int(value.min()), int(value.max()) + 1, value.unique().tolist()
    if len(few) <= MOST_NUMBERS < high - low:
        return f"torch.tensor({few})[torch.randint({len(few)}, {tuple(value.shape)})]"
    if low < 0 <= few[1]:  # such as the -100 of padding
        shape = tuple(value.shape)
        return f"torch.randint({high}, {shape}).masked_fill(torch.rand({shape}) < 0.2, {low})"
    return f"torch.randint({f'{low}, ' if low else ''}{high}, {tuple(value.shape)})"


def _constructor(layer: Layer) -> tuple[list[str], list[str]]:
    """The sizes of a layer, in PyTorch's order, and its other arguments that are not PyTorch's defaults."""
    told = dict(layer.told())
    names = ("in_features", "out_features") if layer.kind == "Linear" else ("input_size", "hidden_size")
    return [str(told.pop(name)) for name in names], [f"{name}={option!r}" for name, option in told.items()]


def _is_returned(exercise: Exercise) -> bool:
    """Whether what is compared is what the function returns: not what it changes, nor what the check measures."""
    return not (exercise.changes or _is_measured(exercise))


def _is_measured(exercise: Exercise) -> bool:
    return isinstance(exercise.returns, DictOf) and bool(exercise.returns.words)


def _came_back(attempt: Attempt, never_ran: bool) -> str:
    if failure := attempt.reply.failure:
        return "" if never_ran else f"{failure.error}: {failure.text}"
    if attempt.exercise.changes:
        return ""
    if _is_measured(attempt.exercise):
        return _measured(attempt) if isinstance(attempt.got, dict) else brief(attempt.got)
    if describe(attempt.got) == describe(attempt.true):  # alike in shape and kind: the message says the rest
        return ""
    return brief(attempt.got, attempt.true)


def _measured(attempt: Attempt) -> str:
    """The measured numbers that are wrong; the message reports facts of other types."""
    told = {name: fact for name, fact in attempt.got.items() if not equal(fact, attempt.true.get(name), TOLERANCE)}
    return ", ".join(f"{name}: {fact:.4g}" for name, fact in told.items() if type(fact) in (int, float))


def _expected(attempt: Attempt) -> str:
    """What should come back: kinds and shapes, never a number that answers the exercise."""
    kind = attempt.exercise.returns
    parts = list(leaves(kind, attempt.true))
    shaped = [leaf for leaf in parts if isinstance(leaf.value, Tensor)]
    axes = {leaf.axes() for leaf in shaped}
    if isinstance(kind, TensorOf):
        return f"a tensor {axes.pop()}"
    if len(axes) == 1 and len(shaped) == len(parts):
        return f"{kind}, each {axes.pop()}"
    return f"{kind}" + "".join(f"; {leaf.label} {leaf.axes()}" for leaf in shaped)
