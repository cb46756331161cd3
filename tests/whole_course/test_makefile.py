"""The Makefile sets up on machines as they are: with a Python that only writes down how it was called."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tools.notebooks import ROOT

MAKEFILE = (ROOT / "Makefile").read_text()
YOUNGER = (".ONESHELL", ".SHELLFLAGS", ".RECIPEPREFIX", "!=", "::=", "$(file", "undefine ", "private ", "load ")
TOOLS = ("make", "sh", "cat", "grep", "sed", "expand", "rm", "touch", "mkdir", "cp", "chmod", "dirname", "echo")
FAKE = """\
#!/bin/sh
echo "$@" >> "{log}"
case "$*" in
  "-m venv .venv") mkdir -p .venv/bin; cp "{python}" .venv/bin/python;;
  "-m pip config list") echo "{config}";;
  *--index-url*) exit {index};;
  "-c import sys"*) exit {version};;
esac
"""


@pytest.fixture
def course(tmp_path: Path) -> Path:
    folder = tmp_path / "my course"
    folder.mkdir()
    for name in ("Makefile", "pyproject.toml", "constraints.txt"):
        shutil.copy(ROOT / name, folder)
    return folder


class Machine:
    """A machine with the tools of TOOLS, and a Python that writes its calls into a log."""

    def __init__(self, folder: Path, config: str = "", index: int = 0, version: int = 0) -> None:
        folder.mkdir()
        self.path, self.log, self.python = folder, folder / "log", folder / "python3.11"
        for tool in TOOLS:
            if found := shutil.which(tool):
                (folder / tool).symlink_to(found)
        fields = {"log": self.log, "python": self.python, "config": config, "index": index, "version": version}
        self.python.write_text(FAKE.format(**fields))
        self.python.chmod(0o755)

    def make(self, course: Path, *words: str) -> tuple[list[str], str]:
        """Run make; returns the new calls of Python, and what was printed."""
        self.log.write_text("")
        done = subprocess.run(
            ["make", *words], cwd=course, env={"PATH": str(self.path)}, capture_output=True, text=True, check=False
        )
        return self.log.read_text().splitlines(), done.stdout + done.stderr


def installs(calls: list[str]) -> list[str]:
    return [call for call in calls if "pip install" in call]


def test_programs_are_called_by_path_and_nothing_is_younger_than_make_3_81() -> None:
    recipes = re.findall(r"^\t[@-]*(\S+)", MAKEFILE, re.MULTILINE)
    assert recipes
    assert not {"python", "pip", "jupyter", "nbgrader", "ruff", "mypy", "sphinx-build", "pytest"} & set(recipes)
    assert not [word for word in YOUNGER if word in MAKEFILE]
    assert "export PATH" not in MAKEFILE


def test_set_up_once_in_a_folder_with_a_space(tmp_path: Path, course: Path) -> None:
    machine = Machine(tmp_path / "bin")
    calls, said = machine.make(course, ".venv/lab")
    assert "-m venv .venv" in calls, said
    first, second = installs(calls)
    assert "--index-url https://download.pytorch.org/whl/cpu torch torchvision" in first
    assert "--constraint constraints.txt --editable .[lab]" in second
    assert "--index-url" not in second
    assert machine.make(course, ".venv/lab")[0] == []


def test_a_moved_folder_another_python_and_new_versions_are_noticed(tmp_path: Path, course: Path) -> None:
    machine = Machine(tmp_path / "bin")
    machine.make(course, ".venv/lab")
    moved = course.rename(tmp_path / "moved")
    assert "-m venv .venv" in machine.make(moved, ".venv/lab")[0]
    assert machine.make(moved, ".venv/lab")[0] == []
    other = Machine(tmp_path / "other")
    assert "-m venv .venv" in other.make(moved, ".venv/lab", f"PYTHON={other.python}")[0]
    assert other.make(moved, ".venv/lab", f"PYTHON={other.python}")[0] == []
    assert machine.make(moved, ".venv/lab")[0] == []  # not asked for: the one that is there will do
    later = (moved / ".venv" / "lab").stat().st_mtime + 10
    os.utime(moved / "constraints.txt", (later, later))
    calls, _ = other.make(moved, ".venv/lab")
    assert "-m venv .venv" not in calls
    assert installs(calls)


def test_no_python_and_one_that_is_too_old(tmp_path: Path, course: Path) -> None:
    machine = Machine(tmp_path / "bin")
    machine.python.rename(tmp_path / "bin" / "python")  # as a shell on Windows has it
    calls, said = machine.make(course, "lab")
    assert calls == []
    assert "there is no Python here. Python 3.11 to 3.14 is needed: make PYTHON=/path/to/python3.11" in said
    old = Machine(tmp_path / "old", version=1)
    calls, _ = old.make(course, "lab")
    assert not [call for call in calls if call.startswith("-m")]  # asked for its version, and no more
    assert not (course / ".venv").exists()


def test_an_index_that_cannot_be_reached_costs_one_try_and_is_said(tmp_path: Path, course: Path) -> None:
    machine = Machine(tmp_path / "bin", index=1)
    calls, said = machine.make(course, ".venv/lab")
    (tried,) = [call for call in calls if "--index-url" in call]
    assert "--retries 0 --timeout 10" in tried
    assert "whl/cpu cannot be reached: torch comes from where pip finds it" in said
    assert "--editable .[lab]" in installs(calls)[-1]


def test_what_pip_is_told_goes_first(tmp_path: Path, course: Path) -> None:
    machine = Machine(tmp_path / "bin", config="global.find-links='/wheels'")
    assert len(installs(machine.make(course, ".venv/lab")[0])) == 1
    own = Machine(tmp_path / "own", config="global.find-links='/wheels'")
    shutil.rmtree(course / ".venv")
    calls, _ = own.make(course, ".venv/lab", "TORCH_INDEX=https://our.own/index")
    assert "--index-url https://our.own/index torch torchvision" in installs(calls)[0]
