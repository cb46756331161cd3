"""One submission's place to run: its cells and its answers in a child, which is started again should it end."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType, TracebackType
from typing import Self

from course_utils.checks.learner.answer import Reply
from course_utils.checks.learner.values import Value
from course_utils.grading.deciding.child import Child
from course_utils.grading.deciding.errors import Ended
from course_utils.grading.deciding.remote_answer import RemoteAnswer
from course_utils.grading.deciding.scratch import remove
from course_utils.grading.deciding.zygote import Zygote
from course_utils.grading.protocol.outputs import Output
from course_utils.grading.sandbox.limits import Limits
from course_utils.grading.sandbox.notebook import WORK

_NO_LIMITS = Limits()


@dataclass(frozen=True)
class Ran:
    """What came of a cell: its outputs, whether it raised, at which lines, and why its process ended, if it did."""

    outputs: list[Output] = field(default_factory=list)
    failed: bool = False
    lines: list[int] = field(default_factory=list)
    ended: Ended | None = None


@dataclass
class _Cell:
    source: str
    seconds: float
    goes_on: bool
    fatal: bool = False  # it ended its process once, and is not run again


class Sandbox:
    """Runs one submission; a context manager.

    The cells run in order, in one process. Where that ends, by a crash, a deadline or meddling, the next request starts
    another and runs the earlier cells again, without the one that ended it. What a cell leaves behind, such as a thread
    that ends the process some time later, is charged to whatever runs then: to tell them apart, the child would have to
    be believed. It costs the author of that thread, and nobody else.

    Args:
        zygote: where children come from.
        limits: what a child may use.
        seconds: what the whole submission may take.
        files: what lies in its folder when a child begins, by name.
    """

    def __init__(
        self,
        zygote: Zygote,
        limits: Limits = _NO_LIMITS,
        seconds: float = 600.0,
        files: Mapping[str, bytes] = MappingProxyType({}),
    ) -> None:
        self._zygote, self._seconds, self._files = zygote, seconds, files
        self._limits = replace(limits, scratch=limits.scratch + sum(map(len, files.values())))
        self._end = time.monotonic() + seconds
        self._cells: list[_Cell] = []
        self._child: Child | None = None
        self._scratch: Path | None = None
        self._callers: set[str] = set()  # the answers called in this child

    def run_cell(self, source: str, seconds: float = 30.0, goes_on: bool = False) -> Ran:
        """Run a cell; with `goes_on`, also the statements below one that raises.

        Raises:
            NoSandbox: no child can be had.
        """
        cell = _Cell(source, seconds, goes_on)
        self._look_after()
        try:
            child = self._started()
            return self._run(child, cell)
        except Ended as ended:
            return Ran(failed=True, ended=ended)
        finally:
            self._cells.append(cell)

    def answer(
        self,
        name: str,
        parameters: Sequence[str] = (),
        seconds: float = 10.0,
        total: float = 60.0,
        use: str = "called",
        is_class: bool = False,
    ) -> RemoteAnswer:
        """The answer called `name`, for `course_utils.checks.engine.ladder.judge`.

        Args:
            name: the function's name in the notebook.
            parameters: what the exercise calls its parameters.
            seconds: what one call may take.
            total: what all calls may take together.
            use, is_class: see `course_utils.checks.engine.exercise.Exercise`.
        """
        self._look_after()

        def call(arguments: Sequence[Value], gradient: bool, at_most: float, other: str) -> Reply:
            child = self._started()
            self._callers.add(name)
            try:
                deadline = self._deadline(at_most)
                return child.call(name, parameters, arguments, gradient, deadline, other or use, is_class)
            except Ended:
                self._stop()
                raise

        return RemoteAnswer(self._started, call, name, seconds, total)

    def has_called_others(self, name: str) -> bool:
        """Whether the child at hand, if there is one, has called answers other than `name`."""
        return bool(self._callers - {name})

    def close(self) -> None:
        """End the child and remove its files."""
        self._stop()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def _look_after(self) -> None:
        """Stop a child that ended or spoke between two requests: that is not the next one's fault."""
        if self._child and not self._child.is_well():
            self._stop()

    def _started(self) -> Child:
        """The child, with all earlier cells run.

        Raises:
            Ended: the submission's time is over.
        """
        while self._child is None:
            self._deadline(0)
            self._scratch = Path(tempfile.mkdtemp(prefix="course-"))
            for name, contents in self._files.items():
                path = self._scratch / WORK / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(contents)
            self._child = self._zygote.fork(self._scratch, self._limits)
            for cell in self._cells:
                if not cell.fatal and self._run(self._child, cell).ended:
                    break
        return self._child

    def _run(self, child: Child, cell: _Cell) -> Ran:
        try:
            return Ran(*child.cell(cell.source, cell.goes_on, self._deadline(cell.seconds)))
        except Ended as ended:
            cell.fatal = True
            self._stop()
            if ended.kind == "time" and "processor" not in str(ended):
                ended = Ended("time", f"the cell did not end within {cell.seconds:g} s")
            return Ran(failed=True, ended=ended)

    def _deadline(self, seconds: float) -> float:
        now = time.monotonic()
        if now >= self._end:
            raise Ended("time", f"the notebook took more than {self._seconds:g} s in all")
        return min(now + seconds, self._end)

    def _stop(self) -> None:
        child, scratch = self._child, self._scratch
        self._child = self._scratch = None
        self._callers.clear()
        try:
            if child is not None:
                child.close()
        finally:
            if scratch is not None:
                remove(scratch)
