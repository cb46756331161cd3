"""Reads the course's notebooks for tools and tests; as a script, it is the last step of `make notebooks`."""

import ast
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import nbformat
from nbformat import NotebookNode

ROOT = Path(__file__).parent.parent
LESSONS = sorted((ROOT / "notebooks").glob("[0-9]*.ipynb"))
# What stands beside the lessons: pages that are run like them, and pages of tables only.
_BESIDE = ("before_you_start", "appendix", "what_you_may_have_read", "it_does_not_learn")
PAGES = [ROOT / "notebooks" / f"{name}.ipynb" for name in _BESIDE]
TABLES = [ROOT / "notebooks" / f"{name}.ipynb" for name in ("glossary", "shape_card")]
SOLUTIONS = sorted((ROOT / "solutions").glob("*/*.ipynb"))
RELEASES = sorted((ROOT / "exercises").glob("*/*.ipynb"))


def read(path: Path) -> NotebookNode:
    return nbformat.read(path, as_version=4)


def prose(path: Path) -> str:
    """All text of a notebook, without its code."""
    return "\n".join(cell.source for cell in read(path).cells if cell.cell_type == "markdown")


def checked(notebook: NotebookNode) -> dict[str, NotebookNode]:
    """The check cells of an assignment, by the exercise they check."""
    cells = [cell for cell in notebook.cells if cell.metadata.get("nbgrader", {}).get("grade")]
    return {match[1]: cell for cell in cells if (match := re.search(r'check\("([^"]+)"', cell.source))}


@dataclass(frozen=True)
class Cells:
    """The grade ids of the two cells of an exercise."""

    answer: str
    check: str


def cells_of(exercise: str) -> Cells:
    """The ids of an exercise's cells: lstm/step has lstm-step-answer and lstm-step-check."""
    name = exercise.replace("/", "-")
    return Cells(f"{name}-answer", f"{name}-check")


def exercise_of(grade_id: str, lesson: str) -> str:
    """The exercise whose cell this is; lstm-four-blocks-answer, an answer in words, counts as lstm/four-blocks."""
    name = grade_id.removeprefix(f"{lesson}-").removesuffix("-check").removesuffix("-answer")
    return f"{lesson}/{name}"


def sources(notebook: NotebookNode) -> dict[str, str]:
    """The sources of the cells with nbgrader's metadata, by grade id."""
    return {cell.metadata.nbgrader.grade_id: cell.source for cell in notebook.cells if "nbgrader" in cell.metadata}


@cache
def assignment_of() -> dict[str, str]:
    """The assignment of every exercise that a notebook in solutions/ checks."""
    return {exercise: path.stem for path in SOLUTIONS for exercise in checked(read(path))}


@dataclass(frozen=True)
class Solution:
    """The instructor's answer to an exercise, and the first cell of its notebook, which imports what it needs."""

    imports: str
    answer: str


@cache
def solutions() -> dict[str, Solution]:
    """The solution of every exercise that a notebook in solutions/ checks and answers."""
    found = {}
    for notebook in map(read, SOLUTIONS):
        setup = ast.parse(next(cell.source for cell in notebook.cells if cell.cell_type == "code"))
        imports = "\n".join(ast.unparse(line) for line in setup.body if isinstance(line, ast.Import | ast.ImportFrom))
        for exercise in checked(notebook):
            if answer := sources(notebook).get(cells_of(exercise).answer):
                found[exercise] = Solution(imports, answer)
    return found


def forget_widgets(path: Path) -> None:
    """Drop the widgets of a lesson that was run: their ids are new in every run. A picture below shows the same.

    (nbconvert's TagRemovePreprocessor would remove the number of the cell, too, as if it had not run.)
    """
    notebook = read(path)
    for cell in notebook.cells:
        if "widget" in cell.metadata.get("tags", []):
            cell.outputs = []
    nbformat.write(notebook, path)


if __name__ == "__main__":
    for lesson in LESSONS:
        forget_widgets(lesson)
