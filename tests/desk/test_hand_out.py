"""`make hand-out`: what learners get has all they need, and no solutions."""

import subprocess
import zipfile
from pathlib import Path

import pytest

from course_utils.desk.working_copy import refresh
from tests.desk.test_command import git
from tools.classroom import checkout
from tools.notebooks import ROOT, read, solutions


@pytest.mark.slow
def test_the_packed_course(tmp_path: Path) -> None:
    course = checkout(tmp_path / "course")
    git(course, "init", "-q")
    git(course, "add", ".")
    git(course, "commit", "-qm", "The course")
    subprocess.run(["make", "hand-out"], cwd=course, check=True, capture_output=True)
    with zipfile.ZipFile(course / "build" / "course.zip") as packed:
        packed.extractall(tmp_path)
    unpacked = tmp_path / "recurrent-networks"
    tops = {path.name for path in unpacked.iterdir()}
    assert {"notebooks", "exercises", "course_utils", "Makefile", "environment.yml", "README.md"} <= tops
    assert not {"solutions", "tests"} & tops
    everything = "\n".join(path.read_text() for path in unpacked.rglob("*.ipynb"))
    written = [line.strip() for each in solutions().values() for line in each.answer.splitlines()[-2:]]
    assert written
    assert not [line for line in written if len(line) > 60 and line.replace('"', '\\"') in everything]
    assert refresh(unpacked) == []
    name = "exercises/03_lstm/03_lstm.ipynb"
    assert read(unpacked / "work" / name).cells == read(ROOT / name).cells
