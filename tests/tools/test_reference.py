"""The page of options and sentences agrees with the code."""

from __future__ import annotations

import pytest

from course_utils.grading.class_runner.command import parsers
from course_utils.grading.nbgrader_plugins.judge import Judge
from tools import reference


def test_the_page_is_as_the_code_is() -> None:
    assert reference.PAGE.read_text() == reference.page(), "run make reference"


def test_every_option_says_what_it_means() -> None:
    for parser in parsers().values():
        assert parser.description
        assert all(action.help for action in parser._actions)
    for name, trait in Judge.class_own_traits(config=True).items():
        assert str(trait.help).endswith("."), name


def test_what_a_teacher_is_told_stands_on_it() -> None:
    page = reference.page()
    for words in (
        "- Deleted, and put back: ….",
        "- The file has NUL bytes; they were left out.",
        "- nothing has been handed in: there is no submission in …",
        "- … is empty, as a crash may leave it: delete it and grade again",
        "| `c.Judge.memory` |",
        "| `--dry-run` |",
        "to be found in ….]",
    ):
        assert words in page


def test_a_module_with_sentences_and_no_chapter_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(reference.CHAPTERS, "submission/reading.py")
    with pytest.raises(KeyError, match=r"submission/reading\.py: a chapter is missing"):
        reference.notes()


def test_teaching_is_short_and_leads_to_it() -> None:
    teaching = (reference.ROOT / "TEACHING.md").read_text()
    assert "(REFERENCE.md)" in teaching
    assert len(teaching.splitlines()) <= 200
