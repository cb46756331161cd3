"""A page has limited room: released cells come first, and the page says what is left out."""

from __future__ import annotations

import copy
import re

import nbformat
import pytest
from bs4 import BeautifulSoup
from nbformat.v4 import new_code_cell, new_markdown_cell, new_output

from course_utils.grading.nbgrader_plugins.page import Bounded
from tools.bench_pages import Pages, honest, own, size, with_answers, with_cells, worst

WORST = worst()
MOST_BYTES = 5_000_000
MOST_TAGS = 15_000  # more than an honest page has


@pytest.fixture(scope="module")
def pages() -> Pages:
    return Pages()


def bounded(notebook: nbformat.NotebookNode) -> nbformat.NotebookNode:
    return Bounded().preprocess(copy.deepcopy(notebook), {})[0]


def beside(*cells: nbformat.NotebookNode) -> list[nbformat.NotebookNode]:
    """What a page shows for cells of the learner's own."""
    notebook = honest()
    notebook.cells = [own(cell, number) for number, cell in enumerate(cells)]
    return bounded(notebook).cells


@pytest.mark.slow
@pytest.mark.parametrize("name", WORST)
def test_no_page_is_much_larger_than_an_honest_one(name: str, pages: Pages) -> None:
    """`tools.bench_pages` measures the time, which grows with the number of elements."""
    plain = pages.of(honest())
    fields = [each["id"] for each in BeautifulSoup(plain, "html.parser").select("input, textarea")]
    assert fields
    for notebook in (with_cells(WORST[name]), with_answers(WORST[name])):
        page = pages.of(notebook)
        assert size(page) < MOST_BYTES
        assert page.count("<") < plain.count("<") + MOST_TAGS
        assert [each["id"] for each in BeautifulSoup(page, "html.parser").select("input, textarea")] == fields


def test_an_honest_page_loses_nothing() -> None:
    cells = bounded(honest()).cells
    assert len(cells) == len(honest().cells)
    assert not any("Left out here" in str(cell) or cell.source.startswith("<pre") for cell in cells)
    assert cells[-1].outputs[0].data["image/png"]


def test_of_too_many_cells_the_first_are_shown_and_the_others_counted() -> None:
    cells = with_cells([new_code_cell("x = 1") for _ in range(2_000)]).cells
    after = bounded(nbformat.from_dict({**honest(), "cells": cells})).cells
    released = [cell.id for cell in honest().cells if not cell.id.startswith("handed-in")]
    assert [cell.id for cell in after if cell.id in released] == released
    said = [cell.source for cell in after if "Left out here" in cell.source]
    counts = [int(re.search(r"([\d,]+) cells of the learner's own", each)[1].replace(",", "")) for each in said]  # type: ignore[index]
    assert len(after) - len(said) + sum(counts) == len(cells)
    assert sum(counts) > 1_000
    assert len(after) > len(released) + 50


@pytest.mark.parametrize("new", [new_code_cell, new_markdown_cell])
def test_a_long_source_is_shown_plain_and_a_longer_one_to_some_place(new: type) -> None:
    text = "ab <c>\n" * 1_000
    shown = beside(new(text))[0].source
    assert shown.startswith("<pre")
    assert shown.count("ab &lt;c&gt;") == 1_000
    assert "Left out here" not in shown
    shown = beside(new(text * 100))[0].source
    whole, count = shown.count("ab &lt;c&gt;"), re.search(r"room: ([\d,]+) characters more", shown)
    assert count
    assert 1_000 < whole < 100_000
    assert abs(int(count[1].replace(",", "")) - (len(text) * 100 - whole * 7)) < 7
    assert "in the notebook that was handed in" in shown


def test_colours_go_before_words_do() -> None:
    red = "\x1b[31mred\x1b[m "
    shown = beside(new_code_cell("x", outputs=[new_output("stream", text=red * count) for count in (10, 100_000)]))[0]
    assert shown.outputs[0].text == red * 10
    assert "\x1b" not in shown.outputs[1].text
    assert shown.outputs[1].text.startswith("red red")
    error = new_output("error", ename="E", evalue="e", traceback=[red * 100] * 100)
    assert "\x1b" not in beside(new_code_cell("x", outputs=[error]))[0].outputs[0].traceback[0]


def test_of_too_many_outputs_the_others_are_counted() -> None:
    shown = beside(new_code_cell("x", outputs=[new_output("stream", text="x")] * 5_000))[0].outputs
    assert f"{5_000 - len(shown) + 1:,} outputs, to be found in the graded notebook" in shown[-1].text
    assert len(shown) > 100


def test_what_finds_no_room_as_a_picture_or_a_table_is_shown_as_text() -> None:
    wide = {"text/html": "<table>" + "<tr><td>1" * 10_000, "text/plain": "a table"}
    large = {"image/png": "A" * 50_000_000, "text/plain": "<Figure>"}
    outputs = [new_output("display_data", data=data) for data in (wide, large, {"image/png": "A" * 50_000_000})]
    shown = beside(new_code_cell("x", outputs=outputs))[0].outputs
    assert [each.data for each in shown[:2]] == [{"text/plain": "a table"}, {"text/plain": "<Figure>"}]
    assert "1 picture or table, to be found in the graded notebook" in shown[2].data["text/plain"]
