"""The gradebook as `course-grade` uses it: a submission is recorded whole, or not at all."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from nbgrader.api import Course, Gradebook, MissingEntry
from sqlalchemy import create_engine, inspect, select

from course_utils.grading.patches import index_gradebook, keep_gradebooks_open, one_transaction


def students(file: Path) -> list[str]:
    """The students that another process sees, such as the formgrader."""
    with sqlite3.connect(file) as other:
        found = [student for (student,) in other.execute("select id from student order by id")]
    other.close()
    return found


def fail_midway(gradebook: Gradebook) -> None:
    gradebook.add_student("cy")
    gradebook.find_student("nobody")


def test_what_is_done_in_a_transaction_is_kept_whole_or_dropped_whole(tmp_path: Path) -> None:
    file = tmp_path / "gradebook.db"
    url = f"sqlite:///{file}"
    with Gradebook(url) as gradebook:
        gradebook.add_student("ada")
    assert students(file) == ["ada"]  # outside a transaction every change is saved at once, as without the patch
    with one_transaction(url):
        with Gradebook(url) as gradebook:
            gradebook.add_student("bo")
        with Gradebook(url) as another:
            assert another.find_student("bo").id == "bo"
        assert students(file) == ["ada"]
    assert students(file) == ["ada", "bo"]
    with pytest.raises(MissingEntry), one_transaction(url), Gradebook(url) as gradebook:
        fail_midway(gradebook)
    assert students(file) == ["ada", "bo"]
    with Gradebook(url) as gradebook, pytest.raises(MissingEntry):
        gradebook.find_student("cy")


def test_each_gradebook_and_each_course_in_it_is_made_when_first_opened(tmp_path: Path) -> None:
    keep_gradebooks_open()
    for name in ("one", "two"):
        url = f"sqlite:///{tmp_path / name}.db"
        for course in ("first", "second", "first"):
            with Gradebook(url, course) as gradebook:
                assert gradebook.students == []
        with Gradebook(url) as gradebook:
            found = gradebook.db.execute(select(Course.id)).scalars().all()
        assert sorted(found) == ["default_course", "first", "second"]


def test_what_is_looked_up_has_an_index(tmp_path: Path) -> None:
    """Else recording a class of n students reads n tables of n rows."""
    url = f"sqlite:///{tmp_path / 'gradebook.db'}"
    Gradebook(url).close()
    for _ in range(2):
        index_gradebook(url)
    found = inspect(create_engine(url))
    for table in found.get_table_names():
        indexes = [each["column_names"] for each in found.get_indexes(table) + found.get_unique_constraints(table)]
        led = {columns[0] for columns in [*indexes, found.get_pk_constraint(table)["constrained_columns"]] if columns}
        looked_up = {column for key in found.get_foreign_keys(table) for column in key["constrained_columns"]}
        assert looked_up <= led, f"{table}: {looked_up - led}"
    with Gradebook(url) as gradebook:  # it is as nbgrader left it
        gradebook.add_student("ada")
