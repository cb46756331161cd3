"""Find out which of the cells that were handed in stands for which released one."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from difflib import SequenceMatcher

from nbformat.notebooknode import NotebookNode
from nbgrader.utils import is_grade, is_locked, is_solution, is_task

from course_utils.grading.submission.reading import Findings, Handed, lines_of, normal

_ALIKE = 0.5  # share of a released cell's lines that a cell must still have to be recognised by them
_DEFINITION = re.compile(r"^(?:(?:async\s+)?def|class)\s+(\w+)", re.MULTILINE)


def grade_id_of(cell: NotebookNode) -> str | None:
    """The grade id of a cell that nbgrader knows about; None for a plain one."""
    known = is_grade(cell) or is_solution(cell) or is_locked(cell) or is_task(cell)
    return str(cell.metadata.nbgrader.grade_id) if known else None


def names_in(cell: NotebookNode) -> list[str]:
    """The functions and classes that a released answer cell asks for."""
    return _DEFINITION.findall(cell.source) if is_solution(cell) and cell.cell_type == "code" else []


def bare_of(cell: NotebookNode) -> str:
    """A released cell's source as those that were handed in are compared with it; see `Handed.bare`."""
    return normal(cell.source).strip()


def answered(released: Sequence[NotebookNode], handed: Sequence[Handed]) -> int:
    """How many of the released answers somebody has worked on."""
    known = {bare_of(cell) for cell in released} | {""}
    own = [each for each in handed if each.bare not in known]
    return sum(
        any(same(cell, each) for each in own for same in (_by_grade_id, _by_cell_id, _by_function))
        for cell in released
        if is_solution(cell)
    )


def _by_grade_id(cell: NotebookNode, handed: Handed) -> bool:
    known = grade_id_of(cell)
    return known is not None and handed.grade_id == known


def _by_cell_id(cell: NotebookNode, handed: Handed) -> bool:
    return (
        "id" in cell and bool(handed.id == cell.id) and (grade_id_of(cell) is not None or handed.kind == cell.cell_type)
    )


def _by_function(cell: NotebookNode, handed: Handed) -> bool:
    return handed.defines(names_in(cell))


def _by_source(cell: NotebookNode, handed: Handed) -> bool:
    return bool(handed.kind == cell.cell_type and handed.bare == bare_of(cell))


def _worth(cell: NotebookNode, handed: Handed, number: int) -> tuple[bool, bool, bool, int]:
    """How well this copy of a cell stands for it: of an answer the last that was worked on, of others the first."""
    worked_on = handed.bare not in ("", bare_of(cell))
    answer = bool(is_solution(cell))
    place = number if answer and worked_on else -number
    return worked_on == answer, handed.defines(names_in(cell)), handed.kind == cell.cell_type, place


class Matching:
    """Which of the cells that were handed in stands for which released one.

    Attributes:
        released: the cells of the release.
        handed: the cells that were handed in.
        of: by place of the released cell, the place of the one handed in.
        free: places of cells handed in that stand for none.
    """

    def __init__(self, released: Sequence[NotebookNode], handed: Sequence[Handed]) -> None:
        self.released = released
        self.handed = handed
        self.of: dict[int, int] = {}
        self.free = dict.fromkeys(range(len(handed)))  # a set that keeps its order

    def match(self, findings: Findings) -> None:
        """Match by what is surest first."""
        self._by(_by_grade_id, findings, "")
        self._by(_by_cell_id, findings, "Without grading metadata, and recognised by the id of the cell: {cells}.")
        self._by(_by_function, findings, "Without grading metadata, and recognised by the function: {cells}.")
        self._by(_by_source, findings, "Without grading metadata, and recognised by what they say: {cells}.")
        self._by_place(findings)
        self._drop_copies(findings)

    def at(self, slot: int) -> Handed | None:
        """What stands for the released cell at this place."""
        return self.handed[self.of[slot]] if slot in self.of else None

    def others(self, slot: int) -> Iterator[Handed]:
        """What was handed in, and stands neither for the released cell at this place nor for an untouched one."""
        untouched = {bare_of(cell) for cell in self.released}
        kept = {*self.of.values(), *self.free} - {self.of.get(slot)}
        return (self.handed[number] for number in sorted(kept) if self.handed[number].bare not in untouched)

    def extras(self) -> dict[int, list[Handed]]:
        """The learner's own cells, by the place of the released cell that they follow; -1 is the top."""
        slots = {number: slot for slot, number in self.of.items()}
        found: dict[int, list[Handed]] = {}
        slot = -1
        for number, handed in enumerate(self.handed):
            slot = slots.get(number, slot)
            if number in self.free:
                found.setdefault(slot, []).append(handed)
        return found

    def _open(self) -> Iterator[tuple[int, NotebookNode]]:
        return ((slot, cell) for slot, cell in enumerate(self.released) if slot not in self.of)

    def _take(self, slot: int, number: int, findings: Findings, sentence: str) -> None:
        self.of[slot] = number
        del self.free[number]
        grade_id = grade_id_of(self.released[slot])
        if grade_id and sentence:
            findings.add(sentence, grade_id)

    def _by(self, same: Callable[[NotebookNode, Handed], bool], findings: Findings, sentence: str) -> None:
        for slot, cell in self._open():
            found = [number for number in self.free if same(cell, self.handed[number])]
            if found:
                best = max(found, key=lambda number: _worth(cell, self.handed[number], number))
                self._take(slot, best, findings, sentence)
            if len(found) > 1 and same is not _by_source and (grade_id := grade_id_of(cell)):
                findings.add("More than once; of an answer, the last copy worked on counts: {cells}.", grade_id)

    def _by_place(self, findings: Findings) -> None:
        """Match by lines that are left; an answer also by its type, if both its neighbours are matched."""
        for slot, cell in self._open():
            released = lines_of(cell.source)
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

    def _drop_copies(self, findings: Findings) -> None:
        """Drop copies of released cells: an unanswered one, run after the answer, would undo it."""
        graded = {bare_of(cell) for cell in self.released if grade_id_of(cell)} - {""}
        for number in [number for number in self.free if self.handed[number].bare in graded]:
            del self.free[number]
            findings.add("Copies of released cells, left out: {cells}.", self.handed[number].name)
