"""A course has one secret, whatever the file system supports and however many processes ask for it at once."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest

from course_utils.grading.nbgrader_plugins import judge

ASKED = 64


@pytest.fixture(autouse=True)
def _no_links(monkeypatch: pytest.MonkeyPatch) -> None:
    """Refuse hard links, as exFAT and Windows' shares do."""

    def refuse(*_paths: object, **_options: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    for name in ("link", "symlink"):
        monkeypatch.setattr(os, name, refuse)


def asked(course: Path) -> set[bytes]:
    """The secrets that many threads get if they ask at the same time."""
    start = Barrier(ASKED)

    def ask(_number: int) -> bytes:
        start.wait()
        return judge.secret(course)

    with ThreadPoolExecutor(ASKED) as pool:
        return set(pool.map(ask, range(ASKED)))


def test_whoever_asks_first_makes_it_for_all(tmp_path: Path) -> None:
    for number in range(20):
        course = tmp_path / str(number)
        course.mkdir()
        (secret,) = asked(course)
        assert len(secret) == 32
        assert [(path.name, path.stat().st_mode & 0o777) for path in course.iterdir()] == [(judge.SECRET, 0o600)]


def test_who_finds_it_half_made_waits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / judge.SECRET).touch()
    looks: list[float] = []

    def sleep(seconds: float) -> None:
        looks.append(seconds)
        if len(looks) == 3:
            (tmp_path / judge.SECRET).write_bytes(bytes(32))

    monkeypatch.setattr(judge.time, "sleep", sleep)
    assert judge.secret(tmp_path) == bytes(32)
    assert len(looks) == 3


def test_one_that_a_crash_left_empty_is_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / judge.SECRET).touch()
    monkeypatch.setattr(judge.time, "sleep", lambda seconds: None)
    with pytest.raises(judge.NoSecret, match="delete it"):
        judge.secret(tmp_path)


def test_a_full_disk_leaves_none_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fdopen(descriptor: int, _mode: str) -> None:
        os.close(descriptor)
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as full:
        full.setattr(os, "fdopen", fdopen)
        with pytest.raises(OSError, match="No space"):
            judge.secret(tmp_path)
    assert not list(tmp_path.iterdir())
    assert len(judge.secret(tmp_path)) == 32
