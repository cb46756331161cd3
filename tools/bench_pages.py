"""The cost of the worst feedback and formgrader pages that a learner can cause, compared with an honest page.

    python -m tools.bench_pages [NAME …]

Both pages are made in turns in one process, so that a busy machine slows both and their ratio stays meaningful.
"""

from __future__ import annotations

import base64
import copy
import functools
import re
import statistics
import sys
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import nbformat
import nbgrader
from nbconvert import HTMLExporter
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_output, new_raw_cell
from traitlets.config.loader import PyFileConfigLoader

from course_utils.checks import COURSE, judge
from course_utils.grading.protocol.outputs import Room
from tools.answer_bank import ANSWERS
from tools.notebooks import ROOT, cells_of

LESSON = "lstm"
PICTURE = base64.b64encode(bytes([0x89, *b"PNG\r\n\x1a\n", *range(200)]) * 100).decode()
_DATA = re.compile(r"data:image/[a-z+]+;base64,[A-Za-z0-9+/=]+")
_TEMPLATES = Path(nbgrader.__file__).parent / "server_extensions" / "formgrader" / "templates"
_NAMES = ("assignment_id", "notebook_id", "submission_id", "base_url", "last_name", "first_name", "student")


class Pages:
    """Makes pages as formgrader does."""

    def __init__(self) -> None:
        config = PyFileConfigLoader("nbgrader_config.py", path=str(ROOT)).load_config()
        config.HTMLExporter.template_name = "formgrade"
        config.HTMLExporter.extra_template_basedirs = [str(_TEMPLATES)]
        self._exporter = HTMLExporter(config=config)

    def make(self, notebook: Path) -> str:
        """The page of a graded notebook."""
        page: str = self._exporter.from_filename(str(notebook), resources=self._resources())[0]
        return page

    def of(self, notebook: NotebookNode) -> str:
        """The page of a graded notebook that is not in a file."""
        page: str = self._exporter.from_notebook_node(notebook, resources=self._resources())[0]
        return page

    def _resources(self) -> dict[str, Any]:
        return {**dict.fromkeys(_NAMES, "x"), "index": 0, "total": 1, "notebook_path": "x"}


@functools.cache
def _honest() -> NotebookNode:
    path = ROOT / "exercises" / f"03_{LESSON}" / f"03_{LESSON}.ipynb"
    notebook: NotebookNode = nbformat.read(path, as_version=4)
    by_id = {cell.metadata.get("nbgrader", {}).get("grade_id"): cell for cell in notebook.cells}
    for exercise in COURSE.of_lesson(LESSON):
        path = sorted((ANSWERS / exercise.id).glob("wrong-*.py"))[0]
        space: dict[str, object] = {}
        source = path.read_text()
        by_id[cells_of(exercise.id).answer].source = source
        exec(compile(source, path, "exec"), space)
        verdict = judge(exercise, exercise.local(space.get(exercise.answer_name)), 0)
        data = {"text/html": verdict.as_html(), "text/plain": verdict.as_text()}
        by_id[cells_of(exercise.id).check].outputs = [new_output("display_data", data=data)]
    for number in range(10):
        shown = [new_output("stream", text=f"torch.Size([7, 3, {number}])\n" * 5)]
        notebook.cells.append(own(new_code_cell("h, (h_n, c_n) = lstm(x)\nprint(h.shape)", outputs=shown), number))
    plot = new_output("display_data", data={"image/png": PICTURE, "text/plain": "<Figure size 640x480>"})
    notebook.cells.append(own(new_code_cell("plt.plot(losses)", outputs=[plot]), 10))
    return notebook


def honest() -> NotebookNode:
    """An honest notebook: with an answer in each cell, the verdicts, ten cells of the learner's own and a plot."""
    return copy.deepcopy(_honest())


def own(cell: NotebookNode, number: int) -> NotebookNode:
    """The cell, marked as Rebuild marks a cell of the learner's own."""
    cell.id = f"handed-in-{number}"
    return cell


def worst() -> dict[str, list[NotebookNode]]:
    """Cells that a learner adds, by what is bad about them."""
    printed = {"name": "stdout", "text": "\x1b[31ma\x1b[0mb" * 500 + "c" * 50_000}
    trace = ["\x1b[31m" + "x" * 30 + "\x1b[0m"] * 500
    inner = "".join(f"<b title={number}>" for number in range(1_000)) + "<p>" * 1_000
    tables = "<details><table><tr><td>" * 600
    attached = {"x.png": {"image/png": PICTURE * 10}}
    return {
        "two thousand alike": [new_code_cell("x = x + 1\n" * 300) for _ in range(2_000)],
        "small cells": [new_code_cell("a.b") for _ in range(2_000)],
        "small texts": [new_markdown_cell("*a*") for _ in range(2_000)],
        "raw cells": [new_raw_cell("<b>a") for _ in range(2_000)],
        "tables": [new_markdown_cell(tables) for _ in range(200)],
        "elements opened anew": [new_markdown_cell(inner), new_raw_cell(inner)] * 50,
        "emphasis": [new_markdown_cell("_*" * size) for size in (400, 700, 1_000, 2_000, 4_900) * 20],
        "formulas": [new_markdown_cell("$" + "a" * size + "$") for size in (10, 100, 1_000, 4_900) * 30],
        "small formulas": [new_markdown_cell("$a$ " * size) for size in (100, 300, 1_000) * 30],
        "formulas in formulas": [new_markdown_cell("$" + "\\sqrt{" * size + "}" * size + "$") for size in (50, 900)],
        "code blocks": [new_markdown_cell("```\na\n```\n" * size) for size in (50, 100, 200) * 50],
        "blank space": [new_markdown_cell(" " * size + "a") for size in (1_000, 3_000, 4_900) * 30],
        "other languages": [new_markdown_cell("```perl\n" + "<<a;" * 500) for _ in range(100)],
        "dots": [new_code_cell("." * size) for size in (1_000, 2_000, 3_500, 20_000) * 30],
        "blank lines": [new_code_cell("  \n" * size + "a") for size in (300, 1_000, 2_000) * 40],
        "tokens": [new_code_cell("a+" * size) for size in (200, 1_000, 2_000) * 40],
        "magics": [new_code_cell("%%perl\n" + "<<a;" * 500) for _ in range(100)],
        "one long source": [new_code_cell("<" * 1_000_000), new_markdown_cell("&" * 1_000_000)],
        "fifty megabytes": [new_code_cell("x" * 1_000_000) for _ in range(48)],
        "colour codes": [new_code_cell("x", outputs=[new_output("stream", **printed)] * 4) for _ in range(100)],
        "colours in tracebacks": [
            new_code_cell("x", outputs=[new_output("error", ename="E", evalue="e", traceback=trace)] * 4)
            for _ in range(50)
        ],
        "outputs": [new_code_cell("x", outputs=[new_output("stream", text="x")] * 1_000)],
        "long outputs": [new_code_cell("x", outputs=[new_output("stream", text="é<" * 1_000_000)])],
        "tables in outputs": [
            new_code_cell("x", outputs=[new_output("display_data", data={"text/html": "<table><td>" * 1_000})] * 50)
        ],
        "pictures": [
            new_code_cell("x", outputs=[new_output("display_data", data={"image/png": PICTURE * 20})] * 50)
        ],
        "one picture many times": [new_markdown_cell("![](attachment:x.png)\n" * 100, attachments=attached)] * 20,
        "pictures in words": [new_markdown_cell(f"`data:image/png;base64,{PICTURE * 9}` " * 3)] * 20,
        "all": [
            new_markdown_cell("_*" * 700), new_markdown_cell(tables), new_code_cell("." * 1_500),
            new_code_cell("a+" * 400, outputs=[new_output("stream", **printed)]),
            new_markdown_cell("![](attachment:x.png)\n", attachments=attached), new_raw_cell("<&" * 2_000),
        ] * 100,
    }  # fmt: skip


def with_cells(cells: Iterable[NotebookNode]) -> NotebookNode:
    """The honest notebook with these cells of the learner's own in front."""
    notebook = honest()
    notebook.cells = [*(own(cell.copy(), 1_000 + number) for number, cell in enumerate(cells)), *notebook.cells]
    return _recorded(notebook)


def with_answers(cells: list[NotebookNode]) -> NotebookNode:
    """The honest notebook with these cells in place of its texts and, if the type of cell fits, of its answers."""
    notebook = honest()
    for number, cell in enumerate(each for each in notebook.cells if not each.get("outputs")):
        other = cells[number % len(cells)]
        grading = cell.metadata.get("nbgrader", {})
        if not grading or (grading["solution"] and cell.cell_type == other.cell_type):
            notebook.cells[notebook.cells.index(cell)] = nbformat.from_dict(
                {**other, "id": cell.id, "metadata": cell.metadata}
            )
    return _recorded(notebook)


def _recorded(notebook: NotebookNode) -> NotebookNode:
    """The notebook with only as many outputs as the grader keeps."""
    room = Room()
    for cell in notebook.cells:
        if "outputs" in cell:
            cell.outputs = nbformat.from_dict(room.fitted(cell.outputs))
    return notebook


def size(page: str) -> int:
    """The bytes of a page without its pictures."""
    return len(_DATA.sub("", page).encode())


def main(names: list[str], rounds: int = 3) -> None:
    """For each of these pages, or all, print its size and its processor time as a multiple of the honest page's."""
    pages = Pages()
    print(f"{'page':32}{'seconds':>10}{'honest':>10}{'ratio':>8}{'MB':>8}")
    with tempfile.TemporaryDirectory() as folder:
        plain, bad = Path(folder, "honest.ipynb"), Path(folder, "bad.ipynb")
        nbformat.write(honest(), plain)
        pages.make(plain)
        for name, cells in worst().items():
            if names and name not in names:
                continue
            for where, notebook in (("", with_cells(cells)), (" as answers", with_answers(cells))):
                nbformat.write(notebook, bad)
                took = []
                for _ in range(rounds):
                    start = time.process_time()
                    page = pages.make(bad)
                    middle = time.process_time()
                    pages.make(plain)
                    took.append((middle - start, time.process_time() - middle))
                seconds, beside = (statistics.median(each) for each in zip(*took, strict=True))
                ratio, megabytes = seconds / beside, size(page) / 1e6
                print(f"{name + where:32}{seconds:10.2f}{beside:10.2f}{ratio:8.1f}{megabytes:8.2f}", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
