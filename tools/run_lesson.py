"""Run a lesson's code from top to bottom, without a notebook: with other random numbers, or as on another processor.

    python -m tools.run_lesson notebooks/03_lstm.ipynb --shift 1000
    ATEN_CPU_CAPABILITY=avx2 ONEDNN_MAX_CPU_ISA=AVX2 python -m tools.run_lesson notebooks/03_lstm.ipynb

It prints the seconds and the peak memory, or the cell that stopped and its error.
"""

import argparse
import os
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import matplotlib
import numpy as np
import torch
from IPython.core.interactiveshell import InteractiveShell

from tools.notebooks import read


def shift_seeds(by: int) -> None:
    """Add `by` to every seed that is given to PyTorch or NumPy from here on."""

    def shifted(function: Callable[..., Any]) -> Callable[..., Any]:
        return lambda seed=0, *more, **options: function(seed + by, *more, **options)

    class Generator(torch.Generator):
        def manual_seed(self, seed: int) -> torch.Generator:
            return super().manual_seed(seed + by)

    torch.manual_seed = shifted(torch.manual_seed)
    torch.Generator = Generator  # type: ignore[misc]
    np.random.default_rng = shifted(np.random.default_rng)  # type: ignore[assignment]


def run(lesson: Path) -> str:
    """Run the lesson; returns the id of the cell that stopped, with its error, or nothing."""
    os.chdir(lesson.parent)  # as Jupyter does
    matplotlib.use("agg")
    shell = InteractiveShell.instance(display_page=False)
    for cell in read(Path(lesson.name)).cells:
        if cell.cell_type == "code":
            result = shell.run_cell(cell.source)
            if not result.success:
                return f"{cell.id}: {result.error_in_exec or result.error_before_exec!r}"
    return ""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("lesson", type=Path)
    parser.add_argument("--shift", type=int, default=0, help="what is added to every seed")
    arguments = parser.parse_args()
    if arguments.shift:
        shift_seeds(arguments.shift)
    begun = time.monotonic()
    stopped = run(arguments.lesson.resolve())
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{arguments.lesson.stem}: {stopped or 'ran'}, {time.monotonic() - begun:.0f} s, {peak:.0f} MB")
    return bool(stopped)


if __name__ == "__main__":
    sys.exit(main())
