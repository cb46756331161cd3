"""A bundle: equal content gives equal bytes, and different content gives different bytes."""

from __future__ import annotations

import pytest

from course_utils.checks import COURSE
from course_utils.grading.deciding import bundle
from course_utils.grading.deciding.bundle import Cell, Seconds, make

CELLS = [Cell("x = 1", False), Cell('check("lstm/split-gates")', True)]
SECONDS = Seconds(1, 2, 3)


def test_the_same_content_makes_the_same_bundle_and_anything_else_another(monkeypatch: pytest.MonkeyPatch) -> None:
    made = make(COURSE, CELLS, 7, SECONDS)
    assert make(COURSE, list(CELLS), 7, Seconds(1, 2, 3)) == made
    others = [
        make(COURSE, [Cell("x = 2", False), CELLS[1]], 7, SECONDS),
        make(COURSE, [CELLS[0], Cell(CELLS[1].source, False)], 7, SECONDS),
        make(COURSE, CELLS, 8, SECONDS),
        make(COURSE, CELLS, 7, Seconds(1, 2, 4)),
    ]
    monkeypatch.setattr(bundle, "version", lambda *_: "another")
    others.append(make(COURSE, CELLS, 7, SECONDS))
    assert len({made, *others}) == 1 + len(others)
