"""What a lesson asserts holds with other random numbers, and on processors with other instructions."""

import os
import subprocess
import sys

import pytest

from tools.notebooks import LESSONS, PAGES, ROOT

# What ATen and oneDNN know; one that a processor lacks means its best.
CAPABILITIES = {"default": "SSE41", "avx2": "AVX2", "avx512": "AVX512_CORE"}

pytestmark = [pytest.mark.slow, pytest.mark.release]


def run(lesson: str, *options: str, **environment: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tools.run_lesson", f"notebooks/{lesson}.ipynb", *options],
        cwd=ROOT,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout.splitlines()[-1:] + done.stderr.splitlines()[-3:]


@pytest.mark.parametrize("shift", range(1000, 11_000, 1000))
@pytest.mark.parametrize("lesson", [path.stem for path in [*LESSONS, *PAGES]])
def test_with_other_random_numbers(lesson: str, shift: int) -> None:
    run(lesson, "--shift", str(shift))


@pytest.mark.parametrize("capability", CAPABILITIES)
@pytest.mark.parametrize("lesson", [path.stem for path in [*LESSONS, *PAGES]])
def test_on_another_processor(lesson: str, capability: str) -> None:
    run(lesson, ATEN_CPU_CAPABILITY=capability, ONEDNN_MAX_CPU_ISA=CAPABILITIES[capability])
