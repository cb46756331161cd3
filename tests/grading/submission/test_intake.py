"""Whatever lies in submitted/, every student gets a graded notebook and the teacher a sentence."""

from __future__ import annotations

import hashlib
import os
import shutil
import socket
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from nbgrader.coursedir import CourseDirectory

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
    (folder / NOTEBOOK).write_text("ada's")
    (folder / "timestamp.txt").write_text(TIME)
    return folder


def copied(submission: Path, *wanted: str, **settings: object) -> tuple[dict[str, str], tuple[str, ...]]:
    """The copy, as texts by path, and the notes."""
    target = submission.parents[2] / "copy"
    course = CourseDirectory(root=str(submission.parents[2]), **settings)
    notes = intake.copy_in_order(submission, target, wanted or [ASSIGNMENT], course)
    for note in notes:
        assert note.endswith(".")
        assert "\n" not in note
    found = {str(path.relative_to(target)): path.read_text() for path in target.rglob("*") if not path.is_dir()}
    return found, notes


def test_an_honest_submission_is_copied_as_it_is(submission: Path) -> None:
    (submission / "data").mkdir()
    (submission / "data" / "é ü.txt").write_text("x")
    found, notes = copied(submission)
    assert found == {NOTEBOOK: "ada's", "timestamp.txt": TIME, "data/é ü.txt": "x"}
    assert notes == ()


def test_there_need_be_no_time(submission: Path) -> None:
    (submission / "timestamp.txt").unlink()
    assert copied(submission) == ({NOTEBOOK: "ada's"}, ())


@pytest.mark.parametrize(
    "name",
    [
        "03_lstm (1).ipynb",
        "03_lstm-Copy1.ipynb",
        "03_LSTM.IPYNB",
        "03_lstm.ipynb.txt",
        "Untitled.ipynb",
        f"deep/down/{NOTEBOOK}",
    ],
)
def test_another_notebook_is_taken_for_the_one_missing(submission: Path, name: str) -> None:
    (submission / name).parent.mkdir(parents=True, exist_ok=True)
    (submission / NOTEBOOK).rename(submission / name)
    found, notes = copied(submission)
    assert found == {NOTEBOOK: "ada's", "timestamp.txt": TIME}
    assert notes == (f"{NOTEBOOK} was not handed in; another notebook was taken for it.",)


def test_of_several_the_likeliest_is_taken_and_of_two_alike_the_newer(submission: Path) -> None:
    (submission / NOTEBOOK).unlink()
    for age, name in enumerate(["03_lstm (1).ipynb", "03_lstm (2).ipynb", "notes.ipynb"]):
        (submission / name).write_text(name)
        os.utime(submission / name, (10**9 - age, 10**9 - age))
    found, notes = copied(submission)
    assert found[NOTEBOOK] == "03_lstm (1).ipynb"
    assert "Other notebooks that were handed in, and were not read: 2." in notes


def test_a_notebook_is_taken_once_and_not_from_its_own_place(submission: Path) -> None:
    (submission / "04_gru copy.ipynb").write_text("gru")
    found, notes = copied(submission, ASSIGNMENT, "04_gru", "05_third")
    assert [found[f"{name}.ipynb"] for name in (ASSIGNMENT, "04_gru", "05_third")] == ["ada's", "gru", ""]
    assert notes[-1] == "05_third.ipynb was not handed in."


def test_an_empty_folder_a_file_and_a_link_are_no_submission(submission: Path) -> None:
    shutil.move(submission, elsewhere := submission.with_name("elsewhere"))
    for make in (submission.mkdir, submission.touch, lambda: submission.symlink_to(elsewhere)):
        make()
        found, notes = copied(submission)
        assert found == {NOTEBOOK: ""}
        assert f"{NOTEBOOK} was not handed in." in notes
        shutil.rmtree(submission.parents[2] / "copy")
        submission.rmdir() if submission.is_dir() and not submission.is_symlink() else submission.unlink()


@pytest.mark.parametrize(
    "written",
    [b"", b"next tuesday", b"a b c", bytes(range(128, 256)), b"0001-01-01 00:00:00 +9999", b"9" * 3_000_000],
    ids=["empty", "nonsense", "three words", "binary", "before time", "huge"],
)
def test_a_bad_time_is_left_out(submission: Path, written: bytes) -> None:
    (submission / "timestamp.txt").write_bytes(written)
    found, notes = copied(submission)
    assert found == {NOTEBOOK: "ada's"}
    assert notes == (intake._NO_TIME,)


def folder_with_a_file(path: Path) -> None:
    path.mkdir()
    (path / "x").touch()


def a_socket(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as made, pytest.MonkeyPatch.context() as patch:
        patch.chdir(path.parent)  # a socket's path must be short
        made.bind(path.name)


ODD: dict[str, tuple[Callable[[Path], object], str]] = {
    "a folder": (folder_with_a_file, ""),
    "a named pipe": (os.mkfifo, intake._NO_FILE),
    "a socket": (a_socket, intake._NO_FILE),
    "a link": (lambda path: path.symlink_to("/etc/passwd"), intake._LINK),
    "a link to nowhere": (lambda path: path.symlink_to("nowhere"), intake._LINK),
    "a link to a folder": (lambda path: path.symlink_to("/etc"), intake._LINK),
    "a link to an endless file": (lambda path: path.symlink_to("/dev/zero"), intake._LINK),
}


@pytest.mark.parametrize("place", ["timestamp.txt", NOTEBOOK, "beside"])
@pytest.mark.parametrize(("make", "note"), ODD.values(), ids=ODD)
def test_only_files_are_copied(submission: Path, place: str, make: Callable[[Path], object], note: str) -> None:
    (submission / place).unlink(missing_ok=True)
    make(submission / place)
    found, notes = copied(submission)
    honest = {NOTEBOOK: "ada's", "timestamp.txt": TIME}
    said = {"timestamp.txt": intake._NO_TIME, NOTEBOOK: f"{NOTEBOOK} was not handed in."}
    assert [each for each in (note, said.get(place)) if each] == [each for each in notes if each != intake._UNREADABLE]
    found.pop("beside/x", None)
    assert found == {key: words for key, words in honest.items() if key != place} | {NOTEBOOK: found[NOTEBOOK]}
    assert found[NOTEBOOK] == ("" if place == NOTEBOOK else "ada's")


def test_too_large_and_too_many_files_are_left_out(submission: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(3):
        (submission / f"{number}.bin").write_text("x" * 900)
    found, notes = copied(submission, max_dir_size=2)
    assert sorted(found) == ["0.bin", NOTEBOOK, "1.bin", "timestamp.txt"]
    assert notes == (intake._TOO_LARGE,)
    shutil.rmtree(submission.parents[2] / "copy")
    monkeypatch.setattr(intake, "MOST_FILES", 3)
    assert sorted(copied(submission)[0]) == ["0.bin", NOTEBOOK, "timestamp.txt"]


def test_a_notebook_that_is_too_large_is_not_copied(submission: Path) -> None:
    (submission / NOTEBOOK).write_text("x" * 1001)
    found, notes = copied(submission, max_file_size=1)
    assert found[NOTEBOOK] == ""
    assert notes == (intake._TOO_LARGE,)


def test_what_cannot_be_read_is_left_out(submission: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file of somebody else's, and folders in folders until their path is too long."""

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError

    monkeypatch.chdir(submission)
    for _ in range(20):
        Path("d" * 250).mkdir()
        os.chdir("d" * 250)
    monkeypatch.setattr(shutil, "copyfile", refuse)
    found, notes = copied(submission)
    assert found == {NOTEBOOK: "", "timestamp.txt": TIME}
    assert notes == (intake._UNREADABLE,)


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
