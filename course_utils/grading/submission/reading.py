"""Read the cells of a file that was handed in, whatever state it is in; nothing in it raises an error."""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import islice
from typing import Any
from urllib.parse import unquote

from course_utils.grading.submission.outputs import kind_of, without_outputs

MOST_BYTES = 50_000_000
"""A file with more than these beside its outputs and its pictures is not read at all."""
MOST_CELLS = 2_000
"""Cells after these are left out."""
MOST_CHARACTERS, MOST_LINES = 1_000_000, 20_000
"""The source of a cell is cut after these."""
MOST_LINES_IN_ALL = 500_000
"""Longer sources of a notebook are cut after these: nbformat keeps each line as a string of its own."""

_FEW_LINES = 100  # are left to every cell
# What ends the search for whole cells, so that it takes no long: so many that cannot be read, or as much read in vain.
_DAMAGED_CELLS = 20
_READ_IN_VAIN = 2  # times the length of the text
_CELL_START = re.compile(r'\{\s*"(?:attachments|cell_type|execution_count|id|metadata|outputs|source)"')
_KINDS = {"code": "code", "markdown": "markdown", "raw": "raw", "heading": "markdown", "html": "markdown"}
_PICTURES = {"image/png", "image/jpeg", "image/gif", "image/webp"}
_BASE64 = re.compile(r"[A-Za-z0-9+/=\s]+")
_PICTURE_LINK = re.compile(
    r"""(\]\(\s*<|src=["'])attachment:([^>"'\n]*)|(\]\(\s*)attachment:([^)\n]*?)(?=\)|\s+["'])|(src=)attachment:([^\s>]*)"""
)
_CELL_MARK = re.compile(r"\A#[ \t]?%%(?:[ \t][^\n]*)?(?:\n|\Z)")  # what PyCharm, Spyder and VS Code begin a cell with


@dataclass
class Findings:
    """Sentences for the teacher; what happened to several cells is told in one."""

    cells: dict[str, list[str]] = field(default_factory=dict)

    def add(self, sentence: str, cell: str = "") -> None:
        """Note what happened, and to which cell if it did to one: `{cells}` in the sentence becomes their names."""
        self.cells.setdefault(sentence, []).append(cell)

    def notes(self) -> tuple[str, ...]:
        """The sentences, each once."""
        return tuple(sentence.format(cells=", ".join(dict.fromkeys(cells))) for sentence, cells in self.cells.items())


@dataclass(frozen=True)
class Handed:
    """What is read of a cell that was handed in."""

    name: str
    kind: str
    source: str
    id: Any = None
    tags: Any = ()
    grading: Mapping[str, Any] = field(default_factory=dict)
    attachments: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    @property
    def grade_id(self) -> str | None:
        """The grade id that it says it has."""
        said = self.grading.get("grade_id")
        return said if isinstance(said, str) else None

    @cached_property
    def bare(self) -> str:
        """The source without blank space around it."""
        return self.source.strip()

    @cached_property
    def lines(self) -> list[str]:
        """What it is recognised by; see `lines_of`."""
        return lines_of(self.source)

    def defines(self, names: Sequence[str]) -> bool:
        """Whether all of these functions or classes are defined or assigned here; with no names, no."""
        return bool(names) and all(
            name in self.source
            and re.search(rf"^(?:(?:async\s+)?def|class)\s+{name}\b|^{name}\s*=(?!=)", self.source, re.MULTILINE)
            for name in names
        )


def read(submitted: bytes, findings: Findings) -> list[Handed]:
    """The cells of the file, as far as they can be read."""
    if len(submitted) > MOST_BYTES:
        findings.add(f"The file is larger than {MOST_BYTES:,} bytes beside its outputs, and was not read.")
        return []
    if not submitted.strip():
        findings.add("Nothing could be read: the file is empty.")
        return []
    cells = _cells(submitted, findings)
    if len(cells) > MOST_CELLS:
        findings.add(f"The notebook has more than {MOST_CELLS:,} cells; the others were left out.")
    found, left = [], MOST_LINES_IN_ALL
    for number, cell in enumerate(cells[:MOST_CELLS], start=1):
        if handed := _handed(f"cell {number}", cell, findings):
            lines, most = handed.source.splitlines(keepends=True), min(max(left, _FEW_LINES), MOST_LINES)
            if len(lines) > most:
                findings.add(
                    f"Cut after {MOST_LINES:,} lines, or after {MOST_LINES_IN_ALL:,} of the notebook: {{cells}}.",
                    handed.name,
                )
                handed = replace(handed, source="".join(lines[:most]))
            left -= min(len(lines), most)
            found.append(handed)
    return found


def _text(submitted: bytes, findings: Findings) -> str:
    encoding = "utf-8-sig"
    if submitted.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encoding = "utf-16"
        findings.add("The file is written in UTF-16 instead of UTF-8.")
    try:
        text = submitted.decode(encoding)
    except UnicodeDecodeError:
        findings.add("The file has bytes that are not text; they were replaced by question marks.")
        text = submitted.decode(encoding, errors="replace").replace("\ufffd", "?")
    if "\0" in text:
        findings.add("The file has NUL bytes; they were left out.")
    return text.replace("\0", "")


def _cells(submitted: bytes, findings: Findings) -> list[Any]:
    """The JSON of the cells."""
    of_text = Findings()
    text = _text(submitted, of_text)
    try:
        contents = json.loads(text, strict=False)
    except (ValueError, RecursionError, MemoryError):
        # What is damaged may be the outputs only.
        cells = max(_whole_cells(text), _whole_cells(_text(without_outputs(submitted), Findings())), key=len)
        if not cells and (kind := kind_of(submitted)):
            findings.add(f"What was handed in is {kind}, and no notebook.")
        else:
            findings.cells.update(of_text.cells)
            words = "The file is not JSON, perhaps cut off or badly merged; whole cells found in it"
            findings.add(f"{words}: {len(cells)}.")
        return cells
    findings.cells.update(of_text.cells)
    if _is_cell(contents):
        contents = [contents]
    if isinstance(contents, list) and contents and all(map(_is_cell, contents)):
        contents = {"cells": contents}
    if not isinstance(contents, dict):
        findings.add("The file is JSON but not a notebook.")
        return []
    # One level down it lies in what the contents API of Jupyter gives, and in some platforms' exports.
    whole = next((each for each in (contents, *contents.values()) if _list(_dictionary(each).get("cells"))), contents)
    if whole.get("nbformat") != 4:
        findings.add("The notebook does not say that it is nbformat 4; it was read as well as possible.")
    sheets = [whole, *_list(whole.get("worksheets"))]  # nbformat 2 and 3 keep cells in worksheets
    found = [cell for sheet in sheets for cell in _list(_dictionary(sheet).get("cells"))]
    if not found:
        findings.add("The notebook has no cells.")
    return found


def _is_cell(value: Any) -> bool:
    return isinstance(value, dict) and "cell_type" in value


def _whole_cells(text: str) -> list[Any]:
    """The cells in damaged JSON that are whole themselves."""
    decoder = json.JSONDecoder(strict=False)
    cells: list[Any] = []
    position = damaged = in_vain = 0
    while (
        damaged < _DAMAGED_CELLS
        and in_vain <= _READ_IN_VAIN * len(text)
        and len(cells) <= MOST_CELLS
        and (start := _CELL_START.search(text, position))
    ):
        try:
            cell, position = decoder.raw_decode(text, start.start())
        except (ValueError, RecursionError, MemoryError) as error:
            damaged += 1
            in_vain += getattr(error, "pos", len(text)) - start.start()
            position = start.end()
        else:
            if "cell_type" in cell and ("source" in cell or "input" in cell):
                cells.append(cell)
    return cells


def _handed(name: str, cell: Any, findings: Findings) -> Handed | None:
    if not isinstance(cell, dict):
        findings.add("Left out, because they are not cells: {cells}.", name)
        return None
    said = cell.get("cell_type")
    kind = _KINDS.get(said) if isinstance(said, str) else None
    if kind is None:
        findings.add("Of no known type, and read as code if they have outputs: {cells}.", name)
        kind = "code" if "outputs" in cell else "raw"
    metadata = _dictionary(cell.get("metadata"))
    attachments: Mapping[str, Mapping[str, str]] = _attachments(cell.get("attachments")) if kind == "markdown" else {}
    source = _source(name, cell, findings)
    if kind == "markdown":
        source, attachments = _with_pictures(name, source, attachments, findings)
    return Handed(
        name, kind, source, cell.get("id"), metadata.get("tags", []), _dictionary(metadata.get("nbgrader")), attachments
    )


def _dictionary(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _joined(value: Any) -> str | None:
    """Text, which a notebook may keep as a list of lines; None if it is neither."""
    if isinstance(value, list) and all(isinstance(line, str) for line in value):
        return "".join(value)
    return value if isinstance(value, str) else None


def _source(name: str, cell: Mapping[str, Any], findings: Findings) -> str:
    """A cell's source, as text that can be written and run."""
    source = _joined(cell.get("source", cell.get("input")))  # a code cell's source was its input before nbformat 4
    if source is None:
        findings.add("Without a source that is text, and taken as empty: {cells}.", name)
        return ""
    if len(source) > MOST_CHARACTERS:
        findings.add(f"Cut after {MOST_CHARACTERS:,} characters: {{cells}}.", name)
        source = source[:MOST_CHARACTERS]
    if "\0" in source:
        findings.add("NUL characters were left out of: {cells}.", name)
    written = _writable(source)
    if written != source:
        findings.add("Halves of characters were replaced by question marks in: {cells}.", name)
    return normal(written.replace("\0", ""))


def _writable(text: str) -> str:
    """The text without lone surrogates, which no file can hold."""
    return text.encode("utf-8", errors="replace").decode("utf-8")


def _attachments(value: Any) -> dict[str, dict[str, str]]:
    """The pictures pasted into a cell; only base64 of known kinds, because feedback shows it without escaping."""
    pictures = {
        name: {mime: data for mime, said in _dictionary(kinds).items() if (data := _picture(mime, said))}
        for name, kinds in _dictionary(value).items()
        if _writable(name) == name
    }
    return {name: kinds for name, kinds in pictures.items() if kinds}


def _picture(mime: str, said: Any) -> str | None:
    data = _joined(said)
    return data if mime in _PICTURES and data and _BASE64.fullmatch(data) else None


def _with_pictures(
    name: str, source: str, attachments: Mapping[str, Mapping[str, str]], findings: Findings
) -> tuple[str, dict[str, Mapping[str, str]]]:
    """The source and its pictures, these under names that every renderer finds.

    A link to a missing picture is disarmed: it would keep the feedback from being made.
    """
    pictures = dict(attachments)

    def mended(link: re.Match[str]) -> str:
        before, picture = next((link[group], link[group + 1]) for group in (1, 3, 5) if link[group])
        key = next((each for each in (picture, unquote(picture), picture.strip()) if each in attachments), None)
        if key is None:
            findings.add("Without a picture that the text shows: {cells}.", name)
            return f"{before}missing-{picture}"
        plain = key if re.fullmatch(r"[^\s%()<>]*", key) else f"picture-{[*attachments].index(key)}"
        pictures[plain] = pictures.pop(key, attachments[key])
        return f"{before}attachment:{plain}"

    return _PICTURE_LINK.sub(mended, source), pictures


def normal(source: str) -> str:
    """The source without what editors change by themselves: the ends of lines, and a first line that marks a cell."""
    return _CELL_MARK.sub("", source.replace("\r\n", "\n").replace("\r", "\n"))


def lines_of(source: str) -> list[str]:
    """The first lines that are not blank; enough to recognise a cell, few enough to be quick whatever it holds."""
    stripped = (line.strip() for line in source[:20_000].splitlines())
    return list(islice((line for line in stripped if line), 200))
