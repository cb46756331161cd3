"""The ladder: runs the trials of an exercise against an answer and reports the first rung that does not hold.

On every trial the rungs are: defined → callable → raises → kind → shape → dtype → finite → values → inputs → gradient.
A failure on a trial at an edge (one step, one example, one hidden unit) is reported as the rung edges. If memory or
threads ran out in a call, the rung is resources, even at an edge. The last rungs are by-hand and rounds, where an
exercise asks for them.
"""

from __future__ import annotations

import contextlib
import hashlib
import itertools
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

import torch

from course_utils.checks.engine import by_hand, rounds
from course_utils.checks.engine.attempt import KEEPS_STATE, Attempt, attempt
from course_utils.checks.engine.crashes import NO_FAULT
from course_utils.checks.engine.exercise import Exercise, Slip
from course_utils.checks.engine.kinds import DictOf, Kind, TensorOf, TupleOf
from course_utils.checks.engine.report import call_of, report
from course_utils.checks.engine.rungs import DECIMALS, ROUNDED, TOLERANCE, Problem, few_decimals
from course_utils.checks.engine.trial import Random, Trial
from course_utils.checks.learner.answer import Answer
from course_utils.checks.learner.uses import called
from course_utils.checks.learner.uses.watched import called_and_drawn
from course_utils.checks.learner.values import Value, equal, tensors
from course_utils.checks.learner.verdict import Verdict


def judge(exercise: Exercise, answer: Answer, seed: int = 0) -> Verdict:
    """Check `answer` on the trials that `seed` gives; a fault of the answer never raises an error here."""
    with _one_thread():
        attempts: list[Attempt] = []
        for tried in _attempts(exercise, answer, seed):
            attempts.append(tried)
            if not exercise.parts and _is_nobodys(exercise, attempts):
                break
        failed = next((each for each in attempts if each.problem), None)
        if failed is None:
            return _made_otherwise(exercise, answer, attempts) or _passed(exercise, attempts)
        verdict = _kept(exercise, answer, attempts, failed) or _named(exercise, answer, attempts, failed)
        return _with_parts(verdict, exercise.returns, attempts) if exercise.parts else verdict


def judge_if_right(exercise: Exercise, answer: Answer, seed: int = 0) -> Verdict | None:
    """The verdict of `judge` if it is a pass, else None; the first fault ends the check."""
    with _one_thread():
        attempts = []
        for tried in _attempts(exercise, answer, seed):
            if tried.problem:
                return None
            attempts.append(tried)
        return None if _made_otherwise(exercise, answer, attempts) else _passed(exercise, attempts)


def _passed(exercise: Exercise, attempts: Sequence[Attempt]) -> Verdict:
    printed = max(attempt.reply.printed for attempt in attempts)
    notes = [exercise.note(attempts[-1].trial.everything, attempts[-1].reply)]
    notes += [f"It printed {printed:,} characters, which a check does not read."] if printed else []
    return Verdict(exercise.id, True, exercise.points, exercise.points, note=" ".join(filter(None, notes)))


def _made_otherwise(exercise: Exercise, answer: Answer, attempts: Sequence[Attempt]) -> Verdict | None:
    """The verdict on an answer that is right, but calls what it was to write by hand, or loops over the steps."""
    first = attempts[0]
    if problem := by_hand.problem(exercise, answer, first.trial):
        return report(first, problem)
    if found := rounds.problem(exercise, answer, [attempt.trial for attempt in attempts]):
        trial, problem = found
        tried = next(attempt for attempt in attempts if attempt.trial is trial)
        return report(replace(tried, trial=replace(trial, edge="")), problem)  # its length is no cause
    return None


EARLIER_CALL = Problem(
    "values",
    "your function returned the result of an earlier call, which had other arguments: something is kept between calls",
    KEEPS_STATE.suggestion,
    slip="keeps-state",
)


def _kept(exercise: Exercise, answer: Answer, attempts: Sequence[Attempt], failed: Attempt) -> Verdict | None:
    """The verdict that an answer keeps something between calls, if its replies show that."""
    first = attempts[0]
    assert failed.problem
    if failed.problem.rung in NO_FAULT or exercise.seconds:  # a call that takes seconds is not repeated
        return None
    if exercise.draws:  # other numbers in another call are no sign that anything is kept
        return None
    for earlier in dict.fromkeys((first, failed)):  # what is kept for one shape shows in calls of that shape
        again = attempt(exercise, answer, earlier.trial)
        is_known = not again.problem or again.problem.rung not in NO_FAULT
        if is_known and not equal(again.got, earlier.got, TOLERANCE):
            return report(again, KEEPS_STATE)
    for earlier in attempts[: attempts.index(failed)]:
        if (
            _tells_calls_apart(earlier.got)
            and equal(failed.got, earlier.got)
            and not equal(failed.true, earlier.true, TOLERANCE)
        ):
            return report(failed, EARLIER_CALL, got=f"the result of {call_of(exercise, earlier.trial)}")
    return None


def _tells_calls_apart(got: Value) -> bool:
    """Whether another call does not give the same by chance, as with matrices of True and False, or shares."""
    if sum(tensor.numel() for tensor in tensors(got) if tensor.dtype != torch.bool) > 1:
        return True
    numbers = [each for each in (got.values() if isinstance(got, dict) else (got,)) if isinstance(each, float)]
    return any(number != round(number, DECIMALS) for number in numbers)


BY_HAND = "Follow one example through your function by hand, one step at a time."
ENOUGH = 3  # failed trials; if no slip fits the answer by then, the check stops
DRAWS = "Your function draws random numbers: look for a layer made anew, reset_parameters, dropout or multinomial."
FIRST_SIZES_ONLY = (
    "It is right at the first sizes: look for a number or a rule that holds for those alone, or is guessed from them."
)


def _named(exercise: Exercise, answer: Answer, attempts: Sequence[Attempt], failed: Attempt) -> Verdict:
    """The verdict on the first attempt that failed, with the name of its slip if one is recognised."""
    problem = failed.problem
    assert problem
    slip = _recognise(exercise, attempts) if problem.rung != "inputs" else None  # `changed` has named its slip
    if not slip and problem.rung in ("raises", "shape") and _is_due_to_sizes(attempts, failed):
        problem = replace(problem, suggestion=FIRST_SIZES_ONLY, slip="first-sizes-only")
    if problem.slip == "rounded" and any(_is_far_off(each) for each in attempts):
        problem = replace(problem, suggestion="", slip="")
    if not slip and problem.rung == "values":
        compared = [(each.got, each.true) for each in attempts if not (each.problem and each.problem.final)]
        problem = few_decimals(exercise.returns, compared) or problem
    if not slip and problem.rung == "values" and not problem.slip and _draws(exercise, answer, failed.trial):
        problem = replace(problem, suggestion=DRAWS, slip="draws-random-numbers")
    if problem.rung == "values" and not problem.suggestion:
        hint = exercise.returns.hint if isinstance(exercise.returns, TensorOf) else ""
        problem = replace(problem, suggestion=hint or BY_HAND)
    return report(failed, problem, slip)


def _is_due_to_sizes(attempts: Sequence[Attempt], failed: Attempt) -> bool:
    """Whether an attempt failed because of its sizes; where lengths differ with them, no other sizes may be right."""
    first, *others = attempts
    ours, *theirs = (list(tensors(tuple(each.trial.arguments.values()))) for each in attempts)
    if any(not tensor.is_floating_point() for tensor in ours):
        shapes = [tensor.shape for tensor in ours]
        for each, found in zip(others, theirs, strict=True):
            if not each.problem and not each.trial.edge and [tensor.shape for tensor in found] != shapes:
                return False
    return failed.differs_in_sizes_from(first)


def _is_far_off(attempt: Attempt) -> bool:
    """Whether an attempt's values are wrong by more than rounding."""
    if attempt.problem is None or attempt.problem.rung != "values":
        return False
    return not equal(attempt.got, attempt.true, 2 * ROUNDED)


def _draws(exercise: Exercise, answer: Answer, trial: Trial) -> bool:
    """Whether the result depends on random numbers that the answer draws, where a right one draws none."""
    if exercise.draws or exercise.use != called.__name__:
        return False
    return answer.call(tuple(trial.arguments.values()), use=called_and_drawn.__name__).value is True


def _recognise(exercise: Exercise, attempts: Sequence[Attempt]) -> Slip | None:
    """The first slip whose wrong answer equals this answer on every trial, on those that it passed too."""
    comparable = [attempt for attempt in attempts if not (attempt.problem and attempt.problem.final)]
    if not any(attempt.problem for attempt in comparable):
        return None
    found = (slip for slip in exercise.slips if all(attempt.matches(slip) for attempt in comparable))
    return next(found, None)


def _trials(exercise: Exercise, seed: int) -> tuple[Trial, ...]:
    """All trials that `seed` gives."""
    random = Random(torch.Generator().manual_seed(_digest(exercise.id, seed)), _digest(exercise.id, seed, "secret"))
    first_round = tuple(exercise.trials(random))
    # The shapes of the first trial come again with other numbers, to catch an answer that caches results by shape.
    # Not where a call takes seconds; and a talk makes several calls of one shape itself.
    again = 0 if exercise.seconds or exercise.talk else 1
    second_round = itertools.islice(exercise.trials(random), again)
    return first_round + tuple(replace(trial, gradient=False) for trial in second_round)


_kept_trials = lru_cache(maxsize=256)(_trials)


def _is_nobodys(exercise: Exercise, attempts: Sequence[Attempt]) -> bool:
    """Whether an answer has just failed ENOUGH trials and fits no slip: further trials would not change its verdict."""
    failed = sum(attempt.problem is not None for attempt in attempts)
    return failed == ENOUGH and attempts[-1].problem is not None and _recognise(exercise, attempts) is None


def _attempts(exercise: Exercise, answer: Answer, seed: int) -> Iterator[Attempt]:
    """Try trial after trial, also after a fault: later trials tell similar slips apart. End if nothing came back."""
    trials = _trials if exercise.seconds else _kept_trials  # a training's digits take many megabytes
    for trial in trials(exercise, seed):
        tried = attempt(exercise, answer, trial)
        yield tried
        if tried.problem and tried.problem.final:
            return


def _with_parts(verdict: Verdict, kind: Kind, attempts: Sequence[Attempt]) -> Verdict:
    """The verdict, with points for the parts that were right in every trial, and with their names."""
    assert isinstance(kind, TupleOf | DictOf)
    right = [name for name in kind.items if all(name in attempt.right_parts() for attempt in attempts)]
    if not right or len(right) == len(kind.items):  # all parts are right: the fault is elsewhere
        return verdict
    points = verdict.possible * len(right) / len(kind.items)
    words = f"{points:g} of {verdict.possible:g} points so far, for what is right in every call: {', '.join(right)}."
    return replace(verdict, points=points, suggestion=f"{verdict.suggestion} {words}")


@contextlib.contextmanager
def _one_thread() -> Iterator[None]:
    """Use one thread: on a busy machine, threads of tiny trials that wait for each other take 100 times as long."""
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        yield
    finally:
        torch.set_num_threads(threads)


def _digest(*words: object) -> int:
    """A seed made from these words, the same on every machine; the seeds of other words say nothing about it."""
    return int.from_bytes(hashlib.sha256(" ".join(map(str, words)).encode()).digest()[:8], "big") >> 1
