"""All that is changed in nbgrader itself, for this process: nbgrader has no setting for it, and no door.

Three things are put right. nbgrader takes the path of the course for a pattern of names. It opens the gradebook a dozen
times for each submission, and commits as often, so that one that fails midway is recorded by halves. And the gradebook
has no index for some of what is looked up in it for each submission.
"""

from __future__ import annotations

import contextlib
import glob
from collections.abc import Iterator
from functools import cache
from types import SimpleNamespace
from typing import Any

import nbgrader.api
import nbgrader.apps.api
import nbgrader.converters.base
import nbgrader.utils
from nbgrader.api import Base, Gradebook
from sqlalchemy import Connection, Engine, Index, PrimaryKeyConstraint, Table, UniqueConstraint
from sqlalchemy.exc import SQLAlchemyError

from course_utils.grading.course import matching

_engine = cache(nbgrader.api.create_engine)
_create_all = cache(Base.metadata.create_all)
_check_course = Gradebook.check_course
_checked: set[tuple[Engine, str]] = set()
_transactions: dict[str, Connection] = {}


def take_paths_as_they_are() -> None:
    """Let nbgrader find a course whose folder has a bracket in its name; see `course.matching`."""
    for module in (nbgrader.apps.api, nbgrader.converters.base, nbgrader.utils):
        module.glob = SimpleNamespace(glob=matching, escape=glob.escape)


def keep_gradebooks_open() -> None:
    """Let nbgrader connect to each gradebook once: SQLAlchemy compiles all queries anew for each new engine."""
    nbgrader.api.create_engine = _bind
    Base.metadata.create_all = lambda bind: _create_all(bind.engine)
    Gradebook.check_course = _check_course_once
    Gradebook.close = lambda gradebook: gradebook.db.remove()


def index_gradebook(url: str) -> None:
    """Give each column that names a row of another table an index; without one, that whole table is read each time.

    So a class of n students would cost n² reads. The gradebook stays what nbgrader knows.
    """
    for index in _missing_indexes():
        with contextlib.suppress(SQLAlchemyError):  # it is for speed only, and only a table's owner may make one
            index.create(_engine(url, echo=False, future=True), checkfirst=True)


@cache
def _missing_indexes() -> list[Index]:
    columns = [column for table in Base.metadata.tables.values() for column in table.columns if column.foreign_keys]
    missing = [column for column in columns if column.name not in _led(column.table)]
    return [Index(f"course_{column.table.name}_{column.name}", column) for column in missing]


def _led(table: Table) -> set[str]:
    """The columns that are the first of an index, of the primary key, or of what must be unique."""
    constraints = [each for each in table.constraints if isinstance(each, PrimaryKeyConstraint | UniqueConstraint)]
    return {next(iter(each.columns)).name for each in [*constraints, *table.indexes]}


@contextlib.contextmanager
def one_transaction(url: str) -> Iterator[None]:
    """Whatever is done meanwhile to the gradebook at this URL is kept at the end, or dropped if an error comes."""
    keep_gradebooks_open()
    with _engine(url, echo=False, future=True).begin() as connection:
        _transactions[url] = connection
        try:
            yield
        finally:
            del _transactions[url]


def _bind(url: str, **options: Any) -> Engine | Connection:
    # A session joins the transaction of a connection that it is bound to: its own commits are none.
    return _transactions.get(url) or _engine(url, **options)


def _check_course_once(gradebook: Gradebook, course_id: str = "default_course") -> None:
    if (gradebook.engine.engine, course_id) not in _checked:
        _check_course(gradebook, course_id)
        _checked.add((gradebook.engine.engine, course_id))
