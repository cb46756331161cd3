"""Rebuild what a learner handed in: the released notebook, with nothing of theirs in it but sources.

A notebook that comes back from a learner may have lost its grading metadata, cells, or its JSON; or somebody tampered
with it. `rebuild` never repairs it. It takes the notebook as it was released and fills in the learner's answers, found
by grade id or, where that is lost, by cell id, function, source or place.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import chain

import nbformat
from nbformat.notebooknode import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_raw_cell
from nbgrader.utils import is_solution

from course_utils.grading.submission.matching import Matching, grade_id_of, names_in
from course_utils.grading.submission.reading import Findings, Handed, read

_GRADING = ("grade", "grade_id", "points", "schema_version", "solution", "task")
NEW_CELL: dict[str, Callable[..., NotebookNode]] = {
    "code": new_code_cell,
    "markdown": new_markdown_cell,
    "raw": new_raw_cell,
}


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
    findings = Findings()
    notebook = _skeleton(released)
    handed = read(submitted, findings)
    matching = Matching(notebook.cells, handed)
    matching.match(findings)
    if handed:
        _compare(matching, findings)
    notebook.cells = list(_assembled(matching))
    return Rebuilt(notebook, findings.notes())


def _skeleton(released: NotebookNode) -> NotebookNode:
    """A copy of the release in which every cell has an id."""
    notebook = copy.deepcopy(released)
    notebook.nbformat_minor = max(notebook.nbformat_minor, 5)  # the first with cell ids
    for number, cell in enumerate(notebook.cells, start=1):
        cell.setdefault("id", f"released-{number}")
    return notebook


def _compare(matching: Matching, findings: Findings) -> None:
    """Tell what became of the cells that nbgrader knows about."""
    for slot, cell in enumerate(matching.released):
        grade_id = grade_id_of(cell)
        handed = matching.at(slot)
        if grade_id and handed is None:
            findings.add(_deleted(cell, matching), grade_id)
        elif grade_id and handed is not None:
            for sentence in _changes(cell, handed):
                findings.add(sentence, grade_id)
    known = {grade_id_of(cell) for cell in matching.released} | {None}
    for handed in chain.from_iterable(matching.extras().values()):
        if handed.grade_id not in known:
            findings.add("With a grade id that this assignment lacks, and kept as plain cells: {cells}.", handed.name)


def _deleted(cell: NotebookNode, matching: Matching) -> str:
    if not is_solution(cell):
        return "Deleted, and put back: {cells}."
    if _defined_elsewhere(cell, matching):
        return "Deleted, but another cell has the function: {cells}."
    return "Deleted, and put back unanswered: {cells}."


def _defined_elsewhere(cell: NotebookNode, matching: Matching) -> bool:
    names = names_in(cell)
    answers = [matching.at(slot) for slot, each in enumerate(matching.released) if is_solution(each)]
    return any(handed.defines(names) for handed in answers if handed)


def _changes(cell: NotebookNode, handed: Handed) -> Iterator[str]:
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


def _assembled(matching: Matching) -> Iterator[NotebookNode]:
    extras = matching.extras()
    taken = {cell.id for cell in matching.released}
    for slot, cell in [(-1, None), *enumerate(matching.released)]:
        if cell is not None:
            yield _filled(cell, slot, matching)
        for handed in extras.get(slot, []):
            yield _plain(handed, taken)


def _filled(cell: NotebookNode, slot: int, matching: Matching) -> NotebookNode:
    """The released cell with what the learner wrote in it, if it is theirs to write."""
    handed = matching.at(slot)
    if grade_id_of(cell) and not is_solution(cell):
        return cell
    if handed is not None and handed.source != cell.source:
        cell.source = handed.source
        _attach(cell, handed)
    elif handed is None and _defined_elsewhere(cell, matching):
        # The released cell would replace that function by an unanswered one.
        cell.source = f"# This cell was deleted; {', '.join(names_in(cell))} is in another cell."
    return cell


def _plain(handed: Handed, taken: set[str]) -> NotebookNode:
    """A cell of the learner's own, without metadata, under an id that is still free."""
    number = len(taken)
    while f"handed-in-{number}" in taken:
        number += 1
    taken.add(f"handed-in-{number}")
    cell = NEW_CELL[handed.kind](handed.source, id=f"handed-in-{number}")
    _attach(cell, handed)
    return cell


def _attach(cell: NotebookNode, handed: Handed) -> None:
    if handed.attachments and cell.cell_type == "markdown":
        cell.attachments = nbformat.from_dict(handed.attachments)
