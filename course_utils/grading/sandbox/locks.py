"""What a child gives up before it sees a byte of a learner's code, in the order in which it must.

Sources: setrlimit(2), capabilities(7), prctl(2), landlock(7), seccomp(2) and, for the ranges of user ids,
https://systemd.io/UIDS-GIDS/.
"""

from __future__ import annotations

import ctypes
import os
import resource
import signal
import stat
import sys
from collections.abc import Iterable
from pathlib import Path

from course_utils.errors import PlainError
from course_utils.grading.sandbox import landlock, seccomp
from course_utils.grading.sandbox.limits import Limits

_PR_SET_PDEATHSIG, _PR_SET_DUMPABLE, _PR_SET_KEEPCAPS, _PR_SET_NO_NEW_PRIVS = 1, 4, 8, 38
_CAPABILITY_VERSION_3 = 0x20080522
_CAP_DAC_READ_SEARCH = 2
_FIRST_UID, _UIDS = 61184, 4000  # kept for services without a user of their own; nobody owns a file by these
_OTHERS = 512  # threads that the user of an ordinary account may start beside the grading
_M_ARENA_MAX = -8
_STACK, _ARENA, _ARENAS = (
    2 << 20,
    128 << 20,
    8,
)  # bytes of a thread's stack and of a heap that threads share; their number

_libc = ctypes.CDLL(None, use_errno=True)


class NoLocks(PlainError):
    """A lock cannot be had on this machine; the message says which, and what to do."""


def lock(scratch: Path, limits: Limits, readable: Iterable[tuple[str | Path, int]]) -> None:
    """Lock this process in: it keeps `scratch`, which becomes its own, and `readable` to read.

    Must be called by the only thread, with all files closed but those it may keep.

    Raises:
        NoLocks: a lock cannot be had.
        NoSeccomp: seccomp cannot.
        NoLandlock: Landlock cannot.
    """
    parent = os.getppid()
    filter_ = seccomp.program(os.uname().machine, os.getpid())
    _limit(limits)
    _prctl(_PR_SET_NO_NEW_PRIVS, 1)
    readable = [*readable]
    as_root = os.geteuid() == 0
    if as_root:
        _drop_root(scratch)
    if not _drop_capabilities([scratch, *(Path(path) for path, _ in readable)]) and as_root:
        _see_that_it_can_go_on(scratch)
    _prctl(_PR_SET_DUMPABLE, 0)
    # After the change of user, which would undo it. No learner's code runs on when the grading has ended.
    _prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(1)
    landlock.restrict([*readable, *_DEVICES, (scratch, landlock.WRITE)])
    seccomp.load(filter_)


# Not /dev/zero: a file of it that is mapped is shared memory, which no limit counts.
_DEVICES = (("/dev/null", landlock.WRITE), ("/dev/urandom", landlock.READ))


def _prctl(option: int, value: int) -> None:
    if _libc.prctl(option, ctypes.c_ulong(value), *[ctypes.c_ulong(0)] * 3) != 0:
        raise NoLocks(f"this machine refuses prctl({option}): {os.strerror(ctypes.get_errno())}")


def _limit(limits: Limits) -> None:
    pages = Path("/proc/self/statm").read_text().split()
    address_space, data = (int(pages[field]) * resource.getpagesize() + limits.memory for field in (0, 5))
    _take_small_stacks()
    # As root the child gets a user id of its own; otherwise the limit counts everything the user runs.
    threads = limits.threads if os.geteuid() == 0 else _threads_of(os.getuid()) + _OTHERS
    for kind, most in (
        (resource.RLIMIT_CPU, limits.cpu_seconds),
        (resource.RLIMIT_DATA, data),
        # RLIMIT_DATA does not count shared memory. The judge watches that; this limit holds until the judge looks.
        (resource.RLIMIT_AS, address_space + limits.threads * _STACK + _ARENAS * _ARENA),
        (resource.RLIMIT_FSIZE, limits.file_size),
        (resource.RLIMIT_NOFILE, limits.files),
        (resource.RLIMIT_NPROC, threads),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_MEMLOCK, 0),
        (resource.RLIMIT_MSGQUEUE, 0),
    ):
        hard = resource.getrlimit(kind)[1]
        most = most if hard == resource.RLIM_INFINITY else min(most, hard)
        # At the soft limit of processor time comes SIGXCPU, which says what happened; at the hard one SIGKILL.
        resource.setrlimit(kind, (max(most - 1, 0) if kind == resource.RLIMIT_CPU else most, most))


def _take_small_stacks() -> None:
    """Let a thread take no more address space than it can use: 8 MB of stack and 128 of heap each, by themselves.

    Source: mallopt(3), pthread_setattr_default_np(3).
    """
    attributes = ctypes.create_string_buffer(64)  # a pthread_attr_t
    _libc.pthread_attr_init(attributes)
    _libc.pthread_attr_setstacksize(attributes, ctypes.c_size_t(_STACK))
    _libc.pthread_setattr_default_np(attributes)
    _libc.mallopt(_M_ARENA_MAX, _ARENAS)


def _threads_of(uid: int) -> int:
    count = 0
    for process in Path("/proc").iterdir():
        try:
            if process.name.isdigit() and process.stat().st_uid == uid:
                count += len(os.listdir(process / "task"))  # noqa: PTH208 (only how many)
        except OSError:  # it has ended since
            continue
    return count


def _drop_root(scratch: Path) -> None:
    """Become a user nobody else is, who owns the scratch folder and nothing else."""
    uid = _FIRST_UID + os.getpid() % _UIDS
    _prctl(_PR_SET_KEEPCAPS, 1)
    try:
        for folder, _, files in os.walk(scratch):
            for path in (folder, *(f"{folder}/{name}" for name in files)):
                os.chown(path, uid, uid, follow_symlinks=False)
        os.setgroups([])
        os.setresgid(uid, uid, uid)
        os.setresuid(uid, uid, uid)
    except OSError as error:
        raise NoLocks(f"root cannot become user {uid} here ({error.strerror}): grade as an ordinary user") from error


def _drop_capabilities(readable: Iterable[Path]) -> bool:
    """Give up what root's power is made of, and say whether the part of it to read past a folder's mode is left.

    It is kept where there is one and this user, who may be new, cannot read without it: Python may live in a folder of
    root's own, such as /root. Which files there are to read is Landlock's to say.
    """
    header = (ctypes.c_uint32 * 2)(_CAPABILITY_VERSION_3, 0)
    sets = (ctypes.c_uint32 * 6)()  # effective, permitted, inherited; the same of the capabilities from 32 on
    if _libc.capget(header, sets) != 0:
        raise NoLocks(f"capabilities cannot be told: {os.strerror(ctypes.get_errno())}")
    kept = sets[1] & 1 << _CAP_DAC_READ_SEARCH
    if kept and not any(_is_closed(path) for path in readable):
        kept = 0
    if _libc.capset(header, (ctypes.c_uint32 * 6)(kept, kept, 0, 0, 0, 0)) != 0:
        raise NoLocks(f"capabilities cannot be dropped: {os.strerror(ctypes.get_errno())}")
    return bool(kept)


def _is_closed(path: Path) -> bool:
    """Whether modes keep this user from reading here; access(2) asks without capabilities, but for user 0."""
    try:
        mode = path.stat().st_mode
    except PermissionError:  # of a folder on the way
        return True
    except OSError:
        return False
    return not os.access(path, os.R_OK | os.X_OK if stat.S_ISDIR(mode) else os.R_OK)


def _see_that_it_can_go_on(scratch: Path) -> None:
    for path in (scratch, *map(Path, filter(None, sys.path))):
        if _is_closed(path):
            raise NoLocks(
                f"root becomes another user here, who cannot read {path}: open it and the folders above it to others"
                " (chmod o+rx), or grade as an ordinary user"
            )
