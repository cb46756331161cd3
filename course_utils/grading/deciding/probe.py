"""Tries every lock from inside a child: what a learner's code must not be able to do, done."""

from __future__ import annotations

import inspect
import json
import os
import tempfile
import textwrap
from collections.abc import Callable
from pathlib import Path
from typing import Any

from course_utils.grading.deciding.errors import NoSandbox
from course_utils.grading.deciding.sandbox import Sandbox
from course_utils.grading.deciding.zygote import Zygote
from course_utils.grading.sandbox.notebook import environment
from course_utils.grading.sandbox.zygote import SECRET


def probe(zygote: Zygote) -> list[str]:
    """The locks that do not hold on this machine, in words; empty if all do.

    Raises:
        NoSandbox: no child can be had at all, or it does not say what it could do.
    """
    with tempfile.TemporaryDirectory() as outside:
        secret = Path(outside) / "secret"
        secret.write_text("secret")
        secret.chmod(0o666)  # so that it is the locks that protect it, and not its mode
        facts = {
            "read": [str(secret), "/etc/passwd", "/proc/1/environ", f"/proc/{os.getpid()}/mem"]
            + [str(path) for secret in SECRET for path in ([secret] if secret.is_file() else secret.rglob("*.py"))],
            "list": [outside, str(Path.home()), "/"],
            "write": [str(secret), *(f"{folder}/new" for folder in (outside, SECRET[0].parent, "/tmp", "/dev/shm"))],
            "change": [str(secret), outside],
            "judge": os.getpid(),
            # Some of these both have, by name.
            "variables": sorted(set(os.environ) - environment(Path(), Path()).keys()),
        }
        source = textwrap.dedent(inspect.getsource(_inside))
        with Sandbox(zygote) as sandbox:
            ran = sandbox.run_cell(
                f"from __future__ import annotations\n{source}\nimport json\nprint(json.dumps(_inside({facts!r})))"
            )
        if secret.read_text() != "secret":
            return ["a file outside was changed"]
    if ran.ended or ran.failed or not ran.outputs:
        raise NoSandbox(f"the test of the locks did not come back: {ran.ended or ran.outputs}")
    held = json.loads(ran.outputs[-1]["text"])
    return [str(each) for each in held]


def _inside(facts: dict[str, Any]) -> list[str]:
    """Run in the child, as a cell: everything that should be refused and is not."""
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

    def in_x86_64() -> dict[str, Callable[[], None]]:
        if os.uname().machine != "x86_64":
            return {}
        calls = {
            "clone": (56, 17, 0, 0, 0, 0),
            "vfork": (58,),
            "ptrace": (101, 16, facts["judge"], 0, 0),
            "unshare": (272, 0x10000000),
            "io_uring_setup": (425, 1, 0),
            "bpf": (321, 0, 0, 0),
            "userfaultfd": (323, 1),
            "keyctl": (250, 0, -3, 0),
            "memfd_create": (319, 0, 0),
            "shmget": (29, 0, 4096, 0o1600),
            "inotify_init": (253,),
            "inotify_init1": (294, 0),
            "fanotify_init": (300, 0, 0),
            "prctl(PR_SET_PDEATHSIG)": (157, 1, 0, 0, 0, 0),
            "prlimit of the judge": (302, facts["judge"], 7, 0, 0),
        }
        return {f"the system call {name}": system_call(name, *call) for name, call in calls.items()}

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
        "what is right: the lesson's checks": lambda: importlib.import_module("course_utils.checks.lstm.step"),
        "what is right: the ladder": lambda: importlib.import_module("course_utils.checks.engine.ladder"),
        "what is right: find": lambda: importlib.import_module("course_utils.checks").find("lstm/step"),
        **in_x86_64(),
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
    return held
