"""The course, for nbgrader: where things are, and what a stub says.

Used as it is by `nbgrader` on the command line, by formgrader and by `make grade`.
"""

import os
import sys
from pathlib import Path

from course_utils.grading import course, patches
from course_utils.grading.nbgrader_plugins import feedback_page

c = get_config()  # noqa: F821 - given by traitlets

# nbgrader runs `alembic` by name; it lies beside the Python that runs nbgrader, activated or not.
os.environ["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])

patches.take_paths_as_they_are()
if "%" in str(Path.cwd()):
    c.CourseDirectory.db_url = course.gradebook_url(Path.cwd())
c.CourseDirectory.course_id = "recurrent-networks"
c.CourseDirectory.source_directory = "solutions"
c.CourseDirectory.release_directory = "exercises"
c.CourseDirectory.ignore = [".ipynb_checkpoints", "*.pyc", "__pycache__", ".virtual_documents"]

# Made anew whenever asked for: nbgrader else leaves alone what is there, such as the committed exercises/, of which a
# new gradebook then knows nothing, and feedback from before a regrade.
c.GenerateAssignment.force = True
c.GenerateFeedback.force = True

c.ClearSolutions.code_stub = {"python": "# YOUR CODE HERE\nraise NotImplementedError()"}
c.ClearSolutions.text_stub = "YOUR ANSWER HERE"

# A cell that a submission lacks is put back before grading, and a tag cannot keep a check from running.
c.OverwriteCells.add_missing_cells = True
c.ExecutePreprocessor.skip_cells_with_tag = "__none__"

# A submission is rebuilt from the release and the learner's sources, then judged in processes that are locked in. Its
# metadata are the release's, which were checked when it was made: CheckCellMetadata, a fifth of the time, is left out.
c.Judge.course = "course_utils.checks"
c.Autograde.exporter_class = "course_utils.grading.nbgrader_plugins.rebuild.RebuildExporter"
c.Autograde.sanitize_preprocessors = [
    "course_utils.grading.nbgrader_plugins.rebuild.Rebuild",
    "nbgrader.preprocessors.OverwriteKernelspec",
    "nbgrader.preprocessors.OverwriteCells",  # puts the hidden tests back
]
c.Autograde.autograde_preprocessors = [
    "course_utils.grading.nbgrader_plugins.judge.Judge",
    "nbconvert.preprocessors.ClearMetadataPreprocessor",
    "nbgrader.preprocessors.LimitOutput",
    "nbgrader.preprocessors.SaveAutoGrades",
    "nbgrader.preprocessors.AssignLatePenalties",
]
c.GenerateFeedback.exporter_class = "course_utils.grading.nbgrader_plugins.feedback_page.FeedbackExporter"
c.GenerateFeedback.preprocessors = [
    "course_utils.grading.nbgrader_plugins.outputs.ForLearners",  # leaves out notes for the teacher
    "nbgrader.preprocessors.GetGrades",
    "nbconvert.preprocessors.CSSHTMLHeaderPreprocessor",
]
c.Exporter.optimistic_validation = True  # once after all preprocessors, not after each

# What learners write is shown to teachers and to learners, in feedback and in formgrader: it must not do anything, and
# not take long.
c.HTMLExporter.template_file = feedback_page.FORMGRADER  # which needs no network
c.HTMLExporter.sanitize_html = True
c.HTMLExporter.preprocessors = ["course_utils.grading.nbgrader_plugins.page.Bounded"]
c.HTMLExporter.filters = {
    "markdown2html": "course_utils.grading.nbgrader_plugins.feedback.markdown2html",
    "highlight_code": "course_utils.grading.nbgrader_plugins.feedback.highlight_code",
    "clean_html": "course_utils.grading.nbgrader_plugins.feedback.clean",
}

# Work that does not come through the exchange, and names that are to be no formulas.
c.ZipCollectApp.extractor_plugin = "course_utils.grading.nbgrader_plugins.zip_collect.Extractor"
c.ZipCollectApp.collector_plugin = "course_utils.grading.nbgrader_plugins.zip_collect.Collector"
c.ExchangeFactory.release_feedback = "course_utils.grading.nbgrader_plugins.release_feedback.ReleaseFeedback"
c.ExportApp.plugin_class = "course_utils.grading.nbgrader_plugins.spreadsheet.Export"
