"""Whatever error a child causes in the judge costs only that exercise: the next ones are judged as usual.

The possible errors cannot be listed. So a submission is graded once to record every call of the judge's handles, and
then once for each of these calls, which raises an odd error.
"""

from __future__ import annotations

import errno
import itertools
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from types import CodeType, FrameType
from typing import Any

import pytest

from course_utils import checks
from course_utils.checks import COURSE
from course_utils.grading.deciding import child, grade, remote_answer, sandbox, scratch, trusted, zygote
from course_utils.grading.deciding.bundle import Cell, Seconds, make
from course_utils.grading.deciding.errors import ZygoteGone
from course_utils.grading.deciding.graded import Graded
from course_utils.grading.deciding.probe import Probed
from course_utils.grading.deciding.sandbox import Sandbox
from course_utils.grading.deciding.zygote import Zygote
from tests.helpers.zygotes import zygote as shared_zygote

pytestmark = pytest.mark.xdist_group("sandbox")

HANDLES = {module.__file__ for module in (child, remote_answer, sandbox, scratch, zygote)}
ODD: list[Callable[[], Exception]] = [
    lambda: ValueError("40 is not a valid Signals"),
    lambda: UnicodeDecodeError("utf-8", b"\xff", 0, 1, "invalid start byte"),
    lambda: OSError(errno.EBADF, "Bad file descriptor"),
    lambda: KeyError("pid"),
    RecursionError,
    MemoryError,
]
ANSWER_FILES = Path(checks.__file__).parents[2] / "tests" / "answers"
FIRST, SECOND = "lstm/split-gates", "lstm/why-400x100"
RIGHT = "def split_gates(weight):\n    {}return dict(zip('ifgo', weight.chunk(4)))"
ANSWERS = {
    "is right": RIGHT.format(""),
    "ends its process": RIGHT.format("import os; os._exit(3); "),
    "speaks out of turn": RIGHT.format("import os; os.write(3, b'x' * 99); "),
}
SECOND_ANSWER = sorted((ANSWER_FILES / SECOND).glob("right-*.py"))[0].read_text()

Site = tuple[str, int, str]


class _Raiser:
    """A profiler that counts the calls made by the judge's handles, and raises in one of them."""

    def __init__(self, at: Site | None = None, turn: int = 0, odd: Callable[[], Exception] = ValueError) -> None:
        self.seen: Counter[Site] = Counter()
        self.exercise: str | None = None  # the exercise that was judged when it raised
        self._at, self._turn, self._odd = at, turn, odd

    def __call__(self, frame: FrameType, event: str, arg: Any) -> None:
        caller = frame if event == "c_call" else frame.f_back if event == "call" else None
        if caller is None or caller.f_code.co_filename not in HANDLES:
            return
        exercise = _at_hand(caller)
        callee = arg.__qualname__ if event == "c_call" else _name(frame.f_code)
        # Ignore calls outside an exercise, and those of locks, in which a child cannot cause an error.
        if exercise is None or callee in ("lock.__exit__", "lock.__enter__"):
            return
        site = (Path(caller.f_code.co_filename).name, caller.f_lineno, callee)
        self.seen[site] += 1
        if site == self._at and self.seen[site] == self._turn:
            self.exercise = exercise
            raise self._odd()


def _name(code: CodeType) -> str:
    return getattr(code, "co_qualname", code.co_name)


def _at_hand(frame: FrameType | None) -> str | None:
    """The exercise that is being judged, or whose cell is running."""
    while frame:
        if frame.f_code is grade._verdict.__code__:
            return str(frame.f_locals["exercise"].id)
        if frame.f_code is grade._ran.__code__:
            return FIRST if "split_gates" in frame.f_locals["source"] else SECOND
        frame = frame.f_back
    return None


def _graded(bundle: bytes, raiser: _Raiser) -> Graded:
    before = sys.getprofile()
    sys.setprofile(raiser)
    try:
        return Graded.from_bytes(grade.grade(bundle))
    finally:
        sys.setprofile(before)


@pytest.fixture
def forks(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[int]]:
    """The process ids of the children. A lost zygote is replaced by a copy, because a new one takes seconds."""
    monkeypatch.setattr(trusted, "Zygote", lambda: Zygote(control=shared_zygote().copy()))
    monkeypatch.setattr(trusted, "probe", lambda _zygote, _hidden: Probed([], []))
    monkeypatch.setattr(trusted, "tried_works", lambda _zygote: {})
    own = trusted.TrustedZygote()
    monkeypatch.setattr(grade, "_own", own)
    forked: list[int] = []
    fork = Zygote.fork

    def noted(self: Zygote, *arguments: Any) -> Any:
        made = fork(self, *arguments)
        forked.append(made.pid)
        return made

    monkeypatch.setattr(Zygote, "fork", noted)
    yield forked
    own.close()


# An error between two lines may leave a socket to the garbage collector.
@pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("answer", ANSWERS.values(), ids=ANSWERS)
def test_every_call_of_the_judges_handles_may_raise(answer: str, forks: list[int], pytestconfig: pytest.Config) -> None:
    cells = [
        Cell(answer, False),
        Cell(f'check("{FIRST}")', True),
        Cell(SECOND_ANSWER, False),
        Cell(f'check("{SECOND}")', True),
    ]
    bundle = make(COURSE, cells, 1, Seconds(10, 5, 60))
    counting = _Raiser()
    expected = {each["name"]: each["passed"] for each in _graded(bundle, counting).verdicts()}
    assert expected[SECOND]
    assert len(counting.seen) > 40, "too few calls: were the handles recorded?"
    wrong = []
    odd = itertools.cycle(ODD)
    sites = sorted(counting.seen.items())
    if not pytestconfig.getoption("--release"):  # each answer takes a share of the calls
        sites = sites[list(ANSWERS.values()).index(answer) :: len(ANSWERS)]
    for site, count in sites:
        forks.clear()
        raiser = _Raiser(site, count // 2 + 1, next(odd))
        try:
            graded = _graded(bundle, raiser)
        except Exception as error:
            wrong.append(f"{site}: the submission is not graded: {error!r}")
            continue
        for verdict in graded.verdicts():
            if verdict["passed"] == expected[verdict["name"]]:
                continue
            if verdict["name"] != raiser.exercise:
                wrong.append(f"{site}: it cost {verdict['name']}: {verdict['message']}")
            if not verdict["message"]:
                wrong.append(f"{site}: not a word")
            if verdict["name"] == FIRST and len(set(forks)) < 2:
                wrong.append(f"{site}: no fresh child for the next exercise")
    assert not wrong, "\n".join(wrong)


def test_a_submission_that_loses_two_zygotes_does_not_end_its_class(
    forks: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(*_arguments: object) -> None:
        raise ZygoteGone("it is gone")

    bundle = make(COURSE, [Cell(f'check("{FIRST}")', True)], 1, Seconds(10, 5, 60))
    monkeypatch.setattr(Zygote, "fork", gone)
    graded = Graded.from_bytes(grade.grade(bundle))
    assert not forks
    assert graded.faults == ["it is gone"]
    assert graded.verdicts()[0]["message"] == grade.UNDECIDED


@pytest.mark.parametrize("stop", [KeyboardInterrupt, SystemExit])
def test_what_ends_the_judge_goes_through(stop: type[BaseException], monkeypatch: pytest.MonkeyPatch) -> None:
    def stopped(*_arguments: object, **_more: object) -> None:
        raise stop

    with Sandbox(shared_zygote()) as box, monkeypatch.context() as patch:
        box.run_cell("x = 1")
        patch.setattr(child.wire, "receive", stopped)
        with pytest.raises(stop):
            box.run_cell("x")


@pytest.mark.parametrize("code", [*range(-70, 3), 255, -1000, 10**9])
@pytest.mark.parametrize("alone", [True, False])
def test_every_end_has_a_sentence(alone: bool, code: int) -> None:
    kind, sentence = child._how_it_ended(alone, code, sandbox._NO_LIMITS)
    assert kind in ("died", "time", "protocol")
    assert sentence.startswith("the process ")
