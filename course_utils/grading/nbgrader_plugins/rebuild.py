"""nbgrader's doors to `submission`: `Rebuild` and `RebuildExporter` take in every submission of `nbgrader autograde`.

In nbgrader_config.py, of this course or any other:

    c.Autograde.exporter_class = "course_utils.grading.nbgrader_plugins.rebuild.RebuildExporter"
    c.Autograde.sanitize_preprocessors = [
        "course_utils.grading.nbgrader_plugins.rebuild.Rebuild",
        "nbgrader.preprocessors.OverwriteKernelspec",
        "nbgrader.preprocessors.OverwriteCells",  # puts the hidden tests back
    ]

ClearOutput and DeduplicateIds have nothing left to do. (Not `sanitize_preprocessors.insert`: nbgrader loads its
configuration twice and would rebuild twice.)
"""

from __future__ import annotations

import contextlib
import json
import shutil
import tempfile
import weakref
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import nbformat
from nbconvert.exporters import NotebookExporter
from nbconvert.exporters.exporter import ResourcesDict
from nbformat.notebooknode import NotebookNode
from nbformat.v4 import new_notebook
from nbgrader.api import Gradebook
from nbgrader.converters import Autograde
from nbgrader.preprocessors import ClearHiddenTests, ClearMarkScheme, ComputeChecksums, NbGraderPreprocessor

from course_utils.grading import patches
from course_utils.grading.submission.handed_in import Submission
from course_utils.grading.submission.intake import Intake, take_in
from course_utils.grading.submission.rebuild import NEW_CELL, rebuild

# nbgrader looks for submissions before it makes anything of ours: that it imports this module, which its configuration
# names, is the only door.
patches.take_paths_as_they_are()


class Rebuild(NbGraderPreprocessor):  # type: ignore[misc]  # nbgrader has no types
    """Rebuild a submission from its release; must be the first of Autograde's sanitize_preprocessors.

    The notes are logged as warnings, and kept in the graded notebook's metadata as `course_utils.notes`.
    """

    def preprocess(self, nb: NotebookNode, resources: ResourcesDict) -> tuple[NotebookNode, ResourcesDict]:
        """Replace the notebook by the rebuilt one; without RebuildExporter, whatever nbgrader itself could read.

        Raises:
            Unreadable: the system could not read what was handed in.
        """
        where = resources["nbgrader"]
        name = where["notebook"]
        submission = self.parent.submission(where) if isinstance(self.parent, RebuildExporter) else None
        if submission:
            releases = {each: self._released({**where, "notebook": each}) for each in submission.wanted}
            submitted, before = submission.notebook(name, releases)
            released = releases[name]
        else:
            submitted, before, released = json.dumps(nb).encode(), (), self._released(where)
        rebuilt = rebuild(released, submitted)
        notes = [*before, *rebuilt.notes]
        for note in notes:
            self.log.warning("%s, %s: %s", where["student"], where["notebook"], note)
        if notes:
            rebuilt.notebook.metadata["course_utils"] = {"notes": notes}
        return rebuilt.notebook, resources

    def _released(self, where: Mapping[str, str]) -> NotebookNode:
        course = self.parent.parent.coursedir  # this belongs to an exporter, which belongs to the converter
        folder = Path(course.format_path(course.release_directory, ".", where["assignment"]))
        path = folder / f"{where['notebook']}.ipynb"
        if path.is_file():
            released: NotebookNode = nbformat.read(path, as_version=4)
            return released
        self.log.warning("There is no release %s; its graded cells are taken from the gradebook.", path)
        notebook = _from_gradebook(where)
        for finish in (ClearHiddenTests, ClearMarkScheme, ComputeChecksums):  # as generate_assignment does after saving
            notebook, _ = finish(parent=self).preprocess(notebook, ResourcesDict())
        return notebook


def _from_gradebook(where: Mapping[str, str]) -> NotebookNode:
    """The cells that nbgrader saved when it made the release: all but the plain ones."""
    with Gradebook(where["db_url"]) as gradebook:
        saved = gradebook.find_notebook(where["notebook"], where["assignment"])
        solutions = {cell.name for cell in saved.solution_cells}
        grades = {cell.name: cell.max_score for cell in saved.grade_cells}
        tasks = {cell.name: cell.max_score for cell in saved.task_cells}
        cells = []
        for number, cell in enumerate(saved.source_cells, start=1):
            grading = {
                "cell_type": cell.cell_type,
                "grade": cell.name in grades,
                "grade_id": cell.name,
                "locked": cell.locked,
                "schema_version": 3,
                "solution": cell.name in solutions,
                "task": cell.name in tasks,
            }
            if cell.name in grades | tasks:
                grading["points"] = (grades | tasks)[cell.name]
            new_cell = NEW_CELL[cell.cell_type]
            cells.append(new_cell(cell.source, id=f"released-{number}", metadata={"nbgrader": grading}))
        kernelspec = json.loads(saved.kernelspec or "{}")
    notebook: NotebookNode = new_notebook(cells=cells, metadata={"kernelspec": kernelspec} if kernelspec else {})
    return notebook


class RebuildExporter(NotebookExporter):
    """Takes submissions in and hands each to `Rebuild` unread; as Autograde's exporter_class.

    nbgrader's own exporter parses a file before any preprocessor runs, and one that is not JSON never gets there.
    """

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)  # type: ignore[no-untyped-call]
        self.intake = Intake()
        # `nbgrader autograde` leaves no other door between finding what to grade and grading it: it makes its exporter
        # then. course-grade makes it earlier, of nothing yet, and calls take_in.
        if isinstance(self.parent, Autograde) and self.parent.assignments:
            self.take_in()

    def take_in(self) -> None:
        """Let the converter, this exporter's parent, grade what is in good order."""
        folder = tempfile.mkdtemp(prefix="submitted-")
        weakref.finalize(self, shutil.rmtree, folder, ignore_errors=True)
        self.intake = take_in(self.parent, Path(folder))
        for (student, assignment), reason in self.intake.refused.items():
            self.log.error("%s, %s: %s", student, assignment, reason)

    def submission(self, where: Mapping[str, str]) -> Submission | None:
        """What this student handed in, if it was taken in."""
        return self.intake.submissions.get((where["student"], where["assignment"]))

    def files(self, where: Mapping[str, str]) -> dict[str, bytes]:
        """What is there while this notebook is graded, by name: the assignment's own files and the learner's.

        Raises:
            Unreadable: the system could not read it.
        """
        submission = self.submission(where)
        return submission.files() if submission else {}

    def from_filename(
        self, filename: str, resources: dict[str, Any] | None = None, **kw: Any
    ) -> tuple[NotebookNode, dict[str, Any]]:
        """Convert a submission if `Rebuild` is among the preprocessors, else a notebook as usual."""
        where = (resources or {}).get("nbgrader", {})
        if not where or self.submission(where) is None:
            return super().from_filename(filename, resources, **kw)
        if not any(isinstance(each, Rebuild) and each.enabled for each in self._preprocessors):
            self._lay_beside(Path(filename), where)
            return super().from_filename(filename, resources, **kw)
        converted: tuple[NotebookNode, dict[str, Any]] = self.from_notebook_node(new_notebook(), resources, **kw)  # type: ignore[no-untyped-call]
        return converted

    def _lay_beside(self, notebook: Path, where: Mapping[str, str]) -> None:
        """Put the files beside a notebook in autograded/, where nbgrader itself copies what it sees of a submission."""
        for name, contents in self.files(where).items():
            path = notebook.parent / name
            with contextlib.suppress(FileExistsError, NotADirectoryError):  # what is there is the teacher's
                path.parent.mkdir(parents=True, exist_ok=True)
                with path.open("xb") as file:
                    file.write(contents)
