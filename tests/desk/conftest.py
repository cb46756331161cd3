"""What the tests of a learner's desk share."""

import shutil
from pathlib import Path

import pytest

from tools.notebooks import ROOT


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """What the working copy is made of, in a folder of its own."""
    for folder in ("notebooks", "exercises"):
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=shutil.ignore_patterns(".ipynb_checkpoints"))
    return tmp_path
