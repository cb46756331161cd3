"""Rebuild what a learner handed in: the released notebook, with nothing of theirs in it but sources.

A notebook that comes back from a learner may have lost its grading metadata, cells, or its JSON; or somebody tampered
with it. `rebuild` never repairs it. It takes the notebook as it was released and fills in the learner's answers, found
by grade id or, where that is lost, by cell id, function, source or place. `Rebuild` and `RebuildExporter` do this to
every submission of `nbgrader autograde`; in nbgrader_config.py, of this course or any other:

    c.Autograde.exporter_class = "course_utils.grading.rebuild.RebuildExporter"
    c.Autograde.sanitize_preprocessors = [
        "course_utils.grading.rebuild.Rebuild",
        "nbgrader.preprocessors.OverwriteKernelspec",
        "nbgrader.preprocessors.OverwriteCells",  # puts the hidden tests back
    ]

ClearOutput and DeduplicateIds have nothing left to do. (Not `sanitize_preprocessors.insert`: nbgrader loads its
configuration twice and would rebuild twice.)
"""

from __future__ import annotations

import codecs
import copy
import json
import re
import shutil
import tempfile
import weakref
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from functools import cached_property
from itertools import chain, islice
from pathlib import Path
from typing import Any

import nbformat
from nbconvert.exporters import NotebookExporter
from nbconvert.exporters.exporter import ResourcesDict
from nbformat.notebooknode import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_raw_cell
from nbgrader.api import Gradebook
from nbgrader.converters import Autograde
from nbgrader.preprocessors import ClearHiddenTests, ClearMarkScheme, ComputeChecksums, NbGraderPreprocessor
from nbgrader.utils import is_grade, is_locked, is_solution, is_task

from course_utils.grading.intake import take_in

MOST_BYTES = 50_000_000
"""A larger file is not read at all."""
MOST_CELLS = 2_000
"""Cells after these are left out."""
MOST_CHARACTERS = 1_000_000
"""The source of a cell is cut after these."""

_ALIKE = 0.5  # share of a released cell's lines that a cell must still have to be recognised by them
_DAMAGED_CELLS = 20  # so many cells that cannot be read end the search for whole ones: a bound on the time it takes
_CELL_START = re.compile(r'\{\s*"(?:attachments|cell_type|execution_count|id|metadata|outputs|source)"')
_DEFINITION = re.compile(r"^(?:(?:async\s+)?def|class)\s+(\w+)", re.MULTILINE)
_GRADING = ("grade", "grade_id", "points", "schema_version", "solution", "task")
_KINDS = {"code": "code", "markdown": "markdown", "raw": "raw", "heading": "markdown", "html": "markdown"}
_NEW_CELL: dict[str, Callable[..., NotebookNode]] = {
    "code": new_code_cell,
    "markdown": new_markdown_cell,
    "raw": new_raw_cell,
}
_PICTURES = {"image/png", "image/jpeg", "image/gif", "image/webp"}
_BASE64 = re.compile(r"[A-Za-z0-9+/=\s]+")
_PICTURE_LINK = re.compile(r"""(\]\(\s*<?|src=["']?)attachment:([^\s)>"']*)""")
_SUBMITTED, _NOTES = "submitted", "notes"  # where the exporter leaves a submission's bytes, and what was odd about it


@dataclass(frozen=True)
class Rebuilt:
    """A submission, rebuilt.

    Attributes:
        notebook: valid, with the cells, ids and metadata of the release, and the learner's sources.
        notes: for the teacher, one sentence for each thing that was not as released; they quote nothing of the
            learner's.
    """

    notebook: NotebookNode
    notes: tuple[str, ...]


def rebuild(released: NotebookNode, submitted: bytes) -> Rebuilt:
    """Fill the learner's answers into the released notebook, whatever state the submission is in.

    Args:
        released: the notebook as the learner got it, nbformat 4.
        submitted: the file that was handed in.

    Nothing that a learner hands in raises an error. Cells of the learner's own stay between the cells where they were,
    as plain cells.
    """
    findings = _Findings()
    notebook = _skeleton(released)
    handed = _read(submitted, findings)
    matching = _Matching(notebook.cells, handed)
    matching.match(findings)
    if handed:
        _compare(matching, findings)
    notebook.cells = list(_assembled(matching))
    return Rebuilt(notebook, findings.notes())


@dataclass
class _Findings:
    """Sentences for the teacher; what happened to several cells is told in one."""

    cells: dict[str, list[str]] = field(default_factory=dict)

    def add(self, sentence: str, cell: str = "") -> None:
        self.cells.setdefault(sentence, []).append(cell)

    def notes(self) -> tuple[str, ...]:
        return tuple(sentence.format(cells=", ".join(dict.fromkeys(cells))) for sentence, cells in self.cells.items())


@dataclass(frozen=True)
class _Handed:
    """What is read of a cell that was handed in."""

    name: str
    kind: str
    source: str
    id: Any = None
    tags: Any = ()
    grading: Mapping[str, Any] = field(default_factory=dict)
    attachments: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    @property
    def grade_id(self) -> str | None:
        said = self.grading.get("grade_id")
        return said if isinstance(said, str) else None

    @cached_property
    def bare(self) -> str:
        return self.source.strip()

    @cached_property
    def lines(self) -> list[str]:
        return _lines(self.source)

    def defines(self, names: Sequence[str]) -> bool:
        """Whether all of these functions or classes are defined or assigned here; with no names, no."""
        return bool(names) and all(
            name in self.source
            and re.search(rf"^(?:(?:async\s+)?def|class)\s+{name}\b|^{name}\s*=(?!=)", self.source, re.MULTILINE)
            for name in names
        )


# Reading


def _skeleton(released: NotebookNode) -> NotebookNode:
    """A copy of the release in which every cell has an id."""
    notebook = copy.deepcopy(released)
    notebook.nbformat_minor = max(notebook.nbformat_minor, 5)  # the first with cell ids
    for number, cell in enumerate(notebook.cells, start=1):
        cell.setdefault("id", f"released-{number}")
    return notebook


def _read(submitted: bytes, findings: _Findings) -> list[_Handed]:
    """The cells of the file, as far as they can be read."""
    if len(submitted) > MOST_BYTES:
        findings.add(f"The file is larger than {MOST_BYTES:,} bytes and was not read.")
        return []
    if not submitted.strip():
        findings.add("Nothing could be read: the file is empty, or not a file.")
        return []
    cells = _cells(_text(submitted, findings), findings)
    if len(cells) > MOST_CELLS:
        findings.add(f"The notebook has more than {MOST_CELLS:,} cells; the others were left out.")
    named = ((f"cell {number}", cell) for number, cell in enumerate(cells[:MOST_CELLS], start=1))
    return [handed for name, cell in named if (handed := _handed(name, cell, findings))]


def _text(submitted: bytes, findings: _Findings) -> str:
    encoding = "utf-8-sig"
    if submitted.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encoding = "utf-16"
        findings.add("The file is written in UTF-16 instead of UTF-8.")
    try:
        text = submitted.decode(encoding)
    except UnicodeDecodeError:
        findings.add("The file has bytes that are not text; they were replaced by question marks.")
        text = submitted.decode(encoding, errors="replace").replace("\ufffd", "?")
    if "\0" in text:
        findings.add("The file has NUL bytes; they were left out.")
    return text.replace("\0", "")


def _cells(text: str, findings: _Findings) -> list[Any]:
    """The JSON of the cells."""
    try:
        contents = json.loads(text, strict=False)
    except (ValueError, RecursionError, MemoryError):
        cells = _whole_cells(text)
        findings.add(f"The file is not JSON, perhaps cut off or badly merged; whole cells found in it: {len(cells)}.")
        return cells
    if not isinstance(contents, dict):
        findings.add("The file is JSON but not a notebook.")
        return []
    if contents.get("nbformat") != 4:
        findings.add("The notebook does not say that it is nbformat 4; it was read as well as possible.")
    sheets = [contents, *_list(contents.get("worksheets"))]  # nbformat 2 and 3 keep cells in worksheets
    found = [cell for sheet in sheets for cell in _list(_dictionary(sheet).get("cells"))]
    if not found:
        findings.add("The notebook has no cells.")
    return found


def _whole_cells(text: str) -> list[Any]:
    """The cells in damaged JSON that are whole themselves."""
    decoder = json.JSONDecoder(strict=False)
    cells: list[Any] = []
    position = damaged = 0
    while damaged < _DAMAGED_CELLS and len(cells) <= MOST_CELLS and (start := _CELL_START.search(text, position)):
        try:
            cell, position = decoder.raw_decode(text, start.start())
        except (ValueError, RecursionError, MemoryError):
            damaged += 1
            position = start.end()
        else:
            if "cell_type" in cell and ("source" in cell or "input" in cell):
                cells.append(cell)
    return cells


def _handed(name: str, cell: Any, findings: _Findings) -> _Handed | None:
    if not isinstance(cell, dict):
        findings.add("Left out, because they are not cells: {cells}.", name)
        return None
    said = cell.get("cell_type")
    kind = _KINDS.get(said) if isinstance(said, str) else None
    if kind is None:
        findings.add("Of no known type, and read as code if they have outputs: {cells}.", name)
        kind = "code" if "outputs" in cell else "raw"
    metadata = _dictionary(cell.get("metadata"))
    attachments = _attachments(cell.get("attachments")) if kind == "markdown" else {}
    source = _source(name, cell, findings)
    if kind == "markdown":
        source = _without_lost_pictures(name, source, attachments, findings)
    return _Handed(
        name, kind, source, cell.get("id"), metadata.get("tags", []), _dictionary(metadata.get("nbgrader")), attachments
    )


def _dictionary(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _joined(value: Any) -> str | None:
    """Text, which a notebook may keep as a list of lines; None if it is neither."""
    if isinstance(value, list) and all(isinstance(line, str) for line in value):
        return "".join(value)
    return value if isinstance(value, str) else None


def _source(name: str, cell: Mapping[str, Any], findings: _Findings) -> str:
    """A cell's source, as text that can be written and run."""
    source = _joined(cell.get("source", cell.get("input")))  # a code cell's source was its input before nbformat 4
    if source is None:
        findings.add("Without a source that is text, and taken as empty: {cells}.", name)
        return ""
    if len(source) > MOST_CHARACTERS:
        findings.add(f"Cut after {MOST_CHARACTERS:,} characters: {{cells}}.", name)
        source = source[:MOST_CHARACTERS]
    if "\0" in source:
        findings.add("NUL characters were left out of: {cells}.", name)
    written = _writable(source)
    if written != source:
        findings.add("Halves of characters were replaced by question marks in: {cells}.", name)
    return written.replace("\0", "")


def _writable(text: str) -> str:
    """The text without lone surrogates, which no file can hold."""
    return text.encode("utf-8", errors="replace").decode("utf-8")


def _attachments(value: Any) -> dict[str, dict[str, str]]:
    """The pictures pasted into a cell; only base64 of known kinds, because feedback shows it without escaping."""
    pictures = {
        name: {mime: data for mime, said in _dictionary(kinds).items() if (data := _picture(mime, said))}
        for name, kinds in _dictionary(value).items()
        if _writable(name) == name
    }
    return {name: kinds for name, kinds in pictures.items() if kinds}


def _picture(mime: str, said: Any) -> str | None:
    data = _joined(said)
    return data if mime in _PICTURES and data and _BASE64.fullmatch(data) else None


def _without_lost_pictures(name: str, source: str, attachments: Mapping[str, Any], findings: _Findings) -> str:
    """The source with links to missing pictures disarmed: one would keep the feedback from being made."""

    def disarmed(link: re.Match[str]) -> str:
        if link[2] in attachments:
            return link[0]
        findings.add("Without a picture that the text shows: {cells}.", name)
        return f"{link[1]}missing-{link[2]}"

    return _PICTURE_LINK.sub(disarmed, source)


# Matching


def _grade_id(cell: NotebookNode) -> str | None:
    """The grade id of a cell that nbgrader knows about; None for a plain one."""
    known = is_grade(cell) or is_solution(cell) or is_locked(cell) or is_task(cell)
    return str(cell.metadata.nbgrader.grade_id) if known else None


def _names(cell: NotebookNode) -> list[str]:
    """The functions and classes that a released answer cell asks for."""
    return _DEFINITION.findall(cell.source) if is_solution(cell) and cell.cell_type == "code" else []


def _lines(source: str) -> list[str]:
    """The first lines that are not blank; enough to recognise a cell, few enough to be quick whatever it holds."""
    stripped = (line.strip() for line in source[:20_000].splitlines())
    return list(islice((line for line in stripped if line), 200))


def _by_grade_id(cell: NotebookNode, handed: _Handed) -> bool:
    known = _grade_id(cell)
    return known is not None and handed.grade_id == known


def _by_cell_id(cell: NotebookNode, handed: _Handed) -> bool:
    return bool(handed.id == cell.id) and (_grade_id(cell) is not None or handed.kind == cell.cell_type)


def _by_function(cell: NotebookNode, handed: _Handed) -> bool:
    return handed.defines(_names(cell))


def _by_source(cell: NotebookNode, handed: _Handed) -> bool:
    return bool(handed.kind == cell.cell_type and handed.bare == cell.source.strip())


def _worth(cell: NotebookNode, handed: _Handed, number: int) -> tuple[bool, bool, bool, int]:
    """How well this copy of a cell stands for it: of an answer the last that was worked on, of others the first."""
    worked_on = handed.bare not in ("", cell.source.strip())
    answer = bool(is_solution(cell))
    place = number if answer and worked_on else -number
    return worked_on == answer, handed.defines(_names(cell)), handed.kind == cell.cell_type, place


class _Matching:
    """Which of the cells that were handed in stands for which released one.

    Attributes:
        released: the cells of the release.
        handed: the cells that were handed in.
        of: by place of the released cell, the place of the one handed in.
        free: places of cells handed in that stand for none.
    """

    def __init__(self, released: Sequence[NotebookNode], handed: Sequence[_Handed]) -> None:
        self.released = released
        self.handed = handed
        self.of: dict[int, int] = {}
        self.free = dict.fromkeys(range(len(handed)))  # a set that keeps its order

    def match(self, findings: _Findings) -> None:
        """Match by what is surest first."""
        self._by(_by_grade_id, findings, "")
        self._by(_by_cell_id, findings, "Without grading metadata, and recognised by the id of the cell: {cells}.")
        self._by(_by_function, findings, "Without grading metadata, and recognised by the function: {cells}.")
        self._by(_by_source, findings, "Without grading metadata, and recognised by what they say: {cells}.")
        self._by_place(findings)
        self._drop_copies(findings)

    def at(self, slot: int) -> _Handed | None:
        """What stands for the released cell at this place."""
        return self.handed[self.of[slot]] if slot in self.of else None

    def extras(self) -> dict[int, list[_Handed]]:
        """The learner's own cells, by the place of the released cell that they follow; -1 is the top."""
        slots = {number: slot for slot, number in self.of.items()}
        found: dict[int, list[_Handed]] = {}
        slot = -1
        for number, handed in enumerate(self.handed):
            slot = slots.get(number, slot)
            if number in self.free:
                found.setdefault(slot, []).append(handed)
        return found

    def _open(self) -> Iterator[tuple[int, NotebookNode]]:
        return ((slot, cell) for slot, cell in enumerate(self.released) if slot not in self.of)

    def _take(self, slot: int, number: int, findings: _Findings, sentence: str) -> None:
        self.of[slot] = number
        del self.free[number]
        grade_id = _grade_id(self.released[slot])
        if grade_id and sentence:
            findings.add(sentence, grade_id)

    def _by(self, same: Callable[[NotebookNode, _Handed], bool], findings: _Findings, sentence: str) -> None:
        for slot, cell in self._open():
            found = [number for number in self.free if same(cell, self.handed[number])]
            if found:
                best = max(found, key=lambda number: _worth(cell, self.handed[number], number))
                self._take(slot, best, findings, sentence)
            if len(found) > 1 and same is not _by_source and (grade_id := _grade_id(cell)):
                findings.add("More than once; of an answer, the last copy worked on counts: {cells}.", grade_id)

    def _by_place(self, findings: _Findings) -> None:
        """Match by lines that are left; an answer also by its type, if both its neighbours are matched."""
        for slot, cell in self._open():
            released = _lines(cell.source)
            matcher = SequenceMatcher(b=released, autojunk=False)
            found = []
            for number in self._between(slot):
                handed = self.handed[number]
                matcher.set_seq1(handed.lines)
                share = sum(block.size for block in matcher.get_matching_blocks()) / max(len(released), 1)
                found.append((share if share >= _ALIKE else 0.0, handed.kind == cell.cell_type, -number))
            alike, same_kind, place = max(found, default=(0.0, False, 0))
            neighbours = {slot - 1, slot + 1} & set(range(len(self.released)))
            hemmed_in = neighbours <= self.of.keys()
            if (alike and same_kind) or (is_solution(cell) and (alike or (same_kind and hemmed_in))):
                self._take(slot, -place, findings, "Without grading metadata, and guessed from their place: {cells}.")

    def _between(self, slot: int) -> list[int]:
        """Free cells that are not empty between the neighbours that are matched; all of them if those were moved."""
        first = self.of[max(before)] if (before := [each for each in self.of if each < slot]) else -1
        last = self.of[min(after)] if (after := [each for each in self.of if each > slot]) else len(self.handed)
        if first > last:
            first, last = -1, len(self.handed)
        return [number for number in self.free if first < number < last and self.handed[number].bare]

    def _drop_copies(self, findings: _Findings) -> None:
        """Drop copies of released cells: an unanswered one, run after the answer, would undo it."""
        graded = {cell.source.strip() for cell in self.released if _grade_id(cell)} - {""}
        for number in [number for number in self.free if self.handed[number].bare in graded]:
            del self.free[number]
            findings.add("Copies of released cells, left out: {cells}.", self.handed[number].name)


def _compare(matching: _Matching, findings: _Findings) -> None:
    """Tell what became of the cells that nbgrader knows about."""
    for slot, cell in enumerate(matching.released):
        grade_id = _grade_id(cell)
        handed = matching.at(slot)
        if grade_id and handed is None:
            findings.add(_deleted(cell, matching), grade_id)
        elif grade_id and handed is not None:
            for sentence in _changes(cell, handed):
                findings.add(sentence, grade_id)
    known = {_grade_id(cell) for cell in matching.released} | {None}
    for handed in chain.from_iterable(matching.extras().values()):
        if handed.grade_id not in known:
            findings.add("With a grade id that this assignment lacks, and kept as plain cells: {cells}.", handed.name)


def _deleted(cell: NotebookNode, matching: _Matching) -> str:
    if not is_solution(cell):
        return "Deleted, and put back: {cells}."
    if _defined_elsewhere(cell, matching):
        return "Deleted, but another cell has the function: {cells}."
    return "Deleted, and put back unanswered: {cells}."


def _defined_elsewhere(cell: NotebookNode, matching: _Matching) -> bool:
    names = _names(cell)
    answers = [matching.at(slot) for slot, each in enumerate(matching.released) if is_solution(each)]
    return any(handed.defines(names) for handed in answers if handed)


def _changes(cell: NotebookNode, handed: _Handed) -> Iterator[str]:
    """How a cell that nbgrader knows about differs from its release."""
    released = cell.metadata.nbgrader
    # A flag that is missing is off: nbgrader itself does not always write them all.
    if handed.grade_id and any((handed.grading.get(key) or 0) != (released.get(key) or 0) for key in _GRADING):
        yield "With changed grading metadata, which is as released again: {cells}."
    if handed.tags != cell.metadata.get("tags", []):
        yield "With changed tags, which are as released again: {cells}."
    if handed.kind != cell.cell_type:
        yield "Turned into another type of cell, and taken all the same: {cells}."
    if not is_solution(cell) and handed.bare != cell.source.strip():
        yield "Changed, though not to be edited, and as released again: {cells}."


# Assembling


def _assembled(matching: _Matching) -> Iterator[NotebookNode]:
    extras = matching.extras()
    taken = {cell.id for cell in matching.released}
    for slot, cell in [(-1, None), *enumerate(matching.released)]:
        if cell is not None:
            yield _filled(cell, slot, matching)
        for handed in extras.get(slot, []):
            yield _plain(handed, taken)


def _filled(cell: NotebookNode, slot: int, matching: _Matching) -> NotebookNode:
    """The released cell with what the learner wrote in it, if it is theirs to write."""
    handed = matching.at(slot)
    if _grade_id(cell) and not is_solution(cell):
        return cell
    if handed is not None and handed.source != cell.source:
        cell.source = handed.source
        _attach(cell, handed)
    elif handed is None and _defined_elsewhere(cell, matching):
        # The released cell would replace that function by an unanswered one.
        cell.source = f"# This cell was deleted; {', '.join(_names(cell))} is in another cell."
    return cell


def _plain(handed: _Handed, taken: set[str]) -> NotebookNode:
    """A cell of the learner's own, without metadata, under an id that is still free."""
    number = len(taken)
    while f"handed-in-{number}" in taken:
        number += 1
    taken.add(f"handed-in-{number}")
    cell = _NEW_CELL[handed.kind](handed.source, id=f"handed-in-{number}")
    _attach(cell, handed)
    return cell


def _attach(cell: NotebookNode, handed: _Handed) -> None:
    if handed.attachments and cell.cell_type == "markdown":
        cell.attachments = nbformat.from_dict(handed.attachments)


# nbgrader


class Rebuild(NbGraderPreprocessor):  # type: ignore[misc]  # nbgrader has no types
    """Rebuild a submission from its release; must be the first of Autograde's sanitize_preprocessors.

    The notes are logged as warnings, and kept in the graded notebook's metadata as `course_utils.notes`.
    """

    def preprocess(self, nb: NotebookNode, resources: ResourcesDict) -> tuple[NotebookNode, ResourcesDict]:
        """Replace the notebook by the rebuilt one; without RebuildExporter, whatever nbgrader itself could read."""
        where = resources["nbgrader"]
        submitted = resources[_SUBMITTED] if _SUBMITTED in resources else json.dumps(nb).encode()
        rebuilt = rebuild(self._released(where), submitted)
        notes = [*resources.get(_NOTES, ()), *rebuilt.notes]
        for note in notes:
            self.log.warning("%s, %s: %s", where["student"], where["notebook"], note)
        if notes:
            rebuilt.notebook.metadata["course_utils"] = {"notes": notes}
        return rebuilt.notebook, resources

    def _released(self, where: Mapping[str, str]) -> NotebookNode:
        course = self.parent.parent.coursedir  # this belongs to an exporter, which belongs to the converter
        folder = Path(course.format_path(course.release_directory, ".", where["assignment"]))
        path = folder / f"{where['notebook']}.ipynb"
        if path.is_file():
            released: NotebookNode = nbformat.read(path, as_version=4)
            return released
        self.log.warning("There is no release %s; its graded cells are taken from the gradebook.", path)
        notebook = _from_gradebook(where)
        for finish in (ClearHiddenTests, ClearMarkScheme, ComputeChecksums):  # as generate_assignment does after saving
            notebook, _ = finish(parent=self).preprocess(notebook, ResourcesDict())
        return notebook


def _from_gradebook(where: Mapping[str, str]) -> NotebookNode:
    """The cells that nbgrader saved when it made the release: all but the plain ones."""
    with Gradebook(where["db_url"]) as gradebook:
        saved = gradebook.find_notebook(where["notebook"], where["assignment"])
        solutions = {cell.name for cell in saved.solution_cells}
        grades = {cell.name: cell.max_score for cell in saved.grade_cells}
        tasks = {cell.name: cell.max_score for cell in saved.task_cells}
        cells = []
        for number, cell in enumerate(saved.source_cells, start=1):
            grading = {
                "cell_type": cell.cell_type,
                "grade": cell.name in grades,
                "grade_id": cell.name,
                "locked": cell.locked,
                "schema_version": 3,
                "solution": cell.name in solutions,
                "task": cell.name in tasks,
            }
            if cell.name in grades | tasks:
                grading["points"] = (grades | tasks)[cell.name]
            new_cell = _NEW_CELL[cell.cell_type]
            cells.append(new_cell(cell.source, id=f"released-{number}", metadata={"nbgrader": grading}))
        kernelspec = json.loads(saved.kernelspec or "{}")
    notebook: NotebookNode = new_notebook(cells=cells, metadata={"kernelspec": kernelspec} if kernelspec else {})
    return notebook


class RebuildExporter(NotebookExporter):
    """Takes submissions in and hands each to `Rebuild` unread; as Autograde's exporter_class.

    nbgrader's own exporter parses a file before any preprocessor runs, and one that is not JSON never gets there.
    """

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)  # type: ignore[no-untyped-call]
        self._notes: dict[tuple[str, str], tuple[str, ...]] = {}
        # nbgrader makes its exporter once, when it has found what to grade and is about to begin.
        if isinstance(self.parent, Autograde) and self.parent.assignments:
            self.take_in()

    def take_in(self) -> None:
        """Let the converter, this exporter's parent, grade copies in good order; they go with the exporter."""
        folder = tempfile.mkdtemp(prefix="submitted-")
        weakref.finalize(self, shutil.rmtree, folder, ignore_errors=True)
        self._notes = take_in(self.parent, Path(folder))

    def from_filename(
        self, filename: str, resources: dict[str, Any] | None = None, **kw: Any
    ) -> tuple[NotebookNode, dict[str, Any]]:
        """Convert a submission if `Rebuild` is among the preprocessors, else a notebook as usual."""
        if not any(isinstance(each, Rebuild) and each.enabled for each in self._preprocessors):
            return super().from_filename(filename, resources, **kw)
        where = (resources or {}).get("nbgrader", {})
        notes = self._notes.get((where.get("student"), where.get("assignment")), ())
        unread = {**(resources or {}), _SUBMITTED: _contents(Path(filename)), _NOTES: notes}
        converted: tuple[NotebookNode, dict[str, Any]] = self.from_notebook_node(new_notebook(), unread, **kw)  # type: ignore[no-untyped-call]
        return converted


def _contents(path: Path) -> bytes:
    """The file's bytes, no more than are needed to see that it is too large; none if it is no readable file."""
    try:
        if not path.is_file():  # opening a named pipe would wait for ever
            return b""
        with path.open("rb") as file:
            return file.read(MOST_BYTES + 1)
    except OSError:
        return b""
