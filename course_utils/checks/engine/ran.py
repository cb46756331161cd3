"""Which cells ran in this notebook: a check judges the answer that is on the screen, not an older one."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any


@dataclass(frozen=True)
class Run:
    """A cell as it was run: its source, its id (None where the front end tells none), and the error that stopped it."""

    source: str
    cell: str | None
    error: str = ""

    def defines(self, name: str) -> bool:
        """Whether the cell is written to give `name` a value, even if Python cannot read it."""
        if self._bound is not None:
            return name in self._bound
        pattern = rf"^(?:async\s+)?(?:def|class)\s+{re.escape(name)}\b|^{re.escape(name)}\s*(?::[^=\n]+)?=(?!=)"
        return re.search(pattern, self.source, re.MULTILINE) is not None

    @cached_property
    def _bound(self) -> frozenset[str] | None:
        """The names that the cell gives a value; None if Python cannot read it. Every check asks, so it is kept."""
        try:
            body = ast.parse(self.source).body
        except (SyntaxError, ValueError):  # unfinished, a magic, or a null byte
            return None
        return frozenset(name for statement in body for name in _names_bound(statement))


def _names_bound(statement: ast.stmt) -> Iterator[str]:
    if isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        yield statement.name
        return
    for node in ast.walk(statement):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id


@dataclass
class Ran:
    """The cells that ran since `watch`, oldest first."""

    runs: list[Run] = field(default_factory=list)

    def watch(self) -> None:
        """Write down every cell from now on, if this is a notebook."""
        if "IPython" in sys.modules and (shell := sys.modules["IPython"].get_ipython()):
            shell.events.register("post_run_cell", self._write_down)

    def _write_down(self, result: Any) -> None:
        error = result.error_before_exec or result.error_in_exec
        cell = getattr(result.info, "cell_id", None)
        self.runs.append(Run(result.info.raw_cell or "", cell, type(error).__name__ if error else ""))

    def doubt(self, name: str) -> str:
        """Why the answer called `name` is not what its cell says, in a sentence; empty if there is no reason."""
        newest = next((run for run in reversed(self.runs) if run.defines(name)), None)
        if newest is None:
            return ""
        if newest.error:
            article = "an" if newest.error[0] in "AEIOU" else "a"
            return f"the cell with `{name}` stopped with {article} {newest.error}, so it has not run to its end"
        again = next((run for run in reversed(self.runs) if run.cell is not None and run.cell == newest.cell), newest)
        if again is not newest:
            return f"the cell that had `{name}` was run again without it, so your older `{name}` is all that is left"
        return ""
