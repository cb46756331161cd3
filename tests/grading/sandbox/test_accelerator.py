"""Grading on a machine where torch sees an accelerator: right answers stay right.

The accelerator is simulated: accelerator.cpp, built against torch's own headers, is loaded before Python starts, and
torch then counts one device.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import torch

from course_utils.checks import Exercise
from course_utils.checks.engine.ladder import judge
from course_utils.grading.deciding import grade
from course_utils.grading.deciding import zygote as zygotes
from course_utils.grading.deciding.errors import NoSandbox
from course_utils.grading.deciding.graded import Graded
from course_utils.grading.deciding.sandbox import Sandbox
from course_utils.grading.deciding.trusted import TrustedZygote
from course_utils.grading.deciding.zygote import Zygote
from tests.helpers.simulated import QUICK, needs_compiler, python_with, right_answers
from tests.helpers.zygotes import careless
from tools.answer_bank import answers_to

pytestmark = [pytest.mark.slow, needs_compiler]


@pytest.fixture(scope="module")
def python(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A Python whose torch sees an accelerator."""
    torch_folder = Path(torch.__file__).parent
    places = [f"-I{torch_folder}/include", f"-L{torch_folder}/lib", f"-Wl,-rpath,{torch_folder}/lib"]
    source, folder = Path(__file__).with_name("accelerator.cpp"), tmp_path_factory.mktemp("accelerator")
    return python_with(source, folder, "-std=c++17", *places, "-lc10")


@pytest.fixture(scope="module")
def zygote(python: Path) -> Iterator[Zygote]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "executable", str(python))
        with Zygote() as started:
            yield started


def test_the_simulation_breaks_a_backward_after_a_fork(python: Path) -> None:
    """Otherwise the next test would prove nothing."""
    source = (
        "import os, torch\n"
        "def backward(): torch.ones(3, requires_grad=True).sum().backward()\n"
        "backward()\n"
        "if os.fork() == 0:\n    backward()\n"
        "else: os.wait()\n"
    )
    done = subprocess.run([python, "-c", source], capture_output=True, text=True)
    assert "Unable to handle autograd's threading" in done.stderr


def test_a_whole_submission_is_right(python: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The probe runs first, then the bundle is graded, as by course-grade and its workers."""
    monkeypatch.setattr(sys, "executable", str(python))
    own = TrustedZygote()
    monkeypatch.setattr(grade, "_own", own)
    try:
        verdicts = Graded.from_bytes(grade.grade(right_answers())).verdicts()
    finally:
        own.close()
    assert len(verdicts) > 20
    assert [verdict["name"] for verdict in verdicts if not verdict["passed"]] == []


def test_a_zygote_that_ran_a_backward_is_refused(python: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """If the warm-up ran a backward again, grading would stop instead of judging right answers wrong."""
    monkeypatch.setattr(sys, "executable", str(python))
    backward = "torch.ones(3, requires_grad=True).sum().backward()"
    monkeypatch.setattr(zygotes, "_SCRIPT", careless(tmp_path, backward))
    own = TrustedZygote()
    monkeypatch.setattr(grade, "_own", own)
    try:
        with pytest.raises(NoSandbox, match=r"right answers would be judged wrong.*a forward and a backward pass"):
            grade.grade(right_answers())
    finally:
        own.close()


def test_the_zygote_has_one_thread(zygote: Zygote) -> None:
    zygote.copy().close()  # the first copy waits for the warm-up
    assert zygote._process
    assert "Threads:\t1\n" in Path(f"/proc/{zygote._process.pid}/status").read_text()


@pytest.mark.parametrize("exercise", QUICK, ids=lambda exercise: exercise.id)
def test_right_answers_are_right(exercise: Exercise, zygote: Zygote) -> None:
    first, *_ = answers_to(exercise.id, right=True)
    with Sandbox(zygote) as sandbox:
        sandbox.run_cell("import torch\nfrom torch import nn")
        sandbox.run_cell(first.source)
        wanted = {"use": exercise.use, "is_class": exercise.is_class}
        verdict = judge(exercise, sandbox.answer(exercise.answer_name, exercise.parameters, **wanted))
    assert verdict.passed, verdict.as_text()
