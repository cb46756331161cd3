"""What cells show, as it is recorded: tables, HTML and drawings do nothing wherever a notebook is opened."""

from __future__ import annotations

import base64
import re
from typing import Any

from nbconvert.exporters.exporter import ResourcesDict
from nbformat import NotebookNode
from nbformat.v4 import new_output
from nbgrader.preprocessors import NbGraderPreprocessor
from nbgrader.utils import determine_grade, is_grade

from course_utils.checks.learner.verdict import MIME
from course_utils.grading.nbgrader_plugins.feedback import clean

FORGEABLE = "This test ran in the same process as the learner's code: its result can be forged."
UNSAFE = "Graded without locks: the learner's code could have changed its own marks."

_HTML, _SVG = "text/html", "image/svg+xml"
_MOST = 1_000_000  # characters of HTML and SVG in a notebook: cleaning takes time
_NOT_SHOWN = re.compile(r"<(script|style)\b.*?(</\1\s*>|$)", re.DOTALL | re.IGNORECASE)  # pandas styles each table
_SEEN = re.compile(r"<(img|table|hr)\b|(?<=>)[^<]*[^<\s]|^[^<]*[^<\s]")


def make_inert(notebook: NotebookNode) -> None:
    """Clean what the learner's cells show as HTML; where nothing is left of it, its plain text is what is shown.

    A drawing becomes a picture, in which a browser runs no script and asks for nothing.
    """
    room = _MOST
    for cell in notebook.cells:
        for output in cell.get("outputs", ()):
            data = output.get("data", {})
            if MIME in data:  # a verdict, which is the judge's own
                continue
            html, svg = data.pop(_HTML, ""), data.pop(_SVG, "")
            room -= len(html or svg)
            if room >= 0 and (shown := _cleaned(html) if html else _picture(svg)):
                data[_HTML] = shown


def _cleaned(html: str) -> str:
    cleaned = clean(_NOT_SHOWN.sub("", html))
    return cleaned if _SEEN.search(cleaned) else ""  # else a script would have drawn it


def _picture(svg: str) -> str:
    if "<svg" not in svg or "<!ENTITY" in svg:  # entities can make a page of a line
        return ""
    return f'<img alt="SVG" src="data:{_SVG};base64,{base64.b64encode(svg.encode("utf-8", "replace")).decode()}">'


def note_for_the_teacher(notebook: NotebookNode, note: str, verdicts: bool = False) -> None:
    """Put a note below each test that gave points, and with `verdicts` each check; `ForLearners` takes it away."""
    for cell in notebook.cells:
        if is_grade(cell) and cell.cell_type == "code" and (verdicts or not _is_verdict(cell)) and _points(cell):
            cell.outputs.append(new_output("display_data", data={"text/plain": note}))


def _is_verdict(cell: NotebookNode) -> bool:
    return any(MIME in output.get("data", {}) for output in cell.outputs)


def _points(cell: NotebookNode) -> Any:
    try:
        return determine_grade(cell)[0]
    except (KeyError, ValueError):  # nbgrader is about to say so
        return None


class ForLearners(NbGraderPreprocessor):  # type: ignore[misc]  # nbgrader has no types
    """Leaves out of a feedback page what only the teacher must know; the first of GenerateFeedback's preprocessors."""

    def preprocess(self, nb: NotebookNode, resources: ResourcesDict) -> tuple[NotebookNode, ResourcesDict]:
        """Leave out the notes."""
        for cell in nb.cells:
            if is_grade(cell) and cell.cell_type == "code":
                cell.outputs = [
                    output
                    for output in cell.outputs
                    if output.get("data", {}).get("text/plain") not in (FORGEABLE, UNSAFE)
                ]
        return nb, resources
