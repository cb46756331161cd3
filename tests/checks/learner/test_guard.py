"""The guard refuses things only to an answer, and only while it is called."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import torch

from course_utils.checks.learner.answer import LocalAnswer
from course_utils.checks.learner.guard import as_where_it_is_graded


def program() -> int:
    return subprocess.run(["true"]).returncode


def test_a_program_is_not_found_while_an_answer_is_called_and_is_later() -> None:
    reply = LocalAnswer(program).call(())
    assert reply.failure is not None
    assert reply.failure.error == "FileNotFoundError"
    assert program() == 0


def test_what_an_answer_leaves_behind_is_not_watched() -> None:
    def answer() -> None:
        thread.start()

    thread = threading.Timer(0.1, lambda: got.append(program()))
    got: list[int] = []
    assert LocalAnswer(answer).call(()).failure is None
    thread.join()
    assert got == [0]


def test_other_threads_are_not_watched() -> None:
    with ThreadPoolExecutor(1) as pool, as_where_it_is_graded():
        assert pool.submit(program).result() == 0
        with pytest.raises(FileNotFoundError):
            program()


def test_a_call_within_a_call_does_not_end_the_outer_one() -> None:
    with as_where_it_is_graded():
        with as_where_it_is_graded():
            pass
        with pytest.raises(FileNotFoundError):
            program()
    assert program() == 0


def test_an_error_ends_it() -> None:
    with pytest.raises(ZeroDivisionError), as_where_it_is_graded():
        1 / 0  # noqa: B018
    assert program() == 0


@pytest.mark.parametrize("name", ["file", "folder/file"])
def test_writing_where_the_answer_is_called_and_where_tempfile_has_made_something(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with as_where_it_is_graded(), tempfile.TemporaryDirectory() as folder:
        for path in (Path(folder, name), Path(name), Path.cwd() / name):
            path.parent.mkdir(exist_ok=True)
            path.write_text("x")
            torch.save(1, path)
            path.rename(path.with_name("other"))


@pytest.mark.parametrize("how", ["write_text", "mkdir", "unlink", "symlink_to", "rename", "save"])
def test_writing_elsewhere(how: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "work").mkdir()
    (tmp_path / "there").touch()
    monkeypatch.chdir(tmp_path / "work")
    path = tmp_path / "there"
    deeds = {
        "write_text": lambda: path.write_text("x"),
        "mkdir": (tmp_path / "new").mkdir,
        "unlink": path.unlink,
        "symlink_to": lambda: (tmp_path / "new").symlink_to("x"),
        "rename": lambda: path.rename("mine"),
        "save": lambda: torch.save(1, path),
    }
    with as_where_it_is_graded(), pytest.raises(PermissionError):
        deeds[how]()
    assert sorted(os.listdir(tmp_path)) == ["there", "work"]  # noqa: PTH208
    assert path.read_text() == ""


def test_a_link_out_of_the_folder_leads_out_of_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "work").mkdir()
    (tmp_path / "work/link").symlink_to(tmp_path / "x")
    monkeypatch.chdir(tmp_path / "work")
    with as_where_it_is_graded(), pytest.raises(PermissionError):
        Path("link").write_text("x")


def test_a_debugger_sees_the_learners_code_and_not_the_hook() -> None:
    seen = set()

    def trace(frame: object, event: str, argument: object) -> None:
        seen.add(frame.f_code.co_filename)  # type: ignore[attr-defined]

    with as_where_it_is_graded():
        sys.settrace(trace)
        try:
            Path(os.devnull).read_bytes()
        finally:
            sys.settrace(None)
    assert any("pathlib" in name for name in seen)
    assert not any(name.endswith("guard.py") for name in seen)


def test_an_answer_that_leaves_its_folder_still_may_write_there_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "work").mkdir()
    monkeypatch.chdir(tmp_path / "work")
    with as_where_it_is_graded():
        os.chdir(tmp_path)
        (tmp_path / "work" / "x").write_text("x")
        with pytest.raises(PermissionError):
            Path("y").write_text("x")
