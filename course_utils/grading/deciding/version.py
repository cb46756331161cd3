"""What a verdict depends on but the submission, as one hash: a verdict of another version is not used again."""

from __future__ import annotations

import ast
import hashlib
import platform
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import numpy as np
import torch

from course_utils.checks import exercises, module_of
from course_utils.errors import PlainError

_PACKAGE = Path(__file__).parent.parent.parent
_ALWAYS = ("checks/engine", "checks/learner", "grading/deciding", "grading/protocol", "grading/sandbox")


class OtherVersion(PlainError):
    """A bundle was made by another version of the course than this one."""


@cache
def version(exercise_ids: frozenset[str]) -> str:
    """A hash of what decides on these exercises.

    That is the module of each exercise, with every module of ours that it uses, data files by the checksums in these;
    the engine, the learner's side, the sandbox with its limits; torch, Python and NumPy. So a correction to one
    exercise costs no assignment without it a regrade, and a colour in a picture costs none.
    """
    digest = hashlib.sha256(f"{platform.python_version()} {torch.__version__} {np.__version__}".encode())
    for path in files(exercise_ids):
        contents = path.read_bytes()
        digest.update(f"\0{path.relative_to(_PACKAGE)}\0{len(contents)}\0".encode() + contents)
    return digest.hexdigest()


def files(exercise_ids: frozenset[str]) -> list[Path]:
    """The files of this package that decide on these exercises; one that does not exist has none."""
    found: set[Path] = set()
    waiting = [path for folder in _ALWAYS for path in (_PACKAGE / folder).rglob("*.py")]
    waiting += [path for each in exercise_ids & exercises().keys() for path in _of(module_of(each))]
    while waiting:
        path = waiting.pop()
        if path not in found:
            found.add(path)
            waiting += [each for name in _imported(path) for each in _of(name)]
    return sorted(found)


def _of(module: str) -> Iterator[Path]:
    """The file of a module of ours, and of the packages it lies in; a name that is no module has those only."""
    first, *others = module.split(".")
    if first != "course_utils":
        return
    places = [_PACKAGE.joinpath(*others[:depth]) for depth in range(len(others) + 1)]
    candidates = [*(place / "__init__.py" for place in places), places[-1].with_suffix(".py")]
    yield from filter(Path.is_file, candidates)


@cache
def _imported(path: Path) -> tuple[str, ...]:
    """The names that a file imports, wherever in it; of `from a import b`, both a and a.b, which may be a module."""
    found = []
    for node in ast.walk(ast.parse(path.read_bytes())):
        if isinstance(node, ast.Import):
            found += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            found += [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
    return tuple(found)
