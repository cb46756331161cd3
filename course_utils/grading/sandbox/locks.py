"""What a child gives up before it sees a byte of a learner's code, in the order in which it must.

Sources: setrlimit(2), capabilities(7), prctl(2), landlock(7), seccomp(2) and, for the ranges of user ids,
https://systemd.io/UIDS-GIDS/.
"""

from __future__ import annotations

import ctypes
import errno
import os
import resource
import signal
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from course_utils.errors import PlainError
from course_utils.grading.sandbox import landlock

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


@dataclass(frozen=True)
class Limits:
    """What one child may use.

    Attributes:
        cpu_seconds: processor time, all threads together.
        memory: bytes of memory beyond what Python and torch take.
        file_size: bytes of any one file.
        scratch: bytes of all files in its folder.
        files: open files.
        threads: threads.
    """

    cpu_seconds: int = 300
    memory: int = 1 << 30
    file_size: int = 64 << 20
    scratch: int = 256 << 20
    files: int = 64
    threads: int = 64


def lock(scratch: Path, limits: Limits, readable: Iterable[tuple[str | Path, int]]) -> None:
    """Lock this process in: it keeps `scratch`, which becomes its own, and `readable` to read.

    Must be called by the only thread, with all files closed but those it may keep.

    Raises:
        NoLocks: seccomp or another lock cannot be had.
        NoLandlock: Landlock cannot.
    """
    parent = os.getppid()
    filter_ = _Filter()
    _limit(limits)
    _prctl(_PR_SET_NO_NEW_PRIVS, 1)
    if os.geteuid() == 0:
        _drop_root(scratch)
    _prctl(_PR_SET_DUMPABLE, 0)
    # After the change of user, which would undo it. No learner's code runs on when the grading has ended.
    _prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(1)
    landlock.restrict([*readable, *_DEVICES, (scratch, landlock.WRITE)])
    filter_.load()


_DEVICES = (("/dev/null", landlock.WRITE), ("/dev/urandom", landlock.READ), ("/dev/zero", landlock.READ))


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
        # What is shared, be it with nobody, is no data: the judge looks at it, and this holds until it does.
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
        os.chown(scratch, uid, uid)
        os.setgroups([])
        os.setresgid(uid, uid, uid)
        os.setresuid(uid, uid, uid)
    except OSError as error:
        raise NoLocks(f"root cannot become user {uid} here ({error.strerror}): grade as an ordinary user") from error
    # Python may live in a folder of root's own, such as /root. So of all capabilities the one to read past a
    # folder's mode is kept; which files there are to read is Landlock's to say.
    header = (ctypes.c_uint32 * 2)(_CAPABILITY_VERSION_3, 0)
    kept = 1 << _CAP_DAC_READ_SEARCH
    sets = (ctypes.c_uint32 * 6)(kept, kept, 0, 0, 0, 0)
    if _libc.capset(header, sets) != 0:
        raise NoLocks(f"capabilities cannot be dropped: {os.strerror(ctypes.get_errno())}")


_DENIED = """
    execve execveat fork vfork
    socket socketpair connect bind listen accept accept4 sendmsg sendmmsg recvmsg recvmmsg
    tkill rt_sigqueueinfo rt_tgsigqueueinfo pidfd_open pidfd_getfd pidfd_send_signal
    ptrace process_vm_readv process_vm_writev process_madvise kcmp migrate_pages move_pages
    setpriority ioprio_set sched_setscheduler sched_setparam sched_setattr
    mount umount2 mount_setattr move_mount open_tree fsopen fsconfig fsmount fspick pivot_root chroot
    unshare setns open_by_handle_at name_to_handle_at truncate mknod mknodat
    timer_create
    bpf perf_event_open userfaultfd io_uring_setup io_uring_enter io_uring_register
    keyctl add_key request_key
    memfd_create memfd_secret shmget shmat shmctl semget semctl msgget msgctl mq_open
    reboot kexec_load kexec_file_load init_module finit_module delete_module swapon swapoff
    settimeofday clock_settime clock_adjtime adjtimex sethostname setdomainname syslog acct quotactl
    iopl ioperm modify_ldt personality vhangup lookup_dcookie vmsplice
    chown fchown lchown fchownat setxattr lsetxattr fsetxattr setxattrat removexattr lremovexattr fremovexattr
    removexattrat file_setattr open_tree_attr
    inotify_init inotify_init1 inotify_add_watch fanotify_init fanotify_mark
"""
# Said to succeed, and do nothing. A timer left behind must not end a later answer. Modes and times Landlock leaves to
# a file's owner, who may be this user; shutil.copy is not to fail.
_PRETENDED = "alarm setitimer chmod fchmod fchmodat fchmodat2 utime utimes utimensat futimesat"

# For a libseccomp that is older than these; the numbers are the same on every architecture.
_NEW = {"fchmodat2": 452, "setxattrat": 463, "removexattrat": 466, "open_tree_attr": 467, "file_setattr": 469}

_CLONE_THREAD = 0x10000
_INT = 0xFFFFFFFF  # the kernel reads these arguments as 32 bits, whatever else is in the register
_F_SETOWN, _F_SETSIG, _F_SETOWN_EX, _F_SETLEASE = 8, 10, 15, 1024
_FIOSETOWN, _SIOCSPGRP = 0x8901, 0x8902
_FS_IOC_SETFLAGS, _FS_IOC_FSSETXATTR = 0x40086602, 0x401C5820  # what chattr sets


class _Filter:
    """The system calls this process does without.

    Denied ones fail with EPERM, so that a learner sees a PermissionError and the line it came from. Those of another
    architecture (32 bits, x32) end the process, which is libseccomp's default.
    """

    def __init__(self) -> None:
        try:
            import pyseccomp as sc
        except (ImportError, RuntimeError, OSError) as error:
            raise NoLocks(
                "seccomp is missing: install it with `pip install pyseccomp` and the system's libseccomp2"
            ) from error
        eperm, this = sc.ERRNO(errno.EPERM), os.getpid()
        self._rules = rules = sc.SyscallFilter(sc.ALLOW)
        for names, action in ((_DENIED, eperm), (_PRETENDED, sc.ERRNO(0))):
            for name in names.split():
                number = sc.resolve_syscall(sc.Arch.NATIVE, name)
                if number == -1:  # a name this libseccomp does not know yet
                    number = _NEW.get(name, -1)
                if number != -1:
                    rules.add_rule(action, number)
        # Threads are clones, too. The flags of clone3 are out of a filter's reach: without it, glibc uses clone.
        rules.add_rule(eperm, "clone", sc.Arg(0, sc.MASKED_EQ, _CLONE_THREAD, 0))
        rules.add_rule(sc.ERRNO(errno.ENOSYS), "clone3")
        # Signals to itself stay: abort() is one.
        rules.add_rule(eperm, "kill", sc.Arg(0, sc.NE, this))
        rules.add_rule(eperm, "tgkill", sc.Arg(0, sc.NE, this))
        for command in (_F_SETOWN, _F_SETSIG, _F_SETOWN_EX, _F_SETLEASE):
            rules.add_rule(eperm, "fcntl", sc.Arg(1, sc.MASKED_EQ, _INT, command))
        for command in (_FIOSETOWN, _SIOCSPGRP, _FS_IOC_SETFLAGS, _FS_IOC_FSSETXATTR):
            rules.add_rule(eperm, "ioctl", sc.Arg(1, sc.MASKED_EQ, _INT, command))
        rules.add_rule(eperm, "prlimit64", sc.Arg(0, sc.NE, 0))
        rules.add_rule(eperm, "sched_setaffinity", sc.Arg(0, sc.NE, 0))
        rules.add_rule(eperm, "prctl", sc.Arg(0, sc.MASKED_EQ, _INT, _PR_SET_PDEATHSIG))

    def load(self) -> None:
        """Put the filter in force."""
        try:
            self._rules.load()
        except OSError as error:
            raise NoLocks(f"this machine refuses a seccomp filter: {error.strerror}") from error
