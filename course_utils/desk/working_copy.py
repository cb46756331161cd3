"""The reader's copy of the lessons and exercises, in `work/`: theirs to run, change and save.

What ships is never opened, so that an update finds it as it was. A second copy, in `work/.shipped/`, holds every
notebook as it was when the reader got it; it tells what the reader changed.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import nbformat
from nbformat.notebooknode import NotebookNode

from course_utils.desk import COPY, FOLDERS
from course_utils.desk.merge import merge, related, same_sources
from course_utils.grading import files

SHIPPED = ".shipped"
REVEALS = "reveals"
"""The tag of a code cell that answers a question above it: in the reader's copy it has no output until it is run."""


def refresh(course: Path) -> list[str]:
    """Bring the reader's copy up to date, and make it if there is none; says what was done, a sentence each.

    Args:
        course: the folder of the course, with its notebooks and exercises.

    A file that the reader deleted comes back as it ships. Nothing that the reader wrote is lost: what cannot be merged
    stays beside the new file, under another name.
    """
    said = []
    copies, base = course / COPY, course / COPY / SHIPPED
    files_now = {path.relative_to(course) for path in _files(course)}
    for name in sorted(files_now):
        if sentence := _bring(course / name, base / name, copies / name, str(name)):
            said.append(sentence)
    for name in sorted({path.relative_to(base) for path in _files(base)} - files_now):
        if sentence := _take_away(base / name, copies / name, str(name)):
            said.append(sentence)
    return said


def set_aside(path: Path, contents: bytes) -> Path:
    """Keep these bytes beside a file, under a name that is free, and return that name."""
    kept = path.with_stem(f"{path.stem} (yours)")
    number = 1
    while kept.exists():
        number += 1
        kept = path.with_stem(f"{path.stem} (yours {number})")
    kept.parent.mkdir(parents=True, exist_ok=True)
    files.write(kept, contents)
    return kept


def _files(course: Path) -> Iterator[Path]:
    for folder in FOLDERS:
        for path in (course / folder).rglob("*"):
            if path.is_file() and not any(part.startswith(".") for part in path.relative_to(course).parts):
                yield path


def _bring(shipped: Path, base: Path, copy: Path, name: str) -> str:
    """Bring one file up to date; says what was done, if the reader should know."""
    new = shipped.read_bytes()
    old = base.read_bytes() if base.exists() else None
    damaged = copy.exists() and copy.suffix == ".ipynb" and _opened(copy.read_bytes()) is None
    if copy.exists() and old == new and not damaged:
        return ""
    known, said = copy.exists() or old is not None, ""
    contents = for_reader(new) if shipped.suffix == ".ipynb" else new
    if copy.exists() and copy.read_bytes() not in (contents, old):
        contents, said = _merged(old, copy, contents, name, shipped=new)
    elif known:
        said = f"{name}: new." if copy.exists() else f"{name}: put back."
    copy.parent.mkdir(parents=True, exist_ok=True)
    base.parent.mkdir(parents=True, exist_ok=True)
    files.write(copy, contents)
    files.write(base, new)
    return said


def _merged(old: bytes | None, copy: Path, new: bytes, name: str, shipped: bytes) -> tuple[bytes, str]:
    """The new file with what the reader wrote in their copy, and a sentence on it."""
    mine = copy.read_bytes()
    if copy.suffix == ".ipynb" and old is not None:
        base, yours, now = _read(old), _read(mine), _read(new)
        if base and now and yours and same_sources(base, yours):
            return new, f"{name}: new."
        if base and now and yours and related(base, yours):
            merged = merge(base, yours, now)
            cells = "1 cell" if merged.kept == 1 else f"{merged.kept} cells"
            return _bytes(merged.notebook), f"{name}: new, with {cells} of yours."
    kept = set_aside(copy, mine)
    if old == shipped:
        return new, f"{name}: could not be read, and is kept as {kept.name}; put back as it ships."
    return new, f"{name}: new; yours could not be merged with it, and is kept as {kept.name}."


def _take_away(base: Path, copy: Path, name: str) -> str:
    """Take away what ships no longer, unless the reader has changed it."""
    old, said = base.read_bytes(), ""
    if copy.exists():
        mine = copy.read_bytes()
        notebooks = [_read(each) for each in (old, mine)] if copy.suffix == ".ipynb" else []
        if mine == old or (all(notebooks) and same_sources(*notebooks)):  # type: ignore[arg-type]
            copy.unlink()
            said = f"{name}: is no longer part of the course."
        else:
            said = f"{name}: is no longer part of the course; yours stays."
    base.unlink()
    return said


def for_reader(contents: bytes) -> bytes:
    """A notebook as a reader gets it: what answers a question is not shown before the reader has run it."""
    notebook = _read(contents)
    if notebook is None:
        return contents
    revealing = [cell for cell in notebook.cells if REVEALS in cell.metadata.get("tags", [])]
    for cell in revealing:
        cell.outputs, cell.execution_count = [], None
    return _bytes(notebook) if revealing else contents


def _opened(contents: bytes) -> NotebookNode | None:
    """The notebook, or None if it is none that can be opened."""
    try:
        notebook: NotebookNode = nbformat.reads(contents.decode(), as_version=4)
        nbformat.validate(notebook)
    except Exception:  # nbformat raises many kinds of errors on files that it did not write
        return None
    return notebook


def _read(contents: bytes) -> NotebookNode | None:
    """The notebook if it can be opened and its cells have ids, by which they are known; else None."""
    notebook = _opened(contents)
    return notebook if notebook and all("id" in cell for cell in notebook.cells) else None


def _bytes(notebook: NotebookNode) -> bytes:
    written: str = nbformat.writes(notebook)
    return f"{written}\n".encode()


if __name__ == "__main__":
    print("\n".join(refresh(Path.cwd())), file=sys.stderr)
