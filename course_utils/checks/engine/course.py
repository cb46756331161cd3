"""A course: a package with one package per lesson and one module per exercise, given to engine and grader by name."""

from __future__ import annotations

import difflib
import importlib
import importlib.util
import pkgutil
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

from course_utils.checks.engine.exercise import Exercise
from course_utils.errors import PlainError


class UnknownCourse(PlainError, LookupError):
    """There is no such package here; the message says what to do."""


class UnknownExercise(PlainError, LookupError):
    """There is no exercise with this id; the message names the nearest ones."""


@dataclass(frozen=True)
class Course:
    """The exercises below a package. A learner's code must not be able to import that package.

    The id of an exercise is its path: `packing/pack-by-hand` is EXERCISE in `<name>.packing.pack_by_hand`. A package
    with a NUMBER is a lesson; its EXERCISES are the names of its modules, in their order, and its IN_OWN_WORDS, if it
    has any, the questions that a teacher reads, with their points. A learner's process may import nothing of the
    package except its folder `learner`, if there is one.

    Attributes:
        name: the name of the package, such as `course_utils.checks`.
    """

    name: str

    def folder(self) -> Path:
        """Where the package lies.

        Raises:
            UnknownCourse: it cannot be found, or is not a package.
        """
        try:
            spec = importlib.util.find_spec(self.name)
        except (ImportError, ValueError):
            spec = None
        if spec is None or spec.origin is None or not spec.submodule_search_locations:
            raise UnknownCourse(
                f"there is no course {self.name!r}: install its package where its work is graded, and name it in"
                " c.Judge.course"
            )
        return Path(spec.origin).parent

    def package(self) -> Path:
        """The folder of the top-level package: `course_utils` for `course_utils.checks`."""
        folder = self.folder()
        return [folder, *folder.parents][self.name.count(".")]

    def lessons(self) -> tuple[str, ...]:
        """The lessons that have exercises, in their order."""
        return _lessons(self)

    def exercises(self) -> Mapping[str, Exercise]:
        """All exercises by id, in the order of the lessons."""
        return _exercises(self)

    def of_lesson(self, lesson: str) -> list[Exercise]:
        """The exercises of a lesson, in their order; none if there is no such lesson."""
        return [each for each in self.exercises().values() if each.id.startswith(f"{lesson}/")]

    def in_own_words(self, lesson: str) -> dict[str, float]:
        """The questions of a lesson that are answered in one's own words, by id, with their points."""
        package = importlib.import_module(f"{self.name}.{lesson}")
        return {f"{lesson}/{name}": points for name, points in getattr(package, "IN_OWN_WORDS", {}).items()}

    def module_of(self, exercise_id: str) -> str:
        """The name of the module that defines an exercise."""
        return f"{self.name}.{exercise_id.replace('/', '.').replace('-', '_')}"

    def find(self, exercise_id: str) -> Exercise:
        """The exercise with this id.

        Raises:
            UnknownExercise: no exercise has it.
        """
        known = self.exercises()
        if exercise_id in known:
            return known[exercise_id]
        near = difflib.get_close_matches(str(exercise_id), known, n=3, cutoff=0.4) or list(known)
        raise UnknownExercise(f"there is no exercise {exercise_id!r}; did you mean {' or '.join(map(repr, near))}?")


@cache
def _lessons(course: Course) -> tuple[str, ...]:
    names = [each.name for each in pkgutil.iter_modules([str(course.folder())]) if each.ispkg]
    numbers = {name: getattr(importlib.import_module(f"{course.name}.{name}"), "NUMBER", 0) for name in names}
    return tuple(sorted((name for name in names if numbers[name]), key=numbers.__getitem__))


@cache
def _exercises(course: Course) -> Mapping[str, Exercise]:
    found: dict[str, Exercise] = {}
    for lesson in course.lessons():
        for name in importlib.import_module(f"{course.name}.{lesson}").EXERCISES:
            exercise: Exercise = importlib.import_module(f"{course.name}.{lesson}.{name}").EXERCISE
            found[exercise.id] = exercise
    return MappingProxyType(found)
