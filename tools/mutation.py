"""`make mutation`: makes small mistakes in right answers; a check must reject every one.

The mutants are made by the operators of `tools.mutation_operators`. A mutant that a check accepts must be listed in
equivalent_mutants.toml, with the reason why it is as right as the answer. The exit status is 0 only if no such mutant
is missing there and no listed mutant is out of date.
"""

from __future__ import annotations

import ast
import difflib
import os
import resource
import signal
import sys
import tomllib
import warnings
from collections import Counter
from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass, replace
from functools import cache, cached_property
from io import StringIO
from pathlib import Path

import torch
from cosmic_ray.mutating import mutate_code
from cosmic_ray.operators.operator import Operator
from cosmic_ray.plugins import get_operator
from tqdm import tqdm

from course_utils.checks import Exercise, exercises
from course_utils.checks.engine.ladder import judge
from tools.answer_bank import answers_to
from tools.mutation_operators import GENERIC, OWN, Detach
from tools.notebooks import solutions

HERE = Path(__file__).parent
SEEDS = range(3)
OTHERS = 2  # right answers of each exercise that are mutated, besides the solution
SECONDS = 3.0  # processor time for one mutant; a check takes a tenth of a second
BYTES = 8 << 30  # memory of a worker


@dataclass(frozen=True)
class Right:
    """A right answer: its exercise, its file's name or `solution`, and its source."""

    exercise: str
    file: str
    source: str

    @property
    def name(self) -> str:
        return f"{self.exercise}/{self.file}"


@dataclass(frozen=True)
class Mutant:
    """A right answer with one mistake made in it."""

    right: Right
    source: str

    @cached_property
    def diff(self) -> list[str]:
        """The lines that changed, each behind a - or a +."""
        lines = difflib.unified_diff(self.right.source.splitlines(), self.source.splitlines(), n=0, lineterm="")
        return [line for line in list(lines)[2:] if not line.startswith("@@")]

    @property
    def key(self) -> tuple[str, str]:
        """Its key in the list of equivalent mutants: the name of the answer, and the changed line."""
        return self.right.name, " ".join(line[1:].strip() for line in self.diff if line.startswith("+"))


def answers() -> list[Right]:
    """The right answers that are mutated, in the order of the lessons."""
    found = []
    for exercise in exercises().values():
        if exercise.seconds:  # thousands of trainings would take hours
            continue
        if solution := solutions().get(exercise.id):
            found.append(Right(exercise.id, "solution", f"{solution.imports}\n\n{solution.answer}\n"))
        files = answers_to(exercise.id, right=True)[:OTHERS]
        found += [Right(exercise.id, file.path.stem, file.source) for file in files]
    return found


def mutants(right: Right, operators: Iterable[Operator]) -> list[Mutant]:
    """Every mutant of an answer that is valid Python and has another syntax tree than the answer and other mutants."""
    seen = {_meaning(right.source)}
    found = []
    for operator in operators:
        occurrence = 0
        while (source := mutate_code(right.source, operator, occurrence)) is not None:
            occurrence += 1
            meaning = _meaning(source)
            if meaning and meaning not in seen:
                seen.add(meaning)
                found.append(Mutant(right, source))
    return found


def _meaning(source: str) -> str:
    """The syntax tree without annotations, as text; empty if the source is not valid Python."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            parsed = ast.parse(source)
            compile(parsed, "mutant", "exec")
    except (SyntaxError, ValueError):
        return ""
    for node in ast.walk(parsed):
        for name in ("annotation", "returns"):
            if hasattr(node, name):
                setattr(node, name, None)
    return ast.dump(parsed)


def operators_for(exercise: Exercise) -> list[Operator]:
    """All operators, without `Detach` if the exercise compares no gradients."""
    generic = [get_operator(f"core/{name}")() for name in GENERIC]
    return generic + [own() for own in OWN if own is not Detach or exercise.gradient]


# --- checking them


class TookTooLong(BaseException):
    """A mutant was stopped; a BaseException, so that no `except Exception` of an answer catches it."""


def accepted(exercise: Exercise, source: str) -> bool:
    """Whether the check accepts this source at every seed, within its limit of processor time."""
    silent = replace(exercise, slips=())  # the name of the mistake does not matter here
    try:
        signal.signal(signal.SIGPROF, _stop)
        # The signal repeats, because a check goes on after an answer raised an error.
        signal.setitimer(signal.ITIMER_PROF, SECONDS, 0.05)
        with redirect_stdout(StringIO()), redirect_stderr(StringIO()), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            namespace = {"torch": torch, "nn": torch.nn}
            exec(compile(source, "mutant", "exec"), namespace)
            answer = silent.local(namespace.get(exercise.answer_name))
            return all(judge(silent, answer, seed).passed for seed in SEEDS)
    except (Exception, TookTooLong):
        return False
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)


def _stop(*_: object) -> None:
    raise TookTooLong


def prepare() -> None:
    """Limit the memory and the threads of a process, because a mutant may use all of them."""
    resource.setrlimit(resource.RLIMIT_DATA, (BYTES, BYTES))
    torch.set_num_threads(1)


@dataclass
class Result:
    """The result for one answer: how many mutants it has, and those that the check accepts."""

    right: Right
    mutants: int
    accepted: list[Mutant]


def run(right: Right) -> Result:
    """Check all mutants of an answer."""
    exercise = _exercises()[right.exercise]
    assert accepted(exercise, right.source), f"{right.name} is not accepted, or not within {SECONDS} s"
    found = mutants(right, operators_for(exercise))
    return Result(right, len(found), [mutant for mutant in found if accepted(exercise, mutant.source)])


_exercises = cache(exercises)


# --- results


def equivalent(path: Path) -> Counter[tuple[str, str]]:
    """The keys of the accepted mutants that are as right as the answer itself, each with a reason in this file."""
    groups = tomllib.loads(path.read_text())["equivalent"]
    assert all(group["reason"] for group in groups)
    return Counter((name, line) for group in groups for name, line in group["mutants"])


def compare(
    accepted: Iterable[Mutant], listed: Counter[tuple[str, str]]
) -> tuple[list[Mutant], Counter[tuple[str, str]]]:
    """The accepted mutants that are not listed, and the listed keys that did not occur."""
    left = Counter(listed)
    missing = []
    for mutant in accepted:
        if left[mutant.key]:
            left[mutant.key] -= 1
        else:
            missing.append(mutant)
    return missing, +left


def main(parts: Sequence[str], path: Path = HERE / "equivalent_mutants.toml") -> int:
    """Mutate the answers to these lessons or exercises (all if none is named); returns the exit status."""
    chosen = tuple(f"{part}/" for part in parts) or ("",)
    rights = [right for right in answers() if right.name.startswith(chosen)]
    with ProcessPoolExecutor(os.cpu_count(), initializer=prepare) as pool:
        results = list(tqdm(pool.map(run, rights), desc="mutating", unit="answer", total=len(rights), leave=False))
    listed = Counter({key: count for key, count in equivalent(path).items() if key[0].startswith(chosen)})
    missing, stale = compare((mutant for result in results for mutant in result.accepted), listed)
    print(f"{'lesson':10}{'answers':>10}{'mutants':>10}{'rejected':>10}{'accepted':>10}")
    lessons = {right.exercise.split("/")[0]: None for right in rights}
    for lesson, of_lesson in [(lesson, f"{lesson}/") for lesson in lessons] + [("all", "")]:
        some = [result for result in results if result.right.name.startswith(of_lesson)]
        made, passed = sum(result.mutants for result in some), sum(len(result.accepted) for result in some)
        print(f"{lesson:10}{len(some):>10,}{made:>10,}{made - passed:>10,}{passed:>10,}")
    known = listed.total() - stale.total()
    print(f"{known:,} accepted mutants are listed as equivalent, {len(missing)} are not, {stale.total()} are stale")
    for mutant in missing:
        print("", mutant.right.name, *mutant.diff, f"    {list(mutant.key)}", sep="\n")
    if missing:
        print(
            f"\nA check must reject these. One that is as right as the answer goes into {path.name}, with the reason."
        )
    for name, line in stale:
        print(f"\nlisted, but no longer accepted: {[name, line]}")
    return int(bool(missing or stale))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
