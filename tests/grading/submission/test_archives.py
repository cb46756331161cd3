"""Zips as people's systems make them: names are repaired, and a bad member costs only itself."""

from __future__ import annotations

import io
import stat
import struct
import unicodedata
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from course_utils.grading.submission import archives
from course_utils.grading.submission.archives import Archive, BadArchive, BadMember

CASES = Path(__file__).parents[2] / "cases"


def packed(
    path: Path, members: dict[str, bytes], change: Callable[[zipfile.ZipInfo], object] = lambda info: None
) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        for name, contents in members.items():
            info = zipfile.ZipInfo(name, (2026, 12, 4, 18, 30, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            change(info)
            made.writestr(info, contents)
    return path


def contents(path: Path) -> dict[str, bytes]:
    with Archive(path) as archive:
        return {member.name: b"".join(archive.read(member)) for member in archive.members}


def without_flag(path: Path, encoding: str, *names: str) -> Path:
    """The zip with these names in an encoding that no flag declares, as some systems write them."""
    data = path.read_bytes()
    for number, name in enumerate(names):
        data = data.replace(f"NAME{number}".encode().ljust(len(name.encode(encoding)), b"_"), name.encode(encoding))
    path.write_bytes(data)
    return path


def test_names_are_in_utf8_without_the_flag_as_macos_and_linux_write_them() -> None:
    ((name, _),) = contents(CASES / "mac-utf8-without-flag.zip").items()
    assert name == "Zoë Ü_4711_assignsubmission_file/03_lstm.ipynb"


@pytest.mark.parametrize("encoding", ["utf-8", "cp437"])
def test_names_without_the_flag_are_read_as_they_are_meant(tmp_path: Path, encoding: str) -> None:
    name = "Zoë Größe/x.txt"
    blank = "NAME0".ljust(len(name.encode(encoding)), "_")
    path = packed(tmp_path / "a.zip", {blank: b"1"})
    assert list(contents(without_flag(path, encoding, name))) == [name]


def test_names_are_composed(tmp_path: Path) -> None:
    path = packed(tmp_path / "a.zip", {unicodedata.normalize("NFD", "Zoë/é.txt"): b"1"})
    assert list(contents(path)) == ["Zoë/é.txt"]


def test_windows_tools_of_old_separate_by_backslashes(tmp_path: Path) -> None:
    def system(number: int) -> Callable[[zipfile.ZipInfo], object]:
        return lambda info: setattr(info, "create_system", number)

    windows = packed(tmp_path / "a.zip", {"Zoë\\03.ipynb": b"1", "Zoë\\data\\": b""}, system(0))
    assert list(contents(windows)) == ["Zoë/03.ipynb"]
    unix = packed(tmp_path / "b.zip", {"Zoë\\03.ipynb": b"1"}, system(3))
    assert list(contents(unix)) == ["Zoë\\03.ipynb"]  # on Unix a backslash is part of the name


def test_a_zip_in_the_zip_is_unpacked_one_level_down(tmp_path: Path) -> None:
    deepest = packed(tmp_path / "c.zip", {"x": b"deep"}).read_bytes()
    inner = packed(tmp_path / "b.zip", {"03.ipynb": b"1", "more.zip": deepest}).read_bytes()
    outer = packed(tmp_path / "a.zip", {"Zoë/b.ZIP": inner, "Bo/b.zip": inner, "Ed/no.zip": b"no zip"})
    assert contents(outer) == {
        "Zoë/b.ZIP/03.ipynb": b"1",
        "Zoë/b.ZIP/more.zip": deepest,
        "Bo/b.zip/03.ipynb": b"1",
        "Bo/b.zip/more.zip": deepest,
        "Ed/no.zip": b"no zip",
    }


def test_links_and_devices_are_no_files(tmp_path: Path) -> None:
    def link(info: zipfile.ZipInfo) -> None:
        kind = stat.S_IFLNK if info.filename == "Zoë/link" else stat.S_IFREG
        info.external_attr = (kind | 0o777) << 16

    path = packed(tmp_path / "a.zip", {"Zoë/link": b"/etc/passwd", "Zoë/file": b"1"}, link)
    with Archive(path) as archive:
        assert [member.name for member in archive.members] == ["Zoë/file"]
        assert archive.skipped == [("Zoë/link", "it is a link or a device, not a file")]


def test_an_encrypted_member_costs_itself(tmp_path: Path) -> None:
    path = packed(tmp_path / "a.zip", {"Zoë/x": b"1", "Bo/x": b"2"})
    data = bytearray(path.read_bytes())
    listed = data.find(b"PK\1\2")
    data[listed + 8] |= 1  # the flag, in the list of members
    path.write_bytes(data)
    with Archive(path) as archive:
        assert [member.name for member in archive.members] == ["Bo/x"]
        assert archive.skipped == [("Zoë/x", "it is encrypted")]


@pytest.mark.parametrize("place", [b"PK\3\4", b"one"], ids=["its header", "its contents"])
def test_a_damaged_member_costs_itself(tmp_path: Path, place: bytes) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as made:  # without compression
        made.writestr("Zoë/x", b"one" * 9)
        made.writestr("Bo/x", b"two")
    data = bytearray(path.read_bytes())
    data[data.find(place)] ^= 0xFF
    path.write_bytes(data)
    with Archive(path) as archive:
        first, second = archive.members
        with pytest.raises(BadMember, match="damaged"):
            list(archive.read(first))
        assert b"".join(archive.read(second)) == b"two"


def test_a_member_packed_in_an_unknown_way_costs_itself(tmp_path: Path) -> None:
    path = packed(tmp_path / "a.zip", {"Zoë/x": b"1", "Bo/x": b"2"})
    data = bytearray(path.read_bytes())
    data[8] = data[data.find(b"PK\1\2") + 10] = 9  # Deflate64, which Windows uses
    path.write_bytes(data)
    with Archive(path) as archive:
        first, second = archive.members
        with pytest.raises(BadMember, match="not known here"):
            list(archive.read(first))
        assert b"".join(archive.read(second)) == b"2"


def test_a_bomb_is_not_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "LARGEST", 1_000_000)
    path = packed(tmp_path / "a.zip", {"Zoë/bomb": bytes(1_000_001), "Bo/x": b"2"})
    with Archive(path) as archive:
        assert [member.name for member in archive.members] == ["Bo/x"]
        assert archive.skipped == [("Zoë/bomb", "it is larger than 1,000,000 bytes")]


def test_no_more_is_read_of_a_member_than_the_zip_says(tmp_path: Path) -> None:
    path = packed(tmp_path / "a.zip", {"Zoë/x": bytes(5_000_000)})
    data = bytearray(path.read_bytes())
    for mark, offset in ((b"PK\3\4", 22), (b"PK\1\2", 24)):
        struct.pack_into("<I", data, data.find(mark) + offset, 10)
    path.write_bytes(data)
    with Archive(path) as archive:
        (member,) = archive.members
        assert member.size == 10
        with pytest.raises(BadMember):
            assert len(b"".join(archive.read(member))) <= 10


BAD: dict[str, bytes] = {
    "empty": b"",
    "a page": b"<!DOCTYPE html><title>Log in</title>",
    "rar": b"Rar!\x1a\x07\x01\x00" + bytes(100),
    "an end only": b"PK\5\6" + bytes(10),
    "a list that is not there": b"PK\5\6" + struct.pack("<4H2IH", 0, 0, 9, 9, 900, 0, 0),
    "a list of 4 GB": b"PK\5\6" + struct.pack("<4H2IH", 0, 0, 9, 9, 0xFFFFFFFE, 0, 0),
}


@pytest.mark.parametrize("name", BAD)
def test_what_is_no_zip_is_said_in_a_sentence(tmp_path: Path, name: str) -> None:
    (tmp_path / "class.zip").write_bytes(BAD[name])
    with pytest.raises(BadArchive, match=r"^class\.zip (is no zip, or is cut off|holds more than)"):
        Archive(tmp_path / "class.zip")


def test_an_archive_that_is_cut_off_is_said_so(tmp_path: Path) -> None:
    path = packed(tmp_path / "class.zip", {f"Zoë/{number}": bytes(range(256)) for number in range(100)})
    path.write_bytes(path.read_bytes()[:-2_000])
    with pytest.raises(BadArchive, match="cut off: download it again"):
        Archive(path)
    with pytest.raises(BadArchive, match="cannot be opened: No such file"):
        Archive(tmp_path / "none.zip")


def test_too_many_members_are_refused_and_inside_left_packed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    many = packed(tmp_path / "b.zip", {str(number): b"" for number in range(30)})
    monkeypatch.setattr(archives, "MOST_INSIDE", 29)
    outer = packed(tmp_path / "a.zip", {"Zoë/b.zip": many.read_bytes(), "Bo/x": b"1"})
    assert sorted(contents(outer)) == ["Bo/x", "Zoë/b.zip"]
    monkeypatch.setattr(archives, "MOST_MEMBERS", 29)
    with pytest.raises(BadArchive, match="holds more than 29 files"):
        Archive(many)


def test_a_long_list_of_members_is_refused_before_it_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """Python would read a list of any size that the zip declares; a zip of a gigabyte may consist of names alone."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as made:
        for number in range(200):
            made.writestr(str(number) * 100, b"")
    monkeypatch.setattr(archives.zipfile.ZipFile, "_RealGetContents", lambda self: pytest.fail("it was read"))
    with pytest.raises(BadArchive, match="more than 20 files"):
        archives._Zip(data, 20)


def test_times_are_read_where_there_are_any(tmp_path: Path) -> None:
    with Archive(packed(tmp_path / "a.zip", {"x": b""})) as archive:
        assert archive.members[0].time is not None
    for bad in [(1980, 1, 1, 0, 0, 0), (1980, 0, 0, 0, 0, 0)]:
        with Archive(
            packed(tmp_path / "b.zip", {"x": b""}, lambda info, bad=bad: setattr(info, "date_time", bad))
        ) as one:
            assert one.members[0].time is None
