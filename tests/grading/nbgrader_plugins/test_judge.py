"""The plug-in `Judge` in the real `nbgrader autograde`: seeds, refusals, and notebooks of other courses."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook
from nbgrader.api import Gradebook

from course_utils.grading.nbgrader_plugins import judge
from course_utils.grading.nbgrader_plugins.outputs import FORGEABLE, UNSAFE
from tools.classroom import Classroom
from tools.notebooks import ROOT, read, sources

ASSIGNMENT = "03_lstm"
WRONG = "def split_gates(weight):\n    return {gate: weight[k::4] + 0.1 for k, gate in enumerate('ifgo')}"


def test_processes_that_need_the_secret_at_once_get_the_same(tmp_path: Path) -> None:
    with ThreadPoolExecutor(16) as threads:
        secrets = set(threads.map(judge.secret, [tmp_path] * 64))
    assert {len(each) for each in secrets} == {32}
    assert len(secrets) == 1
    assert [path.name for path in tmp_path.iterdir()] == [judge.SECRET]


@pytest.fixture
def classroom(tmp_path: Path) -> Classroom:
    classroom = Classroom(tmp_path / "course", ASSIGNMENT)
    classroom.release()
    return classroom


def outputs(classroom: Classroom, student: str, grade_id: str) -> list[nbformat.NotebookNode]:
    notebook = read(classroom.folder / "autograded" / student / ASSIGNMENT / f"{ASSIGNMENT}.ipynb")
    return next(
        cell.outputs for cell in notebook.cells if cell.metadata.get("nbgrader", {}).get("grade_id") == grade_id
    )


@pytest.mark.slow
def test_the_same_submission_gets_the_same_verdict_and_another_other_trials(classroom: Classroom) -> None:
    for number in range(8):
        classroom.hand_in(f"student-{number}", {"lstm/split-gates": f"{WRONG}  # {number}"})
    said = []
    for _ in range(2):
        classroom.nbgrader("autograde", ASSIGNMENT, "--force")
        said.append([outputs(classroom, f"student-{number}", "lstm-split-gates-check") for number in range(8)])
    assert said[0] == said[1], "a regrade changed a verdict"
    words = {shown[0].data["text/plain"] for shown in said[0]}
    assert all("differ, by up to" in each for each in words)
    # A course has eight seeds. All eight submissions get the same one only once in two million cases.
    assert len(words) > 1, "all submissions were judged on the same numbers"
    secret = classroom.folder / judge.SECRET
    assert secret.stat().st_mode & 0o777 == 0o600
    assert len(secret.read_bytes()) == 32


@pytest.mark.slow
@pytest.mark.kernel
def test_without_locks_nothing_runs_but_on_purpose(classroom: Classroom) -> None:
    classroom.hand_in(
        "ada", {"lstm/split-gates": "def split_gates(weight):\n    return dict(zip('ifgo', weight.chunk(4)))"}
    )
    config = classroom.folder / "nbgrader_config.py"
    config.write_text(
        config.read_text()
        + "from course_utils.grading.deciding import probe, trusted\n"
        + "trusted.probe = lambda zygote, hidden: probe.Probed(['x'], ['x'])\n"
    )
    refused = subprocess.run(
        [sys.executable, "-m", "nbgrader", "autograde", ASSIGNMENT],
        cwd=classroom.folder,
        capture_output=True,
        text=True,
    )
    assert refused.returncode != 0
    assert "learners' code cannot be locked in on this machine: x" in refused.stderr
    assert "--Judge.unsafe=True" in refused.stderr
    assert not (classroom.folder / "autograded" / "ada" / ASSIGNMENT).exists()
    classroom.nbgrader("autograde", ASSIGNMENT, "--Judge.unsafe=True")
    marks = {mark.cell: mark for mark in classroom.marks()["ada"]}
    assert marks["lstm-split-gates-check"].score == 1
    assert UNSAFE in str(outputs(classroom, "ada", "lstm-split-gates-check"))


@pytest.mark.slow
def test_what_is_odd_about_a_submission_is_listed_below_the_marks(classroom: Classroom) -> None:
    classroom.hand_in("ada", {}).write_text("no notebook at all")
    classroom.hand_in("bo", {})
    classroom.autograde()
    command = [str(Path(sys.executable).parent / "course-marks"), ASSIGNMENT]
    printed = subprocess.run(command, cwd=classroom.folder, capture_output=True, text=True, check=True).stdout
    table, _, below = printed.partition("\nada:\n")
    assert "0/19" in table
    assert "plain text, and no notebook" in below
    assert "bo:" not in printed
    assert_a_closed_pipe_is_no_error([*command, "--csv", "points.csv"], classroom.folder)
    assert (classroom.folder / "points.csv").is_file()


def assert_a_closed_pipe_is_no_error(command: list[str], folder: Path) -> None:
    reader, writer = os.pipe()
    os.close(reader)  # as `| head` does after enough lines
    done = subprocess.run(command, cwd=folder, stdout=writer, stderr=subprocess.PIPE, text=True)
    os.close(writer)
    assert done.stderr == ""


def scores(course: Path) -> dict[tuple[str, str], float]:
    with Gradebook(f"sqlite:///{course / 'gradebook.db'}") as gradebook:
        return {
            (submission.student_id, grade.name): grade.auto_score
            for submission in gradebook.assignment_submissions("ps1")
            for notebook in submission.notebooks
            for grade in notebook.grades
        }


@pytest.mark.slow
@pytest.mark.kernel
def test_honest_submissions_of_nbgraders_own_course_score_as_with_stock_nbgrader(tmp_path: Path) -> None:
    def nbgrader(*words: str, cwd: Path) -> None:
        done = subprocess.run([sys.executable, "-m", "nbgrader", *words], cwd=cwd, capture_output=True, text=True)
        assert done.returncode == 0, done.stdout + done.stderr

    nbgrader("quickstart", "course", cwd=tmp_path)
    course = tmp_path / "course"
    nbgrader("generate_assignment", "ps1", cwd=course)
    for student, solved in (("knows-it", True), ("untouched", False)):
        submitted = course / "submitted" / student / "ps1"
        shutil.copytree(course / "release" / "ps1", submitted)
        for notebook in submitted.glob("*.ipynb") if solved else ():
            known = sources(read(course / "source" / "ps1" / notebook.name))
            contents = read(notebook)
            for cell in contents.cells:
                if cell.metadata.get("nbgrader", {}).get("solution"):
                    cell.source = known[cell.metadata.nbgrader.grade_id]
            nbformat.write(contents, notebook)
    nbgrader("autograde", "ps1", cwd=course)
    stock = scores(course)
    assert sum(score or 0 for score in stock.values()) > 0
    config = course / "nbgrader_config.py"
    doors = [line for line in (ROOT / "nbgrader_config.py").read_text().split("\n\n") if "c.Autograde" in line]
    config.write_text(config.read_text() + "\n" + "\n\n".join(doors))
    nbgrader("autograde", "ps1", "--force", cwd=course)
    assert scores(course) == stock


@pytest.mark.slow
def test_a_plain_test_cell_says_that_it_can_be_forged(tmp_path: Path) -> None:
    classroom = Classroom(tmp_path / "course", ASSIGNMENT)
    grading = {"grade": True, "solution": False, "locked": True, "task": False, "schema_version": 3, "points": 1}
    cells = [new_code_cell("assert 1 + 1 == 2", metadata={"nbgrader": grading | {"grade_id": "plain"}}, id="plain")]
    nbformat.write(new_notebook(cells=cells), classroom.folder / "solutions" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb")
    classroom.release()
    classroom.hand_in("ada", {})
    classroom.autograde()
    assert [mark.score for mark in classroom.marks()["ada"]] == [1]
    assert FORGEABLE in str(outputs(classroom, "ada", "plain"))
