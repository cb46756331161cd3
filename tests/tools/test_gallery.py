"""The page with the feedback on all wrong answers."""

from tools.answer_bank import attempts
from tools.gallery import page, said_of


def test_a_page_shows_each_answer_with_its_verdict() -> None:
    wrong = [attempt for attempt in attempts() if attempt.expected.slip][::60]
    assert len(wrong) > 1
    html = page({attempt: said_of(attempt) for attempt in wrong})
    assert f"{len(wrong)} wrong answers" in html
    for attempt in wrong:
        assert f"{attempt.exercise}: {attempt.path.stem}" in html
        assert f"<b>{attempt.exercise}</b>: " in html
