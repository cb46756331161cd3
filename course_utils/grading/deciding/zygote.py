"""The zygote, as the judge sees it: where children come from."""

from __future__ import annotations

import contextlib
import json
import os
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Self

from course_utils import digits
from course_utils.grading import sandbox
from course_utils.grading.deciding.child import START, Child
from course_utils.grading.deciding.errors import NoSandbox, ZygoteGone
from course_utils.grading.deciding.hidden import Hidden
from course_utils.grading.sandbox.limits import Limits

_SCRIPT = Path(sandbox.__file__).with_name("zygote.py")
# Every exercise is judged on the processor; a device that is not seen has no threads, and no memory of its own.
_NO_ACCELERATORS = dict.fromkeys(("CUDA_VISIBLE_DEVICES", "HIP_VISIBLE_DEVICES", "ROCR_VISIBLE_DEVICES"), "-1")
# NumPy would start as many as there are processors. Not OMP_THREAD_LIMIT: where it is reached, gradients are wrong.
_FEW_THREADS = {"OPENBLAS_NUM_THREADS": "1"}


def _home() -> str:
    """The user's folder; in a container that knows no such user, one that cannot be, so that nobody else's is taken."""
    try:
        return str(Path.home())
    except RuntimeError:
        return os.devnull


class Zygote:
    """The process from which children are forked, for many submissions; a context manager.

    It takes seconds to start, for which the first call waits. Calls from several threads are served one after the
    other. It ends when the process that started it does.

    Args:
        readable: files and folders that children may read beside Python, its packages, the course's lessons and the
            training digits. The test digits they may not.
        control: a socket from `copy`, to use a copy instead of starting a zygote.

    Raises:
        DataError: the digits cannot be unpacked.
    """

    def __init__(self, readable: Iterable[Path] = (), control: socket.socket | None = None) -> None:
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._said: IO[bytes] | None = None  # what it says while it starts
        self._closed = False
        if control:
            self._control = control
        else:
            self._start(readable)

    def _start(self, readable: Iterable[Path]) -> None:
        self._control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        script = str(_SCRIPT)
        command = [sys.executable, "-I", script, str(theirs.fileno()), json.dumps([*map(str, readable)])]
        # A process can read the environment it was started with for ever, so not even the zygote sees the judge's.
        # HOME is where matplotlib keeps its list of fonts; it, XDG_CACHE_HOME and TMPDIR say where the digits are.
        kept = {key: os.environ[key] for key in ("XDG_CACHE_HOME", "TMPDIR") if key in os.environ}
        kept |= {"HOME": _home(), "MPLBACKEND": "agg", "PYTHONUTF8": "1", **_NO_ACCELERATORS, **_FEW_THREADS}
        digits.unpacked()  # here, so that the zygote never has the test digits in its memory
        self._said = tempfile.TemporaryFile()  # noqa: SIM115 (until it has started, or has not)
        with theirs:
            self._process = subprocess.Popen(
                command,
                env=kept,
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=self._said,
                stderr=self._said,
            )
        self._control.settimeout(START)

    def _wait_until_started(self) -> None:
        if self._said is None:
            return
        with self._said as said:
            try:
                self._hear("ready")
            except ZygoteGone:
                said.seek(0)
                words = said.read().decode("utf-8", "replace").strip().splitlines() or ["it did not say why"]
                self.close()
                raise NoSandbox(f"the process that runs learners' code does not start: {words[-1]}") from None
        self._said = None

    def copy(self) -> socket.socket:
        """A socket to a copy of this zygote, for another process: what they have in common is in memory once.

        The copy ends when the other end of the socket is closed, or this zygote is.

        Raises:
            NoSandbox: the zygote did not start, or is gone.
        """
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            try:
                self._ask({"ask": "copy"}, "pid", [theirs.fileno()])
            except NoSandbox:
                ours.close()
                raise
        return ours

    def hide(self, hidden: Hidden) -> None:
        """Take these places, and no others, out of what children may read, from the next one on.

        In the place of the package that says what is right, they find a stand-in.

        Raises:
            NoSandbox: the zygote did not start, or is gone; or the course cannot be imported there.
        """
        course = hidden.course and [hidden.course.name, str(hidden.course.folder()), str(hidden.course.package())]
        request = {"ask": "hide", "places": [place for _, place in hidden.places], "course": course}
        if fault := self._ask(request, "hidden"):
            raise NoSandbox(f"the course cannot be imported where learners' code runs: {fault}")

    def fork(self, scratch: Path, limits: Limits) -> Child:
        """A new child, locked in, with `scratch` as its only folder to write to.

        Raises:
            NoSandbox: it could not be locked in, or the zygote is gone.
        """
        ours, theirs = socket.socketpair()
        request = {"ask": "fork", "scratch": str(scratch), "limits": asdict(limits)}
        with theirs:
            try:
                pid: int = self._ask(request, "pid", [theirs.fileno()])
            except BaseException:
                ours.close()
                raise
        child = Child(self.end, ours, pid, scratch, limits)
        child.greet()
        return child

    def end(self, pid: int, patience: float = 0.0) -> tuple[bool, int]:
        """End a child: whether it ended by itself within `patience` seconds, and its exit code or minus its signal.

        Raises:
            ZygoteGone: the zygote is.
        """
        alone, code = self._ask({"ask": "end", "pid": pid, "patience": patience}, "ended")
        return alone, code

    def close(self) -> None:
        """End the zygote, and with it every child; whoever waits for it gets a NoSandbox."""
        self._closed = True
        with contextlib.suppress(OSError):  # closed already
            self._control.shutdown(socket.SHUT_RDWR)  # which a thread that waits for it hears
        self._control.close()
        if self._said:
            self._said.close()
        if self._process:
            self._process.kill()
            self._process.wait()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def _ask(self, request: Mapping[str, Any], key: str, descriptors: Sequence[int] = ()) -> Any:
        """Ask the zygote, and give what its reply has under this key."""
        with self._lock:
            self._wait_until_started()
            try:
                socket.send_fds(self._control, [json.dumps(request).encode()], descriptors)
            except Exception as error:
                raise self._gone() from error
            return self._hear(key)

    def _hear(self, key: str) -> Any:
        try:
            return json.loads(self._control.recv(1 << 16))[key]
        except Exception as error:  # it said nothing, or nothing of this
            raise self._gone() from error

    def _gone(self) -> NoSandbox:
        self._control.close()  # which ends it and its children; a late reply would be taken for another's
        words = "the process that runs learners' code is gone; start the grading again"
        return NoSandbox(words) if self._closed else ZygoteGone(words)
