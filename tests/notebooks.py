"""The course's notebooks, as the tests see them."""

import re
from functools import cache
from pathlib import Path

import nbformat
from nbformat import NotebookNode

ROOT = Path(__file__).parent.parent
LESSONS = sorted((ROOT / "notebooks").glob("[0-9]*.ipynb"))
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


@cache
def assignment_of() -> dict[str, str]:
    """The assignment of every exercise that a notebook in solutions/ checks."""
    return {exercise: path.stem for path in SOLUTIONS for exercise in checked(read(path))}
