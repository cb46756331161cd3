"""Put what a teacher must know about a mark beside it, in the gradebook: that it could have been forged."""

from __future__ import annotations

from nbconvert.exporters.exporter import ResourcesDict
from nbformat import NotebookNode
from nbgrader.api import Gradebook
from nbgrader.preprocessors import NbGraderPreprocessor
from nbgrader.utils import is_grade, is_solution

from course_utils.grading.deciding.render import FORGEABLE
from course_utils.grading.nbgrader_plugins.judge import UNSAFE


class Comment(NbGraderPreprocessor):  # type: ignore[misc]  # nbgrader has no types
    """Comment on marks that can be forged; must come after SaveAutoGrades, which writes these comments anew.

    nbgrader has comments on answers only, so a test's goes to the answer above it. It is the automatic one, which
    gives way to a teacher's own.
    """

    def preprocess(self, nb: NotebookNode, resources: ResourcesDict) -> tuple[NotebookNode, ResourcesDict]:
        """Write the comments; the notebook stays as it is."""
        where = resources["nbgrader"]
        with Gradebook(where["db_url"]) as gradebook:
            for answer, note in _noted(nb):
                comment = gradebook.find_comment(answer, where["notebook"], where["assignment"], where["student"])
                comment.auto_comment = f"{comment.auto_comment} {note}" if comment.auto_comment else note
            gradebook.db.commit()
        return nb, resources


def _noted(nb: NotebookNode) -> list[tuple[str, str]]:
    """Answers, by grade id, with what must be said about them; each once."""
    found: dict[tuple[str, str], None] = {}
    answer = next((cell.metadata.nbgrader.grade_id for cell in nb.cells if is_solution(cell)), None)
    for cell in nb.cells:
        if is_solution(cell):
            answer = cell.metadata.nbgrader.grade_id
        if answer and is_grade(cell):
            for output in cell.get("outputs", []):
                note = output.get("data", {}).get("text/plain")
                if note in (FORGEABLE, UNSAFE):
                    found[answer, note] = None
    return list(found)
