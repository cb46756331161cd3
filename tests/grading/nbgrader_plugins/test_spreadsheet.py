"""Marks as CSV: they are read back unchanged, and no cell is a formula, whichever character separates cells."""

import csv
from pathlib import Path

import pytest

from course_utils.grading.nbgrader_plugins.spreadsheet import NotWritten, write

PLAIN = ["Amélie Dupont", "O'Brien, Sean", 'Zoë "Z" Q', "a-b@c.org", "100-100", "x=1", "阮氏", "", "two\nlines"]
FORMULAS = [
    '=HYPERLINK("http://example.org","see")', "+1", "-1+cmd|' /C calc'!A0", "@SUM(1)", " =1", "\t=1", "\uff1d1", "\n-1",
]  # fmt: skip


def read(path: Path, delimiter: str = ",") -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file, delimiter=delimiter))


def test_names_come_back_as_they_are(tmp_path: Path) -> None:
    write(tmp_path / "x.csv", [PLAIN, [1.5, None, 0, -2.0, *PLAIN[4:]]])
    assert read(tmp_path / "x.csv") == [PLAIN, ["1.5", "", "0", "-2.0", *PLAIN[4:]]]


@pytest.mark.parametrize("delimiter", [",", ";", "|", "\t"])
def test_no_cell_is_a_formula_whatever_ends_it(tmp_path: Path, delimiter: str) -> None:
    hidden = [f"Ann{each}{formula}" for each in (",", ";", "|", "\t") for formula in FORMULAS]
    write(tmp_path / "x.csv", [[formula] for formula in [*FORMULAS, *hidden]])
    cells = [cell for row in read(tmp_path / "x.csv", delimiter) for cell in row]
    assert len(cells) >= len(FORMULAS) + len(hidden)
    assert not [cell for cell in cells if cell.strip()[:1] in set("=+-@\uff1d\uff0b\uff0d\uff20")]


def test_what_cannot_be_written_is_said_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(NotWritten, match=r"^/.*/none/x.csv cannot be written: No such file or directory$"):
        write(tmp_path / "none" / "x.csv", [])
