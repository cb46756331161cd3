"""What an answer may not do while it is called: at home the same error comes as where answers are graded.

The grader's locks are the kernel's; this is no lock. It is an audit hook, which Python asks before it opens a file or
starts a process, and it is deaf but in a thread that calls an answer, while it does. What C code does by itself it does
not hear, nor what other threads do. Source: https://docs.python.org/3/library/audit_events.html.
"""

from __future__ import annotations

import errno
import functools
import os
import site
import socket
import sys
import sysconfig
from collections.abc import Callable
from pathlib import Path
from threading import get_ident
from typing import Any

import torch

_PACKAGE = Path(__file__).resolve().parent.parent.parent
_SECRET = (str(_PACKAGE / "checks"), str(_PACKAGE / "grading"))
_SYSTEM = ("/usr", "/lib", "/lib64", "/System", "/Library", os.environ.get("SYSTEMROOT", "/usr"))
_DATA = ("/etc/ssl", "/etc/localtime", "/etc/fonts", "/etc/mime.types", "/etc/terminfo")
_CLOSED = ("/etc", "/proc", "/sys", "/dev", "/var", "/run", "/boot")
_DEVICES = ("/dev/null", "/dev/zero", "/dev/urandom")
# These start compilers and workers, for which something stands in where answers are graded; or unpack data.
_SERVED = ("torch._inductor", "torch._dynamo", "torch._functorch", "torch.utils.data", "course_utils.digits")
_NOT_SERVED = ("__main__", "torchvision")
_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND


class as_where_it_is_graded:  # noqa: N801 (used as a function; as a class it takes a microsecond, not three)
    """Refuse to this thread, within a `with` statement, what is refused where answers are graded."""

    __slots__ = ("_before", "folder", "made")

    def __enter__(self) -> None:
        _listen()
        self.folder = ""  # in which the answer is called, once it leaves that
        self.made: tuple[str, ...] = ()  # by tempfile, for the answer
        thread = get_ident()
        self._before = _calls.get(thread)
        _calls[thread] = self

    def __exit__(self, *_error: object) -> None:
        if self._before:
            _calls[get_ident()] = self._before
        else:
            del _calls[get_ident()]


_calls: dict[int, as_where_it_is_graded] = {}  # by thread


@functools.cache
def _listen() -> None:
    """Once for this process: a hook cannot be taken away."""
    _let_torch_tell()
    sys.addaudithook(_hear)


def _hear(event: str, arguments: tuple[Any, ...]) -> None:
    if not _calls or (call := _calls.get(get_ident())) is None:
        return
    if (asked := _ASKED.get(event)) is None:
        return
    error = asked(call, *arguments)
    if error and not _is_served():
        raise error


def _is_served() -> bool:
    """Whether not the learner's code asks, but something that is served in another way where answers are graded."""
    frame = sys._getframe(2)
    while frame:
        module = frame.f_globals.get("__name__", "")
        if module.startswith(_SERVED):
            return True
        if module.startswith(_NOT_SERVED):
            return False
        frame = frame.f_back  # type: ignore[assignment]
    return False


def _let_torch_tell() -> None:
    """torch.save opens a file in C++, of which no hook hears."""
    module: Any = torch.serialization
    if open_file := getattr(module, "_open_zipfile_writer_file", None):

        @functools.wraps(open_file, updated=())
        def told(name: str) -> Any:
            sys.audit("open", name, "wb", os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
            return open_file(name)

        module._open_zipfile_writer_file = told


# --- what is asked, and the error that answers


def _refused(number: int, *paths: Any) -> OSError:
    return OSError(number, os.strerror(number), *paths)  # of the class that belongs to the number


def _program(_call: as_where_it_is_graded, program: Any = "/bin/sh", *_others: Any) -> OSError:
    return _refused(errno.ENOENT, os.fsdecode(program))


def _shell(_call: as_where_it_is_graded, _command: Any) -> OSError:
    return _refused(errno.ENOENT, "/bin/sh")


def _never(_call: as_where_it_is_graded, *_others: Any) -> OSError:
    return _refused(errno.EPERM)


def _signal(_call: as_where_it_is_graded, pid: int, *_others: Any) -> OSError | None:
    return None if pid == os.getpid() else _refused(errno.EPERM)


def _name(_call: as_where_it_is_graded, host: Any, *_others: Any) -> OSError | None:
    words = os.fsdecode(host or "127.0.0.1")
    numeric = ":" in words or not words.replace(".", "").strip("0123456789")
    return None if numeric else socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution")


def _made(call: as_where_it_is_graded, path: Any) -> None:
    call.made += (os.path.realpath(os.fsdecode(path)),)


def _left(call: as_where_it_is_graded, *_others: Any) -> None:
    call.folder = call.folder or str(Path.cwd())


def _opened(call: as_where_it_is_graded, path: Any, _mode: Any, flags: int) -> OSError | None:
    if not flags & _WRITES:
        return _read(call, path)
    # tempfile opens its folder "for writing", and then makes a file in it.
    return None if not isinstance(path, int) and Path(os.fsdecode(path)).is_dir() else _written(call, path)


def _database(call: as_where_it_is_graded, path: Any) -> Exception | None:
    if path == ":memory:" or not _written(call, path):
        return None
    import sqlite3  # which has asked, and is there

    return sqlite3.OperationalError("unable to open database file")


def _moved(call: as_where_it_is_graded, one: Any, other: Any, *_others: Any) -> OSError | None:
    return _written(call, one) or _written(call, other)


def _linked(call: as_where_it_is_graded, _to: Any, link: Any, *_others: Any) -> OSError | None:
    return _written(call, link)


def _written(call: as_where_it_is_graded, path: Any, *_others: Any) -> OSError | None:
    """Why this must not be written: it lies neither below the folder of the notebook nor in what tempfile made."""
    if isinstance(path, int):
        return None
    real = os.path.realpath(os.fsdecode(path))
    if _is_own(call, real) or real in _DEVICES:
        return None
    return _refused(errno.EACCES if Path(real).parent.is_dir() else errno.ENOENT, os.fsdecode(path))


def _read(call: as_where_it_is_graded, path: Any = ".", *_others: Any) -> OSError | None:
    """Why this must not be read: where answers are graded it is closed, or is not there."""
    if isinstance(path, int):
        return None
    named = os.fsdecode(path or ".")
    real = os.path.realpath(named)
    name = Path(real).name
    if name.startswith("t10k-") or (_lies_below(real, _SECRET) and not real.startswith(str(Path(__file__).parent))):
        return _refused(errno.EACCES, named)
    known = name.startswith("train-") or "matplotlib" in real or real in _DEVICES
    if known or _is_own(call, real) or _lies_below(real, _readable()) or not Path(real).exists():
        return None
    return _refused(errno.EACCES if real == "/" or _lies_below(real, _CLOSED) else errno.ENOENT, named)


def _is_own(call: as_where_it_is_graded, real: str) -> bool:
    return _lies_below(real, (os.path.realpath(call.folder or Path.cwd()), *call.made))


def _lies_below(real: str, folders: tuple[str, ...]) -> bool:
    return any(real == folder or real.startswith(folder.rstrip(os.sep) + os.sep) for folder in folders)


@functools.cache
def _readable() -> tuple[str, ...]:
    """What Python, its packages and the system need."""
    packages = [sysconfig.get_path(name) for name in ("stdlib", "platstdlib", "purelib", "platlib")]
    packages += [sys.prefix, sys.base_prefix, *site.getsitepackages(), site.getusersitepackages(), str(_PACKAGE)]
    return tuple(dict.fromkeys(os.path.realpath(each) for each in (*packages, *_SYSTEM, *_DATA)))


_ASKED: dict[str, Callable[..., Exception | None]] = {
    **dict.fromkeys(("subprocess.Popen", "os.exec", "os.posix_spawn", "pty.spawn"), _program),
    **dict.fromkeys(("os.fork", "os.forkpty", "socket.__new__", "socket.connect", "os.killpg"), _never),
    **dict.fromkeys(("socket.getaddrinfo", "socket.gethostbyname"), _name),
    **dict.fromkeys(("tempfile.mkstemp", "tempfile.mkdtemp"), _made),
    **dict.fromkeys(("os.mkdir", "os.remove", "os.rmdir", "os.truncate"), _written),
    **dict.fromkeys(("os.listdir", "os.scandir"), _read),
    **dict.fromkeys(("os.link", "os.symlink"), _linked),
    "os.chdir": _left,
    "os.system": _shell,
    "os.kill": _signal,
    "os.rename": _moved,
    "open": _opened,
    "sqlite3.connect": _database,
}
