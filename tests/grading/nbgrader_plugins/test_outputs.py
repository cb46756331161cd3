"""A teacher sees everything needed to grade by hand, and nothing of it is active; notes for teachers stay private."""

from __future__ import annotations

import base64
import time
from typing import Any

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook, new_output

from course_utils.checks.learner.verdict import MIME
from course_utils.grading.nbgrader_plugins.outputs import (
    FORGEABLE,
    UNSAFE,
    ForLearners,
    make_inert,
    note_for_the_teacher,
)
from tests.grading.nbgrader_plugins.test_feedback import PAYLOADS, active, page

# The output of pandas 2.3 for pandas.DataFrame({"rate": [0.1, 0.2], "loss": [3, 4]}).
TABLE = """<div>
<style scoped>
    .dataframe tbody tr th:only-of-type {
        vertical-align: middle;
    }

    .dataframe thead th {
        text-align: right;
    }
</style>
<table border="1" class="dataframe">
  <thead>
    <tr style="text-align: right;">
      <th></th>
      <th>rate</th>
      <th>loss</th>
    </tr>
  </thead>
  <tbody>
    <tr>
      <th>0</th>
      <td>0.1</td>
      <td>3</td>
    </tr>
    <tr>
      <th>1</th>
      <td>0.2</td>
      <td>4</td>
    </tr>
  </tbody>
</table>
</div>"""
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 2 2"><circle r="1"/></svg>'
TEST = {"grade": True, "locked": True, "solution": False, "grade_id": "t", "points": 2, "schema_version": 3}


def shown(**data: str) -> dict[str, Any]:
    """The recorded output of a display."""
    kinds = {"html": "text/html", "svg": "image/svg+xml", "plain": "text/plain", "png": "image/png"}
    output = new_output("display_data", data={kinds[kind]: said for kind, said in data.items()})
    notebook = new_notebook(cells=[new_code_cell(outputs=[output])])
    make_inert(notebook)
    return dict(notebook.cells[0].outputs[0].data)


def test_a_table_is_a_table() -> None:
    recorded = shown(html=TABLE, plain="rate loss")
    assert "vertical-align" not in recorded["text/html"]
    assert recorded["text/html"].count("<td>") == 4
    assert page(new_code_cell(outputs=[new_output("display_data", data=recorded)])).count("<td>") == 4


def test_a_drawing_is_a_picture() -> None:
    recorded = shown(svg=SVG, plain="<IPython.core.display.SVG object>")
    address = f"data:image/svg+xml;base64,{base64.b64encode(SVG.encode()).decode()}"
    assert recorded == {
        "text/html": f'<img alt="SVG" src="{address}">',
        "text/plain": "<IPython.core.display.SVG object>",
    }
    assert address in page(new_code_cell(outputs=[new_output("display_data", data=recorded)]))


@pytest.mark.parametrize("payload", PAYLOADS)
def test_nothing_that_is_recorded_does_anything(payload: str) -> None:
    assert not active(shown(html=payload).get("text/html", ""))
    picture = shown(svg=payload + SVG)["text/html"]
    assert not active(picture)
    assert picture.startswith('<img alt="SVG" src="data:image/svg+xml;base64,')


@pytest.mark.parametrize(
    ("html", "svg"),
    [
        ("<div id='chart'></div><script>draw()</script>", ""),
        ("<style>td {color: red}</style>", ""),
        ("<script>never ended", ""),
        ("", "<!DOCTYPE svg [<!ENTITY a 'aaaa'>]><svg>&a;</svg>"),
        ("", "no drawing"),
    ],
)
def test_where_nothing_is_left_the_plain_text_is_shown(html: str, svg: str) -> None:
    assert shown(html=html, svg=svg, plain="Chart(...)") == {"text/plain": "Chart(...)"}


def test_so_much_html_that_cleaning_takes_long_is_left_out() -> None:
    outputs = [new_output("display_data", data={"text/html": "<b>x</b>" * 2_900, "text/plain": "x"})] * 200
    notebook = nbformat.from_dict(new_notebook(cells=[new_code_cell(outputs=outputs)]))
    began = time.process_time()
    make_inert(notebook)
    assert time.process_time() - began < 60
    kept = [output for output in notebook.cells[0].outputs if "text/html" in output.data]
    assert len(kept) == 1_000_000 // (2_900 * len("<b>x</b>"))


def test_a_verdict_is_the_judges_own() -> None:
    data = {"text/html": "<p id='verdict'>right</p>", "text/plain": "right", MIME: {}}
    notebook = new_notebook(cells=[new_code_cell(outputs=[new_output("display_data", data=data)])])
    make_inert(notebook)
    assert notebook.cells[0].outputs[0].data["text/html"] == "<p id='verdict'>right</p>"


def test_a_note_stands_below_each_test_that_gave_points_and_nowhere_else() -> None:
    def cell(*outputs: nbformat.NotebookNode, **flags: Any) -> nbformat.NotebookNode:
        return new_code_cell(outputs=list(outputs), metadata={"nbgrader": TEST | flags})

    def result(value: str) -> nbformat.NotebookNode:
        return new_output("execute_result", data={"text/plain": value})

    failed = new_output("error", ename="AssertionError", evalue="", traceback=[])
    verdict = new_output("display_data", data={"text/plain": "right", MIME: {}})
    cells = [
        cell(),
        cell(result("0.5")),
        cell(result("0")),
        cell(failed),
        cell(new_output("stream", name="stderr", text="warning")),
        cell(verdict),
        cell(solution=True, locked=False),
        new_code_cell(),
        cell(result("99")),  # more points than there are; nbgrader will say so
    ]
    notebook = nbformat.from_dict(new_notebook(cells=cells))
    before = [len(each.outputs) for each in notebook.cells]
    note_for_the_teacher(notebook, FORGEABLE)
    note_for_the_teacher(notebook, UNSAFE)
    after = [len(each.outputs) for each in notebook.cells]
    assert [more - less for more, less in zip(after, before, strict=True)] == [2, 2, 0, 0, 0, 0, 0, 0, 0]
    ForLearners().preprocess(notebook, {})
    assert [len(each.outputs) for each in notebook.cells] == before
