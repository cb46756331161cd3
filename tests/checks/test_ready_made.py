"""Which ready-made functions pass a check: those of the lessons, of pages beside them and of this package are tried."""

import ast
import importlib
import inspect
import pkgutil
import signal
import tomllib
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

import course_utils
from course_utils.checks import exercises, find, judge
from course_utils.checks.engine.exercise import Exercise
from course_utils.torchvision_operators import declare_missing
from tools.notebooks import LESSONS, PAGES, SOLUTIONS, read

ALLOWED = tomllib.loads(Path(__file__).with_name("ready_made.toml").read_text())
SIZES = {"T": 7, "B": 3, "F": 6, "H": 5, "L": 2, "D": 2}  # lessons use these names as defaults of arguments
LONGEST = 20  # seconds for a whole check, which takes a hundredth of that
ROOMS = ("checks", "grading", "drawing")  # parts of the package without functions that an exercise asks for


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
    for path in [*LESSONS, *PAGES]:
        names: dict[str, Any] = {"__name__": "__main__", **SIZES}
        for cell in read(path).cells:
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
    passed = [name for name, thing in ready_made().items() if _passes(exercise, thing)]
    assert sorted(passed) == sorted(ALLOWED.get(exercise.id, []))


def _passes(exercise: Exercise, thing: Callable[..., Any]) -> bool:
    """Whether a check accepts it. One that trains may take a budget for a number of steps: it is ended, and fails."""
    before = signal.signal(signal.SIGALRM, _too_long)
    signal.setitimer(signal.ITIMER_REAL, LONGEST, 1)  # again and again, in case the answer goes on
    try:
        return judge(exercise, exercise.local(thing)).passed
    except TimeoutError:  # between two calls
        return False
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def _too_long(*_: object) -> None:
    raise TimeoutError


def test_every_assignment_says_what_may_be_called() -> None:
    """All assignments have the same text: the general rules, what "by hand" means, and that all else may be called."""
    texts = {
        cell.source.partition("How it works:")[2].partition("Sizes are written")[0]
        for path in SOLUTIONS
        for cell in read(path).cells
        if "How it works:" in cell.source
    }
    (text,) = texts
    for words in ("Leave what your function is given as it is", "*By hand* means", "you may call ready-made functions"):
        assert words in text
    assert not [name for name in ALLOWED if find(name).by_hand]
