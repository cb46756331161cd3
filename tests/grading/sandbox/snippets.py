"""Runs snippets in a real IPython kernel and in the grader's child, and compares the outcomes."""

from __future__ import annotations

import functools
import os
import tempfile
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jupyter_client.blocking import BlockingKernelClient
from jupyter_client.manager import KernelManager

from course_utils.grading.deciding.sandbox import Sandbox
from tests.helpers.zygotes import zygote

TABLE = Path(__file__).with_suffix(".toml")
_FRESH = "import os\nos.chdir({!r})\n%reset -f"
_PATIENCE = 60.0  # seconds for one cell of a kernel


@dataclass(frozen=True)
class Snippet:
    """A row of the table; `because` says why the outcomes differ, if they do."""

    name: str
    kind: str
    code: str
    because: str = ""

    def cells(self) -> list[str]:
        return [cell.strip("\n") for cell in self.code.split("\n# %%\n")]


@dataclass(frozen=True)
class Outcome:
    """The text of the last expression, or the class of the error; `words` are shown if a test fails."""

    value: str = ""
    error: str = ""
    words: str = ""

    def agrees(self, other: Outcome) -> bool:
        return (self.value, self.error) == (other.value, other.error)


@functools.cache
def table() -> tuple[Snippet, ...]:
    rows: dict[str, dict[str, Any]] = tomllib.loads(TABLE.read_text())
    return tuple(
        Snippet(name, kind, **(row if isinstance(row, dict) else {"code": row}))
        for kind, named in rows.items()
        for name, row in named.items()
    )


def outcome(outputs: list[dict[str, Any]]) -> Outcome:
    """The outcome in the outputs of a cell."""
    value = error = words = ""
    for output in outputs:
        match output["output_type"]:
            case "execute_result":
                value = output["data"].get("text/plain", "")
            case "error":
                error, words = output["ename"], output["evalue"]
    return Outcome(value, error, words)


def in_the_child(cells: list[str]) -> Outcome:
    with Sandbox(zygote()) as sandbox:
        for cell in cells:
            ran = sandbox.run_cell(cell, 30)
            if ran.ended:
                return Outcome(error="Ended", words=str(ran.ended))
        return outcome(ran.outputs)


class Kernel:
    """A real kernel, which is like new for each snippet, except that imported modules stay imported."""

    def __init__(self, client: BlockingKernelClient, folder: Path) -> None:
        self._client, self._folder = client, folder
        self._number = 0

    def run(self, cells: list[str]) -> Outcome:
        self._number += 1
        place = self._folder / str(self._number)
        place.mkdir()
        self._execute(_FRESH.format(str(place)))
        for cell in cells:
            outputs = self._execute(cell)
        return outcome(outputs)

    def _execute(self, code: str) -> list[dict[str, Any]]:
        outputs: list[dict[str, Any]] = []

        def keep(message: dict[str, Any]) -> None:
            if message["msg_type"] in ("execute_result", "error", "display_data", "stream"):
                outputs.append({"output_type": message["msg_type"], **message["content"]})

        reply = self._client.execute_interactive(code, allow_stdin=False, output_hook=keep, timeout=_PATIENCE)
        content = reply["content"]
        if content["status"] == "error" and not any(output["output_type"] == "error" for output in outputs):
            outputs.append({"output_type": "error", "ename": content["ename"], "evalue": content["evalue"]})
        return outputs


@contextmanager
def kernel() -> Iterator[Kernel]:
    """A kernel with a home folder of its own, started as by nbgrader's Execute."""
    with tempfile.TemporaryDirectory() as folder:
        home, work = Path(folder, "home"), Path(folder, "work")
        home.mkdir()
        work.mkdir()
        about_me = {"HOME": str(home), "USER": "ada", "LOGNAME": "ada", "LANG": "C.UTF-8"}
        manager = KernelManager(kernel_name="python3", transport="ipc", ip=str(Path(folder, "socket")))
        environment = {
            key: value for key, value in os.environ.items() if not key.startswith(("PYTEST", "MPL", "LC_", "TMPDIR"))
        }
        manager.start_kernel(
            env=environment | about_me | {"NBGRADER_EXECUTION": "autograde", "IPYTHONDIR": str(home / ".ipython")},
            cwd=str(work),
        )
        client = manager.blocking_client()
        client.start_channels()
        try:
            client.wait_for_ready(timeout=_PATIENCE)
            started = Kernel(client, work)
            started.run(["import gc, torch, matplotlib.pyplot\ngc.freeze()"])  # else %reset collects them each time
            yield started
        finally:
            client.stop_channels()
            manager.shutdown_kernel(now=True)
            manager.cleanup_resources()
