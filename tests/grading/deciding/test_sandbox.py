"""The sandbox of one submission: what ends a process, and what that costs."""

from __future__ import annotations

import textwrap
import time

import pytest

from course_utils.checks import find
from course_utils.checks.engine.ladder import judge
from course_utils.checks.learner.answer import Reply
from course_utils.grading.deciding.sandbox import Sandbox
from tests.helpers.zygotes import printed, zygote
from tools.answer_bank import ANSWERS

pytestmark = pytest.mark.xdist_group("sandbox")

RIGHT = (ANSWERS / "lstm/step/right-linear.py").read_text()
ENDLESS = textwrap.dedent("""
    import signal
    for number in range(1, 65):
        try: signal.signal(number, signal.SIG_IGN)
        except (OSError, ValueError): pass
    while True:
        try:
            while True: pass
        except BaseException: pass
""")
ENDS = {
    "an endless loop that catches everything": (ENDLESS, "time", "within 1 s"),
    "an endless loop in C": ("sum(iter(int, 1))", "time", "within 1 s"),
    "os._exit": ("import os\nos._exit(0)", "died", "os._exit"),
    "a segmentation fault": ("import ctypes\nctypes.string_at(0)", "died", "crashed"),
    "abort": ("import os\nos.abort()", "died", "crashed"),
    "its own kill": ("import os\nos.kill(os.getpid(), 9)", "died", "killed"),
    "a closed connection": ("import os\nos.close(3)", "died|protocol", ""),
    "garbage to the judge": ("import os\nos.write(3, b'x' * 100)", "protocol", "meddled"),
    "a huge length": ("import os\nos.write(3, b'RNC1' + b'\\xff' * 8)", "protocol", "meddled"),
    "an endless stream to the judge": (
        "import os\nos.write(3, b'RNC1\\x00\\xff\\xff\\xff\\x00\\x00\\x00\\x00')\nwhile True: os.write(3, b' ' * 9)",
        "time",
        "within 1 s",
    ),
    "too many files": (
        "for n in range(20_000): open(str(n), 'w').close()\nimport time\ntime.sleep(9)",
        "disk",
        "files",
    ),
    "too large files": (
        "for n in range(9): open(str(n), 'wb').write(bytes(60 << 20))\nimport time\ntime.sleep(9)",
        "disk",
        "256 MB",
    ),
    "folders without end": (
        "import os, time\nfor n in range(3000):\n    os.mkdir('d' * 99); os.chdir('d' * 99)\ntime.sleep(9)",
        "disk|time",
        "",
    ),
}


@pytest.mark.parametrize(("source", "kind", "words"), ENDS.values(), ids=ENDS)
def test_what_ends_a_process_costs_its_cell_only(source: str, kind: str, words: str) -> None:
    seconds = 1.0 if kind == "time" else 5.0
    with Sandbox(zygote()) as sandbox:
        sandbox.run_cell("earlier = 1")
        ended = sandbox.run_cell(source, seconds)
        assert ended.failed
        assert ended.ended is not None
        assert ended.ended.kind in kind.split("|"), ended.ended
        assert words in str(ended.ended)
        scratch = sandbox._scratch
        assert printed(sandbox.run_cell("print(earlier + 1)")) == "2\n"
    assert scratch is None or not scratch.exists()


@pytest.mark.parametrize(("source", "kind", "words"), list(ENDS.values())[:8], ids=list(ENDS)[:8])
def test_what_ends_a_process_costs_its_exercise_only(source: str, kind: str, words: str) -> None:
    exercise = find("lstm/step")
    with Sandbox(zygote()) as sandbox:
        sandbox.run_cell("import torch\nfrom torch import nn")
        sandbox.run_cell(RIGHT)
        sandbox.run_cell("def bad(*arguments):\n" + textwrap.indent(source, "    "))
        bad = sandbox.answer("bad", exercise.parameters, seconds=1.0)
        began = time.monotonic()
        verdict = judge(exercise, bad)
        assert time.monotonic() - began < 5
        assert not verdict.passed
        assert bad.ended is not None
        assert bad.ended.kind in kind.split("|")
        assert str(bad.ended) in verdict.got or len(verdict.got) > 100
        assert judge(exercise, sandbox.answer("step", exercise.parameters)).passed


def test_slow_calls_have_a_budget() -> None:
    with Sandbox(zygote()) as sandbox:
        sandbox.run_cell("import time\ndef slow(x):\n    time.sleep(0.3)\n    return x")
        slow = sandbox.answer("slow", seconds=1, total=0.7)
        began = time.monotonic()
        replies = [slow.call((1,)) for _ in range(5)]
        assert time.monotonic() - began < 2
    assert [reply.failure is None for reply in replies] == [True, True, False, False, False]
    assert "together" in str(slow.ended)


def test_cells_that_are_run_again_are_not_on_an_answers_account() -> None:
    with Sandbox(zygote()) as sandbox:
        sandbox.run_cell("import time\ntime.sleep(1)\ndef quick(x):\n    return x")
        sandbox.close()
        assert sandbox.answer("quick", seconds=1, total=0.7).call((1,)) == Reply(1, (1,))


def test_a_submission_has_a_budget() -> None:
    with Sandbox(zygote(), seconds=1.0) as sandbox:
        sandbox.run_cell("while True: pass", 30)
        ran = sandbox.run_cell("1")
    assert ran.ended is not None
    assert "in all" in str(ran.ended)


def test_a_cell_that_dies_when_run_again_is_left_out() -> None:
    """The cell prepares a crash in its first run; it crashes when another process runs the cells again."""
    trap = "import time, os\nif time.time() > {:.2f}: os._exit(0)\nprint('trap is set')"
    with Sandbox(zygote()) as sandbox:
        sandbox.run_cell("x = 1")
        assert not sandbox.run_cell(trap.format(time.time() + 1)).failed
        time.sleep(1)
        assert sandbox.run_cell("import os\nos._exit(0)").ended
        assert printed(sandbox.run_cell("print(x)")) == "1\n"


def test_an_end_between_two_requests_is_not_the_next_ones_fault() -> None:
    with Sandbox(zygote()) as sandbox:
        sandbox.run_cell("x = 1")
        sandbox.run_cell("import threading, os\nthreading.Timer(0.3, os._exit, (0,)).start()")
        time.sleep(0.6)
        assert printed(sandbox.run_cell("print(x)")) == "1\n"
