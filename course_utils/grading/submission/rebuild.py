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
from nbgrader.nbgraderformat import MetadataValidator
from nbgrader.utils import is_grade, is_locked, is_solution

from course_utils.grading.submission.added import Added, added, is_prose, new_text
from course_utils.grading.submission.matching import Matching, bare_of, grade_id_of, names_in
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


_OWN = "handed-in-"  # begins the ids of cells of the learner's own
BESIDE = "Nothing was written here. A cell beside this one holds the learner's own words."
"""Added to a stub that waits to be graded by hand all the same: nbgrader gives one that is unchanged 0."""


def rebuild(released: NotebookNode, submitted: bytes | None) -> Rebuilt:
    """Fill the learner's answers into the released notebook, whatever state the submission is in.

    Args:
        released: the notebook as the learner got it, nbformat 4.
        submitted: the file that was handed in; None if there was none.

    Nothing that a learner hands in raises an error. Cells of the learner's own stay between the cells where they were,
    as plain cells; so does what was added to a cell that was not to be edited.
    """
    findings = Findings()
    notebook = _skeleton(released)
    handed = [] if submitted is None else read(submitted, findings)
    matching = Matching(notebook.cells, handed)
    matching.match(findings)
    if handed:
        _compare(matching, findings)
    notebook.cells = list(map(_in_todays_words, _assembled(matching)))
    return Rebuilt(notebook, findings.notes())


def _skeleton(released: NotebookNode) -> NotebookNode:
    """A copy of the release in which every cell has an id."""
    notebook = copy.deepcopy(released)
    notebook.nbformat_minor = max(notebook.nbformat_minor, 5)  # the first with cell ids
    for number, cell in enumerate(notebook.cells, start=1):
        cell.setdefault("id", f"released-{number}")
    return notebook


def _in_todays_words(cell: NotebookNode) -> NotebookNode:
    """The cell with nbgrader's metadata as it writes them today, and without those that old versions left on others."""
    if grade_id_of(cell) is None:
        cell.metadata.pop("nbgrader", None)
        return cell
    today: NotebookNode = MetadataValidator().upgrade_cell_metadata(cell)
    return today


def _compare(matching: Matching, findings: Findings) -> None:
    """Tell what became of the cells that nbgrader knows about."""
    for slot, cell in enumerate(matching.released):
        grade_id = grade_id_of(cell)
        handed = matching.at(slot)
        if grade_id and handed is None:
            findings.add(_deleted(cell, slot, matching), grade_id)
        elif grade_id and handed is not None:
            for sentence in _changes(slot, matching, handed):
                findings.add(sentence, grade_id)
        if grade_id and _has_words_beside(slot, matching):
            findings.add("Unanswered, but words of the learner's own stand beside it, to be read: {cells}.", grade_id)
    known = {grade_id_of(cell) for cell in matching.released} | {None}
    for handed in chain.from_iterable(matching.extras().values()):
        if handed.grade_id not in known:
            findings.add("With a grade id that this assignment lacks, and kept as plain cells: {cells}.", handed.name)


def _deleted(cell: NotebookNode, slot: int, matching: Matching) -> str:
    if not is_solution(cell):
        return "Deleted, and put back: {cells}."
    if _defined_elsewhere(slot, matching):
        return "Deleted, but another cell has the function: {cells}."
    return "Deleted, and put back unanswered: {cells}."


def _defined_elsewhere(slot: int, matching: Matching) -> bool:
    """Whether an answer that is not where it should be stands in another cell."""
    names = names_in(matching.released[slot])
    return any(handed.defines(names) for handed in matching.others(slot) if handed.kind == "code")


def _is_open(slot: int, matching: Matching) -> bool:
    """Whether an answer cell is as it was released, or gone."""
    handed = matching.at(slot)
    return handed is None or handed.bare == bare_of(matching.released[slot])


def _has_words_beside(slot: int, matching: Matching) -> bool:
    """Whether the learner wrote words of their own near an answer in words that is still open."""
    cell = matching.released[slot]
    if not (is_solution(cell) and is_grade(cell) and _is_open(slot, matching)):
        return False
    if _is_from_the_gradebook(matching):  # the texts beside it are not known
        return False
    # What was deleted separates nothing: all code may be in one cell, and the words in the next.
    known = [number for number in matching.of if grade_id_of(matching.released[number]) and number != slot]
    first = max((number for number in known if number < slot), default=-1)
    last = min((number for number in known if number > slot), default=len(matching.released))
    extras = matching.extras()
    if any(_is_answer(handed, cell) for place in range(first, last) for handed in extras.get(place, [])):
        return True
    texts = [number for number in range(max(first, 0), last) if not grade_id_of(matching.released[number])]
    changed = [(matching.released[number], handed) for number in texts if (handed := matching.at(number))]
    return any(handed.kind != "code" and new_text(bare_of(text), handed.bare) for text, handed in changed)


def _is_from_the_gradebook(matching: Matching) -> bool:
    """Whether there was no release: the gradebook stands in for it, and keeps neither texts nor tags."""
    return all(map(grade_id_of, matching.released))


def _is_answer(handed: Handed, cell: NotebookNode) -> bool:
    if handed.kind == "code" and cell.cell_type != "code":
        return is_prose(handed.source)
    return bool(handed.bare)


def _added(slot: int, matching: Matching) -> Added:
    """What the learner added to a cell that was not theirs to edit."""
    cell, handed = matching.released[slot], matching.at(slot)
    if handed is None or not grade_id_of(cell) or is_solution(cell) or handed.bare == bare_of(cell):
        return Added()
    if handed.kind == "code" and cell.cell_type == "code":
        return added(bare_of(cell), handed.source, bool(is_grade(cell) and is_locked(cell)))
    return Added(after=new_text(bare_of(cell), handed.source))


def _changes(slot: int, matching: Matching, handed: Handed) -> Iterator[str]:
    """How a cell that nbgrader knows about differs from its release."""
    cell = matching.released[slot]
    released = cell.metadata.nbgrader
    # A flag that is missing is off: nbgrader itself does not always write them all.
    if handed.grade_id and any((handed.grading.get(key) or 0) != (released.get(key) or 0) for key in _GRADING):
        yield "With changed grading metadata, which is as released again: {cells}."
    # A tag that is missing was not in an older release.
    if set(handed.tags) - set(cell.metadata.get("tags", [])) and not _is_from_the_gradebook(matching):
        yield "With changed tags, which are as released again: {cells}."
    if handed.kind != cell.cell_type:
        yield "Turned into another type of cell, and taken all the same: {cells}."
    if is_solution(cell):
        if _is_open(slot, matching) and _defined_elsewhere(slot, matching):
            yield "Unanswered, but another cell has the function: {cells}."
    elif _added(slot, matching) != Added():
        yield "Added to, though not to be edited; what was added stands in a cell of its own: {cells}."
    elif handed.bare != bare_of(cell):
        yield "Changed, though not to be edited, and as released again: {cells}."


def _assembled(matching: Matching) -> Iterator[NotebookNode]:
    extras = matching.extras()
    taken = {cell.id for cell in matching.released}
    beside = [_added(slot, matching) for slot in range(len(matching.released))]
    for slot, cell in [(-1, None), *enumerate(_filled(slot, matching) for slot in range(len(matching.released)))]:
        if cell is not None:
            handed = matching.at(slot)
            sources = {-1: beside[slot].before, 1: beside[slot].after} if handed else {}
            around = {side: [_plain(handed, taken, words)] for side, words in sources.items() if words and handed}
            yield from [*around.get(-1, []), cell, *around.get(1, [])]
        for own in extras.get(slot, []):
            yield _plain(own, taken, own.source)


def _filled(slot: int, matching: Matching) -> NotebookNode:
    """The released cell with what the learner wrote in it, if it is theirs to write."""
    cell, handed = copy.copy(matching.released[slot]), matching.at(slot)
    if grade_id_of(cell) and not is_solution(cell):
        return cell
    if _has_words_beside(slot, matching):
        cell.source += f"\n\n# {BESIDE}" if cell.cell_type == "code" else f"\n\n*({BESIDE})*"
    elif is_solution(cell) and _is_open(slot, matching) and _defined_elsewhere(slot, matching):
        # The released cell would replace that function by an unanswered one.
        gone = "deleted" if handed is None else "not answered"
        cell.source = f"# This cell was {gone}; {', '.join(names_in(cell))} is in another cell."
    elif handed is not None and handed.bare != bare_of(cell):
        cell.source = handed.source
        _attach(cell, handed)
    return cell


def is_own(cell: NotebookNode) -> bool:
    """Whether a cell of a rebuilt notebook is one of the learner's own, which its release lacks."""
    return not grade_id_of(cell) and str(cell.get("id", "")).startswith(_OWN)


def _plain(handed: Handed, taken: set[str], source: str) -> NotebookNode:
    """A cell of the learner's own with this source, without metadata, under an id that is still free."""
    number = len(taken)
    while f"{_OWN}{number}" in taken:
        number += 1
    taken.add(f"{_OWN}{number}")
    cell = NEW_CELL[handed.kind](source, id=f"{_OWN}{number}")
    _attach(cell, handed)
    return cell


def _attach(cell: NotebookNode, handed: Handed) -> None:
    if handed.attachments and cell.cell_type == "markdown":
        cell.attachments = nbformat.from_dict(handed.attachments)
