"""The zygote, as the judge sees it: started, shared, closed and killed."""

from __future__ import annotations

import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import torch

from course_utils.grading.deciding.errors import NoSandbox, ZygoteGone
from course_utils.grading.deciding.sandbox import Sandbox
from course_utils.grading.deciding.zygote import Zygote
from tests.helpers.zygotes import printed, run

pytestmark = pytest.mark.xdist_group("sandbox")


@pytest.mark.slow
def test_a_zygote_that_is_gone_says_so() -> None:
    with Zygote() as gone:
        gone.copy().close()
        gone._process.kill()
        gone._process.wait()
        with Sandbox(gone) as sandbox, pytest.raises(NoSandbox, match="is gone"):
            sandbox.run_cell("1")


def test_whoever_waits_for_a_zygote_that_is_closed_is_told() -> None:
    with Zygote() as starting, ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(starting.copy)
        time.sleep(0.2)
        starting.close()
        with pytest.raises(NoSandbox) as told:
            waiting.result(timeout=2)
    assert not isinstance(told.value, ZygoteGone)  # after a ZygoteGone another zygote would be started


def test_a_zygote_that_does_not_start_says_why(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    python = tmp_path / "python"
    python.write_text("#!/bin/sh\necho no python here\nexit 1\n")
    python.chmod(0o700)
    monkeypatch.setattr(sys, "executable", str(python))
    with Zygote() as broken, pytest.raises(NoSandbox, match="does not start: no python here"):
        broken.copy()


def test_many_threads_of_the_judge_share_a_zygote() -> None:
    with ThreadPoolExecutor(8) as pool:
        words = list(pool.map(lambda number: printed(run(f"print({number})")), range(16)))
    assert words == [f"{number}\n" for number in range(16)]
    assert torch.get_num_threads() > 0
