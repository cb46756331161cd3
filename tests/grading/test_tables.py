"""Tables fit a terminal, stand in columns whatever the script of a name, and confuse nobody with anybody."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest
from wcwidth import width

from course_utils.grading import tables
from course_utils.grading.class_runner.recorder import Record
from course_utils.grading.class_runner.whole_class import Summary
from course_utils.grading.submission.collected import Roster, report
from tools.notebooks import ROOT

NAMES = ["李静", "欧阳娜娜", "阿不都热依木·买买提", "Zoe\u0301 A\u030angstro\u0308m", "ada"]  # with combining marks


def starts(lines: list[str], words: str) -> set[int]:
    """The columns of a terminal in which these words begin."""
    return {width(line[: line.index(words)]) for line in lines if words in line}


def test_columns_stand_below_each_other_whatever_the_script_of_a_name() -> None:
    lines = tables.aligned([[name, "1/2", "x"] for name in NAMES])
    assert len(lines) == len(NAMES)
    assert starts(lines, "1/2") == {21}


def test_what_is_too_long_goes_on_in_its_own_column() -> None:
    assert tables.aligned([["ada", "one two three four"], ["李静", "五六七八九十"]], 14) == [
        "ada   one two",
        "      three",
        "      four",
        "李静  五六七八",
        "      九十",
    ]
    assert tables.aligned([]) == []


@pytest.mark.parametrize("columns", [40, 80, 120])
def test_no_line_is_wider_than_the_terminal(columns: int) -> None:
    rows = [[name * 9, "in the gradebook", "", f"it is {name} " * 20 + "x" * 200] for name in NAMES]
    assert max(map(width, tables.aligned(rows, columns))) <= columns
    grid = [["student", *(f"exercise-{number}" for number in range(12)), "total"]]
    grid += [[name * number, *["0.5/3 a"] * 12, "17.5/36"] for number, name in enumerate(NAMES, 1)]
    assert max(map(width, tables.grid(grid, columns))) <= columns


def test_two_that_begin_alike_stay_two() -> None:
    assert tables.shortened(["student 01", "student 02", "ada"], [6] * 3) == ["stud…1", "stud…2", "ada"]
    assert tables.shortened(["aaaaaXaaaaa", "aaaaaYaaaaa"], [6, 6]) == ["aaaa…1", "aaaa…2"]
    assert tables.shortened(["李静李静", "李静李美"], [7, 7]) == ["李静…静", "李静…美"]
    for room in (4, 5, 9, 15):
        names = [f"欧阳{each:03}娜" for each in range(60)] + [f"van {each:03}" for each in range(60)]
        short = tables.shortened(names, [room] * len(names))
        assert len(set(short)) == len(names)
        assert max(map(width, short)) <= room


def test_a_letter_and_its_accent_stay_together() -> None:
    assert tables.shortened(["Zoe\u0301 Zoe\u0301"], [4]) == ["Zoe\u0301…"]


def test_columns_that_find_no_room_stand_in_a_table_below() -> None:
    lines = tables.grid([["student", "one", "two", "total"], ["ada", "10/10 a", "20/20 b", "30/30"]], 24)
    assert lines == [
        "student  one",
        "----------------",
        "ada      10/10 a",
        "",
        "student  two      total",
        "-----------------------",
        "ada      20/20 b  30/30",
    ]


def test_the_terminals_width_is_known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "131")
    assert tables.columns() == 131
    monkeypatch.setenv("COLUMNS", "1")
    assert tables.columns() == tables.LEAST


def test_what_is_piped_has_80_columns() -> None:
    environment = {name: value for name, value in os.environ.items() if name != "COLUMNS"}
    script = "from course_utils.grading import tables; print(tables.columns())"
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, env=environment, capture_output=True, text=True)
    assert done.stdout == "80\n", done.stderr


@pytest.mark.parametrize("columns", [60, 80, 120])
def test_whatever_the_class_runner_prints_fits(columns: int) -> None:
    reason = "The file is not JSON, perhaps cut off: " * 5
    record = Record("", "", 3.0, 1.0, [("lstm/encoder-to-decoder", f"a-long-slip-{number}") for number in range(9)])
    summary = Summary(dict.fromkeys(NAMES, 1.0), dict.fromkeys(NAMES, record), {}, {name * 3: reason for name in NAMES})
    handed_in = {name * 5: ["1 file", "collected before, and other than this: --update takes this"] for name in NAMES}
    skipped = [(f"{name * 9}.ipynb", reason) for name in NAMES]
    collected = report(handed_in, skipped, [name * 9 for name in NAMES], Roster(NAMES, {}), columns)
    for text in (summary.as_text(columns), collected):
        assert max(map(width, text.splitlines())) <= columns
    assert starts(summary.as_text(columns).splitlines(), "1 before") == {23}


def test_no_table_is_padded_by_the_number_of_its_characters() -> None:
    """`str.ljust`, `{name:20}` and the like count characters; digits may be filled up with zeros."""
    found = []
    for path in sorted((ROOT / "course_utils" / "grading").rglob("*.py")):
        found += [f"{path.relative_to(ROOT)}:{line}" for line in padded(path)]
    assert not found


def padded(path: Path) -> list[int]:
    lines = []
    for node in ast.walk(ast.parse(path.read_text())):
        match node:
            case ast.Call(func=ast.Attribute(attr="ljust" | "rjust" | "center"), args=[_]):
                lines.append(node.lineno)
            case ast.FormattedValue(format_spec=ast.JoinedStr(values=[ast.Constant(value=str(form))])):
                if form.strip("0123456789<>^") == "" and not form.startswith("0"):
                    lines.append(node.lineno)
            case ast.FormattedValue(format_spec=ast.JoinedStr()):
                lines.append(node.lineno)  # a width that is computed
    return lines
