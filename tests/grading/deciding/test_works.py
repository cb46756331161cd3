"""Right work of every kind is judged before any submission; a machine on which that fails grades nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from course_utils.grading.deciding import trusted
from course_utils.grading.deciding import zygote as zygotes_module
from course_utils.grading.deciding.errors import NoSandbox
from course_utils.grading.deciding.hidden import Hidden
from course_utils.grading.deciding.probe import Probed
from course_utils.grading.deciding.trusted import TrustedZygote
from course_utils.grading.deciding.works import tried_works, works
from course_utils.grading.deciding.zygote import Zygote
from tests.helpers.zygotes import careless, zygote

pytestmark = pytest.mark.xdist_group("sandbox")


def test_right_work_is_right_here() -> None:
    assert not any(tried_works(zygote()).values())


def test_every_plain_use_is_tried() -> None:
    assert {work.use for work in works()} >= {"called", "called_with_a_list"}
    assert any(work.gradient for work in works())
    assert len({work.name for work in works()}) == len(list(works()))


CHANGES = {
    "other numbers": (
        "forward = torch.nn.LSTM.forward; torch.nn.LSTM.forward = lambda *a: (forward(*a)[0] + 1e-2, None)",
        "a forward and a backward pass of nn.LSTM gives other numbers in the sandbox",
    ),
    "an error": (
        "torch.autograd.grad = None",
        r"a forward and a backward pass of nn.RNN ended with TypeError: 'NoneType' object is not callable",
    ),
    "an end of the process": (
        "import os; torch.optim.SGD.step = lambda *a: os._exit(1)",
        r"a step of an optimizer ended with Ended: the process ended itself with status 1",
    ),
}


@pytest.mark.slow
@pytest.mark.parametrize(("change", "words"), CHANGES.values(), ids=CHANGES)
def test_a_machine_on_which_right_work_fails_grades_nothing(
    change: str, words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Otherwise a probe that calls all work right would go unnoticed."""
    monkeypatch.setattr(zygotes_module, "_SCRIPT", careless(tmp_path, change))
    monkeypatch.setattr(trusted, "probe", lambda _zygote, _hidden: Probed([], []))  # other tests try the locks
    used: list[Zygote] = []
    machine = TrustedZygote()
    for _ in range(2):
        with pytest.raises(NoSandbox, match=f"^right answers would be judged wrong on this machine, .*{words}"):
            machine.use(used.append, Hidden())
    machine.close()
    assert not used
