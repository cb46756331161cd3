"""The process children are forked from: it has imported what notebooks import, once, and knows no secret.

It is run as a script, with Python's -I: nothing of the environment, of the user's own packages or of the current
folder is imported. It loads this very `course_utils`, without what is a secret to a learner: in place of the package
`course_utils.checks` stands a module with all its names, none of which decides anything, and the small modules by
which an answer is called. Of another course it loads the package when it is told of it, in the same way.
"""

from __future__ import annotations

import contextlib
import ctypes
import gc
import importlib
import importlib.util
import json
import os
import pkgutil
import resource
import select
import signal
import socket
import sys
import tempfile
import types
from pathlib import Path
from typing import Any

PACKAGE = Path(__file__).resolve().parent.parent.parent
TEST_DIGITS = "t10k-*"  # what an answer is judged on, packed and unpacked
SECRET = (PACKAGE / "checks", PACKAGE / "grading", *(PACKAGE / "data" / "mnist").glob(TEST_DIGITS))
_MADV_COLLAPSE, _HUGE_PAGE = 25, 2 << 20
_MOST_THREADS = 32
_LONGEST = 500  # characters of an error
_DYING = 5.0  # seconds that a killed process may take, for a disk, perhaps; the judge waits longer
_HEARTBEAT = 1.0  # seconds; not PR_SET_PDEATHSIG, which counts the end of the *thread* that started a process


def main() -> None:
    """Serve the judge on the socket whose descriptor is the first argument; the second is what else may be read."""
    judge, more = int(sys.argv[1]), json.loads(sys.argv[2])
    parent = os.getppid()
    load_own()
    with tempfile.TemporaryDirectory() as folder:
        shell = _warm_up(folder)
    roots = _roots(more)
    gc.collect()
    gc.freeze()  # so that a child's collector does not touch, and copy, the pages it shares
    _use_huge_pages()
    _forget_environment()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the judge's to handle
    _serve(socket.socket(fileno=judge), parent, shell, roots)


def _forget_environment() -> None:
    """Overwrite the strings this process was started with: os.environ has its own, and a child would find these.

    Source: proc_pid_stat(5), whose fields 50 and 51 say where they are; after the name in brackets comes field 3.
    """
    start, end = map(int, Path("/proc/self/stat").read_text().rpartition(")")[2].split()[47:49])
    ctypes.memset(start, 0, end - start)


def _use_huge_pages() -> None:
    """Put this process's own memory into huge pages, where the kernel can: a fork copies an entry for each page.

    Source: madvise(2) and proc(5), maps.
    """
    libc = ctypes.CDLL(None)
    for line in Path("/proc/self/maps").read_text().splitlines():
        addresses, access, *_, name = [*line.split(), ""][:6]
        if access == "rw-p" and name in ("", "[heap]"):
            start, end = (int(address, 16) for address in addresses.split("-"))
            for page in range(-(-start // _HUGE_PAGE) * _HUGE_PAGE, end - _HUGE_PAGE + 1, _HUGE_PAGE):
                libc.madvise(ctypes.c_void_p(page), ctypes.c_size_t(_HUGE_PAGE), _MADV_COLLAPSE)


def load_own() -> None:
    """Import `course_utils` from this package, with a stand-in for its checks: of these, only `learner` is there."""
    checks = _without_names("course_utils.checks")
    course_utils = _import_from(PACKAGE / "__init__.py", "course_utils")
    course_utils.checks = checks  # type: ignore[attr-defined]
    _import_learner(checks, PACKAGE / "checks")
    _give_names(checks)  # which come from `learner`


def load_course(name: str, folder: Path) -> None:
    """Import the package that another course's checks are in, with the same stand-in for them.

    Args:
        name: of the checks, such as `first_steps.checks`.
        folder: where they lie.
    """
    checks = _without_names(name)
    _give_names(checks)  # first: the package may import them
    *parents, last = name.split(".")
    for depth, place in enumerate(reversed(folder.parents[: len(parents)]), start=1):
        parent = ".".join(parents[:depth])
        if parent not in sys.modules:
            _import_from(place / "__init__.py", parent)
    if parents:
        setattr(sys.modules[".".join(parents)], last, checks)
    if (folder / "learner").is_dir():
        _import_learner(checks, folder)


def _without_names(name: str) -> types.ModuleType:
    checks = sys.modules[name] = types.ModuleType(name, "What a right answer is, is not known here.")
    checks.__path__ = []
    return checks


def _give_names(checks: types.ModuleType) -> None:
    stand_in = importlib.import_module("course_utils.grading.sandbox.stand_in")
    for each in stand_in.__all__:
        setattr(checks, each, getattr(stand_in, each))
    checks.__all__ = stand_in.__all__  # type: ignore[attr-defined]


def _import_learner(checks: types.ModuleType, folder: Path) -> None:
    """Import all of `learner`, which nobody can read later."""
    name = f"{checks.__name__}.learner"
    learner = checks.learner = _import_from(folder / "learner" / "__init__.py", name)  # type: ignore[attr-defined]
    for module in pkgutil.walk_packages(learner.__path__, f"{name}."):
        importlib.import_module(module.name)


def _import_from(path: Path, name: str) -> types.ModuleType:
    """Import this file under this name."""
    folders = [str(path.parent)] if path.name == "__init__.py" else None
    spec = importlib.util.spec_from_file_location(name, path, submodule_search_locations=folders)
    assert spec is not None
    assert spec.loader is not None
    module = sys.modules[name] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _warm_up(folder: str) -> Any:
    """Import and use once what every notebook needs; the shell its cells will run in."""
    for module in ("torch", "matplotlib.pyplot", "tqdm.auto", "course_utils.recurrence"):
        try:
            importlib.import_module(module)
        except (ImportError, RuntimeError) as error:
            raise ImportError(f"the grader cannot import {module}") from error
    importlib.import_module("course_utils.torchvision_operators").declare_missing()
    for module in ("torchvision.datasets", "torchvision.transforms", "course_utils.digits", "course_utils.drawing"):
        importlib.import_module(module)
    _warm_up_torch()
    shell = importlib.import_module("course_utils.grading.sandbox.shell").Shell(folder)
    shell.run("%matplotlib inline")
    shell.run("1 / 0")  # the machinery of tracebacks is slow the first time
    shell.reset(new_session=True)
    shell.execution_count = 1
    return shell


def _warm_up_torch() -> None:
    """Run once what the lessons use: the first run is slow, and a child then has it behind it.

    But no backward: autograd may start threads for it, one for each accelerator and on some builds without any. A
    fork copies no thread, and so every backward in every child would fail.
    """
    torch = importlib.import_module("torch")
    # One thread: a fork copies no other, and a class is graded many children at a time.
    torch.set_num_threads(1)
    set_num_threads = torch.set_num_threads

    def set_few_threads(threads: int) -> None:
        """torch.set_num_threads, up to a number that can be had: OpenMP ends a process that cannot have its threads."""
        set_num_threads(min(threads, _MOST_THREADS))

    torch.set_num_threads = set_few_threads  # type: ignore[attr-defined]
    nn, x = torch.nn, torch.ones(3, 2, 4)
    for kind in (nn.RNN, nn.LSTM, nn.GRU):
        cell, layer = getattr(nn, f"{kind.__name__}Cell")(4, 5), kind(4, 5, num_layers=2, bidirectional=True)
        packed = nn.utils.rnn.pack_padded_sequence(x, torch.tensor([3, 2]))
        results = [kind(4, 5)(x)[0], layer(x)[0], cell(x[0]), nn.utils.rnn.pad_packed_sequence(layer(packed)[0])[0]]
        sum(each[0].sum() for each in results)
    model = nn.Linear(4, 5)
    nn.functional.cross_entropy(model(x[0]), torch.tensor([0, 1]))
    for weight in model.parameters():
        weight.grad = torch.zeros_like(weight)
    torch.optim.Adam(model.parameters()).step()


def _roots(more: list[str]) -> list[Path]:
    """All that children may read, before the judge says what is hidden."""
    needed = importlib.import_module("course_utils.grading.sandbox.readable").needed()
    digits = importlib.import_module("course_utils.digits").unpacked()
    return [*needed, PACKAGE, *digits.rglob("train-*"), *map(Path, more)]


def _readable(roots: list[Path], hidden: list[str]) -> list[tuple[str, int]]:
    """What is left of the roots, with Landlock's rights; the package's own secrets are always hidden."""
    landlock = importlib.import_module("course_utils.grading.sandbox.landlock")
    digits = importlib.import_module("course_utils.digits").unpacked()
    secret = [*SECRET, *digits.rglob(TEST_DIGITS), *map(Path, hidden)]
    return [(str(path), access) for path, access in landlock.around(roots, secret)]


def _serve(judge: socket.socket, parent: int, shell: Any, roots: list[Path]) -> None:
    """Fork and end children as the judge asks, or a copy of this process for another judge, until it is gone."""
    readable = _readable(roots, [])
    child = importlib.import_module("course_utils.grading.sandbox.child")
    limits = importlib.import_module("course_utils.grading.sandbox.limits").Limits
    _answer(judge, {"ready": os.getpid()})
    while os.getppid() == parent:
        if not select.select([judge], [], [], _HEARTBEAT)[0]:
            continue
        words, descriptors, _flags, _address = socket.recv_fds(judge, 1 << 16, 1)
        if not words:
            return
        request = json.loads(words)
        if request["ask"] == "end":
            _answer(judge, _end(request["pid"], request["patience"]))
            continue
        if request["ask"] == "hide":
            fault, places = "", [*roots]
            if request["course"]:
                name, folder, package = request["course"]
                fault = _fault_of_course(name, Path(folder))
                places.append(Path(package))
            readable = _readable(places, request["places"])
            _answer(judge, {"hidden": fault})
            continue
        own = os.getpid()
        pid = os.fork()
        if pid == 0 and request["ask"] == "copy":
            judge.close()
            judge, parent = socket.socket(fileno=descriptors[0]), own
            continue
        if pid == 0:
            child.become(shell, descriptors[0], Path(request["scratch"]), limits(**request["limits"]), readable)
        os.close(descriptors[0])
        _answer(judge, {"pid": pid})


def _fault_of_course(name: str, folder: Path) -> str:
    """What goes wrong when a course is loaded; empty if nothing does."""
    try:
        if name not in sys.modules:
            load_course(name, folder)
    except BaseException as error:  # whatever a package does when it is imported
        return f"{type(error).__name__}: {error}"[:_LONGEST]
    return ""


def _end(pid: int, patience: float) -> dict[str, Any]:
    """End a child, and say whether it did so itself within `patience` seconds, and how.

    Until it is waited for, its number is nobody else's. One that does not die when it is killed is not waited for.
    """
    process = os.pidfd_open(pid)
    dead = bool(select.select([process], [], [], patience)[0])
    for end in (os.killpg, os.kill):  # the group, should it have any; a child that is not yet a leader
        with contextlib.suppress(ProcessLookupError, PermissionError):
            end(pid, signal.SIGKILL)
    gone = select.select([process], [], [], _DYING)[0]
    os.close(process)
    code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) if gone else -signal.SIGKILL
    return {"ended": [dead, code]}


def _answer(judge: socket.socket, words: dict[str, Any]) -> None:
    judge.sendall(json.dumps(words).encode())


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    main()
