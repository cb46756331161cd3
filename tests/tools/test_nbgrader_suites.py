"""nbgrader's own tests pass with the course's plug-ins, except those in a table of differences."""

from __future__ import annotations

import pytest

from tools import nbgrader_suites


@pytest.mark.slow
def test_a_choice_of_nbgraders_own_tests() -> None:
    expected = nbgrader_suites.table()
    outcomes = nbgrader_suites.run(expected.quick)
    assert set(outcomes) == set(expected.quick)
    assert expected.surprises(outcomes) == []


def test_what_the_table_does_not_say_is_found() -> None:
    table = nbgrader_suites.Table("1", {}, [], {"a::x": "because", "a::y": "because"})
    outcomes = {"a::x": "failed", "a::y": "passed", "a::z": "failed", "a::w": "passed", "a::v": "skipped"}
    assert table.surprises(outcomes) == [
        "a::y passes: take it out of the table of differences",
        "a::z fails, and the table of differences lacks it",
    ]
