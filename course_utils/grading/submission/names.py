"""Names that come from outside: what may be the name of a student's folder, and of a file in it."""

from __future__ import annotations

import os
import unicodedata

LONGEST = 200
"""Bytes of a student's name; a file system allows 255, and others add to a name."""

_LONGEST_PART = 255
_LONGEST_PATH = 2_000  # bytes; Linux allows 4,096 with the folders above
_TURNS = ("LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI")  # U+202A to U+202E, U+2066 to U+2069
_OF_A_SYSTEM = ("__macosx", ".ds_store", "thumbs.db", "desktop.ini")


def composed(name: str) -> str:
    """The name in its composed form: macOS writes é as two characters, all others as one."""
    return unicodedata.normalize("NFC", name)


def fault_of_student(name: str) -> str:
    """Why this cannot be the name of a student's folder; empty if it can. Letters of every script can."""
    if not name.strip():
        return "the student's name is empty"
    if name.startswith("."):
        return "the student's name begins with a dot"
    if "/" in name or "\\" in name:
        return "the student's name holds a separator of paths"
    if any(map(_is_unfit, name)):
        return "the student's name holds a control character or a mark of direction"
    if len(os.fsencode(name)) > LONGEST:
        return f"the student's name is longer than {LONGEST} bytes"
    return ""


def fault_of_file(name: str) -> str:
    """Why this cannot be the path of a file inside a student's folder; empty if it can."""
    parts = name.split("/")
    if not name or "\\" in name or any(part in ("", ".", "..") for part in parts):
        return "its path leads out of the student's folder, or to no file"
    if any(map(_is_unfit, name)):
        return "its name holds a control character or a mark of direction"
    if max(len(os.fsencode(part)) for part in parts) > _LONGEST_PART or len(os.fsencode(name)) > _LONGEST_PATH:
        return "its name is too long"
    return ""


def is_of_a_system(name: str) -> bool:
    """Whether a path was made by macOS or Windows beside what a person made."""
    return any(part.casefold() in _OF_A_SYSTEM or part.startswith("._") for part in name.split("/"))


def _is_unfit(character: str) -> bool:
    """Whether no name has it: control characters and marks of direction, which show a name as another one."""
    return unicodedata.category(character) in ("Cc", "Cs", "Zl", "Zp") or unicodedata.bidirectional(character) in _TURNS
