"""A right answer on other kinds of machines: it is judged right, or grading is refused in a helpful sentence."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from course_utils.grading import deciding
from course_utils.grading.sandbox import locks

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(os.geteuid() != 0, reason="only root can become the users of other machines"),
]

ROOT = Path(deciding.__file__).parents[3]
# A Python that all users can run, if this one is in a folder that only root can read.
DEBIANS = Path("/usr/bin", f"python{sys.version_info.major}.{sys.version_info.minor}")
GRADE = """
from course_utils.checks import find
from course_utils.checks.engine.ladder import judge
from course_utils.grading.deciding.errors import NoSandbox
from course_utils.grading.deciding.hidden import Hidden
from course_utils.grading.deciding.sandbox import Sandbox
from course_utils.grading.deciding.trusted import TrustedZygote

def use(zygote):
    with Sandbox(zygote) as sandbox:
        sandbox.run_cell(ANSWER)
        return judge(find("lstm/step"), sandbox.answer("step", find("lstm/step").parameters))

zygotes = TrustedZygote()
try:
    print("right" if zygotes.use(use, Hidden()).passed else "wrong")
except NoSandbox as refusal:
    print(refusal)
finally:
    zygotes.close()
"""
RIGHT = (ROOT / "tests/answers/lstm/step/right-linear.py").read_text()
# The capabilities that root keeps in Docker.
DOCKERS = (
    "+chown,+dac_override,+fsetid,+fowner,+mknod,+net_raw,+setgid,+setuid,+setfcap,+setpcap,+net_bind_service,"
    "+sys_chroot,+kill,+audit_write"
)
USER = ["setpriv", "--reuid=54321", "--regid=54321", "--clear-groups"]  # a user without an entry in /etc/passwd
BECOMES = "root becomes another user here, who cannot read"
ORDINARY = "grade as an ordinary user"
# The words before the command; what it says if all users can read Python; and what it says if only root can, or None
# if that makes no difference.
MACHINES = {
    "root": ([], "right", "right"),
    "root without a home": (["env", "-u", "HOME"], "right", None),
    "root with a home that is read-only": (["env", "HOME=/proc"], "right", None),
    "Docker's capabilities": (["setpriv", f"--bounding-set=-all,{DOCKERS}"], "right", BECOMES),
    "no capabilities": (["setpriv", "--bounding-set=-all"], ORDINARY, None),
    "root of a user namespace": (["unshare", "--user", "--map-root-user"], ORDINARY, None),
    "a user without a name": (USER, "right", None),
    "a user without a name or a home": (["env", "-u", "HOME", *USER], "right", None),
    "a user whose home is read-only": (["env", "HOME=/proc", *USER], "right", None),
    "a user who may read everything": (
        [*USER, "--inh-caps=+dac_read_search", "--ambient-caps=+dac_read_search"],
        "right",
        "right",
    ),
}


@pytest.fixture(scope="module")
def open_folder() -> Iterator[Path]:
    """A folder that every user can reach, unlike pytest's own folders."""
    folder = Path(tempfile.mkdtemp(prefix="machines-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


@pytest.fixture(scope="module")
def pythons(open_folder: Path) -> dict[str, Path]:
    """A Python that all users can run, and one that only root can run, if this machine has them."""
    found = {"open" if open_to_all(Path(os.__file__)) else "closed": Path(sys.executable)}
    if "open" not in found and DEBIANS.exists():
        subprocess.run([DEBIANS, "-m", "venv", "--without-pip", open_folder / "venv"], check=True)
        (site,) = (open_folder / "venv").glob("lib/python3.*/site-packages")
        ours = next(path for path in map(Path, sys.path) if path.name == "site-packages")
        (site / "lent.pth").write_text(f"{ours}\n")
        found["open"] = open_folder / "venv/bin/python"
    return found


def open_to_all(path: Path) -> bool:
    return all(each.stat().st_mode & 0o001 for each in path.resolve().parents)


def said(python: Path, before: list[str], folder: Path) -> str:
    """What is printed when a right answer is graded there."""
    temporary = Path(tempfile.mkdtemp(dir=folder))
    shutil.chown(temporary, 54321, 54321)
    temporary.chmod(0o777)
    variables = {**os.environ, "PYTHONPATH": str(ROOT), "TMPDIR": str(temporary), "PYTHONDONTWRITEBYTECODE": "1"}
    variables.pop("XDG_CACHE_HOME", None)
    source = f"ANSWER = {'import torch; from torch import nn' + chr(10) + RIGHT!r}\n{GRADE}"
    command = [*before, str(python), "-c", source]
    done = subprocess.run(command, capture_output=True, text=True, cwd="/", env=variables)
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr
    return done.stdout


@pytest.mark.parametrize(
    ("machine", "kind", "words"),
    [
        (machine, kind, words)
        for machine, (_, *expected) in MACHINES.items()
        for kind, words in zip(("open", "closed"), expected, strict=True)
        if words
    ],
)
def test_a_right_answer_is_judged_right_or_refused_in_a_sentence(
    machine: str, kind: str, words: str, pythons: dict[str, Path], open_folder: Path
) -> None:
    if kind not in pythons:
        pytest.skip(f"there is no Python here that is {kind} to other users")
    if kind == "open" and not open_to_all(ROOT / "course_utils"):
        pytest.skip("the course lies in a folder that is closed to other users")
    verdict = said(pythons[kind], MACHINES[machine][0], open_folder)
    assert words in verdict
    assert verdict.count("\n") == 1
    assert verdict == "right\n" or words != "right"


CAPABILITIES = """
import os, sys
from pathlib import Path
from course_utils.grading.sandbox import landlock, locks
os.chdir(sys.argv[1])
locks.landlock.restrict = lambda allowed: None
locks.lock(Path(sys.argv[1]), locks.Limits(), [(path, landlock.READ) for path in sys.argv[2:]])
print(next(line.split()[1] for line in open("/proc/self/status") if line.startswith("CapPrm")))
"""


@pytest.mark.parametrize("closed", [False, True])
@pytest.mark.parametrize("machine", ["root", "a user who may read everything"])
def test_the_right_to_read_past_modes_is_kept_where_something_is_closed_only(
    machine: str, closed: bool, pythons: dict[str, Path], open_folder: Path
) -> None:
    if "open" not in pythons or not open_to_all(ROOT / "course_utils"):
        pytest.skip("Python and the course must be open to other users")
    read, scratch = (Path(tempfile.mkdtemp(dir=open_folder)) for _ in range(2))
    read.chmod(0o700 if closed else 0o755)
    shutil.chown(scratch, 54321)
    command = [*MACHINES[machine][0], str(pythons["open"]), "-c", CAPABILITIES, str(scratch), str(read)]
    variables = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(command, capture_output=True, text=True, env=variables, cwd="/")
    assert done.returncode == 0, done.stderr
    assert int(done.stdout, 16) == (1 << locks._CAP_DAC_READ_SEARCH if closed else 0)
