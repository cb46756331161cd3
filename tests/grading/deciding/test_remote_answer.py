"""An answer in a child is called and judged as in a notebook."""

from __future__ import annotations

import pytest
import torch
from torch import nn

from course_utils.checks import Verdict, exercises, find
from course_utils.checks.engine.ladder import judge
from course_utils.checks.learner.answer import LocalAnswer, Missing
from course_utils.checks.learner.values import Layer, equal
from course_utils.grading.deciding.sandbox import Sandbox
from tests.helpers.zygotes import zygote
from tools.answer_bank import Attempt, answers_to

pytestmark = pytest.mark.xdist_group("sandbox")

SETUP = "import torch\nfrom torch import nn\n\nfrom course_utils import check"
CALLS = {
    "missing": ("def stepp(x): return x", "missing", "there is a `stepp`"),
    "a class": ("class step: pass", "callable", "is a class"),
    "other arguments": ("def step(): pass", "callable", "must take (x)"),
    "raises": ("def step(x):\n    y = x\n    raise ValueError('no')", "raised", "no"),
    "untouched": ("def step(x):\n    raise NotImplementedError", "missing", "nothing is written"),
    "exits": ("import sys\ndef step(x): sys.exit(3)", "raised", "3"),
    "interrupts": ("def step(x): raise KeyboardInterrupt", "raised", ""),
    "too large": ("import torch\ndef step(x): return torch.zeros(1 << 24)", "raised", "too large"),
    "no memory": ("import torch\ndef step(x): return torch.zeros(1 << 40)", "raised", ""),
    "broken around the call": ("import sys\ndef step(x): sys.stdout.close()", "raised", "closed file"),
    "a signature that raises": (
        "class C:\n    def __call__(self, x): return x\n    @property\n    def __signature__(self): 1 / 0\nstep = C()",
        "raised",
        "division by zero",
    ),
    "a long text": ("def step(x): return 'x' * (2 << 20)", "raised", "too large"),
}


@pytest.mark.parametrize(("source", "kind", "words"), CALLS.values(), ids=CALLS)
def test_a_call_that_gives_no_value(source: str, kind: str, words: str) -> None:
    with Sandbox(zygote()) as sandbox:
        sandbox.run_cell(source)
        failure = sandbox.answer("step", ("x",)).call((torch.ones(2),)).failure
    assert failure is not None
    assert failure.kind == kind
    assert words in failure.text


def test_a_failure_names_the_learners_line() -> None:
    with Sandbox(zygote()) as sandbox:
        sandbox.run_cell("def step(x):\n    y = x\n    raise ValueError('no')")
        failure = sandbox.answer("step", ("x",)).call((torch.ones(2),)).failure
    assert failure is not None
    assert failure.line == "line 3: raise ValueError('no')"


def test_a_call_gives_what_it_gives_here() -> None:
    source = (
        "def step(x, lstm):\n    print('hm')\n    o, (h, c) = lstm(x)\n    x[0] = 0\n    return {'h': h, 'o': [o, 3]}"
    )
    namespace: dict[str, object] = {}
    exec(source, namespace)
    arguments = (torch.randn(7, 3, 6), Layer.of(nn.LSTM(6, 5)))
    with Sandbox(zygote()) as sandbox:
        sandbox.run_cell(source)
        remote = sandbox.answer("step").call(arguments)
    local = LocalAnswer(namespace["step"]).call(arguments)
    assert remote.printed == local.printed
    assert equal(remote.value, local.value, 1e-6)
    assert equal(remote.arguments, local.arguments)


def remote_verdict(attempt: Attempt) -> Verdict:
    exercise = find(attempt.exercise)
    with Sandbox(zygote()) as sandbox:
        sandbox.run_cell(SETUP)
        sandbox.run_cell(attempt.source)
        answer = sandbox.answer(
            exercise.answer_name,
            exercise.parameters,
            exercise.seconds or 10.0,
            use=exercise.use,
            is_class=exercise.is_class,
        )
        return judge(exercise, answer)


def local_verdict(attempt: Attempt) -> Verdict:
    exercise = find(attempt.exercise)
    namespace: dict[str, object] = {"torch": torch, "nn": nn}
    exec(compile(attempt.source, attempt.path, "exec"), namespace)
    return judge(exercise, exercise.local(namespace.get(exercise.answer_name, Missing())))


def some() -> list[Attempt]:
    """A few answers to every exercise whose calls are fast; test_answers grades all answers with nbgrader."""
    found = []
    for exercise in exercises().values():
        if exercise.seconds:
            continue
        right, wrong = (answers_to(exercise.id, right=right) for right in (True, False))
        found += right[:2] + wrong[:: max(1, len(wrong) // 3)]
    return found


@pytest.mark.parametrize("attempt", some(), ids=lambda attempt: "/".join(attempt.path.parts[-3:]))
def test_the_judge_decides_as_the_notebook_does(attempt: Attempt) -> None:
    here, there = local_verdict(attempt), remote_verdict(attempt)
    assert there.passed == here.passed == attempt.right, there.as_text()
    assert (there.rung, there.slip) == (here.rung, here.slip), there.as_text()
