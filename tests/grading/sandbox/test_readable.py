"""What a child can read on machines with other folders: nothing of the course, the exchange, or anybody's work."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from course_utils.grading.sandbox import landlock, readable
from tools.notebooks import ROOT

DEBIANS = Path("/usr/bin/python3.11")
# Run by the Python of a layout: TRY makes a file of each name, and a child (INSIDE) says which of them it could read.
INSIDE = """
import json
read = []
for name in {names!r}:
    try:
        open(name).read()
    except OSError:
        continue
    read.append(name)
print(json.dumps(read))
"""
TRY = f"""
import sys
from collections.abc import Sequence
from pathlib import Path
from course_utils.grading.deciding.zygote import Zygote
from course_utils.grading.deciding.sandbox import Sandbox
for path in map(Path, sys.argv[1:]):
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    path.write_text("secret")
with Zygote() as zygote, Sandbox(zygote) as sandbox:
    drawn = sandbox.run_cell("import torch, matplotlib.pyplot as plt; plt.plot(torch.ones(2)); plt.show()")
    assert not drawn.failed, drawn
    print(sandbox.run_cell({INSIDE!r}.format(names=sys.argv[1:])).outputs[0]["text"])
"""
# Folders below /usr that hold nothing needed here. LAID_OUT runs a command with these folders empty.
PLACES = ("/usr/local/share", "/usr/src", "/usr/games")
LAID_OUT = [
    "unshare",
    "--mount",
    "sh",
    "-ec",
    'for place in $PLACES; do mount -t tmpfs none $place; done; exec "$@"',
    "sh",
]


def environment(python: Path, folder: Path) -> Path:
    """The Python of a virtual environment in `folder` that uses the packages of this one, and the course's."""
    subprocess.run([python, "-m", "venv", "--without-pip", folder], check=True)
    (site,) = folder.glob("lib/python3.*/site-packages")
    ours = next(path for path in map(Path, sys.path) if path.name == "site-packages")
    (site / "lent.pth").write_text(f"{ours}\n")
    (site / "course_utils").symlink_to(ROOT / "course_utils")
    return folder / "bin" / "python"


def read_by_a_child(python: Path, planted: list[str], machine: Sequence[str] = ()) -> list[str]:
    """Which of the planted files a child of this Python can read."""
    command = [*machine, str(python), "-c", TRY, *planted]
    variables = {**os.environ, "PYTHONPATH": "", "PLACES": " ".join(PLACES)}
    done = subprocess.run(command, capture_output=True, text=True, cwd="/", env=variables)
    assert done.returncode == 0, done.stderr
    found: list[str] = json.loads(done.stdout)
    return found


@pytest.mark.slow
def test_a_course_whose_folder_is_its_virtual_environment(tmp_path: Path) -> None:
    course = tmp_path / "course"
    python = environment(Path(sys.executable), course)
    names = ("gradebook.db", ".course-secret", "submitted/zoë/03_lstm/03_lstm.ipynb", "share/exchange/x", "lib/x")
    assert read_by_a_child(python, [str(course / name) for name in names]) == []


@pytest.mark.slow
@pytest.mark.skipif(
    os.geteuid() != 0 or not DEBIANS.exists(),
    reason="only root can lay out a machine of its own, and this one must have Debian's python3.11",
)
def test_a_course_and_an_exchange_below_usr_which_is_the_prefix_of_debians_python(tmp_path: Path) -> None:
    """The mode of a file does not stop a child of root."""
    planted = [
        "/usr/local/share/nbgrader/exchange/recurrent-networks/inbound/zoë+03_lstm+x/03_lstm.ipynb",
        "/usr/src/app/gradebook.db",
        "/usr/src/app/.course-secret",
        "/usr/src/app/submitted/zoë/03_lstm/03_lstm.ipynb",
        "/usr/games/course/solutions/03_lstm/03_lstm.ipynb",
    ]
    assert read_by_a_child(environment(DEBIANS, tmp_path), planted, LAID_OUT) == []


def test_no_prefix_is_readable_as_a_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A new file below a prefix cannot be read, except in Python's own folders."""
    for name in ("prefix", "base"):
        for inside in ("lib/course", "share", "src/app", "lib/python3.11/os.py"):
            (tmp_path / name / inside).mkdir(parents=True)
        monkeypatch.setattr(sys, {"prefix": "prefix", "base": "base_prefix"}[name], str(tmp_path / name))
    readable_now = [path for path, _ in landlock.around(readable.needed(), [])]
    assert not [path for path in readable_now if path.is_relative_to(tmp_path)]
