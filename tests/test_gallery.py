"""The page with everything that is said of wrong answers."""

from gallery import ANSWERS, page, said_of
from test_answers import attempts


def test_a_page_shows_each_answer_with_its_verdict() -> None:
    wrong = [attempt for attempt in attempts(ANSWERS) if attempt.slip][::60]
    assert len(wrong) > 1
    html = page({attempt: said_of(attempt) for attempt in wrong})
    assert f"{len(wrong)} wrong answers" in html
    for attempt in wrong:
        assert f"{attempt.exercise}: {attempt.path.stem}" in html
        assert f"<b>{attempt.exercise}</b>: " in html
