"""Whatever lies in submitted/, every student gets a graded notebook and the teacher a sentence."""

from __future__ import annotations

import hashlib
import os
import socket
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from course_utils.grading.class_runner import marks
from course_utils.grading.submission import intake
from tools.answer_bank import ANSWERS
from tools.classroom import Classroom

ASSIGNMENT = "03_lstm"
NOTEBOOK = f"{ASSIGNMENT}.ipynb"
TIME = "2026-02-03 04:05:06.789 UTC"


@pytest.fixture
def submission(tmp_path: Path) -> Path:
    folder = tmp_path / "submitted" / "ada" / ASSIGNMENT
    folder.mkdir(parents=True)
    (folder / "timestamp.txt").write_text(TIME)
    return folder


def shown(submission: Path) -> tuple[dict[str, str], list[str]]:
    """What nbgrader sees of a submission, as texts by path, and the notes."""
    target, notes = submission.parents[2] / "copy", list[str]()
    intake._show(submission, target, [ASSIGNMENT], notes)
    return {path.name: path.read_text() for path in target.iterdir()}, notes


def test_nbgrader_sees_an_empty_notebook_and_the_time(submission: Path) -> None:
    (submission / NOTEBOOK).write_text("ada's")
    (submission / "data.txt").write_text("x")
    assert shown(submission) == ({NOTEBOOK: "", "timestamp.txt": TIME}, [])


def test_there_need_be_no_time(submission: Path) -> None:
    (submission / "timestamp.txt").unlink()
    assert shown(submission) == ({NOTEBOOK: ""}, [])


@pytest.mark.parametrize(
    "written",
    [b"", b"next tuesday", b"a b c", bytes(range(128, 256)), b"0001-01-01 00:00:00 +9999", b"9" * 3_000_000],
    ids=["empty", "nonsense", "three words", "binary", "before time", "huge"],
)
def test_a_bad_time_is_left_out(submission: Path, written: bytes) -> None:
    (submission / "timestamp.txt").write_bytes(written)
    assert shown(submission) == ({NOTEBOOK: ""}, [intake._NO_TIME])


def a_socket(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as made, pytest.MonkeyPatch.context() as patch:
        patch.chdir(path.parent)  # a socket's path must be short
        made.bind(path.name)


ODD: dict[str, Callable[[Path], object]] = {
    "a folder": Path.mkdir,
    "a named pipe": os.mkfifo,
    "a socket": a_socket,
    "a link": lambda path: path.symlink_to("/etc/hostname"),
    "a link to nowhere": lambda path: path.symlink_to("nowhere"),
    "a link to an endless file": lambda path: path.symlink_to("/dev/zero"),
}


@pytest.mark.parametrize("make", ODD.values(), ids=ODD)
def test_a_time_that_is_no_file_is_left_out(submission: Path, make: Callable[[Path], object]) -> None:
    (submission / "timestamp.txt").unlink()
    make(submission / "timestamp.txt")
    assert shown(submission) == ({NOTEBOOK: ""}, [intake._NO_TIME])


# A class, graded by nbgrader


def contents(folder: Path) -> Iterator[tuple[str, str]]:
    """Everything below a folder, with its kind, mode, target or checksum."""
    for path in sorted(folder.rglob("*")):
        what = path.lstat()
        whole = path.readlink() if path.is_symlink() else path.read_bytes() if path.is_file() else b""
        yield str(path), f"{what.st_mode} {what.st_mtime_ns} {hashlib.sha256(os.fsencode(whole)).hexdigest()}"


@pytest.mark.slow
def test_a_class_in_disorder_is_graded_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    copies = tmp_path / "copies"
    copies.mkdir()
    monkeypatch.setenv("TMPDIR", str(copies))
    classroom = Classroom(tmp_path / "course", ASSIGNMENT)
    classroom.release()
    right = {"lstm/split-gates": (ANSWERS / "lstm/split-gates/right-chunk.py").read_text()}
    names = ["ada", "bo", "cy", "di", "ed", "fay", "a_", "a*", "a?", "new\nline", "gl*b[1]", 'q";alert(1)']
    place = {name: classroom.hand_in(name, right) for name in [*names, "h\udcffx"]}
    place["bo"].rename(place["bo"].with_name("03_lstm (1).ipynb"))
    place["cy"].unlink()
    place["di"].unlink()
    place["di"].symlink_to(classroom.folder / "solutions" / ASSIGNMENT / NOTEBOOK)
    place["ed"].with_name("timestamp.txt").write_text("next tuesday")
    os.mkfifo(place["fay"].with_name("timestamp.txt"))
    before = list(contents(classroom.folder / "submitted"))
    classroom.autograde()
    assert list(contents(classroom.folder / "submitted")) == before
    scores = {
        student: next(mark.score for mark in row if mark.cell == "lstm-split-gates-check")
        for student, row in classroom.marks().items()
    }
    assert scores == {
        "ada": 1, "bo": 1, "cy": 0, "di": 0, "ed": 1, "fay": 1, "a_": 1, "a__": 1, "a___": 1,
        "new_line": 1, "gl_b_1_": 1, "q_;alert(1)": 1, "h_x": 1,
    }  # fmt: skip
    notes = marks.notes(classroom.folder / "autograded", ASSIGNMENT)
    assert set(notes) == set(scores) - {"ada", "a_"}
    assert notes["ed"] == [intake._NO_TIME]
    assert notes["new_line"] == [intake._RENAMED]
    assert not list(copies.glob("submitted-*"))
