"""`make new-exercise id=packing/example`: makes working stubs of an exercise and says what to do next.

The stub asks for the sum over the time steps. Its module, its three cells and its answers pass all tests; the
author replaces them one by one.
"""

from __future__ import annotations

import importlib
import re
import sys
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell

from course_utils import checks
from course_utils.checks import COURSE, exercises, lessons
from tools.answer_bank import ANSWERS
from tools.notebooks import LESSONS, SOLUTIONS, cells_of, read

_TABLE = re.compile(r"\| exercise \| prepared in \|\n\|---\|---\|(?:\n\|.*)*")
_MINUTES = 5  # the time that the stub is said to take

_MODULE = '''"""TODO: what the exercise is about, in one sentence, and the source of its oracle."""

from __future__ import annotations

from collections.abc import Mapping

from course_utils.checks.engine.exercise import Exercise, Slip
from course_utils.checks.engine.kinds import TensorOf
from course_utils.checks.engine.trial import Random, Sizes, trials
from course_utils.checks.learner.values import Value


def _arguments(random: Random, sizes: Sizes) -> Mapping[str, Value]:
    return {{"x": random.input(sizes, sizes.T, sizes.B, sizes.F)}}


EXERCISE = Exercise(
    id="{id}",
    parameters=("x",),
    points=1,
    trials=trials(_arguments, "T=1", "B=1", "F=1 far=1", "T=66 B=66 F=66", "equal"),
    axes={{"x": "TBF"}},
    oracle=lambda x: x.sum(0),
    returns=TensorOf(("batch", "input_size")),
    slips=(
        Slip(
            "summed-over-the-batch",
            "you summed over the examples; asked for is the sum over the time steps",
            "The input is (T, B, F): which axis is time?",
            lambda x: x.sum(1),
        ),
        Slip(
            "summed-over-the-features",
            "you summed over the features; asked for is the sum over the time steps",
            "The input is (T, B, F): which axis is time?",
            lambda x: x.sum(2),
        ),
        Slip("averaged", "this is the mean over the time steps, not their sum", "Do not divide.", lambda x: x.mean(0)),
        Slip("last-step", "this is the last time step alone", "Add all of them.", lambda x: x[-1]),
        Slip("first-step", "this is the first time step alone", "Add all of them.", lambda x: x[0]),
        Slip(
            "axis-kept",
            "the sums are right, and the axis of time is still there, with the size 1",
            "Leave out keepdim.",
            lambda x: x.sum(0, keepdim=True),
        ),
    ),
)
'''
_ANSWERS = {
    "right-sum": "# right\ndef {name}(x):\n    return x.sum(0)\n",
    "right-loop": (
        "# right\ndef {name}(x):\n    total = torch.zeros_like(x[0])\n"
        "    for step in x:\n        total = total + step\n    return total\n"
    ),
    "right-einsum": '# right\ndef {name}(x):\n    return torch.einsum("tbf->bf", x)\n',
    "wrong-summed-over-the-batch": "# slip: summed-over-the-batch\ndef {name}(x):\n    return x.sum(1)\n",
    "wrong-summed-over-the-features": "# slip: summed-over-the-features\ndef {name}(x):\n    return x.sum(-1)\n",
    "wrong-averaged": "# slip: averaged\ndef {name}(x):\n    return x.mean(0)\n",
    "wrong-last-step": "# slip: last-step\ndef {name}(x):\n    return x[-1]\n",
    "wrong-first-step": "# slip: first-step\ndef {name}(x):\n    return x[0]\n",
    "wrong-axis-kept": "# slip: axis-kept\ndef {name}(x):\n    return x.sum(0, keepdim=True)\n",
    "wrong-doubled": "# rung: values\ndef {name}(x):\n    return 2 * x.sum(0)\n",
    "wrong-missing": "# slip: missing\ndef {name}(x):\n    raise NotImplementedError()\n",
}
_HEADER = """## {number}. TODO: a title

`{id}` · easy · about {minutes} minutes · 1 point · prepared in [{heading}](../../notebooks/{assignment}.ipynb#{anchor})

**Add** the time steps of every example.

<details><summary>Hint 1</summary>

Which axis is time?
</details>"""
_ANSWER = '''def {name}(x: torch.Tensor) -> torch.Tensor:
    """Add the time steps of every example.

    Args:
        x: (T, B, F).

    Returns:
        the sums, (B, F).
    """
    ### BEGIN SOLUTION
    return x.sum(0)
    ### END SOLUTION'''
_NEXT = """Made, and to be replaced bit by bit:
  {module}
  {solution} (three cells: {name})
  {answers}/ (three right ones, one for each slip, and two more)
  the name in {package}, and the minutes in {solution} and {lesson}

Next:
  1. Say in the module what PyTorch says (oracle), how inputs are drawn (trials), and at least six mistakes (slips).
     Say what its text allows (axes, settings, also, never): every check must meet all of it, at every seed.
  2. Write the task, the stub with its docstring, and hints in the three cells; link the heading that prepares it.
  3. Write answers as learners would; the first line says what is expected: # right, # slip: NAME or # rung: NAME.
  4. Write the new number of exercises into the title of the assignment.
  5. make exercises
  6. .venv/bin/python -m pytest tests/test_answers.py tests/checks -m "not slow" -k {id}
  7. .venv/bin/python -m tools.mutation {id}
  8. make test"""


def make(exercise_id: str) -> str:
    """Write the stubs of an exercise and return what to do next.

    Raises:
        SystemExit: the id is not valid or is taken, or its lesson does not exist; nothing is written.
    """
    if not re.fullmatch(r"[a-z][a-z0-9]*/[a-z][a-z0-9]*(-[a-z0-9]+)*", exercise_id):
        raise SystemExit(f"{exercise_id!r} is no id of an exercise: write it like packing/pad-by-hand")
    lesson, last = exercise_id.split("/")
    if lesson not in lessons():
        raise SystemExit(f"there is no lesson {lesson!r}; there are {', '.join(lessons())}")
    if exercise_id in exercises():
        raise SystemExit(f"there is an exercise {exercise_id} already: {COURSE.module_of(exercise_id)}")
    name = last.replace("-", "_")
    folder = Path(checks.__file__).parent / lesson
    number = importlib.import_module(f"{checks.__name__}.{lesson}").NUMBER
    (solution,) = (path for path in SOLUTIONS if path.stem.startswith(f"{number:02}_"))
    (notebook,) = (path for path in LESSONS if path.stem == solution.stem)

    module = folder / f"{name}.py"
    module.write_text(_MODULE.format(id=exercise_id))
    package = folder / "__init__.py"
    source = package.read_text()
    names = [*importlib.import_module(f"{checks.__name__}.{lesson}").EXERCISES, name]
    listed = ", ".join(f'"{each}"' for each in names) + "," * (len(names) == 1)
    package.write_text(re.sub(r"EXERCISES = \([^)]*\)", f"EXERCISES = ({listed})", source))
    answers = ANSWERS / exercise_id
    answers.mkdir(parents=True)
    for stem, source in _ANSWERS.items():
        (answers / f"{stem}.py").write_text(source.format(name=name))
    heading = _first_heading(notebook)
    _add_cells(solution, heading, exercise_id, name)
    _add_row(notebook, heading, exercise_id)
    _add_minutes(solution, r"(about )(\d+)( minutes in all)")
    _add_minutes(notebook, r"(The exercises take about )(\d+)( minutes more)")
    return _NEXT.format(
        id=exercise_id, name=name, module=module, solution=solution, answers=answers, package=package, lesson=notebook
    )


def _first_heading(lesson: Path) -> str:
    lines = (line for cell in read(lesson).cells for line in cell.source.splitlines())
    return next(line.removeprefix("## ") for line in lines if line.startswith("## "))


def _add_row(lesson: Path, heading: str, exercise_id: str) -> None:
    """Add the exercise to the table with which its lesson ends."""
    notebook = read(lesson)
    for cell in notebook.cells:
        cell.source = _TABLE.sub(rf"\g<0>\n| `{exercise_id}` | {heading} |", cell.source)
    nbformat.write(notebook, lesson)


def _add_cells(solution: Path, heading: str, exercise_id: str, name: str) -> None:
    """Insert the three cells of the exercise after the existing exercises."""
    assignment = read(solution)
    number = 1 + sum(cell.source.startswith("## ") and "· about" in cell.source for cell in assignment.cells)
    cells = cells_of(exercise_id)
    header = _HEADER.format(
        number=number,
        id=exercise_id,
        minutes=_MINUTES,
        heading=heading,
        assignment=solution.stem,
        anchor=heading.replace(" ", "-"),
    )
    place = next(at for at, cell in enumerate(assignment.cells) if cell.source.startswith("## How far you are"))
    assignment.cells[place:place] = [
        new_markdown_cell(header, id=cells.check.removesuffix("-check")),
        _graded(cells.answer, _ANSWER.format(name=name), solution=True, locked=False, grade=False),
        _graded(cells.check, f'check("{exercise_id}")', solution=False, locked=True, grade=True, points=1),
    ]
    nbformat.write(assignment, solution)


def _graded(grade_id: str, source: str, **grading: bool | int) -> NotebookNode:
    """A code cell with nbgrader's metadata."""
    known = {"grade_id": grade_id, "schema_version": 3, "task": False, **grading}
    return new_code_cell(source, id=grade_id, metadata={"nbgrader": dict(sorted(known.items()))})


def _add_minutes(path: Path, pattern: str) -> None:
    """Add the minutes of the stub to the total in a notebook."""
    notebook = read(path)
    for cell in notebook.cells:
        cell.source = re.sub(pattern, lambda said: f"{said[1]}{int(said[2]) + _MINUTES}{said[3]}", cell.source)
    nbformat.write(notebook, path)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        raise SystemExit("which exercise? make new-exercise id=packing/example")
    print(make(sys.argv[1]))
