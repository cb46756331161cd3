"""Makes REFERENCE.md from the code: every option, and every sentence that a teacher may read.

    python -m tools.reference

A sentence is the message of a PlainError, or any string that begins with a capital letter and ends with a full stop.
Its module decides its chapter; a new module with sentences needs a line in CHAPTERS.
"""

from __future__ import annotations

import argparse
import ast
import re
from collections.abc import Iterator
from pathlib import Path

from course_utils.grading.class_runner.command import parsers
from course_utils.grading.nbgrader_plugins.judge import Judge
from tools.notebooks import ROOT

PAGE = ROOT / "REFERENCE.md"
GRADING = ROOT / "course_utils" / "grading"
COMMAND = "course-marks shows it below the table; nobody loses a point by it."
CHAPTERS = {
    "submission/reading.py": ("The notebook's file", f"The file is not as Jupyter writes it. {COMMAND}"),
    "submission/handed_in.py": ("Which files count", f"More, or other, was handed in than one notebook. {COMMAND}"),
    "submission/intake.py": ("The student's folder", f"The folder is not as nbgrader makes it. {COMMAND}"),
    "submission/files.py": ("Files beside the notebook", f"They are not there while grading. {COMMAND}"),
    "submission/matching.py": ("Cells that had to be found", f"A cell is not where, or as, it was released. {COMMAND}"),
    "submission/rebuild.py": ("Cells that were changed", f"The released cells run, with the answers. {COMMAND}"),
    "submission/names.py": ("Names that are not taken", "course-collect and course-students say it of a file or line."),
    "submission/zips.py": ("Files that are not collected", "course-collect says it; the others are collected."),
    "submission/collected.py": ("The end of course-collect", "It is about the class, not about a file."),
    "nbgrader_plugins/rebuild.py": (
        "No release",
        "nbgrader's log has it; grading goes on with what the gradebook has.",
    ),
    "nbgrader_plugins/outputs.py": ("Beside a cell, in formgrader", "It is for the teacher; no learner's page has it."),
    "nbgrader_plugins/page.py": ("Pages of feedback", "A page shows only so much; nothing that was handed in is lost."),
    "nbgrader_plugins/feedback_page.py": (
        "The end of generate_feedback",
        "Grade by hand, then run it again: the pages say what waits.",
    ),
    "protocol/outputs.py": ("Outputs that are not kept", "It stands in the place of an output; no mark depends on it."),
    "deciding/render.py": ("In the place of an output", "The learner reads it, too."),
    "deciding/stops.py": ("In a verdict", "An answer is missing because the cell stopped before it."),
    "class_runner/marks.py": ("Below the table of marks", "It explains the dashes."),
    "class_runner/collect.py": ("The end of course-collect --dry-run", "Run it again without, to collect."),
    "class_runner/students.py": ("The end of course-students", "What the file and the gradebook do not share."),
}
_SENTENCE = {False: re.compile(r"\[?[A-Z].*\.\]?"), True: re.compile(r"[a-z][^\\%()\[\]]*")}
_LOWER = ("submission/names.py", "submission/zips.py")  # reasons, which follow a name
_SKIPPED = ("class_runner/command.py", "sandbox/")  # help has its own chapter; no teacher reads the sandbox's


def page() -> str:
    """The page, made from the code."""
    lines = [
        "# Reference",
        "",
        "Made by `make reference` from the code: what can be set, and what you may be told. The week itself is in",
        "[TEACHING.md](TEACHING.md). A … stands for a name, a number or a list.",
        "",
        "## Commands",
        *(line for parser in parsers().values() for line in _command(parser)),
        "",
        "## Options of the judge",
        "",
        "In `nbgrader_config.py`, as `c.Judge.memory = 2048`.",
        "",
        "| option | default | meaning |",
        "|---|---|---|",
    ]
    judge = Judge()  # an object has also the defaults that depend on other options
    for name, trait in sorted(Judge.class_own_traits(config=True).items()):
        lines.append(f"| `c.Judge.{name}` | `{getattr(judge, name)}` | {trait.help} |")
    lines += ["", "## Notes", "", "What was odd about a submission, and was graded all the same."]
    found = notes()
    for module, (title, meaning) in CHAPTERS.items():
        lines += ["", f"### {title}", "", meaning, "", *(f"- {each}" for each in found[module])]
    lines += ["", "## Refusals", "", "A command ends with it, or a submission keeps the marks it had."]
    for meaning, said in refusals().items():
        lines += ["", f"**{meaning}**", "", *(f"- {each}" for each in said)]
    return "\n".join([*lines, ""])


def _command(parser: argparse.ArgumentParser) -> Iterator[str]:
    yield from ("", f"### {parser.prog}", "", str(parser.description), "", "| argument | meaning |", "|---|---|")
    for action in parser._actions:
        name = " ".join([*action.option_strings[-1:], action.metavar or ("" if action.nargs == 0 else action.dest)])
        yield f"| `{name.strip()}` | {action.help} |"
    if parser.epilog:
        yield from ("", parser.epilog.strip())


def notes() -> dict[str, list[str]]:
    """The sentences of each module that has any, in their order.

    Raises:
        KeyError: a module has sentences and no chapter.
    """
    found: dict[str, list[str]] = {}
    for name, tree in _modules():
        if not name.startswith(_SKIPPED) and (said := list(dict.fromkeys(_notes(tree, name in _LOWER)))):
            found[name] = said
    if unknown := found.keys() - CHAPTERS.keys():
        raise KeyError(f"{', '.join(sorted(unknown))}: a chapter is missing in tools/reference.py")
    return found


def texts(tree: ast.Module) -> Iterator[tuple[ast.AST, str]]:
    """The expressions in the code that are texts, f-strings whole and without docstrings; a … for what is filled in."""
    nodes = list(ast.walk(tree))
    bodies = [node.body for node in nodes if isinstance(getattr(node, "body", None), list)]
    hidden = {id(each.value) for body in bodies for each in body if isinstance(each, ast.Expr)}  # docstrings
    hidden |= {id(part) for node in nodes if isinstance(node, ast.JoinedStr) for part in node.values}
    yield from ((node, words) for node in nodes if id(node) not in hidden and (words := _words(node)))


def _notes(tree: ast.Module, lower: bool) -> Iterator[str]:
    nodes = list(ast.walk(tree))
    hidden = {id(part) for node in nodes if isinstance(node, ast.Raise) for part in ast.walk(node)}
    hidden |= {
        id(word.value) for node in nodes if isinstance(node, ast.Call) for word in node.keywords if word.arg == "help"
    }
    for node, words in texts(tree):
        if id(node) in hidden:
            continue
        if words.count(" ") > 2 and "\n" not in words.strip() and _SENTENCE[lower].fullmatch(words.strip()):
            yield words.strip()


def refusals() -> dict[str, list[str]]:
    """The messages of each class of PlainError, by what the error means."""
    trees = [(name, tree) for name, tree in _modules() if name != "sandbox/stand_in.py"]  # learners read that one
    classes = {
        node.name: node for _, tree in trees for node in ast.walk(tree) if isinstance(node, ast.ClassDef) and node.bases
    }
    plain = {"PlainError"}
    while (
        more := {name for name, node in classes.items() if {ast.unparse(base) for base in node.bases} & plain} - plain
    ):
        plain |= more
    found: dict[str, list[str]] = {}
    for _, tree in trees:
        for node in ast.walk(tree):
            if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call) and node.exc.args:
                name, words = ast.unparse(node.exc.func).rpartition(".")[2], _words(node.exc.args[0])
                if name in plain & classes.keys() and words.strip("… "):
                    meaning = (ast.get_docstring(classes[name]) or "").partition("\n")[0].partition("; the message")[0]
                    found.setdefault(f"{meaning.rstrip('.')}.", []).append(words)
    return {meaning: list(dict.fromkeys(said)) for meaning, said in found.items()}


def _modules() -> Iterator[tuple[str, ast.Module]]:
    for path in sorted(GRADING.rglob("*.py")):
        yield str(path.relative_to(GRADING)), ast.parse(path.read_text())


def _words(node: ast.AST) -> str:
    """The text of a string in the code, with a … for every value that is filled in."""
    match node:
        case ast.Constant(value=str(text)):
            return re.sub(r"\{[\w:,]*\}|%s", "…", text)
        case ast.JoinedStr(values=parts):
            return "".join(_words(part) if isinstance(part, ast.Constant) else "…" for part in parts)
        case ast.BinOp(left=left, right=right):
            return _words(left) + _words(right)
    return "…" if isinstance(node, ast.expr) else ""


def main() -> None:
    """Write the page."""
    Path(PAGE).write_text(page())


if __name__ == "__main__":
    main()
