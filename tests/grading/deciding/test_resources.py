"""Memory and threads: an answer may use as much as at home; if they run out, the verdict says so."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from pathlib import Path

import pytest

from course_utils import checks
from course_utils.checks import COURSE, find
from course_utils.checks.engine.crashes import SHORT
from course_utils.checks.engine.ladder import judge
from course_utils.checks.learner.answer import Failure, Reply
from course_utils.checks.learner.values import Value
from course_utils.grading.deciding import grade, trusted
from course_utils.grading.deciding.bundle import Cell, Seconds, make
from course_utils.grading.deciding.graded import Graded
from course_utils.grading.deciding.hidden import Hidden
from course_utils.grading.deciding.kept import Verdicts
from course_utils.grading.deciding.sandbox import Sandbox
from course_utils.grading.deciding.zygote import Zygote
from course_utils.grading.sandbox.limits import Limits
from tests.helpers.zygotes import printed, run, zygote

pytestmark = pytest.mark.xdist_group("sandbox")

ANSWERS = Path(checks.__file__).parents[2] / "tests" / "answers"
SETUP = "import torch\nfrom torch import nn"


def right(exercise: str) -> str:
    return sorted((ANSWERS / exercise).glob("right-*.py"))[0].read_text()


@pytest.mark.parametrize("threads", [16, 32, 64, 96, 1000])
def test_an_answer_may_ask_for_any_number_of_threads(threads: int) -> None:
    exercise = find("lstm/encoder-to-decoder")
    busy = f"torch.set_num_threads({threads})\nx = torch.randn(700, 700)\n(x @ x).sum()"
    with Sandbox(zygote()) as sandbox:
        for source in (SETUP, busy, right(exercise.id)):
            assert not sandbox.run_cell(source).failed
        verdict = judge(exercise, sandbox.answer(exercise.answer_name, exercise.parameters))
    assert verdict.passed, verdict.as_text()


def test_numpy_takes_one_thread_whatever_the_machine_has() -> None:
    source = "import os, numpy as np\nx = np.ones((400, 400))\nx @ x\nprint(len(os.listdir('/proc/self/task')))"
    with Zygote(readable=[Path("/proc")]) as careless, Sandbox(careless) as sandbox:
        assert printed(sandbox.run_cell(source)) == "1\n"


def test_memory_is_what_is_used_and_not_what_is_reserved() -> None:
    reserved = "from mmap import *\nkept = [mmap(-1, 1 << 28, MAP_PRIVATE, PROT_READ) for _ in range(4)]"
    assert not run(reserved).failed
    assert run("import numpy as np\nx = np.ones(1200 << 17)").outputs[-1]["ename"].endswith("MemoryError")


def test_a_teacher_may_allow_more() -> None:
    source = "import numpy as np\nx = np.ones(1200 << 17)\nprint(len(x))"
    with Sandbox(zygote(), Limits(memory=2 << 30)) as sandbox:
        assert printed(sandbox.run_cell(source)) == f"{1200 << 17}\n"


def test_shared_memory_is_no_way_around() -> None:
    source = textwrap.dedent("""
        import mmap, time
        kept = []
        while True:
            kept.append(mmap.mmap(-1, 1 << 26))
            kept[-1][:] = bytes(1 << 26)
    """)
    with Sandbox(zygote(), Limits(memory=256 << 20)) as sandbox:
        ran = sandbox.run_cell(source)
        assert ran.failed
        assert ran.ended is None or ran.ended.kind == "memory", ran.ended
        assert printed(sandbox.run_cell("kept = None\nprint('goes on')")) == "goes on\n"


SHORTAGES = [
    Failure("raised", "", "MemoryError"),
    Failure("raised", "std::bad_alloc", "MemoryError"),
    Failure("raised", "Unable to allocate 8.00 GiB for an array with shape (1,)", "_ArrayMemoryError"),
    Failure("raised", "[enforce fail at alloc_cpu.cpp:124] DefaultCPUAllocator: can't allocate memory: you tried"
            " to allocate 4398046511104 bytes. Error code 12 (Cannot allocate memory)", "RuntimeError"),
    Failure("raised", "could not create a primitive", "RuntimeError"),
    Failure("raised", "can't start new thread", "RuntimeError"),
    Failure("raised", "[Errno 11] Resource temporarily unavailable", "BlockingIOError"),
    Failure("raised", "[Errno 12] Cannot allocate memory", "OSError"),
]  # fmt: skip


class _Short:
    """A right answer that runs out of memory in some of its calls."""

    def __init__(self, exercise: str, failure: Failure, calls: Sequence[int]) -> None:
        self._right = find(exercise).local(find(exercise).oracle)
        self._failure, self._calls, self._count = failure, calls, -1

    def call(self, arguments: Sequence[Value], gradient: bool = False, use: str = "") -> Reply:
        self._count += 1
        if self._count in self._calls:
            return Reply(failure=self._failure)
        return self._right.call(arguments, gradient)


@pytest.mark.parametrize("calls", [[0], [1], [4], [0, 1], [1, 2], [3, 5], range(2, 99), range(99)], ids=str)
@pytest.mark.parametrize("failure", SHORTAGES, ids=lambda failure: failure.text[:30] or failure.error)
def test_a_shortage_is_never_another_slip(failure: Failure, calls: Sequence[int]) -> None:
    verdict = judge(find("lstm/step"), _Short("lstm/step", failure, calls))
    if not verdict.passed:  # a repeated call may get the memory that the first did not
        assert (verdict.rung, verdict.slip) == (SHORT, SHORT), verdict.as_text()
        assert failure.error in verdict.message
        assert "kept between calls" not in verdict.as_text()


@pytest.fixture
def own_zygote(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make `grade` fork its children from the zygote that all tests share."""
    monkeypatch.setattr(grade, "_own", trusted.TrustedZygote(zygote(), Hidden()))


LEFTOVERS = {
    "in a circle": "def leave():\n    x = [torch.ones(48 << 20)]\n    x.append(x)\nleave()",
    "in the frames of an error": "def leave():\n    x = torch.ones(48 << 20)\n    1 / 0\nleave()",
    "in frames without memory": "def leave():\n    x = []\n    while True: x.append(torch.ones(4 << 20))\nleave()",
}


@pytest.mark.usefixtures("own_zygote")
@pytest.mark.parametrize("leftover", LEFTOVERS.values(), ids=LEFTOVERS)
def test_what_other_cells_left_costs_no_exercise(leftover: str) -> None:
    """Objects that nothing refers to any more hold 192 MB of 256, or all."""
    needs = "def split_gates(weight):\n    torch.ones(32 << 20)\n    return dict(zip('ifgo', weight.chunk(4)))"
    cells = [Cell(source, False) for source in (SETUP, leftover, needs)] + [Cell('check("lstm/split-gates")', True)]
    graded = Graded.from_bytes(grade.grade(make(COURSE, cells, 1, Seconds(20, 10, 100), memory=256)))
    assert not graded.faults
    verdict = graded.verdicts()[0]
    assert verdict["passed"], verdict


@pytest.mark.usefixtures("own_zygote")
def test_a_shortage_is_judged_again_in_a_fresh_child(monkeypatch: pytest.MonkeyPatch) -> None:
    forked = []
    fork = Zygote.fork
    monkeypatch.setattr(Zygote, "fork", lambda self, *limits: (forked.append(1), fork(self, *limits))[1])
    source = f"{SETUP}\ndef split_gates(weight):\n    raise MemoryError"
    cells = [Cell(source, False), Cell('check("lstm/split-gates")', True)]
    verdict = Graded.from_bytes(grade.grade(make(COURSE, cells, 1, Seconds(20, 10, 100)))).verdicts()[0]
    assert verdict["slip"] == SHORT
    assert len(forked) == 2


def test_what_the_grader_failed_on_is_tried_twice_and_then_kept(tmp_path: Path) -> None:
    failed = Graded([[]], 600.0, ["a fault"]).to_bytes()
    for known in (None, None, failed):  # for three runs of the grader
        verdicts = Verdicts(tmp_path)
        graded = verdicts.get(b"bundle")
        assert graded == (known and Graded.from_bytes(known))
        if graded is None:
            assert verdicts.put(b"bundle", failed).faults
            assert verdicts.put(b"bundle", failed).faults  # another student's equal bundle
            assert verdicts.get(b"bundle") is not None
