"""Other kinds of machines, simulated by a small library that is loaded before Python starts."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from course_utils.checks import COURSE, exercises
from course_utils.grading.deciding.bundle import Cell, Seconds, make
from tools.answer_bank import answers_to

COMPILER = shutil.which("g++")
needs_compiler = pytest.mark.skipif(COMPILER is None, reason="no g++ here to build it: apt-get install g++")
QUICK = [each for each in exercises().values() if not each.seconds and answers_to(each.id, right=True)]


def python_with(source: Path, folder: Path, *options: str, **variables: str) -> Path:
    """A Python with extra environment variables, before which the library compiled from this source is loaded."""
    library, script = folder / "library.so", folder / "python"
    assert COMPILER
    subprocess.run(
        [COMPILER, "-shared", "-fPIC", "-o", library, source, *options],
        check=True,
        env={key: value for key, value in os.environ.items() if key != "LD_PRELOAD"},
    )
    exported = " ".join(f'{name}="{value}"' for name, value in {**variables, "LD_PRELOAD": str(library)}.items())
    script.write_text(f'#!/bin/sh\n{exported} exec "{sys.executable}" "$@"\n')
    script.chmod(0o700)
    return script


def right_answers(first: str = "") -> bytes:
    """A submission with a cell of your own, then a right answer to every exercise whose calls are fast."""
    cells = [Cell(first, False), Cell("import torch\nfrom torch import nn", False)]
    for exercise in QUICK:
        source = answers_to(exercise.id, right=True)[0].source
        cells += [Cell(source, False), Cell(f'check("{exercise.id}")', True)]
    return make(COURSE, cells, 1, Seconds(30, 10, 600))
