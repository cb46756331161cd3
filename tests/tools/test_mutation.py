"""Tests of `make mutation`; the whole run is not part of them, because it takes minutes."""

from collections import Counter

import pytest
from cosmic_ray.mutating import mutate_code

from course_utils.checks import find
from tools import mutation, mutation_operators

RIGHT = mutation.Right("rnn/to-time-major", "right-dims", "def to_time_major(x):\n    return x.transpose(0, 1)\n")


@pytest.mark.parametrize("operator", mutation_operators.OWN)
def test_operators_do_what_they_say(operator) -> None:
    for example in operator.examples():
        assert mutate_code(example.pre_mutation_code, operator(), example.occurrence) == example.post_mutation_code


@pytest.mark.parametrize(
    "source",
    [
        "x: tuple[int, str]\n",
        "def f(x: tuple[int, str]) -> dict[str, int]: return\n",
        "import torch, math\n",
        "[x for x in y]\n",
        "f(*x, **y)\n",
        '"""A docstring that is no order of gates."""\n',
    ],
)
def test_where_there_is_nothing_to_confuse_there_is_no_mutant(source) -> None:
    dropping = (mutation_operators.DropCall, mutation_operators.DropStatement)
    operators = [operator() for operator in mutation_operators.OWN if operator not in dropping]
    assert not mutation.mutants(mutation.Right("rnn/step", "none", source), operators)


def test_a_comment_stays_where_it_is() -> None:
    source = "def f(h):\n    # comment\n    return h\n"
    mutants = mutation.mutants(mutation.Right("rnn/step", "x", source), [mutation_operators.Detach()])
    assert [mutant.source for mutant in mutants] == ["def f(h):\n    # comment\n    return (h).detach()\n"]


def test_a_survivor_is_found() -> None:
    """The order of its two axes does not matter to `transpose`: this mutant is as right as the answer."""
    result = mutation.run(RIGHT)
    assert result.mutants > 5
    assert [mutant.key for mutant in result.accepted] == [(RIGHT.name, "return x.transpose(1, 0)")]
    assert result.accepted[0].diff == ["-    return x.transpose(0, 1)", "+    return x.transpose(1, 0)"]


@pytest.mark.parametrize(
    "source",
    [
        "def to_time_major(x):\n    while True:\n        pass\n",
        "while True:\n    try:\n        x = 1\n    except Exception:\n        pass\n",
        "raise SystemError\n",
        "",
    ],
)
def test_what_does_not_end_or_does_not_run_is_rejected(source, monkeypatch) -> None:
    monkeypatch.setattr(mutation, "SECONDS", 0.2)
    assert not mutation.accepted(find("rnn/to-time-major"), source)


def test_an_answer_that_is_not_right_is_no_start() -> None:
    with pytest.raises(AssertionError, match="right-not is not accepted"):
        mutation.run(mutation.Right("rnn/to-time-major", "right-not", "def to_time_major(x):\n    return x\n"))


def test_list_and_run_are_compared_line_by_line() -> None:
    one, two = (mutation.Mutant(RIGHT, RIGHT.source.replace("0, 1", axes)) for axes in ("1, 0", "2, 0"))
    assert mutation.compare([one, two], Counter([one.key])) == ([two], Counter())
    assert mutation.compare([one, one], Counter([one.key])) == ([one], Counter())
    assert mutation.compare([], Counter([one.key])) == ([], Counter([one.key]))


def test_the_command_holds_and_tells_what_is_missing_or_stale(tmp_path, capsys) -> None:
    exercise = "rnn/to-time-major"
    assert mutation.main([exercise]) == 0
    assert "0 are not, 0 are stale" in capsys.readouterr().out
    path = tmp_path / "list.toml"
    gone = ["rnn/to-time-major/right-einsum", "return x"]
    path.write_text(f'[[equivalent]]\nreason = "none"\nmutants = [{gone}, ["lstm/step/solution", "another lesson"]]\n')
    assert mutation.main([exercise], path) == 1
    out = capsys.readouterr().out
    assert "+    return x.transpose(1, 0)" in out
    assert f"listed, but no longer accepted: {gone}" in out
    assert "another lesson" not in out
