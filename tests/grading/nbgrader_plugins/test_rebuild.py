"""`nbgrader autograde` grades every submission, whatever was done to it, and the teacher is told."""

import copy
import json
import shutil
from pathlib import Path

import nbformat
import pytest

from tests.helpers.notebook_json import Damage, Notebook, cell, place, strip
from tools.answer_bank import ANSWERS
from tools.classroom import Classroom


def nothing(notebook: Notebook) -> None:
    pass


def damaged(notebook: Path, function: Damage) -> None:
    """Damage a notebook that lies in submitted/."""
    contents = json.loads(notebook.read_text())
    result = function(contents)
    notebook.write_bytes(result if isinstance(result, bytes) else json.dumps(contents).encode())


def cut_off(notebook: Notebook) -> bytes:
    return json.dumps(notebook).encode()[:-200]


def answer_pasted_and_tags(notebook: Notebook) -> None:
    pasted = copy.deepcopy(cell(notebook, "lstm-split-gates-answer")) | {"id": "pasted"}
    pasted["source"] = "def split_gates(weight):\n    raise NotImplementedError()"
    notebook["cells"].insert(3, pasted)


def check_deleted(notebook: Notebook) -> None:
    del notebook["cells"][place(notebook, "lstm-split-gates-check")]


def schema_versions_deleted(notebook: Notebook) -> None:
    for each in notebook["cells"]:
        each["metadata"].get("nbgrader", {}).pop("schema_version", None)


def checks_tagged(notebook: Notebook) -> None:
    for each in notebook["cells"]:
        each["metadata"]["tags"] = ["skip-execution"]


def no_json(notebook: Notebook) -> bytes:
    return b"not a notebook"


CLASS: dict[str, tuple[Damage, float, str]] = {
    "ada": (nothing, 1, ""),
    "ben": (cut_off, 1, "perhaps cut off"),
    "cho": (answer_pasted_and_tags, 1, "More than once"),
    "dia": (check_deleted, 1, "Deleted, and put back: lstm-split-gates-check"),
    "eli": (strip, 1, "recognised by the function"),
    "fay": (schema_versions_deleted, 1, "changed grading metadata"),
    "gus": (checks_tagged, 1, "changed tags"),
    "hal": (no_json, 0, "What was handed in is plain text, and no notebook."),
}
"""Who handed in what, what split-gates is worth then, and what the teacher reads."""


@pytest.fixture(scope="module")
def graded_class(tmp_path_factory: pytest.TempPathFactory) -> tuple[Classroom, str]:
    classroom = Classroom(tmp_path_factory.mktemp("rebuild") / "course", "03_lstm")
    classroom.release()
    right = (ANSWERS / "lstm/split-gates/right-chunk.py").read_text()
    for student, (function, _, _) in CLASS.items():
        damaged(classroom.hand_in(student, {"lstm/split-gates": right}), function)
    return classroom, classroom.nbgrader("autograde", classroom.assignment)


@pytest.mark.slow
def test_every_submission_of_a_class_is_graded(graded_class: tuple[Classroom, str]) -> None:
    classroom, _ = graded_class
    marks = classroom.marks()
    assert set(marks) == set(CLASS)
    for student, (_, worth, _) in CLASS.items():
        scores = {mark.cell: mark.score for mark in marks[student]}
        assert scores.pop("lstm-split-gates-check") == worth, student
        assert set(scores.values()) == {0}, student


@pytest.mark.slow
def test_notes_reach_the_teacher(graded_class: tuple[Classroom, str]) -> None:
    classroom, printed = graded_class
    for student, (_, _, note) in CLASS.items():
        autograded = classroom.folder / "autograded" / student / "03_lstm" / "03_lstm.ipynb"
        metadata = nbformat.read(autograded, as_version=4).metadata
        notes = metadata.get("course_utils", {}).get("notes", [])
        assert any(note in each for each in notes) if note else notes == []
        for each in notes:
            assert printed.count(f"{student}, 03_lstm: {each}") == 1
    assert classroom.nbgrader("generate_feedback", classroom.assignment)


@pytest.mark.slow
def test_without_a_release_the_gradebook_will_do(graded_class: tuple[Classroom, str]) -> None:
    """Also with nbgrader's own exporter: what it can read is rebuilt, and an honest submission has no notes."""
    classroom, _ = graded_class
    shutil.move(classroom.folder / "exercises", classroom.folder / "elsewhere")
    for exporter in ([], ["--Autograde.exporter_class=nbconvert.exporters.NotebookExporter"]):
        printed = classroom.nbgrader("autograde", classroom.assignment, "--student=ada", "--force", *exporter)
        assert "There is no release" in printed
        assert "ada, 03_lstm:" not in printed
        scores = {mark.cell: mark.score for mark in classroom.marks()["ada"]}
        assert scores["lstm-split-gates-check"] == 1
    shutil.move(classroom.folder / "elsewhere", classroom.folder / "exercises")
