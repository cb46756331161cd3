"""What a verdict depends on but the submission, as one hash: a verdict of another version is not used again."""

from __future__ import annotations

import ast
import hashlib
import platform
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.util import resolve_name
from pathlib import Path

import numpy as np
import torch

from course_utils.checks.engine.course import Course
from course_utils.errors import PlainError

_PACKAGE = Path(__file__).parent.parent.parent
_ALWAYS = ("checks/engine", "checks/learner", "grading/deciding", "grading/protocol", "grading/sandbox")


class OtherVersion(PlainError):
    """A bundle was made by another version of the course than this one."""


@cache
def version(course: Course, exercise_ids: frozenset[str]) -> str:
    """A hash of what decides on these exercises.

    That is the module of each exercise, with every module of ours and of its course that it uses, data files by the
    checksums in these; the engine, the learner's side, the sandbox with its limits; torch, Python and NumPy. So a
    correction to one exercise costs no assignment without it a regrade, and a colour in a picture costs none.

    Raises:
        UnknownCourse: the course is not installed here.
    """
    digest = hashlib.sha256(f"{platform.python_version()} {torch.__version__} {np.__version__}".encode())
    for name, path in files(course, exercise_ids).items():
        contents = path.read_bytes()
        digest.update(f"\0{name}\0{len(contents)}\0".encode() + contents)
    return digest.hexdigest()


def files(course: Course, exercise_ids: frozenset[str]) -> dict[str, Path]:
    """The files that decide on these exercises, by what they are called in any place; an unknown one has none."""
    roots = {"course_utils": _PACKAGE, course.name.partition(".")[0]: course.package()}
    found: dict[str, Path] = {}
    waiting = [path for folder in _ALWAYS for path in (_PACKAGE / folder).rglob("*.py")]
    waiting += (course.folder() / "learner").rglob("*.py")
    waiting += [
        path for each in exercise_ids & course.exercises().keys() for path in _of(course.module_of(each), roots)
    ]
    while waiting:
        path = waiting.pop()
        top, root = next((top, root) for top, root in roots.items() if path.is_relative_to(root))
        place = path.relative_to(root)
        name = f"{top}/{place}"
        if name not in found:
            found[name] = path
            package = ".".join([top, *place.parent.parts])
            waiting += [each for module in _imported(path, package) for each in _of(module, roots)]
    return dict(sorted(found.items()))


def _of(module: str, roots: Mapping[str, Path]) -> Iterator[Path]:
    """The file of a module below these roots, if there is one, and those of the packages that it lies in."""
    first, *others = module.split(".")
    if first not in roots:
        return
    places = [roots[first].joinpath(*others[:depth]) for depth in range(len(others) + 1)]
    candidates = [*(place / "__init__.py" for place in places), places[-1].with_suffix(".py")]
    yield from filter(Path.is_file, candidates)


@cache
def _imported(path: Path, package: str) -> tuple[str, ...]:
    """The names that a file imports, wherever in it; of `from a import b`, both a and a.b, which may be a module."""
    found = []
    for node in ast.walk(ast.parse(path.read_bytes())):
        if isinstance(node, ast.Import):
            found += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            module = resolve_name("." * node.level + (node.module or ""), package)
            found += [module, *(f"{module}.{alias.name}" for alias in node.names)]
    return tuple(found)
