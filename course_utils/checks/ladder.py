"""The ladder: runs the trials of an exercise against an answer and reports the first rung that does not hold.

defined → callable → raises → kind → shape → dtype → finite → values → inputs → gradient, on every trial; a failure
on a trial at an edge (one step, one example, one hidden unit) is reported as the rung edges.
"""

from __future__ import annotations

import contextlib
import hashlib
import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import torch
from torch import Tensor

from course_utils.checks.answer import Answer, Failure, LocalAnswer, Reply
from course_utils.checks.exercise import Exercise, Random, Slip, Trial
from course_utils.checks.kinds import Leaf, TensorOf, WrongKind, leaves
from course_utils.checks.values import Value, describe, equal, tensors
from course_utils.checks.verdict import Verdict

TOLERANCE = 1e-5  # of values; right answers that add in another order differ by about 1e-7
GRADIENT_TOLERANCE = 1e-4  # gradients are sums over many steps
GRADIENTS = 2  # trials that compare gradients, too
CONFIRMATIONS = 3  # failing trials compared with a slip: a coincidence on one does not name it


def judge(exercise: Exercise, answer: Answer, seed: int = 0) -> Verdict:
    """Check `answer` on the trials that `seed` gives; never raises for a fault of the answer."""
    with _one_thread():
        return _judge(exercise, answer, Random(torch.Generator().manual_seed(_seed(exercise.id, seed))))


@contextlib.contextmanager
def _one_thread() -> Iterator[None]:
    """Trials are tiny: on a busy machine, threads that wait for each other take a hundred times as long."""
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        yield
    finally:
        torch.set_num_threads(threads)


def _judge(exercise: Exercise, answer: Answer, random: Random) -> Verdict:
    printed = 0
    failed: list[tuple[Attempt, Problem]] = []
    for number, trial in enumerate(exercise.trials(random)):
        attempt = Attempt.of(exercise, answer, trial, random if exercise.gradient and number < GRADIENTS else None)
        printed = max(printed, attempt.reply.printed)
        if problem := attempt.problem():
            failed.append((attempt, problem))
            if problem.final or len(failed) == CONFIRMATIONS:
                break
    note = f"It printed {printed:,} characters; a check reads only what is returned." if printed else ""
    if not failed:
        return Verdict(exercise.id, True, exercise.points, exercise.points, note=note)
    attempt, problem = failed[0]
    comparable = [attempt for attempt, problem in failed if not problem.final]
    slip = _recognise(exercise, comparable) if not problem.final else None
    return attempt.verdict(problem, slip, note)


@dataclass(frozen=True)
class Problem:
    """The rung that failed, in words. `final` means nothing came back that could be compared with a slip."""

    rung: str
    message: str
    suggestion: str = ""
    slip: str = ""
    final: bool = False


@dataclass(frozen=True)
class Attempt:
    """One trial, run once: what the answer did and what PyTorch does."""

    exercise: Exercise
    trial: Trial
    reply: Reply
    truth: Reply
    with_gradient: Reply
    true_gradients: tuple[Tensor | None, ...]
    cotangents: tuple[Tensor, ...]

    @classmethod
    def of(cls, exercise: Exercise, answer: Answer, trial: Trial, random: Random | None) -> Attempt:
        """Call the oracle and the answer on `trial`; with gradients too if `random` is given and the values hold."""
        arguments = tuple(trial.arguments.values())
        oracle = LocalAnswer(exercise.oracle)
        truth = oracle.call(arguments)
        assert not truth.failure, f"the oracle of {exercise.id} failed: {truth.failure}"
        reply = answer.call(arguments)
        attempt = cls(exercise, trial, reply, truth, Reply(), (), ())
        if not random or attempt.problem():
            return attempt
        cotangents = tuple(random.normal(*tensor.shape) for tensor in tensors(truth.value))
        return replace(
            attempt,
            cotangents=cotangents,
            true_gradients=oracle.call(arguments, cotangents).gradients,
            with_gradient=answer.call(arguments, cotangents),
        )

    def observed(self, reply: Reply) -> Value:
        """What is compared, of a reply of the answer, the oracle or a slip."""
        return self.exercise.observe(self.trial.arguments, reply)

    def problem(self) -> Problem | None:
        """The first rung that does not hold."""
        return next(self._problems(), None)

    def _problems(self) -> Iterator[Problem]:
        if self.reply.failure:
            yield _failed(self.exercise, self.reply.failure)
            return
        got = self.observed(self.reply)
        try:
            theirs = list(leaves(self.exercise.returns, got))
        except WrongKind as wrong:
            yield _wrong_kind(str(wrong), got, self.reply)
            return
        ours = list(leaves(self.exercise.returns, self.observed(self.truth)))
        for check in (_shape, _dtype, _finite, _values):
            for leaf, true in zip(theirs, ours, strict=True):
                if problem := check(leaf, true):
                    yield problem
        yield from self._inputs()
        if self.true_gradients:
            yield from self._gradient()

    def _inputs(self) -> Iterator[Problem]:
        for (name, before), after in zip(self.trial.arguments.items(), self.reply.arguments, strict=True):
            if name not in self.exercise.changes and not equal(before, after):
                yield Problem(
                    "inputs",
                    f"the values are right, but your function changes its argument `{name}`",
                    "Work on a copy: an operation that ends in an underscore, or `x[…] = …`, changes its tensor.",
                    slip="input-changed",
                )

    def _gradient(self) -> Iterator[Problem]:
        if failure := self.with_gradient.failure:
            what = f"{failure.error}: {failure.text}".removesuffix(": ")
            where = f" in {failure.line}" if failure.line else ""
            yield Problem(
                "gradient",
                f"the values are right, but with inputs that require gradients it raised {what}{where}",
                "Stay with torch operations on the tensors as given: no .numpy(), no changes in place.",
                slip="detached" if "numpy()" in failure.text else "",
                final=True,
            )
            return
        pairs = list(zip(self.with_gradient.gradients, self.true_gradients, strict=True))
        if all(_gradient_close(got, true) for got, true in pairs):
            return
        stopped = [got for got, true in pairs if true is not None and true.any()]
        if all(got is None for got in stopped):
            slip, message = "detached", "the values are right, but no gradient flows back through them"
        else:
            slip, message = "", "the values are right, but the gradients are not"
        yield Problem(
            "gradient",
            message,
            "Look for .detach(), .data, .item(), .numpy(), torch.tensor(…) or torch.no_grad() on the way.",
            slip=slip,
        )

    def matches(self, slip: Slip) -> bool:
        """Whether the slip's wrong answer gives just what this answer gave, on this trial."""
        arguments = tuple(self.trial.arguments.values())
        wrong = LocalAnswer(slip.wrong).call(arguments)
        if wrong.failure or not equal(self.observed(self.reply), self.observed(wrong), TOLERANCE):
            return False
        if not self.cotangents:
            return True
        gradients = LocalAnswer(slip.wrong).call(arguments, self.cotangents).gradients
        return all(map(_gradient_close, self.with_gradient.gradients, gradients))

    def verdict(self, problem: Problem, slip: Slip | None, note: str) -> Verdict:
        """The verdict on this attempt, with the slip's words in place of the rung's where one is known."""
        names = self.trial.arguments.items()
        called = ", ".join(f"{name}: {describe(value)}" for name, value in names)
        message = slip.explanation if slip else problem.message
        if self.trial.edge:
            message = f"with {self.trial.edge}: {message}"
        nothing = problem.rung in ("defined", "callable")
        failure = self.reply.failure
        got = f"{failure.error}: {failure.text}" if failure else describe(self.observed(self.reply))
        return Verdict(
            self.exercise.id,
            passed=False,
            points=0,
            possible=self.exercise.points,
            rung="edges" if self.trial.edge else problem.rung,
            message=message,
            slip=slip.name if slip else problem.slip,
            suggestion=slip.suggestion if slip else problem.suggestion,
            called="" if nothing else f"{self.exercise.answer_name}({called})",
            got="" if nothing else got,
            expected="" if nothing else self._expected(),
            note=note,
        )

    def _expected(self) -> str:
        """What should come back: kinds and shapes, never a number that answers the exercise."""
        kind = self.exercise.returns
        shaped = [leaf for leaf in leaves(kind, self.observed(self.truth)) if isinstance(leaf.value, Tensor)]
        axes = {leaf.axes() for leaf in shaped}
        if isinstance(kind, TensorOf):
            return f"a tensor {axes.pop()}"
        if len(axes) == 1:
            return f"{kind}, each {axes.pop()}"
        return f"{kind}" + "".join(f"; {leaf.label} {leaf.axes()}" for leaf in shaped)


def _recognise(exercise: Exercise, attempts: Sequence[Attempt]) -> Slip | None:
    """The first slip whose wrong answer equals this answer on every failing trial."""
    found = (slip for slip in exercise.slips if all(attempt.matches(slip) for attempt in attempts))
    return next(found, None)


def _failed(exercise: Exercise, failure: Failure) -> Problem:
    if failure.kind == "missing":
        suggestion = f"Write `{exercise.answer_name}` in the cell above, run that cell, then run this one again."
        return Problem("defined", f"the answer is missing: {failure.text}", suggestion, "missing", final=True)
    if failure.kind == "callable":
        return Problem("callable", failure.text, "Keep the first line of the function as it was given.", final=True)
    where = f" in {failure.line}" if failure.line else ""
    return Problem("raises", f"your function raised {failure.error}{where}", _hint(failure), final=True)


def _hint(failure: Failure) -> str:
    """One suggestion for an error PyTorch words badly."""
    if "leaf Variable that requires grad" in failure.text:
        return "Change parameters inside `with torch.no_grad():`."
    if "mat1 and mat2 shapes cannot be multiplied" in failure.text or "size mismatch" in failure.text:
        return "PyTorch stores weights as (rows out, columns in): multiply by the transpose, x @ weight.T."
    return "Run your function in a cell of its own, with tensors of the shapes above, to see the whole error."


def _wrong_kind(message: str, got: Value, reply: Reply) -> Problem:
    if got is None:
        printed = " It printed something: printing is not returning." if reply.printed else ""
        return Problem("kind", f"{message}.{printed}".rstrip("."), "End the function with `return …`.", "returns-none")
    return Problem("kind", message, "Compare what you return with the docstring's Returns.")


def _shape(leaf: Leaf, true: Leaf) -> Problem | None:
    if not isinstance(leaf.value, Tensor) or leaf.value.shape == true.value.shape:
        return None
    name = leaf.label or "the answer"
    got = tuple(leaf.value.shape)
    for one, other in itertools.combinations(range(leaf.value.dim()), 2):
        if isinstance(true.kind, TensorOf) and equal(leaf.value.transpose(one, other), true.value, TOLERANCE):
            axes = f"{true.kind.axes[one]} and {true.kind.axes[other]}"
            message = f"{name} is right but for its axes: {axes} are swapped"
            return Problem("shape", message, "Swap the two axes with `transpose`.", "axes-swapped")
    message = f"{name} has shape {got}; it should be {true.axes()}"
    return Problem("shape", message, "Print the shapes on the way and compare them with the docstring.")


def _dtype(leaf: Leaf, true: Leaf) -> Problem | None:
    if not isinstance(leaf.value, Tensor) or leaf.value.dtype == true.value.dtype:
        return None
    got, want = (str(tensor.dtype).removeprefix("torch.") for tensor in (leaf.value, true.value))
    message = f"{leaf.label or 'the answer'} is {got}, but the inputs are {want}: keep their dtype"
    return Problem("dtype", message, "NumPy and `.double()` make float64; torch.zeros makes float32.", "wrong-dtype")


def _finite(leaf: Leaf, _true: Leaf) -> Problem | None:
    numbers = leaf.value if isinstance(leaf.value, Tensor | float) else 0.0
    if bool(torch.isfinite(torch.as_tensor(numbers)).all()):
        return None
    message = f"{leaf.label or 'the answer'} holds NaN or infinity"
    return Problem(
        "finite", message, "Look for a division by zero, or for torch.empty that was never filled.", "not-finite"
    )


def _values(leaf: Leaf, true: Leaf) -> Problem | None:
    if equal(leaf.value, true.value, TOLERANCE):
        return None
    name = leaf.label or "the answer"
    if not isinstance(leaf.value, Tensor):
        return Problem("values", f"{name} should not be {describe(leaf.value)} here", "Work the example above by hand.")
    apart = (leaf.value - true.value).abs()
    share = int((apart > TOLERANCE).sum())
    message = (
        f"{name} has the right shape and other values: {share} of {apart.numel()} differ, by up to {apart.max():.2g}"
    )
    return Problem("values", message, "Follow one example through the equations, one term at a time.")


def _gradient_close(one: Tensor | None, other: Tensor | None) -> bool:
    """Whether two gradients agree; None is a gradient of zeros."""
    if one is None or other is None:
        rest = one if other is None else other
        return rest is None or not bool(rest.abs().max() > GRADIENT_TOLERANCE)
    return torch.allclose(one, other, rtol=GRADIENT_TOLERANCE, atol=GRADIENT_TOLERANCE)


def _seed(exercise_id: str, seed: int) -> int:
    """A different stream for every exercise, the same on every machine."""
    return int.from_bytes(hashlib.sha256(f"{exercise_id} {seed}".encode()).digest()[:8], "big") >> 1
