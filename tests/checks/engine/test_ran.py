"""A check is about the cell on the screen: cells are run in a real kernel, as a front end runs them."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from IPython.core.interactiveshell import ExecutionInfo, ExecutionResult
from jupyter_client.manager import start_new_kernel

from course_utils.checks.engine.ran import Ran, Run
from tests.helpers.verdicts import SPLIT

RIGHT = "def split_gates(weight):\n    return dict(zip('ifgo', weight.chunk(4)))"
OPEN_BRACKET = RIGHT[:-1]
CHECK = f"check({SPLIT!r})"
SUMMARY = "exercises are right: {} of 19 points."

Runner = Callable[[str, str], str]


@pytest.mark.parametrize(
    ("source", "defines"),
    [
        ("def step(x): return x", True),
        ("class step: pass", True),
        ("@wrapped\ndef step(x): return x", True),
        ("step = lambda x: x", True),
        ("step: int = 3", True),
        ("if True:\n    step = 3", True),
        ("def step(x: return x", True),
        ("x = 1\nasync def step(x):\n  pass)", True),
        ("step = (1,", True),
        ("%%time\ndef step(x): return x", True),
        ("stepping = 1", False),
        ("def other(x):\n    step = 1\n    return (x", False),
        ("print(step)", False),
        ("step == (1", False),
        ("step(", False),
        ("", False),
    ],
)
def test_a_cell_that_is_written_to_define_a_name(source: str, defines: bool) -> None:
    assert Run(source, None).defines("step") is defines


def test_only_the_newest_run_of_a_cell_counts() -> None:
    ran = Ran([Run("step = 1", "a"), Run("step = (", "a", "SyntaxError")])
    assert ran.doubt("step") == "the cell with `step` stopped with a SyntaxError, so it has not run to its end"
    ran.runs.append(Run("step = 2", "a"))
    assert ran.doubt("step") == ""
    ran.runs.append(Run("", "a"))
    assert "was run again without it" in ran.doubt("step")
    ran.runs.append(Run("step = 3", "b"))
    assert ran.doubt("step") == ""
    assert ran.doubt("other") == ""


def test_a_front_end_without_cell_ids_is_not_taken_for_one_cell() -> None:
    assert Ran([Run("step = 1", None), Run("x = 2", None)]).doubt("step") == ""


def test_every_field_that_is_read_is_ipythons() -> None:
    ran, info = Ran(), ExecutionInfo("x = 1", False, False, True, "a")
    ran._write_down(ExecutionResult(info))
    assert ran.runs == [Run("x = 1", "a")]


@pytest.fixture(scope="module")
def run() -> Iterator[Runner]:
    """Runs a source as the cell with this id in a real kernel; what it shows comes back as text."""
    manager, client = start_new_kernel(kernel_name="python3", env={**os.environ, "JPY_SESSION_NAME": "lab"})
    client.allow_stdin = False

    def run(source: str, cell: str) -> str:
        message = client.session.msg(
            "execute_request",
            {"code": source, "silent": False, "store_history": True, "user_expressions": {}, "allow_stdin": False},
            metadata={"cellId": cell},
        )
        client.shell_channel.send(message)
        shown = []
        while True:
            reply: dict[str, Any] = client.get_iopub_msg(timeout=60)
            if reply["parent_header"].get("msg_id") != message["header"]["msg_id"]:
                continue
            content = reply["content"]
            if reply["msg_type"] == "status" and content["execution_state"] == "idle":
                return "\n".join(shown)
            if reply["msg_type"] in ("display_data", "execute_result"):
                shown.append(content["data"]["text/plain"])
            if reply["msg_type"] == "error":
                shown.append("\n".join(content["traceback"]))

    try:
        run("from course_utils import check, progress", "setup")
        yield run
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


@pytest.mark.slow
@pytest.mark.kernel
@pytest.mark.parametrize(
    ("edited", "says"),
    [
        pytest.param(OPEN_BRACKET, "stopped with a SyntaxError", id="a bracket was left open"),
        pytest.param(RIGHT.replace("def", "deff"), "was run again without it", id="def was spoilt"),
        pytest.param(f"{RIGHT}\nsplit_gates(1)", "stopped with an AttributeError", id="an error below the function"),
        pytest.param(f"1 / 0\n{RIGHT}", "stopped with a ZeroDivisionError", id="an error above the function"),
        pytest.param("# nothing", "was run again without it", id="the function was deleted"),
        pytest.param(RIGHT.replace("split", "cut"), "was run again without it", id="it was renamed"),
    ],
)
def test_a_right_answer_whose_cell_was_edited_and_run_again(run: Runner, edited: str, says: str) -> None:
    run(RIGHT, "answer")
    assert "✓ lstm/split-gates: right" in run(CHECK, "check")
    assert SUMMARY.format(1) in run("progress('lstm')", "progress")
    run(edited, "answer")
    table = run("progress('lstm')", "progress")
    assert SUMMARY.format(0) in table
    assert says in table
    verdict = run(CHECK, "check")
    assert "✓" not in verdict
    assert says in verdict
    assert "Look at the red lines below that cell, if there are any, mend it, and run it; then run this one." in verdict
    assert says in run("progress('lstm')", "progress")
    run(RIGHT, "answer")
    assert "✓ lstm/split-gates: right" in run(CHECK, "check")


@pytest.mark.slow
@pytest.mark.kernel
def test_a_deleted_name_and_a_first_run_that_failed(run: Runner) -> None:
    run("del split_gates", "own")
    assert "the answer is missing: there is no `split_gates` yet" in run(CHECK, "check")
    run(OPEN_BRACKET, "answer")
    verdict = run(CHECK, "check")
    assert "the cell with `split_gates` stopped with a SyntaxError" in verdict
    assert "missing" not in verdict
