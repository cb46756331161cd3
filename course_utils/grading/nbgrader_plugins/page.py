"""A page of bounded size and cost, whatever a learner wrote: nbgrader's feedback and formgrader's page.

Before nbconvert makes a page, `Bounded` replaces each piece of it (a source, an output) by HTML. All pieces share one
budget. A piece for whose colours and markup too little is left is shown as plain text; then its beginning, and a
sentence that says where the rest is. Released cells come first, then those of the learner's own.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from markupsafe import Markup
from nbconvert.exporters.exporter import ResourcesDict
from nbconvert.preprocessors import Preprocessor
from nbformat import NotebookNode
from nbformat.v4 import new_markdown_cell, new_output
from nbgrader.utils import is_solution

from course_utils.grading.nbgrader_plugins.feedback import as_html, as_written, cleaned, coloured
from course_utils.grading.nbgrader_plugins.formulas import Formulas
from course_utils.grading.nbgrader_plugins.pictures import Pictures
from course_utils.grading.submission.matching import grade_id_of
from course_utils.grading.submission.rebuild import is_own

# What things cost: units of about 10 microseconds on the machine on which `tools.bench_pages` was written.
_PAGE, _FOR_PLAIN = 56_000, 16_000  # all, and what is kept for cells without colours and markup
_CELL, _OUTPUT, _TAG, _TOKEN, _CODE, _LETTER = 250, 150, 8, 8, 10, 8
_BYTE, _ESCAPED, _PICTURE = 0.012, 0.4, 0.003
_SQUARE = 1 / 600  # of the characters of a text: so the time of mistune and of Pygments grows with some

_LONG, _MOST = 10_000, 200_000  # characters, of what may be coloured or marked up, and of what may be shown

_TOKENS = re.compile(r"\w+|[^\w\s]")
_MARKS = re.compile(r"[^\w\s]|\n")
_CODES = re.compile(r"\x1b\[.*?[@-~]")
_ESCAPES = re.compile("[<>&\"'\\[]")
_KINDS = ("text/html", "text/markdown", "image/svg+xml", "text/latex", "image/png", "image/jpeg", "text/plain")

_HANDED_IN = "the notebook that was handed in"
_GRADED = "the graded notebook"
MORE = "[… Left out here, for a page has only so much room: {count:,} characters more, which are in {where}.]"
NO_ROOM = "[Left out here, for a page has only so much room: {count:,} {what}, to be found in {where}.]"


class Bounded(Preprocessor):
    """Bounds a page, whatever a learner wrote; in HTMLExporter.preprocessors."""

    def preprocess(self, nb: NotebookNode, resources: ResourcesDict) -> tuple[NotebookNode, ResourcesDict]:
        """Replace sources and outputs by HTML that finds room, and leave out cells of the learner's own that do not."""
        folder = resources.get("metadata", {}).get("path")
        page = _Page(Path(folder) if folder else None)
        graded = [cell for cell in nb.cells if grade_id_of(cell)]
        released = [cell for cell in nb.cells if not grade_id_of(cell) and not is_own(cell)]
        for cells in (graded, released):
            for cell in cells:
                page.show_source(cell)
            for cell in cells:
                page.show_outputs(cell)
        nb.cells = list(_without(nb.cells, [cell for cell in nb.cells if is_own(cell) and not page.show(cell)]))
        for cell in nb.cells:
            cell.metadata = {key: value for key, value in cell.metadata.items() if key == "nbgrader"}
        return nb, resources


def _without(cells: Iterable[NotebookNode], left_out: Iterable[NotebookNode]) -> Iterator[NotebookNode]:
    """The cells; where some are left out, one that says so."""
    gone, waiting = {id(cell) for cell in left_out}, 0
    for cell in [*cells, None]:
        if cell is not None and id(cell) in gone:
            waiting += 1
            continue
        if waiting:
            words = NO_ROOM.format(count=waiting, what="cells of the learner's own", where=_HANDED_IN)
            yield new_markdown_cell(as_written(words))
            waiting = 0
        if cell is not None:
            yield cell


class _Budget:
    """What a page may still take. No piece takes more than half of it: something is left for every other."""

    def __init__(self, units: float) -> None:
        self._left = units

    def take(self, units: float) -> bool:
        if units > self._left / 2:
            return False
        self._left -= units
        return True

    def take_for_looks(self, units: float) -> bool:
        """The same for colours, markup and pictures, without which there is room for more words."""
        return units <= (self._left - _FOR_PLAIN) / 2 and self.take(units)


class _Page:
    def __init__(self, folder: Path | None) -> None:
        self._folder = folder
        self._budget = _Budget(_PAGE)

    def show(self, cell: NotebookNode) -> bool:
        """Make HTML of a cell, if the page has room for one more."""
        if not self._budget.take(_CELL):
            return False
        self.show_source(cell)
        self.show_outputs(cell)
        return True

    def show_source(self, cell: NotebookNode) -> None:
        """Make HTML of a cell's source; all of it where a learner cannot have changed it."""
        budget = self._budget if is_solution(cell) or not grade_id_of(cell) else _Budget(math.inf)
        source = cell.source
        if cell.cell_type == "markdown":
            cell.source = self._as_html(source, cell.get("attachments"), budget)
        elif cell.cell_type == "code" and budget.take_for_looks(_marked(source, _TOKENS) * _TOKEN + _squared(source)):
            cell.source = coloured(source)
        else:
            cell.source = _beginning(source, _HANDED_IN, budget)

    def _as_html(self, source: str, attachments: Any, budget: _Budget) -> Markup:
        pictures = Pictures(
            attachments, self._folder, lambda characters: self._budget.take_for_looks(characters * _PICTURE)
        )
        short = pictures.set_aside(source)
        if budget.take_for_looks(_marked(short, _MARKS) * _TAG + _squared(short) + len(source) * _PICTURE):
            return as_html(source, pictures, Formulas(lambda letters: budget.take_for_looks(letters * _LETTER)))
        return _beginning(source, _HANDED_IN, budget)

    def show_outputs(self, cell: NotebookNode) -> None:
        """Make HTML of a cell's outputs, those that find room."""
        outputs = cell.get("outputs", [])
        for number, output in enumerate(outputs):
            if not self._budget.take(_OUTPUT):
                words = NO_ROOM.format(count=len(outputs) - number, what="outputs", where=_GRADED)
                cell.outputs = [*outputs[:number], new_output("stream", text=words)]
                return
            match output.output_type:
                case "stream":
                    output.text = self._in_colours("".join(output.text))
                case "error":
                    output.traceback = [self._in_colours("\n".join(output.traceback))]
                case "display_data" | "execute_result":
                    output.data, output.metadata = self._displayed(output.data), NotebookNode()

    def _in_colours(self, words: str) -> str:
        """Words of an output, without their colours if these take too much; nbconvert makes HTML of them."""
        codes = words.count("\x1b")
        plain = _CODES.sub("", words).replace("\x1b", "") if codes else words
        if codes and self._budget.take_for_looks(_cost(plain) + codes * (_CODE + len(words) / 50_000)):
            return words
        return _cut(plain, _GRADED, self._budget)

    def _displayed(self, data: NotebookNode) -> NotebookNode:
        """The form in which something is displayed: the first for which there is room."""
        forms: dict[str, Callable[[str], str | None]] = {
            "text/html": self._html,
            "text/markdown": lambda words: self._as_html(words, None, self._budget),
            "text/plain": self._in_colours,
            "text/latex": lambda words: self._as_html(words, None, self._budget),
        }
        known = [kind for kind in _KINDS if kind in data]
        for kind in known:
            shown = forms.get(kind, self._picture)("".join(data[kind]))
            if shown is not None:
                return NotebookNode({kind: shown})
        words = NO_ROOM.format(count=1, what="picture or table", where=_GRADED) if known else ""
        return NotebookNode({"text/plain": words})

    def _html(self, html: str) -> str | None:
        pictures = Pictures(None, self._folder, lambda characters: self._budget.take_for_looks(characters * _PICTURE))
        short = pictures.set_aside(html)
        cost = _cost(short) + short.count("<") * _TAG + len(html) * _PICTURE
        return cleaned(html, pictures) if self._budget.take_for_looks(cost) else None

    def _picture(self, data: str) -> str | None:
        return data if self._budget.take_for_looks(len(data) * _PICTURE) else None


def _marked(text: str, marks: re.Pattern[str]) -> float:
    """How many elements a text may become; those of a long one are not worth counting."""
    return len(marks.findall(text)) if len(text) < _LONG else math.inf


def _squared(text: str) -> float:
    return len(text) ** 2 * _SQUARE


def _cost(text: str) -> float:
    """What a plain text costs."""
    return (
        math.inf
        if len(text) > _MOST
        else len(text.encode("utf-8", "replace")) * _BYTE + len(_ESCAPES.findall(text)) * _ESCAPED
    )


def _beginning(text: str, where: str, budget: _Budget) -> Markup:
    return as_written(_cut(text, where, budget))


def _cut(text: str, where: str, budget: _Budget) -> str:
    """A plain text, or its beginning and a sentence that says where the rest is."""
    kept = len(text)
    while not budget.take(_cost(text[:kept])):
        kept //= 2
    return text if kept == len(text) else f"{text[:kept]}\n{MORE.format(count=len(text) - kept, where=where)}"
