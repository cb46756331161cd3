"""What passes without being written: functions of the lessons and of this package, tried against every check."""

import ast
import importlib
import inspect
import pkgutil
import tomllib
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import nbformat
import pytest

import course_utils
from course_utils.checks import exercises, judge
from course_utils.checks.engine.exercise import Exercise
from course_utils.torchvision_operators import declare_missing
from tools.notebooks import LESSONS

ALLOWED = tomllib.loads(Path(__file__).with_name("ready_made.toml").read_text())
SIZES = {"T": 7, "B": 3, "F": 6, "H": 5, "L": 2, "D": 2}  # of the lessons: some are defaults of arguments
ROOMS = ("checks", "grading", "drawing")  # of the package, which no exercise is about


@cache
def ready_made() -> dict[str, Callable[..., Any]]:
    """The functions by name: `course_utils.digits.to_rows`, or `02_cell_and_layer: run`."""
    return dict([*_of_the_package(), *_of_the_lessons()])


def _of_the_package() -> Iterator[tuple[str, Callable[..., Any]]]:
    for found in pkgutil.iter_modules(course_utils.__path__, "course_utils."):
        if found.name.split(".")[1] not in ROOMS:
            module = importlib.import_module(found.name)
            for name, thing in vars(module).items():
                if inspect.isfunction(thing) and thing.__module__ == module.__name__ and not name.startswith("_"):
                    yield f"{module.__name__}.{name}", thing


def _of_the_lessons() -> Iterator[tuple[str, Callable[..., Any]]]:
    declare_missing()  # as lesson 06 does, before it imports torchvision
    for path in LESSONS:
        names: dict[str, Any] = {"__name__": "__main__", **SIZES}
        for cell in nbformat.read(path, as_version=4).cells:
            if cell.cell_type != "code" or cell.source.lstrip().startswith("%"):
                continue
            for statement in ast.parse(cell.source).body:
                if isinstance(statement, ast.Import | ast.ImportFrom | ast.FunctionDef | ast.ClassDef):
                    exec(compile(ast.Module([statement], []), str(path), "exec"), names)
        yield from ((f"{path.stem}: {name}", thing) for name, thing in names.items() if _is_defined(thing))


def _is_defined(thing: object) -> bool:
    return getattr(thing, "__module__", "") == "__main__" and callable(thing)


@pytest.mark.parametrize(
    "exercise", [each for each in exercises().values() if not each.seconds], ids=lambda exercise: exercise.id
)
def test_what_passes_is_known(exercise: Exercise) -> None:
    passed = [name for name, thing in ready_made().items() if judge(exercise, exercise.local(thing)).passed]
    assert sorted(passed) == sorted(ALLOWED.get(exercise.id, []))
