"""The ladder: runs the trials of an exercise against an answer and reports the first rung that does not hold.

defined → callable → raises → kind → shape → dtype → finite → values → inputs → gradient, on every trial; a failure
on a trial at an edge (one step, one example, one hidden unit) is reported as the rung edges. A call for which memory or
threads ran out is reported as the rung resources, wherever it stood.
"""

from __future__ import annotations

import contextlib
import hashlib
import itertools
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any
from weakref import WeakKeyDictionary

import torch
from torch import Tensor

from course_utils.checks.engine.exercise import Exercise, Random, Slip, Talk, Trial, converse
from course_utils.checks.engine.kinds import DictOf, Kind, TensorOf, TupleOf, items, leaves
from course_utils.checks.engine.rungs import SHORT, TOLERANCE, Problem, failure_problem, value_problems
from course_utils.checks.learner.answer import Answer, LocalAnswer, Reply
from course_utils.checks.learner.values import Foreign, Layer, Value, brief, describe, equal, tensors
from course_utils.checks.learner.verdict import Verdict

GRADIENT_TOLERANCE = 1e-4  # gradients are sums over many steps
_NO_FAULT = ("ended", SHORT)  # rungs on which the answer's own numbers are not known
CONFIRMATIONS = 3  # failing trials compared with a slip: a coincidence on one does not name it


def judge(exercise: Exercise, answer: Answer, seed: int = 0) -> Verdict:
    """Check `answer` on the trials that `seed` gives; never raises for a fault of the answer."""
    with _one_thread():
        attempts = list(_attempts(exercise, answer, seed))
        failed, problem = next(((each, each.problem) for each in attempts if each.problem), (None, None))
        if failed is None or problem is None:
            return _passed(exercise, attempts)
        if failed is not attempts[0] and problem.rung not in _NO_FAULT:
            again = attempt(exercise, answer, attempts[0].trial).problem
            if again and again.rung not in _NO_FAULT:
                return failed.verdict(KEEPS_STATE, None)
        slip = _recognise(exercise, attempts) if problem.rung != "inputs" else None  # that slip has its name
        if not slip and failed.differs_in_sizes_from(attempts[0]) and problem.rung in ("raises", "shape"):
            problem = replace(problem, suggestion=FIRST_SIZES_ONLY, slip="first-sizes-only")
        verdict = failed.verdict(problem, slip)
        return _with_parts(verdict, exercise.returns, attempts) if exercise.parts else verdict


def judge_if_right(exercise: Exercise, answer: Answer, seed: int = 0) -> Verdict | None:
    """The verdict of `judge` if it is a pass; nothing is asked of the answer after its first fault."""
    with _one_thread():
        attempts = []
        for tried in _attempts(exercise, answer, seed):
            if tried.problem:
                return None
            attempts.append(tried)
        return _passed(exercise, attempts)


def _passed(exercise: Exercise, attempts: Sequence[Attempt]) -> Verdict:
    printed = max(attempt.reply.printed for attempt in attempts)
    note = f"It printed {printed:,} characters, which a check does not read." if printed else ""
    return Verdict(exercise.id, True, exercise.points, exercise.points, note=note)


KEEPS_STATE = Problem(
    "values",
    "called again with the same numbers, your function gives another result: something is kept between calls",
    "Look for a global variable, or for a list as a default argument; make everything anew inside the function.",
    slip="keeps-state",
)


NO_CHECK_CAN = Foreign("tensor that no check can work with")  # of complex numbers, for example

FIRST_SIZES_ONLY = "It is right at the first sizes: look for a size written as a number, or guessed from an axis."


def _trials(exercise: Exercise, seed: int) -> tuple[Trial, ...]:
    """All trials that `seed` gives."""
    random = Random(torch.Generator().manual_seed(_digest(exercise.id, seed)), _digest(exercise.id, seed, "secret"))
    first_round = tuple(exercise.trials(random))
    # The first trial's shapes come again with other numbers, for an answer that remembers a shape it has seen.
    again = 0 if exercise.seconds else 1  # not where one call takes seconds
    second_round = itertools.islice(exercise.trials(random), again)
    return first_round + tuple(replace(trial, gradient=False) for trial in second_round)


_kept_trials = lru_cache(maxsize=256)(_trials)
_replies: WeakKeyDictionary[Trial, dict[tuple[Callable[..., Any], bool], Reply]] = WeakKeyDictionary()


def _reply(function: Callable[..., Any], trial: Trial, gradient: bool) -> Reply:
    """What the oracle or a slip gives on a trial: the same for every answer, and so worked out once."""
    kept = _replies.setdefault(trial, {})
    if (function, gradient) not in kept:
        kept[function, gradient] = LocalAnswer(function).call(tuple(trial.everything.values()), gradient)
    return kept[function, gradient]


def _attempts(exercise: Exercise, answer: Answer, seed: int) -> Iterator[Attempt]:
    """Try one trial after the other, until it is clear what is wrong."""
    failed = 0
    trials = _trials if exercise.seconds else _kept_trials  # a training's digits are many megabytes
    for trial in trials(exercise, seed):
        tried = attempt(exercise, answer, trial)
        yield tried
        failed += tried.problem is not None
        enough = failed == CONFIRMATIONS and not exercise.parts
        if enough or (tried.problem and tried.problem.final):
            return


def attempt(exercise: Exercise, answer: Answer, trial: Trial) -> Attempt:
    """Try an answer on a trial.

    Where gradients are compared the answer is called with them straight away. Only if something is not right is it
    called a second time without, to tell which rung it is.
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
        problem = _problem(exercise, trial, reply, first) or KEEPS_STATE
    got, true = _observed(exercise, trial, reply), exercise.observe(trial.everything, _truth(exercise, trial))
    return Attempt(exercise, trial, reply, first.gradients, got, true, problem)


def _with_gradient(exercise: Exercise, trial: Trial) -> bool:
    return exercise.gradient and trial.gradient


def _truth(exercise: Exercise, trial: Trial) -> Reply:
    """What the oracle gives; asked for where it is compared, so that no frame above the answer's holds it."""
    truth = _reply(exercise.oracle, trial, _with_gradient(exercise, trial))
    assert not truth.failure, f"the oracle of {exercise.id} failed: {truth.failure}"
    return truth


def _problem(exercise: Exercise, trial: Trial, reply: Reply, first: Reply) -> Problem | None:
    """The first rung that does not hold, of a reply and of the gradients of the first."""
    problems = itertools.chain(_problems(exercise, trial, reply), _gradient_problems(exercise, trial, first))
    return next(problems, None)


def _observed(exercise: Exercise, trial: Trial, reply: Reply) -> Value:
    """What is compared, of a reply of the answer."""
    try:
        return exercise.observe(trial.everything, reply)
    except Exception:
        return NO_CHECK_CAN


def _problems(exercise: Exercise, trial: Trial, reply: Reply) -> Iterator[Problem]:
    """Every rung below the gradient that does not hold."""
    if reply.failure:
        yield failure_problem(reply.failure, exercise.answer_name)
        return
    true = exercise.observe(trial.everything, _truth(exercise, trial))
    yield from value_problems(exercise.returns, _observed(exercise, trial, reply), true, reply)
    for (name, before), after in zip(trial.arguments.items(), reply.arguments, strict=True):
        if name in exercise.changes or equal(before, after):
            continue
        if not (name in exercise.may_turn and _turned(before, after)):
            yield _changed(name, before, after)


def _gradient_problems(exercise: Exercise, trial: Trial, reply: Reply) -> Iterator[Problem]:
    """What is wrong with a reply to a call with gradients, given that the call without was right."""
    if not _with_gradient(exercise, trial):
        return
    if reply.failure and failure_problem(reply.failure, exercise.answer_name).rung in _NO_FAULT:
        yield failure_problem(reply.failure, exercise.answer_name)
        return
    if reply.failure:
        what = f"{reply.failure.error}: {reply.failure.text}".removesuffix(": ")
        where = f" in {reply.failure.line}" if reply.failure.line else ""
        message = f"the values are right, but with inputs that require gradients it raised {what}{where}"
        suggestion = "Stay with torch operations on the tensors as given: no .numpy(), no changes in place."
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
    if all(got is None for _, got in expected):
        message = "the values are right, but no gradient flows back through them"
        yield Problem("gradient", message, suggestion, slip="detached")
    elif without:
        names = ", ".join(f"`{name}`" for name in without)
        message = f"the values are right, but gradients do not reach the whole of {names}"
        yield Problem("gradient", message, suggestion, slip="partly-detached")
    else:
        message = "the values are right, but the gradients are not"
        suggestion = "Look for a .detach(), .data or copy on one of the ways through."
        yield Problem("gradient", message, suggestion, slip="partly-detached")


@dataclass(frozen=True, eq=False)
class Attempt:
    """One trial, tried.

    Attributes:
        exercise: what was asked for.
        trial: the trial.
        reply: the answer's, to the call without gradients if there was one.
        gradients: those of the call with gradients.
        got: what is compared, of the reply.
        true: what the oracle has in its place.
        problem: the first rung that does not hold, if there is one.
    """

    exercise: Exercise
    trial: Trial
    reply: Reply
    gradients: Sequence[Tensor | None]
    got: Value
    true: Value
    problem: Problem | None

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
            if not self.right_parts().issuperset(before):  # what is wrong first is to be named first
                return False
            got, known = got.get(slip.part), known[slip.part]
        if not equal(got, known, TOLERANCE):
            return False
        return not by_gradient or all(map(gradient_close, self.gradients, wrong.gradients))

    def right_parts(self) -> set[str]:
        """The names of the items that are right in this trial, of an answer that is a tuple or a dictionary of them."""
        got, true = (items(self.exercise.returns, value) for value in (self.got, self.true))
        return {name for name in true if name in got and equal(got[name], true[name], TOLERANCE)}

    def differs_in_sizes_from(self, other: Attempt) -> bool:
        """Whether this trial has other sizes than another, not at an edge, and is like it in all else."""
        ours, theirs = (_shown(attempt.trial.arguments) for attempt in (self, other))
        without_numbers = (re.sub(r"[\d\s,()]+", "", shown) for shown in (ours, theirs))
        return not self.trial.edge and ours != theirs and len(set(without_numbers)) == 1

    def verdict(self, problem: Problem, slip: Slip | None) -> Verdict:
        """The verdict on this attempt, with the slip's words in place of the rung's where one is known."""
        message = slip.explanation if slip else problem.message
        edge = "" if problem.rung == SHORT else self.trial.edge
        if edge:
            message = f"with {edge}: {message}"
        failure = self.reply.failure
        never_ran = problem.rung in ("defined", "callable")
        in_place = bool(self.exercise.changes)  # nothing comes back that a learner would know
        if failure:
            got = "" if never_ran else f"{failure.error}: {failure.text}"
        else:
            got = "" if in_place else brief(self._telling())
            if got == brief(self.true):  # the right shape and kind: that is said in other words
                got = ""
        return Verdict(
            self.exercise.id,
            passed=False,
            points=0,
            possible=self.exercise.points,
            rung="edges" if edge else problem.rung,
            message=message,
            slip=slip.name if slip else problem.slip,
            suggestion=slip.suggestion if slip else problem.suggestion,
            called="" if never_ran else f"{self.exercise.answer_name}({_shown(self.trial.arguments)})",
            got=got,
            error=failure.error if failure else "",
            expected=self._expected() if problem.rung in ("kind", "shape", "dtype") and not in_place else "",
        )

    def _telling(self) -> Value:
        """What is compared; of facts about the answer, only those that are not as they should be."""
        kind = self.exercise.returns
        if not (isinstance(kind, DictOf) and kind.words and isinstance(self.got, dict)):
            return self.got
        return {name: fact for name, fact in self.got.items() if not equal(fact, self.true.get(name), TOLERANCE)}

    def _expected(self) -> str:
        """What should come back: kinds and shapes, never a number that answers the exercise."""
        kind = self.exercise.returns
        parts = list(leaves(kind, self.true))
        shaped = [leaf for leaf in parts if isinstance(leaf.value, Tensor)]
        axes = {leaf.axes() for leaf in shaped}
        if isinstance(kind, TensorOf):
            return f"a tensor {axes.pop()}"
        if len(axes) == 1 and len(shaped) == len(parts):
            return f"{kind}, each {axes.pop()}"
        return f"{kind}" + "".join(f"; {leaf.label} {leaf.axes()}" for leaf in shaped)


def _recognise(exercise: Exercise, attempts: Sequence[Attempt]) -> Slip | None:
    """The first slip whose wrong answer equals this answer on every trial: where it failed and where it passed."""
    comparable = [attempt for attempt in attempts if not (attempt.problem and attempt.problem.final)]
    if not any(attempt.problem for attempt in comparable):
        return None
    found = (slip for slip in exercise.slips if all(attempt.matches(slip) for attempt in comparable))
    return next(found, None)


def _guarded(talk: Callable[[Mapping[str, Value]], Talk], trial: Trial) -> Talk:
    """A talk that ends where the replies are such that it cannot go on."""
    try:
        return (yield from talk(trial.everything))
    except Exception:
        return Reply(NO_CHECK_CAN, tuple(trial.arguments.values()))


def _with_parts(verdict: Verdict, kind: Kind, attempts: Sequence[Attempt]) -> Verdict:
    """The verdict with the points of the parts that were right in every trial, and their names."""
    assert isinstance(kind, TupleOf | DictOf)
    right = [name for name in kind.items if all(name in attempt.right_parts() for attempt in attempts)]
    if not right or len(right) == len(kind.items):  # all right, and yet it failed: it is not the parts
        return verdict
    points = verdict.possible * len(right) / len(kind.items)
    words = f"{points:g} of {verdict.possible:g} points so far, for what is right in every call: {', '.join(right)}."
    return replace(verdict, points=points, suggestion=f"{verdict.suggestion} {words}")


def _turned(before: Value, after: Value) -> bool:
    """Whether a tensor is as it was but for its first two axes, which are swapped."""
    return isinstance(after, Tensor) and after.dim() > 1 and equal(before, after.transpose(0, 1))


def _changed(name: str, before: Value, after: Value) -> Problem:
    """An argument is not as it was."""
    if isinstance(before, Layer) and isinstance(after, Layer) and equal(dict(before.weights), dict(after.weights)):
        message = f"the values are right, but your function changes requires_grad or the mode of its argument `{name}`"
        return Problem("inputs", message, "Leave the settings of what you are given alone.", slip="input-changed")
    message = f"the values are right, but your function changes its argument `{name}`"
    suggestion = "Work on a copy: an operation that ends in an underscore, or `x[…] = …`, changes its tensor."
    return Problem("inputs", message, suggestion, slip="input-changed")


def gradient_close(one: Tensor | None, other: Tensor | None) -> bool:
    """Whether two gradients agree, measured by the larger of their entries; None is a gradient of zeros."""
    if one is None or other is None:
        rest = one if other is None else other
        return rest is None or not bool(rest.abs().max() > GRADIENT_TOLERANCE)
    if torch.equal(one, other):  # an answer that takes PyTorch's own steps
        return True
    largest = max(1.0, float(other.abs().max()))
    return torch.allclose(one, other, rtol=GRADIENT_TOLERANCE, atol=GRADIENT_TOLERANCE * largest)


def _shown(arguments: Mapping[str, Value]) -> str:
    return ", ".join(f"{name}: {describe(value)}" for name, value in arguments.items())


@contextlib.contextmanager
def _one_thread() -> Iterator[None]:
    """Trials are tiny: on a busy machine, threads that wait for each other take a hundred times as long."""
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        yield
    finally:
        torch.set_num_threads(threads)


def _digest(*words: object) -> int:
    """A number for a stream of its own, the same on every machine: other words say nothing about it."""
    return int.from_bytes(hashlib.sha256(" ".join(map(str, words)).encode()).digest()[:8], "big") >> 1
