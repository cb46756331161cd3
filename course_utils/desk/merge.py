"""Bring a notebook up to date without losing what its reader wrote in it."""

from __future__ import annotations

import copy
import secrets
from collections import defaultdict
from dataclasses import dataclass

from nbformat.notebooknode import NotebookNode


@dataclass(frozen=True)
class Merged:
    """A notebook as it ships now, with what its reader wrote; `kept` counts the cells of theirs that it holds."""

    notebook: NotebookNode
    kept: int


def same_sources(one: NotebookNode, other: NotebookNode) -> bool:
    """Whether two notebooks have the same cells, apart from outputs and metadata."""
    return [_content(cell) for cell in one.cells] == [_content(cell) for cell in other.cells]


def related(base: NotebookNode, mine: NotebookNode) -> bool:
    """Whether most cells of `base` are still in `mine`; some editors forget the ids by which cells are known."""
    ids = {cell.get("id") for cell in mine.cells}
    return 2 * sum(cell.get("id") in ids for cell in base.cells) >= len(base.cells)


def merge(base: NotebookNode, mine: NotebookNode, shipped: NotebookNode) -> Merged:
    """Merge what a reader and the course changed since both had the same notebook; all need cell ids.

    Args:
        base: the notebook as it was when the reader's copy was made.
        mine: the reader's copy.
        shipped: the notebook as it ships now.

    The result has the cells of `shipped`, in their order. A cell that only the reader changed is the reader's. So is an
    answer (a cell that nbgrader calls a solution) that both changed; of any other cell that both changed, the reader's
    stands below the new one. The reader's own cells stay below the cell that they stood below. A cell that the reader
    deleted stays away unless it has changed, or belongs to an exercise.
    """
    old, yours = _by_id(base), _by_id(mine)
    below = _own_cells(mine, {cell.id for cell in shipped.cells}, old)
    cells, theirs = list(below[""]), len(below[""])
    for new in shipped.cells:
        before, now = old.get(new.id), yours.get(new.id)
        cell, own = copy.deepcopy(new), below[new.id]
        if now is None:
            unchanged = before is not None and _content(before) == _content(new)
            deleted = unchanged and not new.metadata.get("nbgrader")
            cells += [] if deleted else [cell]
        else:
            if before is not None and now.source not in (before.source, new.source):
                if before.source == new.source or new.metadata.get("nbgrader", {}).get("solution"):
                    cell.source = now.source
                    theirs += 1
                else:
                    own = [_own(now), *own]
            if cell.source == now.source and cell.cell_type == now.cell_type == "code":
                cell.outputs, cell.execution_count = copy.deepcopy(now.outputs), now.execution_count
            cells.append(cell)
        cells += own
        theirs += len(own)
    notebook = copy.deepcopy(shipped)
    notebook.cells = cells
    _with_ids_of_their_own(notebook)
    return Merged(notebook, theirs)


def _content(cell: NotebookNode) -> tuple[str, str]:
    return cell.cell_type, cell.source.rstrip()


def _by_id(notebook: NotebookNode) -> dict[str, NotebookNode]:
    """The first cell with each id: of a cell that was copied with its id, the first is the one that shipped."""
    return {cell.id: cell for cell in reversed(notebook.cells)}


def _own_cells(
    mine: NotebookNode, shipped: set[str], old: dict[str, NotebookNode]
) -> defaultdict[str, list[NotebookNode]]:
    """The cells that are the reader's alone, by the id of the shipped cell above them; "" is above all.

    A cell that ships no longer is one of them if the reader had changed it.
    """
    found: defaultdict[str, list[NotebookNode]] = defaultdict(list)
    above, seen = "", set()
    for cell in mine.cells:
        if cell.id in shipped and cell.id not in seen:
            above = cell.id
        elif cell.source.strip() and (cell.id in seen or cell.id not in old or cell.source != old[cell.id].source):
            found[above].append(_own(cell))
        seen.add(cell.id)
    return found


def _own(cell: NotebookNode) -> NotebookNode:
    """The reader's cell, without the metadata that would make it a cell of the course."""
    own = copy.deepcopy(cell)
    for key in ("nbgrader", "deletable", "editable", "tags"):
        own.metadata.pop(key, None)
    return own


def _with_ids_of_their_own(notebook: NotebookNode) -> None:
    """Give a cell whose id another one above it has a new id."""
    taken: set[str] = set()
    for cell in notebook.cells:
        while cell.id in taken:
            cell.id = secrets.token_hex(4)
        taken.add(cell.id)
