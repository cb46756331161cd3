"""The page with the feedback on all wrong answers."""

from tools.answer_bank import attempts
from tools.gallery import page, said_of, table, told


def test_a_page_shows_each_answer_with_its_verdict() -> None:
    wrong = [attempt for attempt in attempts() if attempt.expected.slip][::60]
    assert len(wrong) > 1
    html = page({attempt: said_of(attempt) for attempt in wrong})
    assert f"{len(wrong)} wrong answers" in html
    for attempt in wrong:
        assert f"{attempt.exercise}: {attempt.path.stem}" in html
        assert f"<b>{attempt.exercise}</b>: " in html


def test_the_table_tells_names_from_places() -> None:
    found = {
        attempt: said_of(attempt) for attempt in attempts() if attempt.exercise == "lstm/step" and not attempt.right
    }
    assert all(told(verdict) == "named" for attempt, verdict in found.items() if attempt.expected.slip)
    places = {told(verdict): verdict.sentence() for verdict in found.values()}
    assert "other values" not in places["located"]
    line = next(line for line in table(found) if line.startswith("lstm/step"))
    assert line.split()[1:] == table(found)[-1].split()[1:]
    wrong, *ways = map(int, line.split()[1:])
    assert wrong == len(found) == sum(ways)
