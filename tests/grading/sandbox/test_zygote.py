"""The zygote: what it holds, what it has imported, and when it ends."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from course_utils import checks, digits
from course_utils.grading.deciding.sandbox import Sandbox
from course_utils.grading.deciding.zygote import Zygote
from tests.helpers.zygotes import printed, run, zygote

pytestmark = pytest.mark.xdist_group("sandbox")

PACKAGE = Path(digits.__file__).parent


@pytest.mark.slow
@pytest.mark.skipif(os.geteuid() != 0, reason="only root may read what the kernel gave the process at its start")
def test_the_judges_environment_is_nowhere_in_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COURSE_SECRET", "open-sesame")
    with Zygote() as fresh, Sandbox(fresh) as sandbox:
        sandbox.run_cell("1")
        assert sandbox._child is not None
        at_the_start = Path(f"/proc/{sandbox._child.pid}/environ").read_bytes()
    assert at_the_start
    assert not at_the_start.strip(b"\0")  # not even the zygote's own environment


def test_the_zygote_has_one_thread() -> None:
    status = Path(f"/proc/{zygote()._process.pid}/status").read_text()
    assert "Threads:\t1\n" in status


@pytest.mark.slow
def test_the_zygote_ends_with_its_judge() -> None:
    source = (
        "import os\nfrom course_utils.grading.deciding.zygote import Zygote\n"
        "z = Zygote()\nz.copy()\nprint(z._process.pid, flush=True)\nos._exit(0)"
    )
    root = str(PACKAGE.parent)
    done = subprocess.run(
        [sys.executable, "-c", source],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONPATH": root},
    )
    pid = int(done.stdout)
    for _ in range(50):
        if not Path(f"/proc/{pid}").exists() or "State:\tZ" in Path(f"/proc/{pid}/status").read_text():
            return
        time.sleep(0.1)
    pytest.fail("it is still there")


def test_the_lessons_modules_are_there_and_the_oracles_are_not() -> None:
    ran = run("from course_utils import check, digits, drawing, recurrence, training\ncheck('lstm/step')")
    assert "the grader checks this" in printed(ran)
    loaded = printed(run("import sys, course_utils\nprint(*sorted(m for m in sys.modules if '.checks.' in m))"))
    boundary = "course_utils.checks.learner"
    assert boundary in loaded.split()
    assert [name for name in loaded.split() if not f"{name}.".startswith(f"{boundary}.")] == []
    for attempt in (
        "from course_utils.checks import find\nfind('lstm/step')",
        "import course_utils.checks.lstm",
        "import course_utils.checks.lstm.step",
        "import course_utils.checks.engine.ladder",
        "import course_utils.checks as c\nc.__path__ = [c.__file__]",
    ):
        assert run(attempt).failed
    again = f"import course_utils.checks as c\nc.__path__ = [{str(Path(checks.__file__).parent)!r}]\n"
    assert run(f"{again}import course_utils.checks.lstm.step").failed
