"""An IPython shell that keeps what a cell shows as a notebook's outputs, within bounds.

It does in one process what ipykernel does in two: what is printed, displayed and raised becomes `stream`,
`display_data`, `execute_result` and `error` outputs as nbformat writes them.
"""

from __future__ import annotations

import ast
import base64
import io
import os
import sys
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from types import CodeType
from typing import Any, TypeVar

from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.interactiveshell import ExecutionResult, InteractiveShell
from IPython.core.profiledir import ProfileDir
from IPython.utils.text import LSString, SList
from traitlets import default
from traitlets.config import Config

from course_utils.grading.protocol.outputs import KINDS
from course_utils.grading.sandbox.notebook import NOT_FOUND, Loop

MOST_TEXT = 1 << 20  # characters printed by one cell
MOST_SHOWN = 4 << 20  # characters of pictures and other displays of one cell
CUT = "\n[The grader keeps the first megabyte that a cell prints; the rest is left out.]\n"
NOT_SHOWN = "[The grader keeps four megabytes of a cell's pictures; this one is left out.]"
# Magics that do nothing but start a program.
_LINE_PROGRAMS = ("pip", "conda", "mamba", "micromamba", "uv")
_CELL_PROGRAMS = ("bash", "sh", "script", "perl", "ruby", "python", "python2", "python3", "pypy")

Output = dict[str, Any]
T = TypeVar("T")


class Outputs:
    """The outputs of one cell, in the order they came."""

    def __init__(self) -> None:
        self.kept: list[Output] = []
        self._text = MOST_TEXT
        self._shown = MOST_SHOWN
        self.clear_next = False

    def stream(self, name: str, words: str) -> None:
        """Add what was printed."""
        if not words or self._text <= 0:
            return
        self._clear_if_asked()
        if len(words) >= self._text:
            words = words[: self._text] + CUT
        self._text -= len(words)
        last = self.kept[-1] if self.kept else {}
        if last.get("output_type") == "stream" and last["name"] == name:
            last["text"].append(words)
        else:
            self.kept.append({"output_type": "stream", "name": name, "text": [words]})

    def rich(self, output_type: str, data: Mapping[str, Any], **more: Any) -> None:
        """Add something displayed."""
        self._clear_if_asked()
        known = {kind: data[kind] for kind in KINDS if isinstance(data.get(kind), str | bytes)}
        plain = {kind: base64.b64encode(d).decode() if isinstance(d, bytes) else d for kind, d in known.items()}
        self._shown -= sum(map(len, plain.values()))
        if self._shown < 0:
            plain = {"text/plain": NOT_SHOWN}
        self.kept.append({"output_type": output_type, "data": plain, "metadata": {}, **more})

    def error(self, name: str, value: str, traceback: list[str]) -> None:
        """Add an error."""
        self._clear_if_asked()
        lines = [line[:MOST_TEXT] for line in traceback]
        self.kept.append({"output_type": "error", "ename": name, "evalue": value[:MOST_TEXT], "traceback": lines})

    def _clear_if_asked(self) -> None:
        if self.clear_next:
            self.kept.clear()
            self.clear_next = False

    def finished(self) -> list[Output]:
        """All outputs, as nbformat writes them."""
        return [
            {**output, "text": "".join(output["text"])} if output["output_type"] == "stream" else output
            for output in self.kept
        ]


class _Stream(io.TextIOBase):
    """What a cell sees as sys.stdout or sys.stderr."""

    def __init__(self, name: str, number: int, shell: Shell) -> None:
        self._name, self._number, self._shell = name, number, shell

    encoding = "utf-8"
    errors = "strict"

    def write(self, words: str, /) -> int:
        if not isinstance(words, str):
            raise TypeError(f"write() argument must be str, not {type(words).__name__}")
        self._shell.outputs.stream(self._name, words)
        return len(words)

    def writable(self) -> bool:
        return True

    def fileno(self) -> int:
        return self._number


class _Hook(DisplayHook):
    """Keeps the value of a cell's last expression."""

    def write_output_prompt(self) -> None:
        """Nothing: a notebook's front end writes the prompt."""

    shell: Any

    def write_format_data(self, format_dict: dict[str, Any], md_dict: object = None) -> None:  # noqa: ARG002
        """Keep it."""
        self.shell.outputs.rich("execute_result", format_dict, execution_count=self.prompt_count)

    def finish_displayhook(self) -> None:
        """Nothing: there is no line to end."""


class _Publisher(DisplayPublisher):
    """Keeps what is displayed."""

    shell: Any

    def publish(self, data: dict[str, Any], metadata: object = None, **_options: Any) -> None:  # type: ignore[override]  # noqa: ARG002
        """Keep it; `update` adds to the end, as in a notebook whose display is gone."""
        self.shell.outputs.rich("display_data", data)

    def clear_output(self, wait: bool = False) -> None:
        """Forget what the cell has shown, now or when the next thing comes."""
        self.shell.outputs.clear_next = True
        if not wait:
            self.shell.outputs._clear_if_asked()


class Shell(InteractiveShell):
    """IPython without a terminal, a history or a kernel; `outputs` are those of the cell that runs."""

    outputs: Any  # plain attributes beside IPython's traits
    loop: Any
    goes_on: Any
    statements: Any
    lines: Any

    def __init__(self, folder: str) -> None:
        self.outputs = Outputs()
        config = Config()
        config.HistoryManager.enabled = False
        config.HistoryManager.hist_file = ":memory:"  # else it asks for the folder of the profile
        super().__init__(  # type: ignore[no-untyped-call]
            config=config,
            ipython_dir=folder,
            displayhook_class=_Hook,
            display_pub_class=_Publisher,
            colors="nocolor",
        )
        self.loop = Loop()
        self.goes_on = False
        self.statements: list[ast.stmt] = []  # of the cell that runs, those that have not run yet
        self.lines: list[int] = []  # where it failed
        self.run_line_magic("load_ext", "storemagic")  # as every notebook's shell does
        for name in _LINE_PROGRAMS:
            self.magics_manager.register_function(partial(_say_not_run, f"%{name}"), "line", name)
        for name in _CELL_PROGRAMS:
            self.magics_manager.register_function(partial(_say_not_run, f"%%{name}"), "cell", name)
        for kind in (Shell, InteractiveShell):  # what get_ipython() looks at
            kind._instance = self  # type: ignore[assignment]

    def init_profile_dir(self, profile_dir: ProfileDir | None) -> None:
        """Nothing: few notebooks ask for the folder, and it is a dozen of them to make and to remove."""

    @default("profile_dir")
    def _make_profile_dir(self) -> ProfileDir:
        made: ProfileDir = ProfileDir.create_profile_dir_by_name(self.ipython_dir, "default")
        return made

    def enable_gui(self, gui: str | None = None) -> None:
        """Nothing: there is no window to open."""

    def system(self, cmd: str) -> None:
        """Run nothing, and go on: a notebook that begins with `!pip install` is none the worse for it."""
        _say_not_run(f"!{cmd}")
        self.user_ns["_exit_code"] = NOT_FOUND

    def getoutput(self, cmd: str, split: bool = True, depth: int = 0) -> SList | LSString:  # noqa: ARG002
        """Run nothing; what it printed is nothing."""
        _say_not_run(f"!{cmd}")
        return SList() if split else LSString()

    def ask_exit(self) -> None:
        """Nothing: `exit` in a cell ends no grading."""

    def _showtraceback(self, etype: type[BaseException], evalue: BaseException, stb: list[str]) -> None:
        self.outputs.error(etype.__name__, words_of(evalue), stb)

    def move(self, home: Path) -> None:
        """Keep what is kept between sessions, such as bookmarks and stored names, below this folder."""
        self.ipython_dir = str(home / ".ipython")
        self.user_ns["_dh"][:] = [Path.cwd()]  # where `%cd -` leads

    def while_the_loop_runs(self, work: Callable[[], T]) -> T:
        """What comes of work that finds a running event loop, as everything does in a notebook."""

        async def done() -> T:
            return work()

        result: T = self.loop.run_until_complete(done())
        return result

    async def _run(self, source: str) -> ExecutionResult:
        """Run a cell while the event loop runs, which it may wait for; as ipykernel does it."""
        known: dict[str, Any] = {"transformed_cell": source, "preprocessing_exc_tuple": None}
        try:
            known["transformed_cell"] = self.transform_cell(source)  # type: ignore[no-untyped-call]
        except Exception:
            known["preprocessing_exc_tuple"] = sys.exc_info()
        result: ExecutionResult
        if not self.should_run_async(source, **known):
            result = self.run_cell(source, store_history=True)  # type: ignore[no-untyped-call]
            return result
        result = await self.run_cell_async(source, store_history=True, **known)
        self.events.trigger("post_execute")
        self.events.trigger("post_run_cell", result)
        return result

    async def run_ast_nodes(self, nodelist: list[ast.stmt], *others: Any, **options: Any) -> bool:
        """Run statements, one after the other; one of them may run a cell of its own."""
        before, self.statements = self.statements, list(nodelist)
        try:
            stopped: bool = await super().run_ast_nodes(nodelist, *others, **options)
            return stopped
        finally:
            self.statements = before

    async def run_code(
        self, code_obj: CodeType, result: ExecutionResult | None = None, *, async_: bool = False
    ) -> bool:
        """Run a statement; whether the cell stops here.

        It also stops, even if it is to go on, where a learner's own cell says so: at a `raise`, or `sys.exit()`.
        """
        statement = self.statements.pop(0) if self.statements else None
        if not await super().run_code(code_obj, result, async_=async_):  # type: ignore[no-untyped-call]
            return False
        error = result.error_in_exec if result else None
        self.lines += _lines_of(error, code_obj)
        on_purpose = isinstance(statement, ast.Raise) or not isinstance(error, Exception)
        if on_purpose or not self.goes_on or not self.statements:
            return True
        where = f"Line {self.lines[-1]}" if self.lines else "A statement"
        self.outputs.stream(
            "stdout", f"[{where} raised {type(error).__name__}; the grader ran what stands below it.]\n"
        )
        return False

    def run(
        self, source: str, printed: Callable[[], str] = str, goes_on: bool = False
    ) -> tuple[list[Output], bool, list[int]]:
        """Run a cell; its outputs, whether it raised, and the lines at which it did.

        `printed` gives what went to the process's own standard output past Python's. With `goes_on`, the statements
        below one that raises are run, too: where an answer is right or wrong in itself, a cell above it that could not
        be run as a whole, for want of a module perhaps, must not cost it.
        """
        self.outputs = Outputs()
        self.goes_on, self.lines = goes_on, []
        before = sys.stdout, sys.stderr
        sys.stdout, sys.stderr = _Stream("stdout", 1, self), _Stream("stderr", 2, self)
        try:
            result = self.loop.run_until_complete(self._run(source))
        finally:
            sys.stdout, sys.stderr = before
        error = result.error_before_exec or result.error_in_exec
        if isinstance(error, SyntaxError) and isinstance(error.lineno, int) and error is result.error_before_exec:
            self.lines = [error.lineno]
        above = len(source) - len(source.lstrip())  # which IPython leaves out
        lines = [line + source.count("\n", 0, above) for line in self.lines]
        self.outputs.stream("stdout", printed())
        outputs: list[Output] = self.outputs.finished()
        if error and not any(output["output_type"] == "error" for output in outputs):  # sys.exit() shows none
            name, value = type(error).__name__, words_of(error)
            outputs.append({"output_type": "error", "ename": name, "evalue": value, "traceback": [f"{name}: {value}"]})
        return outputs, error is not None, lines


def _lines_of(error: BaseException | None, code: CodeType) -> list[int]:
    """The line of a statement, compiled to `code`, that raised an error."""
    trace = error.__traceback__ if error else None
    while trace and trace.tb_frame.f_code is not code:
        trace = trace.tb_next
    return [trace.tb_lineno] if trace else []


def _say_not_run(command: str, line: str = "", cell: str = "") -> None:  # noqa: ARG001
    print(f"{command} {line}".rstrip() + " is not run while grading")


def words_of(error: BaseException) -> str:
    """What an error says."""
    try:
        return str(error)
    except Exception:  # an error may fail to say what it is
        return ""


class Descriptors:
    """The files behind descriptors 1 and 2: what C code, os.write and the like print, up to the limit of a file."""

    def __init__(self) -> None:
        self._file = os.memfd_create("printed")
        null = os.open(os.devnull, os.O_RDONLY)
        os.dup2(null, 0)
        os.dup2(self._file, 1)
        os.dup2(self._file, 2)
        os.close(null)
        os.close(self._file)

    def take(self) -> str:
        """What was printed since the last time, cut to a little more than a cell may print."""
        try:
            printed = os.pread(1, MOST_TEXT + 1, 0)
            os.ftruncate(1, 0)
            os.lseek(1, 0, os.SEEK_SET)
        except OSError:  # a cell may close what it likes
            return ""
        return printed.decode("utf-8", "replace")
