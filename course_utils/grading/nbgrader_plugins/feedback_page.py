"""A page of feedback says what is graded and what waits for the teacher, and asks nothing of the network.

In nbgrader_config.py:

    c.GenerateFeedback.exporter_class = "course_utils.grading.nbgrader_plugins.feedback_page.FeedbackExporter"
    c.HTMLExporter.template_file = feedback_page.FORMGRADER  # its page needs no network, either
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from nbconvert.exporters import HTMLExporter
from nbconvert.exporters.exporter import ResourcesDict
from nbformat import NotebookNode
from nbgrader.api import Gradebook
from nbgrader.converters import GenerateFeedback
from nbgrader.preprocessors import NbGraderPreprocessor

from course_utils.grading.grades import names, short, waits
from course_utils.grading.words import one_line

_TEMPLATES = Path(__file__).with_name("templates")
FORMGRADER = str(_TEMPLATES / "formgrader.html.j2")
"""The template of the page on which a teacher grades by hand; nbgrader lets only HTMLExporter's name it."""


class Standing(NbGraderPreprocessor):  # type: ignore[misc]  # nbgrader has no types
    """Tells the template what each cell is called, and what waits for the teacher."""

    def preprocess(self, nb: NotebookNode, resources: ResourcesDict) -> tuple[NotebookNode, ResourcesDict]:
        """Put it into the metadata of cells, and what the open answers count into the resources."""
        where = resources["nbgrader"]
        with Gradebook(where["db_url"]) as gradebook:
            notebook = gradebook.find_submission_notebook(where["notebook"], where["assignment"], where["student"])
            called = names((notebook.name, grade.name) for grade in notebook.grades)
            waiting = {grade.name: grade.max_score for grade in notebook.grades if waits(grade)}
        where["waiting"], where["open"] = len(waiting), sum(waiting.values())
        for cell in nb.cells:
            if grading := cell.metadata.get("nbgrader"):
                cell_id = grading.get("grade_id", "")
                grading["exercise"] = called.get((where["notebook"], cell_id), short(cell_id))
                grading["waits"] = cell_id in waiting
        return nb, resources


class FeedbackExporter(HTMLExporter):
    """Makes pages of feedback, and says with the last one whose answers wait; as GenerateFeedback's exporter_class."""

    def __init__(self, **options: Any) -> None:
        super().__init__(template_file=str(_TEMPLATES / "feedback.html.j2"), **options)  # type: ignore[no-untyped-call]
        self.register_preprocessor(Standing, enabled=True)  # type: ignore[no-untyped-call]
        self._waiting: dict[str, int] = {}
        # nbgrader makes its exporter when it has found what to convert, and has no door behind the last of them.
        self._last = _notebooks(self.parent)[-1:] if isinstance(self.parent, GenerateFeedback) else []

    def from_filename(  # type: ignore[override]  # as HTMLExporter's own
        self, filename: str, resources: dict[str, Any] | None = None, **kw: Any
    ) -> tuple[str, dict[str, Any]]:
        """Make the page of a graded notebook."""
        try:
            page, resources = super().from_filename(filename, resources, **kw)
            where = resources["nbgrader"]
            self._waiting[where["student"]] = self._waiting.get(where["student"], 0) + where["waiting"]
            return page, resources
        finally:
            if filename in self._last:
                self._warn()

    def _warn(self) -> None:
        whose = [one_line(student) for student, count in self._waiting.items() if count]
        if whose:
            count = sum(self._waiting.values())
            answers = f"{count} answer{'s' * (count != 1)}"
            self.log.warning("Not graded yet, as their pages say: %s, of %s.", answers, "; ".join(whose))


def _notebooks(converter: GenerateFeedback) -> list[str]:
    """What nbgrader is about to convert, in its order."""
    left_out = converter.coursedir.student_id_exclude.split(",")
    found = [each for folder in sorted(converter.assignments) for each in sorted(converter.assignments[folder])]
    return [
        each for each in found if converter.init_single_notebook_resources(each)["nbgrader"]["student"] not in left_out
    ]
