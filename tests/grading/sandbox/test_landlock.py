"""Landlock: what it needs, and which rights are left out."""

from __future__ import annotations

from pathlib import Path

import pytest

from course_utils.grading.sandbox import landlock


def test_grading_is_refused_where_there_is_no_landlock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(landlock, "version", lambda: 0)
    with pytest.raises(landlock.NoLandlock, match=r"Linux 5\.13"):
        landlock.restrict([])


def test_around_leaves_out_what_is_hidden(tmp_path: Path) -> None:
    for name in ("a/open.py", "a/secret/x.py", "b/y.py", "secret.py"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    (tmp_path / "link").symlink_to(tmp_path / "secret.py")
    allowed = dict(landlock.around([tmp_path], [tmp_path / "a" / "secret", tmp_path / "secret.py"]))
    read = {path.relative_to(tmp_path) for path, access in allowed.items() if access == landlock.READ}
    assert read == {Path("a/open.py"), Path("b")}
