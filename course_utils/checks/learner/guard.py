"""What an answer must not do while it is called: it gets the same error at home as in grading.

This protects nothing; the grader's locks are in the kernel. It is an audit hook, which Python calls before it opens a
file or starts a process. The hook acts only in a thread that is calling an answer. It does not see what C code or other
threads do. Source: https://docs.python.org/3/library/audit_events.html.
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
# These modules start compilers and workers, which the grader replaces, or unpack data, which the grader has ready.
_SERVED = ("torch._inductor", "torch._dynamo", "torch._functorch", "torch.utils.data", "course_utils.digits")
_NOT_SERVED = ("__main__", "torchvision")
_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND


class as_where_it_is_graded:  # noqa: N801 (used as a function; as a class it takes a microsecond, not three)
    """Within a `with` statement, refuse to this thread what is refused in grading."""

    __slots__ = ("_before", "folder", "made")

    def __enter__(self) -> None:
        _listen()
        self.folder = ""  # the folder in which the answer was called, set when the answer changes folder
        self.made: tuple[str, ...] = ()  # files and folders that tempfile made for the answer
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
    """Install the hook, once in this process: a hook cannot be removed."""
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
    """Whether the request comes from a module of `_SERVED`, not from the learner's code: in grading it works, too."""
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
    """Make torch.save raise an audit event: it opens its file in C++, which raises none."""
    module: Any = torch.serialization
    if open_file := getattr(module, "_open_zipfile_writer_file", None):

        @functools.wraps(open_file, updated=())
        def told(name: str) -> Any:
            sys.audit("open", name, "wb", os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
            return open_file(name)

        module._open_zipfile_writer_file = told


# --- the audit events, and the error for each


def _refused(number: int, *paths: Any) -> OSError:
    return OSError(number, os.strerror(number), *paths)  # OSError makes an object of the subclass for this number


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
    # tempfile opens its folder "for writing" before it makes a file in it: a folder is allowed.
    return None if not isinstance(path, int) and Path(os.fsdecode(path)).is_dir() else _written(call, path)


def _database(call: as_where_it_is_graded, path: Any) -> Exception | None:
    if path == ":memory:" or not _written(call, path):
        return None
    import sqlite3  # it raised this event, so it is imported already

    return sqlite3.OperationalError("unable to open database file")


def _moved(call: as_where_it_is_graded, one: Any, other: Any, *_others: Any) -> OSError | None:
    return _written(call, one) or _written(call, other)


def _linked(call: as_where_it_is_graded, _to: Any, link: Any, *_others: Any) -> OSError | None:
    return _written(call, link)


def _written(call: as_where_it_is_graded, path: Any, *_others: Any) -> OSError | None:
    """The error for writing to a path that is neither below the notebook's folder nor made by tempfile."""
    if isinstance(path, int):
        return None
    real = os.path.realpath(os.fsdecode(path))
    if _is_own(call, real) or real in _DEVICES:
        return None
    return _refused(errno.EACCES if Path(real).parent.is_dir() else errno.ENOENT, os.fsdecode(path))


def _read(call: as_where_it_is_graded, path: Any = ".", *_others: Any) -> OSError | None:
    """The error for reading a path that is closed or does not exist in grading."""
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
    """The folders that Python, its packages and the system need to read."""
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
