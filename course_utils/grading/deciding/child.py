"""A child, as the judge sees it.

The child is in the hands of the learner's code, so all it can say is values: what it sends is checked, measured and
timed here, and a child that does anything else is ended. That costs the exercise at hand, and no other.
"""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from torch import Tensor

from course_utils.checks.learner.answer import Reply
from course_utils.checks.learner.values import Value, tensors
from course_utils.grading.deciding.errors import Ended, NoSandbox, ZygoteGone
from course_utils.grading.deciding.scratch import MOST_FILES, is_small
from course_utils.grading.protocol import outputs, wire
from course_utils.grading.sandbox.limits import Limits
from course_utils.grading.words import one_line

START = 180.0  # seconds a process may take to import what it needs, on a cold disk or a busy machine
_PATIENCE = 2.0  # seconds, on a busy machine, between the end of a socket and that of its process
_LOOK = 0.5  # seconds between two looks at its memory and into the scratch folder
_TEXT = 200  # characters of an odd error


class Child:
    """One locked-in process; every request has a deadline, a time of `time.monotonic`.

    Args:
        end: ends the process with this number; see `Zygote.end`.
        sock: what is said to it, and what it says.
        pid: its number.
        scratch: the folder that it may write to.
        limits: what it may use.
    """

    def __init__(
        self,
        end: Callable[[int, float], tuple[bool, int]],
        sock: socket.socket,
        pid: int,
        scratch: Path,
        limits: Limits,
    ) -> None:
        self._end, self._socket, self._scratch, self._limits = end, sock, scratch, limits
        self.pid = pid
        self._number = 0
        self._next_look = 0.0
        self._closed = False

    def greet(self) -> None:
        """Wait until it is locked in.

        Raises:
            NoSandbox: it is not.
            ZygoteGone: it ended first; with another zygote it may not.
        """
        try:
            header = wire.receive(self._socket, wire.CELL, time.monotonic() + START).header
        except Exception as error:
            self.close()
            raise ZygoteGone("a process for a learner's code ended while it was locked in") from error
        if "ready" not in header:
            self.close()
            raise NoSandbox(f"learners' code cannot be locked in: {header.get('refused')}")

    def cell(self, source: str, goes_on: bool, deadline: float) -> tuple[list[outputs.Output], bool, list[int]]:
        """Run a cell; its outputs, whether it raised, and at which lines; see `Shell.run` for `goes_on`.

        Raises:
            Ended: it did not come back whole.
        """
        message = wire.Message({"ask": "cell", "source": source, "goes_on": goes_on})
        with self._ending_it():
            header = self._ask(message, wire.CELL, deadline).header
            failed, lines = header.get("failed"), header.get("lines")
            if not isinstance(failed, bool):
                raise wire.ProtocolError("a cell neither failed nor did not")
            if not isinstance(lines, list) or not all(type(line) is int for line in lines):
                raise wire.ProtocolError("these are no lines")
            return outputs.cleaned(header.get("outputs")), failed, lines

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

    def is_well(self) -> bool:
        """Whether it is there and waits for a request, as it should between two of them."""
        try:
            return self._waits()
        except Exception:  # it has ended, or what it did to its end of the socket is past telling
            return False

    def _waits(self) -> bool:
        """Whether it waits for a request; else it has spoken out of turn.

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
        """End it; see `Zygote.end`. Whatever else goes wrong here, it is not heard again.

        Raises:
            NoSandbox: the zygote is gone, and every child with it.
        """
        if self._closed:
            return False, 0
        self._closed = True
        with contextlib.suppress(Exception):
            self._socket.close()
        try:
            return self._end(self.pid, patience)
        except NoSandbox:
            raise
        except Exception:  # it ends at the latest with its zygote
            return False, 0

    def _ask(self, message: wire.Message, size: wire.Size, deadline: float) -> wire.Message:
        if self._closed:
            raise wire.Closed("it has ended")
        if not self._waits():  # a reply that is there before its question is no reply
            raise wire.ProtocolError("it spoke without being asked")
        self._number += 1
        message.header["number"] = self._number
        wire.send(self._socket, message, size, deadline)
        reply = wire.receive(self._socket, size, deadline, self._look)
        if reply.header.get("number") != self._number:
            raise wire.ProtocolError("it answered another question")
        return reply

    def _look(self) -> None:
        """See that it takes neither too much memory nor, in its scratch folder, too much room, every now and then."""
        if time.monotonic() < self._next_look:
            return
        self._next_look = time.monotonic() + _LOOK
        if _shared_memory(self.pid) > self._limits.memory:  # which its own limit does not count
            raise Ended("memory", f"it took more than {self._limits.memory >> 20:,} MB of memory")
        if not is_small(self._scratch, self._limits.scratch):
            raise Ended("disk", f"it wrote more than {self._limits.scratch >> 20} MB, or {MOST_FILES:,} files")

    @contextlib.contextmanager
    def _ending_it(self) -> Iterator[None]:
        """Turn whatever goes wrong into `Ended`, with the child ended: all that happens in between is its doing."""
        try:
            yield
        except Ended:
            self.close()
            raise
        except NoSandbox:
            raise
        except TimeoutError:
            self.close()
            raise Ended("time", "it took too long") from None
        except wire.Closed:
            alone, code = self.close(_PATIENCE)
            raise Ended(*_how_it_ended(alone, code, self._limits)) from None
        except wire.TooLarge as error:
            self.close()
            raise Ended("protocol", f"what was to be sent to the process is too large: {error}") from None
        except wire.ProtocolError as error:
            self.close()
            raise Ended("protocol", f"the process was ended, because it meddled with its grading ({error})") from None
        except Exception as error:  # of no kind that can be listed: a learner's code is inventive
            self.close()
            words = one_line(f"{type(error).__name__}: {error}", _TEXT).removesuffix(": ")
            raise Ended(
                "protocol", f"the process was ended, because the grader could not follow it ({words})"
            ) from error


def _processor_seconds(pid: int) -> float:
    """What a process has used so far, in user and in kernel mode: its own clock is in the learner's hands."""
    fields = Path(f"/proc/{pid}/stat").read_bytes().rpartition(b")")[2].split()  # its name may be any bytes
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _shared_memory(pid: int) -> int:
    """The bytes of memory that a process could share, and shares with nobody; a dead one has none.

    Source: proc_pid_status(5).
    """
    kilobytes = Path(f"/proc/{pid}/status").read_bytes().partition(b"RssShmem:")[2].split(maxsplit=1)
    return 1024 * int(kilobytes[0]) if kilobytes else 0


def _how_it_ended(alone: bool, code: int, limits: Limits) -> tuple[str, str]:
    if not alone:
        return "protocol", "the process was ended, because it closed its connection to the grader"
    match -code:
        case number if number <= 0:
            return "died", f"the process ended itself with status {code}: os._exit, or a library that gave up"
        case signal.SIGXCPU:
            return "time", f"the process was ended after {limits.cpu_seconds} s of processor time"
        case signal.SIGKILL:
            return "died", "the process was killed: it took too much memory or processor time"
        case number if number in signal.valid_signals():
            return "died", f"the process crashed ({signal.strsignal(number)})"
        case number:
            return "died", f"the process crashed (signal {number})"


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
