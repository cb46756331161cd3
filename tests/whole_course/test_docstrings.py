"""Public docstrings: every public module, class and function has one, which states the errors and the shapes."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tools.notebooks import ROOT

PACKAGE = ROOT / "course_utils"
MODULES = sorted(PACKAGE.rglob("*.py"))
Documented = ast.Module | ast.ClassDef | ast.FunctionDef


def public(tree: ast.Module) -> Iterator[tuple[str, Documented]]:
    """The module, its public classes and functions, and their public methods."""
    yield "the module", tree
    for node in tree.body:
        if isinstance(node, ast.ClassDef | ast.FunctionDef) and not node.name.startswith("_"):
            yield node.name, node
            if isinstance(node, ast.ClassDef):
                for method in node.body:
                    if isinstance(method, ast.FunctionDef) and not method.name.startswith("_"):
                        yield f"{node.name}.{method.name}", method


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_public_docstrings_are_complete(path: Path) -> None:
    for name, node in public(ast.parse(path.read_text())):
        docstring = ast.get_docstring(node)
        assert docstring, f"{name} has no docstring"
        first = docstring.split("\n\n")[0]
        assert first.rstrip().endswith((".", ":", "?")), f"{name}: the first line is not a sentence"
        if isinstance(node, ast.FunctionDef):
            for raised in raises(node):
                assert raised in docstring, f"{name} raises {raised} and does not say so"


@pytest.mark.parametrize("module", ["recurrence", "digits", "training"])
def test_tensors_are_documented_with_their_shapes(module: str) -> None:
    path = PACKAGE / f"{module}.py"
    found = 0
    for name, node in public(ast.parse(path.read_text())):
        if isinstance(node, ast.FunctionDef) and takes_a_tensor(node):
            found += 1
            told = re.search(r"shape|Shape|\([A-Z](, \w+)*\)|every element", ast.get_docstring(node) or "")
            assert told, f"{name} takes a tensor and gives no shape"
    assert found


def raises(node: ast.FunctionDef) -> set[str]:
    """The names of the exceptions that a function itself raises."""
    calls = [each.exc.func for each in ast.walk(node) if isinstance(each, ast.Raise) and isinstance(each.exc, ast.Call)]
    return {call.id for call in calls if isinstance(call, ast.Name)}


def takes_a_tensor(node: ast.FunctionDef) -> bool:
    annotations = [argument.annotation for argument in node.args.args if argument.annotation]
    return any(re.search(r"\b(Tensor|Array)\b", ast.unparse(annotation)) for annotation in annotations)
