"""Read a notebook's file without its outputs, which are not graded and may take gigabytes; or say what it is instead.

Of the kept libraries ijson comes nearest, but it holds each string whole (one picture may be half a gigabyte) and stops
at the first fault, where cells that are whole are still to be found.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from typing import IO

from course_utils.grading.submission.added import is_python

_CHUNK = 1 << 20
_MOST_BRACKETS = 5_000_000  # in dropped output: this bounds the time that skipping takes
_LONGEST_KEY = 200  # bytes, with the blank space behind it
# Within a string a quote is escaped, so a bare one in front of the word begins a key.
_OUTPUTS = rb'outputs"\s{0,80}:\s{0,80}\[|widgets"\s{0,80}:\s{0,80}\{'
_DROPPED = re.compile(rb'(?<!\\)"(?:' + _OUTPUTS + rb")")
_DROPPED_WITH_PICTURES = re.compile(rb'(?<!\\)"(?:' + _OUTPUTS + rb'|attachments"\s{0,80}:\s{0,80}\{)')
_TO_A_BRACKET = re.compile(rb'(?:[^"\[\]{}]++|"(?:[^"\\]++|\\.)*+")*+', re.DOTALL)
_IN_A_STRING = re.compile(rb'(?:[^"\\]++|\\.)*+', re.DOTALL)

_KINDS = {
    b"%PDF": "a PDF",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF8": "a picture",
    b"\x1f\x8b": "a gzip archive",
    b"7z\xbc\xaf\x27\x1c": "a 7-Zip archive",
    b"Rar!": "a RAR archive",
    b"\xd0\xcf\x11\xe0": "a document of an old Office",
    b"{\\rtf": "an RTF document",
    b"\x7fELF": "a program",
    b"MZ": "a program",
    b"SQLite format 3": "a database",
    b"\x00\x05\x16\x07": "what macOS keeps beside a file",
}


class TooLarge(Exception):
    """There is more in it than is read."""


def small(file: IO[bytes], most: int, most_kept: int, pictures: bool = True) -> bytes:
    """A file's bytes, without outputs if they are many, and cut soon after `most_kept`.

    Args:
        file: what is read.
        most: how many bytes it may have.
        most_kept: about how many are in memory.
        pictures: whether pictures that are attached to texts are kept.

    Raises:
        TooLarge: it has more than `most` bytes, or its outputs are a maze.
        OSError: it cannot be read.
    """
    start = file.read(10 * _CHUNK)
    if len(start) < 10 * _CHUNK:
        return start
    kept, length, dropped = [], 0, _Dropping(_DROPPED if pictures else _DROPPED_WITH_PICTURES)
    for chunk in _chunks(start, file, most):
        kept.append(dropped.feed(chunk))
        length += len(kept[-1])
        if length > most_kept:
            break
    kept.append(dropped.end())
    return b"".join(kept)


def _chunks(start: bytes, file: IO[bytes], most: int) -> Iterator[bytes]:
    yield from (start[place : place + _CHUNK] for place in range(0, len(start), _CHUNK))
    length = len(start)
    while chunk := file.read(_CHUNK):
        length += len(chunk)
        if length > most:
            raise TooLarge
        yield chunk


def without_outputs(submitted: bytes) -> bytes:
    """The bytes without outputs, also where they are no longer JSON; none if that would take too long."""
    dropping = _Dropping()
    try:
        return dropping.feed(submitted) + dropping.end()
    except TooLarge:
        return b""


class _Dropping:
    """Drops outputs, and the state of widgets, from JSON that comes in pieces."""

    def __init__(self, dropped: re.Pattern[bytes] = _DROPPED) -> None:
        self._dropped_keys = dropped
        self._waiting = b""
        self._depth = 0  # of open brackets in output that is being dropped; 0 if none is
        self._in_string = False
        self._brackets = 0

    def feed(self, chunk: bytes) -> bytes:
        """What is to be kept of what has come so far and was not kept before.

        Raises:
            TooLarge: of brackets there are too many.
        """
        text, place, kept = self._waiting + chunk, 0, []
        while True:
            if self._depth:
                place = self._dropped(text, place)
                if self._depth:
                    break
            if key := self._dropped_keys.search(text, place):
                kept += [text[place : key.end()], b"]" if text[key.end() - 1] == ord("[") else b"}"]
                self._depth, place = 1, key.end()
            else:
                end = max(place, len(text) - _LONGEST_KEY)  # a key may be cut in two
                kept.append(text[place:end])
                place = end
                break
        self._waiting = text[place:]
        return b"".join(kept)

    def end(self) -> bytes:
        """What is left when nothing more comes."""
        return b"" if self._depth else self._waiting

    def _dropped(self, text: bytes, place: int) -> int:
        """Where what is dropped ends, or what is known of it."""
        while self._depth and place < len(text):
            if self._in_string:
                place = _end(_IN_A_STRING, text, place)
                if place >= len(text) or text[place] != ord('"'):  # a lone backslash waits for what it escapes
                    break
                self._in_string = False
                place += 1
            place = _end(_TO_A_BRACKET, text, place)
            if place < len(text):
                byte = text[place]
                self._in_string = byte == ord('"')
                self._depth += (byte in b"[{") - (byte in b"]}")
                place += 1
                self._brackets += 1
                if self._brackets > _MOST_BRACKETS:
                    raise TooLarge
        return place


def _end(pattern: re.Pattern[bytes], text: bytes, place: int) -> int:
    found = pattern.match(text, place)
    return found.end() if found else place


def kind_of(contents: bytes) -> str:
    """What a file that is no notebook is, in words; empty if that cannot be told."""
    start = contents[:2_000].lstrip(b"\xef\xbb\xbf \t\r\n")
    if not contents.strip():
        return "empty"
    if start.startswith(b"PK\x03\x04"):
        return _zipped(contents)
    for mark, kind in _KINDS.items():
        if start.startswith(mark):
            return kind
    lower = start.lower()
    if lower.startswith((b"<!doctype html", b"<html", b"<head", b"<body")) or (
        lower.startswith((b"<?xml", b"<!--")) and b"<html" in lower
    ):
        return "an HTML page"
    if lower.startswith(b"version https://git-lfs"):
        return "a pointer to a file that Git LFS keeps elsewhere"
    try:
        text = contents.decode()
    except UnicodeDecodeError:
        return ""
    if text.lstrip().startswith(("{", "[", '"')):
        return ""  # the beginning of JSON, which is no Python either
    return "Python code" if is_python(text) else "plain text" if text.isprintable() or "\0" not in text else ""


def _zipped(contents: bytes) -> str:
    try:
        names = zipfile.ZipFile(io.BytesIO(contents)).namelist()
    except Exception:  # whatever zipfile makes of it
        return "a damaged zip archive"
    return "an Office document" if "[Content_Types].xml" in names else "a zip archive"
