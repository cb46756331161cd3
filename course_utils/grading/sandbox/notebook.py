"""What makes a child like a notebook: its folders and environment, and what stands in for what it may not do.

None of this is a lock. The kernel refuses what is forbidden, whatever is undone here. This refuses it as a plain
machine would that has no such program, so that code which is prepared for that goes on.
"""

from __future__ import annotations

import asyncio
import builtins
import copy
import errno
import functools
import getpass
import multiprocessing.heap
import multiprocessing.synchronize
import os
import subprocess
import sys
import tempfile
import threading
import types
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

import torch
from IPython.core.error import StdinNotImplementedError
from torch.utils.data import dataloader

WORK = Path("home", "work")  # in the scratch folder: where cells run, beside the files that were handed in
_NAME = "learner"
NOT_FOUND = 127  # a shell's exit code


def settle(scratch: Path) -> Path:
    """Make a home for this process in its scratch folder, go to its working folder, and give back the home.

    In the working folder lies nothing but what was handed in, and what the learner puts there.
    """
    home, temporary, work = scratch / "home", scratch / "tmp", scratch / WORK
    for folder in (home, temporary, work):
        folder.mkdir(exist_ok=True)
    os.environ.update(environment(home, temporary))
    os.chdir(work)
    tempfile.tempdir = None  # the zygote's
    sys.path.insert(0, "")  # as in a notebook, whose cells may write modules
    return home


def environment(home: Path, temporary: Path) -> dict[str, str]:
    """What a login, nbgrader and a kernel would set, and nothing of the judge's."""
    return {
        "HOME": str(home),
        "TMPDIR": str(temporary),
        "PATH": os.pathsep.join([str(Path(sys.executable).parent), "/usr/local/bin", "/usr/bin", "/bin"]),
        "USER": _NAME,
        "LOGNAME": _NAME,
        "LANG": "C.UTF-8",
        "NBGRADER_EXECUTION": "autograde",
        "MPLBACKEND": "module://matplotlib_inline.backend_inline",
        "TERM": "xterm-color",
        "CLICOLOR": "1",
        "FORCE_COLOR": "1",
        "CLICOLOR_FORCE": "1",
        "PAGER": "cat",
        "GIT_PAGER": "cat",
    }


def stand_in() -> None:
    """Let something stand in for programs, workers of a DataLoader, the compiler, sockets, and whoever could answer."""
    subprocess.Popen._execute_child = _execute_nothing  # type: ignore[attr-defined]
    os.system = _no_shell  # type: ignore[assignment]
    for name in ("posix_spawn", "posix_spawnp", "execv", "execve"):  # by the last two go all of their kind
        setattr(os, name, _no_program)
    os.chmod, os.utime = _of_what_exists(os.chmod), _of_what_exists(os.utime)
    dataloader._MultiProcessingDataLoaderIter = _served_without_workers  # type: ignore[assignment, misc]
    torch.compile = _compiled
    asyncio.new_event_loop = asyncio.events.new_event_loop = Loop
    builtins.input = getpass.getpass = _nobody_answers
    here = types.SimpleNamespace(SemLock=_Semaphore, sem_unlink=lambda _name: None)
    multiprocessing.synchronize._multiprocessing = here  # type: ignore[attr-defined]
    multiprocessing.heap.Arena._dir_candidates = []  # type: ignore[attr-defined]  # not /dev/shm


# --- programs


def _no_program(program: Any, *_arguments: Any, **_options: Any) -> NoReturn:
    raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), os.fsdecode(program))


def _no_shell(command: str | bytes) -> int:
    sys.audit("os.system", command)
    _say_not_found(command, 2)
    return NOT_FOUND << 8


def _say_not_found(command: Any, descriptor: int) -> None:
    name = os.fsdecode(command).split(maxsplit=1)[:1]
    os.write(descriptor, f"/bin/sh: 1: {''.join(name)}: not found\n".encode())


def _execute_nothing(
    self: Any, args: Any, executable: Any, _preexec: Any, _close: Any, _pass: Any, cwd: Any, env: Any, *others: Any
) -> None:
    """Stands in for `Popen._execute_child`: a program is not found, and a shell finds none."""
    _startup, _flags, shell, *pipes = others
    line = [args] if isinstance(args, str | bytes | os.PathLike) else list(args)
    sys.audit("subprocess.Popen", executable or line[0], line, cwd, env)
    if not shell:
        _no_program(executable or line[0])
    *_, complaints = pipes[:6]
    _say_not_found(line[0], complaints if complaints != -1 else 2)
    self._close_pipe_fds(*pipes[:6])
    self.returncode = NOT_FOUND


def _of_what_exists(change: Callable[..., None]) -> Callable[..., None]:
    """The locks let a change of mode or times seem to succeed; of a file that is not there it must not."""

    @functools.wraps(change)
    def changed(path: Any, *arguments: Any, **options: Any) -> None:
        looked_at = {name: options[name] for name in ("dir_fd", "follow_symlinks") if name in options}
        os.stat(path, **looked_at)  # noqa: PTH116 (a number of a file, too)
        change(path, *arguments, **options)

    return changed


def _nobody_answers(*_prompt: Any, **_options: Any) -> NoReturn:
    raise StdinNotImplementedError("input was asked for, and while grading nobody is there to give it")


# --- torch


def _served_without_workers(loader: Any) -> Any:
    """The same batches in the same order, made in this process."""
    alone = copy.copy(loader)
    alone.num_workers = alone.timeout = 0
    return dataloader._SingleProcessDataLoaderIter(alone)


def _compiled(model: Any = None, **options: Any) -> Any:
    """Stands in for `torch.compile`: what it makes has the same values, and a compiler is a program."""
    return functools.partial(_compiled, **options) if model is None else model


# --- waiting


class Loop(asyncio.BaseEventLoop):
    """An event loop that can wait for time and for threads, without a socket or any other descriptor."""

    def __init__(self) -> None:
        super().__init__()
        self._selector = self  # asyncio's own loops wait in one
        self._woken = threading.Event()

    def select(self, timeout: float | None) -> tuple[()]:
        """Wait until there is something to do."""
        self._woken.wait(timeout)
        self._woken.clear()
        return ()

    def _process_events(self, events: tuple[()]) -> None:
        """Nothing: no event comes from outside."""

    def _write_to_self(self) -> None:
        self._woken.set()

    async def _make_subprocess_transport(self, _protocol: Any, args: Any, *_others: Any, **_options: Any) -> NoReturn:
        program = args if isinstance(args, str | bytes) else args[0]
        sys.audit("subprocess.Popen", program, args, None, None)
        _no_program(program)


# --- multiprocessing, of one process


class _Semaphore:
    """Stands in for `_multiprocessing.SemLock`, whose semaphores have names that every process of the machine sees."""

    SEM_VALUE_MAX = (1 << 31) - 1

    def __init__(self, kind: int, value: int, maxvalue: int, _name: str, _unlink: bool) -> None:
        self.kind, self.maxvalue, self.handle = kind, maxvalue, 0
        self.name = None  # else a process would be started that removes it in the end
        self._value, self._owner, self._depth = value, 0, 0
        self._changed = threading.Condition()

    def acquire(self, block: bool = True, timeout: float | None = None) -> bool:
        with self._changed:
            if self.kind == 0 and self._is_mine():  # a recursive mutex
                self._depth += 1
                return True
            if not self._changed.wait_for(lambda: self._value > 0, timeout if block else 0):
                return False
            self._value -= 1
            self._owner, self._depth = threading.get_ident(), self._depth + 1
            return True

    def release(self) -> None:
        with self._changed:
            if self.kind == 0 and not self._is_mine():
                raise AssertionError("attempt to release recursive lock not owned by thread")
            if self.kind == 1 and self._value >= self.maxvalue:
                raise ValueError("semaphore or lock released too many times")
            self._depth -= 1
            if self.kind == 1 or self._depth == 0:
                self._value += 1
                self._changed.notify()

    def __enter__(self) -> bool:
        return self.acquire()

    def __exit__(self, *_error: object) -> None:
        self.release()

    def _is_mine(self) -> bool:
        return self._depth > 0 and self._owner == threading.get_ident()

    def _count(self) -> int:
        return self._depth

    def _get_value(self) -> int:
        return self._value

    def _is_zero(self) -> bool:
        return self._value == 0
