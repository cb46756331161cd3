"""A child, as the judge sees it: the judge trusts nothing that a child sends."""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap
import time

import pytest

from course_utils.checks import find
from course_utils.checks.engine.ladder import judge
from course_utils.checks.learner.answer import Reply
from course_utils.grading.deciding.child import _processor_seconds, _shared_memory
from course_utils.grading.deciding.sandbox import Sandbox
from tests.helpers.zygotes import zygote
from tools.answer_bank import ANSWERS

pytestmark = pytest.mark.xdist_group("sandbox")

RIGHT = (ANSWERS / "lstm/step/right-linear.py").read_text()


def test_a_clock_that_stands_still_is_seen_through() -> None:
    still = """
        import time
        true = time.process_time
        time.process_time = lambda: 0.0
        def slow(x):
            end = true() + 0.5
            while true() < end: pass
    """
    with Sandbox(zygote()) as sandbox:
        sandbox.run_cell(textwrap.dedent(still))
        assert 0.4 < sandbox.answer("slow", ("x",)).call((1,)).seconds < 1


def test_a_thread_left_behind_cannot_answer_for_a_later_exercise() -> None:
    """The thread sends when it was not asked, which ends its process; the next exercise gets a new process."""
    exercise = find("lstm/step")
    source = "import threading, os, time\ndef late():\n    time.sleep(0.5)\n    os.write(3, b'RNC1' + bytes(8))\n"
    with Sandbox(zygote()) as sandbox:
        sandbox.run_cell("import torch\nfrom torch import nn")
        sandbox.run_cell(RIGHT)
        sandbox.run_cell(source + "threading.Thread(target=late).start()")
        time.sleep(0.8)
        assert sandbox._child is not None
        before = sandbox._child.pid
        assert judge(exercise, sandbox.answer("step", exercise.parameters)).passed
        assert sandbox._child.pid != before


FORGE = textwrap.dedent("""
    import json, os, struct
    def frame(header, body=b''):
        header = json.dumps(header).encode()
        return struct.pack('>4sII', b'RNC1', len(header), len(body)) + header + body
    def forged(number, body=b'', **more):
        header = {'number': number, 'value': None, 'arguments': [], 'gradients': [], 'printed': 0, 'failure': None}
        return frame({**header, **more}, body)
""")
FORGERIES = {
    "no arguments": "forged(n)",
    "another number": "forged(n + 1)",
    "other arguments": "forged(n, arguments=['x'])",
    "a gradient too many": "forged(n, arguments=[1], gradients=[None])",
    "a wrong dtype": "forged(n, value=['tensor', 'object', [1]])",
    "missing bytes": "forged(n, value=['tensor', 'float32', [1]])",
    "extra bytes": "forged(n, arguments=[1], body=b'x')",
    "outputs of a cell": "frame({'number': n, 'outputs': [], 'failed': False})",
    "a refusal": "frame({'refused': 'x'})",
    "not JSON": "frame({})[:-1] + b'x'",
}


@pytest.mark.parametrize("forgery", FORGERIES.values(), ids=FORGERIES)
def test_a_forged_reply_ends_the_process(forgery: str) -> None:
    with Sandbox(zygote()) as sandbox:
        sandbox.run_cell(FORGE)
        sandbox.run_cell(f"def bad(x):\n    n = 4\n    os.write(3, {forgery})\n    import time; time.sleep(9)")
        sandbox.run_cell("def good(x): return x")
        bad = sandbox.answer("bad", seconds=3)
        # The number of this call, after three cells.
        assert bad.call((1,)).failure is not None
        assert bad.ended is not None
        assert bad.ended.kind == "protocol", bad.ended
        assert sandbox.answer("good").call((1,)) == Reply(1, (1,))


def test_a_second_reply_ends_the_process_before_the_next_question() -> None:
    with Sandbox(zygote()) as sandbox:
        sandbox.run_cell(FORGE)
        sandbox.run_cell(
            "def twice(x):\n    os.write(3, forged(3, value=7, arguments=[1]))\n    return x\ndef good(x): return x"
        )
        twice = sandbox.answer("twice")
        assert twice.call((1,)).value == 7  # a forged value is like any other value, and gains nothing
        time.sleep(0.1)
        assert twice.call((1,)).failure is not None
        assert twice.ended is not None
        assert twice.ended.kind == "protocol"
        assert sandbox.answer("good").call((1,)) == Reply(1, (1,))


def test_forged_values_of_every_kind_do_not_stop_the_judge() -> None:
    """Whatever a reply holds, `judge` gives a verdict, and the answer does not pass."""
    things = [
        "None", "True", "float('nan')", "'x'", "{}", "()", "object()", "[[[[[[[[[1]]]]]]]]]", "10**4000",
        "torch.full((3, 5), float('nan'))", "torch.zeros(3, 5, dtype=torch.complex64)", "torch.zeros(0)",
        "torch.zeros(3, 5, dtype=torch.bool)", "(torch.zeros(3, 5), torch.zeros(3, 5, dtype=torch.uint64))",
        "torch.zeros(3, 5).to_sparse()", "torch.zeros(3, 5, requires_grad=True)", "nn.LSTM(6, 5)", "nn.Linear(6, 5)",
        "(lambda l: (l.append(l), l)[1])([])", "torch.zeros([1] * 20)",
        "torch.nn.utils.rnn.pack_sequence([torch.ones(2)])",
    ]  # fmt: skip
    with Sandbox(zygote()) as sandbox:
        sandbox.run_cell("import torch\nfrom torch import nn")
        for thing in things:
            sandbox.run_cell(f"def step(*arguments): return {thing}")
            for exercise in ("lstm/step", "lstm/why-400x100", "lstm/forget-bias", "lstm/encoder-to-decoder"):
                answer = sandbox.answer("step", find(exercise).parameters)
                assert not judge(find(exercise), answer).passed
                assert answer.ended is None, (thing, answer.ended)


def test_a_process_that_has_just_died_can_be_looked_at() -> None:
    """The judge looks now and then; how the process ended is told by whoever waits for it, and not by that look."""
    with subprocess.Popen([sys.executable, "-c", ""]) as process:
        os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOWAIT)  # it is dead, and nobody has waited for it yet
        assert _shared_memory(process.pid) == 0
        assert _processor_seconds(process.pid) < 60
