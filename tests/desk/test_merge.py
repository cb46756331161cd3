"""A reader's notebook and a newer one of the course become one, and nothing that the reader wrote is lost."""

import copy

import nbformat
import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from course_utils.desk.merge import merge, related, same_sources


def notebook(**sources: str) -> NotebookNode:
    """A notebook with a code cell of each source, by id; one whose source begins with # is text."""
    cells = []
    for name, source in sources.items():
        make = new_markdown_cell if source.startswith("#") else new_code_cell
        cells.append(make(source, id=name))
    return new_notebook(cells=cells)


def sources(merged: NotebookNode) -> list[str]:
    nbformat.validate(merged)
    return [cell.source for cell in merged.cells]


BASE = {"title": "# Lesson", "one": "x = 1", "two": "y = 2"}


@pytest.mark.parametrize(
    ("mine", "shipped", "expected"),
    [
        pytest.param({}, {"one": "x = 10"}, ["# Lesson", "x = 10", "y = 2"], id="the course changed a cell"),
        pytest.param({"one": "x = 3"}, {}, ["# Lesson", "x = 3", "y = 2"], id="the reader changed a cell"),
        pytest.param({"one": "x = 3"}, {"two": "y = 4"}, ["# Lesson", "x = 3", "y = 4"], id="each another cell"),
        pytest.param({"one": "x = 3"}, {"one": "x = 5"}, ["# Lesson", "x = 5", "x = 3", "y = 2"], id="the same cell"),
        pytest.param({"one": "x = 5"}, {"one": "x = 5"}, ["# Lesson", "x = 5", "y = 2"], id="the same change"),
    ],
)
def test_cells_that_were_changed(mine: dict[str, str], shipped: dict[str, str], expected: list[str]) -> None:
    merged = merge(notebook(**BASE), notebook(**BASE | mine), notebook(**BASE | shipped))
    assert sources(merged.notebook) == expected


def test_own_cells_stay_below_the_cell_that_they_stood_below() -> None:
    mine = notebook(mine0="# Before all", title="# Lesson", one="x = 1", mine1="x + x", mine2="# A note", two="y = 2")
    shipped = notebook(title="# Lesson", new="# New part", one="x = 1", two="y = 4")
    merged = merge(notebook(**BASE), mine, shipped)
    expected = ["# Before all", "# Lesson", "# New part", "x = 1", "x + x", "# A note", "y = 4"]
    assert sources(merged.notebook) == expected
    assert merged.kept == 2 + 1


def test_a_note_below_a_cell_that_ships_no_longer_moves_up() -> None:
    mine = notebook(title="# Lesson", one="x = 1", note="# mine", two="y = 2")
    merged = merge(notebook(**BASE), mine, notebook(title="# Lesson", two="y = 2"))
    assert sources(merged.notebook) == ["# Lesson", "# mine", "y = 2"]


def test_a_cell_that_ships_no_longer_stays_if_the_reader_changed_it() -> None:
    mine = notebook(**BASE | {"one": "x = 99"})
    merged = merge(notebook(**BASE), mine, notebook(title="# Lesson", two="y = 2"))
    assert sources(merged.notebook) == ["# Lesson", "x = 99", "y = 2"]


def test_a_deleted_cell_stays_away_until_it_changes() -> None:
    mine = notebook(title="# Lesson", two="y = 2")
    assert sources(merge(notebook(**BASE), mine, notebook(**BASE, new="z = 3")).notebook) == [
        "# Lesson",
        "y = 2",
        "z = 3",
    ]
    assert "x = 5" in sources(merge(notebook(**BASE), mine, notebook(**BASE | {"one": "x = 5"})).notebook)


def test_an_answer_is_the_readers_whatever_the_course_does_to_its_stub() -> None:
    base, mine, shipped = (notebook(**BASE | {"one": source}) for source in ("raise", "return 7", "raise  # new"))
    for each in (base, mine, shipped):
        each.cells[1].metadata["nbgrader"] = {"solution": True, "grade_id": "one"}
        each.cells[2].metadata["nbgrader"] = {"solution": False, "grade_id": "two"}
    mine.cells.pop(2)  # a check that was deleted comes back, for the grader looks for it
    merged = merge(base, mine, shipped).notebook
    assert sources(merged) == ["# Lesson", "return 7", "y = 2"]
    assert [cell.metadata.nbgrader.grade_id for cell in merged.cells[1:]] == ["one", "two"]


def test_a_copied_cell_is_the_readers_own_and_every_id_is_there_once() -> None:
    mine = notebook(**BASE)
    mine.cells[1].metadata["nbgrader"] = {"solution": True, "grade_id": "one"}
    mine.cells.insert(2, copy.deepcopy(mine.cells[1]))
    mine.cells[2].source = "x = 2"
    merged = merge(notebook(**BASE), mine, notebook(**BASE | {"two": "y = 5"})).notebook
    assert sources(merged) == ["# Lesson", "x = 1", "x = 2", "y = 5"]
    assert "nbgrader" not in merged.cells[2].metadata


def test_outputs_stay_with_the_source_that_gave_them() -> None:
    base, mine, shipped = notebook(**BASE), notebook(**BASE), notebook(**BASE | {"two": "y = 5"}, new="z = 1")
    for number, cell in enumerate(mine.cells[1:], start=1):
        cell.outputs, cell.execution_count = [new_output("stream", text=f"{number}")], number
    merged = merge(base, mine, shipped).notebook
    assert [cell.execution_count for cell in merged.cells[1:]] == [1, None, None]
    assert merged.cells[1].outputs == mine.cells[1].outputs


def test_outputs_are_no_change_and_lost_ids_are_seen() -> None:
    base, run = notebook(**BASE), notebook(**BASE)
    run.cells[1].outputs = [new_output("stream", text="1")]
    assert same_sources(base, run)
    assert not same_sources(base, notebook(**BASE | {"one": "x = 3"}))
    foreign = notebook(a="# Lesson", b="x = 1", c="y = 2")
    assert related(base, run)
    assert not related(base, foreign)
