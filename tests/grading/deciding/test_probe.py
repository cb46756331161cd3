"""The probe: every lock holds, and a lock that does not hold is found."""

from __future__ import annotations

from pathlib import Path

import pytest

from course_utils import digits
from course_utils.checks import COURSE
from course_utils.grading.deciding.hidden import Hidden
from course_utils.grading.deciding.probe import probe
from course_utils.grading.deciding.zygote import Zygote
from tests.helpers.zygotes import zygote

pytestmark = pytest.mark.xdist_group("sandbox")

PACKAGE = Path(digits.__file__).parent


def test_every_lock_holds() -> None:
    probed = probe(zygote(), Hidden(course=COURSE))
    assert "what is right: course_utils.checks.lstm.step" in probed.tried
    assert probed.open == []


@pytest.mark.slow
def test_the_probe_finds_a_lock_that_does_not_hold(tmp_path: Path) -> None:
    """Otherwise an attempt that fails for another reason would count as proof of a lock."""
    with Zygote(readable=[Path("/etc/passwd"), PACKAGE.parent]) as careless:
        assert {"reading /etc/passwd"} <= set(probe(careless).open)
