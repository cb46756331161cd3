"""The reader's copy: made, kept, and brought up to date, as `make lab`, `make update` and Binder do it."""

import json
from pathlib import Path

import nbformat
import pytest

from course_utils.desk.working_copy import refresh
from tools.notebooks import LESSONS, RELEASES, ROOT

LESSON = "notebooks/03_lstm.ipynb"
EXERCISE = "exercises/03_lstm/03_lstm.ipynb"
ANSWER = "lstm-split-gates-answer"
MINE = "def split_gates(weight):\n    return dict(zip('ifgo', weight.chunk(4)))"


def change(path: Path, cell_id: str, source: str) -> None:
    notebook = nbformat.read(path, as_version=4)
    next(cell for cell in notebook.cells if cell.id == cell_id).source = source
    nbformat.write(notebook, path)


def source(path: Path, cell_id: str) -> str:
    notebook = nbformat.read(path, as_version=4)
    nbformat.validate(notebook)
    return next(cell.source for cell in notebook.cells if cell.id == cell_id)


def test_the_copy_has_every_lesson_and_exercise_and_nothing_else_is_seen(course: Path) -> None:
    assert refresh(course) == []
    copied = {path.relative_to(course / "work") for path in (course / "work").glob("[!.]*/**/*.ipynb")}
    shipped = {path.relative_to(ROOT) for path in [*(ROOT / "notebooks").glob("*.ipynb"), *RELEASES]}
    assert copied == shipped
    assert {path.name for path in (course / "work").glob("[!.]*")} == {"notebooks", "exercises"}


def test_what_answers_a_question_is_not_shown_before_it_is_run(course: Path) -> None:
    refresh(course)
    shipped = {cell.id: cell for cell in nbformat.read(course / LESSON, as_version=4).cells}
    hidden = 0
    for cell in nbformat.read(course / "work" / LESSON, as_version=4).cells:
        if "reveals" in cell.metadata.get("tags", []):
            hidden += 1
            assert (cell.outputs, cell.execution_count) == ([], None)
            assert shipped[cell.id].outputs
        else:
            assert cell == shipped[cell.id]
    assert hidden


def test_without_an_update_nothing_changes(course: Path) -> None:
    refresh(course)
    change(course / "work" / EXERCISE, ANSWER, MINE)
    (course / "work" / "notebooks" / "notes.ipynb").write_text("mine")
    before = {path: path.read_bytes() for path in (course / "work").rglob("*") if path.is_file()}
    assert refresh(course) == []
    assert {path: path.read_bytes() for path in (course / "work").rglob("*") if path.is_file()} == before


def test_an_update_renews_lessons_that_were_only_run(course: Path) -> None:
    refresh(course)
    change(course / LESSON, "lstm-title", "# Newer")
    assert refresh(course) == [f"{LESSON}: new."]
    assert source(course / "work" / LESSON, "lstm-title") == "# Newer"


def test_an_update_keeps_answers_and_notes(course: Path) -> None:
    refresh(course)
    change(course / "work" / EXERCISE, ANSWER, MINE)
    change(course / "work" / LESSON, "lstm-imports", "import torch  # my own")
    change(course / EXERCISE, "lstm-split-gates", "## 2. Split, newly told")
    change(course / LESSON, "lstm-title", "# Newer")
    assert refresh(course) == [
        f"{EXERCISE}: new, with 1 cell of yours.",
        f"{LESSON}: new, with 1 cell of yours.",
    ]
    assert source(course / "work" / EXERCISE, ANSWER) == MINE
    assert source(course / "work" / EXERCISE, "lstm-split-gates") == "## 2. Split, newly told"
    assert source(course / "work" / LESSON, "lstm-imports") == "import torch  # my own"
    assert source(course / "work" / LESSON, "lstm-title") == "# Newer"


@pytest.mark.parametrize(
    "damaged",
    [
        pytest.param(lambda text: "<<<<<<< HEAD\n" + text, id="git's marks of a conflict"),
        pytest.param(lambda text: text[: len(text) // 2], id="half of it"),
        pytest.param(lambda text: "", id="empty"),
        pytest.param(lambda text: text.replace('"id": "', '"id": "other-'), id="other ids, from another editor"),
        pytest.param(lambda text: json.dumps(json.loads(text) | {"nbformat": 3, "worksheets": []}), id="an old format"),
    ],
)
def test_what_cannot_be_merged_is_kept_beside_the_new_one(course: Path, damaged) -> None:
    refresh(course)
    copy = course / "work" / EXERCISE
    change(copy, ANSWER, MINE)
    copy.write_text(damaged(copy.read_text()))
    mine = copy.read_bytes()
    for number, title in enumerate(("# Newer", "# Newer still")):
        change(course / EXERCISE, "title", title)
        (said,) = refresh(course)
        kept = copy.with_name("03_lstm (yours).ipynb" if number == 0 else "03_lstm (yours 2).ipynb")
        assert source(copy, "title") == title
        if number == 0:
            assert f"yours could not be merged with it, and is kept as {kept.name}" in said
            assert kept.read_bytes() == mine
            copy.write_bytes(mine)


@pytest.mark.parametrize("damaged", ["", "{", "<<<<<<< HEAD\n{}"])
def test_what_cannot_be_opened_is_put_back_without_an_update(course: Path, damaged: str) -> None:
    refresh(course)
    copy = course / "work" / EXERCISE
    copy.write_text(damaged)
    assert refresh(course) == [
        f"{EXERCISE}: could not be read, and is kept as 03_lstm (yours).ipynb; put back as it ships."
    ]
    assert copy.with_name("03_lstm (yours).ipynb").read_text() == damaged
    assert source(copy, "title").startswith("# Exercises 03")
    assert refresh(course) == []


def test_a_notebook_of_an_older_editor_without_ids_is_left_alone(course: Path) -> None:
    refresh(course)
    copy = course / "work" / EXERCISE
    notebook = json.loads(copy.read_text()) | {"nbformat_minor": 4}
    for cell in notebook["cells"]:
        del cell["id"]
    copy.write_text(json.dumps(notebook))
    before = copy.read_bytes()
    assert refresh(course) == []
    assert copy.read_bytes() == before


def test_a_file_that_was_deleted_comes_back_as_it_ships(course: Path) -> None:
    refresh(course)
    change(course / "work" / LESSON, "lstm-title", "# Spoilt")
    (course / "work" / LESSON).unlink()
    assert refresh(course) == [f"{LESSON}: put back."]
    assert source(course / "work" / LESSON, "lstm-title").startswith("# 3")


def test_what_ships_no_longer_goes_unless_the_reader_changed_it(course: Path) -> None:
    refresh(course)
    change(course / "work" / EXERCISE, ANSWER, MINE)
    (course / EXERCISE).unlink()
    (course / LESSON).unlink()
    assert refresh(course) == [
        f"{EXERCISE}: is no longer part of the course; yours stays.",
        f"{LESSON}: is no longer part of the course.",
    ]
    assert source(course / "work" / EXERCISE, ANSWER) == MINE
    assert not (course / "work" / LESSON).exists()
    assert refresh(course) == []


def test_every_lesson_can_be_opened_after_any_update() -> None:
    assert LESSONS  # the cases above are about one lesson; each has ids, which merging needs
    for path in [*(ROOT / "notebooks").glob("*.ipynb"), *RELEASES]:
        assert all("id" in cell for cell in nbformat.read(path, as_version=4).cells), path
