"""The filter of system calls: on both architectures it allows the listed calls and nothing else."""

from __future__ import annotations

import ctypes
import errno
import json
import os
import struct
import subprocess
import sys
import textwrap

import pytest

from course_utils.grading.deciding.sandbox import Ran
from course_utils.grading.sandbox import seccomp
from tests.helpers.zygotes import printed, run

pytestmark = pytest.mark.xdist_group("sandbox")

# Every call that a child may make, and why. Whoever allows another writes it here, too.
ALLOWED = {
    "files": "access chdir close close_range copy_file_range creat dup dup2 dup3 faccessat faccessat2 fadvise64"
    " fallocate fchdir flock fstat fstatfs ftruncate getcwd getdents getdents64 link linkat lseek lstat mkdir mkdirat"
    " newfstatat pread64 preadv preadv2 pwrite64 pwritev pwritev2 read readlink readlinkat readv rename renameat"
    " renameat2 rmdir sendfile stat statfs statx symlink symlinkat umask unlink unlinkat write writev",
    "waiting": "epoll_create epoll_create1 epoll_ctl epoll_pwait epoll_pwait2 epoll_wait eventfd eventfd2 pipe pipe2"
    " poll ppoll pselect6 select signalfd signalfd4 timerfd_create timerfd_gettime timerfd_settime",
    "memory": "brk get_mempolicy madvise mprotect mremap munmap",
    "threads": "arch_prctl exit exit_group futex futex_waitv getcpu gettid rseq sched_get_priority_max"
    " sched_get_priority_min sched_getaffinity sched_getparam sched_getscheduler sched_yield set_robust_list"
    " set_tid_address",
    "signals": "pause restart_syscall rt_sigaction rt_sigpending rt_sigprocmask rt_sigreturn rt_sigsuspend"
    " rt_sigtimedwait sigaltstack",
    "clocks": "clock_getres clock_gettime clock_nanosleep getitimer gettimeofday nanosleep time times",
    "itself": "getegid geteuid getgid getgroups getpgid getpgrp getpid getppid getpriority getrandom getresgid"
    " getresuid getrlimit getrusage getsid getuid sysinfo uname wait4 waitid",
}
PRETENDED, BY_ARGUMENT = map(
    str.split,
    (
        "alarm setitimer chmod fchmod fchmodat fchmodat2 utime utimes utimensat futimesat fsync fdatasync msync",
        "open openat mmap clone fcntl ioctl prctl prlimit64 sched_setaffinity kill tgkill sendto recvfrom",
    ),
)
INSTEAD = {
    **dict.fromkeys(("execve", "execveat", "vfork"), errno.ENOENT),
    **dict.fromkeys(("getxattr", "lgetxattr", "fgetxattr", "listxattr", "llistxattr", "flistxattr"), errno.ENOTSUP),
}
MACHINES = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
TABLES = [*seccomp._CALLS.values(), seccomp._SOME, seccomp._PRETENDED, *seccomp._INSTEAD.values()]
X32 = 0x40000000
HERE = os.uname().machine
# Calls of x86-64 for root's uprobes: since Linux 6.14 no filter sees them, and without a probe they end in SIGILL.
UPROBES = {335, 336}
LIBC = textwrap.dedent("""
    import ctypes, errno
    def call(number, *arguments):
        libc = ctypes.CDLL(None, use_errno=True)
        answer = libc.syscall(ctypes.c_long(number), *[ctypes.c_long(each) for each in arguments])
        return errno.errorcode[ctypes.get_errno()] if answer == -1 else "done"
""")


def numbers(machine: str) -> dict[str, int]:
    return {name: number for calls in TABLES for name, number in seccomp.numbers(calls, machine).items()}


def answer(machine: str, number: int, arguments: tuple[int, ...] = (), own: int = 1, audit: int | None = None) -> int:
    """What the filter tells the kernel to do with a call: simulates the part of the machine of bpf(4) that it uses."""
    audit = MACHINES[machine] if audit is None else audit
    padded = [each % (1 << 64) for each in (*arguments, *[0] * 6)][:6]
    data = struct.pack("<IIQ6Q", number, audit, 0, *padded)
    steps, at, held = seccomp.program(machine, own), 0, 0
    while True:
        code, if_true, if_false, operand = steps[at]
        at += 1
        match code:
            case 0x20:
                (held,) = struct.unpack_from("<I", data, operand)
            case 0x54:
                held &= operand
            case 0x15:
                at += if_true if held == operand else if_false
            case 0x35:
                at += if_true if held >= operand else if_false
            case 0x05:
                at += operand
            case 0x06:
                return operand
            case _:
                pytest.fail(f"a step that is not known: {code:#x}")


ALLOW, ERROR = 0x7FFF0000, 0x00050000


@pytest.mark.parametrize("machine", MACHINES)
def test_the_filter_lets_through_what_is_listed_and_nothing_else(machine: str) -> None:
    names = {number: name for name, number in numbers(machine).items()}
    listed = {name for calls in ALLOWED.values() for name in calls.split()}
    wrong = []
    for number in [*range(1000), *range(X32, X32 + 1000), 1 << 31, (1 << 32) - 1]:
        name = names.get(number, "")
        if name in BY_ARGUMENT:
            continue
        expected = (
            (ALLOW,)
            if name in listed
            else (ERROR,)
            if name in PRETENDED
            else (ERROR | INSTEAD[name],)
            if name in INSTEAD
            else (ERROR | errno.EPERM, ERROR | errno.ENOSYS)
        )
        if answer(machine, number) not in expected:
            wrong.append((number, name))
    assert wrong == []
    assert listed | set(BY_ARGUMENT) | set(PRETENDED) | set(INSTEAD) | {"clone3", "openat2"} == {
        row.split()[0] for calls in TABLES for row in calls.split(",")
    }


@pytest.mark.parametrize("machine", MACHINES)
def test_a_call_of_another_architecture_does_not_exist(machine: str) -> None:
    other = next(audit for name, audit in MACHINES.items() if name != machine)
    for audit in (other, 0x40000003, 0):  # the second is i386
        for name in ("read", "exit_group", "getpid"):
            assert answer(machine, numbers(machine)[name], audit=audit) == ERROR | errno.ENOSYS


@pytest.mark.parametrize("machine", MACHINES)
def test_the_numbers_are_libseccomps(machine: str) -> None:
    try:
        library = ctypes.CDLL("libseccomp.so.2")
    except OSError:
        pytest.skip("there is no libseccomp.so.2 here to compare with")
    resolve = library.seccomp_syscall_resolve_name_arch
    ours = numbers(machine)
    theirs = {
        row.split()[0]: resolve(ctypes.c_uint32(MACHINES[machine]), row.split()[0].encode())
        for calls in TABLES
        for row in calls.split(",")
    }
    unknown = {name for name, number in theirs.items() if number == -1}
    assert unknown <= {"fchmodat2"}  # from 2023, newer than Debian 12's library
    # A number below -1 means that this architecture does not have the call.
    assert {name: number for name, number in theirs.items() if number >= 0} == {
        name: number for name, number in ours.items() if name not in unknown
    }


def test_a_machine_of_another_kind_is_refused_in_words() -> None:
    with pytest.raises(seccomp.NoSeccomp, match="'riscv64', and grading needs x86-64 or aarch64"):
        seccomp.program("riscv64", 1)


def test_every_number_that_is_not_listed_is_refused_in_a_child() -> None:
    """This test finds the next hole: a child cannot use any other call of this kernel."""
    let_through = [*(name for calls in ALLOWED.values() for name in calls.split()), *BY_ARGUMENT, *PRETENDED, *INSTEAD]
    known = numbers(HERE)
    tried = sorted({*range(601)} - {known[name] for name in let_through if name in known} - UPROBES)
    if HERE == "x86_64":
        tried += [X32 + number for number in range(601)]
    source = f"print([n for n in {tried} if call(n, 0, 0, 0, 0, 0, 0) not in ('EPERM', 'ENOSYS')])"
    assert len(tried) > 300
    assert printed(run(f"{LIBC}\n{source}")) == "[]\n"


# A call with its arguments, and the error that the child gets. `own` is its process id, `parent` the zygote's.
TRIED = {
    "a thread's flags without a thread": ("clone", "0x3c0f00, 0, 0, 0, 0", "EPERM"),
    "a process": ("clone", "17, 0, 0, 0, 0", "EPERM"),
    "a process for a program": ("clone", "0x4111, 0, 0, 0, 0", "ENOENT"),
    "a user namespace for a thread": ("clone", "0x10010f00, 0, 0, 0, 0", "EPERM"),
    "a thread with something in the upper half": ("clone", "0x1003d0f00, 0, 0, 0, 0", "EPERM"),
    "shared memory without a file": ("mmap", "0, 4096, 3, 0x21, -1, 0", "EPERM"),
    "the same to read": ("mmap", "0, 4096, 1, 0x21, -1, 0", "EPERM"),
    "the same, validated": ("mmap", "0, 4096, 3, 0x23, -1, 0", "EPERM"),
    "memory that may be dropped": ("mmap", "0, 4096, 3, 0x28, -1, 0", "EPERM"),
    "memory that grows": ("mmap", "0, 4096, 3, 0x122, -1, 0", "EPERM"),
    "memory of its own": ("mmap", "0, 4096, 3, 0x22, -1, 0", "done"),
    "the judge's socket: who is there": ("getsockopt", "3, 1, 77, 0, 0", "EPERM"),
    "the judge's socket: out of band": ("sendto", "3, 0, 0, 1, 0, 0", "EPERM"),
    "the judge's socket: peeking": ("recvfrom", "3, 0, 0, 0x42, 0, 0", "EPERM"),
    "the machine's networks": ("ioctl", "3, 0x8912, 0", "EPERM"),
    "the owner of a socket": ("ioctl", "3, 0x8901, 0", "EPERM"),
    "the same with something in the upper half": ("ioctl", "3, 0x100008901, 0", "EPERM"),
    "letters typed for another": ("ioctl", "0, 0x5412, 0", "EPERM"),
    "who hears of a file": ("fcntl", "3, 8, 1", "EPERM"),
    "a lease": ("fcntl", "3, 1024, 0", "EPERM"),
    "a watch on a folder": ("fcntl", "3, 1026, 1", "EPERM"),
    "to be read by others": ("prctl", "4, 1, 0, 0, 0", "EPERM"),
    "to live on": ("prctl", "1, 0, 0, 0, 0", "EPERM"),
    "another filter": ("prctl", "22, 2, 0, 0, 0", "EPERM"),
    "the limits of the zygote": ("prlimit64", "parent, 7, 0, 0", "EPERM"),
    "the processors of the zygote": ("sched_setaffinity", "parent, 8, 0", "EPERM"),
    "a signal to the zygote": ("kill", "parent, 0", "EPERM"),
    "a signal to its group": ("kill", "0, 0", "EPERM"),
    "a signal to itself": ("kill", "own, 0", "done"),
    "a program": ("execve", "0, 0, 0", "ENOENT"),
}
GETSOCKOPT = {"x86_64": 55, "aarch64": 209}


@pytest.mark.parametrize(("name", "arguments", "heard"), TRIED.values(), ids=TRIED)
def test_of_some_calls_the_arguments_decide(name: str, arguments: str, heard: str) -> None:
    number = {**numbers(HERE), "getsockopt": GETSOCKOPT[HERE]}[name]
    source = f"import os\nown, parent = os.getpid(), os.getppid()\nprint(call({number}, {arguments}))"
    assert printed(run(f"{LIBC}\n{source}")) == f"{heard}\n"


EMPTIES = {"O_TRUNC": 0o1000, "O_TRUNC|3": 0o1003, "O_TRUNC|O_PATH": 0o10001000, "O_TRUNC|O_CREAT": 0o1100}


@pytest.mark.parametrize("machine", MACHINES)
@pytest.mark.parametrize("flags", EMPTIES.values(), ids=EMPTIES)
def test_an_open_that_empties_must_be_one_to_write(machine: str, flags: int) -> None:
    """Landlock before version 3 allows the other ones."""
    known = numbers(machine)
    for number, place in ((known.get("open"), 1), (known["openat"], 2)):
        if number is not None:
            assert answer(machine, number, (*[0] * place, flags)) == ERROR | errno.EPERM
            assert answer(machine, number, (*[0] * place, flags | 1 << 32)) == ERROR | errno.EPERM
            for mode in (1, 2):
                if not flags & 3:
                    assert answer(machine, number, (*[0] * place, flags | mode)) == ALLOW
            assert answer(machine, number, (*[0] * place, flags & ~0o1000)) == ALLOW


def error(ran: Ran) -> str:
    return next(output["ename"] for output in ran.outputs if output["output_type"] == "error")


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("os.execv('/bin/true', ['true'])", "FileNotFoundError"),
        ("os.posix_spawn('/bin/true', ['true'], {})", "FileNotFoundError"),
        ("os.fork()", "PermissionError"),
        ("os.forkpty()", "PermissionError"),
    ],
)
def test_there_is_no_program_and_no_right_to_another_process(source: str, name: str) -> None:
    assert error(run(f"import os\n{source}")) == name


def test_what_a_notebook_does_with_files_threads_and_clocks_works() -> None:
    source = textwrap.dedent("""
        import asyncio, mmap, os, shutil, signal, sqlite3, threading, time
        import numpy as np, torch
        open("a", "w").write("x")
        shutil.copy2("a", "b"); shutil.move("b", "c"); shutil.copytree(".", "d", ignore=lambda *_: ["d"])
        shutil.disk_usage(".")
        with open("a", "r+b") as file:
            os.fsync(file.fileno())
            mmap.mmap(file.fileno(), 1).flush()
        sqlite3.connect("e").execute("create table t(x)")
        pages = np.memmap("f", shape=(9,), mode="w+"); pages[:] = 1; pages.flush()
        assert os.popen is not None
        with os.scandir(".") as found: print(sorted(each.name for each in found))
        torch.set_num_threads(3)
        print(float((torch.ones(600, 600) @ torch.ones(600, 600)).sum()), np.linalg.svd(np.ones((99, 99)))[1][0] > 9)
        thread = threading.Thread(target=time.sleep, args=(0.01,), name="näher"); thread.start(); thread.join()
        signal.signal(signal.SIGUSR1, lambda *_: print("heard")); signal.raise_signal(signal.SIGUSR1)
        time.sleep(0.01); signal.alarm(1); print(os.isatty(1), os.get_inheritable(1), os.sched_getaffinity(0) != set())
    """)
    lines = printed(run(source)).splitlines()
    assert lines == ["['a', 'c', 'd', 'e', 'f']", "216000000.0 True", "heard", "False True True"]


# In machine code: eax = 20, the number of getpid with 32 bits; int 0x80; ret
THIRTY_TWO_BITS = """
import ctypes, mmap
memory = mmap.mmap(-1, 4096, mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS, mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)
memory.write(bytes.fromhex("b814000000cd80c3"))
print(ctypes.CFUNCTYPE(ctypes.c_int)(ctypes.addressof(ctypes.c_char.from_buffer(memory)))())
"""


@pytest.mark.skipif(HERE != "x86_64", reason="only x86-64 has an entry for programs of 32 bits")
def test_the_entry_for_32_bits_is_closed() -> None:
    free = subprocess.run([sys.executable, "-c", THIRTY_TWO_BITS], capture_output=True, text=True)
    if free.returncode != 0:
        pytest.skip("this kernel runs no programs of 32 bits")
    assert int(free.stdout) > 0  # its process id
    assert json.loads(printed(run(THIRTY_TWO_BITS))) == -errno.ENOSYS
