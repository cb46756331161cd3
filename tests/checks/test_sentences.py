"""Every sentence of the engine is expected by the second line of some wrong answer in the bank."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

import course_utils.checks.engine
from course_utils.checks import exercises
from tools.answer_bank import ANSWERS, attempts
from tools.reference import texts

ENGINE = Path(course_utils.checks.engine.__file__).parent
MODULES = ("attempt", "by_hand", "crashes", "ladder", "located", "rounds", "rungs")
ELSEWHERE = {  # sentences that no answer of the bank can get
    "look for a loop or a call that never comes back": "`check` sets no limit: tests/grading/deciding judges such",
    "Look at the red lines below that cell": "an answer of the bank is in no cell: tests/checks/engine/test_ran.py",
    " characters, which a check does not read.": "a right answer gets it",
}


@cache
def said() -> str:
    return "\n".join(attempt.says for attempt in attempts(ANSWERS))


def sentences(module: str) -> Iterator[str]:
    """Advice and questions in a module: strings that end a sentence; for an f-string, its longest piece."""
    for node, _ in texts(ast.parse((ENGINE / f"{module}.py").read_text())):
        parts = node.values if isinstance(node, ast.JoinedStr) else [node]
        pieces = [part.value for part in parts if isinstance(part, ast.Constant) and isinstance(part.value, str)]
        if pieces and pieces[-1].endswith((".", "?")) and " " in max(pieces, key=len):
            yield max(pieces, key=len)


@pytest.mark.parametrize("module", MODULES)
def test_every_sentence_of_the_engine_is_expected_of_an_answer(module: str) -> None:
    found = list(sentences(module))
    assert found
    known = [words for words in found if not any(part in words for part in ELSEWHERE)]
    assert not [words for words in known if words not in said()]


def test_every_crash_of_an_exercise_is_expected_of_an_answer_to_it() -> None:
    told = {(attempt.exercise, attempt.says) for attempt in attempts(ANSWERS)}
    own = [(exercise.id, crash.advice) for exercise in exercises().values() for crash in exercise.crashes]
    assert own
    assert not [(name, advice) for name, advice in own if not any(n == name and advice in says for n, says in told)]
