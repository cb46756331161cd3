"""Old names, which teachers' configurations may contain, lead to a message with the new ones."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from traitlets import import_item

from course_utils.grading import moved

CONFIG = """
c = get_config()
c.CourseDirectory.course_id = "old"
c.Autograde.exporter_class = "course_utils.grading.rebuild.RebuildExporter"
"""
NOW = "course_utils.grading.nbgrader_plugins"
OLD = (
    "rebuild.RebuildExporter",
    "rebuild.Rebuild",
    "judge.Judge",
    "feedback.markdown2html",
    "feedback.clean",
    "spreadsheet.Export",
)


@pytest.mark.parametrize("name", ["comments.Comment", "nbgrader_plugins.comments.Comment"])
def test_a_name_that_is_gone_says_what_to_do(name: str) -> None:
    with pytest.raises(moved.Moved, match=r"is gone: take it out of c\.Autograde\.autograde_preprocessors"):
        import_item(f"course_utils.grading.{name}")


@pytest.mark.parametrize("name", OLD)
def test_a_name_of_old_says_where_it_went_and_is_there(name: str) -> None:
    module, attribute = name.split(".")
    with pytest.raises(moved.Moved) as told:
        import_item(f"course_utils.grading.{name}")
    new = f"{NOW}.{module}"
    assert str(told.value) == f"course_utils.grading.{module} is now {new}: write so in nbgrader_config.py"
    assert hasattr(import_item(new), attribute)


@pytest.mark.parametrize("folder", ["course_utils.grading", NOW])
def test_what_went_two_ways_says_both(folder: str) -> None:
    for old, new in (
        ("Extractor", "zip_collect"),
        ("Collector", "zip_collect"),
        ("ReleaseFeedback", "release_feedback"),
    ):
        with pytest.raises(moved.Moved, match=rf"no_exchange is now .*{NOW}\.{new}\b.*: write so in nbgrader_config"):
            import_item(f"{folder}.no_exchange.{old}")
        assert hasattr(import_item(f"{NOW}.{new}"), old)


def test_a_name_that_never_was_is_not_found_as_usual() -> None:
    with pytest.raises(ModuleNotFoundError):
        import_item("course_utils.grading.nothing.Nothing")


@pytest.mark.slow
def test_nbgrader_with_a_configuration_of_old_says_it(tmp_path: Path) -> None:
    (tmp_path / "nbgrader_config.py").write_text(CONFIG)
    for name in ("submitted/ada/ps1/ps1.ipynb", "source/ps1/ps1.ipynb"):
        (tmp_path / name).parent.mkdir(parents=True)
        (tmp_path / name).write_text('{"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}')
    command = [str(Path(sys.executable).with_name("nbgrader")), "autograde", "ps1", "--create"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode != 0
    assert "is now course_utils.grading.nbgrader_plugins.rebuild: write so in nbgrader_config.py" in done.stderr
