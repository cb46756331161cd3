"""How long a teacher waits for a class: with stock nbgrader, with the plug-ins, and with `course-grade`."""

from __future__ import annotations

import contextlib
import io
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from course_utils.checks import COURSE, CheckFailed
from course_utils.grading.deciding.bundle import Cell, Seconds, make
from course_utils.grading.deciding.grade import grade
from course_utils.grading.deciding.graded import Graded
from tools import processes
from tools.answer_bank import ANSWERS, answers_to
from tools.classroom import STOCK, Classroom
from tools.notebooks import read

ASSIGNMENT, LESSON = "03_lstm", "lstm"
SIZES = (40, 200, 1000)
RECORDER, CHILDREN, SERVER = "course-grade, which records", "children", "server of the judges"
LIMIT = 2.0
LOOP = "while True:\n    pass"


def answers(student: int) -> dict[str, str]:
    """A student's answers: three in four are right, and no two students have the same text."""
    found = {}
    for number, folder in enumerate(sorted((ANSWERS / LESSON).iterdir())):
        exercise = f"{LESSON}/{folder.name}"
        if some := answers_to(exercise, right=(student + number) % 4 != 0):
            found[exercise] = f"{some[student % len(some)].source}\n# {student}"
    return found


def handed_in(folder: Path, students: int) -> Classroom:
    """A class that has not been graded."""
    classroom = Classroom(folder, ASSIGNMENT)
    classroom.release()
    for student in range(students):
        classroom.hand_in(f"student-{student:04}", answers(student))
    return classroom


def part(classroom: Classroom, folder: Path, students: int) -> Path:
    """A copy of a class with only the first students."""
    shutil.copytree(classroom.folder, folder, ignore=lambda path, names: names if path.endswith("/submitted") else [])
    for each in sorted((classroom.folder / "submitted").iterdir())[:students]:
        shutil.copytree(each, folder / "submitted" / each.name)
    return folder


def seconds(course: Path, *command: str) -> float:
    """The seconds that a command takes in a course."""
    began = time.perf_counter()
    done = subprocess.run([sys.executable, "-m", *command], cwd=course, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return time.perf_counter() - began


def own_seconds(classroom: Classroom, students: int) -> float:
    """The seconds of one notebook's own code and of its checks, in a process that is warm."""
    times = []
    for folder in sorted((classroom.folder / "submitted").iterdir())[:students]:
        cells = read(folder / ASSIGNMENT / f"{ASSIGNMENT}.ipynb").cells
        namespace: dict[str, object] = {}
        began = time.perf_counter()
        with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
            for cell in cells:
                if cell.cell_type == "code":
                    with contextlib.suppress(CheckFailed, Exception):
                        exec(cell.source, namespace)
        times.append(time.perf_counter() - began)
    return statistics.mean(times[1:])  # the first one warms up


@dataclass
class Seen:
    """What was seen of a process: the largest private memory in MB, and the processor seconds, with its children's."""

    kind: str
    memory: float = 0.0
    seconds: float = 0.0


def watched(course: Path, jobs: int) -> list[Seen]:
    """What is seen of each process while `course-grade` is at work; a copy's children are counted with it."""
    found: dict[int, Seen] = {}
    command = [sys.executable, "-m", "course_utils.grading.class_runner.command", ASSIGNMENT, "--jobs", str(jobs)]
    with subprocess.Popen(command, cwd=course, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as grading:
        while grading.poll() is None:
            copies = processes.copies(grading.pid)
            kinds = {
                RECORDER: [grading.pid],
                "zygote": processes.zygotes(grading.pid),
                SERVER: processes.servers(grading.pid),
                "judge": processes.judges(grading.pid),
                CHILDREN: copies,
                "child": [child for copy in copies for child in processes.children(copy)],
            }
            for kind, pids in kinds.items():
                for pid in pids:
                    seen = found.setdefault(pid, Seen(kind))
                    with contextlib.suppress(OSError):
                        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
                        private = sum(int(line.split()[1]) for line in lines if line.startswith("Private_")) / 1024
                        seen.memory = max(seen.memory, private)
                        seen.seconds = processes.seconds(pid, with_children=kind == CHILDREN)
            time.sleep(0.02)
    return list(found.values())


def where(few: Sequence[Seen], many: Sequence[Seen], more: int) -> list[str]:
    """Processor ms of a start and of a notebook, by process, from a class of 2 and one of so many `more`."""
    lines = [f"{'processor ms':<28}{'start':>8}{'notebook':>10}"]
    total = [0.0, 0.0]
    for kind in (RECORDER, "zygote", SERVER, "judge", CHILDREN):
        two, all_of_them = (sum(seen.seconds for seen in run if seen.kind == kind) for run in (few, many))
        each = (all_of_them - two) / more
        total = [one + other for one, other in zip(total, (two - 2 * each, each), strict=True)]
        lines.append(f"{kind:<28}{1000 * (two - 2 * each):>8.0f}{1000 * each:>10.0f}")
    return [*lines, f"{'all':<28}{1000 * total[0]:>8.0f}{1000 * total[1]:>10.0f}"]


def worst() -> dict[str, float]:
    """The seconds that an endless loop costs beyond its time limit and beyond the notebook without it."""
    check, second = (Cell(f'check("lstm/{name}")', True) for name in ("split-gates", "why-400x100"))
    loop = "(*arguments):\n    " + LOOP.replace("\n", "\n    ")
    right = "def split_gates(weight):\n    return dict(zip('ifgo', weight.chunk(4)))"
    notebooks = {
        "none": [Cell(right, False), check],
        "in a cell": [Cell(right, False), Cell(LOOP, False), check],
        "in an answer": [Cell(f"def split_gates{loop}", False), check],
        "in a second answer": [Cell(right, False), check, Cell(f"def why_400x100{loop}", False), second],
    }
    taken = {}
    for name, cells in notebooks.items():
        asked = make(COURSE, cells, 1, Seconds(LIMIT, LIMIT, 600))
        taken[name] = min(Graded.from_bytes(grade(asked)).seconds for _ in range(2))
    return {name: taken[name] - taken["none"] - LIMIT for name in taken if name != "none"}


def main(sizes: Sequence[int] = SIZES) -> None:
    """Print every figure."""
    jobs = len(os.sched_getaffinity(0))
    first = sizes[0]
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        classroom = handed_in(folder / "class", max(sizes))
        own = own_seconds(classroom, first)
        few, many = (watched(part(classroom, folder / f"seen-{size}", size), jobs) for size in (2, first))
        print(*where(few, many, first - 2), sep="\n")
        print(f"{'its own code and checks, in one process':<40}{1000 * own:>6.0f}")
        heads = f"{'all':>7}{'beyond its own code':>21}{'without the start':>19}"
        print(f"\n{'ms per notebook':<28}{'class':>6}{'total s':>9}{heads}")
        stock = []
        ways = [("stock nbgrader", first, 1), ("nbgrader autograde, plug-ins", first, 1)]
        ways += [(f"course-grade --jobs {jobs}", size, jobs) for size in sizes]
        for number, (name, size, at_a_time) in enumerate(ways):
            taken = []
            for students in (at_a_time, size):  # the first run measures the cost of the start
                course = part(classroom, folder / f"{number}-{students}", students)
                if number == 0:
                    config = course / "nbgrader_config.py"
                    config.write_text(config.read_text() + STOCK)
                words = ["nbgrader", "autograde", ASSIGNMENT]
                if "course-grade" in name:
                    words = ["course_utils.grading.class_runner.command", ASSIGNMENT, "--jobs", str(jobs)]
                taken.append(seconds(course, *words))
            few, total = taken
            rate = (total - few) / (size - at_a_time)
            net = [total / size - own / at_a_time, rate - own / at_a_time]
            stock = stock or net
            beyond, after = (
                f"{1000 * each:.0f} ({reference / each:.1f}x)" if each > 0 else "none"
                for each, reference in zip(net, stock, strict=True)
            )
            print(f"{name:<28}{size:>6}{total:>9.1f}{1000 * total / size:>7.0f}{beyond:>21}{after:>19}", flush=True)
        print(f"{'course-grade, again':<28}{first:>6}{seconds(folder / f'2-{first}', *words):>9.1f}")
        print("\nmemory that is a process's own, in MB")
        for kind in dict.fromkeys(seen.kind for seen in many):
            most = [seen.memory for seen in many if seen.kind == kind]
            print(f"{kind:<28}median {statistics.median(most):6.1f}, most {max(most):6.1f}, of {len(most)}")
        print(f"\nan endless loop, limit {LIMIT:g} s: " + ", ".join(f"{k} +{v:.2f} s" for k, v in worst().items()))


if __name__ == "__main__":
    main()
