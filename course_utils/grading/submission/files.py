"""The files of a folder or of a zip, as somebody else left them: links are not followed, and nothing is unpacked."""

from __future__ import annotations

import io
import lzma
import os
import stat
import struct
import time
import zipfile
import zlib
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatch
from pathlib import Path, PurePosixPath
from typing import IO, TypeVar

from course_utils.grading.submission.outputs import TooLarge

MOST_FILES = 1_000
"""Files after these are left out."""

_NOBODYS = {"__MACOSX", ".DS_Store", "Thumbs.db", "desktop.ini", ".ipynb_checkpoints", "__pycache__"}
_MOST_DIRECTORY = 1_000_000  # bytes of a zip's list of its members
_MOST_UNPACKED = 200_000_000  # bytes of one member
_END = struct.Struct("<4s4H2LH")  # of a zip; APPNOTE.TXT 4.3.16

LINK = "Links were not followed: what they lead to was not handed in."
NO_FILE = "Named pipes, sockets and devices were left out."
UNREADABLE = "A folder could not be read and was left out."
TOO_MANY = f"There are more than {MOST_FILES:,} files; the others were left out."
BAD_ZIP = "A zip archive could not be read, because it is damaged, encrypted or too large."
OUTSIDE = "Files in a zip archive whose names lead out of it were left out."

T = TypeVar("T")


class WillNotOpen(Exception):
    """A member of a zip is damaged, encrypted or too large: its author's doing, and nobody else's."""


@dataclass(frozen=True)
class File:
    """A file that was handed in.

    Attributes:
        place: where it lies in the submission.
        path: the file, or the zip that it lies in.
        size: its bytes, as its folder or zip says.
        time: when it was changed, in seconds.
        member: its name in the zip.
    """

    place: PurePosixPath
    path: Path
    size: int
    time: float
    member: str = ""

    def is_notebook(self) -> bool:
        """Whether it says so; a browser may add to it: 03_lstm.ipynb.txt, 03_lstm.ipynb (1)."""
        return ".ipynb" in self.place.name.casefold()

    def looks_zipped(self) -> bool:
        """Whether it is a zip, whatever its name, that may hold a submission."""
        if self.place.suffix.casefold() != ".zip" and not self.is_notebook():
            return False
        try:
            with self.open() as file:
                return file.read(4) == b"PK\x03\x04"
        except OSError:  # whoever reads it will say so
            return False

    def open(self) -> IO[bytes]:
        """Open it to read; who reads a member of a zip may meet WillNotOpen at any time.

        Raises:
            OSError: it cannot be read, or is no plain file any more.
            WillNotOpen: it is a member of a zip, and cannot be unpacked.
        """
        if self.member:
            return _opened(lambda: _Member(zipfile.ZipFile(self.path).open(self.member)))
        file = os.fdopen(os.open(self.path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK), "rb")
        if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
            file.close()
            raise OSError("it is not a file")
        return file

    def read(self, most: int) -> bytes:
        """All of it.

        Raises:
            TooLarge: it has more than `most` bytes.
            OSError, WillNotOpen: see `open`.
        """
        with self.open() as file:
            contents = file.read(most + 1)
        if len(contents) > most:
            raise TooLarge
        return contents


class _Member(io.RawIOBase, IO[bytes]):
    """A member of a zip while it is read: whatever zipfile makes of it is WillNotOpen, also when there is too much."""

    def __init__(self, member: IO[bytes]) -> None:
        self._member, self._left = member, _MOST_UNPACKED

    def read(self, size: int = -1) -> bytes:
        found = _opened(lambda: self._member.read(size))
        self._left -= len(found)
        if self._left < 0:
            raise WillNotOpen
        return found

    def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]
        found = self.read(len(buffer))
        buffer[: len(found)] = found
        return len(found)

    def readable(self) -> bool:
        return True

    def close(self) -> None:
        self._member.close()
        super().close()


def _opened(use: Callable[[], T]) -> T:
    try:
        return use()
    except (zipfile.BadZipFile, zlib.error, lzma.LZMAError, RuntimeError, EOFError, ValueError, KeyError) as error:
        raise WillNotOpen from error  # RuntimeError: encrypted, or packed in a way that this Python does not know


@dataclass
class Listing:
    """What a folder or a zip holds.

    Attributes:
        files: plain files, the nearest first.
        hidden: those whose names begin with a dot, or that lie in such a folder; not looked into.
        notes: what was left out and why, in sentences.
        troubles: what the system could not read and may be a notebook.
    """

    files: list[File] = field(default_factory=list)
    hidden: list[File] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    troubles: list[str] = field(default_factory=list)

    def troubles_of(self, kind: Callable[[str], T]) -> list[T]:
        """The troubles as errors of this kind."""
        return [kind(trouble) for trouble in self.troubles]


def listed(folder: Path, ignored: Sequence[str] = ()) -> Listing:
    """The files below a folder."""
    listing = Listing()
    if folder.is_symlink():
        listing.notes.append(LINK)
        return listing
    if not folder.is_dir():
        return listing
    count, waiting = 0, deque([folder])
    while waiting:
        inside = waiting.popleft()
        try:
            entries = sorted(os.scandir(inside), key=_vital_first)
        except OSError as error:
            listing.notes.append(UNREADABLE)
            listing.troubles.append(f"a folder could not be read: {error.strerror}; there is no mark until it can be")
            continue
        for entry in entries:
            if nobodys(entry.name) or any(fnmatch(entry.name, each) for each in ignored):
                continue
            count += 1
            if count > MOST_FILES:
                listing.notes.append(TOO_MANY)
                return listing
            try:
                _sort_in(entry, folder, listing, waiting)
            except OSError as error:
                listing.notes.append(UNREADABLE)
                listing.troubles.append(f"a file could not be read: {error.strerror}; there is no mark until it can be")
    return listing


def _sort_in(entry: os.DirEntry[str], folder: Path, listing: Listing, waiting: deque[Path]) -> None:
    what = entry.stat(follow_symlinks=False)
    place = PurePosixPath(Path(entry.path).relative_to(folder))
    file = File(place, Path(entry.path), what.st_size, what.st_mtime)
    if entry.is_symlink():
        listing.notes.append(LINK)
    elif entry.name.startswith("."):
        listing.hidden.append(file)
    elif entry.is_dir(follow_symlinks=False):
        waiting.append(Path(entry.path))
    elif entry.is_file(follow_symlinks=False):
        listing.files.append(file)
    else:
        listing.notes.append(NO_FILE)
        if file.is_notebook():
            listing.troubles.append("a notebook could not be read: it is not a file; there is no mark until it can be")


def nobodys(name: str) -> bool:
    """Whether an operating system or an editor left this, and no person."""
    return name in _NOBODYS or name.startswith("._")


def _vital_first(entry: os.DirEntry[str]) -> tuple[bool, str]:
    return ".ipynb" not in entry.name.casefold() and entry.name != "timestamp.txt", entry.name


def unpacked(zipped: File) -> Listing:
    """The files in a zip; those in zips within it are not looked for."""
    listing = Listing()
    try:
        members = _opened(lambda: list(_members(zipped)))
    except (WillNotOpen, OSError, NotImplementedError, struct.error):
        listing.notes.append(BAD_ZIP)
        return listing
    for member in members[:MOST_FILES]:
        inside = PurePosixPath(member.filename.replace("\\", "/"))
        if member.is_dir() or any(map(nobodys, inside.parts)):
            continue
        if inside.is_absolute() or ".." in inside.parts or not inside.parts or ":" in inside.parts[0]:
            listing.notes.append(OUTSIDE)
        elif stat.S_ISLNK(member.external_attr >> 16):
            listing.notes.append(LINK)
        else:
            place = zipped.place.parent / inside
            file = File(place, zipped.path, member.file_size, _seconds(member), member.filename)
            (listing.hidden if any(part.startswith(".") for part in inside.parts) else listing.files).append(file)
    if len(members) > MOST_FILES:
        listing.notes.append(TOO_MANY)
    listing.files.sort(key=lambda file: (len(file.place.parts), not file.is_notebook(), file.place))
    return listing


def _members(zipped: File) -> Iterator[zipfile.ZipInfo]:
    """The members of a zip, unless their list alone would take much memory.

    Raises:
        WillNotOpen: it would.
    """
    with zipped.open() as file:
        file.seek(max(0, zipped.size - _END.size - 0xFFFF))
        end = file.read(_END.size + 0xFFFF)
        place = end.rfind(b"PK\x05\x06")
        if place < 0 or len(end) < place + _END.size:
            raise WillNotOpen
        if b"PK\x06\x07" in end[max(place - 20, 0) : place] or _END.unpack_from(end, place)[5] > _MOST_DIRECTORY:
            raise WillNotOpen
        yield from zipfile.ZipFile(file).infolist()


def _seconds(member: zipfile.ZipInfo) -> float:
    try:
        return time.mktime((*member.date_time, 0, 0, -1))
    except (ValueError, OverflowError):
        return 0.0
