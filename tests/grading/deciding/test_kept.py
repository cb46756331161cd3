"""Kept verdicts: damaged ones and the grader's own faults are not kept, and no learner can read the folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from course_utils.grading.deciding import kept
from course_utils.grading.deciding.graded import Graded
from tests.helpers.zygotes import run

pytestmark = pytest.mark.xdist_group("sandbox")


def test_verdicts_are_kept_but_not_damaged_ones_nor_faults_of_ours(tmp_path: Path) -> None:
    known = kept.Verdicts(tmp_path / "verdicts")
    assert known.get(b"bundle") is None
    graded = Graded([[{"output_type": "stream", "name": "stdout", "text": "ü"}]], 0.5)
    assert known.put(b"bundle", graded.to_bytes()) == graded
    assert kept.Verdicts(tmp_path / "verdicts").get(b"bundle") == graded
    (file,) = (tmp_path / "verdicts").iterdir()
    assert (tmp_path / "verdicts").stat().st_mode & 0o777 == 0o700
    assert file.stat().st_mode & 0o777 == 0o600
    for damaged in (b"", file.read_bytes()[:-1], file.read_bytes().replace(b"0.5", b"0.6")):
        file.write_bytes(damaged)
        assert known.get(b"bundle") is None
    file.unlink()
    known.put(b"bundle", Graded([], 0, ["ours"]).to_bytes())
    assert known.get(b"bundle") == Graded([], 0, ["ours"])
    assert kept.Verdicts(tmp_path / "verdicts").get(b"bundle") is None


def test_a_learner_cannot_read_verdicts(tmp_path: Path) -> None:
    kept.Verdicts(tmp_path / "verdicts").put(b"bundle", Graded([], 0).to_bytes())
    for attempt in (f"os.listdir({str(tmp_path / 'verdicts')!r})", f"open({str(next(tmp_path.rglob('*')))!r})"):
        ran = run(f"import os\n{attempt}")
        assert ran.failed
        assert ran.outputs[-1]["ename"] == "PermissionError"
