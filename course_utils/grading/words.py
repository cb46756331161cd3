"""Makes text from any source fit for every file and every terminal."""

from __future__ import annotations

import sys
from io import TextIOWrapper

_LINE = 1_000  # characters of a line; none is made of several by what a learner or a folder is called


def writable(words: str) -> str:
    """The words as any file takes them: half a surrogate pair is a str that cannot be written anywhere."""
    return words.encode("utf-8", "backslashreplace").decode()


def one_line(words: str, most: int = _LINE) -> str:
    """The words as one line of at most `most` characters, as any terminal takes it.

    An escape code could move the cursor and forge another line, an override turn one round.
    """
    whole = writable(words[:most])
    return "".join(each if each.isprintable() else " " if each.isspace() else "" for each in whole)[:most]


def print_anywhere() -> None:
    """Let `print` write what the terminal has no letters for as codes, instead of ending the command."""
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")
