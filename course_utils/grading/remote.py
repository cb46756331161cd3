"""The judge's side: a zygote, the children forked from it, and a learner's answer in one of them.

The child is in the hands of the learner's code, so all it can say is values: what it sends is checked, measured and
timed here, and a child that does anything else is ended. That costs the exercise at hand, and no other.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Self

from torch import Tensor

from course_utils import digits
from course_utils.checks.answer import Failure, Reply
from course_utils.checks.values import Value, tensors
from course_utils.errors import PlainError
from course_utils.grading import outputs, wire
from course_utils.grading.locks import Limits

_START = 60.0  # seconds a zygote may take to import what it needs on a cold disk
_PATIENCE = 0.5  # seconds between the end of a socket and that of its process
_LOOK = 0.5  # seconds between two looks into the scratch folder
_MOST_FILES = 10_000
# Every exercise is judged on the processor; a device that is not seen has no threads, and no memory of its own.
_NO_ACCELERATORS = dict.fromkeys(("CUDA_VISIBLE_DEVICES", "HIP_VISIBLE_DEVICES", "ROCR_VISIBLE_DEVICES"), "-1")


class NoSandbox(PlainError):
    """Learners' code cannot be run safely here, or not at all; the message says why and what to do."""


class ZygoteGone(NoSandbox):
    """The zygote was killed while it was needed; another may do."""


class Ended(Exception):
    """The child is no more.

    `kind` is `time` (it was ended at a deadline), `died` (it ended by itself), `disk` (it wrote too much) or `protocol`
    (it sent what no child of ours sends); the message is a sentence for the learner.
    """

    def __init__(self, kind: str, sentence: str) -> None:
        super().__init__(sentence)
        self.kind = kind


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
        script = str(Path(__file__).with_name("zygote.py"))
        command = [sys.executable, "-I", script, str(theirs.fileno()), json.dumps([*map(str, readable)])]
        # A process can read the environment it was started with for ever, so not even the zygote sees the judge's.
        # HOME is where matplotlib keeps its list of fonts; it, XDG_CACHE_HOME and TMPDIR say where the digits are.
        kept = {key: os.environ[key] for key in ("XDG_CACHE_HOME", "TMPDIR") if key in os.environ}
        kept |= {"HOME": str(Path.home()), "MPLBACKEND": "agg", "PYTHONUTF8": "1", **_NO_ACCELERATORS}
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
        self._control.settimeout(_START)

    def _wait_until_started(self) -> None:
        if self._said is None:
            return
        with self._said as said:
            try:
                self._hear()
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
                self._ask({"ask": "copy"}, [theirs.fileno()])
            except NoSandbox:
                ours.close()
                raise
        return ours

    def fork(self, scratch: Path, limits: Limits) -> Child:
        """A new child, locked in, with `scratch` as its only folder to write to.

        Raises:
            NoSandbox: it could not be locked in, or the zygote is gone.
        """
        ours, theirs = socket.socketpair()
        request = {"ask": "fork", "scratch": str(scratch), "limits": asdict(limits)}
        with theirs:
            try:
                pid = self._ask(request, [theirs.fileno()])["pid"]
            except NoSandbox:
                ours.close()
                raise
        child = Child(self, ours, pid, scratch, limits)
        child.greet()
        return child

    def end(self, pid: int, patience: float = 0.0) -> tuple[bool, int]:
        """End a child: whether it ended by itself within `patience` seconds, and its exit code or minus its signal.

        Raises:
            ZygoteGone: the zygote is.
        """
        reply = self._ask({"ask": "end", "pid": pid, "patience": patience})
        return reply["alone"], reply["code"]

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

    def _ask(self, request: Mapping[str, Any], descriptors: Sequence[int] = ()) -> dict[str, Any]:
        with self._lock:
            self._wait_until_started()
            try:
                socket.send_fds(self._control, [json.dumps(request).encode()], descriptors)
            except OSError as error:
                raise self._gone() from error
            return self._hear()

    def _hear(self) -> dict[str, Any]:
        try:
            words = self._control.recv(1 << 16)
        except OSError:
            words = b""
        if not words:
            self._control.close()  # a late reply would be taken for another's
            raise self._gone()
        reply: dict[str, Any] = json.loads(words)
        return reply

    def _gone(self) -> NoSandbox:
        words = "the process that runs learners' code is gone; start the grading again"
        return NoSandbox(words) if self._closed else ZygoteGone(words)


class Child:
    """One locked-in process; every request has a deadline, a time of `time.monotonic`."""

    def __init__(self, zygote: Zygote, sock: socket.socket, pid: int, scratch: Path, limits: Limits) -> None:
        self._zygote, self._socket, self._scratch, self._limits = zygote, sock, scratch, limits
        self.pid = pid
        self._number = 0
        self._next_look = 0.0
        self._closed = False

    def greet(self) -> None:
        """Wait until it is locked in.

        Raises:
            NoSandbox: it is not.
        """
        try:
            header = wire.receive(self._socket, wire.CELL, time.monotonic() + _START).header
        except (wire.ProtocolError, TimeoutError) as error:
            self.close()
            raise NoSandbox("a process for a learner's code ended while it was locked in") from error
        if "ready" not in header:
            self.close()
            raise NoSandbox(f"learners' code cannot be locked in: {header.get('refused')}")

    def cell(self, source: str, deadline: float) -> tuple[list[outputs.Output], bool]:
        """Run a cell; its outputs, and whether it raised.

        Raises:
            Ended: it did not come back whole.
        """
        message = wire.Message({"ask": "cell", "source": source})
        with self._ending_it():
            header = self._ask(message, wire.CELL, deadline).header
            if not isinstance(header.get("failed"), bool):
                raise wire.ProtocolError("a cell neither failed nor did not")
            return outputs.cleaned(header.get("outputs")), header["failed"]

    def call(
        self,
        name: str,
        parameters: Sequence[str],
        arguments: Sequence[Value],
        gradient: bool,
        deadline: float,
        use: str,
        is_class: bool,
    ) -> Reply:
        """Call the answer called `name`; see `Exercise` for `use` and `is_class`.

        Raises:
            Ended: it did not come back whole.
        """
        packer = wire.Packer()
        packed = [packer.pack(argument) for argument in arguments]
        header = {"ask": "call", "name": name, "parameters": list(parameters), "use": use, "is_class": is_class}
        message = packer.message(**header, arguments=packed, gradient=gradient)
        with self._ending_it():
            before = _processor_seconds(self.pid)
            reply = wire.unpack_reply(self._ask(message, wire.CALL, deadline))
            seconds = _processor_seconds(self.pid) - before
            return replace(_fitting(reply, arguments, gradient), seconds=seconds)

    def waiting(self) -> bool:
        """Whether it waits for a request, as it should between two of them; else it has spoken out of turn.

        Raises:
            Closed: it has ended.
        """
        self._socket.settimeout(0)
        try:
            if self._socket.recv(1, socket.MSG_PEEK):
                return False
        except BlockingIOError:
            return True
        except ConnectionResetError:
            pass
        raise wire.Closed("it has ended")

    def close(self, patience: float = 0.0) -> tuple[bool, int]:
        """End it; see `Zygote.end`."""
        if self._closed:
            return False, 0
        self._closed = True
        self._socket.close()
        return self._zygote.end(self.pid, patience)

    def _ask(self, message: wire.Message, size: wire.Size, deadline: float) -> wire.Message:
        if self._closed:
            raise wire.Closed("it has ended")
        if not self.waiting():  # a reply that is there before its question is no reply
            raise wire.ProtocolError("it spoke without being asked")
        self._number += 1
        message.header["number"] = self._number
        wire.send(self._socket, message, size, deadline)
        reply = wire.receive(self._socket, size, deadline, self._look)
        if reply.header.get("number") != self._number:
            raise wire.ProtocolError("it answered another question")
        return reply

    def _look(self) -> None:
        """See that the scratch folder has not grown too large, every now and then."""
        if time.monotonic() < self._next_look:
            return
        self._next_look = time.monotonic() + _LOOK
        if not _small(self._scratch, self._limits.scratch):
            raise Ended("disk", f"it wrote more than {self._limits.scratch >> 20} MB, or {_MOST_FILES:,} files")

    @contextlib.contextmanager
    def _ending_it(self) -> Any:
        """Turn whatever goes wrong into `Ended`, with the child ended."""
        try:
            yield
        except Ended:
            self.close()
            raise
        except TimeoutError:
            self.close()
            raise Ended("time", "it took too long") from None
        except wire.Closed:
            alone, code = self.close(_PATIENCE)
            raise Ended(*_how_it_ended(alone, code, self._limits)) from None
        except (wire.ProtocolError, OSError) as error:
            self.close()
            raise Ended("protocol", f"the process was ended, because it meddled with its grading ({error})") from None


def _processor_seconds(pid: int) -> float:
    """What a process has used so far, in user and in kernel mode: its own clock is in the learner's hands."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _how_it_ended(alone: bool, code: int, limits: Limits) -> tuple[str, str]:
    if not alone:
        return "protocol", "the process was ended, because it closed its connection to the grader"
    if code >= 0:
        return "died", "the process ended itself: os._exit or the like"
    match signal.Signals(-code):
        case signal.SIGXCPU:
            return "time", f"the process was ended after {limits.cpu_seconds} s of processor time"
        case signal.SIGKILL:
            return "died", "the process was killed: it took too much memory or processor time"
        case name:
            return "died", f"the process crashed ({signal.strsignal(name)})"


def _fitting(reply: Reply, arguments: Sequence[Value], gradient: bool) -> Reply:
    """The reply, if it can be one to this call: a check may then compare without a further thought."""
    if reply.failure:
        return Reply(printed=reply.printed, failure=reply.failure)
    if list(map(type, reply.arguments)) != list(map(type, arguments)):
        raise wire.ProtocolError("other arguments came back than were given")
    inputs = [tensor for tensor in tensors(list(arguments)) if tensor.is_floating_point()] if gradient else []
    if len(reply.gradients) != len(inputs):
        raise wire.ProtocolError("another number of gradients came back")
    for got, tensor in zip(reply.gradients, inputs, strict=True):
        if isinstance(got, Tensor) and (got.shape, got.dtype) != (tensor.shape, tensor.dtype):
            raise wire.ProtocolError("a gradient has another shape than its tensor")
    return reply


def _small(folder: Path, most: int) -> bool:
    """Whether the files below `folder` take at most `most` bytes; not to be counted is to be too many."""
    waiting, used, count = [str(folder)], 0, 0
    while waiting:
        try:
            with os.scandir(waiting.pop()) as entries:
                for entry in entries:
                    count += 1
                    if count > _MOST_FILES:
                        return False
                    used += entry.stat(follow_symlinks=False).st_blocks * 512
                    if entry.is_dir(follow_symlinks=False):
                        waiting.append(entry.path)
        except FileNotFoundError:  # it has been removed since
            continue
        except OSError:
            return False
    return used <= most


def remove(folder: Path) -> None:
    """Remove a scratch folder, however its owner left it: nested too deep for Python, or closed to everybody."""
    with contextlib.suppress(RecursionError):
        shutil.rmtree(folder, ignore_errors=True)
    for command in (["chmod", "-R", "u+rwx"], ["rm", "-rf"]):
        if folder.exists():
            subprocess.run([*command, "--", str(folder)], check=False, stderr=subprocess.DEVNULL)


class RemoteAnswer:
    """An answer in a child: `Answer` as a check sees it.

    Once a call has not come back, no further one is tried; `ended` then says why.

    Args:
        start: starts a child if there is none, and runs the cells in it: that is not the answer's time.
        call: asks the child, given arguments, whether gradients are wanted and a number of seconds.
        name: the answer's name in the notebook.
        seconds: what one call may take.
        total: what all calls may take together.
    """

    def __init__(
        self,
        start: Callable[[], object],
        call: Callable[[Sequence[Value], bool, float], Reply],
        name: str,
        seconds: float,
        total: float,
    ) -> None:
        self._start, self._call = start, call
        self._name, self._seconds, self._total = name, seconds, total
        self._left = total
        self.ended: Ended | None = None

    def call(self, arguments: Sequence[Value], gradient: bool = False) -> Reply:
        """Call the answer once; see `Answer.call`."""
        try:
            if self.ended is None:
                self._start()
        except Ended as ended:
            self.ended = ended
        if self.ended is None:
            began = time.monotonic()
            try:
                return self._call(arguments, gradient, min(self._seconds, self._left))
            except Ended as ended:
                self.ended = self._in_words(ended)
            finally:
                self._left = max(0.0, self._left - (time.monotonic() - began))
        return Reply(failure=Failure("ended", str(self.ended), "Ended"))

    def _in_words(self, ended: Ended) -> Ended:
        if ended.kind != "time" or "processor" in str(ended):
            return ended
        if self._left <= self._seconds:
            return Ended("time", f"the calls of `{self._name}` took more than {self._total:g} s together")
        return Ended("time", f"`{self._name}` did not come back within {self._seconds:g} s")
