"""nbgrader's default names for all folders, the name of the course, and the plug-ins that grade it."""

c = get_config()  # noqa: F821 - given by traitlets

plugins = "course_utils.grading.nbgrader_plugins"
c.Judge.course = "first_steps.checks"
c.Autograde.exporter_class = f"{plugins}.rebuild.RebuildExporter"
c.Autograde.sanitize_preprocessors = [
    f"{plugins}.rebuild.Rebuild",
    "nbgrader.preprocessors.OverwriteKernelspec",
    "nbgrader.preprocessors.OverwriteCells",
]
c.Autograde.autograde_preprocessors = [
    f"{plugins}.judge.Judge",
    "nbconvert.preprocessors.ClearMetadataPreprocessor",
    "nbgrader.preprocessors.LimitOutput",
    "nbgrader.preprocessors.SaveAutoGrades",
]
