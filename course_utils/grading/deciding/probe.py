"""Tries every lock from inside a child, by doing what a learner's code must not be able to do."""

from __future__ import annotations

import inspect
import json
import os
import tempfile
import textwrap
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from course_utils.checks.engine.course import Course
from course_utils.grading.deciding.errors import NoSandbox
from course_utils.grading.deciding.hidden import Hidden
from course_utils.grading.deciding.sandbox import Sandbox
from course_utils.grading.deciding.zygote import Zygote
from course_utils.grading.sandbox.notebook import environment
from course_utils.grading.sandbox.zygote import SECRET

_NOTHING = Hidden()


@dataclass(frozen=True)
class Probed:
    """What came of trying the locks, in words.

    Attributes:
        tried: everything that was tried.
        open: what of that could be done, though it must not; empty if every lock holds.
    """

    tried: Sequence[str]
    open: Sequence[str]


def probe(zygote: Zygote, hidden: Hidden = _NOTHING) -> Probed:
    """Try every lock in a child, and to read a real file of each hidden place.

    Raises:
        NoSandbox: no child can be had at all, or it does not say what it could do.
    """
    with tempfile.TemporaryDirectory() as outside, hidden.one_of_each() as files:
        secret = Path(outside) / "secret"
        secret.write_text("secret")
        secret.chmod(0o666)  # so that it is the locks that protect it, and not its mode
        ours = [path for each in SECRET for path in ([each] if each.is_file() else each.rglob("*.py"))]
        facts = {
            "read": [str(secret), "/etc/passwd", "/proc/1/environ", f"/proc/{os.getpid()}/mem", *map(str, ours)],
            "hidden": files,
            "list": [outside, os.path.expanduser("~"), "/"],  # noqa: PTH111 (a user may have no home)
            "write": [str(secret), *(f"{folder}/new" for folder in (outside, SECRET[0].parent, "/tmp", "/dev/shm"))],
            "change": [str(secret), outside],
            "judge": os.getpid(),
            "course": _names(hidden.course) if hidden.course else [],
            # Some of these both have, by name.
            "variables": sorted(set(os.environ) - environment(Path(), Path()).keys()),
        }
        source = textwrap.dedent(inspect.getsource(_inside))
        with Sandbox(zygote) as sandbox:
            ran = sandbox.run_cell(
                f"from __future__ import annotations\n{source}\nimport json\nprint(json.dumps(_inside({facts!r})))"
            )
        changed = ["a change of a file outside"] * (secret.read_text() != "secret")
    if ran.ended or ran.failed or not ran.outputs:
        raise NoSandbox(f"the test of the locks did not come back: {ran.ended or ran.outputs}")
    tried, held = json.loads(ran.outputs[-1]["text"])
    return Probed(tried, [*changed, *held])


def _names(course: Course) -> list[str]:
    """The modules of all exercises of a course."""
    return [course.module_of(each) for each in course.exercises()]


def _inside(facts: dict[str, Any]) -> tuple[list[str], list[str]]:
    """Run in the child, as a cell: everything that should be refused, and what of it is not."""
    import ctypes
    import importlib
    import os
    import signal
    import socket
    from functools import partial
    from multiprocessing.util import spawnv_passfds
    from pathlib import Path

    import torch

    def fork() -> None:
        if os.fork() == 0:
            os._exit(0)

    def libc_call(name: str, *arguments: object) -> None:
        if getattr(ctypes.CDLL(None, use_errno=True), name)(*arguments) < 0:
            raise OSError(ctypes.get_errno(), name)

    def system_call(name: str, number: int, *arguments: int) -> Callable[[], None]:
        def attempt() -> None:
            libc = ctypes.CDLL(None, use_errno=True)
            if libc.syscall(ctypes.c_long(number), *map(ctypes.c_long, arguments)) < 0:
                raise OSError(ctypes.get_errno(), name)

        return attempt

    def system_calls() -> dict[str, Callable[[], None]]:
        # By their numbers on x86-64 and on aarch64, which has no old ones.
        calls = {
            "clone": (56, 220, 17, 0, 0, 0, 0),
            "vfork": (58, -1),
            "ptrace": (101, 117, 16, facts["judge"], 0, 0),
            "unshare": (272, 97, 0x10000000),
            "io_uring_setup": (425, 425, 1, 0),
            "io_setup": (206, 0, 0, 0),
            "bpf": (321, 280, 0, 0, 0),
            "userfaultfd": (323, 282, 1),
            "keyctl": (250, 219, 0, -3, 0),
            "memfd_create": (319, 279, 0, 0),
            "shmget": (29, 194, 0, 4096, 0o1600),
            "mmap of shared memory": (9, 222, 0, 4096, 3, 0x21, -1, 0),
            "sync": (162, 81),
            "inotify_init": (253, -1),
            "inotify_init1": (294, 26, 0),
            "fanotify_init": (300, 262, 0, 0),
            "getsockopt": (55, 209, 3, 1, 77, 0, 0),
            "prctl(PR_SET_PDEATHSIG)": (157, 167, 1, 0, 0, 0, 0),
            "prlimit of the judge": (302, 261, facts["judge"], 7, 0, 0),
        }
        column = ["x86_64", "aarch64"].index(os.uname().machine)
        return {
            f"the system call {name}": system_call(name, number, *call[2:])
            for name, call in calls.items()
            if (number := call[column]) >= 0
        }

    def change(path: str, how: Callable[[str], object]) -> None:
        before = Path(path).stat().st_ctime_ns
        how(path)
        if Path(path).stat().st_ctime_ns == before:
            raise PermissionError("it was only said to succeed")

    changes: dict[str, Callable[[str], object]] = {
        "the mode": lambda path: Path(path).chmod(0o777),
        "the times": os.utime,
        "the owner": lambda path: os.chown(path, os.getuid(), -1),
        "an attribute": lambda path: os.setxattr(path, "user.x", b"x"),
    }
    refused: dict[str, Callable[[], object]] = {
        **{f"reading {path}": partial(Path(path).read_bytes) for path in facts["read"]},
        **{f"reading {path} in {what}": partial(Path(path).read_bytes) for path, what in facts["hidden"].items()},
        **{f"listing {path}": partial(os.listdir, path) for path in facts["list"]},
        **{f"writing {path}": partial(Path(path).write_text, "x") for path in facts["write"]},
        **{
            f"changing {what} of {path}": partial(change, path, how)
            for path in facts["change"]
            for what, how in changes.items()
        },
        "fork": fork,
        # Past what stands in for programs, which refuses before the lock does.
        "exec": lambda: libc_call("execv", b"/bin/true", (ctypes.c_char_p * 2)(b"true", None)),
        "starting a program": lambda: spawnv_passfds(b"/bin/true", [b"true"], ()),
        "a network socket": lambda: socket.socket(socket.AF_INET),
        "a Unix socket": lambda: socket.socket(socket.AF_UNIX),
        "a pair of sockets": socket.socketpair,
        "a signal to the judge": lambda: os.kill(facts["judge"], 0),
        "a signal to the zygote": lambda: os.kill(os.getppid(), signal.SIGCONT),
        "a signal to everybody": lambda: os.kill(-1, 0),
        "what is right: the ladder": lambda: importlib.import_module("course_utils.checks.engine.ladder"),
        **{f"what is right: {name}": partial(importlib.import_module, name) for name in facts["course"]},
        **system_calls(),
    }
    held = []
    for name, attempt in refused.items():
        try:
            attempt()
        except (OSError, ImportError, LookupError):
            continue
        held.append(name)
    if set(os.environ) & set(facts["variables"]) or not Path.cwd().is_relative_to(os.environ["HOME"]):
        held.append("an environment of its own")
    if os.geteuid() == 0:
        held.append("a user other than root")
    Path("mine").write_text("what must be possible, is")
    torch.ones(2).sum()
    return [*refused], held
