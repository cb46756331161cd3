"""Which file is taken for the notebook, which files are beside it, and what is refused because it cannot be read."""

from __future__ import annotations

import errno
import io
import json
import os
import socket
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path, PurePosixPath
from typing import IO

import nbformat
import pytest
from nbformat.notebooknode import NotebookNode

from course_utils.grading.submission import files, handed_in
from course_utils.grading.submission.files import File
from course_utils.grading.submission.handed_in import Submission, Unreadable, shadows
from tests.grading.submission.people import NOTEBOOK, STEP, as_bytes, cell, right, untouched, zipped

NAME = "03_lstm"
RELEASED = nbformat.reads(as_bytes(untouched()).decode(), as_version=4)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "submitted"
    made.mkdir()
    return made


def submission(folder: Path, wanted: tuple[str, ...] = (NAME,), **more: frozenset[str]) -> Submission:
    return Submission(folder, wanted, folder.parent / "released", ["*.pyc"], **more)


def taken(folder: Path, name: str = NAME, wanted: tuple[str, ...] = (NAME,)) -> tuple[bytes | None, str]:
    """The file that is taken for the notebook, and the notes."""
    contents, notes = submission(folder, wanted).notebook(name, dict.fromkeys(wanted, RELEASED))
    for note in notes:
        assert note.endswith(".")
        assert note.isprintable()
    return contents, " ".join(notes)


def beside(folder: Path, **more: frozenset[str]) -> tuple[dict[str, bytes], str]:
    """The files beside a right notebook, and the notes."""
    (folder / NOTEBOOK).write_bytes(as_bytes(right()))
    handed = submission(folder, **more)
    _, notes = handed.notebook(NAME, {NAME: RELEASED})
    return handed.files(), " ".join(notes)


OTHER_NAMES = [
    "03_lstm (1).ipynb",
    "03_LSTM.IPYNB",
    "03_lstm.ipynb.txt",
    "deep/down/03_lstm.ipynb",
    "03_lstm.txt",
    "lösung",
]


@pytest.mark.parametrize("name", OTHER_NAMES)
def test_a_notebook_of_another_name_is_taken(folder: Path, name: str) -> None:
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(as_bytes(right()))
    assert taken(folder) == (as_bytes(right()), f"{NOTEBOOK} was not handed in; taken for it was: {name}.")


def test_of_two_alike_the_newer_is_taken_and_named(folder: Path) -> None:
    for age, name in enumerate(["03_lstm (1).ipynb", "03_lstm (2).ipynb"]):
        (folder / name).write_bytes(as_bytes(right() | {"name": name}))
        os.utime(folder / name, (10**9 - age, 10**9 - age))
    contents, notes = taken(folder)
    assert json.loads(contents or b"")["name"] == "03_lstm (1).ipynb"
    assert "Several notebooks have answers: taken was 03_lstm (1).ipynb, not 03_lstm (2).ipynb." in notes


def test_the_right_name_counts_where_the_answers_are_as_many(folder: Path) -> None:
    for name in (NOTEBOOK, "03_lstm (1).ipynb"):
        (folder / name).write_bytes(as_bytes(right() | {"name": name}))
    assert json.loads(taken(folder)[0] or b"")["name"] == NOTEBOOK


def test_each_of_several_notebooks_is_taken_once(folder: Path) -> None:
    (folder / "b.ipynb").write_bytes(as_bytes(right()))
    wanted = ("a", "b")
    assert taken(folder, "b", wanted)[0] == as_bytes(right())
    assert taken(folder, "a", wanted)[0] is None


def test_nobodys_files_are_nobodys(folder: Path) -> None:
    (folder / "__MACOSX").mkdir()
    for name in ("._03_lstm.ipynb", "__MACOSX/03_lstm.ipynb", ".DS_Store", "Thumbs.db", "desktop.ini", "x.pyc"):
        (folder / name).write_bytes(as_bytes(right()))
    assert taken(folder) == (None, f"{NOTEBOOK} was not handed in.")


def test_links_are_not_followed(folder: Path) -> None:
    (folder.parent / "elsewhere").mkdir()
    (folder.parent / "elsewhere" / NOTEBOOK).write_bytes(as_bytes(right()))
    (folder / NOTEBOOK).symlink_to(folder.parent / "elsewhere" / NOTEBOOK)
    (folder / "all").symlink_to(folder.parent / "elsewhere")
    contents, notes = taken(folder)
    assert contents is None
    assert files.LINK in notes
    folder.rename(folder.parent / "moved")
    folder.symlink_to(folder.parent / "elsewhere")
    assert taken(folder)[0] is None


# What the system could not read


def a_socket(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as made, pytest.MonkeyPatch.context() as patch:
        patch.chdir(path.parent)  # a socket's path must be short
        made.bind(path.name)


@pytest.mark.parametrize("make", [os.mkfifo, a_socket])
def test_what_is_no_file_is_refused_in_the_place_of_a_notebook_only(folder: Path, make: Callable[[Path], None]) -> None:
    make(folder / "data")
    assert files.NO_FILE in beside(folder)[1]
    (folder / NOTEBOOK).unlink()
    make(folder / NOTEBOOK)
    with pytest.raises(Unreadable, match="could not be read: it is not a file; there is no mark"):
        taken(folder)


class Sick(io.BytesIO):
    def __init__(self, number: int) -> None:
        super().__init__()
        self.number = number

    def read(self, size: int | None = -1, /) -> bytes:
        raise OSError(self.number, os.strerror(self.number))


@pytest.mark.parametrize("number", [errno.EIO, errno.EACCES, errno.ENOSPC, errno.ESTALE])
@pytest.mark.parametrize("sick", [NOTEBOOK, "data.txt"])
def test_what_the_system_cannot_read_is_refused(
    folder: Path, monkeypatch: pytest.MonkeyPatch, number: int, sick: str
) -> None:
    (folder / NOTEBOOK).write_bytes(as_bytes(right()))
    (folder / "data.txt").write_text("x")
    whole = File.open

    def opened(file: File) -> IO[bytes]:
        return Sick(number) if file.place.name == sick else whole(file)

    monkeypatch.setattr(File, "open", opened)
    with pytest.raises(Unreadable, match=f"{sick} could not be read: {os.strerror(number)}; there is no mark"):
        read_all(folder)


def read_all(folder: Path) -> None:
    handed = submission(folder)
    handed.notebook(NAME, {NAME: RELEASED})
    handed.files()


def test_an_unreadable_notebook_beside_the_right_one_costs_nothing(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "copy.ipynb").write_bytes(as_bytes(right()))
    (folder / NOTEBOOK).write_bytes(as_bytes(right()))
    whole = File.open
    monkeypatch.setattr(File, "open", lambda file: Sick(errno.EIO) if "copy" in file.place.name else whole(file))
    assert taken(folder)[0] == as_bytes(right())
    (folder / NOTEBOOK).write_bytes(as_bytes(untouched()))
    with pytest.raises(Unreadable):
        taken(folder)


def test_more_than_is_read_is_refused(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with (folder / NOTEBOOK).open("wb") as file:
        os.truncate(file.fileno(), handed_in.MOST_FILE + 1)
    with pytest.raises(Unreadable, match="more than 1,000,000,000 bytes"):
        taken(folder)


def test_sources_that_are_too_large_are_refused_and_what_is_no_notebook_is_not(folder: Path) -> None:
    (folder / NOTEBOOK).write_bytes(as_bytes(right()).ljust(handed_in.MOST_BYTES + 1))
    with pytest.raises(Unreadable, match="50,000,000 beside its outputs"):
        taken(folder)
    (folder / NOTEBOOK).write_bytes(b"%PDF".ljust(handed_in.MOST_BYTES + 1))
    contents, _ = taken(folder)
    assert contents is not None
    assert contents.startswith(b"%PDF")


# Zips


def test_a_zip_is_looked_into_one_level_deep(folder: Path) -> None:
    inner = zipped({NOTEBOOK: as_bytes(right())})
    (folder / "outer.zip").write_bytes(zipped({"inner.zip": inner}))
    contents, notes = taken(folder)
    assert contents is None
    assert "handed in was: outer.zip (a zip archive)" in notes


OUTSIDE = ["../03_lstm.ipynb", "/03_lstm.ipynb", "a/../../03_lstm.ipynb", "C:/03_lstm.ipynb", "..\\03_lstm.ipynb"]


@pytest.mark.parametrize("name", OUTSIDE)
def test_a_zip_leads_nowhere_else(folder: Path, name: str) -> None:
    (folder / "a.zip").write_bytes(zipped({name: as_bytes(right())}))
    assert taken(folder)[0] is None
    assert files.OUTSIDE in handed_in_notes(folder)


def handed_in_notes(folder: Path) -> list[str]:
    return [note for listing in submission(folder)._in_zips.values() for note in listing.notes]


def a_link() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        link = zipfile.ZipInfo(NOTEBOOK)
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
    return buffer.getvalue()


def with_a_long_list() -> bytes:
    whole = zipped({NOTEBOOK: as_bytes(right())})
    return whole[:-10] + struct.pack("<L", 2_000_000) + whole[-6:]


def flipped() -> bytes:
    whole = bytearray(zipped({NOTEBOOK: as_bytes(right())}))
    whole[200:260] = bytes(60)
    return bytes(whole)


# Zips are made in the test. They hold the time, so as parameters they would give two xdist workers different tests.
BAD_ZIPS: dict[str, Callable[[], bytes]] = {
    "a link": a_link,
    "a long list": with_a_long_list,
    "flipped": flipped,
    "cut": lambda: zipped({NOTEBOOK: b"x"})[:-30],
    "its beginning": lambda: b"PK\x03\x04",
    "empty": lambda: zipped({}),
}


@pytest.mark.parametrize("bad", BAD_ZIPS)
def test_a_bad_zip_is_no_notebook_and_no_trouble(folder: Path, bad: str) -> None:
    (folder / "a.zip").write_bytes(BAD_ZIPS[bad]())
    assert taken(folder)[0] in (None, b"")


def test_a_bomb_is_not_unpacked(folder: Path) -> None:
    (folder / "a.zip").write_bytes(zipped({NOTEBOOK: b"[" * 300_000_000}))
    with pytest.raises(Unreadable, match="50,000,000 beside its outputs"):
        taken(folder)


def test_pictures_that_are_too_large_cost_no_answer(folder: Path) -> None:
    notebook = right()
    picture = {"a.png": {"image/png": "A" * 30_000_000}, "b.png": {"image/png": "A" * 30_000_000}}
    cell(notebook, "lstm-four-blocks-answer")["attachments"] = picture
    (folder / NOTEBOOK).write_bytes(as_bytes(notebook))
    contents = json.loads(taken(folder)[0] or b"")
    assert [each["source"] for each in contents["cells"]] == [each["source"] for each in notebook["cells"]]


# Files beside it


def test_files_keep_their_names_and_places(folder: Path) -> None:
    (folder / "data").mkdir()
    (folder / "data" / "é ü.csv").write_text("1")
    (folder / "mine.py").write_text("x = 1")
    assert beside(folder) == ({"data/é ü.csv": b"1", "mine.py": b"x = 1"}, "")


def test_the_assignments_own_files_are_as_released(folder: Path) -> None:
    released = folder.parent / "released"
    released.mkdir()
    for name in ("data.csv", "help.py", "same.csv"):
        (released / name).write_text("released")
        (folder / name).write_text("released" if name == "same.csv" else "changed")
    found, notes = beside(folder, changeable=frozenset({"help.py"}))
    assert found == {"data.csv": b"released", "same.csv": b"released", "help.py": b"changed"}
    assert notes == "Files of the assignment's own, which are as released while grading: data.csv."


@pytest.mark.parametrize(
    "name",
    ["random.py", "torch/__init__.py", "torch.so", "course_utils/checks.py", "sitecustomize.py", "a.pth", "numpy.pyd"],
)
def test_no_module_is_replaced(folder: Path, name: str) -> None:
    (folder / name).parent.mkdir(exist_ok=True)
    (folder / name).write_text("1 / 0")
    found, notes = beside(folder)
    assert found == {}
    assert notes == f"Handed in beside the notebook, and not there while grading: {name}."


@pytest.mark.parametrize("name", ["mine.py", "torch/notes.txt", "random.csv", "my_random.py", "data/random.py"])
def test_what_replaces_nothing_is_taken(name: str) -> None:
    assert not shadows(PurePosixPath(name))


def test_there_is_room_for_so_much(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(handed_in, "MOST_BESIDE", 2_000)
    for number in range(3):
        (folder / f"{number}.bin").write_bytes(b"x" * 900)
    (folder / "a-small-one.txt").write_text("x")
    (folder / ".hidden").write_text("x")
    found, notes = beside(folder)
    assert set(found) == {"0.bin", "1.bin", "a-small-one.txt"}
    assert notes == "Handed in beside the notebook, and not there while grading: .hidden, 2.bin."


def test_so_many_files_are_looked_at(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "MOST_FILES", 3)
    for number in range(5):
        (folder / f"{number}.bin").touch()
    found, notes = beside(folder)
    assert set(found) == {"0.bin", "1.bin"}
    assert files.TOO_MANY in notes


def test_folders_in_folders_end_somewhere(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    for _ in range(20):
        Path("d" * 250).mkdir()
        os.chdir("d" * 250)
    monkeypatch.chdir(folder)
    found, notes = beside(folder)
    assert found == {}
    assert files.UNREADABLE in notes


def test_a_fingerprint_changes_with_what_is_read(folder: Path) -> None:
    released: dict[str, NotebookNode] = {NAME: RELEASED}
    assert set(released) == {NAME}
    seen = set()
    notebook = right()
    for step in range(4):
        if step == 1:
            cell(notebook, STEP)["source"] = "pass"
        if step == 2:
            (folder / "data.txt").write_text("x")
        if step == 3:
            (folder / "data.txt").rename(folder / "data2.txt")
        (folder / NOTEBOOK).write_bytes(as_bytes(notebook))
        seen.add(submission(folder).fingerprint())
        assert submission(folder).fingerprint() in seen
    assert len(seen) == 4
