"""Zip archives as they are found: names put right, sizes bounded, and one bad member costs that member only."""

from __future__ import annotations

import contextlib
import errno
import shutil
import stat
import tempfile
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO

from course_utils.errors import PlainError
from course_utils.grading.submission.names import composed, is_of_a_system

MOST_MEMBERS = 100_000
"""Members of an archive; one of more is refused."""

MOST_INSIDE = 1_000
"""Members of a zip inside an archive; one of more stays the file that it is."""

LARGEST = 1_000_000_000
"""Bytes of a member, unpacked; a larger one is left out."""

_UNKNOWN_TIME = (1980, 1, 1, 0, 0, 0)
_UNIX, _WINDOWS = 3, 0
_ENDS = ((b"PK\5\6", 12, 4), (b"PK\6\6", 40, 8))  # what ends a zip, and where it says how long its list of members is
_TAIL = 65_535 + 22 + 20 + 56  # bytes; the two are in it
_OF_A_NAME = 1_000  # bytes of that list for each member: a name, and what systems add to it


class BadArchive(PlainError):
    """An archive cannot be read as a whole; the message says why."""


class BadMember(PlainError):
    """A member cannot be read; the message says why."""


@dataclass(frozen=True)
class Member:
    """A file in an archive.

    Attributes:
        name: its path, with `/`, composed; that of a file of a zip in the archive is `INNER.zip/PATH`.
        size: bytes, at most, unpacked.
        time: when it was changed, as seconds; None if the archive does not say.
        entries: the entry of the archive, and for a file of a zip inside the entry in that.
    """

    name: str
    size: int
    time: float | None
    entries: tuple[zipfile.ZipInfo, ...]


class Archive:
    """A zip, its members, and, one level down, those of the zips in it.

    Args:
        path: of the zip.

    Attributes:
        members: what can be taken.
        skipped: the names of members that cannot be taken, each with the reason.

    Raises:
        BadArchive: it is no zip, is cut off, or holds too much.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.members: list[Member] = []
        self.skipped: list[tuple[str, str]] = []
        self._inside: tuple[zipfile.ZipInfo, _Zip] | None = None
        try:
            self._zip = _Zip(path.open("rb"), MOST_MEMBERS)
        except OSError as error:
            raise BadArchive(f"{path.name} cannot be opened: {error.strerror}") from error
        except BadArchive as error:
            raise BadArchive(f"{path.name} {error}") from error
        for entry in self._zip.files():
            self._list(entry)

    def __enter__(self) -> Archive:
        return self

    def __exit__(self, *_: object) -> None:
        if self._inside:
            self._inside[1].close()
        self._zip.close()

    def read(self, member: Member) -> Iterator[bytes]:
        """The contents of a member, a megabyte at a time.

        Raises:
            BadMember: it is damaged, or packed in a way that Python does not know.
            OSError: the archive cannot be read, or there is no room to unpack a zip in it.
        """
        *outer, entry = member.entries
        try:
            with (self._open_inside(outer[0]) if outer else self._zip).open(entry) as file:
                while chunk := file.read(1 << 20):
                    yield chunk
        except Exception as error:  # whatever a damaged zip may raise
            if isinstance(error, OSError) and error.errno not in (None, errno.EINVAL):
                raise  # the disk is full, or broken
            raise BadMember("it is damaged, or packed in a way that is not known here") from error

    def _list(self, entry: zipfile.ZipInfo) -> None:
        name = _name(entry)
        if fault := _fault(entry):
            self.skipped.append((name, fault))
            return
        inside: list[zipfile.ZipInfo] = []
        if name.casefold().endswith(".zip") and not is_of_a_system(name):
            with contextlib.suppress(Exception):  # a zip that cannot be read is a file like others
                inside = self._open_inside(entry).files()
        good = [each for each in inside if not _fault(each)]
        self.members += [_member(f"{name}/{_name(each)}", entry, each) for each in good] or [_member(name, entry)]
        if good:
            self.skipped += [(f"{name}/{_name(each)}", fault) for each in inside if (fault := _fault(each))]

    def _open_inside(self, entry: zipfile.ZipInfo) -> _Zip:
        """A zip in the archive; the last one stays open, as files are asked for one zip after the other."""
        if not self._inside or self._inside[0] is not entry:
            copy = tempfile.TemporaryFile()  # noqa: SIM115 (closed by the zip that reads it)
            try:
                with self._zip.open(entry) as packed:
                    shutil.copyfileobj(packed, copy)
            except BaseException:
                copy.close()
                raise
            inside = _Zip(copy, MOST_INSIDE)
            if self._inside:
                self._inside[1].close()
            self._inside = entry, inside
        return self._inside[1]


class _Zip(zipfile.ZipFile):
    """A zip of so many members at most, which closes the file that it is given, also if that is no zip."""

    def __init__(self, file: IO[bytes], most: int) -> None:
        self._given = file
        try:
            if _length_of_list(file) > most * _OF_A_NAME:  # before Python reads it, whatever it says
                raise BadArchive(f"holds more than {most:,} files")
            super().__init__(file)
            if len(self.infolist()) > most:
                raise BadArchive(f"holds more than {most:,} files")
        except BadArchive:
            file.close()
            raise
        except Exception as error:  # whatever a damaged zip may raise
            file.close()
            raise BadArchive("is no zip, or is cut off: download it again") from error

    def close(self) -> None:
        """Close both."""
        super().close()
        self._given.close()

    def files(self) -> list[zipfile.ZipInfo]:
        """Its members, without folders."""
        return [entry for entry in self.infolist() if not _name(entry).endswith("/")]


def _member(name: str, *entries: zipfile.ZipInfo) -> Member:
    last = entries[-1]
    return Member(name, last.file_size, _time(last), entries)


def _time(entry: zipfile.ZipInfo) -> float | None:
    with contextlib.suppress(ValueError, OverflowError):  # the 0th of month 0
        year, month, day, hour, minute, second = entry.date_time
        if entry.date_time != _UNKNOWN_TIME:
            return datetime(year, month, day, hour, minute, second).timestamp()  # a zip has no time zone
    return None


def _fault(entry: zipfile.ZipInfo) -> str:
    """Why a member cannot be taken; empty if it can."""
    if entry.create_system == _UNIX and stat.S_IFMT(entry.external_attr >> 16) not in (0, stat.S_IFREG):
        return "it is a link or a device, not a file"
    if entry.flag_bits & 0x1:
        return "it is encrypted"
    if entry.file_size > LARGEST:
        return f"it is larger than {LARGEST:,} bytes"
    return ""


def _name(entry: zipfile.ZipInfo) -> str:
    """The path of a member as its maker meant it.

    Names are in UTF-8 if a flag says so, and else in code page 437, says the format; macOS, and `zip` of Linux, write
    UTF-8 without the flag.
    """
    name = entry.orig_filename
    if not entry.flag_bits & 0x800:
        with contextlib.suppress(UnicodeError):
            name = name.encode("cp437").decode()
    # As `unzip` has it: Windows tools of old separate by `\`, against the format; elsewhere it is a character.
    if entry.create_system == _WINDOWS and "/" not in name:
        name = name.replace("\\", "/")
    return composed(name)


def _length_of_list(file: IO[bytes]) -> int:
    """How many bytes a zip says its list of members has."""
    file.seek(max(0, file.seek(0, 2) - _TAIL))
    tail = file.read()
    found = 0
    for mark, offset, length in _ENDS:
        place = tail.find(mark)
        while place >= 0:
            said = tail[place + offset : place + offset + length]
            if said != b"\xff" * length:  # then the other one says it
                found = max(found, int.from_bytes(said, "little"))
            place = tail.find(mark, place + 1)
    return found
