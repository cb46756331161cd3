"""A course's options for nbgrader's own Execute are obeyed, or refused in a sentence."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook
from nbgrader.apps.baseapp import NbGrader
from nbgrader.converters import Autograde
from nbgrader.converters.base import NbGraderException
from traitlets.config import Config

from course_utils.grading.deciding import grade
from course_utils.grading.nbgrader_plugins.judge import Judge
from course_utils.grading.nbgrader_plugins.stock_options import (
    NotForTheJudge,
    must_be_python,
    must_execute,
    unused,
)
from tools.classroom import Classroom

ASSIGNMENT = "03_lstm"
pytestmark = pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning")  # of nbgrader's own queries


def test_an_option_that_means_nothing_here_is_named_and_others_are_not() -> None:
    config = Config()
    config.Execute.extra_arguments = ["--quiet"]
    config.ExecutePreprocessor.kernel_name = "python3"
    config.ExecutePreprocessor.timeout = 60
    config.ExecutePreprocessor.skip_cells_with_tag = "__none__"
    config.Exporter.optimistic_validation = True
    config.Execute.misspelt = 1  # traitlets itself warns of it
    said = unused(config)
    assert [sentence.split(" is ")[0] for sentence in said] == [
        "c.Execute.extra_arguments",
        "c.ExecutePreprocessor.kernel_name",
    ]
    assert unused(Config()) == []


@pytest.mark.parametrize(
    ("said", "seconds"),
    [
        ({}, 30.0),
        ({"Execute": {"timeout": 2}}, 2.0),
        ({"ExecutePreprocessor": {"timeout": 60}}, 60.0),
        ({"Execute": {"timeout": None}}, 600.0),
        ({"Execute": {"timeout": -1}}, 600.0),
        ({"Execute": {"timeout": 2}, "Judge": {"cell_seconds": 5.0}}, 5.0),
    ],
)
def test_the_time_of_a_cell_is_what_execute_has(said: dict[str, Any], seconds: float) -> None:
    assert Judge(config=Config(said)).cell_seconds == seconds


def test_nothing_is_graded_by_the_outputs_that_were_handed_in() -> None:
    must_execute(Config())
    must_execute(Config({"Execute": {"timeout": 2}}))
    with pytest.raises(NotForTheJudge, match="leave it out"):
        must_execute(Config({"Execute": {"enabled": False}}))


@pytest.mark.parametrize(
    ("metadata", "language"),
    [
        ({}, ""),
        ({"kernelspec": {"name": "rt_grader", "language": "python"}}, ""),
        ({"kernelspec": {"name": "python3", "display_name": "Python 3"}}, ""),  # as Colab writes it
        ({"kernelspec": {"name": "my-env"}, "language_info": {"name": "python"}}, ""),
        ({"kernelspec": {"name": "ir", "language": "R", "display_name": "R"}}, "R"),
        ({"kernelspec": {"name": "ir", "display_name": "R"}}, "R"),
        ({"kernelspec": {"name": "x"}, "language_info": {"name": "bash"}}, "bash"),
        ({"kernelspec": {"name": "julia-1.10", "display_name": "Julia 1.10.2"}}, "Julia"),
        ({"kernelspec": {"name": "blah", "language": "blah"}}, "blah"),
    ],
)
def test_a_release_in_another_language_is_refused_in_a_sentence(metadata: dict[str, Any], language: str) -> None:
    if not language:
        must_be_python("p1", metadata)
        return
    with pytest.raises(NotForTheJudge, match=rf"^p1\.ipynb is in {language}, and the judge runs Python only"):
        must_be_python("p1", metadata)


@pytest.fixture
def course(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Classroom]:
    classroom = Classroom(tmp_path / "course", ASSIGNMENT)
    classroom.release()
    classroom.hand_in("ada", {})
    monkeypatch.chdir(classroom.folder)
    monkeypatch.setattr(sys, "argv", ["nbgrader"])
    yield classroom
    NbGrader.clear_instance()


def autograde(course: Classroom, config: Config | None = None) -> None:
    app = NbGrader()
    app.initialize([])
    app.update_config(config or Config())
    app.coursedir.assignment_id = ASSIGNMENT
    Autograde(coursedir=app.coursedir, parent=app, force=True).start()


def passes(bundle: bytes, hidden: object) -> bytes:
    return grade.Graded([[] for _ in json.loads(bundle)["cells"]], 0.0).to_bytes()


def fails(bundle: bytes, hidden: object) -> bytes:
    return grade.undecided(bundle, "Traceback\nValueError: the judge is ill")


@pytest.mark.slow
def test_where_the_judge_fails_marks_stay_as_they_are(
    course: Classroom, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def graded(how: Callable[..., bytes]) -> set[float | None]:
        monkeypatch.setattr(grade, "grade", how)
        autograde(course)
        return {mark.score for mark in course.marks()["ada"]}

    with pytest.raises(NbGraderException):
        graded(fails)
    assert "not decided, and without marks until it is: ValueError: the judge is ill" in capsys.readouterr().err
    assert not (course.folder / "autograded" / "ada" / ASSIGNMENT).exists()
    assert {mark.score for mark in course.marks()["ada"]} == {None}
    notebook = course.folder / "submitted" / "ada" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb"
    notebook.write_text(notebook.read_text().replace("# YOUR CODE HERE", "# mine"))
    before = graded(passes)
    assert 1 in before
    notebook.write_text(notebook.read_text().replace("# mine", "# ours"))
    with pytest.raises(NbGraderException):
        graded(fails)
    assert {mark.score for mark in course.marks()["ada"]} == before


@pytest.mark.slow
def test_what_is_not_for_the_judge_ends_the_command_and_leaves_nothing_half_done(
    course: Classroom, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(grade, "grade", passes)
    with pytest.raises(SystemExit):
        autograde(course, Config({"Execute": {"enabled": False}}))
    said = capsys.readouterr().err
    assert "leave it out" in said
    assert "Traceback" not in said
    assert not (course.folder / "autograded" / "ada" / ASSIGNMENT).exists()
    autograde(course, Config({"Execute": {"extra_arguments": ["--quiet"]}}))
    assert capsys.readouterr().err.count("extra_arguments is not used") == 1


def test_a_cell_that_the_teacher_tagged_is_not_run_but_a_test_is() -> None:
    test = {"grade": True, "locked": True, "solution": False, "grade_id": "t", "points": 1, "schema_version": 3}
    tags = {"tags": ["skip-execution"]}
    cells = [new_code_cell("slow()", metadata=tags), new_code_cell("assert x", metadata=tags | {"nbgrader": test})]
    notebook = nbformat.from_dict(new_notebook(cells=cells))
    assert [cell.source for cell in Judge().cells(notebook)] == ["", "assert x"]
    marked = Judge(config=Config({"ExecutePreprocessor": {"skip_cells_with_tag": "__none__"}}))
    assert [cell.source for cell in marked.cells(notebook)] == ["slow()", "assert x"]
