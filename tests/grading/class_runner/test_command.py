"""The command `course-grade`: what it tells a teacher."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from nbgrader.api import Gradebook

from course_utils.grading.class_runner import command
from tests.helpers.whole_class import ASSIGNMENT
from tools.notebooks import ROOT


@pytest.fixture
def empty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A course with one assignment in its gradebook and no submissions."""
    (tmp_path / "nbgrader_config.py").write_text(f"load_subconfig({str(ROOT / 'nbgrader_config.py')!r})")
    with Gradebook(f"sqlite:///{tmp_path}/gradebook.db") as gradebook:
        gradebook.add_assignment(ASSIGNMENT)
        gradebook.add_notebook(ASSIGNMENT, ASSIGNMENT)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def told(monkeypatch: pytest.MonkeyPatch, *words: str) -> str:
    monkeypatch.setattr(sys, "argv", ["course-grade", *words])
    with pytest.raises(SystemExit) as end:
        command.main()
    return str(end.value)


def hand_in_nothing(course: Path) -> None:
    folder = course / "submitted" / "ada" / ASSIGNMENT
    folder.mkdir(parents=True)
    (folder / f"{ASSIGNMENT}.ipynb").write_text("{}")


def test_errors_are_one_sentence_that_says_what_to_do(empty: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert told(monkeypatch, ASSIGNMENT, "--jobs", "0") == "course-grade: --jobs must be 1 or more"
    assert told(monkeypatch, "04_none") == "course-grade: there is no assignment '04_none'; the gradebook has: 03_lstm"
    (empty / "solutions" / "04_none").mkdir(parents=True)
    assert told(monkeypatch, "04_none").endswith("run: nbgrader generate_assignment 04_none")
    with Gradebook(f"sqlite:///{empty}/gradebook.db") as gradebook:
        gradebook.add_assignment("04_none")  # as `nbgrader db assignment add` does
    assert told(monkeypatch, "04_none").endswith("run: nbgrader generate_assignment 04_none")
    with Gradebook(f"sqlite:///{empty}/gradebook.db") as gradebook:
        gradebook.remove_assignment("04_none")
    assert told(monkeypatch, ASSIGNMENT).startswith("course-grade: nothing has been handed in")
    hand_in_nothing(empty)
    assert told(monkeypatch, ASSIGNMENT, "--scheduler", "nonsense").startswith("course-grade: no Dask scheduler")
    config = empty / "nbgrader_config.py"
    settings = config.read_text()
    config.write_text(f"{settings}\nc.Judge.unsafe = True")
    assert "run: nbgrader autograde" in told(monkeypatch, ASSIGNMENT)
    config.write_text(f"{settings}\nc.CourseDirectory.db_url = 'postgresql+psycopg://a:secret@127.0.0.1:1/b'")
    said = told(monkeypatch, ASSIGNMENT)
    assert "cannot be opened" in said
    assert "secret" not in said
    (empty / "gradebook.db").unlink()
    config.write_text(settings)
    assert told(monkeypatch, ASSIGNMENT).endswith("run: nbgrader generate_assignment 03_lstm")
    assert not (empty / "gradebook.db").exists()


def test_without_dask_a_teacher_is_told_what_to_install(empty: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    hand_in_nothing(empty)
    monkeypatch.setitem(sys.modules, "distributed", None)
    assert "pip install" in told(monkeypatch, ASSIGNMENT, "--scheduler", "127.0.0.1:1")


def test_ctrl_c_is_heard_and_help_is_given_before_anything_large_is_imported() -> None:
    """`main` handles Ctrl-C, and importing PyTorch and nbgrader before it would take seconds."""
    scripts = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["scripts"]
    code = (
        "import contextlib, importlib, sys\n"
        f"for name, (module, function) in {[(name, at.split(':')) for name, at in scripts.items()]}:\n"
        "    sys.argv = [name, '--help']\n"
        "    with contextlib.suppress(SystemExit):\n"
        "        getattr(importlib.import_module(module), function)()\n"
        "print({'torch', 'nbgrader', 'numpy', 'nbformat'} & set(sys.modules))"
    )
    printed = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout
    assert printed.count("usage: ") == len(scripts)
    assert all(f"usage: {name} " in printed for name in scripts)
    assert printed.endswith("set()\n")


def test_no_grammar_of_addresses_is_read_where_nothing_needs_it() -> None:
    """jsonschema's would take longer than all else that nbgrader imports."""
    code = (
        "import sys\n"
        "from course_utils.grading.class_runner import command\n"
        "command._module('whole_class')\n"
        "print({'nbgrader', 'jsonschema', 'lark'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert "nbgrader" in done.stdout, done.stderr
    assert "jsonschema" in done.stdout
    assert "lark" not in done.stdout
