"""An answer tried on one trial: what it returned, what PyTorch returns, and the first rung that does not hold."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from weakref import WeakKeyDictionary

import torch
from torch import Tensor

from course_utils.checks.engine.crashes import cut_short, failure_problem
from course_utils.checks.engine.exercise import Exercise, Slip, Talk, converse
from course_utils.checks.engine.kinds import items
from course_utils.checks.engine.rungs import TOLERANCE, Problem, changed, value_problems
from course_utils.checks.engine.trial import Trial
from course_utils.checks.learner.answer import Answer, LocalAnswer, Reply
from course_utils.checks.learner.values import Foreign, Value, describe, equal, tensors

GRADIENT_TOLERANCE = 1e-4  # gradients are sums over many steps
NO_CHECK_CAN = Foreign("tensor that no check can work with")  # of complex numbers, for example

KEEPS_STATE = Problem(
    "values",
    "called a second time with the same arguments, your function does not give the same again: "
    "something is kept between calls",
    "Look for a global variable, or for a list as a default argument; make everything anew inside the function.",
    slip="keeps-state",
)
WITH_GRADIENTS = Problem(
    "gradient",
    "with inputs that require gradients your function gives other numbers than without",
    "Look for what is done only where something requires a gradient.",
    slip="other-with-gradients",
)

_replies: WeakKeyDictionary[Trial, dict[tuple[Callable[..., Any], bool], Reply]] = WeakKeyDictionary()
_truths: WeakKeyDictionary[Trial, dict[Exercise, Value]] = WeakKeyDictionary()


@dataclass(frozen=True, eq=False)
class Attempt:
    """An answer tried on one trial.

    Attributes:
        exercise: what was asked for.
        trial: the trial.
        reply: the answer's reply to the call without gradients if there was one, else to the call with gradients.
        gradients: the gradients of the first call.
        problem: the first rung that does not hold, if there is one.
    """

    exercise: Exercise
    trial: Trial
    reply: Reply
    gradients: Sequence[Tensor | None]
    problem: Problem | None

    @cached_property
    def got(self) -> Value:
        """The part of the reply that is compared. It is computed only when needed: a right answer does not need it."""
        return _observed(self.exercise, self.trial, self.reply)

    @cached_property
    def true(self) -> Value:
        """The same part of the oracle's reply."""
        return _true(self.exercise, self.trial)

    def matches(self, slip: Slip) -> bool:
        """Whether the slip's wrong answer gives just what this answer gave, on this trial."""
        by_gradient = self.problem is not None and self.problem.rung == "gradient"
        wrong = _reply(slip.wrong, self.trial, by_gradient)
        if wrong.failure:
            return False
        got, known = self.got, self.exercise.observe(self.trial.everything, wrong)
        if slip.part:
            got, known = (items(self.exercise.returns, value) for value in (got, known))
            before = itertools.takewhile(lambda name: name != slip.part, known)
            if not self.right_parts().issuperset(before):  # a slip in an earlier part must be named first
                return False
            got, known = got.get(slip.part), known[slip.part]
        if not equal(got, known, TOLERANCE):
            return False
        return not by_gradient or all(map(gradient_close, self.gradients, wrong.gradients))

    def right_parts(self) -> set[str]:
        """The names of the items of a tuple or dictionary that are right in this trial."""
        got, true = (items(self.exercise.returns, value) for value in (self.got, self.true))
        return {name for name in true if name in got and equal(got[name], true[name], TOLERANCE)}

    def differs_in_sizes_from(self, other: Attempt) -> bool:
        """Whether this trial is not at an edge and differs from another one in its sizes only."""
        ours, theirs = (describe(dict(attempt.trial.arguments)) for attempt in (self, other))
        without_numbers = (re.sub(r"[\d\s,()]+", "", shown) for shown in (ours, theirs))
        return not self.trial.edge and ours != theirs and len(set(without_numbers)) == 1


def attempt(exercise: Exercise, answer: Answer, trial: Trial) -> Attempt:
    """Try an answer on a trial.

    Where gradients are compared, the first call already asks for them. Only if that call shows a problem is the answer
    called again without gradients, to find out which rung failed.
    """
    arguments = tuple(trial.arguments.values())
    with_gradient = _with_gradient(exercise, trial)
    if exercise.talk is None:
        first = answer.call(arguments, with_gradient)
    else:
        first = converse(_guarded(exercise.talk, trial), answer.call)
    reply, problem = first, _problem(exercise, trial, first, first)
    if problem and with_gradient:
        reply = answer.call(arguments)
        problem = _without(exercise, answer, trial, reply, first)
    return Attempt(exercise, trial, reply, first.gradients, problem)


def _without(exercise: Exercise, answer: Answer, trial: Trial, reply: Reply, first: Reply) -> Problem | None:
    """The problem, given the `first` call with gradients and the `reply` to a second call without them."""
    if problem := next(_problems(exercise, trial, reply), None):
        return problem
    if first.failure or not (wrong := next(_problems(exercise, trial, first), None)):
        return next(_gradient_problems(exercise, trial, first), None)
    if wrong.rung == "inputs":
        return wrong
    arguments = tuple(trial.arguments.values())
    same = all(
        equal(
            _observed(exercise, trial, answer.call(arguments, gradient)), _observed(exercise, trial, before), TOLERANCE
        )
        for gradient, before in ((False, reply), (True, first))
    )
    return WITH_GRADIENTS if same else KEEPS_STATE


def _with_gradient(exercise: Exercise, trial: Trial) -> bool:
    return exercise.gradient and trial.gradient


def _truth(exercise: Exercise, trial: Trial) -> Reply:
    """What the oracle gives, computed after the answer has run: during its call no frame must hold what is right."""
    truth = _reply(exercise.oracle, trial, _with_gradient(exercise, trial))
    assert not truth.failure, f"the oracle of {exercise.id} failed: {truth.failure}"
    return truth


def _true(exercise: Exercise, trial: Trial) -> Value:
    """The part of the oracle's reply that is compared. It is the same for every answer, so it is computed once."""
    kept = _truths.setdefault(trial, {})
    if exercise not in kept:
        kept[exercise] = exercise.observe(trial.everything, _truth(exercise, trial))
    return kept[exercise]


def _problem(exercise: Exercise, trial: Trial, reply: Reply, first: Reply) -> Problem | None:
    """The first rung that does not hold: for the values of `reply`, then for the gradients of `first`."""
    problems = itertools.chain(_problems(exercise, trial, reply), _gradient_problems(exercise, trial, first))
    return next(problems, None)


def _observed(exercise: Exercise, trial: Trial, reply: Reply) -> Value:
    """The part of the answer's reply that is compared."""
    try:
        return exercise.observe(trial.everything, reply)
    except Exception:
        return NO_CHECK_CAN


def _problems(exercise: Exercise, trial: Trial, reply: Reply) -> Iterator[Problem]:
    """Every rung before `gradient` that does not hold."""
    if reply.failure:
        yield failure_problem(reply.failure, exercise)
        return
    got, true = _observed(exercise, trial, reply), _true(exercise, trial)
    yield from value_problems(exercise.returns, got, true, reply, exercise.gradient)
    for (name, before), after in zip(trial.arguments.items(), reply.arguments, strict=True):
        if name in exercise.changes or equal(before, after):
            continue
        if not (name in exercise.may_turn and _turned(before, after)):
            yield changed(_argument(exercise.parameters, name, before, after), before, after)


def _argument(parameters: Sequence[str], name: str, before: Value, after: Value) -> str:
    """The parameter that a learner knows an argument of a trial by: of `rows and labels`, the one that has changed."""
    if name in parameters:
        return name
    named = [word for word in re.findall(r"\w+", name) if word in parameters]
    if isinstance(before, tuple) and isinstance(after, tuple) and len(named) == len(before) == len(after) > 1:
        named = [one for one, old, new in zip(named, before, after, strict=True) if not equal(old, new)]
    return named[0] if named else name


def _gradient_problems(exercise: Exercise, trial: Trial, reply: Reply) -> Iterator[Problem]:
    """What is wrong with a reply to a call with gradients, given that the call without was right."""
    if not _with_gradient(exercise, trial):
        return
    if cut := cut_short(reply.failure, exercise):
        yield cut
        return
    if reply.failure:
        what = f"{reply.failure.error}: {reply.failure.text}".removesuffix(": ")
        where = f" in {reply.failure.line}" if reply.failure.line else ""
        message = f"the values are right, but with inputs that require gradients it raised {what}{where}"
        suggestion = (
            "Stay with torch operations on the tensors as given: no .numpy(), and nothing that changes one in place."
        )
        by_numpy = "numpy()" in reply.failure.text
        yield Problem("gradient", message, suggestion, slip="detached" if by_numpy else "", final=True)
        return
    owners = [name for name, value in trial.arguments.items() for t in tensors(value) if t.is_floating_point()]
    pairs = list(zip(owners, reply.gradients, _truth(exercise, trial).gradients, strict=True))
    if all(gradient_close(got, true) for _, got, true in pairs):
        return
    expected = [(name, got) for name, got, true in pairs if true is not None and true.any()]
    without = sorted({name for name, got in expected if got is None}, key=owners.index)
    suggestion = "Look for .detach(), .data, .numpy(), copy_, torch.tensor(…), nn.Parameter or no_grad on the way."
    if any(got is not None and not got.isfinite().all() for _, got, _ in pairs):
        message = "the values are right, but the gradients hold NaN or infinity"
        suggestion = (
            "A step back through NaN or infinity gives NaN, even times zero: leave it out before you compute with it."
        )
        yield Problem("gradient", message, suggestion, slip="not-finite")
    elif all(got is None for _, got in expected):
        message = "the values are right, but no gradient flows back through them"
        yield Problem("gradient", message, suggestion, slip="detached")
    elif without:
        reached = {name for name, got in expected if got is not None}
        names = ", ".join(f"the whole of `{name}`" if name in reached else f"`{name}`" for name in without)
        message = f"the values are right, but gradients do not reach {names}"
        yield Problem("gradient", message, suggestion, slip="partly-detached")
    else:
        message = "the values are right, but the gradients are not"
        suggestion = (
            "Look for .detach(), .data, a copy, clamp or where on the way: these stop a gradient, some in places."
        )
        yield Problem("gradient", message, suggestion, slip="partly-detached")


def _guarded(talk: Callable[[Mapping[str, Value]], Talk], trial: Trial) -> Talk:
    """The talk, which ends when it cannot continue with the replies it got."""
    try:
        return (yield from talk(trial.everything))
    except Exception:
        return Reply(NO_CHECK_CAN, tuple(trial.arguments.values()))


def _turned(before: Value, after: Value) -> bool:
    """Whether a tensor is unchanged except that its first two axes are swapped."""
    return isinstance(after, Tensor) and after.dim() > 1 and equal(before, after.transpose(0, 1))


def gradient_close(one: Tensor | None, other: Tensor | None) -> bool:
    """Whether two gradients agree, relative to the largest entry of `other`; None is a gradient of zeros."""
    if one is None or other is None:
        rest = one if other is None else other
        return rest is None or not bool(rest.abs().max() > GRADIENT_TOLERANCE)
    if torch.equal(one, other):  # fast path: the answer uses the same operations as PyTorch
        return True
    largest = max(1.0, float(other.abs().max()))
    return torch.allclose(one, other, rtol=GRADIENT_TOLERANCE, atol=GRADIENT_TOLERANCE * largest)


def _reply(function: Callable[..., Any], trial: Trial, gradient: bool) -> Reply:
    """What the oracle or a slip gives on a trial. It is the same for every answer, so it is computed once."""
    kept = _replies.setdefault(trial, {})
    if (function, gradient) not in kept:
        kept[function, gradient] = LocalAnswer(function).call(tuple(trial.everything.values()), gradient)
    return kept[function, gradient]
