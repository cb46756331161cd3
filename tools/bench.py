"""`make bench`: how long a learner and a teacher wait; `python -m tools.bench grading` runs one part.

Times depend on the machine, so compare figures of one run only.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import nbformat
from nbclient import NotebookClient

from course_utils.checks import exercises
from tools import bench_grading
from tools.answer_bank import answers_to
from tools.notebooks import LESSONS

ROOT = Path(__file__).parent.parent
RECIPES = ROOT / "build" / "recipes.json"
REPEATS = 21


def run(code: str) -> float:
    """The seconds that `code` prints, run in a fresh Python."""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return float(done.stdout)


def check_latency() -> list[str]:
    """The time of a check cell in a notebook's kernel, with display, for the first right answer to each exercise."""
    notebook = nbformat.v4.new_notebook()
    setup = "import statistics, time\nimport torch\nfrom torch import nn\nfrom course_utils.checks import check, find\n"
    loop = f"""
def cell(exercise):
    times = []
    for _ in range({REPEATS} + 1 if not find(exercise).seconds else 2):
        start = time.perf_counter()
        check(exercise, globals()[find(exercise).answer_name])
        times.append(time.perf_counter() - start)
    print(f"BENCH {{1000 * times[0]:.1f}} {{1000 * statistics.median(times[1:]):.1f}}")
"""
    notebook.cells = [nbformat.v4.new_code_cell(setup + loop)]
    answered = {exercise: right[0] for exercise in exercises() if (right := answers_to(exercise, right=True))}
    for exercise, answer in answered.items():
        notebook.cells.append(nbformat.v4.new_code_cell(f"{answer.source}\n\ncell({exercise!r})"))
    NotebookClient(notebook, timeout=120, kernel_name="python3").execute()
    rows = []
    for exercise, cell in zip(answered, notebook.cells[1:], strict=True):
        line = next(o.text for o in cell.outputs if o.output_type == "stream" and "BENCH" in o.text)
        first, median = line.split("BENCH ")[1].split()
        rows.append(f"{exercise:<28}{float(first):>10.1f}{float(median):>10.1f}")
    return rows


def lesson_cost(path: Path) -> tuple[float, float]:
    """The seconds of one run of a lesson, kernel start included, and the MB of its largest process."""
    with tempfile.TemporaryDirectory() as folder:
        code = f"""
import resource
from pathlib import Path
import nbformat
from nbclient import NotebookClient
notebook = nbformat.read({str(path)!r}, as_version=4)
NotebookClient(notebook, kernel_name="python3", resources={{"metadata": {{"path": {str(path.parent)!r}}}}}).execute()
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024)
"""
        start = time.perf_counter()
        done = subprocess.run([sys.executable, "-c", code], cwd=folder, capture_output=True, text=True, check=True)
        return time.perf_counter() - start, float(done.stdout)


def imports() -> None:
    """Print what imports cost."""
    timed = "import time; start = time.perf_counter(); import {}; print(time.perf_counter() - start)"
    on_top = "import torch, time; start = time.perf_counter(); import course_utils; print(time.perf_counter() - start)"
    torch_time = statistics.median(run(timed.format("torch")) for _ in range(5))
    ours = statistics.median(run(on_top) for _ in range(5))
    print(f"import torch {torch_time:.2f} s; import course_utils on top of it {ours:.2f} s")


def checks() -> None:
    """Print what every check costs."""
    print(f"{'check, in ms':<28}{'first':>10}{'median':>10}")
    print("\n".join(check_latency()))


def lessons() -> None:
    """Print what every lesson costs."""
    print(f"{'lesson':<28}{'seconds':>10}{'peak MB':>10}")
    for path in LESSONS:
        seconds, megabytes = lesson_cost(path)
        print(f"{path.stem:<28}{seconds:>10.1f}{megabytes:>10.0f}")


def recipes() -> None:
    """Print what lesson 06's two full recipes cost; this takes half an hour of one processor."""
    RECIPES.parent.mkdir(exist_ok=True)
    subprocess.run([sys.executable, "-m", "tools.recipes", "--output", RECIPES], cwd=ROOT, check=True)


PARTS = {
    "imports": imports,
    "checks": checks,
    "lessons": lessons,
    "grading": bench_grading.main,
    "recipes": recipes,
}

if __name__ == "__main__":
    for part in sys.argv[1:] or PARTS:
        PARTS[part]()
        print()
