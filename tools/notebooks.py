"""The course's notebooks, as the tests see them; as a script, the last step of `make notebooks`."""

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


def forget_widgets(path: Path) -> None:
    """Drop the widgets of a lesson that was run: without its kernel one is an error message; a picture says the same.

    (nbconvert's TagRemovePreprocessor takes away the cell's number, too, as if it had not run.)
    """
    notebook = read(path)
    for cell in notebook.cells:
        if "widget" in cell.metadata.get("tags", []):
            cell.outputs = []
    nbformat.write(notebook, path)


if __name__ == "__main__":
    for lesson in LESSONS:
        forget_widgets(lesson)
