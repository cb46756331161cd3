"""Landlock, by which a process gives up every file but those it names, for good.

Source: landlock(7), landlock_create_ruleset(2), and https://docs.kernel.org/userspace-api/landlock.html. glibc has
no functions for the three system calls, which have the same numbers on every architecture.
"""

from __future__ import annotations

import ctypes
import os
import stat
from collections.abc import Iterable
from pathlib import Path

from course_utils.errors import PlainError

_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446
_VERSION = 1  # a flag of create_ruleset
_PATH_BENEATH = 1

_WRITE_FILE, _READ_FILE, _READ_DIR = 1 << 1, 1 << 2, 1 << 3
_TRUNCATE = 1 << 14
_MAKE_NODES = 1 << 6 | 1 << 9 | 1 << 10 | 1 << 11  # character devices, sockets, FIFOs, block devices
# What each version knows: the first 13 rights, moving between folders, truncation, ioctl of devices.
_FILE_RIGHTS = {1: (1 << 13) - 1, 2: (1 << 14) - 1, 3: (1 << 15) - 1, 5: (1 << 16) - 1}
_NET_ALL = 0b11  # bind and connect TCP
_SCOPE_ALL = 0b11  # abstract Unix sockets, signals
OLDEST = 1  # of Linux 5.13

LIST = _READ_DIR
READ = _READ_FILE | _READ_DIR
WRITE = READ | _WRITE_FILE | _TRUNCATE | ((1 << 14) - 1) & ~(1 << 0) & ~_MAKE_NODES  # no execution, no special files
_OF_A_FILE = _READ_FILE | _WRITE_FILE | _TRUNCATE


class NoLandlock(PlainError):
    """This machine has no Landlock; the message says what to do."""


class _RulesetAttr(ctypes.Structure):
    _fields_ = (("fs", ctypes.c_uint64), ("net", ctypes.c_uint64), ("scoped", ctypes.c_uint64))


class _PathBeneathAttr(ctypes.Structure):
    _pack_ = 1
    _layout_ = "ms"
    _fields_ = (("access", ctypes.c_uint64), ("parent", ctypes.c_int32))


_libc = ctypes.CDLL(None, use_errno=True)


def _call(number: int, *arguments: object) -> int:
    result: int = _libc.syscall(ctypes.c_long(number), *arguments)
    if result < 0:
        raise OSError(ctypes.get_errno(), f"Landlock: {os.strerror(ctypes.get_errno())}")
    return result


def version() -> int:
    """The version of Landlock's interface in this kernel, 0 if there is none."""
    try:
        return _call(_CREATE_RULESET, None, ctypes.c_size_t(0), ctypes.c_uint32(_VERSION))
    except OSError:
        return 0


def restrict(allowed: Iterable[tuple[str | Path, int]]) -> None:
    """Give up every file except those allowed, as pairs of a path and the rights below it: `LIST`, `READ`, `WRITE`.

    Paths that do not exist, or cannot be reached, are passed over. No file can be executed, TCP is closed, and signals
    and abstract sockets reach no process outside, as far as this kernel's Landlock goes. The process must have
    PR_SET_NO_NEW_PRIVS.

    Versions 1 and 2 do not know of truncation: truncate(2), and an open(2) for reading with O_TRUNC, would empty every
    file that the user may write, and unless root grades, a child is the same user as the grader. These two seccomp
    refuses, on every kernel. What version 1 lacks beside, moving files between folders, it forbids.

    Raises:
        NoLandlock: the kernel has none.
    """
    abi = version()
    if abi < OLDEST:
        raise NoLandlock(
            "this machine has no Landlock: grade on Linux 5.13 or newer, started with landlock among its security"
            " modules (`lsm=`); a container has its host's, gVisor has none"
        )
    rights = max(known for since, known in _FILE_RIGHTS.items() if since <= abi)
    handled = _RulesetAttr(rights, _NET_ALL if abi >= 4 else 0, _SCOPE_ALL if abi >= 6 else 0)
    size = 24 if abi >= 6 else 16 if abi >= 4 else 8
    ruleset = _call(_CREATE_RULESET, ctypes.byref(handled), ctypes.c_size_t(size), ctypes.c_uint32(0))
    try:
        for path, access in allowed:
            _allow(ruleset, path, access & rights)
        _call(_RESTRICT_SELF, ctypes.c_int(ruleset), ctypes.c_uint32(0))
    finally:
        os.close(ruleset)


def _allow(ruleset: int, path: str | Path, access: int) -> None:
    try:
        place = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except (FileNotFoundError, PermissionError):  # what cannot be reached cannot be read either
        return
    try:
        if not stat.S_ISDIR(os.fstat(place).st_mode):
            access &= _OF_A_FILE
        rule = _PathBeneathAttr(access, place)
        _call(_ADD_RULE, ctypes.c_int(ruleset), ctypes.c_int(_PATH_BENEATH), ctypes.byref(rule), ctypes.c_uint32(0))
    finally:
        os.close(place)


def around(roots: Iterable[Path], hidden: Iterable[Path]) -> list[tuple[Path, int]]:
    """What to allow so that everything below `roots` can be read, except what is below `hidden`.

    Where one lies in the other the inner one decides: a root inside of what is hidden stays readable. Landlock cannot
    take a part out of what it has allowed. So a folder on the way to a hidden one can only be listed, which shows
    names, and everything else in it is allowed one by one.
    """
    secret = {path.resolve() for path in hidden}
    allowed: dict[Path, int] = {}
    waiting = sorted((root.resolve() for root in roots), key=lambda root: len(root.parts), reverse=True)
    while waiting:
        path = waiting.pop()  # outer ones first, so that none is allowed twice
        if path in secret or not path.exists() or any(allowed.get(each) == READ for each in (path, *path.parents)):
            continue
        if any(each.is_relative_to(path) for each in secret) and path.is_dir():
            allowed[path] = LIST
            # A symbolic link is followed by Landlock's rule; what it names must be a root of its own.
            waiting += [each for each in path.iterdir() if not each.is_symlink()]
        else:
            allowed[path] = READ
    return list(allowed.items())
