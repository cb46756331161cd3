"""Tables of words for a terminal: no wider than it is, and in columns whatever the script of a name."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Sequence
from itertools import zip_longest

from wcwidth import clip, iter_graphemes, ljust, width, wrap

from course_utils.grading.words import one_line

USUAL, LEAST = 80, 40
"""The columns of what is no terminal, and those that any table gets."""

_GAP = "  "
_NAME, _HEADING, _WORDS = 8, 5, 30  # columns that a name, a heading and a sentence get, if they need them


def columns() -> int:
    """How many columns the terminal has; COLUMNS in the environment says otherwise, as for other programs."""
    return max(shutil.get_terminal_size((USUAL, 24)).columns, LEAST)


def wrapped(words: str, most: int = USUAL, first: str = "", rest: str = "") -> list[str]:
    """Words as lines of at most `most` columns: the first behind one indent, the others behind another."""
    plain = one_line(words)
    return wrap(plain, most, initial_indent=first, subsequent_indent=rest, break_on_hyphens=False) or [""]


def aligned(rows: Sequence[Sequence[str]], most: int = USUAL, indent: str = "") -> list[str]:
    """Rows of words as lines with columns, each line behind the indent; what is too long goes on in its own column.

    That is the last column, as long as it has room for a few words.
    """
    plain = [list(map(one_line, row)) for row in rows]
    wanted = [max(1, *map(width, column)) for column in zip(*plain, strict=True)]
    room = most - len(indent)
    widths = _narrowed(wanted, [*wanted[:-1], *(min(each, _WORDS) for each in wanted[-1:])], room)
    if _together(widths) > room:
        widths = _narrowed(wanted, [1] * len(wanted), room)
    lines = []
    for row in plain:
        cells = [wrapped(words, room) for words, room in zip(row, widths, strict=True)]
        lines += [indent + _line(parts, widths) for parts in zip_longest(*cells, fillvalue="")]
    return lines


def grid(rows: Sequence[Sequence[str]], most: int = USUAL) -> list[str]:
    """Rows of figures as lines: headings in the first row, names in the first column.

    Names and headings are shortened where there is no room, figures never are. Columns that find no room stand in
    another table below, with the names again.
    """
    names, *figures = [list(map(one_line, column)) for column in zip(*rows, strict=True)]
    tables = []
    while figures:
        wanted = [max(map(width, column)) for column in (names, *figures)]
        least = [min(wanted[0], _NAME)]
        least += [max(min(width(head), _HEADING), *map(width, column)) for head, *column in figures]
        count = max(2, sum(_together(least[:each]) <= most for each in range(1, len(least) + 1)))
        widths = _narrowed(wanted[:count], least[:count], most)
        shown, figures = [names, *figures[: count - 1]], figures[count - 1 :]
        shown[0] = shortened(names, widths[:1] * len(names))
        heads = shortened([column[0] for column in shown], widths)
        lines = [_line(row, widths) for row in (heads, *list(zip(*shown, strict=True))[1:])]
        tables.append([lines[0], "-" * max(map(width, lines)), *lines[1:]])
    return [line for table in tables for line in ("", *table)][1:]


def shortened(texts: Sequence[str], widths: Sequence[int]) -> list[str]:
    """The texts, each cut to its width with an ellipsis; those that would look the same keep their last letters.

    Where also these are the same, a number stands for them.
    """
    tails = [0] * len(texts)
    while True:
        short = [_cut(text, room, tail) for text, room, tail in zip(texts, widths, tails, strict=True)]
        counts = Counter(short)
        alike = [place for place, each in enumerate(short) if counts[each] > 1]
        if not alike:
            return short
        if all(tails[place] >= widths[place] for place in alike):
            break
        for place in alike:
            tails[place] += 1
    for number, place in enumerate(alike, 1):
        short[place] = _ended(texts[place], widths[place], str(number))
    return short


def _cut(text: str, room: int, tail: int) -> str:
    if width(text) <= room:
        return text
    letters = list(iter_graphemes(text))
    while width(end := "".join(letters[len(letters) - tail :])) > max(room - 2, 0):
        tail -= 1
    return _ended(text, room, end)


def _ended(text: str, room: int, end: str) -> str:
    return f"{clip(text, 0, max(room - 1 - width(end), 0)).rstrip()}…{end}"


def _narrowed(wanted: Sequence[int], least: Sequence[int], most: int) -> list[int]:
    """The widths of columns side by side: as wanted, or the widest of them cut down, until all fit or are least."""
    for limit in range(max(wanted, default=0), 0, -1):
        widths = [max(min(each, limit), low) for each, low in zip(wanted, least, strict=True)]
        if _together(widths) <= most:
            return widths
    return list(least)


def _together(widths: Sequence[int]) -> int:
    return sum(widths) + len(_GAP) * (len(widths) - 1)


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    return _GAP.join(ljust(words, room) for words, room in zip(cells, widths, strict=True)).rstrip()
