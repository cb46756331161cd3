"""What a learner added to a cell that was not theirs to edit: it runs beside it, whatever becomes of the cell."""

from __future__ import annotations

import ast
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from IPython.core.inputtransformer2 import TransformerManager

_MOST_COMPARED = 2_000  # statements or lines; more than any cell of a release has


@dataclass(frozen=True)
class Added:
    """What was added, as source for a cell before the released one and for one after it; each may be empty."""

    before: str = ""
    after: str = ""


@dataclass(frozen=True)
class _Statement:
    """A statement: its source with the comments above it, and what it is compared by."""

    source: str
    meaning: str
    names: frozenset[str]


def added(released: str, handed: str, is_check: bool) -> Added:
    """What stands in a cell that was handed in and not in its release, in its order.

    Statements are compared if both are Python, else lines. Around a check, what was added comes before it, for it may
    be what is checked, unless all of the check stands above. Around another cell it comes after it, for it may use what
    the cell defines; but what was put in the place of a released statement comes before, and so replaces nothing.
    """
    old, new = _statements(released), _statements(handed)
    if old is None or new is None:
        lines = _new_lines(released.splitlines(), handed.splitlines())
        return Added(lines, "") if is_check else Added("", lines)
    before: list[str] = []
    after: list[str] = []
    for tag, first, last, start, end in _changes([each.meaning for each in old], [each.meaning for each in new]):
        gone = frozenset[str]().union(*(each.names for each in old[first:last]))
        for each in new[start:end]:
            instead = tag == "replace" and (is_check or each.names & gone)
            early = first == 0 if not is_check else first < len(old)
            (before if instead or (tag == "insert" and early) else after).append(each.source)
    return Added("\n".join(before), "\n".join(after))


def new_text(released: str, handed: str) -> str:
    """The lines of a text that its release lacks."""
    return _new_lines(released.splitlines(), handed.splitlines())


def is_python(source: str) -> bool:
    """Whether this is Python, with at least one statement that is not a bare name, number or string."""
    try:
        body = _parsed(source).body
    except _NOT_PYTHON:
        return False
    return any(not isinstance(each, ast.Expr) or isinstance(each.value, ast.Call) for each in body)


def is_prose(source: str) -> bool:
    """Whether what stands in a code cell is words: comments, a string, or no Python at all."""
    if not source.strip():
        return False
    try:
        body = _parsed(TransformerManager().transform_cell(source)).body
    except _NOT_PYTHON:
        return True
    return all(isinstance(each, ast.Expr) and isinstance(each.value, ast.Constant | ast.Name) for each in body)


_NOT_PYTHON = (SyntaxError, ValueError, RecursionError, MemoryError)


def _parsed(source: str) -> ast.Module:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # such as of a backslash in a string
        return ast.parse(source)


def _statements(source: str) -> list[_Statement] | None:
    """The statements of a cell, magics among them; None if it is not Python."""
    try:
        text = TransformerManager().transform_cell(source)
        body = _parsed(text).body
        if len(body) > _MOST_COMPARED:
            return None
        meanings = [ast.dump(each) for each in body]
    except _NOT_PYTHON:
        return None
    lines = text.split("\n")  # not splitlines: a form feed ends no line of Python's
    found, above = [], 0
    for number, (node, meaning) in enumerate(zip(body, meanings, strict=True)):
        end = node.end_lineno or node.lineno
        start = min([node.lineno, *(each.lineno for each in getattr(node, "decorator_list", []))])
        shared = start <= above or (number + 1 < len(body) and body[number + 1].lineno <= end)
        words = (ast.get_source_segment(text, node) or "") if shared else "\n".join(lines[above:end])
        found.append(_Statement(words, meaning, frozenset(_bound(node))))
        above = end
    return found


def _bound(node: ast.stmt) -> Iterator[str]:
    """The names that a statement binds at the top level of a notebook."""
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        yield node.name
        return
    for each in ast.walk(node):
        if isinstance(each, ast.alias):
            yield (each.asname or each.name).partition(".")[0]
        elif isinstance(each, ast.Name) and isinstance(each.ctx, ast.Store):
            yield each.id


def _new_lines(released: Sequence[str], handed: Sequence[str]) -> str:
    old, new = ([line.strip() for line in lines[:_MOST_COMPARED]] for lines in (released, handed))
    found = [line for _, _, _, start, end in _changes(old, new) for line in handed[start:end]]
    found += handed[_MOST_COMPARED:]
    return "\n".join(found).strip("\n") if any(map(str.strip, found)) else ""


def _changes(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[str, int, int, int, int]]:
    for change in SequenceMatcher(a=old, b=new, autojunk=False).get_opcodes():
        if change[0] in ("insert", "replace"):
            yield change
