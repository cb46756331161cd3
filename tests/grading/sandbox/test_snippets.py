"""The child is like a notebook: one table of snippets, run in a real kernel and in the child."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.grading.sandbox.snippets import TABLE, Kernel, Snippet, in_the_child, kernel, table

pytestmark = [pytest.mark.slow, pytest.mark.kernel]


@pytest.fixture(scope="module")
def notebook() -> Iterator[Kernel]:
    with kernel() as started:
        yield started


@pytest.mark.parametrize("snippet", table(), ids=lambda snippet: snippet.name)
def test_a_snippet_does_in_the_child_what_the_table_says(snippet: Snippet, notebook: Kernel) -> None:
    here, there = notebook.run(snippet.cells()), in_the_child(snippet.cells())
    match snippet.kind:
        case "same":
            assert not here.error, here
            assert here.agrees(there), (here, there)
        case "refused":
            assert here.error, here
            assert here.agrees(there), (here, there)
        case "different":
            assert snippet.because
            assert not here.agrees(there), f"the outcomes are the same: move the snippet in {TABLE.name}"


def test_the_table_is_large() -> None:
    assert len(table()) >= 200
