"""nbgrader's gradebook, opened once: what nbgrader does for one submission becomes one transaction.

nbgrader opens the gradebook a dozen times for each submission, and commits as often, so that one that fails midway is
recorded by halves. SQLAlchemy compiles all queries anew for each new engine, which is meant to live as long as its
process; and a commit waits for the disk. Importing this module puts that right for all of nbgrader in this process.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from functools import cache
from typing import Any

import nbgrader.api
from nbgrader.api import Base, Gradebook
from sqlalchemy import Connection, Engine

_engine = cache(nbgrader.api.create_engine)
_create_all = cache(Base.metadata.create_all)
_check_course = Gradebook.check_course
_checked: set[tuple[Engine, str]] = set()
_transactions: dict[str, Connection] = {}


@contextlib.contextmanager
def one_transaction(url: str) -> Iterator[None]:
    """Whatever is done meanwhile to the gradebook at this URL is kept at the end, or dropped if an error comes."""
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


nbgrader.api.create_engine = _bind
Base.metadata.create_all = lambda bind: _create_all(bind.engine)
Gradebook.check_course = _check_course_once
Gradebook.close = lambda gradebook: gradebook.db.remove()
