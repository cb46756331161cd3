"""Seccomp, by which a process gives up every system call but those it names, for good.

The filter is written here, as landlock.py writes its rules: pyseccomp has had no release since 2021, and libseccomp
knows by name only the calls of its own year. What is left are a table and a few lines that a reviewer can read whole,
nothing to install, and the same filter on every machine.

What is allowed is systemd's @system-service without what no learner needs: identity, sockets, processes, shared
memory, queues, asynchronous files, keys, priorities. A trace of the answers in tests/answers, and what the C library,
Python, OpenMP and BLAS fall back on, said what to keep. Sources: seccomp(2), `systemd-analyze syscall-filter`, and the
kernel's tables: arch/x86/entry/syscalls/syscall_64.tbl, include/uapi/asm-generic/unistd.h.

One thing stays open. stat(2) tells the size and time of any file: Landlock has no right for it, and a filter sees the
address of a path and not the path. Without stat by path nothing can be imported. Only another root folder would help,
and that takes rights which an ordinary user, and root in a container, do not have.
"""

from __future__ import annotations

import ctypes
import errno
import os
import struct

from course_utils.errors import PlainError

# Each call with its number on x86-64 and on aarch64, which has no old ones that newer ones replace.
_CALLS = {
    "files": """
        read 0 63, write 1 64, readv 19 65, writev 20 66, pread64 17 67, pwrite64 18 68, preadv 295 69, pwritev 296 70,
        preadv2 327 286, pwritev2 328 287, lseek 8 62, close 3 57, close_range 436 436, dup 32 23, dup2 33 -,
        dup3 292 24, stat 4 -, fstat 5 80, lstat 6 -, newfstatat 262 79, statx 332 291, access 21 -, faccessat 269 48,
        faccessat2 439 439, readlink 89 -, readlinkat 267 78, getdents 78 -, getdents64 217 61, getcwd 79 17,
        chdir 80 49, fchdir 81 50, mkdir 83 -, mkdirat 258 34, rmdir 84 -, rename 82 -, renameat 264 38,
        renameat2 316 276, link 86 -, linkat 265 37, symlink 88 -, symlinkat 266 36, unlink 87 -, unlinkat 263 35,
        creat 85 -, ftruncate 77 46, fallocate 285 47, fadvise64 221 223, flock 73 32, statfs 137 43, fstatfs 138 44,
        umask 95 166, copy_file_range 326 285, sendfile 40 71
    """,
    "waiting": """
        poll 7 -, ppoll 271 73, select 23 -, pselect6 270 72, epoll_create 213 -, epoll_create1 291 20,
        epoll_ctl 233 21, epoll_wait 232 -, epoll_pwait 281 22, epoll_pwait2 441 441, eventfd 284 -, eventfd2 290 19,
        pipe 22 -, pipe2 293 59, signalfd 282 -, signalfd4 289 74, timerfd_create 283 85, timerfd_settime 286 86,
        timerfd_gettime 287 87
    """,
    "memory": "munmap 11 215, mprotect 10 226, mremap 25 216, madvise 28 233, brk 12 214, get_mempolicy 239 236",
    "threads": """
        futex 202 98, futex_waitv 449 449, set_robust_list 273 99, set_tid_address 218 96, rseq 334 293, gettid 186 178,
        sched_yield 24 124, sched_getaffinity 204 123, sched_getparam 143 121, sched_getscheduler 145 120,
        sched_get_priority_max 146 125, sched_get_priority_min 147 126, getcpu 309 168, arch_prctl 158 -, exit 60 93,
        exit_group 231 94
    """,
    "signals": """
        rt_sigaction 13 134, rt_sigprocmask 14 135, rt_sigreturn 15 139, rt_sigpending 127 136, rt_sigsuspend 130 133,
        rt_sigtimedwait 128 137, sigaltstack 131 132, pause 34 -, restart_syscall 219 128
    """,
    "clocks": """
        clock_gettime 228 113, clock_getres 229 114, clock_nanosleep 230 115, nanosleep 35 101, gettimeofday 96 169,
        time 201 -, times 100 153, getitimer 36 102
    """,
    "itself": """
        getpid 39 172, getppid 110 173, getpgid 121 155, getpgrp 111 -, getsid 124 156, getuid 102 174, geteuid 107 175,
        getgid 104 176, getegid 108 177, getgroups 115 158, getresuid 118 148, getresgid 120 150, getrlimit 97 163,
        getrusage 98 165, getpriority 140 141, uname 63 160, sysinfo 99 179, getrandom 318 278, wait4 61 260,
        waitid 247 95
    """,
}
# Allowed as far as their arguments go; `_by_argument` says how far.
_SOME = """
    open 2 -, openat 257 56, mmap 9 222, clone 56 220, fcntl 72 25, ioctl 16 29, prctl 157 167, prlimit64 302 261,
    sched_setaffinity 203 122, kill 62 129, tgkill 234 131, sendto 44 206, recvfrom 45 207
"""
# Said to succeed, and do nothing. A timer left behind must not end a later answer. Modes and times Landlock leaves to
# a file's owner, who may be this user; shutil.copy is not to fail. A scratch folder need not reach the disk.
_PRETENDED = """
    alarm 37 -, setitimer 38 103, chmod 90 -, fchmod 91 52, fchmodat 268 53, fchmodat2 452 452, utime 132 -,
    utimes 235 -, utimensat 280 88, futimesat 261 -, fsync 74 82, fdatasync 75 83, msync 26 227
"""
# For an error on which their callers do the next best thing.
_INSTEAD = {
    # "There is no such program", which code that asks for nvidia-smi expects; fork is refused as such.
    errno.ENOENT: "execve 59 221, execveat 322 281, vfork 58 -",
    # Their arguments are out of a filter's reach; the C library falls back on clone and openat.
    errno.ENOSYS: "clone3 435 435, openat2 437 437",
    # "This file system has none", on which shutil.copy2 goes on.
    errno.ENOTSUP: """
        getxattr 191 8, lgetxattr 192 9, fgetxattr 193 10, listxattr 194 11, llistxattr 195 12, flistxattr 196 13
    """,
}
_ARCHITECTURES = ("x86_64", "aarch64")
_AUDIT = (0xC000003E, 0xC00000B7)  # what a filter sees of them
# The calls of Linux 6.18. What is known and not named above is refused; what came later does not exist (ENOSYS).
_KNOWN = ((range(337), range(424, 470)), (range(295), range(424, 470)))

_LOAD, _AND, _EQUAL, _AT_LEAST, _JUMP, _RETURN = 0x20, 0x54, 0x15, 0x35, 0x05, 0x06
_NUMBER, _ARCHITECTURE, _ARGUMENTS = 0, 4, 16  # where seccomp_data has them
_ALL = 0xFFFFFFFF
_PR_SET_SECCOMP, _MODE_FILTER = 22, 2

Instruction = tuple[int, int, int, int]  # code, jump if true, jump if false, operand
Steps = tuple[Instruction, ...]

_ALLOW: Steps = ((_RETURN, 0, 0, 0x7FFF0000),)


class NoSeccomp(PlainError):
    """This machine cannot filter system calls; the message says why."""


def _fail(number: int) -> Steps:
    """Answer with this error; with 0 a call seems to succeed."""
    return ((_RETURN, 0, 0, 0x00050000 | number),)


_REFUSE, _NOT_KNOWN = _fail(errno.EPERM), _fail(errno.ENOSYS)


def _if(argument: int, values: tuple[int, ...], then: Steps, otherwise: Steps, mask: int = _ALL) -> Steps:
    """Look at the lower half of an argument, which is all that the kernel reads of an `int`."""
    look = [(_LOAD, 0, 0, _ARGUMENTS + 8 * argument)]
    if mask != _ALL:
        look.append((_AND, 0, 0, mask))
    last = len(values) - 1 + len(otherwise)
    return (*look, *((_EQUAL, last - place, 0, value) for place, value in enumerate(values)), *otherwise, *then)


def _if_long(argument: int, values: tuple[int, ...], then: Steps, otherwise: Steps, mask: int) -> Steps:
    """The same for an `unsigned long`, whose upper half must be empty."""
    upper = ((_LOAD, 0, 0, _ARGUMENTS + 8 * argument + 4), (_EQUAL, 1, 0, 0))
    return (*upper, *_REFUSE, *_if(argument, values, then, otherwise, mask))


def _by_argument(own: int) -> dict[str, Steps]:
    """What comes of the calls that depend on their arguments, in the process with the number `own`."""
    # Landlock before its version 3 lets an open for reading, and one of mode 3, empty a file.
    mode, truncate = 0b11, 0o1000
    emptying = (truncate, truncate | mode)
    # What the C library gives to threads; no namespace, and none but threads. Whoever starts a program (VFORK) hears
    # that there is no such program.
    of_threads, thread, vfork = 0x7D0F00, 0x10000, 0x4000
    a_program = _if(0, (vfork,), _fail(errno.ENOENT), _REFUSE, mask=vfork)
    # Memory must be private, or a file's: shared memory without a file, and one that grows by itself, no limit counts.
    anonymous, grows, private, shared, shared_validated = 0x20, 0x100, 2, 1, 3
    memory = (private, private | anonymous, shared, shared_validated)
    f_dupfd_to_setlkw, f_ofd = range(8), (36, 37, 38)
    f_same, f_dup_cloexec, f_set_pipe_size, f_get_pipe_size, f_get_seals = 1027, 1030, 1031, 1032, 1034
    files = (*f_dupfd_to_setlkw, *f_ofd, f_same, f_dup_cloexec, f_set_pipe_size, f_get_pipe_size, f_get_seals)
    terminal = (0x5401, 0x802C542A, 0x540F, 0x5413)  # TCGETS, TCGETS2, TIOCGPGRP, TIOCGWINSZ: is it one, and how wide
    device = (*terminal, 0x541B, 0x5421, 0x5450, 0x5451, 0x40049409)  # FIONREAD, FIONBIO, FIONCLEX, FIOCLEX, FICLONE
    # Its name, a name for memory, and questions: GET_DUMPABLE, SET_NAME, GET_NAME, GET_SECCOMP, CAPBSET_READ,
    # GET_TIMERSLACK, GET_NO_NEW_PRIVS, GET_THP_DISABLE, SVE_GET_VL, SME_GET_VL, SET_VMA
    process = (3, 15, 16, 21, 23, 30, 39, 42, 51, 64, 0x53564D41)
    no_signal = 0x4000
    return {
        "open": _if(1, emptying, _REFUSE, _ALLOW, mask=mode | truncate),
        "openat": _if(2, emptying, _REFUSE, _ALLOW, mask=mode | truncate),
        "mmap": _if_long(3, memory, _ALLOW, _REFUSE, mask=0xF | anonymous | grows),
        "clone": _if_long(0, (thread,), _ALLOW, a_program, mask=_ALL & ~of_threads | thread),
        "fcntl": _if(1, files, _ALLOW, _REFUSE),
        "ioctl": _if(1, device, _ALLOW, _REFUSE),
        "prctl": _if(0, process, _ALLOW, _REFUSE),
        "prlimit64": _if(0, (0,), _ALLOW, _REFUSE),
        "sched_setaffinity": _if(0, (0,), _ALLOW, _REFUSE),
        # Signals to itself stay: abort() is one.
        "kill": _if(0, (own,), _ALLOW, _REFUSE),
        "tgkill": _if(0, (own,), _ALLOW, _REFUSE),
        # On the one socket it has, nothing out of band.
        "sendto": _if(3, (0,), _ALLOW, _REFUSE, mask=_ALL & ~no_signal),
        "recvfrom": _if(3, (0,), _ALLOW, _REFUSE),
    }


def numbers(calls: str, machine: str) -> dict[str, int]:
    """The numbers of these calls on one architecture, which need not have them all."""
    rows = (row.split() for row in calls.split(","))
    column = 1 + _ARCHITECTURES.index(machine)
    return {row[0]: int(row[column]) for row in rows if row[column] != "-"}


def program(machine: str, own: int) -> Steps:
    """The filter for a process with the number `own` on a machine of this name, as `os.uname` gives it.

    Raises:
        NoSeccomp: the numbers of its calls are not known here.
    """
    if machine not in _ARCHITECTURES:
        raise NoSeccomp(f"this machine's processor is {machine!r}, and grading needs x86-64 or aarch64 (arm64)")
    which = _ARCHITECTURES.index(machine)
    steps = {number: _REFUSE for known in _KNOWN[which] for number in known}
    steps |= {number: _ALLOW for calls in _CALLS.values() for number in numbers(calls, machine).values()}
    steps |= dict.fromkeys(numbers(_PRETENDED, machine).values(), _fail(0))
    for error, calls in _INSTEAD.items():
        steps |= dict.fromkeys(numbers(calls, machine).values(), _fail(error))
    some = _by_argument(own)
    steps |= {number: some[name] for name, number in numbers(_SOME, machine).items()}
    starts = [0, *(number for number in range(1, max(steps) + 2) if steps.get(number) != steps.get(number - 1))]
    return (
        (_LOAD, 0, 0, _ARCHITECTURE),
        (_EQUAL, 1, 0, _AUDIT[which]),
        *_NOT_KNOWN,  # by the entry for 32 bits
        (_LOAD, 0, 0, _NUMBER),
        *_tree([(start, steps.get(start, _NOT_KNOWN)) for start in starts]),
    )


def _tree(ranges: list[tuple[int, Steps]]) -> Steps:
    """Find the last range that starts at or below the number at hand, by halves, and do what it says."""
    if len(ranges) == 1:
        return ranges[0][1]
    middle = len(ranges) // 2
    below, above = _tree(ranges[:middle]), _tree(ranges[middle:])
    return ((_AT_LEAST, 0, 1, ranges[middle][0]), (_JUMP, 0, 0, len(below)), *below, *above)


_libc = ctypes.CDLL(None, use_errno=True)


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("steps", ctypes.c_char_p))


def load(steps: Steps) -> None:
    """Put a filter in force for the calling thread, which must have PR_SET_NO_NEW_PRIVS, and all it starts.

    Raises:
        NoSeccomp: the kernel refuses it.
    """
    packed = b"".join(struct.pack("HBBI", *step) for step in steps)
    program = _Program(len(steps), packed)
    if _libc.prctl(_PR_SET_SECCOMP, ctypes.c_ulong(_MODE_FILTER), ctypes.byref(program)) != 0:
        raise NoSeccomp(f"this machine refuses a seccomp filter: {os.strerror(ctypes.get_errno())}")
