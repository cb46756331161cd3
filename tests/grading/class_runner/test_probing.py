"""`course-grade --probe`: says whether this machine can grade, and what was tried, before a class is graded."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from nbgrader.apps.baseapp import NbGrader

from course_utils.grading.class_runner import command
from course_utils.grading.deciding import zygote as zygotes
from course_utils.grading.deciding.works import works
from tests.helpers.zygotes import careless

pytestmark = pytest.mark.slow


@pytest.fixture
def course(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The course's folder in which `course-grade --probe` is run."""
    folder = tmp_path / "course"
    folder.mkdir()
    (folder / "gradebook.db").write_text("marks")
    monkeypatch.chdir(folder)
    monkeypatch.setattr(sys, "argv", ["course-grade", "--probe"])
    monkeypatch.setenv("COLUMNS", "500")  # a path in a temporary folder is long
    NbGrader.clear_instance()
    return folder


def test_a_machine_that_can_grade_says_what_was_tried(course: Path, capsys: pytest.CaptureFixture[str]) -> None:
    command.main()
    said = capsys.readouterr().out.splitlines()
    assert [line for line in said if line.startswith("  Landlock  version ")]
    assert ["the", "course", str(course)] in map(str.split, said)
    assert f"  refused  reading {course}/gradebook.db in the gradebook" in said
    assert {f"  right  {work.name}" for work in works()} <= set(said)
    assert not [line for line in said if line.startswith(("  OPEN", "  WRONG"))]
    assert said[-1] == f"{len(list(works()))} right answers, {len(list(works()))} of them judged right"


def test_a_machine_on_which_right_work_fails_is_refused(
    course: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(zygotes, "_SCRIPT", careless(tmp_path, "torch.autograd.grad = None"))
    with pytest.raises(SystemExit, match=r"^course-grade: right answers would be judged wrong .*nn\.RNN"):
        command.main()
    said = capsys.readouterr().out.splitlines()
    assert [line for line in said if line.startswith("  WRONG  a forward and a backward pass of nn.RNN ended with")]
    assert "  right  a batch for a DataLoader" in said
