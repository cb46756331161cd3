"""`make mutation`: makes small mistakes in right answers; a check must reject every one.

The mutants are made by cosmic-ray's operators and, for typical mistakes in recurrent networks, by the operators below.
A mutant that a check accepts must be listed in equivalent_mutants.toml, with the reason why it is as right as the
answer. The exit status is 0 only if no such mutant is missing there and no listed mutant is out of date.
"""

from __future__ import annotations

import ast
import difflib
import os
import re
import resource
import signal
import sys
import tomllib
import warnings
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass, replace
from functools import cache, cached_property
from io import StringIO
from itertools import pairwise
from pathlib import Path

import torch
from cosmic_ray.mutating import mutate_code
from cosmic_ray.operators.operator import Example, Operator
from cosmic_ray.plugins import get_operator
from parso.python import tree
from parso.tree import NodeOrLeaf
from tqdm import tqdm

from course_utils.checks import Exercise, exercises
from course_utils.checks.engine.ladder import judge
from tools.answer_bank import answers_to
from tools.notebooks import solutions

HERE = Path(__file__).parent
SEEDS = range(3)
OTHERS = 2  # right answers of each exercise that are mutated, besides the solution
SECONDS = 3.0  # processor time for one mutant; a check takes a tenth of a second
BYTES = 8 << 30  # memory of a worker
GENERIC = (
    "NumberReplacer",
    *(f"ReplaceBinaryOperator_{pair}" for pair in ("Add_Sub", "Sub_Add", "Mul_Div", "Mul_Add", "Div_Mul")),
    *(f"ReplaceBinaryOperator_{pair}" for pair in ("FloorDiv_Mul", "Mod_FloorDiv", "Pow_Mul")),
    *(f"ReplaceComparisonOperator_{pair}" for pair in ("Eq_NotEq", "NotEq_Eq", "Is_IsNot", "IsNot_Is")),
    *(f"ReplaceComparisonOperator_{pair}" for pair in ("Lt_LtE", "LtE_Lt", "Gt_GtE", "GtE_Gt")),
    *(f"ReplaceComparisonOperator_{pair}" for pair in ("Lt_GtE", "LtE_Gt", "Gt_LtE", "GtE_Lt")),
    *(f"ReplaceUnaryOperator_Delete_{sign}" for sign in ("USub", "Not", "Invert")),
    *("AddNot", "ReplaceTrueWithFalse", "ReplaceFalseWithTrue", "ReplaceAndWithOr", "ReplaceOrWithAnd"),
    *("ReplaceBreakWithContinue", "ReplaceContinueWithBreak", "ZeroIterationForLoop"),
)


# --- our own operators


class Rewrite(Operator):
    """An operator that replaces the text of a node."""

    EXAMPLES: tuple[Example, ...]

    def rewrites(self, node: NodeOrLeaf) -> Iterator[str]:
        """Every text that may stand in the place of `node`."""
        raise NotImplementedError

    def mutation_positions(self, node: NodeOrLeaf) -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
        """One position for each rewrite."""
        return ((node.start_pos, node.end_pos) for _ in self.rewrites(node))

    def mutate(self, node: NodeOrLeaf, index: int) -> NodeOrLeaf:
        """The rewritten node, with the white space that was before it."""
        return tree.Name(list(self.rewrites(node))[index], node.start_pos, node.get_first_leaf().prefix)

    @classmethod
    def examples(cls) -> tuple[Example, ...]:
        """Examples of the operator, for the tests."""
        return cls.EXAMPLES


class DropTerm(Rewrite):
    """Drops a term of a sum or a factor of a product."""

    EXAMPLES = (
        Example("y = a + b @ c - d", "y = b @ c - d"),
        Example("y = a + b @ c - d", "y = a - d", 1),
        Example("y = a - b", "y = - b"),
        Example("y = f * c", "y = c"),
    )

    def rewrites(self, node: NodeOrLeaf) -> Iterator[str]:
        """The sum without its first term, without its second, …"""
        if node.type in ("arith_expr", "term"):
            parts = node.children
            yield _code(parts[1:] if parts[1].value == "-" else parts[2:])
            yield from (_code(parts[:i] + parts[i + 2 :]) for i in range(1, len(parts), 2))


class SwapNeighbours(Rewrite):
    """Swaps two neighbours in a tuple, a list, the arguments of a call, or the values of a dictionary."""

    EXAMPLES = (
        Example("i, f, g = gates", "f, i, g = gates"),
        Example("i, f, g = gates", "i, g, f = gates", 1),
        Example("cell(x, h, dim=0)", "cell(h, x, dim=0)"),
        Example("x[a, :b]", "x[:b, a]"),
        Example("g = {'i': i, 'f': f}", "g = {'i': f, 'f': i}"),
        Example("dict(i=i, f=f)", "dict(i=f, f=i)"),
    )
    SEQUENCES = ("testlist_comp", "testlist_star_expr", "testlist", "exprlist", "arglist", "subscriptlist")

    def rewrites(self, node: NodeOrLeaf) -> Iterator[str]:
        """The sequence with its first two elements swapped, with the next two, …"""
        for group in self._groups(node):
            for one, other in pairwise(group):
                yield _with(node, {one: _code([other]), other: _code([one])})

    def _groups(self, node: NodeOrLeaf) -> tuple[list[NodeOrLeaf], ...]:
        """Groups of nodes that may swap places: positional items, and the values of named arguments."""
        if node.type not in (*self.SEQUENCES, "dictorsetmaker"):
            return ()
        if node.type == "dictorsetmaker":
            return (_behind(":", node),)
        items = [child for child in node.children if child.type != "operator"]
        starred = ("star_expr", "comp_for", "sync_comp_for")
        named = [item.children[2] for item in items if item.type == "argument" and item.children[1] == "="]
        return [item for item in items if item.type not in ("argument", *starred)], named


class SwapLetters(Rewrite):
    """Swaps two neighbouring letters in an order of gates or axes."""

    EXAMPLES = (Example("zip('ifgo', x)", "zip('figo', x)"), Example("einsum('bt->tb', x)", "einsum('bt->bt', x)", 1))

    def rewrites(self, node: NodeOrLeaf) -> Iterator[str]:
        """The string with its first two letters swapped, with the next two, …"""
        if node.type == "string" and re.fullmatch(r"""(["'])([ifgorzn]{3,4}|[a-z, ]+->[a-z, ]*)\1""", node.value):
            for match in re.finditer(r"(?=([a-z])([a-z]))", node.value):
                yield node.value[: match.start()] + match[2] + match[1] + node.value[match.start() + 2 :]


class Detach(Rewrite):
    """Cuts the gradient of what is returned or assigned."""

    EXAMPLES = (
        Example("def f(): return h, c", "def f(): return (h).detach(), c"),
        Example("def f(): return {'h': h}", "def f(): return {'h': (h).detach()}"),
        Example("h = cell(x, h)", "h = (cell(x, h)).detach()"),
        Example("h = cell(x, h)", "h = tuple(each.detach() for each in cell(x, h))", 1),
    )

    def rewrites(self, node: NodeOrLeaf) -> Iterator[str]:
        """The statement with one of its tensors detached, or with all tensors of a tuple that a call returns."""
        if node.type == "return_stmt" or (node.type == "expr_stmt" and "=" in node.children):
            value = node.children[-1]
            for item in _items(value):
                yield _with(node, {item: f"({_code([item])}).detach()"})
            if value.type == "atom_expr":
                yield _with(node, {value: f"tuple(each.detach() for each in {_code([value])})"})


class DropCall(Rewrite):
    """Leaves out a call or a transposition, but keeps the object it is called on, or its argument."""

    EXAMPLES = (
        Example("y = x.flip(0).sum()", "y = x.sum()"),
        Example("y = x @ w.T", "y = x @ w"),
        Example("y = torch.tanh(x)[0]", "y = (x)[0]", 1),
    )

    def rewrites(self, node: NodeOrLeaf) -> Iterator[str]:
        """The expression without its first call, without its second, …"""
        parts = node.children if node.type == "atom_expr" else []
        for i, part in enumerate(parts):
            if part.type == "trailer" and part.children[0] == "(":
                if i > 1 and parts[i - 1].children[0] == ".":
                    yield _code(parts[: i - 1] + parts[i + 1 :])
                first = part.children[1]
                first = first.children[0] if first.type == "arglist" else first
                if first.type not in ("operator", "argument"):
                    yield f"({_code([first])})" + _code(parts[i + 1 :])
            elif i and _code([part]) in (".T", ".mT"):
                yield _code(parts[:i] + parts[i + 1 :])


class DropArgument(Rewrite):
    """Leaves out a keyword argument of a call."""

    EXAMPLES = (Example("x.chunk(4, dim=1)", "x.chunk(4,)"), Example("stack(x, dim=1, out=y)", "stack(x, out=y)"))

    def rewrites(self, node: NodeOrLeaf) -> Iterator[str]:
        """The arguments without the first keyword argument, without the second, …"""
        if node.type == "arglist":
            for i, item in enumerate(node.children):
                if item.type == "argument" and item.children[1] == "=":
                    yield _code(node.children[:i] + node.children[i + 2 :])


class Confuse(Rewrite):
    """Calls the function that is easily confused with the right one."""

    EXAMPLES = (Example("y = torch.sigmoid(x)", "y = torch.tanh(x)"), Example("y = x.sum(0)", "y = x.mean(0)"))
    PAIRS = (
        *(("sigmoid", "tanh"), ("stack", "cat"), ("zeros", "ones"), ("zeros_like", "ones_like"), ("sum", "mean")),
        *(("max", "min"), ("argmax", "argmin"), ("weight_ih", "weight_hh"), ("bias_ih", "bias_hh"), ("h", "c")),
    )

    def rewrites(self, node: NodeOrLeaf) -> Iterator[str]:
        """The other name."""
        if node.type == "name":
            yield from (other for pair in self.PAIRS for name, other in (pair, pair[::-1]) if name == node.value)


class DropStatement(Rewrite):
    """Leaves out an assignment or a call."""

    EXAMPLES = (Example("h = new\n", "pass\n"), Example("optimizer.step()\n", "pass\n"))

    def rewrites(self, node: NodeOrLeaf) -> Iterator[str]:
        """`pass` in its place."""
        if node.type in ("expr_stmt", "atom_expr") and node.parent.type == "simple_stmt":
            yield "pass"


OWN = (DropTerm, SwapNeighbours, SwapLetters, Detach, DropCall, DropArgument, Confuse, DropStatement)


def _code(nodes: Sequence[NodeOrLeaf]) -> str:
    """The source of these nodes, without the white space before the first."""
    source = "".join(node.get_code() for node in nodes)
    return source.removeprefix(nodes[0].get_first_leaf().prefix) if nodes else ""


def _with(node: NodeOrLeaf, texts: dict[NodeOrLeaf, str]) -> str:
    """The source of a node, with some of the nodes in it replaced by these texts."""

    def render(part: NodeOrLeaf) -> str:
        if part in texts:
            return part.get_first_leaf().prefix + texts[part]
        return "".join(map(render, part.children)) if hasattr(part, "children") else part.get_code()

    return render(node).removeprefix(node.get_first_leaf().prefix)


def _behind(mark: str, node: NodeOrLeaf) -> list[NodeOrLeaf]:
    """The nodes that follow this mark, such as a colon."""
    return [child for before, child in pairwise(node.children) if before == mark]


def _items(node: NodeOrLeaf) -> list[NodeOrLeaf]:
    """The items of a literal tuple or list, or the values of a literal dictionary; else the node itself."""
    if node.type == "atom" and len(node.children) == 3:
        return _items(node.children[1])
    if node.type == "dictorsetmaker":
        return _behind(":", node)
    if node.type in ("testlist_star_expr", "testlist_comp", "testlist") and node.children[1] == ",":
        return node.children[::2]
    return [node]


# --- answers and their mutants


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
