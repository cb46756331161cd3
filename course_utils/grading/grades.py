"""What the gradebook says of a graded cell: what it is called, and whether it waits for the teacher."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

Key = tuple[str, str]
"""A graded cell: the name of its notebook, and its grade id."""


def waits(grade: Any) -> bool:
    """Whether an answer has no points yet, because a teacher is to give them.

    After a regrade nbgrader asks for another look at what was given by hand, which counts meanwhile.
    """
    return bool(grade.needs_manual_grade) and grade.manual_score is None


def names(cells: Iterable[Key]) -> Mapping[Key, str]:
    """What each cell is called: as short as it can be and still be called like no other one, in any notebook."""
    keys = list(dict.fromkeys(cells))
    called: dict[Key, str] = {}
    for notebook, cell in keys:
        others = [each for each in keys if each != (notebook, cell)]
        if short(cell) not in {short(other) for _, other in others}:
            called[notebook, cell] = short(cell)
        elif cell not in {other for _, other in others}:
            called[notebook, cell] = cell
        else:
            called[notebook, cell] = f"{notebook}: {cell}"
    return called


def short(cell: str) -> str:
    """A grade id without the lesson and the kind of cell: `lstm-split-gates-check` is split-gates."""
    return cell.split("-", 1)[-1].removesuffix("-check").removesuffix("-answer")
